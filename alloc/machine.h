// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One machine is one relocatable image: everything that the modelled kernel keeps about its memory, and nothing else.
 *
 *	chunk 0		struct host: ours, not part of the machine (listener, dirty map, base, cursor of a long op)
 *	chunk 1 ...	the fixed part of struct machine: counters, zones, page sets, memblock, bootmem, pageblock types
 *	page[]		one struct page of 32 bytes per page frame, from the first pfn of RAM to the last, laid out as in 3.13.11
 *	held[]		which allocations are live, so that an operation can free one and a workload can pick one
 *	RAM		the contents of low memory, address by address: what SLUB, the per-cpu areas and page tables keep in it (ram.h)
 *
 * Glossary.
 *	chunk	4,096 bytes of image: the unit of copy-on-write, of the digest and of transfer
 *	offset	a link. Lists run through `struct list_head`s whose next and prev are byte offsets in the image
 *	pfn	page frame number as in the kernel: physical address >> 12. Page structs are found by pfn - first_pfn
 *	base	a frozen image that clones share; a clone owns only the chunks that it changed
 *
 * RAM makes the image large (760 MiB for the study machine) and nearly all of it zeros that nobody ever touched. Whoever goes through an
 * image goes from written chunk to written chunk (machine_next_chunk); reading a chunk that was never written costs memory for nothing.
 *
 * Model code changes the image through the primitives of change.h only: each writes, marks the chunk as changed and, when someone
 * listens, reports the change.
 */
#ifndef ALLOC_MACHINE_H
#define ALLOC_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alloc/arm/cp15.h"
#include "alloc/arm/tlb.h"
#include "alloc/config.h"
#include "alloc/op.h"
#include "alloc/trace.h"

#define MODEL_VERSION 3 /* raised when an op's events or results change: old rooms keep theirs */

#define CHUNK_SIZE  4096u
#define CHUNK_SHIFT 12

/* mmzone.h of 3.13.11 with the study configuration. */
#define MAX_ORDER             11
#define PAGEBLOCK_ORDER       10
#define PAGEBLOCK_NR_PAGES    (1u << PAGEBLOCK_ORDER)
#define PAGES_PER_SECTION     0x10000u
#define MAX_NR_ZONES          3
#define NR_VM_ZONE_STAT_ITEMS 29
#define MAX_CPUS              4
#define MAX_PAGEBLOCKS        1024    /* 4 GiB of RAM */
#define PCPU_DYNAMIC_SIZE     0x3000u /* of the stand-in for the per-cpu allocator */

/* mm/percpu.c, include/linux/percpu.h */
#define PERCPU_DYNAMIC_EARLY_SLOTS 128
#define PCPU_MAX_UNIT_SIZE         0x20000u /* ours: `populated` is one word */
#define PCPU_MAX_SLOTS             17       /* pcpu_nr_slots of such a unit */

enum zone_type { ZONE_NORMAL, ZONE_HIGHMEM, ZONE_MOVABLE };
enum migratetype {
    MIGRATE_UNMOVABLE,
    MIGRATE_RECLAIMABLE,
    MIGRATE_MOVABLE,
    MIGRATE_RESERVE,
    MIGRATE_TYPES
};
#define MIGRATE_PCPTYPES 3
enum zone_stat_item {
    NR_FREE_PAGES = 0,
    NR_ALLOC_BATCH = 1,
    NR_ANON_PAGES = 8,
    NR_FILE_MAPPED = 9,
    NR_FILE_PAGES = 10,
    NR_SLAB_RECLAIMABLE = 13,
    NR_SLAB_UNRECLAIMABLE = 14,
    NR_PAGETABLE = 15,
    NR_SHMEM = 24
};
/* The vm_event_items that are modelled (include/linux/vm_event_item.h): pages, summed over all cpus. */
enum vm_event_item { PGALLOC_NORMAL, PGALLOC_HIGH, PGALLOC_MOVABLE, PGFREE, NR_VM_EVENT_ITEMS };
enum zone_watermarks { WMARK_MIN, WMARK_LOW, WMARK_HIGH, NR_WMARK };

/* An offset of 0 means "none": chunk 0 holds no list head. */
struct list_head {
    uint32_t next, prev;
};

