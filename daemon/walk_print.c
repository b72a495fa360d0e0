// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/names.h"

bool walk_format_by_name(const char *name, enum walk_format *format)
{
    static const char *const names[] = { "md", "tsv", "json" };

    for (unsigned i = 0; i < 3; i++)
        if (strcmp(names[i], name) == 0) {
            *format = (enum walk_format)i;
            return true;
        }
    return false;
}

void walk_head(enum walk_format format, const char *profile, char *text)
{
    static const char *const heads[] = {
        [WALK_MD] = "# buddyscope walk: %s, Linux 3.13.11 for ARM\n",
        [WALK_TSV] = "depth\tfunction\tfile:line\tkind\tname\tvalue\n",
        [WALK_JSON] = "[\n",
    };

    /* Only the first of the formats, which are all above, takes the name. */
    if (format == WALK_MD)
        snprintf(text, WALK_LINE, heads[format], profile);
    else
        snprintf(text, WALK_LINE, "%s", heads[format]);
}

const char *walk_tail(enum walk_format format)
{
    return format == WALK_JSON ? "\n]\n" : "";
}

void walk_print_op(enum walk_format format, uint32_t n, const struct op *op, char *text)
{
    char line[WALK_LINE - 32];

    text[0] = 0;
    op_print(op, line, sizeof line);
    if (format == WALK_MD)
        snprintf(text, WALK_LINE, "\n# %" PRIu32 " %s\n", n, line);
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The parts of an event as event_print() writes them: "// NAME: VALUE", "~ PLACE CHANGE", "- FUNCTION = RESULT". */
struct parts {
    const char *kind;
    char name[256], value[256];
};

static void split_at(struct parts *p, char *text, const char *separator)
{
    char *at = strstr(text, separator);

    if (at)
        *at = 0;
    snprintf(p->name, sizeof(p->name), "%s", text);
    snprintf(p->value, sizeof(p->value), "%s", at ? at + strlen(separator) : "");
}

static bool event_parts(const struct machine *m, const struct event *e, struct parts *p)
{
    char text[512];

    event_print(m, e, 0, text, sizeof(text));
    p->name[0] = p->value[0] = 0;
    switch (event_kind(e)) {
    case EV_ENTER:
        p->kind = "enter";
        return true;
    case EV_LEAVE:
        p->kind = "leave";
        split_at(p, text + 2, " = ");
        p->name[0] = 0;
        return true;
    case EV_VALUE:
        p->kind = "value";
        split_at(p, text + 3, ": ");
        return true;
    case EV_WORD:
    case EV_LIST_ADD:
    case EV_LIST_DEL:
        p->kind = "change";
        split_at(p, text + 2, " ");
        return true;
    default:
        return false;
    }
}

/* A JSON string's inside: our names hold no control characters, only quotes and backslashes would need care. */
static void json_text(const char *from, char *to, size_t size)
{
    size_t n = 0;

    for (; *from && n + 2 < size; from++) {
        if (*from == '"' || *from == '\\')
            to[n++] = '\\';
        to[n++] = *from;
    }
    to[n] = 0;
}

static void print_record(enum walk_format format, int depth, unsigned function,
                         const struct parts *p, char *text)
{
    const struct function_info *f = &function_table[function];
    char name[256], value[256];

    if (format == WALK_TSV) {
        snprintf(text, WALK_LINE, "%d\t%s\t%s:%u\t%s\t%s\t%s\n", depth, f->name, f->file, f->line,
                 p->kind, p->name, p->value);
        return;
    }
    json_text(p->name, name, sizeof(name));
    json_text(p->value, value, sizeof(value));
    snprintf(
        text, WALK_LINE,
        "{\"depth\":%d,\"function\":\"%s\",\"at\":\"%s:%u\",\"kind\":\"%s\",\"name\":\"%s\",\"value\":\"%s\"}",
        depth, f->name, f->file, f->line, p->kind, name, value);
}

void walk_print_heading(unsigned function, char *text)
{
    const struct function_info *f = &function_table[function];

    snprintf(text, WALK_LINE, "\n## %s::%s()\n", file_name(f->file), f->name);
}

/* The notes' form: statements after >, values after //. What a void function returns is not worth a line. */
static void print_md(const struct machine *m, const struct event *e, char *text)
{
    char line[512];
    const char *result;

    event_print(m, e, 0, line, sizeof(line));
    switch (event_kind(e)) {
    case EV_LINE:
        snprintf(text, WALK_LINE, "> %s\n", line_table[event_id(e)].text);
        break;
    case EV_VALUE:
        snprintf(text, WALK_LINE, "%s\n", line);
        break;
    case EV_LEAVE:
        result = strstr(line, " = ");
        if (result)
            snprintf(text, WALK_LINE, "// return %s\n", result + 3);
        break;
    default:
        break;
    }
}

void walk_print_event(enum walk_format format, const struct machine *m, const struct event *e,
                      int depth, unsigned function, char *text)
{
    struct parts p;

    text[0] = 0;
    if (format == WALK_MD)
        print_md(m, e, text);
    else if (event_parts(m, e, &p))
        print_record(format, depth, function, &p, text);
}

void walk_print_cut(enum walk_format format, char *text)
{
    static const char *const cuts[] = {
        [WALK_MD] = "\n(cut here: the walk goes on)\n",
        [WALK_TSV] = "0\t\t\tcut\t\tthe walk goes on\n",
        [WALK_JSON] = "{\"kind\":\"cut\",\"value\":\"the walk goes on\"}",
    };

    snprintf(text, WALK_LINE, "%s", cuts[format]);
}

void walk_print_folded(enum walk_format format, int depth, unsigned function, unsigned long more,
                       char *text)
{
    struct parts p = { .kind = "folded" };

    if (format == WALK_MD) {
        snprintf(text, WALK_LINE, "// %s(): %lu more of this shape\n",
                 function_table[function].name, more);
        return;
    }
    snprintf(p.value, sizeof(p.value), "%lu more of this shape", more);
    print_record(format, depth + 1, function, &p, text);
}
