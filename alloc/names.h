// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The names behind the ids of the event stream: kernel functions with file and line of v3.13.11, values under the kernel's own names, and
 * the statements that change state. Adding at the end keeps old ids; anything else is a new MODEL_VERSION.
 */
#ifndef ALLOC_NAMES_H
#define ALLOC_NAMES_H

/* X(id, kernel name, file, line of the name in its definition) */
#define FUNCTIONS(X)                                                                             \
    X(mem_init, "mem_init", "arch/arm/mm/init.c", 583)                                           \
    X(free_unused_memmap, "free_unused_memmap", "arch/arm/mm/init.c", 471)                       \
    X(free_memmap, "free_memmap", "arch/arm/mm/init.c", 442)                                     \
    X(free_bootmem, "free_bootmem", "mm/bootmem.c", 413)                                         \
    X(mark_bootmem, "mark_bootmem", "mm/bootmem.c", 349)                                         \
    X(mark_bootmem_node, "mark_bootmem_node", "mm/bootmem.c", 327)                               \
    X(bootmem_free, "__free", "mm/bootmem.c", 286)                                               \
    X(free_all_bootmem, "free_all_bootmem", "mm/bootmem.c", 271)                                 \
    X(reset_all_zones_managed_pages, "reset_all_zones_managed_pages", "mm/bootmem.c", 257)       \
    X(reset_node_managed_pages, "reset_node_managed_pages", "mm/bootmem.c", 246)                 \
    X(free_all_bootmem_core, "free_all_bootmem_core", "mm/bootmem.c", 172)                       \
    X(bootmem_bootmap_pages, "bootmem_bootmap_pages", "mm/bootmem.c", 68)                        \
    X(free_highpages, "free_highpages", "arch/arm/mm/init.c", 530)                               \
    X(free_area_high, "free_area_high", "arch/arm/mm/init.c", 523)                               \
    X(free_highmem_page, "free_highmem_page", "mm/page_alloc.c", 5342)                           \
    X(free_reserved_page_, "__free_reserved_page", "include/linux/mm.h", 1510)                   \
    X(free_pages_bootmem, "__free_pages_bootmem", "mm/page_alloc.c", 755)                        \
    X(build_all_zonelists, "build_all_zonelists", "mm/page_alloc.c", 3789)                       \
    X(build_all_zonelists_, "__build_all_zonelists", "mm/page_alloc.c", 3730)                    \
    X(set_zonelist_order, "set_zonelist_order", "mm/page_alloc.c", 3657)                         \
    X(build_zonelists, "build_zonelists", "mm/page_alloc.c", 3662)                               \
    X(build_zonelists_node, "build_zonelists_node", "mm/page_alloc.c", 3240)                     \
    X(check_highest_zone, "check_highest_zone", "include/linux/mempolicy.h", 299)                \
    X(build_zonelist_cache, "build_zonelist_cache", "mm/page_alloc.c", 3697)                     \
    X(setup_pageset, "setup_pageset", "mm/page_alloc.c", 4169)                                   \
    X(pageset_init, "pageset_init", "mm/page_alloc.c", 4156)                                     \
    X(pageset_set_batch, "pageset_set_batch", "mm/page_alloc.c", 4151)                           \
    X(pageset_update, "pageset_update", "mm/page_alloc.c", 4136)                                 \
    X(nr_free_pagecache_pages, "nr_free_pagecache_pages", "mm/page_alloc.c", 2966)               \
    X(nr_free_buffer_pages, "nr_free_buffer_pages", "mm/page_alloc.c", 2954)                     \
    X(nr_free_zone_pages, "nr_free_zone_pages", "mm/page_alloc.c", 2928)                         \
    X(setup_per_cpu_pageset, "setup_per_cpu_pageset", "mm/page_alloc.c", 4220)                   \
    X(setup_zone_pageset, "setup_zone_pageset", "mm/page_alloc.c", 4208)                         \
    X(alloc_percpu_, "__alloc_percpu", "mm/percpu.c", 839)                                       \
    X(zone_pageset_init, "zone_pageset_init", "mm/page_alloc.c", 4200)                           \
    X(pageset_set_high_and_batch, "pageset_set_high_and_batch", "mm/page_alloc.c", 4189)         \
    X(zone_batchsize, "zone_batchsize", "mm/page_alloc.c", 4073)                                 \
    X(init_per_zone_wmark_min, "init_per_zone_wmark_min", "mm/page_alloc.c", 5681)               \
    X(int_sqrt, "int_sqrt", "lib/int_sqrt.c", 17)                                                \
    X(setup_per_zone_wmarks, "setup_per_zone_wmarks", "mm/page_alloc.c", 5607)                   \
    X(setup_per_zone_wmarks_, "__setup_per_zone_wmarks", "mm/page_alloc.c", 5542)                \
    X(setup_zone_migrate_reserve, "setup_zone_migrate_reserve", "mm/page_alloc.c", 3918)         \
    X(pageblock_is_reserved, "pageblock_is_reserved", "mm/page_alloc.c", 3900)                   \
    X(calculate_totalreserve_pages, "calculate_totalreserve_pages", "mm/page_alloc.c", 5464)     \
    X(refresh_zone_stat_thresholds, "refresh_zone_stat_thresholds", "mm/vmstat.c", 161)          \
    X(calculate_normal_threshold, "calculate_normal_threshold", "mm/vmstat.c", 111)              \
    X(setup_per_zone_lowmem_reserve, "setup_per_zone_lowmem_reserve", "mm/page_alloc.c", 5509)   \
    X(setup_per_zone_inactive_ratio, "setup_per_zone_inactive_ratio", "mm/page_alloc.c", 5649)   \
    X(calculate_zone_inactive_ratio, "calculate_zone_inactive_ratio", "mm/page_alloc.c", 5635)   \
    X(alloc_pages_node, "alloc_pages_node", "include/linux/gfp.h", 310)                          \
    X(alloc_pages_, "__alloc_pages", "include/linux/gfp.h", 304)                                 \
    X(alloc_pages_nodemask, "__alloc_pages_nodemask", "mm/page_alloc.c", 2684)                   \
    X(gfp_zone, "gfp_zone", "include/linux/gfp.h", 252)                                          \
    X(allocflags_to_migratetype, "allocflags_to_migratetype", "include/linux/gfp.h", 157)        \
    X(first_zones_zonelist, "first_zones_zonelist", "include/linux/mmzone.h", 1003)              \
    X(next_zones_zonelist, "next_zones_zonelist", "mm/mmzone.c", 55)                             \
    X(get_page_from_freelist, "get_page_from_freelist", "mm/page_alloc.c", 1896)                 \
    X(gfp_thisnode_allocation, "gfp_thisnode_allocation", "mm/page_alloc.c", 1221)               \
    X(zone_page_state, "zone_page_state", "include/linux/vmstat.h", 112)                         \
    X(zone_local, "zone_local", "mm/page_alloc.c", 1876)                                         \
    X(zone_watermark_ok, "zone_watermark_ok", "mm/page_alloc.c", 1698)                           \
    X(zone_watermark_ok_, "__zone_watermark_ok", "mm/page_alloc.c", 1663)                        \
    X(buffered_rmqueue, "buffered_rmqueue", "mm/page_alloc.c", 1507)                             \
    X(rmqueue_bulk, "rmqueue_bulk", "mm/page_alloc.c", 1148)                                     \
    X(rmqueue, "__rmqueue", "mm/page_alloc.c", 1117)                                             \
    X(rmqueue_smallest, "__rmqueue_smallest", "mm/page_alloc.c", 889)                            \
    X(rmqueue_fallback, "__rmqueue_fallback", "mm/page_alloc.c", 1067)                           \
    X(try_to_steal_freepages, "try_to_steal_freepages", "mm/page_alloc.c", 1027)                 \
    X(change_pageblock_range, "change_pageblock_range", "mm/page_alloc.c", 1004)                 \
    X(set_pageblock_migratetype, "set_pageblock_migratetype", "mm/page_alloc.c", 235)            \
    X(set_pageblock_flags_group, "set_pageblock_flags_group", "mm/page_alloc.c", 5970)           \
    X(get_pageblock_migratetype, "get_pageblock_migratetype", "include/linux/mmzone.h", 78)      \
    X(get_pageblock_flags_group, "get_pageblock_flags_group", "mm/page_alloc.c", 5942)           \
    X(move_freepages_block, "move_freepages_block", "mm/page_alloc.c", 983)                      \
    X(move_freepages, "move_freepages", "mm/page_alloc.c", 939)                                  \
    X(rmv_page_order, "rmv_page_order", "mm/page_alloc.c", 457)                                  \
    X(set_page_order, "set_page_order", "mm/page_alloc.c", 451)                                  \
    X(expand, "expand", "mm/page_alloc.c", 808)                                                  \
    X(set_freepage_migratetype, "set_freepage_migratetype", "include/linux/mm.h", 261)           \
    X(get_freepage_migratetype, "get_freepage_migratetype", "include/linux/mm.h", 267)           \
    X(mod_zone_freepage_state, "__mod_zone_freepage_state", "include/linux/vmstat.h", 261)       \
    X(mod_zone_page_state, "mod_zone_page_state", "mm/vmstat.c", 377)                            \
    X(mod_zone_page_state_, "__mod_zone_page_state", "mm/vmstat.c", 212)                         \
    X(zone_page_state_add, "zone_page_state_add", "include/linux/vmstat.h", 95)                  \
    X(refresh_cpu_vm_stats, "refresh_cpu_vm_stats", "mm/vmstat.c", 443)                          \
    X(fold_diff, "fold_diff", "mm/vmstat.c", 420)                                                \
    X(prep_new_page, "prep_new_page", "mm/page_alloc.c", 859)                                    \
    X(check_new_page, "check_new_page", "mm/page_alloc.c", 846)                                  \
    X(set_page_refcounted, "set_page_refcounted", "mm/internal.h", 28)                           \
    X(prep_zero_page, "prep_zero_page", "mm/page_alloc.c", 407)                                  \
    X(clear_highpage, "clear_highpage", "include/linux/highmem.h", 185)                          \
    X(prep_compound_page, "prep_compound_page", "mm/page_alloc.c", 362)                          \
    X(set_compound_order, "set_compound_order", "include/linux/mm.h", 527)                       \
    X(alloc_pages_slowpath, "__alloc_pages_slowpath", "mm/page_alloc.c", 2477)                   \
    X(prepare_slowpath, "prepare_slowpath", "mm/page_alloc.c", 2396)                             \
    X(wakeup_kswapd, "wakeup_kswapd", "mm/vmscan.c", 3277)                                       \
    X(gfp_to_alloc_flags, "gfp_to_alloc_flags", "mm/page_alloc.c", 2423)                         \
    X(alloc_pages_high_priority, "__alloc_pages_high_priority", "mm/page_alloc.c", 2377)         \
    X(alloc_pages_direct_compact, "__alloc_pages_direct_compact", "mm/page_alloc.c", 2232)       \
    X(compaction_deferred, "compaction_deferred", "include/linux/compaction.h", 51)              \
    X(try_to_compact_pages, "try_to_compact_pages", "mm/compaction.c", 1066)                     \
    X(alloc_pages_direct_reclaim, "__alloc_pages_direct_reclaim", "mm/page_alloc.c", 2336)       \
    X(perform_reclaim, "__perform_reclaim", "mm/page_alloc.c", 2308)                             \
    X(try_to_free_pages, "try_to_free_pages", "mm/vmscan.c", 2572)                               \
    X(oom_gfp_allowed, "oom_gfp_allowed", "include/linux/oom.h", 85)                             \
    X(alloc_pages_may_oom, "__alloc_pages_may_oom", "mm/page_alloc.c", 2179)                     \
    X(try_set_zonelist_oom, "try_set_zonelist_oom", "mm/oom_kill.c", 551)                        \
    X(out_of_memory, "out_of_memory", "mm/oom_kill.c", 609)                                      \
    X(clear_zonelist_oom, "clear_zonelist_oom", "mm/oom_kill.c", 584)                            \
    X(should_alloc_retry, "should_alloc_retry", "mm/page_alloc.c", 2137)                         \
    X(warn_alloc_failed, "warn_alloc_failed", "mm/page_alloc.c", 2087)                           \
    X(free_pages_, "__free_pages", "mm/page_alloc.c", 2793)                                      \
    X(free_pages_ok, "__free_pages_ok", "mm/page_alloc.c", 739)                                  \
    X(free_pages_prepare, "free_pages_prepare", "mm/page_alloc.c", 712)                          \
    X(free_pages_check, "free_pages_check", "mm/page_alloc.c", 621)                              \
    X(free_hot_cold_page, "free_hot_cold_page", "mm/page_alloc.c", 1347)                         \
    X(free_hot_cold_page_list, "free_hot_cold_page_list", "mm/page_alloc.c", 1396)               \
    X(free_one_page, "free_one_page", "mm/page_alloc.c", 700)                                    \
    X(free_one_page_, "__free_one_page", "mm/page_alloc.c", 547)                                 \
    X(find_buddy_index, "__find_buddy_index", "mm/page_alloc.c", 481)                            \
    X(page_is_buddy, "page_is_buddy", "mm/page_alloc.c", 501)                                    \
    X(free_pcppages_bulk, "free_pcppages_bulk", "mm/page_alloc.c", 648)                          \
    X(split_page, "split_page", "mm/page_alloc.c", 1414)                                         \
    X(drain_all_pages, "drain_all_pages", "mm/page_alloc.c", 1272)                               \
    X(on_each_cpu_mask, "on_each_cpu_mask", "kernel/smp.c", 590)                                 \
    X(drain_local_pages, "drain_local_pages", "mm/page_alloc.c", 1258)                           \
    X(drain_pages, "drain_pages", "mm/page_alloc.c", 1234)                                       \
    X(arm_memblock_init, "arm_memblock_init", "arch/arm/mm/init.c", 332)                         \
    X(memblock_reserve, "memblock_reserve", "mm/memblock.c", 652)                                \
    X(memblock_alloc_base, "memblock_alloc_base", "mm/memblock.c", 896)                          \
    X(bootmem_init, "bootmem_init", "arch/arm/mm/init.c", 392)                                   \
    X(init_bootmem_node, "init_bootmem_node", "mm/bootmem.c", 128)                               \
    X(reserve_bootmem, "reserve_bootmem", "mm/bootmem.c", 457)                                   \
    X(sparse_init, "sparse_init", "mm/sparse.c", 518)                                            \
    X(alloc_bootmem_bdata, "alloc_bootmem_bdata", "mm/bootmem.c", 491)                           \
    X(free_area_init_node, "free_area_init_node", "mm/page_alloc.c", 4872)                       \
    X(zone_wait_table_init, "zone_wait_table_init", "mm/page_alloc.c", 4229)                     \
    X(memmap_init_zone, "memmap_init_zone", "mm/page_alloc.c", 4000)                             \
    X(flush_cpu_slab_, "__flush_cpu_slab", "mm/slub.c", 2057)                                    \
    X(free_slab_, "__free_slab", "mm/slub.c", 1430)                                              \
    X(get_free_pages, "__get_free_pages", "mm/page_alloc.c", 2770)                               \
    X(kmalloc_, "__kmalloc", "mm/slub.c", 3270)                                                  \
    X(kmalloc_track_caller_, "__kmalloc_track_caller", "mm/slub.c", 3803)                        \
    X(kmem_cache_alias, "__kmem_cache_alias", "mm/slub.c", 3719)                                 \
    X(kmem_cache_create_, "__kmem_cache_create", "mm/slub.c", 3743)                              \
    X(kmem_cache_shutdown, "__kmem_cache_shutdown", "mm/slub.c", 3209)                           \
    X(slab_alloc_, "__slab_alloc", "mm/slub.c", 2257)                                            \
    X(slab_free_, "__slab_free", "mm/slub.c", 2514)                                              \
    X(acquire_slab, "acquire_slab", "mm/slub.c", 1538)                                           \
    X(add_full, "add_full", "mm/slub.c", 991)                                                    \
    X(add_partial, "add_partial", "mm/slub.c", 1510)                                             \
    X(alloc_debug_processing, "alloc_debug_processing", "mm/slub.c", 1058)                       \
    X(alloc_kmem_cache_cpus, "alloc_kmem_cache_cpus", "mm/slub.c", 2832)                         \
    X(alloc_slab_page, "alloc_slab_page", "mm/slub.c", 1303)                                     \
    X(allocate_slab, "allocate_slab", "mm/slub.c", 1316)                                         \
    X(bootstrap, "bootstrap", "mm/slub.c", 3571)                                                 \
    X(calculate_alignment, "calculate_alignment", "mm/slab_common.c", 119)                       \
    X(calculate_order, "calculate_order", "mm/slub.c", 2769)                                     \
    X(calculate_sizes, "calculate_sizes", "mm/slub.c", 2948)                                     \
    X(check_bytes_and_report, "check_bytes_and_report", "mm/slub.c", 669)                        \
    X(check_object, "check_object", "mm/slub.c", 782)                                            \
    X(check_pad_bytes, "check_pad_bytes", "mm/slub.c", 731)                                      \
    X(check_slab, "check_slab", "mm/slub.c", 834)                                                \
    X(cmpxchg_double_slab, "cmpxchg_double_slab", "mm/slub.c", 396)                              \
    X(create_boot_cache, "create_boot_cache", "mm/slab_common.c", 294)                           \
    X(create_kmalloc_cache, "create_kmalloc_cache", "mm/slab_common.c", 311)                     \
    X(create_kmalloc_caches, "create_kmalloc_caches", "mm/slab_common.c", 405)                   \
    X(deactivate_slab, "deactivate_slab", "mm/slub.c", 1780)                                     \
    X(discard_slab, "discard_slab", "mm/slub.c", 1499)                                           \
    X(early_kmem_cache_node_alloc, "early_kmem_cache_node_alloc", "mm/slub.c", 2863)             \
    X(find_mergeable, "find_mergeable", "mm/slub.c", 3674)                                       \
    X(flush_all, "flush_all", "mm/slub.c", 2084)                                                 \
    X(flush_cpu_slab, "flush_cpu_slab", "mm/slub.c", 2069)                                       \
    X(flush_slab, "flush_slab", "mm/slub.c", 2042)                                               \
    X(free_debug_processing, "free_debug_processing", "mm/slub.c", 1094)                         \
    X(free_kmem_cache_nodes, "free_kmem_cache_nodes", "mm/slub.c", 2896)                         \
    X(free_partial, "free_partial", "mm/slub.c", 3173)                                           \
    X(free_slab, "free_slab", "mm/slub.c", 1476)                                                 \
    X(get_any_partial, "get_any_partial", "mm/slub.c", 1631)                                     \
    X(get_freelist, "get_freelist", "mm/slub.c", 2217)                                           \
    X(get_partial, "get_partial", "mm/slub.c", 1697)                                             \
    X(get_partial_node, "get_partial_node", "mm/slub.c", 1582)                                   \
    X(init_kmem_cache_node, "init_kmem_cache_node", "mm/slub.c", 2820)                           \
    X(init_kmem_cache_nodes, "init_kmem_cache_nodes", "mm/slub.c", 2910)                         \
    X(init_object, "init_object", "mm/slub.c", 649)                                              \
    X(kfree, "kfree", "mm/slub.c", 3353)                                                         \
    X(kmalloc, "kmalloc", "include/linux/slab.h", 441)                                           \
    X(kmalloc_large, "kmalloc_large", "include/linux/slab.h", 382)                               \
    X(kmalloc_slab, "kmalloc_slab", "mm/slab_common.c", 375)                                     \
    X(kmem_cache_alloc, "kmem_cache_alloc", "mm/slub.c", 2458)                                   \
    X(kmem_cache_alloc_node, "kmem_cache_alloc_node", "include/linux/slab.h", 314)               \
    X(kmem_cache_close, "kmem_cache_close", "mm/slub.c", 3191)                                   \
    X(kmem_cache_create, "kmem_cache_create", "mm/slab_common.c", 247)                           \
    X(kmem_cache_create_memcg, "kmem_cache_create_memcg", "mm/slab_common.c", 169)               \
    X(kmem_cache_destroy, "kmem_cache_destroy", "mm/slab_common.c", 254)                         \
    X(kmem_cache_flags, "kmem_cache_flags", "mm/slub.c", 1223)                                   \
    X(kmem_cache_free, "kmem_cache_free", "mm/slub.c", 2676)                                     \
    X(kmem_cache_init, "kmem_cache_init", "mm/slub.c", 3602)                                     \
    X(kmem_cache_open, "kmem_cache_open", "mm/slub.c", 3058)                                     \
    X(kmem_cache_shrink, "kmem_cache_shrink", "mm/slub.c", 3384)                                 \
    X(kmem_cache_zalloc, "kmem_cache_zalloc", "include/linux/slab.h", 623)                       \
    X(kstrdup, "kstrdup", "mm/util.c", 25)                                                       \
    X(list_slab_objects, "list_slab_objects", "mm/slub.c", 3141)                                 \
    X(new_slab, "new_slab", "mm/slub.c", 1386)                                                   \
    X(new_slab_objects, "new_slab_objects", "mm/slub.c", 2165)                                   \
    X(on_freelist, "on_freelist", "mm/slub.c", 865)                                              \
    X(put_cpu_partial, "put_cpu_partial", "mm/slub.c", 1999)                                     \
    X(rcu_free_slab, "rcu_free_slab", "mm/slub.c", 1464)                                         \
    X(remove_full, "remove_full", "mm/slub.c", 1003)                                             \
    X(remove_partial, "remove_partial", "mm/slub.c", 1523)                                       \
    X(set_min_partial, "set_min_partial", "mm/slub.c", 2935)                                     \
    X(setup_object, "setup_object", "mm/slub.c", 1378)                                           \
    X(slab_alloc, "slab_alloc", "mm/slub.c", 2452)                                               \
    X(slab_alloc_node, "slab_alloc_node", "mm/slub.c", 2374)                                     \
    X(slab_err, "slab_err", "mm/slub.c", 635)                                                    \
    X(slab_free, "slab_free", "mm/slub.c", 2637)                                                 \
    X(slab_order, "slab_order", "mm/slub.c", 2740)                                               \
    X(slab_pad_check, "slab_pad_check", "mm/slub.c", 751)                                        \
    X(slab_unmergeable, "slab_unmergeable", "mm/slub.c", 3657)                                   \
    X(sysfs_slab_alias, "sysfs_slab_alias", "mm/slub.c", 5219)                                   \
    X(unfreeze_partials, "unfreeze_partials", "mm/slub.c", 1929)                                 \
    X(cmpxchg_double_slab_, "__cmpxchg_double_slab", "mm/slub.c", 359)                           \
    X(free_memcg_kmem_pages, "__free_memcg_kmem_pages", "mm/page_alloc.c", 2826)                 \
    X(alloc_pages_exact_node, "alloc_pages_exact_node", "include/linux/gfp.h", 320)              \
    X(cache_from_obj, "cache_from_obj", "mm/slab.h", 220)                                        \
    X(call_rcu, "call_rcu", "kernel/rcu/tree_plugin.h", 676)                                     \
    X(check_valid_pointer, "check_valid_pointer", "mm/slub.c", 241)                              \
    X(dec_slabs_node, "dec_slabs_node", "mm/slub.c", 1039)                                       \
    X(free_percpu, "free_percpu", "mm/percpu.c", 913)                                            \
    X(get_freepointer, "get_freepointer", "mm/slub.c", 258)                                      \
    X(get_freepointer_safe, "get_freepointer_safe", "mm/slub.c", 268)                            \
    X(get_map, "get_map", "mm/slub.c", 444)                                                      \
    X(gfp_pfmemalloc_allowed, "gfp_pfmemalloc_allowed", "mm/page_alloc.c", 2471)                 \
    X(has_cpu_slab, "has_cpu_slab", "mm/slub.c", 2076)                                           \
    X(inc_slabs_node, "inc_slabs_node", "mm/slub.c", 1024)                                       \
    X(init_kmem_cache_cpus, "init_kmem_cache_cpus", "mm/slub.c", 1769)                           \
    X(init_tracking, "init_tracking", "mm/slub.c", 519)                                          \
    X(kasprintf, "kasprintf", "lib/kasprintf.c", 34)                                             \
    X(kmalloc_index, "kmalloc_index", "include/linux/slab.h", 259)                               \
    X(kmalloc_order, "kmalloc_order", "include/linux/slab.h", 362)                               \
    X(kmalloc_order_trace, "kmalloc_order_trace", "include/linux/slab.h", 376)                   \
    X(kmem_cache_alloc_trace, "kmem_cache_alloc_trace", "include/linux/slab.h", 338)             \
    X(kmem_cache_sanity_check, "kmem_cache_sanity_check", "mm/slab_common.c", 80)                \
    X(kvasprintf, "kvasprintf", "lib/kasprintf.c", 14)                                           \
    X(on_each_cpu_cond, "on_each_cpu_cond", "kernel/smp.c", 633)                                 \
    X(oo_make, "oo_make", "mm/slub.c", 325)                                                      \
    X(order_objects, "order_objects", "mm/slub.c", 320)                                          \
    X(pfmemalloc_match, "pfmemalloc_match", "mm/slub.c", 2199)                                   \
    X(print_page_info, "print_page_info", "mm/slub.c", 556)                                      \
    X(print_track, "print_track", "mm/slub.c", 528)                                              \
    X(print_tracking, "print_tracking", "mm/slub.c", 547)                                        \
    X(set_freepointer, "set_freepointer", "mm/slub.c", 280)                                      \
    X(set_track, "set_track", "mm/slub.c", 487)                                                  \
    X(setup_object_debug, "setup_object_debug", "mm/slub.c", 1048)                               \
    X(slab_bug, "slab_bug", "mm/slub.c", 564)                                                    \
    X(slab_free_hook, "slab_free_hook", "mm/slub.c", 963)                                        \
    X(slab_lock, "slab_lock", "mm/slub.c", 348)                                                  \
    X(slab_post_alloc_hook, "slab_post_alloc_hook", "mm/slub.c", 955)                            \
    X(slab_pre_alloc_hook, "slab_pre_alloc_hook", "mm/slub.c", 946)                              \
    X(slab_unlock, "slab_unlock", "mm/slub.c", 353)                                              \
    X(sysfs_slab_remove, "sysfs_slab_remove", "mm/slub.c", 5193)                                 \
    X(virt_to_head_page, "virt_to_head_page", "include/linux/mm.h", 453)                         \
    X(kzalloc, "kzalloc", "include/linux/slab.h", 633)                                           \
    X(pcpu_size_to_slot_, "__pcpu_size_to_slot", "mm/percpu.c", 201)                             \
    X(pcpu_size_to_slot, "pcpu_size_to_slot", "mm/percpu.c", 207)                                \
    X(pcpu_chunk_slot, "pcpu_chunk_slot", "mm/percpu.c", 214)                                    \
    X(pcpu_chunk_addr, "pcpu_chunk_addr", "mm/percpu.c", 239)                                    \
    X(pcpu_next_pop, "pcpu_next_pop", "mm/percpu.c", 253)                                        \
    X(pcpu_mem_zalloc, "pcpu_mem_zalloc", "mm/percpu.c", 290)                                    \
    X(pcpu_mem_free, "pcpu_mem_free", "mm/percpu.c", 308)                                        \
    X(pcpu_chunk_relocate, "pcpu_chunk_relocate", "mm/percpu.c", 329)                            \
    X(pcpu_need_to_extend, "pcpu_need_to_extend", "mm/percpu.c", 355)                            \
    X(pcpu_extend_area_map, "pcpu_extend_area_map", "mm/percpu.c", 382)                          \
    X(pcpu_split_block, "pcpu_split_block", "mm/percpu.c", 440)                                  \
    X(pcpu_alloc_area, "pcpu_alloc_area", "mm/percpu.c", 481)                                    \
    X(pcpu_free_area, "pcpu_free_area", "mm/percpu.c", 570)                                      \
    X(pcpu_chunk_addr_search, "pcpu_chunk_addr_search", "mm/percpu.c", 672)                      \
    X(pcpu_alloc, "pcpu_alloc", "mm/percpu.c", 707)                                              \
    X(addr_to_pcpu_ptr_, "__addr_to_pcpu_ptr", "mm/percpu.c", 83)                                \
    X(pcpu_ptr_to_addr_, "__pcpu_ptr_to_addr", "mm/percpu.c", 89)                                \
    X(pcpu_populate_chunk, "pcpu_populate_chunk", "mm/percpu-vm.c", 301)                         \
    X(pcpu_create_chunk, "pcpu_create_chunk", "mm/percpu-vm.c", 411)                             \
    X(percpu_init_late, "percpu_init_late", "mm/percpu.c", 1924)                                 \
    X(print_section, "print_section", "mm/slub.c", 468)                                          \
    X(slab_fix, "slab_fix", "mm/slub.c", 581)                                                    \
    X(print_trailer, "print_trailer", "mm/slub.c", 592)                                          \
    X(object_err, "object_err", "mm/slub.c", 628)                                                \
    X(restore_bytes, "restore_bytes", "mm/slub.c", 662)                                          \
    X(set_pte_at, "set_pte_at", "arch/arm/include/asm/pgtable.h", 235)                           \
    X(cpu_v7_set_pte_ext, "cpu_v7_set_pte_ext", "arch/arm/mm/proc-v7-2level.S", 75)              \
    X(ptep_get_and_clear, "ptep_get_and_clear", "include/asm-generic/pgtable.h", 83)             \
    X(pmd_populate_, "__pmd_populate", "arch/arm/include/asm/pgalloc.h", 131)                    \
    X(pmd_populate_kernel, "pmd_populate_kernel", "arch/arm/include/asm/pgalloc.h", 149)         \
    X(pte_alloc_one_kernel, "pte_alloc_one_kernel", "arch/arm/include/asm/pgalloc.h", 84)        \
    X(pte_alloc_kernel_, "__pte_alloc_kernel", "mm/memory.c", 590)                               \
    X(vmap_pte_range, "vmap_pte_range", "mm/vmalloc.c", 110)                                     \
    X(vmap_pmd_range, "vmap_pmd_range", "mm/vmalloc.c", 136)                                     \
    X(vmap_pud_range, "vmap_pud_range", "mm/vmalloc.c", 153)                                     \
    X(vmap_page_range_noflush, "vmap_page_range_noflush", "mm/vmalloc.c", 176)                   \
    X(vmap_page_range, "vmap_page_range", "mm/vmalloc.c", 197)                                   \
    X(map_vm_area, "map_vm_area", "mm/vmalloc.c", 1264)                                          \
    X(vunmap_pte_range, "vunmap_pte_range", "mm/vmalloc.c", 56)                                  \
    X(vunmap_pmd_range, "vunmap_pmd_range", "mm/vmalloc.c", 67)                                  \
    X(vunmap_pud_range, "vunmap_pud_range", "mm/vmalloc.c", 81)                                  \
    X(vunmap_page_range, "vunmap_page_range", "mm/vmalloc.c", 95)                                \
    X(ioremap_pte_range, "ioremap_pte_range", "lib/ioremap.c", 16)                               \
    X(ioremap_pmd_range, "ioremap_pmd_range", "lib/ioremap.c", 34)                               \
    X(ioremap_pud_range, "ioremap_pud_range", "lib/ioremap.c", 52)                               \
    X(ioremap_page_range, "ioremap_page_range", "lib/ioremap.c", 70)                             \
    X(rb_insert_color, "rb_insert_color", "lib/rbtree.c", 386)                                   \
    X(rb_erase, "rb_erase", "lib/rbtree.c", 392)                                                 \
    X(find_vmap_area_, "__find_vmap_area", "mm/vmalloc.c", 285)                                  \
    X(find_vmap_area, "find_vmap_area", "mm/vmalloc.c", 700)                                     \
    X(insert_vmap_area_, "__insert_vmap_area", "mm/vmalloc.c", 304)                              \
    X(alloc_vmap_area, "alloc_vmap_area", "mm/vmalloc.c", 342)                                   \
    X(free_vmap_area_, "__free_vmap_area", "mm/vmalloc.c", 471)                                  \
    X(unmap_vmap_area, "unmap_vmap_area", "mm/vmalloc.c", 519)                                   \
    X(lazy_max_pages, "lazy_max_pages", "mm/vmalloc.c", 561)                                     \
    X(purge_vmap_area_lazy_, "__purge_vmap_area_lazy", "mm/vmalloc.c", 594)                      \
    X(try_purge_vmap_area_lazy, "try_purge_vmap_area_lazy", "mm/vmalloc.c", 651)                 \
    X(purge_vmap_area_lazy, "purge_vmap_area_lazy", "mm/vmalloc.c", 661)                         \
    X(free_vmap_area_noflush, "free_vmap_area_noflush", "mm/vmalloc.c", 673)                     \
    X(free_unmap_vmap_area_noflush, "free_unmap_vmap_area_noflush", "mm/vmalloc.c", 685)         \
    X(free_unmap_vmap_area, "free_unmap_vmap_area", "mm/vmalloc.c", 694)                         \
    X(vm_unmap_aliases, "vm_unmap_aliases", "mm/vmalloc.c", 1010)                                \
    X(vmalloc_init, "vmalloc_init", "mm/vmalloc.c", 1169)                                        \
    X(setup_vmalloc_vm, "setup_vmalloc_vm", "mm/vmalloc.c", 1280)                                \
    X(clear_vm_uninitialized_flag, "clear_vm_uninitialized_flag", "mm/vmalloc.c", 1293)          \
    X(get_vm_area_node_, "__get_vm_area_node", "mm/vmalloc.c", 1304)                             \
    X(get_vm_area_caller, "get_vm_area_caller", "mm/vmalloc.c", 1371)                            \
    X(find_vm_area, "find_vm_area", "mm/vmalloc.c", 1386)                                        \
    X(remove_vm_area, "remove_vm_area", "mm/vmalloc.c", 1405)                                    \
    X(vunmap_, "__vunmap", "mm/vmalloc.c", 1427)                                                 \
    X(vfree, "vfree", "mm/vmalloc.c", 1482)                                                      \
    X(vunmap, "vunmap", "mm/vmalloc.c", 1508)                                                    \
    X(vmap, "vmap", "mm/vmalloc.c", 1527)                                                        \
    X(vmalloc_area_node_, "__vmalloc_area_node", "mm/vmalloc.c", 1554)                           \
    X(vmalloc_node_range_, "__vmalloc_node_range", "mm/vmalloc.c", 1625)                         \
    X(vmalloc_node_, "__vmalloc_node", "mm/vmalloc.c", 1682)                                     \
    X(vmalloc_node_flags_, "__vmalloc_node_flags", "mm/vmalloc.c", 1697)                         \
    X(vmalloc, "vmalloc", "mm/vmalloc.c", 1713)                                                  \
    X(vzalloc, "vzalloc", "mm/vmalloc.c", 1730)                                                  \
    X(kfree_call_rcu, "kfree_call_rcu", "kernel/rcu/tree_plugin.h", 689)                         \
    X(free_pages, "free_pages", "mm/page_alloc.c", 2805)                                         \
    X(kmalloc_node, "kmalloc_node", "include/linux/slab.h", 481)                                 \
    X(kzalloc_node, "kzalloc_node", "include/linux/slab.h", 644)                                 \
    X(flush_tlb_kernel_range, "flush_tlb_kernel_range", "arch/arm/kernel/smp_tlb.c", 191)        \
    X(local_flush_tlb_kernel_page, "local_flush_tlb_kernel_page",                                \
      "arch/arm/include/asm/tlbflush.h", 494)                                                    \
    X(find_static_vm_paddr, "find_static_vm_paddr", "arch/arm/mm/ioremap.c", 45)                 \
    X(find_static_vm_vaddr, "find_static_vm_vaddr", "arch/arm/mm/ioremap.c", 68)                 \
    X(arm_ioremap_, "__arm_ioremap", "arch/arm/mm/ioremap.c", 375)                               \
    X(arm_ioremap_caller_, "__arm_ioremap_caller", "arch/arm/mm/ioremap.c", 334)                 \
    X(arm_ioremap_pfn_caller_, "__arm_ioremap_pfn_caller", "arch/arm/mm/ioremap.c", 258)         \
    X(arm_iounmap_, "__arm_iounmap", "arch/arm/mm/ioremap.c", 434)                               \
    X(iounmap_, "__iounmap", "arch/arm/mm/ioremap.c", 403)                                       \
    X(set_page_address, "set_page_address", "mm/highmem.c", 382)                                 \
    X(flush_all_zero_pkmaps, "flush_all_zero_pkmaps", "mm/highmem.c", 110)                       \
    X(kmap_flush_unused, "kmap_flush_unused", "mm/highmem.c", 153)                               \
    X(map_new_virtual, "map_new_virtual", "mm/highmem.c", 160)                                   \
    X(kmap_high, "kmap_high", "mm/highmem.c", 218)                                               \
    X(kmap_high_get, "kmap_high_get", "mm/highmem.c", 249)                                       \
    X(kunmap_high, "kunmap_high", "mm/highmem.c", 271)                                           \
    X(kmap, "kmap", "arch/arm/mm/highmem.c", 21)                                                 \
    X(kunmap, "kunmap", "arch/arm/mm/highmem.c", 30)                                             \
    X(kmap_atomic, "kmap_atomic", "arch/arm/mm/highmem.c", 39)                                   \
    X(kunmap_atomic_, "__kunmap_atomic", "arch/arm/mm/highmem.c", 85)                            \
    X(set_top_pte, "set_top_pte", "arch/arm/mm/mm.h", 21)                                        \
    X(pgd_alloc, "pgd_alloc", "arch/arm/mm/pgd.c", 33)                                           \
    X(pgd_free, "pgd_free", "arch/arm/mm/pgd.c", 108)                                            \
    X(do_translation_fault, "do_translation_fault", "arch/arm/mm/fault.c", 423)                  \
    X(vmalloc_, "__vmalloc", "mm/vmalloc.c", 1690)                                               \
    X(TranslateAddressV, "TranslateAddressV", "DDI 0406C/B3.19", 3)                              \
    X(TranslationTableWalkSD, "TranslationTableWalkSD", "DDI 0406C/B3.19", 6)                    \
    X(CheckDomain, "CheckDomain", "DDI 0406C/B3.19", 4)                                          \
    X(CheckPermission, "CheckPermission", "DDI 0406C/B2.4", 8)                                   \
    X(DataAbort, "DataAbort", "DDI 0406C/B2.4", 10)                                              \
    X(PrefetchAbort, "PrefetchAbort", "DDI 0406C/B3.13", 1)                                      \
    X(rb_insert_augmented_, "__rb_insert_augmented", "lib/rbtree.c", 408)                        \
    X(rb_erase_augmented, "rb_erase_augmented", "include/linux/rbtree_augmented.h", 224)         \
    X(inc_zone_page_state, "inc_zone_page_state", "mm/vmstat.c", 397)                            \
    X(dec_zone_page_state, "dec_zone_page_state", "mm/vmstat.c", 409)                            \
    X(ptlock_alloc, "ptlock_alloc", "mm/memory.c", 4267)                                         \
    X(ptlock_free, "ptlock_free", "mm/memory.c", 4278)                                           \
    X(pgtable_page_ctor, "pgtable_page_ctor", "include/linux/mm.h", 1398)                        \
    X(pgtable_page_dtor, "pgtable_page_dtor", "include/linux/mm.h", 1404)                        \
    X(pte_alloc_one, "pte_alloc_one", "arch/arm/include/asm/pgalloc.h", 96)                      \
    X(pte_free, "pte_free", "arch/arm/include/asm/pgalloc.h", 125)                               \
    X(pmd_populate, "pmd_populate", "arch/arm/include/asm/pgalloc.h", 158)                       \
    X(pte_alloc_, "__pte_alloc", "mm/memory.c", 550)                                             \
    X(anon_vma_init, "anon_vma_init", "mm/rmap.c", 373)                                          \
    X(proc_caches_init, "proc_caches_init", "kernel/fork.c", 1701)                               \
    X(mm_alloc, "mm_alloc", "kernel/fork.c", 572)                                                \
    X(mm_init, "mm_init", "kernel/fork.c", 526)                                                  \
    X(mmput, "mmput", "kernel/fork.c", 604)                                                      \
    X(mmdrop, "mmdrop", "include/linux/sched.h", 2150)                                           \
    X(mmdrop_, "__mmdrop", "kernel/fork.c", 590)                                                 \
    X(dup_mm, "dup_mm", "kernel/fork.c", 803)                                                    \
    X(dup_mmap, "dup_mmap", "kernel/fork.c", 348)                                                \
    X(exit_mm, "exit_mm", "kernel/exit.c", 442)                                                  \
    X(arch_pick_mmap_layout, "arch_pick_mmap_layout", "arch/arm/mm/mmap.c", 172)                 \
    X(vm_stat_account, "vm_stat_account", "mm/mmap.c", 1171)                                     \
    X(switch_mm, "switch_mm", "arch/arm/include/asm/mmu_context.h", 116)                         \
    X(check_and_switch_context, "check_and_switch_context", "arch/arm/mm/context.c", 214)        \
    X(new_context, "new_context", "arch/arm/mm/context.c", 180)                                  \
    X(is_reserved_asid, "is_reserved_asid", "arch/arm/mm/context.c", 171)                        \
    X(flush_context, "flush_context", "arch/arm/mm/context.c", 138)                              \
    X(cpu_set_reserved_ttbr0, "cpu_set_reserved_ttbr0", "arch/arm/mm/context.c", 91)             \
    X(cpu_v7_switch_mm, "cpu_v7_switch_mm", "arch/arm/mm/proc-v7-2level.S", 40)                  \
    X(local_flush_tlb_all, "local_flush_tlb_all", "arch/arm/include/asm/tlbflush.h", 332)        \
    X(flush_tlb_mm, "flush_tlb_mm", "arch/arm/kernel/smp_tlb.c", 143)                            \
    X(flush_tlb_page, "flush_tlb_page", "arch/arm/kernel/smp_tlb.c", 152)                        \
    X(flush_tlb_range, "flush_tlb_range", "arch/arm/kernel/smp_tlb.c", 176)                      \
    X(vm_mmap_pgoff, "vm_mmap_pgoff", "mm/util.c", 356)                                          \
    X(do_mmap_pgoff, "do_mmap_pgoff", "mm/mmap.c", 1205)                                         \
    X(mmap_region, "mmap_region", "mm/mmap.c", 1483)                                             \
    X(get_unmapped_area, "get_unmapped_area", "mm/mmap.c", 1945)                                 \
    X(arch_get_unmapped_area, "arch_get_unmapped_area", "arch/arm/mm/mmap.c", 55)                \
    X(get_unmapped_topdown, "arch_get_unmapped_area_topdown", "arch/arm/mm/mmap.c", 106)         \
    X(unmapped_area, "unmapped_area", "mm/mmap.c", 1645)                                         \
    X(unmapped_area_topdown, "unmapped_area_topdown", "mm/mmap.c", 1747)                         \
    X(find_vma, "find_vma", "mm/mmap.c", 1979)                                                   \
    X(find_vma_links, "find_vma_links", "mm/mmap.c", 518)                                        \
    X(vma_link_list_, "__vma_link_list", "mm/util.c", 233)                                       \
    X(vma_link_rb_, "__vma_link_rb", "mm/mmap.c", 580)                                           \
    X(vma_link_, "__vma_link", "mm/mmap.c", 627)                                                 \
    X(vma_link, "vma_link", "mm/mmap.c", 635)                                                    \
    X(insert_vm_struct_, "__insert_vm_struct", "mm/mmap.c", 661)                                 \
    X(vma_unlink_, "__vma_unlink", "mm/mmap.c", 674)                                             \
    X(vma_adjust, "vma_adjust", "mm/mmap.c", 694)                                                \
    X(can_vma_merge_before, "can_vma_merge_before", "mm/mmap.c", 939)                            \
    X(can_vma_merge_after, "can_vma_merge_after", "mm/mmap.c", 958)                              \
    X(vma_merge, "vma_merge", "mm/mmap.c", 1000)                                                 \
    X(find_mergeable_anon_vma, "find_mergeable_anon_vma", "mm/mmap.c", 1138)                     \
    X(split_vma_, "__split_vma", "mm/mmap.c", 2387)                                              \
    X(remove_vma, "remove_vma", "mm/mmap.c", 243)                                                \
    X(remove_vma_list, "remove_vma_list", "mm/mmap.c", 2315)                                     \
    X(unmap_region, "unmap_region", "mm/mmap.c", 2338)                                           \
    X(detach_vmas_to_be_unmapped, "detach_vmas_to_be_unmapped", "mm/mmap.c", 2359)               \
    X(do_munmap, "do_munmap", "mm/mmap.c", 2468)                                                 \
    X(vm_munmap, "vm_munmap", "mm/mmap.c", 2550)                                                 \
    X(exit_mmap, "exit_mmap", "mm/mmap.c", 2690)                                                 \
    X(tlb_gather_mmu, "tlb_gather_mmu", "arch/arm/include/asm/tlb.h", 111)                       \
    X(tlb_finish_mmu, "tlb_finish_mmu", "arch/arm/include/asm/tlb.h", 125)                       \
    X(tlb_flush_mmu, "tlb_flush_mmu", "arch/arm/include/asm/tlb.h", 101)                         \
    X(tlb_flush, "tlb_flush", "arch/arm/include/asm/tlb.h", 70)                                  \
    X(tlb_alloc_page_, "__tlb_alloc_page", "arch/arm/include/asm/tlb.h", 91)                     \
    X(tlb_remove_page_, "__tlb_remove_page", "arch/arm/include/asm/tlb.h", 168)                  \
    X(pte_free_tlb_, "__pte_free_tlb", "arch/arm/include/asm/tlb.h", 181)                        \
    X(unmap_vmas, "unmap_vmas", "mm/memory.c", 1352)                                             \
    X(unmap_single_vma, "unmap_single_vma", "mm/memory.c", 1296)                                 \
    X(unmap_page_range, "unmap_page_range", "mm/memory.c", 1270)                                 \
    X(zap_pud_range, "zap_pud_range", "mm/memory.c", 1251)                                       \
    X(zap_pmd_range, "zap_pmd_range", "mm/memory.c", 1207)                                       \
    X(zap_pte_range, "zap_pte_range", "mm/memory.c", 1067)                                       \
    X(free_pgtables, "free_pgtables", "mm/memory.c", 515)                                        \
    X(free_pgd_range, "free_pgd_range", "mm/memory.c", 457)                                      \
    X(free_pud_range, "free_pud_range", "mm/memory.c", 421)                                      \
    X(free_pmd_range, "free_pmd_range", "mm/memory.c", 388)                                      \
    X(free_pte_range, "free_pte_range", "mm/memory.c", 379)                                      \
    X(anon_vma_alloc, "anon_vma_alloc", "mm/rmap.c", 68)                                         \
    X(put_anon_vma_, "__put_anon_vma", "mm/rmap.c", 1667)                                        \
    X(anon_vma_chain_link, "anon_vma_chain_link", "mm/rmap.c", 124)                              \
    X(anon_vma_prepare, "anon_vma_prepare", "mm/rmap.c", 161)                                    \
    X(anon_vma_clone, "anon_vma_clone", "mm/rmap.c", 239)                                        \
    X(anon_vma_fork, "anon_vma_fork", "mm/rmap.c", 272)                                          \
    X(unlink_anon_vmas, "unlink_anon_vmas", "mm/rmap.c", 322)                                    \
    X(interval_tree_insert, "anon_vma_interval_tree_insert", "mm/interval_tree.c", 76)           \
    X(interval_tree_remove, "anon_vma_interval_tree_remove", "mm/interval_tree.c", 86)           \
    X(vm_normal_page, "vm_normal_page", "mm/memory.c", 742)                                      \
    X(page_add_new_anon_rmap, "page_add_new_anon_rmap", "mm/rmap.c", 1083)                       \
    X(page_set_anon_rmap_, "__page_set_anon_rmap", "mm/rmap.c", 979)                             \
    X(page_move_anon_rmap, "page_move_anon_rmap", "mm/rmap.c", 959)                              \
    X(page_dup_rmap, "page_dup_rmap", "include/linux/rmap.h", 176)                               \
    X(page_remove_rmap, "page_remove_rmap", "mm/rmap.c", 1126)                                   \
    X(get_page, "get_page", "include/linux/mm.h", 440)                                           \
    X(put_page, "put_page", "mm/swap.c", 200)                                                    \
    X(release_pages, "release_pages", "mm/swap.c", 782)                                          \
    X(free_pages_and_swap_cache, "free_pages_and_swap_cache", "mm/swap_state.c", 260)            \
    X(do_DataAbort, "do_DataAbort", "arch/arm/mm/fault.c", 546)                                  \
    X(do_PrefetchAbort, "do_PrefetchAbort", "arch/arm/mm/fault.c", 578)                          \
    X(do_page_fault, "do_page_fault", "arch/arm/mm/fault.c", 259)                                \
    X(do_page_fault_, "__do_page_fault", "arch/arm/mm/fault.c", 224)                             \
    X(do_sect_fault, "do_sect_fault", "arch/arm/mm/fault.c", 499)                                \
    X(do_bad, "do_bad", "arch/arm/mm/fault.c", 510)                                              \
    X(do_bad_area, "do_bad_area", "arch/arm/mm/fault.c", 187)                                    \
    X(do_user_fault_, "__do_user_fault", "arch/arm/mm/fault.c", 161)                             \
    X(access_error, "access_error", "arch/arm/mm/fault.c", 211)                                  \
    X(handle_mm_fault, "handle_mm_fault", "mm/memory.c", 3775)                                   \
    X(handle_mm_fault_, "__handle_mm_fault", "mm/memory.c", 3692)                                \
    X(handle_pte_fault, "handle_pte_fault", "mm/memory.c", 3633)                                 \
    X(ptep_set_access_flags, "ptep_set_access_flags", "mm/pgtable-generic.c", 47)                \
    X(ptep_clear_flush, "ptep_clear_flush", "mm/pgtable-generic.c", 110)                         \
    X(ptep_set_wrprotect, "ptep_set_wrprotect", "include/asm-generic/pgtable.h", 146)            \
    X(do_anonymous_page, "do_anonymous_page", "mm/memory.c", 3218)                               \
    X(do_wp_page, "do_wp_page", "mm/memory.c", 2604)                                             \
    X(reuse_swap_page, "reuse_swap_page", "mm/swapfile.c", 905)                                  \
    X(alloc_zeroed, "alloc_zeroed_user_highpage_movable", "include/linux/highmem.h", 179)        \
    X(v6_clear_user, "v6_clear_user_highpage_nonaliasing", "arch/arm/mm/copypage-v6.c", 49)      \
    X(v6_copy_user, "v6_copy_user_highpage_nonaliasing", "arch/arm/mm/copypage-v6.c", 33)        \
    X(copy_page_range, "copy_page_range", "mm/memory.c", 998)                                    \
    X(copy_pud_range, "copy_pud_range", "mm/memory.c", 976)                                      \
    X(copy_pmd_range, "copy_pmd_range", "mm/memory.c", 943)                                      \
    X(copy_pte_range, "copy_pte_range", "mm/memory.c", 880)                                      \
    X(copy_one_pte, "copy_one_pte", "mm/memory.c", 797)                                          \
    X(shmem_zero_setup, "shmem_zero_setup", "mm/shmem.c", 3008)                                  \
    X(shmem_init, "shmem_init", "mm/shmem.c", 2818)                                              \
    X(shmem_init_inodecache, "shmem_init_inodecache", "mm/shmem.c", 2697)                        \
    X(dcache_init, "dcache_init", "fs/dcache.c", 3377)                                           \
    X(files_init, "files_init", "fs/file_table.c", 347)                                          \
    X(radix_tree_init, "radix_tree_init", "lib/radix-tree.c", 1484)                              \
    X(shmem_file_setup, "shmem_file_setup", "mm/shmem.c", 2998)                                  \
    X(d_alloc_pseudo, "d_alloc_pseudo", "fs/dcache.c", 1574)                                     \
    X(d_alloc_, "__d_alloc", "fs/dcache.c", 1481)                                                \
    X(simple_dname, "simple_dname", "fs/dcache.c", 3105)                                         \
    X(d_instantiate, "d_instantiate", "fs/dcache.c", 1675)                                       \
    X(shmem_get_inode, "shmem_get_inode", "mm/shmem.c", 1364)                                    \
    X(new_inode, "new_inode", "fs/inode.c", 892)                                                 \
    X(alloc_inode, "alloc_inode", "fs/inode.c", 203)                                             \
    X(shmem_alloc_inode, "shmem_alloc_inode", "mm/shmem.c", 2669)                                \
    X(shmem_init_inode, "shmem_init_inode", "mm/shmem.c", 2691)                                  \
    X(inode_init_once, "inode_init_once", "fs/inode.c", 364)                                     \
    X(inode_init_always, "inode_init_always", "fs/inode.c", 125)                                 \
    X(get_next_ino, "get_next_ino", "fs/inode.c", 837)                                           \
    X(clear_nlink, "clear_nlink", "fs/inode.c", 296)                                             \
    X(alloc_file, "alloc_file", "fs/file_table.c", 166)                                          \
    X(get_empty_filp, "get_empty_filp", "fs/file_table.c", 104)                                  \
    X(vma_wants_writenotify, "vma_wants_writenotify", "mm/mmap.c", 1441)                         \
    X(vma_link_file_, "__vma_link_file", "mm/mmap.c", 604)                                       \
    X(vma_interval_tree_insert, "vma_interval_tree_insert", "mm/interval_tree.c", 24)            \
    X(vma_interval_tree_remove, "vma_interval_tree_remove", "mm/interval_tree.c", 24)            \
    X(vma_insert_after, "vma_interval_tree_insert_after", "mm/interval_tree.c", 29)              \
    X(unlink_file_vma, "unlink_file_vma", "mm/mmap.c", 228)                                      \
    X(remove_shared_vm_struct_, "__remove_shared_vm_struct", "mm/mmap.c", 208)                   \
    X(do_linear_fault, "do_linear_fault", "mm/memory.c", 3487)                                   \
    X(do_fault_, "__do_fault", "mm/memory.c", 3299)                                              \
    X(shmem_fault, "shmem_fault", "mm/shmem.c", 1297)                                            \
    X(shmem_getpage_gfp, "shmem_getpage_gfp", "mm/shmem.c", 1069)                                \
    X(find_lock_page, "find_lock_page", "mm/filemap.c", 749)                                     \
    X(find_get_page, "find_get_page", "mm/filemap.c", 696)                                       \
    X(radix_tree_lookup_slot, "radix_tree_lookup_slot", "lib/radix-tree.c", 514)                 \
    X(shmem_alloc_page, "shmem_alloc_page", "mm/shmem.c", 965)                                   \
    X(radix_tree_maybe_preload, "radix_tree_maybe_preload", "lib/radix-tree.c", 320)             \
    X(radix_tree_node_ctor, "radix_tree_node_ctor", "lib/radix-tree.c", 1439)                    \
    X(shmem_add_to_page_cache, "shmem_add_to_page_cache", "mm/shmem.c", 282)                     \
    X(radix_tree_insert, "radix_tree_insert", "lib/radix-tree.c", 397)                           \
    X(radix_tree_extend, "radix_tree_extend", "lib/radix-tree.c", 342)                           \
    X(radix_tree_node_alloc, "radix_tree_node_alloc", "lib/radix-tree.c", 206)                   \
    X(inc_zone_page_state_, "__inc_zone_page_state", "mm/vmstat.c", 271)                         \
    X(dec_zone_page_state_, "__dec_zone_page_state", "mm/vmstat.c", 293)                         \
    X(shmem_recalc_inode, "shmem_recalc_inode", "mm/shmem.c", 222)                               \
    X(page_add_file_rmap, "page_add_file_rmap", "mm/rmap.c", 1107)                               \
    X(set_page_dirty, "set_page_dirty", "mm/page-writeback.c", 2243)                             \
    X(set_page_dirty_no_writeback, "__set_page_dirty_no_writeback", "mm/page-writeback.c", 2112) \
    X(get_file, "get_file", "include/linux/fs.h", 820)                                           \
    X(fput, "fput", "fs/file_table.c", 299)                                                      \
    X(task_work_add, "task_work_add", "kernel/task_work.c", 25)                                  \
    X(task_work_run, "task_work_run", "kernel/task_work.c", 85)                                  \
    X(fput__, "____fput", "fs/file_table.c", 277)                                                \
    X(fput_, "__fput", "fs/file_table.c", 223)                                                   \
    X(file_free_rcu, "file_free_rcu", "fs/file_table.c", 44)                                     \
    X(dput, "dput", "fs/dcache.c", 578)                                                          \
    X(dentry_kill, "dentry_kill", "fs/dcache.c", 509)                                            \
    X(d_kill, "d_kill", "fs/dcache.c", 434)                                                      \
    X(dentry_iput, "dentry_iput", "fs/dcache.c", 285)                                            \
    X(d_free, "d_free", "fs/dcache.c", 252)                                                      \
    X(iput, "iput", "fs/inode.c", 1431)                                                          \
    X(iput_final, "iput_final", "fs/inode.c", 1385)                                              \
    X(evict, "evict", "fs/inode.c", 528)                                                         \
    X(shmem_evict_inode, "shmem_evict_inode", "mm/shmem.c", 630)                                 \
    X(shmem_truncate_range, "shmem_truncate_range", "mm/shmem.c", 589)                           \
    X(shmem_undo_range, "shmem_undo_range", "mm/shmem.c", 448)                                   \
    X(shmem_find_get_pages, "shmem_find_get_pages_and_swap", "mm/shmem.c", 336)                  \
    X(truncate_inode_page, "truncate_inode_page", "mm/truncate.c", 134)                          \
    X(truncate_complete_page, "truncate_complete_page", "mm/truncate.c", 95)                     \
    X(cancel_dirty_page, "cancel_dirty_page", "mm/truncate.c", 69)                               \
    X(delete_from_page_cache, "delete_from_page_cache", "mm/filemap.c", 160)                     \
    X(delete_from_page_cache_, "__delete_from_page_cache", "mm/filemap.c", 115)                  \
    X(radix_tree_delete, "radix_tree_delete", "lib/radix-tree.c", 1346)                          \
    X(radix_tree_shrink, "radix_tree_shrink", "lib/radix-tree.c", 1277)                          \
    X(radix_tree_node_rcu_free, "radix_tree_node_rcu_free", "lib/radix-tree.c", 238)             \
    X(pagevec_release_, "__pagevec_release", "mm/swap.c", 844)                                   \
    X(clear_inode, "clear_inode", "fs/inode.c", 496)                                             \
    X(destroy_inode, "destroy_inode", "fs/inode.c", 258)                                         \
    X(shmem_destroy_inode, "shmem_destroy_inode", "mm/shmem.c", 2684)                            \
    X(shmem_destroy_callback, "shmem_destroy_callback", "mm/shmem.c", 2678)

