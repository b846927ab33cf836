/// WordPiece (Schuster and Nakajima 2012): of a word the longest piece of a vocabulary that it begins with, then of what is left
/// the longest one that may continue a word, and so on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "text/utf8.h"
#include "text/pieces/vocabulary.h"

namespace lauter {

class PieceCutter {
 public:
  /// `continuing` stands before the pieces that continue a word. A word of more characters is unknown.
  PieceCutter(std::string continuing, uint32_t max_characters)
      : continuing_(std::move(continuing)), max_characters_(max_characters) {}

  /// Of two pieces that are the same the first one stays.
  void add(std::string piece, uint32_t id) {
    longest_ = std::max(longest_, piece.size());
    if (piece.starts_with(continuing_)) inner_.add(piece.substr(continuing_.size()), id);
    first_.add(std::move(piece), id);
  }

  uint32_t find(std::string_view piece) const { return first_.find(piece); }

  /// Calls `use(id, begin, end)` for each piece of `word` (valid UTF-8). False: some part of it is none, and all of it is unknown
  /// whatever was called. O(word x longest piece).
  template <typename Use>
  bool cut(std::string_view word, const Use& use) const {
    // A character has four bytes at most: the length of a long word is not looked at.
    if (word.size() > 4 * size_t{max_characters_} || count_code_points(word) > max_characters_) return false;
    for (size_t begin = 0; begin < word.size();) {
      const Vocabulary& pieces = begin == 0 ? first_ : inner_;
      size_t end = std::min(word.size(), begin + longest_);
      while (!is_utf8_boundary(word, end)) --end;
      uint32_t id = Vocabulary::kNone;
      for (; end > begin; end = previous_utf8(word, end)) {
        id = pieces.find(word.substr(begin, end - begin));
        if (id != Vocabulary::kNone) break;
      }
      if (end == begin) return false;
      use(id, begin, end);
      begin = end;
    }
    return true;
  }

 private:
  Vocabulary first_;
  Vocabulary inner_;  ///< without what stands before them
  std::string continuing_;
  uint32_t max_characters_;
  size_t longest_ = 0;
};

}  // namespace lauter
