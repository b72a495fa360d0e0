// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random operations of SLUB: every invariant after each, in both compilations the same machine, replayed the same machine; in the end
 * everything is given back and no page is missing.
 */
#include <stdlib.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/slub/slub.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"
#include "tests/lib/shop.h"

struct plan {
    const char *profile;
    enum boot_stage stage;
    unsigned ops;
    uint64_t seed;
};

/* The large machines' checks are slow; the small ones get the numbers. */
static const struct plan plans[] = {
    { "small", STAGE_WMARK, 1000, 1 },        { "m16", STAGE_WMARK, 1500, 2 },
    { "modd", STAGE_WMARK, 600, 3 },          { "mhole", STAGE_WMARK, 600, 4 },
    { "m128h", STAGE_LATE, 300, 5 },          { "study", STAGE_WMARK, 15, 6 },
    { "m16", STAGE_KMEM_CACHE_INIT, 500, 7 },
};

struct judge {
    struct machine *m, *loud;
    struct replica replica; /* of loud, by its events */
    const char *profile;
    unsigned n, check_every;
};

static void sound(struct judge *j, const struct op *op)
{
    const char *why;
    char text[1024];

    op_print(op, text, sizeof text);
    if (j->m->oops)
        fail_msg("%s, operation %u (%s): oops %u at %x", j->profile, j->n, text, j->m->oops,
                 j->m->oops_addr);
    why = j->n % j->check_every ? NULL : machine_check(j->m);
    if (why)
        fail_msg("%s, after operation %u (%s): %s", j->profile, j->n, text, why);
}

/* The same operation on a machine with a listener, which runs the other compilation. */
static void judge(void *arg, const struct op *op)
{
    struct judge *j = arg;

    j->n++;
    sound(j, op);
    op_apply(j->loud, op);
    assert_int_equal(machine_digest(j->loud), machine_digest(j->m));
    if (j->n % 16 == 0)
        assert_int_equal(replica_digest(&j->replica), machine_digest(j->m));
}

/* Everything that can be given back is; the pages that are left are what SLUB itself needs. */
static uint32_t settle(struct machine *m)
{
    struct op op = op_of(OP_SHRINK_ALL);
    uint32_t pages = 0;

    op.cpu = 0;
    op_apply(m, &op);
    op_apply(m, &op);
    free_everything(m);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        pages += free_pages_of(m, z);
    return pages;
}

static void run_plan(const struct plan *plan)
{
    struct machine *m = boot_slub_machine(plan->profile, plan->stage);
    struct random r = { plan->seed };
    struct shop *shop = calloc(1, sizeof *shop);
    struct judge j = { .m = m, .profile = plan->profile, .check_every = 1 };
    uint32_t before;

    assert_non_null(shop);
    before = settle(m);
    assert_int_equal(machine_freeze(m), 0);
    j.loud = machine_clone(m);
    replica_start(&j.replica, j.loud);
    machine_listen(j.loud, WANT_ALL, replica_apply, &j.replica);
    shop->m = m;
    shop->r = &r;
    for (unsigned n = 0; n < plan->ops; n++) {
        struct op op = shop_op(shop);

        shop_apply(shop, &op);
        judge(&j, &op);
    }
    shop_close(shop, judge, &j);
    assert_int_equal(settle(m), before);
    j.n = 0;
    sound(&j, &(struct op){ .kind = OP_SHRINK_ALL, .cpu = OP_NO_CPU });
    replica_end(&j.replica);
    machine_destroy(j.loud);
    machine_destroy(m);
    free(shop);
}

static void invariants_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        run_plan(&plans[i]);
}

/* All memory goes into objects of one size. Returns how many. */
static uint32_t fill(struct machine *m, uint32_t size, uint32_t gfp, uint32_t *addr, uint32_t max)
{
    struct op op = op_of(OP_KMALLOC);

    op.size = size;
    op.gfp = gfp;
    for (uint32_t n = 0; n < max; n++) {
        op.cpu = n / 64 % m->nr_online_cpus;
        addr[n] = op_apply(m, &op).addr;
        if (!addr[n])
            return n;
    }
    fail_msg("memory does not come to an end");
    return 0;
}

/* Then all of it comes back, in another order and from other cpus. */
static void free_all(struct machine *m, const uint32_t *addr, uint32_t n)
{
    struct op op = op_of(OP_KFREE);
    uint32_t step = n % 7919 ? 7919 : 1;

    for (uint32_t i = 0, k = 0; i < n; i++, k = (k + step) % n) {
        op.addr = addr[k];
        op.cpu = i % 3;
        op_apply(m, &op);
        if (i % 4096 == 0)
            assert_null(machine_check(m));
    }
}

