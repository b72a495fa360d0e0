// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `buddyscope walk`: the boot of a machine as a reader would write it down, call by call, with values and changes.
 *
 * mem_init() alone calls one function 335,000 times. So repeats are folded: a call whose sibling of the same function had the
 * same shape (the same functions in the same nesting) is counted, not printed. To know a shape one has to see the whole
 * call; what a call reports that may turn out to be a repeat therefore waits, and is printed or dropped when it is left.
 *
 *	frame		one per open call: which shapes its children had, and how often each
 *	waiting		what the open calls that may be repeats reported; a frame remembers where its part begins
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/machine.h"
#include "alloc/names.h"
#include "daemon/commands.h"
#include "daemon/walk.h"

#define MAX_DEPTH  64
#define MAX_SHAPES 64 /* distinct shapes kept per open call; later ones are printed each time */
#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME  0x100000001b3u

struct shape {
    unsigned function;
    uint64_t hash;
    unsigned long more; /* repeats that were dropped */
};

struct frame {
    unsigned function;
    uint64_t hash; /* of the functions entered so far */
    size_t start;  /* of its part of `waiting` */
    bool held;     /* may be a repeat */
    struct shape shapes[MAX_SHAPES];
    unsigned nr_shapes;
};

/* A line to be: an event, or (more > 0) the note that `more` calls of `function` were folded. */
struct line {
    struct event event;
    int depth;
    unsigned function;
    unsigned long more;
};

struct walk {
    struct machine *m;
    enum walk_format format;
    bool full;
    struct frame frames[MAX_DEPTH]; /* [0] stands for the stage itself */
    int depth;
    unsigned held; /* open frames that are held */
    struct line *waiting;
    size_t n, size;
};

static void print_line(const struct walk *w, const struct line *l)
{
    char text[WALK_LINE];

    if (l->more)
        walk_print_folded(w->format, l->depth, l->function, l->more, text);
    else
        walk_print_event(w->format, w->m, &l->event, l->depth, l->function, text);
    fputs(text, stdout);
}

/* A line goes out at once unless a held call is open. */
static void put(struct walk *w, struct line l)
{
    if (!w->held) {
        print_line(w, &l);
        return;
    }
    if (w->n == w->size) {
        size_t size = w->size ? 2 * w->size : 1024;
        struct line *waiting = realloc(w->waiting, size * sizeof(*waiting));

        if (!waiting) {
            fputs("walk: out of memory\n", stderr);
            exit(1);
        }
        w->waiting = waiting;
        w->size = size;
    }
    w->waiting[w->n++] = l;
}

static struct shape *find_shape(struct frame *f, unsigned function, uint64_t hash)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].function == function && f->shapes[i].hash == hash)
            return &f->shapes[i];
    return NULL;
}

static bool seen_function(const struct frame *f, unsigned function)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].function == function)
            return true;
    return false;
}

static void enter_call(struct walk *w, unsigned function)
{
    struct frame *parent = &w->frames[w->depth], *f;

    if (w->depth + 1 == MAX_DEPTH) {
        fputs("walk: calls nested too deep\n", stderr);
        exit(1);
    }
    f = &w->frames[++w->depth];
    f->function = function;
    f->hash = FNV_OFFSET;
    f->nr_shapes = 0;
    f->held = !w->full && seen_function(parent, function);
    f->start = w->n;
    w->held += f->held;
}

/* Says how often each shape came again below the call that ends. */
static void put_folded(struct walk *w, const struct frame *f)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].more)
            put(w, (struct line){ .depth = w->depth,
                                  .function = f->shapes[i].function,
                                  .more = f->shapes[i].more });
}

/* The call is over: keeps its lines, or counts it as a repeat. */
static void leave_call(struct walk *w)
{
    struct frame *f = &w->frames[w->depth], *parent = &w->frames[w->depth - 1];
    struct shape *same = find_shape(parent, f->function, f->hash);

    w->depth--;
    if (f->held && same) {
        w->n = f->start;
        same->more++;
    }
    w->held -= f->held;
    for (size_t i = 0; !w->held && i < w->n; i++)
        print_line(w, &w->waiting[i]);
    if (!w->held)
        w->n = 0;
    if (!same && parent->nr_shapes < MAX_SHAPES)
        parent->shapes[parent->nr_shapes++] = (struct shape){ f->function, f->hash, 0 };
    parent->hash = ((parent->hash ^ f->function) * FNV_PRIME ^ f->hash) * FNV_PRIME;
}

