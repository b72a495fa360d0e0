// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The vmalloc space: the study groups' steps 142 to 147, then vmalloc(), vmap(), ioremap() and their opposites. After each step the whole
 * machine is checked (check_vm.c says what that means here) and the MMU is asked.
 */
#include <string.h>

#include "alloc/check.h"
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/walk_rows.h"

/* ---- what all tests use ---- */

static struct machine *booted(const char *profile)
{
    return boot_slub_machine(profile, STAGE_WMARK);
}

static void sound(struct machine *m)
{
    const char *why = machine_check(m);

    if (why)
        fail_msg("%s", why);
}

static uint32_t free_pages_in_all(struct machine *m)
{
    uint32_t n = 0;

    drain_all_pages(m);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        n += free_pages_of(m, z);
    return n;
}

/* The physical page of an address as the MMU finds it, NO_PFN after a fault. */
static uint32_t walked(struct machine *m, uint32_t va)
{
    struct translation t = translate_kernel(m, va, ACCESS_WRITE, NULL);

    return t.fault == FS_NONE ? (uint32_t)(t.pa >> 12) : NO_PFN;
}

static unsigned fault_at(struct machine *m, uint32_t va)
{
    return translate_kernel(m, va, ACCESS_READ, NULL).fault;
}

static struct vm_struct *area_of(struct machine *m, uint32_t addr)
{
    uint32_t vm = find_vm_area(m, addr);

    assert_int_not_equal(vm, 0);
    return vm_struct_at(m, vm);
}

/* ---- steps 142 to 147 ---- */

#define IMPORT(step, name, start, end)                                           \
    { step, "vmalloc_init", "kzalloc", "// size: 52", NULL },                    \
        { step, "vmalloc_init", "kzalloc", "// flags: 0x0", NULL },              \
        { step, "kzalloc", "kmalloc", "// flags: 0x8000", NULL },                \
        { step, "", "vmalloc_init", "// va->flags: 0x0 -> 0x4", NULL },          \
        { step, "", "vmalloc_init", "// va->va_start: NULL -> " start, NULL },   \
        { step, "", "vmalloc_init", "// va->va_end: NULL -> " end, NULL },       \
    {                                                                            \
        step, "vmalloc_init", "__insert_vmap_area", "+ __insert_vmap_area", NULL \
    }

static const struct row steps[] = {
    { 142, "", "vmalloc_init", "// i: 0", NULL },
    { 142, "", "vmalloc_init", "// i: 3", NULL },
    IMPORT(143, "SYSC", "0xf6100000", "0xf6110000"),
    IMPORT(145, "TMR", "0xf6300000", "0xf6304000"),
    IMPORT(145, "WDT", "0xf6400000", "0xf6401000"),
    IMPORT(145, "CHID", "0xf8000000", "0xf8001000"),
    IMPORT(145, "CMU", "0xf8100000", "0xf8124000"),
    IMPORT(145, "PMU", "0xf8180000", "0xf8190000"),
    IMPORT(145, "SRAM", "0xf8400000", "0xf8401000"),
    IMPORT(145, "ROMC", "0xf84c0000", "0xf84c1000"),
    { 147, "", "vmalloc_init", "// vmap_area_pcpu_hole: NULL -> 0xff000000", NULL },
    { 147, "", "vmalloc_init", "// vmap_initialized: 0 -> 1", NULL },
};

struct drawn {
    const char *name;
    uint32_t start;
    bool black;
    const char *left, *right; /* NULL: none */
};

/* Step 146, as the groups drew the tree. */
static const struct drawn tree[] = {
    { "CHID", 0xf8000000, true, "TMR", "PMU" },  { "TMR", 0xf6300000, false, "SYSC", "WDT" },
    { "SYSC", 0xf6100000, true, NULL, NULL },    { "WDT", 0xf6400000, true, NULL, NULL },
    { "PMU", 0xf8180000, false, "CMU", "SRAM" }, { "CMU", 0xf8100000, true, NULL, NULL },
    { "SRAM", 0xf8400000, true, NULL, "ROMC" },  { "ROMC", 0xf84c0000, false, NULL, NULL },
};

static const struct drawn *drawn(const char *name)
{
    for (size_t i = 0; i < sizeof(tree) / sizeof(tree[0]); i++)
        if (strcmp(tree[i].name, name) == 0)
            return &tree[i];
    return NULL;
}

