// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User address spaces, room by room: processes, what they have mapped, faults, fork() and exit().
 *
 *	0x00002000	FIRST_USER_ADDRESS
 *	0x40000000	TASK_UNMAPPED_BASE: where the old layout begins to search, upwards
 *	0xb7000000	mmap_base: where the new one begins, downwards; 128 MiB above it are the stack's
 *	0xbf000000	TASK_SIZE
 *
 * A process here is its address space: no files, no signals, no threads, no task_struct. Its struct mm_struct, its areas (struct vm_area_struct)
 * and what links pages to areas (struct anon_vma, anon_vma_chain) are slab objects in RAM at the kernel's offsets; its tables are pages.
 * As elsewhere list heads are linked by offsets, nodes of trees by addresses, and a struct page * is a pfn. Locks are left out: their words
 * are 0.
 *
 * Anybody may write to RAM: what is read from it is looked at before it is followed (oops.h), and every loop has a bound.
 *
 * Addresses are virtual, 0 is NULL. Start reading at process.c, then mmap.c, fault.c, anon.c, fork.c, munmap.c.
 */
#ifndef ALLOC_USER_USER_H
#define ALLOC_USER_USER_H

#include "alloc/file/file.h"

#define FIRST_USER_ADDRESS   0x2000u
#define TASK_UNMAPPED_BASE   0x40000000u /* a third of TASK_SIZE, rounded up to 16 MiB */
#define MMAP_MIN_GAP         0x08000000u
#define SYSCTL_MAX_MAP_COUNT 65530
#define VMAS_MAX             0x10000u /* the bound of every loop over areas: more is a circle */

/* include/linux/mm.h:78 */
#define VM_READ     0x1u
#define VM_WRITE    0x2u
#define VM_EXEC     0x4u
#define VM_SHARED   0x8u
#define VM_MAYREAD  0x10u
#define VM_MAYWRITE 0x20u
#define VM_MAYEXEC  0x40u
#define VM_MAYSHARE 0x80u
#define VM_ACCOUNT  0x100000u

/* include/uapi/asm-generic/mman-common.h */
#define MAP_SHARED  0x01u
#define MAP_PRIVATE 0x02u
#define MAP_FIXED   0x10u

/* include/linux/mm.h:215 */
#define FAULT_FLAG_WRITE 0x01u
#define FAULT_FLAG_USER  0x80u
/* arch/arm/mm/fault.c:203 */
#define VM_FAULT_BADMAP    0x010000u
#define VM_FAULT_BADACCESS 0x020000u

/* arch/arm/mm/fault.h */
#define FSR_WRITE  (1u << 11)
#define FSR_LNX_PF (1u << 31)

#define GFP_NOWAIT 0u

/* What the ids of a mm's counters are: include/linux/mm_types.h:318 */
enum rss { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, NR_MM_COUNTERS };

/* ---- structures in RAM ---- */

/*
 * include/linux/mm_types.h:343, with AIO and compaction, without memory cgroups: 432 bytes. What no code here uses keeps its room. There are no
 * addresses of code here: get_unmapped_area holds the id of the one that would be called (names.h).
 */
struct mm_struct {
    uint32_t mmap, mm_rb, mmap_cache; /* first area, top of the tree, last find_vma() */
    uint32_t get_unmapped_area;
    uint32_t mmap_base, mmap_legacy_base, task_size, highest_vm_end;
    uint32_t pgd;
    int32_t mm_users, mm_count, nr_ptes, map_count;
    uint32_t page_table_lock[4], mmap_sem[7];
    struct list_head mmlist;
    uint32_t hiwater_rss, hiwater_vm;
    uint32_t total_vm, locked_vm, pinned_vm, shared_vm, exec_vm, stack_vm, def_flags;
    uint32_t start_code[11]; /* to env_end */
    uint32_t saved_auxv[42];
    int32_t rss_stat[NR_MM_COUNTERS];
    uint32_t binfmt;
    uint32_t cpu_vm_mask, hole;
    uint32_t context_id, context_id_high, vmalloc_seq, sigpage;
    uint32_t flags, core_state, ioctx_lock[4], ioctx_table, exe_file, tlb_flush_pending, tail;
};
_Static_assert(sizeof(struct mm_struct) == 432, "struct mm_struct is 432 bytes here");

