/// The lines of chat logs, as the programs that export them write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::internal {

/// How plainly a line is one of a chat.
enum class ChatForm : uint8_t {
  kTimed,   ///< a time, a name, a colon: "[09:02] tomasz: hi"; logs of programs look so too
  kStated,  ///< "12/09/2026, 18:41 - Femi: hi", "[9:02 AM] priya: hi", "Femi  9:02 AM" and no more
  kNick,    ///< "18:41 <opal> hi"
};

struct ChatLine {
  ByteSpan name;  ///< who wrote the line; at most 40 bytes, begins with a letter
  ChatForm form;
};

/// Who wrote the line that begins at text[begin], if it is one of a chat: not "ERROR", "You",
/// "System" and the like. Reads at most 120 bytes.
std::optional<ChatLine> chat_line(std::string_view text, size_t begin);

}  // namespace lauter::internal
