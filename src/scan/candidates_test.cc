/// The pass over runs of digits against the plain way: every rule tried at every place.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "scan/engine.h"
#include "scan/confident_spans.h"

namespace lauter::scan {
namespace {

using Key = std::tuple<uint32_t, uint32_t, std::string>;

/// A page with labels at known places, and the working memory of a pass over it.
struct Sample {
  std::string text;
  std::vector<CueHit> cues;
};

/// Any string that the shape matches, or some prefix of one: a walk over random bytes that the
/// first positions of a match allow.
std::string random_value(const Shape& shape, std::mt19937& rng) {
  constexpr std::string_view kLikely = "0123456789012345678901234567890123456789ABCDEXYZabc-- ./:";
  std::string value;
  for (const ByteSet& set : shape.prefix(20)) {
    if (set.all() && !value.empty()) break;
    char c = '0';
    for (int tries = 0; tries < 200; ++tries) {
      c = kLikely[rng() % kLikely.size()];
      if (set.test(static_cast<unsigned char>(c))) break;
    }
    value += c;
  }
  return value;
}

Sample random_sample(const Registry& registry, std::mt19937& rng) {
  Sample sample;
  const auto values = registry.values();
  for (int piece = 0; piece < 6; ++piece) {
    // Mostly rules whose values random bytes can be: without check digits.
    size_t rule = rng() % values.size();
    while (values[rule].row->check != nullptr && rng() % 8 != 0) rule = rng() % values.size();
    const CompiledValue& value = values[rule];
    const auto phrase = static_cast<uint16_t>(rng() % registry.phrases().size());
    constexpr std::string_view kGaps[] = {
        ": ", " ", " is ", "\n", ". ", " no. ", ", then a few words, "};
    const auto add_label = [&](uint16_t p) {
      const size_t begin = sample.text.size();
      for (const std::string_view word : registry.phrases()[p].words)
        sample.text.append(sample.text.size() > begin ? " " : "").append(word);
      sample.cues.push_back(
          {static_cast<uint32_t>(begin), static_cast<uint32_t>(sample.text.size()), p});
    };
    // A label of the value's own, or any.
    uint16_t label = phrase;
    for (uint16_t p = 0; p < registry.phrases().size(); ++p) {
      const std::span<const uint16_t> owned = registry.phrases()[p].owned;
      if (std::find(owned.begin(), owned.end(), rule) != owned.end() && rng() % 3 == 0) label = p;
    }
    const bool before = rng() % 3 != 0;
    if (before) {
      add_label(label);
      sample.text += kGaps[rng() % std::size(kGaps)];
    }
    sample.text += random_value(value.shape, rng);
    sample.text += kGaps[rng() % std::size(kGaps)];
    if (!before) {
      add_label(label);
      sample.text += "\n";
    }
  }
  return sample;
}

TEST(Candidates, AgreeWithTryingEveryRuleEverywhere) {
  const Registry& registry = Registry::builtin();
  std::set<std::string> names;
  for (const CompiledValue& value : registry.values()) names.insert(value.row->info.name);
  const EnabledRules enabled(registry, std::vector<bool>(registry.values().size(), true));
  std::mt19937 rng(11);
  size_t compared = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    const Sample sample = random_sample(registry, rng);
    const Page page{sample.text, ScanMode::kText, &registry, sample.cues, {}};
    Found found;
    Surroundings around;
    around.reset(registry, sample.text, sample.cues);
    std::vector<uint32_t> numbers, scattered;
    const Pass pass{registry, page, enabled, enabled, found, around, {}, numbers, scattered};
    const auto take = [&] {
      std::set<Key> keys;
      for (const Finding& f : found.findings()) {
        if (names.contains(f.rule->name)) keys.emplace(f.begin, f.end, f.rule->name);
      }
      found.findings().clear();
      return keys;
    };
    scan_candidates(pass);
    const ConfidentSpans sure(found, kSure);
    const std::set<Key> fast = take();
    for (size_t at = 0; at < sample.text.size(); ++at) {
      for (uint16_t rule = 0; rule < registry.values().size(); ++rule) {
        const ValueRule& row = *registry.values()[rule].row;
        if (row.anchor == nullptr && (row.flags & kLabelledOnly) == 0) try_value(pass, rule, at);
      }
    }
    std::set<Key> slow;
    for (const Key& key : take()) {
      // The pass begins where a run with a digit does (words before it are its own affair).
      const size_t begin = std::get<0>(key);
      const auto run_end = std::find_if_not(sample.text.begin() + static_cast<ptrdiff_t>(begin),
                                            sample.text.end(), is_alnum);
      const bool digit =
          std::any_of(sample.text.begin() + static_cast<ptrdiff_t>(begin), run_end, is_digit);
      // The rest of a value that was surely found is not looked at.
      bool claimed = !fast.contains(key);
      for (size_t i = begin; claimed && i < std::get<1>(key); ++i) claimed = sure.hold(i);
      if (digit && !claimed && (begin == 0 || !is_alnum(sample.text[begin - 1]))) slow.insert(key);
    }
    for (const Key& key : slow) {
      EXPECT_TRUE(fast.contains(key)) << std::get<2>(key) << " at " << std::get<0>(key) << " in\n"
                                      << sample.text;
    }
    compared += slow.size();
  }
  EXPECT_GT(compared, 40U);
}

TEST(FormIndex, NamesEveryShapeThatMatches) {
  const Registry& registry = Registry::builtin();
  std::mt19937 rng(5);
  const FormIndex::Rules all =
      registry.unlabelled().select(std::vector<bool>(registry.values().size(), true));
  size_t matched = 0, named = 0, tried = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    const auto& values = registry.values();
    text += random_value(values[rng() % values.size()].shape, rng);
    text += random_value(values[rng() % values.size()].shape, rng);
    size_t length = 0;
    bool digits = false, letters = false;
    for (; length < text.size() && is_alnum(text[length]); ++length)
      (is_digit(text[length]) ? digits : letters) = true;
    const AtomKind kind = digits && letters ? AtomKind::kMixed
                          : digits          ? AtomKind::kDigits
                                            : AtomKind::kLetters;
    const size_t key = length == 0 ? kSymbolStart : first_atom_key(kind, length);
    const int next = length < text.size() ? follow_class(text[length]) : kFollowEnd;
    std::set<uint16_t> rules;
    registry.unlabelled().visit(text, 0, key, next, all,
                                [&](uint16_t rule) { rules.insert(rule); });
    for (uint16_t rule = 0; rule < values.size(); ++rule) {
      const ValueRule& row = *values[rule].row;
      if (row.need != Need::kNone || row.anchor != nullptr || (row.flags & kLabelledOnly) != 0)
        continue;
      ++tried;
      const size_t n = values[rule].shape.match(text, 0);
      // A match that ends inside the first run is no value (stands_alone()).
      if (n == Shape::npos || n < length) continue;
      EXPECT_TRUE(rules.contains(rule)) << row.info.name << " on " << text;
      ++matched;
    }
    named += rules.size();
  }
  EXPECT_GT(matched, 300U);
  EXPECT_LT(named, tried / 20);
}

}  // namespace
}  // namespace lauter::scan
