/* Codes: values and gradients of every kind against their definitions in double precision, with
 * derivatives by differences; closed forms; what happens at the ends. */
#include "support/fitting.h"

#include "detect/autoencoder/code.h"
#include "support/naive_code.h"
#include "support/naive_network.h"

static struct code code_of(const struct code_kind *kind, const char *settings, size_t pixels)
{
    struct settings s;
    struct code c;
    struct error e = { "" };
    configure(&s, settings);
    code_init(&c, kind, &s, pixels, &e);
    assert_string_equal(e.text, "");
    return c;
}

static float *normals(size_t n, double scale, uint64_t seed)
{
    struct rng r;
    float *x = mem_alloc(n, sizeof *x);
    rng_seed(&r, seed);
    for (size_t i = 0; i < n; i++)
        x[i] = (float)(scale * rng_normal(&r));
    return x;
}

/* The loss sum_k slope_k z_k + weight mean_i term_i in double precision. */
struct probe {
    const struct code *code;
    double *a, *params, *eps, *slope, *z, *term;
    double margin;
    size_t n;
};

static double probe_loss(void *context)
{
    struct probe *p = context;
    double sum = 0;
    naive_code_of(p->code, p->params, p->a, p->eps, p->n, p->z, p->term, &p->margin);
    for (size_t k = 0; k < p->n * p->code->width; k++)
        sum += p->slope[k] * p->z[k];
    for (size_t i = 0; i < p->n; i++)
        sum += p->code->weight * p->term[i] / (double)p->n;
    return sum;
}

static void assert_derivatives(struct probe *p, double *at, size_t n, const float *found, const char *what)
{
    for (size_t i = 0; i < n; i++) {
        double expected = central_difference(probe_loss, p, &at[i], 1e-5);
        if (!(fabs((double)found[i] - expected) <= 2e-4 * (1 + fabs(expected))))
            fail_msg("%s, %zu of %zu: expected %.9g, found %.9g", what, i, n, expected, (double)found[i]);
    }
}

