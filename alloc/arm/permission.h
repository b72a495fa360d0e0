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
unsigned ap_rights(unsigned ap, bool afe);

/*
 * Checks an access of ACCESS_* flags against the present DACR and SCTLR.AFE (B3.12.3): a manager is not checked at all, the reserved DACR
 * value is taken as no access, and a fetch needs the right to read and neither XN nor, at PL1, PXN (B3.7.2).
 */
enum verdict access_verdict(const struct cp15 *c, const struct descriptor *d, unsigned access);

static inline bool verdict_allows(enum verdict v)
{
    return v == VERDICT_CLIENT || v == VERDICT_MANAGER;
}

#endif
