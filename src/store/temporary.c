#include "store/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"

static const char TEMPORARY[] = ".tmp-";

enum { MACHINE = 12 };

/* The start of a small file of /proc; "" where there is none. */
static void read_start(const char *path, char *out, size_t room)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, out, room - 1) : -1;
    out[n > 0 ? n : 0] = '\0';
    if (fd >= 0)
        close(fd);
}

/* Numbers of processes mean something within one boot and one namespace of them. */
static void machine(char out[MACHINE + 1])
{
    char boot[64], space[64], host[256] = "", hex[SHA256_HEX];
    struct text t = TEXT_INIT;
    read_start("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
    ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);
    space[n > 0 ? n : 0] = '\0';
    gethostname(host, sizeof host - 1);
    text_format(&t, "%s\n%s\n%s\n", boot, space, host);
    hash_text(text_of(&t), hex);
    snprintf(out, MACHINE + 1, "%.*s", MACHINE, hex);
    text_release(&t);
}

/* When a process began, in ticks since the boot; -1 where it has ended or nothing is told of it. */
static long long start_of(long pid)
{
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    read_start(path, line, sizeof line);
    char *at = strrchr(line, ')'), *rest = NULL; /* behind the program's name, which may hold anything */
    if (!at || strlen(at) < 3 || at[2] == 'Z' || at[2] == 'X')
        return -1;
    enum { STATE = 3, START = 22 }; /* proc(5) */
    char *word = strtok_r(at + 2, " ", &rest);
    for (int i = STATE; i < START && word; i++)
        word = strtok_r(NULL, " ", &rest);
    return word ? strtoll(word, NULL, 10) : -1;
}

void owner_self(char owner[OWNER_TEXT])
{
    char here[MACHINE + 1];
    machine(here);
    snprintf(owner, OWNER_TEXT, "%s.%ld.%lld", here, (long)getpid(), start_of(getpid()));
}

/* 0, or -1 where the text does not begin as an owner does; `*end` gets what is behind. */
static int read_owner(const char *text, char at[MACHINE + 1], long *pid, long long *start, const char **end)
{
    int used = 0;
    if (strspn(text, "0123456789abcdef") != MACHINE || sscanf(text + MACHINE, ".%ld.%lld%n", pid, start, &used) != 2)
        return -1;
    snprintf(at, MACHINE + 1, "%.*s", MACHINE, text);
    *end = text + MACHINE + used;
    return *pid > 0 ? 0 : -1;
}

/* 1 gone, 0 lives, -1 it is of another machine. */
static int is_gone(const char *at, long pid, long long start)
{
    char here[MACHINE + 1];
    machine(here);
    if (strcmp(at, here) != 0)
        return -1;
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
        return 1;
    /* It may be a process that got the number later. Where /proc tells nothing of those of others, it lives. */
    char self[32];
    snprintf(self, sizeof self, "/proc/%ld/stat", pid);
    return access(self, R_OK) == 0 && start_of(pid) != start;
}

int owner_gone(const char *owner)
{
    char at[MACHINE + 1];
    long pid;
    long long start;
    const char *end;
    return read_owner(owner, at, &pid, &start, &end) == 0 && *end == '\0' && is_gone(at, pid, start) == 1;
}

char *temporary_path(const char *folder, const char *name)
{
    char owner[OWNER_TEXT];
    unsigned random = 0;
    struct text t = TEXT_INIT;
    owner_self(owner);
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        random = (unsigned)clock(); /* whoever makes the file tries again where the name is taken */
    text_format(&t, "%s%s%s%s.%08x-%s", folder, *folder && !ends_with(folder, "/") ? "/" : "", TEMPORARY, owner, random,
                name);
    return t.s;
}

/* As read_owner() of an entry's name; `*name` gets NAME. */
static int read_entry(const char *entry, char at[MACHINE + 1], long *pid, long long *start, const char **name)
{
    enum { RANDOM = 8 };
    const char *rest;
    if (!starts_with(entry, TEMPORARY) || read_owner(entry + strlen(TEMPORARY), at, pid, start, &rest) ||
        *rest != '.' || strspn(rest + 1, "0123456789abcdef") != RANDOM || rest[1 + RANDOM] != '-')
        return -1;
    *name = rest + RANDOM + 2;
    return 0;
}

const char *temporary_name(const char *entry)
{
    char at[MACHINE + 1];
    long pid;
    long long start;
    const char *name;
    return read_entry(entry, at, &pid, &start, &name) ? NULL : name;
}

int temporary_left(int folder, const char *entry)
{
    char at[MACHINE + 1];
    long pid;
    long long start;
    const char *name;
    struct stat s;
    if (read_entry(entry, at, &pid, &start, &name))
        return 0;
    const int gone = is_gone(at, pid, start);
    if (gone >= 0)
        return gone;
    return fstatat(folder, entry, &s, AT_SYMLINK_NOFOLLOW) == 0 && time(NULL) - s.st_mtim.tv_sec > LEFT_AFTER;
}