static void values_and_gradients(void **state)
{
    (void)state;
    static const struct {
        const struct code_kind *kind;
        const char *settings;
        size_t in;
    } table[] = {
        { &code_plain, "model.code=tanh", 3 },
        { &code_plain, "model.code=sigmoid", 3 },
        { &code_plain, "model.code=relu model.slope=0.3", 3 },
        { &code_plain, "model.code=leaky-relu model.slope=0.3", 3 },
        { &code_plain, "model.code=identity", 3 },
        { &code_plain, "model.code=tanh model.kind=linear", 3 },
        { &code_gaussian, "vae.loss=train vae.kl_weight=0", 6 },
        { &code_gaussian, "vae.loss=train vae.kl_weight=0.7", 6 },
        { &code_gaussian, "vae.loss=gaussian vae.sigma=2 vae.kl_weight=3 train.loss=mse", 6 },
        { &code_memory, "mem-ae.memory=5 mem-ae.shrink=0 mem-ae.entropy_weight=0", 3 },
        { &code_memory, "mem-ae.memory=5 mem-ae.shrink=0 mem-ae.entropy_weight=0.6", 3 },
        { &code_memory, "mem-ae.memory=5 mem-ae.shrink=0.9 mem-ae.entropy_weight=0", 3 },
        { &code_memory, "mem-ae.memory=5 mem-ae.shrink=1.1 mem-ae.entropy_weight=0.6", 3 },
        { &code_memory, "mem-ae.memory=7 mem-ae.shrink=1.5 mem-ae.entropy_weight=0.6 mem-ae.temperature=0.4", 3 },
        { &code_memory, "mem-ae.memory=4 mem-ae.shrink=2.5 mem-ae.entropy_weight=0.6 mem-ae.temperature=0.3",
          3 }, /* one slot alone, or none above */
        { &code_memory, "mem-ae.addressing=dot mem-ae.memory=5 mem-ae.shrink=0 mem-ae.entropy_weight=0.6", 3 },
        { &code_memory,
          "mem-ae.addressing=dot mem-ae.memory=6 mem-ae.shrink=1 mem-ae.entropy_weight=0.6 mem-ae.temperature=1.7", 3 },
        { &code_memory, "mem-ae.memory=1 mem-ae.shrink=0.5 mem-ae.entropy_weight=1", 3 },
        { &code_staircase, "repnn.levels=4 repnn.steepness=6", 3 },
        { &code_staircase, "repnn.levels=2 repnn.steepness=2", 3 },
        { &code_sigmoid_staircase, "sig-repnn.levels=4 sig-repnn.steepness=10", 3 },
        { &code_sigmoid_staircase, "sig-repnn.levels=7 sig-repnn.steepness=3", 3 },
    };
    enum { N = 9 };
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        struct text keys = TEXT_INIT;
        text_format(&keys, "model.latent=3 %s", table[t].settings);
        struct code c = code_of(table[t].kind, text_of(&keys), 20);
        text_release(&keys);
        assert_int_equal(c.width, 3);
        assert_int_equal(c.in, table[t].in);
        float *a = normals(N * c.in, 1, 2 + t), *dz = normals(N * c.width, 1, 100 + t);
        float *params = normals(c.n_params, 0.9, 200 + t), *da = mem_alloc(N * c.in, sizeof *da);
        float *gradient = mem_alloc(c.n_params, sizeof *gradient);
        if (c.n_params)
            memcpy(c.params, params, c.n_params * sizeof *params);
        struct probe p = { &c,
                           doubles(a, N * c.in),
                           doubles(params, c.n_params),
                           mem_alloc(N * c.width, sizeof(double)),
                           doubles(dz, N * c.width),
                           mem_alloc(N * c.width, sizeof(double)),
                           mem_alloc(N, sizeof(double)),
                           1,
                           N };
        struct rng noise, replay;
        struct code_pass pass;
        rng_seed(&noise, 300 + t);
        rng_seed(&replay, 300 + t);
        for (size_t k = 0; k < N * c.width; k++)
            p.eps[k] = (double)(float)rng_normal(&replay);
        code_pass_init(&pass, &c, N);
        code_pass_forward(&pass, a, &noise);
        probe_loss(&p);
        for (size_t k = 0; k < N * c.width; k++)
            assert_near((double)pass.z[k], p.z[k], 2e-5 * (1 + fabs(p.z[k])));
        for (size_t i = 0; i < N; i++)
            assert_near(pass.term[i], p.term[i], 2e-5 * (1 + p.term[i]));
        assert_true(p.margin > 2e-5); /* the differences below do not cross a threshold */
        code_pass_backward(&pass, a, dz, da, gradient);
        assert_derivatives(&p, p.a, N * c.in, da, table[t].settings);
        assert_derivatives(&p, p.params, c.n_params, gradient, table[t].settings);
        if (c.in == c.width) { /* in place */
            code_pass_backward(&pass, a, dz, dz, gradient);
            assert_memory_equal(da, dz, N * c.in * sizeof *da);
        }
        /* as for scores: nothing is drawn */
        free(p.eps);
        p.eps = NULL;
        code_pass_forward(&pass, a, NULL);
        probe_loss(&p);
        for (size_t k = 0; k < N * c.width; k++)
            assert_near((double)pass.z[k], p.z[k], 2e-5 * (1 + fabs(p.z[k])));
        code_pass_release(&pass);
        code_release(&c);
        free(a);
        free(dz);
        free(params);
        free(da);
        free(gradient);
        free(p.a);
        free(p.params);
        free(p.slope);
        free(p.z);
        free(p.term);
    }
}

