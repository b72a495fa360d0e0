// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/arm/descriptor.h"

const char *descriptor_name(enum descriptor_type type)
{
    static const char *const names[] = {
        [DESCRIPTOR_FAULT] = "fault",
        [DESCRIPTOR_RESERVED] = "reserved",
        [DESCRIPTOR_TABLE] = "page table",
        [DESCRIPTOR_SECTION] = "section",
        [DESCRIPTOR_SUPERSECTION] = "supersection",
        [DESCRIPTOR_LARGE_PAGE] = "large page",
        [DESCRIPTOR_SMALL_PAGE] = "small page",
        [DESCRIPTOR_FLAT] = "flat map",
    };

    return names[type];
}
