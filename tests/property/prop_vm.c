// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random vmalloc(), vmap(), ioremap(), kmap() and their opposites, between random operations of the page allocator. All along: every invariant
 * (check_vm.c: both words of each page agree, the tree, the list and the tables say the same); the MMU finds each mapped page where the
 * structures say, and everything else faults in the right way; who follows the changes has the same image. At the end all pages come back.
 */
#include "alloc/check.h"
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

enum sort { VMALLOCED, VMAPPED, IOREMAPPED };
#define LIVE_MAX 64
#define VMAP_MAX 8
#define KMAP_MAX 32
#define IO_PHYS  0x02000000u /* no RAM of any profile */

struct live {
    uint32_t addr, pages;
    enum sort sort;
};

struct world {
    struct machine *m;
    struct random r;
    struct live live[LIVE_MAX];
    unsigned nr;
    struct page *kmapped[KMAP_MAX];
    unsigned nr_kmapped;
};

static void keep(struct world *w, uint32_t addr, uint32_t pages, enum sort sort)
{
    if (addr)
        w->live[w->nr++] = (struct live){ addr & PAGE_MASK, pages, sort };
}

static void drop(struct world *w, unsigned i)
{
    struct live l = w->live[i];

    w->live[i] = w->live[--w->nr];
    if (l.sort == VMALLOCED)
        vfree(w->m, l.addr);
    else if (l.sort == VMAPPED)
        vunmap(w->m, l.addr);
    else
        arm_iounmap(w->m, l.addr);
}

static uint32_t held(struct world *w)
{
    const uint32_t *pfn =
        (const uint32_t *)(const void *)((const char *)w->m + w->m->held_off) + w->m->nr_pages;

    return pfn[random_below(&w->r, w->m->nr_held)];
}

static void do_vmap(struct world *w)
{
    uint32_t pfns[VMAP_MAX], n = 1 + random_below(&w->r, VMAP_MAX);

    if (!w->m->nr_held)
        return;
    for (uint32_t i = 0; i < n; i++)
        pfns[i] = held(w);
    keep(w, vmap(w->m, pfns, n, VM_MAP, PAGE_KERNEL), n, VMAPPED);
}

static void do_ioremap(struct world *w)
{
    uint32_t pages = 1u << random_below(&w->r, 8), offset = random_below(&w->r, 64) * 4;
    uint32_t phys = IO_PHYS + (random_below(&w->r, 256) << 16) + offset;

    keep(w, arm_ioremap(w->m, phys, (pages << 12) - offset, random_below(&w->r, 4)), pages,
         IOREMAPPED);
}

static void do_kmap(struct world *w)
{
    if (w->nr_kmapped && (w->nr_kmapped == KMAP_MAX || random_below(&w->r, 2))) {
        kunmap(w->m, w->kmapped[--w->nr_kmapped]);
    } else if (w->m->nr_held) {
        w->kmapped[w->nr_kmapped] = pfn_to_page(w->m, held(w));
        assert_int_not_equal(kmap(w->m, w->kmapped[w->nr_kmapped++]), 0);
    }
}

static void do_vmalloc(struct world *w)
{
    uint32_t pages = 1 + random_below(&w->r, random_below(&w->r, 8) ? 20 : 1500);
    uint32_t size = (pages << 12) - random_below(&w->r, 4096);

    keep(w, random_below(&w->r, 2) ? vmalloc(w->m, size) : vzalloc(w->m, size), pages, VMALLOCED);
}

/* kmap()ed pages must stay allocated: of the page allocator's operations only allocations, and frees of nothing. */
static void do_alloc(struct world *w)
{
    struct op op = op_of(OP_ALLOC_PAGES), error_op;
    struct op_error e;

    op.gfp = random_below(&w->r, 2) ? 0xd0 | GFP_NORETRY_ : 0x200da | GFP_NORETRY_;
    op.cpu = random_below(&w->r, MAX_CPUS);
    error_op = op;
    if (w->m->nr_held < 200 && op_check(w->m, &error_op, &e))
        op_apply(w->m, &op);
}

static void step(struct world *w)
{
    uint32_t what = random_below(&w->r, 20);

    if (w->nr == LIVE_MAX || (w->nr && what < 7))
        drop(w, random_below(&w->r, w->nr));
    else if (what < 11)
        do_vmalloc(w);
    else if (what < 13)
        do_vmap(w);
    else if (what < 15)
        do_ioremap(w);
    else if (what < 17)
        do_kmap(w);
    else if (what < 19)
        do_alloc(w);
    else
        vm_unmap_aliases(w->m);
}

/* ---- what must hold ---- */

