// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's own virtual memory, room by room: its page tables, vmalloc and what is built on it, kmap.
 *
 *	0xbf000000	modules (none here)
 *	0xbfe00000	pkmap: 512 pages for kmap()
 *	0xc0000000	low memory, by sections; high_memory is its end
 *	  + 8 MiB	VMALLOC_START, rounded to 8 MiB: vmalloc(), vmap(), ioremap(), and the devices mapped at boot
 *	0xff000000	VMALLOC_END
 *	0xfff00000	fixmap: 16 pages per cpu for kmap_atomic()
 *	0xffff0000	the vectors, and behind them the stubs
 *
 * Everything lies in emulated RAM at the kernel's offsets: tables, struct vmap_area, struct vm_struct, arrays of pages. As elsewhere in the
 * image, a struct page * is a pfn and list heads are linked by offsets; the tree's nodes are linked by addresses.
 *
 * Anybody may write to RAM, so nothing that is read from it is trusted: working on what leads nowhere ends in an oops (oops.h), looking at it
 * finds nothing, and every loop has a bound.
 *
 * Addresses are virtual, 0 is NULL. Start reading at pgtable.h, then ../boot/paging_init.c, vmap_area.c, vmalloc.c.
 */
#ifndef ALLOC_VM_VM_H
#define ALLOC_VM_VM_H

#include <errno.h>

#include "alloc/slub/slub.h"
#include "alloc/vm/pgtable.h"

/* ---- mem_types.c ---- */

/* arch/arm/include/asm/io.h:114, mach/map.h:25: those that are used here */
enum mem_type_id {
    MT_DEVICE = 0,
    MT_DEVICE_NONSHARED = 1,
    MT_DEVICE_CACHED = 2,
    MT_DEVICE_WC = 3,
    MT_UNCACHED = 4,
    MT_LOW_VECTORS = 7,
    MT_HIGH_VECTORS = 8,
    MT_MEMORY = 9,
    MT_MEMORY_NONCACHED = 11,
    MT_TYPES = 12
};
struct mem_type {
    const char *name;
    uint32_t prot_pte, prot_l1, prot_sect; /* of a page, of its table, of a section; 0: never */
};
/* NULL if there is none of this number. */
const struct mem_type *get_mem_type(unsigned type);

/* ---- structures in RAM ---- */

/* include/linux/rbtree.h: addresses of struct rb_node */
struct rb_node {
    uint32_t parent_color; /* parent | 1 if black */
    uint32_t rb_right, rb_left;
};

/* include/linux/vmalloc.h:31 */
struct vm_struct {
    uint32_t next; /* in vmlist, before vmalloc_init() */
    uint32_t addr, size, flags;
    uint32_t pages; /* address of an array of pfns */
    uint32_t nr_pages;
    uint32_t phys_addr;
    uint32_t caller; /* address of its name */
};
_Static_assert(sizeof(struct vm_struct) == 32, "struct vm_struct is 32 bytes here");

/* arch/arm/mm/mm.h:76 */
struct static_vm {
    struct vm_struct vm;
    struct list_head list;
};
_Static_assert(sizeof(struct static_vm) == 40, "struct static_vm is 40 bytes here");

/* include/linux/vmalloc.h:42 */
struct vmap_area {
    uint32_t va_start, va_end, flags;
    struct rb_node rb_node;
    struct list_head list, purge_list;
    uint32_t vm;
    uint32_t rcu_head[2];
};
_Static_assert(sizeof(struct vmap_area) == 52, "struct vmap_area is 52 bytes here");

/* include/linux/vmalloc.h:14, arch/arm/mm/mm.h:57 */
#define VM_IOREMAP            0x1u
#define VM_ALLOC              0x2u
#define VM_MAP                0x4u
#define VM_USERMAP            0x8u
#define VM_VPAGES             0x10u
#define VM_UNINITIALIZED      0x20u
#define VM_ARM_EMPTY_MAPPING  0x20000000u
#define VM_ARM_STATIC_MAPPING 0x40000000u
#define VM_ARM_MTYPE(mt)      ((uint32_t)(mt) << 20)
#define VM_ARM_MTYPE_MASK     (0x1fu << 20)

