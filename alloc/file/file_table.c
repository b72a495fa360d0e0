// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct file (fs/file_table.c). Whoever lets go of the last reference does not take the file down there and then: it becomes work of the task's
 * (kernel/task_work.c), done on the way back from the system call, or in exit() between exit_mm() and the switch to somebody else. Which task
 * is not modelled: what an operation leaves to do is done before it ends.
 */
#include "alloc/file/file.h"

#define FMODE_READ  1u
#define FMODE_WRITE 2u
/* A list of work is no longer than there are files; longer is a circle. */
#define WORKS_MAX 0x100000u

static void enter_file(struct machine *m, enum function_id f, const struct file *file)
{
    enter(m, f);
    if (walking(m))
        value(m, V_file, FMT_ADDR, ram_virt(m, file));
}
static void set_count(struct machine *m, struct file *file, int32_t to)
{
    SET_OF(m, file, file, f_count, to, FMT_SDEC);
}

/* fs/file_table.c:347 */
void files_init(struct machine *m)
{
    enter(m, F_files_init);
    set_word(m, &m->filp_cachep,
             kmem_cache_create(m, string_literal(m, "filp"), sizeof(struct file), 0,
                               SLAB_HWCACHE_ALIGN | SLAB_PANIC),
             FIELD_filp_cachep);
    leave(m, F_files_init);
}

/* ---- made ---- */

/* fs/file_table.c:104. Nobody has too many files open. */
static uint32_t get_empty_filp(struct machine *m)
{
    uint32_t virt;

    enter(m, F_get_empty_filp);
    virt = kmem_cache_zalloc(m, cache_at(m, m->filp_cachep), GFP_KERNEL);
    if (virt) {
        struct file *file = file_at(m, virt);

        set_count(m, file, 1);
        init_list_head(m, &file->f_ep_links, FIELD_ram);
        init_list_head(m, &file->f_tfile_llink, FIELD_ram);
    }
    leave_with(m, F_get_empty_filp, FMT_ADDR, virt);
    return virt;
}

/* fs/file_table.c:166 */
uint32_t alloc_file(struct machine *m, uint32_t dentry)
{
    uint32_t virt;

    enter(m, F_alloc_file);
    if (walking(m))
        value(m, V_dentry, FMT_ADDR, dentry);
    virt = get_empty_filp(m);
    if (virt) {
        struct file *file = file_at(m, virt);
        uint32_t inode = dentry_at(m, dentry)->d_inode;

        SET_OF(m, file, file, f_path_dentry, dentry, FMT_ADDR);
        SET_OF(m, file, file, f_inode, inode, FMT_ADDR);
        SET_OF(m, file, file, f_mapping, inode_at(m, inode)->i_mapping, FMT_ADDR);
        SET_QUIET(m, file, f_mode, FMODE_READ | FMODE_WRITE);
    }
    leave_with(m, F_alloc_file, FMT_ADDR, virt);
    return virt;
}

/* include/linux/fs.h:820 */
void get_file(struct machine *m, uint32_t virt)
{
    struct file *file = file_at(m, virt);

    enter_file(m, F_get_file, file);
    set_count(m, file, file->f_count + 1);
    leave(m, F_get_file);
}

/* ---- gone ---- */

static void set_works(struct machine *m, uint32_t to)
{
    set_said(m, &m->task_works, to, FIELD_task_works, V_task_works, FMT_ADDR);
}

/* kernel/task_work.c:25: the newest first. A struct file begins with its struct callback_head. */
static void task_work_add(struct machine *m, struct file *file)
{
    enter(m, F_task_work_add);
    if (walking(m))
        value(m, V_work, FMT_ADDR, ram_virt(m, file));
    SET_QUIET(m, file, fu_func, F_fput__);
    SET_QUIET(m, file, fu_next, m->task_works);
    set_works(m, ram_virt(m, file));
    leave_with(m, F_task_work_add, FMT_SDEC, 0);
}

/* fs/file_table.c:299 */
void fput(struct machine *m, uint32_t virt)
{
    struct file *file = file_at(m, virt);

    enter_file(m, F_fput, file);
    set_count(m, file, file->f_count - 1);
    if (!file->f_count)
        task_work_add(m, file);
    leave(m, F_fput);
}

/* fs/file_table.c:52 and :44. A grace period is over at once. */
static void file_free(struct machine *m, struct file *file)
{
    enter(m, F_call_rcu);
    enter(m, F_file_free_rcu);
    kmem_cache_free(m, cache_at(m, m->filp_cachep), ram_virt(m, file));
    leave(m, F_file_free_rcu);
    leave(m, F_call_rcu);
}

/* fs/file_table.c:223. Writers were never counted up for this file (alloc_file()), but are counted down: the kernel's slip. */
static void fput_(struct machine *m, struct file *file)
{
    uint32_t dentry = file->f_path_dentry;
    struct inode *inode = inode_at(m, file->f_inode);

    enter_file(m, F_fput_, file);
    if (file->f_mode & FMODE_WRITE)
        SET_QUIET(m, inode, i_writecount, inode->i_writecount - 1);
    SET_OF(m, file, file, f_path_dentry, 0, FMT_ADDR);
    SET_OF(m, file, file, f_inode, 0, FMT_ADDR);
    file_free(m, file);
    dput(m, dentry);
    leave(m, F_fput_);
}

/* The list, which is newest first, the other way round. Its new head. */
static uint32_t reversed(struct machine *m, uint32_t work)
{
    uint32_t head = 0, n = 0;

    while (work) {
        struct file *file = file_at(m, work);
        uint32_t next = file->fu_next;

        if (++n > WORKS_MAX)
            oops(m, OOPS_LOOP, work);
        SET_QUIET(m, file, fu_next, head);
        head = work;
        work = next;
    }
    return head;
}

/* kernel/task_work.c:85: the oldest first. */
void task_work_run(struct machine *m)
{
    uint32_t work = m->task_works;

    if (!work)
        return;
    enter(m, F_task_work_run);
    set_works(m, 0);
    work = reversed(m, work);
    while (work) {
        struct file *file = file_at(m, work);

        work = file->fu_next;
        enter_file(m, F_fput__, file);
        fput_(m, file);
        leave(m, F_fput__);
    }
    leave(m, F_task_work_run);
}