// As deep as the tree is drawn. NOLINTNEXTLINE(misc-no-recursion)
static void is_as_drawn(struct machine *m, uint32_t node, const char *name)
{
    const struct drawn *d;

    assert_int_equal(node != 0, name != NULL);
    if (!name)
        return;
    d = drawn(name);
    assert_int_equal(vmap_area_at(m, node_va(node))->va_start, d->start);
    assert_int_equal(ram_read(m, node) & 1, d->black);
    is_as_drawn(m, rb_left(m, node), d->left);
    is_as_drawn(m, rb_right(m, node), d->right);
}

static void steps_142_to_147(void **state)
{
    static const char *const profile_names[] = { "study", "exynos" };
    struct op op = op_of(OP_BOOT);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct machine *m = boot_slub_machine(profile_names[i], STAGE_MEM_INIT);
        uint32_t n = 0, slab = 0;

        op.stage = STAGE_KMEM_CACHE_INIT;
        SAYS(m, op, steps, false);
        is_as_drawn(m, m->vmap_area_root, "CHID");
        for (uint32_t va = first_vmap_area(m); va; va = next_vmap_area(m, va), n++) {
            if (!n) /* kmem_cache#30-o9 and on: the objects behind the names of the caches */
                slab = va - 9 * 64;
            assert_int_equal(slab & ~PAGE_MASK, 0);
            assert_int_equal(va, slab + (9 + n) * 64);
            assert_int_equal(vm_struct_at(m, vmap_area_at(m, va)->vm)->flags, 0x40000001);
        }
        assert_int_equal(n, 8);
        assert_int_equal(virt_to_page(m, slab)->private_, m->kmalloc_caches[6]);
        sound(m);
        machine_destroy(m);
    }
}

/* What the groups note later: windows of 8 KiB with their guards, then the clocks at a multiple of their size. */
static void ioremap_as_in_the_notes(void **state)
{
    struct machine *m = booted("exynos");

    (void)state;
    assert_int_equal(arm_ioremap(m, 0x10481000, 0x1000, MT_DEVICE), 0xf0000000);
    assert_int_equal(arm_ioremap(m, 0x10482000, 0x1000, MT_DEVICE), 0xf0002000);
    assert_int_equal(arm_ioremap(m, 0x10440000, 0x1000, MT_DEVICE), 0xf0004000);
    assert_int_equal(arm_ioremap(m, 0x10010000, 0x30000, MT_DEVICE), 0xf0040000);
    assert_int_equal(area_of(m, 0xf0040000)->size, 0x31000);
    assert_int_equal(walked(m, 0xf0042000), 0x10012);
    sound(m);
    machine_destroy(m);
}

/* ---- vmalloc ---- */

static void vmalloc_maps_pages_of_its_own(void **state)
{
    struct machine *m = booted("study");
    uint32_t before = free_pages_in_all(m), addr = vmalloc(m, 5 * PAGE_SIZE + 1);
    struct vm_struct *vm = area_of(m, addr);

    (void)state;
    assert_int_equal(addr, 0xf0000000);
    assert_int_equal(vm->size, 7 * PAGE_SIZE);
    assert_int_equal(vm->nr_pages, 6);
    assert_int_equal(vm->flags, VM_ALLOC);
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t pfn = ram_read(m, vm->pages + i * 4);

        assert_true(pfn >= m->max_low_pfn); /* there is high memory */
        assert_int_equal(walked(m, addr + (i << 12) + 0x123), pfn);
        assert_int_equal(vmalloc_to_pfn(m, addr + (i << 12)), pfn);
    }
    assert_int_equal(fault_at(m, addr + 6 * PAGE_SIZE), FS_TRANSLATION_L2); /* the guard */
    assert_int_equal(fault_at(m, addr + 0x200000), FS_TRANSLATION_L1);
    assert_int_equal(translate_kernel(m, addr, ACCESS_FETCH, NULL).fault, FS_PERMISSION_L2);
    sound(m);
    vfree(m, addr);
    sound(m);
    assert_int_equal(fault_at(m, addr), FS_TRANSLATION_L2);
    assert_int_equal(m->vmap_lazy_nr, 7);
    assert_int_equal(free_pages_in_all(m), before - 1); /* the table stays */
    machine_destroy(m);
}

/* What was freed keeps its addresses until a purge; then they are found again. */
static void addresses_come_back_with_the_purge(void **state)
{
    struct machine *m = booted("study");
    uint32_t a = vmalloc(m, PAGE_SIZE), b = vmalloc(m, PAGE_SIZE);

    (void)state;
    assert_int_equal(b, a + 2 * PAGE_SIZE);
    vfree(m, a);
    assert_int_equal(vmalloc(m, PAGE_SIZE), b + 2 * PAGE_SIZE);
    sound(m);
    vm_unmap_aliases(m);
    assert_int_equal(m->vmap_lazy_nr, 0);
    sound(m);
    assert_int_equal(vmalloc(m, PAGE_SIZE), a);
    sound(m);
    machine_destroy(m);
}

