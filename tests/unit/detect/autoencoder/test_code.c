/* Codes: values and gradients of every kind against their definitions in double precision, with derivatives by
 * differences. */
#include "support/fitting.h"

#include "detect/autoencoder/code.h"
#include "support/naive_code.h"
#include "support/naive_network.h"

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

static const struct kind_case {
    const struct code_kind *kind;
    const char *settings;
    size_t in;
} kinds[] = {
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

static void probe_init(struct probe *p, const struct code *c, const float *a, const float *params, const float *dz,
                       uint64_t seed)
{
    struct rng replay;
    *p = (struct probe) { c,
                          doubles(a, N * c->in),
                          doubles(params, c->n_params),
                          mem_alloc(N * c->width, sizeof(double)),
                          doubles(dz, N * c->width),
                          mem_alloc(N * c->width, sizeof(double)),
                          mem_alloc(N, sizeof(double)),
                          1,
                          N };
    rng_seed(&replay, seed);
    for (size_t k = 0; k < N * c->width; k++)
        p->eps[k] = (double)(float)rng_normal(&replay);
}

static void probe_release(struct probe *p)
{
    free(p->a);
    free(p->params);
    free(p->eps);
    free(p->slope);
    free(p->z);
    free(p->term);
}

static void assert_codes(struct probe *p, const struct code_pass *pass)
{
    probe_loss(p);
    for (size_t k = 0; k < N * p->code->width; k++)
        assert_near((double)pass->z[k], p->z[k], 2e-5 * (1 + fabs(p->z[k])));
}

static void check_kind(const struct kind_case *kind, uint64_t t)
{
    struct text keys = TEXT_INIT;
    text_format(&keys, "model.latent=3 %s", kind->settings);
    struct code c = code_with(kind->kind, text_of(&keys), 20);
    text_release(&keys);
    assert_int_equal(c.width, 3);
    assert_int_equal(c.in, kind->in);
    float *a = drawn_normals(N * c.in, 0, 1, 2 + t), *dz = drawn_normals(N * c.width, 0, 1, 100 + t);
    float *params = drawn_normals(c.n_params, 0, 0.9, 200 + t), *da = mem_alloc(N * c.in, sizeof *da);
    float *gradient = mem_alloc(c.n_params, sizeof *gradient);
    if (c.n_params)
        memcpy(c.params, params, c.n_params * sizeof *params);
    struct probe p;
    struct rng noise;
    struct code_pass pass;
    probe_init(&p, &c, a, params, dz, 300 + t);
    rng_seed(&noise, 300 + t);
    code_pass_init(&pass, &c, N);
    code_pass_forward(&pass, a, &noise);
    assert_codes(&p, &pass);
    for (size_t i = 0; i < N; i++)
        assert_near(pass.term[i], p.term[i], 2e-5 * (1 + p.term[i]));
    assert_true(p.margin > 2e-5); /* the differences below do not cross a threshold */
    code_pass_backward(&pass, a, dz, da, gradient);
    assert_derivatives(&p, p.a, N * c.in, da, kind->settings);
    assert_derivatives(&p, p.params, c.n_params, gradient, kind->settings);
    if (c.in == c.width) { /* in place */
        code_pass_backward(&pass, a, dz, dz, gradient);
        assert_memory_equal(da, dz, N * c.in * sizeof *da);
    }
    /* as for scores: nothing is drawn */
    free(p.eps);
    p.eps = NULL;
    code_pass_forward(&pass, a, NULL);
    assert_codes(&p, &pass);
    code_pass_release(&pass);
    code_release(&c);
    probe_release(&p);
    free(a);
    free(dz);
    free(params);
    free(da);
    free(gradient);
}

static void values_and_gradients(void **state)
{
    (void)state;
    for (size_t t = 0; t < sizeof kinds / sizeof *kinds; t++)
        check_kind(&kinds[t], t);
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
        struct error e = { .text = "" };
        configure(&s, table[t].settings);
        assert_int_equal(code_lay_out(&c, table[t].kind, &s, 10, &e), -1);
        assert_non_null(strstr(e.text, table[t].words));
        code_release(&c);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_and_gradients),
    cmocka_unit_test(impossible_codes),
};

TEST_MAIN(tests, NULL, NULL)
