/// What is read once around a place, against reading it each time.
#include "scan/views/surroundings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "scan/registry.h"

namespace lauter::scan {
namespace {

int plain_distance(std::string_view gap) {
  int distance = static_cast<int>(gap.size());
  for (size_t i = 0; i < gap.size(); ++i) {
    const char next = i + 1 < gap.size() ? gap[i + 1] : 'x';
    if (gap[i] == '\n') distance += next == '\n' ? 60 : 12;
    if (std::string_view(".;?!").find(gap[i]) != std::string_view::npos && is_space(next))
      distance += 20;
  }
  return distance;
}

TEST(Surroundings, AgreeWithReadingEachTime) {
  std::mt19937 rng(3);
  Surroundings around;
  const Registry& registry = Registry::builtin();
  for (int trial = 0; trial < 50; ++trial) {
    std::string text;
    for (int i = 0; i < 1500; ++i) text += "ab. \n;:"[rng() % 7];
    std::vector<CueHit> cues;
    for (uint32_t i = 0; i < 80; ++i) {
      const auto begin = static_cast<uint32_t>(rng() % (text.size() - 20));
      cues.push_back({begin, begin + 1 + static_cast<uint32_t>(rng() % 12),
                      static_cast<uint16_t>(rng() % registry.phrases().size())});
    }
    std::sort(cues.begin(), cues.end(),
              [](const CueHit& a, const CueHit& b) { return a.begin < b.begin; });
    around.reset(registry, text, cues);
    size_t place = 0;
    for (int step = 0; step < 300; ++step) {
      const size_t last = place;
      place = step % 7 == 0 ? rng() % text.size() : std::min(text.size() - 1, place + rng() % 20);
      around.move(place);
      EXPECT_TRUE(around.mark(2) == 0 || place == last);
      around.mark(2) = 1;
      std::vector<size_t> expected;
      for (size_t i = cues.size(); i-- > 0;) {
        if (cues[i].begin < place && cues[i].begin + Surroundings::kReach >= place &&
            cues[i].end <= place && cues[i].end + registry.reach(cues[i].phrase) >= place) {
          expected.push_back(i);
        }
      }
      std::vector<size_t> got;
      for (Surroundings::Label& label : around.before()) {
        got.push_back(label.cue);
        const CueHit& cue = cues[label.cue];
        EXPECT_EQ(label.gap, place - cue.end);
        EXPECT_EQ(label.phrase, cue.phrase);
        EXPECT_EQ(around.distance(label),
                  plain_distance(std::string_view(text).substr(cue.end, place - cue.end)));
      }
      EXPECT_EQ(got, expected);
      const size_t first = around.behind();
      EXPECT_TRUE(first == cues.size() || cues[first].begin >= place);
      EXPECT_TRUE(first == 0 || cues[first - 1].begin < place);
      const size_t line_end = std::min(text.size(), text.find('\n', place));
      const size_t reach = 1 + rng() % 200;
      const size_t seen = around.line_end(reach);
      EXPECT_TRUE(seen == line_end || std::min(seen, line_end) > place + reach) << seen << " " << line_end;
      const size_t cue = rng() % cues.size();
      const Connector link = skip_connector(text, cues[cue].end);
      EXPECT_EQ(around.link(cue).value_begin, link.value_begin);
      EXPECT_EQ(around.link(cue).strength, link.strength);
    }
    around.reset(registry, text, cues);
    for (place = 0; place < text.size(); place += rng() % 20) {
      around.move(place);
      std::vector<uint32_t> backing;
      for (uint32_t i = 0; i < cues.size(); ++i) {
        if (cues[i].begin >= place && cues[i].begin <= place + 200 &&
            registry.backs(cues[i].phrase) &&
            skip_connector(text, cues[i].end).strength != Announce::kMark) {
          backing.push_back(i);
        }
      }
      const std::span<const uint32_t> got = around.backing(place + 200);
      EXPECT_EQ(std::vector<uint32_t>(got.begin(), got.end()), backing);
    }
  }
}

}  // namespace
}  // namespace lauter::scan
