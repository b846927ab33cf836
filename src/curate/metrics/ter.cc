#include "curate/metrics/ter.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <tuple>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "curate/metrics/mt_tokens.h"

namespace lauter {
namespace {

constexpr int64_t kMaxBlock = 10;
constexpr int64_t kMaxDistance = 50;
constexpr int64_t kBeam = 25;
constexpr int64_t kMaxTries = 1000;

using WordHashes = std::vector<uint64_t>;  ///< hashes: odds of a false match 2^-64 a pair

enum class Op : uint8_t { kNone, kSame, kReplace, kInsert, kDelete };

/// Edit distance of many orders of the same words to one reference, in a band beside the diagonal
/// (the last row is whole). Rows of words that stand as they stood in the last call are kept: a
/// move changes only what lies behind its first place.
class BandDistance {
 public:
  explicit BandDistance(const WordHashes& reference) : reference_(reference) {}

  /// `text` must be as long in every call.
  uint64_t operator()(const WordHashes& text) {
    size_t same = 0;
    if (rows_.empty()) {
      rows_.resize(text.size() + 1);
      for (size_t j = 0; j < width(); ++j) {
        rows_[0].cells.push_back({j, j == 0 ? Op::kNone : Op::kInsert});
      }
    } else {
      while (same < text.size() && last_[same] == text[same]) ++same;
    }
    last_ = text;
    const double ratio =
        text.empty() ? 1
                     : static_cast<double>(reference_.size()) / static_cast<double>(text.size());
    const int64_t beam = static_cast<double>(kBeam) < ratio / 2
                             ? static_cast<int64_t>(std::ceil(ratio / 2)) + kBeam
                             : kBeam;
    for (size_t i = same + 1; i <= text.size(); ++i) {
      const auto diagonal = static_cast<int64_t>(std::floor(static_cast<double>(i) * ratio));
      const auto begin = static_cast<size_t>(std::max<int64_t>(0, diagonal - beam));
      const size_t end =
          i == text.size()
              ? width()
              : static_cast<size_t>(std::min(static_cast<int64_t>(width()), diagonal + beam));
      fill_row(i, begin, end, text[i - 1]);
    }
    return rows_.back().at(width() - 1).cost;
  }

  /// The operations of the last call, in order.
  std::vector<Op> trace() const {
    std::vector<Op> ops;
    size_t i = last_.size();
    size_t j = reference_.size();
    while (i > 0 || j > 0) {
      const Op op = rows_[i].at(j).op;
      LAUTER_CHECK(op != Op::kNone, "the way through the band has a gap");
      ops.push_back(op);
      if (op != Op::kInsert) --i;
      if (op != Op::kDelete) --j;
    }
    std::reverse(ops.begin(), ops.end());
    return ops;
  }

 private:
  struct Cell {
    uint64_t cost = uint64_t{1} << 50;  ///< outside of the band
    Op op = Op::kNone;
  };
  struct Row {
    size_t begin = 0;
    std::vector<Cell> cells;
    Cell at(size_t j) const {
      return j >= begin && j - begin < cells.size() ? cells[j - begin] : Cell{};
    }
  };

  size_t width() const { return reference_.size() + 1; }

  /// Among equal costs: the same word or a replaced one, then deletion, then insertion. (Tercom's
  /// order, as the trace is read from the reference to the text.)
  void fill_row(size_t i, size_t begin, size_t end, uint64_t word) {
    const Row& above = rows_[i - 1];
    Row& row = rows_[i];
    row.begin = begin;
    row.cells.clear();
    for (size_t j = begin; j < end; ++j) {
      Cell best;
      const auto offer = [&best](uint64_t cost, Op op) {
        if (cost < best.cost) best = {cost, op};
      };
      if (j > 0) {
        const bool same = word == reference_[j - 1];
        offer(above.at(j - 1).cost + (same ? 0 : 1), same ? Op::kSame : Op::kReplace);
      }
      offer(above.at(j).cost + 1, Op::kDelete);
      if (j > begin) offer(row.cells.back().cost + 1, Op::kInsert);
      row.cells.push_back(best);
    }
  }

  const WordHashes& reference_;
  WordHashes last_;
  std::vector<Row> rows_;
};

/// Where each reference word lies in the text, and what is wrong on both sides.
struct Alignment {
  std::vector<int64_t> to_text;  ///< by reference word; -1 before the first
  std::vector<bool> reference_wrong;
  std::vector<bool> text_wrong;
};

Alignment align(const std::vector<Op>& trace) {
  Alignment found;
  int64_t at = -1;
  for (const Op op : trace) {
    const bool wrong = op != Op::kSame;
    if (op != Op::kInsert) {
      ++at;
      found.text_wrong.push_back(wrong);
    }
    if (op != Op::kDelete) {
      found.to_text.push_back(at);
      found.reference_wrong.push_back(wrong);
    }
  }
  return found;
}

bool any(const std::vector<bool>& flags, size_t begin, size_t n) {
  const auto from = flags.begin() + static_cast<std::ptrdiff_t>(begin);
  return std::find(from, from + static_cast<std::ptrdiff_t>(n), true) !=
         from + static_cast<std::ptrdiff_t>(n);
}

/// `words` with the block [start, start + n) moved before what stands at `target`; a target inside
/// of the block moves it behind as many words that follow it.
WordHashes moved(const WordHashes& words, size_t start, size_t n, size_t target) {
  WordHashes out = words;
  const auto place = [&](size_t i) { return out.begin() + static_cast<std::ptrdiff_t>(i); };
  if (target < start) {
    std::rotate(place(target), place(start), place(start + n));
  } else {
    const size_t end = target > start + n ? target : std::min(n + target, words.size());
    std::rotate(place(start), place(start + n), place(end));
  }
  return out;
}

/// The search for the best move of one order of the words.
class MoveSearch {
 public:
  MoveSearch(const WordHashes& text, const WordHashes& reference, BandDistance& distance)
      : text_(text), reference_(reference), distance_(distance), before_(distance(text)) {
    alignment_ = align(distance.trace());
  }

