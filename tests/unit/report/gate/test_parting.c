/* Where trainings of made-up folders part. */
#include "report/gate/parting.h"

#include "gate_tables.h"

#define ID "616500300001"
#define LOSSES "[loss]\ncolumns = stage,epoch,positive_loss,negative_error,separation,chain\n"
#define OLDER "[loss]\ncolumns = stage,epoch,positive_loss,negative_error,separation\n"
#define EPOCH(n, stage, chain) n " = " stage "," n ",0.5,,," chain "\n"
#define FIRST LOSSES EPOCH("1", "phase1", "aa") EPOCH("2", "phase1", "bb")

/* A folder of a run, or of its first phase, whose meta.ini has these losses. */
static void put_folder(const char *side, const char *place, const char *id, const char *losses)
{
    struct error e;
    struct text meta = TEXT_INIT;
    char *folder = path_join(side, place, id, NULL), *path = path_join(folder, "meta.ini", NULL);
    text_format(&meta, "[run]\nstatus = ok\n%s%s", strcmp(place, "runs") == 0 ? "first_phase = first\n" : "", losses);
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, text_of(&meta), meta.length, &e), 0);
    free(folder);
    free(path);
    text_release(&meta);
}

/* The same first phase on both sides, and what the run has behind it on each. */
static int part(struct gate_parting *p, const char *a, const char *b)
{
    static const struct made_run run[] = { { "ae", "0", 1, "0.9", "aaaaaaaaaaaaaaaa", "" } };
    static const char *const sides[] = { "a", "b" };
    struct gate_side side[2];
    for (size_t i = 0; i < 2; i++) {
        char *table = path_join(sides[i], "x", NULL);
        put_folder(sides[i], "phase1", "first", FIRST);
        put_folder(sides[i], "runs", ID, i ? b : a);
        put_experiment(table, "v1", "K", "0", run, 1);
        read_side(&side[i], table);
        free(table);
    }
    assert_string_equal(side[0].runs[0].id, ID);
    const int known = parting_find(p, &side[0].runs[0], &side[1].runs[0]);
    side_release(&side[0]);
    side_release(&side[1]);
    return known;
}

static void first_epoch(void **state)
{
    (void)state;
    struct gate_parting p;
    assert_int_equal(part(&p, LOSSES EPOCH("1", "shape", "cc"), LOSSES EPOCH("1", "shape", "dd")), 1);
    assert_string_equal(p.stage, "shape");
    assert_int_equal(p.epoch, 1);
    assert_int_equal(part(&p, LOSSES EPOCH("1", "shape", "cc"), LOSSES EPOCH("1", "shape", "cc")), 1);
    assert_string_equal(p.stage, "scoring");
    assert_int_equal(part(&p, LOSSES, ""), 1); /* one that trains nothing itself */
    assert_string_equal(p.stage, "scoring");
}

/* An older run has no sums: that its first phase is the same does not say that its training is. */
static void what_is_not_known(void **state)
{
    (void)state;
    struct gate_parting p;
    assert_int_equal(part(&p, OLDER "1 = shape,1,0.5,,\n", LOSSES EPOCH("1", "shape", "cc")), 0);
    assert_string_equal(p.stage, "");
}

static const struct CMUnitTest tests[] = { IN_WORKING_FOLDER(first_epoch), IN_WORKING_FOLDER(what_is_not_known) };

TEST_MAIN(tests, NULL, NULL)
