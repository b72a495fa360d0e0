// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that processes share: a file of shmem's from mmap() to its last page, as mm/shmem.c, lib/radix-tree.c and fs/ of 3.13.11 have it.
 */
#include <string.h>

#include "alloc/check.h"
#include "alloc/proc.h"
#include "alloc/user/ops.h"
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"
#include "tests/lib/users.h"

#define RW (VM_READ | VM_WRITE)
#define AT 0x10000000u

static struct machine *m;

static int set_up(void **state)
{
    (void)state;
    m = boot_slub_machine("m128h", STAGE_WMARK);
    return 0;
}
static int tear_down(void **state)
{
    (void)state;
    machine_destroy(m);
    return 0;
}

static void sound(void)
{
    const char *why = machine_check(m);

    if (why)
        fail_msg("%s", why);
}
static struct mm_struct *mm_of(uint32_t pid)
{
    return mm_at(m, find_process(m, pid)->mm);
}
static struct vm_area_struct *first_area(uint32_t pid)
{
    return vma_at(m, mm_of(pid)->mmap);
}
static struct file *file_of(uint32_t pid)
{
    return file_at(m, first_area(pid)->vm_file);
}
static struct inode *inode_of(uint32_t pid)
{
    return inode_at(m, file_of(pid)->f_inode);
}
static const struct radix_tree_root *tree_of(uint32_t pid)
{
    return &inode_of(pid)->i_data.page_tree;
}
static uint32_t stat_of(enum zone_stat_item item)
{
    int32_t sum = 0;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        sum += m->zone[z].vm_stat[item];
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            sum += m->pageset[z][cpu].vm_stat_diff[item];
    }
    return (uint32_t)sum;
}
static uint32_t touch(uint32_t pid, uint32_t addr, unsigned access)
{
    struct user_access t = user_touch(m, pid, addr, access);

    assert_true(t.done);
    return (uint32_t)t.pa;
}
static uint32_t shared(uint32_t pid, uint32_t pages, uint32_t prot)
{
    uint32_t at = user_mmap(m, pid, AT, pages << 12, prot, MAP_FIXED | MAP_SHARED);

    sound();
    return at;
}
/* The MMU, without TLB, with this process's tables. */
static struct translation walk(uint32_t pid, uint32_t addr, unsigned access)
{
    const struct phys_memory memory = phys_memory_of(m);
    const struct cp15 c = kernel_cp15(m, mm_of(pid)->pgd, mm_of(pid)->context_id);

    return mmu_translate(&c, NULL, &memory, addr, access | ACCESS_PL0, NULL);
}

/* ---- mmap ---- */

static void mapping_makes_a_file(void **state)
{
    uint32_t pid = user_create(m, false);
    const struct dentry *dentry;
    const struct shmem_inode_info *info;

    (void)state;
    assert_int_equal(m->shmem_inode_cachep, 0);
    assert_int_equal(shared(pid, 4, RW), AT);
    assert_int_equal(cache_at(m, m->dentry_cache)->object_size, 152);
    assert_int_equal(cache_at(m, m->shmem_inode_cachep)->object_size, 464);
    assert_int_equal(cache_at(m, m->shmem_inode_cachep)->size, 472);
    assert_int_equal(cache_at(m, m->radix_tree_node_cachep)->size, 304);
    assert_ptr_equal(cache_at(m, m->filp_cachep), cache_at(m, m->kmalloc_caches[2])); /* 192 */

    assert_int_equal(first_area(pid)->vm_flags,
                     RW | VM_SHARED | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_MAYSHARE);
    assert_int_equal(first_area(pid)->vm_pgoff, 0);
    assert_int_equal(first_area(pid)->vm_page_prot & L_PTE_RDONLY, 0);
    assert_int_equal(mm_of(pid)->shared_vm, 4);
    assert_int_equal(file_of(pid)->f_count, 1);
    dentry = dentry_at(m, file_of(pid)->f_path_dentry);
    assert_string_equal(dentry->d_iname, "dev/zero");
    assert_int_equal(dentry->d_count, 1);
    assert_int_equal(inode_of(pid)->i_size, 0x4000);
    assert_int_equal(inode_of(pid)->i_nlink, 0);
    assert_int_equal(inode_of(pid)->i_ino, 1);
    assert_int_equal(inode_of(pid)->i_data.flags, 0x200da);
    assert_int_equal(inode_of(pid)->i_data.i_mmap_writable, 1);
    info = shmem_i(m, inode_of(pid));
    assert_int_equal(info->alloced, 0);
    assert_int_equal(stat_of(NR_SHMEM), 0);
}

