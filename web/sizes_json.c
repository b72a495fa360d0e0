// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/sizes_json.h"

static void number(cJSON *to, const char *name, uint32_t value)
{
    cJSON_AddNumberToObject(to, name, value);
}

static void add_call(cJSON *calls, const struct size_call *call)
{
    cJSON *c = cJSON_CreateObject();
    cJSON_AddItemToArray(calls, c);
    number(c, "min_objects", call->min_objects);
    number(c, "max_order", call->max_order);
    number(c, "fract_leftover", call->fraction);
    number(c, "order", call->order);
    cJSON *tried = cJSON_AddArrayToObject(c, "tried");
    for (uint32_t i = 0; i < call->nr; i++) {
        cJSON *t = cJSON_CreateObject();
        cJSON_AddItemToArray(tried, t);
        number(t, "order", call->tried[i].order);
        number(t, "rem", call->tried[i].rem);
        number(t, "limit", call->tried[i].limit);
    }
}

cJSON *sizes_json(const struct sizes *s)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", s->ok);
    number(json, "align", s->align);
    number(json, "inuse", s->inuse);
    number(json, "offset", s->offset);
    number(json, "size", s->size);
    number(json, "flags", s->flags);
    number(json, "order", s->order);
    number(json, "objects", s->objects);
    number(json, "min_order", s->min_order);
    number(json, "min_order_objects", s->min_objects);
    number(json, "max_objects", s->most);
    number(json, "min_objects", s->least);
    number(json, "min_partial", s->min_partial);
    cJSON *calls = cJSON_AddArrayToObject(json, "calls");
    for (uint32_t i = 0; i < s->nr; i++)
        add_call(calls, &s->call[i]);
    return json;
}