/*
 * struct page, 32 bytes, include/linux/mm_types.h:44. The words that the page allocator and SLUB share are unions there; here they are
 * words with the page allocator's names.
 *
 *	flags	31..28 section | 27..26 zone | 20..0 page flags (PG_reserved 10, PG_compound 14, PG_reclaim 17)
 */
struct page {
    uint32_t flags;
    uint32_t mapping;
    uint32_t
        index; /* migratetype while free; its low byte is pfmemalloc while allocated; SLUB: freelist */
    int32_t
        _mapcount; /* -1, or PAGE_BUDDY_MAPCOUNT_VALUE (-128) while it heads a free block; SLUB: counters */
    int32_t _count;
    struct list_head lru;
    uint32_t
        private_; /* order while it heads a free block; tail of a compound page: first_page; SLUB: slab_cache */
};
_Static_assert(sizeof(struct page) == 32,
               "struct page is 32 bytes in 3.13.11 on this configuration");

struct free_area {
    struct list_head free_list[MIGRATE_TYPES];
    uint32_t nr_free;
};

struct per_cpu_pages {
    int32_t count, high, batch;
    struct list_head lists[MIGRATE_PCPTYPES];
};

struct per_cpu_pageset {
    struct per_cpu_pages pcp;
    int32_t stat_threshold;
    int32_t vm_stat_diff[NR_VM_ZONE_STAT_ITEMS];
};

struct zone {
    uint32_t watermark[NR_WMARK];
    uint32_t percpu_drift_mark;
    uint32_t lowmem_reserve[MAX_NR_ZONES];
    uint32_t zone_start_pfn, spanned_pages, present_pages, managed_pages;
    uint32_t inactive_ratio;
    uint32_t
        pageset_ready; /* 0: the cpu's boot_pageset serves this zone too; 1: pageset[zone][cpu] */
    struct free_area free_area[MAX_ORDER];
    int32_t vm_stat[NR_VM_ZONE_STAT_ITEMS];
};

/*
 * include/linux/slub_def.h:40, 16 bytes, in the per-cpu areas. `page` and `partial` are pfns, 0 = none: page frame 0 is never RAM here.
 */
struct kmem_cache_cpu {
    uint32_t freelist, tid, page, partial;
};
#define NR_KMALLOC_CACHES 14 /* KMALLOC_SHIFT_HIGH + 1 */
#define NR_SIZE_INDEX     24

/*
 * mm/percpu.c:100, a chunk of the per-cpu allocator. Its map describes one unit from its start on: the size of each block, negative while the
 * block is in use. `map` is the map's address in RAM, or 0 for the array of the kernel image: pcpu_smap, pcpu_dmap.
 */
struct pcpu_chunk {
    struct list_head list; /* in pcpu_slot[] */
    int32_t free_size, contig_hint;
    uint32_t base_addr;
    int32_t map_used, map_alloc;
    uint32_t map;
    uint32_t immutable;
    uint32_t populated; /* one bit per page of a unit */
};
/* The two that share the first unit: the reserved chunk serves what modules define, the first chunk everybody else. */
enum pcpu_chunks { PCPU_SCHUNK, PCPU_DCHUNK, PCPU_CHUNKS };

#define LAST_PKMAP 512 /* arch/arm/include/asm/highmem.h:7 */

/* mm/memblock.c: regions in address order; base and size in bytes. */
#define MEMBLOCK_REGIONS 32
struct memblock_region {
    uint32_t base, size;
};
struct memblock_type {
    uint32_t cnt;
    struct memblock_region regions[MEMBLOCK_REGIONS];
};

/* mm/bootmem.c: one bit per page of low memory, 1 = in use. 1 GiB of low memory is the most a bitmap here describes. */
#define BOOTMEM_MAP_WORDS 8192
struct bootmem_data {
    uint32_t node_min_pfn, node_low_pfn;
    uint32_t last_end_off, hint_idx; /* bytes, bit index */
    uint32_t map_pfn; /* first page of the bitmap itself, which mem_init() frees last */
    uint32_t node_bootmem_map[BOOTMEM_MAP_WORDS];
};

/* A process here is its address space: who it is, and the address of its struct mm_struct (user/user.h). */
#define MAX_PROCESSES 64
struct process {
    uint32_t pid, mm; /* pid 0: a free place */
};
#define NUM_USER_ASIDS 256 /* arch/arm/mm/context.c:45 */

