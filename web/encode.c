// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/encode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "alloc/arm/fault_status.h"
#include "web/op_json.h"
#include "web/schema.h"

#define MAGIC         0x62736631u
#define PACK_FROM     256          /* bytes: less is not worth packing */
#define PACK_TO       (512u << 10) /* more would make whoever asks wait longer than it spares */
#define PACK_LEVEL    1
#define OP_TEXT_BYTES 2048

/* ---- JSON values ---- */

void add_digest(cJSON *to, const char *name, uint64_t digest)
{
    char text[17];
    snprintf(text, sizeof text, "%016" PRIx64, digest);
    cJSON_AddStringToObject(to, name, text);
}

/* Is an address its result? */
static bool hands_out(uint32_t kind)
{
    switch (kind) {
    case OP_KMALLOC:
    case OP_CACHE_ALLOC:
    case OP_CACHE_CREATE:
    case OP_VMALLOC:
    case OP_VMAP:
    case OP_IOREMAP:
    case OP_KMAP:
    case OP_KMAP_ATOMIC:
    case OP_PROC_MMAP:
        return true;
    default:
        return false;
    }
}

/* What the MMU found: an address, or a fault and its status. */
static void add_translation(cJSON *to, const struct op_result *r)
{
    char text[24];
    if (r->fault) {
        cJSON_AddNullToObject(to, "phys");
        cJSON_AddStringToObject(to, "fault", fault_status_name(r->fault));
        snprintf(text, sizeof text, "0x%" PRIx32, r->fsr);
        cJSON_AddStringToObject(to, "fsr", text);
        return;
    }
    snprintf(text, sizeof text, "0x%" PRIx64, r->phys);
    cJSON_AddStringToObject(to, "phys", text);
    cJSON_AddStringToObject(to, "by", descriptor_name(r->leaf));
}

/* An access of a process: where, after how many faults, or the signal; both null for want of memory. */
static void add_touch(cJSON *to, const struct op_result *r)
{
    char text[24];
    cJSON_AddNumberToObject(to, "faults", r->faults);
    if (r->faults) {
        cJSON_AddStringToObject(to, "fault", fault_status_name(r->fault));
        snprintf(text, sizeof text, "0x%" PRIx32, r->fsr);
        cJSON_AddStringToObject(to, "fsr", text);
    }
    snprintf(text, sizeof text, "0x%" PRIx64, r->phys);
    cJSON_AddItemToObject(to, "phys", r->failed ? cJSON_CreateNull() : cJSON_CreateString(text));
    if (r->failed)
        cJSON_AddItemToObject(to, "signal",
                              r->signal ? cJSON_CreateString(signal_name(r->signal))
                                        : cJSON_CreateNull());
}

/* The new process, or null. */
static void add_pid(cJSON *to, const struct op_result *r)
{
    cJSON_AddItemToObject(to, "pid", r->pid ? cJSON_CreateNumber(r->pid) : cJSON_CreateNull());
}

static cJSON *result_json(const struct record *record)
{
    char text[256], pfn[16], address[16];
    const struct op_result *r = &record->result;
    cJSON *json = cJSON_CreateObject();
    op_result_print(&record->op, r, text, sizeof text);
    cJSON_AddStringToObject(json, "text", text);
    if (record->op.kind == OP_ALLOC_PAGES) {
        snprintf(pfn, sizeof pfn, "0x%" PRIx32, r->pfn);
        cJSON_AddItemToObject(json, "pfn",
                              r->pfn == NO_PFN ? cJSON_CreateNull() : cJSON_CreateString(pfn));
    }
    if (hands_out(record->op.kind)) {
        snprintf(address, sizeof address, "0x%" PRIx32, r->addr);
        cJSON_AddItemToObject(json, "addr",
                              r->addr ? cJSON_CreateString(address) : cJSON_CreateNull());
    }
    if (record->op.kind == OP_TRANSLATE && !r->oops)
        add_translation(json, r);
    if (record->op.kind == OP_PROC_TOUCH && !r->oops)
        add_touch(json, r);
    if (record->op.kind == OP_PROC_CREATE || record->op.kind == OP_PROC_FORK)
        add_pid(json, r);
    if (r->merged[0])
        cJSON_AddStringToObject(json, "merged", r->merged);
    if (r->logged && record->op.kind != OP_WORKLOAD)
        cJSON_AddNumberToObject(json, "logged", r->logged);
    if (record->op.kind == OP_FREE_LIST || record->op.kind == OP_WORKLOAD)
        cJSON_AddNumberToObject(json, "count", r->count);
    if (record->op.kind == OP_WORKLOAD) {
        cJSON_AddNumberToObject(json, "failed", r->failed);
        add_digest(json, "hash", r->hash);
    }
    return json;
}

void add_op_text(cJSON *to, const struct op *op)
{
    char text[OP_TEXT_BYTES];
    op_print(op, text, sizeof text);
    cJSON_AddStringToObject(to, "text", text);
}

