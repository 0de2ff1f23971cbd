/* Memory. Running out of it is the one failure that is not handed up: the process says
 * how much it asked for and exits with code 3; a run is a process, so the batch goes on. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* `count` elements of `size` bytes, aligned to 64 bytes; contents undefined. Free with free(). */
void *mem_alloc(size_t count, size_t size);

/* The same, zeroed. */
void *mem_zero(size_t count, size_t size);

/* realloc() that does not fail; ordinary alignment. */
void *mem_resize(void *p, size_t count, size_t size);

char *mem_string(const char *s);

/* Has libraries in C++, by the handle that dlopen() gave of their runtime, end the process likewise when they get no
 * memory. Else they throw std::bad_alloc, which no function in C can catch: the process aborts. OpenMP's, which they
 * bring along, ends the process itself, with exit code 1; that is made 3, too. */
void mem_guard_library(void *library);

/* The program is about to end; an exit code of 1 is its own from here on, and no library's. */
void mem_guard_end(void);

#endif
