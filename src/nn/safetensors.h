/// Reads a safetensors file: 8 bytes of header length (little-endian), a JSON header, raw tensors.
///
///   {"__metadata__":{"key":"text"},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},...}
///
/// The file is untrusted: every size and offset is checked before a tensor can be seen. Format as
/// published at https://github.com/huggingface/safetensors (README, "Format").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lauter {

/// The element types that our models use.
enum class DType : uint8_t { kF32, kI8, kU8, kU32 };

constexpr uint64_t size_bytes(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kU32 ? 4 : 1;
}

/// One tensor in place: row-major, little-endian, at any alignment.
struct TensorView {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<uint64_t> shape;
  std::string_view bytes;  ///< of the file; exactly the product of `shape` elements
};

/// As a file has it: "F32".
const char* dtype_name(DType dtype);
/// "F32 [256, 3, 128]", for messages.
std::string describe(DType dtype, const std::vector<uint64_t>& shape);

class Safetensors {
 public:
  static constexpr uint64_t kMaxHeaderBytes = 4 << 20;
  static constexpr size_t kMaxTensors = 4096;
  static constexpr size_t kMaxRank = 4;

  /// Keeps views into `file`, which must outlive this. O(header).
  /// Errors: kDataLoss, naming the tensor: a length or offset outside the file, tensors that
  /// overlap or leave bytes unused, a shape that does not give the byte count, another dtype,
  /// broken JSON.
  static Result<Safetensors> parse(std::string_view file);

  /// Null if there is none. O(log tensors).
  const TensorView* find(std::string_view name) const;
  /// The `__metadata__` text of `key`; null if there is none.
  const std::string* metadata(std::string_view key) const;

 private:
  std::vector<TensorView> tensors_;  ///< by name
  std::vector<std::pair<std::string, std::string>> metadata_;
};

}  // namespace lauter
