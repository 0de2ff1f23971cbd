/* The rivals that keep means and one covariance, against their definitions in double precision. */
#include "incremental/protocol.h"

#include "detect/parts/hog.h"
#include "support/incremental.h"

enum { CLASSES = 4, WIDE = 400 };

/* Histograms of all images, (n, h->n). */
static double *features_of(const struct images *im, struct hog *h)
{
    double *f = mem_alloc(im->n * h->n, sizeof *f);
    float pixels[AXES_SIDE * AXES_SIDE], out[WIDE];
    assert_true(h->n <= WIDE);
    for (size_t i = 0; i < im->n; i++) {
        batch_floats(im, NULL, i, 1, pixels);
        hog_features(h, pixels, out);
        for (size_t k = 0; k < h->n; k++)
            f[i * h->n + k] = (double)out[k];
    }
    return f;
}

/* Adds the class's covariance, divided by `parts`, to s (d, d), and gives its mean (d). */
static void moments(const double *f, size_t n, size_t d, double parts, double *mean, double *s)
{
    for (size_t k = 0; k < d; k++) {
        mean[k] = 0;
        for (size_t i = 0; i < n; i++)
            mean[k] += f[i * d + k] / (double)n;
    }
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l < d; l++)
            for (size_t i = 0; i < n; i++)
                s[k * d + l] += (f[i * d + k] - mean[k]) * (f[i * d + l] - mean[l]) / (double)n / parts;
}

/* Solves s w = m by elimination; s is destroyed. */
static void solve(double *s, const double *m, size_t d, double *w)
{
    memcpy(w, m, d * sizeof *w);
    for (size_t k = 0; k < d; k++)
        for (size_t i = k + 1; i < d; i++) {
            const double by = s[i * d + k] / s[k * d + k];
            for (size_t l = k; l < d; l++)
                s[i * d + l] -= by * s[k * d + l];
            w[i] -= by * w[k];
        }
    for (size_t k = d; k-- > 0;) {
        for (size_t l = k + 1; l < d; l++)
            w[k] -= s[k * d + l] * w[l];
        w[k] /= s[k * d + k];
    }
}

/* What all classes are known by. */
struct known {
    struct hog h;
    double *test, *mean, *w; /* (test.n, d), (CLASSES, d) both */
};

static void learn(struct known *to, const struct axes_case *c)
{
    double trace = 0;
    assert_int_equal(hog_init(&to->h, (struct shape) { AXES_SIDE, AXES_SIDE, 1 }, c->request.keys.cell, NULL), 0);
    const size_t d = to->h.n;
    double *s = mem_zero(d * d, sizeof *s), *left = mem_alloc(d * d, sizeof *left);
    to->test = features_of(&c->arrivals.test, &to->h);
    to->mean = mem_alloc(CLASSES * d, sizeof *to->mean);
    to->w = mem_alloc(CLASSES * d, sizeof *to->w);
    for (size_t k = 0; k < CLASSES; k++) {
        double *f = features_of(&c->arrivals.train[k], &to->h);
        moments(f, c->arrivals.train[k].n, d, CLASSES, to->mean + k * d, s);
        free(f);
    }
    for (size_t k = 0; k < d; k++)
        trace += s[k * d + k];
    for (size_t k = 0; k < d; k++)
        s[k * d + k] += c->request.keys.ridge * trace / (double)d;
    for (size_t k = 0; k < CLASSES; k++) {
        memcpy(left, s, d * d * sizeof *s);
        solve(left, to->mean + k * d, d, to->w + k * d);
    }
    free(s);
    free(left);
}

static void forget(struct known *k)
{
    hog_release(&k->h);
    free(k->test);
    free(k->mean);
    free(k->w);
}

static double distance(const struct known *k, size_t image, size_t class_)
{
    const size_t d = k->h.n;
    double sum = 0;
    for (size_t i = 0; i < d; i++)
        sum += pow(k->test[image * d + i] - k->mean[class_ * d + i], 2);
    return sqrt(sum);
}

/* w'f - w'm / 2 */
static double discriminant(const struct known *k, size_t image, size_t class_)
{
    const size_t d = k->h.n;
    double sum = 0;
    for (size_t i = 0; i < d; i++)
        sum += k->w[class_ * d + i] * (k->test[image * d + i] - k->mean[class_ * d + i] / 2);
    return sum;
}

static void scores_are_those_of_the_definitions(void **state)
{
    struct axes_case c;
    struct known k;
    struct csv means, lda;
    axes_init(&c, CLASSES, "3 1 0 2", 2);
    c.request.keys.cell = 4;
    c.request.keys.ridge = 0.3;
    struct csv curve = part_of(state, &c, "raw-l2", "", RIVAL_HOG_MEAN);
    csv_release(&curve);
    read_part_scores(state, &means);
    curve = part_of(state, &c, "raw-l2", "", RIVAL_HOG_LDA);
    csv_release(&curve);
    read_part_scores(state, &lda);
    learn(&k, &c);
    assert_int_equal(lda.n_rows, c.arrivals.test.n);
    for (size_t i = 0; i < lda.n_rows; i++) {
        double all = 0, most = -INFINITY;
        for (size_t class_ = 0; class_ < CLASSES; class_++)
            most = fmax(most, discriminant(&k, i, class_));
        for (size_t class_ = 0; class_ < CLASSES; class_++)
            all += exp(discriminant(&k, i, class_) - most);
        for (size_t class_ = 0; class_ < CLASSES; class_++) {
            const double expected = most + log(all) - discriminant(&k, i, class_);
            assert_true(isfinite(expected));
            assert_near(part_score(&means, i, (int)class_), distance(&k, i, class_), 1e-6);
            assert_near(part_score(&lda, i, (int)class_), expected, 1e-6 * fmax(1, expected));
        }
    }
    forget(&k);
    csv_release(&means);
    csv_release(&lda);
    axes_release(&c);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(scores_are_those_of_the_definitions) };

TEST_MAIN(tests, make_folder, remove_folder)
