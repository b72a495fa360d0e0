// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB, room by room. Descriptors lie in emulated RAM at the addresses that SLUB itself gives them; the structs here are laid over them.
 *
 *	struct page of a slab:
 *	  index		freelist: address of the first free object, 0 = none
 *	  _mapcount	counters	31 frozen | 30..16 objects | 15..0 inuse
 *	  lru		on a node's partial or full list; on a cpu's partial list next is the next page's lru and prev holds
 *			31..16 pobjects | 15..0 pages
 *	  private_	slab_cache: address of the struct kmem_cache
 *
 * Per-cpu data (struct kmem_cache_cpu) lies in the per-cpu areas.
 */
#ifndef ALLOC_SLUB_SLUB_H
#define ALLOC_SLUB_SLUB_H

#include "alloc/page/page.h"
#include "alloc/percpu/percpu.h"
#include "alloc/ram.h"

/* include/linux/slab.h:23 */
#define SLAB_DEBUG_FREE      0x100u
#define SLAB_RED_ZONE        0x400u
#define SLAB_POISON          0x800u
#define SLAB_HWCACHE_ALIGN   0x2000u
#define SLAB_CACHE_DMA       0x4000u
#define SLAB_STORE_USER      0x10000u
#define SLAB_RECLAIM_ACCOUNT 0x20000u
#define SLAB_PANIC           0x40000u
#define SLAB_DESTROY_BY_RCU  0x80000u
#define SLAB_TRACE           0x200000u
#define SLAB_NOLEAKTRACE     0x800000u
#define OBJECT_POISON_       0x80000000u
#define SLAB_DEBUG_FLAGS \
    (SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE | SLAB_DEBUG_FREE)
#define SLUB_NEVER_MERGE                                                                \
    (SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE | SLAB_DESTROY_BY_RCU | \
     SLAB_NOLEAKTRACE)
#define SLUB_MERGE_SAME   (SLAB_DEBUG_FREE | SLAB_RECLAIM_ACCOUNT | SLAB_CACHE_DMA)
#define CACHE_CREATE_MASK 0xaf6d00u /* mm/slab.h:91 */

#define PG_LOCKED 1u
#define PG_ACTIVE (1u << 6) /* SlabPfmemalloc */
#define PG_SLAB   (1u << 7)

#define GFP_RECLAIM_MASK    0x13ef0u
#define GFP_CONSTRAINT_MASK 0x60000u
#define GFP_NOTRACK_        0x200000u
#define GFP_ATOMIC          GFP_HIGH_
#define GFP_KERNEL          (GFP_WAIT_ | GFP_IO_ | GFP_FS_)
#define NUMA_NO_NODE        0xffffffffu

enum slab_state { DOWN = 0, PARTIAL = 1, UP = 4 };
#define MIN_PARTIAL            5u
#define MAX_PARTIAL            10u
#define DEACTIVATE_TO_HEAD     15u /* enum stat_item, include/linux/slub_def.h:12 */
#define DEACTIVATE_TO_TAIL     16u
#define SLUB_MAX_ORDER         3u
#define MAX_OBJS_PER_PAGE      32767u
#define TID_STEP               4u
#define KMALLOC_MIN_SIZE       64u
#define KMALLOC_SHIFT_LOW      6u
#define KMALLOC_SHIFT_HIGH     13u
#define KMALLOC_MAX_CACHE_SIZE 0x2000u
#define KMALLOC_MAX_SIZE       0x800000u
#define SLUB_RED_INACTIVE      0xbbu
#define SLUB_RED_ACTIVE        0xccu
#define POISON_INUSE           0x5au
#define POISON_FREE            0x6bu
#define POISON_END             0xa5u
#define TRACK_SIZE             16u /* addr, cpu, pid, when: no stack traces */

/* include/linux/slub_def.h:63, 116 bytes with node[1] at 112. cpu_slab and name are what the model needs them to be: an index, an address. */
struct kmem_cache {
    uint32_t cpu_slab; /* per-cpu pointer to a struct kmem_cache_cpu */
    uint32_t flags;
    uint32_t min_partial;
    uint32_t size, object_size, offset;
    uint32_t cpu_partial;
    uint32_t oo, max, min; /* order << 16 | objects */
    uint32_t allocflags;
    int32_t refcount;
    uint32_t ctor;
    uint32_t inuse, align, reserved;
    uint32_t name;
    struct list_head list;
    uint32_t kobj[9];
    uint32_t node; /* address of the struct kmem_cache_node */
};
_Static_assert(sizeof(struct kmem_cache) == 116, "struct kmem_cache is 116 bytes here");

