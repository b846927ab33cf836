#include "scan/views/page.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/work.h"
#include "known/page.h"
#include "scan/index/words_by_letter.h"
#include "scan/registry.h"
#include "scan/views/lookahead.h"

namespace lauter::scan {
namespace {

bool holds(const Registry& registry, const CueHit& hit, SetId set) {
  const std::span<const SetId> sets = registry.sets(hit.phrase);
  return std::binary_search(sets.begin(), sets.end(), set);
}

/// First cue that begins at or after `pos`.
size_t first_from(std::span<const CueHit> cues, size_t pos) {
  return static_cast<size_t>(
      std::lower_bound(cues.begin(), cues.end(), pos,
                       [](const CueHit& cue, size_t p) { return cue.begin < p; }) -
      cues.begin());
}

/// Each stands between a label and its value.
constexpr WordsByLetter kLabelLinkWords(known::kPageLabelLinkWords);

/// Length of a particle of languages without blanks that links a label to its value (Chinese,
/// Japanese), or of a non-ASCII verb of the same use.
size_t link_particle(std::string_view text, size_t at) {
  constexpr std::array<std::string_view, 8> kParticles = {
      "\xE3\x81\xAF", "\xE6\x98\xAF", "\xE4\xB8\xBA", "\xE7\x82\xBA",
      "\xE3\x81\x8C", "\xC3\xA8 ",    "\xC3\xA9 ",    "\xC3\xA4r "};
  for (const std::string_view p : kParticles) {
    if (text.compare(at, p.size(), p) == 0) return p.size();
  }
  return 0;
}

/// End of a closing and opening tag pair at `at` ("</dt><dd>"), else `at`.
size_t skip_tags(std::string_view text, size_t at) {
  size_t i = at;
  for (int tags = 0; tags < 4 && i < text.size() && text[i] == '<'; ++tags) {
    const size_t close = text.substr(i, 64).find('>');
    if (close == std::string_view::npos || close < 2) break;
    const char first = text[i + 1];
    if (first != '/' && !is_alpha(first)) break;
    if (tags == 0 && first != '/') break;
    i += close + 1;
    while (i < text.size() && is_space(text[i]) && i - at < 160) ++i;
  }
  return i;
}

bool close_bracket(char c) { return c == ')' || c == ']' || c == '}' || c == '>'; }

/// Length of a curly quote or guillemet at `at`, else 0.
size_t wide_quote(std::string_view text, size_t at) {
  if (text[at] != '\xE2' && text[at] != '\xC2') return 0;
  constexpr std::array<std::string_view, 8> kQuotes = {
      "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D",
      "\xE2\x80\x9E", "\xC2\xAB",     "\xC2\xBB",     "\xE2\x80\x9A"};
  for (const std::string_view q : kQuotes) {
    if (text.compare(at, q.size(), q) == 0) return q.size();
  }
  return 0;
}

/// Length of a linking word at `at`, an abbreviation's dot included; else 0.
size_t link_word(std::string_view text, size_t at) {
  const size_t length = kLabelLinkWords.match(text, at);
  const size_t end = at + length;
  return length > 0 && end < text.size() && text[end] == '.' ? length + 1 : length;
}

/// "(AU): " is part of the label; "(123..." and "<value>" begin the value. End of such a part that
/// opens at `at`, else `at`.
size_t bracketed_part(std::string_view text, size_t at, size_t limit) {
  size_t close = at + 1;
  while (close < limit && close - at < 26 && !close_bracket(text[close]) && text[close] != '\n')
    ++close;
  if (close >= limit || !close_bracket(text[close])) return at;
  size_t after = close + 1;
  while (after < limit && is_blank(text[after])) ++after;
  if (after >= limit) return at;
  const char next = text[after];
  return next == ':' || next == '=' || next == '-' || link_word(text, after) != 0 ? close + 1 : at;
}

/// Whether a label that ends at `end` is all that stands on its line: "Zip code".
bool fills_line(std::string_view text, size_t end) {
  constexpr size_t kLongest = 40;
  for (size_t i = end; i > 0 && text[i - 1] != '\n'; --i) {
    const char c = text[i - 1];
    if (end - i == kLongest || is_digit(c) ||
        !(is_letterish(c) || is_blank(c) || c == '.' || c == '-' || c == '_' || c == '/' ||
          c == '\'')) {
      return false;
    }
  }
  return true;
}

/// Where the answer to a question that ends with the '?' at `at` begins: on its line, or on the
/// next behind its speaker ("<kim> ", "Kim: "); else `at`.
size_t answer_begin(std::string_view text, size_t at, size_t limit) {
  constexpr size_t kLongestName = 24;
  size_t i = at + 1;
  while (i < limit && (is_blank(text[i]) || text[i] == '\r')) ++i;
  const bool next_line = i < limit && text[i] == '\n';
  if (!next_line) return i > at + 1 ? i : at;
  ++i;
  size_t end = i;
  const bool brackets = end < limit && text[end] == '<';
  while (end < limit && end - i < kLongestName && text[end] != '\n' && text[end] != ':' &&
         text[end] != '>') {
    ++end;
  }
  if (end + 1 < limit && end > i && text[end] == (brackets ? '>' : ':') && text[end + 1] == ' ')
    i = end + 2;
  for (const std::string_view lead : {"it's ", "It's ", "its ", "it is "}) {
    if (text.substr(i, lead.size()) == lead) i += lead.size();
  }
  return i < limit ? i : at;
}

}  // namespace

Region Page::region(size_t offset) const {
  if (regions.empty()) return Region::kText;
  const auto after = std::upper_bound(
      regions.begin(), regions.end(), offset,
      [](size_t pos, const std::pair<uint32_t, Region>& r) { return pos < r.first; });
  return after == regions.begin() ? Region::kText : std::prev(after)->second;
}

Region RegionCursor::at(size_t offset) {
  while (next_ < regions_.size() && regions_[next_].first <= offset) ++next_;
  while (next_ > 0 && regions_[next_ - 1].first > offset) --next_;
  return next_ == 0 ? Region::kText : regions_[next_ - 1].second;
}

ByteSpan Page::line(size_t offset) const {
  constexpr size_t kReach = 4096;
  size_t begin = std::min(offset, text.size());
  const size_t lowest = begin > kReach ? begin - kReach : 0;
  const size_t from = begin;
  // memrchr(), since rfind() looks at one byte a step.
  const void* const before = memrchr(text.data() + lowest, '\n', begin - lowest);
  begin = before == nullptr
              ? lowest
              : static_cast<size_t>(static_cast<const char*>(before) - text.data()) + 1;
  const size_t after = text.substr(from, kReach).find('\n');
  const size_t end =
      after == std::string_view::npos ? std::min(text.size(), from + kReach) : from + after;
  WorkBudget::take(16 + (end - begin) / 4);  // whoever asks for a line reads some of it
  return {begin, end};
}

std::optional<CueHit> Page::cue_before(const char* list, size_t pos, size_t reach) const {
  const SetId set = registry->set_of(list);
  if (set == kNoSet || !may_hold(set)) return std::nullopt;
  for (size_t i = first_from(cues, pos); i-- > 0;) {
    const CueHit& hit = cues[i];
    if (hit.begin + 96 + reach < pos) break;
    WorkBudget::take(4);
    if (hit.end <= pos && pos - hit.end <= reach && holds(*registry, hit, set)) return hit;
  }
  return std::nullopt;
}

namespace {

/// Dots that fill a form's line: three and more, or fewer with a blank on either side.
bool is_dot_leader(std::string_view text, size_t label_end, size_t i) {
  if (text[i] != '.') return false;
  size_t end = i;
  while (end < text.size() && end - i < 3 && text[end] == '.') ++end;
  return end - i == 3 ||
         (i > label_end && is_blank(text[i - 1]) && end < text.size() && is_blank(text[end]));
}

/// Whether the bracket at `i` holds the first digits of a number that goes on behind it:
/// "(555) 123-4567".
bool opens_number(std::string_view text, size_t i) {
  const size_t digits = i + 1;
  size_t end = digits;
  while (end < text.size() && end - digits < 6 && (is_digit(text[end]) || text[end] == '+')) ++end;
  if (end == digits || end >= text.size() || text[end] != ')') return false;
  ++end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '-')) ++end;
  return end < text.size() && is_digit(text[end]);
}