/* X(id, name as the kernel's code writes it) */
#define VALUES(X)                                           \
    X(nid, "nid")                                           \
    X(gfp_mask, "gfp_mask")                                 \
    X(gfp_flags, "gfp_flags")                               \
    X(flags, "flags")                                       \
    X(order, "order")                                       \
    X(zone, "zone")                                         \
    X(z, "z")                                               \
    X(preferred_zone, "preferred_zone")                     \
    X(local_zone, "local_zone")                             \
    X(high_zoneidx, "high_zoneidx")                         \
    X(highest_zoneidx, "highest_zoneidx")                   \
    X(classzone_idx, "classzone_idx")                       \
    X(migratetype, "migratetype")                           \
    X(start_migratetype, "start_migratetype")               \
    X(start_type, "start_type")                             \
    X(fallback_type, "fallback_type")                       \
    X(new_type, "new_type")                                 \
    X(alloc_flags, "alloc_flags")                           \
    X(mark, "mark")                                         \
    X(min, "min")                                           \
    X(lowmem_reserve, "lowmem_reserve")                     \
    X(free_pages, "free_pages")                             \
    X(page, "page")                                         \
    X(buddy, "buddy")                                       \
    X(page_idx, "page_idx")                                 \
    X(buddy_idx, "buddy_idx")                               \
    X(combined_idx, "combined_idx")                         \
    X(higher_page, "higher_page")                           \
    X(higher_buddy, "higher_buddy")                         \
    X(current_order, "current_order")                       \
    X(i, "i")                                               \
    X(list, "list")                                         \
    X(list_empty, "list_empty(list)")                       \
    X(area, "area")                                         \
    X(free_list, "area->free_list[migratetype]")            \
    X(nr_free, "area->nr_free")                             \
    X(low, "low")                                           \
    X(high, "high")                                         \
    X(size, "size")                                         \
    X(page_size, "&page[size]")                             \
    X(count, "count")                                       \
    X(cold, "cold")                                         \
    X(pcp_count, "pcp->count")                              \
    X(pcp_high, "pcp->high")                                \
    X(pcp_batch, "pcp->batch")                              \
    X(item, "item")                                         \
    X(delta, "delta")                                       \
    X(x, "x")                                               \
    X(t, "t")                                               \
    X(zone_vm_stat, "zone->vm_stat[item]")                  \
    X(vm_stat_diff, "vm_stat_diff[item]")                   \
    X(pageblock_page, "pageblock_page")                     \
    X(start_order, "start_order")                           \
    X(start_bitidx, "start_bitidx")                         \
    X(end_bitidx, "end_bitidx")                             \
    X(start_pfn, "start_pfn")                               \
    X(end_pfn, "end_pfn")                                   \
    X(start_page, "start_page")                             \
    X(end_page, "end_page")                                 \
    X(pages_moved, "pages_moved")                           \
    X(pages, "pages")                                       \
    X(block_mt, "pageblock migratetype")                    \
    X(private_, "page_private(page)")                       \
    X(mapcount, "page->_mapcount")                          \
    X(page_count, "page->_count")                           \
    X(index, "page->index")                                 \
    X(mapcount_flags, "page->flags")                        \
    X(pfmemalloc, "page->pfmemalloc")                       \
    X(first_page, "p->first_page")                          \
    X(gfp_allowed_mask, "gfp_allowed_mask")                 \
    X(sync_migration, "sync_migration")                     \
    X(did_some_progress, "did_some_progress")               \
    X(pages_reclaimed, "pages_reclaimed")                   \
    X(to_free, "to_free")                                   \
    X(batch_free, "batch_free")                             \
    X(mt, "mt")                                             \
    X(cpu, "cpu")                                           \
    X(batch, "batch")                                       \
    X(k, "k")                                               \
    X(nr_zones, "nr_zones")                                 \
    X(offset, "offset")                                     \
    X(vm_total_pages, "vm_total_pages")                     \
    X(grouping_disabled, "page_group_by_mobility_disabled") \
    X(managed_pages, "zone->managed_pages")                 \
    X(totalram_pages, "totalram_pages")                     \
    X(totalhigh_pages, "totalhigh_pages")                   \
    X(totalreserve_pages, "totalreserve_pages")             \
    X(start, "start")                                       \
    X(end, "end")                                           \
    X(vec, "vec")                                           \
    X(map_word, "map[idx / BITS_PER_LONG]")                 \
    X(physaddr, "physaddr")                                 \
    X(align, "align")                                       \
    X(sidx, "sidx")                                         \
    X(eidx, "eidx")                                         \
    X(max_low, "max_low")                                   \
    X(pfn, "pfn")                                           \
    X(released, "released")                                 \
    X(pages_min, "pages_min")                               \
    X(lowmem_pages, "lowmem_pages")                         \
    X(min_free_kbytes, "min_free_kbytes")                   \
    X(wmark_min, "watermark[WMARK_MIN]")                    \
    X(wmark_low, "watermark[WMARK_LOW]")                    \
    X(wmark_high, "watermark[WMARK_HIGH]")                  \
    X(reserve, "reserve")                                   \
    X(threshold, "threshold")                               \
    X(stat_threshold, "stat_threshold")                     \
    X(inactive_ratio, "zone->inactive_ratio")               \
    X(j, "j")                                               \
    X(lower_reserve, "lower_zone->lowmem_reserve[j]")       \
    X(max, "max")                                           \
    X(diff, "diff")                                         \
    X(base, "base")                                         \
    X(goal, "goal")                                         \
    X(region, "region")                                     \
    X(entries, "wait_table_hash_nr_entries")                \
    X(nr_pages, "nr_pages")                                 \
    X(pcp, "pcp")                                           \
    X(p, "p")                                               \
    X(sync, "sync")                                         \
    X(force_kill, "force_kill")                             \
    X(pgalloc, "vm_event[PGALLOC]")                         \
    X(pgfree, "vm_event[PGFREE]")                           \
    X(free_area_nr, "nr_free_zone_pages")                   \
    X(s, "s")                                               \
    X(object, "object")                                     \
    X(fp, "fp")                                             \
    X(oo, "oo")                                             \
    X(freelist, "freelist")                                 \
    X(counters, "page->counters")                           \
    X(inuse_v, "inuse")                                     \
    X(objects, "objects")                                   \
    X(frozen, "frozen")                                     \
    X(tail, "tail")                                         \
    X(mode, "mode")                                         \
    X(drain, "drain")                                       \
    X(node, "node")                                         \
    X(gfpflags, "gfpflags")                                 \
    X(name, "name")                                         \
    X(ptr, "ptr")                                           \
    X(object_size, "object_size")                           \
    X(n_, "n")                                              \
    X(c_, "c")                                              \
    X(val, "val")                                           \
    X(min_objects, "min_objects")                           \
    X(max_objects, "max_objects")                           \
    X(max_order, "max_order")                               \
    X(fract_leftover, "fract_leftover")                     \
    X(fraction, "fraction")                                 \
    X(reserved, "reserved")                                 \
    X(rem, "rem")                                           \
    X(available, "available")                               \
    X(nr_partial, "n->nr_partial")                          \
    X(nr_slabs, "n->nr_slabs")                              \
    X(total_objects, "n->total_objects")                    \
    X(slab_state, "slab_state")                             \
    X(tid, "c->tid")                                        \
    X(c_freelist, "c->freelist")                            \
    X(c_page, "c->page")                                    \
    X(c_partial, "c->partial")                              \
    X(pobjects, "page->pobjects")                           \
    X(pages_n, "page->pages")                               \
    X(refcount, "s->refcount")                              \
    X(kmalloc_index, "index")                               \
    X(x_obj, "x")                                           \
    X(freelist_old, "freelist_old")                         \
    X(counters_old, "counters_old")                         \
    X(freelist_new, "freelist_new")                         \
    X(counters_new, "counters_new")                         \
    X(gfp, "gfp")                                           \
    X(value_, "value")                                      \
    X(bytes, "bytes")                                       \
    X(map, "map")                                           \
    X(static_cache, "static_cache")                         \
    X(forced_order, "forced_order")                         \
    X(search, "search")                                     \
    X(cond, "cond")                                         \
    X(func, "func")                                         \
    X(info, "info")                                         \
    X(d, "d")                                               \
    X(what, "what")                                         \
    X(text, "text")                                         \
    X(s_cpu_slab, "s->cpu_slab")                            \
    X(s_flags, "s->flags")                                  \
    X(s_min_partial, "s->min_partial")                      \
    X(s_size, "s->size")                                    \
    X(s_object_size, "s->object_size")                      \
    X(s_offset, "s->offset")                                \
    X(s_cpu_partial, "s->cpu_partial")                      \
    X(s_oo, "s->oo")                                        \
    X(s_max, "s->max")                                      \
    X(s_min, "s->min")                                      \
    X(s_allocflags, "s->allocflags")                        \
    X(s_inuse, "s->inuse")                                  \
    X(s_align, "s->align")                                  \
    X(s_reserved, "s->reserved")                            \
    X(s_name, "s->name")                                    \
    X(s_node, "s->node[node]")                              \
    X(page_freelist, "page->freelist")                      \
    X(page_next, "page->next")                              \
    X(slab_cache, "page->slab_cache")                       \
    X(chunk, "chunk")                                       \
    X(slot, "slot")                                         \
    X(oslot, "oslot")                                       \
    X(nslot, "nslot")                                       \
    X(off, "off")                                           \
    X(head, "head")                                         \
    X(is_last, "is_last")                                   \
    X(max_contig, "max_contig")                             \
    X(freeme, "freeme")                                     \
    X(new_alloc, "new_alloc")                               \
    X(rs, "rs")                                             \
    X(re, "re")                                             \
    X(page_start, "page_start")                             \
    X(page_end, "page_end")                                 \
    X(addr, "addr")                                         \
    X(chunk_map, "chunk->map")                              \
    X(chunk_map_i, "chunk->map[i]")                         \
    X(map_used, "chunk->map_used")                          \
    X(map_alloc, "chunk->map_alloc")                        \
    X(contig_hint, "chunk->contig_hint")                    \
    X(free_size, "chunk->free_size")                        \
    X(reason, "reason")                                     \
    X(message, "message")                                   \
    X(data, "data")                                         \
    X(from, "from")                                         \
    X(to, "to")                                             \
    X(length, "length")                                     \
    X(fault, "fault")                                       \
    X(fault_byte, "fault[0]")                               \
    X(ptep, "ptep")                                         \
    X(ext, "ext")                                           \
    X(pte, "pte")                                           \
    X(hw_pte, "*(ptep + PTE_HWTABLE_PTRS)")                 \
    X(pteval, "pteval")                                     \
    X(pmd, "pmd")                                           \
    X(pmdp, "pmdp")                                         \
    X(pmdp0, "pmdp[0]")                                     \
    X(pmdp1, "pmdp[1]")                                     \
    X(pte_phys, "pte")                                      \
    X(prot, "prot")                                         \
    X(address, "address")                                   \
    X(vstart, "vstart")                                     \
    X(vend, "vend")                                         \
    X(va, "va")                                             \
    X(va_start, "va->va_start")                             \
    X(va_end, "va->va_end")                                 \
    X(va_flags, "va->flags")                                \
    X(va_vm, "va->vm")                                      \
    X(vm, "vm")                                             \
    X(vm_addr, "area->addr")                                \
    X(vm_size, "area->size")                                \
    X(vm_flags, "area->flags")                              \
    X(vm_pages, "area->pages")                              \
    X(vm_nr_pages, "area->nr_pages")                        \
    X(vm_phys_addr, "area->phys_addr")                      \
    X(vm_caller, "area->caller")                            \
    X(area_pages_i, "area->pages[i]")                       \
    X(cached_hole_size, "cached_hole_size")                 \
    X(cached_vstart, "cached_vstart")                       \
    X(cached_align, "cached_align")                         \
    X(free_vmap_cache, "free_vmap_cache")                   \
    X(vmap_area_pcpu_hole, "vmap_area_pcpu_hole")           \
    X(vmap_lazy_nr, "vmap_lazy_nr")                         \
    X(vmap_initialized, "vmap_initialized")                 \
    X(force_flush, "force_flush")                           \
    X(deallocate_pages, "deallocate_pages")                 \
    X(tmp, "tmp")                                           \
    X(phys_addr, "phys_addr")                               \
    X(paddr, "paddr")                                       \
    X(vaddr, "vaddr")                                       \
    X(mtype, "mtype")                                       \
    X(io_addr, "io_addr")                                   \
    X(virtual, "virtual")                                   \
    X(kaddr, "kaddr")                                       \
    X(kvaddr, "kvaddr")                                     \
    X(pkmap_count_i, "pkmap_count[i]")                      \
    X(last_pkmap_nr, "last_pkmap_nr")                       \
    X(kmap_atomic_idx, "__kmap_atomic_idx")                 \
    X(pgd, "pgd")                                           \
    X(l1index, "l1index")                                   \
    X(l1descaddr, "l1descaddr")                             \
    X(l1desc, "l1desc")                                     \
    X(l2table, "l2table")                                   \
    X(l2index, "l2index")                                   \
    X(l2descaddr, "l2descaddr")                             \
    X(l2desc, "l2desc")                                     \
    X(mva, "mva")                                           \
    X(TTBCR, "TTBCR")                                       \
    X(TTBR0, "TTBR0")                                       \
    X(TTBR1, "TTBR1")                                       \
    X(domain, "domain")                                     \
    X(DACR, "DACR")                                         \
    X(FS, "FS")                                             \
    X(DFSR, "DFSR")                                         \
    X(DFAR, "DFAR")                                         \
    X(IFSR, "IFSR")                                         \
    X(IFAR, "IFAR")                                         \
    X(type, "type")                                         \
    X(memtype, "memtype")                                   \
    X(ispriv, "ispriv")                                     \
    X(iswrite, "iswrite")                                   \
    X(isfetch, "isfetch")                                   \
    X(perms_ap, "perms.ap")                                 \
    X(perms_xn, "perms.xn")                                 \
    X(v, "v")                                               \
    X(page_ptl, "page->ptl")                                \
    X(page_mapping, "page->mapping")                        \
    X(mm, "mm")                                             \
    X(oldmm, "oldmm")                                       \
    X(prev, "prev")                                         \
    X(next, "next")                                         \
    X(mm_mmap, "mm->mmap")                                  \
    X(mm_mmap_cache, "mm->mmap_cache")                      \
    X(mm_get_unmapped_area, "mm->get_unmapped_area")        \
    X(mm_mmap_base, "mm->mmap_base")                        \
    X(mm_task_size, "mm->task_size")                        \
    X(mm_highest_vm_end, "mm->highest_vm_end")              \
    X(mm_pgd, "mm->pgd")                                    \
    X(mm_mm_users, "mm->mm_users")                          \
    X(mm_mm_count, "mm->mm_count")                          \
    X(mm_nr_ptes, "mm->nr_ptes")                            \
    X(mm_map_count, "mm->map_count")                        \
    X(mm_hiwater_rss, "mm->hiwater_rss")                    \
    X(mm_hiwater_vm, "mm->hiwater_vm")                      \
    X(mm_total_vm, "mm->total_vm")                          \
    X(mm_cpu_vm_mask, "mm_cpumask(mm)")                     \
    X(mm_context_id, "mm->context.id")                      \
    X(rss_file, "mm->rss_stat.count[MM_FILEPAGES]")         \
    X(rss_anon, "mm->rss_stat.count[MM_ANONPAGES]")         \
    X(rss_swap, "mm->rss_stat.count[MM_SWAPENTS]")          \
    X(current, "current")                                   \
    X(asid, "asid")                                         \
    X(asid_generation, "asid_generation")                   \
    X(tlb_flush_pending, "tlb_flush_pending")               \
    X(ttbr0, "TTBR0")                                       \
    X(contextidr, "CONTEXTIDR")                             \
    X(dfsr, "DFSR")                                         \
    X(dfar, "DFAR")                                         \
    X(ifsr, "IFSR")                                         \
    X(ifar, "IFAR")                                         \
    X(uaddr, "uaddr")                                       \
    X(len, "len")                                           \
    X(vma, "vma")                                           \
    X(vma_vm_start, "vma->vm_start")                        \
    X(vma_vm_end, "vma->vm_end")                            \
    X(vma_vm_next, "vma->vm_next")                          \
    X(vma_vm_prev, "vma->vm_prev")                          \
    X(vma_vm_mm, "vma->vm_mm")                              \
    X(vma_vm_page_prot, "vma->vm_page_prot")                \
    X(vma_vm_flags, "vma->vm_flags")                        \
    X(vma_anon_vma, "vma->anon_vma")                        \
    X(vma_vm_pgoff, "vma->vm_pgoff")                        \
    X(vm_flags_, "vm_flags")                                \
    X(pgoff, "pgoff")                                       \
    X(insert, "insert")                                     \
    X(new_below, "new_below")                               \
    X(info_length, "info->length")                          \
    X(info_low_limit, "info->low_limit")                    \
    X(info_high_limit, "info->high_limit")                  \
    X(start_addr, "start_addr")                             \
    X(end_addr, "end_addr")                                 \
    X(floor, "floor")                                       \
    X(ceiling, "ceiling")                                   \
    X(fullmm, "tlb->fullmm")                                \
    X(nr, "nr")                                             \
    X(anon_vma, "anon_vma")                                 \
    X(anon_vma_refcount, "anon_vma->refcount")              \
    X(avc, "avc")                                           \
    X(dst, "dst")                                           \
    X(src, "src")                                           \
    X(pvma, "pvma")                                         \
    X(fsr, "fsr")                                           \
    X(sig, "sig")                                           \
    X(code, "code")                                         \
    X(mask, "mask")                                         \
    X(entry, "entry")                                       \
    X(orig_pte, "orig_pte")                                 \
    X(file, "file")                                         \
    X(dentry, "dentry")                                     \
    X(inode, "inode")                                       \
    X(mapping, "mapping")                                   \
    X(work, "work")                                         \
    X(freed, "freed")                                       \
    X(task_works, "task->task_works")                       \
    X(file_f_count, "file->f_count")                        \
    X(file_f_inode, "file->f_inode")                        \
    X(file_f_mapping, "file->f_mapping")                    \
    X(file_f_path_dentry, "file->f_path.dentry")            \
    X(dentry_d_count, "dentry->d_lockref.count")            \
    X(dentry_d_inode, "dentry->d_inode")                    \
    X(inode_i_count, "inode->i_count")                      \
    X(inode_i_nlink, "inode->__i_nlink")                    \
    X(inode_i_ino, "inode->i_ino")                          \
    X(inode_i_size, "inode->i_size")                        \
    X(inode_i_blocks, "inode->i_blocks")                    \
    X(inode_i_mapping, "inode->i_mapping")                  \
    X(info_alloced, "info->alloced")                        \
    X(mapping_flags, "mapping->flags")                      \
    X(mapping_nrpages, "mapping->nrpages")                  \
    X(mapping_i_mmap_writable, "mapping->i_mmap_writable")  \
    X(root_height, "root->height")                          \
    X(root_rnode, "root->rnode")                            \
    X(node_height, "node->height")                          \
    X(node_count, "node->count")                            \
    X(node_slot, "node->slots[offset]")                     \
    X(rtp_nr, "rtp->nr")                                    \
    X(vma_vm_file, "vma->vm_file")                          \
    X(mm_shared_vm, "mm->shared_vm")                        \
    X(mm_exec_vm, "mm->exec_vm")                            \
    X(tree_index, "index")

