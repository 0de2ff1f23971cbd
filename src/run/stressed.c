#include "run/stressed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/memory.h"
#include "data/origin.h"
#include "nn/blas_buffer.h"
#include "plan/class_words.h"
#include "run/outcome.h"
#include "run/run_model.h"
#include "store/file.h"
#include "store/ini.h"

enum { SUM_DIGITS = 8 };

static void name_folder(struct text *name, const char *id, const struct stress_request *request)
{
    struct text what = TEXT_INIT;
    char sum[SHA256_HEX];
    stress_request_print(request, &what);
    hash_text(text_of(&what), sum);
    text_format(name, "%s-%.*s", id, SUM_DIGITS, sum);
    text_release(&what);
}

char *stressed_place(const char *results, const char *id, const struct stress_request *request)
{
    struct text name = TEXT_INIT;
    char *folder = stress_folder(results);
    name_folder(&name, id, request);
    char *place = path_join(folder, text_of(&name), NULL);
    text_release(&name);
    free(folder);
    return place;
}

/* The images of the run's task, without negatives, which are not asked about. */
static int open_task(const struct run *r, const char *data, struct dataset *set, struct task *task, struct error *e)
{
    struct task_spec spec = r->task;
    spec.source = NEGATIVE_NONE;
    *set = (struct dataset) { 0 };
    *task = (struct task) { 0 };
    if (dataset_open(set, data, r->dataset, e) || dataset_expect(set, r->payload, e))
        return -1;
    return task_make(task, &spec, set, NULL, run_seed(r, "split"), e);
}

/* The judged images that are anomalies, or are not. */
static void choose(struct images *to, const struct task *t, int anomaly)
{
    images_alloc_like(to, t->test.n, &t->test);
    to->n = 0;
    for (size_t i = 0; i < t->test.n; i++)
        if ((t->anomaly[i] != 0) == anomaly)
            images_copy_row(to, to->n++, &t->test, i);
}

int stressed_write(const struct run *r, void *model, const char *data, const struct stress_request *request,
                   const char *folder, const struct progress *progress, struct error *e)
{
    const struct stress_subject subject = { r->dataset, r->detector->name, r->variant, r->positive, r->negative, r->id,
                                            r->seed };
    struct dataset set;
    struct task task;
    struct images normal = { 0 }, other = { 0 };
    int bad = open_task(r, data, &set, &task, e);
    if (!bad) {
        choose(&normal, &task, 0);
        choose(&other, &task, 1);
        const struct stress_source from = { r->detector, model, &task.positive, &normal, &other, 0 };
        bad = stress_make(&from, request, &subject, folder, progress, e);
    }
    images_release(&normal);
    images_release(&other);
    task_release(&task);
    dataset_release(&set);
    return bad ? -1 : 0;
}

int stressed_origin(struct run *r, const struct detector *d, const struct archive *a, const char *data, struct error *e)
{
    struct origin origin;
    struct dataset set = { 0 };
    run_init(r);
    r->detector = d;
    int bad = origin_get(&origin, a, e);
    if (!bad && !origin.name)
        bad = error_set(e, "%s: the model does not tell what it was trained on", a->path);
    bad = bad || dataset_peek(&set, data, origin.name, e) ||
          class_words_read(origin.positive, &set, &r->task.positive, e);
    if (!bad) {
        snprintf(r->dataset, sizeof r->dataset, "%s", origin.name);
        snprintf(r->payload, sizeof r->payload, "%s", origin.payload);
        free(r->positive);
        r->positive = mem_string(origin.positive);
        for (int c = 0; c < set.n_classes; c++)
            if (!classes_hold(&r->task.positive, c))
                classes_add(&r->task.anomaly, c);
    }
    dataset_release(&set);
    origin_release(&origin);
    return bad ? -1 : 0;
}

int stressed_cannot_be(const struct run *r)
{
    return r->detector->flags & LABEL_SWEEP || r->sizes.points;
}

/* How long a test took is no part of what it found, nor is which model was asked: a run that was done anew, perhaps by
 * another revision, has the same ID. */
static const char took_file[] = "took.ini", took_key[] = "seconds", model_key[] = "model";

