#include "edit/diff/bit_lcs.h"

#include <algorithm>
#include <bit>

namespace lauter {
namespace {

constexpr size_t kMaxLcsCells = size_t{1} << 25;
constexpr uint32_t kNever = uint32_t{1} << 30;

/// Units that the first band allows beside its diagonals: enough for some mended words.
constexpr size_t kFirstSlack = 64;

/// What a cell has learnt: its best edit, and the kind of the step after each of its own.
enum Choice : uint8_t {
  kInsert = 1,
  kEditAfterEdit = 2,
  kEditAfterMatch = 4,
};

/// Units of a path, joined to runs.
class RunBuilder {
 public:
  explicit RunBuilder(std::vector<UnitRun>& runs) : runs_(runs) {}
  void edit(size_t a_begin, size_t a_end, size_t b_begin, size_t b_end) {
    if (open_) {
      runs_.back().a_end = a_end;
      runs_.back().b_end = b_end;
    } else {
      runs_.push_back({a_begin, a_end, b_begin, b_end});
      open_ = true;
    }
  }
  void match() { open_ = false; }

 private:
  std::vector<UnitRun>& runs_;
  bool open_ = false;
};

}  // namespace

void BitLcs::diff(Units a, Units b, std::vector<UnitRun>& runs, uint64_t& unproven_runs) {
  masks_.assign(b);
  const uint64_t apart = std::max(a.size(), b.size()) - std::min(a.size(), b.size());
  const uint64_t cost = fill_band(a, b, kFirstSlack);
  if (cost > apart + 2 * kFirstSlack) fill_band(a, b, (cost - apart) / 2);
  if (!choose(a, b)) {
    ++unproven_runs;
    return walk_back(a, b, runs);
  }
  RunBuilder builder(runs);
  size_t x = 0;
  size_t y = 0;
  bool by_edit = begins_with_edit_;
  while (x < a.size() || y < b.size()) {
    const uint8_t choice = choices_[rows_[x].first + (rows_[x].high - y)];
    if (!by_edit) {
      builder.match();
      by_edit = (choice & kEditAfterMatch) != 0;
      ++x;
      ++y;
      continue;
    }
    by_edit = (choice & kEditAfterEdit) != 0;
    const bool insert = (choice & kInsert) != 0;
    builder.edit(x, x + (insert ? 0 : 1), y, y + (insert ? 1 : 0));
    insert ? ++y : ++x;
  }
}

/// The least cost of paths that match within the band only. What a path does outside is not seen:
/// words left of the band stay as they were, those right of it are as in the first row.
uint64_t BitLcs::fill_band(Units a, Units b, size_t slack) {
  const size_t inserts = slack + (b.size() > a.size() ? b.size() - a.size() : 0);
  reach_left_ = slack + (a.size() > b.size() ? a.size() - b.size() : 0) + 1;
  band_words_ = std::min(masks_.words(), (reach_left_ + inserts) / 64 + 2);
  const size_t stride = band_words_ + 1;
  along_.resize((a.size() + 1) * stride);
  down_.resize((a.size() + 1) * stride);
  std::fill_n(along_.begin(), stride, ~uint64_t{0});
  uint64_t lcs = 0;
  size_t first = 0;
  for (size_t x = 0; x < a.size(); ++x) {
    const uint64_t* before = along_.data() + x * stride;
    if (first_word(x + 1) != first) {
      lcs += static_cast<uint64_t>(std::popcount(~*before));  // of the word that leaves the band
      ++before;
      ++first;
    }
    const uint64_t* matches = masks_.of(a[x]) + first;
    uint64_t* after = along_.data() + (x + 1) * stride;
    uint64_t* down = down_.data() + (x + 1) * stride;
    uint64_t carry = 0;
    for (size_t w = 0; w < band_words_; ++w) {
      const uint64_t v = before[w];
      const uint64_t u = v & matches[w];
      const uint64_t sum = v + u + carry;
      const uint64_t grown = u | (v & ~sum);  // the carry out of every bit
      carry = grown >> 63;
      after[w] = sum | (v ^ u);
      down[w] = grown;
    }
    after[band_words_] = ~uint64_t{0};
  }
  for (size_t w = 0; w < band_words_; ++w) {
    lcs += static_cast<uint64_t>(std::popcount(~along_[a.size() * stride + w]));
  }
  return a.size() + b.size() - 2 * lcs;
}

/// Rows from the last to the first; within a row from right to left, so that the three cells that
/// a path can go to are known. The arrays hold the row below until a cell is overwritten; its right
/// neighbour there is kept aside.
bool BitLcs::choose(Units a, Units b) {
  rows_.assign(a.size() + 1, {});
  choices_.clear();
  by_match_.assign(b.size() + 2, kNever);
  by_edit_.assign(b.size() + 2, kNever);
  size_t low = b.size();
  size_t high = b.size();
  for (size_t x = a.size() + 1; x-- > 0;) {
    const bool last_row = x == a.size();
    rows_[x] = {choices_.size(), high};
    if (choices_.size() + (high + 1) > kMaxLcsCells) return false;
    uint32_t below_right_match = kNever;  // of cell (x + 1, y + 1)
    uint32_t below_right_edit = kNever;
    size_t lowest = high;
    for (size_t y = high + 1; y-- > 0;) {
      const bool inside = y >= low;  // the row below has a cell here
      const uint32_t below_match = inside && !last_row ? by_match_[y] : kNever;
      const uint32_t below_edit = inside && !last_row ? by_edit_[y] : kNever;
      uint8_t choice = 0;
      uint32_t edit = kNever;
      uint32_t match = last_row && y == b.size() ? 0 : kNever;
      if (std::min(below_match, below_edit) < kNever && flat_down(x + 1, y)) {
        edit = std::min(below_edit, below_match + 1);
        if (below_edit <= below_match) choice |= kEditAfterEdit;
      }
      if (y < high) {
        const uint32_t inserted = std::min(by_edit_[y + 1], by_match_[y + 1] + 1);
        if (inserted < edit && flat_along(x, y)) {
          edit = inserted;
          choice = kInsert;
          if (by_edit_[y + 1] <= by_match_[y + 1]) choice |= kEditAfterEdit;
        }
      }
      if (!last_row && y < b.size() && std::min(below_right_match, below_right_edit) < kNever &&
          a[x] == b[y]) {
        match = std::min(below_right_match, below_right_edit);
        if (below_right_edit < below_right_match) choice |= kEditAfterMatch;
      }
      by_match_[y] = match;
      by_edit_[y] = edit;
      below_right_match = below_match;
      below_right_edit = below_edit;
      choices_.push_back(choice);
      if (std::min(match, edit) < kNever) {
        lowest = y;
      } else if (y < low) {
        break;
      }
    }
    low = lowest;
    while (high > low && std::min(by_match_[high], by_edit_[high]) == kNever) --high;
  }
  begins_with_edit_ = by_edit_[0] < by_match_[0];
  return true;
}

/// One shortest path, from the end: goes on with an edit while it can, for few runs.
void BitLcs::walk_back(Units a, Units b, std::vector<UnitRun>& runs) const {
  const size_t first = runs.size();
  size_t x = a.size();
  size_t y = b.size();
  bool in_run = false;
  while (x > 0 || y > 0) {
    const bool insert = y > 0 && flat_along(x, y - 1);
    const bool remove = x > 0 && flat_down(x, y);
    const bool match = x > 0 && y > 0 && a[x - 1] == b[y - 1];
    if (match && !(in_run && (insert || remove))) {
      in_run = false;
      --x;
      --y;
      continue;
    }
    if (!in_run) runs.push_back({x, x, y, y});
    in_run = true;
    UnitRun& run = runs.back();
    remove ? run.a_begin = --x : run.b_begin = --y;
  }
  std::reverse(runs.begin() + static_cast<ptrdiff_t>(first), runs.end());
}

}  // namespace lauter