/* lib/radix-tree.c:86: nodes that a cpu has put aside (file/radix_tree.c). */
#define RADIX_TREE_PRELOAD_SIZE 11
struct radix_tree_preload {
    uint32_t nr, nodes[RADIX_TREE_PRELOAD_SIZE];
};

struct machine {
    struct host host;
    _Alignas(CHUNK_SIZE) uint32_t first_pfn; /* of page[0] */
    uint32_t nr_pages;                       /* entries of page[], holes included */
    uint32_t held_off; /* byte offset of held_slot[nr_pages], then of held_pfn[nr_pages] */
    uint32_t max_low_pfn, max_pfn;
    uint32_t stage; /* enum boot_stage last completed */
    uint32_t slub;  /* 1: the profile runs SLUB */
    int32_t slab_state;
    uint32_t cpu, nr_online_cpus;
    uint32_t task_memalloc, task_rt; /* the task has PF_MEMALLOC; a real-time priority */
    uint32_t gfp_allowed_mask;
    uint32_t page_group_by_mobility_disabled;
    uint32_t totalram_pages, totalhigh_pages, totalreserve_pages, vm_total_pages;
    int32_t min_free_kbytes;
    uint32_t nr_zonerefs, zonerefs[MAX_NR_ZONES]; /* zone indices in fallback order */
    int32_t vm_stat[NR_VM_ZONE_STAT_ITEMS];
    uint32_t vm_event[NR_VM_EVENT_ITEMS];
    struct zone zone[MAX_NR_ZONES];
    struct per_cpu_pageset boot_pageset[MAX_CPUS];
    struct per_cpu_pageset pageset[MAX_NR_ZONES][MAX_CPUS];
    struct list_head batch_list; /* the private list of free_hot_cold_page_list's caller */
    uint32_t nr_held;
    struct {
        uint32_t start, end; /* pfns */
    } bank[MAX_BANKS];
    uint32_t nr_banks;
    uint32_t
        page_struct_size; /* what the memory map is charged for; our own struct page is always 32 */
    struct memblock_type memory, reserved;
    uint32_t section_mem_map[16]; /* pfn of each section's memory map; 0: section not present */
    uint32_t pageblock_flags
        [MAX_PAGEBLOCKS /
         8]; /* one nibble per pageblock from first_pfn on, the first in the lowest */
    struct bootmem_data bdata;
    uint32_t ram_off,
        ram_size;        /* where RAM begins, in bytes; its length, a multiple of CHUNK_SIZE */
    uint32_t kernel_end; /* address behind the kernel image, where what it keeps for itself lies */
    struct list_head slab_caches;
    uint32_t alias_list;                  /* address of the newest struct saved_alias */
    uint32_t kmem_cache, kmem_cache_node; /* addresses of the two caches of caches */
    uint32_t kmalloc_caches[NR_KMALLOC_CACHES];
    uint32_t size_index[NR_SIZE_INDEX]; /* which of them serves sizes 1-8, 9-16, … 185-192 */
    uint32_t percpu; /* 1: the kernel's per-cpu allocator; 0: the stand-in of the golden vectors */
    uint32_t pcpu_area[MAX_CPUS]; /* where each cpu's copies are: per_cpu_ptr() */
    uint32_t
        pcpu_used[PCPU_DYNAMIC_SIZE / 16 / 32]; /* the stand-in's: one bit per 16 bytes in use */
    uint32_t pcpu_static_size, pcpu_reserved_size, pcpu_dyn_size, pcpu_unit_size;
    uint32_t
        per_cpu_start; /* where the linker put per-cpu variables: per-cpu pointers begin here */
    uint32_t pcpu_base_addr; /* address of the first unit */
    uint32_t pcpu_unit_offsets[MAX_CPUS];
    uint32_t pcpu_nr_slots;
    struct list_head pcpu_slot[PCPU_MAX_SLOTS]; /* chunks by free_size; [0] has no room */
    struct pcpu_chunk pcpu_chunk[PCPU_CHUNKS];
    int32_t pcpu_smap[PERCPU_DYNAMIC_EARLY_SLOTS], pcpu_dmap[PERCPU_DYNAMIC_EARLY_SLOTS];
    uint32_t ram_words;       /* of low memory up to its first hole (ram.h) */
    uint32_t oops, oops_addr; /* enum oops_reason, and what its address is of (oops.h) */
    uint32_t tainted;         /* TAINT_* of slub/report.h */
    uint32_t swapper_pg_dir;  /* address of the kernel's first-level table; 0: no page tables */
    uint32_t vectors_page, pkmap_page_table, empty_zero_page; /* addresses */
    uint32_t vmlist; /* address of the first struct vm_struct known before vmalloc_init() */
    struct list_head static_vmlist, vmap_area_list;
    struct list_head vmap_purge_list;         /* the private list of __purge_vmap_area_lazy() */
    uint32_t vmap_area_root, free_vmap_cache; /* addresses of struct rb_node */
    uint32_t cached_hole_size, cached_vstart, cached_align;
    uint32_t vmap_area_pcpu_hole, vmap_lazy_nr, vmap_initialized;
    uint32_t last_pkmap_nr, pkmap_count[LAST_PKMAP];
    uint32_t pkmap_page[LAST_PKMAP]; /* page_address_maps[].page: pfns, 0 = none */
    uint32_t kmap_atomic_idx[MAX_CPUS];
    uint32_t mm_cachep, vm_area_cachep, anon_vma_cachep, anon_vma_chain_cachep;
    uint32_t last_pid;
    struct process process[MAX_PROCESSES];
    uint32_t current_pid[MAX_CPUS]; /* who runs on a cpu; 0: nobody */
    uint32_t asid_generation, asid_map[NUM_USER_ASIDS / 32];
    uint32_t active_asids[MAX_CPUS], reserved_asids[MAX_CPUS];
    uint32_t tlb_flush_pending; /* one bit per cpu */
    struct cp15 cp15[MAX_CPUS]; /* all zeros before there is a process */
    struct tlb tlb[MAX_CPUS];
    uint32_t dentry_cache, filp_cachep, shmem_inode_cachep, radix_tree_node_cachep;
    struct list_head s_inodes; /* of shmem's superblock; zeros before its first file */
    uint32_t task_works;       /* files to be put before the operation ends */
    uint32_t last_ino[MAX_CPUS], shared_last_ino;
    struct radix_tree_preload radix_tree_preloads[MAX_CPUS];
    _Alignas(CHUNK_SIZE) struct page page[];
};

