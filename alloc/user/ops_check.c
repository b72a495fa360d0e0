// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What processes may be asked to do, and how long it takes. What the kernel answers with an error code is mostly refused here, with a reason; what
 * depends on memory is let through.
 */
#include <inttypes.h>

#include "alloc/user/ops.h"
#include "alloc/user/user.h"

#define ADDRESS_RANGE "0x%x to 0x%x, not 0x%" PRIx32

/* ---- who ---- */

static bool check_ready(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!m->swapper_pg_dir)
        return op_refuse(e, "state", "op",
                         "%s: this machine has no page tables, for it has no kernel image or more "
                         "low memory than a kernel maps",
                         op_kind_name(op->kind));
    if (!m->slub)
        return op_refuse(e, "state", "op",
                         "%s: this room runs with slub=off, which processes are made with",
                         op_kind_name(op->kind));
    return user_ready(m) ||
           op_refuse(e, "state", "op", "%s: boot wmark first", op_kind_name(op->kind));
}

bool check_process(const struct machine *m, uint32_t pid, struct op_error *e)
{
    return find_process(m, pid) ||
           op_refuse(e, "state", "pid", "pid: there is no process %" PRIu32, pid);
}

static bool check_place(const struct machine *m, struct op_error *e)
{
    for (unsigned i = 0; i < MAX_PROCESSES; i++)
        if (!m->process[i].pid)
            return true;
    return op_refuse(e, "state", "op", "op: a machine has at most %d processes", MAX_PROCESSES);
}

/* ---- where ---- */

static const struct mm_struct *mm_of(const struct machine *m, uint32_t pid)
{
    const struct process *p = find_process(m, pid);

    return p && low_mapped(m, p->mm, sizeof(struct mm_struct)) ? ram_at_const(m, p->mm) : NULL;
}

/* The area at this address of RAM; NULL for what is none that can be read. */
static const struct vm_area_struct *area_at(const struct machine *m, uint32_t virt)
{
    return virt && low_mapped(m, virt, sizeof(struct vm_area_struct)) ? ram_at_const(m, virt)
                                                                      : NULL;
}

/* The first area that lies in [addr, end). */
static const struct vm_area_struct *overlap(const struct machine *m, uint32_t pid, uint32_t addr,
                                            uint32_t end)
{
    const struct mm_struct *mm = mm_of(m, pid);
    const struct vm_area_struct *vma = mm ? area_at(m, mm->mmap) : NULL;

    for (uint32_t n = 0; vma && n < VMAS_MAX; vma = area_at(m, vma->vm_next), n++)
        if (vma->vm_start < end && addr < vma->vm_end)
            return vma;
    return NULL;
}

static bool check_length(const struct op *op, struct op_error *e)
{
    return (op->size && op->size <= TASK_SIZE - FIRST_USER_ADDRESS) ||
           op_refuse(e, "range", "length", "length: 1 to %u bytes, not %" PRIu32,
                     TASK_SIZE - FIRST_USER_ADDRESS, op->size);
}

/* A user's address at which this many bytes fit. */
static bool check_range(const struct op *op, struct op_error *e)
{
    if (!check_length(op, e))
        return false;
    if (op->addr & ~PAGE_MASK)
        return op_refuse(e, "range", "addr", "addr: a multiple of 4096, not 0x%" PRIx32, op->addr);
    return (op->addr >= FIRST_USER_ADDRESS && op->addr <= TASK_SIZE - op->size) ||
           op_refuse(e, "range", "addr", "addr: " ADDRESS_RANGE, FIRST_USER_ADDRESS,
                     (TASK_SIZE - op->size) & PAGE_MASK, op->addr);
}

/* The kernel unmaps silently what is in the way of a fixed mapping; whoever means that says munmap. */
static bool check_mmap(const struct machine *m, const struct op *op, struct op_error *e)
{
    const struct vm_area_struct *vma;

    if (op->shared > 1)
        return op_refuse(e, "range", "shared", "shared: 0 or 1, not %" PRIu32, op->shared);
    if (op->flags & ~(VM_READ | VM_WRITE | VM_EXEC))
        return op_refuse(e, "range", "prot", PROT_MESSAGE);
    if (op->value > 1)
        return op_refuse(e, "range", "hint", "hint: 0 or 1, not %" PRIu32, op->value);
    if (!op->addr || op->value)
        return check_length(op, e);
    if (!check_range(op, e))
        return false;
    vma = overlap(m, op->pid, op->addr, op->addr + op->size);
    return !vma ||
           op_refuse(e, "state", "addr",
                     "addr: 0x%" PRIx32 " to 0x%" PRIx32 " is mapped already; munmap it first",
                     vma->vm_start, vma->vm_end);
}

static bool check_op(const struct machine *m, const struct op *op, struct op_error *e)
{
    switch (op->kind) {
    case OP_PROC_MMAP:
        return check_mmap(m, op, e);
    case OP_PROC_TOUCH:
        return op->flags < OP_ACCESSES || op_refuse(e, "range", "access", ACCESS_MESSAGE);
    case OP_PROC_FORK:
        return check_place(m, e);
    case OP_PROC_MUNMAP:
        return check_range(op, e);
    default:
        return true;
    }
}

bool user_op_check(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_ready(m, op, e))
        return false;
    if (op->kind == OP_PROC_CREATE)
        return op->value <= 1
                   ? check_place(m, e)
                   : op_refuse(e, "range", "legacy", "legacy: 0 or 1, not %" PRIu32, op->value);
    if (op->kind == OP_PROC_SWITCH && !op->pid)
        return true; /* nobody runs */
    return check_process(m, op->pid, e) && check_op(m, op, e);
}

/* ---- how many events, counted generously ---- */

/* An operation by itself, with pages, tables and objects. */
#define ONE_OP 40000u
/* A page's words and counts, and its way to or from the buddy lists. */
#define ONE_PAGE 250u
/* A table of pages: looked through, made or given back. */
#define ONE_TABLE 4000u
/* An area with its links to pages, and its file. */
#define ONE_AREA 5000u

/* Pages that go with the files whose last area this may be. */
static uint32_t file_pages(const struct machine *m, const struct mm_struct *mm)
{
    const struct vm_area_struct *vma = area_at(m, mm->mmap);
    uint64_t sum = 0;

    for (uint32_t n = 0; vma && n < VMAS_MAX; vma = area_at(m, vma->vm_next), n++) {
        const struct file *file =
            low_mapped(m, vma->vm_file, sizeof *file) ? ram_at_const(m, vma->vm_file) : NULL;

        if (file && low_mapped(m, file->f_mapping, sizeof(struct address_space)))
            sum += ((const struct address_space *)ram_at_const(m, file->f_mapping))->nrpages;
    }
    return sum < m->nr_pages ? (uint32_t)sum : m->nr_pages;
}

bool user_op_is_long(const struct machine *m, const struct op *op)
{
    const struct mm_struct *mm = mm_of(m, op->pid);
    bool heavy = op->kind == OP_PROC_FORK || op->kind == OP_PROC_MUNMAP || op->kind == OP_PROC_EXIT;

    if (!heavy || !mm)
        return false;
    return ONE_OP + ((uint64_t)get_mm_rss(mm) + file_pages(m, mm)) * ONE_PAGE +
               (uint64_t)(uint32_t)mm->nr_ptes * ONE_TABLE +
               (uint64_t)(uint32_t)mm->map_count * ONE_AREA >
           OP_LONG_EVENTS;
}
