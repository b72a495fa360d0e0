// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The red-black tree of lib/rbtree.c: same turns, same colours, so that a tree drawn by hand from the kernel's code is the tree here. The nodes
 * are struct rb_node in RAM and know each other by address. Left and right are one case each, mirrored.
 *
 *	word +0		address of the parent | 1 if black
 *	     +4		right child
 *	     +8		left child
 *	     +12	in an augmented tree: what the node says of all that lies below it
 */
#include "alloc/vm/vm.h"

#define RED   0u
#define BLACK 1u
enum side { LEFT, RIGHT };

static uint32_t get(struct machine *m, uint32_t node, uint32_t member)
{
    return ram_read(m, node + member);
}
static void put(struct machine *m, uint32_t node, uint32_t member, uint32_t to)
{
    ram_write(m, node + member, to);
}

static uint32_t member_of(enum side side)
{
    return side == LEFT ? 8 : 4;
}
static enum side other(enum side side)
{
    return side == LEFT ? RIGHT : LEFT;
}
static uint32_t child(struct machine *m, uint32_t node, enum side side)
{
    return get(m, node, member_of(side));
}
static void set_child(struct machine *m, uint32_t node, enum side side, uint32_t to)
{
    put(m, node, member_of(side), to);
}
static uint32_t parent_of(struct machine *m, uint32_t node)
{
    return get(m, node, 0) & ~3u;
}
static bool is_red(struct machine *m, uint32_t node)
{
    return !(get(m, node, 0) & BLACK);
}
static void set_parent_color(struct machine *m, uint32_t node, uint32_t parent, uint32_t color)
{
    put(m, node, 0, parent | color);
}
static void set_parent(struct machine *m, uint32_t node, uint32_t parent)
{
    set_parent_color(m, node, parent, get(m, node, 0) & BLACK);
}

uint32_t rb_parent(struct machine *m, uint32_t node)
{
    return parent_of(m, node);
}
uint32_t rb_left(struct machine *m, uint32_t node)
{
    return child(m, node, LEFT);
}
uint32_t rb_right(struct machine *m, uint32_t node)
{
    return child(m, node, RIGHT);
}

/* ---- what nodes say of what lies below them: include/linux/rbtree_augmented.h:54 ---- */

static bool augment(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    uint32_t said = t->compute(m, node);

    if (get(m, node, RB_AUGMENTED) == said)
        return false;
    put(m, node, RB_AUGMENTED, said);
    return true;
}
/* From here upwards, until it makes no difference or `stop` is reached. */
static void propagate(struct machine *m, const struct rb_tree *t, uint32_t node, uint32_t stop)
{
    for (int depth = 0; t->compute && node != stop && augment(m, t, node);
         rb_deeper(m, &depth, node))
        node = parent_of(m, node);
}
static void copy_augmented(struct machine *m, const struct rb_tree *t, uint32_t old, uint32_t new)
{
    if (t->compute)
        put(m, new, RB_AUGMENTED, get(m, old, RB_AUGMENTED));
}
/* `new` has taken the place of `old`, which now lies below it. */
static void rotate_augmented(struct machine *m, const struct rb_tree *t, uint32_t old, uint32_t new)
{
    copy_augmented(m, t, old, new);
    if (t->compute)
        put(m, old, RB_AUGMENTED, t->compute(m, old));
}

void rb_propagate(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    propagate(m, t, node, 0);
}

/* ---- turns ---- */

/* include/linux/rbtree_augmented.h:122 */
static void change_child(struct machine *m, const struct rb_tree *t, uint32_t old, uint32_t new,
                         uint32_t parent)
{
    if (!parent)
        set_word(m, t->root, new, t->field);
    else
        set_child(m, parent, child(m, parent, LEFT) == old ? LEFT : RIGHT, new);
}

/* lib/rbtree.c:62: `new` gets old's parent and colour, old becomes its child of that colour. */
static void rotate_set_parents(struct machine *m, const struct rb_tree *t, uint32_t old,
                               uint32_t new, uint32_t color)
{
    uint32_t parent = parent_of(m, old);

    put(m, new, 0, get(m, old, 0));
    set_parent_color(m, old, new, color);
    change_child(m, t, old, new, parent);
}

