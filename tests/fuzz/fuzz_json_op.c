// SPDX-License-Identifier: GPL-2.0-or-later
/* An op as JSON, and as a line: whatever is taken is within its bounds, and is the same when written and read again. */
#include <stdlib.h>
#include <string.h>

#include "web/op_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as a string, which ends at the first NUL. The caller frees it. */
static char *string_of(const char *bytes, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

static void must(bool so)
{
    if (!so)
        abort();
}

/* What our check takes cJSON takes too. */
static void check_agrees(const char *text, size_t size)
{
    size_t at;
    const char *wrong = json_check(text, size, &at);
    must(at <= size);
    if (wrong)
        return;
    cJSON *json = cJSON_ParseWithLength(text, size);
    must(json != NULL);
    cJSON_Delete(json);
}

static void there_and_back(const struct op *op)
{
    struct refusal why = { 0 };
    struct op again;
    cJSON *json = op_to_json(op);
    must(op_from_json(json, &again, &why));
    must(memcmp(op, &again, sizeof again) == 0);
    cJSON_Delete(json);
}

static void read_line(const char *text, size_t size)
{
    struct refusal why = { 0 };
    struct op op;
    unsigned repeat;
    char *line = string_of(text, size);
    if (op_from_text(line, &op, &repeat, &why))
        must(repeat >= 1 && repeat <= OP_MAX_REPEAT);
    else
        must(why.error.code && why.error.field && why.error.message[0]);
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct refusal why = { 0 };
    struct op op;
    check_agrees(text, size);
    read_line(text, size);
    cJSON *json = json_object(text, size, &why);
    if (json && op_from_json(json, &op, &why))
        there_and_back(&op);
    else
        must(why.error.code && why.error.field && why.error.message[0]);
    cJSON_Delete(json);
    return 0;
}
