// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the parts of web/ share. All of it belongs to the network thread, but for `rooms` and
 * `outbox`, which know locks.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <libwebsockets.h>
#include <microhttpd.h>

#include "daemon/kernel_tree.h"
#include "daemon/options.h"
#include "daemon/rooms.h"
#include "web/outbox.h"

struct viewer;
struct connection;

/* A text that does not change while the daemon runs, plain and packed, with its ETag. */
struct document {
    const char *type;
    struct bytes plain, gzip;
    char etag[24];
};

struct server {
    const struct options *options;
    struct rooms *rooms;
    struct outbox *outbox;
    struct lws_context *lws;
    struct lws_vhost *vhost;
    struct MHD_Daemon *http;
    int listen_fd, signal_fd;
    lws_sorted_usec_list_t http_timer, second_timer;
    struct document model, profiles;
    struct kernel_tree tree;        /* the user's, if there is one */
    struct connection *connections; /* HTTP, for their deadlines */
    struct parlour *parlours;
    struct parlour *wanting; /* rooms whose viewers have something to get */
    struct viewer *adopting; /* the one that lws is being told about */
    unsigned viewers;
    uint64_t next_viewer;
    bool stopping;
};

/*
 * A question on its way to a room, and where its answer goes. The first member is what daemon/
 * sees; rooms_close() may free() it as that.
 */
struct question {
    struct ask ask;
    struct http_request *request; /* suspended until the answer; NULL: the viewer ask.who asks */
    uint32_t you;                 /* its number in the room, if it enters for the first time */
    bool redirect;                /* ASK_CREATE: lead to the room rather than tell about it */
    bool quiz;                    /* ASK_PREDICT: to be put to everybody in the room */
    bool link;                    /* ASK_EXPORT: as a link */
    bool ops_only;                /* ASK_LIST: leave out what is about the room */
    char note_text[]; /* ASK_NOTE: the author's name and the text, one behind the other */
};

/* A question that asks this, with copies of the strings. */
struct question *question_copy(const struct ask *ask);

#endif
