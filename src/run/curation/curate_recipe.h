/// The recipe of `lauter curate`: sources, what is measured of their texts, how they are chosen and
/// ordered. YAML by the schema of docs/GUIDE.md; an unknown key is an error that names file, line,
/// column and the nearest valid key.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/selection/selection.h"
#include "json/record.h"
#include "run/recipe/recipe.h"

namespace lauter {

enum class SourceKind : uint8_t { kHuman, kMachine, kUnknown };
std::string_view source_kind_name(SourceKind kind);

struct CurateSource {
  std::string name;
  std::vector<std::string> inputs;  ///< files, folders, globs
  SourceKind kind = SourceKind::kUnknown;
  std::string generator;  ///< the model's name; by default the source's
  RecordFields fields{};
  std::optional<FieldPath> group_field;      ///< equal values: texts of one content
  std::optional<FieldPath> source_field;     ///< what the text was made from, for signs of error
  std::optional<FieldPath> reference_field;  ///< a human version, for labels of quality
  std::optional<FieldPath> label_field;      ///< whether the text is bad
  std::optional<RowCondition> where;
  double weight = 1;  ///< for `mix: weights`
};

enum class LikenessScore : uint8_t {
  kNone,
  kLm,        ///< surprise under human text less that under machine text (Moore and Lewis 2010)
  kDetector,  ///< -log odds of the detector of machine-made text (curate/detector/detector.h)
};

enum class MixRule : uint8_t { kNatural, kUniform, kTemperature, kWeights, kLearnt };
enum class SelectRule : uint8_t {
  kRandom,
  kQuality,
  kLikeness,
  kSurprise,
  kCoverage,
  kCombined,
};
enum class InPassOrder : uint8_t { kSelected, kRandom, kQuality, kLikeness, kSurprise };
enum class Direction : uint8_t { kAscending, kDescending, kCyclic };
/// What a document's scores are compared with, to become preferences.
enum class Compare : uint8_t {
  kAuto,    ///< group where contents have texts of several generators, else source
  kGroup,   ///< the machine-made texts of its content: the best of each come first
  kSource,  ///< all texts of its source
};
/// Of a preference: given, or learnt by proxy runs.
enum class Sign : uint8_t { kNone, kPlus, kMinus, kLearnt };

struct CurateRecipe {
  std::string name;
  std::vector<CurateSource> sources;

  bool sentences = false;  ///< every sentence is a document of its own

  struct Dedup {
    bool exact = true;
    double near = 0.7;  ///< least overlap; 0: near duplicates stay, and share a group all the same
  } dedup;

  struct Scores {
    bool lexical = false;
    bool errors = false;
    bool agreement = false;
    bool fluency = false;
    uint32_t folds = 4;
    uint32_t order = 3;                ///< of the language models
    uint64_t lm_words = 1'000'000;     ///< human words that all folds' models learn from together
    LikenessScore likeness = LikenessScore::kNone;
    std::string detector;              ///< its file; empty: the built-in one
    bool quality = false;
    double bad_below_chrf = 40;        ///< against the reference
  } scores;

  struct Strategy {
    MixRule mix = MixRule::kNatural;
    double temperature = 2;
    SelectRule select = SelectRule::kRandom;
    bool guard = true;  ///< random order where `select` is not better by proxy runs
    std::optional<ScoreAxis> resample;  ///< by which score
    Sign sign = Sign::kNone;
    Compare compare = Compare::kAuto;
    double shape = 0;  ///< slope of the preference; 0: learnt
    uint32_t per_group = 0;
    bool new_contents_first = false;
    InPassOrder order = InPassOrder::kSelected;
    Direction direction = Direction::kAscending;
    uint32_t cycles = 4;
    std::optional<double> real_share;
    bool accumulate = true;
  } strategy;

  uint64_t budget = 0;  ///< 0: everything
  BudgetUnit unit = BudgetUnit::kWords;
  uint64_t seed = 0;

  struct Proxy {
    uint32_t runs = 48;        ///< of the regression of the mix
    uint32_t repeats = 3;      ///< with other draws, for what is compared in the end
    uint64_t words = 50'000;   ///< a run's budget
    std::vector<std::string> held_out;
    RecordFields fields{};
  } proxy;

  struct Output {
    bool weights = false;  ///< one file of weights in place of texts
    int compression_level = 0;
    uint64_t memory = uint64_t{128} << 20;  ///< of the external sort
    bool curve = true;
  } output;

  uint64_t max_record_bytes = uint64_t{32} << 20;
};

/// Whether the recipe learns by proxy runs.
bool learns(const CurateRecipe& recipe);
/// Whether what `select` says is compared with random order by proxy runs.
bool guards(const CurateRecipe& recipe);

/// Relative paths begin at the recipe's folder. Errors: kInvalidArgument `FILE:LINE:COLUMN: why` or
/// `--set PATH: why`; those of read_file().
Result<CurateRecipe> load_curate_recipe(const std::string& path,
                                        const std::vector<std::string>& overrides = {});
/// The same from text; `origin` is the file name for messages.
Result<CurateRecipe> parse_curate_recipe(std::string_view yaml, std::string_view origin,
                                         const std::vector<std::string>& overrides = {});

/// Every key with its value, as one line of JSON (which is YAML): the canonical form, whose hash
/// stands in the report.
std::string curate_recipe_json(const CurateRecipe& recipe);

}  // namespace lauter
