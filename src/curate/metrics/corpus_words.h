/// The words of a corpus, text by text, for the figures that compare or sum up corpora.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lauter {

/// Hashes of curate/metrics/lexical_words.h: 8 bytes a word. Equal words have equal hashes in every corpus.
class CorpusWords {
 public:
  /// `text` is valid UTF-8.
  void add(std::string_view text);

  size_t texts() const { return ends_.size(); }
  std::span<const uint64_t> text(size_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::span<const uint64_t>(words_).subspan(begin, ends_[i] - begin);
  }
  /// All words, one text behind the other.
  std::span<const uint64_t> words() const { return words_; }

  /// The first texts up to `words` words, the last one cut there: figures that depend on length are
  /// compared at one length.
  CorpusWords head(uint64_t words) const;

 private:
  std::vector<uint64_t> words_;
  std::vector<size_t> ends_;
  std::vector<uint64_t> scratch_;
};

}  // namespace lauter
