// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/parlour.h"

#include <stdlib.h>

#include "web/encode.h"
#include "web/ws.h"

#define PRESENCE_DELAY_US 50000 /* many who come at once are told of once */

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

static void append(struct parlour *p, struct message *message)
{
    trim(p);
    p->log[p->end++ % LOG_SLOTS] = message;
    p->bytes += message->len;
    parlour_wants(p);
}

/* ---- presence ---- */

static void tell_presence(lws_sorted_usec_list_t *timer)
{
    struct parlour *p = lws_container_of(timer, struct parlour, presence_timer);
    p->presence_due = false;
    append(p, presence_message(p->room->viewers));
    ws_flush(p->server);
}

static void presence_changed(struct parlour *p)
{
    if (p->presence_due)
        return;
    p->presence_due = true;
    lws_sul_schedule(p->server->lws, 0, &p->presence_timer, tell_presence, PRESENCE_DELAY_US);
}

/* ---- coming and going ---- */

static struct parlour *parlour_open(struct server *server, struct room *room)
{
    struct parlour *p = must_zalloc(sizeof *p);
    p->server = server;
    p->room = room;
    p->next_number = 1;
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
    lws_sul_cancel(&p->presence_timer);
    while (p->first < p->end)
        drop_first(p);
    p->room->parlour = NULL;
    room_put(p->room);
    free(p);
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
    room_ask(&q->ask);
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
    v->notes_tail = &v->notes;
    v->next = p->viewers;
    p->viewers = v;
    atomic_fetch_add(&room->viewers, 1);
    ask_keyframe(v, v->number);
    presence_changed(p);
    return true;
}

static void drop_notes(struct viewer *v)
{
    while (v->notes) {
        struct note *note = v->notes;
        v->notes = note->next;
        message_unref(note->message);
        free(note);
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
    drop_notes(v);
    message_unref(v->current);
    bytes_free(&v->in);
    atomic_fetch_sub(&p->room->viewers, 1);
    if (p->viewers)
        presence_changed(p);
    else
        parlour_close(p);
}

/* ---- delivering ---- */

void viewer_note(struct viewer *v, struct message *message)
{
    struct note *note = must_alloc(sizeof *note);
    *note = (struct note){ .at = v->parlour->end, .message = message };
    *v->notes_tail = note;
    v->notes_tail = &note->next;
    v->note_bytes += message->len;
    lws_callback_on_writable(v->wsi);
}

static struct viewer *find_viewer(const struct parlour *p, uint64_t id)
{
    struct viewer *v = p->viewers;
    while (v && v->id != id)
        v = v->next;
    return v;
}

/* The keyframe is the machine at this point of the log: the viewer goes on from here. */
static void enter_log(struct viewer *v, struct post *post)
{
    if (post->hello)
        viewer_note(v, post->hello);
    viewer_note(v, post->message);
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
        append(p, post->message);
        post->message = NULL;
        return;
    }
    struct viewer *v = find_viewer(p, post->who);
    if (!v)
        return;
    if (post->kind == POST_ENTER) {
        enter_log(v, post);
    } else {
        viewer_note(v, post->message);
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

static struct message *take_note(struct viewer *v)
{
    struct note *note = v->notes;
    struct message *message = note->message;
    v->notes = note->next;
    if (!v->notes)
        v->notes_tail = &v->notes;
    v->note_bytes -= message->len;
    free(note);
    return message;
}

struct message *viewer_current(struct viewer *v)
{
    struct parlour *p = v->parlour;
    if (v->current)
        return v->current;
    if (v->live && v->log_next < p->first)
        viewer_resync(v);
    if (v->notes && (!v->live || v->notes->at <= v->log_next))
        v->current = take_note(v);
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
