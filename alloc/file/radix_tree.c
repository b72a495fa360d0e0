// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The radix tree of lib/radix-tree.c, which finds a page of a file by its index: six bits of it choose one of 64 slots at each level, and the tree
 * is no higher than its largest index needs. A file with one page at index 0 needs no node at all.
 *
 *	height 0	rnode is the item of index 0
 *	height 1	one node: items 0 to 63
 *	height 2	a node of nodes: items 0 to 4095
 *
 * Tags, which mark dirty pages for writeback, are not used: nothing is written back here.
 */
#include "alloc/file/radix_tree.h"

/* Empty nodes that a search comes through: more are a tree that leads back into itself. */
#define LOOKS_MAX 0x100000u

/* ---- inserting ---- */

/* One level more: what there was is below slot 0. */
static bool add_level(struct machine *m, struct radix_tree_root *root)
{
    uint32_t virt = radix_tree_node_alloc(m, root), slot = root->rnode;
    uint32_t height = root->height + 1;
    struct radix_tree_node *node;

    if (!virt)
        return false;
    node = node_at(m, virt);
    SET_OF(m, node, node, height, height, FMT_DEC);
    set_count(m, node, 1);
    SET_QUIET(m, node, parent, 0);
    if (height > 1) {
        SET_QUIET(m, node_at(m, slot), parent, virt);
        slot &= ~RADIX_TREE_INDIRECT_PTR;
    }
    set_slot(m, node, 0, slot);
    set_rnode(m, root, virt | RADIX_TREE_INDIRECT_PTR);
    set_height(m, root, height);
    return true;
}

/* lib/radix-tree.c:342 */
static int radix_tree_extend(struct machine *m, struct radix_tree_root *root, uint32_t index)
{
    uint32_t height = root->height + 1;
    bool ok = true;

    enter(m, F_radix_tree_extend);
    if (walking(m))
        value(m, V_tree_index, FMT_HEX, index);
    while (index > maxindex(height))
        height++;
    if (!root->rnode)
        set_height(m, root, height);
    while (ok && root->height < height)
        ok = add_level(m, root);
    leave_with(m, F_radix_tree_extend, FMT_SDEC, ok ? 0 : (uint32_t)-ENOMEM);
    return ok ? 0 : -ENOMEM;
}

/* A node where there is none: below `node` at this offset, or on top. */
static uint32_t add_node(struct machine *m, struct radix_tree_root *root,
                         struct radix_tree_node *node, uint32_t offset, uint32_t height)
{
    uint32_t virt = radix_tree_node_alloc(m, root);
    struct radix_tree_node *child;

    if (!virt)
        return 0;
    child = node_at(m, virt);
    SET_OF(m, child, node, height, height, FMT_DEC);
    SET_QUIET(m, child, parent, node ? ram_virt(m, node) : 0);
    if (node) {
        set_slot(m, node, offset, virt);
        set_count(m, node, node->count + 1);
    } else {
        set_rnode(m, root, virt | RADIX_TREE_INDIRECT_PTR);
    }
    return virt;
}

static int insert(struct machine *m, struct radix_tree_root *root, uint32_t index, uint32_t item)
{
    struct radix_tree_node *node = NULL;
    uint32_t slot, offset = 0;

    if (index > maxindex(need_height(m, &root->height)) && radix_tree_extend(m, root, index))
        return -ENOMEM;
    slot = root->rnode & ~RADIX_TREE_INDIRECT_PTR;
    for (uint32_t height = root->height; height; height--) {
        if (!slot)
            slot = add_node(m, root, node, offset, height);
        if (!slot)
            return -ENOMEM;
        node = node_at(m, slot);
        offset = offset_at(index, (height - 1) * RADIX_TREE_MAP_SHIFT);
        slot = node->slots[offset];
    }
    if (slot)
        return -EEXIST;
    if (node) {
        set_count(m, node, node->count + 1);
        set_slot(m, node, offset, item);
    } else {
        set_rnode(m, root, item);
    }
    return 0;
}

/* lib/radix-tree.c:397 */
int radix_tree_insert(struct machine *m, struct radix_tree_root *root, uint32_t index,
                      uint32_t item)
{
    int err;

    enter(m, F_radix_tree_insert);
    if (walking(m)) {
        value(m, V_tree_index, FMT_HEX, index);
        value(m, V_item, FMT_HEX, item);
    }
    err = insert(m, root, index, item);
    leave_with(m, F_radix_tree_insert, FMT_SDEC, (uint32_t)err);
    return err;
}

/* ---- finding ---- */

static uint32_t lookup(struct machine *m, const struct radix_tree_root *root, uint32_t index)
{
    const struct radix_tree_node *node;
    uint32_t height, slot = 0;

    if (!root->rnode)
        return 0;
    if (!(root->rnode & RADIX_TREE_INDIRECT_PTR))
        return index ? 0 : ram_virt(m, &root->rnode);
    node = node_at(m, root->rnode);
    height = need_height(m, &node->height);
    if (!height || index > maxindex(height))
        return 0;
    for (; height; height--) {
        slot = ram_virt(m, &node->slots[offset_at(index, (height - 1) * RADIX_TREE_MAP_SHIFT)]);
        if (!ram_read(m, slot))
            return 0;
        if (height > 1)
            node = node_at(m, ram_read(m, slot));
    }
    return slot;
}

