/* What the tests of the GAN and of the detectors on it share: settings of a tiny one, Adam by its definition, a first
 * phase through a file. */
#ifndef TESTS_SUPPORT_GANS_H
#define TESTS_SUPPORT_GANS_H

#include "detect/gan/gan.h"
#include "support/fitting.h"
#include "support/naive_network.h"

static const char *const tiny = "anogan.z=2 anogan.generator=2 anogan.critic=2 anogan.batch=3 anogan.epochs=3 "
                                "anogan.critic_steps=2 anogan.learning_rate=0.01 anogan.encoder_epochs=3 "
                                "anogan.encoder_learning_rate=0.01 anogan.kappa=0.7";

/* Adam with the definition's words. */
struct adam_twin {
    double *params, *m, *v, beta1, beta2;
    size_t n;
    long step;
};

static inline struct adam_twin adam_twin_of(const struct network *net, double beta1, double beta2)
{
    return (struct adam_twin) { doubles(net->params, net->n_params),
                                mem_zero(net->n_params, sizeof(double)),
                                mem_zero(net->n_params, sizeof(double)),
                                beta1,
                                beta2,
                                net->n_params,
                                0 };
}

static inline void adam_twin_release(struct adam_twin *a)
{
    free(a->params);
    free(a->m);
    free(a->v);
}

static const double NOISE = 1e-8;

static inline void adam_twin_step(struct adam_twin *a, double (*loss)(void *), void *context, double rate)
{
    double *gradient = mem_alloc(a->n, sizeof *gradient);
    for (size_t i = 0; i < a->n; i++) {
        double found = central_difference(loss, context, &a->params[i], 1e-6);
        gradient[i] = fabs(found) > NOISE ? found : 0; /* Adam would make a step of any noise */
    }
    a->step++;
    for (size_t i = 0; i < a->n; i++) {
        a->m[i] = a->beta1 * a->m[i] + (1 - a->beta1) * gradient[i];
        a->v[i] = a->beta2 * a->v[i] + (1 - a->beta2) * gradient[i] * gradient[i];
        double m = a->m[i] / (1 - pow(a->beta1, (double)a->step)), v = a->v[i] / (1 - pow(a->beta2, (double)a->step));
        a->params[i] -= rate * m / (sqrt(v) + 1e-8);
    }
    free(gradient);
}

static inline void assert_same_params(const struct adam_twin *a, const struct network *net, double tolerance)
{
    for (size_t i = 0; i < a->n; i++)
        if (!(fabs((double)net->params[i] - a->params[i]) <= tolerance))
            fail_msg("parameter %zu of %zu: expected %.9g, found %.9g", i, a->n, a->params[i], (double)net->params[i]);
}

static inline double rate_at(const struct settings *s, double rate, int step, int steps)
{
    return choice_is(anogan_of(s)->decay, "cosine") ? rate * (0.505 + 0.495 * cos(acos(-1) * step / (steps - 1)))
                                                    : rate;
}

/* A first phase through a file, as runs have it. */
static inline struct gan *open_gan(const struct fit_input *in, const char *folder, struct archive *a)
{
    struct fit_report report;
    char *path = path_join(folder, "gan.lisae", NULL);
    struct gan *g = fit_with("gan", in, &report);
    fit_report_release(&report);
    save_model("gan", g, path, a);
    free(path);
    return g;
}

#endif
