// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files, as far as memory that processes share needs them: a mapping with MAP_SHARED and without a file gets one of shmem's that nobody else can
 * open. Its pages are not in the file but in its page cache, a radix tree:
 *
 *	vm_area_struct -- vm_file --> file -- f_path.dentry --> dentry -- d_inode --> inode
 *	                               '----- f_mapping ------------------------------> inode.i_data, struct address_space
 *	                                                                                  '-- page_tree --> radix_tree_node --> pages
 *
 * Struct sizes are those of the study machine's configuration: locks of 16 bytes and mutexes of 40 (DEBUG_SPINLOCK, DEBUG_MUTEXES), FS_POSIX_ACL,
 * FSNOTIFY, EPOLL and LBDAF, without SECURITY, QUOTA and IMA. Members that no code here uses keep their room.
 *
 * As elsewhere list heads are linked by offsets, nodes of trees and hlists by addresses, locks are left out, and a table of functions is the id
 * of the one function of it that is called (names.h), or 0. A struct page * in the radix tree is the page's physical address, whose low bits
 * are as free as the pointer's.
 *
 * Not modelled: names, directories and the dentry hash, the superblock and the mount that shmem_init() makes, credentials, times, swap, limits of
 * size and number, and what the kernel counts per cpu only to tell (nr_dentry, nr_inodes, nr_files).
 *
 * Start reading at shmem.c. Addresses are virtual, 0 is NULL.
 */
#ifndef ALLOC_FILE_FILE_H
#define ALLOC_FILE_FILE_H

#include "alloc/vm/vm.h"

#define PG_UPTODATE   (1u << 3)
#define PG_DIRTY      (1u << 4)
#define PG_SWAPBACKED (1u << 19)

#define GFP_HIGHUSER         (GFP_KERNEL | GFP_HARDWALL_ | GFP_HIGHMEM_)
#define GFP_HIGHUSER_MOVABLE (GFP_HIGHUSER | GFP_MOVABLE_)

/* include/linux/mm.h:1011: what a fault ends in */
#define VM_FAULT_OOM    0x0001u
#define VM_FAULT_SIGBUS 0x0002u
#define VM_FAULT_WRITE  0x0008u
#define VM_FAULT_LOCKED 0x0200u

/* ---- structures in RAM ---- */

/* include/linux/radix-tree.h:64. rnode: a page if height is 0, else the address of the top node | RADIX_TREE_INDIRECT_PTR. */
struct radix_tree_root {
    uint32_t height, gfp_mask, rnode;
};
#define RADIX_TREE_MAP_SHIFT    6u
#define RADIX_TREE_MAP_SIZE     64u
#define RADIX_TREE_INDIRECT_PTR 1u
#define RADIX_TREE_MAX_PATH     6u
_Static_assert(RADIX_TREE_PRELOAD_SIZE == 2 * RADIX_TREE_MAX_PATH - 1, "lib/radix-tree.c:81");

/* lib/radix-tree.c:50 */
struct radix_tree_node {
    uint32_t height, count; /* 1: slots lead to pages; slots in use */
    uint32_t parent, rcu_func;
    uint32_t slots[RADIX_TREE_MAP_SIZE];
    uint32_t tags[3][2];
};
_Static_assert(sizeof(struct radix_tree_node) == 296, "struct radix_tree_node is 296 bytes here");

/* include/linux/fs.h:409 */
struct address_space {
    uint32_t host;
    struct radix_tree_root page_tree;
    uint32_t tree_lock[4];
    uint32_t i_mmap_writable, i_mmap; /* areas that share it; all areas, an interval tree */
    struct list_head i_mmap_nonlinear;
    uint32_t i_mmap_mutex[10];
    uint32_t nrpages, writeback_index;
    uint32_t a_ops, flags; /* flags: the gfp mask of its pages */
    uint32_t backing_dev_info, private_lock[4];
    struct list_head private_list;
    uint32_t private_data;
};
_Static_assert(sizeof(struct address_space) == 136, "struct address_space is 136 bytes here");

