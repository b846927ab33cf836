/// One function a command: does it, says what there is to say, returns the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/config.h"

namespace lauter {

int run_refine(const Config& config);
int run_find(const Config& config);
int run_program(const Config& config);
int run_apply(const Config& config);
int run_score(const Config& config);
int run_train_detector(const Config& config);
int run_train(const Config& config);
int run_distill(const Config& config);
int run_explain(const Config& config);
int run_measure(const Config& config);
int run_ladder(const Config& config);
int run_report(const Config& config);
int run_recipe(const Config& config);
int run_models(const Config& config);
int run_categories(const Config& config);
int run_curate(const Config& config);
int run_doctor(const Config& config);
int run_task_command(const Config& config);
int run_status_command(const Config& config);
int run_verify(const Config& config);

/// The whole program. `args`: without the program's name.
int run_cli(const std::vector<std::string>& args);

}  // namespace lauter
