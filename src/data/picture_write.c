#include "data/picture_write.h"

#include <png.h>
#include <setjmp.h>

#include "store/output.h"

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    error_set(png_get_error_ptr(png), "libpng: %s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
}

/* Between here and the calls that may jump back nothing is changed that is looked at afterwards. */
static int write_rows(png_structp png, png_infop info, FILE *f, const struct picture *p)
{
    const size_t row = (size_t)p->width * (size_t)p->channels;
    if (setjmp(png_jmpbuf(png)))
        return -1;
    png_init_io(png, f);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_compression_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8,
                 p->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < p->height; y++)
        png_write_row(png, p->pixels + (size_t)y * row);
    png_write_end(png, info);
    return 0;
}

int picture_write(const char *path, const struct picture *p, struct error *e)
{
    struct atomic_file f;
    if (output_begin(&f, path, e))
        return -1;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, e, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    int bad = info ? write_rows(png, info, f.stream, p) : error_set(e, "cannot write a PNG: out of memory");
    png_destroy_write_struct(&png, &info);
    if (bad) {
        atomic_abandon(&f);
        return error_prefix(e, "%s", path);
    }
    return output_commit(&f, e);
}
