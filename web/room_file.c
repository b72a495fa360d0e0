// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/room_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/said.h"

#define NOTE_VALUES 8  /* in a note */
#define FILE_VALUES 32 /* in such a file beside the ops, with room for what is refused by name */

/* ---- writing ---- */

static void add_text(struct bytes *out, const char *text)
{
    bytes_add(out, text, strlen(text));
}

/* A line of an op holds no character that JSON would have escaped but a quotation mark or a backslash in a cache's name. */
static void add_string(struct bytes *out, const char *text, size_t len)
{
    add_text(out, "\"");
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"' || text[i] == '\\')
            add_text(out, "\\");
        bytes_add(out, text + i, 1);
    }
    add_text(out, "\"");
}

/* Those of the ops up to `last`; without their authors, who are nobody in the room that is made of them. */
static void add_notes(struct bytes *out, const struct notes *notes, uint32_t last)
{
    cJSON *list = cJSON_CreateArray();
    for (uint32_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->list[i];
        if (note->op > last)
            continue;
        cJSON *json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, "op", note->op);
        cJSON_AddNumberToObject(json, "event", (double)note->event);
        cJSON_AddNumberToObject(json, "at", (double)note->at);
        cJSON_AddStringToObject(json, "name", note->name);
        cJSON_AddStringToObject(json, "text", note->text);
        cJSON_AddItemToArray(list, json);
    }
    char *text = cJSON_PrintUnformatted(list);
    add_text(out, ",\n\"notes\":");
    add_text(out, text);
    cJSON_free(text);
    cJSON_Delete(list);
}

void room_file_write(const struct room *room, const struct answer *answer, struct bytes *out)
{
    const struct room_row *row = &room->row;
    const char *line = (const char *)answer->text->data, *end = line + answer->text->len;
    char head[256];
    snprintf(head, sizeof head,
             "{\"format\":\"" ROOM_FILE_FORMAT "\",\"version\":%d,\n\"profile\":\"%s\",\"slub\":%s,"
             "\"page_struct_size\":%" PRIu32 ",\"model\":%" PRIu32 ",\n\"ops\":[",
             ROOM_FILE_VERSION, row->profile, row->slub ? "true" : "false", row->page_struct_size,
             row->model);
    add_text(out, head);
    for (bool first = true; line < end; first = false) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        add_text(out, first ? "\n" : ",\n");
        add_string(out, line, (size_t)(stop - line));
        line = stop + 1;
    }
    snprintf(head, sizeof head, "],\n\"digest\":\"%016" PRIx64 "\"", answer->digest);
    add_text(out, head);
    if (answer->notes->count)
        add_notes(out, answer->notes, answer->n);
    add_text(out, "}\n");
}

/* ---- reading ---- */

bool room_settings_read(const cJSON *json, struct profile *profile, struct refusal *why)
{
    const char *name = DEFAULT_PROFILE;
    if (!json_string(json, "profile", 31, &name, why))
        return false;
    const struct profile *listed = profile_find(name);
    if (!listed)
        return json_refuse(why, "unknown", "profile",
                           "profile: \"%s\" is none; /api/profiles lists them", name);
    *profile = *listed;
    uint64_t size = profile->page_struct_size;
    if (!json_bool(json, "slub", &profile->slub, why) ||
        !json_number(json, "page_struct_size", PAGE_STRUCT_MIN, PAGE_STRUCT_MAX, &size, why))
        return false;
    if (size % 4)
        return json_refuse(why, "range", "page_struct_size", "page_struct_size: a multiple of 4");
    profile->page_struct_size = (uint32_t)size;
    return true;
}

/* Is it such a file, of a version and a model that are known here? */
static bool read_kind(const cJSON *json, struct refusal *why)
{
    const char *format = "";
    uint64_t version = 0, model = MODEL_VERSION;
    if (!json_string(json, "format", 64, &format, why))
        return false;
    if (strcmp(format, ROOM_FILE_FORMAT) != 0)
        return json_refuse(why, *format ? "unknown" : "missing", "format",
                           "format: \"" ROOM_FILE_FORMAT "\"");
    if (!json_number(json, "version", 1, UINT32_MAX, &version, why) ||
        !json_number(json, "model", 1, UINT32_MAX, &model, why))
        return false;
    if (!version)
        return json_refuse(why, "missing", "version", "version: %d", ROOM_FILE_VERSION);
    why->limit = ROOM_FILE_VERSION;
    why->has_limit = true;
    if (version != ROOM_FILE_VERSION)
        return json_refuse(why, "version", "version",
                           "version: this daemon reads room files of version %d, not %" PRIu64,
                           ROOM_FILE_VERSION, version);
    why->limit = MODEL_VERSION;
    if (model != MODEL_VERSION)
        return json_refuse(why, "version", "model",
                           "model: recorded with version %" PRIu64
                           " of the model; this daemon has version %d",
                           model, MODEL_VERSION);
    why->has_limit = false;
    return true;
}

