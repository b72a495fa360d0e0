// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations by the lines of a script, for tests of what a machine takes and refuses. */
#ifndef TESTS_LIB_LINES_H
#define TESTS_LIB_LINES_H

#include "alloc/machine.h"

/* The operation of a line; fails the test if it is not understood. */
struct op line_op(const char *line);

/* A line with one number in it, until the next call. */
const char *line_with(const char *format, uint32_t number);

/* The machine must refuse the operation with this code, about this field, in words that hold `bound`, and stay as it is. */
void refuses_op(struct machine *m, struct op op, const char *code, const char *field,
                const char *bound);
void refuses(struct machine *m, const char *line, const char *code, const char *field,
             const char *bound);

#endif
