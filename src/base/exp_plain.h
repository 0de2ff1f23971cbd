/* Exponentials for loops that become vector code. */
#ifndef BASE_EXP_PLAIN_H
#define BASE_EXP_PLAIN_H

#include <stdint.h>
#include <string.h>

/* exp(x) for -87 <= x <= 88, within 1 ulp, and NaN for NaN: 2^k by the exponent's bits, e^r
 * for |r| <= ln(2)/2 by a polynomial of degree 6 (Cephes expf). Plain operations only, so that
 * loops over it become vector code with the same bits everywhere. */
static inline float exp_plain(float x)
{
    const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
    float sum = x * 1.44269504088896341f + magic, k = sum - magic, scale;
    float r = x - k * 0.693359375f - k * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    /* the last bits of `sum` are k: no conversion, which a NaN would not survive */
    uint32_t bits;
    memcpy(&bits, &sum, sizeof bits);
    bits = (bits + 127) << 23;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

/* exp(-t) - 1 for t >= 0, and NaN for NaN: within 2e-11 of itself up to 1/16, by a series, and within 2e-6 above, where
 * exp_plain() has digits enough. */
static inline double exp_less_one(double t)
{
    double series = -t * (1 - t * (1.0 / 2 - t * (1.0 / 6 - t * (1.0 / 24 - t * (1.0 / 120 - t * (1.0 / 720))))));
    double far = (double)exp_plain(t > 87 ? -87.0f : (float)-t) - 1;
    return t <= 1.0 / 16 ? series : far;
}

#endif
