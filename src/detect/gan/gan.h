/* The generative adversarial network that anogan and anogan-fm start from: a Wasserstein GAN
 * with gradient penalty (Arjovsky et al. 2017; Gulrajani et al. 2017).
 *
 *     generator: z, dense with LeakyReLU, transposed convolutions of stride 2 with LeakyReLU,
 *                a last convolution with sigmoid; images in [0, 1]
 *     critic D:  convolutions of stride 2 with LeakyReLU, whose output f is the features, and a
 *                dense layer to one number, high for what looks like a positive
 *
 * Neither has batch normalisation: with it D(x) would depend on the other images of the batch, and the penalty is
 * about the gradient at one image. */
#ifndef DETECT_GAN_GAN_H
#define DETECT_GAN_GAN_H

#include "detect/detector.h"
#include "nn/network.h"

/* [anogan]; the encoder's keys and kappa are not for the GAN */
struct anogan_keys {
    int z;
    struct int_list generator, critic;
    int kernel, batch, epochs, critic_steps;
    double penalty, learning_rate;
    const char *decay;
    double beta1;
    int encoder_epochs;
    double encoder_learning_rate, kappa;
};

extern const struct section anogan_section;

static inline const struct anogan_keys *anogan_of(const struct settings *s)
{
    return settings_of(s, &anogan_section);
}

struct gan {
    struct settings settings; /* [anogan] matters */
    struct shape image;
    struct network generator, critic;
    struct network features; /* the critic without its last layer; shares its parameters */
};

/* Builds the networks with zero parameters. gan_release() either way. */
int gan_init(struct gan *g, const struct settings *s, struct shape image, struct error *e);
/* The same without their numbers, for who asks how many there would be. */
int gan_lay_out(struct gan *g, const struct settings *s, struct shape image, struct error *e);
void gan_release(struct gan *g);

/* Adds the critic's convolutions to `net`: they are the encoder's too. */
int gan_add_convolutions(struct network *net, const struct settings *s, struct error *e);

/* Entries 'image', 'settings' (of `keys`), 'generator', 'critic'. */
void gan_put(const struct gan *g, const char *const *keys, struct archive_writer *w);
/* Builds and reads; gan_release() either way. */
int gan_get(struct gan *g, const struct sections *known, const struct archive *a, struct error *e);

extern const struct detector detector_gan;

/* memory() of the GAN, and of the detectors that start from it. */
double gan_memory(const struct detector *d, const struct settings *s, const struct sizes *size);

#endif
