// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/rooms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/import.h"
#include "daemon/keep.h"
#include "daemon/replay.h"
#include "daemon/room_keep.h"
#include "daemon/survey.h"

#define BUCKETS 4096 /* a power of two */

/* ---- opening and closing ---- */

struct rooms *rooms_open(const char *data, const struct limits *limits,
                         const struct audience *audience, char *why, size_t size)
{
    struct rooms *rooms = must_zalloc(sizeof *rooms);
    rooms->limits = *limits;
    rooms->audience = *audience;
    rooms->journal = journal_open(data, why, size);
    if (!rooms->journal) {
        free(rooms);
        return NULL;
    }
    rooms->keep = keep_open(data);
    pthread_mutex_init(&rooms->lock, NULL);
    rooms->bucket = must_zalloc(BUCKETS * sizeof rooms->bucket[0]);
    rooms->bases = bases_new(limits->checkpoints, (size_t)limits->checkpoint_mib << 20);
    rooms->pool = pool_start(limits->workers);
    if (!rooms->pool) {
        snprintf(why, size, "no thread can be started");
        rooms_close(rooms);
        return NULL;
    }
    return rooms;
}

static bool prepare(struct task *task)
{
    const char *why;
    struct rooms *rooms = (struct rooms *)(void *)((char *)task - offsetof(struct rooms, prepare));
    bases_get(rooms->bases, profile_find(DEFAULT_PROFILE), &why);
    return false;
}

void rooms_prepare(struct rooms *rooms)
{
    rooms->prepare.run = prepare;
    pool_submit(rooms->pool, &rooms->prepare);
}

static void free_asks(struct ask *ask)
{
    while (ask) {
        struct ask *next = ask->next;
        comparison_free(ask->compare);
        free(ask);
        ask = next;
    }
}

static void free_running(struct running *running)
{
    if (!running)
        return;
    free(running->ask);
    changes_free(&running->changes);
    free(running);
}

static void room_free(struct room *room)
{
    struct audience *audience = &room->rooms->audience;
    audience->forget(audience->arg, room);
    free_asks(room->queue);
    free_asks(room->held_back);
    free_running(room->running);
    if (room->machine)
        machine_destroy(room->machine);
    history_free(&room->history);
    notes_free(&room->notes);
    ledger_free(&room->records);
    ledger_free(&room->pending);
    series_free(&room->series);
    import_free(room->import);
    keeping_free(room->keeping);
    survey_free(room->survey);
    pthread_mutex_destroy(&room->lock);
    free(room);
}

void rooms_close(struct rooms *rooms)
{
    if (rooms->pool)
        pool_stop(rooms->pool);
    replay_free_all(rooms->replays);
    for (unsigned i = 0; i < BUCKETS; i++) {
        while (rooms->bucket[i]) {
            struct room *room = rooms->bucket[i];
            rooms->bucket[i] = room->hash_next;
            room_free(room);
        }
    }
    bases_free(rooms->bases);
    keep_close(rooms->keep);
    journal_close(rooms->journal);
    pthread_mutex_destroy(&rooms->lock);
    free(rooms->bucket);
    free(rooms);
}

/* ---- the table: with its lock held ---- */

/* FNV-1a. The ids are random, but not all that are asked for were made by us. */
static struct room **bucket_of(struct rooms *rooms, const struct token *id)
{
    uint32_t hash = 0x811c9dc5u;
    for (unsigned i = 0; i < TOKEN_LEN; i++)
        hash = (hash ^ (uint8_t)id->text[i]) * 0x01000193u;
    return &rooms->bucket[hash & (BUCKETS - 1)];
}

static void idle_add(struct rooms *rooms, struct room *room)
{
    room->idle_next = NULL;
    room->idle_prev = rooms->idle_last;
    *(rooms->idle_last ? &rooms->idle_last->idle_next : &rooms->idle_first) = room;
    rooms->idle_last = room;
    rooms->nr_idle++;
}

static void idle_del(struct rooms *rooms, struct room *room)
{
    *(room->idle_prev ? &room->idle_prev->idle_next : &rooms->idle_first) = room->idle_next;
    *(room->idle_next ? &room->idle_next->idle_prev : &rooms->idle_last) = room->idle_prev;
    rooms->nr_idle--;
}

static struct room *add(struct rooms *rooms, const struct token *id)
{
    struct room *room = must_zalloc(sizeof *room);
    struct room **bucket = bucket_of(rooms, id);
    room->lane.run = room_lane;
    room->rooms = rooms;
    room->id = *id;
    room->held = 1;
    pthread_mutex_init(&room->lock, NULL);
    room->queue_tail = &room->queue;
    room->held_back_tail = &room->held_back;
    history_init(&room->history, rooms->limits.checkpoints,
                 (size_t)rooms->limits.checkpoint_mib << 20);
    room->hash_next = *bucket;
    *bucket = room;
    return room;
}

