// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The fields of the image by name: what a word event's id means, where the field lies, and how it repeats.
 */
#ifndef ALLOC_FIELDS_H
#define ALLOC_FIELDS_H

#define PAGE_DIM      \
    {                 \
        "page", 0, 32 \
    }
#define ZONE_DIM                                  \
    {                                             \
        "zone", MAX_NR_ZONES, sizeof(struct zone) \
    }
#define CPU_DIM                                         \
    {                                                   \
        "cpu", MAX_CPUS, sizeof(struct per_cpu_pageset) \
    }
#define ZONE_PSET_DIM                                                   \
    {                                                                   \
        "zone", MAX_NR_ZONES, MAX_CPUS * sizeof(struct per_cpu_pageset) \
    }
#define ORDER_DIM                                    \
    {                                                \
        "order", MAX_ORDER, sizeof(struct free_area) \
    }
#define MT_DIM(n)                         \
    {                                     \
        "mt", n, sizeof(struct list_head) \
    }
#define ITEM_DIM                         \
    {                                    \
        "item", NR_VM_ZONE_STAT_ITEMS, 4 \
    }
#define PCPU_CHUNK_DIM                                  \
    {                                                   \
        "chunk", PCPU_CHUNKS, sizeof(struct pcpu_chunk) \
    }
#define PROCESS_DIM                                      \
    {                                                    \
        "process", MAX_PROCESSES, sizeof(struct process) \
    }
#define CP15_DIM                             \
    {                                        \
        "cpu", MAX_CPUS, sizeof(struct cp15) \
    }
#define TLB_DIM                             \
    {                                       \
        "cpu", MAX_CPUS, sizeof(struct tlb) \
    }
#define TLB_ENTRY_DIM                                  \
    {                                                  \
        "entry", TLB_ENTRIES, sizeof(struct tlb_entry) \
    }
#define PRELOAD_DIM                                        \
    {                                                      \
        "cpu", MAX_CPUS, sizeof(struct radix_tree_preload) \
    }
#define OFF(x) ((uint32_t)offsetof(struct machine, x))

