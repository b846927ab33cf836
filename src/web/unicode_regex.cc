#include "web/unicode_regex.h"

#include <unicode/uregex.h>
#include <unicode/utext.h>

#include <memory>
#include <string>

namespace lauter {
namespace {

struct CloseRegex {
  void operator()(URegularExpression* regex) const { uregex_close(regex); }
};
struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};
using Regex = std::unique_ptr<URegularExpression, CloseRegex>;
using Text = std::unique_ptr<UText, CloseText>;

/// Some ten thousand steps each; of all searches of one text.
constexpr int32_t kMostTime = 20'000;
constexpr int32_t kMostStack = 32 << 20;

/// What ICU understands by another sign.
std::string as_icu_says(std::string_view pattern) {
  std::string said;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '\\' || i + 1 == pattern.size()) {
      said += pattern[i];
      continue;
    }
    switch (const char c = pattern[++i]) {
      case 's': said += "\\p{White_Space}"; break;
      case 'S': said += "\\P{White_Space}"; break;
      case 'h': said += "\\p{AHex}"; break;
      case 'H': said += "\\P{AHex}"; break;
      default: said += {'\\', c};
    }
  }
  return said;
}

Text text_of(std::string_view bytes, UErrorCode& code) {
  return Text(utext_openUTF8(nullptr, bytes.data(), static_cast<int64_t>(bytes.size()), &code));
}

}  // namespace

struct UnicodeRegex::Compiled {
  Regex regex;
};

Result<UnicodeRegex> UnicodeRegex::make(std::string_view pattern) {
  UErrorCode code = U_ZERO_ERROR;
  UParseError place{};
  const std::string said = as_icu_says(pattern);
  const Text text = text_of(said, code);
  Regex regex(uregex_openUText(text.get(), UREGEX_MULTILINE | UREGEX_UNIX_LINES, &place, &code));
  uregex_setStackLimit(regex.get(), kMostStack, &code);
  uregex_setTimeLimit(regex.get(), kMostTime, &code);
  if (U_FAILURE(code)) {
    return invalid_argument("a pattern that ICU cannot read (" + std::string(u_errorName(code)) + " at " +
                            std::to_string(place.offset) + "): " + std::string(pattern));
  }
  UnicodeRegex made;
  made.compiled_ = std::make_shared<const Compiled>(Compiled{std::move(regex)});
  return made;
}

Result<void> UnicodeRegex::find(std::string_view bytes, std::vector<ByteSpan>& matches) const {
  UErrorCode code = U_ZERO_ERROR;
  const Regex regex(uregex_clone(compiled_->regex.get(), &code));
  const Text text = text_of(bytes, code);
  uregex_setUText(regex.get(), text.get(), &code);
  while (U_SUCCESS(code) && uregex_findNext(regex.get(), &code)) {
    const auto begin = static_cast<uint64_t>(uregex_start64(regex.get(), 0, &code));
    matches.push_back({begin, static_cast<uint64_t>(uregex_end64(regex.get(), 0, &code))});
  }
  if (U_FAILURE(code)) return resource_exhausted(std::string("a pattern of words: ") + u_errorName(code));
  return {};
}

}  // namespace lauter
