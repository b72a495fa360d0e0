// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Operations of processes as text.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/arm/fault_status.h"
#include "alloc/op_parse.h"

/* PROT_READ, PROT_WRITE, PROT_EXEC */
static const char *const prots[] = { "read", "write", "exec" };
#define PROTS      3u
#define READ_WRITE 3u

/* One name, blanks around it or not. */
static bool add_prot(struct word w, uint32_t *prot)
{
    for (; w.len && *w.at == ' '; w.len--)
        w.at++;
    while (w.len && w.at[w.len - 1] == ' ')
        w.len--;
    for (uint32_t i = 0; i < PROTS; i++)
        if (word_is(w, prots[i])) {
            *prot |= 1u << i;
            return true;
        }
    return false;
}

bool prot_parse(const char *text, size_t len, uint32_t *prot)
{
    const char *end = text + len;

    *prot = 0;
    if (word_is((struct word){ text, len }, "none"))
        return true;
    while (true) {
        const char *bar = memchr(text, '|', (size_t)(end - text)), *stop = bar ? bar : end;

        if (!add_prot((struct word){ text, (size_t)(stop - text) }, prot))
            return false;
        if (!bar)
            return true;
        text = bar + 1;
    }
}

int prot_print(uint32_t prot, char *buf, size_t size)
{
    int n = 0;

    for (uint32_t i = 0; i < PROTS; i++)
        if (prot & 1u << i)
            n += snprintf(buf + n, size - (size_t)n, "%s%s", n ? "|" : "", prots[i]);
    return n ? n : snprintf(buf, size, "none");
}

/* ---- reading ---- */

static bool next_pid(struct parser *p)
{
    return next_number(p, "pid", &p->op->pid, "pid: the number of a process, such as 1");
}

static bool next_addr(struct parser *p)
{
    return next_number(p, "addr", &p->op->addr, "addr: an address such as 0xb6fff000");
}

static bool next_length(struct parser *p)
{
    return next_number(p, "length", &p->op->size, "length: bytes, such as 0x2000");
}

/* `create [legacy]` */
static bool parse_create(struct parser *p)
{
    const char *back = p->at;

    p->op->value = word_is(next_word(p), "legacy");
    if (!p->op->value)
        p->at = back;
    return true;
}

/* `[at ADDR | near ADDR]` */
static bool next_where(struct parser *p)
{
    const char *back = p->at;
    struct word w = next_word(p);

    if (!word_is(w, "at") && !word_is(w, "near")) {
        p->at = back;
        return true;
    }
    p->op->value = word_is(w, "near");
    if (!next_addr(p))
        return false;
    return p->op->addr || op_syntax(p, w.at, "addr", "addr: not 0, which is anywhere");
}

/* `mmap PID LENGTH [at ADDR | near ADDR] [read|write|exec | none] [shared]` */
static bool parse_mmap(struct parser *p)
{
    struct word w;
    const char *back;

    p->op->flags = READ_WRITE;
    if (!next_pid(p) || !next_length(p) || !next_where(p))
        return false;
    back = p->at;
    w = next_word(p);
    if (!word_is_tail(w) && !word_is(w, "shared")) {
        if (!prot_parse(w.at, w.len, &p->op->flags))
            return op_syntax(p, w.at, "prot", PROT_MESSAGE);
        back = p->at;
        w = next_word(p);
    }
    p->op->shared = word_is(w, "shared");
    if (!p->op->shared)
        p->at = back;
    return true;
}

/* `touch PID ADDR [read | write | exec]` */
static bool parse_touch(struct parser *p)
{
    const char *back;
    struct word w;

    if (!next_pid(p) || !next_addr(p))
        return false;
    back = p->at;
    w = next_word(p);
    if (word_is_tail(w)) {
        p->at = back;
        return true;
    }
    return access_parse(w.at, w.len, &p->op->flags) || op_syntax(p, w.at, "access", ACCESS_MESSAGE);
}

static bool parse_munmap(struct parser *p)
{
    return next_pid(p) && next_addr(p) && next_length(p);
}