/* include/linux/mm_types.h:245 */
struct vm_area_struct {
    uint32_t vm_start, vm_end;
    uint32_t vm_next, vm_prev;
    struct rb_node vm_rb;
    uint32_t rb_subtree_gap;
    uint32_t vm_mm, vm_page_prot, vm_flags;
    struct rb_node shared; /* in a file's i_mmap */
    uint32_t shared_subtree_last;
    struct list_head anon_vma_chain;
    uint32_t anon_vma;
    uint32_t vm_ops; /* the id of its fault() */
    uint32_t vm_pgoff, vm_file, vm_private_data;
};
_Static_assert(sizeof(struct vm_area_struct) == 88, "struct vm_area_struct is 88 bytes here");

/* include/linux/rmap.h:27 */
struct anon_vma {
    uint32_t root, rwsem[7];
    int32_t refcount;
    uint32_t rb_root;
};
_Static_assert(sizeof(struct anon_vma) == 40, "struct anon_vma is 40 bytes here");

/* include/linux/rmap.h:62 */
struct anon_vma_chain {
    uint32_t vma, anon_vma;
    struct list_head same_vma;
    struct rb_node rb;
    uint32_t rb_subtree_last;
};
_Static_assert(sizeof(struct anon_vma_chain) == 32, "struct anon_vma_chain is 32 bytes here");

static inline struct mm_struct *mm_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct mm_struct));
}
/* NULL for 0. */
static inline struct vm_area_struct *vma_at(struct machine *m, uint32_t virt)
{
    return virt ? ram_struct(m, virt, sizeof(struct vm_area_struct)) : NULL;
}
static inline uint32_t vma_virt(const struct machine *m, const struct vm_area_struct *vma)
{
    return vma ? ram_virt(m, vma) : 0;
}
static inline uint32_t vma_node(const struct machine *m, const struct vm_area_struct *vma)
{
    return ram_virt(m, &vma->vm_rb);
}
static inline struct vm_area_struct *node_vma(struct machine *m, uint32_t node)
{
    return node ? ram_struct(m, node - (uint32_t)offsetof(struct vm_area_struct, vm_rb),
                             sizeof(struct vm_area_struct))
                : NULL;
}
/* One more area of a loop. */
static inline void count_vma(struct machine *m, uint32_t *n, const struct vm_area_struct *vma)
{
    if (++*n > VMAS_MAX)
        oops(m, OOPS_LOOP, vma_virt(m, vma));
}
/* Does it map a file? Only shared ones do. */
static inline bool vma_is_file(const struct vm_area_struct *vma)
{
    return vma->vm_file != 0;
}
static inline uint32_t mk_pte(const struct machine *m, const struct page *page, uint32_t prot)
{
    return pfn_pte(page_to_pfn(m, page), prot);
}
/* include/linux/mm.h:595, of a word that is being written to */
static inline uint32_t maybe_mkwrite(uint32_t pte, const struct vm_area_struct *vma)
{
    return vma->vm_flags & VM_WRITE ? pte & ~L_PTE_RDONLY : pte;
}
static inline uint32_t vma_pages(const struct vm_area_struct *vma)
{
    return (vma->vm_end - vma->vm_start) >> 12;
}
static inline struct anon_vma *anon_vma_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct anon_vma));
}
static inline struct anon_vma_chain *avc_at(struct machine *m, uint32_t virt)
{
    return ram_struct(m, virt, sizeof(struct anon_vma_chain));
}
/* The table of an address space, which must be one. */
static inline uint32_t mm_pgd(struct machine *m, const struct mm_struct *mm)
{
    ram_struct(m, mm->pgd, PGD_SIZE);
    return mm->pgd;
}

