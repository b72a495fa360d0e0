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
#define CPU_FIELD FIELD("cpu", NUMBER, cpu, 0, MAX_CPUS - 1, false, OP_NO_CPU)
#define PFN_MAX   0xfffffu /* 4 GiB */

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
static bool pfn_value(const cJSON *item, uint32_t *out)
{
    unsigned long pfn;
    int used = 0;
    if (cJSON_IsNumber(item)) {
        if (!(item->valuedouble >= 0 && item->valuedouble <= PFN_MAX))
            return false;
        pfn = (unsigned long)item->valuedouble;
        *out = (uint32_t)pfn;
        return (double)pfn == item->valuedouble;
    }
    if (!cJSON_IsString(item) || strlen(item->valuestring) > 10)
        return false;
    const char *text = item->valuestring;
    if (strncmp(text, "0x", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") == 0)
        return false;
    // NOLINTNEXTLINE(cert-err34-c): at most eight hex digits, which fit
    if (sscanf(text + 2, "%lx%n", &pfn, &used) != 1 || text[2 + used] || pfn > PFN_MAX)
        return false;
    *out = (uint32_t)pfn;
    return true;
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
    return !item || pfn_value(item, out) || refuse_pfn(field, why);
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
        if (!pfn_value(item, &op->list[op->nr_list++]))
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

static void add_pfn(cJSON *to, const char *name, uint32_t pfn)
{
    char text[16];
    snprintf(text, sizeof text, "0x%" PRIx32, pfn);
    cJSON_AddItemToObject(to, name, cJSON_CreateString(text));
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

static void add_field(cJSON *to, const struct op_field *field, const struct op *op)
{
    uint32_t x;
    char text[GFP_TEXT_BYTES];
    memcpy(&x, (const char *)op + field->offset, sizeof x);
    if (!field->required && x == field->preset && field->preset == OP_NO_CPU)
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
    case FIELD_PFN:
        add_pfn(to, field->name, x);
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
