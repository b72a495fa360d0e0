// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A process touches memory: the MMU looks the address up, and if it aborts the kernel gets its chance, until the access succeeds or the kernel
 * gives up. What is read or written there is not modelled: the words of user pages are nobody's.
 *
 * Signals are not delivered: the process lives on, and may try something else.
 */
#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

/* A fault after a fault after a fault: an old read-only page that is written takes two, nothing takes more. */
#define FAULTS_MAX 4u

struct user_access user_touch(struct machine *m, uint32_t pid, uint32_t addr, unsigned access)
{
    struct user_access result = { 0 };
    struct mm_struct *mm;

    user_switch(m, pid);
    mm = mm_at(m, find_process(m, pid)->mm);
    access |= ACCESS_PL0;
    while (result.faults < FAULTS_MAX) {
        struct translation t = user_translate(m, addr, access);
        struct fault_outcome outcome;

        if (t.fault == FS_NONE) {
            result.done = true;
            result.pa = t.pa;
            return result;
        }
        result.faults++;
        result.fsr = user_abort(m, &t, addr, access);
        outcome = do_abort(m, mm, addr, result.fsr, access & ACCESS_FETCH);
        if (!outcome.handled) {
            result.signal = outcome.signal;
            result.si_code = outcome.si_code;
            return result;
        }
    }
    return result;
}
