/* `lisae score MODEL DATA`: scores images with a saved detector. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/model/open.h"
#include "cmd/model/score_input.h"
#include "detect/detector.h"
#include "run/scores.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/output.h"

static int write_scores(FILE *f, const struct score_input *in, const double *scores)
{
    struct text row = TEXT_INIT;
    fputs("index,class,score,file\n", f);
    for (size_t i = 0; i < in->images->n; i++) {
        const int label = in->images->labels[i];
        text_clear(&row);
        text_format(&row, "%zu,", i);
        if (label >= 0)
            text_format(&row, "%d", label);
        text_append(&row, ",");
        score_append(&row, scores[i]);
        text_append(&row, ",");
        fputs(text_of(&row), f);
        csv_put(f, in->files ? in->files[i] : "");
        fputc('\n', f);
    }
    text_release(&row);
    return ferror(f);
}

static int check_finite(const double *scores, size_t n, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(scores[i]))
            return error_set(e, "the score of image %zu is not finite", i);
    return 0;
}

static int put_scores(const char *output, const struct score_input *in, const double *scores, struct error *e)
{
    struct atomic_file f;
    if (!output || output_is_standard(output))
        return write_scores(stdout, in, scores) || fflush(stdout) ? error_set(e, "cannot write to standard output") : 0;
    if (output_begin(&f, output, e))
        return -1;
    write_scores(f.stream, in, scores);
    return output_commit(&f, e);
}

static int score(const struct suite *suite, const struct options *o, struct error *e)
{
    struct archive a = { 0 };
    struct score_input in = { 0 };
    const struct detector *detector = NULL;
    void *model = NULL;
    double *scores = NULL;
    int bad = open_model(suite, o->arguments[0], &a, &detector, &model, e) ||
              score_input_open(&in, o->arguments[1], o->data, &a, e);
    if (!bad) {
        const size_t n = in.images->n;
        scores = mem_alloc(n, sizeof *scores);
        bad = detector->score(detector, model, in.images, scores, e) || check_finite(scores, n, e) ||
              put_scores(o->output, &in, scores, e);
    }
    free(scores);
    if (model)
        detector->free(model);
    score_input_close(&in);
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
    const char *data = o.arguments[1];
    if (!path_exists(data) && !score_split(data))
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
    "Usage: lisae score [options] MODEL DATA\n"
    "\n"
    "MODEL is a model.lisae file or a run's folder (RESULTS/runs/ID). DATA is a\n"
    "prepared data set's name (its test split; NAME:train for the other), or a folder or zip of\n"
    "PNG or JPEG pictures, in a folder for each class or all in one, or a single picture. They are\n"
    "prepared as those of the set that the detector was trained on (grey, resize, invert), and\n"
    "taken in the order of their paths, byte by byte (10.png before 2.png).\n"
    "\n"
    "Writes index,class,score,file; higher = more anomalous. The class is the number that the\n"
    "folder's name has in that set; empty where it is none of its classes, which is told, and for\n"
    "pictures without folders. The file is the picture's path in DATA, empty for a prepared set,\n"
    "whose classes are numbered as its own. A model of before the release knows neither: then\n"
    "pictures are taken as they are, folders numbered in their order, and this is told.\n"
    "\n"
    "Exit code: 0 where all is scored, 3 where MODEL, DATA or the output cannot be read or written.\n",
    "output data",
};
