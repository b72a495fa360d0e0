// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the page needs to know to read the stream: the model's own tables, and the geometry of each
 * machine. Nothing here is typed twice: names and offsets come from alloc/.
 */
#ifndef WEB_SCHEMA_H
#define WEB_SCHEMA_H

#include <cjson/cJSON.h>

#include "alloc/machine.h"

/*
 * The answer of GET /api/model: depends on the model version only. The caller frees it with
 * cJSON_free.
 */
char *schema_model(void);

/*
 * The answer of GET /api/profiles; makes one machine of each to see its geometry. The caller frees
 * it with cJSON_free.
 */
char *schema_profiles(void);

/* One profile with the geometry of a machine of it. The caller frees it with cJSON_Delete. */
cJSON *schema_profile(const struct profile *profile, const struct machine *m);

#endif
