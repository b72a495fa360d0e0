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
        "\n"
        "Replays operation scripts and compares results, trace points, digests and dumps with the FILE.out beside each.\n"
        "  --until STAGE   stop each script after this boot stage: zonelists, mem_init, kmem_cache_init, pageset, smp, late, wmark\n",
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

int cmd_conform(int argc, char **argv)
{
    if (argc >= 1 && strcmp(argv[0], "mm") == 0)
        return conform_mm(argc - 1, argv + 1);
    return usage();
}
