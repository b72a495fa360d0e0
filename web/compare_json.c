// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/compare_json.h"

#include "web/encode.h"

cJSON *comparison_json(const struct comparison *c)
{
    static const char *const reasons[] = {
        [PART_OP] = "op", [PART_MACHINE] = "machine", [PART_END] = "end"
    };
    cJSON *json = cJSON_CreateObject();
    cJSON *rooms = cJSON_AddArrayToObject(json, "rooms");
    for (unsigned i = 0; i < 2; i++) {
        cJSON *room = cJSON_CreateObject();
        cJSON_AddStringToObject(room, "room", c->rooms[i]->id.text);
        cJSON_AddStringToObject(room, "profile", c->rooms[i]->row.profile);
        cJSON_AddNumberToObject(room, "ops", c->nr[i]);
        add_digest(room, "digest", c->digest[i]);
        cJSON_AddItemToArray(rooms, room);
    }
    cJSON_AddNumberToObject(json, "op", c->at);
    cJSON_AddBoolToObject(json, "same", c->digest[0] == c->digest[1]);
    if (c->why == PART_NOT) {
        cJSON_AddNullToObject(json, "part");
        return json;
    }
    cJSON *part = cJSON_AddObjectToObject(json, "part");
    cJSON_AddNumberToObject(part, "op", c->next + 1);
    cJSON_AddStringToObject(part, "why", reasons[c->why]);
    cJSON *ops = cJSON_AddArrayToObject(part, "ops");
    for (unsigned i = 0; i < 2; i++)
        cJSON_AddItemToArray(ops, c->has[i] ? record_json(&c->part[i]) : cJSON_CreateNull());
    return json;
}
