#include "curate/proxy_run.h"

#include <cmath>

#include "text/ascii.h"

namespace lauter {

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
  bench.types_ = std::move(words).finish().ngrams(1);
  bench.pool_ = std::move(pool);
  bench.held_out_ = std::move(held_out);
  bench.options_ = options;
  return bench;
}

Result<double> ProxyBench::bits(std::span<const uint32_t> order, uint64_t words) const {
  LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = options_.order}));
  for (const uint32_t text : order) {
    if (words == 0) break;
    LAUTER_TRY(trainer.add(words_[text] <= words ? pool_[text] : first_words(pool_[text], words)));
    words -= words_[text] <= words ? words_[text] : words;
  }
  const NgramLm lm = std::move(trainer).finish();
  LmSurprise all;
  LmScratch scratch;
  for (const std::string_view text : held_out_) all += lm.score(text, scratch);
  const uint64_t known = lm.ngrams(1);
  const double missing = types_ > known ? static_cast<double>(types_ - known) : 1.0;
  return (all.bits + static_cast<double>(all.unknown) * std::log2(missing)) /
         static_cast<double>(all.tokens);
}

}  // namespace lauter
