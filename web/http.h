// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * HTTP: routes, limits and deadlines. What needs a room is put to it as a question, and the request
 * sleeps until the answer comes.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "web/server.h"

struct http_request;

/* Starts listening on server->listen_fd. False if that fails. */
bool http_start(struct server *server);

/* Serves what is due; to be called when the daemon's epoll fd is readable, and now and then. */
void http_run(struct server *server);

/* Delivers a post of kind POST_REPLY: wakes the request. */
void http_deliver(struct post *post);

/* Ends connections that take too long. To be called once a second. */
void http_check_deadlines(struct server *server);

/* Answers what is waiting and closes. No answer from a room may come afterwards. */
void http_stop(struct server *server);

#endif
