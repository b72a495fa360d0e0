// SPDX-License-Identifier: GPL-2.0-or-later
/* A part of a text: not ended by a NUL, and somebody else's. */
#ifndef DAEMON_PART_H
#define DAEMON_PART_H

#include <stdbool.h>
#include <stddef.h>

struct part {
    const char *at;
    size_t len;
};

#define PART_SIMILAR 96 /* letters of the longest that part_similar() compares, and one */

/* A space, a tab or a carriage return. */
bool part_is_blank(char c);

/* Without its first n letters, of which it has as many. */
struct part part_from(struct part p, size_t n);

/* Without the blanks at both ends. */
struct part part_trim(struct part p);

/* Letters of the name that it begins with, as C has them; 0 if it begins with none. */
size_t part_name_length(struct part p);

bool part_begins_with(struct part p, const char *word);
bool part_contains(struct part p, const char *word);

/* A copy without blanks, cut where it does not fit. */
void part_copy_dense(struct part p, char *to, size_t size);

/* A copy, cut between two characters of UTF-8 where it does not fit. */
void part_copy(struct part p, char *to, size_t size);

/* Can one be made of the other by at most `letters` letters changed, left out or put in? */
bool part_similar(struct part a, struct part b, unsigned letters);

#endif
