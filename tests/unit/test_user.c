// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User address spaces step by step: what the kernel's code makes of the first touch, of fork() and of munmap(), in words.
 */
#include "alloc/check.h"
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define RW (VM_READ | VM_WRITE)

static struct machine *m;

static void sound(void)
{
    const char *why = machine_check(m);

    if (why)
        fail_msg("%s", why);
}

static int boot(void **state)
{
    (void)state;
    m = boot_slub_machine("m128h", STAGE_WMARK);
    return 0;
}

static int leave_machine(void **state)
{
    (void)state;
    sound();
    machine_destroy(m);
    return 0;
}

static struct mm_struct *mm_of(uint32_t pid)
{
    return mm_at(m, find_process(m, pid)->mm);
}
static struct pte_words words_of(uint32_t pid, uint32_t addr)
{
    return pte_words(m, mm_of(pid)->pgd, addr);
}
static struct page *page_of(uint32_t pid, uint32_t addr)
{
    return pfn_to_page(m, words_of(pid, addr).pte >> 12);
}
static uint32_t cache_size(uint32_t cache)
{
    return cache_at(m, cache)->size;
}
static uint32_t all_free(void)
{
    uint32_t sum = 0;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        sum += (uint32_t)(m->zone[z].vm_stat[NR_FREE_PAGES]);
    return sum;
}

/* The caches come with the first process. */
static void the_first_process_brings_the_caches(void **state)
{
    uint32_t pid;

    (void)state;
    assert_int_equal(m->mm_cachep, 0);
    pid = user_create(m, false);
    assert_int_equal(pid, 1);
    assert_int_equal(cache_size(m->mm_cachep), 448);
    assert_int_equal(cache_size(m->vm_area_cachep), 88);
    assert_int_equal(cache_size(m->anon_vma_chain_cachep), 32);
    assert_int_equal(mm_of(pid)->mmap_base, 0xb7000000);
    assert_int_equal(mm_of(pid)->mm_users, 1);
    assert_int_equal(m->cp15[0].ttbr0, virt_to_phys(m, m->swapper_pg_dir) | 0x6a);
    assert_int_equal(user_create(m, false), 2);
}

static void the_table_has_the_kernels_part(void **state)
{
    uint32_t pgd = mm_of(user_create(m, false))->pgd;

    (void)state;
    assert_int_equal(pgd & 0x3fff, 0);
    for (uint32_t i = 0; i < 0xbf0; i++)
        assert_int_equal(ram_read(m, pgd + i * 4), 0);
    for (uint32_t i = 0xbf0; i < 0x1000; i++)
        assert_int_equal(ram_read(m, pgd + i * 4), ram_read(m, m->swapper_pg_dir + i * 4));
}

/* ---- addresses ---- */

static void addresses_go_down_from_the_base(void **state)
{
    uint32_t pid = user_create(m, false), a = user_mmap(m, pid, 0, 0x5000, RW, 0);

    (void)state;
    assert_int_equal(a, 0xb6ffb000);
    assert_int_equal(user_mmap(m, pid, 0, 0x1001, RW, 0), 0xb6ff9000);
    assert_int_equal(mm_of(pid)->map_count, 1); /* one area of two */
    assert_int_equal(mm_of(pid)->total_vm, 7);
    assert_int_equal(user_mmap(m, pid, 0, 0x1000, VM_READ, 0), 0xb6ff8000);
    assert_int_equal(mm_of(pid)->map_count, 2);
}

static void addresses_go_up_in_the_old_layout(void **state)
{
    uint32_t pid = user_create(m, true);

    (void)state;
    assert_int_equal(user_mmap(m, pid, 0, 0x5000, RW, 0), 0x40000000);
    assert_int_equal(user_mmap(m, pid, 0, 0x2000, VM_READ, 0), 0x40005000);
    assert_int_equal(user_munmap(m, pid, 0x40001000, 0x2000), 0);
    assert_int_equal(user_mmap(m, pid, 0, 0x3000, RW, 0), 0x40007000);
    assert_int_equal(user_mmap(m, pid, 0, 0x2000, VM_READ, 0), 0x40001000);
}

