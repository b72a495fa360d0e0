// SPDX-License-Identifier: GPL-2.0-or-later
/* A note checked against a room: its ops are listened to once more, and then the rest of the boot as it would come next. */
#ifndef DAEMON_CHECK_HEARING_H
#define DAEMON_CHECK_HEARING_H

#include "daemon/check.h"
#include "daemon/hearing.h"

/* Of `len` bytes, which are read at once and not kept. Listens to all ops. */
struct hearing *check_hearing(const char *note, size_t len);

/* What was found, once the hearing has come to its end; it lives as long. */
const struct check *check_found(const struct hearing *h);

#endif
