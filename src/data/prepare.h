/* From verified files to a prepared data set (data/dataset.h). */
#ifndef DATA_PREPARE_H
#define DATA_PREPARE_H

#include "data/catalogue.h"
#include "data/payload.h"

/* Where a file of an edition lies and what it holds. */
struct located_file {
    char *path;
    struct payload payload;
};

/* The payload hash of a set made from these files: the SHA-256 over the lines
 * "ROLE FILE SHA256\n" of the edition's files and "KEY VALUE\n" of the options that change
 * the images (invert, grey, resize, zero_label), where they are set, and of `reading` where it is not 0 (struct
 * preparation). `sha256` has one digest for each file of the edition. */
void prepare_payload(const struct catalogue_entry *c, const struct edition *edition, const char *const *sha256,
                     int reading, char hex[SHA256_HEX]);

/* Reads `files` (one for each of the edition's, which match it), checks sizes and counts and
 * writes `folder`/NAME.lisae. What the reader left out or changed is added to `notes`, a line each. */
int prepare(const struct catalogue_entry *c, const struct edition *edition, const struct located_file *files,
            const char *folder, struct text *notes, struct error *e);

/* Checks a prepared set against the catalogue: checksum, edition, payload hash, classes, sizes, counts. An edition with
 * a file that has no checksum is never verified, since nothing tells whether the file is still the one it was.
 * `edition` (may be NULL) gets the one that it was made from, `remarks` (may be NULL) what its user should know
 * (dataset_remarks()). */
int prepare_verify(const struct catalogue_entry *c, const char *folder, const struct edition **edition,
                   struct text *remarks, struct error *e);

#endif
