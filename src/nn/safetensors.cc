#include "nn/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "json/value.h"

namespace lauter {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are read in place");

Result<DType> read_dtype(const JsonValue& tensor) {
  const JsonValue* dtype = tensor.find("dtype");
  const std::string_view name = dtype == nullptr ? "" : dtype->string_or("");
  if (name == "F32") return DType::kF32;
  if (name == "I8") return DType::kI8;
  if (name == "U8") return DType::kU8;
  if (name == "U32") return DType::kU32;
  return data_loss("dtype is not F32, I8, U8 or U32");
}

/// An array of `max_size` numbers at most, none negative.
Result<std::vector<uint64_t>> read_numbers(const JsonValue& tensor, const char* key,
                                           size_t max_size) {
  const JsonValue* value = tensor.find(key);
  const JsonValue::Array* array = value == nullptr ? nullptr : value->if_array();
  if (array == nullptr || array->size() > max_size) {
    return data_loss(std::string(key) + " is no array of " + std::to_string(max_size) +
                     " numbers at most");
  }
  std::vector<uint64_t> numbers;
  for (const JsonValue& item : *array) {
    if (item.int_or(-1) < 0) return data_loss(std::string(key) + " holds no plain number");
    numbers.push_back(static_cast<uint64_t>(*item.if_int()));
  }
  return numbers;
}

Result<TensorView> read_tensor(const std::string& name, const JsonValue& value,
                               std::string_view data) {
  LAUTER_ASSIGN(const DType dtype, read_dtype(value));
  LAUTER_ASSIGN(std::vector<uint64_t> shape, read_numbers(value, "shape", Safetensors::kMaxRank));
  LAUTER_ASSIGN(const std::vector<uint64_t> offsets, read_numbers(value, "data_offsets", 2));
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size()) {
    return data_loss("data_offsets leave the file");
  }
  const uint64_t length = offsets[1] - offsets[0];
  uint64_t due = size_bytes(dtype);
  for (const uint64_t n : shape) {
    if (__builtin_mul_overflow(due, n, &due)) return data_loss("shape is too large");
  }
  if (due != length) {
    return data_loss(describe(dtype, shape) + " needs " + std::to_string(due) +
                     " bytes, data_offsets give " + std::to_string(length));
  }
  return TensorView{name, dtype, std::move(shape), data.substr(offsets[0], length)};
}

/// Sorted by place, the tensors must tile `data`.
Result<void> check_tiling(std::vector<TensorView>& tensors, std::string_view data) {
  std::sort(tensors.begin(), tensors.end(), [](const TensorView& a, const TensorView& b) {
    return std::pair(a.bytes.data(), a.bytes.size()) < std::pair(b.bytes.data(), b.bytes.size());
  });
  const char* end = data.data();
  for (const TensorView& tensor : tensors) {
    if (tensor.bytes.data() < end) return data_loss(tensor.name + ": overlaps another tensor");
    if (tensor.bytes.data() > end) return data_loss(tensor.name + ": unused bytes before it");
    end = tensor.bytes.data() + tensor.bytes.size();
  }
  if (end != data.data() + data.size()) return data_loss("unused bytes after the last tensor");
  return {};
}

}  // namespace

const char* dtype_name(DType dtype) {
  constexpr const char* kNames[] = {"F32", "I8", "U8", "U32"};
  return kNames[static_cast<size_t>(dtype)];
}

std::string describe(DType dtype, const std::vector<uint64_t>& shape) {
  std::string text = std::string(dtype_name(dtype)) + " [";
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i != 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + "]";
}

Result<Safetensors> Safetensors::parse(std::string_view file) {
  uint64_t header_bytes = 0;
  if (file.size() < sizeof header_bytes) return data_loss("no safetensors file: too short");
  std::memcpy(&header_bytes, file.data(), sizeof header_bytes);
  file.remove_prefix(sizeof header_bytes);
  if (header_bytes > kMaxHeaderBytes || header_bytes > file.size()) {
    return data_loss("no safetensors file, or cut short: header of " +
                     std::to_string(header_bytes) + " bytes");
  }
  auto header = parse_json(file.substr(0, header_bytes));
  if (!header) return std::move(header.error()).context("header");
  const JsonValue::Object* members = header->if_object();
  if (members == nullptr) return data_loss("header is no JSON object");
  if (members->size() > kMaxTensors + 1) {
    return data_loss("more than " + std::to_string(kMaxTensors) + " tensors");
  }

  Safetensors result;
  const std::string_view data = file.substr(header_bytes);
  for (const auto& [name, value] : *members) {
    if (name == "__metadata__") {
      const JsonValue::Object* entries = value.if_object();
      if (entries == nullptr) return data_loss("__metadata__ is no object");
      for (const auto& [key, text] : *entries) {
        if (!text.is_string()) return data_loss("__metadata__ holds more than strings");
        result.metadata_.emplace_back(key, *text.if_string());
      }
      continue;
    }
    auto tensor = read_tensor(name, value, data);
    if (!tensor) return std::move(tensor.error()).context(name);
    result.tensors_.push_back(std::move(*tensor));
  }
  LAUTER_TRY(check_tiling(result.tensors_, data));
  std::sort(result.tensors_.begin(), result.tensors_.end(),
            [](const TensorView& a, const TensorView& b) { return a.name < b.name; });
  return result;
}

const TensorView* Safetensors::find(std::string_view name) const {
  const auto at =
      std::lower_bound(tensors_.begin(), tensors_.end(), name,
                       [](const TensorView& a, std::string_view b) { return a.name < b; });
  return at != tensors_.end() && at->name == name ? &*at : nullptr;
}

const std::string* Safetensors::metadata(std::string_view key) const {
  for (const auto& [name, text] : metadata_) {
    if (name == key) return &text;
  }
  return nullptr;
}

}  // namespace lauter
