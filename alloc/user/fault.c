// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From an abort to handle_mm_fault() (arch/arm/mm/fault.c). The fault status picks the handler:
 *
 *	5	first level: no table yet, or an address of the kernel's
 *	7, f	second level: no page, or not with these rights
 *	d	a section of the kernel's
 *	others	nothing that can be helped
 *
 * The fault is always a user's: what the kernel itself touches is not run here.
 */
#include "alloc/printk.h"
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

/* An abort under way. */
struct abort {
    struct mm_struct *mm;
    uint32_t addr, fsr;
    uint32_t signal, si_code; /* what the user gets */
};

static void value_abort(struct machine *m, const struct abort *a)
{
    if (!walking(m))
        return;
    value(m, V_addr, FMT_ADDR, a->addr);
    value(m, V_fsr, FMT_HEX, a->fsr);
}

/* arch/arm/mm/fault.c:161, without the signal itself */
static void do_user_fault_(struct machine *m, struct abort *a, uint32_t signal, uint32_t si_code)
{
    enter(m, F_do_user_fault_);
    value_abort(m, a);
    if (walking(m)) {
        value(m, V_sig, FMT_DEC, signal);
        value(m, V_code, FMT_DEC, si_code);
    }
    a->signal = signal;
    a->si_code = si_code;
    leave(m, F_do_user_fault_);
}

/* arch/arm/mm/fault.c:187 */
static void do_bad_area(struct machine *m, struct abort *a)
{
    enter(m, F_do_bad_area);
    value_abort(m, a);
    do_user_fault_(m, a, SIG_SEGV, SEGV_MAPERR);
    leave(m, F_do_bad_area);
}

/* arch/arm/mm/fault.c:211 */
static bool access_error(struct machine *m, uint32_t fsr, const struct vm_area_struct *vma)
{
    uint32_t mask = VM_READ | VM_WRITE | VM_EXEC;
    bool error;

    if (fsr & FSR_WRITE)
        mask = VM_WRITE;
    if (fsr & FSR_LNX_PF)
        mask = VM_EXEC;
    error = !(vma->vm_flags & mask);
    LEAF(m, F_access_error, FMT_DEC, error, value(m, V_fsr, FMT_HEX, fsr);
         value(m, V_vma, FMT_ADDR, vma_virt(m, vma)); value(m, V_mask, FMT_HEX, mask));
    return error;
}

/* arch/arm/mm/fault.c:224. No area here grows downwards. */
static uint32_t do_page_fault_(struct machine *m, const struct abort *a, uint32_t flags)
{
    struct vm_area_struct *vma;
    uint32_t fault = VM_FAULT_BADMAP;

    enter_mm(m, F_do_page_fault_, a->mm);
    value_abort(m, a);
    if (walking(m))
        value(m, V_flags, FMT_HEX, flags);
    vma = find_vma(m, a->mm, a->addr);
    if (vma && vma->vm_start <= a->addr)
        fault = access_error(m, a->fsr, vma)
                    ? VM_FAULT_BADACCESS
                    : handle_mm_fault(m, a->mm, vma, a->addr & PAGE_MASK, flags);
    leave_with(m, F_do_page_fault_, FMT_HEX, fault);
    return fault;
}

/* arch/arm/mm/fault.c:259. Without memory the kernel lets the OOM killer look for a victim and tries again; here the access fails. */
static bool do_page_fault(struct machine *m, struct abort *a)
{
    uint32_t flags = FAULT_FLAG_USER, fault;
    bool handled;

    enter(m, F_do_page_fault);
    value_abort(m, a);
    if (a->fsr & FSR_WRITE)
        flags |= FAULT_FLAG_WRITE;
    fault = do_page_fault_(m, a, flags);
    handled = !(fault & (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_BADMAP | VM_FAULT_BADACCESS));
    if (fault & VM_FAULT_SIGBUS)
        do_user_fault_(m, a, SIG_BUS, BUS_ADRERR);
    if (fault & (VM_FAULT_BADMAP | VM_FAULT_BADACCESS))
        do_user_fault_(m, a, SIG_SEGV, fault == VM_FAULT_BADACCESS ? SEGV_ACCERR : SEGV_MAPERR);
    leave_with(m, F_do_page_fault, FMT_DEC, 0);
    return handled;
}

/* arch/arm/mm/fault.c:423; a user has no business above TASK_SIZE. */
static bool user_translation_fault(struct machine *m, struct abort *a)
{
    bool handled = false;

    enter(m, F_do_translation_fault);
    value_abort(m, a);
    if (a->addr < TASK_SIZE)
        handled = do_page_fault(m, a);
    else
        do_bad_area(m, a);
    leave_with(m, F_do_translation_fault, FMT_DEC, 0);
    return handled;
}

/* arch/arm/mm/fault.c:499 */
static void do_sect_fault(struct machine *m, struct abort *a)
{
    enter(m, F_do_sect_fault);
    value_abort(m, a);
    do_bad_area(m, a);
    leave_with(m, F_do_sect_fault, FMT_DEC, 0);
}

/* arch/arm/mm/fault.c:510, and what do_DataAbort() makes of its answer: the signals of arch/arm/mm/fsr-2level.c. */
static void do_bad(struct machine *m, struct abort *a, enum fault_status fs)
{
    bool domain = fs == FS_DOMAIN_L1 || fs == FS_DOMAIN_L2;
    bool flag = fs == FS_ACCESS_FLAG_L1 || fs == FS_ACCESS_FLAG_L2;

    LEAF(m, F_do_bad, FMT_DEC, 1, value_abort(m, a));
    printk(m, "Unhandled fault: %s (0x%03x) at 0x%08x\n", fault_status_name(fs), a->fsr, a->addr);
    a->signal = domain || flag ? SIG_SEGV : SIG_BUS;
    a->si_code = domain               ? SEGV_ACCERR
                 : flag               ? SEGV_MAPERR
                 : fs == FS_ALIGNMENT ? BUS_ADRALN
                                      : SI_NONE;
}

static bool dispatch(struct machine *m, struct abort *a, enum fault_status fs)
{
    switch (fs) {
    case FS_TRANSLATION_L1:
        return user_translation_fault(m, a);
    case FS_TRANSLATION_L2:
    case FS_PERMISSION_L2:
        return do_page_fault(m, a);
    case FS_PERMISSION_L1:
        do_sect_fault(m, a);
        return false;
    default:
        do_bad(m, a, fs);
        return false;
    }
}

/* arch/arm/mm/fault.c:546 and :578 */
struct fault_outcome do_abort(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t fsr,
                              bool prefetch)
{
    enum function_id f = prefetch ? F_do_PrefetchAbort : F_do_DataAbort;
    struct abort a = { .mm = mm, .addr = addr, .fsr = fsr };
    bool handled;

    enter(m, f);
    value_abort(m, &a);
    a.fsr = prefetch ? fsr | FSR_LNX_PF : fsr & ~FSR_LNX_PF;
    handled = dispatch(m, &a, (enum fault_status)((fsr & 0xf) | (fsr & 1u << 10) >> 6));
    leave(m, f);
    return (struct fault_outcome){ handled, a.signal, a.si_code };
}
