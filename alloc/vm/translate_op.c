// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A translation by the MMU as a walk of its own: the functions are those of the architecture's pseudocode (DDI 0406C B3.19, B2.4), the values
 * are called as they are there, and what was decided is what mmu.c decided.
 */
#include "alloc/vm/ops.h"
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"

static enum text_id type_text(struct descriptor d)
{
    static const enum text_id texts[] = {
        [DESCRIPTOR_FAULT] = TEXT_fault,
        [DESCRIPTOR_RESERVED] = TEXT_reserved,
        [DESCRIPTOR_TABLE] = TEXT_page_table,
        [DESCRIPTOR_SECTION] = TEXT_section,
        [DESCRIPTOR_SUPERSECTION] = TEXT_supersection,
        [DESCRIPTOR_LARGE_PAGE] = TEXT_large_page,
        [DESCRIPTOR_SMALL_PAGE] = TEXT_small_page,
        [DESCRIPTOR_FLAT] = TEXT_flat_map,
    };

    return texts[descriptor_type(d)];
}

static enum text_id memory_text(const struct memory_attributes *a)
{
    static const enum text_id texts[] = {
        [MEMORY_STRONGLY_ORDERED] = TEXT_strongly_ordered,
        [MEMORY_DEVICE] = TEXT_device,
        [MEMORY_NORMAL] = TEXT_normal,
        [MEMORY_RESERVED] = TEXT_reserved,
        [MEMORY_IMPLEMENTATION_DEFINED] = TEXT_implementation_defined,
    };

    return texts[a->type];
}

static enum text_id fault_text(enum fault_status fs)
{
    static const enum text_id texts[] = {
        [FS_NONE] = TEXT_no_fault,
        [FS_ACCESS_FLAG_L1] = TEXT_access_flag_l1,
        [FS_TRANSLATION_L1] = TEXT_translation_l1,
        [FS_ACCESS_FLAG_L2] = TEXT_access_flag_l2,
        [FS_TRANSLATION_L2] = TEXT_translation_l2,
        [FS_DOMAIN_L1] = TEXT_domain_l1,
        [FS_DOMAIN_L2] = TEXT_domain_l2,
        [FS_EXTERNAL_L1] = TEXT_external_l1,
        [FS_PERMISSION_L1] = TEXT_permission_l1,
        [FS_EXTERNAL_L2] = TEXT_external_l2,
        [FS_PERMISSION_L2] = TEXT_permission_l2,
    };

    return texts[fs];
}

/* One descriptor: index, where it lies, what stands there, what that means. */
static void say_step(struct machine *m, const struct walk_step *s, bool second)
{
    line(m, second ? L_l2_fetch : L_l1_fetch);
    value(m, second ? V_l2index : V_l1index, FMT_HEX, s->index);
    value(m, second ? V_l2descaddr : V_l1descaddr, FMT_HEX, s->address);
    if (!s->answered)
        return;
    value(m, second ? V_l2desc : V_l1desc, FMT_HEX, s->word);
    value(m, V_type, FMT_TEXT, type_text(s->descriptor));
    if (descriptor_type(s->descriptor) == DESCRIPTOR_TABLE)
        value(m, V_l2table, FMT_HEX, s->descriptor.base);
}

static void say_tables(struct machine *m, const struct cp15 *c, const struct mmu_walk *w)
{
    const struct table_walk *t = &w->table;

    enter(m, F_TranslationTableWalkSD);
    value(m, V_mva, FMT_ADDR, w->va);
    value(m, V_TTBCR, FMT_HEX, c->ttbcr);
    value(m, t->ttbr ? V_TTBR1 : V_TTBR0, FMT_HEX, t->ttbr ? c->ttbr1 : c->ttbr0);
    for (unsigned i = 0; i < t->nr_steps; i++)
        say_step(m, &t->step[i], i);
    leave(m, F_TranslationTableWalkSD);
}