static void hints_are_taken_if_free(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    assert_int_equal(user_mmap(m, pid, 0x10000123, 0x1000, RW, 0), 0x10000000);
    assert_int_equal(user_mmap(m, pid, 0x10000000, 0x1000, RW, 0), 0xb6fff000);
    assert_int_equal(user_mmap(m, pid, 0x20000000, 0x1000, RW, MAP_FIXED), 0x20000000);
    assert_int_equal(user_mmap(m, pid, 0x20000000, 0x1000, VM_READ, MAP_FIXED), 0x20000000);
    assert_int_equal(mm_of(pid)->map_count, 3);
    assert_int_equal(user_mmap(m, pid, 0, 0xb8000000, RW, 0), (uint32_t)-ENOMEM);
    assert_int_equal(user_mmap(m, pid, 0, 0, RW, 0), (uint32_t)-EINVAL);
    assert_int_equal(user_mmap(m, pid, 0x1234, 0x1000, RW, MAP_FIXED), (uint32_t)-EINVAL);
}

/* Cases 1, 2 and 3 of vma_merge(). */
static void neighbours_become_one(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    user_mmap(m, pid, 0x10000000, 0x1000, RW, MAP_FIXED);
    user_mmap(m, pid, 0x10002000, 0x1000, RW, MAP_FIXED);
    assert_int_equal(mm_of(pid)->map_count, 2);
    user_mmap(m, pid, 0x10003000, 0x1000, RW, MAP_FIXED);
    assert_int_equal(mm_of(pid)->map_count, 2);
    user_mmap(m, pid, 0x10001000, 0x1000, RW, MAP_FIXED);
    assert_int_equal(mm_of(pid)->map_count, 1);
    user_mmap(m, pid, 0x0ffff000, 0x1000, RW, MAP_FIXED);
    assert_int_equal(mm_of(pid)->map_count, 1);
    assert_int_equal(vma_at(m, mm_of(pid)->mmap)->vm_start, 0x0ffff000);
    user_mmap(m, pid, 0x10004000, 0x1000, VM_READ, MAP_FIXED);
    assert_int_equal(mm_of(pid)->map_count, 2);
}

/* ---- the first touch ---- */

static void reading_maps_the_zero_page(void **state)
{
    uint32_t pid = user_create(m, false), zero = virt_to_phys(m, m->empty_zero_page);
    uint32_t a = user_mmap(m, pid, 0, 0x1000, RW, 0);
    struct user_access t = user_touch(m, pid, a + 4, ACCESS_READ);

    (void)state;
    assert_true(t.done);
    assert_int_equal(t.faults, 1);
    assert_int_equal(t.fsr, FS_TRANSLATION_L1);
    assert_int_equal(m->cp15[0].dfar, a + 4);
    assert_int_equal(t.pa, zero + 4);
    assert_int_equal(words_of(pid, a).pte, zero | 0x79f);
    assert_int_equal(words_of(pid, a).hw, zero | 0xe7f);
    assert_int_equal(mm_of(pid)->nr_ptes, 1);
    assert_int_equal(mm_of(pid)->rss_stat[MM_ANONPAGES], 0);
    assert_int_equal(user_touch(m, pid, a + 8, ACCESS_READ).faults, 0);
}

static void writing_takes_a_page_of_high_memory(void **state)
{
    uint32_t pid = user_create(m, false), a = user_mmap(m, pid, 0, 0x1000, RW, 0);
    struct user_access t = user_touch(m, pid, a, ACCESS_WRITE);
    struct pte_words w = words_of(pid, a);

    (void)state;
    assert_true(t.done);
    assert_int_equal(t.fsr, FS_TRANSLATION_L1 | DFSR_WNR);
    assert_true(t.pa >> 12 >= m->max_low_pfn);
    assert_int_equal(w.pte, t.pa | 0x75f);
    assert_int_equal(w.hw, t.pa | 0xc7f);
    assert_int_equal(w.l1 & 0x3ff, 0x31);
    assert_true(virt_valid(m, w.ptep)); /* the table itself is in low memory */
    assert_int_equal(page_of(pid, a)->_mapcount, 0);
    assert_int_equal(page_of(pid, a)->_count, 1);
    assert_int_equal(page_of(pid, a)->index, a >> 12);
    assert_int_equal(page_of(pid, a)->mapping & 3, PAGE_MAPPING_ANON);
    assert_int_equal(mm_of(pid)->rss_stat[MM_ANONPAGES], 1);
}