/* Members, said in the walk. */
#define SET_MM(m, mm, member, to) \
    set_said(m, &(mm)->member, (uint32_t)(to), FIELD_ram, V_mm_##member, MM_FORMAT_##member)
#define SET_VMA(m, vma, member, to) \
    set_said(m, &(vma)->member, (uint32_t)(to), FIELD_ram, V_vma_##member, VMA_FORMAT_##member)
#define MM_FORMAT_mmap              FMT_ADDR
#define MM_FORMAT_mmap_cache        FMT_ADDR
#define MM_FORMAT_get_unmapped_area FMT_FUNCTION
#define MM_FORMAT_mmap_base         FMT_ADDR
#define MM_FORMAT_task_size         FMT_ADDR
#define MM_FORMAT_highest_vm_end    FMT_ADDR
#define MM_FORMAT_pgd               FMT_ADDR
#define MM_FORMAT_mm_users          FMT_SDEC
#define MM_FORMAT_mm_count          FMT_SDEC
#define MM_FORMAT_nr_ptes           FMT_SDEC
#define MM_FORMAT_map_count         FMT_SDEC
#define MM_FORMAT_hiwater_rss       FMT_DEC
#define MM_FORMAT_hiwater_vm        FMT_DEC
#define MM_FORMAT_total_vm          FMT_DEC
#define MM_FORMAT_shared_vm         FMT_DEC
#define MM_FORMAT_exec_vm           FMT_DEC
#define MM_FORMAT_cpu_vm_mask       FMT_HEX
#define MM_FORMAT_context_id        FMT_HEX
#define VMA_FORMAT_vm_start         FMT_ADDR
#define VMA_FORMAT_vm_end           FMT_ADDR
#define VMA_FORMAT_vm_next          FMT_ADDR
#define VMA_FORMAT_vm_prev          FMT_ADDR
#define VMA_FORMAT_vm_mm            FMT_ADDR
#define VMA_FORMAT_vm_page_prot     FMT_HEX
#define VMA_FORMAT_vm_flags         FMT_HEX
#define VMA_FORMAT_anon_vma         FMT_ADDR
#define VMA_FORMAT_vm_pgoff         FMT_HEX
#define VMA_FORMAT_vm_file          FMT_ADDR

/* Entering a function with what it is about. */
static inline void enter_mm(struct machine *m, enum function_id f, const struct mm_struct *mm)
{
    enter(m, f);
    if (walking(m))
        value(m, V_mm, FMT_ADDR, ram_virt(m, mm));
}
static inline void enter_vma(struct machine *m, enum function_id f,
                             const struct vm_area_struct *vma)
{
    enter(m, f);
    if (walking(m))
        value(m, V_vma, FMT_ADDR, vma_virt(m, vma));
}
static inline void enter_range(struct machine *m, enum function_id f, uint32_t addr, uint32_t end)
{
    enter(m, f);
    if (walking(m))
        value_range(m, addr, end);
}
static inline void enter_page(struct machine *m, enum function_id f, const struct page *page)
{
    enter(m, f);
    if (walking(m))
        value_page(m, page);
}

/* ---- process.c: the doors ---- */

/* Addresses begin to be handed out at the top, or with `legacy` at a third (setarch -L). The new pid; 0: no memory, or no free place. */
uint32_t user_create(struct machine *m, bool legacy);
/* As mmap() of anonymous memory: VM_READ | VM_WRITE | VM_EXEC; flags MAP_FIXED and MAP_SHARED. The address, or -errno (never a multiple of 4,096). */
uint32_t user_mmap(struct machine *m, uint32_t pid, uint32_t addr, uint32_t length, uint32_t prot,
                   uint32_t flags);
int user_munmap(struct machine *m, uint32_t pid, uint32_t addr, uint32_t length);
/* The child's pid; 0: no memory, or no free place. */
uint32_t user_fork(struct machine *m, uint32_t pid);
void user_exit(struct machine *m, uint32_t pid);
/* The process runs on this cpu from now on; 0: nobody does. */
void user_switch(struct machine *m, uint32_t pid);

/* ---- touch.c: a process reads, writes or executes ---- */
enum signal { NO_SIGNAL, SIG_BUS = 7, SIG_KILL = 9, SIG_SEGV = 11 };
enum si_code { SI_NONE, SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2 };
struct user_access {
    bool done;
    uint64_t pa;      /* if done */
    uint32_t faults;  /* aborts that were taken */
    uint32_t fsr;     /* of the last one: DFSR or IFSR */
    uint32_t signal;  /* if not done: enum signal; 0: no memory */
    uint32_t si_code; /* enum si_code */
};
/* access: ACCESS_READ, ACCESS_WRITE or ACCESS_FETCH. */
struct user_access user_touch(struct machine *m, uint32_t pid, uint32_t addr, unsigned access);

/* The place of a process; NULL if there is none. */
const struct process *find_process(const struct machine *m, uint32_t pid);
/* Can there be processes? As soon as the kernel has booted with page tables and SLUB. */
bool user_ready(const struct machine *m);

/* ---- mm.c: struct mm_struct ---- */
void proc_caches_init(struct machine *m);
uint32_t mm_alloc(struct machine *m);                                 /* 0: no memory */
uint32_t mm_init(struct machine *m, struct mm_struct *mm, bool copy); /* the same mm, or 0 */
void free_mm(struct machine *m, uint32_t mm);
void mmput(struct machine *m, uint32_t virt);
void mmdrop(struct machine *m, struct mm_struct *mm);
void add_mm_counter(struct machine *m, struct mm_struct *mm, enum rss member, int32_t n);
uint32_t get_mm_rss(const struct mm_struct *mm);
void update_hiwater_rss(struct machine *m, struct mm_struct *mm);
void update_hiwater_vm(struct machine *m, struct mm_struct *mm);
void vm_stat_account(struct machine *m, struct mm_struct *mm, uint32_t vm_flags, bool file,
                     int32_t pages);
void arch_pick_mmap_layout(struct machine *m, struct mm_struct *mm, bool legacy);

/* ---- context.c: ASIDs, and who runs where ---- */
void check_and_switch_context(struct machine *m, struct mm_struct *mm);
void switch_mm(struct machine *m, uint32_t prev, struct mm_struct *next);
/* TTBR0 is TTBR1 from now on: no user addresses. */
void cpu_set_reserved_ttbr0(struct machine *m, uint32_t cpu);
void init_cp15(struct machine *m);

/* ---- tlb.c: the machine's TLBs ---- */
struct translation; /* arm/mmu.h */
struct translation user_translate(struct machine *m, uint32_t va, unsigned access);
/* The cpu takes an abort: its fault registers say why. Returns DFSR or IFSR. */
uint32_t user_abort(struct machine *m, const struct translation *t, uint32_t va, unsigned access);
void local_flush_tlb_all(struct machine *m);
void flush_tlb_mm(struct machine *m, const struct mm_struct *mm);
void flush_tlb_page(struct machine *m, const struct vm_area_struct *vma, uint32_t uaddr);
void flush_tlb_range(struct machine *m, const struct vm_area_struct *vma, uint32_t start,
                     uint32_t end);

/* ---- vma.c: areas in list and tree ---- */
struct vma_place {
    struct vm_area_struct *prev; /* in the list */
    uint32_t parent;             /* node in the tree */
    bool right;
};
struct rb_tree vma_tree(struct mm_struct *mm);
struct vm_area_struct *find_vma(struct machine *m, struct mm_struct *mm, uint32_t addr);
/* Where an area [addr, end) belongs; false if another is in the way. */
bool find_vma_links(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t end,
                    struct vma_place *place);
void vma_gap_update(struct machine *m, struct mm_struct *mm, const struct vm_area_struct *vma);
void vma_rb_erase(struct machine *m, struct mm_struct *mm, const struct vm_area_struct *vma);
void vma_link_rb_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                  const struct vma_place *place);
void vma_link(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
              const struct vma_place *place);
/* What a split has split off: its place is free. */
void insert_vm_struct_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma);
void vma_unlink_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                 struct vm_area_struct *prev);
/* *new = *old, without what links areas to pages. */
void copy_vma_struct(struct machine *m, struct vm_area_struct *new,
                     const struct vm_area_struct *old);
