/// Maps and lists in a few blocks of memory. Thousands of phrases are numbered and linked at every
/// start: a node or a vector for each would cost more than the rest of the start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lauter::scan {

/// Numbers addresses of static storage.
class PointerIndex {
 public:
  static constexpr size_t npos = static_cast<size_t>(-1);

  /// The number of `key`: that of its first add(), counted from 0.
  size_t add(const void* key);
  /// The same without adding; npos if unknown.
  size_t find(const void* key) const;
  size_t size() const { return keys_.size(); }

 private:
  static constexpr uint16_t kFree = 0xFFFF;
  size_t slot_of(const void* key) const;

  std::vector<const void*> keys_;
  std::vector<uint16_t> slots_;  ///< open addressing, a power of two
};

/// Numbers texts, whose bytes must outlive it.
class TextIndex {
 public:
  std::optional<uint16_t> find(std::string_view text) const;
  /// `text` is not in it yet. At most 65534 texts.
  void add(std::string_view text, uint16_t number);
  /// Makes room for so many texts.
  void reserve(size_t texts);

 private:
  struct Entry {
    std::string_view text;
    uint32_t hash;
    uint16_t number;
  };
  static constexpr uint16_t kFree = 0xFFFF;
  /// Where `text` stands, or the free slot where it would.
  size_t slot_of(std::string_view text, uint32_t hash) const;

  std::vector<Entry> entries_;
  std::vector<uint16_t> slots_;  ///< open addressing, a power of two
};

/// A list for each of the numbers from 0: first rows are added in any order, then built.
template <typename T>
class Lists {
 public:
  void add(uint16_t list, T value) { rows_.push_back({value, list}); }

  /// Lays the rows of each of `n` lists side by side, in the order they were added; of equal rows
  /// in succession one stays.
  void build(size_t n) {
    begins_.assign(n + 1, 0);
    sizes_.assign(n, 0);
    for (const Row& row : rows_) ++begins_[row.list + size_t{1}];
    for (size_t i = 0; i < n; ++i) begins_[i + 1] += begins_[i];
    values_.resize(rows_.size());
    for (const Row& row : rows_) {
      T* const list = values_.data() + begins_[row.list];
      uint32_t& size = sizes_[row.list];
      if (size == 0 || list[size - 1] != row.value) list[size++] = row.value;
    }
    rows_ = {};
  }

  /// The rows of all lists, some of which may have gaps behind them.
  std::span<const T> all() const { return values_; }
  size_t begin_of(size_t list) const { return begins_[list]; }
  std::span<T> operator[](size_t list) { return {values_.data() + begins_[list], sizes_[list]}; }
  std::span<const T> operator[](size_t list) const {
    return {values_.data() + begins_[list], sizes_[list]};
  }

 private:
  struct Row {
    T value;
    uint16_t list;
  };
  std::vector<Row> rows_;
  std::vector<T> values_;
  std::vector<uint32_t> begins_, sizes_;  ///< by list, in values_
};

}  // namespace lauter::scan
