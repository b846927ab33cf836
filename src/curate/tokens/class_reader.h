#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/utf8.h"
#include "web/unicode_facts.h"

namespace lauter {

/// Reads what Unicode says of the characters of a text.
class ClassReader {
 public:
  explicit ClassReader(std::string_view text) : text_(text), classes_(unicode_classes()) {}

  /// The class of the character at `place`, 0 at the end; `size`: its bytes.
  uint8_t at(size_t place, size_t& size) const {
    size = 0;
    if (place >= text_.size()) return 0;
    if (const auto byte = static_cast<uint8_t>(text_[place]); byte < 0x80) {
      size = 1;
      return classes_[byte];
    }
    size_t end = place;
    const char32_t c = decode_utf8(text_, end);
    size = end - place;
    return classes_[c];
  }
  uint8_t at(size_t place) const {
    size_t size = 0;
    return at(place, size);
  }
  uint8_t before(size_t place) const { return place == 0 ? 0 : at(previous_utf8(text_, place)); }

  /// Behind the run of characters that `holds` is true of.
  template <typename Holds>
  size_t run(size_t place, Holds holds, size_t most = SIZE_MAX) const {
    for (size_t size = 0; most > 0 && place < text_.size(); place += size, --most) {
      if (!holds(at(place, size))) break;
    }
    return place;
  }

 private:
  std::string_view text_;
  const std::vector<uint8_t>& classes_;
};

inline bool is_letter_class(uint8_t c) { return (c & kUnicodeLetter) != 0; }
inline bool is_number_class(uint8_t c) { return (c & kUnicodeNumber) != 0; }
inline bool is_space_class(uint8_t c) { return (c & kUnicodeSpace) != 0; }
inline bool is_word_class(uint8_t c) { return (c & kUnicodeWord) != 0; }
inline bool is_sign_class(uint8_t c) { return (c & (kUnicodeLetter | kUnicodeNumber | kUnicodeSpace)) == 0; }

}  // namespace lauter
