// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations on virtual memory as text.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/arm/fault_status.h"
#include "alloc/op_parse.h"
#include "alloc/page/page.h"

static const char *const io_types[OP_IO_TYPES] = { "device", "nonshared", "cached", "wc" };
static const char *const accesses[OP_ACCESSES] = { "read", "write", "exec" };

const char *io_type_name(uint32_t type)
{
    return type < OP_IO_TYPES ? io_types[type] : "?";
}

const char *access_name(uint32_t access)
{
    return access < OP_ACCESSES ? accesses[access] : "?";
}

static bool name_parse(struct word w, const char *const *names, uint32_t count, uint32_t *out)
{
    for (uint32_t i = 0; i < count; i++)
        if (word_is(w, names[i])) {
            *out = i;
            return true;
        }
    return false;
}

bool io_type_parse(const char *text, size_t len, uint32_t *type)
{
    static const char *const kernel[OP_IO_TYPES] = { "MT_DEVICE", "MT_DEVICE_NONSHARED",
                                                     "MT_DEVICE_CACHED", "MT_DEVICE_WC" };
    struct word w = { text, len };

    return name_parse(w, io_types, OP_IO_TYPES, type) || name_parse(w, kernel, OP_IO_TYPES, type);
}

bool access_parse(const char *text, size_t len, uint32_t *access)
{
    return name_parse((struct word){ text, len }, accesses, OP_ACCESSES, access);
}

/* ---- reading ---- */

#define ADDR_MESSAGE "addr: an address such as 0xf0001000"

bool parse_vm_addr(struct parser *p)
{
    return next_number(p, "addr", &p->op->addr, ADDR_MESSAGE);
}

bool parse_vm_pfn(struct parser *p)
{
    return next_number(p, "pfn", &p->op->pfn, "pfn: a page frame number such as 0x60000");
}

static bool next_size(struct parser *p)
{
    return next_number(p, "size", &p->op->size, "size: bytes, 1 to 4294967295");
}

/* `vmalloc SIZE [GFP]`; as in C a PAGE_KERNEL may follow. */
bool parse_vmalloc(struct parser *p)
{
    const char *back;
    struct word w;

    p->op->gfp = OP_VMALLOC_GFP;
    if (!next_size(p))
        return false;
    back = p->at;
    w = next_word(p);
    if (!word_is_tail(w)) {
        if (!gfp_parse(w.at, w.len, &p->op->gfp))
            return op_syntax(p, w.at, "gfp", GFP_MESSAGE);
        back = p->at;
        w = next_word(p);
    }
    if (!word_is(w, "PAGE_KERNEL"))
        p->at = back;
    return true;
}

bool parse_vzalloc(struct parser *p)
{
    p->op->gfp = OP_VMALLOC_GFP | GFP_ZERO_;
    return next_size(p);
}

bool parse_vmap(struct parser *p)
{
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);
        uint32_t pfn;

        if (!number_parse(w.at, w.len, &pfn)) {
            p->at = back;
            return p->op->nr_list ||
                   op_syntax(p, w.at, "list", "list: page frame numbers, at most 64");
        }
        if (p->op->nr_list == OP_LIST_MAX)
            return op_syntax(p, w.at, "list", "list: at most 64 page frame numbers");
        p->op->list[p->op->nr_list++] = pfn;
    }
}

/* `ioremap PHYS SIZE [TYPE]` */
bool parse_ioremap(struct parser *p)
{
    const char *back;
    struct word w;

    if (!next_number(p, "phys", &p->op->addr, "phys: a physical address such as 0x12c00000") ||
        !next_size(p))
        return false;
    back = p->at;
    w = next_word(p);
    if (!word_is_tail(w))
        return io_type_parse(w.at, w.len, &p->op->flags) ||
               op_syntax(p, w.at, "type", IO_TYPE_MESSAGE);
    p->at = back;
    return true;
}

