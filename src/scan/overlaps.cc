#include "scan/overlaps.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <tuple>

namespace lauter::scan {
namespace {

/// Of hits that overlap the higher score wins; a little length counts as a little score.
void decide_cluster(std::span<Hit> cluster, std::vector<Hit>& kept) {
  const auto worth = [](const Hit& h) {
    return h.score + 0.003F * static_cast<float>(std::min<uint64_t>(h.span.size(), 30));
  };
  // A whole value is worth at least what a piece of it is.
  constexpr size_t kMostCompared = 32;
  if (cluster.size() <= kMostCompared) {
    for (Hit& whole : cluster) {
      for (const Hit& piece : cluster) {
        if (whole.category == piece.category && whole.score < piece.score &&
            piece.score < whole.score + 0.05F && whole.span.begin <= piece.span.begin &&
            piece.span.end <= whole.span.end && whole.span.size() >= piece.span.size() + 4) {
          whole.score = piece.score;
        }
      }
    }
  }
  std::sort(cluster.begin(), cluster.end(), [&](const Hit& a, const Hit& b) {
    const float wa = worth(a), wb = worth(b);
    if (wa != wb) return wa > wb;
    if (a.span.size() != b.span.size()) return a.span.size() > b.span.size();
    return std::tie(a.span, a.rule) < std::tie(b.span, b.rule);
  });
  // Those taken do not overlap, so that of them only the neighbours can reach into another.
  std::set<ByteSpan> taken;
  for (const Hit& hit : cluster) {
    const auto behind = taken.lower_bound(hit.span);
    if (behind != taken.end() && behind->overlaps(hit.span)) continue;
    if (behind != taken.begin() && std::prev(behind)->overlaps(hit.span)) continue;
    taken.insert(behind, hit.span);
    kept.push_back(hit);
  }
}

}  // namespace

void decide_overlaps(std::vector<Hit>& hits) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.span < b.span; });
  std::vector<Hit> kept;
  kept.reserve(hits.size());
  // Hits that overlap directly or through others form a cluster; clusters are decided one by one.
  for (size_t begin = 0; begin < hits.size();) {
    size_t end = begin + 1;
    for (uint64_t reach = hits[begin].span.end; end < hits.size() && hits[end].span.begin < reach;
         ++end) {
      reach = std::max(reach, hits[end].span.end);
    }
    if (end == begin + 1) {
      kept.push_back(hits[begin]);
    } else {
      decide_cluster(std::span(hits).subspan(begin, end - begin), kept);
    }
    begin = end;
  }
  std::sort(kept.begin(), kept.end(), [](const Hit& a, const Hit& b) { return a.span < b.span; });
  hits = std::move(kept);
}

}  // namespace lauter::scan
