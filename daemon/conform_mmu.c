// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Judges the MMU by vectors. Every question is put to it three ways, which must agree: through a TLB that lives as long as the registers do,
 * without one, and with the walk recorded.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/conform_mmu.h"

#define UNTOUCHED 0xfacade00u /* in fault registers before an access */

struct judge {
    const char *path;
    unsigned long line;
    const char *text; /* of the line */
    bool in_case, has_registers;
    char id[32];
    struct cp15 c;
    struct tlb tlb;
    struct vector_memory *ram;
    struct phys_memory memory;
    unsigned long cases, checks, mismatches;
    unsigned long advice, advice_differs; /* lines that judge nothing */
};

/* ---- answers ---- */

/* The first mismatch of a file is told in full. */
__attribute__((format(printf, 2, 3))) static void mismatch(struct judge *j, const char *format, ...)
{
    va_list ap;

    if (j->mismatches++)
        return;
    printf("%s:%lu: case %s: %s\n  got ", j->path, j->line, j->id, j->text);
    va_start(ap, format);
    vprintf(format, ap);
    va_end(ap);
    puts("");
}

/* Asks again without TLB, and recorded: does it come to the same, and does the record tell the same? */
static bool agrees(struct judge *j, const struct translation *t, uint32_t va, unsigned access)
{
    struct translation quiet = mmu_translate(&j->c, NULL, &j->memory, va, access, NULL);
    struct mmu_walk walk;

    mmu_translate(&j->c, NULL, &j->memory, va, access, &walk);
    return quiet.fault == t->fault && walk.result.fault == t->fault && quiet.pa == t->pa &&
           walk.result.pa == t->pa;
}

static struct translation ask(struct judge *j, uint32_t va, unsigned access, bool *agreed)
{
    struct translation t = mmu_translate(&j->c, &j->tlb, &j->memory, va, access, NULL);

    *agreed = agrees(j, &t, va, access);
    return t;
}

/* ---- A, a ---- */

static const unsigned ats_access[4] = { ACCESS_READ, ACCESS_WRITE, ACCESS_PL0 | ACCESS_READ,
                                        ACCESS_PL0 | ACCESS_WRITE };

/* The bits of PAR that the recording is faithful in. */
static uint32_t par_mask(uint32_t par)
{
    if (par & PAR_F)
        return 0x7f;
    return par & PAR_SS ? 0xff000003u : 0xfffff003u;
}

static void judge_ats(struct judge *j, const struct mmu_line *l)
{
    static const char *const names[4] = { "ATS1CPR", "ATS1CPW", "ATS1CUR", "ATS1CUW" };

    for (unsigned i = 0; i < 4; i++) {
        bool agreed;
        struct translation t = ask(j, l->address, ats_access[i], &agreed);

        j->checks++;
        j->c.par = UNTOUCHED;
        if (!mmu_ats(&j->c, &j->tlb, &j->memory, l->address, ats_access[i]))
            mismatch(j, "an external abort from %s", names[i]);
        else if ((j->c.par & par_mask(l->word[i])) != l->word[i])
            mismatch(j, "PAR %" PRIx32 " after %s", j->c.par, names[i]);
        else if (!agreed)
            mismatch(j, "%s: the walk without TLB or with a record says otherwise than %s",
                     names[i], fault_status_name((enum fault_status)t.fault));
    }
}

static void consider_ats(struct judge *j, const struct mmu_line *l)
{
    bool differs = false;

    for (unsigned i = 0; i < 4; i++) {
        uint32_t par = l->word[4 + i];
        struct translation t =
            mmu_translate(&j->c, NULL, &j->memory, l->address, ats_access[i], NULL);

        differs |= (par_of(&j->c, &t) & par_mask(par)) != par;
    }
    j->advice++;
    j->advice_differs += differs;
}

/* ---- G ---- */

static void judge_full_pa(struct judge *j, const struct mmu_line *l)
{
    bool agreed;
    struct translation t = ask(j, l->address, ACCESS_READ, &agreed);

    j->checks++;
    if ((t.fault == FS_NONE) != l->translated || (l->translated && t.pa != l->pa))
        mismatch(j, "%s, PA %" PRIx64, fault_status_name((enum fault_status)t.fault),
                 (uint64_t)t.pa);
    else if (!agreed)
        mismatch(j, "another answer without TLB or with a record");
}

