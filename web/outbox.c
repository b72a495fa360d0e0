// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/outbox.h"

#include <pthread.h>
#include <stdlib.h>

#include "daemon/rooms.h"

#define MUCH (256u << 10) /* bytes that do not wait for what follows */

struct outbox {
    pthread_mutex_t lock; /* all below */
    pthread_cond_t emptied;
    struct post *first, **last;
    size_t bytes, max_bytes;
    bool closed, woken; /* woken: wake was called for what is there */
    void (*wake)(void *arg);
    void *arg;
};

struct outbox *outbox_new(size_t max_bytes, void (*wake)(void *arg), void *arg)
{
    struct outbox *o = must_zalloc(sizeof *o);
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->emptied, NULL);
    o->last = &o->first;
    o->max_bytes = max_bytes;
    o->wake = wake;
    o->arg = arg;
    return o;
}

static void free_list(struct post *list)
{
    while (list) {
        struct post *post = list;
        list = post->next;
        post_free(post);
    }
}

void outbox_free(struct outbox *o)
{
    pthread_cond_destroy(&o->emptied);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

void post_free(struct post *post)
{
    message_unref(post->hello);
    message_unref(post->message);
    free(post->prediction);
    free(post->reply.location);
    bytes_free(&post->reply.body);
    if (post->room)
        room_put(post->room);
    free(post);
}

void outbox_post(struct outbox *o, const struct post *post)
{
    struct post *copy = must_alloc(sizeof *copy);
    *copy = *post;
    copy->next = NULL;
    copy->bytes = sizeof *copy + post->reply.body.len + (post->hello ? post->hello->len : 0) +
                  (post->message ? post->message->len : 0);
    pthread_mutex_lock(&o->lock);
    while (o->bytes > o->max_bytes && !o->closed)
        pthread_cond_wait(&o->emptied, &o->lock);
    bool closed = o->closed;
    if (!closed) {
        o->bytes += copy->bytes;
        *o->last = copy;
        o->last = &copy->next;
        if (!o->woken && (!post->more || o->bytes > MUCH)) {
            o->woken = true;
            o->wake(o->arg);
        }
    }
    pthread_mutex_unlock(&o->lock);
    if (closed)
        post_free(copy);
}

struct post *outbox_collect(struct outbox *o)
{
    pthread_mutex_lock(&o->lock);
    struct post *list = o->first;
    o->first = NULL;
    o->last = &o->first;
    o->bytes = 0;
    o->woken = false;
    pthread_cond_broadcast(&o->emptied);
    pthread_mutex_unlock(&o->lock);
    return list;
}

void outbox_close(struct outbox *o)
{
    pthread_mutex_lock(&o->lock);
    o->closed = true;
    pthread_cond_broadcast(&o->emptied);
    pthread_mutex_unlock(&o->lock);
    free_list(outbox_collect(o));
}
