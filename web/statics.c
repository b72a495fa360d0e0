// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/statics.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "web/path.h"

/* ---- what every answer carries ---- */

#define POLICY                                                                              \
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "    \
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; " \
    "frame-ancestors "

/*
 * The page is all ours: nothing from elsewhere, nobody may frame it. Styles may be set by script,
 * images drawn by it.
 */
static const char *const standard_headers[][2] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), microphone=(), geolocation=()" },
};

/* What /embed/ leads to may stand in anybody's frame. */
static enum MHD_Result send_with_policy(struct MHD_Connection *connection, unsigned status,
                                        struct MHD_Response *response, bool framed)
{
    MHD_add_response_header(response, "Content-Security-Policy",
                            framed ? POLICY "*" : POLICY "'none'");
    for (size_t i = 0; i < sizeof standard_headers / sizeof standard_headers[0]; i++)
        MHD_add_response_header(response, standard_headers[i][0], standard_headers[i][1]);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                              struct MHD_Response *response)
{
    return send_with_policy(connection, status, response, false);
}

/* ---- what the client takes ---- */

/*
 * True if the header's comma-separated list names `coding` without q=0 (RFC 9110, section 12.5.3).
 */
static bool accepts(struct MHD_Connection *connection, const char *coding)
{
    const char *p =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    size_t n = strlen(coding);
    while (p && *p) {
        p += strspn(p, ", \t");
        size_t item = strcspn(p, ",");
        if (item >= n && strncasecmp(p, coding, n) == 0 && strchr(" \t,;", p[n])) {
            const char *q = memchr(p, '=', item);
            return !q || strtod(q + 1, NULL) > 0;
        }
        p += item;
    }
    return false;
}

bool is_known(struct MHD_Connection *connection, const char *etag)
{
    const char *list =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    return list && (strcmp(list, "*") == 0 || strstr(list, etag));
}

/* ---- files ---- */

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        { ".html", "text/html; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".json", "application/json" },
        { ".map", "application/json" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".ico", "image/x-icon" },
        { ".woff2", "font/woff2" },
        { ".txt", "text/plain; charset=utf-8" },
        { ".webmanifest", "application/manifest+json" },
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    }
    return "application/octet-stream";
}

struct file {
    int fd;
    struct stat st;
    const char *coding; /* br, gzip or NULL */
};

static bool open_file(const char *folder, const char *path, const char *ending, struct file *file)
{
    size_t n = strlen(folder) + strlen(path) + strlen(ending) + 1;
    char *name = must_alloc(n);
    snprintf(name, n, "%s%s%s", folder, path, ending);
    file->fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    free(name);
    if (file->fd < 0)
        return false;
    if (fstat(file->fd, &file->st) == 0 && S_ISREG(file->st.st_mode))
        return true;
    close(file->fd);
    return false;
}

/* The smallest form of the file that the client takes. */
static bool choose_file(struct MHD_Connection *connection, const char *folder, const char *path,
                        struct file *file)
{
    static const char *const codings[][2] = { { "br", ".br" }, { "gzip", ".gz" } };
    for (size_t i = 0; i < 2; i++) {
        file->coding = codings[i][0];
        if (accepts(connection, file->coding) && open_file(folder, path, codings[i][1], file))
            return true;
    }
    file->coding = NULL;
    return open_file(folder, path, "", file);
}

static enum MHD_Result send_not_found(struct MHD_Connection *connection)
{
    static char text[] = "There is nothing here. If this is the page: it has not been built.\n";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
    return send_response(connection, MHD_HTTP_NOT_FOUND, response);
}

static enum MHD_Result answer(struct server *server, struct MHD_Connection *connection,
                              const char *path, unsigned status, bool framed)
{
    struct file file;
    char etag[64];
    if (!choose_file(connection, server->options->statics, path, &file))
        return send_not_found(connection);
    snprintf(etag, sizeof etag, "\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"", (uint64_t)file.st.st_ino,
             (uint64_t)file.st.st_size,
             (uint64_t)file.st.st_mtim.tv_sec * 1000000000 + (uint64_t)file.st.st_mtim.tv_nsec);
    bool known = status == MHD_HTTP_OK && is_known(connection, etag);
    struct MHD_Response *response =
        MHD_create_response_from_fd64((uint64_t)file.st.st_size, file.fd);
    if (!response) {
        close(file.fd);
        return MHD_NO;
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type_of(path));
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            path_is_hashed(path) ? "public, max-age=31536000, immutable"
                                                 : "no-cache");
    if (file.coding)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, file.coding);
    return send_with_policy(connection, known ? MHD_HTTP_NOT_MODIFIED : status, response, framed);
}

enum MHD_Result statics_answer(struct server *server, struct MHD_Connection *connection,
                               const char *path, unsigned status)
{
    return answer(server, connection, path, status, false);
}

enum MHD_Result statics_answer_page(struct server *server, struct MHD_Connection *connection,
                                    unsigned status, bool framed)
{
    return answer(server, connection, "/index.html", status, framed);
}

bool statics_read(const struct server *server, const char *path, struct bytes *to)
{
    struct file file;
    if (!open_file(server->options->statics, path, "", &file))
        return false;
    size_t size = (size_t)file.st.st_size;
    uint8_t *at = bytes_reserve(to, size + 1);
    ssize_t got = read(file.fd, at, size);
    close(file.fd);
    if (got < 0 || (size_t)got != size)
        return false;
    at[size] = '\0';
    to->len += size;
    return true;
}

/* ---- documents ---- */

static void pack_gzip(const struct bytes *plain, struct bytes *packed)
{
    z_stream z = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    uLong bound = deflateBound(&z, (uLong)plain->len);
    z.next_in = plain->data;
    z.avail_in = (uInt)plain->len;
    z.next_out = bytes_reserve(packed, bound);
    z.avail_out = (uInt)bound;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END)
        packed->len = z.total_out;
    deflateEnd(&z);
}

void document_make(struct document *d, const char *type, char *text)
{
    *d = (struct document){ .type = type };
    bytes_add(&d->plain, text, strlen(text));
    free(text);
    pack_gzip(&d->plain, &d->gzip);
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < d->plain.len; i++)
        hash = (hash ^ d->plain.data[i]) * UINT64_C(0x100000001b3);
    snprintf(d->etag, sizeof d->etag, "\"%016" PRIx64 "\"", hash);
}

void document_free(struct document *d)
{
    bytes_free(&d->plain);
    bytes_free(&d->gzip);
}

enum MHD_Result document_answer(struct MHD_Connection *connection, const struct document *document)
{
    bool packed = document->gzip.len && accepts(connection, "gzip");
    const struct bytes *body = packed ? &document->gzip : &document->plain;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body->len, body->data, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, document->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, document->etag);
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    if (packed)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    bool known = is_known(connection, document->etag);
    return send_response(connection, known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
}
