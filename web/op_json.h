// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations as JSON (README.md lists them), read and written from one table, which the schema
 * describes to the page as well.
 */
#ifndef WEB_OP_JSON_H
#define WEB_OP_JSON_H

#include "alloc/op.h"
#include "web/json.h"

enum op_field_type {
    FIELD_NUMBER,
    FIELD_BOOL,
    FIELD_GFP,
    FIELD_PFN,
    FIELD_STAGE,
    FIELD_PFN_LIST,
    FIELD_SLAB_FLAGS,
    FIELD_WORD,  /* an address, or a word of memory */
    FIELD_NAME,  /* of a cache that is to be made */
    FIELD_CACHE, /* a name or an address */
    FIELD_IO_TYPE,
    FIELD_ACCESS,
    FIELD_PROT, /* names joined by |, or none */
};

struct op_field {
    const char *name;
    enum op_field_type type;
    size_t offset; /* of the word in struct op */
    uint32_t min, max;
    bool required;
    uint32_t preset; /* if it is not given */
};

#define OP_FIELDS_MAX 7

/* The fields of a kind of op; ends with a NULL name. NULL if there is no such kind. */
const struct op_field *op_fields(unsigned kind);

/*
 * Reads {"op":…}. False and *why if it is not one; whether the machine takes it is another
 * question.
 */
bool op_from_json(const cJSON *object, struct op *op, struct refusal *why);

/* A new object; the caller frees it. */
cJSON *op_to_json(const struct op *op);

/*
 * Reads one line of the script grammar with its repeat count. Blank lines and comments are refused.
 */
bool op_from_text(const char *text, struct op *op, unsigned *repeat, struct refusal *why);

#endif
