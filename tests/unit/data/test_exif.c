/* EXIF's orientation: both byte orders, other tags before it, and structures that lie. */

#include "support/main.h"

#include "data/exif.h"
#include "support/pictures.h"

static void orientation_in_both_byte_orders(void **state)
{
    for (int little = 0; little < 2; little++)
        for (int value = 0; value < 256; value++) {
            unsigned char exif[26];
            make_exif(exif, value, little);
            assert_int_equal(exif_orientation(exif, sizeof exif), value >= 1 && value <= 8 ? value : 1);
        }
}

static void orientation_behind_other_tags(void **state)
{
    /* big-endian: the directory at 10, with the tag Make before the orientation 6 */
    const unsigned char exif[] = { 'M', 'M', 0,   42,  0,   0, 0, 10,   0, 0, 0, 2, 1, 0x0f, 0, 2, 0, 0,
                                   0,   4,   'a', 'b', 'c', 0, 1, 0x12, 0, 3, 0, 0, 0, 1,    0, 6, 0, 0 };
    assert_int_equal(exif_orientation(exif, sizeof exif), 6);
    /* another type than a short */
    unsigned char other[sizeof exif];
    memcpy(other, exif, sizeof other);
    other[27] = 4;
    assert_int_equal(exif_orientation(other, sizeof other), 1);
}

static void cut_and_lying_structures_say_nothing(void **state)
{
    unsigned char exif[26], *copy;
    make_exif(exif, 6, 1);
    for (size_t n = 0; n < 22; n++) { /* the entry ends at 22 */
        copy = mem_alloc(n, 1);       /* so that a sanitizer sees a byte too many */
        memcpy(copy, exif, n);
        assert_int_equal(exif_orientation(copy, n), 1);
        free(copy);
    }
    static const struct {
        int at, value;
    } lies[] = { { 0, 'X' }, { 2, 43 }, { 7, 0x80 }, { 4, 25 }, { 4, 26 }, { 8, 0 } };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        make_exif(exif, 6, 1);
        exif[lies[i].at] = (unsigned char)lies[i].value;
        assert_int_equal(exif_orientation(exif, sizeof exif), 1);
    }
    make_exif(exif, 6, 1);
    exif[9] = 0xff; /* 65,281 entries */
    exif[10] = 0x13;
    assert_int_equal(exif_orientation(exif, sizeof exif), 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(orientation_in_both_byte_orders),
    cmocka_unit_test(orientation_behind_other_tags),
    cmocka_unit_test(cut_and_lying_structures_say_nothing),
};

TEST_MAIN(tests, NULL, NULL)
