/// How the writer of a JSON string escaped what it need not have, so that a string that is put in its
/// place is written alike: Python's json.dumps() escapes all that is not ASCII, PHP `/`, Go `<`.
///
///   EscapeStyle::of(R"("caf\u00e9 \/ x")")      // the next string too: "th\u00e9 \/ y"
#pragma once

#include <bitset>
#include <string>
#include <string_view>

namespace lauter {

struct EscapeStyle {
  bool non_ascii = false;        ///< all from U+0080 on as \uXXXX
  bool line_separators = false;  ///< U+2028 and U+2029 as \uXXXX, as JavaScript once had to have it
  bool upper_hex = false;        ///< \u00E9, not \u00e9
  bool slash = false;            ///< `/` as `\/`
  std::bitset<128> by_number;    ///< ASCII that is written as \uXXXX

  /// Of a valid JSON string; its quotes do not matter. Where it has a character in both forms, the
  /// plain one counts for those from U+0080 on, the escaped one for ASCII. Memory speed if there is
  /// no backslash.
  static EscapeStyle of(std::string_view token);

  bool is_plain() const { return !non_ascii && !line_separators && !slash && by_number.none(); }
};

/// append_json_string() in that style. `text` is valid UTF-8.
void append_json_string(std::string& out, std::string_view text, const EscapeStyle& style);

}  // namespace lauter
