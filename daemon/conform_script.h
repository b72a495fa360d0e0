// SPDX-License-Identifier: GPL-2.0-or-later
/* Plays an .ops script (tests/conformance/README.md) operation by operation. */
#ifndef DAEMON_CONFORM_SCRIPT_H
#define DAEMON_CONFORM_SCRIPT_H

#include <stdio.h>

#include "daemon/conform.h"

/* The spaces of ids; IDS_OBJECT_CACHES tells which cache an object was allocated from. */
enum script_ids { IDS_PAGES, IDS_KMALLOC, IDS_OBJECTS, IDS_OBJECT_CACHES, IDS_CACHES, IDS_COUNT };

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
    struct id_space {
        uint32_t *at; /* by script id: page frame or address, 0 when not live */
        size_t size;
    } live[IDS_COUNT];
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
