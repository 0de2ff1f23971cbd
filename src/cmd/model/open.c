#include "cmd/model/open.h"

#include <stdlib.h>

#include "base/memory.h"
#include "nn/blas_buffer.h"
#include "run/run_model.h"
#include "run/seal.h"
#include "store/file.h"

int model_command(const struct command *c, const struct suite *suite, int argc, char **argv, model_action *action)
{
    struct options o;
    int code = options_parse(&o, c, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = action(suite, &o);
    options_release(&o);
    return code;
}

/* A run's folder may have got the model of another run, which is whole, too; one without an account is of a first
 * version, or no run's. */
static int check_account(const char *folder, const char *model, struct error *e)
{
    char *meta_path = path_join(folder, "meta.ini", NULL);
    struct ini meta = { 0 };
    const int bad = path_exists(meta_path) &&
                    (seal_open(&meta, folder, e) || seal_check_file(&meta, folder, path_last(model), e));
    ini_release(&meta);
    free(meta_path);
    return bad ? seal_remedy(folder, e) : 0;
}

/* Why a folder has no model; returns -1. */
static int tell_without(const char *folder, struct error *e)
{
    char *spec = path_join(folder, "spec.ini", NULL), *reason = path_join(folder, "reason.txt", NULL);
    if (path_exists(reason))
        error_set(e, "%s: this run failed, so there is no model: '%s' says why", folder, reason);
    else if (path_exists(spec))
        run_model_missing(folder, e);
    else
        error_set(e, "%s: expected a model or a run's folder, found a folder without model.lisae", folder);
    free(spec);
    free(reason);
    return -1;
}

/* The path of the model; free(). A run's folder stands for the one in it; NULL where it has none, or another's. */
static char *model_path(const char *given, struct error *e)
{
    if (!path_is_folder(given))
        return mem_string(given);
    char *model = path_join(given, "model.lisae", NULL);
    const int bad = path_exists(model) ? check_account(given, model, e) : tell_without(given, e);
    if (bad) {
        free(model);
        model = NULL;
    }
    return model;
}

int open_model(const struct suite *suite, const char *given, struct archive *a, const struct detector **detector,
               void **model, struct error *e)
{
    if (libraries_load(e) || blas_buffer_take(e))
        return -1;
    char *path = model_path(given, e);
    const char *name = !path || archive_open(a, path, e) || archive_expect_finite(a, path, e)
                           ? NULL
                           : archive_text(a, "detector", e);
    free(path);
    if (!name)
        return -1;
    *detector = suite_find(suite, name);
    if (!*detector)
        return error_set(e, "%s: unknown detector '%s'", given, name);
    *model = (*detector)->load(*detector, &suite->sections, a, e);
    return *model ? 0 : -1;
}
