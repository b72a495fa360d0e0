// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char folder[64];

int new_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/buddyscope-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

int remove_folder(void **state)
{
    static const char *const names[] = { "rooms", "cache" };
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    char path[128];
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        snprintf(path, sizeof path, "%s/%s.sqlite3%s", folder, names[i / 4], ends[i % 4]);
        unlink(path);
    }
    return rmdir(folder);
}
