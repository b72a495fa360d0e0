// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a function stands in a kernel source file. No compiler: comments, strings, preprocessor
 * lines and braces are told apart, and the kernel's style is relied on, where what begins a
 * function's body in the first column ends it there.
 */
#ifndef DAEMON_DEFINITION_H
#define DAEMON_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct definition {
    size_t from, to;      /* bytes of the text: comment above, declaration, body, whole lines */
    uint32_t first, line; /* numbers from 1: of the first line, of the line that has the name */
};

/*
 * Finds the function `name` in the text of a C file; of several under #if the one whose line is
 * nearest to `near`. False if there is none: a declaration is none.
 */
bool definition_find(const char *text, size_t len, const char *name, uint32_t near,
                     struct definition *out);

/* The same in assembly: what stands between ENTRY(name) and ENDPROC(name). */
bool definition_find_asm(const char *text, size_t len, const char *name, struct definition *out);

#endif
