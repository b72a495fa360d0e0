// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Emulated low memory: what the kernel reads and writes through its linear map. A virtual address is a word of the image at ram_off + (address -
 * PAGE_OFFSET), so free pointers, cache descriptors and names are real words at their real addresses.
 *
 *	PAGE_OFFSET	0xc0000000, the address of the first page frame
 *
 * Links of lists whose heads lie in RAM are kept as everywhere in the image: byte offsets, not addresses.
 */
#ifndef ALLOC_RAM_H
#define ALLOC_RAM_H

#include "alloc/change.h"

#define PAGE_OFFSET 0xc0000000u
#define PAGE_SIZE   4096u

/* Is this an address of low memory? */
static inline bool virt_valid(const struct machine *m, uint32_t virt)
{
    return virt >= PAGE_OFFSET && virt - PAGE_OFFSET < (m->max_low_pfn - m->first_pfn) << 12;
}
static inline void *ram_at(struct machine *m, uint32_t virt)
{
    return (char *)m + m->ram_off + (virt - PAGE_OFFSET);
}
static inline const void *ram_at_const(const struct machine *m, uint32_t virt)
{
    return (const char *)m + m->ram_off + (virt - PAGE_OFFSET);
}
/* The virtual address of something that lies in RAM. */
static inline uint32_t ram_virt(const struct machine *m, const void *p)
{
    return offset_of(m, p) - m->ram_off + PAGE_OFFSET;
}
static inline uint32_t ram_read(struct machine *m, uint32_t virt)
{
    return *(uint32_t *)ram_at(m, virt);
}
static inline void ram_write(struct machine *m, uint32_t virt, uint32_t value)
{
    set_word(m, ram_at(m, virt), value, FIELD_ram);
}
static inline uint8_t ram_byte(struct machine *m, uint32_t virt)
{
    return *(uint8_t *)ram_at(m, virt);
}
/* Sets n bytes to one value. */
void ram_fill(struct machine *m, uint32_t virt, uint8_t value, uint32_t n);
/* Copies n bytes of the host's into RAM. */
void ram_copy_in(struct machine *m, uint32_t virt, const void *from, uint32_t n);

/* page_address() and virt_to_page() of low memory. */
static inline uint32_t page_address(const struct machine *m, const struct page *page)
{
    return PAGE_OFFSET + ((uint32_t)(page - m->page) << 12);
}
static inline struct page *virt_to_page(struct machine *m, uint32_t virt)
{
    return &m->page[(virt - PAGE_OFFSET) >> 12];
}

#endif
