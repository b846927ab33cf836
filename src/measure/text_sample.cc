#include "measure/text_sample.h"

#include <algorithm>

#include "curate/detector/ngram_key.h"
#include "curate/metrics/lexical_words.h"
#include "json/value.h"
#include "measure/rows.h"

namespace lauter::internal {
namespace {

struct Drawn {
  uint64_t draw;
  uint64_t row;
  uint64_t words;
  std::string text;
  bool operator<(const Drawn& other) const {
    return draw != other.draw ? draw < other.draw : row < other.row;
  }
};

Result<bool> is_taken(const Row& row, std::string_view only) {
  if (only.empty()) return true;
  if (!has_fields(row.format)) return false;
  std::string made;
  LAUTER_ASSIGN(const JsonValue object, parse_json(json_of(row, made)));
  return is_wanted(object, only);
}

}  // namespace

Result<TextSample> sample_texts(const Inputs& inputs, const SampleOptions& options) {
  std::vector<Drawn> heap;  // the greatest draw on top
  uint64_t words = 0;
  uint64_t number = 0;
  std::vector<uint64_t> hashes;
  const auto take = [&](const Row& row) -> Result<void> {
    LAUTER_ASSIGN(const bool taken, is_taken(row, options.only));
    if (!taken) return {};
    lexical_words(row.doc.text, hashes);
    if (hashes.empty()) return {};
    ++number;
    const uint64_t draw = join_keys(number, options.seed);
    // Most rows of a long corpus: drawn behind all of a full sample.
    if (words >= options.budget_words && draw > heap.front().draw) return {};
    words += hashes.size();
    heap.push_back({draw, number, hashes.size(), row.doc.text});
    std::push_heap(heap.begin(), heap.end());
    while (heap.size() > 1 && words - heap.front().words >= options.budget_words) {
      words -= heap.front().words;
      std::pop_heap(heap.begin(), heap.end());
      heap.pop_back();
    }
    return {};
  };
  LAUTER_ASSIGN(const TextCounts counts, for_each_text(inputs, options.read, take));
  std::sort_heap(heap.begin(), heap.end());
  TextSample sample;
  sample.rows = number;
  sample.bad_rows = counts.bad_rows;
  CorpusWords all;
  for (Drawn& drawn : heap) {
    all.add(drawn.text);
    sample.texts.push_back(std::move(drawn.text));
  }
  sample.words = all.head(options.budget_words);
  return sample;
}

}  // namespace lauter::internal
