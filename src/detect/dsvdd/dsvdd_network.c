#include "detect/dsvdd/dsvdd_network.h"

#include <string.h>

#include "detect/autoencoder/autoencoder.h"
#include "detect/autoencoder/closed_form.h"
#include "detect/dsvdd/dsvdd.h"

enum { KERNEL = 5, PAD = 2, STAGES_MAX = 4 };

static const float SLOPE = 0.01f; /* that of the authors' program; the paper says 0.1 */

/* phi: per number of channels a convolution, normalisation and pooling; a dense layer with
 * normalisation where `hidden` is not 0; a dense layer to `outputs`. The decoder: a dense layer
 * where `hidden` is not 0, a normalisation where `normal_start` is set, the shape `start`; per
 * stage doubling where it says so, a convolution and, but for the last, a normalisation. */
struct lenet {
    const char *network;
    struct shape image;
    enum initialisation convolutions; /* dense layers are INIT_UNIFORM */
    int n_down, down[3];
    int hidden, outputs, normal_start;
    struct shape start;
    int n_up;
    struct {
        int doubled, channels, pad;
    } up[STAGES_MAX];
};

/* Networks of lukasruff/Deep-SVDD-PyTorch and, for Fashion-MNIST, lukasruff/Deep-SAD-PyTorch. */
static const struct lenet lenets[] = {
    { "lenet",
      { 28, 28, 1 },
      INIT_UNIFORM,
      2,
      { 8, 4 },
      0,
      32,
      0,
      { 4, 4, 2 },
      3,
      { { 1, 4, PAD }, { 1, 8, PAD - 1 }, { 1, 1, PAD } } },
    { "lenet-fashion",
      { 28, 28, 1 },
      INIT_UNIFORM,
      2,
      { 16, 32 },
      128,
      64,
      1,
      { 4, 4, 8 },
      3,
      { { 1, 32, PAD }, { 1, 16, PAD - 1 }, { 1, 1, PAD } } },
    { "lenet",
      { 32, 32, 3 },
      INIT_XAVIER,
      3,
      { 32, 64, 128 },
      0,
      128,
      1,
      { 4, 4, 8 },
      4,
      { { 0, 128, PAD }, { 1, 64, PAD }, { 1, 32, PAD }, { 1, 3, PAD } } },
};

/* NULL where there is none. */
static const struct lenet *lenet_for(const char *network, struct shape image)
{
    for (size_t i = 0; i < sizeof lenets / sizeof *lenets; i++)
        if (choice_is(network, lenets[i].network) && memcmp(&lenets[i].image, &image, sizeof image) == 0)
            return &lenets[i];
    return NULL;
}

static struct shape flat(int n)
{
    return (struct shape) { 1, 1, n };
}

/* A convolution behind which a normalisation follows; SLOPE is for its initial weights. */
static int conv(struct network *net, int channels, int pad, enum activation f, struct error *e)
{
    return network_conv_padded(net, channels, KERNEL, 1, pad, f, SLOPE, e);
}

static int norm(struct network *net, struct shape out, struct error *e)
{
    return network_norm(net, out, ACTIVATION_LEAKY_RELU, SLOPE, e);
}

static int build_lenet(struct network *phi, struct network *decoder, const struct lenet *l, struct error *e)
{
    int bad = 0, rest = l->hidden || l->normal_start;
    for (int i = 0; i < l->n_down && !bad; i++)
        bad = conv(phi, l->down[i], PAD, ACTIVATION_IDENTITY, e) || norm(phi, phi->out, e) || network_pool(phi, e);
    if (l->hidden)
        bad = bad || network_dense(phi, flat(l->hidden), ACTIVATION_IDENTITY, SLOPE, e) || norm(phi, phi->out, e);
    bad = bad || network_dense(phi, flat(l->outputs), ACTIVATION_IDENTITY, SLOPE, e);

    network_init(decoder, rest ? flat(l->outputs) : l->start);
    if (l->hidden)
        bad = bad || network_dense(decoder, flat(l->hidden), ACTIVATION_IDENTITY, SLOPE, e);
    if (l->normal_start)
        bad = bad || norm(decoder, l->start, e);
    for (int i = 0; i < l->n_up && !bad; i++) {
        int last = i == l->n_up - 1;
        /* each stage begins with LeakyReLU; where a normalisation comes before, that has done it (norm()) */
        enum activation f = i == 0 && !rest ? ACTIVATION_LEAKY_RELU : ACTIVATION_IDENTITY;
        bad = (l->up[i].doubled && network_upsample(decoder, f, SLOPE, e)) ||
              conv(decoder, l->up[i].channels, l->up[i].pad, last ? ACTIVATION_SIGMOID : ACTIVATION_IDENTITY, e) ||
              (!last && norm(decoder, decoder->out, e));
    }
    network_drop_biases(decoder);
    return bad ? -1 : 0;
}

