/* What is done to the pictures of a data set on their way from its files to what detectors see. A prepared set and the
 * models that are trained on it carry it along, so that new pictures can be treated likewise. As text:
 *
 *     [preparation]
 *     reader = images
 *     reading = 2       ; only where the pictures depend on it: PREPARATION_READING
 *     grey = on
 *     resize = 28 28
 *     invert = on */
#ifndef DATA_PREPARATION_H
#define DATA_PREPARATION_H

#include "base/error.h"
#include "base/text.h"
#include "data/images.h"
#include "data/reader.h"

/* How the values of a picture are taken from its file (data/picture.h). The first reading obeyed gamma, mixed what is
 * half transparent in linear light, did not turn pictures as EXIF says, took only .png and .PNG, and looked for the
 * folders of classes in each tree alone. */
enum { PREPARATION_READING = 2 };

struct preparation {
    const struct reader *reader;
    int reading;                     /* of pictures that other readings read otherwise; 0: there are none */
    int grey, invert;                /* colour made grey; 255 - x */
    int resize_height, resize_width; /* 0: as it is */
};

void preparation_print(const struct preparation *p, struct text *out);
/* Reads such a text; `path` is for messages. -1 for what this version does not know how to do. */
int preparation_read(struct preparation *p, const char *path, const char *text, struct error *e);
/* "grey, resize 28 28, invert" for people; nothing where pictures are taken as they are. */
void preparation_describe(const struct preparation *p, struct text *out);

/* What the reader of pictures is to do of it. */
void preparation_ask(const struct preparation *p, struct read_input *in);
/* All of it that the reader has not done. */
void preparation_apply(const struct preparation *p, struct images *im);

#endif
