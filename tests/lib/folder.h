// SPDX-License-Identifier: GPL-2.0-or-later
/* A folder of a test's own that a journal lives in. */
#ifndef TESTS_LIB_FOLDER_H
#define TESTS_LIB_FOLDER_H

/* Where it is, between new_folder() and remove_folder(). */
extern char folder[64];

/* Set-up and tear-down for cmocka: makes it, removes it with the database that was left there. */
int new_folder(void **state);
int remove_folder(void **state);

#endif