/* `proc create|mmap|touch|fork|munmap|exit|switch …` */
bool parse_proc(struct parser *p)
{
    static const struct {
        const char *name;
        enum op_kind kind;
        bool (*parse)(struct parser *p);
    } verbs[] = {
        { "create", OP_PROC_CREATE, parse_create }, { "mmap", OP_PROC_MMAP, parse_mmap },
        { "touch", OP_PROC_TOUCH, parse_touch },    { "fork", OP_PROC_FORK, next_pid },
        { "munmap", OP_PROC_MUNMAP, parse_munmap }, { "exit", OP_PROC_EXIT, next_pid },
        { "switch", OP_PROC_SWITCH, next_pid },
    };
    struct word w = next_word(p);

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (word_is(w, verbs[i].name)) {
            p->op->kind = verbs[i].kind;
            return verbs[i].parse(p);
        }
    return op_syntax(p, w.at, "text",
                     "text: proc create, mmap, touch, fork, munmap, exit or switch");
}

/* ---- printing ---- */

static int print_mmap(const struct op *op, char *buf, size_t size)
{
    char where[24] = "", prot[24];

    if (op->addr)
        snprintf(where, sizeof where, " %s 0x%" PRIx32, op->value ? "near" : "at", op->addr);
    prot_print(op->flags, prot, sizeof prot);
    return snprintf(buf, size, "proc mmap %" PRIu32 " 0x%" PRIx32 "%s %s%s", op->pid, op->size,
                    where, prot, op->shared ? " shared" : "");
}

int print_user_op(const struct op *op, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_PROC_CREATE:
        return snprintf(buf, size, "proc create%s", op->value ? " legacy" : "");
    case OP_PROC_MMAP:
        return print_mmap(op, buf, size);
    case OP_PROC_TOUCH:
        return snprintf(buf, size, "proc touch %" PRIu32 " 0x%" PRIx32 " %s", op->pid, op->addr,
                        access_name(op->flags));
    case OP_PROC_MUNMAP:
        return snprintf(buf, size, "proc munmap %" PRIu32 " 0x%" PRIx32 " 0x%" PRIx32, op->pid,
                        op->addr, op->size);
    case OP_PROC_FORK:
        return snprintf(buf, size, "proc fork %" PRIu32, op->pid);
    case OP_PROC_EXIT:
        return snprintf(buf, size, "proc exit %" PRIu32, op->pid);
    default:
        return snprintf(buf, size, "proc switch %" PRIu32, op->pid);
    }
}

const char *signal_name(uint32_t signal)
{
    return signal == 7 ? "SIGBUS" : signal == 9 ? "SIGKILL" : signal == 11 ? "SIGSEGV" : "?";
}

/* What a user hears: the signal and why, or that there is no memory. */
static int print_failed_touch(const struct op_result *r, char *buf, size_t size)
{
    const char *code = r->si_code == 1 ? " (SEGV_MAPERR)" : r->si_code == 2 ? " (SEGV_ACCERR)" : "";

    if (!r->signal)
        return snprintf(buf, size, "no memory");
    return snprintf(buf, size, "%s%s: %s", signal_name(r->signal), r->signal == 11 ? code : "",
                    fault_status_name((enum fault_status)r->fault));
}

static int print_touch(const struct op_result *r, char *buf, size_t size)
{
    if (r->failed)
        return print_failed_touch(r, buf, size);
    if (!r->faults)
        return snprintf(buf, size, "0x%" PRIx64, r->phys);
    return snprintf(buf, size, "0x%" PRIx64 " after %" PRIu32 " fault%s: %s", r->phys, r->faults,
                    r->faults == 1 ? "" : "s", fault_status_name((enum fault_status)r->fault));
}

int print_user_result(const struct op *op, const struct op_result *r, char *buf, size_t size)
{
    switch (op->kind) {
    case OP_PROC_CREATE:
    case OP_PROC_FORK:
        return r->pid ? snprintf(buf, size, "process %" PRIu32, r->pid)
                      : snprintf(buf, size, "no memory");
    case OP_PROC_MMAP:
        return r->failed ? snprintf(buf, size, "no room, or no memory")
                         : snprintf(buf, size, "0x%" PRIx32, r->addr);
    case OP_PROC_TOUCH:
        return print_touch(r, buf, size);
    case OP_PROC_MUNMAP:
        return snprintf(buf, size, "%s", r->failed ? "no memory for a second area" : "ok");
    default:
        return snprintf(buf, size, "ok");
    }
}
