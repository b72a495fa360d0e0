// SPDX-License-Identifier: GPL-2.0-or-later
/* `buddyscope conform mmu FILE…`: the MMU beside recordings of an emulated Cortex-A15 and A9. */
#ifndef DAEMON_CONFORM_MMU_H
#define DAEMON_CONFORM_MMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alloc/arm/mmu.h"

/* ---- conform_mmu.c ---- */

/* Judges every file, and says how many checks there were. Exit code: 0 no mismatch, 1 mismatches, 2 a file that cannot be read. */
int conform_mmu(int argc, char **argv);

/* ---- conform_mmu_line.c: one line of a file, as tests/conformance/vectors/README.md describes them ---- */

enum mmu_outcome_kind { OUTCOME_OK, OUTCOME_DATA_ABORT, OUTCOME_PREFETCH_ABORT };

struct mmu_outcome {
    enum mmu_outcome_kind kind;
    uint32_t status, mask; /* of DFSR or IFSR */
    uint64_t address;      /* the physical address, or DFAR or IFAR */
};

struct mmu_line {
    char kind;        /* the line's first letter */
    char name[32];    /* C: the case; T: its case; a, x: the reason */
    bool a9;          /* C: a Cortex-A9; else an A15 */
    uint32_t address; /* M, F: physical; else virtual */
    uint32_t count;   /* M: words; F: copies of word[0] */
    uint32_t word
        [16]; /* R: TTBR0, TTBR1, TTBCR, DACR, SCTLR, PRRR, NMRR, CONTEXTIDR; A, a: PAR four times, and for a the model's four */
    unsigned access; /* X, x: ACCESS_* */
    unsigned size;
    struct mmu_outcome outcome; /* X, x */
    struct mmu_outcome model;   /* x: kind and status; all that is not golden is advice */
    bool translated;            /* G */
    uint64_t pa;
    unsigned tex, c, b, s; /* T, with SCTLR, PRRR and NMRR in word[0] to word[2] */
    struct memory_attributes attributes;
};

/* The most copies that one F line may ask for: 64 MiB. */
#define MMU_LINE_MAX_COPIES (16u << 20)

/*
 * Understands a line without its newline; reads nothing beyond `size` bytes. False with a sentence in `why` that names the field and what was
 * expected there.
 */
bool mmu_line_parse(const char *line, size_t size, struct mmu_line *parsed, char *why,
                    size_t why_size);

/* ---- conform_mmu_memory.c: the gibibyte of RAM that the tables of a case lie in ---- */

struct vector_memory;
struct vector_memory *vector_memory_new(void);
void vector_memory_free(struct vector_memory *m);

/* Forgets everything; RAM now begins at `base`. */
void vector_memory_clear(struct vector_memory *m, uint32_t base);

/* A phys_read_fn: zero where nothing was written; nothing answers outside RAM. */
bool vector_memory_read(void *memory, uint32_t pa, uint32_t *word);

/* False outside RAM, or where the case has more than 64 MiB. */
bool vector_memory_write(struct vector_memory *m, uint32_t pa, uint32_t word);

#endif
