// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The subcommands of buddyscope. Each gets the arguments after its own name and returns the exit
 * code: 0 done, 1 failed, 2 used wrongly.
 */
#ifndef DAEMON_COMMANDS_H
#define DAEMON_COMMANDS_H

int cmd_serve(int argc, char **argv);   /* web/serve.c */
int cmd_run(int argc, char **argv);     /* daemon/run.c */
int cmd_check(int argc, char **argv);   /* daemon/check_cmd.c */
int cmd_walk(int argc, char **argv);    /* daemon/walk.c */
int cmd_conform(int argc, char **argv); /* daemon/conform.c */

#endif
