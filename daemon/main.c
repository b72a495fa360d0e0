// SPDX-License-Identifier: GPL-2.0-or-later
/* buddyscope: the table of subcommands. */
#include <stdio.h>
#include <string.h>

#include "daemon/commands.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    { "serve", cmd_serve, "serve the page and its rooms" },
    { "run", cmd_run, "apply a script to a machine, without a network" },
    { "walk", cmd_walk, "print the boot of a machine, call by call" },
    { "check", cmd_check, "hold a study note against the boot of a machine" },
    { "conform", cmd_conform, "compare the machine with traces of the kernel's own code" },
};

static int usage(FILE *out, int code)
{
    fputs("usage: buddyscope COMMAND [OPTION...]\n\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].help);
    fputs("\nbuddyscope COMMAND --help lists a command's options.\n", out);
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr, 2);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return usage(stdout, 0);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    }
    fprintf(stderr, "buddyscope: no command \"%s\"\n", argv[1]);
    return usage(stderr, 2);
}
