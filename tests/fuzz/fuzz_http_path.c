// SPDX-License-Identifier: GPL-2.0-or-later
/* A path and its query: what is looked for on the disk never leaves its folder. */
#include <stdlib.h>
#include <string.h>

#include "alloc/op.h"
#include "web/path.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t x = 0;
    char *text = string_of((const char *)data, size);
    struct path path = path_read(text);
    must(path.room.text[TOKEN_LEN] == '\0');
    if (path.route == ROUTE_EVENTS || path.route == ROUTE_DIGEST)
        must(strlen(path.room.text) == TOKEN_LEN);
    if (path.text.which == TEXT_SLAB)
        must(cache_name_valid(path.text.cache, strlen(path.text.cache)) ||
             strspn(path.text.cache, "0123456789xXabcdefABCDEF") == strlen(path.text.cache));
    if (path_is_plain(text))
        must(text[0] == '/' && !strstr(text, "/.") && !strstr(text, "//") && !strchr(text, '\\'));
    (void)path_is_hashed(text);
    if (path_number(text, 1000, &x))
        must(x <= 1000 && strspn(text, "0123456789") == strlen(text));
    free(text);
    return 0;
}
