// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/op_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alloc/machine.h"

#define TEXT_MAX 2048

#define FIELD(name, type, member, min, max, required, preset)                       \
    {                                                                               \
        name, FIELD_##type, offsetof(struct op, member), min, max, required, preset \
    }
#define CPU_FIELD    FIELD("cpu", NUMBER, cpu, 0, MAX_CPUS - 1, false, OP_NO_CPU)
#define ADDR_FIELD   FIELD("addr", WORD, addr, 0, UINT32_MAX, true, 0)
#define CACHE_FIELD  FIELD("cache", CACHE, cache, 0, OP_NAME_MAX - 1, true, 0)
#define PFN_MAX      0xfffffu /* 4 GiB */
#define PFN_FIELD    FIELD("pfn", PFN, pfn, 0, PFN_MAX, true, 0)
#define PID_FIELD    FIELD("pid", NUMBER, pid, 0, UINT32_MAX, true, 0)
#define LENGTH_FIELD FIELD("length", NUMBER, size, 1, UINT32_MAX, true, 0)
#define SIZE_FIELD   FIELD("size", NUMBER, size, 1, UINT32_MAX, true, 0)

/* Maxima that depend on the machine are its own to check: here stands what no machine exceeds. */
static const struct op_field shapes[OP_KINDS][OP_FIELDS_MAX + 1] = {
    [OP_BOOT] = { FIELD("stage", STAGE, stage, 0, 0, true, 0) },
    [OP_ALLOC_PAGES] = { FIELD("order", NUMBER, order, 0, MAX_ORDER - 1, true, 0),
                         FIELD("gfp", GFP, gfp, 0, 0, true, 0), CPU_FIELD },
    [OP_FREE_PAGES] = { FIELD("pfn", PFN, pfn, 0, PFN_MAX, true, 0),
                        FIELD("cold", BOOL, cold, 0, 1, false, 0), CPU_FIELD },
    [OP_CPU] = { FIELD("cpu", NUMBER, cpu, 0, MAX_CPUS - 1, true, 0) },
    [OP_DRAIN] = { CPU_FIELD },
    [OP_DRAIN_LOCAL] = { CPU_FIELD },
    [OP_REFRESH] = { CPU_FIELD },
    [OP_MIN_FREE_KBYTES] = { FIELD("kb", NUMBER, value, 0, OP_MAX_MIN_FREE_KBYTES, true, 0) },
    [OP_MEMALLOC] = { FIELD("on", BOOL, value, 0, 1, true, 0) },
    [OP_RT] = { FIELD("on", BOOL, value, 0, 1, true, 0) },
    [OP_SPLIT_PAGE] = { FIELD("pfn", PFN, pfn, 0, PFN_MAX, true, 0) },
    [OP_FREE_LIST] = { FIELD("list", PFN_LIST, nr_list, 1, OP_LIST_MAX, true, 0),
                       FIELD("cold", BOOL, cold, 0, 1, false, 0), CPU_FIELD },
    [OP_WORKLOAD] = { FIELD("seed", NUMBER, seed, 0, 0xffffffffu, false, 1),
                      FIELD("count", NUMBER, count, 1, OP_MAX_WORKLOAD, true, 0),
                      FIELD("max_order", NUMBER, max_order, 0, MAX_ORDER - 1, false, 3),
                      CPU_FIELD },
    [OP_KMALLOC] = { FIELD("size", NUMBER, size, 1, OP_MAX_SIZE, true, 0),
                     FIELD("gfp", GFP, gfp, 0, 0, true, 0), CPU_FIELD },
    [OP_KFREE] = { ADDR_FIELD, CPU_FIELD },
    [OP_CACHE_CREATE] = { FIELD("name", NAME, name, 0, OP_NAME_MAX - 1, true, 0),
                          FIELD("size", NUMBER, size, 1, OP_MAX_SIZE, true, 0),
                          FIELD("align", NUMBER, align, 0, OP_MAX_ALIGN, false, 0),
                          FIELD("flags", SLAB_FLAGS, flags, 0, 0, false, 0), CPU_FIELD },
    [OP_CACHE_ALLOC] = { CACHE_FIELD, FIELD("gfp", GFP, gfp, 0, 0, true, 0), CPU_FIELD },
    [OP_CACHE_FREE] = { CACHE_FIELD, ADDR_FIELD, CPU_FIELD },
    [OP_CACHE_SHRINK] = { CACHE_FIELD, CPU_FIELD },
    [OP_SHRINK_ALL] = { CPU_FIELD },
    [OP_CACHE_DESTROY] = { CACHE_FIELD, CPU_FIELD },
    [OP_WRITE] = { ADDR_FIELD, FIELD("value", WORD, value, 0, UINT32_MAX, true, 0), CPU_FIELD },
    [OP_VMALLOC] = { SIZE_FIELD, FIELD("gfp", GFP, gfp, 0, 0, false, OP_VMALLOC_GFP), CPU_FIELD },
    [OP_VFREE] = { ADDR_FIELD, CPU_FIELD },
    [OP_VMAP] = { FIELD("list", PFN_LIST, nr_list, 1, OP_LIST_MAX, true, 0), CPU_FIELD },
    [OP_VUNMAP] = { ADDR_FIELD, CPU_FIELD },
    [OP_IOREMAP] = { FIELD("phys", WORD, addr, 0, UINT32_MAX, true, 0), SIZE_FIELD,
                     FIELD("type", IO_TYPE, flags, 0, 0, false, 0), CPU_FIELD },
    [OP_IOUNMAP] = { ADDR_FIELD, CPU_FIELD },
    [OP_KMAP] = { PFN_FIELD, CPU_FIELD },
    [OP_KUNMAP] = { PFN_FIELD, CPU_FIELD },
    [OP_KMAP_ATOMIC] = { PFN_FIELD, CPU_FIELD },
    [OP_KUNMAP_ATOMIC] = { ADDR_FIELD, CPU_FIELD },
    [OP_VM_UNMAP_ALIASES] = { CPU_FIELD },
    [OP_TRANSLATE] = { ADDR_FIELD, FIELD("access", ACCESS, flags, 0, 0, false, OP_READ),
                       FIELD("user", BOOL, value, 0, 1, false, 0),
                       FIELD("pid", NUMBER, pid, 0, UINT32_MAX, false, 0), CPU_FIELD },
    [OP_PROC_CREATE] = { FIELD("legacy", BOOL, value, 0, 1, false, 0), CPU_FIELD },
    [OP_PROC_MMAP] = { PID_FIELD, LENGTH_FIELD, FIELD("addr", WORD, addr, 0, UINT32_MAX, false, 0),
                       FIELD("hint", BOOL, value, 0, 1, false, 0),
                       FIELD("prot", PROT, flags, 0, 0, false, 3),
                       FIELD("shared", BOOL, shared, 0, 1, false, 0), CPU_FIELD },
    [OP_PROC_TOUCH] = { PID_FIELD, ADDR_FIELD, FIELD("access", ACCESS, flags, 0, 0, false, OP_READ),
                        CPU_FIELD },
    [OP_PROC_FORK] = { PID_FIELD, CPU_FIELD },
    [OP_PROC_MUNMAP] = { PID_FIELD, ADDR_FIELD, LENGTH_FIELD, CPU_FIELD },
    [OP_PROC_EXIT] = { PID_FIELD, CPU_FIELD },
    [OP_PROC_SWITCH] = { PID_FIELD, CPU_FIELD },
};

