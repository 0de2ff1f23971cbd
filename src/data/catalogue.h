/* The catalogue of data sets: one INI file (store/ini.h) each, NAME.ini. docs/datasets.md
 * describes the format for those who add one.
 *
 * [dataset] says what a set is and how its files are read. An [edition NAME] is one accepted
 * set of files, "ROLE = FILE BYTES DIGEST" with the checksum of each payload (data/payload.h);
 * a set may have several, and results name theirs. A [source NAME] is a place to get files
 * from; they are tried in the file's order. */
#ifndef DATA_CATALOGUE_H
#define DATA_CATALOGUE_H

#include <stddef.h>

#include "base/hash.h"
#include "base/text.h"
#include "data/reader.h"

/* DIGEST_ARCHIVE: no checksum of its own, verified as part of the source's archive. */
enum digest { DIGEST_NONE, DIGEST_SHA256, DIGEST_MD5, DIGEST_ARCHIVE };

struct catalogue_file {
    char *key;        /* as in the INI file: "train.2" */
    const char *role; /* "train" */
    char *file;       /* its name, without a folder */
    long long bytes;  /* -1: not known */
    enum digest digest;
    char hex[SHA256_HEX];
    int line;
};

struct edition {
    char *name, *note;
    size_t train_count, test_count; /* 0: any */
    int any_reading;                /* 1: of pictures that all versions read alike (data/preparation.h) */
    struct catalogue_file *files;   /* in the order of roles and numbers */
    size_t n_files;
};

enum source_kind { SOURCE_FOLDER, SOURCE_DEBIAN, SOURCE_URL, SOURCE_NPM };

struct source {
    char *name;
    enum source_kind kind;
    char **urls;                   /* of folders, mirrors of each other; NULL-terminated, as below */
    char **folders;                /* below a local data folder; for a package, where the files are in it */
    char *package, *suffix;        /* "" where there is none; the suffix of a URL's files, ".gz" */
    struct catalogue_file archive; /* holds the files; its `file` is NULL where there is none */
    size_t edition;                /* index of the edition that is there */
    int line;
};

struct catalogue_entry {
    char *path, *name, *title, *licence, *citation, *homepage, *note; /* "" where not given */
    const struct reader *reader;
    struct class_names classes;
    int height, width, channels;     /* of the prepared images; 0: any */
    int invert, grey;                /* 255 - x; colour made grey */
    int resize_height, resize_width; /* 0: as it is */
    int zero_label;                  /* -1: none */
    struct edition *editions;
    size_t n_editions;
    struct source *sources;
    size_t n_sources;
};

/* -1 where the file has any problem; each is a line "FILE:LINE: message\n" of `problems`.
 * The entry wants a catalogue_release() either way. */
int catalogue_read(struct catalogue_entry *c, const char *path, struct text *problems);
/* `folder`/`name`.ini; a name that is not there gets the nearest one as a hint. */
int catalogue_find(struct catalogue_entry *c, const char *folder, const char *name, struct text *problems);
void catalogue_release(struct catalogue_entry *c);

/* The names of all sets in a folder, sorted, NULL-terminated (split_free()); NULL on failure. */
char **catalogue_list(const char *folder, size_t *n, struct error *e);

/* 1 where a set may have this name, which is that of files: no '.' or '-' first. */
int catalogue_name_good(const char *name);

/* The most bytes that a file of this name may hold, in whatever edition; READ_BYTES_MAX where the entry does not
 * say. */
long long catalogue_bytes(const struct catalogue_entry *c, const char *file);

/* The edition of this name or NULL. */
const struct edition *catalogue_edition(const struct catalogue_entry *c, const char *name);

#endif
