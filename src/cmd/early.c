#include "cmd/early.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nn/blas_buffer.h"

void early_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd < STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* Sanitizers are not ready before the libraries are. */
#define BEFORE_LIBRARIES __attribute__((no_sanitize("address", "undefined")))

BEFORE_LIBRARIES static int has_room(size_t bytes)
{
    void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return 0;
    munmap(room, bytes);
    return 1;
}

/* As it is loaded, OpenBLAS starts a thread for each processor, and each maps a buffer; where there is no room they
 * try for ever, and the program never comes to its end. It is told of one thread by the environment alone, so the
 * program starts itself anew with that; its own threads are set to one in any case. */
BEFORE_LIBRARIES static void ask_for_one_thread(int argc, char **argv, char **environment)
{
    enum { MOST = 4096 };
    static char one[] = "OPENBLAS_NUM_THREADS=1";
    static char *changed[MOST];
    const size_t name = strcspn(one, "=") + 1;
    size_t n = 0;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (has_room((size_t)(processors > 0 ? processors : 1) * BLAS_BUFFER_BYTES))
        return;
    for (char **e = environment; *e; e++) {
        if (strcmp(*e, one) == 0 || n + 2 == MOST)
            return;
        if (strncmp(*e, one, name) != 0)
            changed[n++] = *e;
    }
    changed[n] = one;
    execve("/proc/self/exe", argv, changed);
}

/* Called before the libraries' own beginnings. */
__attribute__((section(".preinit_array"), used)) static void (*const before_libraries)(int, char **,
                                                                                       char **) = ask_for_one_thread;
