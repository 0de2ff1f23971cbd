/* MATLAB 5 files with the variables X (height, width, channels, n) of bytes and y (n) of
 * labels, the format of the cropped SVHN. */
#include <matio.h>

#include "data/matlab_layout.h"
#include "data/reader.h"

/* A variable's header; the data are not read yet. */
static matvar_t *find_variable(mat_t *mat, const char *path, const char *name, struct error *e)
{
    matvar_t *v = Mat_VarReadInfo(mat, name);
    if (!v)
        error_set(e, "%s: expected a variable '%s', found none", path, name);
    return v;
}

/* Reads the data, which become elements of the variable's class; `n` of `size` bytes. */
static int load(mat_t *mat, matvar_t *v, size_t n, size_t size, const char *path, struct error *e)
{
    if (Mat_VarReadDataAll(mat, v) != 0 || !v->data || (size_t)v->data_size != size || v->nbytes != n * size)
        return error_set(e, "%s: cannot read the data of '%s' (is the file cut short?)", path, v->name);
    return 0;
}

/* MATLAB's order has the first index run fastest: ours turned round. */
static void turn(uint8_t *to, const uint8_t *from, size_t n, size_t height, size_t width, size_t channels)
{
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < channels; c++)
            for (size_t x = 0; x < width; x++)
                for (size_t y = 0; y < height; y++)
                    to[((i * height + y) * width + x) * channels + c] = *from++;
}

static int read_pixels(struct images *out, mat_t *mat, const char *path, struct error *e)
{
    matvar_t *x = find_variable(mat, path, "X", e);
    if (!x)
        return -1;
    const size_t *d = x->dims;
    int rc = -1;
    if (x->rank != 4 || x->class_type != MAT_C_UINT8 || x->isComplex)
        error_set(e,
                  "%s: expected X as (height, width, channels, n) of uint8, found class %d with "
                  "%d dimensions",
                  path, (int)x->class_type, x->rank);
    else if (images_check_size(path, d[3], d[0], d[1], d[2], e) == 0 &&
             file_can_hold(path, d[0] * d[1] * d[2] * d[3], 1, e) == 0 &&
             load(mat, x, d[0] * d[1] * d[2] * d[3], 1, path, e) == 0) {
        images_alloc(out, d[3], (int)d[0], (int)d[1], (int)d[2]);
        turn(out->pixels, x->data, out->n, d[0], d[1], d[2]);
        rc = 0;
    }
    Mat_VarFree(x);
    return rc;
}

static int read_labels(struct images *out, mat_t *mat, const char *path, struct error *e)
{
    matvar_t *y = find_variable(mat, path, "y", e);
    if (!y)
        return -1;
    int rc = 0;
    int bytes = y->class_type == MAT_C_UINT8, doubles = y->class_type == MAT_C_DOUBLE;
    if (y->rank != 2 || (!bytes && !doubles) || y->isComplex)
        rc = error_set(e, "%s: expected y as a column of uint8 or double, found another kind", path);
    else if ((y->dims[0] != 1 && y->dims[1] != 1) || y->dims[0] * y->dims[1] != out->n)
        rc = error_set(e, "%s: expected %zu labels in y, one for each image, found %zux%zu", path, out->n, y->dims[0],
                       y->dims[1]);
    else
        rc = load(mat, y, out->n, bytes ? 1 : sizeof(double), path, e);
    for (size_t i = 0; i < out->n && rc == 0; i++) {
        double label = bytes ? ((const uint8_t *)y->data)[i] : ((const double *)y->data)[i];
        if (!(label >= 0 && label < 65536 && label == (int32_t)label))
            rc = error_set(e, "%s: expected whole numbers in y, found %g in row %zu", path, label, i);
        else
            out->labels[i] = (int32_t)label;
    }
    Mat_VarFree(y);
    return rc;
}

static int read_matlab(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    images_init(out);
    if (in->n_files != 1)
        return error_set(e, "expected one MATLAB file, found %zu", in->n_files);
    const char *path = in->files[0];
    if (matlab_check(path, e))
        return -1;
    mat_t *mat = Mat_Open(path, MAT_ACC_RDONLY);
    if (!mat)
        return error_set(e, "%s: cannot be read by matio", path);
    int rc = read_pixels(out, mat, path, e) || read_labels(out, mat, path, e) || labels_check(out, in, path, classes, e)
                 ? -1
                 : 0;
    Mat_Close(mat);
    if (rc)
        images_release(out);
    return rc;
}

const struct reader reader_matlab = { .name = "matlab", .read = read_matlab };
