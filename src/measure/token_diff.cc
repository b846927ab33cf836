#include "measure/token_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace lauter::internal {
namespace {

constexpr int kMaxChanges = 3000;

struct Token {
  std::string_view text;
  uint64_t begin;
};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z');
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (is_word_byte(text[i])) {
      while (end < text.size() && is_word_byte(text[end])) ++end;
    }
    tokens.push_back({text.substr(i, end - i), i});
    i = end;
  }
  return tokens;
}

/// Marks the tokens a[i] that a shortest edit script from a to b keeps. False if it needs more than
/// kMaxChanges insertions and deletions.
bool mark_kept(const std::vector<Token>& a, const std::vector<Token>& b, size_t head, size_t tail,
               std::vector<bool>& kept) {
  const int n = static_cast<int>(a.size() - head - tail);
  const int m = static_cast<int>(b.size() - head - tail);
  const int limit = std::min(n + m, kMaxChanges);
  const auto at = [&](int k) { return static_cast<size_t>(k + limit + 1); };
  const auto same = [&](int x, int y) {
    return a[head + static_cast<size_t>(x)].text == b[head + static_cast<size_t>(y)].text;
  };
  std::vector<int> furthest(2 * static_cast<size_t>(limit) + 3, 0);
  std::vector<std::vector<int>> trace;  // furthest x on diagonals -d..d before step d
  int d = 0;
  bool done = false;
  for (; d <= limit && !done; ++d) {
    trace.emplace_back(furthest.begin() + static_cast<std::ptrdiff_t>(at(-d - 1)),
                       furthest.begin() + static_cast<std::ptrdiff_t>(at(d + 1)) + 1);
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && furthest[at(k - 1)] < furthest[at(k + 1)]);
      int x = down ? furthest[at(k + 1)] : furthest[at(k - 1)] + 1;
      int y = x - k;
      while (x < n && y < m && same(x, y)) ++x, ++y;
      furthest[at(k)] = x;
      if (x >= n && y >= m) {
        done = true;
        break;
      }
    }
  }
  if (!done) return false;
  int x = n;
  int y = m;
  for (int step = d - 1; step >= 0; --step) {
    const std::vector<int>& before = trace[static_cast<size_t>(step)];
    const auto old = [&](int k) { return before[static_cast<size_t>(k + step + 1)]; };
    const int k = x - y;
    const bool down = k == -step || (k != step && old(k - 1) < old(k + 1));
    const int from_k = down ? k + 1 : k - 1;
    const int from_x = step == 0 ? 0 : old(from_k);
    const int start_x = step == 0 ? 0 : (down ? from_x : from_x + 1);
    for (int i = start_x; i < x; ++i) kept[head + static_cast<size_t>(i)] = true;
    x = from_x;
    y = from_x - from_k;
  }
  return true;
}

}  // namespace

Survival measure_survival(std::string_view original, std::string_view refined,
                          const ByteSet& gold) {
  const std::vector<Token> a = tokens_of(original);
  const std::vector<Token> b = tokens_of(refined);
  const size_t shorter = std::min(a.size(), b.size());
  size_t head = 0;
  while (head < shorter && a[head].text == b[head].text) ++head;
  size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail].text == b[b.size() - 1 - tail].text)
    ++tail;

  std::vector<bool> kept(a.size(), false);
  std::fill(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(head), true);
  std::fill(kept.end() - static_cast<std::ptrdiff_t>(tail), kept.end(), true);
  Survival survival;
  survival.approximate = !mark_kept(a, b, head, tail, kept);
  for (size_t i = 0; i < a.size(); ++i) {
    const uint64_t size = a[i].text.size();
    if (gold.touches({a[i].begin, a[i].begin + size})) continue;
    survival.outside += size;
    if (kept[i]) survival.identical += size;
  }
  return survival;
}

}  // namespace lauter::internal
