#include <algorithm>
#include <bit>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "scan/engine.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxAtom = 96;

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
  Atom atom{at, at, AtomKind::kMixed};
  bool digits = false, letters = false;
  while (atom.begin > floor && is_alnum(text[atom.begin - 1]) && at - atom.begin < kMaxAtom)
    --atom.begin;
  while (atom.end < text.size() && is_alnum(text[atom.end])) ++atom.end;
  for (size_t i = atom.begin; i < atom.end && !(digits && letters); ++i) {
    (is_digit(text[i]) ? digits : letters) = true;
  }
  atom.kind = digits && letters ? AtomKind::kMixed
              : digits          ? AtomKind::kDigits
                                : AtomKind::kLetters;
  return atom;
}

bool number_separator(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '+';
}

/// Which cue sets have a cue near a place that moves through the page; a rule that needs a cue is
/// tried only where one of its own could support it (support() looks 400 bytes back and at most 255
/// beyond the value's end).
class NearCues {
 public:
  explicit NearCues(const Pass& pass)
      : cues_(pass.page.cues),
        phrases_(pass.registry.phrases()),
        count_(cues_.empty() ? 0 : pass.registry.set_count()) {}

  /// `pos` may step back a little, by the words that stand before a number.
  void move(size_t pos) {
    constexpr size_t kBack = 480, kAhead = 768;
    for (; last_ < cues_.size() && cues_[last_].begin <= pos + kAhead; ++last_) {
      for (const SetId set : phrases_[cues_[last_].phrase].sets) ++count_[set];
    }
    for (; first_ < last_ && cues_[first_].begin + kBack < pos; ++first_) {
      for (const SetId set : phrases_[cues_[first_].phrase].sets) --count_[set];
    }
  }
  bool has(SetId set) const { return !count_.empty() && count_[set] != 0; }

 private:
  std::span<const CueHit> cues_;
  std::span<const Phrase> phrases_;
  std::vector<uint32_t> count_;  // by set: its cues among [first_, last_)
  size_t first_ = 0, last_ = 0;
};

/// Tries every rule whose value can begin with `atom`.
void try_atom(const Pass& pass, const NearCues& near, const Atom& atom) {
  const size_t length = atom.end - atom.begin;
  if (length > kMaxAtom) return;
  const std::string_view text = pass.page.text;
  const int next = atom.end < text.size() ? follow_class(text[atom.end]) : kFollowEnd;
  for (const Registry::Candidate& candidate :
       pass.registry.by_first_atom(first_atom_key(atom.kind, length))) {
    if ((candidate.follow >> next & 1) == 0) continue;
    if (candidate.needed != kNoSet && !near.has(candidate.needed)) continue;
    try_value(pass, candidate.rule, atom.begin);
  }
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
  return i < text.size() && is_digit(text[i]);
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

}  // namespace

void scan_candidates(const Pass& pass) {
  const std::string_view text = pass.page.text;
  NearCues near(pass);
  size_t tried = 0;      // starts before this were tried
  size_t scattered = 0;  // scattered readings before this were tried
  size_t hooked = 0;     // number runs before this were offered
  for (size_t at = next_digit(text, 0); at < text.size();) {
    const Atom atom = atom_around(text, at, tried);
    pass.number_marks.push_back(static_cast<uint32_t>(atom.begin));
    if (is_digit(text[atom.begin]) && lone_follows(text, atom.begin + 1)) {
      pass.scatter_marks.push_back(static_cast<uint32_t>(atom.begin));
    }
    near.move(atom.begin);
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
      if (word.kind != AtomKind::kLetters || word.end - word.begin > 6 ||
          !is_upper(text[word.begin]))
        break;
      before[n_before++] = word;
      first = word.begin;
    }
    for (size_t i = n_before; i-- > 0;) try_atom(pass, near, before[i]);
    if (atom.begin > 0 && (text[atom.begin - 1] == '+' || text[atom.begin - 1] == '(' ||
                           text[atom.begin - 1] == '#' || text[atom.begin - 1] == '.')) {
      for (const Registry::Candidate& candidate : pass.registry.by_first_atom(kSymbolStart)) {
        try_value(pass, candidate.rule, atom.begin - 1);
      }
    }
    try_atom(pass, near, atom);
    tried = atom.end;

    if (atom.begin >= hooked && is_digit(text[atom.begin])) {
      size_t begin = atom.begin;
      while (begin > 0 && (text[begin - 1] == '+' || text[begin - 1] == '(') &&
             atom.begin - begin < 2)
        --begin;
      size_t digits = 0;
      const ByteSpan run = number_run(text, begin, digits);
      hooked = std::max<size_t>(run.end, atom.end);
      for (const NumberHook& hook : pass.registry.hooks()) {
        if (digits >= hook.min_digits) hook.match(pass.page, run.begin, run.end, pass.found);
      }
      if (atom.begin >= scattered &&
          (spaced_out(text, atom.begin) || goes_on_next_line(text, run.end) ||
           oddly_grouped(text, run))) {
        scan_scattered(pass, atom.begin);
        scattered = run.end;
      }
    }
    at = next_digit(text, atom.end);
  }
}

}  // namespace lauter::scan
