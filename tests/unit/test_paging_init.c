// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's page tables as a machine is created with them: words by hand from the kernel's code, and the same tables seen by the MMU.
 */
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

/* ---- Linux's word and the hardware's ---- */

/* The table of shared/facts, low 12 bits: multiprocessor, then uniprocessor. */
static void words_of_a_page_go_together(void **state)
{
    static const struct {
        uint32_t pte, hw;
        bool user;
    } rows[] = {
        { 0x59f, 0xe7e, true },  { 0x79f, 0xe7f, true },  { 0x75f, 0xc7f, true },
        { 0x71f, 0xe7f, true },  { 0x55f, 0xc7e, true },  { 0x59d, 0x000, true },
        { 0x75d, 0x000, true },  { 0xe9f, 0x000, true },  { 0x65f, 0x45f, false },
        { 0x45f, 0x45e, false }, { 0x5df, 0x67e, false }, { 0x4df, 0x65e, false },
        { 0x653, 0x453, false }, { 0x18f, 0xa3e, true },  { 0x34f, 0x83f, true },
        { 0x24f, 0x01f, false }, { 0x000, 0x000, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t ext = rows[i].user ? PTE_EXT_NG : 0, page = 0x12345000;

        assert_int_equal(hw_pte(rows[i].pte, ext), rows[i].hw);
        assert_int_equal(hw_pte(page | rows[i].pte, ext), rows[i].hw ? page | rows[i].hw : 0);
    }
}

/* Every Linux word of twelve bits: the hardware may do no more than Linux allows, and no less than it knows of. */
static void hardware_allows_what_linux_allows(void **state)
{
    (void)state;
    for (uint32_t pte = 0; pte < 0x1000; pte++) {
        uint32_t hw = hw_pte(pte, 0);
        bool reachable = pte & L_PTE_YOUNG && pte & L_PTE_PRESENT && !(pte & L_PTE_NONE);

        assert_int_equal(hw != 0, reachable);
        if (!hw)
            continue;
        assert_int_equal(hw & 2, 2);
        assert_int_equal(!(hw & PTE_EXT_APX), !(pte & L_PTE_RDONLY) && pte & L_PTE_DIRTY);
        assert_int_equal(!!(hw & PTE_EXT_AP1), !!(pte & L_PTE_USER));
        assert_int_equal(!!(hw & PTE_EXT_XN), !!(pte & L_PTE_XN));
        assert_int_equal(hw & 0xc, pte & 0xc);
        assert_int_equal(hw & L_PTE_SHARED, pte & L_PTE_SHARED);
    }
}

static void memory_types_have_the_words_of_the_kernel(void **state)
{
    static const struct {
        enum mem_type_id type;
        uint32_t pte, l1, sect;
    } rows[] = {
        { MT_DEVICE, 0x653, 0x41, 0x11452 },
        { MT_DEVICE_NONSHARED, 0x273, 0x41, 0x1452 },
        { MT_DEVICE_CACHED, 0x66f, 0x41, 0x1045e },
        { MT_DEVICE_WC, 0x667, 0x41, 0x10456 },
        { MT_UNCACHED, 0x243, 0x41, 0x52 },
        { MT_LOW_VECTORS, 0x4df, 0x21, 0 },
        { MT_HIGH_VECTORS, 0x5df, 0x21, 0 },
        { MT_MEMORY, 0x45f, 0x01, 0x1140e },
        { MT_MEMORY_NONCACHED, 0x447, 0x01, 0x10406 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct mem_type *type = get_mem_type(rows[i].type);

        assert_int_equal(type->prot_pte, rows[i].pte);
        assert_int_equal(type->prot_l1, rows[i].l1);
        assert_int_equal(type->prot_sect, rows[i].sect);
    }
    assert_null(get_mem_type(5));
    assert_null(get_mem_type(MT_TYPES));
}

/* ---- words ---- */

static uint32_t word(struct machine *m, uint32_t virt)
{
    return ram_read(m, virt);
}

static void low_memory_is_sections(void **state)
{
    struct machine *m = boot_machine("study", STAGE_NONE);

    (void)state;
    assert_int_equal(m->swapper_pg_dir, 0xc0004000);
    assert_int_equal(word(m, 0xc0007000), 0x2001140e);
    assert_int_equal(word(m, 0xc0007004), 0x2011140e);
    assert_int_equal(word(m, 0xc0007bdc), 0x4f71140e);
    assert_int_equal(word(m, 0xc0007be0), 0);
    for (uint32_t i = 0; i < 760; i++)
        assert_int_equal(word(m, 0xc0007000 + i * 4), (0x20000000 + (i << 20)) | 0x1140e);
    for (uint32_t virt = 0xc0004000; virt < 0xc0006ff8; virt += 4) /* users and modules */
        assert_int_equal(word(m, virt), 0);
    machine_destroy(m);
}

/* Step by step what memblock gives on the study groups' board: the first two lines are in their notes. */
static void exynos_takes_its_pages_from_memblock(void **state)
{
    struct machine *m = boot_machine("exynos", STAGE_NONE);

    (void)state;
    assert_int_equal(m->vectors_page, 0xef7fe000);
    assert_int_equal(word(m, 0xc0007ff8), 0x4f7fd821); /* the table below it */
    assert_int_equal(word(m, 0xc0007ffc), 0x4f7fdc21);
    assert_int_equal(word(m, 0xef7fd7c0), 0x4f7fe5df);
    assert_int_equal(word(m, 0xef7fdfc0), 0x4f7fe67e);
    assert_int_equal(word(m, 0xef7fd7c4), 0x4f7ff4df);
    assert_int_equal(word(m, 0xef7fdfc4), 0x4f7ff65e);
    assert_int_equal(word(m, 0xc0007e00),
                     0x4f7fb841); /* chip id at 0xf8000000, behind its static_vm */
    assert_int_equal(word(m, 0xc0007d84), 0x4f7fac41); /* SYSC at 0xf6100000 */
    assert_int_equal(m->vmlist, 0xef7fcec0);           /* seven of 40 bytes below the first */
    assert_int_equal(m->pkmap_page_table & PAGE_MASK, 0xef7f6000);
    assert_int_equal(m->empty_zero_page, 0xef7f5000);
    machine_destroy(m);
}

/* The vectors' pages: the vectors take the only one of two, tables the first of the others, the rest is in the kernel image. */
static void given_pages_are_used_in_order(void **state)
{
    struct machine *m = boot_machine("study", STAGE_NONE);

    (void)state;
    assert_int_equal(m->vectors_page, 0xef7fa000);
    assert_int_equal(word(m, 0xc0007ff8), 0x4f7ff821);
    assert_int_equal(word(m, 0xc0007e00), 0x4f7fe841); /* 0xf8000000 */
    assert_int_equal(word(m, 0xc0007d80), 0x4f7fd841); /* 0xf6000000 */
    assert_int_equal(word(m, 0xc0007d88), 0x4f7fc841); /* 0xf6200000 */
    assert_int_equal(word(m, 0xc0007d90), 0x4f7f9841); /* 0xf6400000 */
    assert_in_range(m->pkmap_page_table, m->kernel_end - 0x40000, m->kernel_end - 0x1000);
    assert_in_range(m->empty_zero_page, m->kernel_end - 0x40000, m->kernel_end - 0x1000);
    machine_destroy(m);
}

/* Low memory that ends within a MiB ends with a table. */
static void a_tail_of_low_memory_is_pages(void **state)
{
    struct machine *m = boot_machine("modd", STAGE_NONE);
    struct pte_words last = pte_words(m, m->swapper_pg_dir, 0xc2f24000),
                     behind = pte_words(m, m->swapper_pg_dir, 0xc2f25000);

    (void)state;
    assert_int_equal(word(m, pgd_offset_k(m, 0xc2c00000) + 4), 0x22d1140e);
    assert_int_equal(last.l1 & 0x3ff, 0x001);
    assert_int_equal(last.pte, 0x22f2445f);
    assert_int_equal(last.hw, 0x22f2445e);
    assert_int_equal(behind.pte, 0);
    machine_destroy(m);
}

/* ---- the same, by the MMU ---- */

/* What the kernel's structures say of an address: its physical address, or NOWHERE. */
#define NOWHERE 0xffffffffu
static uint32_t mapped_at(struct machine *m, uint32_t va)
{
    uint32_t low = va - PAGE_OFFSET + (m->first_pfn << 12);

    if (va >= PAGE_OFFSET && va < high_memory(m))
        return pfn_valid(m, low >> 12) ? low : NOWHERE;
    if (va - VECTORS_BASE < 2 * PAGE_SIZE && va >= VECTORS_BASE)
        return virt_to_phys(m, m->vectors_page) + (va - VECTORS_BASE);
    for (uint32_t virt = m->vmlist; virt; virt = vm_struct_at(m, virt)->next) {
        const struct vm_struct *vm = vm_struct_at(m, virt);

        if (va - vm->addr < vm->size)
            return vm->phys_addr + (va - vm->addr);
    }
    return NOWHERE;
}

static void the_mmu_agrees(struct machine *m)
{
    for (uint32_t page = 0; page < 0x100000; page++) {
        uint32_t va = page << 12, pa = mapped_at(m, va);
        struct translation t = translate_kernel(m, va, ACCESS_READ, NULL);
        uint32_t l1 = pte_words(m, m->swapper_pg_dir, va).l1;

        if (pa != NOWHERE) {
            assert_int_equal(t.fault, FS_NONE);
            assert_int_equal(t.pa, pa);
        } else {
            assert_int_equal(t.fault, l1 ? FS_TRANSLATION_L2 : FS_TRANSLATION_L1);
        }
    }
}

static void every_page_of_four_gigabytes_is_where_it_should_be(void **state)
{
    (void)state;
    for (unsigned i = 0; i < profile_count; i++) {
        struct machine *m = boot_machine(profiles[i].name, STAGE_NONE);

        assert_int_not_equal(m->swapper_pg_dir, 0);
        the_mmu_agrees(m);
        machine_destroy(m);
    }
}

static void rights_are_the_kernels(void **state)
{
    struct machine *m = boot_machine("exynos", STAGE_NONE);
    struct mmu_walk walk;

    (void)state;
    assert_int_equal(translate_kernel(m, 0xc0008000, ACCESS_WRITE, NULL).fault, FS_NONE);
    assert_int_equal(translate_kernel(m, 0xc0008000, ACCESS_FETCH, NULL).fault, FS_NONE);
    assert_int_equal(translate_kernel(m, 0xc0008000, ACCESS_READ | ACCESS_PL0, NULL).fault,
                     FS_PERMISSION_L1);
    assert_int_equal(translate_kernel(m, 0xffff0000, ACCESS_FETCH | ACCESS_PL0, NULL).fault,
                     FS_NONE);
    assert_int_equal(translate_kernel(m, 0xffff0000, ACCESS_WRITE, NULL).fault, FS_PERMISSION_L2);
    assert_int_equal(translate_kernel(m, 0xffff1000, ACCESS_READ | ACCESS_PL0, NULL).fault,
                     FS_PERMISSION_L2);
    assert_int_equal(translate_kernel(m, 0xf8000000, ACCESS_FETCH, NULL).fault, FS_PERMISSION_L2);
    assert_int_equal(translate_kernel(m, 0xf8000000, ACCESS_WRITE, &walk).fault, FS_NONE);
    assert_int_equal(walk.attributes.type, MEMORY_DEVICE);
    assert_true(walk.attributes.shareable);
    translate_kernel(m, 0xc0008000, ACCESS_READ, &walk);
    assert_int_equal(walk.attributes.type, MEMORY_NORMAL);
    assert_int_equal(walk.attributes.inner, CACHE_WBWA);
    assert_true(walk.attributes.shareable && !walk.attributes.outer_shareable);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_page_go_together),
        cmocka_unit_test(hardware_allows_what_linux_allows),
        cmocka_unit_test(memory_types_have_the_words_of_the_kernel),
        cmocka_unit_test(low_memory_is_sections),
        cmocka_unit_test(exynos_takes_its_pages_from_memblock),
        cmocka_unit_test(given_pages_are_used_in_order),
        cmocka_unit_test(a_tail_of_low_memory_is_pages),
        cmocka_unit_test(every_page_of_four_gigabytes_is_where_it_should_be),
        cmocka_unit_test(rights_are_the_kernels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
