// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The page's files, straight from their folder, so that a new build is seen at once. What was
 * packed when it was built (NAME.br, NAME.gz) is sent packed to those who take it.
 */
#ifndef WEB_STATICS_H
#define WEB_STATICS_H

#include "web/server.h"

/*
 * Answers with a file. `path` must be plain (path.h) or "/index.html". `status` is 200, or 404 for
 * the page that says so. MHD_NO only if the connection is to be closed; a missing file is answered
 * with 404.
 */
enum MHD_Result statics_answer(struct server *server, struct MHD_Connection *connection,
                               const char *path, unsigned status);

/* The page itself; `framed`: other people's pages may show it in a frame. */
enum MHD_Result statics_answer_page(struct server *server, struct MHD_Connection *connection,
                                    unsigned status, bool framed);

/* Appends a file of the page, and a NUL that is not counted. False if it is not there. */
bool statics_read(const struct server *server, const char *path, struct bytes *to);

/* Answers with a document that is in memory: packed if that is wanted, 304 if it is known. */
enum MHD_Result document_answer(struct MHD_Connection *connection, const struct document *document);

/* Fills in a document: takes the text, packs it, gives it a tag. */
void document_make(struct document *d, const char *type, char *text);
void document_free(struct document *d);

/* Adds what every answer carries, queues it and lets it go. */
enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                              struct MHD_Response *response);

/* True if the client's If-None-Match names this tag. */
bool is_known(struct MHD_Connection *connection, const char *etag);

#endif
