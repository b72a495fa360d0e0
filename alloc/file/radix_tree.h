// SPDX-License-Identifier: GPL-2.0-or-later
/* What the two halves of the radix tree share: radix_tree.c, which finds, inserts and deletes, and radix_tree_node.c, where nodes come from. */
#ifndef ALLOC_FILE_RADIX_TREE_H
#define ALLOC_FILE_RADIX_TREE_H

#include "alloc/file/file.h"

#define MAP_MASK (RADIX_TREE_MAP_SIZE - 1)

/* For one more node of this tree; 0: no memory. */
uint32_t radix_tree_node_alloc(struct machine *m, const struct radix_tree_root *root);
void radix_tree_node_free(struct machine *m, struct radix_tree_node *node);

static inline struct radix_tree_node *node_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt & ~RADIX_TREE_INDIRECT_PTR, sizeof(struct radix_tree_node));
}
static inline uint32_t maxindex(uint32_t height)
{
    return height >= RADIX_TREE_MAX_PATH ? ~0u : (1u << height * RADIX_TREE_MAP_SHIFT) - 1;
}
/* The height of a tree or a node, which must be one. */
static inline uint32_t need_height(struct machine *m, const uint32_t *height)
{
    if (*height > RADIX_TREE_MAX_PATH)
        oops(m, OOPS_FAULT, ram_virt(m, height));
    return *height;
}
/* Where to go from a level whose subtrees have 1 << shift items. */
static inline uint32_t offset_at(uint32_t index, uint32_t shift)
{
    return index >> shift & MAP_MASK;
}

static inline void set_rnode(struct machine *m, struct radix_tree_root *root, uint32_t to)
{
    SET_OF(m, root, root, rnode, to, FMT_HEX);
}
static inline void set_height(struct machine *m, struct radix_tree_root *root, uint32_t to)
{
    SET_OF(m, root, root, height, to, FMT_DEC);
}
static inline void set_count(struct machine *m, struct radix_tree_node *node, uint32_t to)
{
    SET_OF(m, node, node, count, to, FMT_DEC);
}
static inline void set_slot(struct machine *m, struct radix_tree_node *node, uint32_t offset,
                            uint32_t to)
{
    set_said(m, &node->slots[offset], to, FIELD_ram, V_node_slot, FMT_HEX);
}

#endif
