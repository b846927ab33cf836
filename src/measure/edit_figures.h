/// The counts behind `measure edits`, and how one document adds to them. Internal to measure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "curate/metrics/line_quality.h"

namespace lauter::internal {

/// Hits of a prediction against gold.
struct Overlap {
  uint64_t gold = 0;
  uint64_t predicted = 0;
  uint64_t shared = 0;

  double precision() const;  ///< 1 without predictions: nothing said, nothing wrong
  double recall() const;     ///< 1 without gold
  double f(double beta) const;
};

/// One document: spans are sorted, apart, on UTF-8 boundaries of `text`.
struct EditDocument {
  std::string_view text;
  std::vector<ByteSpan> gold;
  std::vector<std::string> gold_kinds;  ///< one for each gold span; may be empty texts
  std::vector<ByteSpan> predicted;
  std::string_view gold_text;  ///< what is left by gold
  std::string_view refined;    ///< what is left by prediction
  std::string group;           ///< its `score`, or empty
};

/// A row of table 9.
struct DocumentTable {
  uint64_t documents = 0;
  uint64_t up = 0;
  uint64_t down = 0;
  uint64_t untouched = 0;
  uint64_t emptied = 0;
  uint64_t words_in = 0;
  uint64_t words_out = 0;
  uint64_t new_words = 0;
  double score_in = 0;  ///< sums
  double score_out = 0;
};

struct EditFigures {
  uint64_t documents = 0;
  uint64_t held_back = 0;  ///< predictions with `error`
  Overlap chars;
  Overlap lines;
  std::map<std::string, Overlap> kinds;  ///< gold and shared only
  uint64_t exact = 0;
  uint64_t clean = 0;
  uint64_t clean_untouched = 0;
  uint64_t clean_chars = 0;
  uint64_t clean_deleted = 0;
  uint64_t seams = 0;
  uint64_t seams_in_words = 0;
  uint64_t gold_seams_in_words = 0;
  std::map<std::string, DocumentTable> tables;  ///< by group
};

/// Adds documents to figures. Not safe from several threads.
class EditScorer {
 public:
  EditScorer();
  void add(const EditDocument& document, EditFigures& figures);

 private:
  void add_table(const EditDocument& document, DocumentTable& table);
  double score(std::string_view text);

  std::shared_ptr<const EnglishWords> words_;
  LineQuality quality_;
  FilterScratch scratch_;
  std::vector<Word> split_;
};

/// The same figures for machines and for people.
std::string edit_figures_json(const EditFigures& figures);
std::string edit_figures_table(const EditFigures& figures);

}  // namespace lauter::internal
