// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/series_json.h"

#include <stdlib.h>

#include "alloc/trace.h"

/* One number of a zone's sample; `which` is a migratetype or an order. */
typedef double (*reading)(const struct zone_sample *z, unsigned which);

static double read_free(const struct zone_sample *z, unsigned which)
{
    (void)which;
    return zone_free_pages(z);
}

static double read_type(const struct zone_sample *z, unsigned mt)
{
    return z->pages[mt];
}

static double read_unusable(const struct zone_sample *z, unsigned order)
{
    return unusable_free_index(z, order);
}

static double read_fragmentation(const struct zone_sample *z, unsigned order)
{
    return fragmentation_index(z, order);
}

static void add_column(cJSON *to, const char *name, const struct answer *answer, uint32_t zone,
                       reading read, unsigned which)
{
    double *numbers = must_alloc((answer->nr_samples + 1) * sizeof numbers[0]);
    for (size_t i = 0; i < answer->nr_samples; i++)
        numbers[i] = read(&answer->samples[i].zone[zone], which);
    cJSON_AddItemToObject(to, name, cJSON_CreateDoubleArray(numbers, (int)answer->nr_samples));
    free(numbers);
}

static cJSON *zone_json(const struct answer *answer, uint32_t zone, uint32_t order)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", zone_table[zone]);
    cJSON_AddNumberToObject(json, "managed", answer->machine->zone[zone].managed_pages);
    add_column(json, "free", answer, zone, read_free, 0);
    cJSON *types = cJSON_AddObjectToObject(json, "types");
    for (unsigned mt = 0; mt < MIGRATE_TYPES; mt++)
        add_column(types, migratetype_table[mt], answer, zone, read_type, mt);
    add_column(json, "unusable", answer, zone, read_unusable, order);
    add_column(json, "fragmentation", answer, zone, read_fragmentation, order);
    return json;
}

cJSON *series_json(const struct answer *answer, uint32_t order)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "from", (double)answer->from);
    cJSON_AddNumberToObject(json, "to", answer->n);
    cJSON_AddNumberToObject(json, "step", answer->step);
    cJSON_AddNumberToObject(json, "order", order);
    cJSON *ops = cJSON_AddArrayToObject(json, "ops");
    for (size_t i = 0; i < answer->nr_samples; i++)
        cJSON_AddItemToArray(ops, cJSON_CreateNumber(answer->samples[i].n));
    cJSON *zones = cJSON_AddArrayToObject(json, "zones");
    for (uint32_t zone = 0; zone < MAX_NR_ZONES; zone++) {
        if (answer->machine->zone[zone].present_pages)
            cJSON_AddItemToArray(zones, zone_json(answer, zone, order));
    }
    return json;
}
