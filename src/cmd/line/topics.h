/* What is to be known of all subcommands together: `lisae help files`, `environment`, `exit-codes`. */
#ifndef CMD_LINE_TOPICS_H
#define CMD_LINE_TOPICS_H

#include "base/text.h"

struct topic {
    const char *name;
    const char *summary; /* one line for the overview */
    const struct topic_row {
        const char *what, *meaning;
    } * rows; /* up to one without a name */
};

/* Up to one without a name. */
extern const struct topic topics[];

/* Appends its rows, wrapped. */
void append_topic(struct text *t, const struct topic *topic);

#endif
