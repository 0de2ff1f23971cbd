/* Readers of the publishers' file formats, one file each (reader_NAME.c).
 *
 * A reader turns the files of one split into images of bytes with labels. It trusts nothing
 * in them: declared sizes are checked against each other, against the limits below and
 * against what is really there. */
#ifndef DATA_READER_H
#define DATA_READER_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "data/classes.h"
#include "data/images.h"

enum { READ_SIDE_MAX = 4096, READ_CLASSES_MAX = CLASSES_MAX };
#define READ_BYTES_MAX ((size_t)8 << 30)

/* The names of a set's classes; class k is name[k]. */
struct class_names {
    char **name; /* n names and a NULL, as split() makes them; NULL where n is 0 */
    size_t n;
    int fixed; /* 1: the catalogue gives them; 0: readers add what they find */
};

/* What a reader of pictures found on the way. */
struct read_found {
    char **files; /* paths in the order of the images, below the folder or in the zip file; NULL-terminated */
    size_t n_files;
    int reading_matters; /* 1: an earlier version read some of them otherwise (data/preparation.h) */
};

struct read_input {
    const char *const *files; /* of the images, in order; some formats have the labels inside */
    size_t n_files;
    const char *labels; /* of the labels; NULL where they are inside */
    /* What else the same classes are in, the other split's images: pictures need it to tell how deep the folders of
     * classes lie. May be NULL. */
    const char *const *beside;
    size_t n_beside;
    int zero_label; /* the label that stands for class 0 (SVHN: 10); -1: none */
    /* For pictures, each of which has a size and colours of its own; other readers leave these to who calls them. */
    int height, width; /* 0: as the first one's */
    int resize;        /* 1: they are brought to height x width; 0: they must be of this size */
    int grey;          /* 1: colour is made grey */
    int colour;        /* 1: grey is made colour */
    /* 1: pictures need no class. Then they may all lie beside each other without folders, or be in a folder that none
     * of the fixed classes is called like; their label is -1. The path may be one picture, too. */
    int loose;
    struct text *notes;       /* what was left out or changed, a line each; may be NULL */
    struct read_found *found; /* all zero before; read_found_release(); may be NULL */
};

struct reader {
    const char *name;
    int labels_apart; /* roles: train_images, train_labels, test_images, test_labels; else
                       * train, test */
    int compressed;   /* 1: reads FILE.gz in the place of FILE */
    int folders;      /* 1: reads folders */
    int (*read)(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e);
};

extern const struct reader reader_idx, reader_cifar, reader_matlab, reader_images;

/* NULL where there is none of this name. */
const struct reader *reader_find(const char *name);
/* All names, NULL-terminated. */
const char *const *reader_names(void);

/* The role of a split's (0 train, 1 test) images, or labels where they are apart. */
const char *reader_role(const struct reader *r, int split_number, int labels);

/* For formats with numbers as labels: replaces zero_label by 0, which must not be a label beside it, and checks that
 * each label is a class; where the classes are not fixed their names are the numbers up to the largest. */
int labels_check(struct images *im, const struct read_input *in, const char *path, struct class_names *classes,
                 struct error *e);
/* Likewise, of labels in the input's files one behind the other; ends[k] is the row behind those of file k. */
int labels_check_files(struct images *im, const struct read_input *in, const size_t *ends, struct class_names *classes,
                       struct error *e);

/* Number of this name, which is added where it is new and the names are not fixed; or -1. */
int class_number(struct class_names *classes, const char *name);
void class_names_release(struct class_names *classes);
void read_found_release(struct read_found *f);

/* -1 where n images of this size are more than the limits allow. */
int images_check_size(const char *path, size_t n, size_t height, size_t width, size_t channels, struct error *e);

/* -1 where a file is too small to hold so many bytes, even compressed by deflate where it is `packed`. */
int file_can_hold(const char *path, size_t bytes, int packed, struct error *e);

#endif
