// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * JSON from strangers. cJSON accepts more than RFC 8259 does and spends much memory on little text,
 * so the text goes through a strict check of its own first: grammar, UTF-8, depth, number of
 * values. Only then cJSON builds the tree, and the readers below take values out of it, each with
 * its bounds. Every refusal names the field and the bound.
 */
#ifndef WEB_JSON_H
#define WEB_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/room.h"

#define JSON_MAX_DEPTH  8
#define JSON_MAX_VALUES 512

/*
 * NULL if these bytes are one JSON value of RFC 8259 in UTF-8 within the bounds above, without
 * \u0000; else a sentence. *at is the byte where it went wrong. Allocates nothing.
 */
const char *json_check(const char *text, size_t len, size_t *at);
/* The same with another bound for the number of values. */
const char *json_check_values(const char *text, size_t len, unsigned max_values, size_t *at);

/*
 * Checks and parses an object. NULL and *why if that fails. The caller frees it with cJSON_Delete.
 */
cJSON *json_object(const char *text, size_t len, struct refusal *why);
/* The same with another bound for the number of values. */
cJSON *json_object_values(const char *text, size_t len, unsigned max_values, struct refusal *why);

/*
 * Refuses: code, field, a sentence. Always false. Texts from outside may be given as arguments of
 * `format`, also cut ones: the sentence will be UTF-8. `field` must outlive *why.
 */
bool json_refuse(struct refusal *why, const char *code, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * True if the object has no members but these; names end with NULL. A member that comes twice is
 * refused too.
 */
bool json_only(const cJSON *object, const char *const *names, struct refusal *why);

/* The member, or NULL. */
const cJSON *json_member(const cJSON *object, const char *name);

/*
 * Readers: true and the value, or false and *why. A missing member leaves *out as it is; whether
 * that is right is the caller's to say. A number must be whole and within [min, max].
 */
bool json_number(const cJSON *object, const char *name, uint64_t min, uint64_t max, uint64_t *out,
                 struct refusal *why);
bool json_bool(const cJSON *object, const char *name, bool *out, struct refusal *why);
/* A string of at most `max` bytes; it belongs to the object. */
bool json_string(const cJSON *object, const char *name, size_t max, const char **out,
                 struct refusal *why);

#endif
