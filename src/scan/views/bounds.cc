#include <algorithm>

#include "base/work.h"
#include "scan/engine.h"
#include "scan/secrets/secret_measure.h"

namespace lauter::scan {
namespace {

bool contains(std::span<const SetId> sets, SetId set) {
  return std::find(sets.begin(), sets.end(), set) != sets.end();
}

/// Distance to a label behind a value, made longer by sentence ends.
int felt_distance(std::string_view gap) {
  int distance = static_cast<int>(gap.size());
  for (size_t i = 0; i + 1 < gap.size(); ++i) {
    if ((gap[i] == '.' || gap[i] == ';' || gap[i] == '?' || gap[i] == '!') && is_space(gap[i + 1]))
      distance += 20;
  }
  return distance;
}

/// What a value loses to others that its own field's label announces.
constexpr float kBeside = 0.15F;

/// Whether `far` stands in another field or line, and a nearer label that owns rules announces
/// plainly what begins at `at`: "ssn: 219-44-1234\nbank account: 123456789".
bool announced_as_another(const Pass& pass, Surroundings::Label& far, size_t at) {
  bool announced = false;
  for (const Surroundings::Label& label : pass.around.before()) {
    if (announced || label.cue == far.cue) break;
    const Connector& link = pass.around.link(label.cue);
    announced = link.value_begin == at && link.strength == Announce::kMark &&
                pass.enabled.owned_by(label.phrase);
  }
  const size_t far_end = pass.page.cues[far.cue].end;
  return announced &&
         (pass.around.of_another_field(far) ||
          pass.page.text.substr(far_end, at - far_end).find('\n') != std::string_view::npos);
}

}  // namespace

bool stands_alone(const Page& page, size_t begin, size_t end, uint16_t flags) {
  return begins_alone(page, begin, flags) && ends_alone(page, begin, end, flags);
}

bool begins_alone(const Page& page, size_t begin, uint16_t flags) {
  const std::string_view text = page.text;
  if (begin > 0) {
    const char before = text[begin - 1];
    if (is_alnum(before) && is_alnum(text[begin])) return false;
    if ((before & 0x80) != 0 && is_letterish(text[begin])) {
      // CJK text glues labels to values; a Latin or Cyrillic letter before means a longer word.
      size_t lead = begin - 1;
      while (lead > 0 && (text[lead] & 0xC0) == 0x80) --lead;
      if (static_cast<unsigned char>(text[lead]) < 0xE0) return false;
    }
    if ((flags & kGlueLeft) == 0) {
      if (before == '_') return false;
      if ((before == '-' || before == '.' || before == '@' || before == '%' || before == '$' ||
           before == '+' || before == '\\') &&
          begin > 1 && is_wordish(text[begin - 2])) {
        return false;
      }
      if (before == '/' && begin > 1 && is_wordish(text[begin - 2]) &&
          text.substr(0, begin).size() > 2) {
        // Paths and fractions, but "ID/123" and "tel/fax" are labels: only a digit before the slash
        // forbids.
        if (is_digit(text[begin - 2])) return false;
      }
      if (before == '$') return false;
    }
  }
  return true;
}

bool ends_alone(const Page& page, size_t begin, size_t end, uint16_t flags) {
  const std::string_view text = page.text;
  // "#123" is a number of something, whatever follows.
  if ((flags & kGlueLeft) == 0 && begin > 0 && text[begin - 1] == '#') return true;
  const char last = text[end - 1];
  const char after = page.at(end);
  if (is_alnum(after) && is_alnum(last)) return false;
  if (after == '_' && is_wordish(page.at(end + 1))) return false;
  // A soft line break of quoted-printable: the value goes on.
  if (after == '=' && page.at(end + 1) == '\n' && is_alnum(page.at(end + 2))) return false;
  if ((flags & kGlueRight) == 0) {
    const char next = page.at(end + 1);
    if (after == '@') return false;
    if (after == '-' && is_alnum(next)) return false;
    if (after == '.' && is_digit(next)) return false;
    if (after == ',' && is_digit(next) && is_digit(page.at(end + 2)) &&
        is_digit(page.at(end + 3)) && !is_digit(page.at(end + 4)) && end - begin <= 3) {
      return false;  // 12,345
    }
    if (after == ':' && is_digit(next) && is_digit(page.at(end + 2))) return false;
    if (after == '/' && is_digit(next)) return false;
    if (after == '%') return false;
  }
  return true;
}

bool digits_go_on(const Page& page, size_t begin, size_t end) {
  const std::string_view text = page.text;
  if (begin > 1 && text[begin - 1] == ' ' && is_digit(text[begin - 2]) && is_digit(text[begin]))
    return true;
  return page.at(end) == ' ' && is_digit(page.at(end + 1)) && is_digit(text[end - 1]);
}

bool holds_up(const Page& page, const ValueRule& row, size_t begin, size_t end, bool direct) {
  const std::string_view value = page.text.substr(begin, end - begin);
  if (row.check != nullptr) {
    const Normalised normal = normalise(value);
    if (!row.check(normal.view()) && !(direct && (row.flags & kCheckOptional) != 0)) return false;
  }
  if (is_placeholder(page, begin, end)) return false;
  if (page.mode == ScanMode::kCode && (row.flags & kNotInCode) != 0 &&
      page.region(begin) == Region::kCode) {
    return false;
  }
  if (row.least_entropy > 0 && shannon_entropy(value) < row.least_entropy) return false;
  return row.accept == nullptr || row.accept(page, begin, end);
}

Support support(const Pass& pass, const CompiledValue& value, size_t begin, size_t end) {
  const ValueRule& row = *value.row;
  const Page& page = pass.page;
  Surroundings& around = pass.around;
  around.move(begin);
  Support best;
  // The nearest cue of the rule before the value, unless a veto cue is nearer.
  int veto_distance = 1000;
  WorkBudget::take(50 + 4 * around.before().size());
  for (Surroundings::Label& label : around.before()) {
    const std::span<const SetId> sets = pass.registry.sets(label.phrase);
    const bool owns = contains(sets, value.cues);
    const bool vetoes = !owns && (pass.registry.vetoes(label.phrase) || contains(sets, value.veto));
    if (!owns && !vetoes) continue;
    const int distance = around.distance(label);
    if (vetoes) {
      if (distance <= kVetoReach && around.of_another_field(label)) continue;
      // A veto inside a longer owning phrase ("order" in "money order account") does not count: the
      // owning one begins before it and was or will be seen as nearer or equal.
      if (distance < veto_distance) veto_distance = distance;
      continue;
    }
    if (distance > row.reach_before) break;
    best.owned = true;
    best.distance = distance;
    const size_t value_begin = around.link(label.cue).value_begin;
    best.direct = value_begin == begin || (value_begin + 1 == begin && page.at(begin - 1) == '+');
    best.beside = !best.direct && announced_as_another(pass, label, begin);
    if (veto_distance < 1000 &&
        page.cues[label.cue].end >=
            begin - std::min<size_t>(begin, static_cast<size_t>(veto_distance))) {
      veto_distance = 1000;
    }
    break;
  }
  if (!best.owned && value.cues != kNoSet && row.reach_after > 0) {
    for (size_t i = around.behind();
         i < page.cues.size() && page.cues[i].begin <= end + row.reach_after; ++i) {
      const CueHit& cue = page.cues[i];
      WorkBudget::take(4);
      if (cue.begin < end || !contains(pass.registry.sets(cue.phrase), value.cues)) continue;
      const std::string_view gap = page.text.substr(end, cue.begin - end);
      if (gap.find('\n') != std::string_view::npos) break;
      if (around.link(i).strength == Announce::kMark) continue;  // announces its own
      const int distance = felt_distance(gap) + 20;
      if (distance > row.reach_after + 20) break;
      best.owned = true;
      best.distance = distance;
      break;
    }
  }
  const bool vetoed =
      veto_distance < 1000 && veto_distance <= best.distance && veto_distance <= kVetoReach;
  switch (row.need) {
    case Need::kNone:
      best.allowed = !(vetoed && (row.flags & kUnlessVeto) != 0);
      break;
    case Need::kCue:
      best.allowed = best.owned && !vetoed;
      break;
    case Need::kDirect:
      best.allowed = best.owned && best.direct && !vetoed;
      break;
  }
  if (!best.allowed) return best;
  best.score = row.score;
  if (best.owned) {
    const float closeness = best.direct ? 0.06F : best.distance < 20 ? 0.04F : 0.0F;
    best.score = std::min(0.995F, best.score + closeness);
    if (best.beside) best.score -= kBeside;
  }
  return best;
}

size_t try_value(const Pass& pass, uint16_t rule, size_t pos) {
  const CompiledValue& value = pass.registry.values()[rule];
  if (!pass.enabled[rule]) return 0;
  if (value.row->need != Need::kNone && !pass.page.may_hold(value.cues)) return 0;
  return begins_alone(pass.page, pos, value.row->flags) ? try_shape(pass, rule, pos) : 0;
}

size_t try_shape(const Pass& pass, uint16_t rule, size_t pos) {
  const CompiledValue& value = pass.registry.values()[rule];
  const Lap lap(pass.laps, value.lap);
  const ValueRule& row = *value.row;
  WorkBudget::take(10);
  if (row.may_begin != nullptr && !row.may_begin(pass.page.text, pos)) return 0;
  const size_t length = value.match(pass.page.text, pos);
  if (length == Shape::npos) return 0;
  const size_t end = pos + length;
  if (!ends_alone(pass.page, pos, end, row.flags)) return 0;
  const Support s = support(pass, value, pos, end);
  if (!s.allowed) return 0;
  if (!s.direct && digits_go_on(pass.page, pos, end)) return 0;
  if (!holds_up(pass.page, row, pos, end, s.direct)) return 0;
  // Nearness decides between rules of equal worth.
  const float near =
      s.owned ? 0.01F * static_cast<float>(std::max(0, 40 - s.distance)) / 40.0F : 0.0F;
  pass.found.add(row.info, pos, end, s.score + near);
  return end;
}

}  // namespace lauter::scan
