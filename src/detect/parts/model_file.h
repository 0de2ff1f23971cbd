/* What saved detectors have in common: the settings and the image size that they were fitted
 * with, and the refusal of images of another size. */
#ifndef DETECT_PARTS_MODEL_FILE_H
#define DETECT_PARTS_MODEL_FILE_H

#include "data/images.h"
#include "detect/fit.h"
#include "keys/settings.h"
#include "nn/network.h"
#include "store/archive.h"

/* 0, or -1 with a message that names both sizes. */
int model_expect_shape(struct shape size, struct shape found, struct error *e);
int model_expect_size(struct shape size, const struct images *im, struct error *e);
struct shape images_shape(const struct images *im);
struct shape sizes_shape(const struct sizes *size);

/* Entry 'settings': the keys that the NULL-terminated patterns name (settings_print). The
 * others have their defaults after model_get_settings(). */
void model_put_settings(struct archive_writer *w, const struct settings *s, const char *const *patterns);
int model_get_settings(const struct archive *a, const struct sections *known, struct settings *s, struct error *e);

/* Entry 'image': height, width, channels; checked on reading. */
void model_put_size(struct archive_writer *w, struct shape size);
int model_get_size(const struct archive *a, struct shape *size, struct error *e);
/* The image size of any saved model, from 'image', from 'size' (pca's: with its rank behind) or from the images in
 * 'support'; -1 where it has none of these. */
int model_find_size(const struct archive *a, struct shape *size);

/* An entry of images (n, height, width, channels) or points. What is read lies in the archive: not to be
 * changed or released, without labels, at least one image. */
void model_put_images(struct archive_writer *w, const char *name, const struct images *im);
int model_get_images(const struct archive *a, const char *name, struct images *im, struct error *e);

#endif