/* 1/2 (mu^2 + s^2 - 1 - log s^2), summed. */
static void divergence_in_closed_form(void **state)
{
    (void)state;
    static const struct {
        float mu[2], log_variance[2];
        double expected;
    } table[] = {
        { { 0, 0 }, { 0, 0 }, 0 },
        { { 1, 2 }, { 0, 0 }, 2.5 },
        { { 0, 0 }, { 1.3862943611f, 0 }, 0.8068528194 },  /* (4 - 1 - log 4) / 2 */
        { { 0, 0 }, { 0, -1.3862943611f }, 0.3181471806 }, /* (1/4 - 1 + log 4) / 2 */
        { { 3, 0 }, { -1.3862943611f, 0 }, 4.8181471806 },
    };
    enum { CASES = sizeof table / sizeof *table };
    float a[CASES][4];
    for (int i = 0; i < CASES; i++)
        memcpy(a[i], table[i].mu, sizeof table[i].mu),
            memcpy(a[i] + 2, table[i].log_variance, sizeof table[i].log_variance);
    struct code c = code_of(&code_gaussian, "model.latent=2 vae.loss=train vae.kl_weight=0.25", 50);
    struct code_pass pass;
    code_pass_init(&pass, &c, CASES);
    float *z = code_pass_forward(&pass, a[0], NULL);
    for (int i = 0; i < CASES; i++) {
        assert_near(pass.term[i], table[i].expected, 1e-6);
        assert_memory_equal(z + 2 * i, table[i].mu, sizeof table[i].mu);
    }
    assert_near(c.weight, 0.25, 0);
    code_pass_release(&pass);
    code_release(&c);
    /* ||y - x||^2 / (2 sigma^2) is 50 / (2 .04) mean squared errors */
    c = code_of(&code_gaussian, "model.latent=2 vae.loss=gaussian vae.sigma=0.2 vae.kl_weight=0.5 train.loss=mse", 50);
    assert_near(c.weight, 0.5 * 0.08 / 50, 1e-15);
    code_release(&c);
}

static void draws_have_mean_and_deviation(void **state)
{
    (void)state;
    enum { N = 20000 };
    const double mu[2] = { 1.5, -2 }, s[2] = { 0.5, 3 };
    struct code c = code_of(&code_gaussian, "model.latent=2 vae.loss=train", 50);
    float *a = mem_alloc(4 * N, sizeof *a);
    struct code_pass pass;
    struct rng noise;
    double sum[2] = { 0 }, square[2] = { 0 }, both = 0;
    for (size_t i = 0; i < 4 * N; i++)
        a[i] = (float)(i % 4 < 2 ? mu[i % 4] : 2 * log(s[i % 4 - 2]));
    rng_seed(&noise, 5);
    code_pass_init(&pass, &c, N);
    const float *z = code_pass_forward(&pass, a, &noise);
    for (size_t i = 0; i < N; i++) {
        double x[2];
        for (int j = 0; j < 2; j++) {
            x[j] = ((double)z[2 * i + (size_t)j] - mu[j]) / s[j];
            sum[j] += x[j] / N;
            square[j] += x[j] * x[j] / N;
        }
        both += x[0] * x[1] / N;
    }
    for (int j = 0; j < 2; j++) { /* four standard errors */
        assert_near(sum[j], 0, 4 / sqrt(N));
        assert_near(square[j], 1, 4 * sqrt(2.0 / N));
    }
    assert_near(both, 0, 4 / sqrt(N));
    code_pass_release(&pass);
    code_release(&c);
    free(a);
}

/* No weight on the divergence and no variance: the code is the identity of an ordinary autoencoder. */
static void without_variance_it_is_the_identity(void **state)
{
    (void)state;
    enum { N = 7, WIDTH = 4 };
    struct code c = code_of(&code_gaussian, "model.latent=4 vae.loss=train vae.kl_weight=0", 50);
    float *a = normals(N * 2 * WIDTH, 1, 1), *dz = normals(N * WIDTH, 1, 2), da[N * 2 * WIDTH];
    struct code_pass pass;
    struct rng noise;
    rng_seed(&noise, 3);
    for (size_t i = 0; i < N * 2 * WIDTH; i++)
        a[i] = i % (2 * WIDTH) < WIDTH ? a[i] : -200;
    code_pass_init(&pass, &c, N);
    const float *z = code_pass_forward(&pass, a, &noise);
    code_pass_backward(&pass, a, dz, da, NULL);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < WIDTH; j++) {
            assert_near((double)z[i * WIDTH + j], (double)a[i * 2 * WIDTH + j], 1e-7);
            assert_true(da[i * 2 * WIDTH + j] == dz[i * WIDTH + j]);
            assert_near((double)da[i * 2 * WIDTH + WIDTH + j], 0, 1e-7);
        }
    code_pass_release(&pass);
    code_release(&c);
    free(a);
    free(dz);
}

