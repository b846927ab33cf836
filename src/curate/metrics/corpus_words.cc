#include "curate/metrics/corpus_words.h"

#include <algorithm>

#include "curate/metrics/lexical_words.h"

namespace lauter {

void CorpusWords::add(std::string_view text) {
  lexical_words(text, scratch_);
  words_.insert(words_.end(), scratch_.begin(), scratch_.end());
  ends_.push_back(words_.size());
}

CorpusWords CorpusWords::head(uint64_t words) const {
  CorpusWords first;
  const size_t size = std::min<size_t>(words, words_.size());
  first.words_.assign(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(size));
  for (const size_t end : ends_) {
    first.ends_.push_back(std::min(end, size));
    if (end >= size) break;
  }
  return first;
}

}  // namespace lauter
