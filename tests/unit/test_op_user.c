// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations of processes: their words, what is refused, what comes out, and that a machine is a function of them. */
#include <stdio.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/user/user.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/lines.h"
#include "tests/lib/machines.h"
#include "tests/lib/users.h"

static void is_refused_text(const char *line, const char *field)
{
    struct op op;
    struct op_error e = { 0 };
    size_t column;
    unsigned repeat;

    assert_false(op_parse(line, strlen(line), &op, &repeat, &e, &column));
    assert_string_equal(e.field, field);
}

static void lines_are_read_as_printed(void **state)
{
    static const struct {
        const char *line, *printed;
    } rows[] = {
        { "proc create", "proc create" },
        { "proc create legacy cpu 2", "proc create legacy cpu 2" },
        { "proc mmap 1 8192", "proc mmap 1 0x2000 read|write" },
        { "proc mmap 1 0x2000 at 0x10000000 read", "proc mmap 1 0x2000 at 0x10000000 read" },
        { "proc mmap 1 1 near 0x10000000 read | exec",
          "proc mmap 1 0x1 near 0x10000000 read|exec" },
        { "proc mmap 7 4096 none", "proc mmap 7 0x1000 none" },
        { "proc mmap 7 4096 shared", "proc mmap 7 0x1000 read|write shared" },
        { "proc mmap 7 4096 at 0x20000 read shared cpu 1",
          "proc mmap 7 0x1000 at 0x20000 read shared cpu 1" },
        { "proc touch 1 0x10000004", "proc touch 1 0x10000004 read" },
        { "proc touch 1 0x10000004 write cpu 1", "proc touch 1 0x10000004 write cpu 1" },
        { "proc fork 3", "proc fork 3" },
        { "proc munmap 1 0x10000000 4096", "proc munmap 1 0x10000000 0x1000" },
        { "proc exit 1", "proc exit 1" },
        { "proc switch 0", "proc switch 0" },
        { "translate 0x10000000", "translate 0x10000000 read" },
        { "translate 0x10000000 pid 2 write cpu 1", "translate 0x10000000 write pid 2 cpu 1" },
        { "translate 0x10000000 exec user pid 1", "translate 0x10000000 exec user pid 1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct op op = line_op(rows[i].line), again;
        char text[200];

        op_print(&op, text, sizeof text);
        assert_string_equal(text, rows[i].printed);
        again = line_op(text);
        assert_memory_equal(&op, &again, sizeof op);
    }
    is_refused_text("proc", "text");
    is_refused_text("proc kill 1", "text");
    is_refused_text("proc mmap x 1", "pid");
    is_refused_text("proc mmap 1", "length");
    is_refused_text("proc mmap 1 4096 at 0", "addr");
    is_refused_text("proc mmap 1 4096 readwrite", "prot");
    is_refused_text("proc touch 1 0x1000 open", "access");
    is_refused_text("proc fork 1 2", "text");
    is_refused_text("translate 0x10000000 pid", "pid");
    is_refused_text("translate 0x10000000 pid one", "pid");
}

static struct op_result run(struct machine *m, const char *line)
{
    struct op op = line_op(line);
    struct op_error e;

    if (!op_check(m, &op, &e))
        fail_msg("%s: %s", line, e.message);
    return op_apply(m, &op);
}

static void says(struct machine *m, const char *line, const char *result)
{
    struct op op = line_op(line);
    struct op_result r = run(m, line);
    char text[200];

    op_result_print(&op, &r, text, sizeof text);
    assert_string_equal(text, result);
    assert_null(machine_check(m));
}

static void is_refused(struct machine *m, const char *line, const char *message)
{
    struct op op = line_op(line);
    struct op_error e;

    assert_false(op_check(m, &op, &e));
    assert_string_equal(e.message, message);
}

static void a_life(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);

    (void)state;
    says(m, "proc create", "process 1");
    says(m, "proc mmap 1 0x4000", "0xb6ffc000");
    says(m, "proc touch 1 0xb6ffc000", "0x205db000 after 1 fault: translation fault, first level");
    says(m, "proc touch 1 0xb6ffc010", "0x205db010");
    says(m, "proc touch 1 0xb6ffc000 exec",
         "SIGSEGV (SEGV_ACCERR): permission fault, second level");
    says(m, "proc touch 1 0x10000000", "SIGSEGV (SEGV_MAPERR): translation fault, first level");
    run(m, "proc touch 1 0xb6ffd000 write");
    says(m, "proc fork 1", "process 2");
    says(m, "proc switch 2", "ok");
    assert_int_equal(m->current_pid[0], 2);
    says(m, "proc munmap 2 0xb6ffd000 0x1000", "ok");
    says(m, "proc exit 1", "ok");
    says(m, "proc exit 2", "ok");
    says(m, "proc create", "process 3");
    machine_destroy(m);
}

