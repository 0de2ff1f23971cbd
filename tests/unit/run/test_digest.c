/* Sums of numbers, against such as another program computed. */
#include "support/main.h"

#include <math.h>

#include "run/digest.h"

static void of_scores(void **state)
{
    (void)state;
    char hex[SHA256_HEX], other[SHA256_HEX];
    struct scores s;
    scores_init(&s, 3);
    const double values[] = { 3e300, 0.1, -2.5 };
    const int32_t places[] = { 7, 2, 5 };
    for (size_t i = 0; i < s.n; i++) {
        s.score[i] = values[i];
        s.index[i] = places[i];
    }
    digest_scores(&s, hex); /* in the order of the places */
    assert_string_equal(hex, "c2fffad16ae388961f984a328ee47cb0ed1ba8b5d9202ad2e24ceac450bf7f54");
    s.score[1] = nextafter(0.1, 1);
    digest_scores(&s, other);
    assert_string_not_equal(hex, other);
    scores_release(&s);
    scores_init(&s, 0);
    digest_scores(&s, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    scores_release(&s);
}

static void of_losses(void **state)
{
    (void)state;
    const struct loss_point points[] = { { "phase1", 0, 1.5, NAN, 0.6931471805599453 },
                                         { "phase2", 1, 0.25, 1e-10, -NAN } };
    unsigned char chain[SHA256_DIGEST_SIZE] = { 0 };
    char hex[SHA256_HEX];
    digest_loss(&points[0], chain);
    hash_to_hex(chain, hex);
    assert_string_equal(hex, "e467524afb60f38bcd1a84a45dad6fe40fb992e053753b9260c1a7a10997bdbd");
    digest_loss(&points[1], chain);
    hash_to_hex(chain, hex);
    assert_string_equal(hex, "e78662c99b9134aa9a5d87f1fe57059d3804de00cffc9a029d66f8cc23e6dd3e");
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(of_scores), cmocka_unit_test(of_losses) };

TEST_MAIN(tests, NULL, NULL)
