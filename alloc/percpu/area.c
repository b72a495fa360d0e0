// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blocks of a chunk's map: first fit from the unit's start, split to size, merged when freed.
 *
 *	before	-15616	13056			alloc 16	-15616	-16	13040
 */
#include "alloc/percpu/chunk.h"

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void set_map_used(struct machine *m, struct pcpu_chunk *chunk, int32_t to)
{
    if (walking(m))
        value_int_change(m, V_map_used, chunk->map_used, to);
    set_int(m, &chunk->map_used, to, FIELD_pcpu_map_used);
}
static void set_free_size(struct machine *m, struct pcpu_chunk *chunk, int32_t to)
{
    if (walking(m))
        value_int_change(m, V_free_size, chunk->free_size, to);
    set_int(m, &chunk->free_size, to, FIELD_pcpu_free_size);
}
static void set_contig_hint(struct machine *m, struct pcpu_chunk *chunk, int32_t to)
{
    if (walking(m))
        value_int_change(m, V_contig_hint, chunk->contig_hint, to);
    set_int(m, &chunk->contig_hint, to, FIELD_pcpu_contig_hint);
}

/* mm/percpu.c:440: block i becomes up to three, of which the middle one is asked for. */
static void pcpu_split_block(struct machine *m, struct pcpu_chunk *chunk, int32_t i, int32_t head,
                             int32_t tail)
{
    int32_t extra = (head != 0) + (tail != 0);

    enter(m, F_pcpu_split_block);
    if (walking(m)) {
        value_chunk(m, chunk);
        value_int(m, V_i, i);
        value_int(m, V_head, head);
        value_int(m, V_tail, tail);
    }
    line(m, L_pcpu_split_move);
    for (int32_t j = chunk->map_used; j-- > i;)
        set_map(m, chunk, j + extra, map_at(m, chunk, j));
    set_map_used(m, chunk, chunk->map_used + extra);
    if (head) {
        set_map(m, chunk, i + 1, map_at(m, chunk, i) - head);
        set_map(m, chunk, i++, head);
    }
    if (tail) {
        set_map(m, chunk, i, map_at(m, chunk, i) - tail);
        set_map(m, chunk, i + 1, tail);
    }
    leave(m, F_pcpu_split_block);
}

/* A place for an area: block i from off on, `head` bytes of which are in front of the area. */
struct fit {
    int32_t i, off, head;
    int32_t max_contig; /* of the free blocks passed over, then of what is left of this one */
};

/* The first block that holds size bytes after aligning. False, and fit->max_contig of all free blocks, if there is none. */
static bool find_fit(struct machine *m, const struct pcpu_chunk *chunk, int32_t size, int32_t align,
                     struct fit *fit)
{
    *fit = (struct fit){ 0 };
    for (; fit->i < chunk->map_used; fit->off += block_size(map_at(m, chunk, fit->i++))) {
        int32_t block = map_at(m, chunk, fit->i);

        fit->head = ((fit->off + align - 1) & -align) - fit->off;
        if (block >= fit->head + size)
            return true;
        if (block > 0)
            fit->max_contig = larger(block, fit->max_contig);
    }
    return false;
}

/* A head too small for a word, or one behind a free block, goes to the block before. */
static void give_head_away(struct machine *m, struct pcpu_chunk *chunk, struct fit *fit)
{
    int32_t before = map_at(m, chunk, fit->i - 1);

    if (fit->head >= 4 && before <= 0)
        return;
    if (before > 0) {
        set_map(m, chunk, fit->i - 1, before + fit->head);
    } else {
        set_map(m, chunk, fit->i - 1, before - fit->head);
        set_free_size(m, chunk, chunk->free_size - fit->head);
    }
    set_map(m, chunk, fit->i, map_at(m, chunk, fit->i) - fit->head);
    fit->off += fit->head;
    fit->head = 0;
}

/* Cuts what is not needed off the block, so that block i is the area. A tail too small for a word stays with it. */
static void cut(struct machine *m, struct pcpu_chunk *chunk, struct fit *fit, int32_t size)
{
    int32_t tail = map_at(m, chunk, fit->i) - fit->head - size;

    if (tail < 4)
        tail = 0;
    if (fit->head || tail)
        pcpu_split_block(m, chunk, fit->i, fit->head, tail);
    if (fit->head) {
        fit->i++;
        fit->off += fit->head;
        fit->max_contig = larger(fit->head, fit->max_contig);
    }
    if (tail)
        fit->max_contig = larger(tail, fit->max_contig);
}

