/// What the fields beside the texts hold: private values that a run does not touch, so that it is said.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/row.h"
#include "scan/scanner.h"

namespace lauter {

/// Looks for values by their patterns alone.
class OtherFields {
 public:
  struct Finds {
    uint64_t rows = 0;  ///< that hold one there
    std::set<std::string> labels{};
  };

  /// `kept`: fields that are left alone on purpose.
  static Result<OtherFields> make(const RecordFields& fields, std::vector<std::string> kept);

  /// Reads the strings of a row of JSON that are none of its texts, up to kMaxBytes in all.
  void look(const Row& row);

  uint64_t rows() const { return rows_; }
  /// By field, without the numbers of lists: `turns[].author`.
  const std::map<std::string, Finds>& finds() const { return finds_; }

 private:
  static constexpr uint64_t kMaxBytes = uint64_t{4} << 20;

  OtherFields(Scanner scanner, std::string text, std::vector<std::string> others)
      : scanner_(std::move(scanner)), scratch_(scanner_.make_scratch()), text_(std::move(text)), others_(std::move(others)) {}

  Scanner scanner_;
  std::unique_ptr<ScanScratch> scratch_;
  std::vector<Hit> hits_;
  std::string text_;  ///< the field of rows with one text
  std::vector<std::string> others_;  ///< that nobody need hear of, without the numbers of lists
  uint64_t rows_ = 0;
  uint64_t bytes_ = 0;
  std::map<std::string, Finds> finds_;
};

/// "author (PERSON, 37 rows), cc[] (EMAIL_ADDRESS, 2 rows)"; empty if nothing was found.
std::string other_fields_text(const OtherFields& fields);

}  // namespace lauter
