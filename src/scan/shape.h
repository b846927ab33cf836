/// Shapes: the small regular language in which rules describe values.
///
/// Syntax: literals, escapes (\d digit, \w letter digit or _, \s blank or tab, \n line break, \.
/// and so on), classes
/// `[A-Za-z0-9-]`, `[^...]` (ASCII only; `.` is any byte but a line break), groups `( | )`, and the
/// quantifiers ? * + {m} {m,} {m,n}. Unbounded ones stop at 4096. No anchors, captures or back
/// references. Matching is leftmost-greedy from a fixed position, by backtracking within a step
/// limit (exceeding it means "no match"), so every shape costs O(1) per position.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace lauter::scan {

/// What the first run of letters and digits of a value can look like: the index key of a rule.
/// Bit (kind * 33 + min(length, 32)), kind: 0 digits only, 1 letters only, 2 both. Bit 99: the
/// value starts with something else ('+', '(').
inline constexpr size_t kFirstAtomKeys = 100;
using FirstAtoms = std::bitset<kFirstAtomKeys>;

enum class AtomKind : uint8_t { kDigits, kLetters, kMixed };
inline size_t first_atom_key(AtomKind kind, size_t length) {
  return static_cast<size_t>(kind) * 33 + (length < 32 ? length : 32);
}
inline constexpr size_t kSymbolStart = 99;

/// Kind of a byte that is no ASCII letter or digit, 0 to 14; 15 stands for the text's end.
inline constexpr int kFollowEnd = 15;
constexpr int follow_class(char c) {
  switch (c) {
    case ' ':
      return 0;
    case '-':
      return 1;
    case '.':
      return 2;
    case '/':
      return 3;
    case ':':
      return 4;
    case ',':
      return 5;
    case '_':
      return 6;
    case '\'':
      return 7;
    case '(':
      return 8;
    case ')':
      return 9;
    case '+':
      return 10;
    case '@':
      return 11;
    case '\n':
    case '\r':
      return 12;
    default:
      return (c & 0x80) != 0 ? 13 : 14;
  }
}

using ByteSet = std::bitset<256>;

/// The byte classes of shapes, each once: a thousand shapes share a few hundred, which then stay in
/// the cache.
class ByteSets {
 public:
  struct Members {
    bool digit = false, letter = false;
    uint16_t others = 0;  ///< bits of follow_class()
  };
  uint16_t add(const ByteSet& set);
  const ByteSet* data() const { return sets_.data(); }
  const Members& members(uint16_t set) const { return members_[set]; }

 private:
  std::vector<ByteSet> sets_;
  std::vector<Members> members_;
  std::unordered_map<ByteSet, uint16_t> indices_;
};

class Shape {
 public:
  /// Shapes that are compiled with the same `sets` share them; null: a shape by itself.
  static Result<Shape> compile(std::string_view pattern, bool caseless,
                               std::shared_ptr<ByteSets> sets = nullptr);

  /// Length of the match that starts at text[pos], or npos. Zero-length matches count as none. The
  /// first way to match that does not end between two letters or digits, else the first way.
  size_t match(std::string_view text, size_t pos) const;
  static constexpr size_t npos = static_cast<size_t>(-1);

  const FirstAtoms& first_atoms() const { return facts_->first_atoms; }
  /// Which kinds of bytes (bits of follow_class()) may follow a first run of that key in a value:
  /// all if the value may end there, else those that the shape goes on with.
  uint16_t may_follow(size_t key) const { return facts_->follow[key]; }
  /// Most bytes of a match, at most 0xFFFF.
  uint16_t longest() const { return facts_->longest; }
  /// Whether a match may hold a line break.
  bool breaks() const { return facts_->breaks; }
  /// Whether it was compiled caseless and takes more than its pattern as written.
  bool folds() const { return facts_->folds; }

  /// The bytes that a match may hold at each of its first `depth` positions; all of them from where
  /// a match may have ended.
  std::vector<ByteSet> prefix(size_t depth) const;

 private:
  friend class ShapeCompiler;

  /// match(); adds the steps of WorkBudget that it took.
  size_t match(std::string_view text, size_t pos, uint64_t& work) const;

  /// Instructions, of eight bytes. They only lead forwards: groups are unrolled.
  struct Op {
    /// kByte and kRun: at least `x`, at most `y` bytes of `set`.
    /// kSplit: the next op if what stands here is of `set`, or the one at `x` if it is of class
    /// `y`. kJump: the op at `x`.
    enum Kind : uint8_t { kByte, kRun, kSplit, kJump, kAccept } kind;
    /// kRun: what follows cannot begin with a byte of the run, so a shorter run is no way out.
    bool whole = false;
    uint16_t set = 0;
    uint16_t x = 1, y = 1;
  };
  /// What is asked when rules are indexed, apart from what a match reads.
  struct Facts {
    FirstAtoms first_atoms;
    std::array<uint16_t, kFirstAtomKeys> follow = {};
    uint16_t longest = 0;
    bool breaks = false;
    bool folds = false;
  };

  std::vector<Op> ops_;
  std::shared_ptr<const ByteSets> sets_;
  ByteSet first_;  ///< the bytes that a match can begin with
  std::shared_ptr<const Facts> facts_;
};

}  // namespace lauter::scan
