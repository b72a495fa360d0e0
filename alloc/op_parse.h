// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the files of the grammar share: op_text.c has the words, the lines about pages and the table of verbs, op_text_slub.c the lines about SLUB,
 * op_text_vm.c those about virtual memory, op_text_user.c those about processes.
 */
#ifndef ALLOC_OP_PARSE_H
#define ALLOC_OP_PARSE_H

#include "alloc/op.h"

struct word {
    const char *at;
    size_t len; /* 0 at the end of the line */
};

struct parser {
    const char *start, *at, *end;
    struct op *op;
    unsigned repeat;
    struct op_error *error;
    size_t *column;
};

#define GFP_MESSAGE \
    "gfp: names such as GFP_KERNEL or __GFP_ZERO joined by |, or hex up to 0x1ffffff"

/* Refuses the line at this place. Always false. */
bool op_syntax(struct parser *p, const char *at, const char *field, const char *message);

/*
 * The next word; brackets and commas are blanks, so that alloc_pages(GFP_KERNEL, 3) reads as three words. Flags joined by | are one word, blanks
 * around the | or not.
 */
struct word next_word(struct parser *p);
bool word_is(struct word w, const char *s);

/* Does it end what the verb takes: nothing more, x COUNT, or cpu N? */
bool word_is_tail(struct word w);

/* The next word as a number; refuses if it is none. */
bool next_number(struct parser *p, const char *field, uint32_t *out, const char *message);

/* NULL, and why if it took the kernel too long. */
int print_null(const struct op_result *r, char *buf, size_t size);

/* ---- op_text_slub.c: what follows a verb ---- */
bool parse_kmalloc(struct parser *p);
bool parse_kfree(struct parser *p);
bool parse_cache(struct parser *p);
bool parse_cache_create(struct parser *p);
bool parse_cache_alloc(struct parser *p);
bool parse_cache_free(struct parser *p);
bool parse_cache_name(struct parser *p);
bool parse_shrink(struct parser *p);
bool parse_write(struct parser *p);
int print_slub_op(const struct op *op, char *buf, size_t size);
int print_slub_result(const struct op *op, const struct op_result *r, char *buf, size_t size);

/* ---- op_text_vm.c ---- */
bool parse_vm_addr(struct parser *p);
bool parse_vm_pfn(struct parser *p);
bool parse_vmalloc(struct parser *p);
bool parse_vzalloc(struct parser *p);
bool parse_vmap(struct parser *p);
bool parse_ioremap(struct parser *p);
bool parse_ioremap_cached(struct parser *p);
bool parse_ioremap_wc(struct parser *p);
bool parse_translate(struct parser *p);
int print_vm_op(const struct op *op, char *buf, size_t size);
int print_vm_result(const struct op *op, const struct op_result *r, char *buf, size_t size);

/* ---- op_text_user.c ---- */
bool parse_proc(struct parser *p);
int print_user_op(const struct op *op, char *buf, size_t size);
int print_user_result(const struct op *op, const struct op_result *r, char *buf, size_t size);

#endif
