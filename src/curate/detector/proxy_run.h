/// Small trainings that say what a choice of texts is worth: an n-gram model is trained on them,
/// and pays bits for held-out human text.
///
///   LAUTER_ASSIGN(const ProxyBench bench, ProxyBench::make(pool, held_out, {}));
///   bench.bits({&order, 1}, 50'000);                       // bits a token; lower is better
///
/// The vocabulary is closed, else texts of few words would look good: a model that does not know a
/// token gives it a share of its unknown mass, 1 / (tokens that the pool and the held-out text
/// have and this model has not).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/ngram_lm.h"

namespace lauter {

struct ProxyOptions {
  uint32_t order = 3;
};

/// Const and safe from any thread. Keeps views of all texts, which must outlive it.
class ProxyBench {
 public:
  /// Errors: kInvalidArgument if the held-out text has no word; those of NgramLmTrainer.
  static Result<ProxyBench> make(std::vector<std::string_view> pool,
                                 std::vector<std::string_view> held_out,
                                 const ProxyOptions& options);

  /// Trains on the texts of the pool in `order` up to `words` words, the last text cut there, and
  /// returns the bits of each held-out text. Errors: those of NgramLmTrainer.
  Result<std::vector<double>> text_bits(std::span<const uint32_t> order, uint64_t words) const;
  /// The same a held-out token.
  Result<double> bits(std::span<const uint32_t> order, uint64_t words) const;

  size_t size() const { return pool_.size(); }
  uint64_t words(uint32_t text) const { return words_[text]; }
  std::string_view text(uint32_t i) const { return pool_[i]; }
  std::span<const std::string_view> held_out() const { return held_out_; }
  /// Tokens of each held-out text.
  std::span<const double> tokens() const { return tokens_; }

 private:
  std::vector<std::string_view> pool_;
  std::vector<std::string_view> held_out_;
  std::vector<double> tokens_;
  std::vector<uint32_t> words_;
  uint64_t types_ = 0;
  ProxyOptions options_;
};

/// Bits a held-out token that one way of choosing saves against another.
struct ProxyGain {
  double bits = 0;
  double error = 0;  ///< standard error, as if pool and held-out texts were drawn again
};

/// base[i] and tried[i] are the text_bits() of two choices from one drawing of the pool; `tokens`
/// those of the held-out texts. Both the draws and the held-out texts are samples: few judges who
/// agree by chance make every draw look good, so the errors of both add up.
ProxyGain proxy_gain(std::span<const std::vector<double>> base,
                     std::span<const std::vector<double>> tried, std::span<const double> tokens);

/// Words as budgets count them: runs of bytes that are no ASCII white space.
uint64_t count_words(std::string_view text);
/// The text up to the end of its `n`-th word.
std::string_view first_words(std::string_view text, uint64_t n);

}  // namespace lauter
