/* MathWorks, "MAT-File Format", Level 5. Behind a header of 128 bytes, elements follow each other: a type and a length
 * of four bytes each, then the data. A variable is an element miMATRIX of elements itself (flags,
 * dimensions, name, real and perhaps imaginary part), each of which fills up to 8 bytes; or miCOMPRESSED, which
 * decompresses to a miMATRIX. Four bytes of data or less may stand in the place of the length. */
#include "data/matlab_layout.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "data/reader.h"

enum { HEADER = 128, TAG = 8, NAME_MAX_LENGTH = 63, COMPLEX = 0x0800 };
enum { INT8 = 1, UINT8 = 2, INT32 = 5, UINT32 = 6, MATRIX = 14, COMPRESSED = 15 };
enum { CLASS_CHAR = 4, CLASS_DOUBLE = 6, CLASS_UINT64 = 15 };

/* The bytes of a number of a type; 0 for what is no number. */
static size_t type_size(uint32_t type)
{
    static const size_t sizes[] = { [1] = 1, 1, 2, 2, 4, 4, [7] = 4, [9] = 8, [12] = 8, 8, [16] = 1, 2 };
    return type < sizeof sizes / sizeof *sizes ? sizes[type] : 0;
}

/* A variable's bytes, one after the other, as they are or decompressed. */
struct source {
    FILE *file;
    const char *path;
    uint64_t left;     /* bytes in the file that are the element's and were not read yet */
    int packed, ended; /* ended: the packed data said so, with a good checksum */
    z_stream zip;
    unsigned char in[1 << 14];
    uint64_t at; /* bytes of the variable that were read */
};

static int read_file(struct source *s, void *bytes, size_t n, struct error *e)
{
    if (n > s->left || fread(bytes, 1, n, s->file) != n)
        return error_set(e, "%s: a variable ends too early", s->path);
    s->left -= n;
    return 0;
}

static int inflate_some(struct source *s, unsigned char *bytes, size_t n, struct error *e)
{
    s->zip.next_out = bytes;
    s->zip.avail_out = (uInt)n;
    while (s->zip.avail_out && !s->ended) {
        if (s->zip.avail_in == 0) {
            size_t more = s->left < sizeof s->in ? (size_t)s->left : sizeof s->in;
            if (more == 0 || read_file(s, s->in, more, e))
                return error_set(e, "%s: a packed variable ends too early", s->path);
            s->zip.next_in = s->in;
            s->zip.avail_in = (uInt)more;
        }
        int rc = inflate(&s->zip, Z_NO_FLUSH);
        s->ended = rc == Z_STREAM_END;
        if (rc != Z_OK && rc != Z_STREAM_END)
            return error_set(e, "%s: a packed variable is damaged: %s", s->path, s->zip.msg ? s->zip.msg : "zlib");
    }
    return s->zip.avail_out ? error_set(e, "%s: a packed variable holds less than it says", s->path) : 0;
}

static int take(struct source *s, void *bytes, size_t n, struct error *e)
{
    s->at += n;
    return s->packed ? inflate_some(s, bytes, n, e) : read_file(s, bytes, n, e);
}

static int skip(struct source *s, uint64_t n, struct error *e)
{
    unsigned char block[1 << 14];
    int rc = 0;
    for (; n > 0 && rc == 0; n -= n < sizeof block ? n : sizeof block)
        rc = take(s, block, n < sizeof block ? (size_t)n : sizeof block, e);
    return rc;
}