struct vm_area_struct *remove_vma(struct machine *m, struct vm_area_struct *vma);

/* ---- vma_adjust.c, vma_merge.c: areas grow, shrink, split and merge ---- */
int vma_adjust(struct machine *m, struct vm_area_struct *vma, uint32_t start, uint32_t end,
               uint32_t pgoff, struct vm_area_struct *insert);
int split_vma_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma, uint32_t addr,
               bool new_below);
struct vm_area_struct *vma_merge(struct machine *m, struct mm_struct *mm,
                                 struct vm_area_struct *prev, uint32_t addr, uint32_t end,
                                 uint32_t vm_flags, uint32_t anon_vma, uint32_t pgoff);
uint32_t find_mergeable_anon_vma(struct machine *m, struct vm_area_struct *vma);

/* ---- file_map.c: which areas map a file ---- */
/* What vma_link() and vma_adjust() do with an area that has a file. */
void vma_link_file_(struct machine *m, struct vm_area_struct *vma);
/* Nothing if it has none. */
void unlink_file_vma(struct machine *m, struct vm_area_struct *vma);
/* fork(): beside the parent's, with a reference to the file. */
void dup_file_vma(struct machine *m, struct vm_area_struct *tmp, struct vm_area_struct *mpnt);
/* Its borders move: out of the tree, and in again. */
void vma_interval_tree_remove(struct machine *m, struct vm_area_struct *vma);
void vma_interval_tree_insert(struct machine *m, struct vm_area_struct *vma);
bool vma_wants_writenotify(struct machine *m, const struct vm_area_struct *vma);
/* The area gets a file of its own, as large as itself. 0 or -errno. */
int shmem_zero_setup(struct machine *m, struct vm_area_struct *vma);

