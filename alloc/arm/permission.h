// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who may do what: the domain's field in DACR, then AP, XN and PXN (DDI 0406C B3.7).
 *
 *	AP[2:0]          000   001   010   011   100        101   110   111
 *	PL1, AFE = 0     -     RW    RW    RW    reserved   R     R     R
 *	PL0, AFE = 0     -     -     R     RW    reserved   -     R     R
 *
 * With AFE = 1, AP[0] is the access flag and the rights are AP[2:1]'s: AP[2] takes writing away, AP[1] lets PL0 in.
 */
#ifndef ALLOC_ARM_PERMISSION_H
#define ALLOC_ARM_PERMISSION_H

#include "alloc/arm/descriptor.h"

/* What an access is: one of the first three, and flags. */
#define ACCESS_READ  0u
#define ACCESS_WRITE 1u
#define ACCESS_FETCH 2u
#define ACCESS_PL0   4u /* as PL0: User mode, or LDRT and STRT at PL1 */
#define ACCESS_CACHE_OP \
    8u /* a cache maintenance or address translation operation; DFSR.CM says so */

/* Rights: what ap_rights() returns. */
#define RIGHT_PL1_READ  1u
#define RIGHT_PL1_WRITE 2u
#define RIGHT_PL0_READ  4u
#define RIGHT_PL0_WRITE 8u

enum verdict {
    VERDICT_CLIENT,    /* allowed, by the descriptor */
    VERDICT_MANAGER,   /* allowed, unchecked */
    VERDICT_NO_ACCESS, /* domain fault */
    VERDICT_AP,        /* permission faults: */
    VERDICT_XN,
    VERDICT_PXN,
};

/* The rights that AP[2:0] gives (B3.7.1). The reserved 0b100 gives none. */
static inline unsigned ap_rights(unsigned ap, bool afe)
{
    enum {
        R = RIGHT_PL1_READ,
        RW = RIGHT_PL1_READ | RIGHT_PL1_WRITE,
        UR = RIGHT_PL0_READ,
        URW = RIGHT_PL0_READ | RIGHT_PL0_WRITE,
    };
    static const uint8_t rights[2][8] = {
        { 0, RW, RW | UR, RW | URW, 0, R, R | UR, R | UR },
        { RW, RW, RW | URW, RW | URW, R, R, R | UR, R | UR },
    };

    return rights[afe][ap];
}

/*
 * Checks an access of ACCESS_* flags against the present DACR and SCTLR.AFE (B3.12.3): a manager is not checked at all, the reserved DACR
 * value is taken as no access, and a fetch needs the right to read and neither XN nor, at PL1, PXN (B3.7.2).
 */
static inline enum verdict access_verdict(const struct cp15 *c, struct descriptor d,
                                          unsigned access)
{
    bool pl0 = access & ACCESS_PL0, fetch = access & ACCESS_FETCH;
    unsigned rights = ap_rights(descriptor_ap(d), c->sctlr & SCTLR_AFE);

    switch (domain_access(c, descriptor_domain(d))) {
    case DOMAIN_MANAGER:
        return VERDICT_MANAGER;
    case DOMAIN_CLIENT:
        break;
    default:
        return VERDICT_NO_ACCESS;
    }
    if (pl0)
        rights >>= 2; /* PL0's rights now lie where PL1's were */
    if (!(rights & (access & ACCESS_WRITE ? RIGHT_PL1_WRITE : RIGHT_PL1_READ)))
        return VERDICT_AP;
    if (fetch && (d.attr & DESCRIPTOR_XN))
        return VERDICT_XN;
    if (fetch && !pl0 && (d.attr & DESCRIPTOR_PXN))
        return VERDICT_PXN;
    return VERDICT_CLIENT;
}

static inline bool verdict_allows(enum verdict v)
{
    return v == VERDICT_CLIENT || v == VERDICT_MANAGER;
}

#endif
