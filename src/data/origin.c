#include "data/origin.h"

#include "data/names.h"

void origin_put(struct archive_writer *w, const struct dataset *d, const char *positive)
{
    struct text classes = TEXT_INIT;
    for (int i = 0; i < d->n_classes; i++)
        text_format(&classes, "%s\n", d->classes[i]);
    archive_add_text(w, "data/name", d->name);
    archive_add_text(w, "data/edition", d->edition);
    archive_add_text(w, "data/payload", d->payload);
    archive_add_text(w, "data/classes", text_of(&classes));
    archive_add_text(w, "data/positive", positive);
    if (d->source.preparation)
        archive_add_text(w, "data/preparation", d->source.preparation);
    text_release(&classes);
}

static int get_classes(struct origin *o, const struct archive *a, struct error *e)
{
    const char *lines = archive_text(a, "data/classes", e);
    if (!lines)
        return -1;
    o->classes.name = split(lines, "\n", 0, &o->classes.n);
    o->classes.fixed = 1;
    if (o->classes.n < 1 || o->classes.n > READ_CLASSES_MAX)
        return error_set(e, "%s: expected 1 to %d names in 'data/classes', found %zu", a->path, READ_CLASSES_MAX,
                         o->classes.n);
    for (size_t i = 0; i < o->classes.n; i++)
        if (class_name_check(o->classes.name[i], e))
            return error_prefix(e, "%s", a->path);
    return 0;
}

int origin_get(struct origin *o, const struct archive *a, struct error *e)
{
    *o = (struct origin) { .name = archive_text(a, "data/name", NULL) };
    if (!o->name)
        return 0;
    const struct {
        const char *entry, **to;
    } texts[] = { { "data/edition", &o->edition }, { "data/payload", &o->payload }, { "data/positive", &o->positive } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i].to = archive_text(a, texts[i].entry, e);
        if (!*texts[i].to)
            return -1;
    }
    const char *preparation = archive_text(a, "data/preparation", NULL);
    o->prepared = preparation != NULL;
    return get_classes(o, a, e) || (preparation && preparation_read(&o->preparation, a->path, preparation, e)) ? -1 : 0;
}

void origin_release(struct origin *o)
{
    class_names_release(&o->classes);
    *o = (struct origin) { 0 };
}
