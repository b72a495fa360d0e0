// SPDX-License-Identifier: GPL-2.0-or-later
/* `buddyscope walk`: the boot of a machine as a reader would write it down (walk_fold.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/machine.h"
#include "daemon/commands.h"
#include "daemon/walk_fold.h"

struct printer {
    enum walk_format format;
    size_t records;
};

static void print(void *arg, const char *text)
{
    struct printer *p = arg;

    if (p->format == WALK_JSON && p->records++)
        fputs(",\n", stdout);
    fputs(text, stdout);
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
    struct printer printer = { .format = o->format };
    struct walk_fold *w = walk_fold_new(m, o->format, o->full, print, &printer);
    char head[WALK_LINE];
    int code = 0;

    walk_head(o->format, o->profile, head);
    fputs(head, stdout);
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
        machine_listen(m, s >= o->from ? WANT_WALK | WANT_CHANGES : WANT_NOTHING, walk_fold_event,
                       w);
        op_apply(m, &op);
    }
    walk_fold_end(w);
    fputs(walk_tail(o->format), stdout);
    walk_fold_free(w);
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
