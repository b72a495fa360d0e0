// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Notes: what somebody wrote at a step of a room, or an empty text, which is a mark. They are no operations: the machine does not
 * know of them, and they can be taken away.
 */
#ifndef DAEMON_NOTE_H
#define DAEMON_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/sha256.h"

#define AUTHOR_HEX \
    32 /* the first half of the hash of a person's own token: what others may know of it */
#define LETTER_BYTES     4 /* of a letter in UTF-8, at most */
#define NAME_MAX_LETTERS 64
#define NOTE_MAX_LETTERS 1000
#define NAME_BYTES       (NAME_MAX_LETTERS * LETTER_BYTES + 1)
#define NOTE_BYTES       (NOTE_MAX_LETTERS * LETTER_BYTES + 1)

/* Whose a note is: nobody's ("") if whoever wrote it had no token. */
struct author {
    char hex[AUTHOR_HEX + 1];
};

struct note {
    uint32_t n; /* in its room, from 1 */
    uint32_t op;
    uint64_t event;
    int64_t at; /* seconds since 1970 */
    struct author author;
    const char *name; /* of the author, as it was; may be "" */
    const char *text;
};

/* The notes of a room, oldest first. All zeros is none; the strings are theirs. */
struct notes {
    struct note *list;
    uint32_t count, room;
    uint32_t last; /* the highest number that was given since the room is in memory */
};

/* Copies *note to the end. */
void notes_add(struct notes *notes, const struct note *note);

/* The note of this number, or NULL. */
const struct note *notes_find(const struct notes *notes, uint32_t n);

/* Takes it out, if it is there. */
void notes_remove(struct notes *notes, uint32_t n);

void notes_free(struct notes *notes);

/* Who a person's token makes the author. */
struct author author_of(const struct sha256 *self);

/* True if the note is this author's; nobody is the author of a note without one. */
bool note_is_of(const struct note *note, const struct author *author);

/* Letters of a text in UTF-8. */
size_t letters_of(const char *text);

/* True if it has no control characters, but for the ends of lines where `lines`. */
bool text_is_plain(const char *text, bool lines);

#endif