/* ---- X, x ---- */

/* Makes the access. What it did not set of the four fault registers is UNTOUCHED after it. */
static struct mmu_outcome make_access(struct judge *j, struct tlb *tlb, const struct mmu_line *l)
{
    struct cp15 *c = &j->c;
    struct mmu_outcome o = { .kind = OUTCOME_OK };

    c->dfsr = c->dfar = c->ifsr = c->ifar = UNTOUCHED;
    if (mmu_access(c, tlb, &j->memory, l->address, l->size, l->access, &o.address))
        return o;
    if (l->access & ACCESS_FETCH) {
        o.kind = OUTCOME_PREFETCH_ABORT;
        o.status = c->ifsr;
        o.address = c->ifar;
    } else {
        o.kind = OUTCOME_DATA_ABORT;
        o.status = c->dfsr;
        o.address = c->dfar;
    }
    return o;
}

/* An abort leaves the other pair as it is, and no abort leaves both. */
static bool others_untouched(const struct cp15 *c, enum mmu_outcome_kind kind)
{
    bool data = c->dfsr == UNTOUCHED && c->dfar == UNTOUCHED,
         fetch = c->ifsr == UNTOUCHED && c->ifar == UNTOUCHED;

    return (data || kind == OUTCOME_DATA_ABORT) && (fetch || kind == OUTCOME_PREFETCH_ABORT);
}

static void judge_access(struct judge *j, const struct mmu_line *l)
{
    static const char *const kinds[] = { "OK", "DA", "PA" };
    const struct mmu_outcome *want = &l->outcome;
    struct mmu_outcome got = make_access(j, &j->tlb, l);
    bool agreed;

    j->checks++;
    if (got.kind != want->kind || got.address != want->address ||
        (got.status & want->mask) != want->status)
        mismatch(j, "%s %" PRIx32 " %" PRIx64, kinds[got.kind], got.status, got.address);
    else if (!others_untouched(&j->c, got.kind))
        mismatch(j, "fault registers changed that this access has nothing to do with");
    else if (ask(j, l->address, l->access, &agreed), !agreed)
        mismatch(j, "another answer without TLB or with a record");
}

static void consider_access(struct judge *j, const struct mmu_line *l)
{
    struct mmu_outcome got = make_access(j, NULL, l);

    j->advice++;
    j->advice_differs += got.kind != l->model.kind || got.status != l->model.status;
}

/* ---- T ---- */

static void consider_attributes(struct judge *j, const struct mmu_line *l)
{
    const struct memory_attributes *want = &l->attributes;
    struct cp15 c = { .sctlr = l->word[0], .prrr = l->word[1], .nmrr = l->word[2] };
    uint32_t bits = l->tex << 6 | l->c << 3 | l->b << 2 | l->s << 10; /* of a small page */
    struct descriptor d = { .attr = DESCRIPTOR_TYPE(DESCRIPTOR_SMALL_PAGE) | bits };
    struct memory_attributes got = attributes_decode(&c, d, false);

    j->advice++;
    if (want->type == MEMORY_STRONGLY_ORDERED)
        got.outer_shareable = want->outer_shareable; /* nothing but shareable to it */
    j->advice_differs += got.type != want->type || got.inner != want->inner ||
                         got.outer != want->outer || got.shareable != want->shareable ||
                         got.outer_shareable != want->outer_shareable;
}

/* ---- memory and registers ---- */

static const char *fill_memory(struct judge *j, const struct mmu_line *l)
{
    tlbiall(&j->tlb);
    for (uint32_t i = 0; i < l->count; i++)
        if (!vector_memory_write(j->ram, l->address + 4 * i, l->word[l->kind == 'M' ? i : 0]))
            return "expected words in RAM, 64 MiB of them at most in a case";
    return NULL;
}

static void set_registers(struct judge *j, const struct mmu_line *l)
{
    const uint32_t *w = l->word;

    j->c = (struct cp15){ .ttbr0 = w[0],
                          .ttbr1 = w[1],
                          .ttbcr = w[2],
                          .dacr = w[3],
                          .sctlr = w[4],
                          .prrr = w[5],
                          .nmrr = w[6],
                          .contextidr = w[7],
                          .features = j->c.features };
    tlbiall(&j->tlb);
    j->has_registers = true;
}

