/// The flat rows of the registry against the full structs that they are made from.
#include "scan/registry.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lauter::scan {
namespace {

template <typename Flat, typename Full>
bool same(const Flat& flat, const Full& full) {
  return std::equal(flat.begin(), flat.end(), full.begin(), full.end());
}

TEST(Registry, LabelsSayWhatTheirPhrasesSay) {
  const Registry& registry = Registry::builtin();
  size_t with_matchers = 0, vetoes = 0;
  for (size_t i = 0; i < registry.phrases().size(); ++i) {
    const auto p = static_cast<uint16_t>(i);
    const Phrase& phrase = registry.phrases()[p];
    EXPECT_TRUE(same(registry.sets(p), phrase.sets)) << p;
    EXPECT_TRUE(same(registry.matchers(p), phrase.matchers)) << p;
    EXPECT_EQ(registry.vetoes(p), phrase.is_veto) << p;
    EXPECT_EQ(registry.announces(p), !phrase.labelled.empty()) << p;
    EXPECT_EQ(registry.matches_in_code(p), phrase.in_code && !phrase.matchers.empty()) << p;
    bool backs = false;
    for (const Registry::Owned& owned : registry.owned(p)) {
      EXPECT_EQ(std::count(phrase.owned.begin(), phrase.owned.end(), owned.rule), 1) << p;
      EXPECT_GE(registry.reach(p), owned.before) << p;
      backs = backs || owned.after != 0;
    }
    EXPECT_EQ(registry.backs(p), backs) << p;
    with_matchers += !phrase.matchers.empty();
    vetoes += phrase.is_veto;
  }
  EXPECT_GT(with_matchers, 300U);
  EXPECT_GT(vetoes, 20U);
}

TEST(Registry, RulesAreFoundByTheirAddress) {
  const Registry& registry = Registry::builtin();
  for (size_t id = 0; id < registry.rule_count(); ++id) {
    const RuleInfo& rule = registry.rule(static_cast<RuleId>(id));
    EXPECT_EQ(registry.id_of(&rule), id);
    EXPECT_EQ(registry.find_rule(rule.name), id);
  }
}

}  // namespace
}  // namespace lauter::scan