/// What stands between a label and its value, a character or word at a time.
class ConnectorReader {
 public:
  ConnectorReader(std::string_view text, size_t label_end)
      : text_(text), label_end_(label_end), limit_(std::min(text.size(), label_end + 48)), i_(label_end) {}

  Connector read() {
    // In prose a blank and a word follow most labels.
    if (i_ + 2 < limit_ && text_[i_] == ' ' && is_alnum(text_[i_ + 1]) && text_[i_ + 2] != '\xC2' &&
        link_word(text_, i_ + 1) == 0)
      return {i_ + 1, Announce::kSpace};
    // "C.F. XYZ": the full stop of an abbreviation belongs to the label.
    if (at(i_) == '.' && at(i_ + 1) == ' ' && i_ > 1 && is_alpha(text_[i_ - 1])) ++i_;
    if (at(i_) == '<') {
      if (const size_t tags = skip_tags(text_, i_); tags != i_) return {tags, Announce::kMark};
    }
    while (i_ < limit_ && step(text_[i_])) {
    }
    if (i_ >= text_.size() || i_ == label_end_) return {i_, Announce::kNone};
    return {i_, strength_};
  }

 private:
  char at(size_t i) const { return i < limit_ ? text_[i] : '\0'; }
  bool raise(Announce to) {
    strength_ = std::max(strength_, to);
    return true;
  }
  bool skip(size_t n, Announce to) {
    i_ += n;
    return raise(to);
  }

