/* The programs that bring a data set's files: curl, npm and tar. What they are told comes from the catalogue and from
 * archives, which are not trusted: no word of it is taken as an option or run, and what they write is bounded. */
#ifndef DATA_BRING_H
#define DATA_BRING_H

#include "base/error.h"

/* What an archive may unpack to, all of it. */
#define BRING_UNPACKED_MAX (16LL << 30)

/* What programs say goes to `log`, in all of these. */

/* The file at an address into `path`; at most `most` bytes of it. */
int bring_address(const char *url, const char *path, long long most, const char *log, struct error *e);

/* A package of the npm registry as an archive into `folder`, which is made; its scripts are not run. `*archive` is its
 * path, free(). */
int bring_package(const char *package, const char *folder, long long most, const char *log, char **archive,
                  struct error *e);

/* Unpacks into `target`, which is made anew. An archive that declares more than BRING_UNPACKED_MAX, or holds something
 * else than files, folders and links, is refused before. */
int bring_unpacked(const char *archive, const char *target, const char *log, struct error *e);

#endif