/* ---- unmapped_area.c ---- */
uint32_t get_unmapped_area(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                           uint32_t flags);

/* ---- mmap.c ---- */
uint32_t vm_get_page_prot(uint32_t vm_flags);
uint32_t do_mmap_pgoff(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                       uint32_t prot, uint32_t flags);

/* ---- munmap.c ---- */
int do_munmap(struct machine *m, struct mm_struct *mm, uint32_t start, uint32_t len);
void exit_mmap(struct machine *m, struct mm_struct *mm);

/* ---- gather.c: pages on their way out ---- */
struct mmu_gather {
    struct mm_struct *mm;
    bool fullmm;
    const struct vm_area_struct *vma;
    uint32_t range_start, range_end;
    uint32_t nr, max;
    uint32_t pages;    /* address of a page of pfns; 0: in local */
    uint32_t local[8]; /* MMU_GATHER_BUNDLE */
};
void tlb_gather_mmu(struct machine *m, struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm);
void tlb_finish_mmu(struct machine *m, struct mmu_gather *tlb);
void tlb_flush_mmu(struct machine *m, struct mmu_gather *tlb);
void tlb_start_vma(struct mmu_gather *tlb, const struct vm_area_struct *vma);
void tlb_end_vma(struct machine *m, struct mmu_gather *tlb);
void tlb_add_flush(struct mmu_gather *tlb, uint32_t addr);
/* False if there is no room for one more. */
bool tlb_remove_page_(struct machine *m, struct mmu_gather *tlb, const struct page *page);
void pte_free_tlb_(struct machine *m, struct mmu_gather *tlb, struct page *pte, uint32_t addr);

