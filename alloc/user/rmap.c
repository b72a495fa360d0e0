// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct anon_vma: which areas an anonymous page may be mapped in (mm/rmap.c). A page points to the anon_vma of the area that it was made for;
 * fork() links the child's area to all of the parent's and to one of its own. An area and an anon_vma meet in a struct anon_vma_chain:
 *
 *	vma->anon_vma_chain   -- same_vma --   chain   -- rb --   anon_vma->rb_root
 *
 * The tree is an interval tree by page offset: each node knows the last offset below it. Nobody here looks pages up through it (no reclaim); it
 * is kept because its objects are SLUB's, and come and go as the kernel's do.
 */
#include "alloc/user/user.h"

#define CHAINS_MAX 0x10000u /* more on one list are a circle */

/* mm/rmap.c:373. Caches have no constructors here: what anon_vma_ctor() leaves in an object that never was used is written when it first is. */
void anon_vma_init(struct machine *m)
{
    enter(m, F_anon_vma_init);
    set_word(m, &m->anon_vma_cachep,
             kmem_cache_create(m, string_literal(m, "anon_vma"), sizeof(struct anon_vma), 0,
                               SLAB_DESTROY_BY_RCU | SLAB_PANIC),
             FIELD_anon_vma_cachep);
    set_word(m, &m->anon_vma_chain_cachep,
             kmem_cache_create(m, string_literal(m, "anon_vma_chain"),
                               sizeof(struct anon_vma_chain), 4, SLAB_PANIC),
             FIELD_anon_vma_chain_cachep);
    leave(m, F_anon_vma_init);
}

/* ---- an area's chains: a list through same_vma ---- */

/* The offset of a list node, which must lie in RAM. */
static uint32_t need_link(struct machine *m, uint32_t off)
{
    ram_struct(m, off - m->ram_off + PAGE_OFFSET, sizeof(struct list_head));
    return off;
}
static uint32_t head_of(const struct machine *m, const struct vm_area_struct *vma)
{
    return offset_of(m, &vma->anon_vma_chain);
}
static struct anon_vma_chain *chain_of(struct machine *m, uint32_t off)
{
    return avc_at(m, need_link(m, off) - m->ram_off + PAGE_OFFSET -
                         (uint32_t)offsetof(struct anon_vma_chain, same_vma));
}
/* The chain at a link; NULL for the head. */
static struct anon_vma_chain *at_link(struct machine *m, const struct vm_area_struct *vma,
                                      uint32_t off, uint32_t *n)
{
    if (++*n > CHAINS_MAX)
        oops(m, OOPS_LOOP, vma_virt(m, vma));
    return off == head_of(m, vma) ? NULL : chain_of(m, off);
}

bool anon_vma_chain_is_singular(const struct machine *m, const struct vm_area_struct *vma)
{
    return vma->anon_vma_chain.next != head_of(m, vma) &&
           vma->anon_vma_chain.next == vma->anon_vma_chain.prev;
}

static void unlink_chain(struct machine *m, struct anon_vma_chain *avc)
{
    need_link(m, avc->same_vma.next);
    need_link(m, avc->same_vma.prev);
    list_del(m, &avc->same_vma, LIST_ANON_VMA);
}

/* ---- an anon_vma's chains: a tree through rb ---- */

static struct anon_vma_chain *node_avc(struct machine *m, uint32_t node)
{
    return avc_at(m, node - (uint32_t)offsetof(struct anon_vma_chain, rb));
}
static uint32_t avc_node(const struct machine *m, const struct anon_vma_chain *avc)
{
    return ram_virt(m, &avc->rb);
}
static struct vm_area_struct *avc_vma(struct machine *m, const struct anon_vma_chain *avc)
{
    return ram_struct(m, avc->vma, sizeof(struct vm_area_struct));
}
static uint32_t last_pgoff(const struct vm_area_struct *vma)
{
    return vma->vm_pgoff + vma_pages(vma) - 1;
}

static uint32_t compute_subtree_last(struct machine *m, uint32_t node)
{
    const struct anon_vma_chain *avc = node_avc(m, node);
    uint32_t max = last_pgoff(avc_vma(m, avc)), below[2] = { avc->rb.rb_left, avc->rb.rb_right };

    for (int i = 0; i < 2; i++) {
        uint32_t last = below[i] ? ram_read(m, below[i] + RB_AUGMENTED) : 0;

        if (last > max)
            max = last;
    }
    return max;
}

static struct rb_tree interval_tree(struct anon_vma *anon_vma)
{
    return (struct rb_tree){ .root = &anon_vma->rb_root,
                             .field = FIELD_ram,
                             .compute = compute_subtree_last };
}

