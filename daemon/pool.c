// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/memory.h"

struct pool {
    pthread_mutex_t lock; /* all below */
    pthread_cond_t work;
    struct task *head, **tail;
    bool stopping;
    unsigned workers;
    pthread_t thread[];
};

uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* With the lock held. */
static void enqueue(struct pool *pool, struct task *task)
{
    task->next = NULL;
    *pool->tail = task;
    pool->tail = &task->next;
    pthread_cond_signal(&pool->work);
}

/* With the lock held: the first in line, or NULL when the pool stops. */
static struct task *dequeue(struct pool *pool)
{
    while (!pool->head && !pool->stopping)
        pthread_cond_wait(&pool->work, &pool->lock);
    if (pool->stopping)
        return NULL;
    struct task *task = pool->head;
    pool->head = task->next;
    if (!pool->head)
        pool->tail = &pool->head;
    return task;
}

static void *work(void *arg)
{
    struct pool *pool = arg;
    struct task *task;
    pthread_mutex_lock(&pool->lock);
    while ((task = dequeue(pool))) {
        pthread_mutex_unlock(&pool->lock);
        bool more = task->run(task);
        pthread_mutex_lock(&pool->lock);
        if (more)
            enqueue(pool, task);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct pool *pool_start(unsigned workers)
{
    struct pool *pool = must_zalloc(sizeof *pool + workers * sizeof pool->thread[0]);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pool->tail = &pool->head;
    while (pool->workers < workers &&
           pthread_create(&pool->thread[pool->workers], NULL, work, pool) == 0)
        pool->workers++;
    if (!pool->workers) {
        pool_stop(pool);
        return NULL;
    }
    return pool;
}

void pool_submit(struct pool *pool, struct task *task)
{
    pthread_mutex_lock(&pool->lock);
    enqueue(pool, task);
    pthread_mutex_unlock(&pool->lock);
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->workers; i++)
        pthread_join(pool->thread[i], NULL);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