static void begin_case(struct judge *j, const struct mmu_line *l)
{
    j->c = (struct cp15){ .features = l->a9 ? FEATURES_A9 : FEATURES_A15 };
    vector_memory_clear(j->ram, l->a9 ? 0x60000000u : 0x80000000u);
    snprintf(j->id, sizeof j->id, "%s", l->name);
    j->in_case = true;
    j->has_registers = false;
    j->cases++;
}

/* ---- lines and files ---- */

static void judge_query(struct judge *j, const struct mmu_line *l)
{
    switch (l->kind) {
    case 'A':
        judge_ats(j, l);
        break;
    case 'a':
        consider_ats(j, l);
        break;
    case 'G':
        judge_full_pa(j, l);
        break;
    case 'X':
        judge_access(j, l);
        break;
    default:
        consider_access(j, l);
        break;
    }
}

/* NULL, or what was expected instead of this line. */
static const char *judge_line(struct judge *j, const struct mmu_line *l)
{
    if (l->kind == 'T') {
        consider_attributes(j, l);
        return NULL;
    }
    if (l->kind == 'C') {
        if (j->in_case)
            return "expected E at the end of the case before the next C";
        begin_case(j, l);
        return NULL;
    }
    if (!j->in_case)
        return "expected C, which begins a case";
    if (l->kind == 'E') {
        j->in_case = false;
    } else if (l->kind == 'M' || l->kind == 'F') {
        return fill_memory(j, l);
    } else if (l->kind == 'R') {
        set_registers(j, l);
    } else if (!j->has_registers) {
        return "expected R, which sets the registers, before the first question";
    } else {
        judge_query(j, l);
    }
    return NULL;
}

static bool complain(const struct judge *j, const char *why)
{
    fprintf(stderr, "%s:%lu: %s\n", j->path, j->line, why);
    return false;
}

static bool judge_file(struct judge *j, FILE *file)
{
    char *text = NULL, why[160];
    size_t size = 0;
    bool ok = true;
    ssize_t n;

    while (ok && (n = getline(&text, &size, file)) > 0) {
        struct mmu_line l;
        const char *wrong = why;

        n -= text[n - 1] == '\n';
        text[n] = 0;
        j->line++;
        j->text = text;
        if (mmu_line_parse(text, (size_t)n, &l, why, sizeof why))
            wrong = judge_line(j, &l);
        ok = !wrong || complain(j, wrong);
    }
    free(text);
    if (ok && ferror(file))
        return complain(j, "the file cannot be read any further");
    if (ok && j->in_case)
        return complain(j, "expected E at the end of the case, found the end of the file");
    if (ok && !j->line)
        return complain(j, "expected a case, found an empty file");
    return ok;
}

static bool judge_path(const char *path, struct vector_memory *ram, struct judge *j)
{
    FILE *file = fopen(path, "r");
    bool ok;

    *j = (struct judge){ .path = path,
                         .ram = ram,
                         .memory = { .read = vector_memory_read, .arg = ram } };
    if (!file) {
        fprintf(stderr, "%s: cannot read it\n", path);
        return false;
    }
    ok = judge_file(j, file);
    fclose(file);
    if (ok)
        printf("%s: %lu cases, %lu checks, %lu mismatches; %lu lines of advice, %lu differ\n", path,
               j->cases, j->checks, j->mismatches, j->advice, j->advice_differs);
    return ok;
}

int conform_mmu(int argc, char **argv)
{
    struct vector_memory *ram = vector_memory_new();
    unsigned long checks = 0, mismatches = 0;
    bool ok = true;
    int files;

    for (files = 0; ok && files < argc; files++) {
        struct judge j;

        ok = judge_path(argv[files], ram, &j);
        checks += j.checks;
        mismatches += j.mismatches;
    }
    vector_memory_free(ram);
    if (!ok)
        return 2;
    printf("conform mmu: %d files, %lu checks, %lu mismatches\n", files, checks, mismatches);
    return mismatches ? 1 : 0;
}