/* Appends what the file says under the key; nothing where it does not. */
static void read_word(const char *path, const char *section, const char *key, struct text *out)
{
    struct ini ini = { 0 };
    struct text problems = TEXT_INIT;
    const char *value = path_exists(path) && ini_read(&ini, path, &problems) == 0 ? ini_get(&ini, section, key) : NULL;
    text_append(out, value ? value : "");
    ini_release(&ini);
    text_release(&problems);
}

static void read_took(const struct run *r, const char *results, const struct stress_request *request, const char *key,
                      struct text *out)
{
    char *place = stressed_place(results, r->id, request), *path = path_join(place, took_file, NULL);
    read_word(path, "stress", key, out);
    free(place);
    free(path);
}

/* The model's size and sum, from what the run has noted of its files (run/seal.h). */
static void read_model_sum(const struct run *r, const char *results, struct text *out)
{
    char *base = outcome_place(NULL, r, results), *path = path_join(base, r->id, "meta.ini", NULL);
    read_word(path, "files", "model.lisae", out);
    free(base);
    free(path);
}

/* Not where both the test and the run tell of a model, each of another. */
static int is_of_model(const struct run *r, const char *results, const struct stress_request *request)
{
    struct text asked = TEXT_INIT, there = TEXT_INIT;
    read_took(r, results, request, model_key, &asked);
    read_model_sum(r, results, &there);
    const int is = !asked.length || !there.length || strcmp(text_of(&asked), text_of(&there)) == 0;
    text_release(&asked);
    text_release(&there);
    return is;
}

int stressed_done(const struct run *r, const char *results, const struct stress_request *request)
{
    char *place = stressed_place(results, r->id, request);
    const int done = stressed_cannot_be(r) || (path_exists(place) && is_of_model(r, results, request));
    free(place);
    return done;
}

double stressed_seconds(const struct run *r, const char *results, const struct stress_request *request)
{
    struct text took = TEXT_INIT;
    double seconds;
    read_took(r, results, request, took_key, &took);
    if (parse_double(text_of(&took), &seconds))
        seconds = -1;
    text_release(&took);
    return seconds;
}

static int write_took(const struct run *r, const char *results, double seconds, const char *folder, struct error *e)
{
    struct text words = TEXT_INIT, sum = TEXT_INIT;
    char *path = path_join(folder, took_file, NULL);
    read_model_sum(r, results, &sum);
    text_format(&words, "[stress]\n%s = %.1f\n", took_key, seconds);
    if (sum.length)
        text_format(&words, "%s = %s\n", model_key, text_of(&sum));
    int bad = file_write(path, text_of(&words), words.length, e);
    text_release(&words);
    text_release(&sum);
    free(path);
    return bad;
}

static int write_request(const struct stress_request *request, const char *folder, struct error *e)
{
    struct text what = TEXT_INIT;
    char *path = path_join(folder, "stress.ini", NULL);
    stress_request_print(request, &what);
    int bad = file_write(path, text_of(&what), what.length, e);
    text_release(&what);
    free(path);
    return bad;
}

int stressed_do(const struct plan *p, const struct run *r, const char *results, const char *data,
                const struct stress_request *request, struct error *e)
{
    struct archive file = { 0 };
    struct text name = TEXT_INIT;
    void *model = NULL;
    const double began = clock_seconds();
    if (stressed_done(r, results, request))
        return 0;
    char *base = stress_folder(results), *place = stressed_place(results, r->id, request), *temporary = NULL;
    name_folder(&name, r->id, request);
    int bad = libraries_load(e) || blas_buffer_take(e) || run_model_open(p, r, results, &file, &model, e) ||
              folder_make(base, e) || !(temporary = folder_begin(base, text_of(&name), e)) ||
              stressed_write(r, model, data, request, temporary, NULL, e) || write_request(request, temporary, e) ||
              write_took(r, results, clock_seconds() - began, temporary, e) ||
              (path_exists(place) && !is_of_model(r, results, request) && folder_remove(place, e)) ||
              folder_put(temporary, place, e) || folder_flush(base, e);
    if (bad && temporary)
        folder_remove(temporary, NULL);
    if (model)
        r->detector->free(model);
    archive_release(&file);
    text_release(&name);
    free(base);
    free(place);
    free(temporary);
    return bad ? error_prefix(e, "the stress test of run %s (%s, %s %s, seed %ld)", r->id, r->detector->name,
                              r->dataset, r->positive, r->seed)
               : 0;
}
