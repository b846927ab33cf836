#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace lauter::internal {

/// Sets of numbers that grow together; the least number names its set.
class UnionFind {
 public:
  explicit UnionFind(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }
  explicit UnionFind(std::vector<uint32_t> group) : parent_(std::move(group)) {}

  uint32_t find(uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(uint32_t a, uint32_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }
  std::vector<uint32_t> roots() && {
    for (uint32_t i = 0; i < parent_.size(); ++i) parent_[i] = find(i);
    return std::move(parent_);
  }

 private:
  std::vector<uint32_t> parent_;
};

}  // namespace lauter::internal
