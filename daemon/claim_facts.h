// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is true of 3.13.11 on ARM whatever a machine does: constants, what follows from what inside a function, and which item of vm_stat is which.
 * With it a note can be checked where the walk does not come by.
 */
#ifndef DAEMON_CLAIM_FACTS_H
#define DAEMON_CLAIM_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value of a constant, an enumerator or a fallbacks[][]; MIGRATE_ may be left out, and misspelt. False if it is none. */
bool fact_constant(const char *name, size_t len, int64_t *value);

/* How a value follows from others of its call: end_pfn is start_pfn + pageblock_nr_pages - 1. NULL if nothing is known. `function` by its name. */
const char *fact_rule(const char *function, const char *name);

/* What a function returns wherever it is called here. False if that depends. */
bool fact_result(const char *function, int64_t *value);

/* The enumerator of vm_stat[index], NULL if there is none. */
const char *fact_item(uint32_t index);

#endif