/* X(id, function, line of v3.13.11, the statement in short): where the code changes something worth seeing. */
#define LINES(X)                                                                                 \
    X(smallest_del, rmqueue_smallest, 904, "list_del(&page->lru)")                               \
    X(smallest_nr_free, rmqueue_smallest, 906, "area->nr_free--")                                \
    X(expand_half, expand, 837, "list_add(&page[size].lru, free_list[migratetype])")             \
    X(fallback_search, rmqueue_fallback, 1085, "search free_area[current_order]")                \
    X(fallback_take, rmqueue_fallback, 1090, "area->nr_free--")                                  \
    X(fallback_del, rmqueue_fallback, 1097, "list_del(&page->lru)")                              \
    X(move_one, move_freepages, 973, "list_move(&page->lru, free_list[migratetype])")            \
    X(bulk_add, rmqueue_bulk, 1170, "list_add(&page->lru, list)")                                \
    X(bulk_add_tail, rmqueue_bulk, 1172, "list_add_tail(&page->lru, list)")                      \
    X(bulk_account, rmqueue_bulk, 1183, "__mod_zone_page_state(zone, NR_FREE_PAGES)")            \
    X(rmqueue_reserve, rmqueue, 1134, "migratetype = MIGRATE_RESERVE; goto retry_reserve")       \
    X(buffered_count, buffered_rmqueue, 1524, "pcp->count += rmqueue_bulk()")                    \
    X(buffered_del, buffered_rmqueue, 1536, "list_del(&page->lru); pcp->count--")                \
    X(buffered_batch, buffered_rmqueue, 1566, "__mod_zone_page_state(zone, NR_ALLOC_BATCH)")     \
    X(watermark_no, get_page_from_freelist, 1981, "watermark not met")                           \
    X(batch_no, get_page_from_freelist, 1945, "NR_ALLOC_BATCH is used up")                       \
    X(merge_del, free_one_page_, 584, "list_del(&buddy->lru)")                                   \
    X(merge_up, free_one_page_, 588, "combined_idx = buddy_idx & page_idx")                      \
    X(free_set_order, free_one_page_, 593, "set_page_order(page, order)")                        \
    X(free_add_tail, free_one_page_, 610, "list_add_tail(&page->lru, free_list[migratetype])")   \
    X(free_add, free_one_page_, 616, "list_add(&page->lru, free_list[migratetype])")             \
    X(pcp_add, free_hot_cold_page, 1381, "list_add(&page->lru, &pcp->lists[migratetype])")       \
    X(pcp_add_tail, free_hot_cold_page, 1379,                                                    \
      "list_add_tail(&page->lru, &pcp->lists[migratetype])")                                     \
    X(pcp_over, free_hot_cold_page, 1383, "pcp->count >= pcp->high")                             \
    X(drain_pick, free_pcppages_bulk, 674, "next list with pages")                               \
    X(drain_del, free_pcppages_bulk, 685, "list_del(&page->lru)")                                \
    X(put_testzero, free_pages_, 2795, "put_page_testzero(page)")                                \
    X(bootmem_order5, free_all_bootmem_core, 213,                                                \
      "__free_pages_bootmem(pfn_to_page(start), order)")                                         \
    X(bootmem_single, free_all_bootmem_core, 223, "__free_pages_bootmem(page, 0)")               \
    X(bootmem_map, free_all_bootmem_core, 237, "__free_pages_bootmem(page++, 0)")                \
    X(slow_high_prio, alloc_pages_slowpath, 2541, "ALLOC_NO_WATERMARKS")                         \
    X(slow_nopage, alloc_pages_slowpath, 2670, "nopage")                                         \
    X(split_refs, split_page, 1431, "set_page_refcounted(page + i)")                             \
    X(prep_compound_tail, prep_compound_page, 376, "__SetPageTail(p)")                           \
    X(free_check_flags, free_pages_check, 633, "page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP")       \
    X(zone_list_entry, build_zonelists_node, 3250,                                               \
      "zoneref_set_zone(zone, &zonelist->_zonerefs[nr_zones++])")                                \
    X(wmark_set, setup_per_zone_wmarks_, 5584, "zone->watermark[]")                              \
    X(oom_limit, alloc_pages_slowpath, 2645,                                                     \
      "restart: stopped here, the kernel goes on until memory comes back")                       \
    X(take_held, alloc_pages_node, 317, "page is handed to the caller")                          \
    X(drop_held, free_pages_, 2793, "the caller gives the page back")                            \
    X(pcpu_split_move, pcpu_split_block, 448, "memmove(&chunk->map[i + nr_extra], ...)")         \
    X(pcpu_move, pcpu_chunk_relocate, 335, "list_move(&chunk->list, ...)")                       \
    X(pcpu_move_tail, pcpu_chunk_relocate, 337, "list_move_tail(&chunk->list, ...)")             \
    X(pcpu_take, pcpu_alloc_area, 545, "chunk->map[i] = -chunk->map[i]")                         \
    X(pcpu_give, pcpu_free_area, 581, "chunk->map[i] = -chunk->map[i]")                          \
    X(pcpu_merge_prev, pcpu_free_area, 586, "chunk->map[i - 1] += chunk->map[i]")                \
    X(pcpu_merge_next, pcpu_free_area, 594, "chunk->map[i] += chunk->map[i + 1]")                \
    X(pcpu_clear, pcpu_populate_chunk, 344, "memset(pcpu_chunk_addr(chunk, cpu, 0) + off, 0)")   \
    X(pcpu_extend_copy, pcpu_extend_area_map, 401, "memcpy(new, old, old_size)")                 \
    X(pcpu_extend_map, pcpu_extend_area_map, 404, "chunk->map = new")                            \
    X(pcpu_late_copy, percpu_init_late, 1942, "memcpy(map, chunk->map, size)")                   \
    X(pcpu_late_map, percpu_init_late, 1943, "chunk->map = map")                                 \
    X(overwritten, check_bytes_and_report, 684, "slab_bug(s, \"%s overwritten\", what)")         \
    X(slab_padding, slab_pad_check, 775, "slab_err(\"Padding overwritten ...\")")                \
    X(freepointer_corrupt, check_object, 822, "object_err(\"Freepointer corrupt\")")             \
    X(not_a_slab, check_slab, 841, "slab_err(\"Not a valid slab page\")")                        \
    X(objects_max, check_slab, 847, "page->objects > maxobj")                                    \
    X(inuse_max, check_slab, 852, "page->inuse > page->objects")                                 \
    X(freechain_corrupt, on_freelist, 878, "!check_valid_pointer(s, page, fp)")                  \
    X(objects_adjusted, on_freelist, 900, "page->objects = max_objects")                         \
    X(count_adjusted, on_freelist, 906, "page->inuse = page->objects - nr")                      \
    X(marking_all_used, alloc_debug_processing, 1087, "Marking all objects used")                \
    X(invalid_pointer, free_debug_processing, 1107, "Invalid object pointer")                    \
    X(already_free, free_debug_processing, 1112, "Object already free")                          \
    X(slab_pointer_corrupt, free_debug_processing, 1119, "s != page->slab_cache")                \
    X(object_not_freed, free_debug_processing, 1149, "fail: object is not freed")                \
    X(vm_guard, get_vm_area_node_, 1326, "size += PAGE_SIZE: the guard page")                    \
    X(vmap_hole, alloc_vmap_area, 427, "cached_hole_size = first->va_start - addr")              \
    X(vmap_found, alloc_vmap_area, 439, "found: va->va_start = addr")                            \
    X(vmap_overflow, alloc_vmap_area, 456, "overflow: purge_vmap_area_lazy()")                   \
    X(vm_page, vmalloc_area_node_, 1595, "area->pages[i] = page")                                \
    X(vm_free_page, vunmap_, 1455, "__free_page(page)")                                          \
    X(vmap_lazy, free_vmap_area_noflush, 675, "va->flags |= VM_LAZY_FREE")                       \
    X(vmap_gather, purge_vmap_area_lazy_, 625, "list_add_tail(&va->purge_list, &valist)")        \
    X(pkmap_next, map_new_virtual, 169, "last_pkmap_nr = (last_pkmap_nr + 1) & LAST_PKMAP_MASK") \
    X(l1_fetch, TranslationTableWalkSD, 6, "l1desc = _Mem[l1descaddr, 4]")                       \
    X(l2_fetch, TranslationTableWalkSD, 6, "l2desc = _Mem[l2descaddr, 4]")                       \
    X(translated, TranslateAddressV, 3, "return tlbrecord.addrdesc")

