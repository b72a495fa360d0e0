// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations: the only way into a machine. A click, a script line and a journal row all become a struct op. machine = f(profile, ops).
 *
 *	op_check()	says whether this machine takes the op; changes nothing
 *	op_begin()	starts it; a clone taken between two steps carries the cursor along and goes on by itself
 *	op_step()	one bounded piece of work (a few thousand events at most); true while there is more
 *	op_apply()	all of that
 */
#ifndef ALLOC_OP_H
#define ALLOC_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op_kind {
    OP_NONE,
    OP_BOOT,
    OP_ALLOC_PAGES,
    OP_FREE_PAGES,
    OP_CPU,
    OP_DRAIN,
    OP_DRAIN_LOCAL,
    OP_REFRESH,
    OP_MIN_FREE_KBYTES,
    OP_MEMALLOC,
    OP_RT,
    OP_SPLIT_PAGE,
    OP_FREE_LIST, /* free_hot_cold_page_list of up to OP_LIST_MAX pages */
    OP_WORKLOAD,
    OP_KMALLOC,
    OP_KFREE,
    OP_CACHE_CREATE,
    OP_CACHE_ALLOC,
    OP_CACHE_FREE,
    OP_CACHE_SHRINK,
    OP_SHRINK_ALL, /* kmem_cache_shrink of every cache, newest first */
    OP_CACHE_DESTROY,
    OP_WRITE, /* a word of low memory, as a stray pointer would */
    OP_VMALLOC,
    OP_VFREE,
    OP_VMAP, /* of up to OP_LIST_MAX pages */
    OP_VUNMAP,
    OP_IOREMAP,
    OP_IOUNMAP,
    OP_KMAP,
    OP_KUNMAP,
    OP_KMAP_ATOMIC,
    OP_KUNMAP_ATOMIC,
    OP_VM_UNMAP_ALIASES,
    OP_TRANSLATE, /* a walk by the MMU; changes nothing */
    OP_PROC_CREATE,
    OP_PROC_MMAP, /* anonymous private memory */
    OP_PROC_TOUCH,
    OP_PROC_FORK,
    OP_PROC_MUNMAP,
    OP_PROC_EXIT,
    OP_PROC_SWITCH, /* runs on the cpu from now on; 0: nobody */
    OP_KINDS
};

/* The stages of start_kernel() that a script boots through, in this order. */
enum boot_stage {
    STAGE_NONE, /* as created: zones are set up */
    STAGE_ZONELISTS,
    STAGE_MEM_INIT,
    STAGE_KMEM_CACHE_INIT,
    STAGE_PAGESET,
    STAGE_SMP,
    STAGE_LATE,
    STAGE_WMARK,
    STAGE_COUNT
};

#define OP_LIST_MAX  64
#define OP_NAME_MAX  32        /* of a cache, with its end */
#define OP_MAX_SIZE  0x800000u /* KMALLOC_MAX_SIZE, bytes */
#define OP_MAX_ALIGN 0x400000u /* the largest block, bytes */
#define NO_PFN       0xffffffffu
#define OP_NO_CPU    0xffffffffu
/* Rounds of the slow path after which the model gives up where the kernel would go on for ever. */
#define SLOWPATH_MAX_ROUNDS    3u
#define OP_MAX_WORKLOAD        10000000u
#define OP_MAX_MIN_FREE_KBYTES 0x7fffffffu
#define OP_VMALLOC_GFP         0xd2u /* vmalloc()'s own: GFP_KERNEL | __GFP_HIGHMEM */

/* How translate accesses. */
enum op_access { OP_READ, OP_STORE, OP_EXEC, OP_ACCESSES };
#define OP_IO_TYPES 4 /* of ioremap: MT_DEVICE, _NONSHARED, _CACHED, _WC */

/*
 * Only the fields of its kind count, the rest are 0; cpu is OP_NO_CPU to stay where the machine is.
 * Plain words: it is copied into the machine that runs it.
 */
struct op {
    uint32_t kind;
    uint32_t cpu;   /* switch to this cpu first */
    uint32_t stage; /* boot */
    uint32_t order, gfp;
    uint32_t pfn;
    uint32_t cold; /* free_pages and free_list: 1 = cold */
    uint32_t
        value; /* min_free_kbytes: kB; memalloc, rt: 0 or 1; write: the word; translate: 1 as user */
    uint32_t seed, count, max_order; /* workload */
    uint32_t size, align,
        flags; /* kmalloc, vmalloc, ioremap: size; kmem_cache_create: all three; bytes, SLAB_*; ioremap: type; translate: enum op_access */
    uint32_t cache;         /* address of the struct kmem_cache; 0: the cache of that name */
    uint32_t addr;          /* of an object, an area, the word to write; ioremap: physical */
    uint32_t pid;           /* proc_*; there size is a length, flags PROT_* or enum op_access, */
                            /* value: create: 1 the old layout; mmap: 1 addr is a hint; */
                            /* translate: whose tables, 0 the kernel's */
    uint32_t shared;        /* proc_mmap: 1: memory that processes share */
    char name[OP_NAME_MAX]; /* kmem_cache_create: of the new cache; else see cache */
    uint32_t nr_list, list[OP_LIST_MAX]; /* free_list, vmap */
};