/* Private neighbours would become one area; each shared one has its own file. */
static void neighbours_stay_two(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    shared(pid, 1, RW);
    user_mmap(m, pid, AT + 0x1000, 0x1000, RW, MAP_FIXED | MAP_SHARED);
    user_mmap(m, pid, AT + 0x2000, 0x1000, RW, MAP_FIXED);
    sound();
    assert_int_equal(mm_of(pid)->map_count, 3);
    assert_int_equal(mm_of(pid)->shared_vm, 2);
    m->cpu = 1; /* whose numbers begin a batch later */
    user_mmap(m, pid, AT + 0x3000, 0x1000, RW, MAP_FIXED | MAP_SHARED);
    assert_int_equal(inode_at(m, m->s_inodes.next - m->ram_off + PAGE_OFFSET -
                                     (uint32_t)offsetof(struct inode, i_sb_list))
                         ->i_ino,
                     1025);
    m->cpu = 0;
}

static void maps_prints_it(void **state)
{
    uint32_t pid = user_create(m, false);
    char buf[400];
    struct text t = { buf, sizeof buf, 0 };

    (void)state;
    shared(pid, 2, RW);
    user_munmap(m, pid, AT, 0x1000);
    user_mmap(m, pid, AT + 0x4000, 0x1000, VM_READ, MAP_FIXED | MAP_SHARED);
    assert_true(proc_maps(m, pid, &t));
    assert_string_equal(buf,
                        "10001000-10002000 rw-s 00001000 00:04 1          /dev/zero (deleted)\n"
                        "10004000-10005000 r--s 00000000 00:04 2          /dev/zero (deleted)\n"
                        "ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]\n");
}

/* ---- faults ---- */

/* The word is writable at once, the hardware's only when it is dirty; nothing is copied. */
static void reading_and_then_writing(void **state)
{
    uint32_t pid = user_create(m, false), pa;
    struct user_access t;
    const struct page *page;

    (void)state;
    shared(pid, 4, RW);
    t = user_touch(m, pid, AT, ACCESS_READ);
    assert_int_equal(t.faults, 1);
    pa = (uint32_t)t.pa;
    assert_true(pa >> 12 >= m->max_low_pfn); /* high memory */
    page = pfn_to_page(m, pa >> 12);
    assert_int_equal(page->mapping, file_of(pid)->f_mapping);
    assert_int_equal(page->index, 0);
    assert_int_equal(page->_count, 2); /* the cache's and the entry's */
    assert_int_equal(page->_mapcount, 0);
    assert_int_equal(page->flags & (PG_DIRTY | PG_UPTODATE | PG_SWAPBACKED),
                     PG_UPTODATE | PG_SWAPBACKED);
    assert_int_equal(pte_words(m, mm_of(pid)->pgd, AT).pte, pa | 0x71f);
    assert_int_equal(pte_words(m, mm_of(pid)->pgd, AT).hw, pa | 0xe7f);
    sound();

    t = user_touch(m, pid, AT, ACCESS_WRITE);
    assert_int_equal(t.faults, 1);
    assert_int_equal(t.fsr & 0xf, FS_PERMISSION_L2);
    assert_int_equal(t.pa, pa);
    assert_int_equal(pte_words(m, mm_of(pid)->pgd, AT).pte, pa | 0x75f);
    assert_int_equal(pte_words(m, mm_of(pid)->pgd, AT).hw, pa | 0xc7f);
    assert_int_equal(page->flags & PG_DIRTY, 0); /* the word knows; the page learns it at the end */

    assert_int_equal(mm_of(pid)->rss_stat[MM_FILEPAGES], 1);
    assert_int_equal(mm_of(pid)->rss_stat[MM_ANONPAGES], 0);
    assert_int_equal(stat_of(NR_FILE_PAGES), 1);
    assert_int_equal(stat_of(NR_SHMEM), 1);
    assert_int_equal(stat_of(NR_FILE_MAPPED), 1);
    assert_int_equal(stat_of(NR_ANON_PAGES), 0);
    assert_int_equal(inode_of(pid)->i_blocks, 8);
    sound();
    touch(pid, AT + 0x1000, ACCESS_WRITE);
    page = pfn_to_page(m, (uint32_t)walk(pid, AT + 0x1000, ACCESS_WRITE).pa >> 12);
    assert_int_equal(page->flags & PG_DIRTY, PG_DIRTY);
}

