/// Which rules a value without a label could belong to, told by its first bytes: most places where
/// a run of letters and digits begins are out after a few steps, without a shape being tried.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/shape.h"

namespace lauter::scan {

class FormIndex {
 public:
  static constexpr size_t kMostRules = 128;
  static constexpr size_t kDepth = 16;  ///< bytes that are looked at

  /// A set of the index's rules.
  struct Rules {
    std::array<uint64_t, kMostRules / 64> words = {};
    void set(size_t i) { words[i / 64] |= uint64_t{1} << (i % 64); }
    bool empty() const { return (words[0] | words[1]) == 0; }
    Rules& operator&=(const Rules& other) {
      for (size_t i = 0; i < words.size(); ++i) words[i] &= other.words[i];
      return *this;
    }
    auto operator<=>(const Rules&) const = default;
  };

  /// To be called in the order of the rules, at most kMostRules times, then build().
  void add(uint16_t rule, const Shape& shape);
  void build();

  /// Those with a true in `enabled`, which is by rule.
  Rules select(const std::vector<bool>& enabled) const;

  /// Calls visit(rule), in the order of add(), for each rule of `among` whose shape could match at
  /// text[pos], where the first run of letters and digits has that key (first_atom_key()) and a
  /// byte of that follow class comes after it: all that match, and few others. O(kDepth).
  template <typename Visit>
  void visit(std::string_view text, size_t pos, size_t key, int next, const Rules& among,
             Visit visit) const {
    Rules rules = by_key_[key];
    rules &= among;
    for (size_t i = 0; i < kDepth && !rules.empty(); ++i) {
      const size_t at = pos + i;
      rules &= allowed_[i][at < text.size() ? class_[static_cast<unsigned char>(text[at])] : kEnd];
    }
    for (size_t word = 0; word < rules.words.size(); ++word) {
      for (uint64_t bits = rules.words[word]; bits != 0; bits &= bits - 1) {
        const size_t rule = 64 * word + static_cast<size_t>(std::countr_zero(bits));
        if ((follow_[rule][key] >> next & 1) != 0) visit(rules_[rule]);
      }
    }
  }

 private:
  static constexpr uint8_t kEnd = 0;  ///< class of what stands behind the text

  std::vector<uint16_t> rules_;
  std::vector<std::array<uint16_t, kFirstAtomKeys>> follow_;  ///< by rule: Shape::may_follow()
  std::vector<std::vector<ByteSet>> prefixes_;                ///< by rule, until build()
  std::array<Rules, kFirstAtomKeys> by_key_ = {};
  std::array<uint8_t, 256> class_ = {};
  /// By position and class: the rules whose shapes may hold such a byte there, or end before it.
  std::array<std::vector<Rules>, kDepth> allowed_;
};

}  // namespace lauter::scan
