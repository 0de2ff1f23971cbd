#include "detect/autoencoder/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

int code_lay_out(struct code *c, const struct code_kind *kind, const struct settings *s, size_t pixels, struct error *e)
{
    memset(c, 0, sizeof *c);
    c->kind = kind;
    c->in = c->width = (size_t)model_of(s)->latent;
    return kind->init(c, s, pixels, e);
}

void code_finish(struct code *c)
{
    c->params = mem_zero(c->n_params, sizeof *c->params);
}

void code_release(struct code *c)
{
    free(c->params);
    c->params = NULL;
}

void code_initialise(struct code *c, struct rng *r)
{
    if (c->kind->initialise)
        c->kind->initialise(c, r);
}

double code_work(const struct code *c)
{
    return c->kind->work ? c->kind->work(c) : 0;
}

void code_save(const struct code *c, struct archive_writer *w)
{
    if (c->kind->name)
        archive_add_text(w, "code", c->kind->name);
    if (c->n_params)
        archive_add_vector(w, "code-parameters", ARCHIVE_F32, c->n_params, c->params);
}

/* The name in a file, or NULL. */
static const char *kind_in(const struct archive *a)
{
    for (size_t i = 0; i < a->n_entries; i++)
        if (strcmp(a->entries[i].name, "code") == 0)
            return archive_text(a, "code", NULL);
    return NULL;
}

int code_expect(const struct code_kind *kind, const struct archive *a, struct error *e)
{
    const char *expected = kind->name ? kind->name : "plain", *found = kind_in(a);
    if (strcmp(found ? found : "plain", expected) == 0)
        return 0;
    return error_set(e, "%s: expected a model with the code '%s', found '%s'", a->path, expected,
                     found ? found : "plain");
}

int code_load(struct code *c, const struct archive *a, struct error *e)
{
    if (c->n_params == 0)
        return 0;
    const struct archive_entry *entry = archive_get(a, "code-parameters", ARCHIVE_F32, e);
    if (!entry)
        return -1;
    if (entry->count != c->n_params)
        return error_set(e, "%s: expected %zu numbers in 'code-parameters', found %zu", a->path, c->n_params,
                         entry->count);
    code_finish(c);
    memcpy(c->params, entry->data, c->n_params * sizeof *c->params);
    return 0;
}

void code_pass_init(struct code_pass *p, const struct code *c, size_t n)
{
    p->code = c;
    p->n = n;
    p->z = mem_alloc(n * c->width, sizeof *p->z);
    p->kept = c->kind->kept ? mem_alloc(c->kind->kept(c, n), sizeof *p->kept) : NULL;
    p->term = mem_zero(n, sizeof *p->term);
}

void code_pass_release(struct code_pass *p)
{
    free(p->z);
    free(p->kept);
    free(p->term);
}

float *code_pass_forward(struct code_pass *p, const float *a, struct rng *noise)
{
    p->code->kind->forward(p->code, a, p->z, p->n, p->kept, noise, p->term);
    return p->z;
}

void code_pass_backward(struct code_pass *p, const float *a, const float *dz, float *da, float *gradient)
{
    p->code->kind->backward(p->code, a, p->z, dz, da, p->n, p->kept, gradient);
}
