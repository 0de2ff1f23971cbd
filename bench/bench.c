/* How fast training, fitting and scoring are, as CSV: name,value,unit,ratio.
 *
 * Usage: bench [-n] [-r REPETITIONS] [ROW ...]
 *   ROW   these measurements only (default: all)
 *   -r    repetitions of each (default 5); a value is the median over them
 *   -n    without SGEMM beside each measurement: the column ratio stays empty (for profiles)
 *
 * `ratio` is the speed over that of a 2048 x 2048 x 2048 SGEMM that the same process does right
 * before and right after the measurement; it is the median over the repetitions of the ratio,
 * not the ratio of two medians, so a machine that is slower for a while does not shift it. All
 * is done by one thread. What the libraries chose for this processor goes to standard error.
 *
 * A training is timed through the detectors' own interface: the progress report at the end of
 * each epoch gives the times of whole epochs, the first of which is thrown away with the
 * preparations; the fastest of the others counts, as the fastest SGEMM does. */
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "data/augment.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/dsvdd/dsvdd.h"
#include "detect/dsvdd/dsvdd_network.h"
#include "detect/gan/gan.h"
#include "detect/parts/density.h"
#include "detect/parts/svm.h"
#include "detect/registry.h"
#include "detect/suite.h"
#include "nn/speed.h"
#include "run/provenance.h"
#include "store/file.h"

/* Opened by the first who asks. */
static const struct suite *suite(void)
{
    static struct suite all;
    struct error e;
    if (all.n == 0 && suite_open(&all, registry, &e)) {
        fprintf(stderr, "bench: %s\n", e.text);
        exit(1);
    }
    return &all;
}

static const struct detector *detector_named(const char *name)
{
    return suite_find(suite(), name);
}

static void settings_start(struct settings *s)
{
    settings_init(s, &suite()->sections);
}

static void set(struct settings *s, const char *section, const char *key, const char *value)
{
    settings_set(s, sections_setting(&suite()->sections, section, key), value, NULL);
}

/* The struct of a section, to be written: KEYS(&s, model)->latent = 4. */
#define KEYS(s, name) ((struct name##_keys *)settings_edit(s, &name##_section))

enum { BATCH = 128, EPOCHS = 3, REPETITIONS_MAX = 99, SGEMM_SIDE = 2048 };

struct bench {
    int repetitions, with_sgemm;
};

static void stop(const char *what, const struct error *e)
{
    fprintf(stderr, "bench: %s: %s\n", what, e->text);
    exit(EXIT_FAILURE);
}

/* Rows of output. A NaN is an empty field. */
static void put_number(double value)
{
    putchar(',');
    if (isfinite(value))
        printf("%.5g", value);
}

static void put_row(const char *name, const char *suffix, double value, const char *unit, double ratio)
{
    printf("%s%s", name, suffix);
    put_number(value);
    printf(",%s", unit);
    put_number(ratio);
    putchar('\n');
    fflush(stdout);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them. */
static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, ascending);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

static double sgemm_or_nan(const struct bench *b)
{
    return b->with_sgemm ? sgemm_speed(SGEMM_SIDE) : NAN;
}

/* Rows "NAME" in milliseconds and "NAME_speed" in GFLOP/s with its ratio, of something that is
 * done with `work` operations in `seconds(context)`. */
static void measure(const struct bench *b, const char *name, double work, double (*seconds)(void *), void *context)
{
    double time[REPETITIONS_MAX], ratio[REPETITIONS_MAX], before = sgemm_or_nan(b);
    for (int i = 0; i < b->repetitions; i++) {
        time[i] = seconds(context);
        double after = sgemm_or_nan(b);
        ratio[i] = work / time[i] / ((before + after) / 2);
        before = after;
    }
    double typical = median(time, b->repetitions);
    put_row(name, "", 1e3 * typical, "ms", NAN);
    put_row(name, "_speed", work / typical / 1e9, "GFLOP/s", b->with_sgemm ? median(ratio, b->repetitions) : NAN);
}

