// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/encode.h"
#include "web/json.h"
#include "web/quiz.h"

static struct person *person_of(const struct seat *seat)
{
    return (struct person *)(void *)seat;
}

static bool denied(enum denial why, const char *field, struct refusal *refusal)
{
    return json_refuse(refusal, "role", field, "%s: %s", field, denial_text(why));
}

/* {"type":"ack","id"}, or the error. */
static void answer(struct viewer *v, const char *tag, enum denial why, const char *field)
{
    if (why == DENIED_NOT) {
        viewer_tell(v, ack_message(tag, &(struct answer){ .nr_records = 0 }));
        parlour_presence(v->parlour);
        return;
    }
    struct refusal refusal = { 0 };
    denied(why, field, &refusal);
    viewer_tell(v, error_message(tag, &refusal));
}

/* ---- coming and going ---- */

static void sit(struct viewer *v, struct person *person)
{
    v->person = person;
    person->viewer = v;
    person->seat.gone = false;
}

void people_come(struct viewer *v)
{
    struct person *person = must_zalloc(sizeof *person);
    roles_enter(&v->parlour->roles, &person->seat, v->number);
    sit(v, person);
}

static void leave(struct parlour *p, struct person *person)
{
    roles_leave(&p->roles, &person->seat);
    free(person);
}

static void look_who_is_away(lws_sorted_usec_list_t *timer);

/* Comes back when the next place is to be given up. */
static void watch_places(struct parlour *p)
{
    uint64_t first = UINT64_MAX, now = now_us();
    for (const struct seat *s = p->roles.seats; s; s = s->next) {
        if (s->gone && person_of(s)->until_us < first)
            first = person_of(s)->until_us;
    }
    if (first != UINT64_MAX)
        lws_sul_schedule(p->server->lws, 0, &p->away_timer, look_who_is_away,
                         (lws_usec_t)(first > now ? first - now : 1000));
}

static void look_who_is_away(lws_sorted_usec_list_t *timer)
{
    struct parlour *p = lws_container_of(timer, struct parlour, away_timer);
    uint64_t now = now_us();
    for (struct seat *s = p->roles.seats, *next; s; s = next) {
        next = s->next;
        if (s->gone && person_of(s)->until_us <= now)
            leave(p, person_of(s));
    }
    watch_places(p);
    parlour_presence(p);
    parlour_close_if_empty(p);
}

void people_go(struct viewer *v)
{
    struct parlour *p = v->parlour;
    struct person *person = v->person;
    uint32_t seconds = p->server->options->limits.away_seconds;
    v->person = NULL;
    person->viewer = NULL;
    if (!person->has_self || !seconds || p->server->stopping) {
        leave(p, person);
        return;
    }
    person->seat.gone = true;
    person->until_us = now_us() + (uint64_t)seconds * 1000000;
    watch_places(p);
}

void people_forget(struct parlour *p)
{
    for (struct seat *s = p->roles.seats, *next; s; s = next) {
        next = s->next;
        if (s->gone)
            leave(p, person_of(s));
    }
}

/* ---- who somebody is ---- */

/* The person with this secret, other than the one who asks. */
static struct person *find_self(const struct parlour *p, const struct sha256 *self,
                                const struct person *but)
{
    for (struct seat *s = p->roles.seats; s; s = s->next) {
        struct person *person = person_of(s);
        if (person != but && person->has_self && sha256_equal(&person->self, self))
            return person;
    }
    return NULL;
}

/* The viewer is this person again; a connection that still stands for it is let go. */
static void return_to(struct viewer *v, struct person *person)
{
    struct viewer *other = person->viewer;
    struct person *mine = v->person;
    sit(v, person);
    if (other) {
        sit(other, mine);
        other->replaced = true;
        lws_callback_on_writable(other->wsi);
    } else {
        leave(v->parlour, mine);
    }
}

static void recognise(struct viewer *v, const struct token *self)
{
    struct sha256 hash = sha256_of(self->text, TOKEN_LEN);
    struct person *before = find_self(v->parlour, &hash, v->person);
    if (before)
        return_to(v, before);
    v->person->has_self = true;
    v->person->self = hash;
}

/* Notes are known by a secret of their own, which may outlast the place; without one by that of the place. */
static void recognise_hand(struct person *person, const struct said *said)
{
    const struct token *secret = said->has_author ? &said->author : &said->self;
    if (!said->has_author && (!said->has_self || person->author.hex[0]))
        return;
    person->hand = sha256_of(secret->text, TOKEN_LEN);
    person->author = author_of(&person->hand);
}