/* mm/vmalloc.c:268 */
#define VM_LAZY_FREE    0x1u
#define VM_LAZY_FREEING 0x2u
#define VM_VM_AREA      0x4u

#define IOREMAP_MAX_ORDER 24 /* arch/arm/include/asm/memory.h:84 */

static inline struct vmap_area *vmap_area_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct vmap_area));
}
static inline struct vm_struct *vm_struct_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct vm_struct));
}
/* Where its node in the tree lies, and the area of a node. */
static inline uint32_t va_node(uint32_t va)
{
    return va + (uint32_t)offsetof(struct vmap_area, rb_node);
}
static inline uint32_t node_va(uint32_t node)
{
    return node - (uint32_t)offsetof(struct vmap_area, rb_node);
}

/* Members, said in the walk. */
#define SET_VA(m, va, member, to) \
    set_said(m, &(va)->member, to, FIELD_ram, V_va_##member, VA_FORMAT_##member)
#define SET_VM(m, vm, member, to) \
    set_said(m, &(vm)->member, to, FIELD_ram, V_vm_##member, VM_FORMAT_##member)
#define V_va_va_start       V_va_start
#define V_va_va_end         V_va_end
#define VA_FORMAT_va_start  FMT_ADDR
#define VA_FORMAT_va_end    FMT_ADDR
#define VA_FORMAT_flags     FMT_HEX
#define VA_FORMAT_vm        FMT_ADDR
#define VM_FORMAT_addr      FMT_ADDR
#define VM_FORMAT_size      FMT_HEX
#define VM_FORMAT_flags     FMT_HEX
#define VM_FORMAT_pages     FMT_ADDR
#define VM_FORMAT_nr_pages  FMT_DEC
#define VM_FORMAT_phys_addr FMT_HEX
#define VM_FORMAT_caller    FMT_STRING

/* May there be anything but zeros in this page of low memory? */
static inline bool page_has_contents(const struct machine *m, uint32_t virt)
{
    return machine_chunk_written(m, (virt - PAGE_OFFSET + m->ram_off) >> CHUNK_SHIFT);
}

/* Values of the walk: a range. Call only when walking(). */
static inline void value_range(struct machine *m, uint32_t addr, uint32_t end)
{
    value(m, V_addr, FMT_ADDR, addr);
    value(m, V_end, FMT_ADDR, end);
}

/* ---- rbtree.c: lib/rbtree.c over addresses of RAM ---- */
struct rb_tree {
    uint32_t *root; /* a word of the image: address of the topmost node */
    enum field_id field;
    /* What a node says of all that lies below it, kept in the word behind the node; NULL: nothing. */
    uint32_t (*compute)(struct machine *m, uint32_t node);
};
#define RB_AUGMENTED 12u
void rb_link_node(struct machine *m, const struct rb_tree *t, uint32_t node, uint32_t parent,
                  bool right);
void rb_insert_color(struct machine *m, const struct rb_tree *t, uint32_t node);
void rb_erase(struct machine *m, const struct rb_tree *t, uint32_t node);
/* What the node says has changed: tells those above. */
void rb_propagate(struct machine *m, const struct rb_tree *t, uint32_t node);
uint32_t rb_parent(struct machine *m, uint32_t node);
uint32_t rb_prev(struct machine *m, uint32_t node);
uint32_t rb_left(struct machine *m, uint32_t node);
uint32_t rb_right(struct machine *m, uint32_t node);
/* No tree of nodes that fit into low memory is deeper: a deeper one is a circle. */
#define RB_MAX_DEPTH 64
static inline void rb_deeper(struct machine *m, int *depth, uint32_t node)
{
    if (++*depth > RB_MAX_DEPTH)
        oops(m, OOPS_LOOP, node);
}

/* ---- static_vm.c: devices mapped at boot, for good ---- */
#define STATIC_VMS_MAX 256u
static inline struct static_vm *svm_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct static_vm));
}

