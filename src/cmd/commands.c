/* The list of subcommands, in the order of `lisae help`. */
#include "cmd/line/command.h"

const struct command *const commands[] = {
    &command_run,         &command_check,
    &command_plan,        &command_status,
    &command_cancel,      &command_collect,
    &command_plot,        &command_tables,
    &command_report,      &command_compare,
    &command_reconstruct, &command_thresholds,
    &command_verify,      &command_audit,
    &command_clean,       &command_list,
    &command_show,        &command_data,
    &command_score,       &command_field,
    &command_stress,      &command_incremental,
    &command_help,        &command_work,
    &command_task,        NULL,
};