static void take_out(struct rooms *rooms, struct room *room)
{
    struct room **at = bucket_of(rooms, &room->id);
    while (*at != room)
        at = &(*at)->hash_next;
    *at = room->hash_next;
}

/*
 * Nobody holds this room: it stays for a while, unless there was no such room. Returns one that has
 * to go now, or NULL.
 */
static struct room *let_idle(struct rooms *rooms, struct room *room)
{
    enum room_state state = room->state;
    if (state != ROOM_READY && state != ROOM_LOADING) {
        take_out(rooms, room);
        return room;
    }
    /* A room costs little while nobody is there; the last that was left, to which a script comes back all the time, keeps its checkpoints. */
    if (rooms->idle_last)
        history_clear(&rooms->idle_last->history);
    idle_add(rooms, room);
    if (rooms->nr_idle <= rooms->limits.idle_rooms)
        return NULL;
    struct room *oldest = rooms->idle_first;
    idle_del(rooms, oldest);
    take_out(rooms, oldest);
    return oldest;
}

/* ---- holding ---- */

struct room *rooms_hold(struct rooms *rooms, const struct token *id)
{
    pthread_mutex_lock(&rooms->lock);
    struct room *room = *bucket_of(rooms, id);
    while (room && memcmp(&room->id, id, sizeof *id) != 0)
        room = room->hash_next;
    if (!room)
        room = add(rooms, id);
    else if (room->held++ == 0)
        idle_del(rooms, room);
    pthread_mutex_unlock(&rooms->lock);
    return room;
}

struct room *rooms_new(struct rooms *rooms, const struct profile *profile)
{
    struct token id = token_make();
    pthread_mutex_lock(&rooms->lock);
    struct room *room = add(rooms, &id);
    pthread_mutex_unlock(&rooms->lock);
    room->key = token_make();
    room->row = (struct room_row){ .id = id,
                                   .owner = sha256_of(room->key.text, TOKEN_LEN),
                                   .slub = profile->slub,
                                   .page_struct_size = profile->page_struct_size,
                                   .model = MODEL_VERSION };
    snprintf(room->row.profile, sizeof room->row.profile, "%s", profile->name);
    return room;
}

void room_hold(struct room *room)
{
    pthread_mutex_lock(&room->rooms->lock);
    room->held++;
    pthread_mutex_unlock(&room->rooms->lock);
}

void room_put(struct room *room)
{
    struct rooms *rooms = room->rooms;
    struct room *leaving = NULL;
    pthread_mutex_lock(&rooms->lock);
    if (--room->held == 0)
        leaving = let_idle(rooms, room);
    pthread_mutex_unlock(&rooms->lock);
    if (leaving)
        room_free(leaving);
}

/* ---- asking ---- */

/* Whether one more op may come in; with the queue's lock held. */
static bool takes_op(struct room *room, struct refusal *why)
{
    const struct limits *limits = &room->rooms->limits;
    bool busy = room->waiting_ops >= limits->op_queue;
    if (!busy && allowance_take(&room->ops_rate, limits->room_ops_per_second))
        return true;
    *why = (struct refusal){ .has_limit = true,
                             .limit = busy ? limits->op_queue : limits->room_ops_per_second };
    if (busy)
        op_refuse(&why->error, "busy", "op",
                  "op: %u operations are waiting in this room already (--op-queue)",
                  limits->op_queue);
    else
        op_refuse(&why->error, "rate", "op",
                  "op: a room takes at most %u a second (--room-ops-per-second)",
                  limits->room_ops_per_second);
    return false;
}

bool room_ask(struct ask *ask, struct refusal *why)
{
    struct room *room = ask->room;
    bool is_op = ask->kind == ASK_APPLY, start = false;
    ask->next = NULL;
    pthread_mutex_lock(&room->lock);
    bool taken = !is_op || takes_op(room, why);
    if (taken) {
        room->waiting_ops += is_op;
        *room->queue_tail = ask;
        room->queue_tail = &ask->next;
        start = !room->scheduled;
        room->scheduled = true;
    }
    pthread_mutex_unlock(&room->lock);
    if (start) {
        room_hold(room);
        pool_submit(room->rooms->pool, &room->lane);
    }
    return taken;
}

void rooms_cancel(struct rooms *rooms, uint64_t who, const char *tag)
{
    pthread_mutex_lock(&rooms->lock);
    replay_cancel(rooms->replays, who, tag);
    pthread_mutex_unlock(&rooms->lock);
}
