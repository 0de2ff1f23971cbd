#include "cmd/model/score_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/synthetic.h"
#include "detect/parts/model_file.h"
#include "store/file.h"

/* That before the split's name, or NULL; not that of "synthetic:". */
static char *colon_of(const char *given)
{
    char *colon = strrchr(given, ':');
    return colon && !(synthetic_named(given) && strchr(given, ':') == colon) ? colon : NULL;
}

const char *score_split(const char *given)
{
    const char *colon = colon_of(given), *split = colon ? colon + 1 : "test";
    return strcmp(split, "train") == 0 || strcmp(split, "test") == 0 ? split : NULL;
}

/* How they are prepared, and what the model of an earlier version does not know. */
static void tell_what_is_done(const char *given, const struct origin *o, const struct class_names *classes)
{
    struct text t = TEXT_INIT;
    if (o->prepared) {
        preparation_describe(&o->preparation, &t);
        fprintf(stderr, "%s: pictures prepared as those of '%s': %s\n", given, o->name,
                t.length ? t.s : "taken as they are");
    } else {
        fprintf(stderr,
                "%s: pictures taken as they are: the model does not tell what was done to those of its set (grey, "
                "resize, invert), since an earlier version %s\n",
                given, o->name ? "prepared the set" : "trained it");
    }
    text_clear(&t);
    for (size_t i = 0; i < classes->n && !o->name; i++)
        text_format(&t, "%s %zu '%s'", i ? "," : "", i, classes->name[i]);
    if (t.length)
        fprintf(stderr, "%s: classes in the order of the folders, not numbered as in the model's set:%s\n", given, t.s);
    text_release(&t);
}

/* A folder or zip of pictures, or one alone. */
static int read_pictures(struct score_input *to, const char *given, const struct archive *model,
                         const struct origin *origin, struct error *e)
{
    struct class_names found = { 0 }, *classes = &found;
    struct class_names known = origin->classes;
    struct text notes = TEXT_INIT;
    struct read_input in = {
        .files = &given, .n_files = 1, .zero_label = -1, .loose = 1, .notes = &notes, .found = &to->found
    };
    struct shape size;
    if (model_find_size(model, &size) == 0) {
        in.height = size.h;
        in.width = size.w;
        in.colour = size.c == 3;
    }
    if (origin->name)
        classes = &known;
    if (origin->prepared)
        preparation_ask(&origin->preparation, &in);
    int bad = reader_images.read(&to->own, &in, classes, e);
    fputs(text_of(&notes), stderr);
    if (!bad && origin->prepared)
        preparation_apply(&origin->preparation, &to->own);
    if (!bad)
        tell_what_is_done(given, origin, classes);
    to->images = &to->own;
    to->files = to->found.files;
    class_names_release(&found);
    text_release(&notes);
    return bad;
}

static int open_set(struct score_input *to, const char *given, const char *folder, const struct origin *origin,
                    struct error *e)
{
    char *name = mem_string(given), *colon = colon_of(name);
    if (colon)
        *colon = '\0';
    int bad = dataset_open(&to->set, folder, name, e);
    if (!bad && origin->name && strcmp(origin->name, name) == 0 && strcmp(origin->payload, to->set.payload) != 0)
        fprintf(stderr, "%s: prepared otherwise than when the model was trained: payload %.12s then, %.12s now\n", name,
                origin->payload, to->set.payload);
    to->images = strcmp(score_split(given), "train") == 0 ? &to->set.train : &to->set.test;
    if (!bad && to->images->n == 0)
        bad = error_set(e, "'%s' has no such split: '%s:train' is what it has", given, name);
    free(name);
    return bad;
}

int score_input_open(struct score_input *in, const char *given, const char *folder, const struct archive *model,
                     struct error *e)
{
    struct origin origin;
    *in = (struct score_input) { 0 };
    int bad = origin_get(&origin, model, e);
    if (!bad)
        bad = path_exists(given) ? read_pictures(in, given, model, &origin, e)
                                 : open_set(in, given, folder, &origin, e);
    origin_release(&origin);
    return bad ? -1 : 0;
}

void score_input_close(struct score_input *in)
{
    read_found_release(&in->found);
    images_release(&in->own);
    dataset_release(&in->set);
}
