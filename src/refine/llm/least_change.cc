#include "refine/llm/least_change.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include "text/utf8.h"

namespace lauter {
namespace {

/// Whether the two do the same; who proposed it and why does not matter.
bool does_the_same(const EditProgram& a, const EditProgram& b) {
  return a.drop_document == b.drop_document &&
         std::equal(
             a.edits.begin(), a.edits.end(), b.edits.begin(), b.edits.end(),
             [](const Edit& x, const Edit& y) { return x.span == y.span && x.with == y.with; });
}

}  // namespace

uint64_t change_of(const EditProgram& program, std::string_view original) {
  if (program.drop_document) return count_code_points(original);
  uint64_t change = 0;
  for (const Edit& edit : program.edits) {
    change += count_code_points(edit.span.of(original)) + count_code_points(edit.with);
  }
  return change;
}

std::optional<size_t> least_change(std::string_view original,
                                   std::span<const EditProgram> candidates,
                                   const Accepts& accepts) {
  std::vector<std::tuple<uint64_t, size_t, size_t>> order;
  for (size_t i = 0; i < candidates.size(); ++i) {
    order.emplace_back(change_of(candidates[i], original), candidates[i].edits.size(), i);
  }
  std::sort(order.begin(), order.end());
  for (size_t k = 0; k < order.size(); ++k) {
    const size_t i = std::get<2>(order[k]);
    const bool judged = std::any_of(
        order.begin(), order.begin() + static_cast<ptrdiff_t>(k), [&](const auto& earlier) {
          return does_the_same(candidates[std::get<2>(earlier)], candidates[i]);
        });
    if (!judged && accepts(candidates[i])) return i;
  }
  return std::nullopt;
}

}  // namespace lauter
