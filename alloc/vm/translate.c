// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/vm/translate.h"

#include "alloc/vm/vm.h"

/* proc-v7-2level.S:24 and :131, for a multiprocessor: walks are cacheable and shared. */
#define TTB_FLAGS_SMP 0x6au
#define PRRR          0xff0a81a8u
#define NMRR          0x40e040e0u
/* A Cortex-A15's SCTLR out of reset, and v7_crval (proc-v7-2level.S:169). */
#define SCTLR_RESET  0x00c50078u
#define CRVAL_CLEAR  0x2120c302u
#define CRVAL_MMUSET 0x10c03c7du
/* Kernel, user and devices are clients for ever: without CONFIG_CPU_USE_DOMAINS (arch/arm/include/asm/domain.h:50). */
#define DACR_CLIENTS 0x15u

struct cp15 kernel_cp15(const struct machine *m, uint32_t pgd, uint32_t asid)
{
    return (struct cp15){
        .sctlr = (SCTLR_RESET & ~CRVAL_CLEAR) | CRVAL_MMUSET,
        .ttbr0 = virt_to_phys(m, pgd) | TTB_FLAGS_SMP,
        .ttbr1 = virt_to_phys(m, m->swapper_pg_dir) | TTB_FLAGS_SMP,
        .dacr = DACR_CLIENTS,
        .prrr = PRRR,
        .nmrr = NMRR,
        .contextidr = asid,
        .features = FEATURES_A15,
    };
}

static bool read_phys(void *arg, uint32_t pa, uint32_t *word)
{
    const struct machine *m = arg;
    uint32_t pfn = pa >> 12, virt = phys_to_virt(m, pa & ~3u);

    if (ram_word(m, virt)) { /* below the first hole: nearly always */
        *word = low_word(m, virt);
        return true;
    }
    if (!pfn_valid(m, pfn))
        return false;
    *word = pfn < m->max_low_pfn ? low_word(m, virt) : 0;
    return true;
}

struct phys_memory phys_memory_of(const struct machine *m)
{
    void *arg = (void *)(uintptr_t)m; // NOLINT(performance-no-int-to-ptr): it only reads

    return (struct phys_memory){ .read = read_phys, .arg = arg };
}

struct translation translate_kernel(const struct machine *m, uint32_t va, unsigned access,
                                    struct mmu_walk *record)
{
    const struct cp15 c = kernel_cp15(m, m->swapper_pg_dir, 0);
    const struct phys_memory memory = phys_memory_of(m);

    return mmu_translate(&c, NULL, &memory, va, access, record);
}
