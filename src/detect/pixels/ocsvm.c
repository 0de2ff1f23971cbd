/* ocsvm: one-class support vector machine on pixels, score rho - sum a_i k(x_i, x).
 * ocsvm-labels: machines of rising gamma; their hard labels (outside: that score is not below 0,
 * as LIBSVM predicts) as the bits of a whole number, bit 0 for the smallest gamma. Such a number
 * is no order of the images: evaluation takes it apart (eval/label_sweep.h). */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"
#include "detect/parts/svm.h"

/* [ocsvm] */
struct ocsvm_keys {
    double nu, gamma, tolerance, memory_gib;
};

/* [ocsvm-labels] */
struct ocsvm_labels_keys {
    double nu, gamma_low, gamma_high;
    int gamma_points;
    double tolerance, memory_gib;
};

static const struct key keys[] = {
    REAL_KEY(struct ocsvm_keys, nu, "0.1", 1e-6, 1,
             "share of the positives that may lie outside, at most, and that are support vectors, at least"),
    REAL_KEY(
        struct ocsvm_keys, gamma, "0", 0, 1e6,
        "gamma of the kernel exp(-gamma ||x - y||^2), pixels in [0, 1]; 0 takes 1 / (pixels times their variance)"),
    REAL_KEY(struct ocsvm_keys, tolerance, "0.001", 1e-9, 1, "LIBSVM's: how exactly the training has to end"),
    REAL_KEY(struct ocsvm_keys, memory_gib, "4", 1e-6, 4096, "memory that the training may need, in GiB"),
    { 0 },
};

static const struct key labels_keys[] = {
    REAL_KEY(struct ocsvm_labels_keys, nu, "0.1", 1e-6, 1,
             "share of the positives that may lie outside, at most; the same for all machines"),
    REAL_KEY(struct ocsvm_labels_keys, gamma_low, "-9", -40, 20, "log2 of the smallest gamma"),
    REAL_KEY(struct ocsvm_labels_keys, gamma_high, "0", -40, 20, "log2 of the largest gamma"),
    INT_KEY(struct ocsvm_labels_keys, gamma_points, "10", 2, 32, "machines, one for each gamma"),
    REAL_KEY(struct ocsvm_labels_keys, tolerance, "0.001", 1e-9, 1, "LIBSVM's: how exactly each training has to end"),
    REAL_KEY(struct ocsvm_labels_keys, memory_gib, "4", 1e-6, 4096, "memory that a training may need, in GiB"),
    { 0 },
};

static const struct section ocsvm_section = { "ocsvm", sizeof(struct ocsvm_keys), keys, NULL };
static const struct section ocsvm_labels_section = { "ocsvm-labels", sizeof(struct ocsvm_labels_keys), labels_keys,
                                                     NULL };

static const struct ocsvm_keys *ocsvm_of(const struct settings *s)
{
    return settings_of(s, &ocsvm_section);
}

static const struct ocsvm_labels_keys *ocsvm_labels_of(const struct settings *s)
{
    return settings_of(s, &ocsvm_labels_section);
}

static int check_memory(const char *name, double allowed, const struct sizes *size, struct error *e)
{
    static const double GIB = 1073741824;
    size_t d = (size_t)size->height * (size_t)size->width * (size_t)size->channels;
    double needed = machines_memory(size->n_positive, d) / GIB;
    if (needed <= allowed)
        return 0;
    return error_set(
        e,
        "the kernel matrix of %zu positive images needs %.3g GiB, [%s] memory_gib allows %.3g: raise it, or "
        "take fewer images by [data] train_limit",
        size->n_positive, needed, name, allowed);
}

static double pixels_of(const struct sizes *size)
{
    return (double)size->height * size->width * size->channels;
}

static void release(void *model)
{
    if (model)
        machines_release(model);
    free(model);
}

static void save(const void *model, struct archive_writer *w)
{
    machines_save(model, w);
}

static struct machines *load_machines(const struct archive *a, int least, int most, struct error *e)
{
    struct machines *m = mem_zero(1, sizeof *m);
    if (machines_load(m, a, e)) {
        free(m);
        return NULL;
    }
    if (m->n < least || m->n > most) {
        error_set(e, "%s: expected %d to %d machines, found %d", a->path, least, most, m->n);
        release(m);
        return NULL;
    }
    return m;
}

/* ---- ocsvm ---- */

/* scikit-learn's gamma = 'scale': 1 / (d Var(X)) over all pixels of all images. The sums of bytes
 * are whole numbers below 2^53. */
static double gamma_by_variance(const struct images *im)
{
    size_t d = images_size(im);
    double n = (double)(im->n * d), sum = 0, squares = 0;
    for (size_t i = 0; i < im->n * d; i++) {
        sum += im->pixels[i];
        squares += im->pixels[i] * im->pixels[i];
    }
    double variance = (squares / n - sum / n * (sum / n)) / (255.0 * 255.0);
    return variance > 0 ? 1 / ((double)d * variance) : 1;
}

