// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What SLUB's operations may ask for. The kernel trusts its callers; here anybody may call. What debugging is there to find (an object freed
 * twice, a word written where it should not be) is let through; freeing what was never handed out, or what SLUB itself stands on, is not.
 */
#include <string.h>

#include "alloc/page/page.h"
#include "alloc/slub/find.h"
#include "alloc/slub/ops.h"
#include "alloc/workload.h"

static bool check_state(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (m->slab_state == UP)
        return true;
    return m->slub ? op_refuse(e, "state", "op", "%s: boot kmem_cache_init first",
                               op_kind_name(op->kind))
                   : op_refuse(e, "state", "op", "%s: this room runs with slub=off",
                               op_kind_name(op->kind));
}

static bool check_size(uint32_t size, struct op_error *e)
{
    return (size && size <= OP_MAX_SIZE) ||
           op_refuse(e, "range", "size", "size: 1 to %u bytes, not %u", OP_MAX_SIZE, size);
}

/* mm/slub.c:1394 and mm/page_alloc.c:2778: an address in high memory is none. */
static bool check_gfp(uint32_t gfp, struct op_error *e)
{
    if (gfp & ~GFP_BITS_MASK)
        return op_refuse(e, "range", "gfp", "gfp: bits up to 0x%x, not 0x%x", GFP_BITS_MASK, gfp);
    if (gfp & (GFP_HIGHMEM_ | GFP_DMA32_))
        return op_refuse(e, "range", "gfp",
                         "gfp: objects have no __GFP_HIGHMEM and no __GFP_DMA32 (mm/slub.c:1394)");
    if ((gfp & GFP_MOVABLE_MASK) == GFP_MOVABLE_MASK)
        return op_refuse(e, "range", "gfp",
                         "gfp: __GFP_MOVABLE and __GFP_RECLAIMABLE exclude each other (gfp.h:159)");
    return true;
}

/* ---- caches ---- */

static bool check_create(const struct op *op, struct op_error *e)
{
    const char *end = memchr(op->name, 0, OP_NAME_MAX);

    if (!end || !cache_name_valid(op->name, (size_t)(end - op->name)))
        return op_refuse(e, "range", "name", CACHE_NAME_MESSAGE);
    if (!check_size(op->size, e))
        return false;
    if (op->align > OP_MAX_ALIGN || op->align & (op->align - 1))
        return op_refuse(e, "range", "align", "align: 0, or a power of two up to %u, not %u",
                         OP_MAX_ALIGN, op->align);
    if (op->flags & ~CACHE_CREATE_MASK)
        return op_refuse(e, "range", "flags", "flags: SLAB_* within 0x%x (mm/slab.h:91), not 0x%x",
                         CACHE_CREATE_MASK, op->flags);
    return true;
}

/* NULL, and the op is refused, if there is no such cache. */
static const struct kmem_cache *check_cache(const struct machine *m, const struct op *op,
                                            struct op_error *e)
{
    const struct kmem_cache *s = cache_of_op(m, op);

    if (s)
        return s;
    if (op->cache)
        op_refuse(e, "state", "cache", "cache: there is no kmem_cache at 0x%x", op->cache);
    else
        op_refuse(
            e, "state", "cache",
            "cache: none is called \"%.*s\"; a merged one has the name of the cache it went into",
            OP_NAME_MAX - 1, op->name);
    return NULL;
}

/* Caches that the kernel itself allocates from: their last user is the kernel. NULL for any other. */
static const char *why_kernels(const struct machine *m, const struct kmem_cache *s)
{
    uint32_t virt = ram_virt(m, s);

    for (uint32_t i = 0; i < NR_KMALLOC_CACHES; i++)
        if (m->kmalloc_caches[i] == virt)
            return "is SLUB's own since boot";
    if (virt == m->kmem_cache || virt == m->kmem_cache_node)
        return "is SLUB's own since boot";
    if (virt == m->mm_cachep || virt == m->vm_area_cachep || virt == m->anon_vma_cachep ||
        virt == m->anon_vma_chain_cachep)
        return "is what processes are made with since there was one";
    if (virt == m->dentry_cache || virt == m->filp_cachep || virt == m->shmem_inode_cachep ||
        virt == m->radix_tree_node_cachep)
        return "is what shared memory is made with since there was some";
    return NULL;
}

static bool check_destroy(const struct machine *m, const struct op *op, struct op_error *e)
{
    const struct kmem_cache *s = check_cache(m, op, e);
    const char *why = s ? why_kernels(m, s) : NULL;
    char name[OP_NAME_MAX];

    if (!why)
        return s != NULL;
    if (s->refcount > 1)
        return true;
    cache_name(m, s, name);
    return op_refuse(e, "state", "cache", "cache: %s %s; nobody else has asked for it", name, why);
}

