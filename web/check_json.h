// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a note is true, as JSON. */
#ifndef WEB_CHECK_JSON_H
#define WEB_CHECK_JSON_H

#include <cjson/cJSON.h>

#include "daemon/check.h"

/* {"findings":[…],"counts":{…},"cut"}, as web/README.md has it. The caller's. */
cJSON *check_json(const struct check *check);

#endif
