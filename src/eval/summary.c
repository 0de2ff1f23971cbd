#include "eval/summary.h"

#include <math.h>

static const double LEVEL = 0.95;

double student_within(double t, size_t df)
{
    double angle = atan(t / sqrt((double)df)), s = sin(angle), c = cos(angle);
    /* Odd: cos + 2/3 cos^3 + 2*4/(3*5) cos^5 + ... to cos^(df-2); even: 1 + 1/2 cos^2 +
     * 1*3/(2*4) cos^4 + ... to the same power. */
    double term = df % 2 ? c : 1, sum = 0;
    for (size_t power = df % 2; power + 2 <= df; power += 2) {
        sum += term;
        term *= c * c * (double)(power + 1) / (double)(power + 2);
    }
    return df % 2 ? M_2_PI * (angle + s * sum) : s * sum;
}

double student_quantile(double level, size_t df)
{
    double lo = 0, hi = 1;
    while (student_within(hi, df) < level)
        hi *= 2;
    /* Down to neighbouring doubles. */
    for (double middle; (middle = 0.5 * (lo + hi)) > lo && middle < hi;) {
        if (student_within(middle, df) < level)
            lo = middle;
        else
            hi = middle;
    }
    return hi;
}

void summary_compute(struct summary *s, const double *values, size_t n)
{
    *s = (struct summary) { n, NAN, NAN, NAN };
    if (!n)
        return;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    s->mean = sum / (double)n;
    if (n < 2)
        return;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - s->mean) * (values[i] - s->mean);
    s->sd = sqrt(squares / (double)(n - 1));
    s->half = student_quantile(LEVEL, n - 1) * s->sd / sqrt((double)n);
}