cJSON *record_json(const struct record *record)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "n", record->n);
    cJSON_AddItemToObject(json, "op", op_to_json(&record->op));
    add_op_text(json, &record->op);
    if (record->by)
        cJSON_AddNumberToObject(json, "by", record->by);
    else
        cJSON_AddNullToObject(json, "by");
    cJSON_AddNumberToObject(json, "events", (double)record->tally.events);
    cJSON_AddNumberToObject(json, "points", (double)record->tally.points);
    cJSON_AddNumberToObject(json, "changes", (double)record->tally.changes);
    cJSON_AddItemToObject(json, "result", result_json(record));
    add_digest(json, "digest", record->digest);
    return json;
}

cJSON *records_json(const struct record *records, size_t count)
{
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(array, record_json(&records[i]));
    return array;
}

cJSON *note_json(const struct note *note)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "n", note->n);
    cJSON_AddNumberToObject(json, "op", note->op);
    cJSON_AddNumberToObject(json, "event", (double)note->event);
    cJSON_AddNumberToObject(json, "at", (double)note->at);
    cJSON_AddStringToObject(json, "name", note->name);
    cJSON_AddItemToObject(json, "author",
                          note->author.hex[0] ? cJSON_CreateString(note->author.hex)
                                              : cJSON_CreateNull());
    cJSON_AddStringToObject(json, "text", note->text);
    return json;
}

cJSON *notes_json(const struct notes *notes)
{
    cJSON *array = cJSON_CreateArray();
    for (uint32_t i = 0; i < notes->count; i++)
        cJSON_AddItemToArray(array, note_json(&notes->list[i]));
    return array;
}

cJSON *error_json(const struct refusal *why)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "code", why->error.code);
    cJSON_AddStringToObject(json, "field", why->error.field ? why->error.field : "");
    cJSON_AddStringToObject(json, "message", why->error.message);
    if (why->has_limit)
        cJSON_AddNumberToObject(json, "limit", (double)why->limit);
    if (why->has_column)
        cJSON_AddNumberToObject(json, "column", (double)why->column);
    return json;
}

/* ---- text messages ---- */

struct message *text_message(cJSON *json)
{
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    struct message *m = message_new(WS_TEXT, text, strlen(text));
    cJSON_free(text);
    return m;
}

static cJSON *typed(const char *type, const char *tag)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "type", type);
    if (tag && tag[0])
        cJSON_AddStringToObject(json, "id", tag);
    return json;
}

static cJSON *limits_json(const struct limits *l)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "viewers", l->viewers);
    cJSON_AddNumberToObject(json, "ops", l->ops);
    cJSON_AddNumberToObject(json, "ops_per_second", l->ops_per_second);
    cJSON_AddNumberToObject(json, "room_ops_per_second", l->room_ops_per_second);
    cJSON_AddNumberToObject(json, "moves_per_second", l->moves_per_second);
    cJSON_AddNumberToObject(json, "notes", l->notes);
    cJSON_AddNumberToObject(json, "note_letters", l->note_letters);
    cJSON_AddNumberToObject(json, "name_letters", l->name_letters);
    cJSON_AddNumberToObject(json, "op_queue", l->op_queue);
    cJSON_AddNumberToObject(json, "message_bytes", l->message_bytes);
    cJSON_AddNumberToObject(json, "window_events", l->window_events);
    cJSON_AddNumberToObject(json, "lapse_frames", l->lapse_frames);
    cJSON_AddNumberToObject(json, "viewer_replays", l->viewer_replays);
    return json;
}

struct message *hello_message(const struct room *room, const struct answer *answer, uint32_t you,
                              const struct limits *limits)
{
    cJSON *json = typed("hello", NULL);
    cJSON_AddStringToObject(json, "room", room->id.text);
    cJSON_AddNumberToObject(json, "you", you);
    cJSON_AddNumberToObject(json, "seq", answer->n);
    cJSON_AddItemToObject(json, "profile", schema_profile(&room->base->profile, answer->machine));
    add_digest(json, "base", room->base->digest);
    cJSON_AddNumberToObject(json, "image_size", machine_size(answer->machine));
    cJSON_AddNumberToObject(json, "model", room->row.model);
    cJSON_AddBoolToObject(json, "slub", room->row.slub);
    cJSON_AddItemToObject(json, "ops", records_json(answer->records, answer->nr_records));
    cJSON_AddItemToObject(json, "notes", notes_json(answer->notes));
    cJSON_AddNumberToObject(json, "viewers", room->viewers);
    cJSON_AddItemToObject(json, "limits", limits_json(limits));
    return text_message(json);
}

struct message *ack_message(const char *tag, const struct answer *answer)
{
    cJSON *json = typed("ack", tag);
    cJSON *ops = cJSON_AddArrayToObject(json, "ops");
    for (size_t i = 0; i < answer->nr_records; i++)
        cJSON_AddItemToArray(ops, cJSON_CreateNumber(answer->records[i].n));
    if (answer->note)
        cJSON_AddNumberToObject(json, "note", answer->note->n);
    return text_message(json);
}

struct message *error_message(const char *tag, const struct refusal *why)
{
    cJSON *json = typed("error", tag);
    cJSON_AddItemToObject(json, "error", error_json(why));
    return text_message(json);
}

