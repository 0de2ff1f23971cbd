/* Whether images of one set are in another, told by their pixels. */
#ifndef DATA_OVERLAP_H
#define DATA_OVERLAP_H

#include "data/dataset.h"

/* How many of `judged` have the pixels of an image of `foreign` (both splits), colours made as for negatives
 * (images_match_row()). 0 where the sizes differ. Reads all pixels, about as fast as memory gives them. */
size_t images_in_dataset(const struct images *judged, const struct dataset *foreign);

#endif
