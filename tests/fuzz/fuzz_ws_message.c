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
        break;
    }
    return 0;
}