static uint32_t number(const unsigned char *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* An element's type and length. `*rest` is what is left to read of it: nothing where the data stood in the tag. */
static int take_tag(struct source *s, uint32_t *type, uint64_t *bytes, uint64_t *rest, struct error *e)
{
    unsigned char tag[TAG];
    if (take(s, tag, TAG, e))
        return -1;
    *type = number(tag);
    *bytes = number(tag + 4);
    *rest = (*bytes + 7) / 8 * 8;
    if (*type >> 16) { /* a small one: length, type, data */
        *bytes = *type >> 16;
        *type &= 0xffff;
        *rest = 0;
        return *bytes > 4 ? error_set(e, "%s: expected at most 4 bytes in a small element", s->path) : 0;
    }
    return 0;
}

static int check_flags(struct source *s, int *is_text, int *is_complex, struct error *e)
{
    unsigned char flags[TAG];
    uint32_t type;
    uint64_t bytes, rest;
    if (take_tag(s, &type, &bytes, &rest, e))
        return -1;
    if (type != UINT32 || bytes != TAG || rest != TAG)
        return error_set(e, "%s: expected a variable's flags, found something else", s->path);
    if (take(s, flags, TAG, e))
        return -1;
    int class = flags[0];
    *is_text = class == CLASS_CHAR;
    *is_complex = (number(flags) & COMPLEX) != 0;
    if (!*is_text && (class < CLASS_DOUBLE || class > CLASS_UINT64))
        return error_set(e,
                         "%s: expected arrays of numbers alone, found a variable of class %d (cells, structures and "
                         "objects are not read): save X and y in a file of their own",
                         s->path, class);
    return 0;
}

/* `*count` is how many elements the dimensions ask for. */
static int check_dimensions(struct source *s, uint64_t *count, struct error *e)
{
    unsigned char dims[4 * MATLAB_RANK_MAX];
    uint32_t type;
    uint64_t bytes, rest;
    if (take_tag(s, &type, &bytes, &rest, e))
        return -1;
    if (type != INT32 || bytes % 4 || bytes < 8 || bytes > sizeof dims || rest == 0)
        return error_set(e, "%s: expected 2 to %d dimensions", s->path, MATLAB_RANK_MAX);
    if (take(s, dims, (size_t)bytes, e) || skip(s, rest - bytes, e))
        return -1;
    *count = 1;
    for (uint64_t i = 0; i < bytes; i += 4) {
        uint32_t n = number(dims + i);
        if (n > INT32_MAX || (n && *count > READ_BYTES_MAX / n))
            return error_set(e, "%s: expected at most %zu elements in a variable, found more", s->path, READ_BYTES_MAX);
        *count *= n;
    }
    return 0;
}

static int check_name(struct source *s, struct error *e)
{
    uint32_t type;
    uint64_t bytes, rest;
    if (take_tag(s, &type, &bytes, &rest, e))
        return -1;
    if ((type != INT8 && type != UINT8) || bytes > NAME_MAX_LENGTH)
        return error_set(e, "%s: expected a variable's name of at most %d characters", s->path, NAME_MAX_LENGTH);
    return skip(s, rest, e);
}

/* The real or the imaginary part. Text may be in UTF-8, whose length is another. */
static int check_data(struct source *s, uint64_t count, int is_text, struct error *e)
{
    uint32_t type;
    uint64_t bytes, rest;
    if (take_tag(s, &type, &bytes, &rest, e))
        return -1;
    size_t size = type_size(type);
    if (size == 0)
        return error_set(e, "%s: expected numbers in a variable, found type %u", s->path, (unsigned)type);
    if (!is_text && bytes != count * size)
        return error_set(e, "%s: a variable's dimensions ask for %llu bytes, it declares %llu", s->path,
                         (unsigned long long)(count * size), (unsigned long long)bytes);
    return skip(s, rest, e);
}

/* What a miMATRIX of `bytes` bytes holds. */
static int check_variable(struct source *s, uint64_t bytes, struct error *e)
{
    int is_text = 0, is_complex = 0;
    uint64_t count = 0, start = s->at;
    if (check_flags(s, &is_text, &is_complex, e) || check_dimensions(s, &count, e) || check_name(s, e) ||
        check_data(s, count, is_text, e) || (is_complex && check_data(s, count, is_text, e)))
        return -1;
    uint64_t found = s->at - start;
    if (found > bytes || bytes - found >= TAG)
        return error_set(e, "%s: expected a variable of %llu bytes, found %llu", s->path, (unsigned long long)bytes,
                         (unsigned long long)found);
    return skip(s, bytes - found, e);
}

static int check_packed(struct source *s, struct error *e)
{
    uint32_t type;
    uint64_t bytes, rest;
    unsigned char more;
    if (take_tag(s, &type, &bytes, &rest, e))
        return -1;
    if (type != MATRIX)
        return error_set(e, "%s: expected a variable in packed data, found type %u", s->path, (unsigned)type);
    if (check_variable(s, bytes, e))
        return -1;
    /* one byte more is not there; asking for it reads the checksum */
    const int holds_more = inflate_some(s, &more, 1, NULL) == 0;
    s->zip.next_out = NULL;
    if (holds_more)
        return error_set(e, "%s: a packed variable holds more than it says", s->path);
    return s->ended ? 0 : error_set(e, "%s: a packed variable is damaged", s->path);
}

static int check_element(struct source *s, uint32_t type, uint64_t bytes, struct error *e)
{
    s->left = bytes;
    s->packed = type == COMPRESSED;
    s->ended = 0;
    if (!s->packed)
        return check_variable(s, bytes, e);
    s->zip = (z_stream) { 0 };
    if (inflateInit(&s->zip) != Z_OK)
        return error_set(e, "%s: zlib has no memory", s->path);
    int rc = check_packed(s, e);
    inflateEnd(&s->zip);
    return rc;
}

static int check_elements(struct source *s, uint64_t end, struct error *e)
{
    for (uint64_t at = HEADER; at < end;) {
        unsigned char tag[TAG];
        if (fseeko(s->file, (off_t)at, SEEK_SET) != 0 || fread(tag, 1, TAG, s->file) != TAG ||
            (number(tag) != MATRIX && number(tag) != COMPRESSED))
            return error_set(e, "%s: expected a variable at byte %llu, found something else", s->path,
                             (unsigned long long)at);
        uint64_t bytes = number(tag + 4);
        at += TAG + bytes;
        if (at > end)
            return error_set(e, "%s: expected at least %llu bytes, found %llu", s->path, (unsigned long long)at,
                             (unsigned long long)end);
        if (check_element(s, number(tag), bytes, e))
            return -1;
    }
    return 0;
}

int matlab_check(const char *path, struct error *e)
{
    unsigned char header[HEADER];
    struct stat status;
    struct source s = { .path = path, .file = fopen(path, "rbe") };
    if (!s.file)
        return error_system(e, "cannot open '%s'", path);
    int rc;
    if (fstat(fileno(s.file), &status) != 0)
        rc = error_system(e, "cannot read '%s'", path);
    else if (fread(header, 1, HEADER, s.file) != HEADER || memcmp(header, "MATLAB 5.0 MAT-file", 19) != 0 ||
             memcmp(header + 124, "\x00\x01IM", 4) != 0)
        rc = error_set(e, "%s: expected a little-endian MATLAB 5 file, found something else", path);
    else
        rc = check_elements(&s, (uint64_t)status.st_size, e);
    fclose(s.file);
    return rc;
}
