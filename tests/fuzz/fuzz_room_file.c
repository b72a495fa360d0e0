// SPDX-License-Identifier: GPL-2.0-or-later
/* Rooms from files: whatever the bytes are, it is an import or a refusal that names its field. */
#include <stdlib.h>
#include <string.h>

#include "web/room_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct limits limits = limits_default();
    struct profile profile;
    struct refusal why = { 0 };
    struct bytes body = { 0 };
    bytes_add(&body, data, size);
    limits.ops = 20;
    limits.notes = 3;
    struct import *import = room_file_read(&body, &limits, &profile, &why);
    bytes_free(&body);
    if (!import) {
        if (!why.error.code || !why.error.field || !why.error.message[0])
            abort();
        return 0;
    }
    size_t lines = 0;
    for (size_t i = 0; i < import->lines.len; i++)
        lines += import->lines.data[i] == '\n';
    if (lines > limits.ops || import->notes.count > limits.notes || why.error.code)
        abort();
    import_free(import);
    return 0;
}
