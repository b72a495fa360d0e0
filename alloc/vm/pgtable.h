// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page tables as Linux keeps them on ARMv7 with short descriptors (arch/arm/include/asm/pgtable-2level.h).
 *
 * The hardware's first level has 4,096 words, one for each MiB. Linux sees 2,048 pairs of them, one for each 2 MiB; what it calls a pmd
 * is such a pair. The two second-level tables of a pair share a page with what Linux itself wants to know of each entry:
 *
 *	page +0		Linux words 0 to 255	of the even MiB
 *	     +1024	Linux words 256 to 511	of the odd MiB
 *	     +2048	hardware words 0 to 255		<- first word of the pair
 *	     +3072	hardware words 256 to 511	<- second word of the pair
 *
 * All of them are words of RAM. A `pgd`, `pmd` or `ptep` here is the virtual address of one; a table that leads out of low memory, as only
 * somebody's stray write makes one, counts as absent.
 *
 * First-level words that Linux writes:
 *
 *	31..20 base          16 15  14..12 11 10     8..5   4   3 2 1 0
 *	section              S  APX TEX    AP[1:0]   domain XN  C B 1 0
 *	table, 31..10 base                           domain BIT4    0 1		bit 4 means nothing on ARMv7
 *
 * Linux's own word of a page ("pte"):
 *
 *	31..12 base   11   10     9  8    7      6     5..2          1     0
 *	              NONE SHARED XN USER RDONLY DIRTY memory type   YOUNG PRESENT
 */
#ifndef ALLOC_VM_PGTABLE_H
#define ALLOC_VM_PGTABLE_H

#include "alloc/ram.h"

#define SECTION_SIZE    0x100000u
#define PMD_SIZE        0x200000u
#define PAGE_MASK       (~(PAGE_SIZE - 1))
#define SECTION_MASK    (~(SECTION_SIZE - 1))
#define PMD_MASK        (~(PMD_SIZE - 1))
#define PTRS_PER_PGD    2048u
#define PTRS_PER_PTE    512u
#define PGD_SIZE        (PTRS_PER_PGD * 8)
#define PTE_HWTABLE_OFF 2048u

/* The virtual map: arch/arm/include/asm/memory.h, pgtable.h, highmem.h, fixmap.h */
#define MODULES_VADDR  0xbf000000u
#define TASK_SIZE      MODULES_VADDR
#define PKMAP_BASE     0xbfe00000u
#define VMALLOC_END    0xff000000u
#define VMALLOC_OFFSET 0x800000u
#define VMALLOC_MIN \
    (VMALLOC_END - (240u << 20) - VMALLOC_OFFSET) /* where low memory ends at the latest */
#define FIXADDR_START 0xfff00000u
#define FIXADDR_TOP   0xfffe0000u
#define VECTORS_BASE  0xffff0000u

/* pgtable-2level-hwdef.h */
#define PMD_TYPE_MASK     3u
#define PMD_TYPE_TABLE    1u
#define PMD_TYPE_SECT     2u
#define PMD_SECT_B        (1u << 2)
#define PMD_SECT_C        (1u << 3)
#define PMD_SECT_XN       (1u << 4)
#define PMD_BIT4          (1u << 4)
#define PMD_DOMAIN(x)     ((x) << 5)
#define PMD_SECT_AP_WRITE (1u << 10)
#define PMD_SECT_AP_READ  (1u << 11)
#define PMD_SECT_TEX(x)   ((x) << 12)
#define PMD_SECT_APX      (1u << 15)
#define PMD_SECT_S        (1u << 16)
#define PMD_SECT_WBWA     (PMD_SECT_TEX(1u) | PMD_SECT_C | PMD_SECT_B)
#define PTE_EXT_XN        (1u << 0)
#define PTE_EXT_AP0       (1u << 4)
#define PTE_EXT_AP1       (1u << 5)
#define PTE_EXT_TEX1      (1u << 6)
#define PTE_EXT_APX       (1u << 9)
#define PTE_EXT_NG        (1u << 11)

#define DOMAIN_KERNEL 0u
#define DOMAIN_USER   1u
#define DOMAIN_IO     2u

#define PAGE_KERNEL_TABLE (PMD_TYPE_TABLE | PMD_BIT4 | PMD_DOMAIN(DOMAIN_KERNEL))
#define PAGE_USER_TABLE   (PMD_TYPE_TABLE | PMD_BIT4 | PMD_DOMAIN(DOMAIN_USER))

/* pgtable-2level.h:110 */
#define L_PTE_PRESENT          (1u << 0)
#define L_PTE_YOUNG            (1u << 1)
#define L_PTE_DIRTY            (1u << 6)
#define L_PTE_RDONLY           (1u << 7)
#define L_PTE_USER             (1u << 8)
#define L_PTE_XN               (1u << 9)
#define L_PTE_SHARED           (1u << 10)
#define L_PTE_NONE             (1u << 11)
#define L_PTE_MT_UNCACHED      (0x0u << 2)
#define L_PTE_MT_BUFFERABLE    (0x1u << 2)
#define L_PTE_MT_WRITETHROUGH  (0x2u << 2)
#define L_PTE_MT_WRITEBACK     (0x3u << 2)
#define L_PTE_MT_DEV_SHARED    (0x4u << 2)
#define L_PTE_MT_MINICACHE     (0x6u << 2)
#define L_PTE_MT_WRITEALLOC    (0x7u << 2)
#define L_PTE_MT_DEV_WC        (0x9u << 2)
#define L_PTE_MT_DEV_CACHED    (0xbu << 2)
#define L_PTE_MT_DEV_NONSHARED (0xcu << 2)
#define L_PTE_MT_MASK          (0xfu << 2)

