#include "base/utf8.h"

/* By its first byte; those from F8 on are none's. */
static size_t length_of(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
}

size_t utf8_decode(const char *s, size_t n, unsigned long *c)
{
    static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *bytes = (const unsigned char *)s;
    const size_t length = n ? length_of(*bytes) : 0;
    if (!length || length > n)
        return 0;
    unsigned long number = length == 1 ? *bytes : *bytes & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        number = number << 6 | (bytes[i] & 0x3Fu);
    }
    *c = number;
    return number < least[length] || (number >= 0xD800 && number < 0xE000) || number > 0x10FFFF ? 0 : length;
}