/* Copy-on-write seen by the MMU: the same page by both tables, for reading; after a write each has its own. Nobody runs because of it. */
static void tables_of_a_process_are_walked(void **state)
{
    static const char *const only_kernel = "translation fault, first level (DFSR 0x5)";
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    char page[64];
    uint64_t before;

    (void)state;
    is_refused(m, "translate 0x10000000 pid 1", "pid: there is no process 1");
    run(m, "proc create");
    run(m, "proc mmap 1 0x2000 at 0x10000000");
    says(m, "translate 0x10000000 pid 1", only_kernel);
    snprintf(page, sizeof page, "0x%x (small page)",
             (uint32_t)run(m, "proc touch 1 0x10000000 write").phys);
    run(m, "proc fork 1");
    says(m, "translate 0x10000000 pid 2", "translation fault, second level (DFSR 0x17)"); /* old */
    run(m, "proc touch 2 0x10000000");
    run(m, "proc switch 0");
    before = machine_digest(m);
    for (int pid = 1; pid <= 2; pid++) {
        char line[64];

        snprintf(line, sizeof line, "translate 0x10000000 user pid %d", pid);
        says(m, line, page);
        snprintf(line, sizeof line, "translate 0x10000000 write user pid %d", pid);
        says(m, line, "permission fault, second level (DFSR 0x81f)");
    }
    says(m, "translate 0x10000000", only_kernel);
    says(m, "translate 0x10001000 write user pid 2",
         "translation fault, second level (DFSR 0x817)");
    says(m, "translate 0xc0100004 pid 2", "0x20100004 (section)");
    assert_int_equal(machine_digest(m), before);
    run(m, "proc touch 2 0x10000000 write");
    says(m, "translate 0x10000000 user pid 1", page);
    assert_int_not_equal(run(m, "translate 0x10000000 user pid 2").phys,
                         run(m, "translate 0x10000000 user pid 1").phys);
    run(m, "proc exit 2");
    is_refused(m, "translate 0x10000000 pid 2", "pid: there is no process 2");
    machine_destroy(m);
}

/* A page of shared memory is everybody's: a fork copies nothing, and no write makes a copy. */
static void processes_share(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint64_t page;
    char line[64];

    (void)state;
    run(m, "proc create");
    says(m, "proc mmap 1 0x4000 at 0x10000000 shared", "0x10000000");
    page = run(m, "proc touch 1 0x10000000 write").phys;
    says(m, "proc fork 1", "process 2");
    says(m, "translate 0x10000000 write user pid 2", "translation fault, first level (DFSR 0x805)");
    assert_int_equal(run(m, "proc touch 2 0x10000000 write").failed, 0);
    for (int pid = 1; pid <= 2; pid++) {
        snprintf(line, sizeof line, "translate 0x10000000 write user pid %d", pid);
        assert_int_equal(run(m, line).phys, page);
    }
    says(m, "proc munmap 1 0x10000000 0x4000", "ok");
    says(m, "proc exit 2", "ok");
    assert_int_equal(m->s_inodes.next, offset_of(m, &m->s_inodes));
    machine_destroy(m);
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_LATE);

    (void)state;
    is_refused(m, "proc create", "proc_create: boot wmark first");
    machine_destroy(m);
    m = boot_machine("m128h", STAGE_WMARK);
    is_refused(m, "proc create",
               "proc_create: this room runs with slub=off, which processes are made with");
    machine_destroy(m);
    m = boot_slub_machine("m128h", STAGE_WMARK);
    is_refused(m, "proc exit 1", "pid: there is no process 1");
    run(m, "proc create");
    is_refused(m, "proc fork 2", "pid: there is no process 2");
    is_refused(m, "proc mmap 1 0", "length: 1 to 3204440064 bytes, not 0");
    is_refused(m, "proc mmap 1 0x1000 at 0x10000001", "addr: a multiple of 4096, not 0x10000001");
    is_refused(m, "proc mmap 1 0x1000 at 0x1000", "addr: 0x2000 to 0xbefff000, not 0x1000");
    is_refused(m, "proc mmap 1 0x2000 at 0xbefff000", "addr: 0x2000 to 0xbeffe000, not 0xbefff000");
    run(m, "proc mmap 1 0x3000 at 0x10000000");
    is_refused(m, "proc mmap 1 0x2000 at 0x10002000",
               "addr: 0x10000000 to 0x10003000 is mapped already; munmap it first");
    run(m, "proc mmap 1 0x2000 at 0x10003000");
    run(m, "proc mmap 1 0x2000 near 0x10003000");
    is_refused(m, "proc munmap 1 0x10000800 0x1000", "addr: a multiple of 4096, not 0x10000800");
    for (int i = 1; i < MAX_PROCESSES; i++)
        run(m, "proc create");
    is_refused(m, "proc create", "op: a machine has at most 64 processes");
    is_refused(m, "proc fork 1", "op: a machine has at most 64 processes");
    machine_destroy(m);
}