/* lib/radix-tree.c:514 */
uint32_t radix_tree_lookup_slot(struct machine *m, struct radix_tree_root *root, uint32_t index)
{
    uint32_t slot = lookup(m, root, index);

    LEAF(m, F_radix_tree_lookup_slot, FMT_ADDR, slot, value(m, V_tree_index, FMT_HEX, index));
    return slot;
}

/* From the top to the first slot at or behind *index that is in use; 0 if its node has none, and *index is then where the next begins. */
static uint32_t descend(struct machine *m, uint32_t virt, uint32_t height, uint32_t *index)
{
    for (;; height--) {
        const struct radix_tree_node *node = node_at(m, virt);
        uint32_t shift = (height - 1) * RADIX_TREE_MAP_SHIFT, offset = offset_at(*index, shift);
        uint32_t first = offset;

        while (offset < RADIX_TREE_MAP_SIZE && !node->slots[offset])
            offset++;
        if (offset != first) /* *index = the first of that slot, or of the next node */
            *index = ((*index >> shift) + (offset - first)) << shift;
        if (offset == RADIX_TREE_MAP_SIZE)
            return 0;
        virt = node->slots[offset];
        if (height == 1)
            return virt;
    }
}

/* lib/radix-tree.c:711, a single slot at a time */
uint32_t radix_tree_next(struct machine *m, struct radix_tree_root *root, uint32_t *index)
{
    uint32_t height, from = *index;

    if (!(root->rnode & RADIX_TREE_INDIRECT_PTR))
        return from ? 0 : root->rnode;
    height = need_height(m, &node_at(m, root->rnode)->height);
    for (uint32_t n = 0; height && *index <= maxindex(height) && *index >= from; n++) {
        uint32_t item = descend(m, root->rnode, height, index);

        if (item)
            return item;
        if (n > LOOKS_MAX)
            oops(m, OOPS_LOOP, ram_virt(m, root));
    }
    return 0;
}

/* ---- deleting ---- */

/* lib/radix-tree.c:1277: as long as there is nothing beside slot 0, one level less. */
static void radix_tree_shrink(struct machine *m, struct radix_tree_root *root)
{
    enter(m, F_radix_tree_shrink);
    while (root->height) {
        struct radix_tree_node *to_free = node_at(m, root->rnode);
        uint32_t slot = to_free->slots[0];

        if (to_free->count != 1 || !slot)
            break;
        if (root->height > 1) {
            SET_QUIET(m, node_at(m, slot), parent, 0);
            slot |= RADIX_TREE_INDIRECT_PTR;
        }
        set_rnode(m, root, slot);
        set_height(m, root, root->height - 1);
        radix_tree_node_free(m, to_free);
    }
    leave(m, F_radix_tree_shrink);
}

/* The node that has the item's slot; NULL if there is none. */
static struct radix_tree_node *leaf_of(struct machine *m, const struct radix_tree_root *root,
                                       uint32_t index)
{
    uint32_t virt = root->rnode & ~RADIX_TREE_INDIRECT_PTR;
    struct radix_tree_node *node = NULL;

    for (uint32_t height = root->height; height; height--) {
        if (!virt)
            return NULL;
        node = node_at(m, virt);
        virt = node->slots[offset_at(index, (height - 1) * RADIX_TREE_MAP_SHIFT)];
    }
    return virt ? node : NULL;
}

/* Upwards from the leaf: nodes without slots in use go. */
static void delete_from(struct machine *m, struct radix_tree_root *root,
                        struct radix_tree_node *node, uint32_t index)
{
    struct radix_tree_node *to_free = NULL;

    for (uint32_t level = 0; node; level++, index >>= RADIX_TREE_MAP_SHIFT) {
        if (level > RADIX_TREE_MAX_PATH)
            oops(m, OOPS_LOOP, ram_virt(m, node));
        set_slot(m, node, index & MAP_MASK, 0);
        set_count(m, node, node->count - 1);
        if (to_free)
            radix_tree_node_free(m, to_free);
        if (node->count) {
            if (ram_virt(m, node) == (root->rnode & ~RADIX_TREE_INDIRECT_PTR))
                radix_tree_shrink(m, root);
            return;
        }
        to_free = node;
        node = node->parent ? node_at(m, node->parent) : NULL;
    }
    set_height(m, root, 0);
    set_rnode(m, root, 0);
    if (to_free)
        radix_tree_node_free(m, to_free);
}

/* lib/radix-tree.c:1346 */
void radix_tree_delete(struct machine *m, struct radix_tree_root *root, uint32_t index)
{
    struct radix_tree_node *node;

    enter(m, F_radix_tree_delete);
    if (walking(m))
        value(m, V_tree_index, FMT_HEX, index);
    if (!need_height(m, &root->height)) {
        if (!index)
            set_rnode(m, root, 0);
    } else if (index <= maxindex(root->height)) {
        node = leaf_of(m, root, index);
        if (node)
            delete_from(m, root, node, index);
    }
    leave(m, F_radix_tree_delete);
}
