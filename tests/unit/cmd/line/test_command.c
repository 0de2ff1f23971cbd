/* Complaints. */
#include "support/main.h"

#include "support/folder.h"
#include "support/said.h"

static int run(const struct suite *suite_, int argc, char **argv)
{
    return complain(EXIT_RUN, "%d words, the last one '%s'", argc, argv[argc - 1]);
}

static void complaints(void **state)
{
    static const struct command c = { .name = "grumble", .run = run };
    assert_int_equal(chdir(*state), 0);
    expect_said(&c, (const char *const[]) { "about", "it", NULL }, 3, "", "lisae: 3 words, the last one 'it'\n");
    assert_int_equal(chdir("/"), 0);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(complaints) };

TEST_MAIN(tests, NULL, NULL)
