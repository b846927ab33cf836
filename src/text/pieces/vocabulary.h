#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lauter {

/// Pieces to their numbers.
class Vocabulary {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  /// Of two that are the same the first one stays.
  void add(std::string piece, uint32_t id) { ids_.emplace(std::move(piece), id); }
  uint32_t find(std::string_view piece) const {
    const auto found = ids_.find(piece);
    return found == ids_.end() ? kNone : found->second;
  }
  /// The pieces <0x00> to <0xFF>.
  std::array<uint32_t, 256> byte_pieces() const {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::array<uint32_t, 256> ids{};
    for (uint32_t byte = 0; byte < 256; ++byte) {
      ids[byte] = find(std::string{'<', '0', 'x', kHex[byte / 16], kHex[byte % 16], '>'});
    }
    return ids;
  }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> ids_;
};

}  // namespace lauter
