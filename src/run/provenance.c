#include "run/provenance.h"

#include <libsvm/svm.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include "nn/blas.h"
#include "revision.h"

#ifdef LISAE_ONEDNN
#include "nn/onednn.h"
#endif

static void processor(struct text *out)
{
    char line[512];
    FILE *f = fopen("/proc/cpuinfo", "r");
    while (f && fgets(line, sizeof line, f)) {
        char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon) {
            text_format(out, "processor = %.*s\n", (int)strcspn(colon + 2, "\n;"), colon + 2);
            break;
        }
    }
    if (f)
        fclose(f);
}

const char *provenance_revision(void)
{
    return LISAE_REVISION;
}

void provenance_describe(struct text *out)
{
    struct utsname system;
    text_format(out, "[program]\nversion = %s\nrevision = %s\nflags = %s\n", LISAE_VERSION, LISAE_REVISION,
                LISAE_FLAGS);
#ifdef LISAE_ONEDNN
    const dnnl_version_t *v = dnnl_version();
    text_format(out, "convolutions = oneDNN %d.%d.%d, isa %d\n", v->major, v->minor, v->patch,
                (int)dnnl_get_effective_cpu_isa());
#else
    text_append(out, "convolutions = im2col and SGEMM\n");
#endif
    text_format(out, "blas = %.100s\nblas_kernel = %s\nsvm = LIBSVM %d.%02d\nthreads = 1\n", openblas_get_config(),
                openblas_get_corename(), LIBSVM_VERSION / 100, LIBSVM_VERSION % 100);
    text_append(out, "[machine]\n");
    processor(out);
    if (uname(&system) == 0)
        text_format(out, "system = %s %s %s\n", system.sysname, system.release, system.machine);
}

/* Appends words of a text, at most `most`, without commas. */
static void add_words(struct text *out, const char *s, size_t most)
{
    char **words = split(s, " ,", 0, NULL);
    for (size_t i = 0; words[i] && i < most; i++)
        text_format(out, "%s%s", out->length ? " " : "", words[i]);
    split_free(words);
}

void provenance_kernels(const struct ini *meta, struct text *out)
{
    const char *blas = ini_get(meta, "program", "blas"), *kernel = ini_get(meta, "program", "blas_kernel");
    const char *convolutions = ini_get(meta, "program", "convolutions");
    enum { NAME_AND_VERSION = 2, ALL = 8 };
    if (!blas || !kernel || !convolutions)
        return;
    add_words(out, blas, NAME_AND_VERSION);
    add_words(out, kernel, ALL);
    add_words(out, convolutions, ALL);
}

void provenance_kernels_of(const struct text *described, struct text *out)
{
    struct text own = TEXT_INIT, ignored = TEXT_INIT;
    struct ini ini;
    text_append(&own, text_of(described));
    ini_fit(&own);
    ini_read_text(&ini, "", text_of(&own), &ignored);
    provenance_kernels(&ini, out);
    ini_release(&ini);
    text_release(&own);
    text_release(&ignored);
}

double provenance_processor_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

long provenance_peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}
