#include "find/spelled_text.h"

#include <algorithm>

#include "text/tokens.h"
#include "text/utf8.h"
#include "web/char_refs.h"

namespace lauter {

SpelledText::SpelledText(std::string_view text, Which which) : original_(text) {
  size_t done = 0;
  std::string character;
  for (size_t at = 0; (at = text.find('&', at)) != text.npos;) {
    character.clear();
    const size_t size = read_char_ref(text.substr(at), character);
    const bool is_one = size > 0 && text[at + size - 1] == ';' && count_code_points(character) == 1;
    size_t first = 0;
    if (!is_one || (which == Which::kOfNames && character != "&" && !is_word_character(decode_utf8(character, first)))) {
      ++at;
      continue;
    }
    made_.append(text, done, at - done);
    refs_.push_back({{at, at + size}, {made_.size(), made_.size() + character.size()}});
    made_ += character;
    done = at += size;
  }
  if (!refs_.empty()) made_.append(text, done);
}

namespace {

/// Where `span` of one side lies on the other.
template <typename References, typename From, typename To>
ByteSpan across(const References& refs, ByteSpan span, From from, To to) {
  const auto place = [&](uint64_t at, bool is_end) {
    auto behind = std::partition_point(refs.begin(), refs.end(), [&](const auto& ref) { return from(ref).begin < at || (!is_end && from(ref).begin == at); });
    if (behind == refs.begin()) return at;
    const auto& ref = *--behind;
    if (at >= from(ref).end) return at - from(ref).end + to(ref).end;
    return is_end ? to(ref).end : to(ref).begin;
  };
  return {place(span.begin, false), place(span.end, true)};
}

}  // namespace

ByteSpan SpelledText::to_original(ByteSpan span) const {
  return across(refs_, span, [](const Reference& r) { return r.made; }, [](const Reference& r) { return r.original; });
}

ByteSpan SpelledText::from_original(ByteSpan span) const {
  return across(refs_, span, [](const Reference& r) { return r.original; }, [](const Reference& r) { return r.made; });
}

}  // namespace lauter
