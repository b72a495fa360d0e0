// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel says of a process: /proc/PID/maps (fs/proc/task_mmu.c:272), a line for each area in the order of the list.
 *
 *	b6ffc000-b7000000 rw-p 00000000 00:00 0
 *	ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]
 *
 * Offset, device and inode are a file's: 0. The last line is the page of vectors, which every process has though it is no area of its own. A
 * stack is known by a task's stack pointer, and there are no tasks: nothing is called [stack]. What exec() and brk() would set up is 0: nothing
 * is [heap] or [sigpage] unless somebody writes there.
 */
#include "alloc/proc.h"
#include "alloc/user/user.h"

#define VM_MAYSHARE 0x80u
/* seq_setwidth(): 25 + 6 * sizeof(void *) - 1 */
#define NAME_COLUMN 48

/* The two of start_code[] that bound the heap. */
enum { START_BRK = 4, BRK = 5 };

static const char *area_name(const struct mm_struct *mm, const struct vm_area_struct *vma)
{
    if (vma->vm_start == mm->sigpage)
        return "[sigpage]";
    if (vma->vm_start <= mm->start_code[BRK] && vma->vm_end >= mm->start_code[START_BRK])
        return "[heap]";
    return "";
}

static void map_line(uint32_t start, uint32_t end, uint32_t flags, const char *name, struct text *t)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%08x-%08x %c%c%c%c %08x %02x:%02x %u ", start, end,
                     flags & VM_READ ? 'r' : '-', flags & VM_WRITE ? 'w' : '-',
                     flags & VM_EXEC ? 'x' : '-', flags & VM_MAYSHARE ? 's' : 'p', 0u, 0u, 0u, 0u);

    if (*name)
        text_add(t, "%-*s %s\n", NAME_COLUMN, line, name);
    else
        text_add(t, "%.*s\n", n, line);
}

static void areas(const struct machine *m, const struct mm_struct *mm, struct text *t)
{
    uint32_t virt = mm->mmap;

    for (uint32_t n = 0; n < VMAS_MAX && low_mapped(m, virt, sizeof(struct vm_area_struct)); n++) {
        const struct vm_area_struct *vma = ram_at_const(m, virt);

        map_line(vma->vm_start, vma->vm_end, vma->vm_flags, area_name(mm, vma), t);
        virt = vma->vm_next;
    }
}

bool proc_maps(const struct machine *m, uint32_t pid, struct text *t)
{
    const struct process *p = find_process(m, pid);

    if (!p)
        return false;
    if (low_mapped(m, p->mm, sizeof(struct mm_struct)))
        areas(m, ram_at_const(m, p->mm), t);
    map_line(VECTORS_BASE, VECTORS_BASE + PAGE_SIZE, VM_READ | VM_EXEC, "[vectors]", t);
    return true;
}
