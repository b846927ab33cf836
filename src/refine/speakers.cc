#include "refine/speakers.h"

#include <algorithm>
#include <optional>

#include "refine/sorted_spans.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

struct Speaker {
  ByteSpan name;
  bool is_sure = false;  ///< by this line alone
};

bool is_quote(std::string_view text) {
  constexpr std::string_view kQuotes[] = {"\"", "'", "\u201C", "\u2018", "\u00AB"};
  return std::any_of(std::begin(kQuotes), std::end(kQuotes),
                     [&](std::string_view quote) { return text.starts_with(quote); });
}

/// Who speaks in the line that begins at `begin`.
std::optional<Speaker> speaker_at(std::string_view text, size_t begin) {
  if (begin >= text.size() || !is_ascii_alpha(text[begin])) return std::nullopt;
  // Most lines have no colon so near.
  constexpr size_t kLongest = 60;
  if (text.substr(begin, kLongest).find(':') == text.npos) return std::nullopt;
  const bool is_upper = is_ascii_upper(text[begin]);
  const scan::NameSpan name =
      scan::read_name(text, begin, {.any_case = !is_upper, .most_words = 3});
  if (name.empty() || !name.known_given || name.end >= text.size() || text[name.end] != ':') {
    return std::nullopt;
  }
  const ByteSpan span{name.begin, name.end};
  if (is_common_word(span.of(text)) || world_name(span.of(text)) != WorldName::kUnknown) {
    return std::nullopt;
  }
  const size_t speech = text.find_first_not_of(' ', name.end + 1);
  if (speech == text.npos || text[speech] == '\n' || is_ascii_digit(text[speech])) {
    return std::nullopt;
  }
  const bool is_quoted = is_quote(text.substr(speech, 3));
  if (!is_upper && !is_quoted) return std::nullopt;
  return Speaker{span, is_quoted || name.words > 1};
}

}  // namespace

void add_speakers(std::string_view text, std::vector<Found>& found) {
  std::vector<Speaker> speakers;
  for (size_t line = 0; line < text.size();) {
    if (const auto speaker = speaker_at(text, line)) speakers.push_back(*speaker);
    const size_t end = text.find('\n', line);
    line = end == text.npos ? text.size() : end + 1;
  }
  std::vector<Found> names;
  for (const Speaker& speaker : speakers) {
    if (!speaker.is_sure && speakers.size() < 2) continue;
    const bool is_full = speaker.name.of(text).find(' ') != std::string_view::npos;
    const Category category = is_full ? Category::kPerson : Category::kFirstName;
    const auto next = std::lower_bound(
        found.begin(), found.end(), speaker.name.begin,
        [](const Found& value, uint64_t begin) { return value.span.end <= begin; });
    if (next != found.end() && next->span.begin < speaker.name.end) continue;
    names.push_back({speaker.name,
                     category,
                     {"scan", "person.speaker", std::string(category_name(category)), 0.8F},
                     false});
  }
  const auto n_before = static_cast<std::ptrdiff_t>(found.size());
  std::move(names.begin(), names.end(), std::back_inserter(found));
  std::inplace_merge(found.begin(), found.begin() + n_before, found.end(),
                     [](const Found& a, const Found& b) { return a.span < b.span; });
}

}  // namespace lauter::internal
