/* Readers by their names. */
#include "support/main.h"

#include "data/reader.h"
#include "support/folder.h"

static void readers_by_name(void **state)
{
    (void)state;
    for (const char *const *name = reader_names(); *name; name++) {
        assert_non_null(reader_find(*name));
        assert_string_equal(reader_find(*name)->name, *name);
    }
    assert_null(reader_find("jpeg"));
    assert_string_equal(reader_role(&reader_idx, 1, 1), "test_labels");
    assert_string_equal(reader_role(&reader_images, 0, 0), "train");
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(readers_by_name),
};

TEST_MAIN(tests, NULL, NULL)
