// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lies in RAM can be written over, in the end even what vm_owns() protects: a freelist that leads into it hands it out once more. Whatever
 * stands there then, the model goes on or stops in an oops; it never leaves its image and never runs for ever. (The sanitizers say if it does.)
 */
#include <string.h>

#include "alloc/check.h"
#include "alloc/proc.h"
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define ADDRS 16

static struct random r;
static uint32_t addrs[ADDRS];

static bool step(struct machine *m)
{
    uint32_t *a = &addrs[random_below(&r, ADDRS)];
    uint32_t pfns[2] = { m->first_pfn + 100, m->first_pfn + 101 };

    switch (random_below(&r, 8)) {
    case 0:
    case 1:
        *a = vmalloc(m, 1 + random_below(&r, 20000));
        break;
    case 2:
    case 3:
        vfree(m, *a);
        break;
    case 4:
        *a = vmap(m, pfns, 2, VM_MAP, PAGE_KERNEL);
        break;
    case 5:
        *a = arm_ioremap(m, 0x02000000, 1 + random_below(&r, 8192), MT_DEVICE);
        break;
    case 6:
        arm_iounmap(m, *a);
        break;
    default:
        vm_unmap_aliases(m);
        break;
    }
    return false;
}

/* Words that look like what could stand there. */
static uint32_t some_word(struct machine *m, uint32_t was)
{
    switch (random_below(&r, 8)) {
    case 0:
        return 0;
    case 1:
        return 0x6b6b6b6b;
    case 2:
        return was ^ 1u << random_below(&r, 32);
    case 3:
        return PAGE_OFFSET + random_below(&r, (m->max_low_pfn - m->first_pfn) << 10) * 4;
    case 4:
        return 0xf0000000 + (random_below(&r, 0x10000) << 12);
    case 5:
        return random_below(&r, 0x10000);
    case 6:
        return high_memory(m) - 4 * random_below(&r, 16);
    default:
        return random_below(&r, 0xffffffff);
    }
}

/* A word of an area, of its vm_struct, of an array of pages, of a table, or of a static_vm. */
static uint32_t some_place(struct machine *m)
{
    uint32_t va = first_vmap_area(m), left = random_below(&r, 16);
    const struct vm_struct *vm;

    while (left-- && next_vmap_area(m, va))
        va = next_vmap_area(m, va);
    vm = low_mapped(m, vmap_area_at(m, va)->vm, sizeof *vm)
             ? vm_struct_at(m, vmap_area_at(m, va)->vm)
             : NULL;
    switch (vm ? random_below(&r, 5) : 0) {
    case 0:
    case 1:
        return va + random_below(&r, 13) * 4;
    case 2:
        return ram_virt(m, vm) + random_below(&r, 10) * 4;
    case 3:
        return low_mapped(m, vm->pages, 64) ? vm->pages + random_below(&r, 16) * 4 : va;
    default:
        return m->swapper_pg_dir + 0x3000 + random_below(&r, 0x400) * 4;
    }
}

static void look_at(struct machine *m)
{
    static char buffer[1 << 14];
    struct text t = { buffer, sizeof buffer, 0 };

    proc_vmallocinfo(m, &t);
    proc_kernel_page_tables(m, &t);
    machine_check(m);
    for (uint32_t i = 0; i < 64; i++) {
        vm_owns(m, PAGE_OFFSET + random_below(&r, 0x1000000), 64);
        translate_kernel(m, random_below(&r, 0xffffffff), ACCESS_READ, NULL);
    }
}

static unsigned one_world(const struct machine *sound, uint64_t seed)
{
    struct machine *m = machine_clone(sound);
    unsigned n;

    r = (struct random){ seed };
    memset(addrs, 0, sizeof addrs);
    for (n = 0; n < 40; n++)
        oops_guard(m, step);
    assert_int_equal(m->oops, OOPS_NONE);
    for (n = 1 + random_below(&r, 4); n; n--) {
        uint32_t at = some_place(m);

        ram_write(m, at, some_word(m, ram_read(m, at)));
    }
    for (n = 0; n < 60 && !m->oops; n++)
        oops_guard(m, step);
    n = m->oops != OOPS_NONE;
    look_at(m);
    machine_destroy(m);
    return n;
}

static void damage_is_survived(void **state)
{
    struct machine *m = boot_slub_machine("m16", STAGE_WMARK);
    unsigned stopped = 0;

    (void)state;
    assert_int_equal(machine_freeze(m), 0);
    for (uint64_t seed = 1; seed <= 1500; seed++)
        stopped += one_world(m, seed);
    assert_in_range(stopped, 150, 1350);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(damage_is_survived) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
