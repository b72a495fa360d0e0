// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel says of its virtual memory: /proc/vmallocinfo, and its page tables as /sys/kernel/debug/kernel_page_tables shows them. ARM
 * has that file only since 3.14; its form is taken from there, with the memory type of a section added.
 */
#include "alloc/proc.h"
#include "alloc/vm/vm.h"

/* ---- vmallocinfo: mm/vmalloc.c:2587 ---- */

/* A symbol that the model knows by name only: without offset and size. */
static void caller_line(const struct machine *m, uint32_t caller, struct text *t)
{
    if (!caller || !ram_mapped(m, caller, LITERAL_BYTES))
        return;
    text_add(t, " %.*s", (int)LITERAL_BYTES - 1, (const char *)ram_at_const(m, caller));
}

static void vm_line(const struct machine *m, const struct vm_struct *v, struct text *t)
{
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = { { VM_IOREMAP, " ioremap" },
                  { VM_ALLOC, " vmalloc" },
                  { VM_MAP, " vmap" },
                  { VM_USERMAP, " user" },
                  { VM_VPAGES, " vpages" } };

    text_add(t, "0x%08x-0x%08x %7u", v->addr, v->addr + v->size, v->size);
    caller_line(m, v->caller, t);
    if (v->nr_pages)
        text_add(t, " pages=%u", v->nr_pages);
    if (v->phys_addr)
        text_add(t, " phys=%x", v->phys_addr);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (v->flags & words[i].flag)
            text_add(t, "%s", words[i].word);
    text_add(t, "\n");
}

void proc_vmallocinfo(const struct machine *m, struct text *t)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vmap_area *va = ram_at_const(m, virt);

        if (va->flags & VM_VM_AREA && low_mapped(m, va->vm, sizeof(struct vm_struct)))
            vm_line(m, ram_at_const(m, va->vm), t);
    }
}

/* ---- kernel_page_tables ---- */

/* What one entry maps: a MiB or a page; `what` says how, 0 for nothing. Neighbours of the same kind are one line. */
struct entry {
    uint32_t what;
    bool section;
};

static struct entry entry_at(const struct machine *m, uint32_t addr, uint32_t *next)
{
    struct pte_words w = pte_words(m, m->swapper_pg_dir, addr);

    *next = w.ptep ? addr + PAGE_SIZE : (addr & SECTION_MASK) + SECTION_SIZE;
    if ((w.l1 & PMD_TYPE_MASK) == PMD_TYPE_SECT)
        return (struct entry){ w.l1 & ~SECTION_MASK, true };
    return (struct entry){ w.pte & ~PAGE_MASK, false };
}

static void page_words(uint32_t pte, struct text *t)
{
    static const char *const types[16] = {
        [0x0] = "SO/UNCACHED",     [0x1] = "MEM/BUFFERABLE/WC",
        [0x2] = "MEM/CACHED/WT",   [0x3] = "MEM/CACHED/WB",
        [0x4] = "DEV/SHARED",      [0x6] = "MEM/MINICACHE",
        [0x7] = "MEM/CACHED/WBWA", [0x9] = "DEV/WC",
        [0xb] = "DEV/CACHED",      [0xc] = "DEV/NONSHARED",
    };
    const char *type = types[(pte & L_PTE_MT_MASK) >> 2];

    text_add(t, " %s %s %s %s %s", pte & L_PTE_USER ? "USR" : "   ",
             pte & L_PTE_RDONLY ? "ro" : "RW", pte & L_PTE_XN ? "NX" : "x ",
             pte & L_PTE_SHARED ? "SHD" : "   ", type ? type : "?");
}

static void section_words(uint32_t pmd, struct text *t)
{
    static const char *const types[8] = {
        "SO/UNCACHED", "MEM/BUFFERABLE/WC", "MEM/CACHED/WT", "MEM/CACHED/WB", "DEV", "?",
        "?",           "MEM/CACHED/WBWA"
    };
    uint32_t n = (pmd >> 12 & 1) << 2 | (pmd >> 2 & 3);

    text_add(t, " %s %s %s %s %s", pmd & PMD_SECT_AP_READ ? "USR" : "   ",
             pmd & PMD_SECT_APX ? "ro" : "RW", pmd & PMD_SECT_XN ? "NX" : "x ",
             pmd & PMD_SECT_S ? "SHD" : "   ", types[n]);
}

static void range_line(uint32_t start, uint32_t end, struct entry e, struct text *t)
{
    uint32_t size = (end - start) >> 10;
    char unit = 'K';

    if (!(size & 1023)) {
        size >>= 10;
        unit = 'M';
    }
    text_add(t, "0x%08x-0x%08x   %9u%c", start, end, size, unit);
    if (e.section)
        section_words(e.what, t);
    else
        page_words(e.what, t);
    text_add(t, "\n");
}

/* The headings; kmap()'s window lies among the modules' addresses. */
struct marker {
    uint32_t start;
    const char *name;
};
#define MARKERS 7
static void markers_of(const struct machine *m, struct marker markers[MARKERS])
{
    const struct marker all[MARKERS] = { { MODULES_VADDR, "Modules" },
                                         { PAGE_OFFSET, "Kernel Mapping" },
                                         { vmalloc_start(m), "vmalloc() Area" },
                                         { VMALLOC_END, "vmalloc() End" },
                                         { FIXADDR_START, "Fixmap Area" },
                                         { VECTORS_BASE, "Vectors" },
                                         { 0, NULL } };

    for (int i = 0; i < MARKERS; i++)
        markers[i] = all[i];
}

void proc_kernel_page_tables(const struct machine *m, struct text *t)
{
    struct marker markers[MARKERS], *marker = markers;
    struct entry run = { 0, false };
    uint32_t start = MODULES_VADDR, next;

    if (!m->swapper_pg_dir)
        return;
    markers_of(m, markers);
    for (uint32_t addr = MODULES_VADDR; addr; addr = next) {
        struct entry e = entry_at(m, addr, &next);
        bool heading = marker->name && addr >= marker->start;

        if (run.what && (heading || e.what != run.what || e.section != run.section)) {
            range_line(start, addr, run, t);
            run.what = 0;
        }
        while (marker->name && addr >= marker->start)
            text_add(t, "---[ %s ]---\n", marker++->name);
        if (!run.what) {
            run = e;
            start = addr;
        }
    }
    if (run.what)
        range_line(start, 0, run, t);
}