/* Made-up images: stripes of many slopes under noise. bench/peers.py makes the same. */
static struct images images_of(size_t n, struct shape shape)
{
    struct images im;
    images_alloc(&im, n, shape.h, shape.w, shape.c);
    uint8_t *p = im.pixels;
    for (size_t i = 0; i < n; i++) {
        im.labels[i] = 0;
        for (size_t y = 0; y < (size_t)shape.h; y++)
            for (size_t x = 0; x < (size_t)shape.w; x++)
                for (size_t c = 0; c < (size_t)shape.c; c++)
                    *p++ = (uint8_t)((x * (i % 7 + 1) + y * (i % 5 + 1)) * 4 + 40 * c + i * 13 + x * y * (i + 11) % 31);
    }
    return im;
}

static const struct shape grey28 = { 28, 28, 1 };

/* The networks that are trained. */
struct network_case {
    const char *name;
    struct shape image;
    int latent;
    struct int_list encoder, decoder;
    size_t images;        /* in an epoch: enough for a time that can be measured */
    const char *detector; /* that trains it */
};

static const struct network_case networks[] = {
    { "step_cifar10", { 32, 32, 3 }, 128, { 2, { 32, 64 } }, { 2, { 32, 32 } }, 640, "phase1" },
    { "step_28x28", { 28, 28, 1 }, 32, { 2, { 16, 32 } }, { 2, { 16, 16 } }, 3840, "phase1" },
    { "step_28x28_wide", { 28, 28, 1 }, 32, { 2, { 32, 64 } }, { 2, { 32, 32 } }, 2560, "phase1" },
    { "step_vae", { 28, 28, 1 }, 32, { 2, { 32, 64 } }, { 2, { 32, 32 } }, 2560, "vae" },
    { "step_mem_ae", { 28, 28, 1 }, 32, { 2, { 32, 64 } }, { 2, { 32, 32 } }, 2560, "mem-ae" },
};

static struct settings settings_for(const struct network_case *c)
{
    struct settings s;
    settings_start(&s);
    KEYS(&s, model)->latent = c->latent;
    KEYS(&s, model)->encoder = c->encoder;
    KEYS(&s, model)->decoder = c->decoder;
    KEYS(&s, train)->batch = BATCH;
    KEYS(&s, train)->epochs = KEYS(&s, shape)->epochs = EPOCHS;
    KEYS(&s, train)->restarts = 0; /* the same work whatever the loss does */
    return s;
}

static const struct network_case *network_named(const char *name)
{
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if (strcmp(networks[i].name, name) == 0)
            return &networks[i];
    return networks;
}

static struct autoencoder autoencoder_of(const struct network_case *c)
{
    struct settings s = settings_for(c);
    struct autoencoder ae;
    struct error e;
    if (autoencoder_init(&ae, &s, c->image, &e))
        stop(c->name, &e);
    return ae;
}

/* When each epoch of a training ended. */
struct epochs {
    double at[EPOCHS];
    int n;
};

static void note_time(void *context, const char *stage, int done, int total, double loss)
{
    struct epochs *w = context;
    (void)stage, (void)done, (void)total, (void)loss;
    if (w->n < EPOCHS)
        w->at[w->n++] = clock_seconds();
}

/* A training through the detectors' interface. */
struct training {
    const struct detector *detector;
    struct settings settings;
    struct images positive, negative;
    const struct archive *phase1;
};

static void *train(const struct training *t, struct epochs *w)
{
    struct progress progress = { note_time, w };
    struct fit_input in = { &t->settings, &t->positive, &t->negative, 1, t->phase1, &progress };
    struct fit_report report = { 0 };
    struct error e;
    w->n = 0;
    void *model = t->detector->fit(t->detector, &in, &report, &e);
    if (!model)
        stop(t->detector->name, &e);
    fit_report_release(&report);
    return model;
}

