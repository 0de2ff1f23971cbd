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
#include "run/places.h"
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

int stressed_done(const struct run *r, const char *results, const struct stress_request *request)
{
    char *place = stressed_place(results, r->id, request);
    int done = stressed_cannot_be(r) || path_exists(place);
    free(place);
    return done;
}

/* How long a test took is no part of what it found. */
static const char took_file[] = "took.ini", took_key[] = "seconds";

static int write_took(double seconds, const char *folder, struct error *e)
{
    struct text words = TEXT_INIT;
    char *path = path_join(folder, took_file, NULL);
    text_format(&words, "[stress]\n%s = %.1f\n", took_key, seconds);
    int bad = file_write(path, text_of(&words), words.length, e);
    text_release(&words);
    free(path);
    return bad;
}

double stressed_seconds(const struct run *r, const char *results, const struct stress_request *request)
{
    struct ini ini;
    struct text problems = TEXT_INIT;
    double seconds = -1;
    char *place = stressed_place(results, r->id, request), *path = path_join(place, took_file, NULL);
    if (path_exists(path)) {
        const char *value = ini_read(&ini, path, &problems) ? NULL : ini_get(&ini, "stress", took_key);
        if (!value || parse_double(value, &seconds))
            seconds = -1;
        ini_release(&ini);
    }
    text_release(&problems);
    free(place);
    free(path);
    return seconds;
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
              write_took(clock_seconds() - began, temporary, e) || folder_put(temporary, place, e) ||
              folder_flush(base, e);
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
