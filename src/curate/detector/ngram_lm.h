/// An n-gram language model with interpolated modified Kneser-Ney smoothing (Chen and Goodman
/// 1998), estimated as KenLM does (Heafield et al. 2013): surprise and perplexity of texts.
///
///   LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({.order = 3}));
///   for (const Document& d : human) LAUTER_TRY(trainer.add(d.text));
///   const NgramLm lm = std::move(trainer).finish();
///   LmScratch scratch;                                   // one for each thread
///   lm.score(text, scratch).bits_per_token();
///
/// Tokens are those of text/tokens.h (words and marks) in lower case; each line with a token is a
/// sentence: <s> t1 ... tn </s>. With c the count of an n-gram (below the highest order, and unless
/// it begins with <s>: the number of different tokens seen before it), and D the discount of its
/// count (1, 2, 3 and more; from the order's counts of counts n1 .. n4):
///   p(w | u v) = (c(u v w) - D) / sum_x c(u v x) + g(u v) p(w | v),
/// g(u v) being what the discounts took, and 1 / (types + 1) standing below the unigrams, the one
/// more for unknown tokens. Where counts of counts are too few for discounts, they are .5, 1, 1.5.
///
/// The idea of the tables: an n-gram's key is made from its last token backwards, so that an n-gram
/// and all its suffixes cost one mixing step each, and counting touches a lower order only when an
/// n-gram is new. A finished level is one array sorted by key with a directory of its first bits:
/// 17 bytes an n-gram. Keys are 64 bits: of ten million n-grams two share one with odds of 3e-6.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "text/tokens.h"

namespace lauter {

inline constexpr uint32_t kMaxLmOrder = 5;

struct NgramLmOptions {
  uint32_t order = 3;  ///< 1 to kMaxLmOrder
  /// Of all orders together; about 40 bytes each while training. At most 2^32 - 2.
  uint64_t max_ngrams = uint64_t{1} << 28;
  /// Types of a closed vocabulary that all tokens will be of, the end of a line being one: below
  /// the unigrams stands 1 / vocabulary, so that models of different texts compare. 0: an open one.
  uint64_t vocabulary = 0;
};

/// The keys of the n-grams that end at a token, by n - 1.
using LmKeys = std::array<uint64_t, kMaxLmOrder>;

/// Working memory of one thread. Reusable, never shared.
struct LmScratch {
  std::vector<Token> tokens;
  std::vector<uint64_t> hashes;
  std::string folded;
  std::vector<LmKeys> keys;
  std::vector<float> bits;  ///< out: -log2 p of each token of the text, ends of lines too
};

/// What a model says of a text; sums over texts add up.
struct LmSurprise {
  uint64_t tokens = 0;   ///< the end of each line is one
  uint64_t unknown = 0;  ///< of these, not in the training texts
  double bits = 0;       ///< sum of -log2 p

  double bits_per_token() const { return tokens == 0 ? 0 : bits / static_cast<double>(tokens); }
  /// 2^bits_per_token(); 1 for a text without tokens.
  double perplexity() const;
  LmSurprise& operator+=(const LmSurprise& other);
};

namespace internal {

struct LmEntry {
  uint64_t key;
  float log_p;        ///< log2 of the interpolated probability
  float log_backoff;  ///< log2 of g, for an n-gram as a context; 0 for one that was none
};

/// All n-grams of one order.
class LmLevel {
 public:
  LmLevel() = default;
  /// Any order of entries, no key twice.
  explicit LmLevel(std::vector<LmEntry> entries);
  /// Null if there is none.
  const LmEntry* find(uint64_t key) const;
  std::span<const LmEntry> entries() const { return entries_; }
  /// Ask for memory that find(key) will need: the directory's first, some time later the entries'.
  void prefetch_directory(uint64_t key) const;
  void prefetch_entries(uint64_t key) const;

 private:
  std::vector<LmEntry> entries_;     ///< sorted by key
  std::vector<uint32_t> directory_;  ///< first entry of each value of the keys' first bits
  uint32_t shift_ = 63;
};

}  // namespace internal

/// Const and safe from any thread, each with its own scratch.
class NgramLm {
 public:
  /// Linear: at most `order` look-ups a token. `text` is valid UTF-8 below 4 GiB.
  LmSurprise score(std::string_view text, LmScratch& scratch) const;

  uint32_t order() const { return static_cast<uint32_t>(levels_.size()); }
  uint64_t ngrams(uint32_t order) const { return levels_[order - 1].entries().size(); }
  /// What is known of an n-gram of this order, by its key; null if nothing.
  const internal::LmEntry* find(uint32_t order, uint64_t key) const {
    return levels_[order - 1].find(key);
  }
  float log_p_unknown() const { return log_p_unknown_; }  ///< log2

 private:
  friend class NgramLmTrainer;
  std::vector<internal::LmLevel> levels_;
  float log_p_unknown_ = 0;
};

/// Counts n-grams, then estimates. Deterministic; one thread.
class NgramLmTrainer {
 public:
  /// Errors: kInvalidArgument for an order or a limit out of range.
  static Result<NgramLmTrainer> make(const NgramLmOptions& options);

  /// Counts one text (valid UTF-8 below 4 GiB). Errors: kResourceExhausted at max_ngrams; the
  /// trainer is of no more use then. Linear.
  Result<void> add(std::string_view text);
  /// Counts one sentence, given as the hashes of its tokens; no end is added. Errors: as add().
  Result<void> add_tokens(std::span<const uint64_t> tokens);

  /// O(n log n) in the n-grams. Of no text at all: a model that knows nothing.
  NgramLm finish() &&;

 private:
  struct Entry {
    uint64_t key;
    uint32_t count;
    uint32_t context;  ///< number of the n-gram without its last token, one order below
    uint32_t suffix;   ///< number of the n-gram without its first token, one order below
  };
  struct Level {
    std::vector<Entry> entries;   ///< by first occurrence
    std::vector<uint64_t> slots;  ///< 32 bits of the key, number + 1; 0: free
    /// The number of `key`, and whether it is new.
    std::pair<uint32_t, bool> add(uint64_t key);
    void grow();
    void prefetch(uint64_t key) const {
      if (!slots.empty()) __builtin_prefetch(&slots[key & (slots.size() - 1)]);
    }
  };

  void add_sentence(std::span<const uint64_t> tokens);

  NgramLmOptions options_;
  std::vector<Level> levels_;
  uint64_t ngrams_ = 0;
  LmScratch scratch_;
};

}  // namespace lauter
