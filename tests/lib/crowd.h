// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A crowd of WebSocket viewers in one thread, cheap enough to stand beside the server that it measures: what arrives is counted and timed, and
 * thrown away. Ends the program with a sentence when something fails.
 */
#ifndef TESTS_LIB_CROWD_H
#define TESTS_LIB_CROWD_H

#include <stdint.h>

struct crowd;

/* Connects `count` viewers to http://127.0.0.1:PORT/PATH. */
struct crowd *crowd_join(unsigned port, const char *path, unsigned count);
void crowd_free(struct crowd *c);

/* Listens until nothing has come for a while. */
void crowd_settle(struct crowd *c);

/*
 * The first viewer says `text` so many times a second, `rounds` times, and each time every viewer gets one binary message. Gives when which
 * came: `took[round * count + i]` microseconds after it was said, in the order of arrival. Returns the bytes that a viewer got in all.
 */
uint64_t crowd_listen(struct crowd *c, const char *text, unsigned per_second, unsigned rounds,
                      uint32_t *took);

/* POST of a JSON body; what is behind `"name":"` in the answer, which the caller frees. */
char *http_post(unsigned port, const char *path, const char *body, const char *name);

#endif