/* Of one step of `context`, a struct training. */
static double step_seconds(void *context)
{
    const struct training *t = context;
    struct epochs w;
    double best = INFINITY;
    t->detector->free(train(t, &w));
    for (int i = 1; i < w.n; i++)
        best = fmin(best, w.at[i] - w.at[i - 1]);
    return best / (double)(t->positive.n / BATCH);
}

static struct training training_of(const struct network_case *c)
{
    return (struct training) { .detector = detector_named(c->detector),
                               .settings = settings_for(c),
                               .positive = images_of(c->images, c->image) };
}

static void training_release(struct training *t)
{
    images_release(&t->positive);
    images_release(&t->negative);
}

/* Phase 1: bytes to floats, forward, backward, Adam. */
static void bench_step(const struct bench *b, const char *name)
{
    const struct network_case *c = network_named(name);
    const struct sizes one_step = {
        .height = c->image.h, .width = c->image.w, .channels = c->image.c, .n_positive = BATCH
    };
    struct training t = training_of(c);
    struct settings s = t.settings;
    KEYS(&s, train)->epochs = 1;
    measure(b, name, t.detector->work(t.detector, &s, &one_step), step_seconds, &t);
    training_release(&t);
}

enum { GAN_BATCH = 64, CRITIC_STEPS = 5 };

static double cycle_seconds(void *context)
{
    const struct training *t = context;
    return step_seconds(context) * (double)(t->positive.n / BATCH) /
           (double)(t->positive.n / (GAN_BATCH * CRITIC_STEPS));
}

/* Five steps of the critic, each with its gradient penalty, and one of the generator. */
static void bench_anogan(const struct bench *b, const char *name)
{
    struct training t = { .detector = detector_named("gan"),
                          .positive = images_of(4 * GAN_BATCH * CRITIC_STEPS, grey28) };
    const struct sizes one_cycle = {
        .height = grey28.h, .width = grey28.w, .channels = grey28.c, .n_positive = GAN_BATCH * CRITIC_STEPS
    };
    settings_start(&t.settings);
    KEYS(&t.settings, anogan)->generator = (struct int_list) { 2, { 32, 32 } };
    KEYS(&t.settings, anogan)->critic = (struct int_list) { 2, { 32, 64 } };
    KEYS(&t.settings, anogan)->batch = GAN_BATCH;
    KEYS(&t.settings, anogan)->critic_steps = CRITIC_STEPS;
    KEYS(&t.settings, anogan)->epochs = 1;
    double work = t.detector->work(t.detector, &t.settings, &one_cycle);
    KEYS(&t.settings, anogan)->epochs = EPOCHS;
    measure(b, name, work, cycle_seconds, &t);
    training_release(&t);
}

/* A step of Deep SVDD without pre-training, on the authors' network for 28x28: bytes to floats,
 * forward with the batch's statistics, backward, Adam. */
static void bench_dsvdd(const struct bench *b, const char *name)
{
    struct training t = { .detector = detector_named("dsvdd"), .positive = images_of(3840, grey28) };
    struct network phi, decoder;
    struct error e;
    settings_start(&t.settings);
    set(&t.settings, "dsvdd", "network", "lenet");
    set(&t.settings, "dsvdd", "pretrain", "off");
    KEYS(&t.settings, dsvdd)->batch = BATCH;
    KEYS(&t.settings, dsvdd)->epochs = EPOCHS;
    if (dsvdd_networks_init(&phi, &decoder, &t.settings, grey28, &e))
        stop(name, &e);
    measure(b, name, 3 * network_work(&phi) * BATCH, step_seconds, &t);
    network_release(&phi);
    network_release(&decoder);
    training_release(&t);
}

