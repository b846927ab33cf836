#include "refine/speakers.h"

#include <algorithm>
#include <optional>
#include <set>

#include "refine/chat_lines.h"
#include "refine/found_list.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "scan/word_set.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// What a speaker's line shows of itself; how many such lines a text must have differs.
enum class Turn : uint8_t {
  kSure,    ///< one is enough
  kNamed,   ///< a known given name and a colon: two lines
  kQuoted,  ///< an unknown name, a colon and speech in quotes: somebody known speaks too
  kHandle,  ///< a log-in name and a colon: taking turns
  kTimed,   ///< a time before it: half of the names known
};

struct Speaker {
  ByteSpan name;
  Turn turn;
  bool is_known = false;  ///< holds a known given name
};

bool is_quote(std::string_view text) {
  constexpr std::string_view kQuotes[] = {"\"", "'", "\u201C", "\u2018", "\u00AB"};
  return std::any_of(std::begin(kQuotes), std::end(kQuotes),
                     [&](std::string_view quote) { return text.starts_with(quote); });
}

/// Whether a part of a log-in name is a known given name: "priya.venkat", "jen_w".
bool holds_given_name(std::string_view name) {
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of(" ._-0123456789", at), name.size());
    const std::string_view part = name.substr(at, end - at);
    if (part.size() >= 3 && scan::is_given_name(part) && !is_common_word(part)) return true;
    at = end + 1;
  }
  return false;
}

/// The log-in name before a colon at a line's begin: "jen_w: hey".
std::optional<Speaker> handle_at(std::string_view text, size_t begin) {
  constexpr size_t kLongest = 24;
  const size_t colon = text.substr(begin, kLongest).find(':');
  if (colon == text.npos || colon < 3 || text.substr(begin + colon + 1, 1) != " ")
    return std::nullopt;
  const ByteSpan span{begin, begin + colon};
  const std::string_view name = span.of(text);
  const bool is_handle = std::all_of(name.begin(), name.end(), [](char c) {
    return is_ascii_lower(c) || is_ascii_digit(c) || c == '_' || c == '.' || c == '-';
  });
  if (!is_handle) return std::nullopt;
  return Speaker{span, Turn::kHandle, holds_given_name(name)};
}

constexpr size_t kLongestHead = 70;  // bytes of a line before its first colon

/// Who speaks in the line whose first colon stands behind `head`.
std::optional<Speaker> speaker_at(std::string_view text, ByteSpan head) {
  const size_t begin = head.begin;
  const std::string_view behind = text.substr(head.end + 1, 2);
  if (behind.size() == 2 && is_ascii_digit(behind[0]) && is_ascii_digit(behind[1])) {
    if (const auto line = chat_line(text, begin)) {
      const bool is_known = holds_given_name(line->name.of(text));
      return Speaker{line->name, line->form == ChatForm::kTimed ? Turn::kTimed : Turn::kSure,
                     is_known};
    }
  }
  constexpr size_t kLongest = 60;
  if (!is_ascii_alpha(text[begin]) || head.size() >= kLongest) return std::nullopt;
  const std::string_view words = head.of(text);
  if (std::any_of(words.begin(), words.end(), is_ascii_digit)) return handle_at(text, begin);
  const bool is_upper = is_ascii_upper(text[begin]);
  const scan::NameSpan name =
      scan::read_name(text, begin, {.any_case = !is_upper, .most_words = 3});
  if (name.empty() || name.end >= text.size() || text[name.end] != ':') {
    return handle_at(text, begin);
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
  if (!name.known_given && is_upper && is_quoted) return Speaker{span, Turn::kQuoted};
  if (!name.known_given || (!is_upper && !is_quoted)) return handle_at(text, begin);
  return Speaker{span, is_quoted || name.words > 1 ? Turn::kSure : Turn::kNamed, true};
}

/// Which of the turns a text has enough of.
class Evidence {
 public:
  Evidence(std::string_view text, const std::vector<Speaker>& speakers) {
    std::set<std::string_view> handles, timed;
    size_t n_handles = 0, known_handles = 0, known_timed = 0;
    for (const Speaker& speaker : speakers) {
      const std::string_view name = speaker.name.of(text);
      if (speaker.turn == Turn::kHandle) {
        ++n_handles;
        if (handles.insert(name).second && speaker.is_known) ++known_handles;
      } else if (speaker.turn != Turn::kQuoted) {
        ++n_named_;
        if (timed.insert(name).second && speaker.is_known) ++known_timed;
      }
    }
    has_turns_ =
        handles.size() >= 2 && n_handles > handles.size() && 2 * known_handles >= handles.size();
    is_chat_ = known_timed > 0 && 2 * known_timed >= timed.size();
  }
  bool is_enough(Turn turn) const {
    if (turn == Turn::kSure) return true;
    if (turn == Turn::kNamed) return n_named_ >= 2;
    if (turn == Turn::kQuoted) return n_named_ >= 1;
    return turn == Turn::kHandle ? has_turns_ : is_chat_;
  }

 private:
  size_t n_named_ = 0;
  bool has_turns_ = false, is_chat_ = false;
};

/// A person's name or a log-in name.
Category category_of_speaker(std::string_view name) {
  const bool is_word = std::none_of(name.begin(), name.end(), [](char c) {
    return is_ascii_digit(c) || c == '_' || c == '.' || c == '-';
  });
  if (name.find(' ') != name.npos) return Category::kPerson;
  const bool is_name = is_word && (!is_ascii_lower(name[0]) || scan::is_given_name(name));
  return is_name ? Category::kFirstName : Category::kUsername;
}

bool is_name(const Found& value) {
  return value.category == Category::kPerson || value.category == Category::kFirstName ||
         value.category == Category::kLastName || value.category == Category::kNickname;
}

/// Adds `names` (sorted) where nothing is found; a tagger's finds over them that are no names go.
void merge_speakers(std::vector<Found> names, std::vector<Found>& found) {
  const auto overlapping = [](const std::vector<Found>& values, ByteSpan span) {
    const auto at = std::lower_bound(
        values.begin(), values.end(), span.begin,
        [](const Found& value, uint64_t begin) { return value.span.end <= begin; });
    return at != values.end() && at->span.begin < span.end;
  };
  std::erase_if(found, [&](const Found& value) {
    return value.cause.stage == "tag" && !is_name(value) && overlapping(names, value.span);
  });
  std::erase_if(names, [&](const Found& name) { return overlapping(found, name.span); });
  merge_found(std::move(names), found);
}

}  // namespace

void add_speakers(std::string_view text, std::vector<Found>& found) {
  std::vector<Speaker> speakers;
  for (size_t first = 0; first < text.size();) {  // of the lines not looked at
    const size_t colon = text.find(':', first);
    if (colon == text.npos) break;
    const size_t lowest = std::max(first, colon - std::min(colon, kLongestHead));
    size_t line = colon;
    while (line > lowest && text[line - 1] != '\n') --line;
    if (line == first || text[line - 1] == '\n') {
      if (const auto speaker = speaker_at(text, {line, colon})) speakers.push_back(*speaker);
    }
    first = std::min(text.size(), text.find('\n', colon)) + 1;
  }
  const Evidence evidence(text, speakers);
  std::vector<Found> names;
  for (const Speaker& speaker : speakers) {
    if (!evidence.is_enough(speaker.turn)) continue;
    const Category category = category_of_speaker(speaker.name.of(text));
    names.push_back({speaker.name,
                     category,
                     {"scan", "person.speaker", std::string(category_name(category)), 0.8F},
                     false});
  }
  merge_speakers(std::move(names), found);
}

}  // namespace lauter::internal