/* ---- life of a machine (machine.c) ---- */

/*
 * A machine as free_area_init_node() leaves it: memblock, bootmem, memory map and zones are set up, no page is free yet.
 * Its image is private to it until machine_freeze(). NULL and errno if memory is short; EINVAL with *why if the profile is impossible.
 */
struct machine *machine_create(const struct profile *profile, const char **why);

/* Makes the present image the base that clones of `m` share: from here on the unchanged chunks cost a clone nothing. */
int machine_freeze(struct machine *m);

/* A machine with the same image, no listener. Shares the base of `m`; copies only the chunks that `m` changed since. NULL and errno. */
struct machine *machine_clone(const struct machine *m);

void machine_destroy(struct machine *m);

/* Bytes of image, a multiple of CHUNK_SIZE; chunk 0 included (which readers must treat as zeros). */
uint32_t machine_size(const struct machine *m);

/* The image itself. Valid as long as the machine; changes as it runs. */
static inline const uint8_t *machine_image(const struct machine *m)
{
    return (const uint8_t *)m;
}

/* True if this chunk differs, or may differ, from the base image. */
bool machine_chunk_changed(const struct machine *m, uint32_t chunk);

/* True if the chunk holds, or may hold, a non-zero word. */
bool machine_chunk_written(const struct machine *m, uint32_t chunk);

/* The first chunk from `from` on that is changed (or written); the number of chunks when there is none. Cheap over what is not. */
enum chunk_sort { CHUNKS_CHANGED, CHUNKS_WRITTEN };
uint32_t machine_next_chunk(const struct machine *m, uint32_t from, enum chunk_sort sort);

/* An identity of the base that a clone shares with its siblings: the digest at the freeze; 0 if never frozen. */
uint64_t machine_base(const struct machine *m);

/* 64-bit digest of the image, as web/README.md defines it: high lane << 32 | low lane. Costs what changed since it was last asked. */
uint64_t machine_digest(struct machine *m);

#endif
