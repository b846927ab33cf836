/// The real values of a corpus, as bits of keyed hashes: no stand-in of a guarded category may read
/// like one of them. docs/design/0032-guard.md.
///
/// A blocked Bloom filter (Putze, Sanders and Singler 2007): 16 bits a value, seven of them set in
/// one cache line. About one value in 1,000 that is none of the corpus is taken for one, which costs
/// another draw. Nothing can be read from it without the key.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "catalog/category.h"

namespace lauter {

/// Whether stand-ins of the category are kept apart from the corpus's values. Not those of small or
/// closed spaces, where being equal says nothing and cannot be avoided: ages, dates, amounts, closed
/// vocabularies, single names, towns, regions, postal codes.
bool is_guarded(Category category);

/// Const; safe from any thread.
class RealValues {
 public:
  /// At most so many bytes, whatever the number of values; beyond 2^29 values more and more draws are
  /// refused.
  static constexpr uint64_t kMaxBytes = uint64_t{1} << 30;

  /// `image`: of RealValuesMaker, kept by `owner`. Errors, without a name of the file: kDataLoss;
  /// kInvalidArgument if it was made under another key.
  static Result<RealValues> open(std::string_view image, const SecretKey& key,
                                 std::shared_ptr<const void> owner);

  /// Tells images apart; needs no key. Errors: kDataLoss.
  static Result<uint64_t> fingerprint(std::string_view image);

  /// Values that were added, those of two rows twice.
  uint64_t size() const;
  uint64_t bytes() const { return image_.size(); }

  /// `value` in any spelling: case, separators and diacritics aside.
  bool may_have(std::string_view value) const;
  bool may_have_folded(std::string_view folded) const;

 private:
  RealValues(std::string_view image, KeyedHash hash, std::shared_ptr<const void> owner);
  std::string_view image_;
  KeyedHash hash_;
  std::shared_ptr<const void> owner_;
};

/// The keyed hashes that such a filter is made of.
class RealValueHash {
 public:
  explicit RealValueHash(const SecretKey& key);
  /// Of any spelling of a value. 0: it has neither letter nor digit, and counts for nothing.
  uint64_t of(std::string_view value) const;

 private:
  KeyedHash hash_;
};

/// From hashes to the image. The image depends on the hashes and how many there are, not on their order.
class RealValuesMaker {
 public:
  RealValuesMaker(const SecretKey& key, uint64_t n_values);
  void add(uint64_t hash);
  /// The last call.
  std::string take();

 private:
  std::string image_;
};

}  // namespace lauter
