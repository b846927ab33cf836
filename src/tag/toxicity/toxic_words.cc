#include "tag/toxicity/toxic_words.h"

#include <cmath>
#include <cstring>

#include "base/embedded.h"
#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kWordsMagic = "LTW1";
constexpr size_t kHeader = 12;
constexpr size_t kBytesPerWord = sizeof(uint32_t) + 1;

/// FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
uint32_t word_hash(std::string_view word) {
  uint32_t hash = 2166136261U;
  for (const char c : word) {
    hash ^= static_cast<unsigned char>(ascii_lower(c));
    hash *= 16777619U;
  }
  return hash;
}

}  // namespace

Result<ToxicWords> ToxicWords::load(std::string_view file) {
  uint32_t count = 0;
  ToxicWords table;
  if (file.size() < kHeader || !file.starts_with(kWordsMagic)) {
    return data_loss("toxic words: not a file of this kind");
  }
  std::memcpy(&count, file.data() + 4, sizeof count);
  std::memcpy(&table.unit_, file.data() + 8, sizeof table.unit_);
  if (file.size() - kHeader != count * kBytesPerWord || !std::isfinite(table.unit_)) {
    return data_loss("toxic words: the file is cut or broken");
  }
  table.count_ = count;
  table.hashes_ = file.data() + kHeader;
  table.values_ = reinterpret_cast<const int8_t*>(table.hashes_ + count * sizeof(uint32_t));
  for (size_t i = 1; i < table.count_; ++i) {
    if (table.hash_at(i - 1) >= table.hash_at(i)) {
      return data_loss("toxic words: the hashes are not in order");
    }
  }
  return table;
}

Result<ToxicWords> ToxicWords::embedded() {
  const std::string_view file = embedded_file("toxic-words.bin");
  return file.empty() ? ToxicWords() : load(file);
}

uint32_t ToxicWords::hash_at(size_t i) const {
  uint32_t hash = 0;
  std::memcpy(&hash, hashes_ + i * sizeof hash, sizeof hash);
  return hash;
}

float ToxicWords::log_odds(std::string_view word) const {
  const uint32_t hash = word_hash(word);
  size_t first = 0;
  for (size_t last = count_; first < last;) {
    const size_t middle = first + (last - first) / 2;
    if (hash_at(middle) < hash) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  const bool known = first < count_ && hash_at(first) == hash;
  return known ? unit_ * static_cast<float>(values_[first]) : 0.0F;
}

}  // namespace lauter