static int build_suite(struct network *phi, struct network *decoder, const struct settings *s, struct shape image,
                       struct error *e)
{
    struct autoencoder ae = { 0 };
    int bad = closed_form_refuse(s, e) || autoencoder_lay_out(&ae, &code_plain, s, image, e) ||
              network_append(phi, &ae.encoder, e) || network_append(phi, &ae.latent, e);
    network_init(decoder, ae.latent.out);
    bad = bad || network_append(decoder, &ae.decoder, e);
    autoencoder_release(&ae);
    return bad ? -1 : 0;
}

int dsvdd_networks_lay_out(struct network *phi, struct network *decoder, const struct settings *s, struct shape image,
                           struct error *e)
{
    const struct lenet *l = lenet_for(dsvdd_of(s)->network, image);
    int suite = choice_is(dsvdd_of(s)->network, "suite");
    network_init(phi, image);
    network_init(decoder, image);
    if (!suite && !l)
        return error_set(e, "dsvdd: network = %s, found %dx%dx%d; network = suite takes any",
                         choice_is(dsvdd_of(s)->network, "lenet") ? "lenet is for images of 28x28x1 or 32x32x3"
                                                                  : "lenet-fashion is for images of 28x28x1",
                         image.h, image.w, image.c);
    if (suite ? build_suite(phi, decoder, s, image, e) : build_lenet(phi, decoder, l, e))
        return -1;
    network_drop_biases(phi);
    return 0;
}

int dsvdd_networks_init(struct network *phi, struct network *decoder, const struct settings *s, struct shape image,
                        struct error *e)
{
    if (dsvdd_networks_lay_out(phi, decoder, s, image, e))
        return -1;
    network_finish(phi);
    network_finish(decoder);
    return 0;
}

/* The suite's start for an autoencoder, without the biases of its encoder, which come last in each
 * layer's block. The output's bias starts at the mean image, but not where preprocessing makes it
 * another than that of the images as they are. */
static void initialise_suite(struct network *phi, struct network *decoder, const struct settings *s,
                             const struct images *positive, uint64_t seed)
{
    struct autoencoder ae;
    struct shape image = { positive->height, positive->width, positive->channels };
    struct settings own = *s;
    struct model_keys *model = settings_edit(&own, &model_section);
    if (!choice_is(dsvdd_of(s)->preprocessing, "none"))
        model->output_bias = "zero";
    if (autoencoder_init(&ae, &own, image, NULL) == 0) {
        const struct network *parts[] = { &ae.encoder, &ae.latent };
        int at = 0;
        autoencoder_initialise(&ae, positive, seed);
        for (int k = 0; k < 2; k++)
            for (int i = 0; i < parts[k]->n; i++, at++)
                memcpy(phi->params + phi->layer[at].weights, parts[k]->params + parts[k]->layer[i].weights,
                       phi->layer[at].n_weights * sizeof *phi->params);
        memcpy(decoder->params, ae.decoder.params, decoder->n_params * sizeof *decoder->params);
    }
    autoencoder_release(&ae);
}

static void initialise_lenet(struct network *net, enum initialisation convolutions, struct rng *r)
{
    for (int i = 0; i < net->n; i++)
        network_initialise_layer(net, i, net->layer[i].kind == LAYER_CONV ? convolutions : INIT_UNIFORM, r);
}

void dsvdd_networks_initialise(struct network *phi, struct network *decoder, const struct settings *s,
                               const struct images *positive, uint64_t seed)
{
    const struct lenet *l = lenet_for(dsvdd_of(s)->network, phi->in);
    struct rng r;
    if (!l) {
        initialise_suite(phi, decoder, s, positive, seed);
        return;
    }
    rng_seed(&r, rng_seed_for(seed, "weights", ""));
    initialise_lenet(phi, l->convolutions, &r);
    initialise_lenet(decoder, l->convolutions, &r);
}
