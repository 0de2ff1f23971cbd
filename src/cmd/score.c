/* `lisae score MODEL DATA`: scores images with a saved detector. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "data/dataset.h"
#include "data/reader.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"
#include "run/provenance.h"
#include "run/scores.h"
#include "store/archive.h"
#include "store/file.h"
#include "store/output.h"

/* A run's folder stands for the model in it. */
static char *model_path(const char *given)
{
    char *inside = path_join(given, "model.lisae", NULL);
    if (path_exists(inside))
        return inside;
    free(inside);
    return mem_string(given);
}

static int open_model(const struct suite *suite, const char *given, struct archive *a, const struct detector **detector,
                      void **model, struct error *e)
{
    char *path = model_path(given);
    const char *name = archive_open(a, path, e) || model_expect_finite(a, path, e) ? NULL
                                                                                   : archive_text(a, "detector", e);
    free(path);
    if (!name)
        return -1;
    *detector = suite_find(suite, name);
    if (!*detector)
        return error_set(e, "%s: unknown detector '%s'", given, name);
    *model = (*detector)->load(*detector, &suite->sections, a, e);
    return *model ? 0 : -1;
}

/* Behind the colon of NAME:train or NAME:test; "test" without one, NULL for another word. */
static const char *split_of(const char *given)
{
    const char *colon = strrchr(given, ':'), *split = colon ? colon + 1 : "test";
    return strcmp(split, "train") == 0 || strcmp(split, "test") == 0 ? split : NULL;
}

/* The model does not know what was done to the pictures of its set, nor its classes: folders are numbered anew here. */
static void tell_what_is_read(const char *given, const struct class_names *classes)
{
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < classes->n; i++)
        text_format(&t, "%s %zu '%s'", i ? "," : "", i, classes->name[i]);
    fprintf(stderr,
            "%s: pictures as they are, without what a data set's entry does to them (grey, resize, invert)\n"
            "%s: classes in the order of the folders, not numbered as in a prepared set:%s\n",
            given, given, text_of(&t));
    text_release(&t);
}

/* A folder or zip of pictures, or one alone. */
static int read_own(const char *given, const struct archive *model, struct images *own, struct error *e)
{
    struct class_names classes = { 0 };
    struct text notes = TEXT_INIT;
    struct read_input in = { .files = &given, .n_files = 1, .zero_label = -1, .loose = 1, .notes = &notes };
    struct shape size;
    if (model_find_size(model, &size) == 0) {
        in.height = size.h;
        in.width = size.w;
    }
    int bad = reader_images.read(own, &in, &classes, e);
    fputs(text_of(&notes), stderr);
    if (!bad)
        tell_what_is_read(given, &classes);
    class_names_release(&classes);
    text_release(&notes);
    return bad;
}

/* DATA is a prepared set's name, with ":train" for its training split, or a path of pictures. */
static int open_images(const char *given, const char *folder, const struct archive *model, struct dataset *set,
                       struct images *own, const struct images **im, struct error *e)
{
    if (path_exists(given)) {
        *im = own;
        return read_own(given, model, own, e);
    }
    char *name = mem_string(given), *colon = strrchr(name, ':');
    if (colon)
        *colon = '\0';
    int bad = dataset_open(set, folder, name, e);
    *im = strcmp(split_of(given), "train") == 0 ? &set->train : &set->test;
    free(name);
    return bad;
}

static int write_scores(FILE *f, const struct images *im, const double *scores)
{
    struct text digits = TEXT_INIT;
    fputs("index,class,score\n", f);
    for (size_t i = 0; i < im->n; i++) {
        text_clear(&digits);
        score_append(&digits, scores[i]);
        fprintf(f, "%zu,%d,%s\n", i, (int)im->labels[i], text_of(&digits));
    }
    text_release(&digits);
    return ferror(f);
}

static int check_finite(const double *scores, size_t n, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(scores[i]))
            return error_set(e, "the score of image %zu is not finite", i);
    return 0;
}

static int put_scores(const char *output, const struct images *im, const double *scores, struct error *e)
{
    struct atomic_file f;
    if (!output || strcmp(output, "-") == 0)
        return write_scores(stdout, im, scores) || fflush(stdout) ? error_set(e, "cannot write to standard output") : 0;
    if (output_begin(&f, output, e))
        return -1;
    write_scores(f.stream, im, scores);
    return output_commit(&f, e);
}

static int score(const struct suite *suite, const struct options *o, struct error *e)
{
    struct archive a = { 0 };
    struct dataset set = { 0 };
    struct images own;
    const struct images *im = NULL;
    const struct detector *detector = NULL;
    void *model = NULL;
    double *scores = NULL;
    images_init(&own);
    int bad = open_model(suite, o->arguments[0], &a, &detector, &model, e) ||
              open_images(o->arguments[1], o->data, &a, &set, &own, &im, e);
    if (!bad) {
        scores = mem_alloc(im->n, sizeof *scores);
        bad = detector->score(detector, model, im, scores, e) || check_finite(scores, im->n, e) ||
              put_scores(o->output, im, scores, e);
    }
    free(scores);
    if (model)
        detector->free(model);
    images_release(&own);
    dataset_release(&set);
    archive_release(&a);
    return bad;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    struct error e;
    int code = options_parse(&o, &command_score, argc, argv, 2, 2);
    if (code)
        return code < 0 ? EXIT_OK : code;
    provenance_one_thread();
    const char *data = o.arguments[1];
    if (!path_exists(data) && !split_of(data))
        code = complain(EXIT_USAGE, "score: '%s': expected 'train' or 'test' after the colon, found '%s'", data,
                        strrchr(data, ':') + 1);
    else if (score(suite, &o, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    options_release(&o);
    return code;
}

const struct command command_score = {
    "score",
    run_command,
    "score new images with a saved detector",
    "Usage: lisae score [-o FILE] [--data DIR] MODEL DATA\n"
    "\n"
    "MODEL is a model.lisae file or a run's folder (RESULTS/EXPERIMENT/runs/ID). DATA is a\n"
    "prepared data set's name (its test split; NAME:train for the other), or a folder or zip of\n"
    "PNG or JPEG pictures of the size that the detector was trained on, in a folder for each class\n"
    "or all in one, or a single picture. Pictures are taken in the order of their paths, byte by\n"
    "byte (10.png before 2.png), as they are: 'invert', 'grey' and 'resize' of a data set's entry\n"
    "are for prepared sets alone. Writes index,class,score; higher = more anomalous.\n"
    "Without -o, and with -o -, to standard output; a link, a device and a FIFO stay what they are.\n",
    "output data",
};
