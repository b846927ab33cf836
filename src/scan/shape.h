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
#include <string>
#include <string_view>
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

class Shape {
 public:
  static Result<Shape> compile(std::string_view pattern, bool caseless);

  /// Length of the match that starts at text[pos], or npos. Zero-length matches count as none.
  size_t match(std::string_view text, size_t pos) const;
  static constexpr size_t npos = static_cast<size_t>(-1);

  const FirstAtoms& first_atoms() const { return first_atoms_; }
  /// Which kinds of bytes (bits of follow_class()) may follow a first run of that key in a value:
  /// all if the value may end there, else those that the shape goes on with.
  uint16_t may_follow(size_t key) const { return follow_[key]; }
  /// Most bytes of a match, at most 0xFFFF.
  uint16_t longest() const { return longest_; }
  /// Whether a match may hold a line break.
  bool breaks() const { return breaks_; }

  /// The bytes that a match may hold at each of its first `depth` positions; all of them from where
  /// a match may have ended.
  std::vector<ByteSet> prefix(size_t depth) const;

 private:
  friend class ShapeCompiler;

  /// Instructions. They only lead forwards: groups are unrolled.
  struct Op {
    enum Kind : uint8_t { kByte, kRun, kSplit, kJump, kAccept } kind;
    /// kRun: what follows cannot begin with a byte of the run, so a shorter run is no way out.
    bool whole = false;
    uint16_t set = 0;           ///< kByte, kRun: which bytes
    uint16_t min = 1, max = 1;  ///< kRun
    uint16_t x = 0, y = 0;      ///< kSplit: first choice, second choice; kJump: x
    uint16_t x_set = 0;         ///< kSplit: the bytes that the first choice can begin with
    uint16_t y_set = 0;         ///< and the second
  };

  std::vector<Op> ops_;
  std::vector<ByteSet> sets_;
  ByteSet first_;  ///< the bytes that a match can begin with
  FirstAtoms first_atoms_;
  std::array<uint16_t, kFirstAtomKeys> follow_ = {};
  uint16_t longest_ = 0;
  bool breaks_ = false;
};

}  // namespace lauter::scan