/* A first phase through a file, as the suite's runs have it. */
static void open_phase1(struct archive *a, const struct training *t)
{
    const char *tmp = getenv("TMPDIR");
    char *path = path_join(tmp ? tmp : "/tmp", "lisae-bench-XXXXXX", NULL);
    struct epochs w;
    struct error e;
    int file = mkstemp(path);
    if (file < 0) {
        error_set(&e, "cannot make a temporary file '%s'", path);
        stop("phase 1", &e);
    }
    close(file);
    void *model = train(t, &w);
    struct archive_writer *writer = archive_create(path, &e);
    if (writer)
        t->detector->save(model, writer);
    if (!writer || archive_commit(writer, &e) || archive_open(a, path, &e))
        stop("phase 1", &e);
    unlink(path);
    free(path);
    t->detector->free(model);
}

/* A step of phase 2 on kept outputs of the encoder: 128 positives and 128 negatives through the
 * latent layer and the decoder, the gradient of the decoder's input and of the latent weights. */
static void bench_phase2(const struct bench *b, const char *name)
{
    const struct network_case *c = network_named("step_cifar10");
    struct training first = training_of(c), t = first;
    struct archive phase1;
    KEYS(&first.settings, train)->epochs = 1;
    open_phase1(&phase1, &first);
    t.detector = detector_named("lis-ae");
    t.negative = images_of(2 * c->images, c->image);
    t.phase1 = &phase1;
    struct autoencoder ae = autoencoder_of(c);
    measure(b, name, 2 * (network_work(&ae.decoder) + network_work(&ae.latent)) * 2 * BATCH, step_seconds, &t);
    autoencoder_release(&ae);
    archive_release(&phase1);
    training_release(&t);
}

/* Forward and backward of a decoder, the fastest of a few. */
static double decoder_seconds(const struct network *net)
{
    enum { TRIES = 5 };
    size_t in = BATCH * (size_t)shape_size(net->in), out = BATCH * (size_t)shape_size(net->out);
    float *z = mem_alloc(in, sizeof *z), *dy = mem_alloc(out, sizeof *dy);
    float *gradient = mem_alloc(net->n_params, sizeof *gradient);
    double best = INFINITY;
    struct error e;
    struct pass *p = pass_create(net, BATCH, PASS_WEIGHTS | PASS_INPUT, NULL, &e);
    if (!p)
        stop("decoder", &e);
    for (size_t i = 0; i < in; i++)
        z[i] = (float)(i % 19) / 9 - 1;
    for (int k = 0; k < TRIES; k++) {
        for (size_t i = 0; i < out; i++) /* the pass before has changed it */
            dy[i] = (float)(i % 17) / 800 - 0.01f;
        double start = clock_seconds();
        pass_begin(p);
        pass_forward(p, z);
        pass_backward(p, z, dy, gradient);
        best = fmin(best, clock_seconds() - start);
    }
    pass_free(p);
    free(z);
    free(dy);
    free(gradient);
    return best;
}

/* How much of a step the last convolution takes, all three directions: the decoder with it and
 * without it, as its input is in the cache only behind the layer before it. */
static void bench_last_layer(const struct bench *b, const char *name)
{
    const struct network_case *c = network_named("step_cifar10");
    struct training t = training_of(c);
    struct autoencoder ae = autoencoder_of(c);
    double share[REPETITIONS_MAX];
    autoencoder_initialise(&ae, &t.positive, 1);
    struct network shorter = ae.decoder; /* shares the parameters */
    shorter.n--;
    shorter.out = shorter.layer[shorter.n - 1].out;
    for (int i = 0; i < b->repetitions; i++)
        share[i] = 100 * (decoder_seconds(&ae.decoder) - decoder_seconds(&shorter)) / step_seconds(&t);
    put_row(name, "", median(share, b->repetitions), "%", NAN);
    autoencoder_release(&ae);
    training_release(&t);
}

/* A detector with its model, to score images; or without, to be fitted. */
struct scoring {
    const struct detector *detector;
    struct settings settings;
    struct images train, test;
    void *model;
    double *scores;
};