  /// Tries moves while `tries` is below its limit, and adds to it. Whether one was tried.
  bool run(int64_t& tries) {
    const auto n = static_cast<int64_t>(text_.size());
    const auto m = static_cast<int64_t>(reference_.size());
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = std::max<int64_t>(0, i - kMaxDistance);
           j < std::min(m, i + kMaxDistance + 1); ++j) {
        for (int64_t size = 1; size <= std::min({kMaxBlock, n - i, m - j}); ++size) {
          if (text_[static_cast<size_t>(i + size - 1)] !=
              reference_[static_cast<size_t>(j + size - 1)]) {
            break;
          }
          if (!may_move(i, j, size)) continue;
          try_targets(i, j, size, tries);
          if (tries >= kMaxTries) return found_;
        }
      }
    }
    return found_;
  }

  int64_t gain() const { return std::get<0>(best_); }
  const WordHashes& words() const { return best_words_; }

 private:
  /// Something must be wrong at both ends, and the block must not lie there already.
  bool may_move(int64_t i, int64_t j, int64_t size) const {
    const auto n = static_cast<size_t>(size);
    if (!any(alignment_.text_wrong, static_cast<size_t>(i), n)) return false;
    if (!any(alignment_.reference_wrong, static_cast<size_t>(j), n)) return false;
    const int64_t at = alignment_.to_text[static_cast<size_t>(j)];
    return at < i || at >= i + size;
  }

  void try_targets(int64_t i, int64_t j, int64_t size, int64_t& tries) {
    int64_t last = -1;
    for (int64_t offset = -1; offset < size; ++offset) {
      const int64_t place = j + offset;
      if (place >= static_cast<int64_t>(reference_.size())) break;
      const int64_t target = place == -1 ? 0 : alignment_.to_text[static_cast<size_t>(place)] + 1;
      if (target == last) continue;
      last = target;
      WordHashes words = moved(text_, static_cast<size_t>(i), static_cast<size_t>(size),
                               static_cast<size_t>(target));
      // The greatest gain; then the longest, the first block, the first target.
      const Rank rank = {static_cast<int64_t>(before_) - static_cast<int64_t>(distance_(words)),
                         size, -i, -target};
      ++tries;
      if (found_ && rank <= best_) continue;
      found_ = true;
      best_ = rank;
      best_words_ = std::move(words);
    }
  }

  using Rank = std::tuple<int64_t, int64_t, int64_t, int64_t>;
  const WordHashes& text_;
  const WordHashes& reference_;
  BandDistance& distance_;
  uint64_t before_;
  Alignment alignment_;
  bool found_ = false;
  Rank best_;
  WordHashes best_words_;
};

uint64_t count_edits(WordHashes text, const WordHashes& reference) {
  if (reference.empty()) return text.size();
  BandDistance distance(reference);
  uint64_t moves = 0;
  int64_t tries = 0;
  for (;;) {
    MoveSearch search(text, reference, distance);
    // When the limit is met, the move at hand is not made: as in sacreBLEU.
    if (!search.run(tries) || tries >= kMaxTries || search.gain() <= 0) break;
    ++moves;
    text = search.words();
  }
  return moves + distance(text);
}

WordHashes tercom_words(std::string_view text) {
  MtTokens tokens;
  tokenize_tercom(text, tokens);
  WordHashes words;
  for (const std::string_view token : tokens.list) words.push_back(hash64(token));
  return words;
}

}  // namespace

void Ter::add(std::string_view text, std::span<const std::string_view> references) {
  const WordHashes words = tercom_words(text);
  uint64_t best = std::numeric_limits<uint64_t>::max();
  uint64_t lengths = 0;
  for (const std::string_view reference : references) {
    const WordHashes others = tercom_words(reference);
    best = std::min(best, count_edits(words, others));
    lengths += others.size();
  }
  if (references.empty()) return;
  edits_ += best;
  reference_words_ += static_cast<double>(lengths) / static_cast<double>(references.size());
}

double Ter::score() const {
  if (reference_words_ > 0) return 100 * static_cast<double>(edits_) / reference_words_;
  return edits_ > 0 ? 100 : 0;
}

}  // namespace lauter
