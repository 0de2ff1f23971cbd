/* Characters of UTF-8 (RFC 3629) in bytes that anybody may have written. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/* How many bytes the character at `s` has, of the `n` that are there, and its number in `*c`. 0 where none begins
 * there: a byte that begins none, one that is cut off or longer than it need be, half a pair of UTF-16, one beyond the
 * last, no bytes at all. */
size_t utf8_decode(const char *s, size_t n, unsigned long *c);

#endif
