/* latent-knn: the distance to the kth neighbour. */
#include "support/fitting.h"

#include "support/own_codes.h"

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void distance_to_the_kth_neighbour(void **state)
{
    enum { N = 150, TEST = 140, D = 5 };
    static const char *const settings[] = { "latent.k=1", "latent.k=2", "latent.k=7", "latent.k=150" };
    struct images train, test;
    random_rows(&train, N, D, 120, 1);
    random_rows(&test, TEST, D, 130, 2);
    memcpy(test.pixels, train.pixels, D); /* one that is its own neighbour */
    for (size_t a = 0; a < sizeof settings / sizeof *settings; a++) {
        struct trial t;
        double distance[N];
        trial_begin(&t, state, "latent-knn", settings[a], &train, NULL);
        double *scores = scores_of(t.name, t.model, &test);
        for (size_t i = 0; i < TEST; i++) {
            for (size_t j = 0; j < N; j++)
                distance[j] = naive_distance(&test, i, &train, j);
            qsort(distance, N, sizeof *distance, by_size);
            /* a difference of numbers of about 0.5 in float: its root is off by 1e-3 at most near 0 */
            double expected = distance[latent_keys_of(&t.settings)->k - 1];
            assert_near(scores[i], expected, expected > 0.05 ? 1e-5 : 1e-3);
        }
        free(scores);
        trial_end(&t);
    }
    images_release(&train);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(distance_to_the_kth_neighbour),
};

TEST_MAIN(tests, make_folder, remove_folder)
