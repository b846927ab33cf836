/// Where values of JSON end that follow one another: elements of an array, or objects with white space between them.
/// Internal to io.
///
/// Only quotes, backslashes and brackets are looked at. Whether a value is sound is seen when it is parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter::internal {

/// Bytes ahead of the first value's place: white space, a byte order mark and, of an array, its bracket with the white
/// space behind it. Nothing if `bytes` does not show it yet; all of them if `at_end` and there is nothing else.
size_t json_head_size(std::string_view bytes, bool at_end);
/// Whether a head is that of an array.
bool is_array_head(std::string_view head);

class JsonScanner {
 public:
  static constexpr size_t kUnknown = std::string_view::npos;
  enum class State : uint8_t {
    kGoesOn,  ///< more bytes are needed
    kValue,   ///< a value ends
    kTail,    ///< nothing follows
    kBroken,  ///< what stands here is no such sequence
  };

  explicit JsonScanner(bool in_array) : in_array_(in_array) {}

  /// Begins with what follows the last value; `is_first`: with what follows the head.
  void begin(bool is_first);
  /// Goes on with `more`, of which `used` bytes belong to the value and what stands ahead of it (all of them if it goes
  /// on). Of an array the tail is its closing bracket with the white space behind it, and is kTail only at end().
  State feed(std::string_view more, size_t& used);
  /// What it is if the input ends here: kValue, kTail, or kBroken if the input is cut off.
  State end();
  /// Bytes fed ahead of the value.
  uint64_t lead() const { return lead_; }

 private:
  enum class Place : uint8_t { kLead, kContainer, kString, kScalar, kTail };
  State feed_lead(char c);
  State feed_value(std::string_view more, size_t& at);

  bool in_array_;
  bool needs_comma_ = false;
  bool in_string_ = false;
  bool is_escaped_ = false;
  Place place_ = Place::kLead;
  uint64_t depth_ = 0;
  uint64_t lead_ = 0;
};

}  // namespace lauter::internal
