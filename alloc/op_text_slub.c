// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations on caches and objects as text.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/op_parse.h"
#include "alloc/slub/slub.h"

/* ---- caches by name or address ---- */

bool cache_name_valid(const char *name, size_t len)
{
    uint32_t number;

    if (!len || len >= OP_NAME_MAX || number_parse(name, len, &number))
        return false;
    for (size_t i = 0; i < len; i++)
        if (name[i] <= ' ' || name[i] > '~' || strchr("(),;#|\"/", name[i]))
            return false;
    return true;
}

bool op_set_cache(struct op *op, const char *text, size_t len)
{
    if (number_parse(text, len, &op->cache))
        return op->cache != 0;
    if (!cache_name_valid(text, len))
        return false;
    memcpy(op->name, text, len);
    op->name[len] = 0;
    return true;
}

int op_print_cache(const struct op *op, char *buf, size_t size)
{
    return op->cache ? snprintf(buf, size, "0x%" PRIx32, op->cache)
                     : snprintf(buf, size, "%s", op->name);
}

/* ---- reading ---- */

/* The next word without the quotes that it has in C. */
static struct word next_name(struct parser *p)
{
    struct word w = next_word(p);

    if (w.len >= 2 && w.at[0] == '"' && w.at[w.len - 1] == '"')
        w = (struct word){ w.at + 1, w.len - 2 };
    return w;
}

static bool next_address(struct parser *p)
{
    return next_number(p, "addr", &p->op->addr, "addr: an address such as 0xc3801000");
}

/* GFP_KERNEL if it is left out. */
static bool maybe_gfp(struct parser *p)
{
    const char *back = p->at;
    struct word w = next_word(p);

    p->op->gfp = GFP_KERNEL;
    if (word_is_tail(w)) {
        p->at = back;
        return true;
    }
    return gfp_parse(w.at, w.len, &p->op->gfp) || op_syntax(p, w.at, "gfp", GFP_MESSAGE);
}

bool parse_kmalloc(struct parser *p)
{
    return next_number(p, "size", &p->op->size, "size: bytes, 1 to 8388608") && maybe_gfp(p);
}

bool parse_kfree(struct parser *p)
{
    return next_address(p);
}

bool parse_cache_name(struct parser *p)
{
    struct word w = next_name(p);

    return op_set_cache(p->op, w.at, w.len) ||
           op_syntax(p, w.at, "cache",
                     "cache: a name such as kmalloc-64, or an address such as 0xc3800100");
}

bool parse_cache_alloc(struct parser *p)
{
    return parse_cache_name(p) && maybe_gfp(p);
}

bool parse_cache_free(struct parser *p)
{
    return parse_cache_name(p) && next_address(p);
}

static bool flags_word(struct parser *p, struct word w)
{
    return slab_flags_parse(w.at, w.len, &p->op->flags) ||
           op_syntax(
               p, w.at, "flags",
               "flags: names such as SLAB_POISON or SLAB_HWCACHE_ALIGN joined by |, or hex within 0xaf6d00");
}

/* `[align N] [flags F]`, or as in C `N, F, NULL`: by place, as far as they are there. */
static bool parse_create_options(struct parser *p)
{
    enum { ALIGN, FLAGS, CTOR, END } place = ALIGN;

    while (true) {
        const char *back = p->at;
        struct word w = next_word(p);

        if (word_is_tail(w)) {
            p->at = back;
            return true;
        }
        if (word_is(w, "align")) {
            if (!next_number(p, "align", &p->op->align, "align: 0, or a power of two"))
                return false;
            place = FLAGS;
        } else if (word_is(w, "flags")) {
            if (!flags_word(p, next_word(p)))
                return false;
            place = CTOR;
        } else if (place == ALIGN && number_parse(w.at, w.len, &p->op->align)) {
            place = FLAGS;
        } else if (place == CTOR && word_is(w, "NULL")) {
            place = END;
        } else if (place >= CTOR) {
            return op_syntax(p, w.at, "text",
                             "text: after the flags come x COUNT or cpu N; there are no ctors");
        } else if (flags_word(p, w)) {
            place = CTOR;
        } else {
            return false;
        }
    }
}

bool parse_cache_create(struct parser *p)
{
    struct word w = next_name(p);

    if (!cache_name_valid(w.at, w.len))
        return op_syntax(p, w.at, "name", CACHE_NAME_MESSAGE);
    memcpy(p->op->name, w.at, w.len);
    return next_number(p, "size", &p->op->size, "size: of an object in bytes, 1 to 8388608") &&
           parse_create_options(p);
}

