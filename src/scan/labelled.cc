#include <algorithm>

#include "scan/engine.h"
#include "scan/relaxed.h"

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
/// Leading letters may be letters, so each number of them is tried.
void try_damaged(const Pass& pass, const Phrase& phrase, size_t at) {
  const std::string_view text = pass.page.text;
  size_t end = at;
  while (end < text.size() && end - at < 40 &&
         (is_wordish(text[end]) || text[end] == '-' || text[end] == ' ' || text[end] == '.' ||
          text[end] == '/' || text[end] == '|')) {
    if (text[end] == ' ' && (end + 1 >= text.size() || is_lower(text[end + 1]))) break;
    ++end;
  }
  size_t letters = 0;
  while (at + letters < end && is_alpha(text[at + letters])) ++letters;
  RelaxedView view;
  for (size_t kept = std::min<size_t>(letters, 6) + 1; kept-- > 0;) {
    std::string fixed(text.substr(at, end - at));
    if (!digits_for_lookalikes(fixed, kept)) continue;
    for (const uint16_t rule : phrase.owned) {
      const CompiledValue& value = pass.registry.values()[rule];
      const ValueRule& row = *value.row;
      if (!pass.enabled[rule] || !relaxable(value)) continue;
      const size_t length = value.match(fixed, 0);
      if (length == Shape::npos || length < 4 || (length < fixed.size() && is_alnum(fixed[length])))
        continue;
      if (row.check != nullptr && (row.flags & kCheckOptional) == 0 &&
          !row.check(normalise(std::string_view(fixed).substr(0, length)).view())) {
        continue;
      }
      pass.found.add(row.info, at, at + length, row.score - 0.03F);
      return;
    }
  }
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

}  // namespace

void scan_labelled(const Pass& pass) {
  constexpr size_t kLoose = 48;  // bytes between a label and a value that no connector links
  constexpr size_t kNear = 96;   // with a connector, tags and all
  const Page& page = pass.page;
  const std::string_view text = page.text;
  const Begins begins(pass.found.findings());
  std::vector<uint32_t>& marks = pass.number_marks;
  std::sort(marks.begin(), marks.end());
  size_t mark = 0;
  RelaxedView view;
  for (const CueHit& cue : page.cues) {
    const Phrase& phrase = pass.registry.phrases()[cue.phrase];
    if (phrase.owned.empty()) continue;
    // Most labels in prose announce nothing: no digits near, no capital next, no rule for words.
    while (mark < marks.size() && marks[mark] < cue.begin) ++mark;
    const bool number_near = mark < marks.size() && marks[mark] < cue.end + kNear;
    if (!number_near && phrase.labelled.empty() && !capital_next(text, cue.end)) continue;
    const Connector link = skip_connector(text, cue.end);
    const bool linked = link.strength != Announce::kNone && link.value_begin < text.size();
    if (linked && try_plain(pass, phrase, link.value_begin, link.strength)) continue;
    size_t at = linked ? link.value_begin : cue.end;
    if (!number_near && !(linked && is_upper(text[at]))) continue;
    if (!linked || !worth_relaxing(text, at) || (is_alpha(text[at]) && !is_upper(text[at]))) {
      at = next_value_start(text, cue.end, kLoose);
    }
    if (at >= text.size() || begins.has(pass, phrase, at)) continue;
    relax(text, at, view);
    if (view.text.size() < 3 || (view.spelled == 0 && view.separators == 0 && !linked)) continue;
    if (!try_relaxed(pass, phrase, view) && linked) try_damaged(pass, phrase, at);
  }
}

}  // namespace lauter::scan
