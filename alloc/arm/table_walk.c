// SPDX-License-Identifier: GPL-2.0-or-later
#include <stddef.h>

#include "alloc/arm/table_walk.h"

/* B3.5.4: TTBR0 if the top N bits of the address are zero, also for N = 0. */
static inline bool through_ttbr0(uint32_t va, unsigned n)
{
    return (uint64_t)va >> (32 - n) == 0;
}

/* B3.5.5: TTBR0's table is 16 KiB >> N and aligned to that; the bits below are attributes of the walk. */
static inline uint32_t table_base(const struct cp15 *c, bool ttbr0, unsigned n)
{
    return ttbr0 ? c->ttbr0 & ~(0x3fffu >> n) : c->ttbr1 & ~0x3fffu;
}

static void record_begin(struct table_walk *record, unsigned n, bool ttbr0, bool disabled,
                         uint32_t base)
{
    *record =
        (struct table_walk){ .n = (uint8_t)n, .ttbr = !ttbr0, .disabled = disabled, .base = base };
}

static void record_step(struct table_walk *record, uint32_t index, uint32_t address, uint32_t word,
                        bool answered, const struct descriptor *descriptor)
{
    record->step[record->nr_steps++] = (struct walk_step){ .index = index,
                                                           .address = address,
                                                           .word = word,
                                                           .answered = answered,
                                                           .descriptor = *descriptor };
}

/* B3.7.4: with AFE, a descriptor whose AP[0] is clear is not used, whoever asks. */
static inline bool access_flag_clear(const struct cp15 *c, const struct descriptor *d)
{
    return (c->sctlr & SCTLR_AFE) && !(d->ap & 1);
}

/* The second level: *leaf is the table's descriptor before, the page's after. */
__attribute__((always_inline)) static inline enum fault_status walk_page(
    const struct cp15 *c, const struct phys_memory *memory, uint32_t va, struct descriptor *leaf,
    struct table_walk *record)
{
    uint32_t index = BITS(va, 19, 12), address = leaf->base | index << 2, word = 0;
    bool answered = memory->read(memory->arg, address, &word);

    *leaf = l2_decode(answered ? word : 0, leaf);
    if (record)
        record_step(record, index, address, answered ? word : 0, answered, leaf);
    if (!answered)
        return FS_EXTERNAL_L2;
    if (leaf->type == DESCRIPTOR_FAULT)
        return FS_TRANSLATION_L2;
    return access_flag_clear(c, leaf) ? FS_ACCESS_FLAG_L2 : FS_NONE;
}

/* Compiled twice below: with a record, and with every report removed. */
__attribute__((always_inline)) static inline enum fault_status walk(
    const struct cp15 *c, const struct phys_memory *memory, uint32_t va, struct descriptor *leaf,
    struct table_walk *record)
{
    unsigned n = c->ttbcr & TTBCR_N;
    bool ttbr0 = through_ttbr0(va, n), answered;
    bool disabled = c->ttbcr & (ttbr0 ? TTBCR_PD0 : TTBCR_PD1);
    uint32_t base = table_base(c, ttbr0, n), index = va >> 20, address = base | index << 2,
             word = 0;

    *leaf = (struct descriptor){ .type = DESCRIPTOR_FAULT };
    if (record)
        record_begin(record, n, ttbr0, disabled, base);
    if (disabled)
        return FS_TRANSLATION_L1;
    answered = memory->read(memory->arg, address, &word);
    if (answered)
        *leaf = l1_decode(word, c->features);
    if (record)
        record_step(record, index, address, answered ? word : 0, answered, leaf);
    if (!answered)
        return FS_EXTERNAL_L1;
    switch (leaf->type) {
    case DESCRIPTOR_TABLE:
        return walk_page(c, memory, va, leaf, record);
    case DESCRIPTOR_SECTION:
    case DESCRIPTOR_SUPERSECTION:
        return access_flag_clear(c, leaf) ? FS_ACCESS_FLAG_L1 : FS_NONE;
    default:
        return FS_TRANSLATION_L1;
    }
}

enum fault_status table_walk(const struct cp15 *c, const struct phys_memory *memory, uint32_t va,
                             struct descriptor *leaf, struct table_walk *record)
{
    return record ? walk(c, memory, va, leaf, record) : walk(c, memory, va, leaf, NULL);
}