static void what_is_forbidden_stays_so(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    shared(pid, 1, VM_READ);
    assert_int_equal(user_touch(m, pid, AT, ACCESS_WRITE).si_code, SEGV_ACCERR);
    touch(pid, AT, ACCESS_READ);
    assert_int_equal(pte_words(m, mm_of(pid)->pgd, AT).pte & 0xfff, 0x79f);
    assert_int_equal(user_touch(m, pid, AT, ACCESS_WRITE).si_code, SEGV_ACCERR);
    sound();
}

/* ---- the radix tree ---- */

static void the_tree_is_as_high_as_its_last_index(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    shared(pid, 5000, RW);
    touch(pid, AT, ACCESS_WRITE);
    assert_int_equal(m->radix_tree_preloads[0].nr, 11);
    assert_int_equal(tree_of(pid)->height, 0); /* the root is the page */
    assert_int_equal(tree_of(pid)->rnode, walk(pid, AT, ACCESS_READ).pa);
    touch(pid, AT + 0x5000, ACCESS_WRITE);
    assert_int_equal(m->radix_tree_preloads[0].nr, 10);
    assert_int_equal(tree_of(pid)->height, 1);
    touch(pid, AT + (64u << 12), ACCESS_WRITE);
    assert_int_equal(m->radix_tree_preloads[0].nr, 9); /* 11 again, of which it took two */
    assert_int_equal(tree_of(pid)->height, 2);
    touch(pid, AT + (4999u << 12), ACCESS_WRITE);
    assert_int_equal(tree_of(pid)->height, 3);
    assert_int_equal(inode_of(pid)->i_data.nrpages, 4);
    sound();
    user_exit(m, pid);
    sound();
    assert_int_equal(stat_of(NR_SHMEM), 0);
}

/* An item stands for a page: any multiple of 4,096 but 0. */
#define ITEM(index) (((index) % 0xffffu + 1) << 12)

static uint32_t item_at(struct radix_tree_root *root, uint32_t index)
{
    uint32_t slot = radix_tree_lookup_slot(m, root, index);

    return slot ? ram_read(m, slot) : 0;
}

/* What is left at index 0 needs no node: the tree gives back level after level. */
static void the_tree_shrinks(void **state)
{
    struct radix_tree_root *root;
    uint32_t pid = user_create(m, false);

    (void)state;
    shared(pid, 1, RW);
    root = &inode_of(pid)->i_data.page_tree;
    assert_int_equal(radix_tree_insert(m, root, 0, ITEM(0)), 0);
    assert_int_equal(radix_tree_insert(m, root, 100, ITEM(100)), 0);
    assert_int_equal(radix_tree_insert(m, root, 100, ITEM(100)), -EEXIST);
    assert_int_equal(root->height, 2);
    assert_int_equal(radix_tree_insert(m, root, 0xffffffff, ITEM(7)), 0);
    assert_int_equal(root->height, 6);
    radix_tree_delete(m, root, 0xffffffff);
    assert_int_equal(root->height, 2);
    radix_tree_delete(m, root, 100);
    assert_int_equal(root->height, 0);
    assert_int_equal(root->rnode, ITEM(0));
    assert_int_equal(item_at(root, 0), ITEM(0));
    assert_int_equal(item_at(root, 1), 0);
    radix_tree_delete(m, root, 0);
    assert_int_equal(root->rnode, 0);
    sound();
}

/* Beside a list of what should be in it. */
static void the_tree_is_a_map(void **state)
{
    static const uint32_t places[] = { 0, 1, 60, 4000, 262000, 0x40000000, 0xfffffff0 };
    uint32_t in[64] = { 0 }, nr = 0, pid = user_create(m, false);
    struct radix_tree_root *root;
    struct random r = { 1 };

    (void)state;
    shared(pid, 1, RW);
    root = &inode_of(pid)->i_data.page_tree;
    for (unsigned step = 0; step < 3000 || nr; step++) {
        uint32_t index = places[random_below(&r, 7)] + random_below(&r, 8), i = 0, at = 0;

        while (i < nr && in[i] != index)
            i++;
        assert_int_equal(item_at(root, index), i < nr ? ITEM(index) : 0);
        if (i < nr) {
            radix_tree_delete(m, root, index);
            in[i] = in[--nr];
        } else if (nr < 64 && step < 3000) {
            assert_int_equal(radix_tree_insert(m, root, index, ITEM(index)), 0);
            in[nr++] = index;
        }
        for (i = 0; i < nr && radix_tree_next(m, root, &at); i++, at++)
            assert_int_not_equal(item_at(root, at), 0);
        assert_int_equal(i, nr);
    }
    assert_int_equal(root->rnode, 0);
    sound();
}

