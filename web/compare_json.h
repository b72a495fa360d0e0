// SPDX-License-Identifier: GPL-2.0-or-later
/* Two rooms beside each other, and the first op at which they part. */
#ifndef WEB_COMPARE_JSON_H
#define WEB_COMPARE_JSON_H

#include <cjson/cJSON.h>

#include "daemon/room.h"

/* The answer to ASK_COMPARE. */
cJSON *comparison_json(const struct comparison *c);

#endif
