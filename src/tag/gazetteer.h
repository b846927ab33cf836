/// Which names the world knows, and how well: titles of an encyclopedia, by how many texts of links
/// lead to each (knowledge/public). A feature for the judge and never a verdict: a namesake in a
/// private letter is private.
///
///   LAUTER_ASSIGN(const Gazetteer known, Gazetteer::open(embedded_gazetteer()));
///   known.mark(text, tokens, marks);      // marks[t]: 0, or what kind of known name token t is of
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/tokens.h"

namespace lauter {

class Gazetteer {
 public:
  static constexpr uint32_t kLevels = 8;
  /// Values of marks above 0.
  static constexpr uint32_t kMarks = 4 * kLevels;
  /// What a mark says: the level, or 0; whether the name is of several words.
  static constexpr uint32_t level_of(uint8_t mark) { return mark == 0 ? 0 : (mark - 1U) % (2 * kLevels) / 2 + 1; }
  static constexpr bool has_words(uint8_t mark) { return mark > 2 * kLevels; }

  /// `table`: a file of knowledge/public/build, read in place; outlives it. O(1).
  /// Errors: kDataLoss.
  static Result<Gazetteer> open(std::string_view table);

  /// How known `name` is (lower case, one blank between words): 1 to kLevels, each twice as well as the
  /// one before, or 0. Of names that are not there, one in 350 seems to be.
  uint32_t level(std::string_view name) const;

  /// A number for each token of `text`: 0, or for tokens of the longest known names, which begin with a
  /// capital and whose last word begins with one or a digit:
  ///   1 + 2 * (level - 1) + (inside, not first) + 2 * kLevels * (of several words).
  /// Linear.
  void mark(std::string_view text, std::span<const Token> tokens, std::vector<uint8_t>& marks) const;

 private:
  explicit Gazetteer(std::string_view table) : table_(table) {}
  std::string_view table_;
};

/// The table that this program carries; empty in those built without.
std::string_view embedded_gazetteer();

}  // namespace lauter