/* Constants that are passed along to say what is going on: X(id, text) */
#define TEXTS(X)                                                          \
    X(drain_percpu_freelist, "drain percpu freelist")                     \
    X(unfreezing_slab, "unfreezing slab")                                 \
    X(acquire_slab, "acquire_slab")                                       \
    X(get_freelist, "get_freelist")                                       \
    X(slab_free_, "__slab_free")                                          \
    X(redzone, "Redzone")                                                 \
    X(alignment_padding, "Alignment padding")                             \
    X(poison, "Poison")                                                   \
    X(object_padding, "Object padding")                                   \
    X(allocated, "Allocated")                                             \
    X(freed, "Freed")                                                     \
    X(objects_remaining, "Objects remaining in %s on kmem_cache_close()") \
    X(schunk, "schunk")                                                   \
    X(dchunk, "dchunk")                                                   \
    X(slab_padding, "slab padding")                                       \
    X(freepointer_corrupt, "Freepointer corrupt")                         \
    X(freechain_corrupt, "Freechain corrupt")                             \
    X(freelist_pointer_check_fails, "Freelist Pointer check fails")       \
    X(object_already_free, "Object already free")                         \
    X(page_slab_pointer_corrupt, "page slab pointer corrupt.")            \
    X(fault, "fault")                                                     \
    X(reserved, "reserved")                                               \
    X(page_table, "page table")                                           \
    X(section, "section")                                                 \
    X(supersection, "supersection")                                       \
    X(large_page, "large page")                                           \
    X(small_page, "small page")                                           \
    X(flat_map, "flat map")                                               \
    X(strongly_ordered, "Strongly-ordered")                               \
    X(device, "Device")                                                   \
    X(normal, "Normal")                                                   \
    X(implementation_defined, "implementation defined")                   \
    X(no_fault, "no fault")                                               \
    X(access_flag_l1, "access flag fault, first level")                   \
    X(translation_l1, "translation fault, first level")                   \
    X(access_flag_l2, "access flag fault, second level")                  \
    X(translation_l2, "translation fault, second level")                  \
    X(domain_l1, "domain fault, first level")                             \
    X(domain_l2, "domain fault, second level")                            \
    X(external_l1, "external abort on the table walk, first level")       \
    X(permission_l1, "permission fault, first level")                     \
    X(external_l2, "external abort on the table walk, second level")      \
    X(permission_l2, "permission fault, second level")

