/* mem-ae: memory-augmented autoencoder (Gong et al. 2019, sections 3.3 and 3.4). In its code z is a
 * mixture of the slots m_1 .. m_N of a memory M, weighted by how like a they are.
 *
 *     w = softmax(d(a, m_j) / temperature)    d: cosine similarity, or dot product
 *     v_j = w_j where w_j > threshold, else 0        (hard shrinkage)
 *     u = v / sum v    z = u M
 *
 * The paper has relu(w - l) w / (|w - l| + 1e-12) for v, whose last summand only guards the
 * division. Where no weight is above the threshold, the largest alone remains, as under a
 * threshold just below it. So u is the softmax over the slots that remain, and its gradient is
 * that softmax's. The loss's term is the entropy - sum_j u_j log u_j. */
#include <math.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/simd.h"
#include "detect/autoencoder/coded_ae.h"
#include "nn/blas.h"

/* [mem-ae] */
struct mem_ae_keys {
    int latent, memory;
    const char *addressing;
    double temperature, shrink, entropy_weight;
};

static const struct key keys[] = {
    INT_KEY(struct mem_ae_keys, latent, "0", 0, 4096, "numbers in the code; 0 takes [model] latent"),
    INT_KEY(struct mem_ae_keys, memory, "100", 1, 100000, "slots of the memory"),
    CHOICE_KEY(struct mem_ae_keys, addressing, "cosine", "cosine dot",
               "likeness of code and slot: cosine similarity, or dot product"),
    REAL_KEY(struct mem_ae_keys, temperature, "1", 1e-3, 1000, "what likenesses are divided by before the softmax"),
    REAL_KEY(struct mem_ae_keys, shrink, "1", 0, 100, "weights up to this multiple of 1/memory are cut off"),
    REAL_KEY(struct mem_ae_keys, entropy_weight, "0.0002", 0, 1000,
             "weight of the addresses' entropy beside the reconstruction"),
    { 0 },
};

static const struct section mem_ae_section = { "mem-ae", sizeof(struct mem_ae_keys), keys, NULL };

static const struct mem_ae_keys *mem_ae_of(const struct settings *s)
{
    return settings_of(s, &mem_ae_section);
}

static const char *const saved[] = { "model.*", "train.loss", "mem-ae.*", NULL };
static const float NORM_LEAST = 1e-8f;

static int init(struct code *c, const struct settings *s, size_t pixels, struct error *e)
{
    if (mem_ae_of(s)->shrink >= mem_ae_of(s)->memory)
        return error_set(e,
                         "'shrink' in [mem-ae]: expected less than 'memory' (%d), found %.9g: no weight could exceed 1",
                         mem_ae_of(s)->memory, mem_ae_of(s)->shrink);
    c->memory.slots = (size_t)mem_ae_of(s)->memory;
    c->memory.cosine = choice_is(mem_ae_of(s)->addressing, "cosine");
    c->memory.temperature = (float)mem_ae_of(s)->temperature;
    c->memory.threshold = (float)(mem_ae_of(s)->shrink / mem_ae_of(s)->memory);
    c->weight = mem_ae_of(s)->entropy_weight;
    c->n_params = c->memory.slots * c->width;
    return 0;
}

/* Slots of length 1 on average: z starts in the range of a tanh code. */
static void initialise(struct code *c, struct rng *r)
{
    double bound = sqrt(3 / (double)c->width);
    for (size_t i = 0; i < c->n_params; i++)
        c->params[i] = (float)(bound * (2 * rng_uniform(r) - 1));
}

/* Kept by a forward pass: codes and slots as they are compared, with their lengths, and u. The
 * others are room for gradients; du becomes the one at softmax's input. */
struct kept {
    float *query, *query_length, *key, *key_length; /* (n, width), (n), (slots, width), (slots) */
    float *u, *du;                                  /* (n, slots) */
    float *dquery, *dkey;
};

static size_t lay_out(const struct code *c, size_t n, float *block, struct kept *k)
{
    const size_t slots = c->memory.slots, width = c->width;
    const struct {
        float **place;
        size_t floats;
    } parts[] = {
        { &k->query, n * width }, { &k->query_length, n }, { &k->key, slots * width }, { &k->key_length, slots },
        { &k->u, n * slots },     { &k->du, n * slots },   { &k->dquery, n * width },  { &k->dkey, slots * width },
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        *parts[i].place = block ? block + at : NULL;
        at += parts[i].floats;
    }
    return at;
}

static size_t kept_floats(const struct code *c, size_t n)
{
    struct kept unused;
    return lay_out(c, n, NULL, &unused);
}

static double dot(const float *x, const float *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

/* Rows over their lengths for the cosine; for the dot product as they are. */
static void compared_rows(const struct code *c, const float *x, size_t rows, float *y, float *length)
{
    for (size_t i = 0; i < rows; i++) {
        const float *from = x + i * c->width;
        float *to = y + i * c->width;
        length[i] = c->memory.cosine ? fmaxf((float)sqrt(dot(from, from, c->width)), NORM_LEAST) : 1.0f;
        for (size_t j = 0; j < c->width; j++)
            to[j] = from[j] / length[i];
    }
}

/* Adds the gradient at x to dx from the one at y: (dy - y (y . dy)) / length. */
static void compared_rows_backward(const struct code *c, const float *y, const float *length, const float *dy,
                                   size_t rows, float *dx)
{
    for (size_t i = 0; i < rows; i++) {
        const float *row = y + i * c->width, *drow = dy + i * c->width;
        float along = c->memory.cosine ? (float)dot(row, drow, c->width) : 0;
        for (size_t j = 0; j < c->width; j++)
            dx[i * c->width + j] += (drow[j] - along * row[j]) / length[i];
    }
}

SIMD static void exponentials(float *w, float most, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        float x = w[j] - most;
        w[j] = exp_plain(x < -80.0f ? -80.0f : x);
    }
}

