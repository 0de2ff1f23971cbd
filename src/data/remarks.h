/* What the user of a prepared data set should know of it before it is used. */
#ifndef DATA_REMARKS_H
#define DATA_REMARKS_H

#include "base/text.h"
#include "data/dataset.h"

/* Adds a line each: how many images there are of what size; classes that one of the splits has none of (two spellings
 * of one name, say); classes whose names are numbers, but others than theirs; images that are in both splits or in
 * two classes. */
void dataset_remarks(const struct dataset *d, struct text *lines);

#endif
