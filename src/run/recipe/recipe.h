/// A recipe: everything that decides what a run does to a text, fully resolved.
///
///   LAUTER_ASSIGN(Recipe recipe, load_recipe("anonymize", {"surrogates.default=mask"}));
///   recipe.steps[0].use;         // "anonymize"
///   recipe_hash(recipe);         // in every report, log and journal
///
/// YAML in, by the schema of docs/GUIDE.md; an unknown key is an error that names file, line,
/// column and the nearest valid key. print_recipe() writes every key with its value, so a printed
/// recipe loads as the same recipe and has the same hash.
#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "catalog/category.h"
#include "curate/filters/filter_options.h"
#include "find/decide.h"
#include "find/value_lists.h"
#include "json/record.h"
#include "llm/transport/endpoint.h"
#include "refine/anonymize/operators.h"
#include "refine/clean/clean_options.h"
#include "refine/detoxify/detoxify_options.h"
#include "refine/llm/llm_options.h"
#include "refine/repair_options.h"
#include "run/recipe/dedup_options.h"
#include "run/recipe/exec_options.h"
#include "run/recipe/quality_options.h"
#include "run/recipe/tokens_options.h"
#include "scan/scanner.h"
#include "tag/embedded_models.h"

namespace lauter {

/// How the text of a document is to be read.
enum class RecipeMode : uint8_t {
  kAuto,  ///< code for files of a source tree, else as each passage is (find/text_kinds.h)
  kText,  ///< text throughout
  kCode,  ///< code throughout
};

/// One comparison of a field with a constant; `==` and `!=` compare as text, the others as numbers.
struct FieldComparison {
  enum class Sign : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
  FieldPath field;
  Sign sign = Sign::kEqual;
  std::string value;

  /// Without the field only `!=` holds.
  bool holds(const std::optional<std::string>& field_value) const;
};

/// `where: "lang == en and words > 50 or source == web"`: rows for which it is false pass through
/// untouched. Comparisons with `and`, which binds closer, and `or` between them.
struct RowCondition {
  std::vector<std::vector<FieldComparison>> any_of_all;
  std::string source;  ///< as written

  /// Errors: kInvalidArgument: what is not understood is refused, since a condition that never
  /// holds would let private data pass.
  static Result<RowCondition> parse(std::string_view text);
  std::vector<FieldPath> fields() const;
  /// `field`: a field's string, or its JSON text when it is no string; nothing if missing.
  bool holds(const std::function<std::optional<std::string>(const FieldPath&)>& field) const;
};

/// Options of `anonymize` and `anonymize-code`.
struct AnonymizeOptions {
  RecipeMode mode = RecipeMode::kAuto;
  float min_score = 0.5F;                                 ///< of patterns' finds
  std::map<std::string, float, std::less<>> min_scores{};  ///< of all finds, by label
  bool every_password = false;  ///< ScanOptions::every_password
  std::bitset<kCategoryCount> enabled = std::bitset<kCategoryCount>().set();
  std::vector<CustomRule> custom_rules;
  std::string model{default_model_name()};  ///< `small`, `base`, `none`, or a weights file
  float model_score = 0.5F;                 ///< DecideOptions::threshold
  Scope scope = Scope::kPrivate;
  ValueListOptions lists{};  ///< besides those of the recipe
};

/// What a step does is said by the type of its options.
using StepOptions = std::variant<AnonymizeOptions, FilterOptions, CleanOptions, DetoxifyOptions,
                                 LlmOptions, DedupOptions, RepairOptions, QualityOptions, TokensOptions,
                                 ExecOptions>;

/// Whether the lists of a recipe are for such a step: `anonymize`, `anonymize-code`, `exec`, and `llm`
/// with these tasks.
bool edits_private_data(const StepOptions& step);

struct RecipeStep {
  std::string use;  ///< `anonymize`, `anonymize-code`, a filter's name, `clean`, `detoxify`, `llm`,
                    ///< `dedup`, `repair`, `quality`, `tokens`, `exec`
  StepOptions options;
  std::optional<RowCondition> where;
};

/// A field whose string is one private value.
struct FieldValue {
  std::string path;      ///< `email`, `messages[].name`
  std::string category;  ///< PERSON; empty: what the field's name is a name of, else a label of its own
  std::optional<Operator> op;  ///< nothing: that of the category

