// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of SLUB's second compilation (quiet.c): every function of slub.h that quiet.c defines again.
 */
#ifndef ALLOC_SLUB_QUIET_H
#define ALLOC_SLUB_QUIET_H

#define calculate_alignment    quiet_calculate_alignment
#define order_objects          quiet_order_objects
#define calculate_sizes        quiet_calculate_sizes
#define set_min_partial        quiet_set_min_partial
#define get_freepointer        quiet_get_freepointer
#define get_freepointer_safe   quiet_get_freepointer_safe
#define set_freepointer        quiet_set_freepointer
#define cmpxchg_double_slab_   quiet_cmpxchg_double_slab_
#define cmpxchg_double_slab    quiet_cmpxchg_double_slab
#define new_slab               quiet_new_slab
#define discard_slab           quiet_discard_slab
#define inc_slabs_node         quiet_inc_slabs_node
#define pfmemalloc_match       quiet_pfmemalloc_match
#define add_partial            quiet_add_partial
#define remove_partial         quiet_remove_partial
#define add_full               quiet_add_full
#define remove_full            quiet_remove_full
#define get_partial            quiet_get_partial
#define put_cpu_partial        quiet_put_cpu_partial
#define unfreeze_partials      quiet_unfreeze_partials
#define deactivate_slab        quiet_deactivate_slab
#define flush_slab             quiet_flush_slab
#define flush_cpu_slab_        quiet_flush_cpu_slab_
#define flush_all              quiet_flush_all
#define slab_alloc             quiet_slab_alloc
#define kmem_cache_alloc       quiet_kmem_cache_alloc
#define kmem_cache_zalloc      quiet_kmem_cache_zalloc
#define kmem_cache_alloc_node  quiet_kmem_cache_alloc_node
#define slab_free              quiet_slab_free
#define kmem_cache_free        quiet_kmem_cache_free
#define kmalloc_               quiet_kmalloc_
#define kmalloc_const          quiet_kmalloc_const
#define kmalloc_track_caller_  quiet_kmalloc_track_caller_
#define kfree                  quiet_kfree
#define create_kmalloc_caches  quiet_create_kmalloc_caches
#define string_literal         quiet_string_literal
#define kmem_cache_create      quiet_kmem_cache_create
#define kmem_cache_create_ctor quiet_kmem_cache_create_ctor
#define kmem_cache_destroy     quiet_kmem_cache_destroy
#define create_boot_cache      quiet_create_boot_cache
#define kmem_cache_open        quiet_kmem_cache_open
#define free_kmem_cache_nodes  quiet_free_kmem_cache_nodes
#define kmem_cache_shrink      quiet_kmem_cache_shrink
#define kmem_cache_init        quiet_kmem_cache_init
#define init_kmem_cache_node   quiet_init_kmem_cache_node
#define init_kmem_cache_nodes  quiet_init_kmem_cache_nodes
#define setup_object_debug     quiet_setup_object_debug
#define init_object            quiet_init_object
#define init_tracking          quiet_init_tracking
#define alloc_debug_processing quiet_alloc_debug_processing
#define free_debug_processing  quiet_free_debug_processing

#endif