/* What build_mem_type_table() leaves on a multiprocessor: pgprot_kernel and PAGE_KERNEL. */
#define PAGE_KERNEL_EXEC \
    (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_DIRTY | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)
#define PAGE_KERNEL (PAGE_KERNEL_EXEC | L_PTE_XN)

static inline uint32_t virt_to_phys(const struct machine *m, uint32_t virt)
{
    return virt - PAGE_OFFSET + (m->first_pfn << 12);
}
static inline uint32_t phys_to_virt(const struct machine *m, uint32_t phys)
{
    return phys - (m->first_pfn << 12) + PAGE_OFFSET;
}
static inline uint32_t high_memory(const struct machine *m)
{
    return PAGE_OFFSET + ((m->max_low_pfn - m->first_pfn) << 12);
}
static inline uint32_t vmalloc_start(const struct machine *m)
{
    return (high_memory(m) + VMALLOC_OFFSET) & ~(VMALLOC_OFFSET - 1);
}

/* Are these words of low memory, all of them? For who only looks; who works there finds out by an oops. */
static inline bool low_mapped(const struct machine *m, uint32_t virt, uint32_t bytes)
{
    return !(virt & 3) && ram_mapped(m, virt, bytes);
}
static inline uint32_t low_word(const struct machine *m, uint32_t virt)
{
    return *(const uint32_t *)ram_at_const(m, virt);
}

/* The pair that covers this address. A pgd that lies outside low memory is never asked. */
static inline uint32_t pgd_offset(uint32_t pgd, uint32_t addr)
{
    return pgd + (addr >> 21) * 8;
}
static inline uint32_t pgd_offset_k(const struct machine *m, uint32_t addr)
{
    return pgd_offset(m->swapper_pg_dir, addr);
}
/* Where the next pair begins, or `end` if that comes first; 0 is the end of the address space. */
static inline uint32_t pgd_addr_end(uint32_t addr, uint32_t end)
{
    uint32_t boundary = (addr + PMD_SIZE) & PMD_MASK;

    return boundary - 1 < end - 1 ? boundary : end;
}
/* The kernel looks at the first word of the pair only. */
static inline bool pmd_none(const struct machine *m, uint32_t pmd)
{
    return low_word(m, pmd) == 0;
}
static inline bool pmd_bad(const struct machine *m, uint32_t pmd)
{
    return low_word(m, pmd) & 2;
}
/* The Linux word of an address whose pair is a table; 0 if it is none that can be followed. */
static inline uint32_t pte_offset_kernel(const struct machine *m, uint32_t pmd, uint32_t addr)
{
    uint32_t table = phys_to_virt(m, low_word(m, pmd) & PAGE_MASK);

    if ((low_word(m, pmd) & PMD_TYPE_MASK) != PMD_TYPE_TABLE || !low_mapped(m, table, PAGE_SIZE))
        return 0;
    return table + (addr >> 12 & (PTRS_PER_PTE - 1)) * 4;
}
static inline uint32_t pfn_pte(uint32_t pfn, uint32_t prot)
{
    return pfn << 12 | prot;
}

/* The words of an address as the tables have them now, for whoever shows or checks them. `pte` and `hw` are 0 where the pair is no table. */
struct pte_words {
    uint32_t l1;      /* the word of this MiB */
    uint32_t pte, hw; /* Linux's and the hardware's */
    uint32_t ptep;    /* where the Linux word lies; 0: no table */
};
struct pte_words pte_words(const struct machine *m, uint32_t pgd, uint32_t addr);

/* ---- set_pte.c ---- */

/* What the hardware's word is for a Linux word (arch/arm/mm/proc-v7-2level.S:75); `ext` is PTE_EXT_NG or 0. */
uint32_t hw_pte(uint32_t pte, uint32_t ext);
/* Writes both words. */
void set_pte_ext(struct machine *m, uint32_t ptep, uint32_t pte, uint32_t ext);
void set_pte_at(struct machine *m, uint32_t addr, uint32_t ptep, uint32_t pte);
uint32_t ptep_get_and_clear(struct machine *m, uint32_t addr, uint32_t ptep);

/* ---- pmd.c ---- */
void pmd_populate_(struct machine *m, uint32_t pmd, uint32_t pte_phys, uint32_t prot);
void pmd_clear(struct machine *m, uint32_t pmd);
/* The Linux word of a kernel address, with a new table if the pair has none; 0 if there is no memory for one. */
uint32_t pte_alloc_kernel(struct machine *m, uint32_t pmd, uint32_t addr);

#endif
