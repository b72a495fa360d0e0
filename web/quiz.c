// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/quiz.h"

#include <stdlib.h>

#include "web/encode.h"
#include "web/json.h"

#define TELL_DELAY_US 100000
#define LISTED_MAX    50 /* people in one message */

static const struct person *person_of(const struct seat *seat)
{
    return (const struct person *)(const void *)seat;
}

/* What this person chose, -1 if nothing yet. */
static int guess_of(const struct quiz *q, const struct person *person)
{
    return person->quiz == q->n ? person->guess : -1;
}

/* ---- as JSON ---- */

/* What is asked, without the answer. */
static void add_asked(cJSON *to, const struct prediction *asked)
{
    cJSON_AddNumberToObject(to, "op", asked->n);
    if (asked->planned)
        add_op_text(to, &asked->op);
    cJSON_AddNumberToObject(to, "event", (double)asked->event);
    cJSON_AddStringToObject(to, "what", predict_name(asked->what));
    cJSON_AddBoolToObject(to, "gives", asked->gives);
    cJSON *choices = cJSON_AddArrayToObject(to, "choices");
    for (unsigned i = 0; i < asked->nr_choices; i++)
        cJSON_AddItemToArray(choices, cJSON_CreateString(asked->choice[i]));
}

static void add_answer(cJSON *to, const struct prediction *asked)
{
    cJSON_AddNumberToObject(to, "right", asked->right);
    cJSON_AddNumberToObject(to, "known", (double)asked->known);
}

cJSON *prediction_json(const struct prediction *asked)
{
    cJSON *json = cJSON_CreateObject();
    add_asked(json, asked);
    add_answer(json, asked);
    return json;
}

/* Those of a seat that answers: a screen does not. */
static void add_tally(cJSON *to, const struct quiz *q)
{
    double counts[PREDICT_CHOICES] = { 0 };
    unsigned answered = 0, of = 0;
    for (const struct seat *s = q->parlour->roles.seats; s; s = s->next) {
        int guess = guess_of(q, person_of(s));
        of += !s->screen && (guess >= 0 || !s->gone);
        if (guess < 0)
            continue;
        answered++;
        counts[guess]++;
    }
    cJSON_AddNumberToObject(to, "answered", answered);
    cJSON_AddNumberToObject(to, "of", of);
    if (q->revealed)
        cJSON_AddItemToObject(to, "counts",
                              cJSON_CreateDoubleArray(counts, (int)q->asked.nr_choices));
}

/* Who chose what, of those who gave a name. */
static void add_names(cJSON *to, const struct quiz *q)
{
    cJSON *people = cJSON_AddArrayToObject(to, "people");
    unsigned listed = 0;
    for (const struct seat *s = q->parlour->roles.seats; s && listed < LISTED_MAX; s = s->next) {
        const struct person *person = person_of(s);
        if (guess_of(q, person) < 0 || !person->name[0])
            continue;
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "name", person->name);
        cJSON_AddNumberToObject(one, "choice", person->guess);
        cJSON_AddItemToArray(people, one);
        listed++;
    }
}

cJSON *quiz_json(const struct parlour *p)
{
    const struct quiz *q = p ? p->quiz : NULL;
    if (!q)
        return cJSON_CreateNull();
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "quiz");
    cJSON_AddNumberToObject(json, "n", q->n);
    cJSON_AddNumberToObject(json, "by", q->by);
    cJSON_AddBoolToObject(json, "names", q->names);
    add_asked(json, &q->asked);
    add_tally(json, q);
    if (q->revealed) {
        add_answer(json, &q->asked);
        if (q->names)
            add_names(json, q);
    }
    return json;
}

/* ---- telling ---- */

static void tell_now(lws_sorted_usec_list_t *timer)
{
    struct quiz *q = lws_container_of(timer, struct quiz, timer);
    q->due = false;
    parlour_tell(q->parlour, text_message(quiz_json(q->parlour)));
}

/* Many who answer at once are told of once. */
static void tell_soon(struct quiz *q)
{
    if (q->due)
        return;
    q->due = true;
    lws_sul_schedule(q->parlour->server->lws, 0, &q->timer, tell_now, TELL_DELAY_US);
}

void quiz_tell(struct viewer *v)
{
    const struct quiz *q = v->parlour->quiz;
    if (q && !q->revealed)
        viewer_tell(v, text_message(quiz_json(v->parlour)));
}

void quiz_tell_guess(struct viewer *v)
{
    const struct quiz *q = v->parlour->quiz;
    if (!q || guess_of(q, v->person) < 0)
        return;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "guessed");
    cJSON_AddNumberToObject(json, "quiz", q->n);
    cJSON_AddNumberToObject(json, "choice", v->person->guess);
    viewer_tell(v, text_message(json));
}

/* ---- asking and ending ---- */

void quiz_free(struct parlour *p)
{
    if (p->quiz)
        lws_sul_cancel(&p->quiz->timer);
    free(p->quiz);
    p->quiz = NULL;
}

