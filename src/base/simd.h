/* SIMD before a function's definition compiles its loops for the vector units of today's
 * processors and picks one when the program starts. Without contraction to FMA and without
 * reordered sums each version gives the same bits. */
#ifndef BASE_SIMD_H
#define BASE_SIMD_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SIMD
#endif

#endif