/* include/linux/fs.h:524 */
struct inode {
    uint32_t i_mode, i_uid, i_gid, i_flags; /* i_mode with i_opflags above it */
    uint32_t i_acl, i_default_acl, i_op, i_sb, i_mapping;
    uint32_t i_ino, i_nlink, i_rdev;
    uint32_t i_size, i_size_high;
    uint32_t i_atime[2], i_mtime[2], i_ctime[2], i_lock[4];
    uint32_t i_bytes, i_blkbits, i_blocks, i_blocks_high;
    uint32_t i_size_seqcount, i_state, i_mutex[10], dirtied_when;
    uint32_t i_hash[2];
    struct list_head i_wb_list, i_lru, i_sb_list;
    uint32_t i_dentry, i_rcu_func, hole;
    uint32_t i_version[2];
    int32_t i_count, i_dio_count, i_writecount;
    uint32_t i_fop, i_flock;
    struct address_space i_data;
    struct list_head i_devices;
    uint32_t i_pipe, i_generation, i_fsnotify_mask, i_fsnotify_marks, i_private;
};
_Static_assert(sizeof(struct inode) == 400 && offsetof(struct inode, i_size) % 8 == 0 &&
                   offsetof(struct inode, i_version) % 8 == 0,
               "struct inode is 400 bytes here");
#define I_FREEING (1u << 5) /* include/linux/fs.h:1722 */
#define I_CLEAR   (1u << 6)

/* include/linux/shmem_fs.h:11 */
struct shmem_inode_info {
    uint32_t lock[4];
    uint32_t flags, alloced, swapped; /* VM_NORESERVE; pages */
    struct list_head swaplist, xattrs;
    uint32_t xattrs_lock[4], hole;
    struct inode vfs_inode;
};
_Static_assert(sizeof(struct shmem_inode_info) == 464 &&
                   offsetof(struct shmem_inode_info, vfs_inode) == 64,
               "struct shmem_inode_info is 464 bytes here");

/* include/linux/dcache.h:108 */
#define DNAME_INLINE_LEN 36u
struct dentry {
    uint32_t d_flags, d_seq, d_hash[2], d_parent, hole;
    uint32_t d_name_hash, d_name_len, d_name_name, d_name_hole;
    uint32_t d_inode;
    char d_iname[DNAME_INLINE_LEN];
    uint32_t d_lock[4];
    int32_t d_count; /* d_lockref.count; -128: dead */
    uint32_t d_op, d_sb, d_time, d_fsdata;
    struct list_head d_lru, d_child, d_subdirs;
    uint32_t d_alias_next, d_alias_pprev, tail;
};
_Static_assert(sizeof(struct dentry) == 152 && offsetof(struct dentry, d_name_hash) % 8 == 0,
               "struct dentry is 152 bytes here");

/* include/linux/fs.h:772 */
struct file {
    uint32_t fu_next, fu_func; /* while it waits to be put: struct callback_head */
    uint32_t f_path_mnt, f_path_dentry;
    uint32_t f_inode, f_op, f_lock[4];
    int32_t f_count;
    uint32_t f_flags, f_mode, hole, f_pos[2];
    uint32_t f_owner[9], f_cred, f_ra[8], f_version[2];
    uint32_t private_data;
    struct list_head f_ep_links, f_tfile_llink;
    uint32_t f_mapping;
};
_Static_assert(sizeof(struct file) == 168 && offsetof(struct file, f_pos) % 8 == 0 &&
                   offsetof(struct file, f_version) % 8 == 0,
               "struct file is 168 bytes here");

static inline struct file *file_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct file));
}
static inline struct dentry *dentry_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct dentry));
}
static inline struct inode *inode_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct inode));
}
static inline struct address_space *mapping_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct address_space));
}
/* SHMEM_I() */
static inline struct shmem_inode_info *shmem_i(struct machine *m, const struct inode *inode)
{
    return ram_struct(m,
                      ram_virt(m, inode) - (uint32_t)offsetof(struct shmem_inode_info, vfs_inode),
                      sizeof(struct shmem_inode_info));
}