bool parse_ioremap_cached(struct parser *p)
{
    return parse_ioremap(p) && io_type_parse("cached", 6, &p->op->flags);
}

bool parse_ioremap_wc(struct parser *p)
{
    return parse_ioremap(p) && io_type_parse("wc", 2, &p->op->flags);
}

static bool translate_word(struct parser *p, struct word w)
{
    if (word_is(w, "pid"))
        return next_number(p, "pid", &p->op->pid, "pid: the number of a process, such as 1");
    if (word_is(w, "user")) {
        p->op->value = 1;
        return true;
    }
    return access_parse(w.at, w.len, &p->op->flags) ||
           op_syntax(p, w.at, "access", "access: read, write or exec, user, pid N");
}

/* `translate ADDR [read|write|exec] [user] [pid N]` */
bool parse_translate(struct parser *p)
{
    if (!parse_vm_addr(p))
        return false;
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is_tail(w)) {
            p->at = back;
            return true;
        }
        if (!translate_word(p, w))
            return false;
    }
}

/* ---- printing ---- */

static int print_vmalloc(const struct op *op, char *buf, size_t size)
{
    char gfp[FLAGS_TEXT_BYTES] = "";

    if (op->gfp != OP_VMALLOC_GFP)
        gfp_print(op->gfp, gfp, sizeof gfp);
    return snprintf(buf, size, "vmalloc %" PRIu32 "%s%s", op->size, gfp[0] ? " " : "", gfp);
}

static int print_vmap(const struct op *op, char *buf, size_t size)
{
    int n = snprintf(buf, size, "vmap");

    for (uint32_t i = 0; i < op->nr_list && i < OP_LIST_MAX && (size_t)n < size; i++)
        n += snprintf(buf + n, size - (size_t)n, " 0x%" PRIx32, op->list[i]);
    return n;
}

static int print_translate(const struct op *op, char *buf, size_t size)
{
    char pid[20] = "";

    if (op->pid)
        snprintf(pid, sizeof pid, " pid %" PRIu32, op->pid);
    return snprintf(buf, size, "translate 0x%" PRIx32 " %s%s%s", op->addr, access_name(op->flags),
                    op->value ? " user" : "", pid);
}

int print_vm_op(const struct op *op, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_VMALLOC:
        return print_vmalloc(op, buf, size);
    case OP_VMAP:
        return print_vmap(op, buf, size);
    case OP_IOREMAP:
        return snprintf(buf, size, "ioremap 0x%" PRIx32 " 0x%" PRIx32 "%s%s", op->addr, op->size,
                        op->flags ? " " : "", op->flags ? io_type_name(op->flags) : "");
    case OP_KMAP:
    case OP_KUNMAP:
    case OP_KMAP_ATOMIC:
        return snprintf(buf, size, "%s 0x%" PRIx32, op_kind_name(op->kind), op->pfn);
    case OP_VM_UNMAP_ALIASES:
        return snprintf(buf, size, "vm_unmap_aliases");
    case OP_TRANSLATE:
        return print_translate(op, buf, size);
    default:
        return snprintf(buf, size, "%s 0x%" PRIx32, op_kind_name(op->kind), op->addr);
    }
}

static int print_translation(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    const char *fsr = op->flags == OP_EXEC ? "IFSR" : "DFSR";

    if (r->fault)
        return snprintf(buf, size, "%s (%s 0x%" PRIx32 ")", fault_status_name(r->fault), fsr,
                        r->fsr);
    return snprintf(buf, size, "0x%" PRIx64 " (%s)", r->phys, descriptor_name(r->leaf));
}

int print_vm_result(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_VMALLOC:
    case OP_VMAP:
    case OP_IOREMAP:
    case OP_KMAP:
    case OP_KMAP_ATOMIC:
        return r->addr ? snprintf(buf, size, "0x%" PRIx32, r->addr) : print_null(r, buf, size);
    case OP_TRANSLATE:
        return print_translation(op, r, buf, size);
    default:
        return snprintf(buf, size, "ok");
    }
}
