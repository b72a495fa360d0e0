// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations as text: the one grammar of `run`, the command bar and pasted scripts, and the words of results.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/oops.h"
#include "alloc/op_parse.h"

static const char *const stage_names[STAGE_COUNT] = {
    "none", "zonelists", "mem_init", "kmem_cache_init", "pageset", "smp", "late", "wmark"
};
static const char *const kind_names[OP_KINDS] = { "none",
                                                  "boot",
                                                  "alloc_pages",
                                                  "free_pages",
                                                  "cpu",
                                                  "drain",
                                                  "drain_local",
                                                  "refresh",
                                                  "min_free_kbytes",
                                                  "memalloc",
                                                  "rt",
                                                  "split_page",
                                                  "free_list",
                                                  "workload",
                                                  "kmalloc",
                                                  "kfree",
                                                  "kmem_cache_create",
                                                  "kmem_cache_alloc",
                                                  "kmem_cache_free",
                                                  "kmem_cache_shrink",
                                                  "shrink_all",
                                                  "kmem_cache_destroy",
                                                  "write",
                                                  "vmalloc",
                                                  "vfree",
                                                  "vmap",
                                                  "vunmap",
                                                  "ioremap",
                                                  "iounmap",
                                                  "kmap",
                                                  "kunmap",
                                                  "kmap_atomic",
                                                  "kunmap_atomic",
                                                  "vm_unmap_aliases",
                                                  "translate",
                                                  "proc_create",
                                                  "proc_mmap",
                                                  "proc_touch",
                                                  "proc_fork",
                                                  "proc_munmap",
                                                  "proc_exit",
                                                  "proc_switch" };

const char *stage_name(unsigned stage)
{
    return stage < STAGE_COUNT ? stage_names[stage] : "?";
}

const char *op_kind_name(unsigned kind)
{
    return kind < OP_KINDS ? kind_names[kind] : "?";
}

/* ---- words ---- */

bool word_is(struct word w, const char *s)
{
    return w.len == strlen(s) && !strncasecmp(w.at, s, w.len);
}

bool op_syntax(struct parser *p, const char *at, const char *field, const char *message)
{
    *p->column = (size_t)(at - p->start);
    return op_refuse(p->error, "syntax", field, "%s", message);
}

/* True if the flags of a word go on behind blanks, as in GFP_KERNEL | __GFP_ZERO; then *p stands where they do. */
static bool flags_go_on(struct parser *p, const char *begin)
{
    const char *q = p->at;

    while (q < p->end && isspace((unsigned char)*q))
        q++;
    if (q == p->end || q == p->at || p->at == begin || (p->at[-1] != '|' && *q != '|'))
        return false;
    p->at = q;
    return true;
}

struct word next_word(struct parser *p)
{
    struct word w;

    while (p->at < p->end && (isspace((unsigned char)*p->at) || strchr("(),;", *p->at)))
        p->at++;
    w.at = p->at;
    do
        while (p->at < p->end && !isspace((unsigned char)*p->at) && !strchr("(),;", *p->at))
            p->at++;
    while (flags_go_on(p, w.at));
    w.len = (size_t)(p->at - w.at);
    return w;
}

bool word_is_tail(struct word w)
{
    return !w.len || word_is(w, "cpu") ||
           (w.len > 1 && (w.at[0] | 32) == 'x' && isdigit((unsigned char)w.at[1]));
}

bool next_number(struct parser *p, const char *field, uint32_t *out, const char *message)
{
    struct word w = next_word(p);

    return number_parse(w.at, w.len, out) || op_syntax(p, w.at, field, message);
}

/* ---- lines about pages ---- */

/* `alloc [ORDER] [GFP]` in either order; order 0 and GFP_KERNEL if left out. Stops at words that are not for it. */
static bool parse_alloc(struct parser *p)
{
    bool have_order = false, have_gfp = false;

    p->op->gfp = 0xd0;
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);
        uint32_t n;

        if (word_is_tail(w)) {
            p->at = back;
            return true;
        }
        if (!have_order && w.len < 3 && number_parse(w.at, w.len, &n)) {
            p->op->order = n;
            have_order = true;
        } else if (!have_gfp && gfp_parse(w.at, w.len, &p->op->gfp)) {
            have_gfp = true;
        } else {
            return have_gfp ? op_syntax(p, w.at, "text",
                                        "text: after order and gfp come x COUNT or cpu N")
                            : op_syntax(p, w.at, "gfp", GFP_MESSAGE);
        }
    }
}