static bool read_ops(const cJSON *json, uint32_t max_ops, struct import *import,
                     struct refusal *why)
{
    const cJSON *ops = json_member(json, "ops");
    uint32_t n = 0;
    if (!ops)
        return json_refuse(why, "missing", "ops", "ops: a list of lines");
    if (!cJSON_IsArray(ops))
        return json_refuse(why, "type", "ops", "ops: a list of lines");
    for (const cJSON *line = ops->child; line; line = line->next) {
        n++;
        if (!cJSON_IsString(line) || strchr(line->valuestring, '\n'))
            return json_refuse(why, "type", "ops", "ops: line %u is not one line of text", n);
        if (n > max_ops) {
            why->limit = max_ops;
            why->has_limit = true;
            return json_refuse(why, "limit", "ops", "ops: a room takes at most %u", max_ops);
        }
        bytes_add(&import->lines, line->valuestring, strlen(line->valuestring));
        bytes_add(&import->lines, "\n", 1);
    }
    return true;
}

static bool read_note(const cJSON *json, const struct limits *limits, struct notes *notes,
                      struct refusal *why)
{
    static const char *const names[] = { "op", "event", "at", "name", "text", NULL };
    struct said said = { 0 };
    uint64_t at = 0;
    if (!cJSON_IsObject(json))
        return json_refuse(why, "type", "notes", "an object is expected");
    if (!json_only(json, names, why) || !json_number(json, "at", 0, UINT64_C(1) << 53, &at, why) ||
        !said_note(json, limits, &said, why))
        return false;
    notes_add(notes, &(struct note){ .n = notes->count + 1,
                                     .op = said.stand.op,
                                     .event = said.stand.event,
                                     .at = (int64_t)at,
                                     .name = said.name,
                                     .text = said.text });
    return true;
}

static bool read_notes(const cJSON *json, const struct limits *limits, struct notes *notes,
                       struct refusal *why)
{
    const cJSON *list = json_member(json, "notes");
    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return json_refuse(why, "type", "notes", "notes: a list of notes");
    for (const cJSON *item = list->child; item; item = item->next) {
        if (notes->count == limits->notes) {
            why->limit = limits->notes;
            why->has_limit = true;
            return json_refuse(why, "limit", "notes", "notes: a room keeps at most %u (--notes)",
                               limits->notes);
        }
        if (read_note(item, limits, notes, why))
            continue;
        char text[sizeof why->error.message];
        snprintf(text, sizeof text, "%s", why->error.message);
        return json_refuse(why, why->error.code, why->error.field, "note %u: %s", notes->count + 1,
                           text);
    }
    return true;
}

static bool read_digest(const cJSON *json, struct import *import, struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(json, "digest", 16, &text, why))
        return false;
    if (!text)
        return true;
    if (strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return json_refuse(why, "range", "digest", "digest: 16 hex digits");
    import->digest = strtoull(text, NULL, 16);
    import->has_digest = true;
    return true;
}

struct import *room_file_read(const struct bytes *body, const struct limits *limits,
                              struct profile *profile, struct refusal *why)
{
    static const char *const names[] = { "format", "version",          "profile",
                                         "slub",   "page_struct_size", "model",
                                         "ops",    "digest",           "notes",
                                         NULL };
    unsigned max_values = limits->ops + NOTE_VALUES * limits->notes + FILE_VALUES;
    cJSON *json = json_object_values((const char *)body->data, body->len, max_values, why);
    if (!json)
        return NULL;
    struct import *import = import_new();
    bool ok = json_only(json, names, why) && read_kind(json, why) &&
              room_settings_read(json, profile, why) && read_ops(json, limits->ops, import, why) &&
              read_notes(json, limits, &import->notes, why) && read_digest(json, import, why);
    cJSON_Delete(json);
    if (ok)
        return import;
    import_free(import);
    return NULL;
}
