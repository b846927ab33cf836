#include <algorithm>
#include <array>
#include <bit>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/stop.h"
#include "scan/engine.h"
#include "scan/confident_spans.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxAtom = 96;
constexpr size_t kWordsBefore = 16;  ///< bytes of the words that try_forms() looks back
constexpr size_t kHookReach = 96;    ///< bytes from a number to what its hook reports
constexpr size_t kLabelAhead = 320;  ///< most bytes of a value and its label behind
constexpr size_t kHookSteps = 100;   ///< that a hook takes at least

/// First digit at or after `i`, or text.size().
size_t next_digit(std::string_view text, size_t i) {
#if defined(__AVX2__)
  const __m256i low = _mm256_set1_epi8('0' - 1);
  const __m256i high = _mm256_set1_epi8('9' + 1);
  for (; i + 32 <= text.size(); i += 32) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + i));
    const __m256i hit =
        _mm256_and_si256(_mm256_cmpgt_epi8(bytes, low), _mm256_cmpgt_epi8(high, bytes));
    const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(hit));
    if (mask != 0) return i + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (i < text.size() && !is_digit(text[i])) ++i;
  return i;
}

struct Atom {
  size_t begin, end;
  AtomKind kind;
};

/// The run of letters and digits around `at`; not beyond `floor` to the left nor kMaxAtom to either
/// side.
Atom atom_around(std::string_view text, size_t at, size_t floor) {
  constexpr uint8_t kDigit = 1, kLetter = 2;
  static constexpr std::array<uint8_t, 256> kKinds = [] {
    std::array<uint8_t, 256> kinds = {};
    for (size_t i = 0; i < 128; ++i) {
      const char c = static_cast<char>(i);
      kinds[i] = is_digit(c) ? kDigit : is_alpha(c) ? kLetter : uint8_t{0};
    }
    return kinds;
  }();
  const auto kind_at = [text](size_t i) { return kKinds[static_cast<uint8_t>(text[i])]; };
  const size_t lowest = std::max(floor, at - std::min(at, kMaxAtom));
  Atom atom{at, at, AtomKind::kMixed};
  uint8_t kinds = 0;
  for (uint8_t kind = 0; atom.begin > lowest && (kind = kind_at(atom.begin - 1)) != 0; --atom.begin)
    kinds |= kind;
  for (uint8_t kind = 0; atom.end < text.size() && (kind = kind_at(atom.end)) != 0; ++atom.end)
    kinds |= kind;
  if (kinds == kDigit) atom.kind = AtomKind::kDigits;
  if (kinds == kLetter || kinds == 0) atom.kind = AtomKind::kLetters;
  return atom;
}

bool number_separator(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '+';
}

/// Where labels begin that own a rule which may report, asked place by place.
class Owners {
 public:
  explicit Owners(const Pass& pass) : pass_(pass) {}

  /// Whether one may bear on a value at `pos`. Amortised O(1) for places in order.
  bool near(size_t pos) {
    if (!read_) read();
    while (next_ < begins_.size() && begins_[next_] + Surroundings::kReach < pos) ++next_;
    while (next_ > 0 && begins_[next_ - 1] + Surroundings::kReach >= pos) --next_;
    return next_ < begins_.size() && begins_[next_] <= pos + kLabelAhead;
  }

 private:
  void read() {
    read_ = true;
    for (const CueHit& cue : pass_.page.cues) {
      if (pass_.enabled.owned_by(cue.phrase)) begins_.push_back(cue.begin);
    }
  }

  const Pass& pass_;
  bool read_ = false;
  std::vector<uint32_t> begins_;
  size_t next_ = 0;  ///< the first that is not too far before the last place
};

/// What scan_candidates() tries rules with: those of text, or those of code.
struct Trial {
  const Pass& pass;
  Owners owners{pass};
};

/// Tries the rules whose value can begin at `pos`, where a run of letters and digits of that key
/// (or a symbol) stands and `next` is the follow class of what comes after it: those that need no
/// label, then those that a label near could support. A rule costs a shape only when all that is
/// known before speaks for it.
class Start {
 public:
  Start(Trial& trial, size_t pos, size_t key, int next)
      : pass_(trial.pass), owners_(trial.owners), pos_(pos), key_(key), next_(next) {}

  void run() {
    pass_.registry.unlabelled().visit(pass_.page.text, pos_, key_, next_,
                                      pass_.enabled.unlabelled(),
                                      [this](uint16_t rule) { run(rule); });
    if (!owners_.near(pos_) || !may_begin(kGlueLeft)) return;
    starts_ = pass_.registry.starts(key_);
    pass_.around.move(pos_);
    labels_before();
    labels_behind();
  }

