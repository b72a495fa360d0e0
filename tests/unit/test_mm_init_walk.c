// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The study groups' walk of mm_init(), step by step: steps 3 to 42 and 57 to 73, which need no SLUB, on the study machine, and with struct pages of
 * 44 bytes. test_slub_init_walk.c goes on from there.
 *
 * Order holds within a branch. What the notes follow and this machine does not take (a bitmap word of zeros at 0x20000, a word 0xf0) runs on a
 * machine whose bitmap was made so, marked "not taken here".
 */
#include "tests/lib/cmocka.h"
#include "tests/lib/walk_rows.h"

/* ---- steps 3 to 14, as taken ---- */
static const struct row opening[] = {
    { 3, "", "mem_init", "+ mem_init arch/arm/mm/init.c:583", NULL },
    { 9, "mem_init", "free_unused_memmap", "+ free_unused_memmap", NULL },
    { 11, "mem_init", "free_unused_memmap", "- free_unused_memmap",
      NULL }, /* nothing to free on this machine */
    { 12, "mem_init", "free_all_bootmem", "+ free_all_bootmem mm/bootmem.c:271", NULL },
    { 13, "reset_all_zones_managed_pages", "reset_node_managed_pages", "// zone: Normal", NULL },
    { 13, "reset_all_zones_managed_pages", "reset_node_managed_pages",
      "// zone->managed_pages: 193040 -> 0", "// zone->managed_pages: 192470 -> 0" }, /* 0x2efd6 */
    { 13, "reset_all_zones_managed_pages", "reset_node_managed_pages",
      "// zone->managed_pages: 329728 -> 0", NULL },
    { 13, "reset_all_zones_managed_pages", "reset_node_managed_pages",
      "// zone->managed_pages: 0 -> 0", NULL },
    { 14, "free_all_bootmem", "free_all_bootmem_core", "// start: 0x20000", NULL },
    { 14, "free_all_bootmem", "free_all_bootmem_core", "// end: 0x4f800", NULL },
};

/* ---- steps 15 to 27: a word of zeros at 0x20000; not taken here: the first pages are in use ---- */
static const struct row order5[] = {
    { 15, "free_all_bootmem", "free_all_bootmem_core",
      ": __free_pages_bootmem(pfn_to_page(start), order) :213", NULL },
    { 15, "free_all_bootmem", "free_all_bootmem_core", "// start: 0x20000", NULL },
    { 15, "free_all_bootmem", "free_all_bootmem_core", "// vec: 0xffffffff", NULL },
    { 16, "free_all_bootmem_core", "__free_pages_bootmem", "// order: 5", NULL },
    { 17, "free_all_bootmem_core", "__free_pages_bootmem", "// zone->managed_pages: 0 -> 32",
      NULL },
    { 17, "__free_pages_bootmem", "set_page_refcounted", "// page->_count: 0 -> 1", NULL },
    { 18, "__free_pages_bootmem", "__free_pages", "// order: 5", NULL },
    { 18, "__free_pages_bootmem", "__free_pages", "// page->_count: 1 -> 0", NULL },
    { 19, "__free_pages", "__free_pages_ok", "+ __free_pages_ok mm/page_alloc.c:739", NULL },
    { 20, "free_pages_prepare", "free_pages_check", "- free_pages_check = 0", NULL },
    { 19, "__free_pages_ok", "free_pages_prepare", "- free_pages_prepare = 1", NULL },
    { 21, "__free_pages", "__free_pages_ok", "// vm_event[PGFREE]: 0 -> 32", NULL },
    { 22, "get_pageblock_migratetype", "get_pageblock_flags_group",
      "- get_pageblock_flags_group = 2", NULL },
    { 23, "__free_pages_ok", "free_one_page", "// order: 5", NULL },
    { 24, "free_one_page", "__free_one_page", "// migratetype: MOVABLE: 2", NULL },
    { 24, "__free_one_page", "__find_buddy_index", "// page_idx: 0", NULL },
    { 24, "__free_one_page", "__find_buddy_index", "- __find_buddy_index = 32", NULL },
    { 24, "__free_one_page", "page_is_buddy", "// buddy: 0x20020", NULL },
    { 24, "__free_one_page", "page_is_buddy", "- page_is_buddy = 0", NULL },
    { 25, "__free_one_page", "set_page_order", "~ page[0x20000].private 0 -> 5", NULL },
    { 25, "__free_one_page", "set_page_order", "~ page[0x20000]._mapcount -1 -> -128", NULL },
    { 25, "__free_one_page", "__find_buddy_index", "- __find_buddy_index = 64", NULL },
    { 25, "__free_one_page", "page_is_buddy", "// buddy: 0x20040", NULL },
    { 25, "__free_one_page", "page_is_buddy", "- page_is_buddy = 0", NULL },
    { 25, "free_one_page", "__free_one_page", ": list_add(&page->lru, free_list[migratetype]) :616",
      NULL },
    { 25, "free_one_page", "__free_one_page", "// area->nr_free: 0 -> 1", NULL },
    { 26, "__mod_zone_freepage_state", "__mod_zone_page_state", "// item: NR_FREE_PAGES: 0", NULL },
    { 26, "__mod_zone_freepage_state", "__mod_zone_page_state", "// x: 32", NULL },
    { 26, "__mod_zone_freepage_state", "__mod_zone_page_state", "// t: 0", NULL },
    { 26, "__mod_zone_page_state", "zone_page_state_add", "// zone->vm_stat[item]: 0 -> 32", NULL },
    { 26, "__mod_zone_page_state", "zone_page_state_add", "~ vm_stat[0] 0 -> 32", NULL },
    { 27, "free_all_bootmem", "free_all_bootmem_core", "// start: 0x20020", NULL },
};

