// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's log: whoever wants it hangs a sink into the machine. Printing reads and changes nothing of the machine. Lines come as the kernel
 * words them, without time stamps; what it prints of the stack (dump_stack()) is left out.
 */
#ifndef ALLOC_PRINTK_H
#define ALLOC_PRINTK_H

#include <stddef.h>
#include <stdint.h>

struct machine;

/* Takes a piece of the log: whole lines, or an empty line. */
typedef void log_fn(void *arg, const char *text, size_t len);

/* One sink per machine; NULL takes it away. A clone has none. */
void machine_log(struct machine *m, log_fn *fn, void *arg);

/* Counts, as every message is counted in the operation's result, and hands on. */
void log_text(struct machine *m, const char *text, size_t len);

/* Text of up to PRINTK_MAX bytes; the rest is cut. */
#define PRINTK_MAX 992 /* LOG_LINE_MAX, kernel/printk/printk.c */
void printk(struct machine *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A pointer as %p writes it (lib/vsprintf.c): "c0001000", or "  (null)". */
struct pointer_text {
    char text[12];
};
struct pointer_text pointer_text(uint32_t p);
#define P(p) pointer_text(p).text

#endif