static double score_seconds(void *context)
{
    struct scoring *s = context;
    struct error e;
    double start = clock_seconds();
    if (s->detector->score(s->detector, s->model, &s->test, s->scores, &e))
        stop(s->detector->name, &e);
    return clock_seconds() - start;
}

static double fit_seconds(void *context)
{
    struct scoring *s = context;
    struct training t = { .detector = s->detector, .settings = s->settings, .positive = s->train };
    struct epochs unused;
    double start = clock_seconds();
    s->model = train(&t, &unused);
    return clock_seconds() - start;
}

/* The exponentials, one for each pair, are not counted as operations. */
static void bench_kde(const struct bench *b, const char *name)
{
    struct scoring s = { .detector = detector_named("kde"),
                         .train = images_of(5000, grey28),
                         .test = images_of(2000, grey28) };
    settings_start(&s.settings);
    KEYS(&s.settings, kde)->select = "fixed";
    s.scores = mem_alloc(s.test.n, sizeof *s.scores);
    fit_seconds(&s);
    measure(b, name, 2.0 * (double)s.train.n * (double)s.test.n * (double)images_size(&s.train), score_seconds, &s);
    s.detector->free(s.model);
    free(s.scores);
    images_release(&s.train);
    images_release(&s.test);
}

/* A forest has no operations to speak of: times alone. */
static void bench_iforest(const struct bench *b, const char *name)
{
    struct scoring s = { .detector = detector_named("iforest"),
                         .train = images_of(6000, grey28),
                         .test = images_of(10000, grey28) };
    int of_fit = strcmp(name, "iforest_fit") == 0;
    double time[REPETITIONS_MAX];
    settings_start(&s.settings);
    s.scores = mem_alloc(s.test.n, sizeof *s.scores);
    for (int i = 0; i < b->repetitions; i++) {
        double fitted = fit_seconds(&s);
        time[i] = of_fit ? fitted : score_seconds(&s);
        s.detector->free(s.model);
    }
    put_row(name, "", 1e3 * median(time, b->repetitions), "ms", NAN);
    free(s.scores);
    images_release(&s.train);
    images_release(&s.test);
}

/* Seconds of a fit. */
static void bench_fit(const struct bench *b, const char *name, struct scoring *s)
{
    double time[REPETITIONS_MAX];
    for (int i = 0; i < b->repetitions; i++) {
        time[i] = fit_seconds(s);
        s->detector->free(s->model);
    }
    put_row(name, "", median(time, b->repetitions), "s", NAN);
}

static void bench_pca(const struct bench *b, const char *name)
{
    struct scoring s = { .detector = detector_named("pca"), .train = images_of(6000, grey28) };
    settings_start(&s.settings);
    set(&s.settings, "pca", "components", "32");
    bench_fit(b, name, &s);
    images_release(&s.train);
}

/* Everything that [augment] has, as Fashion-MNIST's negatives are augmented. */
static void bench_augment(const struct bench *b, const char *name)
{
    const struct augmentation all = {
        .blur = 1, .blur_sigma = 1, .crop = 10, .flip_x = 1, .flip_y = 1, .transpose = 1
    };
    const struct shape shape = strcmp(name, "augment_28x28") == 0 ? grey28 : (struct shape) { 32, 32, 3 };
    struct images im = images_of(2000, shape);
    uint8_t *out = mem_alloc((size_t)shape_size(shape), 1);
    double time[REPETITIONS_MAX];
    struct rng r;
    rng_seed(&r, 1);
    for (int i = 0; i < b->repetitions; i++) {
        const double start = clock_seconds();
        for (size_t k = 0; k < im.n; k++)
            augment(&all, &r, im.pixels + k * images_size(&im), out, shape.h, shape.w, shape.c);
        time[i] = (clock_seconds() - start) / (double)im.n;
    }
    put_row(name, "", 1e6 * median(time, b->repetitions), "us", NAN);
    free(out);
    images_release(&im);
}

