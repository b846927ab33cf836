/// What to do with a found value, category by category.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/category.h"
#include "refine/anonymize/placeholder.h"
#include "surrogate/surrogate.h"

namespace lauter {

enum class Operator : uint8_t {
  kSurrogate,    ///< a valid stand-in of the same kind (surrogate/surrogate.h)
  kPlaceholder,  ///< [EMAIL_ADDRESS_1], numbered for each distinct value of the document (placeholder.h)
  kMask,         ///< '*' for every letter and digit; separators stay
  kHash,         ///< 16 hex digits of a keyed hash of the value
  kRemove,       ///< nothing
  kKeep,         ///< the value stays, and verification accepts it
};

/// `surrogate`, `placeholder`, `mask`, `hash`, `remove`, `keep`.
std::string_view operator_name(Operator op);
std::optional<Operator> operator_from_name(std::string_view name);

/// One operator for every category. Labels of the user's own, which have no stand-ins, take theirs
/// of `by_label`, else `custom`.
struct OperatorTable {
  OperatorTable() { by_category.fill(Operator::kSurrogate); }

  Operator of(Category category, std::string_view label = {}) const {
    const auto index = static_cast<size_t>(category);
    if (index < by_category.size()) return by_category[index];
    const auto own = by_label.find(label);
    return own == by_label.end() ? custom : own->second;
  }
  void set(Category category, Operator op) { by_category[static_cast<size_t>(category)] = op; }
  void set_all(Operator op) {
    by_category.fill(op);
    custom = op == Operator::kSurrogate ? Operator::kPlaceholder : op;
  }

  std::array<Operator, kCategoryCount> by_category;
  Operator custom = Operator::kPlaceholder;
  std::map<std::string, Operator, std::less<>> by_label{};
  PlaceholderForm placeholder{};
  StandInScope scope = StandInScope::kCorpus;  ///< of stand-ins and hashes
};

}  // namespace lauter