/* ---- fork ---- */

static void a_child_writes_where_the_parent_reads(void **state)
{
    uint32_t dad = user_create(m, false), son, pa;

    (void)state;
    shared(dad, 4, RW);
    pa = touch(dad, AT, ACCESS_WRITE);
    son = user_fork(m, dad);
    sound();
    assert_int_equal(mm_of(son)->nr_ptes, 0); /* faults bring it */
    assert_int_equal(mm_of(son)->shared_vm, 4);
    assert_int_equal(file_of(dad)->f_count, 2);
    assert_int_equal(inode_of(dad)->i_data.i_mmap_writable, 2);
    assert_ptr_equal(inode_of(son), inode_of(dad));
    assert_int_equal(walk(dad, AT, ACCESS_WRITE).fault, FS_NONE); /* not write-protected */

    assert_int_equal(touch(son, AT, ACCESS_WRITE), pa);
    assert_int_equal(walk(son, AT, ACCESS_WRITE).pa, pa);
    assert_int_equal(walk(dad, AT, ACCESS_WRITE).pa, pa);
    assert_int_equal(walk(dad, AT, ACCESS_WRITE).fault, FS_NONE);
    assert_int_equal(pfn_to_page(m, pa >> 12)->_mapcount, 1);
    assert_int_equal(pfn_to_page(m, pa >> 12)->_count, 3);
    assert_int_equal(stat_of(NR_FILE_MAPPED), 1);

    pa = touch(son, AT + 0x3000, ACCESS_WRITE); /* a page that came after the fork */
    assert_int_equal(touch(dad, AT + 0x3000, ACCESS_READ), pa);
    sound();
}

/* What the child writes is what the parent reads: the very word, if the page has contents. */
static void a_word_is_seen_by_both(void **state)
{
    struct machine *low = boot_slub_machine("m16", STAGE_WMARK);
    uint32_t dad, son, pa, word;
    struct user_access t;

    (void)state;
    dad = user_create(low, false);
    user_mmap(low, dad, AT, 0x1000, RW, MAP_FIXED | MAP_SHARED);
    son = user_fork(low, dad);
    pa = (uint32_t)user_touch(low, son, AT, ACCESS_WRITE).pa;
    assert_true(pa >> 12 < low->max_low_pfn);
    word = phys_to_virt(low, pa);
    ram_write(low, word, 0xc0ffee);
    t = user_touch(low, dad, AT, ACCESS_READ);
    assert_int_equal(ram_read(low, phys_to_virt(low, (uint32_t)t.pa)), 0xc0ffee);
    user_exit(low, dad);
    user_exit(low, son);
    /* the next who gets that page gets zeros */
    son = user_create(low, false);
    user_mmap(low, son, AT, 0x1000, RW, MAP_FIXED | MAP_SHARED);
    t = user_touch(low, son, AT, ACCESS_READ);
    assert_int_equal(t.pa, pa);
    assert_int_equal(ram_read(low, word), 0);
    assert_null(machine_check(low));
    machine_destroy(low);
}

/* ---- munmap and the end ---- */

static void a_hole_cuts_the_area_not_the_file(void **state)
{
    uint32_t pid = user_create(m, false), pa, other;

    (void)state;
    shared(pid, 8, RW);
    pa = touch(pid, AT + 0x3000, ACCESS_WRITE);
    other = user_fork(m, pid);
    assert_int_equal(user_munmap(m, pid, AT + 0x2000, 0x2000), 0);
    sound();
    assert_int_equal(mm_of(pid)->map_count, 2);
    assert_int_equal(file_of(pid)->f_count, 3);
    assert_int_equal(inode_of(pid)->i_data.nrpages, 1); /* unmapped, and still the file's */
    assert_int_equal(pfn_to_page(m, pa >> 12)->_mapcount, -1);
    assert_int_equal(stat_of(NR_FILE_MAPPED), 0);
    assert_int_equal(stat_of(NR_SHMEM), 1);
    assert_int_equal(touch(other, AT + 0x3000, ACCESS_READ), pa);
    assert_int_equal(user_munmap(m, pid, AT, 0x10000), 0);
    user_exit(m, other);
    sound();
    assert_int_equal(stat_of(NR_SHMEM), 0);
    assert_int_equal(m->s_inodes.next, offset_of(m, &m->s_inodes));
}

