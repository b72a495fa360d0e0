// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/user/ops.h"

#include "alloc/user/user.h"
#include "alloc/vm/translate.h"

bool user_op(uint32_t kind)
{
    return kind >= OP_PROC_CREATE && kind <= OP_PROC_SWITCH;
}

/* An address that is none is why there is none. */
static void run_mmap(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;
    uint32_t at =
        user_mmap(m, op->pid, op->addr, op->size, op->flags,
                  (op->addr && !op->value ? MAP_FIXED : 0) | (op->shared ? MAP_SHARED : 0));

    run->result.failed = at & ~PAGE_MASK ? 1 : 0;
    run->result.addr = run->result.failed ? 0 : at;
}

static void run_touch(struct machine *m, struct op_run *run)
{
    static const unsigned accesses[OP_ACCESSES] = { ACCESS_READ, ACCESS_WRITE, ACCESS_FETCH };
    struct user_access t = user_touch(m, run->op.pid, run->op.addr, accesses[run->op.flags]);

    run->result.phys = t.pa;
    run->result.failed = !t.done;
    run->result.faults = t.faults;
    run->result.fsr = t.fsr;
    run->result.fault = (t.fsr & 0xf) | (t.fsr & 1u << 10) >> 6;
    run->result.signal = t.signal;
    run->result.si_code = t.si_code;
}

void user_op_run(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;

    switch (op->kind) {
    case OP_PROC_CREATE:
        run->result.pid = user_create(m, op->value);
        break;
    case OP_PROC_MMAP:
        run_mmap(m, run);
        break;
    case OP_PROC_TOUCH:
        run_touch(m, run);
        break;
    case OP_PROC_FORK:
        run->result.pid = user_fork(m, op->pid);
        break;
    case OP_PROC_MUNMAP:
        run->result.failed = user_munmap(m, op->pid, op->addr, op->size) != 0;
        break;
    case OP_PROC_EXIT:
        user_exit(m, op->pid);
        break;
    default:
        user_switch(m, op->pid);
        break;
    }
}
