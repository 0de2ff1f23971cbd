/* Every implementation of the convolution against its definition. All numbers are small
 * integers: products and sums are exact in floats, so that one term too many or too few
 * shows, and the comparison allows no difference at all. */
#include "support/main.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/conv.h"
#ifdef LISAE_ONEDNN
#include "nn/onednn.h"
#undef dnnl_primitive_execute /* its place in the table gets another one below */
#endif

static const struct conv_backend *const backends[] = {
    &conv_naive,
    &conv_blas,
#ifdef LISAE_ONEDNN
    &conv_onednn,
#endif
};

enum { BACKENDS = sizeof backends / sizeof *backends };

static const unsigned all_uses = CONV_FORWARD | CONV_BACKWARD_DATA | CONV_BACKWARD_WEIGHTS;

struct sizes {
    struct conv_shape shape;
    size_t images, x, y, w; /* elements */
};

static struct sizes problem_of(int h, int w, int in_c, int out_c, int kernel, int stride, int n)
{
    int pad = (kernel - 1) / 2;
    struct conv_shape s = {
        h, w, in_c, conv_side(h, kernel, stride, pad), conv_side(w, kernel, stride, pad), out_c, kernel, stride, pad
    };
    size_t images = (size_t)n;
    return (struct sizes) { s, images, images * (size_t)(s.in_h * s.in_w * in_c),
                            images * (size_t)(s.out_h * s.out_w * out_c), (size_t)(kernel * kernel * in_c * out_c) };
}