/* Which functions were entered, in order. */
static const enum function_id order[] = {
    F_fput,        F_exit_mm, F_task_work_run,         F_fput_,
    F_dput,        F_evict,   F_shmem_undo_range,      F_release_pages,
    F_clear_inode, F_d_free,  F_cpu_set_reserved_ttbr0
};

static void follow(void *seen, const struct event *e)
{
    unsigned *n = seen, kind;

    if (*n == sizeof order / sizeof order[0])
        return;
    /* exit_mm() is waited for when it is left: what comes then is no part of it any more */
    kind = order[*n] == F_exit_mm ? EV_LEAVE : EV_ENTER;
    if (event_kind(e) == kind && event_id(e) == order[*n])
        ++*n;
}

static void the_file_goes_behind_exit_mm(void **state)
{
    uint32_t pid = user_create(m, false);
    unsigned n = 0;

    (void)state;
    shared(pid, 20, RW);
    for (uint32_t i = 0; i < 20; i++)
        touch(pid, AT + (i << 12), ACCESS_WRITE);
    machine_listen(m, WANT_WALK, follow, &n);
    user_exit(m, pid);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    assert_int_equal(n, sizeof order / sizeof order[0]);
    sound();
}

/* Without memory for a file there is no area; without memory for a page the access fails, and nothing is left of either. */
static void memory_runs_out(void **state)
{
    struct machine *small = boot_slub_machine("m16", STAGE_WMARK);
    uint32_t pid, n = 0, failed = 0;
    struct user_access t = { .done = true };

    (void)state;
    warm_users(small);
    pid = user_create(small, false);
    user_mmap(small, pid, AT, 0x4000000, RW, MAP_FIXED | MAP_SHARED);
    for (; t.done && n < 0x4000; n++)
        t = user_touch(small, pid, AT + (n << 12), ACCESS_WRITE);
    assert_false(t.done);
    assert_int_equal(t.signal, NO_SIGNAL);
    assert_null(machine_check(small));
    for (n = 0; n < 400 && !failed; n++)
        failed = user_mmap(small, pid, 0x20000000 + (n << 12), 0x1000, RW, MAP_FIXED | MAP_SHARED) &
                 ~PAGE_MASK;
    assert_int_not_equal(failed, 0);
    assert_null(machine_check(small));
    end_all_users(small);
    assert_null(machine_check(small));
    machine_destroy(small);
}

static void its_objects_are_nobodys_to_free(void **state)
{
    uint32_t pid = user_create(m, false);

    (void)state;
    shared(pid, 4, RW);
    touch(pid, AT + 0x1000, ACCESS_WRITE);
    assert_string_equal(user_owns(m, first_area(pid)->vm_file, 64), "struct file");
    assert_string_equal(user_owns(m, file_of(pid)->f_path_dentry, 64), "struct dentry");
    assert_string_equal(user_owns(m, ram_virt(m, shmem_i(m, inode_of(pid))), 64),
                        "struct shmem_inode_info");
    assert_string_equal(user_owns(m, tree_of(pid)->rnode - 1, 64), "struct radix_tree_node");
    assert_string_equal(user_owns(m, m->radix_tree_preloads[0].nodes[0], 64),
                        "struct radix_tree_node");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mapping_makes_a_file),
        TEST(neighbours_stay_two),
        TEST(maps_prints_it),
        TEST(reading_and_then_writing),
        TEST(what_is_forbidden_stays_so),
        TEST(the_tree_is_as_high_as_its_last_index),
        TEST(the_tree_shrinks),
        TEST(the_tree_is_a_map),
        TEST(a_child_writes_where_the_parent_reads),
        TEST(a_word_is_seen_by_both),
        TEST(a_hole_cuts_the_area_not_the_file),
        TEST(the_file_goes_behind_exit_mm),
        TEST(memory_runs_out),
        TEST(its_objects_are_nobodys_to_free),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