struct message *note_message(const struct note *note, bool gone)
{
    cJSON *json = typed(gone ? "note_gone" : "note", NULL);
    if (gone)
        cJSON_AddNumberToObject(json, "n", note->n);
    else
        cJSON_AddItemToObject(json, "note", note_json(note));
    return text_message(json);
}

/* ---- binary frames ---- */

/*
 * Packs the payload if that makes it smaller. A large one is the image of a worn machine, whose differences are packed already: what half of it
 * spares on the way costs some thirty milliseconds here.
 */
static bool pack(struct bytes *packed, const struct bytes *payload)
{
    if (payload->len < PACK_FROM || payload->len > PACK_TO)
        return false;
    uLongf len = compressBound((uLong)payload->len);
    bytes_reserve(packed, len);
    if (compress2(packed->data, &len, payload->data, (uLong)payload->len, PACK_LEVEL) != Z_OK)
        return false;
    packed->len = len;
    return len < payload->len;
}

/* Takes the head. */
static struct message *binary_message(cJSON *head, const struct bytes *payload)
{
    struct bytes packed = { 0 }, frame = { 0 };
    bool smaller = pack(&packed, payload);
    const struct bytes *body = smaller ? &packed : payload;
    cJSON_AddStringToObject(head, "encoding", smaller ? "deflate" : "none");
    cJSON_AddNumberToObject(head, "raw", (double)payload->len);
    char *text = cJSON_PrintUnformatted(head);
    size_t len = strlen(text);
    cJSON_Delete(head);
    bytes_add_u32(&frame, MAGIC);
    bytes_add_u32(&frame, (uint32_t)len);
    bytes_add(&frame, text, len);
    bytes_add(&frame, "   ", (4 - len % 4) % 4);
    bytes_add(&frame, body->data, body->len);
    struct message *m = message_new(WS_BINARY, frame.data, frame.len);
    cJSON_free(text);
    bytes_free(&packed);
    bytes_free(&frame);
    return m;
}

struct message *keyframe_message(const struct room *room, const struct answer *answer)
{
    cJSON *head = typed("keyframe", NULL);
    cJSON_AddNumberToObject(head, "seq", answer->n);
    cJSON_AddNumberToObject(head, "op", answer->n);
    add_digest(head, "base", room->base->digest);
    cJSON_AddNumberToObject(head, "chunks", answer->image->count);
    add_digest(head, "digest", answer->digest);
    return binary_message(head, &answer->image->data);
}

struct message *op_message(const struct record *record, const struct event *events, size_t count,
                           bool lapse)
{
    struct bytes payload = { 0 };
    bytes_add(&payload, events, count * sizeof *events);
    cJSON *head = typed("op", NULL);
    cJSON_AddNumberToObject(head, "seq", record->n);
    cJSON_AddItemToObject(head, "op", record_json(record));
    if (lapse)
        cJSON_AddTrueToObject(head, "lapse");
    struct message *m = binary_message(head, &payload);
    bytes_free(&payload);
    return m;
}

struct message *lapse_message(const struct lapse *lapse, const char *tag)
{
    cJSON *head = typed("lapse", tag);
    cJSON_AddNumberToObject(head, "n", lapse->n);
    cJSON_AddNumberToObject(head, "frame", lapse->frame);
    cJSON_AddNumberToObject(head, "frames", lapse->frames);
    cJSON_AddNumberToObject(head, "events", (double)lapse->tally.events);
    cJSON_AddNumberToObject(head, "points", (double)lapse->tally.points);
    if (lapse->events_total)
        cJSON_AddNumberToObject(head, "events_total", (double)lapse->events_total);
    cJSON_AddNumberToObject(head, "done", (double)lapse->done);
    cJSON_AddNumberToObject(head, "total", (double)lapse->total);
    add_op_text(head, lapse->op);
    cJSON_AddBoolToObject(head, "last", lapse->last);
    return binary_message(head, lapse->runs);
}

struct message *window_message(const struct room *room, const struct ask *ask,
                               const struct answer *answer)
{
    struct bytes payload = { 0 };
    bytes_add(&payload, answer->events, answer->nr_events * sizeof answer->events[0]);
    bytes_add(&payload, answer->image->data.data, answer->image->data.len);
    cJSON *head = typed("window", ask->tag);
    cJSON_AddNumberToObject(head, "op", answer->n);
    cJSON_AddNumberToObject(head, "from", (double)answer->from);
    cJSON_AddNumberToObject(head, "count", (double)answer->nr_events);
    cJSON_AddNumberToObject(head, "events", (double)answer->total.events);
    cJSON_AddNumberToObject(head, "points_before", (double)answer->points_before);
    cJSON_AddNumberToObject(head, "depth", answer->depth);
    add_digest(head, "base", room->base->digest);
    cJSON_AddNumberToObject(head, "chunks", answer->image->count);
    add_digest(head, "digest", answer->digest);
    struct message *m = binary_message(head, &payload);
    bytes_free(&payload);
    return m;
}
