// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/printk.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "alloc/machine.h"

void machine_log(struct machine *m, log_fn *fn, void *arg)
{
    m->host.log = fn;
    m->host.log_arg = arg;
}

void log_text(struct machine *m, const char *text, size_t len)
{
    m->host.run.result.logged++;
    if (m->host.log)
        m->host.log(m->host.log_arg, text, len);
}

void printk(struct machine *m, const char *format, ...)
{
    char text[PRINTK_MAX];
    int n = 0;

    if (m->host.log) {
        va_list ap;

        va_start(ap, format);
        n = vsnprintf(text, sizeof text, format, ap);
        va_end(ap);
    }
    log_text(m, text, n < PRINTK_MAX ? (size_t)n : sizeof text - 1);
}

struct pointer_text pointer_text(uint32_t p)
{
    struct pointer_text t;

    if (p)
        snprintf(t.text, sizeof t.text, "%08" PRIx32, p);
    else
        snprintf(t.text, sizeof t.text, "  (null)");
    return t;
}
