// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the golden vectors have in place of the per-cpu allocator: areas behind the end of low memory, 16 bytes at a time. Their kernel was built
 * with a stub for mm/percpu.c, so there the real one must neither run nor allocate, and __alloc_percpu() calls nothing.
 */
#include "alloc/percpu/chunk.h"

#define STANDIN_UNIT 16u

void standin_set_up(struct machine *m)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        m->pcpu_area[cpu] = m->ram_off + m->ram_size - (MAX_CPUS - cpu) * PCPU_DYNAMIC_SIZE;
}

uint32_t standin_alloc(struct machine *m, uint32_t size)
{
    uint32_t ptr = 0;

    for (uint32_t i = 0; i < PCPU_DYNAMIC_SIZE / STANDIN_UNIT && !ptr; i++)
        if (!(m->pcpu_used[i / 32] >> i % 32 & 1)) {
            set_word(m, &m->pcpu_used[i / 32], m->pcpu_used[i / 32] | 1u << i % 32,
                     FIELD_pcpu_used);
            ptr = PCPU_BASE + i * STANDIN_UNIT;
        }
    for (uint32_t cpu = 0; ptr && cpu < MAX_CPUS; cpu++)
        for (uint32_t i = 0; i < size; i += 4)
            set_word(m, (uint32_t *)((char *)per_cpu_ptr(m, ptr, cpu) + i), 0, FIELD_ram);
    return ptr;
}

void standin_free(struct machine *m, uint32_t ptr)
{
    uint32_t i = (ptr - PCPU_BASE) / STANDIN_UNIT;

    set_word(m, &m->pcpu_used[i / 32], m->pcpu_used[i / 32] & ~(1u << i % 32), FIELD_pcpu_used);
}