/* The zero page gives way to a page of the process's own. */
static void writing_after_reading(void **state)
{
    uint32_t pid = user_create(m, false), a = user_mmap(m, pid, 0, 0x1000, RW, 0);
    struct user_access t;

    (void)state;
    user_touch(m, pid, a, ACCESS_READ);
    t = user_touch(m, pid, a, ACCESS_WRITE);
    assert_true(t.done);
    assert_int_equal(t.faults, 1);
    assert_int_equal(t.fsr, FS_PERMISSION_L2 | DFSR_WNR | DOMAIN_USER << 4);
    assert_int_equal(words_of(pid, a).pte & 0xfff, 0x75f);
}

static void what_is_forbidden_faults(void **state)
{
    uint32_t pid = user_create(m, false), r = user_mmap(m, pid, 0x10000000, 0x1000, VM_READ, 0),
             none = user_mmap(m, pid, 0x10400000, 0x1000, 0, 0),
             x = user_mmap(m, pid, 0x10800000, 0x1000, VM_READ | VM_EXEC, 0);
    struct user_access t = user_touch(m, pid, r, ACCESS_WRITE);

    (void)state;
    assert_false(t.done);
    assert_int_equal(t.signal, SIG_SEGV);
    assert_int_equal(t.si_code, SEGV_ACCERR);
    assert_int_equal(user_touch(m, pid, r, ACCESS_FETCH).si_code, SEGV_ACCERR);
    assert_int_equal(user_touch(m, pid, none, ACCESS_READ).si_code, SEGV_ACCERR);
    t = user_touch(m, pid, x, ACCESS_FETCH);
    assert_true(t.done);
    assert_int_equal(m->cp15[0].ifar, x);
    assert_int_equal(words_of(pid, x).pte & 0xfff, 0x59f);
    assert_int_equal(words_of(pid, x).hw & 0xfff, 0xe7e);
    t = user_touch(m, pid, 0x10001000, ACCESS_READ); /* behind an area */
    assert_int_equal(t.si_code, SEGV_MAPERR);
    t = user_touch(m, pid, 0xc0008000, ACCESS_READ); /* the kernel's section */
    assert_int_equal(t.fsr & 0xf, FS_PERMISSION_L1);
    assert_int_equal(t.si_code, SEGV_MAPERR);
    t = user_touch(m, pid, 0xbf000000, ACCESS_READ);
    assert_int_equal(t.fsr & 0xf, FS_TRANSLATION_L1);
    assert_int_equal(t.signal, SIG_SEGV);
    assert_true(user_touch(m, pid, 0xffff0000, ACCESS_FETCH).done); /* kuser helpers */
    assert_false(user_touch(m, pid, 0xffff0000, ACCESS_WRITE).done);
}

/* ---- ASIDs and TLB ---- */

static void a_switch_sets_table_and_asid(void **state)
{
    uint32_t a = user_create(m, false), b = user_create(m, false);

    (void)state;
    user_switch(m, a);
    assert_int_equal(m->cp15[0].contextidr, 0x101);
    assert_int_equal(m->cp15[0].ttbr0, virt_to_phys(m, mm_of(a)->pgd) | 0x6a);
    user_switch(m, b);
    assert_int_equal(m->cp15[0].contextidr, 0x102);
    m->cpu = 1;
    user_switch(m, a);
    assert_int_equal(m->cp15[1].contextidr, 0x101);
    assert_int_equal(mm_of(a)->cpu_vm_mask, 3);
    m->cpu = 0;
    user_switch(m, a); /* comes back from cpu 1 */
    assert_int_equal(m->current_pid[1], 0);
    assert_int_equal(m->cp15[1].ttbr0, m->cp15[1].ttbr1);
}

/* 255 numbers; then a new generation, and every cpu flushes. */
static void asids_roll_over(void **state)
{
    uint32_t stays = user_create(m, false), pid = 0, a = user_mmap(m, stays, 0, 0x1000, RW, 0);

    (void)state;
    m->cpu = 1;
    user_touch(m, stays, a, ACCESS_WRITE);
    m->cpu = 0;
    for (int i = 0; i < 254; i++) {
        pid = user_create(m, false);
        user_switch(m, pid);
        assert_int_equal(m->cp15[0].contextidr, 0x102 + i);
        user_exit(m, pid);
    }
    pid = user_create(m, false);
    user_switch(m, pid);
    assert_int_equal(m->asid_generation, 0x200);
    assert_int_equal(m->cp15[0].contextidr, 0x202); /* 1 is still in use on cpu 1 */
    assert_int_equal(m->tlb_flush_pending, 0xe);
    assert_int_equal(m->reserved_asids[1], 0x101);
    user_switch(m, stays);
    assert_int_equal(mm_of(stays)->context_id, 0x201);
}

