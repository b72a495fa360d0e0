// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/lines.h"

#include <stdio.h>
#include <string.h>

#include "tests/lib/cmocka.h"

struct op line_op(const char *line)
{
    struct op_error error = { 0 };
    struct op op = { 0 };
    unsigned repeat;
    size_t column;

    if (!op_parse(line, strlen(line), &op, &repeat, &error, &column))
        fail_msg("\"%s\": %s", line, error.message);
    return op;
}

const char *line_with(const char *format, uint32_t number)
{
    static char text[128];

    // NOLINTNEXTLINE(clang-diagnostic-format-nonliteral)
    snprintf(text, sizeof text, format, number);
    return text;
}

void refuses_op(struct machine *m, struct op op, const char *code, const char *field,
                const char *bound)
{
    uint64_t before = machine_digest(m);
    struct op_error error = { 0 };
    char text[1024];

    op_print(&op, text, sizeof text);
    if (op_check(m, &op, &error))
        fail_msg("\"%s\" was taken", text);
    if (strcmp(error.code, code) != 0 || strcmp(error.field, field) != 0 ||
        !strstr(error.message, bound))
        fail_msg("\"%s\": %s, %s, \"%s\"", text, error.code, error.field, error.message);
    assert_int_equal(machine_digest(m), before);
}

void refuses(struct machine *m, const char *line, const char *code, const char *field,
             const char *bound)
{
    refuses_op(m, line_op(line), code, field, bound);
}
