/* The memory that a control group of Linux leaves its processes: a container's, a job's, systemd's MemoryMax. */
#ifndef STORE_MEMORY_LIMIT_H
#define STORE_MEMORY_LIMIT_H

/* Bytes, the least of the group that this process is in and of those around it; INFINITY where none is set, or where
 * the system does not tell. Of both versions of control groups, where they are mounted by custom: /sys/fs/cgroup.
 * `root` stands before each path: "", or a folder that a test has made. */
double memory_limit(const char *root);

#endif
