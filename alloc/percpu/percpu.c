// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/percpu/percpu.h"

uint32_t alloc_percpu_(struct machine *m, uint32_t size, uint32_t align)
{
    uint32_t ptr = 0;

    enter(m, F_alloc_percpu_);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
    }
    for (uint32_t i = 0; i < PCPU_DYNAMIC_SIZE / 16 && !ptr; i++)
        if (!(m->pcpu_used[i / 32] >> i % 32 & 1)) {
            set_word(m, &m->pcpu_used[i / 32], m->pcpu_used[i / 32] | 1u << i % 32,
                     FIELD_pcpu_used);
            ptr = PCPU_BASE + i * 16;
        }
    for (uint32_t cpu = 0; ptr && cpu < MAX_CPUS; cpu++)
        for (uint32_t i = 0; i < size; i += 4)
            set_word(m, (uint32_t *)((char *)per_cpu_ptr(m, ptr, cpu) + i), 0, FIELD_ram);
    leave_with(m, F_alloc_percpu_, FMT_HEX, ptr);
    return ptr;
}

void free_percpu(struct machine *m, uint32_t ptr)
{
    uint32_t i = (ptr - PCPU_BASE) / 16;

    enter(m, F_free_percpu);
    if (walking(m))
        value(m, V_ptr, FMT_HEX, ptr);
    set_word(m, &m->pcpu_used[i / 32], m->pcpu_used[i / 32] & ~(1u << i % 32), FIELD_pcpu_used);
    leave(m, F_free_percpu);
}