static void exhaustion_recovers(void **state)
{
    static const struct {
        uint32_t size, gfp;
    } cases[] = { { 60, 0x1020 }, { 2000, 0x3020 }, { 8192, 0x1020 }, { 40000, 0x3020 } };
    static uint32_t addr[300000];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct machine *m = boot_slub_machine("m16", STAGE_WMARK);
        struct op create = op_of(OP_CACHE_CREATE), destroy = op_of(OP_CACHE_DESTROY);
        uint32_t before = settle(m), n;

        n = fill(m, cases[i].size, cases[i].gfp, addr, sizeof addr / sizeof addr[0]);
        assert_null(machine_check(m));
        create.size = 100;
        create.flags = SLAB_POISON;
        strcpy(create.name, "late");
        destroy.cache = op_apply(m, &create).addr;
        assert_null(machine_check(m));
        free_all(m, addr, n);
        if (destroy.cache)
            op_apply(m, &destroy);
        assert_int_equal(settle(m), before);
        assert_null(machine_check(m));
        machine_destroy(m);
    }
}

/* machine = f(profile, ops): a second machine that is given the operations alone ends in the same place. */
static void replay_equals_original(void **state)
{
    enum { OPS = 400 };
    struct machine *m = boot_slub_machine("small", STAGE_WMARK), *again;
    struct op *ops = malloc(OPS * sizeof *ops);
    uint64_t digests[OPS];
    struct random r = { 31 };
    struct shop *shop = calloc(1, sizeof *shop);

    (void)state;
    assert_non_null(ops);
    assert_non_null(shop);
    shop->m = m;
    shop->r = &r;
    for (int i = 0; i < OPS; i++) {
        ops[i] = shop_op(shop);
        shop_apply(shop, &ops[i]);
        digests[i] = machine_digest(m);
    }
    again = boot_slub_machine("small", STAGE_WMARK);
    for (int i = 0; i < OPS; i++) {
        op_apply(again, &ops[i]);
        assert_int_equal(machine_digest(again), digests[i]);
    }
    machine_destroy(m);
    machine_destroy(again);
    free(ops);
    free(shop);
}

static struct kmem_cache *cache_of_size(struct machine *m, uint32_t index)
{
    return cache_at(m, m->kmalloc_caches[index]);
}

/* The checker sees what is wrong with this word, and that it is right again. */
static void sees(struct machine *m, void *word, uint32_t wrong)
{
    uint32_t *p = word, right = *p;

    *p = wrong;
    if (!machine_check(m))
        fail_msg("0x%x in place of 0x%x at 0x%x was not seen", wrong, right, offset_of(m, p));
    *p = right;
    assert_null(machine_check(m));
}

/* The checker must see what is wrong, or its silence means nothing. */
static void checker_sees_damage(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    struct op op = op_of(OP_KMALLOC), release = op_of(OP_KFREE);
    struct kmem_cache *s = cache_of_size(m, 9);
    struct kmem_cache_node *n = get_node(m, s);
    struct kmem_cache_cpu *c;
    struct page *page;
    uint32_t addr[64];

    (void)state;
    op.size = 512;
    op.gfp = 0xd0;
    for (int i = 0; i < 64; i++)
        addr[i] = op_apply(m, &op).addr;
    for (int i = 0; i < 64; i += 5) {
        release.addr = addr[i];
        op_apply(m, &release);
    }
    release.cpu = 1;
    release.addr = addr[63];
    op_apply(m, &release);
    assert_null(machine_check(m));
    c = cpu_slab(m, s, 0);
    assert_true(c->page && c->freelist && c->partial);
    page = pfn_to_page(m, c->page);
    sees(m, &c->freelist, c->freelist + 4);
    sees(m, &c->page, c->partial);
    sees(m, &c->partial, 0);
    sees(m, &c->tid, c->tid + 1);
    sees(m, &page->_mapcount, slab_counters(page) & 0x7fffffff);
    sees(m, &page->_mapcount, slab_counters(page) + 1);
    sees(m, &page->private_, m->kmalloc_caches[8]);
    sees(m, &page->flags, page->flags & ~PG_SLAB);
    page = pfn_to_page(m, c->partial);
    sees(m, ram_at(m, page->index), page->index);
    sees(m, ram_at(m, page->index), page_address(m, page) - 512);
    sees(m, &page->index, 0);
    sees(m, &page->lru.prev, page->lru.prev + 1);
    sees(m, &page->lru.prev, page->lru.prev + (8 << 16));
    sees(m, &n->nr_partial, n->nr_partial + 1);
    sees(m, &n->nr_slabs, n->nr_slabs - 1);
    sees(m, &n->total_objects, n->total_objects + 16);
    sees(m, &n->partial.next, offset_of(m, &page->lru));
    sees(m, &s->size, 256);
    sees(m, &s->node, s->node + 64);
    sees(m, &s->list.next, offset_of(m, &s->list));
    sees(m, &m->zone[0].vm_stat[NR_SLAB_UNRECLAIMABLE], 7);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invariants_hold),
        cmocka_unit_test(exhaustion_recovers),
        cmocka_unit_test(replay_equals_original),
        cmocka_unit_test(checker_sees_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
