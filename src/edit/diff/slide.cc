#include "edit/diff/slide.h"

#include <algorithm>

#include "edit/diff/unit_class.h"

namespace lauter {
namespace {

/// More white space or quotation marks than this are not looked through for the end of a sentence.
constexpr size_t kMaxLookBack = 8;

bool begins_sentence(Units text, size_t at) {
  const size_t stop = at > kMaxLookBack ? at - kMaxLookBack : 0;
  size_t i = at;
  while (i > stop && is_space_unit(text[i - 1])) --i;
  const bool spaced = i < at;
  while (i > stop && closes_quotation_unit(text[i - 1])) --i;
  if (i == 0 || !ends_sentence_unit(text[i - 1])) return false;
  return spaced || text[i - 1] >= 0x3000;  // ideographic ones need no space behind them
}

int rank_of(Units text, size_t at) {
  if (at == 0 || at == text.size() || text[at - 1] == '\n') return 3;
  if (text[at] == '\n') return 2;
  if (!is_space_unit(text[at]) && begins_sentence(text, at)) return 2;
  return is_word_unit(text[at - 1]) && is_word_unit(text[at]) ? 0 : 1;
}

bool is_pure(const UnitRun& run) {
  return (run.a_begin == run.a_end) != (run.b_begin == run.b_end);
}

/// A pure run with the text in which it can go left and right.
struct Slider {
  Units text;
  size_t begin;
  size_t end;

  static Slider of(const UnitRun& run, Units a, Units b) {
    return run.b_begin == run.b_end ? Slider{a, run.a_begin, run.a_end}
                                    : Slider{b, run.b_begin, run.b_end};
  }
  size_t room_left(size_t limit) const {
    size_t n = 0;
    while (n < limit && text[begin - n - 1] == text[end - n - 1]) ++n;
    return n;
  }
  size_t room_right(size_t limit) const {
    size_t n = 0;
    while (n < limit && text[begin + n] == text[end + n]) ++n;
    return n;
  }
  /// Of the places up to `limit` further right.
  size_t best_shift(size_t limit) const {
    size_t best = 0;
    int best_rank = -1;
    for (size_t n = 0; n <= limit; ++n) {
      const int first = rank_of(text, begin + n);
      const int last = rank_of(text, end + n);
      const int rank = 8 * std::min(first, last) + first + last;
      if (rank <= best_rank) continue;
      best_rank = rank;
      best = n;
    }
    return best;
  }
};

void shift_left(UnitRun& run, size_t n) {
  run.a_begin -= n;
  run.a_end -= n;
  run.b_begin -= n;
  run.b_end -= n;
}

void shift_right(UnitRun& run, size_t n) {
  run.a_begin += n;
  run.a_end += n;
  run.b_begin += n;
  run.b_end += n;
}

}  // namespace

void slide_runs(Units a, Units b, std::vector<UnitRun>& runs) {
  size_t kept = 0;  // runs[0, kept) are as far left as they can be
  for (UnitRun run : runs) {
    while (true) {
      const size_t gap = run.a_begin - (kept == 0 ? 0 : runs[kept - 1].a_end);
      const size_t left = is_pure(run) ? Slider::of(run, a, b).room_left(gap) : 0;
      shift_left(run, left);
      if (kept == 0) break;
      UnitRun& before = runs[kept - 1];
      const size_t between = gap - left;
      const bool meets = between == 0 || (is_pure(before) &&
                                          Slider::of(before, a, b).room_right(between) == between);
      if (!meets) break;
      shift_right(before, between);
      run.a_begin = before.a_begin;
      run.b_begin = before.b_begin;
      --kept;
    }
    runs[kept++] = run;
  }
  runs.resize(kept);
  size_t next = a.size();
  for (size_t i = kept; i-- > 0;) {
    UnitRun& run = runs[i];
    if (is_pure(run)) {
      // At least one unchanged unit stays before the next run.
      const size_t gap = next - run.a_end;
      const size_t limit = i + 1 < kept ? gap - 1 : gap;
      const Slider slider = Slider::of(run, a, b);
      shift_right(run, slider.best_shift(slider.room_right(limit)));
    }
    next = run.a_begin;
  }
}

}  // namespace lauter
