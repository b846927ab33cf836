#include "tag/toxicity/toxicity_linear.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "base/embedded.h"
#include "base/sha256_hex.h"
#include "base/stop.h"
#include "tag/logistic.h"

namespace lauter {
namespace {

constexpr size_t kWindowWords = 48;
constexpr size_t kStrideWords = 24;
constexpr std::string_view kWeightsMagic = "LTX1";

struct Header {
  char magic[4];
  uint32_t version;
  uint32_t word_rows;
  uint32_t gram_rows;
  float word_scale;
  float gram_scale;
  float bias;
  float factor;
};
static_assert(sizeof(Header) == 32);

void sort_unique(std::vector<uint32_t>& rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

float norm_of(size_t size) {
  return 1.0F / std::sqrt(static_cast<float>(std::max<size_t>(size, 1)));
}

float squared(int8_t q) {
  const int value = q;
  return static_cast<float>(value * (value < 0 ? -value : value));
}

}  // namespace

std::string_view ToxicityLinear::pinned_sha256() {
  return "161f28d3d0ff38937f48a5510f482b6be47cb36de2fe2c99fa03e22d5e54ebf2";
}

Result<ToxicityLinear> ToxicityLinear::load(std::string_view file) {
  Header header;
  if (file.size() < sizeof header || !file.starts_with(kWeightsMagic)) {
    return data_loss("toxicity weights: not a file of this kind");
  }
  std::memcpy(&header, file.data(), sizeof header);
  if (header.version != kToxicityFeatureVersion || header.word_rows != kToxicityWordRows ||
      header.gram_rows != kToxicityGramRows) {
    return data_loss("toxicity weights: made for other features");
  }
  if (file.size() != sizeof header + header.word_rows + header.gram_rows) {
    return data_loss("toxicity weights: " + std::to_string(file.size()) + " bytes, " +
                     std::to_string(sizeof header + header.word_rows + header.gram_rows) +
                     " expected");
  }
  ToxicityLinear scorer;
  scorer.words_ = reinterpret_cast<const int8_t*>(file.data() + sizeof header);
  scorer.grams_ = scorer.words_ + header.word_rows;
  scorer.word_scale_ = header.factor * header.word_scale;
  scorer.gram_scale_ = header.factor * header.gram_scale;
  scorer.bias_ = header.bias;
  if (!std::isfinite(scorer.word_scale_) || !std::isfinite(scorer.gram_scale_) ||
      !std::isfinite(scorer.bias_)) {
    return data_loss("toxicity weights: a scale is not finite");
  }
  return scorer;
}

Result<ToxicityLinear> ToxicityLinear::embedded() {
  const std::string_view file = embedded_file("toxicity-linear.bin");
  if (file.empty()) return unimplemented("this build has no toxicity weights");
  if (sha256_hex(file) != pinned_sha256()) {
    return data_loss("toxicity weights: the checksum is not the pinned one");
  }
  return load(file);
}

float ToxicityLinear::word_weight(uint32_t row) const { return word_scale_ * squared(words_[row]); }
float ToxicityLinear::gram_weight(uint32_t row) const { return gram_scale_ * squared(grams_[row]); }

ToxicityLinear::Window ToxicityLinear::judge(size_t first, size_t last,
                                             ToxicityScratch& scratch) const {
  scratch.word_rows.clear();
  scratch.gram_rows.clear();
  const ToxicityFeatures& features = scratch.features;
  for (size_t i = first; i < last; ++i) {
    const ToxicityWord& word = features.words[i];
    scratch.word_rows.push_back(word.word_row);
    scratch.word_rows.push_back(word.pair_row);
    scratch.gram_rows.insert(scratch.gram_rows.end(), features.grams.begin() + word.grams_begin,
                             features.grams.begin() + word.grams_end);
  }
  sort_unique(scratch.word_rows);
  sort_unique(scratch.gram_rows);
  Window window{first, last, bias_, norm_of(scratch.word_rows.size()),
                norm_of(scratch.gram_rows.size())};
  float words = 0.0F;
  for (const uint32_t row : scratch.word_rows) words += word_weight(row);
  float grams = 0.0F;
  for (const uint32_t row : scratch.gram_rows) grams += gram_weight(row);
  window.z += words * window.word_norm + grams * window.gram_norm;
  return window;
}

ToxicityLinear::Window ToxicityLinear::worst(std::string_view text,
                                             ToxicityScratch& scratch) const {
  extract_toxicity_features(text, scratch.features);
  const size_t count = scratch.features.words.size();
  if (count <= kWindowWords) return judge(0, count, scratch);
  Window worst = judge(count - kWindowWords, count, scratch);
  for (size_t first = 0; first + kWindowWords < count && !GiveUpScope::is_over(); first += kStrideWords) {
    const Window window = judge(first, first + kWindowWords, scratch);
    if (window.z > worst.z) worst = window;
  }
  return worst;
}

float ToxicityLinear::probability(std::string_view text, ToxicityScratch& scratch) const {
  return sigmoid(worst(text, scratch).z);
}

float ToxicityLinear::attribute(std::string_view text, ToxicityScratch& scratch,
                                std::vector<ToxicityShare>& shares) const {
  const Window window = worst(text, scratch);
  const ToxicityFeatures& features = scratch.features;
  shares.clear();
  for (size_t i = window.first; i < window.last; ++i) {
    const ToxicityWord& word = features.words[i];
    const float pair = 0.5F * word_weight(word.pair_row);
    float words = word_weight(word.word_row) + pair;
    if (i + 1 < window.last) words += 0.5F * word_weight(features.words[i + 1].pair_row);
    float grams = 0.0F;
    for (uint32_t g = word.grams_begin; g < word.grams_end; ++g) {
      grams += gram_weight(features.grams[g]);
    }
    shares.push_back({word.span, words * window.word_norm + grams * window.gram_norm});
  }
  return sigmoid(window.z);
}

}  // namespace lauter
