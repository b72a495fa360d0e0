// SPDX-License-Identifier: GPL-2.0-or-later
/* A line of MMU vectors from anybody: understood within its bounds, or refused with a sentence. It lies in memory of exactly its length. */
#include <stdlib.h>
#include <string.h>

#include "daemon/conform_mmu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool so)
{
    if (!so)
        abort();
}

/* Whatever was understood can be asked: the MMU answers for any registers, over memory that holds the line's words. */
static bool read_line(void *arg, uint32_t pa, uint32_t *word)
{
    const struct mmu_line *l = arg;

    *word = l->word[pa / 4 % 16];
    return pa >> 28 != 7;
}

static void translate(struct mmu_line *l)
{
    const struct phys_memory memory = { read_line, l };
    struct cp15 c = { .ttbr0 = l->word[0],
                      .ttbr1 = l->word[1],
                      .ttbcr = l->word[2],
                      .dacr = l->word[3],
                      .sctlr = l->word[4] | SCTLR_M,
                      .prrr = l->word[5],
                      .nmrr = l->word[6],
                      .contextidr = l->word[7],
                      .features = l->count & FEATURES_A15 };
    static struct tlb tlb;
    struct mmu_walk walk;
    struct translation first = mmu_translate(&c, &tlb, &memory, l->address, l->access, NULL),
                       again = mmu_translate(&c, &tlb, &memory, l->address, l->access, &walk);

    must(first.fault == again.fault && first.pa == again.pa && walk.result.pa == first.pa);
    must(walk.walked == (walk.tlb_hit == TLB_NO_SLOT));
    must(strcmp(fault_status_name((enum fault_status)first.fault), "unknown fault") != 0);
    mmu_ats(&c, &tlb, &memory, l->address, l->access);
    tlbiall(&tlb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmu_line l;
    char why[160] = "", *line = malloc(size + !size);

    must(line != NULL);
    memcpy(line, data, size);
    if (!mmu_line_parse(line, size, &l, why, sizeof why)) {
        must(strncmp(why, "field ", 6) == 0);
    } else {
        must(memchr(l.name, '\0', sizeof l.name) != NULL);
        if (l.kind == 'M')
            must(l.count >= 1 && l.count <= 16);
        if (l.kind == 'F')
            must(l.count >= 1 && l.count <= MMU_LINE_MAX_COPIES);
        if (l.kind == 'G' || l.kind == 'X')
            must(l.pa >> 40 == 0 && l.outcome.address >> 40 == 0);
        translate(&l);
    }
    free(line);
    return 0;
}
