#include "edit/diff/landmarks.h"

#include <algorithm>

namespace lauter {
namespace {

constexpr uint64_t kFactor = 0x9E3779B97F4A7C15;

uint64_t mix(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93;
  return hash ^ (hash >> 32);
}

struct Passage {
  uint64_t hash;
  size_t at;
};

/// The chosen passages that stand in `text` once (by hash), sorted by hash.
std::vector<Passage> unique_passages(Units text, size_t length) {
  std::vector<Passage> passages;
  if (text.size() < length) return passages;
  uint64_t leaving = 1;  // kFactor^length: weight of the unit that leaves the window
  for (size_t i = 0; i < length; ++i) leaving *= kFactor;
  uint64_t hash = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    hash = hash * kFactor + text[i] + 1;
    if (i >= length) hash -= leaving * (text[i - length] + 1);
    if (i + 1 < length) continue;
    const uint64_t mixed = mix(hash);
    if (mixed % 8 == 0) passages.push_back({mixed, i + 1 - length});
  }
  std::sort(passages.begin(), passages.end(), [](const Passage& x, const Passage& y) {
    return x.hash != y.hash ? x.hash < y.hash : x.at < y.at;
  });
  std::vector<Passage> unique;
  for (size_t i = 0; i < passages.size();) {
    size_t end = i + 1;
    while (end < passages.size() && passages[end].hash == passages[i].hash) ++end;
    if (end == i + 1) unique.push_back(passages[i]);
    i = end;
  }
  return unique;
}

/// Longest increasing chain in `b` of landmarks sorted by `a` (patience sorting).
std::vector<Landmark> longest_chain(const std::vector<Landmark>& marks) {
  std::vector<size_t> tails;  // of the best chain of every length
  std::vector<size_t> before(marks.size());
  for (size_t i = 0; i < marks.size(); ++i) {
    const auto place =
        std::lower_bound(tails.begin(), tails.end(), i,
                         [&marks](size_t x, size_t y) { return marks[x].b < marks[y].b; });
    before[i] = place == tails.begin() ? i : *(place - 1);
    if (place == tails.end()) {
      tails.push_back(i);
    } else {
      *place = i;
    }
  }
  std::vector<Landmark> chain(tails.size());
  size_t at = tails.empty() ? 0 : tails.back();
  for (size_t i = chain.size(); i-- > 0; at = before[at]) chain[i] = marks[at];
  return chain;
}

}  // namespace

std::vector<Landmark> find_landmarks(Units a, Units b, size_t length) {
  const std::vector<Passage> of_a = unique_passages(a, length);
  const std::vector<Passage> of_b = unique_passages(b, length);
  std::vector<Landmark> marks;
  for (size_t i = 0, j = 0; i < of_a.size() && j < of_b.size();) {
    if (of_a[i].hash == of_b[j].hash) {
      const Units x = a.subspan(of_a[i].at, length);
      const Units y = b.subspan(of_b[j].at, length);
      if (std::equal(x.begin(), x.end(), y.begin())) marks.push_back({of_a[i].at, of_b[j].at});
      ++i;
      ++j;
    } else {
      of_a[i].hash < of_b[j].hash ? ++i : ++j;
    }
  }
  std::sort(marks.begin(), marks.end(),
            [](const Landmark& x, const Landmark& y) { return x.a < y.a; });
  return longest_chain(marks);
}

}  // namespace lauter
