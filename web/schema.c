// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/schema.h"

#include "web/op_json.h"

/* Short names of enums that the image holds as numbers. */
static const char *const migratetype_letters[MIGRATE_TYPES] = { "U", "E", "M", "R" };
static const char *const watermark_names[NR_WMARK] = { "min", "low", "high" };

static void add_strings(cJSON *to, const char *name, const char *const *strings, unsigned n)
{
    cJSON_AddItemToObject(to, name, cJSON_CreateStringArray(strings, (int)n));
}

static cJSON *add_object(cJSON *array)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToArray(array, object);
    return object;
}

/* ---- the model ---- */

static void add_functions(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "functions");
    for (unsigned i = 0; i < function_count; i++) {
        cJSON *f = add_object(array);
        cJSON_AddStringToObject(f, "name", function_table[i].name);
        cJSON_AddStringToObject(f, "file", function_table[i].file);
        cJSON_AddNumberToObject(f, "line", function_table[i].line);
    }
}

static void add_lines(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "lines");
    for (unsigned i = 0; i < line_count; i++) {
        cJSON *l = add_object(array);
        cJSON_AddNumberToObject(l, "function", line_table[i].function);
        cJSON_AddNumberToObject(l, "line", line_table[i].line);
        cJSON_AddStringToObject(l, "text", line_table[i].text);
    }
}

static void add_values(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "values");
    for (unsigned i = 0; i < value_count; i++)
        cJSON_AddItemToArray(array, cJSON_CreateString(value_table[i].name));
}

/* Where the field's higher bits are, and what it counts, if it needs to be said. */
static void add_more_bits(cJSON *to, const struct point_field *field)
{
    if (field->unit)
        cJSON_AddNumberToObject(to, "unit", field->unit);
    if (!field->more[0].bits)
        return;
    cJSON *more = cJSON_AddArrayToObject(to, "more");
    for (unsigned i = 0; i < 2 && field->more[i].bits; i++) {
        cJSON *part = add_object(more);
        cJSON_AddNumberToObject(part, "word", field->more[i].word);
        cJSON_AddNumberToObject(part, "shift", field->more[i].shift);
        cJSON_AddNumberToObject(part, "bits", field->more[i].bits);
    }
}

static void add_points(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "points");
    for (unsigned i = 0; i < point_count; i++) {
        const struct point_info *info = &point_table[i];
        cJSON *p = add_object(array);
        char letter[2] = { info->letter };
        cJSON_AddStringToObject(p, "letter", letter);
        cJSON_AddStringToObject(p, "name", info->name);
        cJSON *fields = cJSON_AddArrayToObject(p, "fields");
        for (unsigned k = 0; k < info->nr_fields; k++) {
            cJSON *f = add_object(fields);
            cJSON_AddStringToObject(f, "name", info->field[k].name);
            cJSON_AddNumberToObject(f, "word", info->field[k].word);
            cJSON_AddNumberToObject(f, "shift", info->field[k].shift);
            cJSON_AddNumberToObject(f, "bits", info->field[k].bits);
            cJSON_AddNumberToObject(f, "format", info->field[k].format);
            add_more_bits(f, &info->field[k]);
        }
    }
}

static void add_image_fields(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "fields");
    for (unsigned i = 0; i < field_count; i++) {
        const struct field_info *info = &field_table[i];
        cJSON *f = add_object(array);
        char kind[2] = { info->kind };
        cJSON_AddStringToObject(f, "name", info->name);
        cJSON_AddNumberToObject(f, "base", info->base);
        cJSON_AddStringToObject(f, "kind", kind);
        cJSON *dims = cJSON_AddArrayToObject(f, "dims");
        for (unsigned k = 0; k < info->nr_dims; k++) {
            cJSON *dim = add_object(dims);
            cJSON_AddStringToObject(dim, "name", info->dim[k].name);
            cJSON_AddNumberToObject(dim, "count", info->dim[k].count);
            cJSON_AddNumberToObject(dim, "stride", info->dim[k].stride);
        }
    }
}

