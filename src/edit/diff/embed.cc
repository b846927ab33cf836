#include "edit/diff/embed.h"

#include <algorithm>

namespace lauter {
namespace {

constexpr size_t kMaxLayerCells = size_t{1} << 24;

}  // namespace

bool Embedder::embed(Units a, Units b, StepBudget& budget, std::vector<UnitRun>& runs,
                     uint64_t& unproven_runs) {
  if (b.size() > a.size()) return false;
  earliest_.resize(b.size());
  size_t at = 0;
  for (size_t i = 0; i < b.size(); ++i) {
    while (at < a.size() && a[at] != b[i]) ++at;
    if (at == a.size()) return false;
    earliest_[i] = static_cast<uint32_t>(at++);
  }
  reversed_.clear();
  unproven_ = 0;
  size_t a_end = a.size();  // where the units that are settled begin
  size_t b_end = b.size();
  const auto solve_from = [&](size_t a_begin, size_t b_begin) {
    if (a_end - a_begin == b_end - b_begin) return;
    solve({a.subspan(a_begin, a_end - a_begin), b.subspan(b_begin, b_end - b_begin), a_begin,
           b_begin},
          budget);
  };
  at = a.size();
  for (size_t i = b.size(); i-- > 0;) {
    do {
      --at;
    } while (a[at] != b[i]);
    if (at != earliest_[i]) continue;
    solve_from(at + 1, i + 1);
    a_end = at;
    b_end = i;
  }
  solve_from(0, 0);
  runs.insert(runs.end(), reversed_.rbegin(), reversed_.rend());
  unproven_runs += unproven_;
  return true;
}

void Embedder::delete_units(size_t a_begin, size_t a_end, size_t b_at) {
  if (a_begin == a_end) return;
  reversed_.push_back({a_begin, a_end, b_at, b_at});
}

/// Equal ends never hurt: an embedding that does not use them can be moved onto them, and has no
/// more runs then.
void Embedder::solve(Block block, StepBudget& budget) {
  const size_t prefix = common_prefix(block.a, block.b);
  block.a = block.a.subspan(prefix);
  block.b = block.b.subspan(prefix);
  block.a_offset += prefix;
  block.b_offset += prefix;
  const size_t suffix = common_suffix(block.a, block.b);
  block.a = block.a.first(block.a.size() - suffix);
  block.b = block.b.first(block.b.size() - suffix);
  if (block.b.empty()) {
    return delete_units(block.a_offset, block.a_offset + block.a.size(), block.b_offset);
  }
  if (fill_layers(block, budget)) return trace_layers(block);
  ++unproven_;
  match_late(block);
}

bool Embedder::fill_layers(const Block& block, StepBudget& budget) {
  const size_t width = block.a.size() - block.b.size() + 1;
  const auto all = static_cast<int32_t>(block.b.size());
  if (width > kMaxLayerCells) return false;
  layers_.assign(width, -1);
  layers_[0] = 0;  // the two begin with different units
  while (layers_.back() != all) {
    const size_t before = layers_.size() - width;
    if (layers_.size() + width > kMaxLayerCells) return false;
    layers_.resize(layers_.size() + width);
    const int32_t* last = layers_.data() + before;
    int32_t* next = layers_.data() + before + width;
    int32_t start = -1;
    uint64_t steps = width;
    for (size_t k = 0; k < width; ++k) {
      int32_t row = start;
      if (row > last[k]) {
        const uint32_t* a = block.a.data() + k;
        while (row < all && a[row] == block.b[static_cast<size_t>(row)]) ++row;
        steps += static_cast<uint64_t>(row - start);
        if (!budget.has(steps)) break;  // one layer of a periodic text can be quadratic
      } else {
        row = last[k];
      }
      next[k] = row;
      start = std::max(start, last[k]);
    }
    if (!budget.take(steps)) return false;
  }
  return true;
}

void Embedder::trace_layers(const Block& block) {
  const size_t width = block.a.size() - block.b.size() + 1;
  const int32_t* layer = layers_.data() + (layers_.size() - width);
  size_t k = width - 1;
  while (k > 0) {
    const int32_t* before = layer - width;
    if (before[k] != layer[k]) {
      const size_t from = static_cast<size_t>(std::max_element(before, before + k) - before);
      const auto row = static_cast<size_t>(before[from]);
      delete_units(block.a_offset + row + from, block.a_offset + row + k, block.b_offset + row);
      k = from;
    }
    layer = before;
  }
}

void Embedder::match_late(const Block& block) {
  size_t end = block.a.size();
  for (size_t i = block.b.size(); i-- > 0;) {
    size_t at = end;
    do {
      --at;
    } while (block.a[at] != block.b[i]);
    delete_units(block.a_offset + at + 1, block.a_offset + end, block.b_offset + i + 1);
    end = at;
  }
  delete_units(block.a_offset, block.a_offset + end, block.b_offset);
}

}  // namespace lauter
