// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an abort leaves in the fault registers (DDI 0406C B3.13).
 *
 *	DFSR  13  12   11   10     9     8  7..4    3..0
 *	      CM  ExT  WnR  FS[4]  LPAE  0  domain  FS[3:0]
 *	IFSR      ExT       FS[4]  LPAE  0          FS[3:0]
 */
#ifndef ALLOC_ARM_FAULT_STATUS_H
#define ALLOC_ARM_FAULT_STATUS_H

#include "alloc/arm/permission.h"

/* FS[4:0], short-descriptor format. _L1: of a section, or before the second table was reached; _L2: of a page. */
enum fault_status {
    FS_NONE = 0,
    FS_ALIGNMENT = 0x01,
    FS_ACCESS_FLAG_L1 = 0x03,
    FS_TRANSLATION_L1 = 0x05,
    FS_ACCESS_FLAG_L2 = 0x06,
    FS_TRANSLATION_L2 = 0x07,
    FS_EXTERNAL = 0x08, /* of the access itself: for the host, which makes it */
    FS_DOMAIN_L1 = 0x09,
    FS_DOMAIN_L2 = 0x0b,
    FS_EXTERNAL_L1 = 0x0c, /* of the read of a descriptor */
    FS_PERMISSION_L1 = 0x0d,
    FS_EXTERNAL_L2 = 0x0e,
    FS_PERMISSION_L2 = 0x0f,
};

#define DFSR_WNR (1u << 11)
#define DFSR_CM  (1u << 13)

/* "permission fault, second level" and the like. */
const char *fault_status_name(enum fault_status fs);

/* DFSR for a fault of this domain; the field is UNKNOWN, here 0, when no descriptor gave one. */
uint32_t dfsr_of(enum fault_status fs, unsigned domain, unsigned access);
uint32_t ifsr_of(enum fault_status fs);

/* An abort is taken: a fetch sets IFSR and IFAR, all others DFSR and DFAR (B3.13.1). The other pair stays as it is. */
void take_abort(struct cp15 *c, enum fault_status fs, unsigned domain, uint32_t va,
                unsigned access);

#endif
