// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations: what is checked before, and what is done. Whoever allocates holds what was handed out until it is freed: held_slot[page] says
 * so (slot + 1, and the order in the low four bits), held_pfn[slot] lists what is held without gaps, so that a workload can pick one.
 */
#include "alloc/op.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "alloc/boot/boot.h"
#include "alloc/oops.h"
#include "alloc/page/page.h"
#include "alloc/slub/ops.h"
#include "alloc/user/ops.h"
#include "alloc/vm/ops.h"
#include "alloc/vm/translate.h"
#include "alloc/workload.h"

/* ---- what is held ---- */

static uint32_t *held_slot(struct machine *m, uint32_t index)
{
    return (uint32_t *)(void *)((char *)m + m->held_off) + index;
}
static uint32_t *held_pfn(struct machine *m, uint32_t slot)
{
    return held_slot(m, m->nr_pages + slot);
}

void hold(struct machine *m, struct page *page, uint32_t order)
{
    uint32_t index = (uint32_t)(page - m->page), slot = m->nr_held;

    set_word(m, held_pfn(m, slot), page_to_pfn(m, page), FIELD_held_pfn);
    set_word(m, held_slot(m, index), (slot + 1) << 4 | order, FIELD_held_slot);
    set_word(m, &m->nr_held, slot + 1, FIELD_nr_held);
}

/* The last of the list takes the place of the one that goes. */
void unhold(struct machine *m, struct page *page)
{
    uint32_t *mine = held_slot(m, (uint32_t)(page - m->page)), slot = (*mine >> 4) - 1,
             last = m->nr_held - 1;

    if (slot != last) {
        uint32_t pfn = *held_pfn(m, last), *other = held_slot(m, pfn - m->first_pfn);

        set_word(m, held_pfn(m, slot), pfn, FIELD_held_pfn);
        set_word(m, other, (slot + 1) << 4 | (*other & 15), FIELD_held_slot);
    }
    set_word(m, held_pfn(m, last), 0, FIELD_held_pfn);
    set_word(m, mine, 0, FIELD_held_slot);
    set_word(m, &m->nr_held, last, FIELD_nr_held);
}

bool held_order(const struct machine *m, uint32_t pfn, uint32_t *order)
{
    uint32_t index = pfn - m->first_pfn, held;

    if (pfn < m->first_pfn || index >= m->nr_pages)
        return false;
    held = ((const uint32_t *)(const void *)((const char *)m + m->held_off))[index];
    *order = held & 15;
    return held != 0;
}

struct page *held_page(struct machine *m, uint32_t slot)
{
    return pfn_to_page(m, *held_pfn(m, slot));
}

/* ---- checks ---- */

bool op_refuse(struct op_error *e, const char *code, const char *field, const char *format, ...)
{
    va_list ap;

    e->code = code;
    e->field = field;
    va_start(ap, format);
    vsnprintf(e->message, sizeof(e->message), format, ap);
    va_end(ap);
    return false;
}

/* The stage that may come next, given what the profile runs. */
static uint32_t next_stage(const struct machine *m)
{
    uint32_t next = m->stage + 1;

    return next == STAGE_KMEM_CACHE_INIT && !m->slub ? next + 1 : next;
}

static bool check_boot(const struct machine *m, const struct op *op, struct op_error *e)
{
    uint32_t next = next_stage(m);

    if (op->stage == STAGE_NONE || op->stage >= STAGE_COUNT)
        return op_refuse(
            e, "unknown", "stage",
            "stage: one of zonelists, mem_init, kmem_cache_init, pageset, smp, late, wmark");
    if (op->stage <= m->stage)
        return op_refuse(e, "state", "stage", "stage: %s is done already", stage_name(op->stage));
    if (op->stage == STAGE_KMEM_CACHE_INIT && !m->slub)
        return op_refuse(
            e, "state", "stage",
            "stage: this room runs with slub=off, so kmem_cache_init is left out; pageset comes next");
    if (op->stage != next)
        return op_refuse(e, "state", "stage", "stage: %s comes next, not %s", stage_name(next),
                         stage_name(op->stage));
    return true;
}

