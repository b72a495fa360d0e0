// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel maps memory as (arch/arm/mm/mmu.c:237): the table as build_mem_type_table() leaves it on a multiprocessor ARMv7 with TEX
 * remapping. There memory is shared and write-allocate, devices are never executed, and neither first-level word has bit 4.
 */
#include "alloc/vm/vm.h"

#define PTE_DEVICE  (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_DIRTY | L_PTE_XN)
#define PTE_MEMORY  (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_DIRTY)
#define PTE_VECTORS (PTE_MEMORY | L_PTE_RDONLY | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)
#define SECT_DEVICE (PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_XN)
#define SECT_MEMORY (PMD_TYPE_SECT | PMD_SECT_AP_WRITE)

/* Prot of a table, or none; prot of a section, or none: both with the domain. */
#define L1(domain)         (PMD_TYPE_TABLE | PMD_DOMAIN(domain))
#define SECT(domain, bits) ((bits) | PMD_DOMAIN(domain))

static const struct mem_type mem_types[MT_TYPES] = {
    [MT_DEVICE] = { "DEVICE", PTE_DEVICE | L_PTE_MT_DEV_SHARED | L_PTE_SHARED, L1(DOMAIN_IO),
                    SECT(DOMAIN_IO, SECT_DEVICE | PMD_SECT_S | PMD_SECT_TEX(1u)) },
    [MT_DEVICE_NONSHARED] = { "DEVICE_NONSHARED", PTE_DEVICE | L_PTE_MT_DEV_NONSHARED,
                              L1(DOMAIN_IO), SECT(DOMAIN_IO, SECT_DEVICE | PMD_SECT_TEX(1u)) },
    [MT_DEVICE_CACHED] = { "DEVICE_CACHED", PTE_DEVICE | L_PTE_MT_DEV_CACHED | L_PTE_SHARED,
                           L1(DOMAIN_IO),
                           SECT(DOMAIN_IO, SECT_DEVICE | PMD_SECT_S | PMD_SECT_C | PMD_SECT_B) },
    [MT_DEVICE_WC] = { "DEVICE_WC", PTE_DEVICE | L_PTE_MT_DEV_WC | L_PTE_SHARED, L1(DOMAIN_IO),
                       SECT(DOMAIN_IO, SECT_DEVICE | PMD_SECT_S | PMD_SECT_B) },
    [MT_UNCACHED] = { "UNCACHED", PTE_DEVICE, L1(DOMAIN_IO),
                      SECT(DOMAIN_IO, PMD_TYPE_SECT | PMD_SECT_XN) },
    [MT_LOW_VECTORS] = { "LOW_VECTORS", PTE_VECTORS, L1(DOMAIN_USER), 0 },
    [MT_HIGH_VECTORS] = { "HIGH_VECTORS", PTE_VECTORS | L_PTE_USER, L1(DOMAIN_USER), 0 },
    [MT_MEMORY] = { "MEMORY", PAGE_KERNEL_EXEC, L1(DOMAIN_KERNEL),
                    SECT(DOMAIN_KERNEL, SECT_MEMORY | PMD_SECT_S | PMD_SECT_WBWA) },
    [MT_MEMORY_NONCACHED] = { "MEMORY_NONCACHED", PTE_MEMORY | L_PTE_MT_BUFFERABLE | L_PTE_SHARED,
                              L1(DOMAIN_KERNEL),
                              SECT(DOMAIN_KERNEL, SECT_MEMORY | PMD_SECT_S | PMD_SECT_B) },
};

const struct mem_type *get_mem_type(unsigned type)
{
    return type < MT_TYPES && mem_types[type].prot_pte ? &mem_types[type] : NULL;
}