/* ---- steps 28 to 35: the word 0x000000f0; not taken here ---- */
static const struct row singles[] = {
    { 28, "free_all_bootmem", "free_all_bootmem_core", "// page: 0x20000", NULL },
    { 28, "free_all_bootmem", "free_all_bootmem_core", "// vec: 0xffffff0f", NULL },
    { 29, "free_all_bootmem_core", "__free_pages_bootmem", "// order: 0", NULL },
    { 29, "__free_pages", "free_hot_cold_page", "// cold: 0", NULL },
    { 30, "__free_pages", "free_hot_cold_page", "// vm_event[PGFREE]: 0 -> 1", NULL },
    { 31, "__free_pages", "free_hot_cold_page", "// list: pcp->lists[2]", NULL },
    { 31, "__free_pages", "free_hot_cold_page", "// pcp->count: 0 -> 1", NULL },
    { 31, "__free_pages", "free_hot_cold_page", "// pcp->high: 0", NULL },
    { 31, "__free_pages", "free_hot_cold_page", "// pcp->batch: 1", NULL },
    { 32, "free_hot_cold_page", "free_pcppages_bulk", "// batch_free: 2",
      NULL }, /* list 1 was empty */
    { 32, "free_hot_cold_page", "free_pcppages_bulk", "// to_free: 1", NULL },
    { 33, "__free_one_page", "__find_buddy_index", "- __find_buddy_index = 1", NULL },
    { 33, "__free_one_page", "page_is_buddy", "// buddy: 0x20001", NULL },
    { 33, "__free_one_page", "__find_buddy_index", "- __find_buddy_index = 2", NULL },
    { 33, "free_pcppages_bulk", "__free_one_page", "// area->nr_free: 0 -> 1", NULL },
    { 34, "free_pcppages_bulk", "__mod_zone_page_state", "// x: 1", NULL },
    { 34, "__free_pages", "free_hot_cold_page", "// pcp->count: 1 -> 0", NULL },
    { 34, "free_all_bootmem", "free_all_bootmem_core", "// page: 0x20001", NULL },
    { 34, "free_all_bootmem", "free_all_bootmem_core", "// vec: 0x7fffff87", NULL },
    { 35, "__free_one_page", "page_is_buddy", "// buddy: 0x20000", NULL },
    { 35, "__free_one_page", "page_is_buddy", "- page_is_buddy = 1", NULL },
    { 35, "free_pcppages_bulk", "__free_one_page", ": list_del(&buddy->lru) :584", NULL },
    { 35, "free_pcppages_bulk", "__free_one_page", "// area->nr_free: 1 -> 0", NULL },
    { 35, "__free_one_page", "rmv_page_order", "~ page[0x20000]._mapcount -128 -> -1", NULL },
    { 35, "__free_one_page", "set_page_order", "// order: 1", NULL },
};

