// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel keeps of processes lies in RAM, and anybody may write over it. Whatever stands there then, the model goes on or stops in an
 * oops; it never leaves its image and never runs for ever. (The sanitizers say if it does.)
 */
#include "alloc/user/ops.h"
#include "alloc/user/user.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"
#include "tests/lib/users.h"

#define DAMAGES 4

static struct random r;

/* On this cpu, as an operation would be. */
static bool step(struct machine *m)
{
    random_user_step(m, &r);
    return false;
}

/* Words that look like what could stand there. */
static uint32_t some_word(struct machine *m, uint32_t was)
{
    uint32_t low = (m->max_low_pfn - m->first_pfn) << 12;

    switch (random_below(&r, 8)) {
    case 0:
        return 0;
    case 1:
        return 0x6b6b6b6b;
    case 2:
    case 3:
        return was ^ 1u << random_below(&r, 32);
    case 4:
        return PAGE_OFFSET + random_below(&r, low / 4) * 4;
    case 5:
        return (was & 0xfff) | (m->first_pfn + random_below(&r, low >> 12)) << 12;
    case 6:
        return was + (random_below(&r, 2) ? 0x1000 : 0x1001);
    default:
        return random_below(&r, 0xffffffff);
    }
}

/* A word of what a shared area's file is made of. */
static uint32_t file_place(struct machine *m, const struct vm_area_struct *vma)
{
    const struct file *file = file_at(m, vma->vm_file);
    const struct inode *inode = inode_at(m, file->f_inode);
    uint32_t node = inode->i_data.page_tree.rnode;

    switch (random_below(&r, 6)) {
    case 0:
        return vma->vm_file + random_below(&r, sizeof *file / 4) * 4;
    case 1:
        return file->f_path_dentry + random_below(&r, sizeof(struct dentry) / 4) * 4;
    case 2:
        return ram_virt(m, shmem_i(m, inode)) +
               random_below(&r, sizeof(struct shmem_inode_info) / 4) * 4;
    case 3:
        return node & RADIX_TREE_INDIRECT_PTR ? node - 1 + random_below(&r, 74) * 4 : vma->vm_file;
    default:
        return inode->i_mapping + random_below(&r, 13) * 4;
    }
}

/* A word of a process's structs or tables. */
static uint32_t some_place(struct machine *m)
{
    const struct vm_area_struct *vma;
    const struct mm_struct *mm;
    unsigned i = random_below(&r, MAX_PROCESSES);

    while (!m->process[i].pid)
        i = (i + 1) % MAX_PROCESSES;
    mm = mm_at(m, m->process[i].mm);
    vma = vma_at(m, mm->mmap);
    for (uint32_t skip = random_below(&r, 6); vma && vma->vm_next && skip; skip--)
        vma = vma_at(m, vma->vm_next);
    if (vma && vma_is_file(vma) && random_below(&r, 2))
        return file_place(m, vma);
    switch (vma ? random_below(&r, 8) : 0) {
    case 0:
    case 1:
        return m->process[i].mm + random_below(&r, 14) * 4;
    case 2:
    case 3:
        return vma_virt(m, vma) + random_below(&r, sizeof *vma / 4) * 4;
    case 4:
        return vma->anon_vma ? vma->anon_vma + random_below(&r, 10) * 4 : vma_virt(m, vma);
    case 5:
        return vma->anon_vma_chain.next - m->ram_off + PAGE_OFFSET + random_below(&r, 6) * 4;
    default:
        return pgd_offset(mm->pgd, vma->vm_start) + random_below(&r, 2) * 4;
    }
}

static void look_at(struct machine *m)
{
    for (uint32_t i = 0; i < 32; i++) {
        struct op op = op_of(OP_PROC_CREATE + random_below(&r, 7));
        struct op_error e;

        op.pid = m->process[random_below(&r, MAX_PROCESSES)].pid;
        op.addr = random_below(&r, TASK_SIZE >> 12) << 12;
        op.size = 1 + random_below(&r, 0x10000);
        user_op_check(m, &op, &e);
        user_op_is_long(m, &op);
        user_owns(m, PAGE_OFFSET + random_below(&r, 0x1000000), 64);
    }
}

static unsigned one_world(const struct machine *sound, uint64_t seed)
{
    struct machine *m = machine_clone(sound);
    uint32_t at[DAMAGES];
    unsigned n;

    r = (struct random){ seed };
    for (n = 0; n < 60; n++)
        oops_guard(m, step);
    assert_int_equal(m->oops, OOPS_NONE);
    for (n = 0; n < DAMAGES; n++)
        at[n] = some_place(m);
    for (n = 1 + random_below(&r, DAMAGES - 1); n; n--)
        if (low_mapped(m, at[n], 4))
            ram_write(m, at[n], some_word(m, ram_read(m, at[n])));
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
    user_exit(m, user_create(m, false));
    assert_int_equal(machine_freeze(m), 0);
    for (uint64_t seed = 1; seed <= 1000; seed++)
        stopped += one_world(m, seed);
    assert_in_range(stopped, 100, 900);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(damage_is_survived) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