/* With a large gamma rho falls to about nu, and with it the sums that LIBSVM compares. */
static void note_coarse(const struct machines *m, double tolerance, struct fit_report *report)
{
    int coarse = 0;
    for (int g = 0; g < m->n; g++)
        coarse += !(tolerance < m->rho[g] / 10);
    if (coarse)
        fit_report_note(report, "tolerance %g is more than a tenth of rho in %d of %d machines", tolerance, coarse,
                        m->n);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    double gamma = ocsvm_of(s)->gamma > 0 ? ocsvm_of(s)->gamma : gamma_by_variance(in->positive);
    struct machines *m = mem_zero(1, sizeof *m);
    if (machines_fit(m, in->positive, &gamma, 1, ocsvm_of(s)->nu, ocsvm_of(s)->tolerance, in->progress, e)) {
        release(m);
        return NULL;
    }
    fit_report_note(report, "gamma %.6g, %zu support vectors of %zu images", gamma, m->support.images.n,
                    in->positive->n);
    note_coarse(m, ocsvm_of(s)->tolerance, report);
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct machines *m = model;
    if (model_expect_size(images_shape(&m->support.images), im, e))
        return -1;
    machines_score(m, im, scores);
    return 0;
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    return load_machines(a, 1, 1, e);
}

/* Smaller ones would leave rho no digits of what decision values differ by. */
static const double GAMMA_LEAST = 1e-12;

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    if (ocsvm_of(s)->gamma > 0 && ocsvm_of(s)->gamma < GAMMA_LEAST)
        return error_set(e, "expected [ocsvm] gamma of 0 or from %g, found %g", GAMMA_LEAST, ocsvm_of(s)->gamma);
    return check_memory("ocsvm", ocsvm_of(s)->memory_gib, size, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    double n = (double)size->n_positive, dims = pixels_of(size);
    return machines_fit_work(1, n, dims) + (double)size->n_test * machines_score_work(1, ocsvm_of(s)->nu * n, dims);
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return machines_memory(size->n_positive, (size_t)pixels_of(size));
}

/* What a training may need is no part of its result. */
static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct ocsvm_keys *k = settings_edit(s, &ocsvm_section);
    k->memory_gib = 0;
}

const struct detector detector_ocsvm = {
    .name = "ocsvm",
    .help = "one-class support vector machine on pixels; decision value",
    .label = "OC-SVM",
    .line = 12,
    .flags = NEEDS_IMAGES,
    .section = &ocsvm_section,
    .normalise = normalise,
    .check = check,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};

/* ---- ocsvm-labels ---- */

static void *fit_labels(const struct detector *d, const struct fit_input *in, struct fit_report *report,
                        struct error *e)
{
    const struct settings *s = in->settings;
    double gamma[MACHINES_MAX], low = ocsvm_labels_of(s)->gamma_low, high = ocsvm_labels_of(s)->gamma_high;
    int n = ocsvm_labels_of(s)->gamma_points;
    struct machines *m = mem_zero(1, sizeof *m);
    for (int g = 0; g < n; g++)
        gamma[g] = exp2(low + (high - low) * g / (n - 1));
    if (machines_fit(m, in->positive, gamma, n, ocsvm_labels_of(s)->nu, ocsvm_labels_of(s)->tolerance, in->progress,
                     e)) {
        release(m);
        return NULL;
    }
    note_coarse(m, ocsvm_labels_of(s)->tolerance, report);
    return m;
}

static int score_labels(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct machines *m = model;
    if (model_expect_size(images_shape(&m->support.images), im, e))
        return -1;
    double *values = mem_alloc(im->n * (size_t)m->n, sizeof *values);
    machines_score(m, im, values);
    for (size_t i = 0; i < im->n; i++) {
        scores[i] = 0;
        for (int g = 0; g < m->n; g++)
            scores[i] += values[i * (size_t)m->n + (size_t)g] >= 0 ? ldexp(1, g) : 0;
    }
    free(values);
    return 0;
}

static void *load_labels(const struct detector *d, const struct sections *known, const struct archive *a,
                         struct error *e)
{
    return load_machines(a, 2, MACHINES_MAX, e);
}

static int check_labels(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    if (!(ocsvm_labels_of(s)->gamma_low < ocsvm_labels_of(s)->gamma_high))
        return error_set(e, "expected [ocsvm-labels] gamma_low below gamma_high, found %g and %g",
                         ocsvm_labels_of(s)->gamma_low, ocsvm_labels_of(s)->gamma_high);
    return check_memory("ocsvm-labels", ocsvm_labels_of(s)->memory_gib, size, e);
}

static double work_labels(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    int machines = ocsvm_labels_of(s)->gamma_points;
    double n = (double)size->n_positive, dims = pixels_of(size);
    /* with a large gamma every image supports its machine */
    return machines_fit_work(machines, n, dims) + (double)size->n_test * machines_score_work(machines, n, dims);
}

static void normalise_labels(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct ocsvm_labels_keys *k = settings_edit(s, &ocsvm_labels_section);
    k->memory_gib = 0;
}

const struct detector detector_ocsvm_labels = {
    .name = "ocsvm-labels",
    .help = "one-class support vector machines of rising gamma; their labels as a ROC curve",
    .label = "OC-SVM-labels",
    .line = 20,
    .flags = LABEL_SWEEP | NEEDS_IMAGES,
    .section = &ocsvm_labels_section,
    .normalise = normalise_labels,
    .check = check_labels,
    .work = work_labels,
    .memory = memory,
    .fit = fit_labels,
    .score = score_labels,
    .save = save,
    .load = load_labels,
    .free = release,
};
