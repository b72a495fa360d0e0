// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/check_json.h"

/* A step behind the room's last op is told as what the boot would do next. */
static void add_place(cJSON *json, const struct finding *f, uint32_t run)
{
    if (!f->placed)
        return;
    cJSON_AddNumberToObject(json, "op", f->at.op);
    cJSON_AddNumberToObject(json, "event", (double)f->at.event);
    if (f->at.op > run)
        cJSON_AddBoolToObject(json, "ahead", true);
}

static cJSON *finding_json(const struct finding *f, uint32_t run)
{
    const struct claim *c = f->claim;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "line", c->line);
    cJSON_AddStringToObject(json, "verdict", verdict_names[f->verdict]);
    cJSON_AddStringToObject(json, "function", c->in);
    cJSON_AddStringToObject(json, "name", c->name);
    cJSON_AddStringToObject(json, "said", c->said);
    if (f->truth[0])
        cJSON_AddStringToObject(json, "true", f->truth);
    if (f->because)
        cJSON_AddStringToObject(json, "because", because_names[f->because]);
    if (f->detail[0])
        cJSON_AddStringToObject(json, "detail", f->detail);
    add_place(json, f, run);
    return json;
}

cJSON *check_json(const struct check *check)
{
    cJSON *json = cJSON_CreateObject(), *findings = cJSON_AddArrayToObject(json, "findings");
    cJSON *counts = cJSON_AddObjectToObject(json, "counts");
    for (size_t i = 0; i < check->nr; i++)
        cJSON_AddItemToArray(findings, finding_json(&check->finding[i], check->run));
    for (unsigned v = 0; v < NR_VERDICTS; v++)
        cJSON_AddNumberToObject(counts, verdict_names[v], check->count[v]);
    cJSON_AddBoolToObject(json, "cut", check->cut);
    return json;
}
