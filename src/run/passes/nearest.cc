#include "run/passes/nearest.h"

#include <algorithm>

#include "text/ascii.h"

namespace lauter {
namespace {

/// Names longer than this are never compared: the caller's word comes from the outside.
constexpr size_t kMaxComparedBytes = 200;
constexpr size_t kMaxListed = 12;

/// Wagner and Fischer with one row.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (ascii_lower(a[i - 1]) == ascii_lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& candidates) {
  if (word.size() > kMaxComparedBytes) return std::nullopt;
  const std::string* best = nullptr;
  size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const size_t distance = edit_distance(word, candidate);
    const size_t allowed = std::max<size_t>(2, std::max(word.size(), candidate.size()) / 3);
    if (distance > allowed || distance >= std::max(word.size(), candidate.size())) continue;
    if (best == nullptr || distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (auto nearest = nearest_name(word, candidates)) return "; did you mean \"" + *nearest + "\"?";
  if (candidates.empty()) return "";
  if (candidates.size() > kMaxListed) {
    if (word.size() > kMaxComparedBytes) return "";
    const auto least = std::ranges::min_element(
        candidates, {}, [word](const std::string& name) { return edit_distance(word, name); });
    return "; the nearest is \"" + *least + "\"";
  }
  std::string list = "; there is ";
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0) list += ", ";
    list += candidates[i];
  }
  return list;
}

}  // namespace lauter
