/* What has to be seen to before the program does anything else. */
#ifndef CMD_LINE_EARLY_H
#define CMD_LINE_EARLY_H

/* Opens those of standard input, output and error that are closed, so that no file that the program opens gets their
 * numbers. Reading finds the end; writing fails as it does where they are closed. */
void early_streams(void);

#endif
