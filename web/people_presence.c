// SPDX-License-Identifier: GPL-2.0-or-later
/* Who is in a room, as everybody in it is told. */
#include "web/encode.h"
#include "web/people.h"

#define PRESENCE_DELAY_US  50000 /* many who come at once are told of once */
#define PRESENCE_VIEWER_US 1000  /* and the more there are to be told, the more rarely */
#define LISTED_MAX         50    /* people in one message; the others are only counted */

/* The first are those whom others want to know of: who drives, who owns, who asks, who has a name. */
static unsigned rank(const struct parlour *p, const struct person *person)
{
    const struct seat *seat = &person->seat;
    if (p->roles.chalk == seat)
        return 0;
    if (seat->owner)
        return 1;
    if (seat->wish)
        return 2;
    return person->name[0] || seat->screen ? 3 : 4;
}
#define RANKS 5

static cJSON *person_json(const struct person *person)
{
    const struct seat *seat = &person->seat;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "n", seat->number);
    if (person->name[0])
        cJSON_AddStringToObject(json, "name", person->name);
    if (seat->owner)
        cJSON_AddTrueToObject(json, "owner");
    if (seat->screen)
        cJSON_AddTrueToObject(json, "screen");
    if (seat->wish)
        cJSON_AddTrueToObject(json, "wish");
    if (seat->gone || person->away)
        cJSON_AddTrueToObject(json, "away");
    return json;
}

static void add_people(cJSON *to, const struct parlour *p)
{
    unsigned listed = 0;
    for (unsigned r = 0; r < RANKS; r++) {
        for (const struct seat *s = p->roles.seats; s && listed < LISTED_MAX; s = s->next) {
            const struct person *person = (const struct person *)(const void *)s;
            if (rank(p, person) != r)
                continue;
            cJSON_AddItemToArray(to, person_json(person));
            listed++;
        }
    }
}

cJSON *people_json(const struct parlour *p, const struct access *access)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "presence");
    cJSON_AddNumberToObject(json, "viewers", p ? p->room->viewers : 0);
    cJSON_AddStringToObject(json, "mode", mode_name(access->mode));
    cJSON_AddStringToObject(json, "notes", note_writers_name(access->notes));
    cJSON_AddItemToObject(json, "chalk",
                          p && p->roles.chalk ? cJSON_CreateNumber(p->roles.chalk->number)
                                              : cJSON_CreateNull());
    cJSON *people = cJSON_AddArrayToObject(json, "people");
    if (p)
        add_people(people, p);
    return json;
}

static void tell_presence(lws_sorted_usec_list_t *timer)
{
    struct parlour *p = lws_container_of(timer, struct parlour, presence_timer);
    p->presence_due = false;
    parlour_tell(p, text_message(people_json(p, &p->roles.access)));
}

void parlour_presence(struct parlour *p)
{
    if (p->presence_due)
        return;
    p->presence_due = true;
    lws_sul_schedule(p->server->lws, 0, &p->presence_timer, tell_presence,
                     PRESENCE_DELAY_US + (lws_usec_t)p->room->viewers * PRESENCE_VIEWER_US);
}
