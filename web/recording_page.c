// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/recording_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "daemon/recording.h"
#include "web/base64.h"
#include "web/encode.h"
#include "web/schema.h"
#include "web/statics.h"

/* Where the page that was built has its place. */
#define PLACE   "<template id=\"recording-place\"></template>"
#define PACKING 6 /* of zlib's levels */

static void add_text(struct bytes *out, const char *text)
{
    bytes_add(out, text, strlen(text));
}

/* JSON in a script: no '<' of its own may end it. */
static void add_inside(struct bytes *out, const char *json, size_t len)
{
    const char *end = json + len;
    while (json < end) {
        const char *angle = memchr(json, '<', (size_t)(end - json));
        bytes_add(out, json, (size_t)((angle ? angle : end) - json));
        if (angle)
            add_text(out, "\\u003c");
        json = angle ? angle + 1 : end;
    }
}

/* Takes the JSON. */
static void add_json(struct bytes *out, const char *name, cJSON *json)
{
    char *text = cJSON_PrintUnformatted(json);
    add_text(out, name);
    add_inside(out, text, strlen(text));
    cJSON_free(text);
    cJSON_Delete(json);
}

/* DATA of bytes that are packed already. */
static void add_data(struct bytes *out, const struct bytes *packed)
{
    add_text(out, "\"");
    base64_add(out, packed->data, packed->len);
    add_text(out, "\"");
}

static void add_packed(struct bytes *out, const void *data, size_t size)
{
    struct bytes packed = { 0 };
    uLongf len = compressBound((uLong)size);
    bytes_reserve(&packed, len);
    if (compress2(packed.data, &len, data, (uLong)size, PACKING) == Z_OK)
        packed.len = len;
    add_data(out, &packed);
    bytes_free(&packed);
}

static void add_parts(struct bytes *out, const struct recording *rec)
{
    const struct event *events = (const struct event *)(const void *)rec->events.data;
    char head[96];
    add_text(out, ",\"parts\":[");
    for (uint32_t i = 0; i < rec->nr; i++) {
        snprintf(head, sizeof head,
                 "%s{\"op\":%" PRIu32 ",\"from\":%" PRIu64 ",\"events\":", i ? "," : "",
                 rec->first + i, i ? 0 : rec->from);
        add_text(out, head);
        add_packed(out, events + rec->begin[i],
                   (rec->begin[i + 1] - rec->begin[i]) * sizeof events[0]);
        add_text(out, "}");
    }
    add_text(out, "]");
}

static void add_recording(struct bytes *out, const struct server *server, const struct room *room,
                          const struct answer *answer)
{
    const struct recording *rec = answer->recording;
    add_text(out, "{\"format\":\"buddyscope-recording\",\"version\":2,\"model\":");
    add_inside(out, (const char *)server->model.plain.data, server->model.plain.len);
    add_json(out, ",\"profile\":", schema_profile(&room->base->profile, answer->machine));
    add_text(out, ",\"base\":");
    add_data(out, &room->base->packed);
    add_text(out, ",\"image\":");
    add_packed(out, rec->image.data.data, rec->image.data.len);
    add_json(out, ",\"ops\":", records_json(rec->records, rec->nr));
    add_parts(out, rec);
    add_json(out, ",\"notes\":", notes_json(&rec->notes));
    add_text(out, "}");
}

/* The last place: the program in the page knows these words too. */
static const char *last_place(const char *page)
{
    const char *found = NULL;
    for (const char *at = page; (at = strstr(at, PLACE)); at++)
        found = at;
    return found;
}

bool recording_page(const struct server *server, const struct room *room,
                    const struct answer *answer, struct bytes *out)
{
    struct bytes page = { 0 };
    const char *place =
        statics_read(server, "/offline.html", &page) ? last_place((const char *)page.data) : NULL;
    if (place) {
        bytes_add(out, page.data, (size_t)(place - (const char *)page.data));
        add_text(out, "<script type=\"application/json\" id=\"recording\">");
        add_recording(out, server, room, answer);
        add_text(out, "</script>");
        add_text(out, place + strlen(PLACE));
    }
    bytes_free(&page);
    return place != NULL;
}