void quiz_open(struct parlour *p, const struct prediction *asked, uint32_t by, bool names)
{
    quiz_free(p);
    struct quiz *q = must_zalloc(sizeof *q);
    q->parlour = p;
    q->n = ++p->quizzes;
    q->by = by;
    q->names = names;
    q->asked = *asked;
    p->quiz = q;
    tell_now(&q->timer);
}

bool quiz_is_open(const struct parlour *p)
{
    return p && p->quiz && !p->quiz->revealed;
}

bool quiz_may_ask(struct viewer *v, struct refusal *why)
{
    enum denial denial = roles_ask(&v->parlour->roles, &v->person->seat);
    if (denial != DENIED_NOT)
        return json_refuse(why, "role", "quiz", "quiz: %s", denial_text(denial));
    return !quiz_is_open(v->parlour) || json_refuse(why, "state", "quiz", "quiz: " QUIZ_IS_OPEN);
}

static void reveal(struct quiz *q)
{
    q->revealed = true;
    lws_sul_cancel(&q->timer);
    tell_now(&q->timer);
}

static void end(struct parlour *p)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", "quiz_gone");
    cJSON_AddNumberToObject(json, "n", p->quiz->n);
    quiz_free(p);
    parlour_tell(p, text_message(json));
}

/* False and *why if there is none that is open. */
static bool must_be_open(const struct parlour *p, struct refusal *why)
{
    if (!p || !p->quiz)
        return json_refuse(why, "gone", "quiz", "quiz: nothing is asked in this room");
    return !p->quiz->revealed ||
           json_refuse(why, "state", "quiz", "quiz: the answer has been revealed");
}

bool quiz_reveal_outside(struct parlour *p, struct refusal *why)
{
    if (!must_be_open(p, why))
        return false;
    reveal(p->quiz);
    return true;
}

bool quiz_close_outside(struct parlour *p, struct refusal *why)
{
    if (!p || !p->quiz)
        return json_refuse(why, "gone", "quiz", "quiz: nothing is asked in this room");
    end(p);
    return true;
}

/* ---- what viewers say ---- */

/* False and *why if that is not the quiz of this room. */
static bool is_this(const struct parlour *p, uint32_t number, struct refusal *why)
{
    return (p->quiz && p->quiz->n == number) ||
           json_refuse(why, "gone", "quiz", "quiz: number %u is not asked", number);
}

static void answer(struct viewer *v, const char *tag, bool ok, const struct refusal *why)
{
    viewer_tell(v, ok ? ack_message(tag, &(struct answer){ .nr_records = 0 })
                      : error_message(tag, why));
}

static bool take_guess(struct parlour *p, struct person *person, const struct said *said,
                       struct refusal *why)
{
    if (!is_this(p, said->number, why) || !must_be_open(p, why))
        return false;
    if (person->seat.screen)
        return json_refuse(why, "role", "quiz", "quiz: %s", denial_text(DENIED_SCREEN));
    if (said->has_choice && said->choice >= p->quiz->asked.nr_choices) {
        why->limit = p->quiz->asked.nr_choices - 1;
        why->has_limit = true;
        return json_refuse(why, "range", "choice", "choice: 0 to %u",
                           p->quiz->asked.nr_choices - 1);
    }
    person->quiz = p->quiz->n;
    person->guess = said->has_choice ? (int)said->choice : -1;
    tell_soon(p->quiz);
    return true;
}

void quiz_guess(struct viewer *v, const char *tag, const struct said *said)
{
    struct refusal why = { 0 };
    answer(v, tag, take_guess(v->parlour, v->person, said, &why), &why);
}

bool quiz_guess_outside(struct parlour *p, const struct sha256 *hand, const struct said *said,
                        struct refusal *why)
{
    struct person *person = p ? people_by_hand(p, hand) : NULL;
    if (!person)
        return json_refuse(why, "role", "quiz", "quiz: who answers is in the room");
    return take_guess(p, person, said, why);
}

static bool may_end(struct viewer *v, const struct said *said, struct refusal *why)
{
    enum denial denial = roles_ask(&v->parlour->roles, &v->person->seat);
    if (denial != DENIED_NOT)
        return json_refuse(why, "role", "quiz", "quiz: %s", denial_text(denial));
    return is_this(v->parlour, said->number, why);
}

void quiz_reveal(struct viewer *v, const char *tag, const struct said *said)
{
    struct refusal why = { 0 };
    bool ok = may_end(v, said, &why) && must_be_open(v->parlour, &why);
    if (ok)
        reveal(v->parlour->quiz);
    answer(v, tag, ok, &why);
}

void quiz_close(struct viewer *v, const char *tag, const struct said *said)
{
    struct refusal why = { 0 };
    bool ok = may_end(v, said, &why);
    if (ok)
        end(v->parlour);
    answer(v, tag, ok, &why);
}