static bool check_order(uint32_t order, const char *field, struct op_error *e)
{
    return order < MAX_ORDER ||
           op_refuse(e, "range", field, "%s: 0 to %d, not %u", field, MAX_ORDER - 1, order);
}

static bool check_alloc(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_order(op->order, "order", e))
        return false;
    if (op->gfp & ~GFP_BITS_MASK)
        return op_refuse(e, "range", "gfp", "gfp: bits up to 0x%x, not 0x%x", GFP_BITS_MASK,
                         op->gfp);
    if ((op->gfp & GFP_MOVABLE_MASK) == GFP_MOVABLE_MASK)
        return op_refuse(e, "range", "gfp",
                         "gfp: __GFP_MOVABLE and __GFP_RECLAIMABLE exclude each other (gfp.h:159)");
    if (m->stage < STAGE_MEM_INIT)
        return op_refuse(e, "state", "op", "alloc_pages: no page is free before mem_init");
    return true;
}

static bool check_held(const struct machine *m, uint32_t pfn, uint32_t *order, struct op_error *e)
{
    if (pfn < m->first_pfn || pfn - m->first_pfn >= m->nr_pages)
        return op_refuse(e, "range", "pfn", "pfn: 0x%x to 0x%x, not 0x%x", m->first_pfn,
                         m->first_pfn + m->nr_pages - 1, pfn);
    if (held_order(m, pfn, order))
        return true;
    return op_refuse(e, "state", "pfn", "pfn: 0x%x is not the first page of a live allocation",
                     pfn);
}

static bool check_free_list(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (op->nr_list == 0 || op->nr_list > OP_LIST_MAX)
        return op_refuse(e, "range", "list", "list: 1 to %d pages, not %u", OP_LIST_MAX,
                         op->nr_list);
    for (uint32_t i = 0; i < op->nr_list; i++) {
        uint32_t order = 0;

        if (!check_held(m, op->list[i], &order, e))
            return false;
        if (order)
            return op_refuse(e, "state", "list",
                             "list: 0x%x is of order %u; only single pages go on the list",
                             op->list[i], order);
        if (!check_unmapped_pages(m, op->list[i], 0, e))
            return false;
        for (uint32_t k = 0; k < i; k++)
            if (op->list[k] == op->list[i])
                return op_refuse(e, "state", "list", "list: 0x%x twice", op->list[i]);
    }
    return true;
}

static bool check_workload(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (op->count == 0 || op->count > OP_MAX_WORKLOAD)
        return op_refuse(e, "range", "count", "count: 1 to %u, not %u", OP_MAX_WORKLOAD, op->count);
    if (m->stage < STAGE_MEM_INIT)
        return op_refuse(e, "state", "op", "workload: no page is free before mem_init");
    return check_order(op->max_order, "max_order", e);
}

static bool check_split(const struct machine *m, const struct op *op, struct op_error *e)
{
    uint32_t order;

    if (!check_held(m, op->pfn, &order, e))
        return false;
    if (m->page[op->pfn - m->first_pfn].flags & PG_COMPOUND)
        return op_refuse(e, "state", "pfn",
                         "pfn: 0x%x is a compound page, which split_page does not take", op->pfn);
    return true;
}