/* ---- steps 36 to 40, as taken; what the notes left as ???? has its value ---- */
static const struct row closing[] = {
    { 36, "free_all_bootmem_core", "bootmem_bootmap_pages", "- bootmem_bootmap_pages = 6", NULL },
    { 36, "free_all_bootmem", "free_all_bootmem_core", ": __free_pages_bootmem(page++, 0) :237",
      NULL },
    { 37, "free_all_bootmem", "free_all_bootmem_core", "- free_all_bootmem_core = 188176",
      "- free_all_bootmem_core = 186640" }, /* the memory maps take 1,536 pages more */
    { 37, "mem_init", "free_all_bootmem", "// totalram_pages: 0 -> 188176",
      "// totalram_pages: 0 -> 186640" },
    { 38, "mem_init", "free_highpages", "// max_low: 0x4f800", NULL },
    { 39, "free_highpages", "free_area_high", "// pfn: 0x4f800",
      NULL }, /* no reservation in high memory */
    { 39, "free_highpages", "free_area_high", "// end: 0xa0000", NULL },
    { 40, "free_area_high", "free_highmem_page", "// page: 0x4f800", NULL },
    { 40, "free_area_high", "free_highmem_page", "// page: 0x9ffff", NULL },
    { 41, "", "mem_init", "- mem_init", NULL },
};

/* ---- steps 57 to 73: the first page, as taken ---- */
static const struct row first_page[] = {
    { 57, "__alloc_pages_nodemask", "gfp_zone", "- gfp_zone = 0", NULL },
    { 57, "__alloc_pages_nodemask", "allocflags_to_migratetype",
      "- allocflags_to_migratetype = UNMOVABLE: 0", NULL },
    { 57, "__alloc_pages", "__alloc_pages_nodemask", "// alloc_flags: 0x41", NULL },
    { 57, "__alloc_pages", "__alloc_pages_nodemask", "// gfp_mask: 0x201200 -> 0x201200", NULL },
    { 57, "__alloc_pages_nodemask", "first_zones_zonelist", "- first_zones_zonelist = ref(Normal)",
      NULL },
    { 58, "__alloc_pages_nodemask", "get_page_from_freelist", "// gfp_mask: 0x221200", NULL },
    { 58, "__alloc_pages_nodemask", "get_page_from_freelist", "// classzone_idx: 0", NULL },
    { 58, "get_page_from_freelist", "zone_page_state", "- zone_page_state = 193040",
      "- zone_page_state = 192470" },
    { 58, "get_page_from_freelist", "zone_local", "- zone_local = 1", NULL },
    { 59, "get_page_from_freelist", "zone_watermark_ok", "// mark: 0", NULL },
    { 59, "zone_watermark_ok", "zone_page_state", "- zone_page_state = 188176",
      "- zone_page_state = 186640" },
    { 59, "zone_watermark_ok", "__zone_watermark_ok", "// min: 0", NULL },
    { 59, "get_page_from_freelist", "zone_watermark_ok", "- zone_watermark_ok = 1", NULL },
    { 60, "get_page_from_freelist", "buffered_rmqueue", "// gfp_flags: 0x221200", NULL },
    { 60, "get_page_from_freelist", "buffered_rmqueue", "// list_empty(list): 1", NULL },
    { 61, "buffered_rmqueue", "rmqueue_bulk", "// count: 1", NULL },
    { 61, "__rmqueue", "__rmqueue_smallest", "- __rmqueue_smallest = NULL", NULL },
    { 62, "__rmqueue", "__rmqueue_fallback", "// current_order: 10", NULL },
    { 62, "__rmqueue", "__rmqueue_fallback", "// migratetype: RECLAIMABLE: 1", NULL },
    { 62, "__rmqueue", "__rmqueue_fallback", "// migratetype: MOVABLE: 2", NULL },
    { 62, "__rmqueue", "__rmqueue_fallback", "// page: 0x4f000", "// page: 0x4f000" },
    { 63, "__rmqueue", "__rmqueue_fallback", "// area->nr_free: 181 -> 180",
      "// area->nr_free: 180 -> 179" },
    { 63, "__rmqueue_fallback", "try_to_steal_freepages", "// current_order: 10", NULL },
    { 63, "try_to_steal_freepages", "change_pageblock_range", "// start_order: 10", NULL },
    { 63, "set_pageblock_migratetype", "set_pageblock_flags_group",
      "// flags: MOVABLE: 2 -> UNMOVABLE: 0", NULL },
    { 63, "__rmqueue_fallback", "try_to_steal_freepages", "- try_to_steal_freepages = UNMOVABLE: 0",
      NULL },
    { 67, "__rmqueue", "__rmqueue_fallback", "// new_type: UNMOVABLE: 0", NULL },
    { 67, "__rmqueue_fallback", "rmv_page_order", "~ page[0x4f000]._mapcount -128 -> -1", NULL },
    { 67, "__rmqueue_fallback", "rmv_page_order", "~ page[0x4f000].private 10 -> 0", NULL },
    { 68, "__rmqueue_fallback", "expand", "// high: 10", NULL },
    { 68, "__rmqueue_fallback", "expand", "// size: 512", NULL },
    { 68, "__rmqueue_fallback", "expand", "// &page[size]: 0x4f200", NULL },
    { 68, "__rmqueue_fallback", "expand", "// size: 16", NULL },
    { 68, "expand", "set_page_order", "~ page[0x4f010].private 0 -> 4", NULL },
    { 68, "expand", "set_page_order", "~ page[0x4f010]._mapcount -1 -> -128", NULL },
    { 68, "__rmqueue_fallback", "expand", "// size: 1", NULL },
    { 69, "buffered_rmqueue", "rmqueue_bulk", ": list_add(&page->lru, list) :1170", NULL },
    { 69, "rmqueue_bulk", "set_freepage_migratetype", "// migratetype: UNMOVABLE: 0", NULL },
    { 69, "rmqueue_bulk", "__mod_zone_page_state", "// delta: -1", NULL },
    { 69, "buffered_rmqueue", "rmqueue_bulk", "- rmqueue_bulk = 1", NULL },
    { 70, "get_page_from_freelist", "buffered_rmqueue", "// pcp->count: 0 -> 1", NULL },
    { 70, "get_page_from_freelist", "buffered_rmqueue", "// pcp->count: 1 -> 0", NULL },
    { 71, "__mod_zone_page_state", "zone_page_state_add",
      "// zone->vm_stat[item]: 193040 -> 193039",
      "// zone->vm_stat[item]: 192470 -> 192469" }, /* 0x2efd5 */
    { 71, "get_page_from_freelist", "buffered_rmqueue", "// vm_event[PGALLOC]: 0 -> 1", NULL },
    { 72, "prep_new_page", "check_new_page", "- check_new_page = 0", NULL },
    { 72, "prep_new_page", "set_page_refcounted", "// page->_count: 0 -> 1", NULL },
    { 73, "__alloc_pages_nodemask", "get_page_from_freelist", "// page->pfmemalloc: 0", NULL },
    { 73, "__alloc_pages", "__alloc_pages_nodemask", "- __alloc_pages_nodemask = 0x4f000", NULL },
};

