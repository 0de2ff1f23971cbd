#include "data/collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <zip.h>

#include "base/late.h"
#include "base/memory.h"
#include "data/names.h"
#include "data/picture.h"
#include "data/tree.h"
#include "late_files.h"
#include "store/file.h"

#define LIBZIP_OPEN(X) X(zip_open) X(zip_discard) X(zip_error_init_with_code) X(zip_error_strerror) X(zip_error_fini)
#define LIBZIP_NAMES(X) X(zip_get_num_entries) X(zip_stat_index) X(zip_strerror)
#define LIBZIP_READ(X) X(zip_fopen_index) X(zip_fread) X(zip_file_strerror) X(zip_fclose)
#define LIBZIP(X) LIBZIP_OPEN(X) LIBZIP_NAMES(X) LIBZIP_READ(X)

struct zip_calls {
    LIBZIP(LATE_POINTER)
};

/* What is not taken, by reason. */
struct left_out {
    struct name_list others, hidden;
};

static int is_picture(const char *name)
{
    static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".jpe" };
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (n > strlen(endings[i]) && strcasecmp(name + n - strlen(endings[i]), endings[i]) == 0)
            return 1;
    return 0;
}

static int is_hidden(const char *name)
{
    return name[0] == '.' || strstr(name, "/.") || starts_with(name, "__MACOSX/");
}

static void take(struct collection *c, const char *name, uint64_t entry, struct left_out *left)
{
    if (is_hidden(name))
        name_list_add(&left->hidden, name);
    else if (!is_picture(name))
        name_list_add(&left->others, name);
    else
        c->files[c->n++] = (struct collection_file) { mem_string(name), entry };
}

static void tell(const struct collection *c, struct left_out *left, struct text *notes)
{
    if (notes && left->others.n) {
        text_format(notes, "%s: %zu file%s no .png, .jpg or .jpeg and not read: ", c->path, left->others.n,
                    left->others.n == 1 ? " is" : "s are");
        name_list_print(&left->others, notes);
        text_append(notes, "\n");
    }
    if (notes && left->hidden.n) {
        text_format(notes, "%s: %zu hidden file%s or folder%s left out: ", c->path, left->hidden.n,
                    left->hidden.n == 1 ? "" : "s", left->hidden.n == 1 ? " is" : "s are");
        name_list_print(&left->hidden, notes);
        text_append(notes, "\n");
    }
    name_list_release(&left->others);
    name_list_release(&left->hidden);
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct collection_file *)a)->name, ((const struct collection_file *)b)->name);
}

/* One entry of a zip file; what it unpacks to is added to `bytes`. */
static int take_entry(struct collection *c, zip_uint64_t i, double *bytes, struct left_out *left, struct error *e)
{
    zip_stat_t s;
    if (c->calls->zip_stat_index(c->zip, i, ZIP_FL_ENC_GUESS, &s) != 0 || !(s.valid & ZIP_STAT_NAME) ||
        !(s.valid & ZIP_STAT_SIZE))
        return error_set(e, "%s: cannot find the name and size of entry %llu: %s", c->path, (unsigned long long)i,
                         c->calls->zip_strerror(c->zip));
    if (name_check("a file's name", s.name, e))
        return error_prefix(e, "%s", c->path);
    if (is_picture(s.name) && s.size > PICTURE_FILE_MAX)
        return error_set(e, "%s: '%s': expected at most %d bytes, found %llu", c->path, s.name, PICTURE_FILE_MAX,
                         (unsigned long long)s.size);
    *bytes += (double)s.size;
    if (!ends_with(s.name, "/")) /* a folder */
        take(c, s.name, i, left);
    return 0;
}

static int open_zip(struct collection *c, double size, struct left_out *left, struct error *e)
{
    int code;
    double bytes = 0;
    static const char *const functions[] = { LIBZIP(LATE_NAME) };
    c->calls = mem_alloc(1, sizeof *c->calls);
    if (late_load(c->calls, functions, sizeof functions / sizeof *functions, LATE_ZIP, e))
        return -1;
    c->zip = c->calls->zip_open(c->path, ZIP_RDONLY, &code);
    if (!c->zip) {
        zip_error_t error;
        c->calls->zip_error_init_with_code(&error, code);
        error_set(e, "%s: expected a folder or a zip file: %s", c->path, c->calls->zip_error_strerror(&error));
        c->calls->zip_error_fini(&error);
        return -1;
    }
    zip_int64_t n = c->calls->zip_get_num_entries(c->zip, 0);
    if (n < 0 || n > COLLECTION_FILES_MAX)
        return error_set(e, "%s: expected at most %d entries, found %lld", c->path, COLLECTION_FILES_MAX, (long long)n);
    c->files = mem_alloc((size_t)n, sizeof *c->files);
    for (zip_int64_t i = 0; i < n; i++)
        if (take_entry(c, (zip_uint64_t)i, &bytes, left, e))
            return -1;
    if (bytes > size * COLLECTION_RATIO_MAX)
        return error_set(e,
                         "%s: expected a zip file of pictures, which unpacks to at most %d times its %.0f bytes, "
                         "found one that declares %.0f",
                         c->path, COLLECTION_RATIO_MAX, size, bytes);
    qsort(c->files, c->n, sizeof *c->files, compare_files);
    for (size_t i = 1; i < c->n; i++)
        if (compare_files(&c->files[i - 1], &c->files[i]) == 0)
            return error_set(e, "%s: '%s' is in it twice", c->path, c->files[i].name);
    return 0;
}