/* The logarithm of a variance that ran away stays finite, and its gradient leads back. */
static void variances_have_limits(void **state)
{
    (void)state;
    const float a[4] = { 0.5f, 0.5f, 1000, -1000 }, dz[2] = { 0, 0 };
    float da[4];
    struct code c = code_of(&code_gaussian, "model.latent=2 vae.loss=train", 50);
    struct code_pass pass;
    struct rng noise;
    rng_seed(&noise, 3);
    code_pass_init(&pass, &c, 1);
    const float *z = code_pass_forward(&pass, a, &noise);
    code_pass_backward(&pass, a, dz, da, NULL);
    assert_true(isfinite(z[0]) && isfinite(z[1]) && isfinite(pass.term[0]));
    assert_near(pass.term[0] / ((exp(40) + 0.5 - 2) / 2), 1, 1e-6);
    assert_true(isfinite(da[2]) && da[2] > 0 && da[3] < 0);
    code_pass_release(&pass);
    code_release(&c);
}

/* Steep steps: the levels 0, 1/(N-1), ..., 1 between 1/N, 2/N, ..., and half a step on a step. */
static void staircases_have_their_levels(void **state)
{
    (void)state;
    static const int levels[] = { 2, 4, 5 };
    for (size_t t = 0; t < sizeof levels / sizeof *levels; t++) {
        int n = levels[t];
        struct text keys = TEXT_INIT;
        text_format(
            &keys, "model.latent=1 repnn.levels=%d repnn.steepness=10000 sig-repnn.levels=%d sig-repnn.steepness=10000",
            n, n);
        struct code plain = code_of(&code_staircase, text_of(&keys), 1),
                    sigmoid = code_of(&code_sigmoid_staircase, text_of(&keys), 1);
        text_release(&keys);
        for (int level = 0; level < n; level++) {
            struct code_pass p, q;
            double t_in = (level + 0.5) / n;
            float inside = (float)t_in, before_sigmoid = (float)log(t_in / (1 - t_in)),
                  step = (float)(level + 1) / (float)n;
            code_pass_init(&p, &plain, 1);
            code_pass_init(&q, &sigmoid, 1);
            assert_near((double)*code_pass_forward(&p, &inside, NULL), (double)level / (n - 1), 1e-6);
            assert_near((double)*code_pass_forward(&q, &before_sigmoid, NULL), (double)level / (n - 1), 1e-6);
            if (level < n - 1)
                assert_near((double)*code_pass_forward(&p, &step, NULL), (level + 0.5) / (n - 1), 1e-6);
            code_pass_release(&p);
            code_pass_release(&q);
        }
        code_release(&plain);
        code_release(&sigmoid);
    }
}

static void set_memory(struct code *c, const float *rows)
{
    memcpy(c->params, rows, c->n_params * sizeof *rows);
}

/* Slots along the axes. By the dot product a = (log 8, log 4, log 2, log 2) has the weights 8, 4,
 * 2, 2 sixteenths, and z is the weights themselves. */
