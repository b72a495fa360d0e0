// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/vm/vm.h"

static bool is_ram(const struct machine *m, uint32_t pfn)
{
    return pfn - m->first_pfn < m->nr_pages && pfn_valid(m, pfn);
}

/* The head of the chain: kept by the first page of the array. */
static uint32_t chain_head(struct machine *m, const struct vm_struct *area)
{
    uint32_t pfn = vmalloc_to_pfn(m, area->pages);

    return pfn == NO_PFN ? NO_PFN : pfn_to_page(m, pfn)->private_;
}

struct page_list area_pages(struct machine *m, const struct vm_struct *area)
{
    struct page_list list = { .next = NO_PFN, .left = area->nr_pages };

    if (area->flags & VM_VPAGES)
        list.next = chain_head(m, area);
    else if (list.left <= PAGE_SIZE / 4 && low_mapped(m, area->pages, list.left * 4))
        list.array = ram_at(m, area->pages);
    else
        list.left = 0;
    return list;
}

uint32_t next_page(struct machine *m, struct page_list *list)
{
    uint32_t pfn;

    if (!list->left)
        return NO_PFN;
    list->left--;
    pfn = list->array ? *list->array++ : list->next;
    if (!is_ram(m, pfn))
        return NO_PFN;
    list->next = pfn_to_page(m, pfn)->private_;
    return pfn;
}
