// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Emulated low memory: what the kernel reads and writes through its linear map. A virtual address is a word of the image at ram_off + (address -
 * PAGE_OFFSET), so free pointers, cache descriptors and names are real words at their real addresses.
 *
 *	PAGE_OFFSET	0xc0000000, the address of the first page frame
 *
 * Links of lists whose heads lie in RAM are kept as everywhere in the image: byte offsets, not addresses.
 *
 * Reading and writing takes any address: where nothing is mapped it ends in an oops. ram_at() does not check.
 */
#ifndef ALLOC_RAM_H
#define ALLOC_RAM_H

#include "alloc/change.h"
#include "alloc/oops.h"

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
/*
 * Is there a word at this address that needs no second look? One compare: an address that is no multiple of 4 wraps round to a large number, and
 * what lies above a hole is looked at again.
 */
static inline bool ram_word(const struct machine *m, uint32_t virt)
{
    uint32_t at = virt - PAGE_OFFSET;

    return likely((at >> 2 | at << 30) < m->ram_words);
}
/* The second look: words above a hole or across a border of words; an oops where nothing is mapped. */
__attribute__((cold)) uint32_t ram_read_odd(struct machine *m, uint32_t virt);
__attribute__((cold)) void ram_write_odd(struct machine *m, uint32_t virt, uint32_t value);

static inline uint32_t ram_read(struct machine *m, uint32_t virt)
{
    return ram_word(m, virt) ? *(uint32_t *)ram_at(m, virt) : ram_read_odd(m, virt);
}
static inline void ram_write(struct machine *m, uint32_t virt, uint32_t value)
{
    if (ram_word(m, virt))
        set_word(m, ram_at(m, virt), value, FIELD_ram);
    else
        ram_write_odd(m, virt, value);
}
/* Of a range that ram_need() has seen. */
static inline uint8_t ram_byte(struct machine *m, uint32_t virt)
{
    return *(uint8_t *)ram_at(m, virt);
}
/* Are n bytes from there on mapped? */
bool ram_mapped(const struct machine *m, uint32_t virt, uint32_t n);
/* Must be mapped: otherwise an oops at the first byte that is not. */
__attribute__((cold)) void ram_need(struct machine *m, uint32_t virt, uint32_t n);
/* A struct of n bytes at this address, which must be mapped and a multiple of 4. */
void *ram_struct(struct machine *m, uint32_t virt, uint32_t n);
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