 private:
  static constexpr size_t kBroken = 96;  // most bytes of a broken value on its first line
  // What Surroundings::mark() holds of a rule.
  static constexpr uint8_t kTooFar = 1;  // its nearest label before does not reach the value
  static constexpr uint8_t kTried = 2;

  void run(uint16_t rule) {
    if (!pass_.enabled[rule]) return;
    const uint16_t flags = pass_.registry.values()[rule].row->flags;
    if (may_begin(flags & kGlueLeft)) try_shape(pass_, rule, pos_);
  }

  /// Whether the bounds allow a value here: any, or one with kGlueLeft.
  bool may_begin(uint16_t glue) {
    if (!bounds_known_) {
      bounds_known_ = true;
      free_ = begins_alone(pass_.page, pos_, kNoFlags);
      glued_ = free_ || begins_alone(pass_.page, pos_, kGlueLeft);
    }
    return glue == 0 ? free_ : glued_;
  }

  bool can_start(uint16_t rule) const { return (starts_[rule] >> next_ & 1) != 0; }

  void labels_before() {
    Surroundings& around = pass_.around;
    for (Surroundings::Label& label : around.before()) {
      if (!pass_.enabled.owned_by(label.phrase)) continue;
      if (!pass_.registry.may_own(label.phrase, key_)) continue;
      WorkBudget::take(2 * pass_.registry.owned(label.phrase).size());
      for (const Registry::Owned& owned : pass_.registry.owned(label.phrase)) {
        if (!can_start(owned.rule)) continue;
        uint8_t& mark = around.mark(owned.rule);
        if (mark != 0) continue;
        mark = kTried;
        if (label.gap > owned.before || around.distance(label) > owned.before) {
          mark = kTooFar;
          continue;
        }
        if (owned.direct) {
          const size_t value_begin = around.link(label.cue).value_begin;
          if (value_begin != pos_ && value_begin + 1 != pos_) continue;
        }
        run(owned.rule);
      }
    }
  }

  void labels_behind() {
    Surroundings& around = pass_.around;
    const std::span<const CueHit> cues = pass_.page.cues;
    const size_t line_end = around.line_end(kLabelAhead);
    // Beyond its line's end a label supports only a value that goes on there.
    const size_t last =
        line_end - pos_ > kBroken ? std::min(line_end, pos_ + kLabelAhead) : pos_ + kLabelAhead;
    for (const uint32_t i : around.backing(last)) {
      if (!pass_.enabled.owned_by(cues[i].phrase)) continue;
      if (!pass_.registry.may_own(cues[i].phrase, key_)) continue;
      const size_t gap = cues[i].begin - pos_;
      WorkBudget::take(2 * pass_.registry.owned(cues[i].phrase).size());
      for (const Registry::Owned& owned : pass_.registry.owned(cues[i].phrase)) {
        if (owned.after == 0 || !can_start(owned.rule) || gap > owned.longest + 0U + owned.after ||
            (cues[i].begin > line_end && !owned.breaks)) {
          continue;
        }
        uint8_t& mark = around.mark(owned.rule);
        if (mark == kTried) continue;
        mark = kTried;
        run(owned.rule);
      }
    }
  }

  const Pass& pass_;
  Owners& owners_;
  size_t pos_, key_;
  int next_;
  bool bounds_known_ = false, free_ = false, glued_ = false;
  std::span<const uint16_t> starts_;
};

/// Tries every rule whose value can begin with `atom`.
void try_atom(Trial& trial, const Atom& atom) {
  const size_t length = atom.end - atom.begin;
  if (length > kMaxAtom) return;
  const std::string_view text = trial.pass.page.text;
  const int next = atom.end < text.size() ? follow_class(text[atom.end]) : kFollowEnd;
  Start(trial, atom.begin, first_atom_key(atom.kind, length), next).run();
}

/// Where groups of four hexadecimal letters begin that dots join to `atom`, one group too:
/// "abcd.efab.1234"; `atom.begin` where there are none. At most two, not beyond `floor`.
size_t groups_before(std::string_view text, const Atom& atom, size_t floor) {
  constexpr size_t kGroup = 4;
  size_t begin = atom.begin;
  if (atom.end - atom.begin != kGroup) return begin;
  for (size_t n = 0; n < 2 && begin > floor + kGroup && text[begin - 1] == '.'; ++n) {
    const std::string_view group = text.substr(begin - 1 - kGroup, kGroup);
    if (!std::all_of(group.begin(), group.end(),
                     [](char c) { return lower(c) >= 'a' && lower(c) <= 'f'; }))
      break;
    begin -= kGroup + 1;
  }
  return begin;
}