/* The domain decides whether the descriptor's own bits count. */
static void say_checks(struct machine *m, const struct cp15 *c, const struct mmu_walk *w)
{
    struct descriptor leaf = w->result.leaf;

    enter(m, F_CheckDomain);
    value(m, V_domain, FMT_DEC, descriptor_domain(leaf));
    value(m, V_DACR, FMT_HEX, c->dacr);
    leave_with(m, F_CheckDomain, FMT_DEC, w->domain_access == DOMAIN_CLIENT);
    if (w->domain_access != DOMAIN_CLIENT)
        return;
    enter(m, F_CheckPermission);
    value(m, V_perms_ap, FMT_DEC, descriptor_ap(leaf));
    value(m, V_perms_xn, FMT_DEC, leaf.attr & DESCRIPTOR_XN ? 1 : 0);
    leave_with(m, F_CheckPermission, FMT_DEC, verdict_allows(w->verdict));
}

static void say_abort(struct machine *m, const struct mmu_walk *w, uint32_t fsr)
{
    bool fetch = w->access & ACCESS_FETCH;
    enum function_id f = fetch ? F_PrefetchAbort : F_DataAbort;

    enter(m, f);
    value(m, V_FS, FMT_TEXT, fault_text(w->result.fault));
    value(m, fetch ? V_IFSR : V_DFSR, FMT_HEX, fsr);
    value(m, fetch ? V_IFAR : V_DFAR, FMT_ADDR, w->va);
    leave(m, f);
}

static void say_found(struct machine *m, const struct mmu_walk *w)
{
    uint32_t pfn = (uint32_t)(w->result.pa >> 12);

    line(m, L_translated);
    value(m, V_type, FMT_TEXT, type_text(w->result.leaf));
    value(m, V_memtype, FMT_TEXT, memory_text(&w->attributes));
    if (pfn - m->first_pfn < m->nr_pages && pfn_valid(m, pfn))
        value(m, V_page, FMT_PFN, pfn);
}

static void say(struct machine *m, const struct cp15 *c, const struct mmu_walk *w, uint32_t fsr)
{
    enter(m, F_TranslateAddressV);
    value(m, V_va, FMT_ADDR, w->va);
    value(m, V_ispriv, FMT_DEC, !(w->access & ACCESS_PL0));
    value(m, V_iswrite, FMT_DEC, w->access & ACCESS_WRITE ? 1 : 0);
    value(m, V_isfetch, FMT_DEC, w->access & ACCESS_FETCH ? 1 : 0);
    if (w->walked)
        say_tables(m, c, w);
    if (w->checked)
        say_checks(m, c, w);
    if (w->result.fault == FS_NONE) {
        say_found(m, w);
        leave_with(m, F_TranslateAddressV, FMT_HEX, (uint32_t)w->result.pa);
    } else {
        say_abort(m, w, fsr);
        leave(m, F_TranslateAddressV);
    }
}

static unsigned access_of(const struct op *op)
{
    static const unsigned access[] = {
        [OP_READ] = ACCESS_READ,
        [OP_STORE] = ACCESS_WRITE,
        [OP_EXEC] = ACCESS_FETCH,
    };

    return access[op->flags] | (op->value ? ACCESS_PL0 : 0);
}

void translate_op(struct machine *m, struct op_run *run, const struct cp15 *c)
{
    const struct phys_memory memory = phys_memory_of(m);
    struct op_result *r = &run->result;
    unsigned access = access_of(&run->op);
    struct mmu_walk w;
    struct translation t = mmu_translate(c, NULL, &memory, run->op.addr, access, &w);

    r->phys = t.pa;
    r->leaf = descriptor_type(t.leaf);
    r->fault = t.fault;
    if (t.fault != FS_NONE)
        r->fsr = access & ACCESS_FETCH ? ifsr_of(t.fault)
                                       : dfsr_of(t.fault, descriptor_domain(t.leaf), access);
    if (walking(m))
        say(m, c, &w, r->fsr);
}