const struct op_field *op_fields(unsigned kind)
{
    return kind > OP_NONE && kind < OP_KINDS ? shapes[kind] : NULL;
}

static uint32_t *word_of(struct op *op, const struct op_field *field)
{
    return (uint32_t *)(void *)((char *)op + field->offset);
}

/* ---- reading ---- */

static bool read_number(const cJSON *object, const struct op_field *field, uint32_t *out,
                        struct refusal *why)
{
    uint64_t x = *out;
    if (!json_number(object, field->name, field->min, field->max, &x, why))
        return false;
    *out = (uint32_t)x;
    return true;
}

static bool read_bool(const cJSON *object, const struct op_field *field, uint32_t *out,
                      struct refusal *why)
{
    bool x = *out != 0;
    if (!json_bool(object, field->name, &x, why))
        return false;
    *out = x;
    return true;
}

static bool read_gfp(const cJSON *object, const struct op_field *field, uint32_t *out,
                     struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, field->name, 512, &text, why))
        return false;
    if (text && !gfp_parse(text, strlen(text), out))
        return json_refuse(why, "unknown", field->name,
                           "gfp: names joined by |, or hex up to 0x1ffffff, not \"%.80s\"", text);
    return true;
}

/* "0x4f000", or a number. */
static bool hex_value(const cJSON *item, uint32_t max, uint32_t *out)
{
    if (cJSON_IsNumber(item)) {
        if (!(item->valuedouble >= 0 && item->valuedouble <= max))
            return false;
        *out = (uint32_t)item->valuedouble;
        return (double)*out == item->valuedouble;
    }
    if (!cJSON_IsString(item))
        return false;
    const char *text = item->valuestring;
    size_t len = strlen(text);
    return len <= 10 && strncmp(text, "0x", 2) == 0 && number_parse(text, len, out) && *out <= max;
}

