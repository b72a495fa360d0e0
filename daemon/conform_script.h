// SPDX-License-Identifier: GPL-2.0-or-later
/* Plays an .ops script (tests/conformance/README.md) operation by operation. */
#ifndef DAEMON_CONFORM_SCRIPT_H
#define DAEMON_CONFORM_SCRIPT_H

#include <stdio.h>

#include "daemon/conform.h"

struct script {
    const char *path;
    FILE *ops;
    char *line; /* the present one, getline's */
    size_t line_size;
    struct conform_machine machine;
    struct machine *m; /* NULL until the first operation line */
    unsigned op;       /* number of the present operation, from 1 */
    bool stopped;      /* set by the caller: script_next() ends */
    bool failed;       /* the file could not be understood */
    uint32_t *live;    /* by script id: pfn, 0 when not live */
    uint32_t nr_live;
    bool facts;       /* a `facts` line came before this operation */
    unsigned dump_at; /* dumpatA: the dump is due when this many more A points fired; 0 is off */
    struct text dump; /* what `dump` wrote */
};

/* False, with a message on stderr, if the file cannot be read. `path` must outlive the script. */
bool script_open(struct script *s, const char *path);

/*
 * The next operation line, valid until the next call; the machine exists from the first on. NULL at the end or, with s->failed and a message
 * on stderr, at a line that makes no machine.
 */
const char *script_next(struct script *s);

/* Runs an operation line and writes its result. False if the operation is not modelled. */
bool script_run(struct script *s, const char *line, char *result, size_t size);

void script_close(struct script *s);

#endif
