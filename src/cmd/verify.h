/* Looking at kept tables and their ranks, for commands that look at more. */
#ifndef CMD_VERIFY_H
#define CMD_VERIFY_H

#include "detect/suite.h"

/* `lisae verify FOLDER`: prints what is damaged and a line of counts. Returns the exit code. */
int verify_folder(const struct suite *suite, const char *folder);

#endif
