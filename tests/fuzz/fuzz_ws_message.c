// SPDX-License-Identifier: GPL-2.0-or-later
/* A message of a viewer: it is understood within the limits, or refused with a field and a sentence. */
#include <stdlib.h>
#include <string.h>

#include "web/command.h"
#include "web/encode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool so)
{
    if (!so)
        abort();
}

/* What people say stays within its bounds, and can be told to others. */
static void check_said(const struct said *said, const struct limits *limits)
{
    must(memchr(said->name, '\0', sizeof said->name) &&
         memchr(said->text, '\0', sizeof said->text));
    must(memchr(said->stand.view, '\0', sizeof said->stand.view) != NULL);
    must(letters_of(said->name) <= limits->name_letters && text_is_plain(said->name, false));
    must(letters_of(said->text) <= limits->note_letters && text_is_plain(said->text, true));
    must(text_is_plain(said->stand.view, false));
    struct note note = { .n = 1, .name = said->name, .text = said->text };
    message_unref(note_message(&note, false));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct limits limits = limits_default();
    struct command command;
    struct refusal why = { 0 };
    bool ok = command_read((const char *)data, size, &limits, &command, &why);
    must(memchr(command.tag, '\0', sizeof command.tag) != NULL);
    if (!ok) {
        must(why.error.code && why.error.field && why.error.message[0]);
        message_unref(error_message(command.tag, &why));
        return 0;
    }
    const struct ask *ask = &command.ask;
    switch (command.type) {
    case COMMAND_OP:
        must(ask->kind == ASK_APPLY && ask->repeat >= 1 && ask->repeat <= OP_MAX_REPEAT);
        must(ask->op.kind > OP_NONE && ask->op.kind < OP_KINDS);
        break;
    case COMMAND_WINDOW:
        must(ask->kind == ASK_WINDOW && ask->n >= 1 && ask->count <= limits.window_events);
        break;
    case COMMAND_LAPSE:
        must(ask->kind == ASK_LAPSE && ask->n >= 1 && ask->frames <= limits.lapse_frames);
        break;
    default:
        check_said(&command.said, &limits);
    }
    return 0;
}
