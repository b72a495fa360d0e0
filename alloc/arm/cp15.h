// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The registers of coprocessor 15 that the MMU of one core reads and writes, Non-secure PL1&0, short descriptors (DDI 0406C B3.17, B4.1).
 *
 * Not modelled, because no short-descriptor Linux of 3.13 sets them: EAE (long descriptors), HA, WXN, UWXN, the FCSE.
 */
#ifndef ALLOC_ARM_CP15_H
#define ALLOC_ARM_CP15_H

#include <stdbool.h>
#include <stdint.h>

struct cp15 {
    uint32_t sctlr, ttbr0, ttbr1, ttbcr, dacr, prrr, nmrr, contextidr;
    uint32_t dfsr, dfar, ifsr, ifar, par;
    uint32_t features; /* what this core has; no register of its own */
};

/* SCTLR, B4.1 */
#define SCTLR_M (1u << 0)  /* MMU on */
#define SCTLR_A (1u << 1)  /* alignment faults on */
#define SCTLR_C (1u << 2)  /* data cache on */
#define SCTLR_I (1u << 12) /* instruction cache on */
#define SCTLR_V (1u << 13) /* high vectors */
#define SCTLR_TRE \
    (1u << 28) /* TEX[0], C, B are an index into PRRR and NMRR; TEX[2:1] are the system's */
#define SCTLR_AFE (1u << 29) /* AP[0] is the access flag */

/*
 * TTBCR, B4.1
 *
 *	31   30..6  5    4    3  2..0
 *	EAE         PD1  PD0     N
 */
#define TTBCR_N   7u
#define TTBCR_PD0 (1u << 4) /* no walks through TTBR0 */
#define TTBCR_PD1 (1u << 5)

/* DACR: two bits for each of 16 domains, B3.7.3. */
enum domain_access { DOMAIN_NO_ACCESS, DOMAIN_CLIENT, DOMAIN_RESERVED, DOMAIN_MANAGER };

/* What cores differ in. */
#define FEATURE_PXN  1u /* L1 type 0b11 is a section with PXN; bit 2 of a table pointer is PXN */
#define FEATURE_PA40 2u /* supersections carry PA[39:32] */
#define FEATURES_A9  0u
#define FEATURES_A15 (FEATURE_PXN | FEATURE_PA40)

/* Bits high..low of a word; a macro, so that the compiler knows how many they are. */
#define BITS(word, high, low) ((word) >> (low) & ((2u << ((high) - (low))) - 1))
#define BIT(word, n)          ((word) >> (n)&1u)

/* The ASID of the running process: CONTEXTIDR[7:0], B3.10.4. */
static inline uint8_t cp15_asid(const struct cp15 *c)
{
    return (uint8_t)c->contextidr;
}

/* Where the exception vectors lie: SCTLR.V, B1.8.1; VBAR is left at zero. */
static inline uint32_t vectors_base(const struct cp15 *c)
{
    return c->sctlr & SCTLR_V ? 0xffff0000u : 0;
}

static inline enum domain_access domain_access(const struct cp15 *c, unsigned domain)
{
    return (enum domain_access)(c->dacr >> 2 * domain & 3);
}

#endif