static bool parse_free(struct parser *p)
{
    const char *back;

    if (!next_number(p, "pfn", &p->op->pfn, "pfn: a page frame number such as 0x4f000"))
        return false;
    back = p->at;
    if (word_is(next_word(p), "cold"))
        p->op->cold = 1;
    else
        p->at = back;
    return true;
}

static bool parse_free_list(struct parser *p)
{
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is(w, "cold")) {
            p->op->cold = 1;
        } else if (p->op->nr_list < OP_LIST_MAX &&
                   number_parse(w.at, w.len, &p->op->list[p->op->nr_list])) {
            p->op->nr_list++;
        } else {
            p->at = back;
            return p->op->nr_list ||
                   op_syntax(p, w.at, "list", "list: page frame numbers, at most 64");
        }
    }
}

static bool parse_boot(struct parser *p)
{
    struct word w = next_word(p);

    for (uint32_t s = STAGE_ZONELISTS; s < STAGE_COUNT; s++)
        if (word_is(w, stage_names[s])) {
            p->op->stage = s;
            return true;
        }
    return op_syntax(
        p, w.at, "stage",
        "stage: one of zonelists, mem_init, kmem_cache_init, pageset, smp, late, wmark");
}

static bool parse_drain(struct parser *p)
{
    const char *back = p->at;

    if (word_is(next_word(p), "local"))
        p->op->kind = OP_DRAIN_LOCAL;
    else
        p->at = back;
    return true;
}

/* `workload COUNT [seed N] [order N]` */
static bool parse_workload(struct parser *p)
{
    p->op->seed = 1;
    p->op->max_order = 3;
    if (!next_number(p, "count", &p->op->count, "count: how many operations, 1 to 10000000"))
        return false;
    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is(w, "seed")) {
            if (!next_number(p, "seed", &p->op->seed, "seed: a number of 32 bits"))
                return false;
        } else if (word_is(w, "order")) {
            if (!next_number(p, "max_order", &p->op->max_order, "max_order: 0 to 10"))
                return false;
        } else {
            p->at = back;
            return true;
        }
    }
}

static bool parse_switch(struct parser *p)
{
    return next_number(p, "on", &p->op->value, "on: 0 or 1");
}
static bool parse_minfree(struct parser *p)
{
    return next_number(p, "kb", &p->op->value, "kb: min_free_kbytes, a number of kB");
}
static bool parse_split(struct parser *p)
{
    return next_number(p, "pfn", &p->op->pfn, "pfn: a page frame number such as 0x4f000");
}
static bool parse_cpu(struct parser *p)
{
    return next_number(p, "cpu", &p->op->cpu, "cpu: 0 to 3");
}
static bool parse_nothing(struct parser *p)
{
    (void)p;
    return true;
}

