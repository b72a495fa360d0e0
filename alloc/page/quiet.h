// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of the page allocator's second compilation (quiet.c): every function of page.h that quiet.c defines again.
 */
#ifndef ALLOC_PAGE_QUIET_H
#define ALLOC_PAGE_QUIET_H

#define gfp_zone                  quiet_gfp_zone
#define allocflags_to_migratetype quiet_allocflags_to_migratetype
#define gfp_to_alloc_flags        quiet_gfp_to_alloc_flags
#define gfp_thisnode_allocation   quiet_gfp_thisnode_allocation
#define first_zones_zonelist      quiet_first_zones_zonelist
#define next_zones_zonelist       quiet_next_zones_zonelist
#define zone_local                quiet_zone_local
#define zone_watermark_ok         quiet_zone_watermark_ok
#define zone_page_state           quiet_zone_page_state
#define zone_page_state_add       quiet_zone_page_state_add
#define mod_zone_page_state_      quiet_mod_zone_page_state_
#define mod_zone_page_state       quiet_mod_zone_page_state
#define mod_zone_freepage_state   quiet_mod_zone_freepage_state
#define refresh_cpu_vm_stats      quiet_refresh_cpu_vm_stats
#define get_pageblock_migratetype quiet_get_pageblock_migratetype
#define set_pageblock_migratetype quiet_set_pageblock_migratetype
#define pageblock_type            quiet_pageblock_type
#define pfn_valid                 quiet_pfn_valid
#define move_freepages_block      quiet_move_freepages_block
#define set_page_order            quiet_set_page_order
#define rmv_page_order            quiet_rmv_page_order
#define set_freepage_migratetype  quiet_set_freepage_migratetype
#define expand                    quiet_expand
#define rmqueue_smallest          quiet_rmqueue_smallest
#define free_one_page_            quiet_free_one_page_
#define rmqueue                   quiet_rmqueue
#define rmqueue_bulk              quiet_rmqueue_bulk
#define free_pcppages_bulk        quiet_free_pcppages_bulk
#define free_hot_cold_page        quiet_free_hot_cold_page
#define free_hot_cold_page_list   quiet_free_hot_cold_page_list
#define drain_pages               quiet_drain_pages
#define drain_local_pages         quiet_drain_local_pages
#define drain_all_pages           quiet_drain_all_pages
#define set_page_refcounted       quiet_set_page_refcounted
#define prep_new_page             quiet_prep_new_page
#define free_pages_prepare        quiet_free_pages_prepare
#define alloc_pages               quiet_alloc_pages
#define alloc_pages_exact_node    quiet_alloc_pages_exact_node
#define get_page_from_freelist    quiet_get_page_from_freelist
#define free_pages_               quiet_free_pages_
#define split_page                quiet_split_page
#define put_page_testzero         quiet_put_page_testzero
#define alloc_pages_slowpath      quiet_alloc_pages_slowpath

#endif
