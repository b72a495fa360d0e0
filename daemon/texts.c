// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/texts.h"

#include <string.h>

#include "alloc/op.h"
#include "alloc/proc.h"

static const char *const names[TEXT_REPORT] = {
    [TEXT_BUDDYINFO] = "buddyinfo",
    [TEXT_PAGETYPEINFO] = "pagetypeinfo",
    [TEXT_ZONEINFO] = "zoneinfo",
    [TEXT_VMSTAT] = "vmstat",
    [TEXT_SLABINFO] = "slabinfo",
    [TEXT_VMALLOCINFO] = "vmallocinfo",
    [TEXT_KERNEL_PAGE_TABLES] = "kernel_page_tables",
};

enum machine_text text_by_name(const char *name)
{
    unsigned which = 0;
    while (which < TEXT_REPORT && strcmp(names[which], name) != 0)
        which++;
    return which < TEXT_REPORT ? (enum machine_text)which : NR_TEXTS;
}

bool text_slab_ask(const char *path, struct text_ask *ask)
{
    size_t len = strcspn(path, "/");
    struct op op = { 0 };
    if (!op_set_cache(&op, path, len) || len >= sizeof ask->cache)
        return false;
    *ask = (struct text_ask){ .which = TEXT_SLAB, .attribute = SLAB_NO_ATTRIBUTE };
    memcpy(ask->cache, path, len);
    if (!path[len])
        return true;
    ask->attribute = slab_attribute(path + len + 1);
    return ask->attribute != SLAB_NO_ATTRIBUTE;
}

static bool write_text(struct machine *m, const struct text_ask *ask, struct text *t)
{
    if (ask->which == TEXT_SLAB)
        return proc_slab(m, ask->cache, ask->attribute, t);
    if (ask->which == TEXT_MAPS)
        return proc_maps(m, ask->pid, t);
    return proc_by_name(m, names[ask->which], t);
}

bool text_of_machine(struct machine *m, const struct text_ask *ask, struct bytes *out)
{
    struct text measure = { 0 };
    if (!write_text(m, ask, &measure))
        return false;
    /* One more for the NUL, which is not part of the text. */
    struct text t = { .buf = (char *)bytes_reserve(out, measure.len + 1), .size = measure.len + 1 };
    write_text(m, ask, &t);
    out->len += t.len;
    return true;
}
