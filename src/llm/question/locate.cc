#include "llm/question/locate.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter::llm::internal {
namespace {

/// A quote that stands in more places than this says nothing.
constexpr size_t kMaxPlaces = 1024;
/// Lines that one edit may delete.
constexpr int64_t kMaxLines = 10'000;

/// Places of `needle` in `text`, apart from one another if `apart`.
std::vector<ByteSpan> find_all(std::string_view text, std::string_view needle, bool apart) {
  std::vector<ByteSpan> places;
  for (size_t at = text.find(needle);
       at != std::string_view::npos && places.size() <= kMaxPlaces;) {
    places.push_back({at, at + needle.size()});
    at = text.find(needle, at + (apart ? needle.size() : 1));
  }
  return places;
}

bool cuts_no_word(std::string_view text, ByteSpan place) {
  return !cuts_word(text, place.begin) && !cuts_word(text, place.end);
}

Located refused(Refusal refusal) { return {refusal, {}, false}; }

}  // namespace

bool is_anchored(const Ask& ask) {
  return ask.task == Task::kAnonymizeCode || (ask.task == Task::kClean && ask.mode == Mode::kEdits);
}

bool cuts_word(std::string_view text, size_t offset) {
  if (offset == 0 || offset >= text.size()) return false;
  const size_t before = previous_utf8(text, offset);
  size_t behind = offset;
  if (!is_word_character(decode_utf8(text, behind))) return false;
  size_t at = before;
  if (!is_word_character(decode_utf8(text, at))) return false;
  std::vector<Token> tokens;  // two, where the script puts no blanks between words
  tokenize(text.substr(before, behind - before), tokens);
  return tokens.size() == 1;
}

std::string words_behind(std::string_view text, size_t words) {
  size_t end = 0;
  while (end < text.size() && is_ascii_space(text[end])) ++end;
  const size_t begin = end;
  for (size_t n = 0; n < words && end < text.size(); ++n) {
    while (end < text.size() && is_ascii_space(text[end])) ++end;
    while (end < text.size() && !is_ascii_space(text[end])) ++end;
  }
  return std::string(text.substr(begin, end - begin));
}
std::string words_before(std::string_view text, size_t words) {
  size_t begin = text.size();
  while (begin > 0 && is_ascii_space(text[begin - 1])) --begin;
  const size_t end = begin;
  for (size_t n = 0; n < words && begin > 0; ++n) {
    while (begin > 0 && is_ascii_space(text[begin - 1])) --begin;
    while (begin > 0 && !is_ascii_space(text[begin - 1])) --begin;
  }
  return std::string(text.substr(begin, end - begin));
}

Located Locator::locate(const Named& named, bool everywhere) {
  ByteSpan within{0, question_.shown.shown().size()};
  if (is_anchored(*question_.ask)) {
    if (named.to_line != 0) return locate_lines(named);
    const auto line = question_.shown.line(static_cast<uint64_t>(std::max<int64_t>(0, named.line)));
    if (!line) return refused(Refusal::kMissing);
    within = *line;
  }
  Located located;
  std::vector<ByteSpan> found = places(named, within, located.loose);
  if (found.empty()) return refused(Refusal::kMissing);
  if (found.size() > kMaxPlaces) return refused(Refusal::kAmbiguous);

  const bool has_words_around = !named.before.empty() || !named.after.empty();
  if (has_words_around && found.size() > 1) {
    std::erase_if(found, [&](ByteSpan place) { return !has_context(named, place); });
    if (found.empty()) return refused(Refusal::kMissing);
  }
  if (named.occurrence != 0) {
    const auto n = static_cast<uint64_t>(named.occurrence);
    if (named.occurrence < 0 || n > found.size()) return refused(Refusal::kMissing);
    found = {found[n - 1]};
  }
  const std::string_view shown = question_.shown.shown();
  if (std::any_of(found.begin(), found.end(), [&](ByteSpan p) { return cuts_no_word(shown, p); })) {
    std::erase_if(found, [&](ByteSpan place) { return !cuts_no_word(shown, place); });
  }
  if (found.size() > 1 && (!everywhere || has_words_around)) return refused(Refusal::kAmbiguous);

  for (const ByteSpan& place : found) {
    const auto span = question_.shown.to_original(place);
    if (!span || !may_edit(*span)) continue;
    if (located.spans.empty() || located.spans.back().end <= span->begin) {
      located.spans.push_back(*span);
    }
  }
  if (located.spans.empty()) return refused(Refusal::kOutside);
  return located;
}

/// The lines with their line ends, as far as they are shown.
Located Locator::locate_lines(const Named& named) const {
  if (named.line < 1 || named.to_line < named.line || named.to_line - named.line > kMaxLines) {
    return refused(Refusal::kMissing);
  }
  ByteSpan all{~uint64_t{0}, 0};
  for (int64_t number = named.line; number <= named.to_line; ++number) {
    const auto line = question_.shown.line(static_cast<uint64_t>(number));
    if (!line) return refused(Refusal::kMissing);
    const bool has_end = line->end < question_.shown.shown().size();
    const auto span = question_.shown.to_original({line->begin, line->end + (has_end ? 1 : 0)});
    if (!span) {
      if (line->empty()) continue;  // the last line of the text, without a byte
      return refused(Refusal::kOutside);
    }
    all.begin = std::min(all.begin, span->begin);
    all.end = std::max(all.end, span->end);
  }
  if (all.begin >= all.end || !may_edit(all)) return refused(Refusal::kOutside);
  return {std::nullopt, {all}, false};
}

std::vector<ByteSpan> Locator::places(const Named& named, ByteSpan within, bool& loose) {
  const std::string_view text = within.of(question_.shown.shown());
  std::vector<ByteSpan> found = find_all(text, named.quote, false);
  if (found.empty()) {
    if (const std::string quote = shown_form(named.quote); !quote.empty() && quote != named.quote) {
      found = find_all(text, quote, false);
    }
  }
  for (ByteSpan& place : found) place = {within.begin + place.begin, within.begin + place.end};
  if (found.empty()) {
    found = loose_places(named.quote, within);
    loose = !found.empty();
  }
  return found;
}

std::vector<ByteSpan> Locator::loose_places(std::string_view quote, ByteSpan within) {
  const Looseness& loose = question_.ask->loose;
  if (!loose.space && !loose.quotes && !loose.canonical) return {};
  if (!loose_) loose_.emplace(question_.shown.shown(), loose);
  const LooseText folded(quote, loose);
  std::vector<ByteSpan> found;
  if (folded.folded().empty()) return found;
  for (const ByteSpan& place : find_all(loose_->folded(), folded.folded(), false)) {
    const auto span = loose_->to_text(place);
    if (span && within.contains(*span)) found.push_back(*span);
  }
  return found;
}

bool Locator::has_context(const Named& named, ByteSpan place) const {
  const std::string_view shown = question_.shown.shown();
  const std::string_view before = trim_ascii(named.before);
  const std::string_view after = trim_ascii(named.after);
  std::string_view left = shown.substr(0, place.begin);
  std::string_view right = shown.substr(place.end);
  while (!left.empty() && is_ascii_space(left.back())) left.remove_suffix(1);
  while (!right.empty() && is_ascii_space(right.front())) right.remove_prefix(1);
  return left.ends_with(before) && right.starts_with(after);
}

bool Locator::may_edit(ByteSpan span) const {
  return std::any_of(question_.windows.begin(), question_.windows.end(),
                     [span](const Window& window) { return window.edit.contains(span); });
}

}  // namespace lauter::llm::internal
