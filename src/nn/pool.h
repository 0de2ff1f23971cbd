/* Halving and doubling of images (n, h, w, c), channel-last. */
#ifndef NN_POOL_H
#define NN_POOL_H

/* y (n, h/2, w/2, c) is the largest of each 2x2 pixels of x (n, h, w, c); h and w are even. */
void pool_forward(const float *x, float *y, int n, int h, int w, int c);
/* The gradient goes to the first pixel (in rows, from the left) that is the largest. */
void pool_backward(const float *x, const float *y, const float *dy, float *dx, int n, int h, int w, int c);

/* y (n, 2h, 2w, c) has each pixel of x (n, h, w, c) four times. */
void upsample_forward(const float *x, float *y, int n, int h, int w, int c);
void upsample_backward(const float *dy, float *dx, int n, int h, int w, int c);

#endif