enum text_id {
#define X(id, text) TEXT_##id,
    TEXTS(X)
#undef X
};

enum function_id {
#define X(id, name, file, line) F_##id,
    FUNCTIONS(X)
#undef X
};
enum value_id {
#define X(id, name) V_##id,
    VALUES(X)
#undef X
};
enum line_id {
#define X(id, fn, line, text) L_##id,
    LINES(X)
#undef X
};

/* How a value or result is written. Two-word formats take the event's b too. */
enum value_format {
    FMT_VOID,
    FMT_DEC,
    FMT_SDEC,
    FMT_HEX,
    FMT_PFN,      /* 0x4f000, or NULL for 0xffffffff */
    FMT_MT,       /* MOVABLE: 2 */
    FMT_ZONE,     /* Normal; NULL for 0xffffffff */
    FMT_ITEM,     /* NR_FREE_PAGES: 0 */
    FMT_AREA,     /* free_area[10] */
    FMT_FREELIST, /* order | mt << 8: free_area[10].free_list[2] */
    FMT_PCPLIST,  /* pcp->lists[0]; b: zone | cpu << 8 */
    FMT_ZONEREF,  /* ref(HighMem), ref(end) for 0xffffffff */
    FMT_NODE,     /* node0 */
    FMT_PCP,      /* zone | cpu << 8: pcp(Normal,cpu0) */
    FMT_ADDR,     /* 0xef000040, or NULL for 0 */
    FMT_CACHE,    /* address of a struct kmem_cache */
    FMT_OO,       /* order << 16 | objects: 0:64 */
    FMT_COUNTERS, /* inuse/objects/frozen */
    FMT_CPU_SLAB, /* address of a struct kmem_cache; b: cpu */
    FMT_NODE_OF,  /* address of a struct kmem_cache_node */
    FMT_STRING,   /* address of a string in low memory: "kmalloc-64", or NULL for 0 */
    FMT_TEXT,     /* a constant of the kernel's code: text_table[] */
    FMT_FUNCTION, /* id: has_cpu_slab */
    FMT_PFN0,     /* 0x4f000, or NULL for 0 */
    FMT_COUNT
};
#define VALUE_HAS_OLD 0x80u

/* The kernel's trace points, as in the golden traces; O, the OOM killer's call, is ours: the traces have no letter for it. */
enum point_id { P_A, P_Z, P_X, P_F, P_G, P_D, P_W, P_R, P_C, P_O, P_K, P_M, P_k, P_m, P_COUNT };

/* Lists that list_add and list_del report. */
enum list_kind {
    LIST_FREE,
    LIST_PCP,
    LIST_PRIVATE,
    LIST_SLAB,
    LIST_CACHES,
    LIST_PCPU,
    LIST_VMAP,
    LIST_PURGE,
    LIST_STATIC_VM,
    LIST_ANON_VMA,
    LIST_INODES,
    LIST_KINDS
};

#endif