/// Tries the rules at an atom that holds a digit and at what stands right before it, not beyond
/// `tried`.
void try_forms(Trial& trial, const Atom& atom, size_t tried) {
  const std::string_view text = trial.pass.page.text;
  // Short capital words right before belong to the value in many formats: "AB 12 34 56 C", "B-AB
  // 123".
  size_t first = atom.begin;
  Atom before[2];
  size_t n_before = 0;
  while (n_before < 2 && first > tried + 1) {
    const char joint = text[first - 1];
    if (joint != ' ' && joint != '-' && joint != '.' && joint != '/' && joint != '#' &&
        joint != ':')
      break;
    if (!is_upper(text[first - 2])) break;
    const Atom word = atom_around(text, first - 2, tried);
    if (word.kind != AtomKind::kLetters || word.end - word.begin > 6 || !is_upper(text[word.begin]))
      break;
    before[n_before++] = word;
    first = word.begin;
  }
  for (size_t i = n_before; i-- > 0;) try_atom(trial, before[i]);
  if (n_before == 0) {
    if (const size_t group = groups_before(text, atom, tried); group < atom.begin)
      try_atom(trial, atom_around(text, group, tried));
  }
  if (atom.begin > 0 && (text[atom.begin - 1] == '+' || text[atom.begin - 1] == '(' ||
                         text[atom.begin - 1] == '#' || text[atom.begin - 1] == '.')) {
    Start(trial, atom.begin - 1, kSymbolStart, follow_class(text[atom.begin - 1])).run();
  }
  try_atom(trial, atom);
}

/// The run of digits and number punctuation from `begin`, on one line, without two separators that
/// no telephone number has.
ByteSpan number_run(std::string_view text, size_t begin, size_t& digits) {
  size_t end = begin, last = begin;
  digits = 0;
  size_t gap = 0;
  while (end < text.size() && end - begin < 64) {
    if (is_digit(text[end])) {
      ++digits;
      gap = 0;
      last = ++end;
    } else if (number_separator(text[end]) && gap < 3) {
      ++gap;
      ++end;
    } else {
      break;
    }
  }
  return {begin, last};
}

/// Whether a date begins at `i` as logs and tables write it: the next row, not the rest of a
/// number.
bool iso_date_at(std::string_view text, size_t i) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (i + kForm.size() > text.size()) return false;
  for (size_t k = 0; k < kForm.size(); ++k) {
    if (kForm[k] == 'd' ? !is_digit(text[i + k]) : text[i + k] != kForm[k]) return false;
  }
  return true;
}

/// Whether digits follow `end` on the next line, after at most a separator and a quote prefix.
bool goes_on_next_line(std::string_view text, size_t end) {
  size_t i = end;
  while (i < text.size() && i - end < 3 && (number_separator(text[i]) || text[i] == '=')) ++i;
  if (i < text.size() && text[i] == '\r') ++i;
  if (i >= text.size() || text[i] != '\n') return false;
  const size_t line = ++i;
  while (
      i < text.size() && i - line < 6 &&
      (text[i] == '>' || text[i] == '#' || text[i] == ' ' || text[i] == '\t' || text[i] == '-')) {
    ++i;
  }
  return i < text.size() && is_digit(text[i]) && !iso_date_at(text, i);
}

/// Whether single digits stand apart from `begin` on: "4 1 1 1 ...".
bool spaced_out(std::string_view text, size_t begin) {
  for (size_t i = 0; i < 8; i += 2) {
    if (begin + i + 1 >= text.size() || !is_digit(text[begin + i])) return false;
    const char c = text[begin + i + 1];
    if (c != ' ' && c != '-' && c != '.' && c != '_') return false;
  }
  return true;
}

/// Whether a run of digits in at least three groups has a group of one or two: stray blanks make
/// such.
bool oddly_grouped(std::string_view text, ByteSpan run) {
  size_t digits = 0, groups = 0, group = 0, small = 0;
  for (uint64_t i = run.begin; i <= run.end; ++i) {
    if (i < run.end && is_digit(text[i])) {
      ++digits;
      ++group;
    } else if (group > 0) {
      ++groups;
      small += group <= 2;
      group = 0;
    }
  }
  return digits >= 12 && groups >= 3 && small >= 1;
}

