// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc/PID/maps. */
#include <string.h>

#include "alloc/proc.h"
#include "alloc/user/user.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/lines.h"
#include "tests/lib/machines.h"

#define VECTORS "ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]\n"

static char buffer[1 << 12];

static const char *maps(const struct machine *m, uint32_t pid)
{
    struct text t = { buffer, sizeof buffer, 0 };

    buffer[0] = 0;
    assert_true(proc_maps(m, pid, &t));
    assert_true(t.len < sizeof buffer);
    return buffer;
}

static struct op_result run(struct machine *m, const char *line)
{
    struct op op = line_op(line);
    struct op_error e;

    if (!op_check(m, &op, &e))
        fail_msg("%s: %s", line, e.message);
    return op_apply(m, &op);
}

static struct machine *with_process(void)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);

    run(m, "proc create");
    return m;
}

static void a_line_for_each_area(void **state)
{
    struct machine *m = with_process();

    (void)state;
    assert_string_equal(maps(m, 1), VECTORS);
    run(m, "proc mmap 1 0x3000");
    run(m, "proc mmap 1 0x1000 at 0x10000000 read|exec");
    run(m, "proc mmap 1 5000 at 0x20000 none");
    assert_string_equal(maps(m, 1), "00020000-00022000 ---p 00000000 00:00 0 \n"
                                    "10000000-10001000 r-xp 00000000 00:00 0 \n"
                                    "b6ffd000-b7000000 rw-p 00000000 00:00 0 \n" VECTORS);
    run(m, "proc munmap 1 0xb6ffe000 0x1000"); /* in the middle: two areas */
    run(m, "proc fork 1");
    run(m, "proc munmap 1 0x20000 0x10000000");
    assert_string_equal(maps(m, 1), "b6ffd000-b6ffe000 rw-p 00000000 00:00 0 \n"
                                    "b6fff000-b7000000 rw-p 00000000 00:00 0 \n" VECTORS);
    assert_memory_equal(maps(m, 2), "00020000-00022000 ---p", 22);
    machine_destroy(m);
}

static void of_who_is_there(void **state)
{
    struct machine *m = with_process();
    struct text t = { buffer, sizeof buffer, 0 };

    (void)state;
    assert_false(proc_maps(m, 0, &t));
    assert_false(proc_maps(m, 2, &t));
    run(m, "proc exit 1");
    assert_false(proc_maps(m, 1, &t));
    assert_int_equal(t.len, 0);
    machine_destroy(m);
}

/* Names follow what the struct says, and a list that somebody has written over ends somewhere. */
static void what_ram_says(void **state)
{
    struct machine *m = with_process();
    struct mm_struct *mm;
    struct vm_area_struct *vma;

    (void)state;
    run(m, "proc mmap 1 0x1000 at 0x10000000");
    mm = mm_at(m, m->process[0].mm);
    vma = vma_at(m, mm->mmap);
    mm->sigpage = 0x10000000;
    assert_string_equal(maps(m, 1),
                        "10000000-10001000 rw-p 00000000 00:00 0          [sigpage]\n" VECTORS);
    mm->sigpage = 0;
    mm->start_code[4] = 0x10000000;
    mm->start_code[5] = 0x10001000;
    assert_string_equal(maps(m, 1),
                        "10000000-10001000 rw-p 00000000 00:00 0          [heap]\n" VECTORS);
    mm->start_code[4] = mm->start_code[5] = 0;
    vma->vm_next = 0xdeadbeef;
    assert_string_equal(maps(m, 1), "10000000-10001000 rw-p 00000000 00:00 0 \n" VECTORS);
    vma->vm_next = ram_virt(m, vma); /* a circle */
    {
        struct text t = { buffer, sizeof buffer, 0 };

        assert_true(proc_maps(m, 1, &t));
        assert_int_equal(t.len, VMAS_MAX * strlen("10000000-10001000 rw-p 00000000 00:00 0 \n") +
                                    strlen(VECTORS));
    }
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_for_each_area),
        cmocka_unit_test(of_who_is_there),
        cmocka_unit_test(what_ram_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