static bool refuse_pfn(const struct op_field *field, struct refusal *why)
{
    why->limit = PFN_MAX;
    why->has_limit = true;
    return json_refuse(why, "range", field->name,
                       "%s: page frame numbers such as \"0x4f000\", up to 0x%x", field->name,
                       PFN_MAX);
}

static bool read_pfn(const cJSON *object, const struct op_field *field, uint32_t *out,
                     struct refusal *why)
{
    const cJSON *item = json_member(object, field->name);
    return !item || hex_value(item, PFN_MAX, out) || refuse_pfn(field, why);
}

static bool read_word(const cJSON *object, const struct op_field *field, uint32_t *out,
                      struct refusal *why)
{
    const cJSON *item = json_member(object, field->name);
    return !item || hex_value(item, UINT32_MAX, out) ||
           json_refuse(why, "range", field->name, "%s: 32 bits, such as \"0xc3801000\"",
                       field->name);
}

static bool read_slab_flags(const cJSON *object, const struct op_field *field, uint32_t *out,
                            struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, field->name, 512, &text, why))
        return false;
    if (text && !slab_flags_parse(text, strlen(text), out))
        return json_refuse(why, "unknown", field->name,
                           "flags: SLAB_* names joined by |, or hex within 0xaf6d00, not \"%.80s\"",
                           text);
    return true;
}

static bool read_name(const cJSON *object, const struct op_field *field, struct op *op,
                      struct refusal *why)
{
    const char *text = "";
    if (!json_string(object, field->name, OP_NAME_MAX - 1, &text, why))
        return false;
    if (!cache_name_valid(text, strlen(text)))
        return json_refuse(why, "range", field->name, CACHE_NAME_MESSAGE);
    memcpy(op->name, text, strlen(text) + 1);
    return true;
}

static bool read_cache(const cJSON *object, const struct op_field *field, struct op *op,
                       struct refusal *why)
{
    const char *text = "";
    if (!json_string(object, field->name, OP_NAME_MAX - 1, &text, why))
        return false;
    return op_set_cache(op, text, strlen(text)) ||
           json_refuse(
               why, "range", field->name,
               "cache: a name such as \"kmalloc-64\", or an address such as \"0xc3800100\"");
}

static bool read_list(const cJSON *object, const struct op_field *field, struct op *op,
                      struct refusal *why)
{
    const cJSON *array = json_member(object, field->name);
    int n = cJSON_IsArray(array) ? cJSON_GetArraySize(array) : 0;
    if (n < 1 || n > OP_LIST_MAX) {
        why->limit = OP_LIST_MAX;
        why->has_limit = true;
        return json_refuse(why, "range", field->name, "%s: an array of 1 to %d pfns", field->name,
                           OP_LIST_MAX);
    }
    for (const cJSON *item = array->child; item; item = item->next) {
        if (!hex_value(item, PFN_MAX, &op->list[op->nr_list++]))
            return refuse_pfn(field, why);
    }
    return true;
}

