/// Which listed name stands for which, and new names where the lists end.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "surrogate/names/initials.h"
#include "surrogate/names/name_pool.h"
#include "surrogate/names/pseudo_words.h"

namespace lauter::surrogate {

/// A keyed injection of the pool's names into themselves: no listed name stands for two others of
/// its kind. Immutable but for tables that are made when first asked for; safe from any thread.
class NameImages {
 public:
  /// Keeps references to both.
  NameImages(const KeyedHash& hash, const Initials& initials);

  /// The listed name of the same kind and a common culture that stands for `key` (folded), and
  /// begins with the image of its initial; null if the pool does not know `key`, or has no name
  /// left for it.
  const Name* of(NameKind kind, std::string_view key) const;

 private:
  struct Pair {
    uint64_t key_hash;
    const Name* image;
  };
  struct Table {
    std::once_flag once;
    std::vector<Pair> pairs;  // sorted by key_hash
  };
  std::vector<Pair> pairs_of(NameKind kind, char32_t initial) const;

  const KeyedHash& hash_;
  const Initials& initials_;
  std::unique_ptr<Table[]> tables_;  // by kind and place in NamePool::initials()
};

/// New names of a kind and script in the manner of the first of `cultures` that has pieces to join;
/// null if none has. Scripts with letters for vowels (Latin, Cyrillic, Greek) count as one.
const PseudoWords* name_smith(NameKind kind, Cultures cultures, Script script);

}  // namespace lauter::surrogate
