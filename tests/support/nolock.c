/* To be preloaded: flock(2) of a file system that has no locks, or says yes to everybody. NOLOCK: "lies", or the name
 * of the error. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

int flock(int fd, int operation)
{
    const char *how = getenv("NOLOCK");
    (void)fd;
    (void)operation;
    if (how && strcmp(how, "lies") == 0)
        return 0;
    errno = how && strcmp(how, "ENOSYS") == 0 ? ENOSYS : ENOLCK;
    return -1;
}
