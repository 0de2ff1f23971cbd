/* Progress: who listens is told, who does not is left alone. */
#include "support/main.h"

#include "base/progress.h"
#include "base/text.h"

static void note_progress(void *context, const char *stage, int done, int total, double loss)
{
    text_format(context, "%s %d/%d %g", stage, done, total, loss);
}

static void progress(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    progress_report(&(struct progress) { note_progress, &t }, "phase 1", 2, 5, 0.5);
    assert_string_equal(text_of(&t), "phase 1 2/5 0.5");
    text_release(&t);
    progress_report(NULL, "phase 1", 1, 1, 0);
    progress_report(&(struct progress) { NULL, NULL }, "phase 1", 1, 1, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(progress),
};

TEST_MAIN(tests, NULL, NULL)
