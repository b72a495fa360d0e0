// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A request as its routes see it: what it says, how it is answered, and how it asks a room and sleeps until the answer comes. For the
 * files that serve HTTP; nobody else looks inside.
 */
#ifndef WEB_HTTP_REQUEST_H
#define WEB_HTTP_REQUEST_H

#include "web/answers.h"
#include "web/json.h"
#include "web/path.h"
#include "web/server.h"

#define KEY_LEN 24 /* Sec-WebSocket-Key: 16 bytes in base64 */

/* One HTTP connection, for its deadline: no progress is MHD's to see, too slow progress is ours. */
struct connection {
    struct connection *next, **at;
    int fd;
    uint64_t deadline_us; /* 0: an answer is being worked out */
    struct allowance allowance;
    struct http_request *asleep; /* waits for a room */
};

/* One request on it. */
struct http_request {
    struct server *server;
    struct MHD_Connection *connection;
    struct connection *state;
    struct path path;
    const char *url, *method;
    struct bytes body;
    bool too_large, replied;
    struct reply reply;
    struct room *room; /* held for an upgrade to come */
    char key[KEY_LEN + 1];
};

/* Answers with this, and with `Allow` where it is given. */
enum MHD_Result request_reply(struct http_request *r, const struct reply *reply, const char *allow);
/* Answers with an ERROR of web/README.md. */
enum MHD_Result request_refuse(struct http_request *r, const struct refusal *why);
/* The same with these words; a limit below 0 is none. */
enum MHD_Result request_refuse_with(struct http_request *r, const char *code, const char *field,
                                    int64_t limit, const char *text);
/* 404 of a path, 405 of a method. */
enum MHD_Result request_refuse_path(struct http_request *r);
enum MHD_Result request_refuse_method(struct http_request *r, const char *allow);
/* A header, or NULL. */
const char *request_header(const struct http_request *r, const char *name);
/* HEAD is a GET whose body is not sent. */
bool request_is_get(const struct http_request *r);
bool request_is_post(const struct http_request *r);
bool request_is_delete(const struct http_request *r);
/* Who asks, by `Authorization: Bearer`. False after an answer (*result) if that is no key. */
bool request_caller(struct http_request *r, struct caller *caller, enum MHD_Result *result);
/*
 * A browser says whose page is speaking. Only our own may, and the one that was named on the command line; programs that are no
 * browsers say nothing.
 */
bool request_is_ours(const struct http_request *r);
/* A number out of the query; `preset` if it is not there. False after an answer (*result) if it is none or above max. */
bool request_number(struct http_request *r, const char *name, uint64_t preset, uint64_t max,
                    uint64_t *out, enum MHD_Result *result);
/* The same for a page frame or an address, which may also be hex: 0x4f000. 0 if it is not there. */
bool request_word(struct http_request *r, const char *name, uint32_t *out, enum MHD_Result *result);
/* A question to a room, which takes over the caller's hold on it. */
struct question *request_question(struct http_request *r, enum ask_kind kind, struct room *room);
/* Puts the question, and lets the request sleep. */
enum MHD_Result request_put(struct http_request *r, struct question *q);
/* A hold on the room of the path. */
struct room *request_room(struct http_request *r);

/* ---- http_source.c ---- */
enum MHD_Result route_source(struct http_request *r);

/* ---- http_rooms.c ---- */
enum MHD_Result route_home(struct http_request *r);
enum MHD_Result route_rooms(struct http_request *r);
enum MHD_Result route_room(struct http_request *r);
enum MHD_Result route_ops(struct http_request *r);
enum MHD_Result route_past(struct http_request *r);
enum MHD_Result route_text(struct http_request *r);
enum MHD_Result route_import(struct http_request *r);
enum MHD_Result route_export(struct http_request *r);
enum MHD_Result route_fork(struct http_request *r);
enum MHD_Result route_series(struct http_request *r);
enum MHD_Result route_history(struct http_request *r);
enum MHD_Result route_page(struct http_request *r);
enum MHD_Result route_compare(struct http_request *r);

/* ---- http_walk.c ---- */
enum MHD_Result route_walk(struct http_request *r);
enum MHD_Result route_steps(struct http_request *r);
enum MHD_Result route_check(struct http_request *r);

/* ---- http_people.c; what needs the network thread's side of the room is answered once the room is known to be there ---- */
enum MHD_Result route_access(struct http_request *r);
enum MHD_Result route_people(struct http_request *r);
enum MHD_Result route_chalk(struct http_request *r);
enum MHD_Result route_notes(struct http_request *r);
enum MHD_Result route_note(struct http_request *r);
enum MHD_Result send_people(struct http_request *r);

/* ---- http_quiz.c; send_quiz() once the room has answered ---- */
enum MHD_Result route_predict(struct http_request *r);
enum MHD_Result route_quiz(struct http_request *r);
enum MHD_Result route_reveal(struct http_request *r);
enum MHD_Result route_guess(struct http_request *r);
enum MHD_Result send_quiz(struct http_request *r);

/* ---- http_upgrade.c: the WebSocket's handshake; send_upgrade() once the room is known to be there ---- */
enum MHD_Result route_socket(struct http_request *r);
enum MHD_Result send_upgrade(struct http_request *r);

#endif