static void add_flags(cJSON *to, const char *name, const struct flag_name *flags)
{
    cJSON *array = cJSON_AddArrayToObject(to, name);
    for (; flags->name; flags++) {
        cJSON *item = add_object(array);
        cJSON_AddStringToObject(item, "name", flags->name);
        cJSON_AddNumberToObject(item, "bits", flags->bits);
    }
}

static void add_op_field(cJSON *to, const struct op_field *field)
{
    static const char *const types[] = {
        [FIELD_NUMBER] = "number",
        [FIELD_BOOL] = "bool",
        [FIELD_GFP] = "gfp",
        [FIELD_PFN] = "pfn",
        [FIELD_STAGE] = "stage",
        [FIELD_PFN_LIST] = "pfns",
        [FIELD_SLAB_FLAGS] = "slab_flags",
        [FIELD_WORD] = "word",
        [FIELD_NAME] = "name",
        [FIELD_CACHE] = "cache",
        [FIELD_IO_TYPE] = "io_type",
        [FIELD_ACCESS] = "access",
        [FIELD_PROT] = "prot",
    };
    cJSON_AddStringToObject(to, "name", field->name);
    cJSON_AddStringToObject(to, "type", types[field->type]);
    cJSON_AddBoolToObject(to, "required", field->required);
    if (field->type == FIELD_NUMBER || field->type == FIELD_PFN || field->type == FIELD_PFN_LIST) {
        cJSON_AddNumberToObject(to, "min", field->min);
        cJSON_AddNumberToObject(to, "max", field->max);
    }
    if (!field->required && field->type == FIELD_NUMBER && field->preset <= field->max)
        cJSON_AddNumberToObject(to, "default", field->preset);
}

static void add_ops(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "ops");
    for (unsigned kind = OP_NONE + 1; kind < OP_KINDS; kind++) {
        cJSON *op = add_object(array);
        cJSON_AddStringToObject(op, "op", op_kind_name(kind));
        cJSON *fields = cJSON_AddArrayToObject(op, "fields");
        for (const struct op_field *f = op_fields(kind); f->name; f++)
            add_op_field(add_object(fields), f);
    }
}

static void add_stages(cJSON *to)
{
    cJSON *array = cJSON_AddArrayToObject(to, "stages");
    for (unsigned stage = STAGE_NONE; stage < STAGE_COUNT; stage++)
        cJSON_AddItemToArray(array, cJSON_CreateString(stage_name(stage)));
}

static char *print_and_delete(cJSON *json)
{
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return text;
}

char *schema_model(void)
{
    cJSON *model = cJSON_CreateObject();
    cJSON_AddNumberToObject(model, "version", MODEL_VERSION);
    cJSON_AddNumberToObject(model, "max_order", MAX_ORDER);
    cJSON_AddNumberToObject(model, "pageblock_order", PAGEBLOCK_ORDER);
    cJSON_AddNumberToObject(model, "long_events", OP_LONG_EVENTS);
    cJSON_AddNumberToObject(model, "max_repeat", OP_MAX_REPEAT);
    add_functions(model);
    add_lines(model);
    add_values(model);
    add_strings(model, "formats", format_table, format_count);
    add_strings(model, "texts", text_table, text_count);
    add_points(model);
    add_image_fields(model);
    add_strings(model, "migratetypes", migratetype_table, MIGRATE_TYPES);
    add_strings(model, "letters", migratetype_letters, MIGRATE_TYPES);
    add_strings(model, "zones", zone_table, MAX_NR_ZONES);
    add_strings(model, "watermarks", watermark_names, NR_WMARK);
    add_strings(model, "items", item_table, NR_VM_ZONE_STAT_ITEMS);
    add_stages(model);
    add_flags(model, "gfp", gfp_names);
    add_flags(model, "slab_flags", slab_flag_names);
    add_ops(model);
    return print_and_delete(model);
}

/* ---- profiles ---- */

