/// What a command works with: the flags, checked and converted.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/low_args.h"
#include "io/input.h"
#include "json/record.h"
#include "run/jobs/refine_job.h"
#include "s3/settings.h"

namespace lauter {

enum class When : uint8_t { kAuto, kAlways, kNever };

struct Config {
  Command command = Command::kRefine;
  std::vector<std::string> positional{};

  std::optional<ForcedFormat> format{};
  RecordFields fields{};
  bool fields_given = false;  ///< by a flag: it goes before the recipe's
  bool all_fields = false;
  std::vector<std::string> drop_fields{};
  std::string duckdb{};  ///< of --duckdb; empty: not given
  uint64_t limit_rows = std::numeric_limits<uint64_t>::max();

  Framing framing = Framing::kLines;

  std::string output{};    ///< a folder, `-`, or s3://...
  std::string one_file{};  ///< of -o FILE.jsonl, for which `output` is the folder beside it; empty: none
  std::optional<OnError> on_error{};
  bool resume = false;
  bool overwrite = false;
  bool dry_run = false;
  s3::SettingsFlags s3{};
  std::string stage{};   ///< folder of stages; empty: the user's cache
  ObjectStore store{};   ///< set by connect_objects() if an argument is s3://...
  bool show_values = false;
  std::string executor = "local";
  uint64_t tasks = 0;    ///< 0: not said
  uint64_t at_once = 0;  ///< of them; 0: no limit
  std::vector<std::string> slurm_words{};
  std::string task{};
  std::string dialect = "lauter";

  std::string recipe = "anonymize";
  std::vector<std::string> overrides{};  ///< of the recipe, those of other flags included
  std::optional<std::string> model{};
  std::optional<std::string> scope{};
  bool candidates = false;
  std::optional<std::string> key_file{};
  std::string programs{};
  std::string inputs{};
  bool sft = false;
  bool invert = false;
  std::optional<std::string> id{};

  std::string raw{};
  bool keep_all = false;
  std::optional<uint64_t> max_insert{};
  std::optional<uint64_t> min_deleted{};
  double keep_unchanged = 1.0;

  std::string gold{};
  std::string pred{};
  std::string refined{};
  bool norm_labels = false;
  std::string only{};
  std::string words{};
  std::optional<std::string> metrics{};
  FieldPath source_field{{"src"}};
  FieldPath reference_field{{"ref"}};
  std::string reference{};
  std::string detector{};
  std::string quality_model{};
  std::string tokenizer{};
  std::vector<std::string> good{};
  std::vector<std::string> bad{};
  std::vector<std::string> human{};
  std::vector<std::string> machine{};
  std::string label_field{};
  std::string group_field{};
  std::string domain_field{};
  uint64_t budget_words = 100'000;
  uint64_t bootstrap = 500;
  std::vector<int> shots{0, 4};
  bool all_labels = false;

  int threads = 1;
  bool threads_given = false;
  uint64_t seed = 0;
  When progress = When::kAuto;
  When color = When::kAuto;
  bool quiet = false;
  bool json = false;

  bool to_stdout() const { return output == "-"; }
  /// What -o said.
  const std::string& output_given() const { return one_file.empty() ? output : one_file; }
};

/// Errors: kInvalidArgument naming the flag.
Result<Config> make_config(const LowArgs& args);

}  // namespace lauter