  /// Takes what begins with `c`; false where the value begins.
  bool step(char c) {
    switch (c) {
      case ' ': return skip(1, Announce::kSpace);
      case '?': return answer();
      case '\n':
      case '\r': return line_end(c);
      case '\t':
      case ':':
      case '=':
      case '|':
      case '>': return skip(1, Announce::kMark);
      case '-':
        if ((at(i_ + 1) != '>' && at(i_ + 1) != ' ') || i_ == label_end_ || !is_blank(text_[i_ - 1])) return false;
        return skip(at(i_ + 1) == '>' ? 2 : 1, Announce::kMark);
      case ',':  // "her SSN, 123-..., on the form"; "ssn,123-..." is a line of a file
      case ';':
        if (i_ != label_end_ || !(is_digit(at(i_ + 1)) || (c == ',' && is_blank(at(i_ + 1))))) return false;
        return skip(1, Announce::kSpace);
      case '.':
        // "Member no. ....... 123"; a long label leaves room for one dot: "Date of birth . 1986-03-04".
        if (!is_dot_leader(text_, label_end_, i_)) return false;
        while (at(i_) == '.') ++i_;
        return raise(Announce::kMark);
      case '#': return skip(1, Announce::kWord);
      case '"':
      case '\'':
      case '`':
      case '*':
      case '_':
      case ']':
      case '}':
      case ')':
        // After the label these close its quoting; after a mark they open the value's.
        if (++markers_ > 8 || (close_bracket(c) && strength_ >= Announce::kWord)) return false;
        return skip(1, Announce::kNone);
      case '\\': return is_quote(at(i_ + 1)) && skip(2, Announce::kNone);
      case '(':
      case '[':
      case '{':
      case '<': return bracket(c);
      default: return word(c);
    }
  }