/// Whether one separator and a lone character follow: "4 1", "7-A".
bool lone_follows(std::string_view text, size_t i) {
  if (i + 1 >= text.size() || !is_alnum(text[i + 1])) return false;
  const char c = text[i];
  if (c != ' ' && c != '-' && c != '.' && c != '_') return false;
  return i + 2 >= text.size() || !is_alnum(text[i + 2]);
}

/// Of the values found so far that are sure the one that reaches farthest.
class Claimed {
 public:
  void read(const Found& found) {
    for (; seen_ < found.findings().size(); ++seen_) {
      const Finding& finding = found.findings()[seen_];
      if (finding.score >= kSure && finding.end > span_.end) span_ = {finding.begin, finding.end};
    }
  }
  bool holds(size_t begin, size_t end) const { return span_.begin <= begin && end <= span_.end; }

 private:
  ByteSpan span_{0, 0};
  size_t seen_ = 0;  ///< findings that were read
};

}  // namespace

EnabledRules::EnabledRules(const Registry& registry, std::vector<bool> rules)
    : rules_(std::move(rules)), unlabelled_(registry.unlabelled().select(rules_)) {
  for (size_t p = 0; p < registry.phrases().size(); ++p) {
    const std::span<const Registry::Owned> owned = registry.owned(static_cast<uint16_t>(p));
    owners_.push_back(std::any_of(owned.begin(), owned.end(),
                                  [&](const Registry::Owned& row) { return rules_[row.rule]; }));
  }
}

void scan_candidates(const Pass& pass) {
  const std::string_view text = pass.page.text;
  const Pass in_code = pass.in_code();
  Trial in_words_trial{pass}, in_code_trial{in_code};
  RegionCursor regions(pass.page);
  Claimed claimed;
  size_t tried = 0;      // starts before this were tried
  size_t scattered = 0;  // scattered readings before this were tried
  size_t hooked = 0;     // number runs before this were offered
  for (size_t at = next_digit(text, 0); at < text.size() && !GiveUpScope::is_over();) {
    WorkBudget::take(50);
    const Atom atom = atom_around(text, at, tried);
    pass.number_marks.push_back(static_cast<uint32_t>(atom.begin));
    // Words before the digits may begin the value; a hook may read on to values behind its number.
    const bool formed = pass.in_focus(atom.begin - std::min(atom.begin, kWordsBefore), atom.end);
    if (!formed && !pass.in_focus(atom.begin, atom.end + kHookReach)) {
      at = next_digit(text, atom.end);
      continue;
    }
    if (is_digit(text[atom.begin]) && lone_follows(text, atom.begin + 1)) {
      pass.scatter_marks.push_back(static_cast<uint32_t>(atom.begin));
    }
    const bool code = regions.in_code(atom.begin);
    claimed.read(pass.found);
    if (formed && !claimed.holds(atom.begin, atom.end))
      try_forms(code ? in_code_trial : in_words_trial, atom, tried);
    tried = atom.end;

    if (atom.begin >= hooked && is_digit(text[atom.begin])) {
      size_t begin = atom.begin;
      while (begin > 0 && (text[begin - 1] == '+' || text[begin - 1] == '(') &&
             atom.begin - begin < 2)
        --begin;
      size_t digits = 0;
      const ByteSpan run = number_run(text, begin, digits);
      hooked = std::max<size_t>(run.end, atom.end);
      claimed.read(pass.found);
      const bool known = claimed.holds(run.begin, run.end);
      for (const Hook& hook : code ? pass.registry.hooks_in_code() : pass.registry.hooks()) {
        if (digits < hook.min_digits || (known && hook.own)) continue;
        const Lap lap(pass.laps, pass.laps == nullptr ? 0 : pass.registry.lap_of(hook.match));
        WorkBudget::take(kHookSteps);
        hook.match(pass.page, run.begin, run.end, pass.found);
      }
      // No rule that a check digit alone decides may report in code.
      if (!code && atom.begin >= scattered &&
          (spaced_out(text, atom.begin) || goes_on_next_line(text, run.end) ||
           oddly_grouped(text, run))) {
        scan_scattered(pass, atom.begin);
        scattered = run.end;
      }
    } else if (atom.begin >= hooked && atom.end - atom.begin == 2) {
      for (const Hook& hook : code ? pass.registry.hooks_in_code() : pass.registry.hooks())
        if (hook.min_digits == 0) hook.match(pass.page, atom.begin, atom.end, pass.found);
    }
    at = next_digit(text, atom.end);
  }
}

}  // namespace lauter::scan
