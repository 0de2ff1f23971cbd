/* MATLAB 5 files with the variables X (height, width, channels, n) of bytes and y (n) of
 * labels, the format of the cropped SVHN. */
#include <matio.h>

#include "base/late.h"
#include "data/matlab_layout.h"
#include "data/reader.h"
#include "late_files.h"

#define MATIO(X) X(Mat_Open) X(Mat_Close) X(Mat_VarReadInfo) X(Mat_VarReadDataAll) X(Mat_VarFree)

/* A file, and what reads it. */
struct matlab {
    const char *path;
    mat_t *mat;
    struct {
        MATIO(LATE_POINTER)
    } matio;
};

/* A variable's header; the data are not read yet. */
static matvar_t *find_variable(const struct matlab *m, const char *name, struct error *e)
{
    matvar_t *v = m->matio.Mat_VarReadInfo(m->mat, name);
    if (!v)
        error_set(e, "%s: expected a variable '%s', found none", m->path, name);
    return v;
}

/* Reads the data, which become elements of the variable's class; `n` of `size` bytes. */
static int load(const struct matlab *m, matvar_t *v, size_t n, size_t size, struct error *e)
{
    if (m->matio.Mat_VarReadDataAll(m->mat, v) != 0 || !v->data || (size_t)v->data_size != size ||
        v->nbytes != n * size)
        return error_set(e, "%s: cannot read the data of '%s' (is the file cut short?)", m->path, v->name);
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

static int read_pixels(struct images *out, const struct matlab *m, struct error *e)
{
    matvar_t *x = find_variable(m, "X", e);
    if (!x)
        return -1;
    const size_t *d = x->dims;
    int rc = -1;
    if (x->rank != 4 || x->class_type != MAT_C_UINT8 || x->isComplex)
        error_set(e,
                  "%s: expected X as (height, width, channels, n) of uint8, found class %d with "
                  "%d dimensions",
                  m->path, (int)x->class_type, x->rank);
    else if (images_check_size(m->path, d[3], d[0], d[1], d[2], e) == 0 &&
             file_can_hold(m->path, d[0] * d[1] * d[2] * d[3], 1, e) == 0 &&
             load(m, x, d[0] * d[1] * d[2] * d[3], 1, e) == 0) {
        images_alloc(out, d[3], (int)d[0], (int)d[1], (int)d[2]);
        turn(out->pixels, x->data, out->n, d[0], d[1], d[2]);
        rc = 0;
    }
    m->matio.Mat_VarFree(x);
    return rc;
}

static int read_labels(struct images *out, const struct matlab *m, struct error *e)
{
    matvar_t *y = find_variable(m, "y", e);
    if (!y)
        return -1;
    int rc = 0;
    int bytes = y->class_type == MAT_C_UINT8, doubles = y->class_type == MAT_C_DOUBLE;
    if (y->rank != 2 || (!bytes && !doubles) || y->isComplex)
        rc = error_set(e, "%s: expected y as a column of uint8 or double, found another kind", m->path);
    else if ((y->dims[0] != 1 && y->dims[1] != 1) || y->dims[0] * y->dims[1] != out->n)
        rc = error_set(e, "%s: expected %zu labels in y, one for each image, found %zux%zu", m->path, out->n,
                       y->dims[0], y->dims[1]);
    else
        rc = load(m, y, out->n, bytes ? 1 : sizeof(double), e);
    for (size_t i = 0; i < out->n && rc == 0; i++) {
        double label = bytes ? ((const uint8_t *)y->data)[i] : ((const double *)y->data)[i];
        if (!(label >= 0 && label < 65536 && label == (int32_t)label))
            rc = error_set(e, "%s: expected whole numbers in y, found %g in row %zu", m->path, label, i);
        else
            out->labels[i] = (int32_t)label;
    }
    m->matio.Mat_VarFree(y);
    return rc;
}

static int read_matlab(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    images_init(out);
    if (in->n_files != 1)
        return error_set(e, "expected one MATLAB file, found %zu", in->n_files);
    static const char *const functions[] = { MATIO(LATE_NAME) };
    struct matlab m = { .path = in->files[0] };
    if (matlab_check(m.path, e) || late_load(&m.matio, functions, sizeof functions / sizeof *functions, LATE_MATIO, e))
        return -1;
    m.mat = m.matio.Mat_Open(m.path, MAT_ACC_RDONLY);
    if (!m.mat)
        return error_set(e, "%s: cannot be read by matio", m.path);
    int rc = read_pixels(out, &m, e) || read_labels(out, &m, e) || labels_check(out, in, m.path, classes, e) ? -1 : 0;
    m.matio.Mat_Close(m.mat);
    if (rc)
        images_release(out);
    return rc;
}

const struct reader reader_matlab = { .name = "matlab", .read = read_matlab };
