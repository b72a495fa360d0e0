// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct inode: from new_inode() to evict() (fs/inode.c). Every inode here is shmem's: where the kernel asks the superblock's operations, shmem's are
 * called. It is in no hash table and on no list but its superblock's, of which nothing else is modelled.
 */
#include "alloc/file/file.h"

#define LAST_INO_BATCH 1024u
#define PAGE_SHIFT     12u

static void enter_inode(struct machine *m, enum function_id f, const struct inode *inode)
{
    enter(m, f);
    if (walking(m))
        value(m, V_inode, FMT_ADDR, ram_virt(m, inode));
}

/* ---- made ---- */

/* fs/inode.c:346 */
static void address_space_init_once(struct machine *m, struct address_space *mapping)
{
    SET_QUIET(m, mapping, page_tree.gfp_mask, GFP_ATOMIC);
    init_list_head(m, &mapping->private_list, FIELD_ram);
    init_list_head(m, &mapping->i_mmap_nonlinear, FIELD_ram);
}

/* fs/inode.c:364: what every inode leaves as it found it. */
void inode_init_once(struct machine *m, uint32_t virt)
{
    struct inode *inode = inode_at(m, virt);

    enter_inode(m, F_inode_init_once, inode);
    ram_fill(m, virt, 0, sizeof *inode);
    init_list_head(m, &inode->i_devices, FIELD_ram);
    init_list_head(m, &inode->i_wb_list, FIELD_ram);
    init_list_head(m, &inode->i_lru, FIELD_ram);
    address_space_init_once(m, &inode->i_data);
    leave(m, F_inode_init_once);
}

static void init_mapping(struct machine *m, struct inode *inode)
{
    struct address_space *mapping = &inode->i_data;

    SET_QUIET(m, mapping, a_ops, 0);
    SET_QUIET(m, mapping, host, ram_virt(m, inode));
    SET_OF(m, mapping, mapping, flags, GFP_HIGHUSER_MOVABLE, FMT_HEX);
    SET_QUIET(m, mapping, private_data, 0);
    SET_QUIET(m, mapping, backing_dev_info, 0);
    SET_QUIET(m, mapping, writeback_index, 0);
    SET_QUIET(m, inode, i_private, 0);
    SET_OF(m, inode, inode, i_mapping, ram_virt(m, mapping), FMT_ADDR);
}

/* fs/inode.c:125 */
static void inode_init_always(struct machine *m, struct inode *inode)
{
    enter_inode(m, F_inode_init_always, inode);
    SET_QUIET(m, inode, i_sb, 0);
    SET_QUIET(m, inode, i_blkbits, PAGE_SHIFT);
    SET_QUIET(m, inode, i_flags, 0);
    SET_OF(m, inode, inode, i_count, 1, FMT_SDEC);
    SET_OF(m, inode, inode, i_nlink, 1, FMT_DEC);
    SET_QUIET(m, inode, i_mode, 0);
    SET_QUIET(m, inode, i_writecount, 0);
    SET_QUIET(m, inode, i_size, 0);
    SET_QUIET(m, inode, i_size_high, 0);
    SET_QUIET(m, inode, i_blocks, 0);
    SET_QUIET(m, inode, i_dio_count, 0);
    init_mapping(m, inode);
    SET_QUIET(m, inode, i_dentry, 0);
    leave(m, F_inode_init_always);
}

/* fs/inode.c:203 */
static struct inode *alloc_inode(struct machine *m)
{
    struct inode *inode;

    enter(m, F_alloc_inode);
    inode = shmem_alloc_inode(m);
    if (inode)
        inode_init_always(m, inode);
    leave_with(m, F_alloc_inode, FMT_ADDR, inode ? ram_virt(m, inode) : 0);
    return inode;
}

/* fs/inode.c:837: each cpu takes 1,024 numbers at a time. What the kernel's boot has taken is not counted. */
static uint32_t get_next_ino(struct machine *m)
{
    uint32_t res = m->last_ino[m->cpu];

    if (!(res & (LAST_INO_BATCH - 1))) {
        res = m->shared_last_ino;
        set_word(m, &m->shared_last_ino, res + LAST_INO_BATCH, FIELD_shared_last_ino);
    }
    set_word(m, &m->last_ino[m->cpu], ++res, FIELD_last_ino);
    LEAF(m, F_get_next_ino, FMT_DEC, res, value(m, V_cpu, FMT_DEC, m->cpu));
    return res;
}

/* fs/inode.c:892 and :867. Its number is its file system's to give; shmem's come from here. */
struct inode *new_inode(struct machine *m)
{
    struct inode *inode;

    enter(m, F_new_inode);
    inode = alloc_inode(m);
    if (inode) {
        SET_QUIET(m, inode, i_state, 0);
        list_add(m, &inode->i_sb_list, &m->s_inodes, LIST_INODES);
        SET_OF(m, inode, inode, i_ino, get_next_ino(m), FMT_DEC);
    }
    leave_with(m, F_new_inode, FMT_ADDR, inode ? ram_virt(m, inode) : 0);
    return inode;
}

/* fs/inode.c:296 */
void clear_nlink(struct machine *m, struct inode *inode)
{
    enter_inode(m, F_clear_nlink, inode);
    SET_OF(m, inode, inode, i_nlink, 0, FMT_DEC);
    leave(m, F_clear_nlink);
}

/* ---- gone ---- */

/* A link of the list of inodes: its head, or RAM. */
static void need_link(struct machine *m, uint32_t off)
{
    if (off != offset_of(m, &m->s_inodes))
        ram_struct(m, off - m->ram_off + PAGE_OFFSET, sizeof(struct list_head));
}

/* fs/inode.c:441 */
static void inode_sb_list_del(struct machine *m, struct inode *inode)
{
    need_link(m, inode->i_sb_list.next);
    need_link(m, inode->i_sb_list.prev);
    list_del(m, &inode->i_sb_list, LIST_INODES);
    init_list_head(m, &inode->i_sb_list, FIELD_ram);
}

/* fs/inode.c:496 */
static void clear_inode(struct machine *m, struct inode *inode)
{
    enter_inode(m, F_clear_inode, inode);
    if (inode->i_data.nrpages)
        oops(m, OOPS_BUG, ram_virt(m, inode));
    SET_QUIET(m, inode, i_state, I_FREEING | I_CLEAR);
    leave(m, F_clear_inode);
}

/* fs/inode.c:528 and :258: off its list, without pages, free. */
static void evict(struct machine *m, struct inode *inode)
{
    enter_inode(m, F_evict, inode);
    inode_sb_list_del(m, inode);
    shmem_evict_inode(m, inode);
    clear_inode(m, inode);
    enter_inode(m, F_destroy_inode, inode);
    shmem_destroy_inode(m, inode);
    leave(m, F_destroy_inode);
    leave(m, F_evict);
}

/* fs/inode.c:1431 and :1385. Nobody looks for an inode of shmem's again: generic_delete_inode() says that it goes. */
void iput(struct machine *m, struct inode *inode)
{
    enter_inode(m, F_iput, inode);
    SET_OF(m, inode, inode, i_count, inode->i_count - 1, FMT_SDEC);
    if (!inode->i_count) {
        enter_inode(m, F_iput_final, inode);
        SET_QUIET(m, inode, i_state, inode->i_state | I_FREEING);
        evict(m, inode);
        leave(m, F_iput_final);
    }
    leave(m, F_iput);
}