bool op_check(const struct machine *m, const struct op *op, struct op_error *e)
{
    uint32_t order = 0;

    if (m->oops)
        return oops_refuse(m, e);
    if (op->cpu != OP_NO_CPU && op->cpu >= MAX_CPUS)
        return op_refuse(e, "range", "cpu", "cpu: 0 to %d, not %u", MAX_CPUS - 1, op->cpu);
    if (op->cpu != OP_NO_CPU && op->cpu >= m->nr_online_cpus)
        return op_refuse(e, "state", "cpu",
                         "cpu: %u is not online yet (boot smp brings cpus 1 to 3 up)", op->cpu);
    if (slub_op(op->kind))
        return slub_op_check(m, op, e);
    if (vm_op(op->kind))
        return vm_op_check(m, op, e) && (!op->pid || check_process(m, op->pid, e));
    if (user_op(op->kind))
        return user_op_check(m, op, e);
    switch (op->kind) {
    case OP_BOOT:
        return check_boot(m, op, e);
    case OP_ALLOC_PAGES:
        return check_alloc(m, op, e);
    case OP_FREE_PAGES:
        return check_held(m, op->pfn, &order, e) && check_unmapped_pages(m, op->pfn, order, e);
    case OP_SPLIT_PAGE:
        return check_split(m, op, e);
    case OP_FREE_LIST:
        return check_free_list(m, op, e);
    case OP_WORKLOAD:
        return check_workload(m, op, e);
    case OP_CPU:
        return op->cpu != OP_NO_CPU ||
               op_refuse(e, "range", "cpu", "cpu: 0 to %d is missing", MAX_CPUS - 1);
    case OP_MIN_FREE_KBYTES:
        if (m->stage < STAGE_WMARK)
            return op_refuse(e, "state", "op",
                             "min_free_kbytes: the watermarks are set up by boot wmark first");
        return op->value <= OP_MAX_MIN_FREE_KBYTES ||
               op_refuse(e, "range", "kb", "kb: 0 to %u, not %u", OP_MAX_MIN_FREE_KBYTES,
                         op->value);
    case OP_MEMALLOC:
    case OP_RT:
        return op->value <= 1 || op_refuse(e, "range", "on", "on: 0 or 1, not %u", op->value);
    case OP_DRAIN:
    case OP_DRAIN_LOCAL:
    case OP_REFRESH:
        return m->stage >= STAGE_ZONELISTS ||
               op_refuse(e, "state", "op", "%s: there are no page sets before zonelists",
                         op_kind_name(op->kind));
    default:
        return op_refuse(e, "unknown", "op", "op: unknown operation");
    }
}

/* ---- what is done ---- */

static void do_alloc(struct machine *m, struct op_run *run)
{
    struct page *page = alloc_pages(m, run->op.gfp, run->op.order);

    line(m, L_take_held);
    if (walking(m))
        value(m, V_page, FMT_PFN, pfn_or_none(m, page));
    if (page)
        hold(m, page, run->op.order);
    run->result.pfn = pfn_or_none(m, page);
    run->result.failed = !page;
}

/* A cold single page goes the way of a caller that drops the reference itself: put_page_testzero, then free_hot_cold_page. */
static void do_free(struct machine *m, struct op_run *run)
{
    struct page *page = pfn_to_page(m, run->op.pfn);
    uint32_t order = 0;

    held_order(m, run->op.pfn, &order);
    line(m, L_drop_held);
    unhold(m, page);
    if (run->op.cold && order == 0) {
        put_page_testzero(m, page);
        free_hot_cold_page(m, page, true);
    } else {
        free_pages_(m, page, order);
    }
    run->result.pfn = run->op.pfn;
}

/* Each page is pushed on the head of a private list, which is then freed from its head. */
static void do_free_list(struct machine *m, struct op_run *run)
{
    for (uint32_t i = 0; i < run->op.nr_list; i++) {
        struct page *page = pfn_to_page(m, run->op.list[i]);

        unhold(m, page);
        put_page_testzero(m, page);
        list_add(m, &page->lru, &m->batch_list, LIST_PRIVATE);
    }
    free_hot_cold_page_list(m, &m->batch_list, run->op.cold);
    init_list_head(m, &m->batch_list, FIELD_batch_list);
    run->result.count = run->op.nr_list;
}

static void do_split(struct machine *m, struct op_run *run)
{
    struct page *page = pfn_to_page(m, run->op.pfn);
    uint32_t order = 0;

    held_order(m, run->op.pfn, &order);
    split_page(m, page, order);
    unhold(m, page);
    for (uint32_t i = 0; i < 1u << order; i++)
        hold(m, page + i, 0);
    run->result.count = 1u << order;
}

/* By the kernel's tables, or those of a process, whether it runs or not. */
static void do_translate(struct machine *m, struct op_run *run)
{
    const struct cp15 c =
        run->op.pid ? process_cp15(m, run->op.pid) : kernel_cp15(m, m->swapper_pg_dir, 0);

    translate_op(m, run, &c);
}