static const struct verb {
    const char *name;
    enum op_kind kind;
    bool (*parse)(struct parser *p);
} verbs[] = {
    { "alloc", OP_ALLOC_PAGES, parse_alloc },
    { "alloc_pages", OP_ALLOC_PAGES, parse_alloc },
    { "alloc_page", OP_ALLOC_PAGES, parse_alloc },
    { "free", OP_FREE_PAGES, parse_free },
    { "free_pages", OP_FREE_PAGES, parse_free },
    { "__free_pages", OP_FREE_PAGES, parse_free },
    { "free_page", OP_FREE_PAGES, parse_free },
    { "freelist", OP_FREE_LIST, parse_free_list },
    { "free_list", OP_FREE_LIST, parse_free_list },
    { "boot", OP_BOOT, parse_boot },
    { "cpu", OP_CPU, parse_cpu },
    { "drain", OP_DRAIN, parse_drain },
    { "drain_local", OP_DRAIN_LOCAL, parse_nothing },
    { "refresh", OP_REFRESH, parse_nothing },
    { "minfree", OP_MIN_FREE_KBYTES, parse_minfree },
    { "min_free_kbytes", OP_MIN_FREE_KBYTES, parse_minfree },
    { "memalloc", OP_MEMALLOC, parse_switch },
    { "rt", OP_RT, parse_switch },
    { "split", OP_SPLIT_PAGE, parse_split },
    { "split_page", OP_SPLIT_PAGE, parse_split },
    { "workload", OP_WORKLOAD, parse_workload },
    { "kmalloc", OP_KMALLOC, parse_kmalloc },
    { "kfree", OP_KFREE, parse_kfree },
    { "cache", OP_NONE, parse_cache },
    { "kmem_cache_create", OP_CACHE_CREATE, parse_cache_create },
    { "kmem_cache_alloc", OP_CACHE_ALLOC, parse_cache_alloc },
    { "kmem_cache_free", OP_CACHE_FREE, parse_cache_free },
    { "kmem_cache_shrink", OP_CACHE_SHRINK, parse_cache_name },
    { "kmem_cache_destroy", OP_CACHE_DESTROY, parse_cache_name },
    { "shrink", OP_CACHE_SHRINK, parse_shrink },
    { "write", OP_WRITE, parse_write },
    { "vmalloc", OP_VMALLOC, parse_vmalloc },
    { "__vmalloc", OP_VMALLOC, parse_vmalloc },
    { "vzalloc", OP_VMALLOC, parse_vzalloc },
    { "vfree", OP_VFREE, parse_vm_addr },
    { "vmap", OP_VMAP, parse_vmap },
    { "vunmap", OP_VUNMAP, parse_vm_addr },
    { "ioremap", OP_IOREMAP, parse_ioremap },
    { "ioremap_nocache", OP_IOREMAP, parse_ioremap },
    { "ioremap_cached", OP_IOREMAP, parse_ioremap_cached },
    { "ioremap_wc", OP_IOREMAP, parse_ioremap_wc },
    { "__arm_ioremap", OP_IOREMAP, parse_ioremap },
    { "iounmap", OP_IOUNMAP, parse_vm_addr },
    { "__arm_iounmap", OP_IOUNMAP, parse_vm_addr },
    { "kmap", OP_KMAP, parse_vm_pfn },
    { "kunmap", OP_KUNMAP, parse_vm_pfn },
    { "kmap_atomic", OP_KMAP_ATOMIC, parse_vm_pfn },
    { "kunmap_atomic", OP_KUNMAP_ATOMIC, parse_vm_addr },
    { "__kunmap_atomic", OP_KUNMAP_ATOMIC, parse_vm_addr },
    { "vm_unmap_aliases", OP_VM_UNMAP_ALIASES, parse_nothing },
    { "translate", OP_TRANSLATE, parse_translate },
    { "proc", OP_NONE, parse_proc },
};

/* `x40` and `cpu 2` after any operation. */
static bool parse_tail(struct parser *p)
{
    struct word w;

    while ((w = next_word(p)).len) {
        uint32_t n;

        if (word_is(w, "cpu")) {
            if (!parse_cpu(p))
                return false;
        } else if (w.len > 1 && (w.at[0] | 32) == 'x' && number_parse(w.at + 1, w.len - 1, &n)) {
            if (n < 1 || n > OP_MAX_REPEAT)
                return op_syntax(p, w.at, "text", "text: x1 to x1000");
            p->repeat = n;
        } else {
            return op_syntax(p, w.at, "text", "text: this word was not expected here");
        }
    }
    return true;
}

bool op_parse(const char *text, size_t len, struct op *op, unsigned *repeat, struct op_error *error,
              size_t *column)
{
    const char *comment = memchr(text, '#', len), *nul = memchr(text, 0, len);
    struct parser p = { text, text, comment ? comment : text + len, op, 1, error, column };
    struct word w;

    *column = 0;
    if (nul)
        return op_syntax(&p, nul, "text", "text: a NUL byte");
    w = next_word(&p);
    *repeat = 0;
    if (!w.len)
        return true;
    memset(op, 0, sizeof(*op));
    op->cpu = OP_NO_CPU;
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (!word_is(w, verbs[i].name))
            continue;
        op->kind = verbs[i].kind;
        if (!verbs[i].parse(&p) || !parse_tail(&p))
            return false;
        *repeat = p.repeat;
        return true;
    }
    return op_syntax(
        &p, w.at, "text",
        "text: alloc, free, freelist, kmalloc, kfree, cache, shrink, write, vmalloc, vfree, vmap, ioremap, kmap, translate, proc, boot, cpu, drain, refresh, minfree, memalloc, rt, split or workload begins a line");
}