/* `up`, the child of `node` on that side, takes its place; what lay between them changes hands. The colours are the caller's. */
static uint32_t turn(struct machine *m, uint32_t node, enum side side, uint32_t up)
{
    uint32_t between = child(m, up, other(side));

    set_child(m, node, side, between);
    set_child(m, up, other(side), node);
    return between;
}

/* include/linux/rbtree.h:79 */
void rb_link_node(struct machine *m, const struct rb_tree *t, uint32_t node, uint32_t parent,
                  bool right)
{
    set_parent_color(m, node, parent, RED);
    set_child(m, node, LEFT, 0);
    set_child(m, node, RIGHT, 0);
    if (parent)
        set_child(m, parent, right ? RIGHT : LEFT, node);
    else
        set_word(m, t->root, node, t->field);
}

/* The node's uncle is red: both take the black from above, which then may clash with what is above it. */
static void flip_colors(struct machine *m, uint32_t parent, uint32_t uncle, uint32_t gparent)
{
    set_parent_color(m, uncle, gparent, BLACK);
    set_parent_color(m, parent, gparent, BLACK);
    set_parent_color(m, gparent, parent_of(m, gparent), RED);
}

/* The uncle is black: one turn at the grandparent, after one at the parent if the node lies on the inner side. */
static void turn_for_insert(struct machine *m, const struct rb_tree *t, uint32_t node,
                            uint32_t parent, uint32_t gparent, enum side side)
{
    uint32_t inner = child(m, parent, other(side));

    if (node == inner) {
        uint32_t between = turn(m, parent, other(side), node);

        if (between)
            set_parent_color(m, between, parent, BLACK);
        set_parent_color(m, parent, node, RED);
        rotate_augmented(m, t, parent, node);
        parent = node;
        inner = child(m, node, other(side));
    }
    turn(m, gparent, side, parent);
    if (inner)
        set_parent_color(m, inner, gparent, BLACK);
    rotate_set_parents(m, t, gparent, parent, RED);
    rotate_augmented(m, t, gparent, parent);
}

/* lib/rbtree.c:73; an augmented tree comes in by another door. */
void rb_insert_color(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    enum function_id f = t->compute ? F_rb_insert_augmented_ : F_rb_insert_color;

    enter(m, f);
    if (walking(m))
        value(m, V_node, FMT_ADDR, node);
    for (int depth = 0;; rb_deeper(m, &depth, node)) {
        uint32_t parent = parent_of(m, node), gparent, uncle;
        enum side side;

        if (!parent) {
            set_parent_color(m, node, 0, BLACK);
            break;
        }
        if (!is_red(m, parent))
            break;
        gparent = parent_of(m, parent);
        side = child(m, gparent, RIGHT) == parent ? RIGHT : LEFT;
        uncle = child(m, gparent, other(side));
        if (!uncle || !is_red(m, uncle)) {
            turn_for_insert(m, t, node, parent, gparent, side);
            break;
        }
        flip_colors(m, parent, uncle, gparent);
        node = gparent;
    }
    leave(m, f);
}

/* The last two cases of lib/rbtree.c:202: a red child of the sibling ends the matter. */
static void turn_for_erase(struct machine *m, const struct rb_tree *t, uint32_t parent,
                           uint32_t sibling, enum side side)
{
    uint32_t far = child(m, sibling, other(side)), between;

    if (!far || !is_red(m, far)) {
        uint32_t near = child(m, sibling, side);

        between = turn(m, sibling, side, near);
        set_child(m, parent, other(side), near);
        if (between)
            set_parent_color(m, between, sibling, BLACK);
        rotate_augmented(m, t, sibling, near);
        far = sibling;
        sibling = near;
    }
    between = turn(m, parent, other(side), sibling);
    set_parent_color(m, far, sibling, BLACK);
    if (between)
        set_parent(m, between, parent);
    rotate_set_parents(m, t, parent, sibling, BLACK);
    rotate_augmented(m, t, parent, sibling);
}