/* X(id, name, base, kind, number of dimensions, { dimensions }) ; kind: 'u' unsigned word, 'x' one that is better read in hex, 's' signed word, 'l' list head */
#define FIELDS(X)                                                                                  \
    X(page_flags, "page[].flags", OFF(page) + 0, 'x', 1, PAGE_DIM)                                 \
    X(page_mapping, "page[].mapping", OFF(page) + 4, 'u', 1, PAGE_DIM)                             \
    X(page_index, "page[].index", OFF(page) + 8, 'u', 1, PAGE_DIM)                                 \
    X(page_mapcount, "page[]._mapcount", OFF(page) + 12, 's', 1, PAGE_DIM)                         \
    X(page_count, "page[]._count", OFF(page) + 16, 's', 1, PAGE_DIM)                               \
    X(page_lru, "page[].lru", OFF(page) + 20, 'l', 1, PAGE_DIM)                                    \
    X(page_private, "page[].private", OFF(page) + 28, 'u', 1, PAGE_DIM)                            \
    X(free_list, "zone[].free_area[].free_list[]", OFF(zone[0].free_area[0].free_list[0]), 'l', 3, \
      ZONE_DIM, ORDER_DIM, MT_DIM(MIGRATE_TYPES))                                                  \
    X(nr_free, "zone[].free_area[].nr_free", OFF(zone[0].free_area[0].nr_free), 'u', 2, ZONE_DIM,  \
      ORDER_DIM)                                                                                   \
    X(zone_vm_stat, "zone[].vm_stat[]", OFF(zone[0].vm_stat[0]), 's', 2, ZONE_DIM, ITEM_DIM)       \
    X(watermark, "zone[].watermark[]", OFF(zone[0].watermark[0]), 'u', 2, ZONE_DIM,                \
      { "wmark", NR_WMARK, 4 })                                                                    \
    X(lowmem_reserve, "zone[].lowmem_reserve[]", OFF(zone[0].lowmem_reserve[0]), 'u', 2, ZONE_DIM, \
      { "zone", MAX_NR_ZONES, 4 })                                                                 \
    X(percpu_drift_mark, "zone[].percpu_drift_mark", OFF(zone[0].percpu_drift_mark), 'u', 1,       \
      ZONE_DIM)                                                                                    \
    X(zone_start_pfn, "zone[].zone_start_pfn", OFF(zone[0].zone_start_pfn), 'u', 1, ZONE_DIM)      \
    X(spanned_pages, "zone[].spanned_pages", OFF(zone[0].spanned_pages), 'u', 1, ZONE_DIM)         \
    X(present_pages, "zone[].present_pages", OFF(zone[0].present_pages), 'u', 1, ZONE_DIM)         \
    X(managed_pages, "zone[].managed_pages", OFF(zone[0].managed_pages), 'u', 1, ZONE_DIM)         \
    X(inactive_ratio, "zone[].inactive_ratio", OFF(zone[0].inactive_ratio), 'u', 1, ZONE_DIM)      \
    X(pageset_ready, "zone[].pageset_ready", OFF(zone[0].pageset_ready), 'u', 1, ZONE_DIM)         \
    X(vm_stat, "vm_stat[]", OFF(vm_stat[0]), 's', 1, ITEM_DIM)                                     \
    X(boot_pcp_count, "boot_pageset[].pcp.count", OFF(boot_pageset[0].pcp.count), 's', 1, CPU_DIM) \
    X(boot_pcp_high, "boot_pageset[].pcp.high", OFF(boot_pageset[0].pcp.high), 's', 1, CPU_DIM)    \
    X(boot_pcp_batch, "boot_pageset[].pcp.batch", OFF(boot_pageset[0].pcp.batch), 's', 1, CPU_DIM) \
    X(boot_pcp_lists, "boot_pageset[].pcp.lists[]", OFF(boot_pageset[0].pcp.lists[0]), 'l', 2,     \
      CPU_DIM, MT_DIM(MIGRATE_PCPTYPES))                                                           \
    X(boot_stat_threshold, "boot_pageset[].stat_threshold", OFF(boot_pageset[0].stat_threshold),   \
      's', 1, CPU_DIM)                                                                             \
    X(boot_vm_stat_diff, "boot_pageset[].vm_stat_diff[]", OFF(boot_pageset[0].vm_stat_diff[0]),    \
      's', 2, CPU_DIM, ITEM_DIM)                                                                   \
    X(pcp_count, "pageset[][].pcp.count", OFF(pageset[0][0].pcp.count), 's', 2, ZONE_PSET_DIM,     \
      CPU_DIM)                                                                                     \
    X(pcp_high, "pageset[][].pcp.high", OFF(pageset[0][0].pcp.high), 's', 2, ZONE_PSET_DIM,        \
      CPU_DIM)                                                                                     \
    X(pcp_batch, "pageset[][].pcp.batch", OFF(pageset[0][0].pcp.batch), 's', 2, ZONE_PSET_DIM,     \
      CPU_DIM)                                                                                     \
    X(pcp_lists, "pageset[][].pcp.lists[]", OFF(pageset[0][0].pcp.lists[0]), 'l', 3,               \
      ZONE_PSET_DIM, CPU_DIM, MT_DIM(MIGRATE_PCPTYPES))                                            \
    X(stat_threshold, "pageset[][].stat_threshold", OFF(pageset[0][0].stat_threshold), 's', 2,     \
      ZONE_PSET_DIM, CPU_DIM)                                                                      \
    X(vm_stat_diff, "pageset[][].vm_stat_diff[]", OFF(pageset[0][0].vm_stat_diff[0]), 's', 3,      \
      ZONE_PSET_DIM, CPU_DIM, ITEM_DIM)                                                            \
    X(pageblock_flags, "pageblock_flags[]", OFF(pageblock_flags[0]), 'x', 1,                       \
      { "blocks8", MAX_PAGEBLOCKS / 8, 4 })                                                        \
    X(bootmem_map, "bootmem_map[]", OFF(bdata.node_bootmem_map[0]), 'x', 1,                        \
      { "word", BOOTMEM_MAP_WORDS, 4 })                                                            \
    X(bootmem_hint, "bootmem_hint_idx", OFF(bdata.hint_idx), 'u', 0, { 0 })                        \
    X(bootmem_last_end, "bootmem_last_end_off", OFF(bdata.last_end_off), 'u', 0, { 0 })            \
    X(stage, "stage", OFF(stage), 'u', 0, { 0 })                                                   \
    X(slub, "slub", OFF(slub), 'u', 0, { 0 })                                                      \
    X(cpu, "cpu", OFF(cpu), 'u', 0, { 0 })                                                         \
    X(nr_online_cpus, "nr_online_cpus", OFF(nr_online_cpus), 'u', 0, { 0 })                        \
    X(task_memalloc, "task_memalloc", OFF(task_memalloc), 'u', 0, { 0 })                           \
    X(task_rt, "task_rt", OFF(task_rt), 'u', 0, { 0 })                                             \
    X(gfp_allowed_mask, "gfp_allowed_mask", OFF(gfp_allowed_mask), 'x', 0, { 0 })                  \
    X(grouping_disabled, "page_group_by_mobility_disabled", OFF(page_group_by_mobility_disabled),  \
      'u', 0, { 0 })                                                                               \
    X(totalram_pages, "totalram_pages", OFF(totalram_pages), 'u', 0, { 0 })                        \
    X(totalhigh_pages, "totalhigh_pages", OFF(totalhigh_pages), 'u', 0, { 0 })                     \
    X(totalreserve_pages, "totalreserve_pages", OFF(totalreserve_pages), 'u', 0, { 0 })            \
    X(vm_total_pages, "vm_total_pages", OFF(vm_total_pages), 'u', 0, { 0 })                        \
    X(min_free_kbytes, "min_free_kbytes", OFF(min_free_kbytes), 's', 0, { 0 })                     \
    X(nr_zonerefs, "nr_zonerefs", OFF(nr_zonerefs), 'u', 0, { 0 })                                 \
    X(zonerefs, "zonerefs[]", OFF(zonerefs[0]), 'u', 1, { "n", MAX_NR_ZONES, 4 })                  \
    X(vm_event, "vm_event[]", OFF(vm_event[0]), 'u', 1, { "event", NR_VM_EVENT_ITEMS, 4 })         \
    X(nr_held, "nr_held", OFF(nr_held), 'u', 0, { 0 })                                             \
    X(held_slot, "held_slot[]", 0, 'u', 1, { "held_page", 0, 4 })                                  \
    X(held_pfn, "held_pfn[]", 0, 'u', 1, { "held", 0, 4 })                                         \
    X(batch_list, "batch_list", OFF(batch_list), 'l', 0, { 0 })                                    \
    X(slab_state, "slab_state", OFF(slab_state), 's', 0, { 0 })                                    \
    X(slab_caches, "slab_caches", OFF(slab_caches), 'l', 0, { 0 })                                 \
    X(alias_list, "alias_list", OFF(alias_list), 'x', 0, { 0 })                                    \
    X(kmem_cache, "kmem_cache", OFF(kmem_cache), 'x', 0, { 0 })                                    \
    X(kmem_cache_node, "kmem_cache_node", OFF(kmem_cache_node), 'x', 0, { 0 })                     \
    X(kmalloc_caches, "kmalloc_caches[]", OFF(kmalloc_caches[0]), 'x', 1,                          \
      { "n", NR_KMALLOC_CACHES, 4 })                                                               \
    X(size_index, "size_index[]", OFF(size_index[0]), 'u', 1, { "n", NR_SIZE_INDEX, 4 })           \
    X(pcpu_area, "pcpu_area[]", OFF(pcpu_area[0]), 'u', 1, { "cpu", MAX_CPUS, 4 })                 \
    X(pcpu_used, "pcpu_used[]", OFF(pcpu_used[0]), 'u', 1,                                         \
      { "word", PCPU_DYNAMIC_SIZE / 16 / 32, 4 })                                                  \
    X(ram, "ram[]", 0, 'x', 1, { "ram", 0, 4 })                                                    \
    X(percpu, "percpu", OFF(percpu), 'u', 0, { 0 })                                                \
    X(pcpu_static_size, "pcpu_static_size", OFF(pcpu_static_size), 'x', 0, { 0 })                  \
    X(pcpu_reserved_size, "pcpu_reserved_size", OFF(pcpu_reserved_size), 'x', 0, { 0 })            \
    X(pcpu_dyn_size, "pcpu_dyn_size", OFF(pcpu_dyn_size), 'x', 0, { 0 })                           \
    X(pcpu_unit_size, "pcpu_unit_size", OFF(pcpu_unit_size), 'x', 0, { 0 })                        \
    X(per_cpu_start, "__per_cpu_start", OFF(per_cpu_start), 'x', 0, { 0 })                         \
    X(pcpu_base_addr, "pcpu_base_addr", OFF(pcpu_base_addr), 'x', 0, { 0 })                        \
    X(pcpu_unit_offsets, "pcpu_unit_offsets[]", OFF(pcpu_unit_offsets[0]), 'x', 1,                 \
      { "cpu", MAX_CPUS, 4 })                                                                      \
    X(pcpu_nr_slots, "pcpu_nr_slots", OFF(pcpu_nr_slots), 'u', 0, { 0 })                           \
    X(pcpu_slot, "pcpu_slot[]", OFF(pcpu_slot[0]), 'l', 1,                                         \
      { "slot", PCPU_MAX_SLOTS, sizeof(struct list_head) })                                        \
    X(pcpu_list, "pcpu_chunk[].list", OFF(pcpu_chunk[0].list), 'l', 1, PCPU_CHUNK_DIM)             \
    X(pcpu_free_size, "pcpu_chunk[].free_size", OFF(pcpu_chunk[0].free_size), 's', 1,              \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_contig_hint, "pcpu_chunk[].contig_hint", OFF(pcpu_chunk[0].contig_hint), 's', 1,        \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_chunk_base, "pcpu_chunk[].base_addr", OFF(pcpu_chunk[0].base_addr), 'x', 1,             \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_map_used, "pcpu_chunk[].map_used", OFF(pcpu_chunk[0].map_used), 's', 1, PCPU_CHUNK_DIM) \
    X(pcpu_map_alloc, "pcpu_chunk[].map_alloc", OFF(pcpu_chunk[0].map_alloc), 's', 1,              \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_map, "pcpu_chunk[].map", OFF(pcpu_chunk[0].map), 'x', 1, PCPU_CHUNK_DIM)                \
    X(pcpu_immutable, "pcpu_chunk[].immutable", OFF(pcpu_chunk[0].immutable), 'u', 1,              \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_populated, "pcpu_chunk[].populated", OFF(pcpu_chunk[0].populated), 'x', 1,              \
      PCPU_CHUNK_DIM)                                                                              \
    X(pcpu_smap, "pcpu_smap[]", OFF(pcpu_smap[0]), 's', 1, { "i", PERCPU_DYNAMIC_EARLY_SLOTS, 4 }) \
    X(pcpu_dmap, "pcpu_dmap[]", OFF(pcpu_dmap[0]), 's', 1, { "i", PERCPU_DYNAMIC_EARLY_SLOTS, 4 }) \
    X(oops, "oops", OFF(oops), 'u', 0, { 0 })                                                      \
    X(oops_addr, "oops_addr", OFF(oops_addr), 'x', 0, { 0 })                                       \
    X(tainted, "tainted", OFF(tainted), 'x', 0, { 0 })                                             \
    X(swapper_pg_dir, "swapper_pg_dir", OFF(swapper_pg_dir), 'x', 0, { 0 })                        \
    X(vectors_page, "vectors_page", OFF(vectors_page), 'x', 0, { 0 })                              \
    X(pkmap_page_table, "pkmap_page_table", OFF(pkmap_page_table), 'x', 0, { 0 })                  \
    X(empty_zero_page, "empty_zero_page", OFF(empty_zero_page), 'x', 0, { 0 })                     \
    X(vmlist, "vmlist", OFF(vmlist), 'x', 0, { 0 })                                                \
    X(static_vmlist, "static_vmlist", OFF(static_vmlist), 'l', 0, { 0 })                           \
    X(vmap_area_list, "vmap_area_list", OFF(vmap_area_list), 'l', 0, { 0 })                        \
    X(vmap_purge_list, "vmap_purge_list", OFF(vmap_purge_list), 'l', 0, { 0 })                     \
    X(vmap_area_root, "vmap_area_root", OFF(vmap_area_root), 'x', 0, { 0 })                        \
    X(free_vmap_cache, "free_vmap_cache", OFF(free_vmap_cache), 'x', 0, { 0 })                     \
    X(cached_hole_size, "cached_hole_size", OFF(cached_hole_size), 'x', 0, { 0 })                  \
    X(cached_vstart, "cached_vstart", OFF(cached_vstart), 'x', 0, { 0 })                           \
    X(cached_align, "cached_align", OFF(cached_align), 'x', 0, { 0 })                              \
    X(vmap_area_pcpu_hole, "vmap_area_pcpu_hole", OFF(vmap_area_pcpu_hole), 'x', 0, { 0 })         \
    X(vmap_lazy_nr, "vmap_lazy_nr", OFF(vmap_lazy_nr), 'u', 0, { 0 })                              \
    X(vmap_initialized, "vmap_initialized", OFF(vmap_initialized), 'u', 0, { 0 })                  \
    X(last_pkmap_nr, "last_pkmap_nr", OFF(last_pkmap_nr), 'u', 0, { 0 })                           \
    X(pkmap_count, "pkmap_count[]", OFF(pkmap_count[0]), 'u', 1, { "pkmap", LAST_PKMAP, 4 })       \
    X(pkmap_page, "page_address_maps[].page", OFF(pkmap_page[0]), 'x', 1,                          \
      { "pkmap", LAST_PKMAP, 4 })                                                                  \
    X(kmap_atomic_idx, "__kmap_atomic_idx[]", OFF(kmap_atomic_idx[0]), 'u', 1,                     \
      { "cpu", MAX_CPUS, 4 })                                                                      \
    X(mm_cachep, "mm_cachep", OFF(mm_cachep), 'x', 0, { 0 })                                       \
    X(vm_area_cachep, "vm_area_cachep", OFF(vm_area_cachep), 'x', 0, { 0 })                        \
    X(anon_vma_cachep, "anon_vma_cachep", OFF(anon_vma_cachep), 'x', 0, { 0 })                     \
    X(anon_vma_chain_cachep, "anon_vma_chain_cachep", OFF(anon_vma_chain_cachep), 'x', 0, { 0 })   \
    X(last_pid, "last_pid", OFF(last_pid), 'u', 0, { 0 })                                          \
    X(process_pid, "process[].pid", OFF(process[0].pid), 'u', 1, PROCESS_DIM)                      \
    X(process_mm, "process[].mm", OFF(process[0].mm), 'x', 1, PROCESS_DIM)                         \
    X(current_pid, "current_pid[]", OFF(current_pid[0]), 'u', 1, { "cpu", MAX_CPUS, 4 })           \
    X(asid_generation, "asid_generation", OFF(asid_generation), 'x', 0, { 0 })                     \
    X(asid_map, "asid_map[]", OFF(asid_map[0]), 'x', 1, { "word", NUM_USER_ASIDS / 32, 4 })        \
    X(active_asids, "active_asids[]", OFF(active_asids[0]), 'x', 1, { "cpu", MAX_CPUS, 4 })        \
    X(reserved_asids, "reserved_asids[]", OFF(reserved_asids[0]), 'x', 1, { "cpu", MAX_CPUS, 4 })  \
    X(tlb_flush_pending, "tlb_flush_pending", OFF(tlb_flush_pending), 'x', 0, { 0 })               \
    X(cp15_sctlr, "cp15[].sctlr", OFF(cp15[0].sctlr), 'x', 1, CP15_DIM)                            \
    X(cp15_ttbr0, "cp15[].ttbr0", OFF(cp15[0].ttbr0), 'x', 1, CP15_DIM)                            \
    X(cp15_ttbr1, "cp15[].ttbr1", OFF(cp15[0].ttbr1), 'x', 1, CP15_DIM)                            \
    X(cp15_ttbcr, "cp15[].ttbcr", OFF(cp15[0].ttbcr), 'x', 1, CP15_DIM)                            \
    X(cp15_dacr, "cp15[].dacr", OFF(cp15[0].dacr), 'x', 1, CP15_DIM)                               \
    X(cp15_prrr, "cp15[].prrr", OFF(cp15[0].prrr), 'x', 1, CP15_DIM)                               \
    X(cp15_nmrr, "cp15[].nmrr", OFF(cp15[0].nmrr), 'x', 1, CP15_DIM)                               \
    X(cp15_contextidr, "cp15[].contextidr", OFF(cp15[0].contextidr), 'x', 1, CP15_DIM)             \
    X(cp15_dfsr, "cp15[].dfsr", OFF(cp15[0].dfsr), 'x', 1, CP15_DIM)                               \
    X(cp15_dfar, "cp15[].dfar", OFF(cp15[0].dfar), 'x', 1, CP15_DIM)                               \
    X(cp15_ifsr, "cp15[].ifsr", OFF(cp15[0].ifsr), 'x', 1, CP15_DIM)                               \
    X(cp15_ifar, "cp15[].ifar", OFF(cp15[0].ifar), 'x', 1, CP15_DIM)                               \
    X(cp15_par, "cp15[].par", OFF(cp15[0].par), 'x', 1, CP15_DIM)                                  \
    X(cp15_features, "cp15[].features", OFF(cp15[0].features), 'x', 1, CP15_DIM)                   \
    X(tlb_tag, "tlb[].entry[].tag", OFF(tlb[0].entry[0].tag), 'x', 2, TLB_DIM, TLB_ENTRY_DIM)      \
    X(tlb_asid, "tlb[].entry[].asid", OFF(tlb[0].entry[0].asid), 'x', 2, TLB_DIM, TLB_ENTRY_DIM)   \
    X(tlb_base, "tlb[].entry[].base", OFF(tlb[0].entry[0].leaf.base), 'x', 2, TLB_DIM,             \
      TLB_ENTRY_DIM)                                                                               \
    X(tlb_attr, "tlb[].entry[].attr", OFF(tlb[0].entry[0].leaf.attr), 'x', 2, TLB_DIM,             \
      TLB_ENTRY_DIM)                                                                               \
    X(tlb_next, "tlb[].next[]", OFF(tlb[0].next[0]), 'x', 2, TLB_DIM,                              \
      { "sets4", TLB_SETS / 4, 4 })                                                                \
    X(tlb_live, "tlb[].live[]", OFF(tlb[0].live[0]), 'x', 2, TLB_DIM, { "sizes2", 2, 4 })          \
    X(dentry_cache, "dentry_cache", OFF(dentry_cache), 'x', 0, { 0 })                              \
    X(filp_cachep, "filp_cachep", OFF(filp_cachep), 'x', 0, { 0 })                                 \
    X(shmem_inode_cachep, "shmem_inode_cachep", OFF(shmem_inode_cachep), 'x', 0, { 0 })            \
    X(radix_tree_node_cachep, "radix_tree_node_cachep", OFF(radix_tree_node_cachep), 'x', 0,       \
      { 0 })                                                                                       \
    X(s_inodes, "s_inodes", OFF(s_inodes), 'l', 0, { 0 })                                          \
    X(task_works, "task_works", OFF(task_works), 'x', 0, { 0 })                                    \
    X(last_ino, "last_ino[]", OFF(last_ino[0]), 'u', 1, { "cpu", MAX_CPUS, 4 })                    \
    X(shared_last_ino, "shared_last_ino", OFF(shared_last_ino), 'u', 0, { 0 })                     \
    X(preload_nr, "radix_tree_preloads[].nr", OFF(radix_tree_preloads[0].nr), 'u', 1, PRELOAD_DIM) \
    X(preload_nodes, "radix_tree_preloads[].nodes[]", OFF(radix_tree_preloads[0].nodes[0]), 'x',   \
      2, PRELOAD_DIM, { "node", RADIX_TREE_PRELOAD_SIZE, 4 })

enum field_id {
#define X(id, name, base, kind, nr, ...) FIELD_##id,
    FIELDS(X)
#undef X
};

#endif