  /// `PERSON`, or the field's name in capitals.
  std::string label() const;
};

struct Recipe {
  std::string name;
  std::string description;
  std::vector<RecipeStep> steps;  ///< at least one

  /// Which texts a row has, as --fields and --roles say it; empty: what those say.
  std::vector<std::string> fields;
  std::vector<std::string> roles;
  std::vector<FieldValue> field_values;  ///< besides the texts
  std::vector<std::string> kept_fields;  ///< left alone on purpose
  std::vector<std::string> dropped_fields;
  bool all_fields = false;  ///< every string but the id is a text

  OperatorTable surrogates;

  /// Whose real values no stand-in may be (`surrogates: {guard: ...}`), besides the document's own.
  struct Guard {
    bool corpus = false;          ///< all rows of the run are read first
    std::string file{};           ///< of an earlier run, which read them; empty: none
    uint64_t fingerprint = 0;     ///< RealValues::fingerprint() of the file
  } guard;

  ValueListOptions lists;  ///< of every step that edits private data

  struct Verify {
    bool enabled = true;
    int rounds = 3;  ///< of repair before a row is held back
  } verify;

  struct Limits {
    uint64_t max_record_bytes = uint64_t{32} << 20;    ///< a longer row is rejected unread
    uint64_t max_document_bytes = uint64_t{16} << 20;  ///< a longer text is rejected
    uint64_t shard_bytes = uint64_t{64} << 20;         ///< ChunkOptions::grid_bytes
  } limits;

  /// Servers that steps `llm` ask. No server is ever spoken to without such a step.
  std::vector<llm::Endpoint> endpoints;
  llm::BudgetLimits budget;

  /// Files of the conversation with servers; empty: none.
  struct LlmFiles {
    std::string cache;          ///< replies that were paid; empty: OUT/state/llm-cache.sqlite
    std::string record;         ///< replies are written here, to be replayed
    std::string replay;         ///< replies come from such a record, and no server is asked
    std::string batch;          ///< questions are written here for a provider's batch service
    std::string batch_answers;  ///< the provider's answer file
  } llm;

  struct Output {
    int compression_level = 0;  ///< 0: gzip 6, zstd 3, xz 3, bzip2 9
    bool reversible = false;    ///< originals go into the log, sealed under the key
  } output;
};

/// Adds to `fields`, which say the texts, what the recipe says of other fields. Errors: those of set_values() and
/// set_dropped().
Result<void> add_recipe_fields(const Recipe& recipe, RecordFields& fields);

/// Whether a step of the recipe asks a language model.
bool asks_servers(const Recipe& recipe);

/// Names of the recipes that are compiled in, and one line on each.
struct BuiltinRecipe {
  std::string_view name;
  std::string_view summary;
  std::string_view yaml;
};
const std::vector<BuiltinRecipe>& builtin_recipes();

/// Loads a built-in recipe by name, then applies `overrides` (`path.to.key=value`, as `--set`).
/// Steps are addressed by number from 0 or by their `use`: `steps.anonymize.min_score=0.7`.
/// Errors: kNotFound with the nearest name; kInvalidArgument `FILE:LINE:COLUMN: why` or
/// `--set PATH: why`.
Result<Recipe> load_builtin_recipe(std::string_view name,
                                   const std::vector<std::string>& overrides = {});

/// The same from YAML text; `origin` is the file name for messages. Only files that it names in
/// `allow` and `deny` are read: from `folder` on, or the current one if that is empty.
Result<Recipe> parse_recipe(std::string_view yaml, std::string_view origin,
                            const std::vector<std::string>& overrides = {},
                            const std::string& folder = {});

/// `name_or_path` is a file if it ends in .yaml or .yml or holds a slash, else a built-in recipe.
/// Errors: as above, and those of read_file().
Result<Recipe> load_recipe(const std::string& name_or_path,
                           const std::vector<std::string>& overrides = {});

/// Every key with its value. parse_recipe(print_recipe(r)) equals r, as long as its files do not
/// change: after that it is an error.
std::string print_recipe(const Recipe& recipe);
/// The same as one line of JSON: the canonical form.
std::string recipe_json(const Recipe& recipe);
/// hash128 of the canonical form, of what decides about bytes: the content of files, not their
/// paths.
std::string recipe_hash(const Recipe& recipe);

}  // namespace lauter
