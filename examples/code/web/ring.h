// Ring buffer of fixed size; no allocation after construction.
#pragma once
#include <array>
#include <cstddef>

template <typename T, size_t N>
class Ring {
 public:
  bool push(const T& value) {
    if (size_ == N) return false;
    items_[(head_ + size_++) % N] = value;
    return true;
  }
  size_t size() const { return size_; }

 private:
  std::array<T, N> items_{};
  size_t head_ = 0;
  size_t size_ = 0;
};
