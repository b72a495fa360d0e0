// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct dentry: the name of a file that has none (fs/dcache.c). It is in no directory and in no hash table, so that it goes with its last
 * reference, at once: nobody without a lock can have seen it.
 */
#include <string.h>

#include "alloc/file/file.h"

#define DCACHE_DENTRY_KILLED 0x00008000u
#define DCACHE_ENTRY_TYPE    0x00700000u
#define DCACHE_FILE_TYPE     0x00400000u
#define LOCKREF_DEAD         (-128)

static void set_count(struct machine *m, struct dentry *dentry, int32_t to)
{
    SET_OF(m, dentry, dentry, d_count, to, FMT_SDEC);
}
static void enter_dentry(struct machine *m, enum function_id f, const struct dentry *dentry)
{
    enter(m, f);
    if (walking(m))
        value(m, V_dentry, FMT_ADDR, ram_virt(m, dentry));
}

/* fs/dcache.c:3377 */
void dcache_init(struct machine *m)
{
    enter(m, F_dcache_init);
    set_word(m, &m->dentry_cache,
             kmem_cache_create(m, string_literal(m, "dentry"), sizeof(struct dentry), 8,
                               SLAB_RECLAIM_ACCOUNT | SLAB_PANIC),
             FIELD_dentry_cache);
    leave(m, F_dcache_init);
}

static void init_dentry(struct machine *m, struct dentry *dentry, const char *name)
{
    uint32_t virt = ram_virt(m, dentry), iname = ram_virt(m, dentry->d_iname);

    SET_QUIET(m, dentry, d_iname[DNAME_INLINE_LEN - 4], 0);
    SET_QUIET(m, dentry, d_name_len, strlen(name));
    SET_QUIET(m, dentry, d_name_hash, 0);
    ram_copy_in(m, iname, name, (uint32_t)strlen(name) + 1);
    SET_QUIET(m, dentry, d_name_name, iname);
    set_count(m, dentry, 1);
    SET_QUIET(m, dentry, d_flags, 0);
    SET_QUIET(m, dentry, d_seq, 0);
    SET_QUIET(m, dentry, d_inode, 0);
    SET_QUIET(m, dentry, d_parent, virt);
    SET_QUIET(m, dentry, d_sb, 0);
    SET_QUIET(m, dentry, d_op, F_simple_dname);
    SET_QUIET(m, dentry, d_fsdata, 0);
    SET_QUIET(m, dentry, d_hash[0], 0);
    SET_QUIET(m, dentry, d_hash[1], 0);
    init_list_head(m, &dentry->d_lru, FIELD_ram);
    init_list_head(m, &dentry->d_subdirs, FIELD_ram);
    SET_QUIET(m, dentry, d_alias_next, 0);
    SET_QUIET(m, dentry, d_alias_pprev, 0);
    init_list_head(m, &dentry->d_child, FIELD_ram);
}

/* fs/dcache.c:1574 and :1481, and what sets its operations; the name is short enough to lie in the dentry. */
uint32_t d_alloc_pseudo(struct machine *m, const char *name)
{
    uint32_t virt;

    enter(m, F_d_alloc_pseudo);
    enter(m, F_d_alloc_);
    virt = kmem_cache_alloc(m, cache_at(m, m->dentry_cache), GFP_KERNEL);
    if (virt)
        init_dentry(m, dentry_at(m, virt), name);
    leave_with(m, F_d_alloc_, FMT_ADDR, virt);
    leave_with(m, F_d_alloc_pseudo, FMT_ADDR, virt);
    return virt;
}

/* fs/dcache.c:1675 and :1645 */
void d_instantiate(struct machine *m, struct dentry *dentry, struct inode *inode)
{
    uint32_t alias = ram_virt(m, &dentry->d_alias_next);

    enter_dentry(m, F_d_instantiate, dentry);
    if (walking(m))
        value(m, V_inode, FMT_ADDR, ram_virt(m, inode));
    SET_QUIET(m, dentry, d_flags, (dentry->d_flags & ~DCACHE_ENTRY_TYPE) | DCACHE_FILE_TYPE);
    SET_QUIET(m, dentry, d_alias_next, inode->i_dentry);
    SET_QUIET(m, inode, i_dentry, alias);
    SET_QUIET(m, dentry, d_alias_pprev, ram_virt(m, &inode->i_dentry));
    SET_OF(m, dentry, dentry, d_inode, ram_virt(m, inode), FMT_ADDR);
    leave(m, F_d_instantiate);
}

/* hlist_del_init() */
static void unlink_alias(struct machine *m, struct dentry *dentry)
{
    if (!dentry->d_alias_pprev)
        return;
    ram_write(m, dentry->d_alias_pprev, dentry->d_alias_next);
    if (dentry->d_alias_next)
        ram_write(m, dentry->d_alias_next + 4, dentry->d_alias_pprev);
    SET_QUIET(m, dentry, d_alias_next, 0);
    SET_QUIET(m, dentry, d_alias_pprev, 0);
}

/* fs/dcache.c:285 */
static void dentry_iput(struct machine *m, struct dentry *dentry)
{
    uint32_t inode = dentry->d_inode;

    enter_dentry(m, F_dentry_iput, dentry);
    if (inode) {
        SET_OF(m, dentry, dentry, d_inode, 0, FMT_ADDR);
        unlink_alias(m, dentry);
        iput(m, inode_at(m, inode));
    }
    leave(m, F_dentry_iput);
}

/* fs/dcache.c:509 and :434: dead to the world, then its inode, then itself. */
static void dentry_kill(struct machine *m, struct dentry *dentry)
{
    enter_dentry(m, F_dentry_kill, dentry);
    set_count(m, dentry, LOCKREF_DEAD);
    enter_dentry(m, F_d_kill, dentry);
    SET_QUIET(m, dentry, d_child.next, LIST_POISON1);
    SET_QUIET(m, dentry, d_child.prev, LIST_POISON2);
    SET_QUIET(m, dentry, d_flags, dentry->d_flags | DCACHE_DENTRY_KILLED);
    dentry_iput(m, dentry);
    enter(m, F_d_free);
    kmem_cache_free(m, cache_at(m, m->dentry_cache), ram_virt(m, dentry));
    leave(m, F_d_free);
    leave(m, F_d_kill);
    leave(m, F_dentry_kill);
}

/* fs/dcache.c:578, of a dentry that is not hashed */
void dput(struct machine *m, uint32_t virt)
{
    struct dentry *dentry;

    if (!virt)
        return;
    dentry = dentry_at(m, virt);
    enter_dentry(m, F_dput, dentry);
    if (dentry->d_count > 1)
        set_count(m, dentry, dentry->d_count - 1);
    else
        dentry_kill(m, dentry);
    leave(m, F_dput);
}