/* The one whose list node is at this offset; 0 for the head, and for what is none. */
static inline uint32_t svm_of(const struct machine *m, uint32_t off)
{
    uint32_t svm = off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct static_vm, list);

    return off != offset_of(m, &m->static_vmlist) && low_mapped(m, svm, sizeof(struct static_vm))
               ? svm
               : 0;
}
uint32_t find_static_vm_paddr(struct machine *m, uint32_t paddr, uint32_t size, uint32_t mtype);
uint32_t find_static_vm_vaddr(struct machine *m, uint32_t vaddr);

/* ---- vmap_area.c: who has which addresses ---- */

static inline struct rb_tree vmap_area_tree(struct machine *m)
{
    return (struct rb_tree){ .root = &m->vmap_area_root, .field = FIELD_vmap_area_root };
}

/* More areas than the vmalloc space has room for: the bound of every loop over them. */
#define VMAP_AREAS_MAX 0x8000u
/* The areas in ascending order: the first, and the one behind; 0 at the end. */
uint32_t first_vmap_area(const struct machine *m);
uint32_t next_vmap_area(const struct machine *m, uint32_t va);
void insert_vmap_area_(struct machine *m, uint32_t virt);
uint32_t find_vmap_area(struct machine *m, uint32_t addr);
/* 0 if there is no room between vstart and vend, or no memory. */
uint32_t alloc_vmap_area(struct machine *m, uint32_t size, uint32_t align, uint32_t vstart,
                         uint32_t vend, uint32_t gfp_mask);

/* ---- vmap_purge.c: giving them back, lazily ---- */
void free_unmap_vmap_area(struct machine *m, uint32_t virt);
void purge_vmap_area_lazy(struct machine *m);
/* What a caller does who wants no stale mapping of its pages left. */
void vm_unmap_aliases(struct machine *m);
uint32_t lazy_max_pages(struct machine *m);

/* ---- page_list.c: struct page *pages[] ---- */

/*
 * The pages of an area in order. An array that fits into a page is an object of kmalloc(); a larger one is itself vmalloc()ed, and what high memory
 * holds is not modelled: there each page's page_private(), which nobody else uses, says which comes next. The area's `pages` then is the
 * array's address and the first page's private the head of the chain.
 */
struct page_list {
    const uint32_t *array; /* words, or NULL: a chain */
    uint32_t next, left;
};
struct page_list area_pages(struct machine *m, const struct vm_struct *area);
/* NO_PFN at the end, and for what is no page of RAM. */
uint32_t next_page(struct machine *m, struct page_list *list);

/* ---- map.c: filling and clearing page tables ---- */
int map_vm_area(struct machine *m, const struct vm_struct *area, uint32_t prot,
                struct page_list pages);
int ioremap_page_range(struct machine *m, uint32_t addr, uint32_t end, uint32_t phys_addr,
                       uint32_t prot);
void vunmap_page_range(struct machine *m, uint32_t addr, uint32_t end);

/* ---- vm_area.c: vm_struct upon vmap_area ---- */
uint32_t get_vm_area_node(struct machine *m, uint32_t size, uint32_t align, uint32_t flags,
                          uint32_t gfp_mask);
uint32_t find_vm_area(struct machine *m, uint32_t addr);
uint32_t remove_vm_area(struct machine *m, uint32_t addr);

/* ---- vmalloc.c ---- */
void vmalloc_init(struct machine *m);
uint32_t vmalloc(struct machine *m, uint32_t size);
uint32_t vzalloc(struct machine *m, uint32_t size);
uint32_t vmalloc_(struct machine *m, uint32_t size, uint32_t gfp_mask);
void vfree(struct machine *m, uint32_t addr);
/* Pages of anybody's, by pfn; `flags` is VM_MAP. */
uint32_t vmap(struct machine *m, const uint32_t *pfns, uint32_t count, uint32_t flags,
              uint32_t prot);