/* mm/interval_tree.c:76, include/linux/interval_tree_generic.h:68 */
static void interval_tree_insert(struct machine *m, struct anon_vma_chain *avc)
{
    struct anon_vma *anon_vma = anon_vma_at(m, avc->anon_vma);
    const struct rb_tree tree = interval_tree(anon_vma);
    const struct vm_area_struct *vma = avc_vma(m, avc);
    uint32_t n = anon_vma->rb_root, parent = 0, last = last_pgoff(vma);
    bool right = false;

    enter(m, F_interval_tree_insert);
    if (walking(m))
        value(m, V_node, FMT_ADDR, ram_virt(m, avc));
    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        parent = n;
        if (ram_read(m, n + RB_AUGMENTED) < last)
            ram_write(m, n + RB_AUGMENTED, last);
        right = vma->vm_pgoff >= avc_vma(m, node_avc(m, n))->vm_pgoff;
        n = right ? rb_right(m, n) : rb_left(m, n);
    }
    set_word(m, &avc->rb_subtree_last, last, FIELD_ram);
    rb_link_node(m, &tree, avc_node(m, avc), parent, right);
    rb_insert_color(m, &tree, avc_node(m, avc));
    leave(m, F_interval_tree_insert);
}

/* mm/interval_tree.c:86 */
static void interval_tree_remove(struct machine *m, struct anon_vma_chain *avc)
{
    const struct rb_tree tree = interval_tree(anon_vma_at(m, avc->anon_vma));

    enter(m, F_interval_tree_remove);
    if (walking(m))
        value(m, V_node, FMT_ADDR, ram_virt(m, avc));
    rb_erase(m, &tree, avc_node(m, avc));
    leave(m, F_interval_tree_remove);
}

/* mm/mmap.c:493 and :502: while an area's borders move it is in no tree. */
void anon_vma_interval_tree_pre_update_vma(struct machine *m, struct vm_area_struct *vma)
{
    struct anon_vma_chain *avc;
    uint32_t n = 0;

    for (uint32_t off = vma->anon_vma_chain.next; (avc = at_link(m, vma, off, &n));
         off = avc->same_vma.next)
        interval_tree_remove(m, avc);
}
void anon_vma_interval_tree_post_update_vma(struct machine *m, struct vm_area_struct *vma)
{
    struct anon_vma_chain *avc;
    uint32_t n = 0;

    for (uint32_t off = vma->anon_vma_chain.next; (avc = at_link(m, vma, off, &n));
         off = avc->same_vma.next)
        interval_tree_insert(m, avc);
}

/* ---- anon_vmas ---- */

static void set_refcount(struct machine *m, struct anon_vma *anon_vma, int32_t to)
{
    set_said(m, &anon_vma->refcount, (uint32_t)to, FIELD_ram, V_anon_vma_refcount, FMT_SDEC);
}

/* mm/rmap.c:68 */
static uint32_t anon_vma_alloc(struct machine *m)
{
    uint32_t virt;

    enter(m, F_anon_vma_alloc);
    virt = kmem_cache_alloc(m, cache_at(m, m->anon_vma_cachep), GFP_KERNEL);
    if (virt) {
        struct anon_vma *anon_vma = anon_vma_at(m, virt);

        ram_fill(m, virt, 0, sizeof *anon_vma);
        set_refcount(m, anon_vma, 1);
        set_word(m, &anon_vma->root, virt, FIELD_ram);
    }
    leave_with(m, F_anon_vma_alloc, FMT_ADDR, virt);
    return virt;
}

static void anon_vma_free(struct machine *m, uint32_t virt)
{
    kmem_cache_free(m, cache_at(m, m->anon_vma_cachep), virt);
}
static bool put_testzero(struct machine *m, uint32_t virt)
{
    struct anon_vma *anon_vma = anon_vma_at(m, virt);

    set_refcount(m, anon_vma, anon_vma->refcount - 1);
    return !anon_vma->refcount;
}

/* include/linux/rmap.h:114, mm/rmap.c:1667: the last reference also lets go of the root. */
static void put_anon_vma(struct machine *m, uint32_t virt)
{
    uint32_t root = anon_vma_at(m, virt)->root;

    if (!put_testzero(m, virt))
        return;
    enter(m, F_put_anon_vma_);
    if (walking(m))
        value(m, V_anon_vma, FMT_ADDR, virt);
    if (root != virt && put_testzero(m, root))
        anon_vma_free(m, root);
    anon_vma_free(m, virt);
    leave(m, F_put_anon_vma_);
}

static uint32_t chain_alloc(struct machine *m, uint32_t gfp)
{
    return kmem_cache_alloc(m, cache_at(m, m->anon_vma_chain_cachep), gfp);
}
static void chain_free(struct machine *m, uint32_t avc)
{
    kmem_cache_free(m, cache_at(m, m->anon_vma_chain_cachep), avc);
}

/* mm/rmap.c:124 */
static void anon_vma_chain_link(struct machine *m, struct vm_area_struct *vma, uint32_t avc_virt,
                                uint32_t anon_vma)
{
    struct anon_vma_chain *avc = avc_at(m, avc_virt);

    enter_vma(m, F_anon_vma_chain_link, vma);
    if (walking(m)) {
        value(m, V_avc, FMT_ADDR, avc_virt);
        value(m, V_anon_vma, FMT_ADDR, anon_vma);
    }
    set_word(m, &avc->vma, vma_virt(m, vma), FIELD_ram);
    set_word(m, &avc->anon_vma, anon_vma, FIELD_ram);
    need_link(m, vma->anon_vma_chain.next);
    list_add(m, &avc->same_vma, &vma->anon_vma_chain, LIST_ANON_VMA);
    interval_tree_insert(m, avc);
    leave(m, F_anon_vma_chain_link);
}

