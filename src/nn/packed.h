/// Weights in the order in which the kernels read them. Internal to nn.
#pragma once

#include <new>
#include <vector>

#include "nn/kernels.h"
#include "nn/weights.h"

namespace lauter::internal {

/// Vectors that begin on a cache line.
template <typename T>
struct CacheAligned {
  using value_type = T;
  static constexpr std::align_val_t kAlign{64};

  CacheAligned() = default;
  template <typename U>
  CacheAligned(const CacheAligned<U>&) {}  // NOLINT: implicit, as allocators convert
  T* allocate(size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlign)); }
  void deallocate(T* p, size_t) { ::operator delete(p, kAlign); }
  friend bool operator==(const CacheAligned&, const CacheAligned&) { return true; }
};
template <typename T>
using AlignedVector = std::vector<T, CacheAligned<T>>;

/// Which outputs share a panel: sixteen that follow each other, or eight values and their gates
/// (of 2d outputs, gate i belongs to value i - d).
enum class PanelOrder : uint8_t { kPlain, kGated };

/// A packed matrix with its bias, f32 or i8 as the file has it.
class PackedAffine {
 public:
  PackedAffine() = default;
  /// `pairs_steps`: for kernels that gain by it; others need false (PanelsI8).
  PackedAffine(const Affine& affine, size_t taps, PanelOrder order,
               bool pairs_steps = best_kernels().pairs_steps);

  bool is_i8() const { return is_i8_; }
  size_t outputs() const { return outputs_; }
  PanelsF32 f32() const { return {f32_.data(), bias_.data(), panels_}; }
  PanelsI8 i8() const {
    return {i8_.data(),    order_.data(), pairs_.data(), offset_.data(),
            scale_.data(), bias_.data(),  panels_};
  }

 private:
  void pack_f32(const Matrix& matrix, PanelOrder order);
  void pack_i8(const Matrix& matrix, size_t taps, PanelOrder order, bool pairs_steps);

  bool is_i8_ = false;
  size_t outputs_ = 0;
  size_t panels_ = 0;
  AlignedVector<float> f32_;
  AlignedVector<int8_t> i8_;
  std::vector<uint16_t> order_;
  std::vector<uint16_t> pairs_;
  std::vector<int32_t> offset_;
  std::vector<float> scale_;
  std::vector<float> bias_;
};

}  // namespace lauter::internal