static void bench_ocsvm_fit(const struct bench *b, const char *name)
{
    struct scoring s = { .detector = detector_named("ocsvm"), .train = images_of(6000, grey28) };
    settings_start(&s.settings);
    bench_fit(b, name, &s);
    images_release(&s.train);
}

/* Distances to the support vectors; the exponentials are not counted. */
static void bench_ocsvm_score(const struct bench *b, const char *name)
{
    struct scoring s = { .detector = detector_named("ocsvm"),
                         .train = images_of(6000, grey28),
                         .test = images_of(10000, grey28) };
    settings_start(&s.settings);
    s.scores = mem_alloc(s.test.n, sizeof *s.scores);
    fit_seconds(&s);
    const struct machines *m = s.model;
    measure(b, name, 2.0 * (double)m->support.images.n * (double)s.test.n * (double)images_size(&s.test), score_seconds,
            &s);
    s.detector->free(s.model);
    free(s.scores);
    images_release(&s.train);
    images_release(&s.test);
}

/* Seconds until `n` processes that each do the same training side by side are done. */
static double side_by_side(int n, const struct training *t)
{
    struct error e;
    double start = clock_seconds();
    for (int i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct epochs unused;
            t->detector->free(train(t, &unused));
            _exit(EXIT_SUCCESS);
        }
        if (child < 0) {
            error_set(&e, "cannot start a process");
            stop("two_runs", &e);
        }
    }
    for (int i = 0, status; i < n; i++)
        if (wait(&status) < 0 || status != 0) {
            error_set(&e, "a process ended badly");
            stop("two_runs", &e);
        }
    return clock_seconds() - start;
}

/* Time of two runs at once over the time of one: 1 where they do not disturb each other. */
static void bench_two_runs(const struct bench *b, const char *name)
{
    cpu_set_t may_use;
    double ratio[REPETITIONS_MAX];
    if (sched_getaffinity(0, sizeof may_use, &may_use) || CPU_COUNT(&may_use) < 2) {
        put_row(name, "", NAN, "x", NAN);
        return;
    }
    struct training t = training_of(network_named("step_cifar10"));
    for (int i = 0; i < b->repetitions; i++) {
        double alone = side_by_side(1, &t);
        ratio[i] = side_by_side(2, &t) / alone;
    }
    put_row(name, "", median(ratio, b->repetitions), "x", NAN);
    training_release(&t);
}

/* Both phases of one epoch each on as many images as a CIFAR-10 task has. */
static void lis_ae_run(void)
{
    const struct network_case *c = network_named("step_cifar10");
    struct training first = { .detector = detector_named("phase1"),
                              .settings = settings_for(c),
                              .positive = images_of(5000, c->image) };
    struct archive phase1;
    struct epochs unused;
    KEYS(&first.settings, train)->epochs = KEYS(&first.settings, shape)->epochs = 1;
    struct training t = first;
    t.detector = detector_named("lis-ae");
    t.negative = images_of(25000, c->image);
    open_phase1(&phase1, &first);
    t.phase1 = &phase1;
    t.detector->free(train(&t, &unused));
    archive_release(&phase1);
    training_release(&t);
}

static void bench_peak_memory(const struct bench *b, const char *name)
{
    struct rusage usage;
    struct error e;
    int status;
    (void)b;
    pid_t child = fork();
    if (child == 0) {
        lis_ae_run();
        _exit(EXIT_SUCCESS);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        error_set(&e, "a process ended badly");
        stop(name, &e);
    }
    put_row(name, "", (double)usage.ru_maxrss / 1024, "MiB", NAN);
}