static void on_event(void *arg, const struct event *e)
{
    struct walk *w = arg;

    if (event_kind(e) == EV_ENTER)
        enter_call(w, event_id(e));
    else if (event_kind(e) == EV_LEAVE)
        put_folded(w, &w->frames[w->depth]);
    put(w,
        (struct line){ .event = *e, .depth = w->depth, .function = w->frames[w->depth].function });
    if (event_kind(e) == EV_LEAVE)
        leave_call(w);
}

static unsigned stage_by_name(const char *name)
{
    for (unsigned s = STAGE_ZONELISTS; s < STAGE_COUNT; s++)
        if (strcmp(stage_name(s), name) == 0)
            return s;
    return STAGE_NONE;
}

static int usage(void)
{
    fputs("usage: buddyscope walk [OPTION...]\n\n"
          "  --profile NAME    the machine (study)\n"
          "  --from STAGE      first stage to print (mem_init)\n"
          "  --to STAGE        last stage to print (kmem_cache_init)\n"
          "  --format FORMAT   md, tsv or json (md)\n"
          "  --no-slub         boot past kmem_cache_init without SLUB\n"
          "  --struct-page N   bytes that a struct page takes of the memory map (32)\n"
          "  --full            print repeats too\n",
          stderr);
    return 2;
}

struct options {
    const char *profile;
    unsigned from, to, page_size;
    enum walk_format format;
    bool slub, full;
};

static bool parse_options(int argc, char **argv, struct options *o)
{
    for (int i = 0; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";

        if (strcmp(argv[i], "--full") == 0)
            o->full = true;
        else if (strcmp(argv[i], "--no-slub") == 0)
            o->slub = false;
        else if (strcmp(argv[i], "--profile") == 0)
            o->profile = argv[++i] ? value : "";
        else if (strcmp(argv[i], "--from") == 0 && stage_by_name(value))
            o->from = stage_by_name(argv[++i]);
        else if (strcmp(argv[i], "--to") == 0 && stage_by_name(value))
            o->to = stage_by_name(argv[++i]);
        else if (strcmp(argv[i], "--struct-page") == 0 && atoi(value) > 0)
            o->page_size = (unsigned)atoi(argv[++i]);
        else if (strcmp(argv[i], "--format") == 0 && walk_format_by_name(value, &o->format))
            i++;
        else
            return false;
    }
    return true;
}

/* Runs and prints the stages. 0, or 1 when the machine refuses one that was asked for. */
static int print_stages(struct machine *m, const struct options *o)
{
    struct walk *w = calloc(1, sizeof(*w));
    int code = 0;

    if (!w)
        return 1;
    w->m = m;
    w->format = o->format;
    w->full = o->full;
    walk_print_head(o->format, o->profile);
    for (uint32_t s = STAGE_ZONELISTS; s <= o->to; s++) {
        struct op op = { .kind = OP_BOOT, .stage = s, .cpu = OP_NO_CPU };
        struct op_error error;

        if (s == STAGE_KMEM_CACHE_INIT && !o->slub)
            continue;
        if (!op_check(m, &op, &error)) {
            fflush(stdout);
            fprintf(stderr, "walk: %s\n", error.message);
            code = 1;
            break;
        }
        machine_listen(m, s >= o->from ? WANT_WALK | WANT_CHANGES : WANT_NOTHING, on_event, w);
        op_apply(m, &op);
    }
    put_folded(w, &w->frames[0]);
    walk_print_tail(o->format);
    free(w->waiting);
    free(w);
    return code;
}

int cmd_walk(int argc, char **argv)
{
    struct options o = {
        DEFAULT_PROFILE, STAGE_MEM_INIT, STAGE_KMEM_CACHE_INIT, 32, WALK_MD, true, false
    };
    const struct profile *found;
    struct profile profile;
    struct machine *m;
    const char *why;
    int code;

    if (!parse_options(argc, argv, &o))
        return usage();
    found = profile_find(o.profile);
    if (!found) {
        fprintf(stderr, "walk: there is no profile \"%s\"\n", o.profile);
        return 2;
    }
    profile = *found;
    profile.slub = o.slub;
    profile.page_struct_size = o.page_size;
    m = machine_create(&profile, &why);
    if (!m) {
        fprintf(stderr, "walk: %s\n", why ? why : "no memory");
        return 1;
    }
    code = print_stages(m, &o);
    machine_destroy(m);
    return code;
}
