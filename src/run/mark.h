/* Marks of runs whose numbers are not what a detector can do: words of [run] mark in meta.ini, with blanks between. */
#ifndef RUN_MARK_H
#define RUN_MARK_H

#define MARK_CONSTANT "constant" /* all scores are equal: the AUC is that of ties */
#define MARK_STUCK "stuck"       /* a training stayed at the mean image, the run's own or that of a first phase */

/* Is each word a mark? True for none. */
int marks_are_known(const char *words);
/* Is this mark among the words? */
int marks_have(const char *words, const char *mark);

#endif
