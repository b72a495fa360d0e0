// SPDX-License-Identifier: GPL-2.0-or-later
/* The answer of GET /api/sizes. */
#ifndef WEB_SIZES_JSON_H
#define WEB_SIZES_JSON_H

#include <cjson/cJSON.h>

#include "daemon/sizes.h"

cJSON *sizes_json(const struct sizes *sizes);

#endif