static bool red_child(struct machine *m, uint32_t node)
{
    uint32_t left = child(m, node, LEFT), right = child(m, node, RIGHT);

    return (left && is_red(m, left)) || (right && is_red(m, right));
}

/* lib/rbtree.c:202: paths through `parent` on the side of `node`, first an absent one, are one black short. */
static void erase_color(struct machine *m, const struct rb_tree *t, uint32_t parent)
{
    uint32_t node = 0;

    for (int depth = 0; parent; rb_deeper(m, &depth, parent)) {
        enum side side = child(m, parent, RIGHT) == node ? RIGHT : LEFT;
        uint32_t sibling = child(m, parent, other(side));

        if (is_red(m, sibling)) {
            uint32_t between = turn(m, parent, other(side), sibling);

            set_parent_color(m, between, parent, BLACK);
            rotate_set_parents(m, t, parent, sibling, RED);
            rotate_augmented(m, t, parent, sibling);
            sibling = between;
        }
        if (red_child(m, sibling)) {
            turn_for_erase(m, t, parent, sibling, side);
            return;
        }
        set_parent_color(m, sibling, parent, RED);
        if (is_red(m, parent)) {
            put(m, parent, 0, get(m, parent, 0) | BLACK);
            return;
        }
        node = parent;
        parent = parent_of(m, node);
    }
}

/* A node with two children: the next in order takes its place and its colour. Returns whose subtree is then a black short, or 0. */
static uint32_t replace_by_successor(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    uint32_t right = child(m, node, RIGHT), left = child(m, node, LEFT), next = right;
    uint32_t parent = right, orphan, color = get(m, node, 0), was;

    for (int depth = 0; child(m, next, LEFT); rb_deeper(m, &depth, next)) {
        parent = next;
        next = child(m, next, LEFT);
    }
    orphan = child(m, next, RIGHT);
    if (next == right) {
        parent = next;
        copy_augmented(m, t, node, next);
    } else {
        set_child(m, parent, LEFT, orphan);
        set_child(m, next, RIGHT, right);
        set_parent(m, right, next);
        copy_augmented(m, t, node, next);
        propagate(m, t, parent, next);
    }
    set_child(m, next, LEFT, left);
    set_parent(m, left, next);
    change_child(m, t, node, next, color & ~3u);
    was = get(m, next, 0);
    put(m, next, 0, color);
    if (orphan)
        set_parent_color(m, orphan, parent, BLACK);
    propagate(m, t, next, 0);
    return !orphan && was & BLACK ? parent : 0;
}

/* include/linux/rbtree_augmented.h:138: a node with at most one child, which then is red. */
static uint32_t replace_by_child(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    uint32_t left = child(m, node, LEFT), only = left ? left : child(m, node, RIGHT);
    uint32_t color = get(m, node, 0), parent = color & ~3u;

    change_child(m, t, node, only, parent);
    if (only)
        put(m, only, 0, color);
    propagate(m, t, parent, 0);
    return !only && color & BLACK ? parent : 0;
}

/* lib/rbtree.c:392 */
void rb_erase(struct machine *m, const struct rb_tree *t, uint32_t node)
{
    bool two = child(m, node, LEFT) && child(m, node, RIGHT);
    enum function_id f = t->compute ? F_rb_erase_augmented : F_rb_erase;

    enter(m, f);
    if (walking(m))
        value(m, V_node, FMT_ADDR, node);
    erase_color(m, t, two ? replace_by_successor(m, t, node) : replace_by_child(m, t, node));
    leave(m, f);
}

/* lib/rbtree.c:476 */
uint32_t rb_prev(struct machine *m, uint32_t node)
{
    uint32_t at = child(m, node, LEFT), parent;

    if (at) {
        for (int depth = 0; child(m, at, RIGHT); rb_deeper(m, &depth, at))
            at = child(m, at, RIGHT);
        return at;
    }
    parent = parent_of(m, node);
    for (int depth = 0; parent && child(m, parent, LEFT) == node; rb_deeper(m, &depth, node)) {
        node = parent;
        parent = parent_of(m, node);
    }
    return parent;
}
