#include "surrogate/real_values.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "catalog/by_category.h"
#include "surrogate/names/unicode.h"

namespace lauter {
namespace {

constexpr std::string_view kPurpose = "lauter real values";
constexpr uint64_t kBlockWords = 8;  ///< a cache line
constexpr uint64_t kValuesPerBlock = 32;
constexpr int kProbes = 7;

/// In the machine's order: the file serves runs on machines of one kind.
struct FilterHead {
  char magic[24] = "lauter real values 1";
  uint64_t n_values = 0;
  uint64_t n_blocks = 0;
  uint64_t key = 0;          ///< tells keys apart, says nothing about them
  uint64_t fingerprint = 0;  ///< of the blocks
  uint64_t reserved = 0;
};
static_assert(sizeof(FilterHead) == kBlockWords * sizeof(uint64_t));

uint64_t word_of(const Sha256Digest& digest) {
  uint64_t word = 0;
  std::memcpy(&word, digest.data(), sizeof word);
  return word;
}

uint64_t mark_of(const KeyedHash& hash) {
  return word_of(hash.digest(std::string_view("\0key", 4)));
}

/// No folded value begins with this byte.
uint64_t hash_of(const KeyedHash& hash, std::string_view folded) {
  return std::max<uint64_t>(word_of(hash.digest(folded)), 1);
}

FilterHead filter_head(std::string_view image) {
  FilterHead head;
  std::memcpy(&head, image.data(), sizeof head);
  return head;
}

/// Calls visit(word, bit) for each probe until it says false. Words are counted behind the head.
template <typename Visit>
bool each_probe(uint64_t hash, uint64_t n_blocks, Visit visit) {
  __extension__ using Wide = unsigned __int128;
  const auto block = static_cast<uint64_t>(static_cast<Wide>(hash) * n_blocks >> 64U);
  uint64_t bits = hash * 0x9E3779B97F4A7C15U;
  bits ^= bits >> 32U;
  for (int i = 0; i < kProbes; ++i, bits >>= 9U) {
    const uint64_t bit = bits & 511U;
    if (!visit(block * kBlockWords + bit / 64, uint64_t{1} << (bit % 64))) return false;
  }
  return true;
}

}  // namespace

bool is_guarded(Category category) {
  using enum Category;
  static constexpr SomeCategories kSmall{
      kFirstName, kLastName, kMaidenName, kNickname, kAge, kGender, kSexualOrientation,
      kNationality, kEthnicity, kReligion, kPoliticalView, kMaritalStatus, kNativeLanguage,
      kImmigrationStatus, kLocation, kCity, kState, kCountry, kPostalCode, kCardExpiry,
      kCreditScore, kSalary, kMedicalCondition, kMedication, kBloodType, kJobTitle,
      kAcademicRecord, kPhysicalTrait, kBodyMeasurement, kSecurityAnswer};
  return !kSmall.has(category) && static_cast<size_t>(category) < kCategoryCount &&
         category_group(category) != CategoryGroup::kDate;
}

Result<uint64_t> RealValues::fingerprint(std::string_view image) {
  const FilterHead none;
  if (image.size() < sizeof none || std::memcmp(image.data(), none.magic, sizeof none.magic) != 0) {
    return data_loss("holds no real values of a corpus");
  }
  const FilterHead head = filter_head(image);
  if (head.n_blocks == 0 || head.n_blocks != image.size() / sizeof head - 1 ||
      image.size() % sizeof head != 0) {
    return data_loss("is cut off");
  }
  return head.fingerprint;
}

Result<RealValues> RealValues::open(std::string_view image, const SecretKey& key,
                                    std::shared_ptr<const void> owner) {
  LAUTER_TRY(fingerprint(image));
  const FilterHead head = filter_head(image);
  KeyedHash hash(key, kPurpose);
  if (head.key != mark_of(hash)) {
    return invalid_argument("was made under another key; give --key-file the one of that run");
  }
  return RealValues(image, std::move(hash), std::move(owner));
}

RealValues::RealValues(std::string_view image, KeyedHash hash, std::shared_ptr<const void> owner)
    : image_(image), hash_(std::move(hash)), owner_(std::move(owner)) {}

uint64_t RealValues::size() const { return filter_head(image_).n_values; }

bool RealValues::may_have(std::string_view value) const {
  return may_have_folded(surrogate::folded(value));
}

bool RealValues::may_have_folded(std::string_view folded) const {
  if (folded.empty()) return false;
  return each_probe(hash_of(hash_, folded), image_.size() / sizeof(FilterHead) - 1,
                    [this](uint64_t at, uint64_t bit) {
                      uint64_t word = 0;
                      const size_t byte = sizeof(FilterHead) + at * sizeof word;
                      std::memcpy(&word, image_.data() + byte, sizeof word);
                      return (word & bit) != 0;
                    });
}

RealValueHash::RealValueHash(const SecretKey& key) : hash_(key, kPurpose) {}

uint64_t RealValueHash::of(std::string_view value) const {
  const std::string folded = surrogate::folded(value);
  return folded.empty() ? 0 : hash_of(hash_, folded);
}

RealValuesMaker::RealValuesMaker(const SecretKey& key, uint64_t n_values) {
  FilterHead head;
  head.n_values = n_values;
  const uint64_t most = RealValues::kMaxBytes / sizeof head - 1;
  head.n_blocks = std::clamp<uint64_t>(n_values / kValuesPerBlock + 1, 1, most);
  head.key = mark_of(KeyedHash(key, kPurpose));
  image_.assign((head.n_blocks + 1) * sizeof head, '\0');
  std::memcpy(image_.data(), &head, sizeof head);
}

void RealValuesMaker::add(uint64_t hash) {
  LAUTER_CHECK(hash != 0, "the hash of a value");
  each_probe(hash, image_.size() / sizeof(FilterHead) - 1, [this](uint64_t at, uint64_t bit) {
    uint64_t word = 0;
    char* byte = image_.data() + sizeof(FilterHead) + at * sizeof word;
    std::memcpy(&word, byte, sizeof word);
    word |= bit;
    std::memcpy(byte, &word, sizeof word);
    return true;
  });
}

std::string RealValuesMaker::take() {
  FilterHead head = filter_head(image_);
  head.fingerprint = hash64(std::string_view(image_).substr(sizeof head));
  std::memcpy(image_.data(), &head, sizeof head);
  return std::move(image_);
}

}  // namespace lauter
