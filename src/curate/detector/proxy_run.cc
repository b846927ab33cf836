#include "curate/detector/proxy_run.h"

#include <cmath>
#include <numeric>

#include "text/ascii.h"

namespace lauter {
namespace {

double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

uint64_t count_words(std::string_view text) {
  uint64_t words = 0;
  bool before = true;
  for (const char c : text) {
    const bool space = is_ascii_space(c);
    words += before && !space ? 1 : 0;
    before = space;
  }
  return words;
}

std::string_view first_words(std::string_view text, uint64_t n) {
  uint64_t words = 0;
  bool before = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool space = is_ascii_space(text[i]);
    if (before && !space && ++words > n) return text.substr(0, i);
    before = space;
  }
  return text;
}

Result<ProxyBench> ProxyBench::make(std::vector<std::string_view> pool,
                                    std::vector<std::string_view> held_out,
                                    const ProxyOptions& options) {
  ProxyBench bench;
  LAUTER_ASSIGN(NgramLmTrainer words, NgramLmTrainer::make({.order = 1}));
  uint64_t held_out_words = 0;
  for (const std::string_view text : held_out) {
    held_out_words += count_words(text);
    LAUTER_TRY(words.add(text));
  }
  if (held_out_words == 0) return invalid_argument("there is no held-out human text");
  for (const std::string_view text : pool) {
    bench.words_.push_back(static_cast<uint32_t>(count_words(text)));
    LAUTER_TRY(words.add(text));
  }
  const NgramLm lm = std::move(words).finish();
  bench.types_ = lm.ngrams(1);
  LmScratch scratch;
  for (const std::string_view text : held_out) {
    bench.tokens_.push_back(static_cast<double>(lm.score(text, scratch).tokens));
  }
  bench.pool_ = std::move(pool);
  bench.held_out_ = std::move(held_out);
  bench.options_ = options;
  return bench;
}

Result<std::vector<double>> ProxyBench::text_bits(std::span<const uint32_t> order,
                                                  uint64_t words) const {
  LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = options_.order}));
  for (const uint32_t text : order) {
    if (words == 0) break;
    LAUTER_TRY(trainer.add(words_[text] <= words ? pool_[text] : first_words(pool_[text], words)));
    words -= words_[text] <= words ? words_[text] : words;
  }
  const NgramLm lm = std::move(trainer).finish();
  const uint64_t known = lm.ngrams(1);
  const double of_unknown = types_ > known ? std::log2(static_cast<double>(types_ - known)) : 0;
  std::vector<double> bits;
  LmScratch scratch;
  for (const std::string_view text : held_out_) {
    const LmSurprise surprise = lm.score(text, scratch);
    bits.push_back(surprise.bits + static_cast<double>(surprise.unknown) * of_unknown);
  }
  return bits;
}

Result<double> ProxyBench::bits(std::span<const uint32_t> order, uint64_t words) const {
  LAUTER_ASSIGN(const std::vector<double> of_texts, text_bits(order, words));
  return sum(of_texts) / sum(tokens_);
}

ProxyGain proxy_gain(std::span<const std::vector<double>> base,
                     std::span<const std::vector<double>> tried, std::span<const double> tokens) {
  const double all_tokens = sum(tokens);
  std::vector<double> saved(tokens.size(), 0.0);  // by held-out text, mean over the draws
  std::vector<double> of_draw;
  for (size_t i = 0; i < base.size(); ++i) {
    of_draw.push_back((sum(base[i]) - sum(tried[i])) / all_tokens);
    for (size_t j = 0; j < saved.size(); ++j) {
      saved[j] += (base[i][j] - tried[i][j]) / static_cast<double>(base.size());
    }
  }
  ProxyGain gain{.bits = sum(saved) / all_tokens};
  // Of a mean over draws, and of a ratio of sums over held-out texts.
  const auto squared_error = [](std::span<const double> deviations) {
    const auto n = static_cast<double>(deviations.size());
    double squares = 0;
    for (const double deviation : deviations) squares += deviation * deviation;
    return n > 1 ? squares * n / (n - 1) : 0.0;
  };
  for (double& draw : of_draw) draw = (draw - gain.bits) / static_cast<double>(base.size());
  for (size_t j = 0; j < saved.size(); ++j) {
    saved[j] = (saved[j] - gain.bits * tokens[j]) / all_tokens;
  }
  gain.error = std::sqrt(squared_error(of_draw) + squared_error(saved));
  return gain;
}

}  // namespace lauter
