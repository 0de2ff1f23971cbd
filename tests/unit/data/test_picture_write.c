/* What is written is read back, and the same bytes each time. */
#include <stdio.h>

#include "data/picture_write.h"
#include "store/file.h"
#include "support/folder.h"
#include "support/main.h"

static void there_and_back(void **state)
{
    unsigned char pixels[5 * 7 * 3];
    char *path[] = { path_join(*state, "a.png", NULL), path_join(*state, "b.png", NULL) }, *bytes[2];
    size_t n[2];
    struct error e;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(i * 37 % 256);
    for (int channels = 1; channels <= 3; channels += 2) {
        const struct picture p = { .height = 5, .width = 7, .channels = channels, .pixels = pixels };
        struct picture found;
        for (int i = 0; i < 2; i++) {
            assert_int_equal(picture_write(path[i], &p, &e), 0);
            bytes[i] = file_read(path[i], &n[i], &e);
        }
        assert_int_equal(n[0], n[1]);
        assert_memory_equal(bytes[0], bytes[1], n[0]);
        assert_int_equal(picture_read(&found, bytes[0], n[0], &e), 0);
        assert_int_equal(found.height, 5);
        assert_int_equal(found.width, 7);
        assert_int_equal(found.channels, channels);
        assert_memory_equal(found.pixels, pixels, (size_t)(5 * 7 * channels));
        picture_release(&found);
        free(bytes[0]);
        free(bytes[1]);
    }
    free(path[0]);
    free(path[1]);
}

static void no_place_for_it(void **state)
{
    unsigned char grey = 9;
    const struct picture p = { .height = 1, .width = 1, .channels = 1, .pixels = &grey };
    struct error e;
    char *path = path_join(*state, "nowhere/a.png", NULL);
    assert_int_equal(picture_write(path, &p, &e), -1);
    assert_says(e.text, "nowhere/a.png");
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(there_and_back),
    IN_FOLDER(no_place_for_it),
};

TEST_MAIN(tests, NULL, NULL)