static bool do_boot(struct machine *m, struct op_run *run)
{
    if (run->op.stage == STAGE_MEM_INIT) {
        if (mem_init_step(m, run))
            return true;
    } else {
        boot_stage_run(m, run->op.stage);
    }
    set_word(m, &m->stage, run->op.stage, FIELD_stage);
    return false;
}

void op_begin(struct machine *m, const struct op *op)
{
    struct op_run *run = &m->host.run;
    bool listed = op->kind == OP_FREE_LIST || op->kind == OP_VMAP;

    memcpy(&run->op, op, offsetof(struct op, list) + (listed ? sizeof(op->list) : 0));
    run->phase = run->cursor = run->end = run->done = 0;
    run->rng = 0;
    run->active = run->total = 1;
    run->result = (struct op_result){ .pfn = NO_PFN };
    if (op->kind == OP_BOOT && op->stage == STAGE_MEM_INIT)
        mem_init_begin(m, run);
    else if (op->kind == OP_WORKLOAD)
        workload_begin(run);
}

/* A piece of work: op_step() without what is around it. */
static bool run_step(struct machine *m)
{
    struct op_run *run = &m->host.run;
    bool more = false;

    if (run->op.cpu != OP_NO_CPU)
        set_word(m, &m->cpu, run->op.cpu, FIELD_cpu);
    switch (run->op.kind) {
    case OP_BOOT:
        more = do_boot(m, run);
        break;
    case OP_ALLOC_PAGES:
        do_alloc(m, run);
        break;
    case OP_FREE_PAGES:
        do_free(m, run);
        break;
    case OP_SPLIT_PAGE:
        do_split(m, run);
        break;
    case OP_FREE_LIST:
        do_free_list(m, run);
        break;
    case OP_WORKLOAD:
        more = workload_step(m, run);
        break;
    case OP_DRAIN:
        drain_all_pages(m);
        break;
    case OP_DRAIN_LOCAL:
        drain_local_pages(m);
        break;
    case OP_REFRESH:
        refresh_cpu_vm_stats(m);
        break;
    case OP_MIN_FREE_KBYTES:
        set_int(m, &m->min_free_kbytes, (int32_t)run->op.value, FIELD_min_free_kbytes);
        setup_per_zone_wmarks(m);
        break;
    case OP_MEMALLOC:
        set_word(m, &m->task_memalloc, run->op.value, FIELD_task_memalloc);
        break;
    case OP_RT:
        set_word(m, &m->task_rt, run->op.value, FIELD_task_rt);
        break;
    case OP_TRANSLATE:
        do_translate(m, run);
        break;
    case OP_CPU:
        break;
    default:
        if (vm_op(run->op.kind))
            vm_op_run(m, run);
        else if (user_op(run->op.kind))
            user_op_run(m, run);
        else
            slub_op_run(m, run);
        break;
    }
    return more;
}

bool op_step(struct machine *m)
{
    struct op_run *run = &m->host.run;
    bool more;

    if (!run->active)
        return false;
    more = oops_guard(m, run_step);
    run->result.oops = m->oops;
    run->result.oops_addr = m->oops_addr;
    run->active = more;
    if (!more)
        run->done = run->total;
    machine_flush(m);
    return more;
}

struct op_result op_result(const struct machine *m)
{
    return m->host.run.result;
}

struct op_result op_apply(struct machine *m, const struct op *op)
{
    op_begin(m, op);
    while (op_step(m))
        ;
    return op_result(m);
}

void op_progress(const struct machine *m, uint32_t *done, uint32_t *total)
{
    *done = m->host.run.done;
    *total = m->host.run.total;
}

/* A workload takes some 300 events an operation; where blocks of order 9 and 10 are among them, some 500. */
bool op_is_long(const struct machine *m, const struct op *op)
{
    if (slub_op(op->kind))
        return slub_op_is_long(m, op);
    if (vm_op(op->kind))
        return vm_op_is_long(m, op);
    if (user_op(op->kind))
        return user_op_is_long(m, op);
    return (op->kind == OP_BOOT && op->stage == STAGE_MEM_INIT) ||
           (op->kind == OP_WORKLOAD && op->count > (op->max_order > 8 ? 100 : 200));
}
