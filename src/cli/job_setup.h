/// From Config to what src/run works with.
#pragma once

#include <optional>
#include <string>

#include "base/hash.h"
#include "base/result.h"
#include "base/way_out.h"
#include "cli/config.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Set by SIGINT and SIGTERM.
const std::atomic<bool>& stop_flag();
/// By what the process ends soon after such a signal, whatever it does: status 130.
WayOut& way_out();
/// Installs the handlers; SIGPIPE is ignored. The second signal ends the process at once.
void install_signal_handlers();

std::string_view lauter_version();

/// Nothing if it is not set.
std::optional<std::string> environment_variable(const std::string& name);

/// Whether one of them is standard input.
bool reads_stdin(const Inputs& inputs);

/// Where --duckdb or the environment says that the library for Parquet is; empty: neither.
std::string parquet_library(const Config& config);

/// Whether there are Parquet files in object storage, of which local copies are made.
bool copies_objects(const Inputs& inputs);

/// The files of `args`, Parquet made readable with the text and id field of `config` and those of
/// `more_fields`; `compression_level` is of Parquet that is written. Says which files of folders are passed over. Errors:
/// those of expand_inputs(), check_csv_heads() and open_parquet().
Result<Inputs> make_inputs(const Config& config, const std::vector<std::string>& args,
                           const std::vector<FieldPath>& more_fields = {},
                           int compression_level = 0);

/// Makes the Parquet files of a planned run readable. Errors: those of open_parquet().
Result<void> open_parquet_of_task(const Config& config, JobOptions& job);

/// Recipe, inputs and limits. Errors: those of load_recipe() and make_inputs(); kInvalidArgument
/// without an INPUT.
Result<JobOptions> make_job(const Config& config);

/// The key of --key-file, or the one stored beside OUT, which is made if there is none: says so on
/// stderr. `stored_at` is its path. Errors: those of reading and writing; kInvalidArgument.
Result<SecretKey> make_key(const Config& config, std::string* stored_at = nullptr);

/// OUT.key, or lauter.key in the current folder when output goes to stdout or object storage.
std::string default_key_path(const Config& config);

}  // namespace lauter
