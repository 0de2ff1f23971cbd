/* Prepared data sets: an archive (store/archive.h) NAME.lisae in the data folder, made by
 * data/prepare.h from verified files.
 *
 * Entries: text "name", "edition", "payload" (SHA-256 over the lines "ROLE FILE SHA256\n"
 * of the files it was made from and of the options that change the images, see
 * prepare_payload()), "classes" (names, one a line); u8 "train/images",
 * "test/images" (n, h, w, c); i32 "train/labels", "test/labels" (n). Where the catalogue has no SHA-256 of each
 * file, a text "files" (prepare.c). What was done to the pictures: a text "preparation" (data/preparation.h), which
 * sets of earlier versions lack. */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include "base/error.h"
#include "base/hash.h"
#include "data/images.h"
#include "store/archive.h"

enum { DATASET_NAME = 64 };

/* How a set came about: the texts of these names, NULL for one that is not there. */
struct dataset_source {
    const char *files, *preparation;
};

struct dataset {
    char name[DATASET_NAME], edition[DATASET_NAME], payload[SHA256_HEX];
    int n_classes;
    char **classes;               /* n_classes names */
    struct dataset_source source; /* inside the archive */
    struct images train, test;    /* pixels and labels inside the archive: read only */
    int made;                     /* 1: made in memory (data/synthetic.h), points that are its own; no archive */
    struct archive archive;
};

/* `folder`/`name`.lisae; a missing one says `lisae data fetch NAME`, a damaged one what is
 * wrong and how to make it anew. A name "synthetic:..." is no file's: such a set is made (data/synthetic.h). */
int dataset_open(struct dataset *d, const char *folder, const char *name, struct error *e);
/* Fails where it has other images than `payload`, which a plan or a model was made with. */
int dataset_expect(const struct dataset *d, const char *payload, struct error *e);
void dataset_release(struct dataset *d);

/* The same without the checksum of the whole file, so that only the pages that are looked at
 * are read: what planning needs (names, edition, payload, classes, labels, image size). */
int dataset_peek(struct dataset *d, const char *folder, const char *name, struct error *e);

/* `source` may be NULL. */
int dataset_write(const char *folder, const char *name, const char *edition, const char *payload,
                  const struct dataset_source *source, const char *const *classes, int n_classes,
                  const struct images *train, const struct images *test, struct error *e);

/* `folder`/`name`.lisae; free(). */
char *dataset_path(const char *folder, const char *name);

/* Numbers of images of each class. `counts` has n_classes elements. */
void dataset_count(const struct images *im, int n_classes, size_t *counts);

#endif
