// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/texts.h"

#include <string.h>

#include "alloc/op.h"
#include "alloc/proc.h"

static const char *const names[NR_TEXTS] = {
    [TEXT_BUDDYINFO] = "buddyinfo", [TEXT_PAGETYPEINFO] = "pagetypeinfo",
    [TEXT_ZONEINFO] = "zoneinfo",   [TEXT_VMSTAT] = "vmstat",
    [TEXT_REPORT] = "report",
};

enum machine_text text_by_name(const char *name)
{
    unsigned which = 0;
    while (which < TEXT_REPORT && strcmp(names[which], name) != 0)
        which++;
    return which < TEXT_REPORT ? (enum machine_text)which : NR_TEXTS;
}

static void write_text(struct machine *m, enum machine_text which, const struct op *op,
                       struct text *t)
{
    if (which != TEXT_REPORT)
        proc_by_name(m, names[which], t);
    else if (op->kind == OP_ALLOC_PAGES)
        proc_alloc_failure(m, op->gfp, op->order, t);
}

void text_of_machine(struct machine *m, enum machine_text which, const struct op *op,
                     struct bytes *out)
{
    struct text measure = { 0 };
    write_text(m, which, op, &measure);
    /* One more for the NUL, which is not part of the text. */
    struct text t = { .buf = (char *)bytes_reserve(out, measure.len + 1), .size = measure.len + 1 };
    write_text(m, which, op, &t);
    out->len += t.len;
}