static int open_folder(struct collection *c, struct left_out *left, struct error *e)
{
    struct tree tree;
    c->folder = mem_string(c->path);
    if (tree_read(&tree, c->path, e))
        return -1;
    c->files = mem_alloc(tree.n, sizeof *c->files);
    for (size_t i = 0; i < tree.n; i++)
        take(c, tree.files[i], 0, left);
    for (size_t i = 0; i < tree.n_hidden; i++)
        name_list_add(&left->hidden, tree.hidden[i]);
    tree_release(&tree);
    return 0;
}

/* 1 where the file starts as a picture does. */
static int starts_as_picture(const char *path)
{
    unsigned char start[16];
    FILE *f = fopen(path, "rbe");
    size_t n = f ? fread(start, 1, sizeof start, f) : 0;
    if (f)
        fclose(f);
    return picture_known(start, n);
}

static int open_single(struct collection *c, struct error *e)
{
    const char *name = path_last(c->path);
    c->folder = mem_string(c->path);
    c->folder[name - c->path] = '\0';
    c->files = mem_alloc(1, sizeof *c->files);
    c->files[c->n++] = (struct collection_file) { mem_string(name), 0 };
    return name_check("a file's name", name, e);
}

int collection_open(struct collection *c, const char *path, int single, struct text *notes, struct error *e)
{
    struct stat s;
    struct left_out left = { 0 };
    int rc;
    *c = (struct collection) { .path = path };
    if (stat(path, &s) != 0)
        return error_system(e, "%s: expected a folder or a zip file", path);
    if (S_ISDIR(s.st_mode))
        rc = open_folder(c, &left, e);
    else if (!S_ISREG(s.st_mode))
        rc = error_set(e, "%s: expected a folder or a zip file, found another kind of file", path);
    else if (single && starts_as_picture(path))
        rc = open_single(c, e);
    else
        rc = open_zip(c, (double)s.st_size, &left, e);
    if (rc == 0 && c->n == 0) {
        struct text found = TEXT_INIT;
        name_list_print(&left.others, &found);
        rc = error_set(e, "%s: expected PNG or JPEG pictures in folders, found none%s%.300s", path,
                       found.length ? " but " : "", text_of(&found));
        text_release(&found);
    }
    tell(c, &left, rc ? NULL : notes);
    return rc;
}

void collection_close(struct collection *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->files[i].name);
    free(c->files);
    free(c->folder);
    if (c->zip)
        c->calls->zip_discard(c->zip);
    free(c->calls);
    *c = (struct collection) { 0 };
}

static unsigned char *read_zipped(const struct collection *c, zip_uint64_t entry, size_t *n, struct error *e)
{
    zip_stat_t s;
    zip_file_t *f = NULL;
    unsigned char *bytes = NULL;
    char extra;
    if (c->calls->zip_stat_index(c->zip, entry, 0, &s) != 0 || !(s.valid & ZIP_STAT_SIZE))
        error_set(e, "cannot find its size");
    else if (!(f = c->calls->zip_fopen_index(c->zip, entry, 0)))
        error_set(e, "%s", c->calls->zip_strerror(c->zip));
    else {
        bytes = mem_alloc((size_t)s.size, 1);
        zip_int64_t got = c->calls->zip_fread(f, bytes, s.size);
        /* the read past the end is the one that checks the entry's CRC */
        if (got < 0 || (zip_uint64_t)got != s.size || c->calls->zip_fread(f, &extra, 1) != 0) {
            error_set(e, "expected %llu bytes with a good checksum, found others: %s", (unsigned long long)s.size,
                      c->calls->zip_file_strerror(f));
            free(bytes);
            bytes = NULL;
        }
        *n = (size_t)s.size;
    }
    if (f)
        c->calls->zip_fclose(f);
    return bytes;
}

static unsigned char *read_file(const char *path, size_t *n, struct error *e)
{
    struct stat s;
    if (stat(path, &s) != 0)
        error_system(e, "cannot read it");
    else if (s.st_size > PICTURE_FILE_MAX)
        error_set(e, "expected at most %d bytes, found %lld", PICTURE_FILE_MAX, (long long)s.st_size);
    else
        return (unsigned char *)file_read(path, n, e);
    return NULL;
}

unsigned char *collection_read(const struct collection *c, size_t i, size_t *n, struct error *e)
{
    if (c->zip)
        return read_zipped(c, c->files[i].entry, n, e);
    char *path = path_join(c->folder, c->files[i].name, NULL);
    unsigned char *bytes = read_file(path, n, e);
    free(path);
    return bytes;
}
