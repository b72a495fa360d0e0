// SPDX-License-Identifier: GPL-2.0-or-later
/* `buddyscope conform KIND FILE…`: compares the machine with recordings of the kernel's own code. */
#include <stdio.h>
#include <string.h>

#include "alloc/op.h"
#include "daemon/commands.h"
#include "daemon/conform.h"

static int usage(void)
{
    fputs(
        "usage: buddyscope conform mm [--until STAGE] FILE.ops...\n"
        "       buddyscope conform calls --ops DIR FILE.calls...\n"
        "\n"
        "mm     replays operation scripts and compares results, trace points, digests and dumps with the\n"
        "       FILE.out beside each; --until STAGE stops each script after this boot stage: zonelists,\n"
        "       mem_init, kmem_cache_init, pageset, smp, late or wmark\n"
        "calls  compares the walk of each operation with the recorded call trees; DIR holds the scripts\n",
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

static int conform_calls(int argc, char **argv)
{
    struct conform_total total = { 0 };

    if (argc < 3 || strcmp(argv[0], "--ops") != 0)
        return usage();
    for (int i = 2; i < argc; i++)
        if (!conform_calls_file(argv[i], argv[1], &total))
            return 2;
    printf("conform calls: %u files, %u operations, %u mismatches\n", total.files, total.ops,
           total.mismatches);
    return total.mismatches ? 1 : 0;
}

int cmd_conform(int argc, char **argv)
{
    if (argc >= 1 && strcmp(argv[0], "mm") == 0)
        return conform_mm(argc - 1, argv + 1);
    if (argc >= 1 && strcmp(argv[0], "calls") == 0)
        return conform_calls(argc - 1, argv + 1);
    return usage();
}