/* Block i is taken. What is known of the largest free block is exact only if all of the map was seen. */
static void take(struct machine *m, struct pcpu_chunk *chunk, const struct fit *fit, bool is_last)
{
    int32_t block = map_at(m, chunk, fit->i);

    if (walking(m)) {
        value(m, V_is_last, FMT_DEC, is_last);
        value_int(m, V_max_contig, fit->max_contig);
    }
    set_contig_hint(m, chunk,
                    is_last ? fit->max_contig : larger(chunk->contig_hint, fit->max_contig));
    set_free_size(m, chunk, chunk->free_size - block);
    line(m, L_pcpu_take);
    if (walking(m))
        value_int_change(m, V_chunk_map_i, block, -block);
    set_map(m, chunk, fit->i, -block);
}

/* mm/percpu.c:481 */
int32_t pcpu_alloc_area(struct machine *m, struct pcpu_chunk *chunk, int32_t size, int32_t align)
{
    struct fit fit;
    int32_t oslot;

    enter(m, F_pcpu_alloc_area);
    if (walking(m)) {
        value_chunk(m, chunk);
        value_int(m, V_size, size);
        value_int(m, V_align, align);
    }
    oslot = pcpu_chunk_slot(m, chunk);
    if (find_fit(m, chunk, size, align, &fit)) {
        bool is_last = fit.i + 1 == chunk->map_used;

        if (walking(m)) {
            value_int(m, V_i, fit.i);
            value(m, V_off, FMT_HEX, (uint32_t)fit.off);
            value_int(m, V_head, fit.head);
            value_int(m, V_chunk_map_i, map_at(m, chunk, fit.i));
        }
        if (fit.head)
            give_head_away(m, chunk, &fit);
        cut(m, chunk, &fit, size);
        take(m, chunk, &fit, is_last);
    } else {
        set_contig_hint(m, chunk, fit.max_contig);
        fit.off = -1;
    }
    pcpu_chunk_relocate(m, chunk, oslot);
    leave_with(m, F_pcpu_alloc_area, fit.off < 0 ? FMT_SDEC : FMT_HEX, (uint32_t)fit.off);
    return fit.off;
}

/* Blocks i and i + 1 become one; what lies behind moves up. */
static void merge(struct machine *m, struct pcpu_chunk *chunk, int32_t i, enum line_id l)
{
    line(m, l);
    set_map(m, chunk, i, map_at(m, chunk, i) + map_at(m, chunk, i + 1));
    set_map_used(m, chunk, chunk->map_used - 1);
    for (int32_t j = i + 1; j < chunk->map_used; j++)
        set_map(m, chunk, j, map_at(m, chunk, j + 1));
}

/* The block that begins at this offset; map_used if none does. */
static int32_t find_block(struct machine *m, const struct pcpu_chunk *chunk, int32_t freeme)
{
    int32_t i = 0;

    for (int32_t off = 0; i < chunk->map_used && off != freeme; i++)
        off += block_size(map_at(m, chunk, i));
    return i;
}

static void give_back(struct machine *m, struct pcpu_chunk *chunk, int32_t i)
{
    int32_t block = -map_at(m, chunk, i);

    line(m, L_pcpu_give);
    if (walking(m)) {
        value_int(m, V_i, i);
        value_int_change(m, V_chunk_map_i, -block, block);
    }
    set_map(m, chunk, i, block);
    set_free_size(m, chunk, chunk->free_size + block);
    if (i > 0 && map_at(m, chunk, i - 1) >= 0)
        merge(m, chunk, --i, L_pcpu_merge_prev);
    if (i + 1 < chunk->map_used && map_at(m, chunk, i + 1) >= 0)
        merge(m, chunk, i, L_pcpu_merge_next);
    set_contig_hint(m, chunk, larger(map_at(m, chunk, i), chunk->contig_hint));
}

/* mm/percpu.c:570. The kernel stops (BUG) when no block in use begins there; here nothing happens then. */
void pcpu_free_area(struct machine *m, struct pcpu_chunk *chunk, int32_t freeme)
{
    int32_t oslot, i;

    enter(m, F_pcpu_free_area);
    if (walking(m)) {
        value_chunk(m, chunk);
        value(m, V_freeme, FMT_HEX, (uint32_t)freeme);
    }
    oslot = pcpu_chunk_slot(m, chunk);
    i = find_block(m, chunk, freeme);
    if (i < chunk->map_used && map_at(m, chunk, i) <= 0) {
        give_back(m, chunk, i);
        pcpu_chunk_relocate(m, chunk, oslot);
    }
    leave(m, F_pcpu_free_area);
}
