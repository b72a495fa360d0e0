// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/parlour.h"

#include <stdlib.h>

#include "web/encode.h"
#include "web/people.h"
#include "web/quiz.h"
#include "web/ws.h"

/* Looking who has what costs a look at each viewer, in a large room more than keeping a few messages that all have. */
#define TRIM_SLOTS 32
#define TRIM_BYTES (64u << 10)

/* ---- the log ---- */

/* Something is to be sent: ws_flush() will see to it. */
static void parlour_wants(struct parlour *p)
{
    if (p->wants)
        return;
    p->wants = true;
    p->next_wanting = p->server->wanting;
    p->server->wanting = p;
}

static void drop_first(struct parlour *p)
{
    struct message **slot = &p->log[p->first++ % LOG_SLOTS];
    p->bytes -= (*slot)->len;
    message_unref(*slot);
    *slot = NULL;
}

/* Drops what everybody has, and then, while the log is over its bound, what somebody has not. */
static void trim(struct parlour *p)
{
    size_t max = (size_t)p->server->options->limits.backlog_kib << 10;
    uint64_t needed = p->end;
    for (const struct viewer *v = p->viewers; v; v = v->next) {
        if (v->live && v->log_next < needed)
            needed = v->log_next;
    }
    while (p->first < needed)
        drop_first(p);
    while (p->first < p->end && (p->bytes > max || p->end - p->first >= LOG_SLOTS))
        drop_first(p);
}

static void append_to_log(struct parlour *p, struct message *message)
{
    if (p->end - p->first >= TRIM_SLOTS || p->bytes >= TRIM_BYTES)
        trim(p);
    p->log[p->end++ % LOG_SLOTS] = message;
    p->bytes += message->len;
    parlour_wants(p);
}

void parlour_tell(struct parlour *p, struct message *message)
{
    append_to_log(p, message);
    ws_flush(p->server);
}

/* ---- coming and going ---- */

static struct parlour *parlour_open(struct server *server, struct room *room)
{
    struct parlour *p = must_zalloc(sizeof *p);
    p->server = server;
    p->room = room;
    p->next_number = 1;
    p->roles.access = room->access;
    p->next = server->parlours;
    p->at = &server->parlours;
    if (p->next)
        p->next->at = &p->next;
    server->parlours = p;
    room->parlour = p;
    return p;
}

static void parlour_close(struct parlour *p)
{
    struct parlour **at = &p->server->wanting;
    while (*at && *at != p)
        at = &(*at)->next_wanting;
    if (*at)
        *at = p->next_wanting;
    *p->at = p->next;
    if (p->next)
        p->next->at = p->at;
    lws_sul_cancel(&p->presence_timer);
    lws_sul_cancel(&p->lead_timer);
    lws_sul_cancel(&p->away_timer);
    quiz_free(p);
    while (p->first < p->end)
        drop_first(p);
    p->room->parlour = NULL;
    room_put(p->room);
    free(p);
}

void parlour_close_if_empty(struct parlour *p)
{
    if (!p->viewers && !p->roles.seats)
        parlour_close(p);
}

void parlour_end_all(struct server *server)
{
    for (struct parlour *p = server->parlours, *next; p; p = next) {
        next = p->next;
        people_forget(p);
        parlour_close_if_empty(p);
    }
}

static void ask_keyframe(struct viewer *v, uint32_t you)
{
    struct question *q = must_zalloc(sizeof *q);
    q->ask.kind = ASK_KEYFRAME;
    q->ask.room = v->parlour->room;
    q->ask.who = v->id;
    q->you = you;
    v->entering = true;
    room_hold(q->ask.room);
    room_ask(&q->ask, NULL);
}

bool parlour_enter(struct server *server, struct room *room, struct viewer *v)
{
    struct parlour *p = room->parlour;
    if (p && room->viewers >= server->options->limits.viewers)
        return false;
    if (p)
        room_put(room);
    else
        p = parlour_open(server, room);
    v->parlour = p;
    v->number = p->next_number++;
    v->id = ++server->next_viewer;
    v->asides_tail = &v->asides;
    v->next = p->viewers;
    p->viewers = v;
    atomic_fetch_add(&room->viewers, 1);
    people_come(v);
    ask_keyframe(v, v->number);
    parlour_presence(p);
    return true;
}