/* ---- addresses ---- */

static bool check_low(const struct machine *m, uint32_t addr, struct op_error *e)
{
    uint32_t end = PAGE_OFFSET + ((m->max_low_pfn - m->first_pfn) << 12) - 1;

    if (!virt_valid(m, addr))
        return op_refuse(e, "range", "addr", "addr: of low memory, 0x%x to 0x%x, not 0x%x",
                         PAGE_OFFSET, end, addr);
    return pfn_valid(m, m->first_pfn + ((addr - PAGE_OFFSET) >> 12)) ||
           op_refuse(e, "range", "addr", "addr: there is no RAM at 0x%x", addr);
}

static bool check_one_object(const struct machine *m, const struct object *o, uint32_t addr,
                             struct op_error *e)
{
    const char *own = slub_owns(m, o->start, o->cache->object_size);

    if (o->start != addr)
        return op_refuse(e, "state", "addr",
                         "addr: 0x%x lies inside an object, which begins at 0x%x", addr, o->start);
    if (own)
        return op_refuse(e, "state", "addr", "addr: 0x%x is SLUB's own, a %s in use", addr, own);
    return true;
}

/* What kmalloc() took from the page allocator: a compound page that no alloc_pages holds. */
static bool check_large(const struct machine *m, uint32_t addr, struct op_error *e)
{
    const struct page *page = head_page_at(m, addr);
    uint32_t pfn = page ? page_to_pfn(m, page) : NO_PFN, order;

    if (page && held_order(m, pfn, &order))
        return op_refuse(e, "state", "addr",
                         "addr: 0x%x belongs to alloc_pages; free 0x%x gives it back", addr, pfn);
    if (!page || !(page->flags & PG_COMPOUND) || page->flags & PG_SLAB)
        return op_refuse(e, "state", "addr",
                         "addr: 0x%x is neither an object of a slab nor what a kmalloc handed out",
                         addr);
    if (page_address(m, page) != addr)
        return op_refuse(e, "state", "addr",
                         "addr: 0x%x lies inside a large kmalloc, which begins at 0x%x", addr,
                         page_address(m, page));
    return true;
}

static bool check_kfree(const struct machine *m, const struct op *op, struct op_error *e)
{
    struct object o;

    if (!op->addr)
        return true; /* kfree(NULL) */
    if (!check_low(m, op->addr, e))
        return false;
    return object_at(m, op->addr, &o) ? check_one_object(m, &o, op->addr, e)
                                      : check_large(m, op->addr, e);
}

static bool check_cache_free(const struct machine *m, const struct op *op, struct op_error *e)
{
    const struct kmem_cache *s = check_cache(m, op, e);
    char name[OP_NAME_MAX];
    struct object o;

    if (!s || !check_low(m, op->addr, e))
        return false;
    if (!object_at(m, op->addr, &o))
        return op_refuse(e, "state", "addr", "addr: 0x%x is no object of a slab", op->addr);
    if (o.cache != s) {
        cache_name(m, o.cache, name);
        return op_refuse(e, "state", "cache", "cache: 0x%x is an object of %s, at 0x%x", op->addr,
                         name, ram_virt(m, o.cache));
    }
    return check_one_object(m, &o, op->addr, e);
}

/* A stray write hits what it hits; the machine goes on for as long as the kernel would (oops.h). */
static bool check_write(const struct machine *m, const struct op *op, struct op_error *e)
{
    return check_low(m, op->addr, e) &&
           (!(op->addr & 3) ||
            op_refuse(e, "range", "addr", "addr: of a word, a multiple of 4, not 0x%x", op->addr));
}

bool slub_op_check(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_state(m, op, e))
        return false;
    switch (op->kind) {
    case OP_KMALLOC:
        return check_size(op->size, e) && check_gfp(op->gfp, e);
    case OP_KFREE:
        return check_kfree(m, op, e);
    case OP_CACHE_CREATE:
        return check_create(op, e);
    case OP_CACHE_ALLOC:
        return check_cache(m, op, e) && check_gfp(op->gfp, e);
    case OP_CACHE_FREE:
        return check_cache_free(m, op, e);
    case OP_CACHE_SHRINK:
        return check_cache(m, op, e);
    case OP_CACHE_DESTROY:
        return check_destroy(m, op, e);
    case OP_WRITE:
        return check_write(m, op, e);
    default:
        return true;
    }
}