static void count_events(void *n, const struct event *e)
{
    (void)e;
    ++*(uint32_t *)n;
}

/* What the kernel keeps of a process is nobody's to free, and its caches are nobody's to destroy. */
static void its_objects_are_the_kernels(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    const struct vm_area_struct *vma;
    uint32_t objects[4];

    (void)state;
    run(m, "proc create");
    run(m, "proc mmap 1 0x1000 at 0x10000000");
    run(m, "proc touch 1 0x10000000 write");
    vma = vma_at(m, mm_at(m, m->process[0].mm)->mmap);
    objects[0] = m->process[0].mm;
    objects[1] = ram_virt(m, vma);
    objects[2] = vma->anon_vma;
    objects[3] =
        m->page[(pte_words(m, mm_at(m, objects[0])->pgd, 0x10000000).ptep - PAGE_OFFSET) >> 12]
            .private_;
    for (int i = 0; i < 4; i++) {
        struct op op = op_of(OP_KFREE);
        struct op_error e;

        op.addr = objects[i];
        assert_false(op_check(m, &op, &e));
        assert_string_equal(e.field, "addr");
    }
    is_refused(
        m, "cache destroy mm_struct",
        "cache: mm_struct is what processes are made with since there was one; nobody else has asked for it");
    run(m, "proc mmap 1 0x1000 shared");
    is_refused(
        m, "cache destroy dentry",
        "cache: dentry is what shared memory is made with since there was some; nobody else has asked for it");
    machine_destroy(m);
}

/* Who is not announced as long has no more events than that. */
static void long_ones_are_announced(void **state)
{
    struct machine *m = boot_slub_machine("m16", STAGE_WMARK);
    struct random r = { 3 };

    (void)state;
    run(m, "proc create");
    run(m, "proc mmap 1 0x200000 at 0x10000000");
    for (unsigned i = 0; i < 400; i++) {
        static const char *const lines[] = { "proc fork 1", "proc munmap 1 0x10000000 0x100000",
                                             "proc mmap 1 0x100000 near 0x10000000",
                                             "proc mmap 1 0x100000 near 0x10000000 shared" };
        struct op op = line_op(lines[random_below(&r, 4)]);
        struct op_error e;
        uint32_t n = 0;
        bool is_long;

        if (random_below(&r, 8)) {
            op = line_op("proc touch 1 0x10000000 write");
            op.addr += random_below(&r, 0x1f0) << 12;
        }
        if (!op_check(m, &op, &e))
            continue;
        is_long = op_is_long(m, &op);
        machine_listen(m, WANT_CHANGES | WANT_WALK | WANT_POINTS, count_events, &n);
        op_apply(m, &op);
        machine_listen(m, WANT_NOTHING, NULL, NULL);
        if (!is_long && n > OP_LONG_EVENTS)
            fail_msg("operation %u of kind %u has %u events", i, op.kind, n);
        if (op.kind == OP_PROC_FORK) {
            struct op end = line_op("proc exit 1");

            end.pid = m->last_pid;
            op_apply(m, &end);
        }
    }
    assert_null(machine_check(m));
    machine_destroy(m);
}

/* The same operations on a clone end in the same machine, with a listener or without. */
static void the_same_twice(void **state)
{
    static const char *const lines[] = {
        "proc create",
        "proc create legacy",
        "proc mmap 1 0x300000 at 0x400000",
        "proc mmap 2 0x10000",
        "proc touch 1 0x400000 write",
        "proc touch 1 0x5ff000 write cpu 1",
        "proc fork 1 cpu 2",
        "proc touch 3 0x400000 write",
        "proc touch 2 0x40000000 write cpu 3",
        "proc munmap 3 0x500000 0x1000",
        "proc mmap 3 0x80000 at 0x700000 shared",
        "proc touch 3 0x700000 cpu 1",
        "proc touch 3 0x745000 write",
        "proc fork 3",
        "proc touch 4 0x745000 write cpu 2",
        "proc munmap 3 0x710000 0x8000",
        "proc exit 4",
        "proc exit 1",
        "proc switch 3",
        "proc exit 3",
    };
    struct machine *a = boot_slub_machine("m128h", STAGE_WMARK), *b = machine_clone(a);
    uint32_t n = 0;

    (void)state;
    machine_listen(b, WANT_CHANGES | WANT_WALK, count_events, &n);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run(a, lines[i]);
        run(b, lines[i]);
        assert_int_equal(machine_digest(a), machine_digest(b));
        assert_int_equal(b->host.depth, 0); /* whatever is entered is left */
    }
    machine_destroy(a);
    machine_destroy(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_as_printed),
        cmocka_unit_test(a_life),
        cmocka_unit_test(tables_of_a_process_are_walked),
        cmocka_unit_test(processes_share),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(its_objects_are_the_kernels),
        cmocka_unit_test(long_ones_are_announced),
        cmocka_unit_test(the_same_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
