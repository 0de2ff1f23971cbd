/* Finding the files of a data set in a folder and telling which edition they are. */
#ifndef DATA_LOCATE_H
#define DATA_LOCATE_H

#include "data/prepare.h"

enum located {
    LOCATED_NOTHING,  /* none of the files is there */
    LOCATED_OTHER,    /* some are there, but they are no whole edition that the catalogue knows */
    LOCATED_UNSUMMED, /* all are there, but the catalogue has no checksum of some */
    LOCATED_GOOD
};

/* Looks in `folder` for each edition in turn. `in_archive` is the edition (its index) that
 * the folder was unpacked as from a verified archive, or -1. LOCATED_GOOD fills `*edition`
 * and `*files`, one for each of its files (located_free()); otherwise `why` gets the reasons,
 * for LOCATED_UNSUMMED the lines that the catalogue needs. */
enum located locate(const struct catalogue_entry *c, const char *folder, int in_archive, const struct edition **edition,
                    struct located_file **files, struct text *why);
void located_free(const struct edition *edition, struct located_file *files);

/* 1 where the payload is that of one of the catalogue's files of this name, whatever the edition; else `why` says what
 * differs from the last one. Files without a checksum of their own, trusted as part of an archive, are known by their
 * size where `unpacked`, else not at all. */
int locate_known(const struct catalogue_entry *c, const char *file, const char *path, const struct payload *p,
                 int unpacked, struct text *why);

/* 1 where a file in the folder has the name of one of the set's, but is none of those that the catalogue knows by it;
 * `why` says what differs. */
int locate_unknown(const struct catalogue_entry *c, const char *folder, struct text *why);

/* 1 where the payload is as the catalogue has it; else `why` says what differs. */
int locate_matches(const struct catalogue_file *f, const char *path, const struct payload *p, struct text *why);

#endif
