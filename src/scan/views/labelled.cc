#include <algorithm>
#include <span>
#include <string>

#include "base/stop.h"
#include "scan/engine.h"
#include "scan/confident_spans.h"
#include "scan/views/relaxed.h"

namespace lauter::scan {
namespace {

/// Whether a relaxed reading at `pos` could give anything that the plain one did not.
bool worth_relaxing(std::string_view text, size_t pos) {
  const char c = text[pos];
  return is_alnum(c) || c == '(' || c == '+';
}

bool relaxable(const CompiledValue& value) {
  return value.row->anchor == nullptr && (value.row->flags & kNoRelax) == 0;
}

/// Tries the rules of the label on the relaxed reading; returns true if one reported.
bool try_relaxed(const Pass& pass, const Phrase& phrase, RelaxedView& view) {
  bool any = false;
  for (const uint16_t rule : phrase.owned) {
    const CompiledValue& value = pass.registry.values()[rule];
    const ValueRule& row = *value.row;
    if (!pass.enabled[rule] || !relaxable(value)) continue;
    const size_t length = value.match(view.text, 0);
    if (length == Shape::npos || length < 3 || !view.token_ends(length)) continue;
    // A value that goes on in the same breath is another, longer one.
    if (length < view.text.size() && is_digit(view.text[length]) &&
        is_digit(view.text[length - 1]) && pass.page.text[view.source[length - 1].end] != '\n' &&
        (view.spelled > 0 || view.source[length].size() == 1)) {
      continue;
    }
    if (row.check != nullptr && (row.flags & kCheckOptional) == 0 &&
        !row.check(normalise(std::string_view(view.text).substr(0, length)).view())) {
      continue;
    }
    const ByteSpan span = view.span(0, length);
    if (is_placeholder(pass.page, span.begin, span.end)) continue;
    if (row.accept != nullptr && !row.accept(pass.page, span.begin, span.end)) continue;
    pass.found.add(row.info, span.begin, span.end, row.score - 0.02F);
    any = true;
  }
  return any;
}

}  // namespace

namespace {

/// Whether the next letter or digit after a label, within a few bytes, is a capital.
bool capital_next(std::string_view text, size_t at) {
  const size_t limit = std::min(text.size(), at + 5);
  while (at < limit && !is_alnum(text[at])) ++at;
  return at < limit && is_upper(text[at]);
}

/// Rules of the label that want no digit, or know their value without one: tried where the value
/// begins.
bool try_plain(const Pass& pass, const Phrase& phrase, size_t at, Announce strength) {
  const Page& page = pass.page;
  bool found = false;
  for (const uint16_t rule : phrase.labelled) {
    const CompiledValue& value = pass.registry.values()[rule];
    const ValueRule& row = *value.row;
    if (!pass.enabled[rule]) continue;
    if ((row.flags & kStrongLabel) != 0 && strength < Announce::kWord) continue;
    if (row.may_begin != nullptr && !row.may_begin(page.text, at)) continue;
    const size_t length = value.match(page.text, at);
    if (length == Shape::npos || !stands_alone(page, at, at + length, row.flags)) continue;
    if (!holds_up(page, row, at, at + length, true)) continue;
    const float bonus = strength == Announce::kMark   ? 0.04F
                        : strength == Announce::kWord ? 0.02F
                                                      : 0.0F;
    pass.found.add(row.info, at, at + length, std::min(0.995F, row.score + bonus));
    found = true;
  }
  return found;
}

/// OCR damage: look-alikes turned into digits, first in place (separators kept), then relaxed.
/// Which letters are letters is unknown: each number of leading ones is tried, and for values with
/// a check digit each choice of up to kMaxLookalikes. `linked`: a connector announces the value;
/// else only a check may accept it.
bool try_damaged_at(const Pass& pass, std::span<const uint16_t> rules, ByteSpan where, bool linked,
                    bool whole) {
  constexpr size_t kMaxLookalikes = 6;
  const std::string_view source = where.of(pass.page.text);
  if (std::none_of(source.begin(), source.end(), is_digit)) return false;
  const auto may_report = [&](uint16_t rule) {
    return pass.enabled[rule] && relaxable(pass.registry.values()[rule]);
  };
  const auto checked = [&](uint16_t rule) {
    const ValueRule& row = *pass.registry.values()[rule].row;
    return row.check != nullptr && (row.flags & kCheckOptional) == 0;
  };
  const bool any_checked = std::any_of(
      rules.begin(), rules.end(), [&](uint16_t rule) { return may_report(rule) && checked(rule); });
  if (!any_checked && !(linked && std::any_of(rules.begin(), rules.end(), may_report)))
    return false;

  // OCR damages a few characters of a number: "0BSD" is no 0850.
  const auto lookalikes =
      std::count_if(source.begin(), source.end(), [](char c) { return digit_lookalike(c) != c; });
  if (lookalikes > std::count_if(source.begin(), source.end(), is_digit) + 1) return false;
  std::string reading;
  const auto report = [&](bool only_checked) {
    for (const uint16_t rule : rules) {
      if (!may_report(rule) || (only_checked && !checked(rule))) continue;
      const CompiledValue& value = pass.registry.values()[rule];
      const size_t length = value.match(reading, 0);
      // Short values meet a check of their form by chance.
      if (length == Shape::npos || length < (linked ? 4U : 9U) ||
          (length < reading.size() && (whole || is_alnum(reading[length])))) {
        continue;
      }
      if (checked(rule) &&
          !value.row->check(normalise(std::string_view(reading).substr(0, length)).view())) {
        continue;
      }
      pass.found.add(value.row->info, where.begin, where.begin + length, value.row->score - 0.03F);
      return true;
    }
    return false;
  };

  size_t letters = 0;
  while (letters < source.size() && is_alpha(source[letters])) ++letters;
  const size_t most_kept = std::min<size_t>(letters, 6);
  for (size_t kept = most_kept + 1; kept-- > 0;) {
    // A letter that is no look-alike makes no new reading.
    if (kept < most_kept && digit_lookalike(source[kept]) == source[kept]) continue;
    reading.assign(source);
    if (digits_for_lookalikes(reading, kept) && report(!linked)) return true;
  }
  if (!any_checked) return false;
  size_t places[kMaxLookalikes];
  size_t n = 0;
  for (size_t i = 0; i < source.size(); ++i) {
    if (digit_lookalike(source[i]) == source[i]) continue;
    if (n == kMaxLookalikes) return false;
    places[n++] = i;
  }
  for (size_t mask = 1; mask < (size_t{1} << n); ++mask) {
    reading.assign(source);
    for (size_t k = 0; k < n; ++k) {
      if ((mask >> k & 1) != 0) reading[places[k]] = digit_lookalike(reading[places[k]]);
    }
    if (report(true)) return true;
  }
  return false;
}

void try_damaged(const Pass& pass, const Phrase& phrase, size_t at, bool linked) {
  const std::string_view text = pass.page.text;
  size_t end = at;
  bool lookalike = false;
  while (end < text.size() && end - at < 40 &&
         (is_wordish(text[end]) || text[end] == '-' || text[end] == ' ' || text[end] == '.' ||
          text[end] == '/' || text[end] == '|')) {
    if (text[end] == ' ' && (end + 1 >= text.size() || is_lower(text[end + 1])) &&
        (end + 2 >= text.size() || !is_digit(text[end + 2]))) {
      break;
    }
    lookalike = lookalike || digit_lookalike(text[end]) != text[end];
    ++end;
  }
  if (!lookalike) return;
  if (try_damaged_at(pass, phrase.owned, {at, end}, linked, false) || !linked) return;
  RelaxedView view;
  relax(text, at, view);
  if (view.text.size() >= 4 && digits_for_lookalikes(view.text)) try_relaxed(pass, phrase, view);
}

/// Where findings begin and of which categories, to see whether a label has its value already.
class Begins {
 public:
  explicit Begins(const std::vector<Finding>& findings) {
    rows_.reserve(findings.size());
    for (const Finding& f : findings) rows_.emplace_back(f.begin, f.rule->category);
    std::sort(rows_.begin(), rows_.end());
  }
  bool has(const Pass& pass, const Phrase& phrase, size_t at) const {
    const std::pair<uint32_t, Category> low{static_cast<uint32_t>(at > 2 ? at - 2 : 0), Category{}};
    for (auto it = std::lower_bound(rows_.begin(), rows_.end(), low);
         it != rows_.end() && it->first <= at + 2; ++it) {
      for (const uint16_t rule : phrase.owned) {
        if (pass.registry.values()[rule].row->info.category == it->second) return true;
      }
    }
    return false;
  }