static float *integers(struct rng *r, size_t n, int most)
{
    float *v = mem_alloc(n, sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = (float)((int)rng_below(r, (uint64_t)(2 * most + 1)) - most);
    return v;
}

/* y[n,p,q,o] = sum over u, v, i of w[o,u,v,i] x[n, p s + u - pad, q s + v - pad, i] and its
 * two derivatives along dy, added to y, dx and dw, each of which may be NULL. */
static void by_definition(const struct sizes *p, const float *x, const float *w, const float *dy, double *y, double *dx,
                          double *dw)
{
    const struct conv_shape *s = &p->shape;
    for (int n = 0; n < (int)p->images; n++)
        for (int a = 0; a < s->in_h; a++)
            for (int b = 0; b < s->in_w; b++)
                for (int u = 0; u < s->kernel; u++)
                    for (int v = 0; v < s->kernel; v++) {
                        int row = a + s->pad - u, column = b + s->pad - v;
                        if (row < 0 || column < 0 || row % s->stride || column % s->stride)
                            continue;
                        row /= s->stride;
                        column /= s->stride;
                        if (row >= s->out_h || column >= s->out_w)
                            continue;
                        for (int o = 0; o < s->out_c; o++)
                            for (int i = 0; i < s->in_c; i++) {
                                int at_x = ((n * s->in_h + a) * s->in_w + b) * s->in_c + i;
                                int at_y = ((n * s->out_h + row) * s->out_w + column) * s->out_c + o;
                                int at_w = ((o * s->kernel + u) * s->kernel + v) * s->in_c + i;
                                if (y)
                                    y[at_y] += (double)w[at_w] * (double)x[at_x];
                                if (dx)
                                    dx[at_x] += (double)w[at_w] * (double)dy[at_y];
                                if (dw)
                                    dw[at_w] += (double)x[at_x] * (double)dy[at_y];
                            }
                    }
}

static void assert_same(const struct sizes *p, const char *backend, const char *what, const float *found,
                        const double *expected, size_t n)
{
    const struct conv_shape *s = &p->shape;
    for (size_t i = 0; i < n; i++)
        if ((double)found[i] != expected[i])
            fail_msg("%s, %s of %zu times %dx%dx%d -> %dx%dx%d, kernel %d, stride %d: element %zu is %g, not %g",
                     backend, what, p->images, s->in_h, s->in_w, s->in_c, s->out_h, s->out_w, s->out_c, s->kernel,
                     s->stride, i, (double)found[i], expected[i]);
}

static float *filled(size_t n)
{
    float *v = mem_alloc(n, sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = 12345; /* results are written, not added to what is there */
    return v;
}

/* All three directions, twice with other weights, the second time with two calls that add up. */
static void check(const struct sizes *p)
{
    struct rng r;
    rng_seed(&r, p->x + p->w);
    for (int round = 0; round < 2; round++) {
        float *x = integers(&r, p->x, 3), *w = integers(&r, p->w, 2), *dy = integers(&r, p->y, 3);
        float *x2 = integers(&r, p->x, 3), *dy2 = integers(&r, p->y, 3);
        double *y = mem_zero(p->y, sizeof *y), *dx = mem_zero(p->x, sizeof *dx), *dw = mem_zero(p->w, sizeof *dw);
        by_definition(p, x, w, dy, y, dx, dw);
        if (round == 1)
            by_definition(p, x2, w, dy2, NULL, NULL, dw);
        for (int k = 0; k < BACKENDS; k++) {
            const struct conv_backend *b = backends[k];
            struct error e = { .text = "" };
            struct conv *c = b->create(&p->shape, (int)p->images, all_uses, &e);
            float *to_y = filled(p->y), *to_x = filled(p->x), *to_w = filled(p->w);
            assert_string_equal(e.text, "");
            assert_non_null(c);
            for (int again = 0; again < 2; again++) { /* begin() starts a new sum */
                c->backend->begin(c, w);
                c->backend->forward(c, x, to_y);
                c->backend->backward_data(c, dy, to_x);
                c->backend->backward_weights(c, x, dy);
                if (round == 1)
                    c->backend->backward_weights(c, x2, dy2);
                c->backend->weight_gradient(c, to_w);
            }
            assert_same(p, b->name, "forward", to_y, y, p->y);
            assert_same(p, b->name, "backward data", to_x, dx, p->x);
            assert_same(p, b->name, "backward weights", to_w, dw, p->w);
            c->backend->destroy(c);
            free(to_y);
            free(to_x);
            free(to_w);
        }
        free(x);
        free(w);
        free(dy);
        free(x2);
        free(dy2);
        free(y);
        free(dx);
        free(dw);
    }
}

static const struct {
    int h, w, in_c, out_c, kernel, stride, n;
} problems[] = {
    /* the layers of the suite's networks, some of them narrower */
    { 28, 28, 1, 8, 4, 2, 2 },
    { 14, 14, 8, 16, 4, 2, 3 },
    { 28, 28, 8, 1, 3, 1, 2 },
    { 32, 32, 3, 16, 4, 2, 2 },
    { 32, 32, 16, 3, 3, 1, 2 },
    { 28, 28, 32, 3, 3, 1, 1 },
    { 16, 16, 32, 64, 4, 2, 1 },
    { 14, 14, 32, 32, 4, 2, 1 },
    /* every kernel with every stride on odd and even sides */
    { 7, 7, 3, 16, 3, 1, 5 },
    { 7, 7, 3, 16, 3, 2, 5 },
    { 7, 7, 16, 17, 4, 1, 2 },
    { 7, 7, 16, 17, 4, 2, 2 },
    { 7, 7, 2, 3, 5, 1, 5 },
    { 7, 7, 2, 3, 5, 2, 5 },
    { 14, 14, 1, 2, 5, 2, 5 },
    { 14, 14, 17, 1, 5, 1, 1 },
    { 8, 8, 3, 3, 2, 2, 4 },
    { 9, 9, 2, 5, 9, 2, 2 },
    { 8, 8, 4, 4, 1, 1, 3 },
    { 7, 7, 1, 1, 6, 3, 2 },
    /* few outputs: sides that are multiples of 4, of 2, of none; padding that differs per side */
    { 8, 12, 5, 1, 3, 1, 3 },
    { 6, 8, 5, 1, 3, 1, 3 },
    { 7, 8, 5, 1, 3, 1, 3 },
    { 8, 8, 2, 1, 5, 1, 2 },
    { 9, 9, 3, 1, 4, 1, 2 },
    { 9, 5, 3, 1, 2, 1, 2 },
    { 8, 8, 3, 2, 3, 1, 2 },
    { 8, 6, 3, 4, 5, 1, 2 },
    { 8, 8, 1, 5, 3, 1, 2 },
    { 4, 4, 2, 1, 9, 1, 2 },
    { 8, 8, 4, 1, 1, 1, 2 },
    /* sides that differ; the last row or column left over */
    { 7, 6, 2, 3, 3, 2, 2 },
    { 6, 7, 3, 2, 4, 2, 2 },
    { 5, 12, 16, 1, 5, 2, 1 },
    { 12, 5, 1, 16, 3, 1, 1 },
    { 1, 1, 3, 2, 3, 1, 2 },
    { 2, 3, 1, 2, 4, 2, 1 },
    /* numbers of images */
    { 6, 6, 3, 4, 4, 2, 1 },
    { 6, 6, 3, 4, 4, 2, 5 },
    { 6, 6, 3, 4, 4, 2, 16 },
    { 6, 6, 3, 4, 4, 2, 37 },
    { 6, 6, 3, 4, 4, 2, 128 },
    { 6, 6, 16, 1, 3, 1, 37 },
    { 4, 4, 1, 16, 3, 2, 128 },
};

static void backends_follow_the_definition(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        struct sizes p = problem_of(problems[i].h, problems[i].w, problems[i].in_c, problems[i].out_c,
                                    problems[i].kernel, problems[i].stride, problems[i].n);
        check(&p);
    }
}

/* A kernel of 3 on a row of 4 pixels with stride 2, by hand. */
static void by_hand(void **state)
{
    (void)state;
    const struct conv_shape s = { 1, 4, 1, 1, 2, 1, 3, 2, 1 };
    const float x[4] = { 1, 10, 100, 1000 }, dy[2] = { 1, 10 };
    /* above and below the row is nothing: the middle row of the kernel alone counts */
    const float w[9] = { 9, 9, 9, 2, 3, 5, 9, 9, 9 };
    for (int k = 0; k < BACKENDS; k++) {
        struct conv *c = backends[k]->create(&s, 1, all_uses, NULL);
        float y[2], dx[4], dw[9];
        assert_non_null(c);
        c->backend->begin(c, w);
        c->backend->forward(c, x, y);
        assert_true(y[0] == 3 * 1 + 5 * 10 && y[1] == 2 * 10 + 3 * 100 + 5 * 1000);
        c->backend->backward_data(c, dy, dx);
        assert_true(dx[0] == 3 && dx[1] == 5 + 2 * 10 && dx[2] == 30 && dx[3] == 50);
        c->backend->backward_weights(c, x, dy);
        c->backend->weight_gradient(c, dw);
        const float expected[9] = { 0, 0, 0, 0 + 10 * 10, 1 + 10 * 100, 10 + 10 * 1000, 0, 0, 0 };
        assert_memory_equal(dw, expected, sizeof dw);
        c->backend->destroy(c);
    }
}

/* What was not asked for is not needed: one direction alone gives the same. */
static void check_alone(const struct sizes *p)
{
    struct rng r;
    rng_seed(&r, 1);
    float *x = integers(&r, p->x, 3), *w = integers(&r, p->w, 2), *dy = integers(&r, p->y, 3);
    double *y = mem_zero(p->y, sizeof *y), *dx = mem_zero(p->x, sizeof *dx), *dw = mem_zero(p->w, sizeof *dw);
    float *to = mem_alloc(p->x + p->y + p->w, sizeof *to);
    by_definition(p, x, w, dy, y, dx, dw);
    for (int k = 0; k < BACKENDS; k++) {
        const struct conv_backend *b = backends[k];
        struct conv *c = b->create(&p->shape, (int)p->images, CONV_FORWARD, NULL);
        c->backend->begin(c, w);
        c->backend->forward(c, x, to);
        assert_same(p, b->name, "forward alone", to, y, p->y);
        c->backend->destroy(c);
        c = b->create(&p->shape, (int)p->images, CONV_BACKWARD_DATA, NULL);
        c->backend->begin(c, w);
        c->backend->backward_data(c, dy, to);
        assert_same(p, b->name, "backward data alone", to, dx, p->x);
        c->backend->destroy(c);
        c = b->create(&p->shape, (int)p->images, CONV_BACKWARD_WEIGHTS, NULL);
        c->backend->begin(c, w);
        c->backend->backward_weights(c, x, dy);
        c->backend->weight_gradient(c, to);
        assert_same(p, b->name, "backward weights alone", to, dw, p->w);
        c->backend->destroy(c);
        b->destroy(NULL);
    }
    free(x);
    free(w);
    free(dy);
    free(y);
    free(dx);
    free(dw);
    free(to);
}

static void one_direction_alone(void **state)
{
    (void)state;
    struct sizes ordinary = problem_of(7, 6, 3, 5, 4, 2, 3), narrow = problem_of(8, 12, 5, 1, 3, 1, 3);
    check_alone(&ordinary);
    check_alone(&narrow);
}

static void sizes(void **state)
{
    (void)state;
    assert_int_equal(conv_side(28, 4, 2, 1), 14);
    assert_int_equal(conv_side(7, 4, 2, 1), 3);
    assert_int_equal(conv_side(7, 3, 2, 1), 4);
    assert_int_equal(conv_side(32, 5, 1, 2), 32);
    assert_int_equal(conv_side(1, 3, 1, 1), 1);
    assert_int_equal(conv_side(1, 4, 2, 1), 0);
    const struct conv_shape s = { 28, 28, 3, 14, 14, 32, 4, 2, 1 };
    assert_int_equal(conv_weights(&s), 32 * 4 * 4 * 3);
}

static void default_backend(void **state)
{
    (void)state;
#ifdef LISAE_ONEDNN
    assert_string_equal(conv_default()->name, "onednn");
#else
    assert_string_equal(conv_default()->name, "blas");
#endif
}

#ifdef LISAE_ONEDNN
static dnnl_status_t fails(const_dnnl_primitive_t primitive, dnnl_stream_t stream, int n, const dnnl_exec_arg_t *args)
{
    (void)primitive;
    (void)stream;
    (void)n;
    (void)args;
    return dnnl_runtime_error;
}

/* No run goes on with what a convolution that failed has left. */
static void a_convolution_that_fails_ends_the_process(void **state)
{
    const struct sizes p = problem_of(6, 6, 1, 2, 3, 1, 2);
    struct error e;
    struct conv *c = conv_onednn.create(&p.shape, (int)p.images, CONV_FORWARD, &e);
    float *w = mem_zero(p.w, sizeof *w);
    int status;
    (void)state;
    assert_non_null(c);
    const pid_t child = fork();
    if (child == 0) {
        fclose(stderr);
        ((struct onednn_calls *)onednn())->dnnl_primitive_execute = fails;
        c->backend->begin(c, w);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    conv_free(c);
    free(w);
}
#endif

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_hand),
    cmocka_unit_test(backends_follow_the_definition),
    cmocka_unit_test(one_direction_alone),
    cmocka_unit_test(sizes),
    cmocka_unit_test(default_backend),
#ifdef LISAE_ONEDNN
    cmocka_unit_test(a_convolution_that_fails_ends_the_process),
#endif
};

TEST_MAIN(tests, NULL, NULL)
