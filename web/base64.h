// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef WEB_BASE64_H
#define WEB_BASE64_H

#include "daemon/memory.h"

/* Appends bytes as RFC 4648 has them: section 4, with padding. */
void base64_add(struct bytes *to, const uint8_t *bytes, size_t len);

/* The same by section 5, for addresses, without padding. */
void base64url_add(struct bytes *to, const uint8_t *bytes, size_t len);

#endif
