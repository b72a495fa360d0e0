// SPDX-License-Identifier: GPL-2.0-or-later
/* `buddyscope check NOTE`: a study note against the boot of a machine, without a room. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/check_hearing.h"
#include "daemon/commands.h"

#define NOTE_BYTES (1u << 20)

static int usage(void)
{
    fputs(
        "usage: buddyscope check [OPTION...] NOTE    (- is standard input)\n\n"
        "  --profile NAME    the machine (study)\n"
        "  --no-slub         a machine without SLUB\n"
        "  --struct-page N   bytes that a struct page takes of the memory map (32)\n"
        "  --all             print what is right, too\n\n"
        "Holds each `name: value` of a note against the boot, and prints what is wrong, assumed, asked\n"
        "or not reached: line, verdict, function, name, what the note says, what is true, where.\n"
        "Exits with 1 if anything is wrong.\n",
        stderr);
    return 2;
}

struct options {
    const char *profile, *file;
    unsigned page_size;
    bool slub, all;
};

static bool parse_options(int argc, char **argv, struct options *o)
{
    for (int i = 0; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--all") == 0)
            o->all = true;
        else if (strcmp(argv[i], "--no-slub") == 0)
            o->slub = false;
        else if (strcmp(argv[i], "--profile") == 0 && *value)
            o->profile = argv[++i];
        else if (strcmp(argv[i], "--struct-page") == 0 && atoi(value) > 0)
            o->page_size = (unsigned)atoi(argv[++i]);
        else if (!o->file && (argv[i][0] != '-' || !argv[i][1]))
            o->file = argv[i];
        else
            return false;
    }
    return o->file != NULL;
}

/* False after a message. */
static bool read_note(const char *file, struct bytes *note)
{
    FILE *f = strcmp(file, "-") == 0 ? stdin : fopen(file, "r");
    size_t n = 0;
    if (!f) {
        perror(file);
        return false;
    }
    do {
        note->len += n;
        n = fread(bytes_reserve(note, 1 << 16), 1, 1 << 16, f);
    } while (n && note->len <= NOTE_BYTES);
    if (f != stdin)
        fclose(f);
    if (note->len <= NOTE_BYTES)
        return true;
    fprintf(stderr, "check: NOTE: at most %u bytes\n", NOTE_BYTES);
    return false;
}

static void print_finding(const struct finding *f, uint32_t run)
{
    const struct claim *c = f->claim;
    printf("%" PRIu32 "\t%s\t%s\t%s\t%s\t%s", c->line, verdict_names[f->verdict], c->in, c->name,
           c->said, f->truth);
    if (f->placed)
        printf("\t%" PRIu32 ".%" PRIu64, f->at.op - run, f->at.event);
    else
        printf("\t");
    printf("\t%s%s%s\n", because_names[f->because], f->detail[0] ? ": " : "", f->detail);
}

static int print_check(const struct check *check, bool all)
{
    for (size_t i = 0; i < check->nr; i++) {
        if (all || check->finding[i].verdict != VERDICT_RIGHT)
            print_finding(&check->finding[i], check->run);
    }
    printf("check:");
    for (unsigned v = 0; v < NR_VERDICTS; v++)
        printf("%s %" PRIu32 " %s", v ? "," : "", check->count[v], verdict_names[v]);
    printf("%s\n", check->cut ? "; the note goes on, and was not judged to its end" : "");
    return check->count[VERDICT_WRONG] ? 1 : 0;
}

int cmd_check(int argc, char **argv)
{
    struct options o = { .profile = DEFAULT_PROFILE, .page_size = 32, .slub = true };
    struct bytes note = { 0 };
    const char *why;
    if (!parse_options(argc, argv, &o))
        return usage();
    const struct profile *found = profile_find(o.profile);
    if (!found) {
        fprintf(stderr, "check: there is no profile \"%s\"\n", o.profile);
        return 2;
    }
    if (!read_note(o.file, &note))
        return 2;
    struct profile profile = *found;
    profile.slub = o.slub;
    profile.page_struct_size = o.page_size;
    struct machine *m = machine_create(&profile, &why);
    if (!m) {
        fprintf(stderr, "check: %s\n", why ? why : "no memory");
        return 2;
    }
    struct hearing *h = check_hearing((const char *)note.data, note.len);
    h->begins(h, m);
    h->ends(h, m);
    int code = print_check(check_found(h), o.all);
    h->frees(h);
    machine_destroy(m);
    bytes_free(&note);
    return code;
}
