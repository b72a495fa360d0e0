// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/file/file.h"

/* SLUB's door to whoever made the cache: what a constructor does to an object. What a stray write left there is nobody's. */
void slub_ctor(struct machine *m, uint32_t ctor, uint32_t object)
{
    if (ctor == F_radix_tree_node_ctor)
        radix_tree_node_ctor(m, object);
    else if (ctor == F_shmem_init_inode)
        shmem_init_inode(m, object);
}
