// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/note.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/memory.h"

void notes_add(struct notes *notes, const struct note *note)
{
    if (notes->count == notes->room) {
        notes->room = notes->room ? notes->room * 2 : 8;
        notes->list = must_realloc(notes->list, notes->room * sizeof notes->list[0]);
    }
    struct note *copy = &notes->list[notes->count++];
    *copy = *note;
    copy->name = must_strdup(note->name);
    copy->text = must_strdup(note->text);
    if (note->n > notes->last)
        notes->last = note->n;
}

static void free_strings(struct note *note)
{
    free((void *)note->name);
    free((void *)note->text);
}

const struct note *notes_find(const struct notes *notes, uint32_t n)
{
    for (uint32_t i = 0; i < notes->count; i++) {
        if (notes->list[i].n == n)
            return &notes->list[i];
    }
    return NULL;
}

void notes_remove(struct notes *notes, uint32_t n)
{
    uint32_t i = 0;
    while (i < notes->count && notes->list[i].n != n)
        i++;
    if (i == notes->count)
        return;
    free_strings(&notes->list[i]);
    notes->count--;
    memmove(&notes->list[i], &notes->list[i + 1], (notes->count - i) * sizeof notes->list[0]);
}

void notes_free(struct notes *notes)
{
    for (uint32_t i = 0; i < notes->count; i++)
        free_strings(&notes->list[i]);
    free(notes->list);
    *notes = (struct notes){ 0 };
}

struct author author_of(const struct sha256 *self)
{
    char hex[SHA256_HEX + 1];
    struct author author;
    sha256_print(self, hex);
    memcpy(author.hex, hex, AUTHOR_HEX);
    author.hex[AUTHOR_HEX] = '\0';
    return author;
}

bool note_is_of(const struct note *note, const struct author *author)
{
    return author->hex[0] && strcmp(note->author.hex, author->hex) == 0;
}

size_t letters_of(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80; /* the bytes behind a letter's first */
    return n;
}

bool text_is_plain(const char *text, bool lines)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && !(lines && c == '\n')) || c == 0x7f)
            return false;
    }
    return true;
}
