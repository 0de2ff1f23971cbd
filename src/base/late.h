/* Libraries that are loaded when something needs them, by the few commands that do. Linked, matio and libzip would
 * bring thirty others to every process, which then took twice as long to start. The names of their files, which are
 * those that the program was built with, stand in late_files.h of the build folder. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stddef.h>

#include "base/error.h"

/* For a list of a library's functions, #define LIST(X) X(function) X(function): members that point to them, and their
 * names, in the order of the list. */
#define LATE_POINTER(function) __typeof__(&(function)) function;
#define LATE_NAME(function) #function,

/* Loads the library `file`, which then stays, and points the `n` members of the struct `functions`, which has no
 * others, to the functions of these names. It is an error where either is not there. */
int late_load(void *functions, const char *const *names, size_t n, const char *file, struct error *e);

/* The same for a library in C++, which is told to end the process where it gets no memory, as base/memory.h does. Its
 * runtime is loaded first, since what the library makes while it is loaded may be too much, too. */
int late_load_cxx(void *functions, const char *const *names, size_t n, const char *file, struct error *e);

/* Says on standard error why a library that the process cannot do without is not there, and exits with code 3. */
_Noreturn void late_end(const struct error *e);

#endif