static bool read_stage(const cJSON *object, const struct op_field *field, uint32_t *out,
                       struct refusal *why)
{
    const char *text = "";
    if (!json_string(object, field->name, 32, &text, why))
        return false;
    for (uint32_t stage = STAGE_NONE + 1; stage < STAGE_COUNT; stage++) {
        if (strcmp(text, stage_name(stage)) == 0) {
            *out = stage;
            return true;
        }
    }
    return json_refuse(why, "unknown", field->name,
                       "stage: one of zonelists, mem_init, kmem_cache_init, pageset, smp, late, "
                       "wmark, not \"%s\"",
                       text);
}

static bool read_io_type(const cJSON *object, const struct op_field *field, uint32_t *out,
                         struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, field->name, 32, &text, why))
        return false;
    return !text || io_type_parse(text, strlen(text), out) ||
           json_refuse(why, "unknown", field->name, IO_TYPE_MESSAGE ", not \"%s\"", text);
}

static bool read_access(const cJSON *object, const struct op_field *field, uint32_t *out,
                        struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, field->name, 32, &text, why))
        return false;
    return !text || access_parse(text, strlen(text), out) ||
           json_refuse(why, "unknown", field->name, ACCESS_MESSAGE ", not \"%s\"", text);
}

static bool read_prot(const cJSON *object, const struct op_field *field, uint32_t *out,
                      struct refusal *why)
{
    const char *text = NULL;
    if (!json_string(object, field->name, 32, &text, why))
        return false;
    return !text || prot_parse(text, strlen(text), out) ||
           json_refuse(why, "unknown", field->name, PROT_MESSAGE ", not \"%s\"", text);
}

static bool read_field(const cJSON *object, const struct op_field *field, struct op *op,
                       struct refusal *why)
{
    uint32_t *out = word_of(op, field);
    *out = field->preset;
    if (field->required && !json_member(object, field->name))
        return json_refuse(why, "missing", field->name, "%s: missing", field->name);
    switch (field->type) {
    case FIELD_NUMBER:
        return read_number(object, field, out, why);
    case FIELD_BOOL:
        return read_bool(object, field, out, why);
    case FIELD_GFP:
        return read_gfp(object, field, out, why);
    case FIELD_PFN:
        return read_pfn(object, field, out, why);
    case FIELD_STAGE:
        return read_stage(object, field, out, why);
    case FIELD_PFN_LIST:
        return read_list(object, field, op, why);
    case FIELD_SLAB_FLAGS:
        return read_slab_flags(object, field, out, why);
    case FIELD_WORD:
        return read_word(object, field, out, why);
    case FIELD_NAME:
        return read_name(object, field, op, why);
    case FIELD_CACHE:
        return read_cache(object, field, op, why);
    case FIELD_IO_TYPE:
        return read_io_type(object, field, out, why);
    case FIELD_ACCESS:
        return read_access(object, field, out, why);
    case FIELD_PROT:
        return read_prot(object, field, out, why);
    }
    return false;
}

static bool read_kind(const cJSON *object, uint32_t *kind, struct refusal *why)
{
    const char *name = NULL;
    if (!json_string(object, "op", 32, &name, why))
        return false;
    for (uint32_t k = OP_NONE + 1; name && k < OP_KINDS; k++) {
        if (strcmp(name, op_kind_name(k)) == 0) {
            *kind = k;
            return true;
        }
    }
    return json_refuse(why, name ? "unknown" : "missing", "op",
                       "op: the name of an operation, such as alloc_pages; /api/model lists them");
}