struct person *people_by_hand(struct parlour *p, const struct sha256 *hand)
{
    for (struct seat *s = p->roles.seats; s; s = s->next) {
        struct person *person = (struct person *)(void *)s;
        if (person->author.hex[0] && sha256_equal(&person->hand, hand))
            return person;
    }
    return NULL;
}

static struct message *welcome_message(const struct person *person, const char *tag)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "welcome");
    cJSON_AddStringToObject(json, "id", tag);
    cJSON_AddNumberToObject(json, "you", person->seat.number);
    cJSON_AddBoolToObject(json, "owner", person->seat.owner);
    cJSON_AddBoolToObject(json, "screen", person->seat.screen);
    cJSON_AddStringToObject(json, "name", person->name);
    cJSON_AddItemToObject(json, "author",
                          person->author.hex[0] ? cJSON_CreateString(person->author.hex)
                                                : cJSON_CreateNull());
    return text_message(json);
}

void people_enter(struct viewer *v, const char *tag, const struct said *said)
{
    struct parlour *p = v->parlour;
    struct refusal why = { 0 };
    if (said->has_key) {
        struct sha256 hash = sha256_of(said->key.text, TOKEN_LEN);
        if (!sha256_equal(&hash, &p->room->row.owner)) {
            json_refuse(&why, "role", "key", "key: this is not the owner's key of this room");
            viewer_tell(v, error_message(tag, &why));
            return;
        }
    }
    if (said->has_self)
        recognise(v, &said->self);
    struct person *person = v->person;
    recognise_hand(person, said);
    if (said->has_screen)
        roles_screen(&p->roles, &person->seat, said->screen);
    if (said->has_key)
        roles_own(&p->roles, &person->seat);
    if (said->has_name)
        snprintf(person->name, sizeof person->name, "%s", said->name);
    viewer_tell(v, welcome_message(person, tag));
    quiz_tell_guess(v);
    parlour_presence(p);
}

/* ---- the chalk ---- */

bool people_operate(struct viewer *v, struct refusal *why)
{
    enum denial denial = roles_operate(&v->parlour->roles, &v->person->seat);
    return denial == DENIED_NOT || denied(denial, "op", why);
}

void people_operated(struct parlour *p, uint32_t by)
{
    const struct seat *before = p->roles.chalk;
    bool again =
        before && before->number == by; /* nearly always: the others need not be looked through */
    struct seat *seat = again ? p->roles.chalk : roles_seat(&p->roles, by);
    if (seat)
        roles_operated(&p->roles, seat);
    if (p->roles.chalk != before)
        parlour_presence(p);
}

void people_chalk(struct viewer *v, const char *tag, const struct said *said)
{
    answer(v, tag, roles_chalk(&v->parlour->roles, &v->person->seat, said->number), "chalk");
}

enum denial people_chalk_outside(struct parlour *p, uint32_t to)
{
    struct seat script = { .number = UINT32_MAX,
                           .owner =
                               true }; /* nobody gives that number: it takes nothing for itself */
    if (!p)
        return to ? DENIED_NOBODY : DENIED_NOT;
    enum denial why = roles_chalk(&p->roles, &script, to);
    parlour_presence(p);
    return why;
}

void people_wish(struct viewer *v, const char *tag, const struct said *said)
{
    answer(v, tag, roles_wish(&v->parlour->roles, &v->person->seat, said->on), "chalk");
}

void people_away(struct viewer *v, const struct said *said)
{
    if (v->person->away == said->on)
        return;
    v->person->away = said->on;
    parlour_presence(v->parlour);
}

bool people_may_decide(struct viewer *v, struct refusal *why)
{
    const struct seat *seat = &v->person->seat;
    return (seat->owner && !seat->screen) || denied(DENIED_NOT_OWNER, "access", why);
}

bool people_may_note(struct viewer *v, struct refusal *why)
{
    enum denial denial = roles_note(&v->parlour->roles, &v->person->seat);
    return denial == DENIED_NOT || denied(denial, "note", why);
}

void people_decided(struct parlour *p, const struct access *access, uint64_t who)
{
    struct viewer *v = parlour_viewer(p, who);
    roles_decide(&p->roles, access, v ? &v->person->seat : NULL);
    parlour_presence(p);
}
