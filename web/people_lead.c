// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the driver stands, and where people point: told to everybody in the room. */
#include "web/encode.h"
#include "web/people.h"
#include "web/quiz.h"

#define LEAD_DELAY_US 33000 /* thirty positions a second reach the others */

static cJSON *stand_json(const struct parlour *p)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "lead");
    cJSON_AddNumberToObject(json, "by", p->lead_by);
    cJSON_AddNumberToObject(json, "op", p->lead.op);
    cJSON_AddNumberToObject(json, "event", (double)p->lead.event);
    cJSON_AddBoolToObject(json, "playing", p->lead.playing);
    cJSON_AddStringToObject(json, "view", p->lead.view);
    return json;
}

static void tell_lead(lws_sorted_usec_list_t *timer)
{
    struct parlour *p = lws_container_of(timer, struct parlour, lead_timer);
    p->lead_due = false;
    parlour_tell(p, text_message(stand_json(p)));
}

void people_at(struct viewer *v, const struct said *said)
{
    struct parlour *p = v->parlour;
    if (p->roles.chalk != &v->person->seat)
        return; /* it had the chalk when it said so */
    p->lead = said->stand;
    p->lead_by = v->person->seat.number;
    if (p->lead_due)
        return;
    p->lead_due = true;
    lws_sul_schedule(p->server->lws, 0, &p->lead_timer, tell_lead, LEAD_DELAY_US);
}

void people_point(struct viewer *v, const struct said *said)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "point");
    cJSON_AddNumberToObject(json, "by", v->person->seat.number);
    cJSON_AddStringToObject(json, "name", v->person->name);
    cJSON_AddStringToObject(json, "what", said->stand.view);
    parlour_tell(v->parlour, text_message(json));
}

void people_tell(struct viewer *v)
{
    const struct parlour *p = v->parlour;
    viewer_tell(v, text_message(people_json(p, &p->roles.access)));
    if (p->lead_by && p->roles.chalk && p->roles.chalk->number == p->lead_by)
        viewer_tell(v, text_message(stand_json(p)));
    quiz_tell(v);
}
