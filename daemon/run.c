// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `buddyscope run`: a script applied to a machine, without a network. The machine starts as a room
 * does, after ops 1 and 2, so that the numbers are those of a room; with --fresh it starts before
 * them.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base.h"
#include "daemon/commands.h"
#include "daemon/record.h"

#define LINE_MAX_BYTES 65536

struct script {
    const char *name;
    struct machine *machine;
    uint32_t n; /* number of the next op */
    unsigned want;
    bool full; /* print the events of long ops too */
};

/* The listener: prints what is wanted, counts all. */
struct printer {
    const struct machine *machine;
    struct tally tally;
    unsigned want;
    int depth;
};

static unsigned want_of(const struct event *e)
{
    if (event_kind(e) == EV_POINT)
        return WANT_POINTS;
    return event_kind(e) >= EV_WORD ? WANT_CHANGES : WANT_WALK;
}

static void print_event(void *arg, const struct event *e)
{
    struct printer *p = arg;
    char text[512];
    tally_add(&p->tally, e);
    if (p->want & want_of(e)) {
        event_print(p->machine, e, p->depth, text, sizeof text);
        puts(text);
    }
    p->depth = event_depth(e, p->depth);
}

/* Applies one op and prints it. */
static void apply(struct script *s, const struct op *op)
{
    char text[2048];
    bool quiet = op_is_long(s->machine, op) && !s->full;
    struct printer p = { .machine = s->machine, .want = quiet ? WANT_NOTHING : s->want };
    op_print(op, text, sizeof text);
    printf("#%u %s\n", s->n++, text);
    machine_listen(s->machine, WANT_ALL, print_event, &p);
    struct op_result result = op_apply(s->machine, op);
    machine_listen(s->machine, WANT_NOTHING, NULL, NULL);
    op_result_print(op, &result, text, sizeof text);
    printf("= %s (events %" PRIu64 ", points %" PRIu64 ", changes %" PRIu64 ", digest %016" PRIx64
           ")\n",
           text, p.tally.events, p.tally.points, p.tally.changes, machine_digest(s->machine));
}

static void complain(const struct script *s, unsigned line_nr, const char *line, size_t len,
                     size_t column, const struct op_error *error)
{
    fflush(stdout);
    fprintf(stderr, "%s:%u:%zu: %s\n", s->name, line_nr, column + 1, error->message);
    fprintf(stderr, "  %.*s\n  %*s^\n", (int)len, line, (int)column, "");
}

/* Runs one line. False, after a complaint, if it is not understood or not taken. */
static bool run_line(struct script *s, unsigned line_nr, const char *line, size_t len)
{
    struct op op;
    struct op_error error = { 0 };
    unsigned repeat = 0;
    size_t column = 0;
    if (!op_parse(line, len, &op, &repeat, &error, &column)) {
        complain(s, line_nr, line, len, column, &error);
        return false;
    }
    for (unsigned i = 0; i < repeat; i++) {
        if (!op_check(s->machine, &op, &error)) {
            complain(s, line_nr, line, len, 0, &error);
            return false;
        }
        apply(s, &op);
    }
    return true;
}

static int run_script(struct script *s, FILE *in)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool ok = true;
    for (unsigned nr = 1; ok && (len = getline(&line, &room, in)) >= 0; nr++) {
        if (len && line[len - 1] == '\n')
            len--;
        if (len > LINE_MAX_BYTES) {
            fprintf(stderr, "%s:%u: a line has at most %d bytes\n", s->name, nr, LINE_MAX_BYTES);
            ok = false;
        } else {
            ok = run_line(s, nr, line, (size_t)len);
        }
    }
    if (ferror(in)) {
        fprintf(stderr, "buddyscope run: %s: %s\n", s->name, strerror(errno));
        ok = false;
    }
    free(line);
    return ok && fflush(stdout) == 0 ? 0 : 1;
}

/* ---- the command line ---- */

static const char usage[] =
    "usage: buddyscope run [OPTION...] SCRIPT    (- is standard input)\n\n"
    "  --profile NAME   the machine, default study\n"
    "  --no-slub        a machine without SLUB\n"
    "  --fresh          start before ops 1 `boot zonelists` and 2 `boot mem_init`\n"
    "  --events KIND    print all (default), walk, points, changes or none\n"
    "  --full           print the events of long operations too\n\n"
    "Prints each operation as `#N op`, its events, and `= result`.\n";

struct run_options {
    const char *profile, *script;
    bool slub, fresh, full;
    unsigned want;
};

static bool read_want(const char *text, unsigned *want)
{
    static const struct {
        const char *name;
        unsigned want;
    } kinds[] = { { "all", WANT_ALL },
                  { "walk", WANT_WALK },
                  { "points", WANT_POINTS },
                  { "changes", WANT_CHANGES },
                  { "none", WANT_NOTHING } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(text, kinds[i].name) == 0) {
            *want = kinds[i].want;
            return true;
        }
    }
    return false;
}

static bool read_options(struct run_options *o, int argc, char **argv)
{
    *o = (struct run_options){ .profile = DEFAULT_PROFILE, .slub = true, .want = WANT_ALL };
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--no-slub") == 0)
            o->slub = false;
        else if (strcmp(arg, "--fresh") == 0)
            o->fresh = true;
        else if (strcmp(arg, "--full") == 0)
            o->full = true;
        else if (strcmp(arg, "--profile") == 0 && i + 1 < argc)
            o->profile = argv[++i];
        else if (strcmp(arg, "--events") == 0 && i + 1 < argc && read_want(argv[i + 1], &o->want))
            i++;
        else if (!o->script && (arg[0] != '-' || strcmp(arg, "-") == 0))
            o->script = arg;
        else
            return false;
    }
    return o->script != NULL;
}

static struct machine *make_machine(const struct run_options *o)
{
    const struct profile *named = profile_find(o->profile);
    if (!named) {
        fprintf(stderr, "buddyscope run: no profile \"%s\"; there are:", o->profile);
        for (unsigned i = 0; i < profile_count; i++)
            fprintf(stderr, " %s", profiles[i].name);
        fputs("\n", stderr);
        return NULL;
    }
    struct profile profile = *named;
    const char *why = "out of memory";
    profile.slub = o->slub && profile.slub;
    struct machine *m = machine_create(&profile, &why);
    if (!m)
        fprintf(stderr, "buddyscope run: %s: %s\n", o->profile, why);
    for (uint32_t n = 1; m && !o->fresh && n <= BASE_OPS; n++) {
        struct op op = base_op(n);
        op_apply(m, &op);
    }
    return m;
}

int cmd_run(int argc, char **argv)
{
    struct run_options o;
    if (argc == 1 && strcmp(argv[0], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read_options(&o, argc, argv)) {
        fputs(usage, stderr);
        return 2;
    }
    bool standard = strcmp(o.script, "-") == 0;
    FILE *in = standard ? stdin : fopen(o.script, "re");
    if (!in) {
        fprintf(stderr, "buddyscope run: %s: %s\n", o.script, strerror(errno));
        return 1;
    }
    struct machine *m = make_machine(&o);
    int code = 1;
    if (m) {
        struct script s = { .name = standard ? "standard input" : o.script,
                            .machine = m,
                            .n = o.fresh ? 1 : BASE_OPS + 1,
                            .want = o.want,
                            .full = o.full };
        code = run_script(&s, in);
        machine_destroy(m);
    }
    if (!standard)
        fclose(in);
    return code;
}