/* ---- printing ---- */

static int print_verb(const struct op *op, char *buf, size_t size)
{
    char gfp[FLAGS_TEXT_BYTES];

    switch (op->kind) {
    case OP_BOOT:
        return snprintf(buf, size, "boot %s", stage_name(op->stage));
    case OP_ALLOC_PAGES:
        gfp_print(op->gfp, gfp, sizeof(gfp));
        return snprintf(buf, size, "alloc %" PRIu32 " %s", op->order, gfp);
    case OP_FREE_PAGES:
        return snprintf(buf, size, "free 0x%" PRIx32 "%s", op->pfn, op->cold ? " cold" : "");
    case OP_SPLIT_PAGE:
        return snprintf(buf, size, "split 0x%" PRIx32, op->pfn);
    case OP_DRAIN_LOCAL:
        return snprintf(buf, size, "drain local");
    case OP_MIN_FREE_KBYTES:
        return snprintf(buf, size, "minfree %" PRIu32, op->value);
    case OP_MEMALLOC:
    case OP_RT:
        return snprintf(buf, size, "%s %" PRIu32, op_kind_name(op->kind), op->value);
    case OP_WORKLOAD:
        return snprintf(buf, size, "workload %" PRIu32 " seed %" PRIu32 " order %" PRIu32,
                        op->count, op->seed, op->max_order);
    case OP_CPU:
        return snprintf(buf, size, "cpu %" PRIu32, op->cpu);
    default:
        if (op->kind >= OP_PROC_CREATE)
            return print_user_op(op, buf, size);
        if (op->kind >= OP_VMALLOC)
            return print_vm_op(op, buf, size);
        return op->kind >= OP_KMALLOC ? print_slub_op(op, buf, size)
                                      : snprintf(buf, size, "%s", op_kind_name(op->kind));
    }
}

int op_print(const struct op *op, char *buf, size_t size)
{
    int n;

    if (op->kind == OP_FREE_LIST) {
        n = snprintf(buf, size, "freelist%s", op->cold ? " cold" : "");
        for (uint32_t i = 0; i < op->nr_list && (size_t)n < size; i++)
            n += snprintf(buf + n, size - (size_t)n, " 0x%" PRIx32, op->list[i]);
    } else {
        n = print_verb(op, buf, size);
    }
    if (op->cpu != OP_NO_CPU && op->kind != OP_CPU && (size_t)n < size)
        n += snprintf(buf + n, size - (size_t)n, " cpu %" PRIu32, op->cpu);
    return n;
}

int print_null(const struct op_result *r, char *buf, size_t size)
{
    return r->rounds ? snprintf(buf, size,
                                "NULL (stopped after %" PRIu32
                                " rounds; the kernel goes on until memory comes back)",
                                r->rounds)
                     : snprintf(buf, size, "NULL");
}

int op_result_print(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    if (r->oops)
        return oops_print(r->oops, r->oops_addr, buf, size);
    switch (op->kind) {
    case OP_ALLOC_PAGES:
        return r->pfn != NO_PFN ? snprintf(buf, size, "0x%" PRIx32, r->pfn)
                                : print_null(r, buf, size);
    case OP_FREE_LIST:
    case OP_SPLIT_PAGE:
        return snprintf(buf, size, "%" PRIu32 " pages", r->count);
    case OP_BOOT:
        return op->stage == STAGE_MEM_INIT
                   ? snprintf(buf, size, "%" PRIu32 " pages freed", r->count)
                   : snprintf(buf, size, "ok");
    case OP_WORKLOAD:
        return snprintf(buf, size,
                        "%" PRIu32 " operations, %" PRIu32 " allocations failed, hash %016" PRIx64,
                        r->count, r->failed, r->hash);
    default:
        if (op->kind >= OP_PROC_CREATE)
            return print_user_result(op, r, buf, size);
        if (op->kind >= OP_VMALLOC)
            return print_vm_result(op, r, buf, size);
        return op->kind >= OP_KMALLOC ? print_slub_result(op, r, buf, size)
                                      : snprintf(buf, size, "ok");
    }
}