/* 96 MiB of freed addresses are kept with four cpus, not a page more. */
static void too_many_lazy_pages_are_purged(void **state)
{
    struct machine *m = booted("study");
    uint32_t pages = 0, most = lazy_max_pages(m), io;

    (void)state;
    assert_int_equal(most, 3 * 8192);
    for (io = arm_ioremap(m, 0x40000, 0xfff000, MT_DEVICE); io;
         io = arm_ioremap(m, 0x40000, 0xfff000, MT_DEVICE)) {
        arm_iounmap(m, io);
        pages += 0x1000;
        if (pages > most)
            break;
        assert_int_equal(m->vmap_lazy_nr, pages);
    }
    assert_int_not_equal(io, 0);
    assert_int_equal(m->vmap_lazy_nr, 0);
    sound(m);
    machine_destroy(m);
}

/* More than 1,024 pages: the array is vmalloc()ed too. */
static void a_large_array_is_vmalloced(void **state)
{
    struct machine *m = booted("study");
    uint32_t before = free_pages_in_all(m), addr = vmalloc(m, 3000 * PAGE_SIZE);
    struct vm_struct *vm = area_of(m, addr);

    (void)state;
    assert_int_equal(vm->flags, VM_ALLOC | VM_VPAGES);
    assert_int_equal(area_of(m, vm->pages)->nr_pages, 3);
    sound(m);
    vfree(m, addr);
    vm_unmap_aliases(m);
    sound(m);
    assert_int_equal(first_vmap_area(m) ? vmap_area_at(m, first_vmap_area(m))->va_start : 0,
                     0xf6100000);
    assert_in_range(before - free_pages_in_all(m), 6, 9); /* tables of 3,001 pages, and a slab */
    machine_destroy(m);
}

static void what_does_not_fit_is_refused(void **state)
{
    struct machine *m = booted("small");
    uint32_t before, first = vmalloc(m, PAGE_SIZE);

    (void)state;
    vfree(m, first);
    before = free_pages_in_all(m);
    assert_int_equal(vmalloc(m, 0), 0);
    assert_int_equal(vmalloc(m, 0xffffffff), 0);              /* more than all of RAM */
    assert_int_equal(vmalloc(m, m->totalram_pages << 12), 0); /* more than is free */
    sound(m);
    vm_unmap_aliases(m);
    sound(m);
    assert_true(before - free_pages_in_all(m) < 40); /* tables and slabs only */
    assert_int_equal(arm_ioremap(m, 0x20000000, PAGE_SIZE, MT_DEVICE), 0); /* RAM */
    assert_int_equal(arm_ioremap(m, 0x40000000, 0, MT_DEVICE), 0);
    assert_int_equal(arm_ioremap(m, 0xfffff000, 0x2000, MT_DEVICE), 0);
    assert_int_equal(arm_ioremap(m, 0x40000000, PAGE_SIZE, 5), 0);
    vfree(m, 0xf0001234);
    vfree(m, 0xe0000000);
    sound(m);
    machine_destroy(m);
}

/* ---- vmap, ioremap ---- */

static void vmap_maps_pages_of_somebody_elses(void **state)
{
    struct machine *m = booted("study");
    struct op op = op_of(OP_ALLOC_PAGES);
    uint32_t pfns[3], addr;

    (void)state;
    op.gfp = GFP_KERNEL;
    for (int i = 2; i >= 0; i--)
        pfns[i] = op_apply(m, &op).pfn;
    addr = vmap(m, pfns, 3, VM_MAP, PAGE_KERNEL);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(walked(m, addr + (i << 12)), pfns[i]);
        assert_int_equal(walked(m, page_address(m, pfn_to_page(m, pfns[i]))), pfns[i]);
    }
    sound(m);
    vunmap(m, addr);
    assert_int_equal(fault_at(m, addr), FS_TRANSLATION_L2);
    assert_int_equal(pfn_to_page(m, pfns[0])->_count, 1);
    sound(m);
    machine_destroy(m);
}

static void static_mappings_are_lent(void **state)
{
    struct machine *m = booted("exynos");

    (void)state;
    assert_int_equal(arm_ioremap(m, 0x10040404, 0x10, MT_DEVICE), 0xf8180404);
    arm_iounmap(m, 0xf8180404);
    assert_int_equal(walked(m, 0xf8180404), 0x10040);
    assert_int_equal(arm_ioremap(m, 0x10040404, 0x10, MT_DEVICE_WC), 0xf0000404);
    assert_int_equal(pte_words(m, m->swapper_pg_dir, 0xf0000404).pte, 0x10040667);
    sound(m);
    machine_destroy(m);
}

