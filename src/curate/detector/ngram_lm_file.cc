// The file of an n-gram model (curate/detector/ngram_lm.h).
#include <bit>
#include <cstring>

#include "base/hash.h"
#include "curate/detector/ngram_lm.h"

namespace lauter {
namespace {

using internal::LmEntry;
using internal::LmLevel;

constexpr std::string_view kLmMagic = "LNG1";

static_assert(std::endian::native == std::endian::little, "the file is the memory's image");
static_assert(sizeof(LmEntry) == 16, "no padding goes into the file");

template <typename T>
void append(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Takes values off the front of a file; false once it is too short.
class Taker {
 public:
  explicit Taker(std::string_view rest) : rest_(rest) {}
  bool take(void* to, uint64_t size) {
    if (size > rest_.size()) return false;
    std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

}  // namespace

std::string NgramLm::save() const {
  std::string out(kLmMagic);
  append(out, order());
  for (const LmLevel& level : levels_) append(out, uint64_t{level.entries().size()});
  append(out, log_p_unknown_);
  append(out, uint32_t{0});
  for (const LmLevel& level : levels_) {
    out.append(reinterpret_cast<const char*>(level.entries().data()), level.entries().size_bytes());
  }
  append(out, hash64(out));
  return out;
}

Result<NgramLm> NgramLm::load(std::string_view file) {
  if (!file.starts_with(kLmMagic)) return data_loss("no n-gram model: it does not begin with LNG1");
  const Error cut = data_loss("the n-gram model is cut off or was changed");
  uint64_t checksum = 0;
  if (file.size() < kLmMagic.size() + sizeof checksum) return cut;
  std::memcpy(&checksum, file.data() + file.size() - sizeof checksum, sizeof checksum);
  file.remove_suffix(sizeof checksum);
  if (hash64(file) != checksum) return cut;

  NgramLm lm;
  Taker taker(file.substr(kLmMagic.size()));
  uint32_t order = 0;
  uint32_t padding = 0;
  if (!taker.take(&order, sizeof order) || order < 1 || order > kMaxLmOrder) return cut;
  std::vector<uint64_t> sizes(order);
  if (!taker.take(sizes.data(), order * sizeof(uint64_t)) ||
      !taker.take(&lm.log_p_unknown_, sizeof lm.log_p_unknown_) ||
      !taker.take(&padding, sizeof padding)) {
    return cut;
  }
  for (const uint64_t size : sizes) {
    if (size > 0xFFFFFFFEU || size > taker.left() / sizeof(LmEntry)) return cut;
    std::vector<LmEntry> entries(size);
    taker.take(entries.data(), size * sizeof(LmEntry));
    for (size_t i = 1; i < size; ++i) {
      if (entries[i - 1].key >= entries[i].key) return cut;
    }
    lm.levels_.emplace_back(std::move(entries));
  }
  if (taker.left() != 0) return cut;
  return lm;
}

}  // namespace lauter
