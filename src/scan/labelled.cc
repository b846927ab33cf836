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
        view.spelled > 0) {
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

void scan_labelled(const Pass& pass) {
  const Page& page = pass.page;
  const size_t plain = pass.found.findings().size();
  std::vector<uint32_t> begins;
  begins.reserve(plain);
  for (const Finding& f : pass.found.findings()) begins.push_back(f.begin);
  std::sort(begins.begin(), begins.end());
  RelaxedView view;
  for (const CueHit& cue : page.cues) {
    const Phrase& phrase = pass.registry.phrases()[cue.phrase];
    if (phrase.owned.empty()) continue;
    const Connector link = skip_connector(page.text, cue.end);
    if (link.strength == Announce::kNone || link.value_begin >= page.text.size()) continue;
    const size_t at = link.value_begin;
    bool found = false;
    for (const uint16_t rule : phrase.labelled) {
      const CompiledValue& value = pass.registry.values()[rule];
      const ValueRule& row = *value.row;
      if (!pass.enabled[rule]) continue;
      if ((row.flags & kStrongLabel) != 0 && link.strength < Announce::kWord) continue;
      const size_t length = value.match(page.text, at);
      if (length == Shape::npos || !stands_alone(page, at, at + length, row.flags)) continue;
      if (!holds_up(page, row, at, at + length, true)) continue;
      const float bonus = link.strength == Announce::kMark   ? 0.04F
                          : link.strength == Announce::kWord ? 0.02F
                                                             : 0.0F;
      pass.found.add(row.info, at, at + length, std::min(0.995F, row.score + bonus));
      found = true;
    }
    if (found || !worth_relaxing(page.text, at)) continue;
    const auto near =
        std::lower_bound(begins.begin(), begins.end(), static_cast<uint32_t>(at > 2 ? at - 2 : 0));
    if (near != begins.end() && *near <= at + 2) continue;  // read plainly already
    relax(page.text, at, view);
    if (view.text.size() < 3) continue;
    if (!try_relaxed(pass, phrase, view) && digits_for_lookalikes(view))
      try_relaxed(pass, phrase, view);
  }
}

}  // namespace lauter::scan