/* mm/slab.h:242, 44 bytes: spinlock_t is 16 with DEBUG_SPINLOCK */
struct kmem_cache_node {
    uint32_t list_lock[4];
    uint32_t nr_partial;
    struct list_head partial;
    uint32_t nr_slabs, total_objects;
    struct list_head full;
};
_Static_assert(sizeof(struct kmem_cache_node) == 44, "struct kmem_cache_node is 44 bytes here");

static inline struct kmem_cache *cache_at(struct machine *m, uint32_t virt)
{
    return ram_at(m, virt);
}
/* The cache whose `list` is at this offset of the image. */
static inline struct kmem_cache *list_cache(struct machine *m, uint32_t off)
{
    return (struct kmem_cache *)(void *)((char *)m + off - offsetof(struct kmem_cache, list));
}
/* mm/slub.c:235: NULL while the first node is not made yet. */
static inline struct kmem_cache_node *get_node(struct machine *m, const struct kmem_cache *s)
{
    return s->node ? ram_struct(m, s->node, sizeof(struct kmem_cache_node)) : NULL;
}
/* The node of a cache that must have one. */
static inline struct kmem_cache_node *need_node(struct machine *m, const struct kmem_cache *s)
{
    if (unlikely(!s->node))
        oops(m, OOPS_FAULT, offsetof(struct kmem_cache_node, nr_partial));
    return get_node(m, s);
}
/* A per-cpu pointer that leads out of RAM, or between its words, is one that a stray write has left. */
static inline struct kmem_cache_cpu *cpu_slab(struct machine *m, const struct kmem_cache *s,
                                              uint32_t cpu)
{
    struct kmem_cache_cpu *c = per_cpu_ptr(m, s->cpu_slab, cpu);
    uint64_t at = (uint64_t)((char *)c - (char *)m) - m->ram_off;

    if (unlikely((at >> 2 | at << 62) > (m->ram_size - sizeof *c) / 4))
        oops(m, OOPS_CACHE, ram_virt(m, s));
    return c;
}
/* Whose kmem_cache_cpu it is: for the walk, so that it must not fail. Where a stray write has moved them since, nobody's: then who runs. */
static inline uint32_t cpu_of(struct machine *m, const struct kmem_cache *s,
                              const struct kmem_cache_cpu *c)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        if (per_cpu_ptr(m, s->cpu_slab, cpu) == c)
            return cpu;
    return m->cpu;
}
static inline bool kmem_cache_debug(const struct kmem_cache *s)
{
    return s->flags & SLAB_DEBUG_FLAGS;
}
static inline bool kmem_cache_has_cpu_partial(const struct kmem_cache *s)
{
    return !kmem_cache_debug(s);
}

/* ---- counters of a slab's page ---- */
static inline uint32_t slab_counters(const struct page *page)
{
    return (uint32_t)page->_mapcount;
}
static inline uint32_t counters_inuse(uint32_t c)
{
    return c & 0xffff;
}
static inline uint32_t counters_objects(uint32_t c)
{
    return c >> 16 & 0x7fff;
}
/* objects less inuse: negative once more objects were freed than there are. */
static inline int32_t counters_free(uint32_t c)
{
    return (int32_t)counters_objects(c) - (int32_t)counters_inuse(c);
}
static inline bool counters_frozen(uint32_t c)
{
    return c >> 31;
}
static inline uint32_t counters_with_inuse(uint32_t c, uint32_t inuse)
{
    return (c & ~0xffffu) | (inuse & 0xffffu); /* 16 bits: one less than 0 is 65535 */
}
static inline uint32_t counters_with_frozen(uint32_t c, bool frozen)
{
    return (c & ~(1u << 31)) | (uint32_t)frozen << 31;
}
/* Writes a word of low memory or of a page and says so in the walk. */
static inline void set_said(struct machine *m, void *p, uint32_t to, enum field_id field,
                            enum value_id v, enum value_format format)
{
    uint32_t *word = p;

