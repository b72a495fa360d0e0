// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Viewers: the WebSocket side. lws does the protocol; what is sent are whole frames that were built
 * elsewhere, what arrives is put together here.
 */
#ifndef WEB_WS_H
#define WEB_WS_H

#include "web/server.h"

#define WS_PROTOCOL "viewer"

/* For the vhost's table of protocols. */
int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                size_t len);

/*
 * Takes over a connection on which a handshake was answered with 101: `fd` becomes ours, `key` is
 * the client's Sec-WebSocket-Key, `extra` what it sent already. Brings it into the room, which must
 * be held for it. If that fails the connection and the hold are gone.
 */
void ws_adopt(struct server *server, int fd, const char *key, const void *extra, size_t extra_len,
              struct room *room);

/* Writes to every viewer that has something to get and whose socket takes it. */
void ws_flush(struct server *server);

/* Says goodbye to everybody: 1001, going away. */
void ws_close_all(struct server *server);

#endif
