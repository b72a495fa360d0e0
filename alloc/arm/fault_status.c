// SPDX-License-Identifier: GPL-2.0-or-later
#include <stddef.h>

#include "alloc/arm/fault_status.h"

static const char *const names[] = {
    [FS_NONE] = "no fault",
    [FS_ALIGNMENT] = "alignment fault",
    [FS_ACCESS_FLAG_L1] = "access flag fault, first level",
    [FS_TRANSLATION_L1] = "translation fault, first level",
    [FS_ACCESS_FLAG_L2] = "access flag fault, second level",
    [FS_TRANSLATION_L2] = "translation fault, second level",
    [FS_EXTERNAL] = "external abort",
    [FS_DOMAIN_L1] = "domain fault, first level",
    [FS_DOMAIN_L2] = "domain fault, second level",
    [FS_EXTERNAL_L1] = "external abort on the table walk, first level",
    [FS_PERMISSION_L1] = "permission fault, first level",
    [FS_EXTERNAL_L2] = "external abort on the table walk, second level",
    [FS_PERMISSION_L2] = "permission fault, second level",
};

const char *fault_status_name(enum fault_status fs)
{
    const char *name = (unsigned)fs < sizeof names / sizeof names[0] ? names[fs] : NULL;

    return name ? name : "unknown fault";
}

/* Table B3-23: before a first-level descriptor was read there is no domain. */
static bool has_domain(enum fault_status fs)
{
    switch (fs) {
    case FS_NONE:
    case FS_ALIGNMENT:
    case FS_EXTERNAL:
    case FS_TRANSLATION_L1:
    case FS_EXTERNAL_L1:
        return false;
    default:
        return true;
    }
}

uint32_t ifsr_of(enum fault_status fs)
{
    return ((uint32_t)fs & 0x10) << 6 | (fs & 0xf);
}

uint32_t dfsr_of(enum fault_status fs, unsigned domain, unsigned access)
{
    uint32_t dfsr = ifsr_of(fs);

    if (has_domain(fs))
        dfsr |= domain << 4;
    if (access & ACCESS_CACHE_OP)
        dfsr |= DFSR_CM | DFSR_WNR; /* WnR always reads as 1 then */
    else if (access & ACCESS_WRITE)
        dfsr |= DFSR_WNR;
    return dfsr;
}

void take_abort(struct cp15 *c, enum fault_status fs, unsigned domain, uint32_t va, unsigned access)
{
    if (access & ACCESS_FETCH) {
        c->ifsr = ifsr_of(fs);
        c->ifar = va;
    } else {
        c->dfsr = dfsr_of(fs, domain, access);
        c->dfar = va;
    }
}
