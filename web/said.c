// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/said.h"

#include <stdio.h>
#include <string.h>

#include "web/json.h"

#define EVENTS_MAX (UINT64_C(1) << 53)

/* ---- parts ---- */

static bool must_have(const cJSON *object, const char *name, struct refusal *why)
{
    return json_member(object, name) || json_refuse(why, "missing", name, "%s: missing", name);
}

static bool number(const cJSON *object, const char *name, uint64_t min, uint64_t max, uint64_t *out,
                   struct refusal *why)
{
    return must_have(object, name, why) && json_number(object, name, min, max, out, why);
}

/* A secret of 22 letters; *has says whether there is one. */
static bool secret(const cJSON *object, const char *name, bool *has, struct token *token,
                   struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, name, TOKEN_LEN, &text, why))
        return false;
    *has = text != NULL;
    return !text || token_read(text, strlen(text), token) ||
           json_refuse(why, "syntax", name, "%s: 22 letters, as in a link", name);
}

/* A text for people, copied; `option` is what bounds its letters. */
static bool words(const cJSON *object, const char *name, uint32_t letters, const char *option,
                  bool lines, char *out, size_t size, struct refusal *why)
{
    const cJSON *item = json_member(object, name);
    const char *text = cJSON_IsString(item) ? item->valuestring : NULL;
    if (item && !text)
        return json_refuse(why, "type", name, "%s: a text of at most %u letters", name, letters);
    if (text && letters_of(text) > letters) {
        why->limit = letters;
        why->has_limit = true;
        return json_refuse(why, "limit", name, "%s: at most %u letters (--%s)", name, letters,
                           option);
    }
    if (text && !text_is_plain(text, lines))
        return json_refuse(why, "syntax", name, "%s: no control characters", name);
    if (text)
        snprintf(out, size, "%s", text);
    return true;
}

/* What a page shows is the page's own business; only its length is ours. */
static bool view(const cJSON *object, const char *name, char out[VIEW_BYTES], struct refusal *why)
{
    const char *text = "";
    if (!json_string(object, name, VIEW_BYTES - 1, &text, why))
        return false;
    if (!text_is_plain(text, false))
        return json_refuse(why, "syntax", name, "%s: no control characters", name);
    snprintf(out, VIEW_BYTES, "%s", text);
    return true;
}

static bool step(const cJSON *object, struct stand *stand, struct refusal *why)
{
    uint64_t op = 0;
    if (!number(object, "op", 1, UINT32_MAX, &op, why) ||
        !number(object, "event", 0, EVENTS_MAX, &stand->event, why))
        return false;
    stand->op = (uint32_t)op;
    return true;
}

/* ---- messages ---- */

bool said_enter(const cJSON *object, const struct limits *limits, struct said *said,
                struct refusal *why)
{
    said->has_name = json_member(object, "name") != NULL;
    said->has_screen = json_member(object, "screen") != NULL;
    return secret(object, "key", &said->has_key, &said->key, why) &&
           secret(object, "self", &said->has_self, &said->self, why) &&
           secret(object, "author", &said->has_author, &said->author, why) &&
           words(object, "name", limits->name_letters, "name-letters", false, said->name,
                 sizeof said->name, why) &&
           json_bool(object, "screen", &said->screen, why);
}

bool said_chalk(const cJSON *object, struct said *said, struct refusal *why)
{
    uint64_t to = 0;
    bool ok = number(object, "to", 0, INT32_MAX, &to, why);
    said->number = (uint32_t)to;
    return ok;
}

bool said_switch(const cJSON *object, struct said *said, struct refusal *why)
{
    return must_have(object, "on", why) && json_bool(object, "on", &said->on, why);
}

bool said_access(const cJSON *object, struct said *said, struct refusal *why)
{
    const char *mode = NULL, *notes = NULL;
    if (!json_string(object, "mode", 16, &mode, why) ||
        !json_string(object, "notes", 16, &notes, why))
        return false;
    if (!mode && !notes)
        return json_refuse(why, "missing", "mode", "mode: mode or notes, or both");
    if (mode && !mode_read(mode, &said->access.mode))
        return json_refuse(why, "unknown", "mode", "mode: open or locked");
    if (notes && !note_writers_read(notes, &said->access.notes))
        return json_refuse(why, "unknown", "notes", "notes: everybody, driver or owner");
    said->has_mode = mode != NULL;
    said->has_notes = notes != NULL;
    return true;
}

bool said_at(const cJSON *object, struct said *said, struct refusal *why)
{
    return step(object, &said->stand, why) &&
           json_bool(object, "playing", &said->stand.playing, why) &&
           view(object, "view", said->stand.view, why);
}

bool said_point(const cJSON *object, struct said *said, struct refusal *why)
{
    return must_have(object, "what", why) && view(object, "what", said->stand.view, why);
}

bool said_note(const cJSON *object, const struct limits *limits, struct said *said,
               struct refusal *why)
{
    return step(object, &said->stand, why) &&
           words(object, "text", limits->note_letters, "note-letters", true, said->text,
                 sizeof said->text, why) &&
           words(object, "name", limits->name_letters, "name-letters", false, said->name,
                 sizeof said->name, why);
}

bool said_unnote(const cJSON *object, struct said *said, struct refusal *why)
{
    uint64_t n = 0;
    bool ok = number(object, "note", 1, UINT32_MAX, &n, why);
    said->number = (uint32_t)n;
    return ok;
}

bool said_quiz(const cJSON *object, bool planned, struct said *said, struct refusal *why)
{
    const char *what = NULL;
    if ((!planned && !step(object, &said->stand, why)) || !must_have(object, "what", why) ||
        !json_string(object, "what", 16, &what, why) ||
        !json_bool(object, "names", &said->names, why))
        return false;
    return predict_read(what, &said->what) ||
           json_refuse(why, "unknown", "what", "what: list, order, end, owner or address");
}

bool said_which_quiz(const cJSON *object, struct said *said, struct refusal *why)
{
    uint64_t n = 0;
    bool ok = number(object, "quiz", 1, UINT32_MAX, &n, why);
    said->number = (uint32_t)n;
    return ok;
}

bool said_guess(const cJSON *object, struct said *said, struct refusal *why)
{
    uint64_t choice = 0;
    if (!said_which_quiz(object, said, why) || !must_have(object, "choice", why))
        return false;
    said->has_choice = !cJSON_IsNull(json_member(object, "choice"));
    if (said->has_choice && !number(object, "choice", 0, PREDICT_CHOICES - 1, &choice, why))
        return false;
    said->choice = (uint32_t)choice;
    return true;
}
