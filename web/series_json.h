// SPDX-License-Identifier: GPL-2.0-or-later
/* Samples of what is free, as columns of numbers. */
#ifndef WEB_SERIES_JSON_H
#define WEB_SERIES_JSON_H

#include <cjson/cJSON.h>

#include "daemon/room.h"

/* The answer to ASK_SERIES, with the two indices of mm/vmstat.c for requests of this order. */
cJSON *series_json(const struct answer *answer, uint32_t order);

#endif
