/// Reads the files of an evaluation: gold rows, found rows, refined rows. Internal to measure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "json/value.h"

namespace lauter::internal {

struct LabelledSpan {
  ByteSpan span;
  std::string label;
  std::string truth;  ///< `truth` of code gold (T, F, X); else empty
};

struct GoldRow {
  std::string id;
  std::string text;
  std::vector<LabelledSpan> spans;  ///< sorted by span
  bool decoy = false;
  /// `slice:mail`, `form:spelled`, `source:...`: what the row counts under besides its labels.
  std::vector<std::string> slices;
  std::string repository;  ///< `repo`, else `source`, else empty
};

struct FoundRow {
  std::vector<LabelledSpan> spans;
  bool is_error = false;  ///< the finder could not read the row
};

using FoundRows = std::unordered_map<std::string, FoundRow>;
using RefinedTexts = std::unordered_map<std::string, std::string>;

/// Calls `take` with every object of a JSONL file (.gz, .zst too) and its `FILE:ROW`.
/// Errors: of opening and decompressing; kDataLoss `FILE:ROW: why`; those of `take`, which get
/// FILE:ROW in front.
Result<void> for_each_row(
    const std::string& path,
    const std::function<Result<void>(const JsonValue& row, const std::string& place)>& take);

/// `field=value` against a row; an empty filter takes all. Errors: kInvalidArgument.
Result<bool> is_wanted(const JsonValue& row, std::string_view only);

/// The row's id as text. Errors: kDataLoss if there is none.
Result<std::string> required_id(const JsonValue& row);

/// `label_field`: `label`, or `norm` (a span without it falls back to `label`).
/// Errors: kDataLoss for a missing text, an id twice, spans outside the text or inside a character.
Result<std::vector<GoldRow>> read_gold(const std::string& path, std::string_view label_field,
                                       std::string_view only, std::vector<std::string>& all_ids);

/// Errors: kDataLoss for an id twice or a span without numbers or label.
Result<FoundRows> read_found(const std::string& path);

/// Rows {"id","text"}.
Result<RefinedTexts> read_refined(const std::string& path);

/// Error kDataLoss that names the first missing ids, unless every gold row has its partner in
/// `found` and (for `all_ids`, the ids before any filter) nothing else is there.
Result<void> check_same_ids(const std::vector<GoldRow>& gold,
                            const std::vector<std::string>& all_ids, const FoundRows& found,
                            const std::string& gold_path, const std::string& found_path);

}  // namespace lauter::internal