/* Why an op was refused. The texts are English; code and field are stable and lower case. */
struct op_error {
    const char *code;  /* "range", "unknown", "state", "syntax" */
    const char *field; /* "order", "gfp", "pfn", "cpu", "stage", "count", "text", ... */
    char message[200]; /* names the field and the bound */
};

struct op_result {
    uint32_t pfn;    /* alloc_pages: what was handed out, NO_PFN for NULL */
    uint32_t count;  /* pages or operations done: free_list, workload */
    uint32_t failed; /* workload: allocations that returned NULL */
    uint64_t hash;   /* workload: FNV-1a over what was handed out */
    uint32_t
        addr; /* what was handed out, 0 for NULL: an object, a cache, where something is mapped */
    uint64_t phys;       /* translate, if there is no fault */
    uint32_t leaf;       /* enum descriptor_type of what maps it */
    uint32_t fault, fsr; /* enum fault_status; DFSR, for a fetch IFSR */
    uint32_t pid;        /* proc_create, proc_fork; 0: no memory */
    uint32_t faults;     /* proc_touch: aborts that were taken; phys, fault, fsr as translate */
    uint32_t signal, si_code; /* what the process would get; failed and no signal: no memory */
    uint32_t rounds; /* allocations: SLOWPATH_MAX_ROUNDS if the kernel would have gone on, else 0 */
    int32_t users; /* kmem_cache_destroy: the refcount that it leaves; 0 and failed: objects too */
    uint32_t logged; /* times that the kernel logged something (printk.h) */
    uint32_t oops;   /* enum oops_reason: the kernel stopped in the middle of it (oops.h) */
    uint32_t oops_addr;
    char
        merged[OP_NAME_MAX]; /* kmem_cache_create: the cache that serves it too, "" for a new one */
};

/* The op under way. */
struct op_run {
    struct op op;
    uint32_t active;
    uint32_t phase, cursor, end; /* where in a long op; meaning is the op's own */
    uint32_t total, done;        /* units of work, for progress */
    uint64_t rng;
    struct op_result result;
};

struct machine;

