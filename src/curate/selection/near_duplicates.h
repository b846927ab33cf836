/// Exact and near duplicates of a corpus, and splits that keep them together.
///
///   SketchScratch scratch;                                     // one for each thread
///   for (const Document& d : corpus) sketches.push_back(sketch(d.text, scratch));
///   const ContentGroups groups = find_duplicates(sketches, {});
///   const std::vector<uint32_t> folds = grouped_folds(groups.group, 5, seed);
///
/// The idea: a text is the set of its runs of five words (curate/metrics/lexical_words.h: case, digits and
/// punctuation do not matter). The least hash value in each of 128 bins of that set is its sketch
/// (one-permutation MinHash, Li, Owen and Zhang 2012, empty bins filled as in Shrivastava 2017);
/// two sketches agree in as many bins as the sets overlap (Jaccard), with a standard error of .04. Of
/// each value eight bits are kept (Li and Koenig 2010): 140 bytes a text.
/// Sketches that agree in all of one of 32 bands of 4 bins are compared: of pairs that overlap by
/// .6 that misses 1 %, of those by .7 one in 6,000. Grouping is transitive.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/selection/union_find.h"

namespace lauter {

inline constexpr size_t kSketchBins = 128;

struct DocumentSketch {
  uint64_t text_hash = 0;  ///< of the bytes
  uint32_t shingles = 0;   ///< runs of words; 0: no word at all, near to nothing
  std::array<uint8_t, kSketchBins> bins{};  ///< eight bits of each least value
};

/// Working memory of one thread. Reusable, never shared.
struct SketchScratch {
  std::vector<uint64_t> hashes;
  std::array<uint64_t, kSketchBins> least{};
};

/// `text` is valid UTF-8. Linear; about 150 MB/s.
DocumentSketch sketch(std::string_view text, SketchScratch& scratch);

/// The share of bins that agree, less what agrees by chance: an estimate of the Jaccard overlap. 1
/// for equal bytes.
double overlap(const DocumentSketch& a, const DocumentSketch& b);

struct DuplicateOptions {
  double min_overlap = 0.7;  ///< of near duplicates; below .4 the bands miss most pairs
};

struct ContentGroups {
  std::vector<uint32_t> group;  ///< for each text the first text of its group
  std::vector<bool> is_exact;   ///< for each text whether its very bytes came before
  uint64_t exact = 0;           ///< texts whose very bytes came before
  uint64_t near = 0;            ///< other texts in the group of an earlier one
};

inline constexpr size_t kBandBins = 4;  ///< of 8 bits: a band is a key of 32
inline constexpr size_t kSketchBands = kSketchBins / kBandBins;

/// What sketches of one band have in common. `band` < kSketchBands; of texts with shingles only.
uint32_t band_key(const DocumentSketch& sketch, size_t band);

/// Groups that grow by runs of texts with equal keys, whoever sorts them: find_duplicates() in
/// memory, run/dedup_join.h on disk. Five bytes a text.
class DuplicateGroups {
 public:
  explicit DuplicateGroups(uint32_t texts);

  /// Texts of equal bytes, in order, at least one.
  void join_exact(std::span<const uint32_t> run);
  bool is_exact(uint32_t text) const { return exact_[text]; }

  /// Texts of one band's key, in order, none exact. Each is compared with the first and with the
  /// one before it: linear, and in a run of real duplicates either will do.
  template <typename SketchOf>
  void join_near(std::span<const uint32_t> run, const SketchOf& sketch_of, double min_overlap) {
    for (size_t i = 1; i < run.size(); ++i) {
      for (const uint32_t other : {run[0], run[i - 1]}) {
        if (groups_.find(other) == groups_.find(run[i])) continue;
        if (overlap(sketch_of(other), sketch_of(run[i])) >= min_overlap) groups_.join(other, run[i]);
      }
    }
  }

  ContentGroups take() &&;

 private:
  internal::UnionFind groups_;
  std::vector<bool> exact_;
};

/// Fewer than 2^32 texts. O(n log n), 32 bands one after the other; besides the result 20 bytes a
/// text. Does not depend on anything but the order of the texts.
ContentGroups find_duplicates(std::span<const DocumentSketch> texts,
                              const DuplicateOptions& options);

/// Joins groups of texts with equal keys, e.g. the source that two texts were made from. `keys` is
/// as long as `group`. O(n log n).
void join_groups(std::vector<uint32_t>& group, std::span<const uint64_t> keys);

/// A fold below `n_folds` for each text; a group is never parted. Large groups go first, each to
/// the fold with the fewest texts, equal ones in an order that `seed` draws. Errors:
/// kInvalidArgument if n_folds is 0.
Result<std::vector<uint32_t>> grouped_folds(std::span<const uint32_t> group, uint32_t n_folds,
                                            uint64_t seed);

}  // namespace lauter
