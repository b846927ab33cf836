#include "curate/selection/near_duplicates.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "curate/detector/ngram_key.h"
#include "curate/metrics/lexical_words.h"

namespace lauter {
namespace {

constexpr size_t kShingleWords = 5;
constexpr uint64_t kNoHash = ~uint64_t{0};
constexpr int kBinBits = 7;
static_assert(kSketchBins == 1U << kBinBits);

struct KeyedText {
  uint64_t key;
  uint32_t text;
  auto operator<=>(const KeyedText&) const = default;
};

/// Calls run(texts) for every set of at least two texts with equal keys, texts in order.
template <typename Run>
void each_run(std::vector<KeyedText>& list, Run run) {
  std::sort(list.begin(), list.end());
  for (size_t i = 0; i < list.size();) {
    size_t end = i + 1;
    while (end < list.size() && list[end].key == list[i].key) ++end;
    if (end - i > 1) run(std::span<const KeyedText>(list).subspan(i, end - i));
    i = end;
  }
}

}  // namespace

DocumentSketch sketch(std::string_view text, SketchScratch& scratch) {
  DocumentSketch made;
  made.text_hash = hash64(text);
  lexical_words(text, scratch.hashes);
  const std::vector<uint64_t>& words = scratch.hashes;
  if (words.empty()) return made;
  scratch.least.fill(kNoHash);
  const size_t run = std::min(kShingleWords, words.size());
  made.shingles = static_cast<uint32_t>(words.size() - run + 1);
  for (size_t i = 0; i < made.shingles; ++i) {
    uint64_t key = words[i];
    for (size_t k = 1; k < run; ++k) key = join_keys(key, words[i + k]);
    // The first bits choose the bin, all the others are the value.
    uint64_t& least = scratch.least[key >> (64 - kBinBits)];
    least = std::min(least, key << kBinBits);
  }
  for (size_t bin = 0; bin < kSketchBins; ++bin) {
    // An empty bin takes the value of another, the same one for all texts in which that has one.
    size_t from = bin;
    for (uint64_t attempt = 1; scratch.least[from] == kNoHash; ++attempt) {
      from = join_keys(bin + 1, attempt) >> (64 - kBinBits);
    }
    // Of a least value the first bits are nearly always 0: the 8 bits above the shifted-in ones.
    made.bins[bin] = static_cast<uint8_t>(scratch.least[from] >> kBinBits);
  }
  return made;
}

uint32_t band_key(const DocumentSketch& sketch, size_t band) {
  uint32_t key = 0;
  for (size_t k = 0; k < kBandBins; ++k) key = key << 8U | sketch.bins[band * kBandBins + k];
  return key;
}

double overlap(const DocumentSketch& a, const DocumentSketch& b) {
  if (a.text_hash == b.text_hash) return 1;
  if (a.shingles == 0 || b.shingles == 0) return 0;
  size_t same = 0;
  for (size_t i = 0; i < kSketchBins; ++i) same += a.bins[i] == b.bins[i] ? 1 : 0;
  constexpr double kChance = 1.0 / 256;
  return std::max(0.0, (static_cast<double>(same) / kSketchBins - kChance) / (1 - kChance));
}

DuplicateGroups::DuplicateGroups(uint32_t texts) : groups_(texts), exact_(texts) {}

void DuplicateGroups::join_exact(std::span<const uint32_t> run) {
  for (const uint32_t text : run.subspan(1)) {
    groups_.join(run[0], text);
    exact_[text] = true;
  }
}

ContentGroups DuplicateGroups::take() && {
  ContentGroups found;
  found.group = std::move(groups_).roots();
  found.is_exact = std::move(exact_);
  for (uint32_t i = 0; i < found.group.size(); ++i) {
    found.exact += found.is_exact[i] ? 1 : 0;
    found.near += !found.is_exact[i] && found.group[i] != i ? 1 : 0;
  }
  return found;
}

ContentGroups find_duplicates(std::span<const DocumentSketch> texts,
                              const DuplicateOptions& options) {
  DuplicateGroups groups(static_cast<uint32_t>(texts.size()));
  const auto sketch_of = [&texts](uint32_t i) -> const DocumentSketch& { return texts[i]; };
  std::vector<uint32_t> same;
  const auto numbers = [&same](std::span<const KeyedText> run) {
    same.clear();
    for (const KeyedText& text : run) same.push_back(text.text);
    return std::span<const uint32_t>(same);
  };
  std::vector<KeyedText> list(texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) list[i] = {texts[i].text_hash, i};
  each_run(list, [&](std::span<const KeyedText> run) { groups.join_exact(numbers(run)); });
  for (size_t band = 0; band < kSketchBands; ++band) {
    list.clear();
    for (uint32_t i = 0; i < texts.size(); ++i) {
      if (groups.is_exact(i) || texts[i].shingles == 0) continue;
      list.push_back({band_key(texts[i], band), i});
    }
    each_run(list, [&](std::span<const KeyedText> run) {
      groups.join_near(numbers(run), sketch_of, options.min_overlap);
    });
  }
  return std::move(groups).take();
}

void join_groups(std::vector<uint32_t>& group, std::span<const uint64_t> keys) {
  std::vector<KeyedText> list(group.size());
  for (uint32_t i = 0; i < group.size(); ++i) list[i] = {keys[i], i};
  internal::UnionFind groups(std::move(group));
  each_run(list, [&](std::span<const KeyedText> same) {
    for (const KeyedText& text : same.subspan(1)) groups.join(same[0].text, text.text);
  });
  group = std::move(groups).roots();
}

Result<std::vector<uint32_t>> grouped_folds(std::span<const uint32_t> group, uint32_t n_folds,
                                            uint64_t seed) {
  if (n_folds == 0) return invalid_argument("a split needs at least one fold");
  struct Group {
    uint32_t size = 0;
    uint64_t draw = 0;
    uint32_t first = 0;
  };
  std::vector<Group> groups(group.size());
  for (uint32_t i = 0; i < group.size(); ++i) {
    Group& of = groups[group[i]];
    ++of.size;
    of.first = group[i];
    of.draw = join_keys(group[i], seed);
  }
  std::erase_if(groups, [](const Group& g) { return g.size == 0; });
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.size != b.size   ? a.size > b.size
           : a.draw != b.draw ? a.draw < b.draw
                              : a.first < b.first;
  });
  std::vector<uint64_t> sizes(n_folds);
  std::vector<uint32_t> fold_of(group.size());
  for (const Group& of : groups) {
    const auto least = std::min_element(sizes.begin(), sizes.end());
    fold_of[of.first] = static_cast<uint32_t>(least - sizes.begin());
    *least += of.size;
  }
  std::vector<uint32_t> folds;
  for (const uint32_t first : group) folds.push_back(fold_of[first]);
  return folds;
}

}  // namespace lauter
