// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random processes on small machines: every invariant after each step, the MMU finds what the areas say, no TLB has what is gone, and in the end
 * every page is back.
 */
#include "alloc/check.h"
#include "alloc/user/user.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"
#include "tests/lib/users.h"

struct plan {
    const char *profile;
    unsigned steps, every; /* the check after how many steps */
    uint64_t seed;
};

static const struct plan plans[] = {
    { "m128h", 1500, 5, 1 }, { "small", 1500, 5, 2 },  { "modd", 1500, 5, 3 },
    { "m16", 1200, 3, 4 },   { "exynos", 120, 40, 5 },
};

static void sound(struct machine *m, const struct plan *p, unsigned n)
{
    const char *why = machine_check(m);
    uint32_t stale = stale_tlb_entry(m);

    if (why)
        fail_msg("%s, after step %u: %s", p->profile, n, why);
    if (stale)
        fail_msg("%s, after step %u: a TLB still has 0x%x", p->profile, n, stale);
}

static void mapped_as_said(struct machine *m, const struct plan *p, unsigned n)
{
    for (unsigned i = 0; i < MAX_PROCESSES; i++) {
        uint32_t pid = m->process[i].pid, at = pid ? user_map_differs(m, pid) : 0;

        if (at)
            fail_msg("%s, after step %u: process %u at 0x%x", p->profile, n, pid, at);
    }
}

/* Nothing but what is free: empty slabs and the cpus' lists go back. */
static uint32_t all_free(struct machine *m)
{
    struct op op = op_of(OP_SHRINK_ALL);
    uint32_t sum = 0;

    op_apply(m, &op);
    free_everything(m);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        sum += free_pages_of(m, z);
    return sum + radix_tree_pages(m);
}

/* Nodes of radix trees that are not free, once no cpu has a slab of them. */
static uint32_t nodes_in_use(struct machine *m)
{
    struct kmem_cache_node *n = get_node(m, cache_at(m, m->radix_tree_node_cachep));
    uint32_t used = n->total_objects;

    for (uint32_t off = n->partial.next; off != offset_of(m, &n->partial);
         off = list_at(m, off)->next)
        used -= (uint32_t)counters_free(slab_counters(lru_page(m, off)));
    return used;
}
static uint32_t nodes_put_aside(const struct machine *m)
{
    uint32_t sum = 0;

    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        sum += m->radix_tree_preloads[cpu].nr;
    return sum;
}

static void run_plan(const struct plan *p)
{
    struct machine *m = boot_slub_machine(p->profile, STAGE_WMARK);
    struct random r = { p->seed };
    uint32_t before;

    warm_users(m);
    before = all_free(m);
    for (unsigned n = 1; n <= p->steps; n++) {
        random_user_step(m, &r);
        if (n % p->every == 0)
            sound(m, p, n);
        if (n % (p->steps / 4) == 0)
            mapped_as_said(m, p, n);
    }
    end_all_users(m);
    sound(m, p, p->steps + 1);
    assert_int_equal(all_free(m), before);
    assert_int_equal(nodes_in_use(m), nodes_put_aside(m));
    assert_int_equal(m->s_inodes.next, offset_of(m, &m->s_inodes));
    assert_int_equal(m->oops, 0);
    machine_destroy(m);
}

static void processes_hold_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        run_plan(&plans[i]);
}

/* A copy that follows the events is the machine: tables, TLBs and registers too. */
static void a_replica_follows(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    struct random r = { 77 };
    struct replica copy;

    (void)state;
    replica_start(&copy, m);
    machine_listen(m, WANT_CHANGES | WANT_WALK, replica_apply, &copy);
    for (unsigned n = 0; n < 300; n++)
        random_user_step(m, &r);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    m->cpu = 0;
    assert_true(replica_digest(&copy) != 0);
    assert_int_equal(replica_differs(&copy, m), 0);
    replica_end(&copy);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(processes_hold_together),
        cmocka_unit_test(a_replica_follows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