/* `cache create|alloc|free|shrink|destroy …` */
bool parse_cache(struct parser *p)
{
    static const struct {
        const char *name;
        enum op_kind kind;
        bool (*parse)(struct parser *p);
    } verbs[] = {
        { "create", OP_CACHE_CREATE, parse_cache_create },
        { "alloc", OP_CACHE_ALLOC, parse_cache_alloc },
        { "free", OP_CACHE_FREE, parse_cache_free },
        { "shrink", OP_CACHE_SHRINK, parse_cache_name },
        { "destroy", OP_CACHE_DESTROY, parse_cache_name },
    };
    struct word w = next_word(p);

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (word_is(w, verbs[i].name)) {
            p->op->kind = verbs[i].kind;
            return verbs[i].parse(p);
        }
    return op_syntax(p, w.at, "text", "text: cache create, alloc, free, shrink or destroy");
}

/* `shrink all`, or a cache. */
bool parse_shrink(struct parser *p)
{
    const char *back = p->at;

    if (word_is(next_word(p), "all")) {
        p->op->kind = OP_SHRINK_ALL;
        return true;
    }
    p->at = back;
    return parse_cache_name(p);
}

bool parse_write(struct parser *p)
{
    return next_address(p) &&
           next_number(p, "value", &p->op->value, "value: a word such as 0x6b6b6b6b");
}

/* ---- printing ---- */

static int print_create(const struct op *op, char *buf, size_t size)
{
    char align[24] = "", flags[FLAGS_TEXT_BYTES] = "";

    if (op->align)
        snprintf(align, sizeof align, " align %" PRIu32, op->align);
    if (op->flags)
        slab_flags_print(op->flags, flags, sizeof flags);
    return snprintf(buf, size, "cache create %s %" PRIu32 "%s%s%s", op->name, op->size, align,
                    op->flags ? " flags " : "", flags);
}

int print_slub_op(const struct op *op, char *buf, size_t size)
{
    char gfp[FLAGS_TEXT_BYTES], cache[OP_NAME_MAX];

    op_print_cache(op, cache, sizeof cache);
    gfp_print(op->gfp, gfp, sizeof gfp);
    switch (op->kind) {
    case OP_KMALLOC:
        return snprintf(buf, size, "kmalloc %" PRIu32 " %s", op->size, gfp);
    case OP_KFREE:
        return snprintf(buf, size, "kfree 0x%" PRIx32, op->addr);
    case OP_CACHE_CREATE:
        return print_create(op, buf, size);
    case OP_CACHE_ALLOC:
        return snprintf(buf, size, "cache alloc %s %s", cache, gfp);
    case OP_CACHE_FREE:
        return snprintf(buf, size, "cache free %s 0x%" PRIx32, cache, op->addr);
    case OP_CACHE_SHRINK:
        return snprintf(buf, size, "cache shrink %s", cache);
    case OP_SHRINK_ALL:
        return snprintf(buf, size, "shrink all");
    case OP_CACHE_DESTROY:
        return snprintf(buf, size, "cache destroy %s", cache);
    default:
        return snprintf(buf, size, "write 0x%" PRIx32 " 0x%" PRIx32, op->addr, op->value);
    }
}

static int print_created(const struct op_result *r, char *buf, size_t size)
{
    if (!r->addr)
        return snprintf(buf, size, "NULL");
    if (r->merged[0])
        return snprintf(buf, size, "0x%" PRIx32 " (merged into %s)", r->addr, r->merged);
    return snprintf(buf, size, "0x%" PRIx32, r->addr);
}

/* Whoever asked for a merged cache lets go of it alone. */
static int print_destroyed(const struct op_result *r, char *buf, size_t size)
{
    if (r->failed)
        return snprintf(buf, size, "the cache still has objects and stays");
    if (r->users > 0)
        return snprintf(buf, size, "the cache stays (refcount %" PRId32 ")", r->users);
    if (r->users < 0)
        return snprintf(buf, size, "nothing (refcount %" PRId32 ": it was destroyed before)",
                        r->users);
    return snprintf(buf, size, "ok");
}

int print_slub_result(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_KMALLOC:
    case OP_CACHE_ALLOC:
        return r->addr ? snprintf(buf, size, "0x%" PRIx32, r->addr) : print_null(r, buf, size);
    case OP_CACHE_CREATE:
        return print_created(r, buf, size);
    case OP_CACHE_DESTROY:
        return print_destroyed(r, buf, size);
    default:
        return snprintf(buf, size, "ok");
    }
}