/* The study machine before mem_init(), with struct pages of this size. */
static struct machine *study(uint32_t page_struct_size)
{
    struct op op = op_of(OP_BOOT);
    struct profile p = *profile_find("study");
    struct machine *m;
    const char *why;

    p.page_struct_size = page_struct_size;
    m = machine_create(&p, &why);
    assert_non_null(m);
    op.stage = STAGE_ZONELISTS;
    op_apply(m, &op);
    return m;
}

static struct op mem_init(void)
{
    struct op op = op_of(OP_BOOT);

    op.stage = STAGE_MEM_INIT;
    return op;
}

static void as_taken(uint32_t page_struct_size)
{
    struct machine *m = study(page_struct_size), *again = machine_clone(m);
    struct op op = op_of(OP_ALLOC_PAGES);

    SAYS(m, mem_init(), opening, page_struct_size == 44);
    SAYS(again, mem_init(), closing, page_struct_size == 44);
    op.gfp = 0x201200;
    SAYS(m, op, first_page, page_struct_size == 44);
    machine_destroy(m);
    machine_destroy(again);
}

static void steps_with_32_bytes(void **state)
{
    (void)state;
    as_taken(32);
}

static void steps_with_44_bytes(void **state)
{
    (void)state;
    as_taken(44);
}

static void not_taken_here(void **state)
{
    struct machine *m = study(32);

    (void)state;
    m->bdata.node_bootmem_map[0] = m->bdata.node_bootmem_map[1] = 0;
    SAYS(m, mem_init(), order5, false);
    machine_destroy(m);
    m = study(32);
    m->bdata.node_bootmem_map[0] = 0xf0;
    SAYS(m, mem_init(), singles, false);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_with_32_bytes),
        cmocka_unit_test(steps_with_44_bytes),
        cmocka_unit_test(not_taken_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
