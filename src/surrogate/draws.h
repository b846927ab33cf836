/// Drawing stand-ins until they are free: neither mentioned by the document, nor standing in its
/// text, nor the stand-in of another of its values.
///
/// A search of the text for every candidate would make a long document with many values cost their
/// product. So all values of a document draw together: each proposes a candidate, one pass over the
/// text tells which of all of them it holds, and a value whose candidates are all refused proposes
/// twice as many for the next pass. One or two passes are the rule, 8 the limit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "surrogate/maker.h"

namespace lauter::surrogate {

/// The candidates of one value, in the order of preference. The request's views must outlive it.
class Draw {
 public:
  explicit Draw(const Request& request);

  /// The next candidate that only the text or another value can refuse; nothing: there are no more.
  /// `spent`: values of the category that have drawn in vain.
  std::optional<std::string> next(uint32_t& spent);
  /// Tells that another value has one of the candidates: where the form has no other, longer ones
  /// follow, if it is not of a closed vocabulary.
  void must_differ();
  /// The stand-in of a value all of whose candidates were refused.
  const std::string& last_resort() const { return fallback_; }

  /// The value as it reads, and what its first candidate was made of: values that agree in one of
  /// them are one value in two spellings.
  const std::string& own() const { return own_; }
  uint64_t origin() const { return origin_; }
  Category category() const { return request_.category; }

 private:
  std::optional<std::string> extended();
  bool is_real(const std::string& candidate) const;

  Request request_;
  Maker maker_;
  const RealValues* real_;  ///< of the corpus; null: nobody knows them, or they do not matter
  std::string own_;  ///< the value, folded
  std::string fallback_;
  uint64_t origin_ = 0;
  bool must_differ_ = false;
  /// Of fallback_: 1 is not the value itself, 2 is no mentioned value either, 3 none of the corpus.
  int rank_ = 0;
  /// Real values on the way from the value to here that have no stand-in yet, itself among them. Draws
  /// of one form go around one ring, on which real values and others match as brackets do: so two
  /// values whose first draws are real do not meet behind them.
  int open_ = 1;
  std::optional<KeyedRandom> letters_;  ///< of the characters that extend fallback_
  int added_ = 0;
};

/// What it took, for tests.
struct DrawCost {
  uint64_t passes = 0;    ///< over the text
  uint64_t compared = 0;  ///< candidates compared with a place of the text
};

/// For each of `values`, none of them empty, whether it stands in the text apart from longer words.
std::vector<bool> standing_in(std::string_view text, std::span<const std::string_view> values);

/// The first candidate of each that is not in the text and not taken by one of those before, or its
/// last resort. Linear in the text and in the draws.
std::vector<std::string> settle(std::span<Draw> draws, std::string_view text,
                                DrawCost* cost = nullptr);

}  // namespace lauter::surrogate
