// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The devices that an Exynos 5420 maps for good (arch/arm/mach-exynos/common.c): the chip id that the device tree names, then the table of all
 * Exynos 5. They lie at fixed places from 0xf6000000 on.
 */
#include "alloc/boot/early.h"

#define S3C_ADDR_BASE 0xf6000000u
#define DEVICE(offset, phys, size)                              \
    {                                                           \
        S3C_ADDR_BASE + (offset), (phys) >> 12, size, MT_DEVICE \
    }

/* arch/arm/mach-exynos/common.c:233, in its order */
static const struct map_desc exynos5_iodesc[] = {
    DEVICE(0x0100000, 0x10050100, 0x10000), /* SYSC; the page of it */
    DEVICE(0x0300000, 0x12dd0000, 0x4000),  /* timer */
    DEVICE(0x0400000, 0x101d0000, 0x1000),  /* watchdog */
    DEVICE(0x24c0000, 0x12250000, 0x1000),  /* SROMC */
    DEVICE(0x2400000, 0x02020000, 0x1000),  /* SYSRAM */
    DEVICE(0x2100000, 0x10010000, 0x24000), /* CMU */
    DEVICE(0x2180000, 0x10040000, 0x10000), /* PMU */
};

/* exynos_fdt_map_chipid(): the device tree's `reg` is 0x10000000 and 0x100 long, of which it maps one byte less. */
static const struct map_desc chipid = DEVICE(0x2000000, 0x10000000, 0xff);

void exynos_init_io(struct early *e)
{
    iotable_init(e, &chipid, 1);
    iotable_init(e, exynos5_iodesc, sizeof(exynos5_iodesc) / sizeof(exynos5_iodesc[0]));
}
