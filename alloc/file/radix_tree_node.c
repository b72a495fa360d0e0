// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Nodes of radix trees (lib/radix-tree.c). Who inserts may hold a spinlock and cannot wait for memory: each cpu puts so many nodes aside beforehand that
 * one insertion cannot fail, and what it does not need stays there. They are SLUB's objects, made zero by their constructor, and go back zero.
 *
 * Readers without locks are why a node is freed by RCU; a grace period is over at once.
 */
#include "alloc/file/radix_tree.h"

/* lib/radix-tree.c:1484 */
void radix_tree_init(struct machine *m)
{
    enter(m, F_radix_tree_init);
    set_word(m, &m->radix_tree_node_cachep,
             kmem_cache_create_ctor(m, string_literal(m, "radix_tree_node"),
                                    sizeof(struct radix_tree_node), 0,
                                    SLAB_PANIC | SLAB_RECLAIM_ACCOUNT, F_radix_tree_node_ctor),
             FIELD_radix_tree_node_cachep);
    leave(m, F_radix_tree_init);
}

void radix_tree_node_ctor(struct machine *m, uint32_t node)
{
    ram_fill(m, node, 0, sizeof(struct radix_tree_node));
}

static uint32_t cache_alloc(struct machine *m, uint32_t gfp_mask)
{
    return kmem_cache_alloc(m, cache_at(m, m->radix_tree_node_cachep), gfp_mask);
}

static void set_preload(struct machine *m, struct radix_tree_preload *rtp, uint32_t i,
                        uint32_t node, uint32_t nr)
{
    set_word(m, &rtp->nodes[i], node, FIELD_preload_nodes);
    set_said(m, &rtp->nr, nr, FIELD_preload_nr, V_rtp_nr, FMT_DEC);
}

/* lib/radix-tree.c:206: who may not wait takes what was put aside. */
uint32_t radix_tree_node_alloc(struct machine *m, const struct radix_tree_root *root)
{
    struct radix_tree_preload *rtp = &m->radix_tree_preloads[m->cpu];
    uint32_t gfp_mask = root->gfp_mask & GFP_BITS_MASK, node = 0;

    enter(m, F_radix_tree_node_alloc);
    if (!(gfp_mask & GFP_WAIT_) && rtp->nr) {
        node = rtp->nodes[rtp->nr - 1];
        set_preload(m, rtp, rtp->nr - 1, 0, rtp->nr - 1);
    }
    if (!node)
        node = cache_alloc(m, gfp_mask);
    leave_with(m, F_radix_tree_node_alloc, FMT_ADDR, node);
    return node;
}

/* lib/radix-tree.c:273 and :320 */
int radix_tree_maybe_preload(struct machine *m, uint32_t gfp_mask)
{
    struct radix_tree_preload *rtp = &m->radix_tree_preloads[m->cpu];
    int err = 0;

    enter(m, F_radix_tree_maybe_preload);
    if (walking(m))
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    while (gfp_mask & GFP_WAIT_ && !err && rtp->nr < RADIX_TREE_PRELOAD_SIZE) {
        uint32_t node = cache_alloc(m, gfp_mask);

        if (node)
            set_preload(m, rtp, rtp->nr, node, rtp->nr + 1);
        else
            err = -ENOMEM;
    }
    leave_with(m, F_radix_tree_maybe_preload, FMT_SDEC, (uint32_t)err);
    return err;
}

/* lib/radix-tree.c:259 and :238: it goes back as the constructor left it, as far as anybody looks. */
void radix_tree_node_free(struct machine *m, struct radix_tree_node *node)
{
    enter(m, F_call_rcu);
    enter(m, F_radix_tree_node_rcu_free);
    for (int tag = 0; tag < 3; tag++)
        set_word(m, &node->tags[tag][0], node->tags[tag][0] & ~1u, FIELD_ram);
    set_slot(m, node, 0, 0);
    set_count(m, node, 0);
    kmem_cache_free(m, cache_at(m, m->radix_tree_node_cachep), ram_virt(m, node));
    leave(m, F_radix_tree_node_rcu_free);
    leave(m, F_call_rcu);
}