bool op_from_json(const cJSON *object, struct op *op, struct refusal *why)
{
    const char *names[OP_FIELDS_MAX + 2] = { "op" };
    *op = (struct op){ .cpu = OP_NO_CPU };
    if (!cJSON_IsObject(object))
        return json_refuse(why, "type", "op", "op: an object such as {\"op\":\"drain\"}");
    if (!read_kind(object, &op->kind, why))
        return false;
    const struct op_field *fields = op_fields(op->kind);
    for (unsigned i = 0; fields[i].name; i++)
        names[i + 1] = fields[i].name;
    if (!json_only(object, names, why))
        return false;
    for (unsigned i = 0; fields[i].name; i++) {
        if (!read_field(object, &fields[i], op, why))
            return false;
    }
    return true;
}

bool op_from_text(const char *text, struct op *op, unsigned *repeat, struct refusal *why)
{
    if (strlen(text) > TEXT_MAX || strchr(text, '\n')) {
        why->limit = TEXT_MAX;
        why->has_limit = true;
        return json_refuse(why, "range", "text", "text: one line of at most %d bytes", TEXT_MAX);
    }
    if (!op_parse(text, strlen(text), op, repeat, &why->error, &why->column)) {
        why->has_column = true;
        return false;
    }
    if (*repeat == 0)
        return json_refuse(why, "missing", "text", "text: there is no operation in this line");
    return true;
}

/* ---- writing ---- */

static void add_hex(cJSON *to, const char *name, uint32_t word)
{
    char text[16];
    snprintf(text, sizeof text, "0x%" PRIx32, word);
    cJSON_AddStringToObject(to, name, text);
}

static void add_list(cJSON *to, const char *name, const struct op *op)
{
    cJSON *array = cJSON_AddArrayToObject(to, name);
    for (uint32_t i = 0; i < op->nr_list; i++) {
        char text[16];
        snprintf(text, sizeof text, "0x%" PRIx32, op->list[i]);
        cJSON_AddItemToArray(array, cJSON_CreateString(text));
    }
}

/* No cpu, and no process, are not said. */
static bool left_out(const struct op_field *field, uint32_t x)
{
    return !field->required && x == field->preset &&
           (x == OP_NO_CPU || field->offset == offsetof(struct op, pid));
}

static void add_field(cJSON *to, const struct op_field *field, const struct op *op)
{
    uint32_t x;
    char text[FLAGS_TEXT_BYTES];
    memcpy(&x, (const char *)op + field->offset, sizeof x);
    if (left_out(field, x))
        return;
    switch (field->type) {
    case FIELD_NUMBER:
        cJSON_AddNumberToObject(to, field->name, x);
        break;
    case FIELD_BOOL:
        cJSON_AddBoolToObject(to, field->name, x != 0);
        break;
    case FIELD_GFP:
        gfp_print(x, text, sizeof text);
        cJSON_AddStringToObject(to, field->name, text);
        break;
    case FIELD_SLAB_FLAGS:
        slab_flags_print(x, text, sizeof text);
        cJSON_AddStringToObject(to, field->name, text);
        break;
    case FIELD_NAME:
        cJSON_AddStringToObject(to, field->name, op->name);
        break;
    case FIELD_CACHE:
        op_print_cache(op, text, sizeof text);
        cJSON_AddStringToObject(to, field->name, text);
        break;
    case FIELD_IO_TYPE:
        cJSON_AddStringToObject(to, field->name, io_type_name(x));
        break;
    case FIELD_ACCESS:
        cJSON_AddStringToObject(to, field->name, access_name(x));
        break;
    case FIELD_PROT:
        prot_print(x, text, sizeof text);
        cJSON_AddStringToObject(to, field->name, text);
        break;
    case FIELD_PFN:
    case FIELD_WORD:
        add_hex(to, field->name, x);
        break;
    case FIELD_STAGE:
        cJSON_AddStringToObject(to, field->name, stage_name(x));
        break;
    case FIELD_PFN_LIST:
        add_list(to, field->name, op);
        break;
    }
}

cJSON *op_to_json(const struct op *op)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "op", op_kind_name(op->kind));
    const struct op_field *fields = op_fields(op->kind);
    for (unsigned i = 0; fields && fields[i].name; i++)
        add_field(object, &fields[i], op);
    return object;
}
