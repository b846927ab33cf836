/// YAML text as a plain tree that knows where each value stands. The subset that recipes need: maps
/// with scalar keys, sequences, scalars. No anchors or aliases (they would allow a small file to
/// stand for a huge tree), no duplicate keys, one document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

struct YamlMember;

struct YamlNode {
  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  std::string scalar;
  std::vector<YamlNode> items;      ///< of a sequence
  std::vector<YamlMember> members;  ///< of a map, in order
  std::string place;  ///< `FILE:LINE:COLUMN` of the value (of the key, for a map's member)

  const YamlNode* find(std::string_view key) const;
  YamlNode* find(std::string_view key);
};

/// Not a std::pair: clang 14 cannot complete one of a type that holds a vector of it.
struct YamlMember {
  std::string first;
  YamlNode second;
};

inline constexpr size_t kMaxYamlBytes = 1 << 20;
inline constexpr size_t kMaxYamlDepth = 32;

/// Errors: kInvalidArgument `ORIGIN:LINE:COLUMN: why`. Lines and columns count from 1.
Result<YamlNode> parse_yaml(std::string_view text, std::string_view origin);

/// Applies `path.to.key=VALUE` (VALUE is YAML) to the tree: members on the way are made where they
/// are missing; an item of a sequence is named by its number from 0 or by the value of its member
/// `use`. Whether such a key exists is for the reader of the tree to judge; the places of new nodes
/// are `--set path.to.key`. Errors: kInvalidArgument.
Result<void> set_in_yaml(YamlNode& root, std::string_view assignment);

}  // namespace lauter
