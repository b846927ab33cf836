/// The labels of a judge's head, and the hints it is given: what all judges have in common.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/category.h"

namespace lauter::internal {

/// Labels O and PUBLIC, then begin and inside of every category, then those of names.
inline constexpr size_t kOutside = 2;
inline constexpr size_t kLabels = kOutside + 2 * kCategoryCount;
inline constexpr size_t kNameKinds = 3;
inline constexpr size_t kOutputs = kLabels + 1 + 2 * kNameKinds;
/// A hint is nothing, or begin or inside of what a pattern found.
inline constexpr uint32_t kHints = 1 + 2 * kCategoryCount;

inline Category category_of(size_t label) { return static_cast<Category>((label - kOutside) / 2); }

/// Whether these are the labels above, in that order, by their names.
bool are_judge_labels(const std::vector<std::string>& labels);

}  // namespace lauter::internal