static void the_tlb_remembers(void **state)
{
    uint32_t pid = user_create(m, false), a = user_mmap(m, pid, 0, 0x1000, RW, 0);
    unsigned slot;

    (void)state;
    user_touch(m, pid, a, ACCESS_WRITE);
    slot = tlb_lookup(&m->tlb[0], a, 1);
    assert_int_not_equal(slot, TLB_NO_SLOT);
    assert_false(m->tlb[0].entry[slot].global);
    user_munmap(m, pid, a, 0x1000);
    assert_int_equal(tlb_lookup(&m->tlb[0], a, 1), TLB_NO_SLOT);
}

/* ---- fork ---- */

static void fork_shares_until_somebody_writes(void **state)
{
    uint32_t dad = user_create(m, false), a = user_mmap(m, dad, 0, 0x2000, RW, 0), son;
    struct page *page;
    struct user_access t;

    (void)state;
    user_touch(m, dad, a, ACCESS_WRITE);
    page = page_of(dad, a);
    son = user_fork(m, dad);
    sound();
    assert_ptr_equal(page_of(son, a), page);
    assert_int_equal(page->_mapcount, 1);
    assert_int_equal(page->_count, 2);
    assert_int_equal(words_of(dad, a).pte & 0xfff, 0x7df);
    assert_int_equal(words_of(dad, a).hw & 0xfff, 0xe7f);
    assert_int_equal(words_of(son, a).pte & 0xfff, 0x7dd); /* old: */
    assert_int_equal(words_of(son, a).hw, 0);
    assert_int_equal(mm_of(son)->rss_stat[MM_ANONPAGES], 1);

    t = user_touch(m, son, a, ACCESS_READ);
    assert_int_equal(t.fsr & 0xf, FS_TRANSLATION_L2);
    assert_int_equal(words_of(son, a).pte & 0xfff, 0x7df);
    t = user_touch(m, son, a, ACCESS_WRITE);
    assert_int_equal(t.fsr & 0xf, FS_PERMISSION_L2);
    assert_ptr_not_equal(page_of(son, a), page);
    assert_int_equal(words_of(son, a).pte & 0xfff, 0x75f);
    assert_int_equal(page->_mapcount, 0);
    assert_int_equal(page->_count, 1);
    sound();

    t = user_touch(m, dad, a, ACCESS_WRITE); /* nobody else has it: no copy */
    assert_true(t.done);
    assert_int_equal(t.faults, 1);
    assert_ptr_equal(page_of(dad, a), page);
    assert_int_equal(words_of(dad, a).pte & 0xfff, 0x75f);
}

/* An area that was only read has nothing to copy. */
static void fork_leaves_the_zero_page_to_faults(void **state)
{
    uint32_t dad = user_create(m, false), a = user_mmap(m, dad, 0, 0x1000, RW, 0), son;

    (void)state;
    user_touch(m, dad, a, ACCESS_READ);
    son = user_fork(m, dad);
    assert_int_equal(words_of(son, a).l1, 0);
    assert_int_equal(mm_of(son)->nr_ptes, 0);
    assert_int_equal(mm_of(son)->map_count, 1);
}

/* Each address space has its own anon_vma; the parent's is the root. */
static void fork_links_pages_to_areas(void **state)
{
    uint32_t dad = user_create(m, false), a = user_mmap(m, dad, 0, 0x1000, RW, 0), son, root;
    const struct vm_area_struct *vma;

    (void)state;
    user_touch(m, dad, a, ACCESS_WRITE);
    root = vma_at(m, mm_of(dad)->mmap)->anon_vma;
    son = user_fork(m, dad);
    vma = vma_at(m, mm_of(son)->mmap);
    assert_int_not_equal(vma->anon_vma, root);
    assert_int_equal(anon_vma_at(m, vma->anon_vma)->root, root);
    assert_int_equal(anon_vma_at(m, root)->refcount, 2);
    assert_false(anon_vma_chain_is_singular(m, vma));
    user_exit(m, dad);
    assert_int_equal(anon_vma_at(m, root)->refcount, 2);
    assert_int_equal(page_of(son, a)->mapping, root | PAGE_MAPPING_ANON);
    user_exit(m, son);
}

