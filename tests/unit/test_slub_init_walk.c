// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The study groups' walk of mm_init(), steps 43 to 138: kmem_cache_init() on the study machine, and with struct pages
 * of 44 bytes, which change nothing here. (Steps 79 to 84 and 139 to 141, the per-cpu
 * allocator's, are tested in test_percpu.c.) What the notes mark as computed must appear in this order; what they mark as assumed is what
 * this machine has: the first slab page is 0x4f000.
 *
 * In the notes' words A is page 0x4f000 (slab of kmem_cache_node, address 0xef000000), B is 0x4f001 (slab of kmem_cache).
 */
#include <stdio.h>

#include "alloc/printk.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/walk_rows.h"

#define LOG_BYTES 200

/* ---- steps 43 to 56: create_boot_cache(kmem_cache_node) as far as the page allocator ---- */
static const struct row part1[] = {
    { 43, "", "kmem_cache_init", "+ kmem_cache_init mm/slub.c:3602", NULL },
    { 44, "kmem_cache_init", "create_boot_cache", "// name: \"kmem_cache_node\"", NULL },
    { 44, "kmem_cache_init", "create_boot_cache", "// size: 44", NULL },
    { 44, "kmem_cache_init", "create_boot_cache", "// flags: 0x2000", NULL },
    { 44, "kmem_cache_init", "create_boot_cache", "// s->object_size: 0 -> 44", NULL },
    { 44, "kmem_cache_init", "create_boot_cache", "// s->size: 0 -> 44", NULL },
    { 45, "create_boot_cache", "calculate_alignment", "// align: 64", NULL },
    { 45, "create_boot_cache", "calculate_alignment", "- calculate_alignment = 64", NULL },
    { 46, "create_boot_cache", "__kmem_cache_create", "+ __kmem_cache_create", NULL },
    { 46, "__kmem_cache_create", "kmem_cache_open", "// flags: 0x2000", NULL },
    { 47, "kmem_cache_open", "kmem_cache_flags", "// object_size: 44", NULL },
    { 47, "kmem_cache_open", "kmem_cache_flags", "- kmem_cache_flags = 0x2000", NULL },
    { 47, "__kmem_cache_create", "kmem_cache_open", "// s->reserved: 0 -> 0", NULL },
    { 48, "kmem_cache_open", "calculate_sizes", "// forced_order: -1", NULL },
    { 48, "kmem_cache_open", "calculate_sizes", "// s->inuse: 0 -> 44", NULL },
    { 48, "kmem_cache_open", "calculate_sizes", "// s->size: 44 -> 64", NULL },
    { 49, "calculate_sizes", "calculate_order", "// size: 64", NULL },
    { 49, "calculate_order", "order_objects", "// order: 3", NULL },
    { 49, "calculate_order", "order_objects", "- order_objects = 512", NULL },
    { 49, "calculate_sizes", "calculate_order", "// min_objects: 16", NULL },
    { 49, "calculate_order", "slab_order", "// min_objects: 16", NULL },
    { 49, "calculate_order", "slab_order", "// max_order: 3", NULL },
    { 49, "calculate_order", "slab_order", "// fract_leftover: 16", NULL },
    { 49, "calculate_order", "slab_order", "// rem: 0", NULL },
    { 49, "calculate_order", "slab_order", "- slab_order = 0", NULL },
    { 49, "calculate_sizes", "calculate_order", "- calculate_order = 0", NULL },
    { 50, "kmem_cache_open", "calculate_sizes", "// s->allocflags: 0x0 -> 0x0", NULL },
    { 50, "calculate_sizes", "oo_make", "- oo_make = 0:64", NULL },
    { 50, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:64", NULL },
    { 50, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:64", NULL },
    { 50, "kmem_cache_open", "calculate_sizes", "// s->max: 0:0 -> 0:64", NULL },
    { 50, "kmem_cache_open", "calculate_sizes", "- calculate_sizes = 1", NULL },
    { 51, "kmem_cache_open", "set_min_partial", "// min: 3", NULL },
    { 51, "kmem_cache_open", "set_min_partial", "// s->min_partial: 0 -> 5", NULL },
    { 51, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 30", NULL },
    { 52, "kmem_cache_open", "init_kmem_cache_nodes", "// slab_state: 0", NULL }, /* DOWN */
    { 53, "init_kmem_cache_nodes", "early_kmem_cache_node_alloc", "// node: 0", NULL },
    { 53, "early_kmem_cache_node_alloc", "new_slab", "// flags: 0x0", NULL },
    { 54, "new_slab", "allocate_slab", "// flags: 0x0", NULL },
    { 54, "allocate_slab", "alloc_slab_page", "// flags: 0x1200", NULL },
    { 54, "allocate_slab", "alloc_slab_page", "// oo: 0:64", NULL },
    { 55, "alloc_slab_page", "alloc_pages_exact_node", "// gfp_mask: 0x201200", NULL },
    { 55, "alloc_slab_page", "alloc_pages_exact_node", "// order: 0", NULL },
    { 56, "alloc_pages_exact_node", "__alloc_pages", "// gfp_mask: 0x201200", NULL },
    { 56, "__alloc_pages", "__alloc_pages_nodemask", "// gfp_mask: 0x201200", NULL },
    /* 57 to 73 are those of test_mm_init_walk.c, here in their place */
    { 57, "__alloc_pages_nodemask", "gfp_zone", "- gfp_zone = 0", NULL },
    { 57, "__alloc_pages", "__alloc_pages_nodemask", "// alloc_flags: 0x41", NULL },
    { 57, "__alloc_pages", "__alloc_pages_nodemask", "// gfp_allowed_mask: 0x1ffff2f", NULL },
    { 57, "__alloc_pages", "__alloc_pages_nodemask", "// gfp_mask: 0x201200 -> 0x201200", NULL },
    { 58, "__alloc_pages_nodemask", "get_page_from_freelist", "// gfp_mask: 0x221200", NULL },
    { 59, "zone_watermark_ok", "__zone_watermark_ok", "- __zone_watermark_ok = 1", NULL },
    { 61, "__rmqueue", "__rmqueue_smallest", "- __rmqueue_smallest = NULL", NULL },
    { 62, "__rmqueue", "__rmqueue_fallback", "// page: 0x4f000", NULL },
    { 63, "try_to_steal_freepages", "change_pageblock_range", "+ change_pageblock_range", NULL },
    { 68, "__rmqueue_fallback", "expand", "// size: 512", NULL },
    { 69, "buffered_rmqueue", "rmqueue_bulk", "- rmqueue_bulk = 1", NULL },
    { 73, "__alloc_pages", "__alloc_pages_nodemask", "- __alloc_pages_nodemask = 0x4f000", NULL },
    /* the slab */
    { 74, "new_slab", "allocate_slab", "// page->counters: 65535/32767/1 -> 65535/64/1", NULL },
    { 74, "allocate_slab", "mod_zone_page_state", "// item: NR_SLAB_UNRECLAIMABLE: 14", NULL },
    { 74, "__mod_zone_page_state", "zone_page_state_add", "// zone->vm_stat[item]: 0 -> 1", NULL },
    { 75, "new_slab", "inc_slabs_node", "- inc_slabs_node", NULL }, /* no node yet: skipped */
    { 75, "early_kmem_cache_node_alloc", "new_slab", "// page->slab_cache: NULL -> 0xc07dfe80",
      NULL },
    { 75, "early_kmem_cache_node_alloc", "new_slab",
      "~ page[0x4f000].flags 0x40000000 -> 0x40000080", NULL },
    { 76, "new_slab", "setup_object", "// object: 0xef000000", NULL },
    { 76, "new_slab", "set_freepointer", "// object: 0xef000000", NULL },
    { 76, "new_slab", "set_freepointer", "// fp: 0xef000040", NULL },
    { 76, "new_slab", "set_freepointer", "~ ram[0xef000000] 0xef000000 -> 0xef000040", NULL },
    { 76, "new_slab", "set_freepointer", "// object: 0xef000fc0", NULL },
    { 76, "new_slab", "set_freepointer", "// fp: NULL", NULL },
    { 76, "early_kmem_cache_node_alloc", "new_slab", "// page->freelist: NULL -> 0xef000000",
      NULL },
    { 76, "early_kmem_cache_node_alloc", "new_slab", "// page->counters: 65535/64/1 -> 64/64/1",
      NULL },
    { 77, "init_kmem_cache_nodes", "early_kmem_cache_node_alloc",
      "// page->freelist: 0xef000000 -> 0xef000040", NULL },
    { 77, "init_kmem_cache_nodes", "early_kmem_cache_node_alloc",
      "// page->counters: 64/64/1 -> 1/64/0", NULL },
    { 77, "init_kmem_cache_nodes", "early_kmem_cache_node_alloc",
      "// s->node[node]: NULL -> 0xef000000", NULL }, /* kmem_cache_node#0 */
    { 78, "early_kmem_cache_node_alloc", "init_kmem_cache_node", "// n: 0xef000000", NULL },
    { 78, "early_kmem_cache_node_alloc", "inc_slabs_node", "// n->nr_slabs: 0 -> 1", NULL },
    { 78, "early_kmem_cache_node_alloc", "inc_slabs_node", "// n->total_objects: 0 -> 64", NULL },
    { 78, "early_kmem_cache_node_alloc", "add_partial", "// tail: 15", NULL },
    { 78, "early_kmem_cache_node_alloc", "add_partial", "// n->nr_partial: 0 -> 1", NULL },
    { 79, "kmem_cache_open", "alloc_kmem_cache_cpus", "+ alloc_kmem_cache_cpus", NULL },
    { 79, "alloc_kmem_cache_cpus", "__alloc_percpu", "// size: 16", NULL },
    { 79, "alloc_kmem_cache_cpus", "__alloc_percpu", "// align: 8", NULL },
    { 84, "alloc_kmem_cache_cpus", "init_kmem_cache_cpus", "// s: 0xc07dfe80", NULL },
    { 84, "kmem_cache_open", "alloc_kmem_cache_cpus", "- alloc_kmem_cache_cpus = 1", NULL },
    { 85, "create_boot_cache", "__kmem_cache_create", "- __kmem_cache_create = 0", NULL },
    { 85, "kmem_cache_init", "create_boot_cache", "// s->refcount: 0 -> -1", NULL },
    { 86, "", "kmem_cache_init", "// slab_state: 0 -> 1", NULL }, /* PARTIAL */

    /* ---- steps 87 to 99: create_boot_cache(kmem_cache) ---- */
    { 87, "kmem_cache_init", "create_boot_cache", "// name: \"kmem_cache\"", NULL },
    { 87, "kmem_cache_init", "create_boot_cache", "// size: 116", NULL },
    { 87, "create_boot_cache", "calculate_alignment", "- calculate_alignment = 64", NULL },
    { 88, "kmem_cache_open", "calculate_sizes", "// s->size: 116 -> 128", NULL },
    { 88, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:32", NULL },
    { 88, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:32", NULL },
    { 88, "kmem_cache_open", "calculate_sizes", "// s->max: 0:0 -> 0:32", NULL },
    { 88, "kmem_cache_open", "set_min_partial", "// min: 3", NULL },
    { 88, "kmem_cache_open", "set_min_partial", "// s->min_partial: 0 -> 5", NULL },
    { 88, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 30", NULL },
    { 89, "kmem_cache_open", "init_kmem_cache_nodes", "// slab_state: 1", NULL },
    { 89, "init_kmem_cache_nodes", "kmem_cache_alloc_node", "// s: 0xc07dfe80", NULL },
    { 89, "init_kmem_cache_nodes", "kmem_cache_alloc_node", "// flags: 0xd0", NULL },
    { 89, "kmem_cache_alloc", "slab_alloc", "// gfpflags: 0xd0", NULL },
    { 89, "slab_alloc", "slab_alloc_node", "// node: -1", NULL },
    { 90, "slab_alloc_node", "slab_pre_alloc_hook", "- slab_pre_alloc_hook = 0", NULL },
    { 91, "slab_alloc_node", "__slab_alloc", "// c: cpu_slab(0xc07dfe80,cpu0)", NULL },
    { 92, "__slab_alloc", "new_slab_objects", "+ new_slab_objects", NULL },
    { 92, "new_slab_objects", "get_partial", "+ get_partial", NULL },
    { 92, "get_partial", "get_partial_node", "+ get_partial_node", NULL },
    { 93, "get_partial_node", "pfmemalloc_match", "- pfmemalloc_match = 1", NULL },
    { 93, "get_partial_node", "acquire_slab", "// mode: 1", NULL },
    { 93, "get_partial_node", "acquire_slab", "// page->counters: 1/64/0", NULL }, /* 0x400001 */
    { 94, "acquire_slab", "__cmpxchg_double_slab", "// freelist_old: 0xef000040", NULL },
    { 94, "acquire_slab", "__cmpxchg_double_slab", "// freelist_new: NULL", NULL },
    { 94, "acquire_slab", "__cmpxchg_double_slab", "// counters_new: 64/64/1", NULL },
    { 94, "__cmpxchg_double_slab", "slab_lock", "+ slab_lock", NULL },
    { 94, "acquire_slab", "__cmpxchg_double_slab", "- __cmpxchg_double_slab = 1", NULL },
    { 94, "acquire_slab", "remove_partial", "// n->nr_partial: 1 -> 0", NULL },
    { 94, "get_partial_node", "acquire_slab", "- acquire_slab = 0xef000040", NULL },
    { 95, "get_partial", "get_partial_node", "// c->page: NULL -> 0x4f000", NULL },
    { 95, "get_partial", "get_partial_node", "// available: 63", NULL },
    { 96, "slab_alloc_node", "__slab_alloc", "// c->freelist: NULL -> 0xef000080", NULL },
    { 96, "slab_alloc_node", "__slab_alloc", "// c->tid: 0 -> 4", NULL },
    { 96, "slab_alloc_node", "__slab_alloc", "- __slab_alloc = 0xef000040", NULL },
    { 97, "slab_alloc_node", "slab_post_alloc_hook", "// object: 0xef000040", NULL },
    { 98, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000040",
      NULL },
    { 98, "init_kmem_cache_nodes", "init_kmem_cache_node", "// n->nr_slabs: 0 -> 0", NULL },
    { 99, "alloc_kmem_cache_cpus", "__alloc_percpu", "// size: 16", NULL },
    { 99, "kmem_cache_init", "create_boot_cache", "// s->refcount: 0 -> -1", NULL },

    /* ---- steps 100 to 113: bootstrap(&boot_kmem_cache) ---- */
    { 100, "bootstrap", "kmem_cache_zalloc", "// k: 0xc07dfe00", NULL },
    { 100, "kmem_cache_zalloc", "kmem_cache_alloc", "// gfpflags: 0x8000", NULL },
    { 100, "slab_alloc", "slab_alloc_node", "// c->tid: 0", NULL },
    { 101, "get_partial", "get_partial_node", "- get_partial_node = NULL", NULL },
    { 101, "get_partial", "get_any_partial", "- get_any_partial = NULL", NULL },
    { 102, "new_slab_objects", "new_slab", "// flags: 0x8000", NULL },
    { 102, "new_slab", "allocate_slab", "// flags: 0x0", NULL },
    { 102, "allocate_slab", "alloc_slab_page", "// flags: 0x1200", NULL },
    { 102, "allocate_slab", "alloc_slab_page", "// node: -1", NULL },
    { 102, "alloc_slab_page", "alloc_pages_node", "// gfp_mask: 0x201200", NULL },
    { 103, "new_slab", "allocate_slab", "// page->counters: 65535/32767/1 -> 65535/32/1", NULL },
    { 103, "__mod_zone_page_state", "zone_page_state_add", "// zone->vm_stat[item]: 1 -> 2", NULL },
    { 103, "new_slab", "inc_slabs_node", "// n->nr_slabs: 0 -> 1", NULL },
    { 103, "new_slab", "inc_slabs_node", "// n->total_objects: 0 -> 32", NULL },
    { 104, "new_slab", "set_freepointer", "// object: 0xef001f80", NULL },
    { 104, "new_slab", "set_freepointer", "// fp: NULL", NULL },
    { 104, "new_slab_objects", "new_slab", "// page->freelist: NULL -> 0xef001000", NULL },
    { 104, "new_slab_objects", "new_slab", "// page->counters: 65535/32/1 -> 32/32/1", NULL },
    { 105, "__slab_alloc", "new_slab_objects", "// page->freelist: 0xef001000 -> NULL", NULL },
    { 105, "__slab_alloc", "new_slab_objects", "// c->page: NULL -> 0x4f001", NULL },
    { 105, "slab_alloc_node", "__slab_alloc", "// c->freelist: NULL -> 0xef001080", NULL },
    { 105, "slab_alloc_node", "__slab_alloc", "// c->tid: 0 -> 4", NULL },
    { 105, "slab_alloc_node", "__slab_alloc", "- __slab_alloc = 0xef001000", NULL },
    { 106, "kmem_cache_init", "bootstrap", "~ ram[0xef001010] 0x0 -> 0x74",
      NULL }, /* object_size */
    { 107, "bootstrap", "__flush_cpu_slab", "+ __flush_cpu_slab", NULL },
    { 107, "__flush_cpu_slab", "flush_slab", "+ flush_slab", NULL },
    { 107, "flush_slab", "deactivate_slab", "// freelist: 0xef001080", NULL },
    { 107, "flush_slab", "deactivate_slab", "// tail: 15", NULL },
    { 108, "deactivate_slab", "get_freepointer", "- get_freepointer = 0xef001100", NULL },
    { 108, "deactivate_slab", "set_freepointer", "// fp: NULL", NULL },
    { 108, "deactivate_slab", "__cmpxchg_double_slab", "// counters_old: 32/32/1", NULL },
    { 108, "deactivate_slab", "__cmpxchg_double_slab", "// freelist_new: 0xef001080", NULL },
    { 108, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 31/32/1", NULL },
    { 109, "deactivate_slab", "set_freepointer", "// object: 0xef001100", NULL },
    { 109, "deactivate_slab", "set_freepointer", "// fp: 0xef001080", NULL },
    { 109, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 30/32/1", NULL },
    { 109, "deactivate_slab", "__cmpxchg_double_slab", "// freelist_new: 0xef001f00", NULL },
    { 109, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 2/32/1", NULL },
    { 110, "deactivate_slab", "set_freepointer", "// object: 0xef001f80", NULL },
    { 110, "deactivate_slab", "set_freepointer", "// fp: 0xef001f00", NULL },
    { 111, "deactivate_slab", "add_partial", "// tail: 15", NULL },
    { 111, "deactivate_slab", "add_partial", "// n->nr_partial: 0 -> 1", NULL },
    { 110, "deactivate_slab", "__cmpxchg_double_slab", "// freelist_new: 0xef001f80", NULL },
    { 110, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 1/32/0", NULL },
    { 112, "__flush_cpu_slab", "flush_slab", "// c->tid: 4 -> 8", NULL },
    { 112, "__flush_cpu_slab", "flush_slab", "// c->page: 0x4f001 -> NULL", NULL },
    { 112, "__flush_cpu_slab", "flush_slab", "// c->freelist: 0xef001080 -> NULL", NULL },
    { 112, "__flush_cpu_slab", "unfreeze_partials", "- unfreeze_partials", NULL },
    { 113, "kmem_cache_init", "bootstrap", "// page->slab_cache: 0xc07dfe00 -> 0xef001000", NULL },
    { 113, "kmem_cache_init", "bootstrap", "- bootstrap = 0xef001000", NULL },
    { 113, "", "kmem_cache_init", "~ kmem_cache 0xc07dfe00 -> 0xef001000", NULL },

    /* ---- steps 114 to 120: bootstrap(&boot_kmem_cache_node) ---- */
    { 114, "bootstrap", "kmem_cache_zalloc", "// k: 0xef001000", NULL },
    { 115, "get_partial_node", "acquire_slab", "// page->counters: 1/32/0", NULL },
    { 115, "acquire_slab", "__cmpxchg_double_slab", "// counters_new: 32/32/1", NULL },
    { 115, "acquire_slab", "remove_partial", "// n->nr_partial: 1 -> 0", NULL },
    { 115, "get_partial_node", "acquire_slab", "- acquire_slab = 0xef001f80", NULL },
    { 116, "slab_alloc_node", "__slab_alloc", "// c->freelist: NULL -> 0xef001f00", NULL },
    { 116, "slab_alloc_node", "__slab_alloc", "// c->tid: 8 -> 12", NULL },
    { 116, "slab_alloc_node", "__slab_alloc", "- __slab_alloc = 0xef001f80", NULL },
    { 116, "kmem_cache_init", "bootstrap", "~ ram[0xef001f90] 0x0 -> 0x2c", NULL },
    { 117, "bootstrap", "__flush_cpu_slab", "// s: 0xef001f80", NULL },
    { 117, "flush_slab", "deactivate_slab", "// page: 0x4f000", NULL },
    { 117, "flush_slab", "deactivate_slab", "// freelist: 0xef000080", NULL },
    { 118, "deactivate_slab", "__cmpxchg_double_slab", "// counters_old: 64/64/1", NULL },
    { 118, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 3/64/1", NULL },
    { 118, "deactivate_slab", "set_freepointer", "// object: 0xef000fc0", NULL },
    { 118, "deactivate_slab", "set_freepointer", "// fp: 0xef000f80", NULL },
    { 119, "deactivate_slab", "add_partial", "// n->nr_partial: 0 -> 1", NULL },
    { 118, "deactivate_slab", "__cmpxchg_double_slab", "// freelist_new: 0xef000fc0", NULL },
    { 118, "deactivate_slab", "__cmpxchg_double_slab", "// counters_new: 2/64/0", NULL },
    { 119, "__flush_cpu_slab", "flush_slab", "// c->tid: 4 -> 8", NULL },
    { 119, "__flush_cpu_slab", "flush_slab", "// c->page: 0x4f000 -> NULL", NULL },
    { 120, "kmem_cache_init", "bootstrap", "// page->slab_cache: 0xc07dfe80 -> 0xef001f80", NULL },
    { 120, "", "kmem_cache_init", "~ kmem_cache_node 0xc07dfe80 -> 0xef001f80", NULL },

    /* ---- steps 121 to 138: create_kmalloc_caches(0) ---- */
    { 121, "kmem_cache_init", "create_kmalloc_caches", "~ size_index[0] 3 -> 6", NULL },
    { 121, "kmem_cache_init", "create_kmalloc_caches", "~ size_index[3] 5 -> 6", NULL },
    { 121, "kmem_cache_init", "create_kmalloc_caches", "~ size_index[8] 1 -> 7", NULL },
    { 121, "kmem_cache_init", "create_kmalloc_caches", "~ size_index[11] 1 -> 7", NULL },
    { 122, "create_kmalloc_caches", "create_kmalloc_cache", "// size: 64", NULL },
    { 122, "slab_alloc", "slab_alloc_node", "// c->freelist: 0xef001f00 -> 0xef001e80", NULL },
    { 122, "slab_alloc", "slab_alloc_node", "// c->tid: 12 -> 16", NULL },
    { 122, "create_kmalloc_cache", "kmem_cache_zalloc", "- kmem_cache_zalloc = 0xef001f00", NULL },
    { 123, "create_kmalloc_cache", "create_boot_cache", "// name: NULL", NULL },
    { 123, "create_boot_cache", "calculate_alignment", "- calculate_alignment = 64", NULL },
    { 123, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:64", NULL },
    { 123, "kmem_cache_open", "set_min_partial", "// s->min_partial: 0 -> 5", NULL },
    { 123, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 30", NULL },
    { 124, "init_kmem_cache_nodes", "kmem_cache_alloc_node", "// s: 0xef001f80", NULL },
    { 124, "init_kmem_cache_nodes", "kmem_cache_alloc_node", "// flags: 0xd0", NULL },
    { 124, "get_partial_node", "acquire_slab", "// page->counters: 2/64/0", NULL },
    { 124, "acquire_slab", "__cmpxchg_double_slab", "// counters_new: 64/64/1", NULL },
    { 124, "slab_alloc_node", "__slab_alloc", "// c->freelist: NULL -> 0xef000f80", NULL },
    { 124, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000fc0",
      NULL },
    { 125, "create_kmalloc_caches", "create_kmalloc_cache", "// s->refcount: -1 -> 1", NULL },
    { 125, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[6] 0x0 -> 0xef001f00",
      NULL },
    { 126, "create_kmalloc_caches", "create_kmalloc_cache", "// size: 128", NULL },
    { 126, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:32", NULL },
    { 126, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000f80",
      NULL },
    { 126, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[7] 0x0 -> 0xef001e80",
      NULL },
    { 127, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:21", NULL }, /* 0x15 */
    { 127, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000f40",
      NULL },
    { 127, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[2] 0x0 -> 0xef001e00",
      NULL },
    { 128, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 0:16", NULL },
    { 128, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 13", NULL },
    { 128, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000f00",
      NULL },
    { 128, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[8] 0x0 -> 0xef001d80",
      NULL },
    { 129, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 1:16", NULL },
    { 129, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:8", NULL },
    { 129, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[9] 0x0 -> 0xef001d00",
      NULL },
    { 130, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 2:16", NULL }, /* notes: 2:32 */
    { 130, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:4", NULL },
    { 130, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 6", NULL },
    { 130, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[10] 0x0 -> 0xef001c80",
      NULL },
    { 131, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 3:16", NULL },
    { 131, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:2", NULL },
    { 131, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[11] 0x0 -> 0xef001c00",
      NULL },
    { 132, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 3:8", NULL },
    { 132, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 0:1", NULL }, /* notes: 1:2 */
    { 132, "kmem_cache_open", "set_min_partial", "// s->min_partial: 0 -> 6", NULL },
    { 132, "__kmem_cache_create", "kmem_cache_open", "// s->cpu_partial: 0 -> 2", NULL },
    { 132, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[12] 0x0 -> 0xef001b80",
      NULL },
    { 133, "kmem_cache_open", "calculate_sizes", "// s->oo: 0:0 -> 3:4", NULL },
    { 133, "kmem_cache_open", "calculate_sizes", "// s->min: 0:0 -> 1:1", NULL },
    { 133, "kmem_cache_open", "init_kmem_cache_nodes", "// s->node[node]: NULL -> 0xef000dc0",
      NULL },
    { 133, "kmem_cache_init", "create_kmalloc_caches", "~ kmalloc_caches[13] 0x0 -> 0xef001b00",
      NULL }, /* #22, node #55 */
    { 134, "kmem_cache_init", "create_kmalloc_caches", "// slab_state: 1 -> 4", NULL }, /* UP */
    { 135, "kvasprintf", "__kmalloc_track_caller", "// size: 12", NULL },
    { 135, "__kmalloc_track_caller", "kmalloc_slab", "- kmalloc_slab = 0xef001f00", NULL },
    { 135, "kvasprintf", "__kmalloc_track_caller", "- __kmalloc_track_caller = 0xef002000", NULL },
    { 135, "kmem_cache_init", "create_kmalloc_caches", "// s->name: NULL -> \"kmalloc-192\"",
      NULL },
    { 135, "kvasprintf", "__kmalloc_track_caller", "- __kmalloc_track_caller = 0xef002040", NULL },
    { 135, "kmem_cache_init", "create_kmalloc_caches", "// s->name: NULL -> \"kmalloc-64\"", NULL },
    { 135, "kvasprintf", "__kmalloc_track_caller", "- __kmalloc_track_caller = 0xef002200", NULL },
    { 135, "kmem_cache_init", "create_kmalloc_caches", "// s->name: NULL -> \"kmalloc-8192\"",
      NULL },
    { 137, "", "kmem_cache_init", "- kmem_cache_init", NULL },
};

/* The study machine after mem_init(), with struct pages of this size. */
static struct machine *study(uint32_t page_struct_size)
{
    struct profile p = *profile_find("study");
    struct op op = op_of(OP_BOOT);
    struct machine *m;
    const char *why;

    p.page_struct_size = page_struct_size;
    m = machine_create(&p, &why);
    assert_non_null(m);
    for (op.stage = STAGE_ZONELISTS; op.stage <= STAGE_MEM_INIT; op.stage++)
        op_apply(m, &op);
    return m;
}

static void hear_log(void *arg, const char *text, size_t len)
{
    snprintf(arg, LOG_BYTES, "%.*s", (int)len, text);
}

static void kmem_cache_init_says(uint32_t page_struct_size)
{
    struct machine *m = study(page_struct_size);
    struct op op = op_of(OP_BOOT);
    char log[LOG_BYTES] = "";

    op.stage = STAGE_KMEM_CACHE_INIT;
    machine_log(m, hear_log, log);
    SAYS(m, op, part1, page_struct_size == 44);
    assert_int_equal(m->slab_state, 4);
    /* step 138 */
    assert_string_equal(log, "SLUB: HWalign=64, Order=0-3, MinObjects=0, CPUs=4, Nodes=1\n");
    machine_destroy(m);
}

static void steps_with_32_bytes(void **state)
{
    (void)state;
    kmem_cache_init_says(32);
}

static void steps_with_44_bytes(void **state)
{
    (void)state;
    kmem_cache_init_says(44);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_with_32_bytes),
        cmocka_unit_test(steps_with_44_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
