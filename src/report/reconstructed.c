#include "report/reconstructed.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/mosaic.h"
#include "data/picture_write.h"
#include "plan/columns.h"
#include "run/row.h"
#include "store/file.h"

#define OF_BOTH "picture,line,part,label,class,class_name,normal,"
#define MEASURES "error,norm,largest"

/* Rows of one picture stand behind each other. A table that cannot be read is written over without a word. */
static void note_old(struct reconstructed *to, const char *errors)
{
    struct csv c;
    struct error ignored;
    if (!path_exists(errors))
        return;
    const int bad = csv_read(&c, errors, &ignored);
    for (size_t row = 0; row < c.n_rows && !bad; row++) {
        const char *name = csv_cell(&c, row, "picture");
        if (!*name || strchr(name, '/') || (to->n_old && strcmp(to->old[to->n_old - 1], name) == 0))
            continue;
        to->old = mem_resize(to->old, to->n_old + 1, sizeof *to->old);
        to->old[to->n_old++] = mem_string(name);
    }
    csv_release(&c);
}

static void forget_old(struct reconstructed *to, const char *name)
{
    for (size_t i = 0; i < to->n_old; i++)
        if (strcmp(to->old[i], name) == 0) {
            free(to->old[i]);
            to->old[i--] = to->old[--to->n_old];
        }
}

static int remove_old(const struct reconstructed *to, struct error *e)
{
    struct text name = TEXT_INIT;
    int bad = 0;
    for (size_t i = 0; i < to->n_old && !bad; i++) {
        text_clear(&name);
        text_format(&name, "%s/%s.png", to->folder, to->old[i]);
        bad = file_remove(text_of(&name), e);
    }
    text_release(&name);
    return bad;
}

int reconstructed_begin(struct reconstructed *to, const char *folder, struct error *e)
{
    *to = (struct reconstructed) { .folder = folder };
    char *errors = path_join(folder, "errors.csv", NULL), *means = path_join(folder, "means.csv", NULL);
    note_old(to, errors);
    int bad = columns_begin(&to->errors, errors, OF_BOTH "place,index," MEASURES ",scale", IN_ERRORS, e) ||
              columns_begin(&to->means, means, OF_BOTH "n," MEASURES, IN_ERRORS, e);
    free(errors);
    free(means);
    if (bad)
        reconstructed_abandon(to);
    return bad ? -1 : 0;
}

void reconstructed_abandon(struct reconstructed *to)
{
    csv_out_abandon(&to->errors);
    csv_out_abandon(&to->means);
    for (size_t i = 0; i < to->n_old; i++)
        free(to->old[i]);
    free(to->old);
    to->old = NULL;
    to->n_old = 0;
}

int reconstructed_commit(struct reconstructed *to, struct error *e)
{
    int bad = csv_out_commit(&to->errors, e) || csv_out_commit(&to->means, e) || remove_old(to, e);
    reconstructed_abandon(to);
    return bad ? -1 : 0;
}

/* ---- rows ---- */

static void set_measure(struct row *row, const struct measure *m)
{
    row_number(row, "error", "%.6g", m->error);
    row_number(row, "norm", "%.6g", m->norm);
    row_number(row, "largest", "%.6g", m->largest);
}

/* What the picture's line is. The first line, of the images, is nobody's: of the task alone. */
static void set_line(struct row *row, const char *name, size_t l, const struct line *line, const struct run *first)
{
    static const char *const of_task[] = { "dataset", "positive" };
    struct text cell = TEXT_INIT;
    row_set(row, "picture", name);
    row_count(row, "line", l);
    row_set(row, "part", part_word(line->part));
    for (size_t i = 0; i < sizeof of_task / sizeof *of_task; i++)
        row_set(row, of_task[i], run_cell(first, of_task[i], &cell));
    if (line->run) {
        row_set(row, "label", line->run->detector->label);
        row_run(row, line->run);
    }
    text_release(&cell);
}

static void set_class(struct row *row, const struct run *first, int class, char *const *classes, int n_classes)
{
    row_count(row, "class", (size_t) class);
    row_set(row, "class_name", class < n_classes ? classes[class] : "");
    row_set(row, "normal", classes_hold(&first->task.positive, class) ? "1" : "0");
}

static void add_line(struct reconstructed *to, const char *name, const struct reconstructions *r, size_t l,
                     const struct run *first, char *const *classes, int n_classes)
{
    const struct judged *j = &r->judged;
    struct row of_image, of_class;
    row_init(&of_image, &to->errors);
    row_init(&of_class, &to->means);
    set_line(&of_image, name, l, &r->lines[l], first);
    set_line(&of_class, name, l, &r->lines[l], first);
    for (size_t c = 0; c < r->n_columns; c++) {
        const size_t at = r->columns[c];
        set_class(&of_image, first, j->images.labels[at], classes, n_classes);
        row_count(&of_image, "place", c);
        row_count(&of_image, "index", (size_t)j->index[at]);
        set_measure(&of_image, &r->of_image[l * r->n_columns + c]);
        row_number(&of_image, "scale", "%.6g", line_is_signed(&r->lines[l]) ? reconstructions_scale(r) : 1);
        row_put(&of_image);
    }
    for (size_t c = 0; c < j->n_classes; c++) {
        set_class(&of_class, first, j->classes[c].class, classes, n_classes);
        row_count(&of_class, "n", j->classes[c].n);
        set_measure(&of_class, &r->of_class[l * j->n_classes + c]);
        row_put(&of_class);
    }
    row_release(&of_image);
    row_release(&of_class);
}

/* ---- the picture ---- */

static int write_picture(const struct reconstructed *to, const char *name, const struct reconstructions *r,
                         struct error *e)
{
    const size_t pixels = (size_t)shape_size(r->image);
    const double scale = reconstructions_scale(r);
    struct mosaic m;
    struct text file = TEXT_INIT;
    mosaic_init(&m, r->n_lines, r->n_columns, r->image.h, r->image.w, r->image.c);
    for (size_t l = 0; l < r->n_lines; l++)
        for (size_t c = 0; c < r->n_columns; c++) {
            const int either = line_is_signed(&r->lines[l]) && scale > 0;
            mosaic_put(&m, l, c, r->shown + (l * r->n_columns + c) * pixels, either ? -scale : 0, either ? scale : 1);
        }
    text_format(&file, "%s.png", name);
    char *path = path_join(to->folder, text_of(&file), NULL);
    int bad = picture_write(path, &m.picture, e);
    free(path);
    text_release(&file);
    mosaic_release(&m);
    return bad;
}

int reconstructed_add(struct reconstructed *to, const char *name, const struct reconstructions *r,
                      const struct run *first, char *const *classes, int n_classes, struct error *e)
{
    for (size_t l = 0; l < r->n_lines; l++)
        add_line(to, name, r, l, first, classes, n_classes);
    forget_old(to, name);
    return write_picture(to, name, r, e);
}
