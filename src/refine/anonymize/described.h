/// Whom a text describes, and by how many kinds of facts: places, employers, jobs, ages, dates,
/// illnesses.
#pragma once

#include <bitset>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refine/anonymize/anonymize.h"

namespace lauter {

enum class FactKind : uint8_t { kPlace, kEmployer, kJob, kAge, kDate, kHealth };
inline constexpr size_t kFactKinds = 6;
inline constexpr size_t kIdentifyingKinds = 3;

/// `place`, `employer` and so on.
std::string_view fact_kind_name(FactKind kind);

struct DescribedPerson {
  std::string name{};  ///< as the text has it first; empty: somebody without a name
  std::bitset<kFactKinds> kinds{};

  bool has(FactKind kind) const { return kinds[static_cast<size_t>(kind)]; }
  /// Whether the facts are likely to be one person's: kIdentifyingKinds kinds and more, one of
  /// which says where to look (a place or an employer; schools are employers here).
  bool is_identified() const {
    return kinds.count() >= kIdentifyingKinds &&
           (has(FactKind::kPlace) || has(FactKind::kEmployer));
  }
};

/// The persons of whom `found` (sorted, apart) says a fact, in the order of the text. A fact is of
/// the name before it in its line, else of the first one behind it there, else of the last name
/// before; without any, of somebody unnamed. A date of birth is an age, too. Linear but for
/// sorting.
std::vector<DescribedPerson> described_persons(std::string_view text, std::span<const Found> found);

}  // namespace lauter
