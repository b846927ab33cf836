#include "curate/detector/detector_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/hash.h"

namespace lauter {
namespace {

constexpr std::string_view kDetectorMagic = "LDT1";
constexpr uint32_t kMostTrees = 10'000;

template <typename T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Reads values one after the other; beyond the end they are zero and ok() false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T take() {
    T value{};
    const std::string_view part = take_bytes(sizeof value);
    if (!part.empty()) std::memcpy(&value, part.data(), sizeof value);
    return value;
  }
  std::string_view take_bytes(size_t size) {
    if (size > bytes_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view part = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return part;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

bool all_finite(std::span<const float> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](float x) { return std::isfinite(x); });
}

bool is_sound(const DecisionTree& tree) {
  return all_finite(tree.limit) && all_finite(tree.leaf) &&
         std::all_of(tree.number.begin(), tree.number.end(),
                     [](uint32_t number) { return number < kSecondStageNumbers; });
}

}  // namespace

SecondStageNumbers second_stage_numbers(const Margins& margins, double word_odds,
                                        const StyleNumbers& style) {
  SecondStageNumbers numbers;
  size_t at = 0;
  for (const double margin : margins) numbers[at++] = static_cast<float>(margin);
  numbers[at++] = static_cast<float>(word_odds);
  for (const float number : style) numbers[at++] = number;
  return numbers;
}

GramWeights quantised(std::span<const float> weights) {
  const std::span<const float> rows = weights.first(kGramRows);
  float greatest = 0;
  for (const float w : rows) greatest = std::max(greatest, std::abs(w));
  GramWeights out{.scale = greatest / (127 * 127), .constant = weights[kGramRows], .q = {}};
  out.q.reserve(rows.size());
  for (const float w : rows) {
    const float root = greatest > 0 ? std::round(std::sqrt(std::abs(w) / out.scale)) : 0.0F;
    out.q.push_back(static_cast<int8_t>(w < 0 ? -root : root));
  }
  return out;
}

RowWeights DetectorModel::row_weights() const {
  RowWeights weights;
  for (size_t f = 0; f < kGramFamilies; ++f) weights[f] = families[f].q;
  return weights;
}

double DetectorModel::log_odds(const DetectorFeatures& features) const {
  Margins margins{};
  for (size_t f = 0; f < kGramFamilies; ++f) {
    margins[f] =
        static_cast<double>(features.weighed[f] * families[f].scale + families[f].constant);
  }
  return trees.log_odds(
      second_stage_numbers(margins, word_odds.mean(features.words), features.style));
}

std::string DetectorModel::save() const {
  std::string out(kDetectorMagic);
  put(out, kDetectorFeatureVersion);
  put(out, static_cast<uint32_t>(kSecondStageNumbers));
  put(out, static_cast<uint32_t>(facts.size()));
  put(out, fewest_words);
  put(out, threshold_1);
  put(out, threshold_5);
  for (const GramWeights& family : families) {
    put(out, family.scale);
    put(out, family.constant);
  }
  put(out, trees.constant);
  put(out, static_cast<uint32_t>(trees.trees.size()));
  put(out, word_odds.buckets());
  for (const DecisionTree& tree : trees.trees) {
    put(out, tree.number);
    put(out, tree.limit);
    put(out, tree.leaf);
  }
  out += facts;
  for (const GramWeights& family : families) {
    out.append(reinterpret_cast<const char*>(family.q.data()), family.q.size());
  }
  out += word_odds.bytes();
  put(out, hash64(out));
  return out;
}

Result<DetectorModel> DetectorModel::load(std::string_view file) {
  Reader reader(file);
  if (reader.take_bytes(kDetectorMagic.size()) != kDetectorMagic) {
    return data_loss("detector: not a file of this kind");
  }
  if (reader.take<uint32_t>() != kDetectorFeatureVersion ||
      reader.take<uint32_t>() != kSecondStageNumbers) {
    return data_loss("detector: made for other features; train it again");
  }
  DetectorModel model;
  const auto facts_size = reader.take<uint32_t>();
  model.fewest_words = reader.take<uint32_t>();
  model.threshold_1 = reader.take<float>();
  model.threshold_5 = reader.take<float>();
  for (GramWeights& family : model.families) {
    family.scale = reader.take<float>();
    family.constant = reader.take<float>();
  }
  model.trees.constant = reader.take<float>();
  const auto trees = reader.take<uint32_t>();
  if (trees > kMostTrees) return data_loss("detector: too many trees");
  const auto buckets = reader.take<uint32_t>();
  for (uint32_t t = 0; t < trees; ++t) {
    DecisionTree tree;
    tree.number = reader.take<decltype(tree.number)>();
    tree.limit = reader.take<decltype(tree.limit)>();
    tree.leaf = reader.take<decltype(tree.leaf)>();
    if (!is_sound(tree)) return data_loss("detector: a tree is broken");
    model.trees.trees.push_back(tree);
  }
  model.facts = reader.take_bytes(facts_size);
  for (GramWeights& family : model.families) {
    const std::string_view bytes = reader.take_bytes(kGramRows);
    family.q.assign(bytes.begin(), bytes.end());
  }
  LAUTER_ASSIGN(model.word_odds,
                WordOdds::load(reader.take_bytes(buckets * WordOdds::kBucketBytes)));
  const auto checksum = reader.take<uint64_t>();
  if (!reader.ok() || !reader.at_end()) return data_loss("detector: the file has a wrong size");
  if (checksum != hash64(file.substr(0, file.size() - sizeof checksum))) {
    return data_loss("detector: the checksum is wrong");
  }
  const float scalars[] = {model.threshold_1,       model.threshold_5,
                           model.families[0].scale, model.families[0].constant,
                           model.families[1].scale, model.families[1].constant,
                           model.trees.constant};
  if (!all_finite(scalars)) return data_loss("detector: a weight is not finite");
  return model;
}

}  // namespace lauter
