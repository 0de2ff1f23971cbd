/* Errors as values.
 *
 * A function that can fail returns 0 or -1 (or a pointer or NULL) and leaves in
 * `struct error` a sentence that says what was expected and what was found. Nothing
 * below cmd/ prints it or exits. Messages start in lower case, have no full stop and
 * put names in single quotes. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

struct error {
    char text[1024];
    int reason; /* errno, where the system refused what the text tells of; else 0 */
};

/* Sets the text; returns -1, so that `return error_set(...)` reads well. `e` may be NULL. */
int error_set(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with ": " and what errno says behind it, which is kept as the reason. */
int error_system(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* 1 where the system refused to read a file that is there (no memory, no right, a bad disk): what is in it may be
 * whole, and making it anew would be the wrong advice. */
int error_spares_file(const struct error *e);

/* Puts "prefix: " before the text that is there; returns -1. */
int error_prefix(struct error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__ /* which does not look into error.c and has to be told that -1 comes back */
#define error_set(...) (error_set(__VA_ARGS__), -1)
#define error_system(...) (error_system(__VA_ARGS__), -1)
#define error_prefix(...) (error_prefix(__VA_ARGS__), -1)
#endif

#endif