/* The area gets a neighbour's anon_vma if that will do, else a new one. */
static int prepare(struct machine *m, struct vm_area_struct *vma)
{
    uint32_t avc = chain_alloc(m, GFP_KERNEL), anon_vma;

    if (!avc)
        return -ENOMEM;
    anon_vma = find_mergeable_anon_vma(m, vma);
    if (!anon_vma)
        anon_vma = anon_vma_alloc(m);
    if (!anon_vma) {
        chain_free(m, avc);
        return -ENOMEM;
    }
    SET_VMA(m, vma, anon_vma, anon_vma);
    anon_vma_chain_link(m, vma, avc, anon_vma);
    return 0;
}

/* mm/rmap.c:161 */
int anon_vma_prepare(struct machine *m, struct vm_area_struct *vma)
{
    int err = 0;

    enter_vma(m, F_anon_vma_prepare, vma);
    if (!vma->anon_vma)
        err = prepare(m, vma);
    leave_with(m, F_anon_vma_prepare, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/rmap.c:239, from the oldest to the newest. */
int anon_vma_clone(struct machine *m, struct vm_area_struct *dst, struct vm_area_struct *src)
{
    struct anon_vma_chain *pavc;
    uint32_t n = 0;
    int err = 0;

    enter(m, F_anon_vma_clone);
    if (walking(m)) {
        value(m, V_dst, FMT_ADDR, vma_virt(m, dst));
        value(m, V_src, FMT_ADDR, vma_virt(m, src));
    }
    for (uint32_t off = src->anon_vma_chain.prev; !err && (pavc = at_link(m, src, off, &n));
         off = pavc->same_vma.prev) {
        uint32_t avc = chain_alloc(m, GFP_NOWAIT | GFP_NOWARN_);

        if (!avc)
            avc = chain_alloc(m, GFP_KERNEL);
        if (avc)
            anon_vma_chain_link(m, dst, avc, pavc->anon_vma);
        else
            err = -ENOMEM;
    }
    if (err)
        unlink_anon_vmas(m, dst);
    leave_with(m, F_anon_vma_clone, FMT_SDEC, (uint32_t)err);
    return err;
}

/* The child's own, below the parent's root. */
static int add_own(struct machine *m, struct vm_area_struct *vma, const struct vm_area_struct *pvma)
{
    uint32_t virt = anon_vma_alloc(m), avc = virt ? chain_alloc(m, GFP_KERNEL) : 0;
    struct anon_vma *anon_vma, *root;

    if (!avc) {
        if (virt)
            put_anon_vma(m, virt);
        unlink_anon_vmas(m, vma);
        return -ENOMEM;
    }
    anon_vma = anon_vma_at(m, virt);
    set_word(m, &anon_vma->root, anon_vma_at(m, pvma->anon_vma)->root, FIELD_ram);
    root = anon_vma_at(m, anon_vma->root);
    set_refcount(m, root, root->refcount + 1);
    SET_VMA(m, vma, anon_vma, virt);
    anon_vma_chain_link(m, vma, avc, virt);
    return 0;
}

/* mm/rmap.c:272 */
int anon_vma_fork(struct machine *m, struct vm_area_struct *vma, struct vm_area_struct *pvma)
{
    int err = 0;

    enter_vma(m, F_anon_vma_fork, vma);
    if (walking(m))
        value(m, V_pvma, FMT_ADDR, vma_virt(m, pvma));
    if (pvma->anon_vma)
        err = anon_vma_clone(m, vma, pvma);
    if (!err && pvma->anon_vma)
        err = add_own(m, vma, pvma);
    leave_with(m, F_anon_vma_fork, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/rmap.c:322: first those that others are still linked to, then the empty ones, with their anon_vma. */
void unlink_anon_vmas(struct machine *m, struct vm_area_struct *vma)
{
    struct anon_vma_chain *avc;
    uint32_t n = 0, next;

    enter_vma(m, F_unlink_anon_vmas, vma);
    for (uint32_t off = vma->anon_vma_chain.next; (avc = at_link(m, vma, off, &n)); off = next) {
        next = avc->same_vma.next;
        interval_tree_remove(m, avc);
        if (!anon_vma_at(m, avc->anon_vma)->rb_root)
            continue;
        unlink_chain(m, avc);
        chain_free(m, ram_virt(m, avc));
    }
    n = 0;
    for (uint32_t off = vma->anon_vma_chain.next; (avc = at_link(m, vma, off, &n)); off = next) {
        next = avc->same_vma.next;
        put_anon_vma(m, avc->anon_vma);
        unlink_chain(m, avc);
        chain_free(m, ram_virt(m, avc));
    }
    leave(m, F_unlink_anon_vmas);
}
