#include "data/preparation.h"

#include <stdio.h>
#include <string.h>

#include "store/ini.h"

static const char SECTION[] = "preparation";

void preparation_print(const struct preparation *p, struct text *out)
{
    text_format(out, "[%s]\nreader = %s\n", SECTION, p->reader->name);
    if (p->reading)
        text_format(out, "reading = %d\n", p->reading);
    if (p->grey)
        text_append(out, "grey = on\n");
    if (p->resize_height)
        text_format(out, "resize = %d %d\n", p->resize_height, p->resize_width);
    if (p->invert)
        text_append(out, "invert = on\n");
}

static int read_reader(struct preparation *p, const char *value)
{
    p->reader = reader_find(value);
    return p->reader ? 0 : -1;
}

static int read_reading(struct preparation *p, const char *value)
{
    long reading;
    if (parse_long(value, &reading) || reading != PREPARATION_READING)
        return -1;
    p->reading = (int)reading;
    return 0;
}

static int read_grey(struct preparation *p, const char *value)
{
    p->grey = strcmp(value, "on") == 0;
    return p->grey ? 0 : -1;
}

static int read_invert(struct preparation *p, const char *value)
{
    p->invert = strcmp(value, "on") == 0;
    return p->invert ? 0 : -1;
}

static int read_resize(struct preparation *p, const char *value)
{
    long side[2] = { 0, 0 };
    size_t n;
    char **words = split(value, " ", 0, &n);
    int bad = n != 2;
    for (size_t i = 0; i < n && !bad; i++)
        bad = parse_long(words[i], &side[i]) || side[i] < 1 || side[i] > READ_SIDE_MAX;
    split_free(words);
    p->resize_height = (int)side[0];
    p->resize_width = (int)side[1];
    return bad ? -1 : 0;
}

static const struct {
    const char *name;
    int (*read)(struct preparation *p, const char *value);
} KEYS[] = {
    { "reader", read_reader }, { "reading", read_reading }, { "grey", read_grey },
    { "resize", read_resize }, { "invert", read_invert },
};

static int read_entry(struct preparation *p, const struct ini_entry *entry)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strcmp(entry->section, SECTION) == 0 && strcmp(entry->key, KEYS[i].name) == 0)
            return KEYS[i].read(p, entry->value);
    return -1;
}

int preparation_read(struct preparation *p, const char *path, const char *text, struct error *e)
{
    struct text problems = TEXT_INIT;
    struct ini ini;
    *p = (struct preparation) { 0 };
    int bad = ini_read_text(&ini, path, text, &problems);
    if (bad)
        error_set(e, "%s", text_of(&problems));
    for (size_t i = 0; i < ini.n && !bad; i++) {
        const struct ini_entry *entry = &ini.entries[i];
        bad = read_entry(p, entry);
        if (bad)
            error_set(e, "%s: this version cannot prepare pictures with '%s = %s'", path, entry->key, entry->value);
    }
    if (!bad && !p->reader)
        bad = error_set(e, "%s: expected 'reader' in [%s], found none", path, SECTION);
    ini_release(&ini);
    text_release(&problems);
    return bad ? -1 : 0;
}

void preparation_describe(const struct preparation *p, struct text *out)
{
    char resize[64] = "";
    if (p->resize_height)
        snprintf(resize, sizeof resize, "resize %d %d", p->resize_height, p->resize_width);
    const char *const parts[] = { p->grey ? "grey" : "", resize, p->invert ? "invert" : "" };
    const size_t before = out->length;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i][0])
            text_format(out, "%s%s", out->length > before ? ", " : "", parts[i]);
}

void preparation_ask(const struct preparation *p, struct read_input *in)
{
    in->grey = p->grey;
    in->resize = p->resize_height > 0;
    if (in->resize) {
        in->height = p->resize_height;
        in->width = p->resize_width;
    }
}

void preparation_apply(const struct preparation *p, struct images *im)
{
    int channels = p->grey ? 1 : im->channels;
    int height = p->resize_height ? p->resize_height : im->height;
    int width = p->resize_height ? p->resize_width : im->width;
    if (height != im->height || width != im->width || channels != im->channels) {
        struct images other;
        images_match(&other, im, height, width, channels);
        images_release(im);
        *im = other;
    }
    if (p->invert)
        for (size_t i = 0; i < im->n * images_size(im); i++)
            im->pixels[i] = (uint8_t)(255 - im->pixels[i]);
}
