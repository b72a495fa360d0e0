// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Processes: who there is, who runs on which cpu, and the doors of this room. Whatever a process does it does on the machine's present cpu; who
 * is not running there is switched to first, as the scheduler would have done.
 *
 * Files that an operation let go of are put before it ends (file/file_table.c).
 *
 * Not modelled: task_struct and all that hangs on it, what exec() maps (text, stack, the page for signals), and the idle task, which in the
 * kernel keeps the mm_struct and the first-level table of whoever ran last until it is switched away from. Here a cpu lets go of them at once.
 */
#include "alloc/user/user.h"

static const struct process *place(const struct machine *m, uint32_t pid)
{
    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        if (m->process[i].pid == pid)
            return &m->process[i];
    return NULL;
}

const struct process *find_process(const struct machine *m, uint32_t pid)
{
    return pid ? place(m, pid) : NULL;
}

bool user_ready(const struct machine *m)
{
    return m->swapper_pg_dir && m->slab_state == UP && m->stage >= STAGE_WMARK;
}

static void set_process(struct machine *m, const struct process *p, uint32_t pid, uint32_t mm)
{
    struct process *its = &m->process[p - m->process];

    set_word(m, &its->pid, pid, FIELD_process_pid);
    set_word(m, &its->mm, mm, FIELD_process_mm);
}

/* The next pid in a free place. */
static uint32_t new_process(struct machine *m, uint32_t mm)
{
    uint32_t pid = m->last_pid + 1;

    set_process(m, place(m, 0), pid, mm);
    set_word(m, &m->last_pid, pid, FIELD_last_pid);
    return pid;
}

static struct mm_struct *mm_of(struct machine *m, uint32_t pid)
{
    return mm_at(m, find_process(m, pid)->mm);
}

/* ---- who runs ---- */

static void set_current(struct machine *m, uint32_t cpu, uint32_t pid)
{
    set_said(m, &m->current_pid[cpu], pid, FIELD_current_pid, V_current, FMT_DEC);
}

static void leave_cpu(struct machine *m, uint32_t cpu)
{
    set_current(m, cpu, 0);
    cpu_set_reserved_ttbr0(m, cpu);
}

void user_switch(struct machine *m, uint32_t pid)
{
    uint32_t cpu = m->cpu, prev = m->current_pid[cpu];

    if (prev == pid)
        return;
    if (!pid) {
        leave_cpu(m, cpu);
        return;
    }
    for (uint32_t other = 0; other < MAX_CPUS; other++)
        if (m->current_pid[other] == pid)
            leave_cpu(m, other);
    switch_mm(m, prev ? find_process(m, prev)->mm : 0, mm_of(m, pid));
    set_current(m, cpu, pid);
}

/* The process, which runs here from now on. */
static struct mm_struct *running(struct machine *m, uint32_t pid)
{
    user_switch(m, pid);
    return mm_of(m, pid);
}

/* ---- life ---- */

uint32_t user_create(struct machine *m, bool legacy)
{
    uint32_t mm;

    if (!m->mm_cachep) {
        anon_vma_init(m);
        proc_caches_init(m);
        init_cp15(m);
    }
    mm = place(m, 0) ? mm_alloc(m) : 0;
    if (!mm)
        return 0;
    arch_pick_mmap_layout(m, mm_at(m, mm), legacy);
    return new_process(m, mm);
}

uint32_t user_fork(struct machine *m, uint32_t pid)
{
    uint32_t mm = place(m, 0) ? dup_mm(m, running(m, pid)) : 0;

    task_work_run(m);
    return mm ? new_process(m, mm) : 0;
}

/* kernel/exit.c:442, and :796. What follows it in the kernel is the switch to somebody else, who drops the last reference. */
void user_exit(struct machine *m, uint32_t pid)
{
    struct mm_struct *mm = running(m, pid);

    enter_mm(m, F_exit_mm, mm);
    SET_MM(m, mm, mm_count, mm->mm_count + 1);
    set_process(m, find_process(m, pid), 0, 0);
    mmput(m, ram_virt(m, mm));
    leave(m, F_exit_mm);
    task_work_run(m); /* exit_task_work() */
    leave_cpu(m, m->cpu);
    mmdrop(m, mm);
}

/* ---- system calls ---- */

/* mm/util.c:356, and mm/mmap.c:1318 above it */
uint32_t user_mmap(struct machine *m, uint32_t pid, uint32_t addr, uint32_t length, uint32_t prot,
                   uint32_t flags)
{
    struct mm_struct *mm = running(m, pid);
    uint32_t at;

    if (!(flags & MAP_SHARED))
        flags |= MAP_PRIVATE;
    else if (!m->shmem_inode_cachep)
        shmem_init(m);
    enter(m, F_vm_mmap_pgoff);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, length);
        value(m, V_prot, FMT_HEX, prot);
        value(m, V_flags, FMT_HEX, flags);
    }
    at = do_mmap_pgoff(m, mm, addr, length, prot, flags);
    leave_with(m, F_vm_mmap_pgoff, FMT_HEX, at);
    task_work_run(m);
    return at;
}

/* mm/mmap.c:2550 */
int user_munmap(struct machine *m, uint32_t pid, uint32_t addr, uint32_t length)
{
    struct mm_struct *mm = running(m, pid);
    int err;

    enter(m, F_vm_munmap);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, length);
    }
    err = do_munmap(m, mm, addr, length);
    leave_with(m, F_vm_munmap, FMT_SDEC, (uint32_t)err);
    task_work_run(m);
    return err;
}