static void sound(struct world *w, const char *profile, unsigned n)
{
    const char *why = machine_check(w->m);

    if (why)
        fail_msg("%s, after step %u: %s", profile, n, why);
}

/* Who follows the changes, and sees to it that each function is left that was entered, and in order. */
struct follower {
    struct replica replica;
    unsigned open[64], depth;
};

static void follow(void *arg, const struct event *e)
{
    struct follower *f = arg;

    if (event_kind(e) == EV_ENTER) {
        assert_true(f->depth < 64);
        f->open[f->depth++] = event_id(e);
    } else if (event_kind(e) == EV_LEAVE) {
        assert_true(f->depth > 0);
        assert_int_equal(f->open[--f->depth], event_id(e));
    } else {
        replica_apply(&f->replica, e);
    }
}

/* Every page of the vmalloc space, by the MMU: what the live areas say, and the static ones; else the fault of the level that ends it. */
static void walk_all(struct world *w)
{
    struct machine *m = w->m;

    for (uint32_t va = vmalloc_start(m); va < VMALLOC_END; va += PAGE_SIZE) {
        struct translation t = translate_kernel(m, va, ACCESS_READ, NULL);
        uint32_t l1 = ram_read(m, m->swapper_pg_dir + (va >> 20) * 4), found = 0;

        if (t.fault != FS_NONE) {
            assert_int_equal(t.fault, l1 ? FS_TRANSLATION_L2 : FS_TRANSLATION_L1);
            va |= l1 ? 0 : SECTION_SIZE - PAGE_SIZE;
            continue;
        }
        for (unsigned i = 0; i < w->nr; i++)
            found += va - w->live[i].addr < w->live[i].pages << 12;
        found += find_static_vm_vaddr(m, va) != 0;
        for (uint32_t a = first_vmap_area(m); !found && a; a = next_vmap_area(m, a)) {
            const struct vmap_area *area = vmap_area_at(m, a); /* an array of pages */

            found = va >= area->va_start && va < area->va_end;
        }
        assert_int_equal(found, 1);
    }
    for (unsigned i = 0; i < w->nr; i++)
        for (uint32_t p = 0; p < w->live[i].pages; p++)
            assert_int_equal(
                translate_kernel(m, w->live[i].addr + (p << 12), ACCESS_WRITE, NULL).fault,
                FS_NONE);
}

static uint32_t tables(struct machine *m)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < PTRS_PER_PGD; i++)
        n += pte_offset_kernel(m, m->swapper_pg_dir + i * 8, 0) != 0;
    return n;
}

/* Free pages, those of empty slabs included: caches keep some. */
static uint32_t free_in_all(struct machine *m)
{
    struct op op = op_of(OP_SHRINK_ALL);
    uint32_t n = 0;

    op_apply(m, &op);
    drain_all_pages(m);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        n += free_pages_of(m, z);
    return n;
}

static void run(const char *profile, unsigned steps, uint64_t seed)
{
    static struct world w;
    static struct follower f;
    uint32_t before, tables_before;

    w = (struct world){ .m = boot_slub_machine(profile, STAGE_WMARK), .r = { seed } };
    before = free_in_all(w.m);
    tables_before = tables(w.m);
    f.depth = 0;
    replica_start(&f.replica, w.m);
    machine_listen(w.m, WANT_WALK | WANT_CHANGES, follow, &f);
    for (unsigned n = 0; n < steps; n++) {
        step(&w);
        sound(&w, profile, n);
        if (n % 64 == 0)
            walk_all(&w);
    }
    while (w.nr)
        drop(&w, 0);
    while (w.nr_kmapped)
        kunmap(w.m, w.kmapped[--w.nr_kmapped]);
    kmap_flush_unused(w.m);
    vm_unmap_aliases(w.m);
    walk_all(&w);
    free_everything(w.m);
    sound(&w, profile, steps);
    assert_int_equal(free_in_all(w.m) + (tables(w.m) - tables_before), before);
    assert_int_equal(f.depth, 0);
    assert_int_equal(replica_digest(&f.replica), machine_digest(w.m));
    assert_int_equal(replica_differs(&f.replica, w.m), 0);
    replica_end(&f.replica);
    machine_destroy(w.m);
}

static void small_machines(void **state)
{
    (void)state;
    run("m128h", 1500, 1);
    run("modd", 1500, 2);
    run("mhole", 1500, 3);
    run("m16", 1500, 4);
}

static void large_machines(void **state)
{
    (void)state;
    run("study", 200, 5);
    run("exynos", 200, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_machines),
        cmocka_unit_test(large_machines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
