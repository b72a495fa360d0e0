// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations of processes: what is checked before, and what is done. */
#ifndef ALLOC_USER_OPS_H
#define ALLOC_USER_OPS_H

#include "alloc/machine.h"

/* Is it one of this room's? */
bool user_op(uint32_t kind);

/* As op_check() for these. */
bool user_op_check(const struct machine *m, const struct op *op, struct op_error *e);

/* As op_is_long() for these. */
bool user_op_is_long(const struct machine *m, const struct op *op);

/* Does it, in one piece. */
void user_op_run(struct machine *m, struct op_run *run);

/* Refuses a pid that no process has. */
bool check_process(const struct machine *m, uint32_t pid, struct op_error *e);

/* ---- context.c ---- */

/* The registers of a cpu that this process runs on. */
struct cp15 process_cp15(struct machine *m, uint32_t pid);

/* ---- owns.c ---- */

/* What of processes lies in [start, start + size) of low memory: "struct mm_struct", …; NULL if nothing does. */
const char *user_owns(const struct machine *m, uint32_t start, uint32_t size);

#endif