 private:
  std::vector<std::pair<uint32_t, Category>> rows_;
};

/// End of the field that begins at `at`, within 40 bytes; `at` if it has no blank or no clear end.
size_t field_end(std::string_view text, size_t at) {
  size_t i = at;
  bool blank = false;
  for (; i < text.size() && i - at <= 40; ++i) {
    const char c = text[i];
    if (c == '\n' || c == '"' || c == '\'' || c == '<' || c == '|' || c == ';' || c == ',' ||
        c == '(')
      break;
    blank = blank || c == ' ';
  }
  if (!blank || i - at > 40) return at;
  while (i > at && text[i - 1] == ' ') --i;
  return i;
}

/// Whether the first piece of a field holds a digit: else it is no pieces_of_number().
bool begins_with_number(std::string_view text, size_t at) {
  const size_t limit = std::min(text.size(), at + 40);
  while (at < limit && text[at] != ' ' && !is_digit(text[at])) ++at;
  return at < limit && text[at] != ' ';
}

/// Whether each piece of text[begin, end) between blanks holds a digit, and there are few.
bool pieces_of_number(std::string_view text, size_t begin, size_t end) {
  size_t pieces = 0;
  bool digit = true;
  for (size_t i = begin; i < end; ++i) {
    if (i == begin || text[i - 1] == ' ') {
      if (!digit || ++pieces > 3) return false;
      digit = false;
    }
    digit = digit || is_digit(text[i]);
  }
  return digit;
}

/// Whether a label after cue number `cue` announces the value at `at`.
bool announced_by_later(const Pass& pass, size_t at, size_t cue) {
  const std::span<const CueHit> cues = pass.page.cues;
  for (size_t next = cue + 1; next < cues.size() && cues[next].begin < at; ++next) {
    if (cues[next].begin >= cues[cue].end && cues[next].end <= at &&
        pass.around.link(next).value_begin == at) {
      return true;
    }
  }
  return false;
}

/// Whether a label of harmless values stands between cue number `cue` and `at`.
bool veto_between(const Pass& pass, size_t cue, size_t at) {
  const std::span<const CueHit> cues = pass.page.cues;
  for (size_t next = cue + 1; next < cues.size() && cues[next].begin < at; ++next) {
    if (cues[next].begin >= cues[cue].end && pass.registry.vetoes(cues[next].phrase)) return true;
  }
  return false;
}

/// Whether cue number `cue` is the end of a longer label: "passcode" of "one-time passcode".
bool ends_longer(std::span<const CueHit> cues, size_t cue) {
  for (size_t i = cue; i-- > 0 && cues[i].begin + 48 > cues[cue].begin;) {
    if (cues[i].begin < cues[cue].begin && cues[i].end == cues[cue].end) return true;
  }
  return false;
}

}  // namespace

bool owns_enabled(const Pass& pass, const Phrase& phrase) {
  return std::any_of(phrase.owned.begin(), phrase.owned.end(),
                     [&](uint16_t rule) { return pass.enabled[rule]; });
}

bool try_stray_blanks(const Pass& pass, const Phrase& phrase, ByteSpan where, float bonus) {
  if (where.size() < 5 || where.size() > 40) return false;
  const std::string_view source = where.of(pass.page.text);
  std::string joined;
  size_t blanks = 0, digits = 0, capitals = 0, smalls = 0;  // of one piece
  bool coded = false;
  for (size_t i = 0; i <= source.size(); ++i) {
    if (i == source.size() || source[i] == ' ') {
      // A word of prose or a name is no piece of a code.
      if (digits == 0 && (smalls > 0 || capitals == 0)) return false;
      coded = coded || digits > 0 || capitals > 5;
      blanks += i < source.size();
      digits = capitals = smalls = 0;
      continue;
    }
    digits += is_digit(source[i]);
    capitals += is_upper(source[i]);
    smalls += is_lower(source[i]);
    joined += source[i];
  }
  if (blanks == 0 || blanks > 3 || !coded) return false;
  for (const uint16_t rule : phrase.owned) {
    const CompiledValue& value = pass.registry.values()[rule];
    const ValueRule& row = *value.row;
    if (!pass.enabled[rule] || !relaxable(value)) continue;
    if (value.match(joined, 0) != joined.size()) continue;
    if (row.check != nullptr && (row.flags & kCheckOptional) == 0 &&
        !row.check(normalise(joined).view())) {
      continue;
    }
    if (is_placeholder(pass.page, where.begin, where.end)) continue;
    if (row.accept != nullptr && !row.accept(pass.page, where.begin, where.end)) continue;
    pass.found.add(row.info, where.begin, where.end, std::min(0.995F, row.score + bonus));
    return true;
  }
  return false;
}

bool try_damaged_cell(const Pass& pass, const Phrase& phrase, ByteSpan cell) {
  return cell.size() >= 4 && cell.size() <= 40 &&
         try_damaged_at(pass, phrase.owned, cell, true, true);
}

void scan_labelled(const Pass& pass) {
  constexpr size_t kLoose = 48;  // bytes between a label and a value that no connector links
  constexpr size_t kNear = 96;   // with a connector, tags and all
  const Page& page = pass.page;
  const std::string_view text = page.text;
  const Begins begins(pass.found.findings());
  const ConfidentSpans sure(pass.found, kSure), surest(pass.found, kSurest);
  const std::vector<uint32_t>& marks = pass.number_marks;
  size_t mark = 0;
  RelaxedView view;
  const Pass in_code = pass.in_code();
  RegionCursor regions(page);
  size_t index = 0;  // of the label among the page's cues, which are in the same order
  for (const CueHit& cue : pass.labels) {
    if (GiveUpScope::is_over()) return;
    WorkBudget::take(10);
    while (page.cues[index].begin != cue.begin || page.cues[index].end != cue.end) ++index;
    // Most labels in prose announce nothing: no digits near, no capital next, no rule for words.
    while (mark < marks.size() && marks[mark] < cue.begin) ++mark;
    const bool number_near = mark < marks.size() && marks[mark] < cue.end + kNear;
    const bool announces = pass.registry.announces(cue.phrase);
    if (!number_near && !announces && !capital_next(text, cue.end)) continue;
    const Phrase& phrase = pass.registry.phrases()[cue.phrase];
    WorkBudget::take(50 + 20 * phrase.owned.size());
    const Connector& link = pass.around.link(index);
    if (!pass.in_focus(cue.end, link.value_begin + kLoose)) continue;
    const bool linked = link.strength != Announce::kNone && link.value_begin < text.size();
    const auto pass_at = [&](size_t at) -> const Pass& {
      return regions.in_code(at) ? in_code : pass;
    };
    if (linked && surest.hold(link.value_begin)) continue;
    if (linked && number_near && begins_with_number(text, link.value_begin) &&
        !ends_longer(page.cues, index)) {
      // "Customer ID: 9076 725": nothing but a number stands in the field, with a stray blank.
      const size_t end = field_end(text, link.value_begin);
      if (end != link.value_begin && pieces_of_number(text, link.value_begin, end) &&
          try_stray_blanks(pass_at(link.value_begin), phrase, {link.value_begin, end}, 0.1F)) {
        continue;
      }
    }
    if (linked && try_plain(pass_at(link.value_begin), phrase, link.value_begin, link.strength))
      continue;
    if (link.strength == Announce::kMark && linked) {
      // "SWIFT code: HBLUINF ZXXX": the whole field, its blanks dropped.
      const size_t end = field_end(text, link.value_begin);
      if (end != link.value_begin)
        try_stray_blanks(pass_at(link.value_begin), phrase, {link.value_begin, end});
    }
    size_t at = linked ? link.value_begin : cue.end;
    if (!number_near && !(linked && is_upper(text[at]))) continue;
    // "pesel;5O032418531": the next cell of a line without blanks.
    const bool cell = !linked && cue.end + 1 < text.size() &&
                      (text[cue.end] == ';' || text[cue.end] == ',') && is_alnum(text[cue.end + 1]);
    if (cell) {
      at = cue.end + 1;
    } else if (!linked || !worth_relaxing(text, at) ||
               (is_alpha(text[at]) && !is_upper(text[at]))) {
      at = next_value_start(text, cue.end, kLoose);
    }
    if (at >= text.size()) continue;
    if (sure.hold(at)) continue;
    const Pass& here = pass_at(at);
    if ((&here == &in_code && !owns_enabled(here, phrase)) || begins.has(pass, phrase, at))
      continue;
    // "fax me at 020 ..." announces too, but "passport photos, SKU 443019220" has a nearer label.
    const bool direct = linked && (at == link.value_begin || !veto_between(pass, index, at));
    // "my phone's IMEI is three five ...": the nearer label owns it.
    if (!direct && announced_by_later(pass, at, index)) continue;
    relax(text, at, view);
    if (view.text.size() < 3) continue;
    // A plain value that no connector links was judged by its distance already.
    const bool mangled = view.spelled > 0 || view.separators > 0;
    if ((direct || mangled) && try_relaxed(here, phrase, view)) continue;
    try_damaged(here, phrase, at, direct || cell);
  }
}

}  // namespace lauter::scan
