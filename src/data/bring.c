#include "data/bring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/tree.h"
#include "store/file.h"
#include "store/process.h"

/* Beside what is brought, a program writes its log, and its files of its own. */
enum { SLACK = 1 << 16, LISTING_MAX = 256 << 20 };

int bring_address(const char *url, const char *path, long long most, const char *log, struct error *e)
{
    char bytes[32];
    snprintf(bytes, sizeof bytes, "%lld", most);
    /* curl trusts the size that a server declares; where it declares none, the limit of the process holds */
    const char *const curl[] = { "curl",        "-fsSL",
                                 "--globoff",   "--proto",
                                 "=http,https", "--max-filesize",
                                 bytes,         "--retry",
                                 "2",           "--connect-timeout",
                                 "10",          "--speed-limit",
                                 "1000",        "--speed-time",
                                 "60",          "-o",
                                 path,          "--url",
                                 url,           NULL };
    return process_run_within(curl, NULL, log, most + SLACK, e) ? error_prefix(e, "%s", url) : 0;
}

int bring_package(const char *package, const char *folder, long long most, const char *log, char **archive,
                  struct error *e)
{
    struct tree files;
    const char *const npm[] = { "npm", "pack", "--ignore-scripts", "--", package, NULL };
    *archive = NULL;
    if (folder_make(folder, e) || process_run_within(npm, folder, log, most + SLACK, e) || tree_read(&files, folder, e))
        return -1;
    for (size_t i = 0; i < files.n && !*archive; i++)
        if (ends_with(files.files[i], ".tgz"))
            *archive = path_join(folder, files.files[i], NULL);
    tree_release(&files);
    return *archive ? 0 : error_set(e, "expected a .tgz file from `npm pack`, found none");
}

/* "-rw-r--r-- 0/0 1234 2026-01-01 00:00 name", as GNU tar has it; without the slash in the second word, the size is the
 * fifth one, as BSD's has it. */
static int add_size(char *line, long long *sum)
{
    char *rest = NULL, *kind = strtok_r(line, " ", &rest), *owner = strtok_r(NULL, " ", &rest), *word = NULL;
    long bytes;
    for (int i = owner && strchr(owner, '/') ? 2 : 0; i < 3; i++)
        word = strtok_r(NULL, " ", &rest);
    if (!kind || !strchr("-dlh", kind[0]))
        return -1;
    if (kind[0] == '-' && (!word || parse_long(word, &bytes) || bytes < 0))
        return -1;
    if (kind[0] == '-')
        *sum += bytes < BRING_UNPACKED_MAX ? bytes : BRING_UNPACKED_MAX;
    return 0;
}

/* What the archive declares that it holds. */
static int check_listing(const char *archive, const char *listing, struct error *e)
{
    FILE *f = fopen(listing, "re");
    if (!f)
        return error_system(e, "cannot open '%s'", listing);
    char *line = NULL;
    size_t room = 0;
    long long sum = 0;
    int rc = 0;
    while (rc == 0 && getline(&line, &room, f) >= 0) {
        char *copy = mem_string(line);
        if (add_size(copy, &sum))
            rc = error_set(e, "%s: expected files, folders and links in it, found '%.*s'", archive,
                           (int)strcspn(line, "\n"), line);
        else if (sum > BRING_UNPACKED_MAX)
            rc = error_set(e,
                           "%s: expected an archive of at most %lld bytes when unpacked, found one that declares more",
                           archive, BRING_UNPACKED_MAX);
        free(copy);
    }
    free(line);
    fclose(f);
    return rc;
}

int bring_unpacked(const char *archive, const char *target, const char *log, struct error *e)
{
    /* from its root, so that tar takes it neither for an option nor for another machine's ("host:file") */
    char *path = realpath(archive, NULL);
    if (!path)
        return error_system(e, "cannot find '%s'", archive);
    const char *const list[] = { "tar", "--numeric-owner", "-tvf", path, NULL };
    const char *const unpack[] = { "tar", "--no-same-owner", "--no-same-permissions", "-xf", path, NULL };
    int rc = process_run_within(list, NULL, log, LISTING_MAX, e) || check_listing(archive, log, e) ||
             folder_remove(target, e) || folder_make(target, e) ||
             process_run_within(unpack, target, log, BRING_UNPACKED_MAX, e);
    free(path);
    return rc ? -1 : 0;
}
