// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The texts that can be read off a machine: the files of /proc and of /sys/kernel/slab. What the
 * kernel logs in an operation is not read off but heard meanwhile (replay.c).
 */
#ifndef DAEMON_TEXTS_H
#define DAEMON_TEXTS_H

#include "alloc/machine.h"
#include "daemon/memory.h"

enum machine_text {
    TEXT_BUDDYINFO, /* /proc/buddyinfo, and so on */
    TEXT_PAGETYPEINFO,
    TEXT_ZONEINFO,
    TEXT_VMSTAT,
    TEXT_SLABINFO,
    TEXT_VMALLOCINFO,
    TEXT_KERNEL_PAGE_TABLES, /* /sys/kernel/debug/kernel_page_tables */
    TEXT_REPORT, /* what the op logged: an allocation that failed, what SLUB's checks found */
    TEXT_SLAB,   /* /sys/kernel/slab/CACHE/ATTRIBUTE, or all of them */
    TEXT_MAPS,   /* /proc/PID/maps */
    NR_TEXTS,
};

/*
 * Which text. For TEXT_SLAB also of which cache, by name or address, and which file; for TEXT_MAPS of
 * which process.
 */
struct text_ask {
    enum machine_text which;
    char cache[OP_NAME_MAX];
    unsigned attribute; /* as slab_attribute() numbers them; SLAB_NO_ATTRIBUTE: all */
    uint32_t pid;
};

/* The text whose name this is, as in /proc. NR_TEXTS if there is none. */
enum machine_text text_by_name(const char *name);

/*
 * Reads what comes after /slab/ in a path: CACHE or CACHE/ATTRIBUTE. False if that can be neither.
 */
bool text_slab_ask(const char *path, struct text_ask *ask);

/* Appends the text, which is no TEXT_REPORT. False if the machine has no such cache or process. */
bool text_of_machine(struct machine *m, const struct text_ask *ask, struct bytes *out);

#endif