static void softmax(float *w, size_t n)
{
    float most = w[0];
    double sum = 0;
    for (size_t j = 1; j < n; j++)
        most = w[j] > most ? w[j] : most;
    exponentials(w, most, n);
    for (size_t j = 0; j < n; j++)
        sum += (double)w[j];
    cblas_sscal((int)n, (float)(1 / sum), w, 1);
}

/* u from w, in place. */
static void shrink(float *w, float threshold, size_t n)
{
    size_t largest = 0;
    double sum = 0;
    for (size_t j = 1; j < n; j++)
        largest = w[j] > w[largest] ? j : largest;
    float most = w[largest];
    for (size_t j = 0; j < n; j++) {
        w[j] = w[j] > threshold ? w[j] : 0;
        sum += (double)w[j];
    }
    if (!(most > threshold))
        sum = (double)(w[largest] = most); /* which a NaN survives */
    cblas_sscal((int)n, (float)(1 / sum), w, 1);
}

static double entropy(const float *u, size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++)
        if (u[j] > 0)
            sum -= (double)(u[j] * logf(u[j]));
    return sum;
}

/* out (rows, cols) = scale * x y, where one of them is read as its transpose. */
static void product(CBLAS_TRANSPOSE x_as, CBLAS_TRANSPOSE y_as, size_t rows, size_t cols, size_t inner, float scale,
                    const float *x, const float *y, float *out)
{
    cblas_sgemm(CblasRowMajor, x_as, y_as, (int)rows, (int)cols, (int)inner, scale, x,
                (int)(x_as == CblasTrans ? rows : inner), y, (int)(y_as == CblasTrans ? inner : cols), 0, out,
                (int)cols);
}

static void forward(const struct code *c, const float *a, float *z, size_t n, float *kept, struct rng *noise,
                    double *term)
{
    const size_t slots = c->memory.slots, width = c->width;
    struct kept k;
    lay_out(c, n, kept, &k);
    compared_rows(c, a, n, k.query, k.query_length);
    compared_rows(c, c->params, slots, k.key, k.key_length);
    product(CblasNoTrans, CblasTrans, n, slots, width, 1 / c->memory.temperature, k.query, k.key, k.u);
    for (size_t i = 0; i < n; i++) {
        softmax(k.u + i * slots, slots);
        shrink(k.u + i * slots, c->memory.threshold, slots);
        if (term)
            term[i] = entropy(k.u + i * slots, slots);
    }
    product(CblasNoTrans, CblasNoTrans, n, width, slots, 1, k.u, c->params, z);
}

/* From the gradient at u, in du, to the one at softmax's input: none for slots without a share. */
static void weights_backward(const float *u, double weight, float *du, size_t n)
{
    if (weight > 0)
        for (size_t j = 0; j < n; j++)
            if (u[j] > 0)
                du[j] -= (float)weight * (logf(u[j]) + 1.0f);
    float mean = (float)dot(du, u, n);
    for (size_t j = 0; j < n; j++)
        du[j] = u[j] * (du[j] - mean);
}

static void backward(const struct code *c, const float *a, const float *z, const float *dz, float *da, size_t n,
                     float *kept, float *gradient)
{
    const size_t slots = c->memory.slots, width = c->width;
    const float scale = 1 / c->memory.temperature;
    struct kept k;
    lay_out(c, n, kept, &k);
    product(CblasTrans, CblasNoTrans, slots, width, n, 1, k.u, dz, gradient);
    product(CblasNoTrans, CblasTrans, n, slots, width, 1, dz, c->params, k.du);
    for (size_t i = 0; i < n; i++)
        weights_backward(k.u + i * slots, c->weight / (double)n, k.du + i * slots, slots);
    product(CblasNoTrans, CblasNoTrans, n, width, slots, scale, k.du, k.key, k.dquery);
    product(CblasTrans, CblasNoTrans, slots, width, n, scale, k.du, k.query, k.dkey);
    memset(da, 0, n * width * sizeof *da);
    compared_rows_backward(c, k.query, k.query_length, k.dquery, n, da);
    compared_rows_backward(c, k.key, k.key_length, k.dkey, slots, gradient);
}

/* Similarities and the mixture. */
static double work(const struct code *c)
{
    return 4.0 * (double)c->memory.slots * (double)c->width;
}

const struct code_kind code_memory = {
    .name = "memory",
    .term = "entropy of the addresses",
    .saved = saved,
    .init = init,
    .initialise = initialise,
    .kept = kept_floats,
    .forward = forward,
    .backward = backward,
    .work = work,
};

static int own_latent(const struct settings *s)
{
    return mem_ae_of(s)->latent;
}

static const struct coded_ae kind = { .code = &code_memory, .latent = own_latent };

const struct detector detector_mem_ae = {
    .name = "mem-ae",
    .help = "autoencoder with a memory; reconstruction error",
    .label = "Mem-AE",
    .line = 8,
    .section = &mem_ae_section,
    .uses = coded_ae_uses,
    .needs = coded_ae_needs,
    .kind = &kind,
    .check = coded_ae_check,
    .normalise = coded_ae_normalise,
    .work = coded_ae_work,
    .memory = coded_ae_memory,
    .code_size = coded_ae_code_size,
    .fit = coded_ae_fit,
    .score = autoencoder_score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = autoencoder_score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = coded_ae_load,
    .free = autoencoder_free,
};
