#include "cmd/line/early.h"

#include <fcntl.h>
#include <unistd.h>

void early_streams(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd < STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}