  /// "PIN?" - "it's 2721": a question, and its answer on the next line
  bool answer() {
    const size_t begin = answer_begin(text_, i_, limit_);
    if (begin == i_) return false;
    i_ = begin;
    raise(Announce::kSpace);
    return breaks_++ == 0;
  }

  bool line_end(char c) {
    const bool more = breaks_ < 2 && (strength_ == Announce::kMark || (breaks_ == 0 && fills_line(text_, label_end_)));
    breaks_ += c == '\n';
    return more && skip(1, Announce::kSpace);
  }

  bool bracket(char c) {
    if (const size_t end = strength_ <= Announce::kSpace ? bracketed_part(text_, i_, limit_) : i_; end != i_) {
      i_ = end;
      return true;
    }
    if (c == '(') raise(Announce::kWord);
    i_ += (c == '(' && !opens_number(text_, i_)) || c == '[';
    return false;
  }

  bool word(char c) {
    const bool word_follows = strength_ >= Announce::kSpace;
    size_t length = word_follows && words_ < 3 ? link_word(text_, i_) : 0;
    if (length != 0) {
      ++words_;
    } else if ((c & 0x80) != 0) {
      if (const size_t wide = wide_quote(text_, i_); wide != 0) return skip(wide, Announce::kNone);
      length = link_particle(text_, i_);
    } else if (c == 'n' && word_follows && text_.compare(i_, 3, "n\xC2\xB0") == 0) {
      length = 3;
    }
    return length != 0 && skip(length, Announce::kWord);
  }

  std::string_view text_;
  size_t label_end_, limit_, i_;
  Announce strength_ = Announce::kNone;
  int words_ = 0, breaks_ = 0, markers_ = 0;
};

}  // namespace

Connector skip_connector(std::string_view text, size_t label_end) { return ConnectorReader(text, label_end).read(); }

Normalised normalise(std::string_view value) {
  Normalised out;
  for (const char c : value) {
    if (!is_alnum(c)) continue;
    if (out.size == sizeof out.data) break;
    out.data[out.size++] = is_lower(c) ? static_cast<char>(c - 32) : c;
  }
  return out;
}

namespace {

/// 123456789, 987654321, 000-00-0000, 111 111 111: six digits or more that count up or down or
/// stay, and no letter.
bool counts_on(std::string_view value) {
  bool up = true, down = true, equal = true;
  size_t digits = 0;
  char last = '\0';
  for (const char c : value) {
    if (is_alpha(c)) return false;
    if (!is_digit(c)) continue;
    if (last != '\0') {
      up = up && (c == last + 1 || (last == '9' && c == '0'));
      down = down && (c == last - 1 || (last == '0' && c == '9'));
      equal = equal && c == last;
      if (!up && !down && !equal) return false;
    }
    last = c;
    ++digits;
  }
  return digits >= 6;
}

}  // namespace

bool is_placeholder(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  const char after = page.at(end);
  // <TOKEN>, {{name}}, ${VAR}, %(name)s, [REDACTED] - but not <jane@corp.de> nor a tag's content.
  if (before == '<' && after == '>' && value.find('@') == std::string_view::npos) return true;
  if (before == '{' && begin > 1 && (page.text[begin - 2] == '{' || page.text[begin - 2] == '$'))
    return true;
  if (before == '%' && after == '%') return true;
  if (before == '$') return true;
  // Most values are out after two or three characters of each question.
  const auto run = [&](auto member) {
    size_t n = 0;
    while (n < value.size() && member(value[n])) ++n;
    return n;
  };
  if (value.size() >= 4 && run([&](char c) { return c == value[0]; }) == value.size()) return true;
  const auto mark = [](char c) {
    return std::string_view("xX*.- #_?").find(c) != std::string_view::npos;
  };
  if (value.size() >= 3 && run(mark) == value.size()) return true;
  return counts_on(value);
}

}  // namespace lauter::scan