/* ---- zap.c: unmapping pages; free_pgtables.c: tables that nobody needs any more ---- */
void unmap_vmas(struct machine *m, struct mmu_gather *tlb, struct vm_area_struct *vma,
                uint32_t start, uint32_t end);
/* ceiling 0 is the end of the address space. */
void free_pgtables(struct machine *m, struct mmu_gather *tlb, struct vm_area_struct *vma,
                   uint32_t floor, uint32_t ceiling);

/* ---- pte_alloc.c ---- */
/* The Linux word of a user's address, with a new table if the pair has none; 0 if there is no memory for one. */
uint32_t pte_alloc(struct machine *m, struct mm_struct *mm, uint32_t pmd, uint32_t addr);
/* The Linux word of an address whose pair is a table; an oops if it leads nowhere. */
uint32_t pte_offset_map(struct machine *m, uint32_t pmd, uint32_t addr);

/* ---- rmap.c: which areas a page is mapped in ---- */
void anon_vma_init(struct machine *m);
int anon_vma_prepare(struct machine *m, struct vm_area_struct *vma);
int anon_vma_clone(struct machine *m, struct vm_area_struct *dst, struct vm_area_struct *src);
int anon_vma_fork(struct machine *m, struct vm_area_struct *vma, struct vm_area_struct *pvma);
void unlink_anon_vmas(struct machine *m, struct vm_area_struct *vma);
void anon_vma_interval_tree_pre_update_vma(struct machine *m, struct vm_area_struct *vma);
void anon_vma_interval_tree_post_update_vma(struct machine *m, struct vm_area_struct *vma);
/* Exactly one on the list? */
bool anon_vma_chain_is_singular(const struct machine *m, const struct vm_area_struct *vma);

/* ---- page_rmap.c: how often a page is mapped, and its end ---- */
/* The page of a Linux word that counts its mappings; NULL for the zero page, and for what is no RAM. */
struct page *vm_normal_page(struct machine *m, uint32_t pte);
void page_add_new_anon_rmap(struct machine *m, struct page *page, const struct vm_area_struct *vma,
                            uint32_t address);
void page_move_anon_rmap(struct machine *m, struct page *page, const struct vm_area_struct *vma);
void page_add_file_rmap(struct machine *m, struct page *page);
void page_dup_rmap(struct machine *m, struct page *page);
void page_remove_rmap(struct machine *m, struct page *page);
/* A batch of a gather: `pages` is the address of pfns in RAM, or 0 for `local`. */
void free_pages_and_swap_cache(struct machine *m, uint32_t pages, const uint32_t *local,
                               uint32_t nr);

/* ---- fault.c: from an abort to handle_mm_fault() ---- */
struct fault_outcome {
    bool handled; /* the access may be tried again */
    uint32_t signal, si_code;
};
struct fault_outcome do_abort(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t fsr,
                              bool prefetch);

/* ---- handle.c, anon.c, file_fault.c: what a fault ends in; VM_FAULT_* ---- */
uint32_t handle_mm_fault(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         uint32_t address, uint32_t flags);
bool ptep_set_access_flags(struct machine *m, const struct vm_area_struct *vma, uint32_t address,
                           uint32_t ptep, uint32_t entry);
uint32_t do_anonymous_page(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                           uint32_t address, uint32_t ptep, uint32_t flags);
uint32_t do_linear_fault(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         uint32_t address, uint32_t ptep, uint32_t flags);
uint32_t do_wp_page(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                    uint32_t address, uint32_t ptep, uint32_t orig_pte);

/* ---- fork.c ---- */
/* The child's mm; 0: no memory. */
uint32_t dup_mm(struct machine *m, struct mm_struct *oldmm);
int copy_page_range(struct machine *m, struct mm_struct *dst_mm, struct mm_struct *src_mm,
                    struct vm_area_struct *vma);

#endif
