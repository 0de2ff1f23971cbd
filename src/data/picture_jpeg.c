/* JPEG by libjpeg-turbo. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

#include "base/memory.h"
#include "data/exif.h"
#include "data/picture_inside.h"

enum { APP1 = JPEG_APP0 + 1, APP1_MAX = 0xffff };

/* What libjpeg's functions are called back with; each of its structures stands first, so that a pointer to it is one
 * to the job. */
struct job {
    struct jpeg_error_mgr manager;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    struct error *e;
};

static _Noreturn void on_error(j_common_ptr jpeg)
{
    struct job *job = (struct job *)jpeg->err;
    char message[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, message);
    error_set(job->e, "%s", message);
    longjmp(job->escape, 1);
}

/* libjpeg warns where data are damaged or end too early and goes on with grey: an error here. */
static void on_message(j_common_ptr jpeg, int level)
{
    int code = jpeg->err->msg_code;
    int harmless = code == JWRN_EXTRANEOUS_DATA || code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM;
    if (level < 0 && !harmless)
        on_error(jpeg);
}

/* A few bytes can say "one more pass over the whole picture", thousands of times. */
static void on_progress(j_common_ptr jpeg)
{
    struct job *job = (struct job *)jpeg->err;
    if (((j_decompress_ptr)jpeg)->input_scan_number > PICTURE_SCANS_MAX) {
        error_set(job->e, "expected at most %d scans", PICTURE_SCANS_MAX);
        longjmp(job->escape, 1);
    }
}

static void begin(struct jpeg_decompress_struct *jpeg, struct job *job, struct error *e)
{
    *job = (struct job) { .e = e, .progress = { .progress_monitor = on_progress } };
    jpeg->err = jpeg_std_error(&job->manager);
    job->manager.error_exit = on_error;
    job->manager.emit_message = on_message;
}

/* Up to the first scan. */
static void read_header(struct jpeg_decompress_struct *jpeg, struct job *job, const unsigned char *bytes, size_t n)
{
    jpeg_create_decompress(jpeg);
    jpeg->progress = &job->progress;
    jpeg_mem_src(jpeg, bytes, n);
    jpeg_save_markers(jpeg, APP1, APP1_MAX);
    jpeg_read_header(jpeg, TRUE);
}

static int take_size(struct picture *p, const struct jpeg_decompress_struct *jpeg, struct error *e)
{
    J_COLOR_SPACE space = jpeg->jpeg_color_space;
    if (space != JCS_GRAYSCALE && space != JCS_YCbCr && space != JCS_RGB)
        return error_set(e, "expected a JPEG in grey or RGB, found one with %d inks (CMYK)", jpeg->num_components);
    p->height = (int)jpeg->image_height;
    p->width = (int)jpeg->image_width;
    p->channels = space == JCS_GRAYSCALE ? 1 : 3;
    return 0;
}

int jpeg_look(struct picture *p, const unsigned char *bytes, size_t n, struct error *e)
{
    struct jpeg_decompress_struct jpeg = { 0 };
    struct job job;
    begin(&jpeg, &job, e);
    if (setjmp(job.escape)) {
        jpeg_destroy_decompress(&jpeg);
        return -1;
    }
    read_header(&jpeg, &job, bytes, n);
    int rc = take_size(p, &jpeg, e);
    jpeg_destroy_decompress(&jpeg);
    return rc;
}

static int find_orientation(const struct jpeg_decompress_struct *jpeg)
{
    enum { MARK = 6 }; /* "Exif\0\0" */
    for (const struct jpeg_marker_struct *m = jpeg->marker_list; m; m = m->next)
        if (m->marker == APP1 && m->data_length >= MARK && memcmp(m->data, "Exif\0\0", MARK) == 0)
            return exif_orientation(m->data + MARK, m->data_length - MARK);
    return 1;
}

static void read_rows(struct jpeg_decompress_struct *jpeg, struct picture *p)
{
    jpeg->out_color_space = p->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(jpeg);
    size_t row = (size_t)p->width * (size_t)p->channels;
    p->pixels = mem_alloc((size_t)p->height, row);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW to = p->pixels + jpeg->output_scanline * row;
        jpeg_read_scanlines(jpeg, &to, 1);
    }
    jpeg_finish_decompress(jpeg);
}

int jpeg_decode(struct picture *p, const unsigned char *bytes, size_t n, int *orientation, struct error *e)
{
    struct jpeg_decompress_struct jpeg = { 0 };
    struct job job;
    begin(&jpeg, &job, e);
    if (setjmp(job.escape)) {
        jpeg_destroy_decompress(&jpeg);
        return -1;
    }
    read_header(&jpeg, &job, bytes, n);
    *orientation = find_orientation(&jpeg);
    p->reading_matters = 1;
    read_rows(&jpeg, p);
    jpeg_destroy_decompress(&jpeg);
    return 0;
}
