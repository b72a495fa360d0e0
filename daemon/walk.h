// SPDX-License-Identifier: GPL-2.0-or-later
/* The lines of `buddyscope walk`, in three formats. */
#ifndef DAEMON_WALK_H
#define DAEMON_WALK_H

#include <stdbool.h>

#include "alloc/machine.h"
#include "alloc/op.h"

#define WALK_LINE 1024 /* bytes that any line fits in */

/*
 * MD: the study groups' notes. TSV: depth, function, file:line, kind, name, value. JSON: one array of objects with these fields; whoever writes them puts
 * ",\n" between two.
 */
enum walk_format { WALK_MD, WALK_TSV, WALK_JSON };

bool walk_format_by_name(const char *name, enum walk_format *format);

/* What comes before the first line, into text[WALK_LINE], and after the last. */
void walk_head(enum walk_format format, const char *profile, char *text);
const char *walk_tail(enum walk_format format);

/* An operation begins: `# 3 alloc 0 GFP_KERNEL`. Into text[WALK_LINE]; empty where a format has nothing for it. */
void walk_print_op(enum walk_format format, uint32_t n, const struct op *op, char *text);

/* In Markdown, what stands above the lines of a call: `## slub.c::new_slab()`, into text[WALK_LINE]. */
void walk_print_heading(unsigned function, char *text);

/*
 * One event as text with its newline, into text[WALK_LINE]; empty if the format does not show it. `depth` counts the open calls with the one that is
 * entered or left, `function` is the innermost.
 */
void walk_print_event(enum walk_format format, const struct machine *m, const struct event *e,
                      int depth, unsigned function, char *text);

/* The rest does not fit. */
void walk_print_cut(enum walk_format format, char *text);

/* "… 329,807 more of this shape", one level below `depth`. */
void walk_print_folded(enum walk_format format, int depth, unsigned function, unsigned long more,
                       char *text);

#endif