/* ---- other address spaces ---- */

static unsigned fault_in(struct machine *m, uint32_t pgd, uint32_t va)
{
    const struct cp15 c = kernel_cp15(m, pgd, 1);
    const struct phys_memory memory = phys_memory_of(m);

    return mmu_translate(&c, NULL, &memory, va, ACCESS_READ, NULL).fault;
}

static void another_pgd_learns_by_a_fault(void **state)
{
    struct machine *m = booted("study");
    uint32_t before = free_pages_in_all(m), pgd = pgd_alloc(m), addr;

    (void)state;
    assert_int_equal(pgd & 0x3fff, 0);
    assert_int_equal(fault_in(m, pgd, 0xc0008000), FS_NONE);
    assert_int_equal(fault_in(m, pgd, 0xf6100000), FS_NONE);
    assert_int_equal(fault_in(m, pgd, 0x00010000), FS_TRANSLATION_L1);
    addr = vmalloc(m, PAGE_SIZE);
    assert_int_equal(fault_at(m, addr), FS_NONE);
    assert_int_equal(fault_in(m, pgd, addr), FS_TRANSLATION_L1);
    assert_true(do_translation_fault(m, pgd, addr));
    assert_int_equal(fault_in(m, pgd, addr), FS_NONE);
    assert_false(do_translation_fault(m, pgd, addr + 0x800000));
    assert_false(do_translation_fault(m, pgd, 0x00010000));
    pgd_free(m, pgd);
    vfree(m, addr);
    assert_int_equal(free_pages_in_all(m), before - 1);
    machine_destroy(m);
}

/* What the room stands on is nobody's to free. Anybody may write over it: prop_vm_damage.c. */
static void its_ground_is_protected(void **state)
{
    struct machine *m = booted("study");
    uint32_t addr = vmalloc(m, 3 * PAGE_SIZE);
    struct vm_struct *vm = area_of(m, addr);
    uint32_t va = find_vmap_area(m, addr), virt = ram_virt(m, vm);
    struct op op = op_of(OP_KFREE);
    struct op_error e;

    (void)state;
    assert_string_equal(vm_owns(m, m->swapper_pg_dir + 0x3c00, 4), "page table");
    assert_string_equal(vm_owns(m, pte_words(m, m->swapper_pg_dir, addr).ptep, 4), "page table");
    assert_string_equal(vm_owns(m, va + 48, 4), "struct vmap_area");
    assert_string_equal(vm_owns(m, virt + 28, 4), "struct vm_struct");
    assert_string_equal(vm_owns(m, vm->pages + 8, 4), "array of pages");
    assert_string_equal(vm_owns(m, m->vmlist, 4), "struct static_vm");
    assert_null(vm_owns(m, vm->pages + 12, 4));
    assert_null(vm_owns(m, m->vectors_page, 4));
    assert_ptr_equal(vm_struct_of(m, addr), vm);
    assert_null(vm_struct_of(m, addr + PAGE_SIZE));
    op.addr = virt;
    assert_false(op_check(m, &op, &e));
    vfree(m, addr);
    assert_null(vm_owns(m, virt, 4));
    assert_null(vm_struct_of(m, addr));
    machine_destroy(m);
}

/* A table page may come from what SLUB used before: it must be zeros. */
static void tables_are_zeros_whatever_was_there(void **state)
{
    struct machine *m = booted("m16");
    uint32_t x[200], addr;

    (void)state;
    for (int i = 0; i < 200; i++) {
        x[i] = kmalloc_(m, 4096, GFP_KERNEL);
        ram_fill(m, x[i], 0xff, 4096);
    }
    for (int i = 0; i < 200; i++)
        kfree(m, x[i]);
    addr = vmalloc(m, PAGE_SIZE);
    sound(m);
    assert_int_equal(fault_at(m, addr + 2 * PAGE_SIZE), FS_TRANSLATION_L2);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_142_to_147),
        cmocka_unit_test(ioremap_as_in_the_notes),
        cmocka_unit_test(vmalloc_maps_pages_of_its_own),
        cmocka_unit_test(addresses_come_back_with_the_purge),
        cmocka_unit_test(too_many_lazy_pages_are_purged),
        cmocka_unit_test(a_large_array_is_vmalloced),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(vmap_maps_pages_of_somebody_elses),
        cmocka_unit_test(static_mappings_are_lent),
        cmocka_unit_test(another_pgd_learns_by_a_fault),
        cmocka_unit_test(its_ground_is_protected),
        cmocka_unit_test(tables_are_zeros_whatever_was_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
