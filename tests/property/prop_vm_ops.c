// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random operations of virtual memory as anybody may ask for them, with good arguments and bad ones, between allocations and frees. A refusal
 * changes nothing; after each operation every invariant holds; the line that is printed reads as the same operation, and a machine that was fed
 * those lines, with nobody listening, ends as the same machine; what translate finds is what the kernel's own walk finds.
 */
#include <stdio.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define KEPT 64

struct world {
    struct machine *m, *quiet;
    struct random r;
    uint32_t addr[KEPT], nr; /* what was handed out, given back or not */
    unsigned taken, refused;
};

static uint32_t below(struct world *w, uint32_t n)
{
    return random_below(&w->r, n);
}

static uint32_t some_addr(struct world *w)
{
    static const uint32_t edges[] = { 0,          4,          0xbfe00000, 0xc0000000, 0xc0100000,
                                      0xfeffffff, 0xff000000, 0xfff00000, 0xffff0000, 0xffffffff };
    uint32_t dice = below(w, 16);

    if (dice == 0)
        return edges[below(w, sizeof edges / sizeof edges[0])];
    if (dice == 1)
        return vmalloc_start(w->m) + below(w, VMALLOC_END - vmalloc_start(w->m));
    if (!w->nr)
        return 0;
    return w->addr[below(w, w->nr)] + (dice == 2 ? below(w, 0x3000) : 0);
}

static uint32_t some_pfn(struct world *w)
{
    const uint32_t *held =
        (const uint32_t *)(const void *)((const char *)w->m + w->m->held_off) + w->m->nr_pages;

    if (!w->m->nr_held || below(w, 12) == 0)
        return w->m->first_pfn + below(w, w->m->nr_pages + 2) - 1;
    return held[below(w, w->m->nr_held)];
}

static struct op page_op(struct world *w)
{
    struct op op = op_of(OP_ALLOC_PAGES);

    if (w->m->nr_held > 100 || below(w, 3) == 0) {
        op.kind = OP_FREE_PAGES;
        op.pfn = some_pfn(w);
    } else {
        op.order = below(w, 3);
        op.gfp = (below(w, 2) ? 0xd0u : 0x200dau) | GFP_NORETRY_;
    }
    return op;
}

static struct op some_op(struct world *w)
{
    struct op op = op_of(OP_VMALLOC + below(w, OP_TRANSLATE - OP_VMALLOC + 1));

    if (below(w, 4) == 0)
        op = page_op(w);
    if (op.kind >= OP_VMALLOC)
        op.addr = some_addr(w);
    op.cpu = below(w, 3) ? OP_NO_CPU : below(w, MAX_CPUS + 1);
    switch (op.kind) {
    case OP_VMALLOC:
        op.addr = 0;
        op.size = 1 + below(w, below(w, 8) ? 0x20000 : 0x800000);
        op.gfp = below(w, 2) ? OP_VMALLOC_GFP : below(w, 2) ? 0xd0 : 0x80d2;
        op.gfp |= GFP_NORETRY_;
        break;
    case OP_VMAP:
        op.addr = 0;
        for (uint32_t n = below(w, 9); n; n--)
            op.list[op.nr_list++] = some_pfn(w);
        break;
    case OP_IOREMAP:
        op.addr = below(w, 4) ? 0x02000000 + below(w, 0x1000000) : some_addr(w);
        op.size = 1 + below(w, 0x10000);
        op.flags = below(w, OP_IO_TYPES);
        break;
    case OP_KMAP:
    case OP_KUNMAP:
    case OP_KMAP_ATOMIC:
        op.addr = 0;
        op.pfn = some_pfn(w);
        break;
    case OP_VM_UNMAP_ALIASES:
        op.addr = 0;
        break;
    case OP_TRANSLATE:
        op.flags = below(w, OP_ACCESSES);
        op.value = below(w, 2);
        break;
    default:
        break;
    }
    return op;
}

/* As the journal keeps it. */
static struct op read_back(const struct op *op)
{
    struct op_error error = { 0 };
    struct op back = { 0 };
    char text[2048];
    unsigned repeat;
    size_t column;

    op_print(op, text, sizeof text);
    if (!op_parse(text, strlen(text), &back, &repeat, &error, &column))
        fail_msg("\"%s\": %s", text, error.message);
    assert_memory_equal(op, &back, sizeof back);
    return back;
}

/* A privileged read of the vmalloc space or of kmap's window: what the kernel's walk says, and nothing else. */
static void as_the_kernel_sees_it(struct world *w, const struct op *op, struct op_result r)
{
    uint32_t pte = pte_words(w->m, w->m->swapper_pg_dir, op->addr).pte;

    if (op->flags != OP_READ || op->value || op->addr < vmalloc_start(w->m) ||
        op->addr >= VMALLOC_END)
        return;
    assert_int_equal(!r.fault, pte & L_PTE_PRESENT ? 1 : 0);
    if (!r.fault)
        assert_int_equal(r.phys, (pte & PAGE_MASK) | (op->addr & ~PAGE_MASK));
}

static void apply(struct world *w, const struct op *op, unsigned n)
{
    struct op again;
    struct op_result r = op_apply(w->m, op), q;
    const char *why = machine_check(w->m);

    if (why)
        fail_msg("after step %u, a %s: %s", n, op_kind_name(op->kind), why);
    w->taken++;
    if (op->kind == OP_TRANSLATE)
        as_the_kernel_sees_it(w, op, r);
    else if (r.addr && op->kind >= OP_VMALLOC)
        w->addr[w->nr < KEPT ? w->nr++ : below(w, KEPT)] = r.addr;
    again = read_back(op);
    q = op_apply(w->quiet, &again);
    assert_int_equal(r.addr, q.addr);
    assert_int_equal(r.pfn, q.pfn);
    assert_int_equal(r.phys, q.phys);
    assert_int_equal(r.fault, q.fault);
}

static void step(struct world *w, unsigned n)
{
    struct op op = some_op(w);
    struct op_error e = { 0 };
    uint64_t before = machine_digest(w->m);

    if (op_check(w->m, &op, &e)) {
        apply(w, &op, n);
        return;
    }
    assert_non_null(e.code);
    assert_true(strlen(e.message) > 0 && strlen(e.message) < sizeof e.message - 1);
    assert_int_equal(machine_digest(w->m), before);
    w->refused++;
}

static void run(const char *profile, unsigned steps, uint64_t seed)
{
    struct world w = { .m = boot_slub_machine(profile, STAGE_WMARK), .r = { seed } };
    struct replica replica;

    w.quiet = boot_slub_machine(profile, STAGE_WMARK);
    replica_start(&replica, w.m);
    machine_listen(w.m, WANT_ALL, replica_apply, &replica);
    for (unsigned n = 0; n < steps; n++)
        step(&w, n);
    assert_true(w.taken > steps / 4 && w.refused > steps / 20);
    machine_listen(w.m, WANT_NOTHING, NULL, NULL);
    assert_int_equal(replica_digest(&replica), machine_digest(w.m));
    assert_int_equal(machine_digest(w.quiet), machine_digest(w.m));
    replica_end(&replica);
    machine_destroy(w.quiet);
    machine_destroy(w.m);
}

static void small_machines(void **state)
{
    (void)state;
    run("m128h", 1500, 1);
    run("mhole", 1500, 2);
    run("modd", 1500, 3);
    run("small", 1500, 4);
}

static void large_machines(void **state)
{
    (void)state;
    run("exynos", 300, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_machines),
        cmocka_unit_test(large_machines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