/* ---- the end ---- */

static void munmap_gives_back_pages_and_tables(void **state)
{
    uint32_t pid = user_create(m, false), a = user_mmap(m, pid, 0x10000000, 0x400000, RW, 0);
    uint32_t before = 0;

    (void)state;
    for (uint32_t at = a; at < a + 0x400000; at += 0x1000)
        assert_true(user_touch(m, pid, at, ACCESS_WRITE).done);
    sound();
    assert_int_equal(mm_of(pid)->nr_ptes, 2);
    assert_int_equal(mm_of(pid)->rss_stat[MM_ANONPAGES], 1024);
    before = all_free();
    assert_int_equal(user_munmap(m, pid, a + 0x1000, 0x3fe000), 0);
    sound();
    assert_int_equal(mm_of(pid)->map_count, 2);
    assert_int_equal(mm_of(pid)->nr_ptes, 2); /* one page of each is left */
    assert_int_equal(mm_of(pid)->rss_stat[MM_ANONPAGES], 2);
    assert_true(all_free() > before + 800);
    assert_int_equal(user_munmap(m, pid, a, 0x400000), 0);
    assert_int_equal(mm_of(pid)->nr_ptes, 0);
    assert_int_equal(mm_of(pid)->map_count, 0);
    assert_int_equal(mm_of(pid)->mm_rb, 0);
}

/* free_pgd_range() leaves the table of the first 2 MiB; pgd_free() takes it. */
static void the_first_table_stays_until_the_end(void **state)
{
    uint32_t pid = user_create(m, false);
    int32_t tables = m->zone[0].vm_stat[NR_PAGETABLE] + m->pageset[0][0].vm_stat_diff[NR_PAGETABLE];

    (void)state;
    assert_int_equal(user_mmap(m, pid, 0x8000, 0x1000, RW, MAP_FIXED), 0x8000);
    user_touch(m, pid, 0x8000, ACCESS_WRITE);
    user_munmap(m, pid, 0x8000, 0x1000);
    assert_int_equal(mm_of(pid)->nr_ptes, 1);
    assert_int_not_equal(words_of(pid, 0x8000).l1, 0);
    user_exit(m, pid);
    assert_int_equal(m->zone[0].vm_stat[NR_PAGETABLE] + m->pageset[0][0].vm_stat_diff[NR_PAGETABLE],
                     tables);
}

static void give_back(void)
{
    struct op op = op_of(OP_SHRINK_ALL);

    op_apply(m, &op);
    free_everything(m);
}

static void exit_gives_back_everything(void **state)
{
    uint32_t pid = user_create(m, false), before, a, son;

    (void)state;
    user_exit(m, pid); /* the caches are made, the slabs are there */
    give_back();
    before = all_free();
    pid = user_create(m, false);
    a = user_mmap(m, pid, 0, 0x200000, RW, 0);
    for (uint32_t i = 0; i < 300; i++)
        user_touch(m, pid, a + i * 0x1000, i % 3 ? ACCESS_WRITE : ACCESS_READ);
    son = user_fork(m, pid);
    for (uint32_t i = 0; i < 100; i++)
        user_touch(m, son, a + i * 0x2000, ACCESS_WRITE);
    user_exit(m, pid);
    sound();
    user_exit(m, son);
    sound();
    assert_null(find_process(m, pid));
    assert_int_equal(m->cp15[0].ttbr0, m->cp15[0].ttbr1);
    give_back();
    assert_int_equal(all_free(), before);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, boot, leave_machine)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_process_brings_the_caches),
        TEST(the_table_has_the_kernels_part),
        TEST(addresses_go_down_from_the_base),
        TEST(addresses_go_up_in_the_old_layout),
        TEST(hints_are_taken_if_free),
        TEST(neighbours_become_one),
        TEST(reading_maps_the_zero_page),
        TEST(writing_takes_a_page_of_high_memory),
        TEST(writing_after_reading),
        TEST(what_is_forbidden_faults),
        TEST(a_switch_sets_table_and_asid),
        TEST(asids_roll_over),
        TEST(the_tlb_remembers),
        TEST(fork_shares_until_somebody_writes),
        TEST(fork_leaves_the_zero_page_to_faults),
        TEST(fork_links_pages_to_areas),
        TEST(munmap_gives_back_pages_and_tables),
        TEST(the_first_table_stays_until_the_end),
        TEST(exit_gives_back_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
