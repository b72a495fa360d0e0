// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/room_people.h"

#include <string.h>
#include <time.h>

#include "daemon/rooms.h"

bool room_is_owner(const struct room *room, const struct caller *caller)
{
    return caller->has_key && sha256_equal(&caller->key, &room->row.owner);
}

static void deny(struct ask *ask, const char *field, enum denial why)
{
    room_refuse(ask, "role", field, -1, "%s: %s", field, denial_text(why));
}

bool room_lets_operate(struct room *room, struct ask *ask)
{
    enum denial why = DENIED_NOT;
    if (!ask->caller.granted)
        why = roles_operate_outside(&room->row.access, room_is_owner(room, &ask->caller));
    if (why != DENIED_NOT)
        deny(ask, "op", why);
    return why == DENIED_NOT;
}

void room_decide(struct room *room, struct ask *ask)
{
    struct audience *audience = &room->rooms->audience;
    struct access access = room->row.access;
    if (!ask->caller.granted && !room_is_owner(room, &ask->caller)) {
        deny(ask, ask->has_mode ? "mode" : "notes", DENIED_NOT_OWNER);
        return;
    }
    if (ask->has_mode)
        access.mode = ask->access.mode;
    if (ask->has_notes)
        access.notes = ask->access.notes;
    if (journal_access(room->rooms->journal, &room->id, &access) != JOURNAL_OK) {
        room_refuse(ask, "journal", "room", -1, "%s", journal_why());
        return;
    }
    room->row.access = access;
    room->access = access;
    audience->decided(audience->arg, room, &access, ask->who);
    room_answer(ask, &(struct answer){ .access = &access });
}

/* ---- notes ---- */

void room_list_notes(struct room *room, struct ask *ask)
{
    room_answer(ask, &(struct answer){ .notes = &room->notes });
}

/* Refuses, and answers, if there is no such step, or no room for the note. */
static bool takes_note(struct room *room, struct ask *ask)
{
    const struct limits *limits = &room->rooms->limits;
    enum denial why = DENIED_NOT;
    if (!ask->caller.granted)
        why = roles_note_outside(&room->row.access, room_is_owner(room, &ask->caller));
    if (why != DENIED_NOT) {
        deny(ask, "note", why);
    } else if (ask->n < 1 || ask->n > room->records.nr) {
        room_refuse(ask, "range", "op", room->records.nr, "op: 1 to %u", room->records.nr);
        why = DENIED_NOBODY;
    } else if (ask->from > room_record(room, ask->n).tally.events) {
        unsigned long long events = room_record(room, ask->n).tally.events;
        room_refuse(ask, "range", "event", (int64_t)events, "event: op %u has %llu", ask->n,
                    events);
        why = DENIED_NOBODY;
    } else if (room->notes.count >= limits->notes) {
        room_refuse(ask, "limit", "note", limits->notes,
                    "note: a room keeps at most %u notes (--notes)", limits->notes);
        why = DENIED_NOBODY;
    }
    return why == DENIED_NOT;
}

void room_write_note(struct room *room, struct ask *ask)
{
    struct audience *audience = &room->rooms->audience;
    if (!takes_note(room, ask))
        return;
    struct note note = ask->note;
    note.n = room->notes.last + 1;
    note.op = ask->n;
    note.event = ask->from;
    note.at = time(NULL);
    if (journal_add_note(room->rooms->journal, &room->id, &note) != JOURNAL_OK) {
        room_refuse(ask, "journal", "note", -1, "%s", journal_why());
        return;
    }
    notes_add(&room->notes, &note);
    audience->noted(audience->arg, room, &note, false);
    room_answer(ask, &(struct answer){ .note = &note });
}

void room_remove_note(struct room *room, struct ask *ask)
{
    struct audience *audience = &room->rooms->audience;
    const struct note *found = notes_find(&room->notes, ask->n);
    struct author author = { "" };
    if (ask->caller.has_key)
        author = author_of(&ask->caller.key);
    if (!found) {
        room_refuse(ask, "gone", "note", -1, "note: this room has no note %u", ask->n);
        return;
    }
    if (!ask->caller.granted && !note_is_of(found, &author) && !room_is_owner(room, &ask->caller)) {
        room_refuse(ask, "role", "note", -1,
                    "note: whoever wrote it takes it away, or the owner of the room");
        return;
    }
    if (journal_remove_note(room->rooms->journal, &room->id, ask->n) != JOURNAL_OK) {
        room_refuse(ask, "journal", "note", -1, "%s", journal_why());
        return;
    }
    struct note gone = { .n = found->n, .op = found->op, .event = found->event };
    notes_remove(&room->notes, gone.n);
    audience->noted(audience->arg, room, &gone, true);
    room_answer(ask, &(struct answer){ .note = &gone });
}