static double processor_of(int whom)
{
    struct rusage u;
    getrusage(whom, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* What the system takes for a process of a run that does nothing: it begins, ends, and, as the smallest one does,
 * writes to so many pages between. bench/many has what a run takes. */
static void bench_fork(const struct bench *b, const char *name)
{
    enum { PAGES = 200, PAGE = 4096, EACH = 50 };
    const int pages = strcmp(name, "fork") == 0 ? 0 : PAGES;
    volatile char *memory = mem_zero(PAGES + 1, PAGE);
    double seconds[REPETITIONS_MAX];
    for (int i = 0; i < b->repetitions; i++) {
        const double before = processor_of(RUSAGE_SELF) + processor_of(RUSAGE_CHILDREN);
        for (int j = 0; j < EACH; j++) {
            const pid_t child = fork();
            for (int k = 0; child == 0 && k < pages; k++)
                memory[(size_t)k * PAGE] = 1;
            if (child == 0)
                _exit(EXIT_SUCCESS);
            waitpid(child, NULL, 0);
        }
        seconds[i] = (processor_of(RUSAGE_SELF) + processor_of(RUSAGE_CHILDREN) - before) / EACH;
    }
    put_row(name, "", median(seconds, b->repetitions) * 1e3, "ms", NAN);
    free((void *)memory);
}

static void bench_sgemm(const struct bench *b, const char *name)
{
    double speed[REPETITIONS_MAX];
    for (int i = 0; i < b->repetitions; i++)
        speed[i] = sgemm_speed(SGEMM_SIDE);
    put_row(name, "", median(speed, b->repetitions) / 1e9, "GFLOP/s", NAN);
}

static const struct {
    const char *name;
    void (*run)(const struct bench *b, const char *name);
} rows[] = {
    { "peak_memory_cifar10", bench_peak_memory }, /* first: a child begins with its parent's memory */
    { "fork", bench_fork },
    { "fork_200_pages", bench_fork },
    { "sgemm_2048", bench_sgemm },
    { "step_cifar10", bench_step },
    { "step_28x28", bench_step },
    { "step_28x28_wide", bench_step },
    { "step_vae", bench_step },
    { "step_mem_ae", bench_step },
    { "phase2_cifar10", bench_phase2 },
    { "last_layer_cifar10", bench_last_layer },
    { "step_dsvdd", bench_dsvdd },
    { "step_anogan", bench_anogan },
    { "kde_score", bench_kde },
    { "iforest_fit", bench_iforest },
    { "iforest_score", bench_iforest },
    { "ocsvm_fit", bench_ocsvm_fit },
    { "ocsvm_score", bench_ocsvm_score },
    { "pca_fit", bench_pca },
    { "augment_28x28", bench_augment },
    { "augment_32x32x3", bench_augment },
    { "two_runs", bench_two_runs },
};

enum { ROWS = sizeof rows / sizeof *rows };

static int usage(void)
{
    fputs("usage: bench [-n] [-r REPETITIONS] [ROW ...]\nrows:", stderr);
    for (int i = 0; i < ROWS; i++)
        fprintf(stderr, " %s", rows[i].name);
    fputc('\n', stderr);
    return 2;
}

static int row_named(const char *name)
{
    for (int i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

int main(int argc, char **argv)
{
    struct bench b = { .repetitions = 5, .with_sgemm = 1 };
    struct text libraries = TEXT_INIT;
    long number;
    for (int option; (option = getopt(argc, argv, "nr:")) != -1;) {
        if (option == 'n')
            b.with_sgemm = 0;
        else if (option != 'r' || parse_long(optarg, &number) || number < 1 || number > REPETITIONS_MAX)
            return usage();
        else
            b.repetitions = (int)number;
    }
    for (int i = optind; i < argc; i++)
        if (row_named(argv[i]) < 0)
            return usage();
    provenance_describe(&libraries);
    fputs(text_of(&libraries), stderr);
    text_release(&libraries);
    puts("name,value,unit,ratio");
    fflush(stdout); /* before any fork */
    for (int i = 0; i < (optind < argc ? argc - optind : ROWS); i++) {
        int row = optind < argc ? row_named(argv[optind + i]) : i;
        rows[row].run(&b, rows[row].name);
    }
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
