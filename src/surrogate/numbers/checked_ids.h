/// Stand-ins of identifiers that have a structure: each rule writes a new core of the old one's
/// length that can never have been issued (docs/CATEGORIES.md, column "surrogate").
#pragma once

#include <string>

#include "base/hash.h"
#include "catalog/by_category.h"
#include "surrogate/numbers/form.h"

namespace lauter::surrogate {

struct IdRule {
  Alphabet alphabet = Alphabet::kAlnum;
  /// Overwrites `core`; false where its length or shape is none that the rule knows (`core` is
  /// undefined then).
  bool (*fill)(std::string& core, KeyedRandom& random) = nullptr;
};

/// The rule of a category; `fill` is null for one without.
IdRule id_rule(Category category);

// The rules by group.
IdRule european_rule(Category category);
IdRule government_rule(Category category);  ///< of all other countries
IdRule financial_rule(Category category);
IdRule other_rule(Category category);  ///< health, travel, devices

}  // namespace lauter::surrogate