/* Members, said in the walk; and those that nobody looks at. */
#define SET_OF(m, p, struct_, member, to, format) \
    set_said(m, &(p)->member, (uint32_t)(to), FIELD_ram, V_##struct_##_##member, format)
#define SET_QUIET(m, p, member, to) \
    set_word(m, (uint32_t *)(void *)&(p)->member, (uint32_t)(to), FIELD_ram)

/* ---- radix_tree.c, radix_tree_node.c: lib/radix-tree.c, without tags ---- */
void radix_tree_init(struct machine *m);
/* For this cpu: so many nodes that one insertion cannot fail. 0 or -ENOMEM. */
int radix_tree_maybe_preload(struct machine *m, uint32_t gfp_mask);
/* 0, -ENOMEM or -EEXIST. */
int radix_tree_insert(struct machine *m, struct radix_tree_root *root, uint32_t index,
                      uint32_t item);
/* The address of the item's word; 0 if it has none. The word may be 0. */
uint32_t radix_tree_lookup_slot(struct machine *m, struct radix_tree_root *root, uint32_t index);
void radix_tree_delete(struct machine *m, struct radix_tree_root *root, uint32_t index);
/* The first item at *index or behind it, and where that is; 0 if there is none. */
uint32_t radix_tree_next(struct machine *m, struct radix_tree_root *root, uint32_t *index);
void radix_tree_node_ctor(struct machine *m, uint32_t node);

/* ---- page_cache.c: pages of a mapping ---- */
/* The page of an item, which must be one. */
struct page *item_page(struct machine *m, uint32_t item);
/* With a reference more; NULL if there is none. Locks are left out. */
struct page *find_lock_page(struct machine *m, struct address_space *mapping, uint32_t index);
int shmem_add_to_page_cache(struct machine *m, struct page *page, struct address_space *mapping,
                            uint32_t index);
void truncate_inode_page(struct machine *m, struct address_space *mapping, struct page *page);
void set_page_dirty(struct machine *m, struct page *page);

/* ---- dentry.c, inode.c ---- */
void dcache_init(struct machine *m);
uint32_t d_alloc_pseudo(struct machine *m, const char *name); /* 0: no memory */
void d_instantiate(struct machine *m, struct dentry *dentry, struct inode *inode);
void dput(struct machine *m, uint32_t virt);
void inode_init_once(struct machine *m, uint32_t virt);
struct inode *new_inode(struct machine *m); /* NULL: no memory */
void clear_nlink(struct machine *m, struct inode *inode);
void iput(struct machine *m, struct inode *inode);

/* ---- file_table.c: struct file, and when it goes ---- */
void files_init(struct machine *m);
uint32_t alloc_file(struct machine *m, uint32_t dentry); /* 0: no memory */
void get_file(struct machine *m, uint32_t virt);
/* The last reference goes on the way back to the user: task_work_run(). */
void fput(struct machine *m, uint32_t virt);
void task_work_run(struct machine *m);

/* ---- shmem.c, shmem_evict.c ---- */
/* The caches; the kernel makes them at boot, here the first shared mapping does. */
void shmem_init(struct machine *m);
void shmem_init_inode(struct machine *m, uint32_t info);
/* A file without a name of so many bytes; its address, or -errno. */
uint32_t shmem_file_setup(struct machine *m, const char *name, uint32_t size, uint32_t vm_flags);
struct inode *shmem_alloc_inode(struct machine *m);
void shmem_destroy_inode(struct machine *m, struct inode *inode);
void shmem_evict_inode(struct machine *m, struct inode *inode);
void shmem_recalc_inode(struct machine *m, struct inode *inode);
/* The page of a file at this offset, in *page with a reference more. VM_FAULT_*. */
uint32_t shmem_fault(struct machine *m, uint32_t file, uint32_t pgoff, struct page **page);

#endif
