// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a study note claims: `name: value`, in the function that it stands under. Notes are read as the groups write them:
 *
 *	- expand()   ## page_alloc.c::expand()	a heading: what follows is in this call
 *	> // high: 9, size: 512			claims, behind // or alone on their line
 *	// high: current_order: 10			the name, how it came about, the value
 *	// end_pfn: 0x20000 + (0x400 - 1)		a sum is worked out
 *	// pages: ????				asked, not claimed
 *	// 가정: order: 5				assumed
 *	expand, high, 9				function, name, value: a line of a list of claims
 *
 * Quoted code is passed over.
 */
#ifndef DAEMON_CLAIM_H
#define DAEMON_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLAIM_NAME  96
#define CLAIMS_MAX  20000 /* of a note; what comes then is not read */
#define NO_FUNCTION UINT32_MAX

enum claim_kind {
    CLAIM_NUMBER,  /* `number`, and `word` if a name stands before it: MOVABLE: 2 */
    CLAIM_WORD,    /* `word` alone: NULL, MIGRATE_MOVABLE */
    CLAIM_UNKNOWN, /* ???? */
    CLAIM_TEXT,    /* anything else */
};

struct claim {
    uint32_t line;      /* of the note, from 1 */
    uint32_t heading;   /* which of its headings it stands under, from 1; 0: before any */
    uint32_t function;  /* that it is in, as function_table numbers it; NO_FUNCTION */
    uint32_t result_of; /* the function that the name calls, or is; NO_FUNCTION */
    enum claim_kind kind;
    bool assumed;
    int64_t number;
    char in[48];               /* the function as the heading has it */
    char name[CLAIM_NAME];     /* without blanks; "return" for what a call returns */
    char via[CLAIM_NAME];      /* what stands between name and value, or nothing */
    char said[CLAIM_NAME];     /* the value as it stands there */
    char whole[CLAIM_NAME];    /* with all that follows it */
    char word[CLAIM_NAME / 2]; /* in it */
};

struct claims {
    struct claim *at;
    size_t nr, room;
    bool cut; /* there were more than CLAIMS_MAX */
};

/* Reads a note of `len` bytes, UTF-8 or not. The owner frees it with claims_free(). */
void claims_read(const char *text, size_t len, struct claims *claims);
void claims_free(struct claims *claims);

/* The number of a function by its name, with one letter wrong, missing or too many if it has eight or more; NO_FUNCTION. */
uint32_t claim_function(const char *name, size_t len);

/* Are two names one, but for as many letters? */
bool claim_similar(const char *a, const char *b, unsigned letters);

#endif
