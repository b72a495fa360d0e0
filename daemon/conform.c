// SPDX-License-Identifier: GPL-2.0-or-later
/* `buddyscope conform KIND FILE…`: compares the machine with recordings of the kernel's own code. */
#include <stdio.h>
#include <string.h>

#include "alloc/op.h"
#include "daemon/commands.h"
#include "daemon/conform.h"
#include "daemon/conform_mmu.h"

static int usage(void)
{
    fputs(
        "usage: buddyscope conform mm [--until STAGE] FILE.ops...\n"
        "       buddyscope conform calls --ops DIR FILE.calls...\n"
        "       buddyscope conform mmu FILE.txt...\n"
        "\n"
        "mm     replays operation scripts and compares results, trace points, digests and dumps with the\n"
        "       FILE.out beside each; --until STAGE stops each script after this boot stage: zonelists,\n"
        "       mem_init, kmem_cache_init, pageset, smp, late or wmark\n"
        "calls  compares the walk of each operation with the recorded call trees; DIR holds the scripts\n"
        "mmu    compares translations and faults with those of an emulated Cortex-A15 and A9\n",
        stderr);
    return 2;
}

static unsigned stage_by_name(const char *name)
{
    for (unsigned s = STAGE_ZONELISTS; s < STAGE_COUNT; s++)
        if (strcmp(stage_name(s), name) == 0)
            return s;
    return STAGE_NONE;
}

static int conform_mm(int argc, char **argv)
{
    struct conform_total total = { 0 };
    unsigned until = STAGE_COUNT;
    int i = 0;

    if (argc >= 2 && strcmp(argv[0], "--until") == 0) {
        until = stage_by_name(argv[1]);
        i = 2;
    }
    if (i >= argc || until == STAGE_NONE)
        return usage();
    for (; i < argc; i++)
        if (!conform_mm_file(argv[i], until, &total))
            return 2;
    printf("conform mm: %u files, %u operations, %u mismatches\n", total.files, total.ops,
           total.mismatches);
    return total.mismatches ? 1 : 0;
}

/*
 * The script of a recording: NAME.ops in `dir`, or beside it. NAME.calls and values_NAME.txt are about script NAME, and
 * values_boot_MACHINE.txt about 01_boot_MACHINE. False if the file is called neither.
 */
static bool script_of(const char *path, const char *dir, char *ops, size_t size)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    const char *dot = strrchr(name, '.'), *number = "";
    int at = dir ? (int)strlen(dir) : (int)(name - path);
    bool values = strncmp(name, "values_", 7) == 0;

    if (!dot || strcmp(dot, values ? ".txt" : ".calls") != 0)
        return false;
    name += values ? 7 : 0;
    if (values && strncmp(name, "boot_", 5) == 0)
        number = "01_";
    snprintf(ops, size, "%.*s%s%s%.*s.ops", at, dir ? dir : path, dir ? "/" : "", number,
             (int)(dot - name), name);
    return true;
}

/* `conform calls` and `conform values`: FILE... with --ops DIR anywhere among them. */
static int conform_recordings(const char *kind, int argc, char **argv)
{
    bool values = strcmp(kind, "values") == 0;
    struct conform_total total = { 0 };
    const char *dir = NULL;
    char ops[4096];

    for (int i = 0; i + 1 < argc; i++)
        if (strcmp(argv[i], "--ops") == 0)
            dir = argv[i + 1];
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--ops") == 0) {
            i++;
            continue;
        }
        if (!script_of(argv[i], dir, ops, sizeof(ops))) {
            fprintf(stderr, "%s: neither NAME.calls nor values_NAME.txt\n", argv[i]);
            return 2;
        }
        if (!(values ? conform_values_file : conform_calls_file)(argv[i], ops, &total))
            return 2;
    }
    if (!total.files)
        return usage();
    printf("conform %s: %u files, %u operations, %lu %s, %u mismatches\n", kind, total.files,
           total.ops, total.items, kind, total.mismatches);
    return total.mismatches ? 1 : 0;
}

int cmd_conform(int argc, char **argv)
{
    if (argc >= 1 && strcmp(argv[0], "mm") == 0)
        return conform_mm(argc - 1, argv + 1);
    if (argc >= 1 && (strcmp(argv[0], "calls") == 0 || strcmp(argv[0], "values") == 0))
        return conform_recordings(argv[0], argc - 1, argv + 1);
    if (argc >= 2 && strcmp(argv[0], "mmu") == 0)
        return conform_mmu(argc - 1, argv + 1);
    return usage();
}