static void addresses_of_orthogonal_slots(void **state)
{
    (void)state;
    static const float axes[16] = { 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 };
    static const float long_axes[16] = { 3, 0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 20, 0, 0, 0, 0, 1 };
    const float a[4] = { (float)log(8), (float)log(4), (float)log(2), (float)log(2) };
    static const struct {
        const char *shrink;
        double z[4];
    } table[] = {
        { "0", { 8 / 16.0, 4 / 16.0, 2 / 16.0, 2 / 16.0 } },
        { "0.8", { 2 / 3.0, 1 / 3.0, 0, 0 } }, /* above 1/5 */
        { "1.5", { 1, 0, 0, 0 } },             /* above 3/8 */
        { "3", { 1, 0, 0, 0 } },               /* none above 3/4: the largest alone */
    };
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        struct text keys = TEXT_INIT;
        struct code_pass pass;
        double entropy = 0;
        text_format(&keys, "model.latent=4 mem-ae.memory=4 mem-ae.addressing=dot mem-ae.shrink=%s", table[t].shrink);
        struct code c = code_of(&code_memory, text_of(&keys), 1);
        text_release(&keys);
        set_memory(&c, axes);
        code_pass_init(&pass, &c, 1);
        const float *z = code_pass_forward(&pass, a, NULL);
        for (int k = 0; k < 4; k++) {
            assert_near((double)z[k], table[t].z[k], 1e-6);
            entropy -= table[t].z[k] > 0 ? table[t].z[k] * log(table[t].z[k]) : 0;
        }
        assert_near(pass.term[0], entropy, 1e-6);
        assert_near(c.weight, 0.0002, 1e-12);
        code_pass_release(&pass);
        code_release(&c);
    }
    /* by the cosine neither a's length nor a slot's matters to the weights: e^1 against e^0 */
    struct code c = code_of(&code_memory, "model.latent=4 mem-ae.memory=4 mem-ae.shrink=0 mem-ae.temperature=0.5", 1);
    struct code_pass pass;
    code_pass_init(&pass, &c, 1);
    for (int t = 0; t < 4; t++) {
        float along[4] = { 0, 0, t % 2 ? 0.01f : 7, 0 };
        const float *slots = t < 2 ? axes : long_axes;
        set_memory(&c, slots);
        const float *z = code_pass_forward(&pass, along, NULL);
        for (int k = 0; k < 4; k++)
            assert_near((double)z[k], (double)slots[5 * k] * exp(k == 2 ? 2 : 0) / (exp(2) + 3), 1e-5);
    }
    code_pass_release(&pass);
    code_release(&c);
}

/* All weights at the threshold: the first of the largest alone, and nothing to learn for a. */
static void weights_that_are_all_cut_off(void **state)
{
    (void)state;
    static const float axes[4] = { 1, 0, 0, 1 }, a[2] = { 0.5f, 0.5f }, zero[2] = { 0, 0 }, dz[2] = { 1, 3 };
    float da[2], gradient[4];
    struct code c = code_of(&code_memory, "model.latent=2 mem-ae.memory=2 mem-ae.shrink=1 mem-ae.entropy_weight=1", 1);
    struct code_pass pass;
    set_memory(&c, axes);
    code_pass_init(&pass, &c, 1);
    const float *z = code_pass_forward(&pass, a, NULL);
    assert_memory_equal(z, axes, sizeof zero);
    assert_near(pass.term[0], 0, 0);
    code_pass_backward(&pass, a, dz, da, gradient);
    assert_true(da[0] == 0 && da[1] == 0);
    assert_true(gradient[0] == 1 && gradient[1] == 3 && gradient[2] == 0 && gradient[3] == 0);
    /* and a code or slots of no length have no direction, but numbers they stay */
    set_memory(&c, (float[4]) { 0 });
    z = code_pass_forward(&pass, zero, NULL);
    code_pass_backward(&pass, zero, dz, da, gradient);
    for (int k = 0; k < 4; k++)
        assert_true(isfinite(z[k % 2]) && isfinite(da[k % 2]) && isfinite(gradient[k]));
    code_pass_release(&pass);
    code_release(&c);
}

static void impossible_codes(void **state)
{
    (void)state;
    static const struct {
        const struct code_kind *kind;
        const char *settings, *words;
    } table[] = {
        { &code_memory, "mem-ae.memory=2 mem-ae.shrink=2",
          "'shrink' in [mem-ae]: expected less than 'memory' (2), found 2" },
        { &code_gaussian, "vae.loss=gaussian train.loss=l2",
          "'loss = gaussian' in [vae] goes with 'loss = mse' in [train]" },
    };
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        struct settings s;
        struct code c;
        struct error e = { "" };
        configure(&s, table[t].settings);
        assert_int_equal(code_init(&c, table[t].kind, &s, 10, &e), -1);
        assert_non_null(strstr(e.text, table[t].words));
        code_release(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_gradients),
        cmocka_unit_test(divergence_in_closed_form),
        cmocka_unit_test(draws_have_mean_and_deviation),
        cmocka_unit_test(without_variance_it_is_the_identity),
        cmocka_unit_test(variances_have_limits),
        cmocka_unit_test(staircases_have_their_levels),
        cmocka_unit_test(addresses_of_orthogonal_slots),
        cmocka_unit_test(weights_that_are_all_cut_off),
        cmocka_unit_test(impossible_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
