// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The study groups' walk of mm_init() as rows: what the machine's walk must say next, in which function and under which caller. Order holds
 * from row to row; what lies between two rows is passed over.
 */
#ifndef TESTS_LIB_WALK_ROWS_H
#define TESTS_LIB_WALK_ROWS_H

#include "tests/lib/machines.h"

struct row {
    int step;
    const char *caller, *function; /* caller "": the function is the outermost */
    const char *says;              /* the whole line; of an entered function, its beginning */
    const char *says44;            /* where that differs with struct pages of 44 bytes */
};

/* Runs the operation on m; fails the test at the first row that the walk does not say. */
void walk_says(struct machine *m, struct op op, const struct row *rows, size_t n, bool bytes44);

#define SAYS(m, op, rows, bytes44) walk_says(m, op, rows, sizeof(rows) / sizeof((rows)[0]), bytes44)

#endif
