// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/kernel_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc/trace.h"
#include "daemon/definition.h"

#define MAKEFILE_BYTES 4096 /* the version stands at its top */

const char *const source_state_names[NR_SOURCE_STATES] = {
    [SOURCE_FOUND] = "found",         [SOURCE_NO_TREE] = "no_tree",
    [SOURCE_NO_FILE] = "no_file",     [SOURCE_NO_FUNCTION] = "no_function",
    [SOURCE_TOO_LARGE] = "too_large",
};

/* ---- files below the folder ---- */

/* Opens a file of the tree, part of the path by part, so that no symbolic link leads elsewhere. */
static int open_below(int folder, const char *path)
{
    int at = dup(folder);
    while (at >= 0) {
        char part[256];
        size_t n = strcspn(path, "/");
        bool last = !path[n];
        if (!n || n >= sizeof part || path[0] == '.') {
            close(at);
            return -1;
        }
        memcpy(part, path, n);
        part[n] = '\0';
        int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (last ? O_NONBLOCK : O_DIRECTORY);
        int next = openat(at, part, flags);
        close(at);
        if (last)
            return next;
        at = next;
        path += n + 1;
    }
    return -1;
}

/* At most `most` bytes of an open file, which it closes. */
static void read_all(int fd, size_t most, struct bytes *to)
{
    ssize_t n = 1;
    while (n > 0 && to->len < most) {
        n = read(fd, bytes_reserve(to, most - to->len), most - to->len);
        if (n > 0)
            to->len += (size_t)n;
    }
    close(fd);
}

/* A regular file of the tree that is not too large. */
static enum source_state read_file(const struct kernel_tree *tree, const char *path,
                                   struct bytes *to)
{
    struct stat st;
    int fd = open_below(tree->folder, path);
    if (fd < 0)
        return SOURCE_NO_FILE;
    bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (!regular || st.st_size > KERNEL_FILE_BYTES) {
        close(fd);
        return regular ? SOURCE_TOO_LARGE : SOURCE_NO_FILE;
    }
    read_all(fd, KERNEL_FILE_BYTES, to);
    return SOURCE_FOUND;
}

/* ---- the tree ---- */

/* The number of a line such as "PATCHLEVEL = 13"; -1 if the text has none. */
static int makefile_number(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, n) == 0 && strncmp(line + n, " = ", 3) == 0)
            return (int)strtol(line + n + 3, NULL, 10);
    }
    return -1;
}

static void read_version(struct kernel_tree *tree)
{
    struct bytes text = { 0 };
    int fd = open_below(tree->folder, "Makefile");
    if (fd < 0)
        return;
    read_all(fd, MAKEFILE_BYTES, &text);
    bytes_add(&text, "", 1);
    const char *makefile = (const char *)text.data;
    int version = makefile_number(makefile, "VERSION");
    int patchlevel = makefile_number(makefile, "PATCHLEVEL");
    int sublevel = makefile_number(makefile, "SUBLEVEL");
    if (version >= 0 && patchlevel >= 0 && sublevel >= 0)
        snprintf(tree->version, sizeof tree->version, "%d.%d.%d", version, patchlevel, sublevel);
    bytes_free(&text);
}

bool kernel_tree_open(struct kernel_tree *tree, const char *folder)
{
    *tree = (struct kernel_tree){ .folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    if (tree->folder < 0)
        return false;
    read_version(tree);
    return true;
}

void kernel_tree_close(struct kernel_tree *tree)
{
    if (tree->folder >= 0)
        close(tree->folder);
    tree->folder = -1;
}

/* ---- a function ---- */

bool function_by_name(const char *name, uint32_t *id)
{
    for (uint32_t i = 0; i < function_count; i++) {
        if (strcmp(function_table[i].name, name) == 0) {
            *id = i;
            return true;
        }
    }
    return false;
}

/* What JSON cannot hold becomes a question mark: bytes that are not ASCII, in files of before UTF-8. */
static void keep_plain(struct bytes *text)
{
    for (size_t i = 0; i < text->len; i++) {
        uint8_t c = text->data[i];
        if (c > 0x7e || (c < 0x20 && c != '\t' && c != '\n'))
            text->data[i] = '?';
    }
}

struct source kernel_tree_source(const struct kernel_tree *tree, uint32_t id)
{
    const struct function_info *function = &function_table[id];
    struct source source = { .state = SOURCE_NO_TREE };
    struct definition d;
    struct bytes file = { 0 };
    if (tree->folder < 0)
        return source;
    source.state = read_file(tree, function->file, &file);
    if (source.state == SOURCE_FOUND) {
        const char *text = (const char *)file.data, *end = strrchr(function->file, '.');
        bool found = end && strcmp(end, ".S") == 0
                         ? definition_find_asm(text, file.len, function->name, &d)
                         : definition_find(text, file.len, function->name, function->line, &d);
        if (!found) {
            source.state = SOURCE_NO_FUNCTION;
        } else if (d.to - d.from > KERNEL_SOURCE_BYTES) {
            source.state = SOURCE_TOO_LARGE;
        } else {
            source.first = d.first;
            source.line = d.line;
            bytes_add(&source.text, text + d.from, d.to - d.from);
            keep_plain(&source.text);
        }
    }
    bytes_free(&file);
    return source;
}
