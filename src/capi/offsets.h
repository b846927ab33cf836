/// From bytes to the units that languages count text in.
#pragma once

#include <cstdint>
#include <string_view>

#include "capi/lauter.h"

namespace lauter::capi {

/// Places of one text, asked in ascending order: one pass over the text in all.
class OffsetCounter {
 public:
  /// `text`: UTF-8, sound up to where it is asked. `unit`: LAUTER_OFFSETS_BYTE and so on.
  OffsetCounter(std::string_view text, int unit) : text_(text), unit_(unit) {}

  /// The units before `byte`, which is not below that of an earlier call.
  uint64_t at(uint64_t byte) {
    if (unit_ == LAUTER_OFFSETS_BYTE) return byte;
    uint64_t beyond = 0;  // bytes that begin no unit
    uint64_t wide = 0;    // characters of two units of UTF-16
    for (uint64_t i = byte_; i < byte; ++i) {
      const auto c = static_cast<uint8_t>(text_[i]);
      beyond += static_cast<uint64_t>((c & 0xC0U) == 0x80U);
      wide += static_cast<uint64_t>(c >= 0xF0U);
    }
    units_ += byte - byte_ - beyond + (unit_ == LAUTER_OFFSETS_UTF16 ? wide : 0);
    byte_ = byte;
    return units_;
  }

 private:
  std::string_view text_;
  int unit_;
  uint64_t byte_ = 0;
  uint64_t units_ = 0;
};

}  // namespace lauter::capi
