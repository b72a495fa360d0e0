// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A line of the grammar from anybody: it is refused with a sentence and a column inside the line, or its canonical form
 * reads as the same op and prints as itself. The line lies in memory of exactly its length.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/op.h"

#define LINE_MAX_BYTES 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op, again;
    struct op_error error = { 0 };
    unsigned repeat;
    size_t column = 0;
    char text[LINE_MAX_BYTES], twice[LINE_MAX_BYTES];

    char *line = malloc(size + !size);
    assert(line);
    memcpy(line, data, size);
    if (!op_parse(line, size, &op, &repeat, &error, &column)) {
        assert(error.code && error.field && error.message[0]);
        assert(column <= size);
    } else if (repeat) {
        assert(repeat <= OP_MAX_REPEAT);
        int length = op_print(&op, text, sizeof text);
        assert(length > 0 && (size_t)length < sizeof text);
        bool understood = op_parse(text, (size_t)length, &again, &repeat, &error, &column);
        assert(understood && repeat == 1);
        op_print(&again, twice, sizeof twice);
        assert(strcmp(text, twice) == 0);
    }
    free(line);
    return 0;
}