/* Fills in why an op is refused. Always false. */
bool op_refuse(struct op_error *error, const char *code, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* False and *error if the machine does not take the op in its present state; nothing has changed then. */
bool op_check(const struct machine *m, const struct op *op, struct op_error *error);

/* Starts an op that op_check() accepts. The events of the first piece of work come with the first op_step(). */
void op_begin(struct machine *m, const struct op *op);

/* Does a piece of work. False when the op is complete; its result can then be read. */
bool op_step(struct machine *m);

struct op_result op_result(const struct machine *m);

/* op_begin, all steps, op_result. */
struct op_result op_apply(struct machine *m, const struct op *op);

/* Progress of the op under way, in units that mean something only as a ratio. */
void op_progress(const struct machine *m, uint32_t *done, uint32_t *total);

/* True for an op that may take more than OP_LONG_EVENTS events: it is streamed as a time-lapse. */
#define OP_LONG_EVENTS 65536u
bool op_is_long(const struct machine *m, const struct op *op);

/* ---- the one grammar of `run`, the command bar and pasted scripts (op_text.c, op_text_slub.c, op_text_vm.c, op_text_user.c) ---- */

/*
 * Parses one line: `alloc 3 GFP_KERNEL x40 cpu 2`, `free 0x4f000 cold`, `boot wmark`, `cpu 2`, `drain`, `drain local`, `refresh`,
 * `minfree 2048`, `memalloc 1`, `rt 1`, `split 0x4f000`, `workload 10000 seed 7 order 3`; also `alloc_pages(GFP_KERNEL, 3)`.
 * Of SLUB: `kmalloc 100 GFP_KERNEL`, `kfree 0xc3801000`, `cache create foo 100 align 8 flags SLAB_POISON|SLAB_RED_ZONE`,
 * `cache alloc foo GFP_KERNEL`, `cache free foo 0xc3801000`, `cache shrink foo`, `shrink all`, `cache destroy foo`,
 * `write 0xc3801000 0x6b6b6b6b`; also as calls in C, such as `kmem_cache_create("foo", 100, 0, SLAB_POISON, NULL)`. Instead of its name
 * a cache may be given by its address.
 * Of virtual memory: `vmalloc 8192`, `vfree 0xf0001000`, `vmap 0x4f000 0x4f001`, `vunmap 0xf0001000`, `ioremap 0x12c00000 0x1000 wc`,
 * `iounmap 0xf0002000`, `kmap 0x60000`, `kunmap 0x60000`, `kmap_atomic 0x60000`, `kunmap_atomic 0xfff00000`, `vm_unmap_aliases`,
 * `translate 0xf0001000 write user pid 1`; also as calls, such as `ioremap_wc(0x12c00000, 0x1000)`.
 * Of processes: `proc create`, `proc mmap 1 0x2000 at 0x10000000 read|write`, `proc touch 1 0x10000000 write`, `proc fork 1`,
 * `proc munmap 1 0x10000000 0x2000`, `proc exit 1`, `proc switch 2`.
 * `*repeat` is the number after x, 1 if there is none, 0 for a blank line or a comment (then *op is not set).
 * False and *error (field "text" or the word's own field; *column is the byte where it went wrong) if the line is not understood.
 */
bool op_parse(const char *line, size_t len, struct op *op, unsigned *repeat, struct op_error *error,
              size_t *column);
#define OP_MAX_REPEAT 1000u

/* The canonical line of an op, as op_parse reads it. Returns the length as snprintf does. */
int op_print(const struct op *op, char *buf, size_t size);

const char *stage_name(unsigned stage);  /* "mem_init" */
const char *op_kind_name(unsigned kind); /* "alloc_pages" */

/*
 * A cache's name: 1 to OP_NAME_MAX - 1 printable characters that a line can hold (none of ( ) , ; # | " / and no blank), and not a number,
 * which would be an address.
 */
bool cache_name_valid(const char *name, size_t len);
#define CACHE_NAME_MESSAGE \
    "name: 1 to 31 printable characters without blanks, brackets, commas and ; # | / \", and not a number"

/* Sets op->cache or op->name from an address or a name. False if it is neither. */
bool op_set_cache(struct op *op, const char *text, size_t len);

/* The cache as it was given. Returns the length as snprintf does, below OP_NAME_MAX. */
int op_print_cache(const struct op *op, char *buf, size_t size);

/* "device", "nonshared", "cached", "wc"; and "read", "write", "exec". */
const char *io_type_name(uint32_t type);
const char *access_name(uint32_t access);
/* The same read, also as MT_DEVICE_WC. False if it is none. */
bool io_type_parse(const char *text, size_t len, uint32_t *type);
bool access_parse(const char *text, size_t len, uint32_t *access);
#define IO_TYPE_MESSAGE "type: device, nonshared, cached or wc"
#define ACCESS_MESSAGE  "access: read, write or exec"

/* "read|write" or "none", as bits 1, 2, 4. False if it is none of that. */
bool prot_parse(const char *text, size_t len, uint32_t *prot);
int prot_print(uint32_t prot, char *buf, size_t size);
#define PROT_MESSAGE "prot: read, write, exec joined by |, or none"

/* "SIGSEGV" */
const char *signal_name(uint32_t signal);

/* Words of a result: "0x4f000", "NULL", "ok", "10000 ops, 12 failed, hash …". */
int op_result_print(const struct op *op, const struct op_result *r, char *buf, size_t size);

/* ---- flags by name (op_flags.c) ---- */

struct flag_name {
    const char *name;
    uint32_t bits;
};

/* Both: composites first, then single bits; they end with a NULL name. */
extern const struct flag_name gfp_names[];
extern const struct flag_name slab_flag_names[]; /* what kmem_cache_create() takes */

/* gfp by name, names joined by | or +, or number (0x…): false if a name is unknown or a bit is beyond 0x1ffffff. */
bool gfp_parse(const char *text, size_t len, uint32_t *gfp);

/* "GFP_KERNEL", "GFP_KERNEL|__GFP_ZERO", or hex if no name fits. Returns the length as snprintf does, below FLAGS_TEXT_BYTES. */
#define FLAGS_TEXT_BYTES 320
int gfp_print(uint32_t gfp, char *buf, size_t size);

/* The same for SLAB_* flags: false if a bit is none that kmem_cache_create() takes. No flag at all is "0". */
bool slab_flags_parse(const char *text, size_t len, uint32_t *flags);
int slab_flags_print(uint32_t flags, char *buf, size_t size);

/* A whole number, decimal or 0x hex, of at most 32 bits. */
bool number_parse(const char *text, size_t len, uint32_t *out);

#endif
