// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The names behind the ids of the event stream: kernel functions with file and line of v3.13.11, values under the kernel's own names, and
 * the statements that change state. Adding at the end keeps old ids; anything else is a new MODEL_VERSION.
 */
#ifndef ALLOC_NAMES_H
#define ALLOC_NAMES_H

/* X(id, kernel name, file, line of the name in its definition) */
#define FUNCTIONS(X)                                                                           \
    X(mem_init, "mem_init", "arch/arm/mm/init.c", 583)                                         \
    X(free_unused_memmap, "free_unused_memmap", "arch/arm/mm/init.c", 471)                     \
    X(free_memmap, "free_memmap", "arch/arm/mm/init.c", 442)                                   \
    X(free_bootmem, "free_bootmem", "mm/bootmem.c", 413)                                       \
    X(mark_bootmem, "mark_bootmem", "mm/bootmem.c", 349)                                       \
    X(mark_bootmem_node, "mark_bootmem_node", "mm/bootmem.c", 327)                             \
    X(bootmem_free, "__free", "mm/bootmem.c", 286)                                             \
    X(free_all_bootmem, "free_all_bootmem", "mm/bootmem.c", 271)                               \
    X(reset_all_zones_managed_pages, "reset_all_zones_managed_pages", "mm/bootmem.c", 257)     \
    X(reset_node_managed_pages, "reset_node_managed_pages", "mm/bootmem.c", 246)               \
    X(free_all_bootmem_core, "free_all_bootmem_core", "mm/bootmem.c", 172)                     \
    X(bootmem_bootmap_pages, "bootmem_bootmap_pages", "mm/bootmem.c", 68)                      \
    X(free_highpages, "free_highpages", "arch/arm/mm/init.c", 530)                             \
    X(free_area_high, "free_area_high", "arch/arm/mm/init.c", 523)                             \
    X(free_highmem_page, "free_highmem_page", "mm/page_alloc.c", 5342)                         \
    X(free_reserved_page_, "__free_reserved_page", "include/linux/mm.h", 1510)                 \
    X(free_pages_bootmem, "__free_pages_bootmem", "mm/page_alloc.c", 755)                      \
    X(build_all_zonelists, "build_all_zonelists", "mm/page_alloc.c", 3789)                     \
    X(build_all_zonelists_, "__build_all_zonelists", "mm/page_alloc.c", 3730)                  \
    X(set_zonelist_order, "set_zonelist_order", "mm/page_alloc.c", 3657)                       \
    X(build_zonelists, "build_zonelists", "mm/page_alloc.c", 3662)                             \
    X(build_zonelists_node, "build_zonelists_node", "mm/page_alloc.c", 3240)                   \
    X(check_highest_zone, "check_highest_zone", "include/linux/mempolicy.h", 299)              \
    X(build_zonelist_cache, "build_zonelist_cache", "mm/page_alloc.c", 3697)                   \
    X(setup_pageset, "setup_pageset", "mm/page_alloc.c", 4169)                                 \
    X(pageset_init, "pageset_init", "mm/page_alloc.c", 4156)                                   \
    X(pageset_set_batch, "pageset_set_batch", "mm/page_alloc.c", 4151)                         \
    X(pageset_update, "pageset_update", "mm/page_alloc.c", 4136)                               \
    X(nr_free_pagecache_pages, "nr_free_pagecache_pages", "mm/page_alloc.c", 2966)             \
    X(nr_free_buffer_pages, "nr_free_buffer_pages", "mm/page_alloc.c", 2954)                   \
    X(nr_free_zone_pages, "nr_free_zone_pages", "mm/page_alloc.c", 2928)                       \
    X(setup_per_cpu_pageset, "setup_per_cpu_pageset", "mm/page_alloc.c", 4220)                 \
    X(setup_zone_pageset, "setup_zone_pageset", "mm/page_alloc.c", 4208)                       \
    X(alloc_percpu_, "__alloc_percpu", "mm/percpu.c", 839)                                     \
    X(zone_pageset_init, "zone_pageset_init", "mm/page_alloc.c", 4200)                         \
    X(pageset_set_high_and_batch, "pageset_set_high_and_batch", "mm/page_alloc.c", 4189)       \
    X(zone_batchsize, "zone_batchsize", "mm/page_alloc.c", 4073)                               \
    X(init_per_zone_wmark_min, "init_per_zone_wmark_min", "mm/page_alloc.c", 5681)             \
    X(int_sqrt, "int_sqrt", "lib/int_sqrt.c", 17)                                              \
    X(setup_per_zone_wmarks, "setup_per_zone_wmarks", "mm/page_alloc.c", 5607)                 \
    X(setup_per_zone_wmarks_, "__setup_per_zone_wmarks", "mm/page_alloc.c", 5542)              \
    X(setup_zone_migrate_reserve, "setup_zone_migrate_reserve", "mm/page_alloc.c", 3918)       \
    X(pageblock_is_reserved, "pageblock_is_reserved", "mm/page_alloc.c", 3900)                 \
    X(calculate_totalreserve_pages, "calculate_totalreserve_pages", "mm/page_alloc.c", 5464)   \
    X(refresh_zone_stat_thresholds, "refresh_zone_stat_thresholds", "mm/vmstat.c", 161)        \
    X(calculate_normal_threshold, "calculate_normal_threshold", "mm/vmstat.c", 111)            \
    X(setup_per_zone_lowmem_reserve, "setup_per_zone_lowmem_reserve", "mm/page_alloc.c", 5509) \
    X(setup_per_zone_inactive_ratio, "setup_per_zone_inactive_ratio", "mm/page_alloc.c", 5649) \
    X(calculate_zone_inactive_ratio, "calculate_zone_inactive_ratio", "mm/page_alloc.c", 5635) \
    X(alloc_pages_node, "alloc_pages_node", "include/linux/gfp.h", 310)                        \
    X(alloc_pages_, "__alloc_pages", "include/linux/gfp.h", 304)                               \
    X(alloc_pages_nodemask, "__alloc_pages_nodemask", "mm/page_alloc.c", 2684)                 \
    X(gfp_zone, "gfp_zone", "include/linux/gfp.h", 252)                                        \
    X(allocflags_to_migratetype, "allocflags_to_migratetype", "include/linux/gfp.h", 157)      \
    X(first_zones_zonelist, "first_zones_zonelist", "include/linux/mmzone.h", 1003)            \
    X(next_zones_zonelist, "next_zones_zonelist", "mm/mmzone.c", 55)                           \
    X(get_page_from_freelist, "get_page_from_freelist", "mm/page_alloc.c", 1896)               \
    X(gfp_thisnode_allocation, "gfp_thisnode_allocation", "mm/page_alloc.c", 1221)             \
    X(zone_page_state, "zone_page_state", "include/linux/vmstat.h", 112)                       \
    X(zone_local, "zone_local", "mm/page_alloc.c", 1876)                                       \
    X(zone_watermark_ok, "zone_watermark_ok", "mm/page_alloc.c", 1698)                         \
    X(zone_watermark_ok_, "__zone_watermark_ok", "mm/page_alloc.c", 1663)                      \
    X(buffered_rmqueue, "buffered_rmqueue", "mm/page_alloc.c", 1507)                           \
    X(rmqueue_bulk, "rmqueue_bulk", "mm/page_alloc.c", 1148)                                   \
    X(rmqueue, "__rmqueue", "mm/page_alloc.c", 1117)                                           \
    X(rmqueue_smallest, "__rmqueue_smallest", "mm/page_alloc.c", 889)                          \
    X(rmqueue_fallback, "__rmqueue_fallback", "mm/page_alloc.c", 1067)                         \
    X(try_to_steal_freepages, "try_to_steal_freepages", "mm/page_alloc.c", 1027)               \
    X(change_pageblock_range, "change_pageblock_range", "mm/page_alloc.c", 1004)               \
    X(set_pageblock_migratetype, "set_pageblock_migratetype", "mm/page_alloc.c", 235)          \
    X(set_pageblock_flags_group, "set_pageblock_flags_group", "mm/page_alloc.c", 5970)         \
    X(get_pageblock_migratetype, "get_pageblock_migratetype", "include/linux/mmzone.h", 78)    \
    X(get_pageblock_flags_group, "get_pageblock_flags_group", "mm/page_alloc.c", 5942)         \
    X(move_freepages_block, "move_freepages_block", "mm/page_alloc.c", 983)                    \
    X(move_freepages, "move_freepages", "mm/page_alloc.c", 939)                                \
    X(rmv_page_order, "rmv_page_order", "mm/page_alloc.c", 457)                                \
    X(set_page_order, "set_page_order", "mm/page_alloc.c", 451)                                \
    X(expand, "expand", "mm/page_alloc.c", 808)                                                \
    X(set_freepage_migratetype, "set_freepage_migratetype", "include/linux/mm.h", 261)         \
    X(get_freepage_migratetype, "get_freepage_migratetype", "include/linux/mm.h", 267)         \
    X(mod_zone_freepage_state, "__mod_zone_freepage_state", "include/linux/vmstat.h", 261)     \
    X(mod_zone_page_state, "mod_zone_page_state", "mm/vmstat.c", 377)                          \
    X(mod_zone_page_state_, "__mod_zone_page_state", "mm/vmstat.c", 212)                       \
    X(zone_page_state_add, "zone_page_state_add", "include/linux/vmstat.h", 95)                \
    X(refresh_cpu_vm_stats, "refresh_cpu_vm_stats", "mm/vmstat.c", 443)                        \
    X(fold_diff, "fold_diff", "mm/vmstat.c", 420)                                              \
    X(prep_new_page, "prep_new_page", "mm/page_alloc.c", 859)                                  \
    X(check_new_page, "check_new_page", "mm/page_alloc.c", 846)                                \
    X(set_page_refcounted, "set_page_refcounted", "mm/internal.h", 28)                         \
    X(prep_zero_page, "prep_zero_page", "mm/page_alloc.c", 407)                                \
    X(clear_highpage, "clear_highpage", "include/linux/highmem.h", 185)                        \
    X(prep_compound_page, "prep_compound_page", "mm/page_alloc.c", 362)                        \
    X(set_compound_order, "set_compound_order", "include/linux/mm.h", 527)                     \
    X(alloc_pages_slowpath, "__alloc_pages_slowpath", "mm/page_alloc.c", 2477)                 \
    X(prepare_slowpath, "prepare_slowpath", "mm/page_alloc.c", 2396)                           \
    X(wakeup_kswapd, "wakeup_kswapd", "mm/vmscan.c", 3277)                                     \
    X(gfp_to_alloc_flags, "gfp_to_alloc_flags", "mm/page_alloc.c", 2423)                       \
    X(alloc_pages_high_priority, "__alloc_pages_high_priority", "mm/page_alloc.c", 2377)       \
    X(alloc_pages_direct_compact, "__alloc_pages_direct_compact", "mm/page_alloc.c", 2232)     \
    X(compaction_deferred, "compaction_deferred", "include/linux/compaction.h", 51)            \
    X(try_to_compact_pages, "try_to_compact_pages", "mm/compaction.c", 1066)                   \
    X(alloc_pages_direct_reclaim, "__alloc_pages_direct_reclaim", "mm/page_alloc.c", 2336)     \
    X(perform_reclaim, "__perform_reclaim", "mm/page_alloc.c", 2308)                           \
    X(try_to_free_pages, "try_to_free_pages", "mm/vmscan.c", 2572)                             \
    X(oom_gfp_allowed, "oom_gfp_allowed", "include/linux/oom.h", 85)                           \
    X(alloc_pages_may_oom, "__alloc_pages_may_oom", "mm/page_alloc.c", 2179)                   \
    X(try_set_zonelist_oom, "try_set_zonelist_oom", "mm/oom_kill.c", 551)                      \
    X(out_of_memory, "out_of_memory", "mm/oom_kill.c", 609)                                    \
    X(clear_zonelist_oom, "clear_zonelist_oom", "mm/oom_kill.c", 584)                          \
    X(should_alloc_retry, "should_alloc_retry", "mm/page_alloc.c", 2137)                       \
    X(warn_alloc_failed, "warn_alloc_failed", "mm/page_alloc.c", 2087)                         \
    X(free_pages_, "__free_pages", "mm/page_alloc.c", 2793)                                    \
    X(free_pages_ok, "__free_pages_ok", "mm/page_alloc.c", 739)                                \
    X(free_pages_prepare, "free_pages_prepare", "mm/page_alloc.c", 712)                        \
    X(free_pages_check, "free_pages_check", "mm/page_alloc.c", 621)                            \
    X(free_hot_cold_page, "free_hot_cold_page", "mm/page_alloc.c", 1347)                       \
    X(free_hot_cold_page_list, "free_hot_cold_page_list", "mm/page_alloc.c", 1396)             \
    X(free_one_page, "free_one_page", "mm/page_alloc.c", 700)                                  \
    X(free_one_page_, "__free_one_page", "mm/page_alloc.c", 547)                               \
    X(find_buddy_index, "__find_buddy_index", "mm/page_alloc.c", 481)                          \
    X(page_is_buddy, "page_is_buddy", "mm/page_alloc.c", 501)                                  \
    X(free_pcppages_bulk, "free_pcppages_bulk", "mm/page_alloc.c", 648)                        \
    X(split_page, "split_page", "mm/page_alloc.c", 1414)                                       \
    X(drain_all_pages, "drain_all_pages", "mm/page_alloc.c", 1272)                             \
    X(on_each_cpu_mask, "on_each_cpu_mask", "kernel/smp.c", 590)                               \
    X(drain_local_pages, "drain_local_pages", "mm/page_alloc.c", 1258)                         \
    X(drain_pages, "drain_pages", "mm/page_alloc.c", 1234)                                     \
    X(arm_memblock_init, "arm_memblock_init", "arch/arm/mm/init.c", 332)                       \
    X(memblock_reserve, "memblock_reserve", "mm/memblock.c", 652)                              \
    X(memblock_alloc_base, "memblock_alloc_base", "mm/memblock.c", 896)                        \
    X(bootmem_init, "bootmem_init", "arch/arm/mm/init.c", 392)                                 \
    X(init_bootmem_node, "init_bootmem_node", "mm/bootmem.c", 128)                             \
    X(reserve_bootmem, "reserve_bootmem", "mm/bootmem.c", 457)                                 \
    X(sparse_init, "sparse_init", "mm/sparse.c", 518)                                          \
    X(alloc_bootmem_bdata, "alloc_bootmem_bdata", "mm/bootmem.c", 491)                         \
    X(free_area_init_node, "free_area_init_node", "mm/page_alloc.c", 4872)                     \
    X(zone_wait_table_init, "zone_wait_table_init", "mm/page_alloc.c", 4229)                   \
    X(memmap_init_zone, "memmap_init_zone", "mm/page_alloc.c", 4000)

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
    X(free_area_nr, "nr_free_zone_pages")

