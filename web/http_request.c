// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/http_request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web/answers.h"
#include "web/statics.h"

/* ---- answers ---- */

enum MHD_Result request_reply(struct http_request *r, const struct reply *reply, const char *allow)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
    if (reply->type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
    if (reply->location)
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, reply->location);
    if (reply->file)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, "attachment");
    if (allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, allow);
    if (reply->status == MHD_HTTP_UPGRADE_REQUIRED) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "websocket");
        MHD_add_response_header(response, "Sec-WebSocket-Version", "13");
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    return send_response(r->connection, reply->status, response);
}

enum MHD_Result request_refuse(struct http_request *r, const struct refusal *why)
{
    struct reply reply = refusal_reply(why);
    enum MHD_Result result = request_reply(r, &reply, NULL);
    bytes_free(&reply.body);
    return result;
}

enum MHD_Result request_refuse_with(struct http_request *r, const char *code, const char *field,
                                    int64_t limit, const char *text)
{
    struct refusal why = { .limit = limit < 0 ? 0 : (uint64_t)limit, .has_limit = limit >= 0 };
    json_refuse(&why, code, field, "%s", text);
    return request_refuse(r, &why);
}

enum MHD_Result request_refuse_path(struct http_request *r)
{
    return request_refuse_with(r, "gone", "path", -1, "there is nothing at this path");
}

enum MHD_Result request_refuse_method(struct http_request *r, const char *allow)
{
    struct refusal why = { 0 };
    json_refuse(&why, "method", "method", "method: this path takes %s", allow);
    struct reply reply = refusal_reply(&why);
    enum MHD_Result result = request_reply(r, &reply, allow);
    bytes_free(&reply.body);
    return result;
}

/* ---- what the request says ---- */

const char *request_header(const struct http_request *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

bool request_is_get(const struct http_request *r)
{
    return strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0;
}

bool request_is_post(const struct http_request *r)
{
    return strcmp(r->method, "POST") == 0;
}

bool request_is_delete(const struct http_request *r)
{
    return strcmp(r->method, "DELETE") == 0;
}

bool request_caller(struct http_request *r, struct caller *caller, enum MHD_Result *result)
{
    static const char scheme[] = "Bearer ";
    struct token token;
    const char *text = request_header(r, MHD_HTTP_HEADER_AUTHORIZATION);
    if (!text || strncasecmp(text, scheme, sizeof scheme - 1) != 0)
        return true; /* another scheme is a proxy's business */
    text += sizeof scheme - 1;
    if (!token_read(text, strlen(text), &token)) {
        *result = request_refuse_with(r, "syntax", "Authorization", -1,
                                      "Authorization: Bearer and a key of 22 letters");
        return false;
    }
    caller->has_key = true;
    caller->key = sha256_of(token.text, TOKEN_LEN);
    return true;
}

bool request_is_ours(const struct http_request *r)
{
    const char *origin = request_header(r, MHD_HTTP_HEADER_ORIGIN);
    const char *host = request_header(r, MHD_HTTP_HEADER_HOST);
    if (!origin)
        return true;
    if (r->server->options->origin && strcmp(origin, r->server->options->origin) == 0)
        return true;
    const char *name = strstr(origin, "://");
    return name && host && strcasecmp(name + 3, host) == 0;
}

bool request_number(struct http_request *r, const char *name, uint64_t preset, uint64_t max,
                    uint64_t *out, enum MHD_Result *result)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    *out = preset;
    if (!text || path_number(text, max, out))
        return true;
    struct refusal why = { .limit = max, .has_limit = true };
    json_refuse(&why, "range", name, "%s: 0 to %llu", name, (unsigned long long)max);
    *result = request_refuse(r, &why);
    return false;
}

bool request_word(struct http_request *r, const char *name, uint32_t *out, enum MHD_Result *result)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    uint64_t word = 0;
    if (text && strncasecmp(text, "0x", 2) == 0 && strlen(text) <= 10 && text[2] &&
        strspn(text + 2, "0123456789abcdefABCDEF") == strlen(text + 2)) {
        *out = (uint32_t)strtoul(text + 2, NULL, 16);
        return true;
    }
    bool ok = request_number(r, name, 0, UINT32_MAX, &word, result);
    *out = (uint32_t)word;
    return ok;
}

/* ---- asking a room ---- */

struct question *question_copy(const struct ask *ask)
{
    const char *name = ask->note.name ? ask->note.name : "";
    const char *text = ask->note.text ? ask->note.text : "";
    size_t name_size = strlen(name) + 1, text_size = strlen(text) + 1;
    struct question *q = must_zalloc(sizeof *q + name_size + text_size);
    q->ask = *ask;
    memcpy(q->note_text, name, name_size);
    memcpy(q->note_text + name_size, text, text_size);
    q->ask.note.name = q->note_text;
    q->ask.note.text = q->note_text + name_size;
    return q;
}

struct question *request_question(struct http_request *r, enum ask_kind kind, struct room *room)
{
    struct question *q = must_zalloc(sizeof *q);
    q->ask.kind = kind;
    q->ask.room = room;
    q->request = r;
    return q;
}

enum MHD_Result request_put(struct http_request *r, struct question *q)
{
    struct refusal why = { 0 };
    if (!room_ask(&q->ask, &why)) {
        room_put(q->ask.room);
        free(q);
        return request_refuse(r, &why);
    }
    r->state->asleep = r;
    MHD_suspend_connection(r->connection);
    return MHD_YES;
}

struct room *request_room(struct http_request *r)
{
    return rooms_hold(r->server->rooms, &r->path.room);
}
