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
                        bool answered, struct descriptor descriptor)
{
    record->step[record->nr_steps++] = (struct walk_step){ .index = index,
                                                           .address = address,
                                                           .word = word,
                                                           .answered = answered,
                                                           .descriptor = descriptor };
}

/* B3.7.4: with AFE, a descriptor whose AP[0] is clear is not used, whoever asks. */
static inline bool access_flag_clear(const struct cp15 *c, struct descriptor d)
{
    return (c->sctlr & SCTLR_AFE) && !(descriptor_ap(d) & 1);
}

static inline struct found found(enum fault_status fs, struct descriptor d)
{
    return (struct found){ .leaf = d, .fault = fs };
}

__attribute__((always_inline)) static inline struct found walk_page(
    const struct cp15 *c, const struct phys_memory *memory, uint32_t va, struct descriptor table,
    struct table_walk *record)
{
    uint32_t index = BITS(va, 19, 12), address = table.base | index << 2, word = 0;
    bool answered = memory->read(memory->arg, address, &word);
    struct descriptor page = l2_decode(answered ? word : 0, table);

    if (record)
        record_step(record, index, address, answered ? word : 0, answered, page);
    if (!answered)
        return found(FS_EXTERNAL_L2, page);
    if (descriptor_type(page) == DESCRIPTOR_FAULT)
        return found(FS_TRANSLATION_L2, page);
    return found(access_flag_clear(c, page) ? FS_ACCESS_FLAG_L2 : FS_NONE, page);
}

/* Compiled twice below: with a record, and with every report removed. */
__attribute__((always_inline)) static inline struct found walk(const struct cp15 *c,
                                                               const struct phys_memory *memory,
                                                               uint32_t va,
                                                               struct table_walk *record)
{
    unsigned n = c->ttbcr & TTBCR_N;
    bool ttbr0 = through_ttbr0(va, n), answered;
    bool disabled = c->ttbcr & (ttbr0 ? TTBCR_PD0 : TTBCR_PD1);
    uint32_t base = table_base(c, ttbr0, n), index = va >> 20, address = base | index << 2,
             word = 0;
    struct descriptor d = { .attr = DESCRIPTOR_TYPE(DESCRIPTOR_FAULT) };

    if (record)
        record_begin(record, n, ttbr0, disabled, base);
    if (disabled)
        return found(FS_TRANSLATION_L1, d);
    answered = memory->read(memory->arg, address, &word);
    if (answered)
        d = l1_decode(word, c->features);
    if (record)
        record_step(record, index, address, answered ? word : 0, answered, d);
    if (!answered)
        return found(FS_EXTERNAL_L1, d);
    if (descriptor_type(d) == DESCRIPTOR_TABLE)
        return walk_page(c, memory, va, d, record);
    if (descriptor_type(d) == DESCRIPTOR_SECTION || descriptor_type(d) == DESCRIPTOR_SUPERSECTION)
        return found(access_flag_clear(c, d) ? FS_ACCESS_FLAG_L1 : FS_NONE, d);
    return found(FS_TRANSLATION_L1, d);
}

__attribute__((noinline)) static struct found walk_recorded(const struct cp15 *c,
                                                            const struct phys_memory *memory,
                                                            uint32_t va, struct table_walk *record)
{
    return walk(c, memory, va, record);
}

struct found table_walk(const struct cp15 *c, const struct phys_memory *memory, uint32_t va,
                        struct table_walk *record)
{
    return record ? walk_recorded(c, memory, va, record) : walk(c, memory, va, NULL);
}