void vunmap(struct machine *m, uint32_t addr);
/* The page of a vmalloc address by the kernel's own walk; NO_PFN if none is mapped there. */
uint32_t vmalloc_to_pfn(struct machine *m, uint32_t addr);

/* ---- ioremap.c ---- */
uint32_t arm_ioremap(struct machine *m, uint32_t phys_addr, uint32_t size, uint32_t mtype);
void arm_iounmap(struct machine *m, uint32_t io_addr);

/* ---- highmem.c, kmap_atomic.c ---- */
uint32_t kmap(struct machine *m, struct page *page);
void kunmap(struct machine *m, struct page *page);
void kmap_flush_unused(struct machine *m);
uint32_t kmap_high_get(struct machine *m, struct page *page);
void kunmap_high(struct machine *m, struct page *page);
/* Where kmap() has it, 0 if nowhere. */
uint32_t page_address_of(const struct machine *m, const struct page *page);
bool page_is_highmem(const struct machine *m, const struct page *page);
/* All 512 addresses are in use: the kernel would sleep, kmap() here returns 0. All 16 of a cpu: kmap_atomic() does. */
uint32_t kmap_atomic(struct machine *m, struct page *page);
void kunmap_atomic(struct machine *m, uint32_t kvaddr);
#define KM_TYPE_NR 16u

/* ---- pte_one.c: second-level tables of users ---- */
/* arch/arm/include/asm/pgalloc.h:57 */
#define PGALLOC_GFP (GFP_KERNEL | GFP_NOTRACK_ | GFP_REPEAT_ | GFP_ZERO_)
struct page *pte_alloc_one(struct machine *m, uint32_t addr); /* NULL: no memory */
void pte_free(struct machine *m, struct page *pte);
void pgtable_page_dtor(struct machine *m, struct page *page);
void pmd_populate(struct machine *m, uint32_t pmd, const struct page *pte);
struct page *pmd_pgtable(struct machine *m, uint32_t pmd);

/* ---- pgd.c: other address spaces' copies of the kernel's part ---- */
uint32_t pgd_alloc(struct machine *m);
void pgd_free(struct machine *m, uint32_t pgd);
/* A kernel address that this pgd does not know yet: copies the pair from swapper_pg_dir. False if that does not know it either. */
bool do_translation_fault(struct machine *m, uint32_t pgd, uint32_t addr);

/* ---- memory.c: helpers on the allocators' doors ---- */
/* __get_free_pages(): mm/page_alloc.c:2770 */
uint32_t get_free_pages(struct machine *m, uint32_t gfp_mask, uint32_t order);
void free_pages(struct machine *m, uint32_t addr, uint32_t order);
/* kzalloc() and k[mz]alloc_node() of a size that the compiler knows, up to 64 */
uint32_t kzalloc_const(struct machine *m, uint32_t size, uint32_t flags);
uint32_t kmalloc_node_const(struct machine *m, uint32_t size, uint32_t flags);
uint32_t kzalloc_node_const(struct machine *m, uint32_t size, uint32_t flags);
uint32_t kmalloc_node(struct machine *m, uint32_t size, uint32_t flags);
void flush_tlb_kernel_range(struct machine *m, uint32_t start, uint32_t end);

/* ---- owns.c ---- */

/* What of this room lies in [start, start + size) of low memory: "page table", "struct vmap_area", …; NULL if nothing does. */
const char *vm_owns(const struct machine *m, uint32_t start, uint32_t size);

/* The area that begins exactly there, by the list and without the walk; NULL if none does, or if it was freed. */
const struct vm_struct *vm_struct_of(const struct machine *m, uint32_t addr);

#endif
