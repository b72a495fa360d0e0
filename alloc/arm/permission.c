// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/permission.h"

#define PL1_R  RIGHT_PL1_READ
#define PL1_RW (RIGHT_PL1_READ | RIGHT_PL1_WRITE)
#define PL0_R  RIGHT_PL0_READ
#define PL0_RW (RIGHT_PL0_READ | RIGHT_PL0_WRITE)

unsigned ap_rights(unsigned ap, bool afe)
{
    static const uint8_t full[8] = {
        0, PL1_RW, PL1_RW | PL0_R, PL1_RW | PL0_RW, 0, PL1_R, PL1_R | PL0_R, PL1_R | PL0_R,
    };
    static const uint8_t simplified[4] = { PL1_RW, PL1_RW | PL0_RW, PL1_R, PL1_R | PL0_R };

    return afe ? simplified[ap >> 1] : full[ap];
}

enum verdict access_verdict(const struct cp15 *c, const struct descriptor *d, unsigned access)
{
    bool pl0 = access & ACCESS_PL0, fetch = access & ACCESS_FETCH;
    unsigned rights = ap_rights(d->ap, c->sctlr & SCTLR_AFE);

    switch (domain_access(c, d->domain)) {
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
    if (fetch && d->xn)
        return VERDICT_XN;
    if (fetch && !pl0 && d->pxn)
        return VERDICT_PXN;
    return VERDICT_CLIENT;
}
