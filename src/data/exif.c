/* EXIF 2.32 (JEITA CP-3451), 4.6.2 and 4.6.4: "II" or "MM", the number 42, where the first directory is; in it a
 * number of entries of twelve bytes: tag, type, count, value. */
#include "data/exif.h"

#include <string.h>

enum { HEADER = 8, ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3 };

/* A number of `size` bytes (2 or 4), little- or big-endian. */
static size_t number(const unsigned char *at, int size, int little)
{
    size_t value = 0;
    for (int i = 0; i < size; i++)
        value = value << 8 | at[little ? size - 1 - i : i];
    return value;
}

int exif_orientation(const unsigned char *tiff, size_t n)
{
    if (n < HEADER)
        return 1;
    int little = memcmp(tiff, "II", 2) == 0;
    if ((!little && memcmp(tiff, "MM", 2) != 0) || number(tiff + 2, 2, little) != 42)
        return 1;
    size_t directory = number(tiff + 4, 4, little);
    if (directory > n - 2)
        return 1;
    size_t entries = number(tiff + directory, 2, little);
    const unsigned char *entry = tiff + directory + 2, *end = tiff + n;
    for (size_t i = 0; i < entries && end - entry >= ENTRY; i++, entry += ENTRY) {
        if (number(entry, 2, little) != ORIENTATION)
            continue;
        size_t value = number(entry + 8, 2, little);
        return number(entry + 2, 2, little) == SHORT && value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}