    if (walking(m))
        value_change(m, v, format, *word, to);
    set_word(m, word, to, field);
}
/* A member of a struct kmem_cache, kmem_cache_node or kmem_cache_cpu. */
#define SET_CACHE(m, s, member, to) \
    set_said(m, &(s)->member, (uint32_t)(to), FIELD_ram, V_s_##member, CACHE_FORMAT_##member)
#define SET_NODE(m, n, member, to) \
    set_said(m, &(n)->member, (uint32_t)(to), FIELD_ram, V_##member, FMT_DEC)
#define SET_CPU(m, c, member, to) \
    set_said(m, &(c)->member, (uint32_t)(to), FIELD_ram, V_c_##member, CPU_FORMAT_##member)
#define CACHE_FORMAT_cpu_slab    FMT_HEX
#define CACHE_FORMAT_flags       FMT_HEX
#define CACHE_FORMAT_min_partial FMT_DEC
#define CACHE_FORMAT_size        FMT_DEC
#define CACHE_FORMAT_object_size FMT_DEC
#define CACHE_FORMAT_offset      FMT_DEC
#define CACHE_FORMAT_cpu_partial FMT_DEC
#define CACHE_FORMAT_oo          FMT_OO
#define CACHE_FORMAT_max         FMT_OO
#define CACHE_FORMAT_min         FMT_OO
#define CACHE_FORMAT_allocflags  FMT_HEX
#define CACHE_FORMAT_inuse       FMT_DEC
#define CACHE_FORMAT_align       FMT_DEC
#define CACHE_FORMAT_reserved    FMT_DEC
#define CACHE_FORMAT_name        FMT_STRING
#define CACHE_FORMAT_node        FMT_ADDR
#define CACHE_FORMAT_refcount    FMT_SDEC
#define V_s_refcount             V_refcount
#define CPU_FORMAT_freelist      FMT_ADDR
#define CPU_FORMAT_tid           FMT_DEC
#define CPU_FORMAT_page          FMT_PFN0
#define CPU_FORMAT_partial       FMT_PFN0
#define V_c_tid                  V_tid
static inline void set_counters(struct machine *m, struct page *page, uint32_t c)
{
    set_said(m, &page->_mapcount, c, FIELD_page_mapcount, V_counters, FMT_COUNTERS);
}
static inline void set_freelist(struct machine *m, struct page *page, uint32_t object)
{
    set_said(m, &page->index, object, FIELD_page_index, V_page_freelist, FMT_ADDR);
}
static inline uint32_t oo_order(uint32_t oo)
{
    return oo >> 16;
}
static inline uint32_t oo_objects(uint32_t oo)
{
    return oo & 0xffff;
}
/* include/linux/mm.h:520: a compound page's order is in page[1]. */
static inline uint32_t compound_order(const struct page *page)
{
    return (page->flags & (PG_COMPOUND | PG_RECLAIM)) == PG_COMPOUND ? page[1].lru.prev : 0;
}
/* Dividing by a size that a stray write has made 0 gives 0: arch/arm/lib/div0.c says so and goes on. */
static inline uint32_t divide(uint32_t a, uint32_t b)
{
    return b ? a / b : 0;
}
static inline uint32_t remainder_of(uint32_t a, uint32_t b)
{
    return b ? a % b : 0;
}
/* Smallest order whose pages hold size bytes. */
static inline uint32_t get_order(uint32_t size)
{
    uint32_t order = 0;

    while (PAGE_SIZE << order < size)
        order++;
    return order;
}
/* include/linux/mm.h:453. The struct page of an address where no RAM is could be anything: an oops. */
static inline struct page *virt_to_head_page(struct machine *m, uint32_t x)
{
    struct page *page;

    if (unlikely(!ram_word(m, x & ~3u)))
        ram_need(m, x, 1);
    page = virt_to_page(m, x);
    if (unlikely((page->flags & (PG_COMPOUND | PG_RECLAIM)) == (PG_COMPOUND | PG_RECLAIM)))
        page = pfn_to_page(m, page->private_);
    LEAF(m, F_virt_to_head_page, FMT_PFN, page_to_pfn(m, page), value(m, V_x, FMT_ADDR, x));
    return page;
}
/* Values of the walk. */
static inline void value_cache(struct machine *m, const struct kmem_cache *s)
{
    value(m, V_s, FMT_CACHE, ram_virt(m, s));
}
static inline void value_page(struct machine *m, const struct page *page)
{
    value(m, V_page, FMT_PFN, page_to_pfn(m, page));
}

/* ---- sizes.c ---- */
uint32_t calculate_alignment(struct machine *m, uint32_t flags, uint32_t align, uint32_t size);
uint32_t order_objects(struct machine *m, uint32_t order, uint32_t size, uint32_t reserved);
bool calculate_sizes(struct machine *m, struct kmem_cache *s);
void set_min_partial(struct machine *m, struct kmem_cache *s, uint32_t min);

/* ---- freepointer.c: links between free objects, in the objects ---- */
uint32_t get_freepointer(struct machine *m, struct kmem_cache *s, uint32_t object);
uint32_t get_freepointer_safe(struct machine *m, struct kmem_cache *s, uint32_t object);
void set_freepointer(struct machine *m, struct kmem_cache *s, uint32_t object, uint32_t fp);
void cmpxchg_double_slab_(struct machine *m, struct kmem_cache *s, struct page *page,
                          uint32_t freelist, uint32_t counters, enum text_id n);
void cmpxchg_double_slab(struct machine *m, struct kmem_cache *s, struct page *page,
                         uint32_t freelist, uint32_t counters, enum text_id n);

/* ---- sound.c: what must be sound before it is used, or else the machine stops ---- */

/* A struct kmem_cache whose sizes and orders fit together. */
void need_cache(struct machine *m, const struct kmem_cache *s);
/* The page, which must be a slab. */
static inline void need_slab_page(struct machine *m, const struct page *page)
{
    if (unlikely(!(page->flags & PG_SLAB)))
        oops(m, OOPS_SLAB, page_address(m, page));
}
/* The slab in this page frame: of low memory, and a slab. */
static inline struct page *need_slab(struct machine *m, uint32_t pfn)
{
    if (unlikely(pfn - m->first_pfn >= m->max_low_pfn - m->first_pfn))
        oops(m, OOPS_SLAB, pfn);
    need_slab_page(m, pfn_to_page(m, pfn));
    return pfn_to_page(m, pfn);
}
/*
 * A slab on a cpu's partial list. Its lru is that of no other list as long as `pages` counts down from slab to slab; if it does not, the kernel
 * would take the one for the other.
 */
static inline struct page *cpu_partial_slab(struct machine *m, uint32_t pfn)
{
    struct page *page = need_slab(m, pfn);
    uint32_t next = page->lru.next, pages = next ? (need_slab(m, next)->lru.prev & 0xffff) + 1 : 1;

    if (unlikely((page->lru.prev & 0xffff) != pages))
        oops(m, OOPS_LIST, page_address(m, page));
    return page;
}

/* Lists of slabs, and slab_caches: list.h's with a look at the links. */
void slab_list_add(struct machine *m, struct list_head *node, struct list_head *head);
void slab_list_add_tail(struct machine *m, struct list_head *node, struct list_head *head);
void slab_list_del(struct machine *m, struct list_head *node);
void slab_list_splice(struct machine *m, struct list_head *list, uint32_t after);
void cache_list_add(struct machine *m, struct kmem_cache *s);
void cache_list_del(struct machine *m, struct kmem_cache *s);

/* Walking a list of slabs: the body may take the slab off its list. NULL at the end. */
struct slab_walk {
    uint32_t head, next, left;
};
struct slab_walk slab_walk_begin(struct machine *m, const struct list_head *head);
struct page *slab_walk_next(struct machine *m, struct slab_walk *walk);
/* The list must lead back to its head. */
void need_ring(struct machine *m, const struct list_head *head);

/* The cache after this one on slab_caches, the first after NULL; NULL at the end. */
#define CACHES_MAX 4096u /* more are a circle: per-cpu memory has no room for them */
struct kmem_cache *cache_after(struct machine *m, const struct kmem_cache *s);
void need_cache_ring(struct machine *m);

/* strlen() of a string in low memory. */
uint32_t string_length(struct machine *m, uint32_t virt);
/* The string at an address, as %s prints it: the text, cut to what fits, or "(null)". */
#define NAME_TEXT 128u
const char *name_text(struct machine *m, uint32_t virt, char text[NAME_TEXT]);

/* ---- slab.c: slabs come and go ---- */
struct page *new_slab(struct machine *m, struct kmem_cache *s, uint32_t flags, uint32_t node);
void discard_slab(struct machine *m, struct kmem_cache *s, struct page *page);
void inc_slabs_node(struct machine *m, struct kmem_cache *s, uint32_t objects);
bool pfmemalloc_match(struct machine *m, struct page *page, uint32_t gfpflags);

/* ---- partial.c: node lists and cpu partial lists ---- */
void add_partial(struct machine *m, struct kmem_cache_node *n, struct page *page, uint32_t tail);
void remove_partial(struct machine *m, struct kmem_cache_node *n, struct page *page);
void add_full(struct machine *m, struct kmem_cache *s, struct kmem_cache_node *n,
              struct page *page);
void remove_full(struct machine *m, struct kmem_cache *s, struct page *page);
uint32_t get_partial(struct machine *m, struct kmem_cache *s, uint32_t flags, uint32_t node,
                     struct kmem_cache_cpu *c);
void put_cpu_partial(struct machine *m, struct kmem_cache *s, struct page *page, bool drain);
void unfreeze_partials(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c);

/* ---- deactivate.c ---- */
void deactivate_slab(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t freelist);
void flush_slab(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c);
void flush_cpu_slab_(struct machine *m, struct kmem_cache *s, uint32_t cpu);
void flush_all(struct machine *m, struct kmem_cache *s);

/* ---- object.c: allocating and freeing objects; addresses, 0 = NULL ---- */
uint32_t slab_alloc(struct machine *m, struct kmem_cache *s, uint32_t gfpflags);
uint32_t kmem_cache_alloc(struct machine *m, struct kmem_cache *s, uint32_t gfpflags);
uint32_t kmem_cache_zalloc(struct machine *m, struct kmem_cache *s, uint32_t flags);
uint32_t kmem_cache_alloc_node(struct machine *m, struct kmem_cache *s, uint32_t flags);
void slab_free(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t x);
void kmem_cache_free(struct machine *m, struct kmem_cache *s, uint32_t x);

/* The doors compiled without reports (quiet.c). */
uint32_t quiet_kmem_cache_alloc(struct machine *m, struct kmem_cache *s, uint32_t gfpflags);
void quiet_kmem_cache_free(struct machine *m, struct kmem_cache *s, uint32_t x);
uint32_t quiet_kmalloc_(struct machine *m, uint32_t size, uint32_t flags);
void quiet_kfree(struct machine *m, uint32_t x);

/* ---- kmalloc.c ---- */
uint32_t kmalloc_(struct machine *m, uint32_t size, uint32_t flags); /* __kmalloc */
uint32_t kmalloc_const(struct machine *m, uint32_t size,
                       uint32_t flags); /* kmalloc of a constant size */
uint32_t kmalloc_track_caller_(struct machine *m, uint32_t size,
                               uint32_t flags); /* __kmalloc_track_caller */
void kfree(struct machine *m, uint32_t x);
void create_kmalloc_caches(struct machine *m);

/* ---- literal.c ---- */

/*
 * The address of a string that is a constant of the kernel's code: it lies at the end of the kernel image, in one of LITERALS places.
 * Which place is an assumption. When all are taken the last is used again.
 */
uint32_t string_literal(struct machine *m, const char *text);
#define LITERAL_BYTES 32u
#define LITERALS      112u
#define STATIC_BYTES  512u /* behind them: the two static descriptors */

/* ---- cache.c ---- */
uint32_t kmem_cache_create(struct machine *m, uint32_t name, uint32_t size, uint32_t align,
                           uint32_t flags);
/* With a constructor: the id of the function that is called for each object of a new slab. */
uint32_t kmem_cache_create_ctor(struct machine *m, uint32_t name, uint32_t size, uint32_t align,
                                uint32_t flags, uint32_t ctor);
/* Calls it; file/ctor.c knows those that there are: an arrow back. */
void slub_ctor(struct machine *m, uint32_t ctor, uint32_t object);
void kmem_cache_destroy(struct machine *m, struct kmem_cache *s);
void create_boot_cache(struct machine *m, struct kmem_cache *s, uint32_t name, uint32_t size,
                       uint32_t flags);
bool kmem_cache_open(struct machine *m, struct kmem_cache *s, uint32_t flags);
void free_kmem_cache_nodes(struct machine *m, struct kmem_cache *s);

/* ---- shrink.c ---- */
void kmem_cache_shrink(struct machine *m, struct kmem_cache *s);

/* ---- bootstrap.c ---- */
void kmem_cache_init(struct machine *m);
void init_kmem_cache_node(struct machine *m, struct kmem_cache_node *n);
bool init_kmem_cache_nodes(struct machine *m, struct kmem_cache *s);

/* ---- debug.c ---- */
void setup_object_debug(struct machine *m, struct kmem_cache *s, struct page *page,
                        uint32_t object);
void init_object(struct machine *m, struct kmem_cache *s, uint32_t object, uint8_t val);
void init_tracking(struct machine *m, struct kmem_cache *s, uint32_t object);
bool alloc_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                            uint32_t object);
bool free_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                           uint32_t object);

/* ---- debug_check.c: true when all is well ---- */
bool check_slab(struct machine *m, struct kmem_cache *s, struct page *page);
bool slab_pad_check(struct machine *m, struct kmem_cache *s, struct page *page);
bool check_valid_pointer(struct machine *m, struct kmem_cache *s, struct page *page,
                         uint32_t object);
/* Parts of mm/slub.c:1094: before the object is looked at, and after. */
bool may_be_freed(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object);
bool belongs_to(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object);
bool check_object(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                  uint8_t val);

/* ---- leftover.c: mm/slub.c:3141 ---- */
void list_slab_objects(struct machine *m, struct kmem_cache *s, struct page *page);

#endif
