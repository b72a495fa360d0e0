// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel says of a process: /proc/PID/maps (fs/proc/task_mmu.c:272), a line for each area in the order of the list.
 *
 *	b6f00000-b6f04000 rw-s 00000000 00:04 1          /dev/zero (deleted)
 *	b6ffc000-b7000000 rw-p 00000000 00:00 0
 *	ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]
 *
 * Offset, device and inode are a file's, else 0. Shared memory is a file of shmem's without a name that anybody could open: simple_dname() makes one
 * up. The minor number of its device depends on what the kernel has mounted before it; 4 is an assumption. The last line is the page of vectors, which every process has though it is no area of its own. A
 * stack is known by a task's stack pointer, and there are no tasks: nothing is called [stack]. What exec() and brk() would set up is 0: nothing
 * is [heap] or [sigpage] unless somebody writes there.
 */
#include "alloc/proc.h"
#include "alloc/user/user.h"

#define SHMEM_MINOR 4u
/* seq_setwidth(): 25 + 6 * sizeof(void *) - 1 */
#define NAME_COLUMN 48

/* The two of start_code[] that bound the heap. */
enum { START_BRK = 4, BRK = 5 };

/* A line but its addresses and flags. */
struct map_file {
    uint32_t offset, minor, ino;
    const char *name;
};

/* Of an area without a file. */
static const char *area_name(const struct mm_struct *mm, const struct vm_area_struct *vma)
{
    if (vma->vm_start == mm->sigpage)
        return "[sigpage]";
    if (vma->vm_start <= mm->start_code[BRK] && vma->vm_end >= mm->start_code[START_BRK])
        return "[heap]";
    return "";
}

/* fs/dcache.c:3105, of a name that lies in its dentry; "" if the way there was overwritten. */
static const char *file_name(const struct machine *m, const struct file *file, char *buf,
                             size_t size)
{
    const struct dentry *dentry;

    if (!low_mapped(m, file->f_path_dentry, sizeof *dentry))
        return "";
    dentry = ram_at_const(m, file->f_path_dentry);
    snprintf(buf, size, "/%.*s (deleted)", (int)DNAME_INLINE_LEN, dentry->d_iname);
    for (char *at = buf; *at; at++)
        if (*at < ' ' || *at > '~')
            *at = '?';
    return buf;
}

static struct map_file file_of(const struct machine *m, const struct vm_area_struct *vma, char *buf,
                               size_t size)
{
    struct map_file of = { .offset = vma->vm_pgoff << 12, .minor = SHMEM_MINOR, .name = "" };
    const struct file *file;

    if (!low_mapped(m, vma->vm_file, sizeof *file))
        return of;
    file = ram_at_const(m, vma->vm_file);
    if (low_mapped(m, file->f_inode, sizeof(struct inode)))
        of.ino = ((const struct inode *)ram_at_const(m, file->f_inode))->i_ino;
    of.name = file_name(m, file, buf, size);
    return of;
}

static void map_line(uint32_t start, uint32_t end, uint32_t flags, const struct map_file *of,
                     struct text *t)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%08x-%08x %c%c%c%c %08x %02x:%02x %u ", start, end,
                     flags & VM_READ ? 'r' : '-', flags & VM_WRITE ? 'w' : '-',
                     flags & VM_EXEC ? 'x' : '-', flags & VM_MAYSHARE ? 's' : 'p', of->offset, 0u,
                     of->minor, of->ino);

    if (*of->name)
        text_add(t, "%-*s %s\n", NAME_COLUMN, line, of->name);
    else
        text_add(t, "%.*s\n", n, line);
}

static void areas(const struct machine *m, const struct mm_struct *mm, struct text *t)
{
    uint32_t virt = mm->mmap;

    for (uint32_t n = 0; n < VMAS_MAX && low_mapped(m, virt, sizeof(struct vm_area_struct)); n++) {
        const struct vm_area_struct *vma = ram_at_const(m, virt);
        char name[DNAME_INLINE_LEN + sizeof "/ (deleted)"];
        struct map_file of = { .name = "" };

        if (vma_is_file(vma))
            of = file_of(m, vma, name, sizeof name);
        else
            of.name = area_name(mm, vma);
        map_line(vma->vm_start, vma->vm_end, vma->vm_flags, &of, t);
        virt = vma->vm_next;
    }
}

bool proc_maps(const struct machine *m, uint32_t pid, struct text *t)
{
    const struct map_file vectors = { .name = "[vectors]" };
    const struct process *p = find_process(m, pid);

    if (!p)
        return false;
    if (low_mapped(m, p->mm, sizeof(struct mm_struct)))
        areas(m, ram_at_const(m, p->mm), t);
    map_line(VECTORS_BASE, VECTORS_BASE + PAGE_SIZE, VM_READ | VM_EXEC, &vectors, t);
    return true;
}
