/* The images that `lisae score` is given: of a prepared set, or pictures, which are prepared as those were that the
 * model was trained on. */
#ifndef CMD_MODEL_SCORE_INPUT_H
#define CMD_MODEL_SCORE_INPUT_H

#include "data/origin.h"

struct score_input {
    const struct images *images; /* a label -1 stands for no class */
    char *const *files;          /* their paths; NULL: those of a prepared set, which have none */
    struct dataset set;          /* what they lie in, either this ... */
    struct images own;           /* ... or this */
    struct read_found found;
};

/* "train" or "test" behind the colon of NAME:train or NAME:test; "test" without one, NULL for another word. */
const char *score_split(const char *given);

/* `given` is a path of pictures, or a prepared set's name in `folder`, with ":train" for its training split. What is to
 * be known of them is printed on standard error. score_input_close() either way. */
int score_input_open(struct score_input *in, const char *given, const char *folder, const struct archive *model,
                     struct error *e);
void score_input_close(struct score_input *in);

#endif
