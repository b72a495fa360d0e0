// SPDX-License-Identifier: GPL-2.0-or-later
/* vmallocinfo and kernel_page_tables. */
#include "alloc/proc.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static char buffer[1 << 14];

static const char *read_proc(struct machine *m, const char *name)
{
    struct text t = { buffer, sizeof buffer, 0 };

    buffer[0] = 0;
    assert_true(proc_by_name(m, name, &t));
    assert_true(t.len < sizeof buffer);
    return buffer;
}

static void vmallocinfo(void **state)
{
    struct machine *m = boot_slub_machine("exynos", STAGE_WMARK);

    (void)state;
    vmalloc(m, 3 * PAGE_SIZE);
    arm_ioremap(m, 0x10481000, PAGE_SIZE, MT_DEVICE);
    assert_string_equal(read_proc(m, "vmallocinfo"),
                        "0xf0000000-0xf0004000   16384 pages=3 vmalloc\n"
                        "0xf0004000-0xf0006000    8192 phys=10481000 ioremap\n"
                        "0xf6100000-0xf6110000   65536 iotable_init phys=10050000 ioremap\n"
                        "0xf6300000-0xf6304000   16384 iotable_init phys=12dd0000 ioremap\n"
                        "0xf6400000-0xf6401000    4096 iotable_init phys=101d0000 ioremap\n"
                        "0xf8000000-0xf8001000    4096 iotable_init phys=10000000 ioremap\n"
                        "0xf8100000-0xf8124000  147456 iotable_init phys=10010000 ioremap\n"
                        "0xf8180000-0xf8190000   65536 iotable_init phys=10040000 ioremap\n"
                        "0xf8400000-0xf8401000    4096 iotable_init phys=2020000 ioremap\n"
                        "0xf84c0000-0xf84c1000    4096 iotable_init phys=12250000 ioremap\n");
    vfree(m, 0xf0000000);
    assert_memory_equal(read_proc(m, "vmallocinfo"), "0xf0004000-", 11);
    machine_destroy(m);
}

static void kernel_page_tables(void **state)
{
    struct machine *m = boot_slub_machine("modd", STAGE_WMARK);

    (void)state;
    vmalloc(m, 3 * PAGE_SIZE);
    arm_ioremap(m, 0x10481000, PAGE_SIZE, MT_DEVICE_WC);
    assert_string_equal(read_proc(m, "kernel_page_tables"),
                        "---[ Modules ]---\n"
                        "---[ Kernel Mapping ]---\n"
                        "0xc0000000-0xc2e00000          46M     RW x  SHD MEM/CACHED/WBWA\n"
                        "0xc2e00000-0xc2f25000        1172K     RW x  SHD MEM/CACHED/WBWA\n"
                        "---[ vmalloc() Area ]---\n"
                        "0xc3000000-0xc3003000          12K     RW NX SHD MEM/CACHED/WBWA\n"
                        "0xc3004000-0xc3005000           4K     RW NX SHD DEV/WC\n"
                        "0xf6100000-0xf6110000          64K     RW NX SHD DEV/SHARED\n"
                        "0xf6300000-0xf6304000          16K     RW NX SHD DEV/SHARED\n"
                        "0xf6400000-0xf6401000           4K     RW NX SHD DEV/SHARED\n"
                        "0xf8000000-0xf8001000           4K     RW NX SHD DEV/SHARED\n"
                        "0xf8100000-0xf8124000         144K     RW NX SHD DEV/SHARED\n"
                        "0xf8180000-0xf8190000          64K     RW NX SHD DEV/SHARED\n"
                        "0xf8400000-0xf8401000           4K     RW NX SHD DEV/SHARED\n"
                        "0xf84c0000-0xf84c1000           4K     RW NX SHD DEV/SHARED\n"
                        "---[ vmalloc() End ]---\n"
                        "---[ Fixmap Area ]---\n"
                        "---[ Vectors ]---\n"
                        "0xffff0000-0xffff1000           4K USR ro x  SHD MEM/CACHED/WBWA\n"
                        "0xffff1000-0xffff2000           4K     ro x  SHD MEM/CACHED/WBWA\n");
    machine_destroy(m);
}

/* Before vmalloc_init() there are tables, but no areas. */
static void before_vmalloc_init(void **state)
{
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);

    (void)state;
    assert_string_equal(read_proc(m, "vmallocinfo"), "");
    assert_memory_equal(read_proc(m, "kernel_page_tables"), "---[ Modules ]---\n", 18);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vmallocinfo),
        cmocka_unit_test(kernel_page_tables),
        cmocka_unit_test(before_vmalloc_init),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
