// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The source of a function, out of a kernel tree that the user has. Only files that the model names
 * are read, from below the tree's folder and by way of no symbolic link; nothing of it is kept.
 */
#ifndef DAEMON_KERNEL_TREE_H
#define DAEMON_KERNEL_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/memory.h"

#define KERNEL_FILE_BYTES   (1 << 20) /* a file of more is not looked into */
#define KERNEL_SOURCE_BYTES (1 << 16) /* a function of more is not shown */

struct kernel_tree {
    int folder;       /* fd; -1: there is no tree */
    char version[32]; /* as its Makefile has it, "3.13.11"; empty if it does not say */
};

enum source_state {
    SOURCE_FOUND,
    SOURCE_NO_TREE,
    SOURCE_NO_FILE,
    SOURCE_NO_FUNCTION, /* the file has no such function */
    SOURCE_TOO_LARGE,
    NR_SOURCE_STATES
};

/* As the API says it: "found", "no_tree", … */
extern const char *const source_state_names[NR_SOURCE_STATES];

struct source {
    enum source_state state;
    uint32_t first, line; /* numbers in this tree: of the first line, of the one with the name */
    struct bytes text;    /* whole lines, UTF-8; the caller's to free */
};

/* Opens the tree. False, with errno, if there is no such folder. */
bool kernel_tree_open(struct kernel_tree *tree, const char *folder);
void kernel_tree_close(struct kernel_tree *tree);

/* The source of the model's function `id`, which is found by its name. */
struct source kernel_tree_source(const struct kernel_tree *tree, uint32_t id);

/* The model's function of this name; false if there is none. */
bool function_by_name(const char *name, uint32_t *id);

#endif