static void add_banks(cJSON *to, const struct profile *profile)
{
    cJSON *array = cJSON_AddArrayToObject(to, "banks");
    for (unsigned i = 0; i < profile->nr_banks; i++) {
        cJSON *bank = add_object(array);
        cJSON_AddNumberToObject(bank, "start", profile->banks[i].start);
        cJSON_AddNumberToObject(bank, "size", profile->banks[i].size);
        cJSON_AddBoolToObject(bank, "highmem", profile->banks[i].highmem);
    }
}

static void add_boot_items(cJSON *to, const char *name, const struct boot_item *items, unsigned n)
{
    cJSON *array = cJSON_AddArrayToObject(to, name);
    for (unsigned i = 0; i < n; i++) {
        cJSON *item = add_object(array);
        cJSON_AddStringToObject(item, "name", items[i].name);
        cJSON_AddNumberToObject(item, "start", items[i].start);
        cJSON_AddNumberToObject(item, "size", items[i].size);
        cJSON_AddBoolToObject(item, "known", items[i].known);
    }
}

/* What the linker decides about the kernel's per-cpu variables; nothing where a stand-in has them. */
static void add_percpu(cJSON *to, const struct percpu_config *percpu)
{
    const struct boot_item variables = { percpu->start, percpu->static_size, "__per_cpu_start",
                                         false };
    add_boot_items(to, "percpu", &variables, percpu->real ? 1 : 0);
}

static void add_zones(cJSON *to, const struct machine *m)
{
    cJSON *array = cJSON_AddArrayToObject(to, "zones");
    for (unsigned i = 0; i < MAX_NR_ZONES; i++) {
        const struct zone *zone = &m->zone[i];
        cJSON *z = add_object(array);
        cJSON_AddStringToObject(z, "name", zone_table[i]);
        cJSON_AddNumberToObject(z, "start_pfn", zone->zone_start_pfn);
        cJSON_AddNumberToObject(z, "spanned", zone->spanned_pages);
        cJSON_AddNumberToObject(z, "present", zone->present_pages);
    }
}

cJSON *schema_profile(const struct profile *profile, const struct machine *m)
{
    cJSON *p = cJSON_CreateObject();
    cJSON_AddStringToObject(p, "name", profile->name);
    cJSON_AddStringToObject(p, "title", profile->title);
    cJSON_AddNumberToObject(p, "cpus", profile->cpus);
    cJSON_AddBoolToObject(p, "slub", profile->slub);
    cJSON_AddNumberToObject(p, "lowmem_limit", profile->lowmem_limit);
    cJSON_AddNumberToObject(p, "page_struct_size", profile->page_struct_size);
    cJSON_AddNumberToObject(p, "image_size", machine_size(m));
    cJSON_AddNumberToObject(p, "first_pfn", m->first_pfn);
    cJSON_AddNumberToObject(p, "nr_pages", m->nr_pages);
    cJSON_AddNumberToObject(p, "page_off", (double)offsetof(struct machine, page));
    cJSON_AddNumberToObject(p, "held_off", m->held_off);
    cJSON_AddNumberToObject(p, "ram_off", m->ram_off);
    cJSON_AddNumberToObject(p, "ram_size", m->ram_size);
    cJSON_AddNumberToObject(p, "max_low_pfn", m->max_low_pfn);
    cJSON_AddNumberToObject(p, "max_pfn", m->max_pfn);
    add_zones(p, m);
    add_banks(p, profile);
    add_boot_items(p, "reserve", profile->reserve, profile->nr_reserve);
    add_boot_items(p, "early", profile->early, profile->nr_early);
    add_boot_items(p, "bootmem", profile->bootmem, profile->nr_bootmem);
    add_percpu(p, &profile->percpu);
    return p;
}

char *schema_profiles(void)
{
    cJSON *all = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(all, "profiles");
    for (unsigned i = 0; i < profile_count; i++) {
        const char *why;
        struct machine *m = machine_create(&profiles[i], &why);
        if (!m)
            continue;
        cJSON_AddItemToArray(array, schema_profile(&profiles[i], m));
        machine_destroy(m);
    }
    return print_and_delete(all);
}