static void drop_asides(struct viewer *v)
{
    while (v->asides) {
        struct aside *aside = v->asides;
        v->asides = aside->next;
        message_unref(aside->message);
        free(aside);
    }
}

void parlour_leave(struct viewer *v)
{
    struct parlour *p = v->parlour;
    struct viewer **at = &p->viewers;
    while (*at != v)
        at = &(*at)->next;
    *at = v->next;
    rooms_cancel(p->server->rooms, v->id, NULL);
    drop_asides(v);
    message_unref(v->current);
    bytes_free(&v->in);
    atomic_fetch_sub(&p->room->viewers, 1);
    people_go(v);
    if (p->viewers)
        parlour_presence(p);
    parlour_close_if_empty(p);
}

/* ---- delivering ---- */

void viewer_tell(struct viewer *v, struct message *message)
{
    struct aside *aside = must_alloc(sizeof *aside);
    *aside = (struct aside){ .at = v->parlour->end, .message = message };
    *v->asides_tail = aside;
    v->asides_tail = &aside->next;
    v->aside_bytes += message->len;
    lws_callback_on_writable(v->wsi);
}

struct viewer *parlour_viewer(const struct parlour *p, uint64_t id)
{
    struct viewer *v = p->viewers;
    while (v && v->id != id)
        v = v->next;
    return v;
}

/* The keyframe is the machine at this point of the log: the viewer goes on from here. */
static void enter_log(struct viewer *v, struct post *post)
{
    bool is_new = post->hello != NULL;
    if (is_new)
        viewer_tell(v, post->hello);
    viewer_tell(v, post->message);
    if (is_new)
        people_tell(v);
    post->hello = post->message = NULL;
    v->entering = false;
    v->live = true;
    v->log_next = v->parlour->end;
}

void parlour_deliver(struct post *post)
{
    struct parlour *p = post->room->parlour;
    if (!p)
        return;
    if (post->kind == POST_ROOM) {
        append_to_log(p, post->message);
        post->message = NULL;
        if (post->by)
            people_operated(p, post->by);
        return;
    }
    if (post->kind == POST_ACCESS) {
        people_decided(p, &post->access, post->who);
        return;
    }
    if (post->kind == POST_QUIZ)
        quiz_open(p, post->prediction, post->by, post->names);
    struct viewer *v = parlour_viewer(p, post->who);
    if (!v || !post->message)
        return;
    if (post->kind == POST_ENTER) {
        enter_log(v, post);
    } else {
        viewer_tell(v, post->message);
        post->message = NULL;
    }
}

/* ---- what a viewer gets next ---- */

void viewer_resync(struct viewer *v)
{
    if (v->entering)
        return;
    v->live = false;
    ask_keyframe(v, 0);
}

static struct message *take_aside(struct viewer *v)
{
    struct aside *aside = v->asides;
    struct message *message = aside->message;
    v->asides = aside->next;
    if (!v->asides)
        v->asides_tail = &v->asides;
    v->aside_bytes -= message->len;
    free(aside);
    return message;
}

struct message *viewer_current(struct viewer *v)
{
    struct parlour *p = v->parlour;
    if (v->current)
        return v->current;
    if (v->live && v->log_next < p->first)
        viewer_resync(v);
    if (v->asides && (!v->live || v->asides->at <= v->log_next))
        v->current = take_aside(v);
    else if (v->live && v->log_next < p->end)
        v->current = message_ref(p->log[v->log_next++ % LOG_SLOTS]);
    return v->current;
}

void viewer_advance(struct viewer *v, size_t n)
{
    v->sent += n;
    if (v->sent < v->current->len)
        return;
    message_unref(v->current);
    v->current = NULL;
    v->sent = 0;
}