/* X(id, function, line of v3.13.11, the statement in short): where the code changes something worth seeing. */
#define LINES(X)                                                                               \
    X(smallest_del, rmqueue_smallest, 904, "list_del(&page->lru)")                             \
    X(smallest_nr_free, rmqueue_smallest, 906, "area->nr_free--")                              \
    X(expand_half, expand, 837, "list_add(&page[size].lru, free_list[migratetype])")           \
    X(fallback_search, rmqueue_fallback, 1085, "search free_area[current_order]")              \
    X(fallback_take, rmqueue_fallback, 1090, "area->nr_free--")                                \
    X(fallback_del, rmqueue_fallback, 1097, "list_del(&page->lru)")                            \
    X(move_one, move_freepages, 973, "list_move(&page->lru, free_list[migratetype])")          \
    X(bulk_add, rmqueue_bulk, 1170, "list_add(&page->lru, list)")                              \
    X(bulk_add_tail, rmqueue_bulk, 1172, "list_add_tail(&page->lru, list)")                    \
    X(bulk_account, rmqueue_bulk, 1183, "__mod_zone_page_state(zone, NR_FREE_PAGES)")          \
    X(rmqueue_reserve, rmqueue, 1134, "migratetype = MIGRATE_RESERVE; goto retry_reserve")     \
    X(buffered_count, buffered_rmqueue, 1524, "pcp->count += rmqueue_bulk()")                  \
    X(buffered_del, buffered_rmqueue, 1536, "list_del(&page->lru); pcp->count--")              \
    X(buffered_batch, buffered_rmqueue, 1566, "__mod_zone_page_state(zone, NR_ALLOC_BATCH)")   \
    X(watermark_no, get_page_from_freelist, 1981, "watermark not met")                         \
    X(batch_no, get_page_from_freelist, 1945, "NR_ALLOC_BATCH is used up")                     \
    X(merge_del, free_one_page_, 584, "list_del(&buddy->lru)")                                 \
    X(merge_up, free_one_page_, 588, "combined_idx = buddy_idx & page_idx")                    \
    X(free_set_order, free_one_page_, 593, "set_page_order(page, order)")                      \
    X(free_add_tail, free_one_page_, 610, "list_add_tail(&page->lru, free_list[migratetype])") \
    X(free_add, free_one_page_, 616, "list_add(&page->lru, free_list[migratetype])")           \
    X(pcp_add, free_hot_cold_page, 1381, "list_add(&page->lru, &pcp->lists[migratetype])")     \
    X(pcp_add_tail, free_hot_cold_page, 1379,                                                  \
      "list_add_tail(&page->lru, &pcp->lists[migratetype])")                                   \
    X(pcp_over, free_hot_cold_page, 1383, "pcp->count >= pcp->high")                           \
    X(drain_pick, free_pcppages_bulk, 674, "next list with pages")                             \
    X(drain_del, free_pcppages_bulk, 685, "list_del(&page->lru)")                              \
    X(put_testzero, free_pages_, 2795, "put_page_testzero(page)")                              \
    X(bootmem_order5, free_all_bootmem_core, 213,                                              \
      "__free_pages_bootmem(pfn_to_page(start), order)")                                       \
    X(bootmem_single, free_all_bootmem_core, 223, "__free_pages_bootmem(page, 0)")             \
    X(bootmem_map, free_all_bootmem_core, 237, "__free_pages_bootmem(page++, 0)")              \
    X(slow_high_prio, alloc_pages_slowpath, 2541, "ALLOC_NO_WATERMARKS")                       \
    X(slow_nopage, alloc_pages_slowpath, 2670, "nopage")                                       \
    X(split_refs, split_page, 1431, "set_page_refcounted(page + i)")                           \
    X(prep_compound_tail, prep_compound_page, 376, "__SetPageTail(p)")                         \
    X(free_check_flags, free_pages_check, 633, "page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP")     \
    X(zone_list_entry, build_zonelists_node, 3250,                                             \
      "zoneref_set_zone(zone, &zonelist->_zonerefs[nr_zones++])")                              \
    X(wmark_set, setup_per_zone_wmarks_, 5584, "zone->watermark[]")                            \
    X(oom_limit, alloc_pages_slowpath, 2645,                                                   \
      "restart: stopped here, the kernel goes on until memory comes back")                     \
    X(take_held, alloc_pages_node, 317, "page is handed to the caller")                        \
    X(drop_held, free_pages_, 2793, "the caller gives the page back")

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
    FMT_COUNT
};
#define VALUE_HAS_OLD 0x80u

/* The kernel's trace points, as in the golden traces; O, the OOM killer's call, is ours: the traces have no letter for it. */
enum point_id { P_A, P_Z, P_X, P_F, P_G, P_D, P_W, P_R, P_C, P_O, P_COUNT };

/* Lists that list_add and list_del report. */
enum list_kind { LIST_FREE, LIST_PCP, LIST_PRIVATE, LIST_KINDS };

#endif
