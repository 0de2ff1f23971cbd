#include "base/memory.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALIGNMENT = 64 };

static _Noreturn void out_of_memory(size_t count, size_t size)
{
    fprintf(stderr, "lisae: out of memory: %zu elements of %zu bytes were asked for\n", count, size);
    exit(3);
}

void *mem_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - ALIGNMENT)
        out_of_memory(count, size);
    bytes = bytes ? (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    void *p = aligned_alloc(ALIGNMENT, bytes);
    if (!p)
        out_of_memory(count, size);
    return p;
}

void *mem_zero(size_t count, size_t size)
{
    void *p = mem_alloc(count, size);
    memset(p, 0, count * size);
    return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(count, size);
    void *q = realloc(p, bytes ? bytes : 1);
    if (!q)
        out_of_memory(count, size);
    return q;
}

char *mem_string(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_resize(NULL, n, 1), s, n);
}

static const char library_words[] = "lisae: out of memory: a library asked for some\n";
static int program_ends;

static void none_for_library(void)
{
    fputs(library_words, stderr);
    exit(3);
}

static void library_ends(int code, void *none)
{
    if (code != EXIT_FAILURE || program_ends)
        return;
    fputs(library_words, stderr);
    fflush(NULL);
    _exit(3);
}

void mem_guard_end(void)
{
    program_ends = 1;
}

void mem_guard_library(void *library)
{
    static int guarded;
    /* std::set_new_handler(std::new_handler), by the name that the Itanium C++ ABI gives it */
    typedef void (*handler)(void);
    handler (*set)(handler);
    *(void **)&set = dlsym(library, "_ZSt15set_new_handlerPFvvE");
    if (set)
        set(none_for_library);
    if (!guarded)
        guarded = on_exit(library_ends, NULL) == 0;
}
