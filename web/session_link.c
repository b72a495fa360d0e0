// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/session_link.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "web/base64.h"

#define MOST_REPEATS 1000 /* of a line: x1000 */
#define TEXT_MAX     (1u << 20)

/* A line of the ops, without its end. */
struct line {
    const char *at;
    size_t len;
};

static bool next_line(const char **at, const char *end, struct line *line)
{
    if (*at >= end)
        return false;
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    *line = (struct line){ *at, (size_t)(stop - *at) };
    *at = stop + 1;
    return true;
}

static bool same(struct line a, struct line b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static void add_line(struct bytes *text, struct line line, unsigned times)
{
    char repeat[16];
    bytes_add(text, "\n", 1);
    bytes_add(text, line.at, line.len);
    if (times > 1)
        bytes_add(text, repeat, (size_t)snprintf(repeat, sizeof repeat, " x%u", times));
}

/* The machine, and the ops behind those of every room; a line that comes again is written once. */
static void write_text(const struct room *room, const struct answer *answer, struct bytes *text)
{
    const struct room_row *row = &room->row;
    const char *at = (const char *)answer->text->data, *end = at + answer->text->len;
    struct line line, other;
    char head[128];
    bytes_add(text, head,
              (size_t)snprintf(head, sizeof head, "%s slub=%d page=%" PRIu32 " model=%" PRIu32,
                               row->profile, row->slub, row->page_struct_size, row->model));
    for (unsigned i = 0; i < BASE_OPS; i++)
        next_line(&at, end, &line);
    while (text->len < TEXT_MAX && next_line(&at, end, &line)) {
        const char *ahead = at;
        unsigned times = 1;
        while (times < MOST_REPEATS && next_line(&ahead, end, &other) && same(line, other)) {
            at = ahead;
            times++;
        }
        add_line(text, line, times);
    }
}

/* RFC 1951, as small as it gets. */
static void deflate_raw(const struct bytes *text, struct bytes *packed)
{
    z_stream z = { .next_in = text->data, .avail_in = (uInt)text->len };
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    size_t bound = deflateBound(&z, (uLong)text->len);
    z.next_out = bytes_reserve(packed, bound);
    z.avail_out = (uInt)bound;
    deflate(&z, Z_FINISH);
    packed->len = z.total_out;
    deflateEnd(&z);
}

bool session_link(const struct room *room, const struct answer *answer, struct bytes *link)
{
    static const char before[] = "/s#s=1.";
    struct bytes text = { 0 }, packed = { 0 };
    write_text(room, answer, &text);
    bool fits = text.len < TEXT_MAX;
    if (fits)
        deflate_raw(&text, &packed);
    fits = fits && packed.len && (packed.len * 8 + 5) / 6 <= SESSION_LINK_LETTERS;
    if (fits) {
        bytes_add(link, before, sizeof before - 1);
        base64url_add(link, packed.data, packed.len);
    }
    bytes_free(&text);
    bytes_free(&packed);
    return fits;
}
