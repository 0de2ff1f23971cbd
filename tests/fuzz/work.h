/* What the fuzz targets share: a scratch folder in memory with three small prepared sets, and inputs that are several
 * files. */
#ifndef TESTS_FUZZ_WORK_H
#define TESTS_FUZZ_WORK_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/file.h"
#include "support/results.h"

/* Of this process. */
static char *fuzz_folder;

static inline void work_end(void)
{
    if (fuzz_folder && chdir("/") == 0)
        folder_remove(fuzz_folder, NULL);
}

/* Files are cheap there. The folder goes when the program ends by itself. */
static inline void work_begin(void)
{
    void *state;
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
    if (enter(&state))
        abort();
    fuzz_folder = state;
    atexit(work_end);
}

static inline void put_bytes(const char *path, const uint8_t *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
        abort();
}

/* Takes a first part off an input, up to a line "--" or its end. */
static inline size_t next_part(const uint8_t **bytes, size_t *n, const uint8_t **part)
{
    static const char mark[] = "\n--\n";
    const uint8_t *end = memmem(*bytes, *n, mark, strlen(mark));
    *part = *bytes;
    size_t length = end ? (size_t)(end - *bytes) + 1 : *n, used = end ? length + strlen(mark) - 1 : *n;
    *bytes += used;
    *n -= used;
    return length;
}

#endif
