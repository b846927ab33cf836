#include "edit/edit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::boundaries;
using testing_support::Random;
using testing_support::random_program;
using testing_support::random_span;
using testing_support::random_text;

Edit edit(uint64_t begin, uint64_t end, std::string with, float score = 1.0F) {
  return {{begin, end}, std::move(with), {"test", "rule", "LABEL", score}};
}

EditProgram program(std::vector<Edit> edits) {
  EditProgram p;
  p.edits = std::move(edits);
  return p;
}

/// The meaning of a program in the slowest words: from the back, one edit after the other.
std::string reference_apply(const EditProgram& p, std::string text) {
  for (size_t i = p.edits.size(); i-- > 0;) {
    const Edit& e = p.edits[i];
    text.replace(e.span.begin, e.span.size(), e.with);
  }
  return text;
}

TEST(Validate, NamesWhatIsWrong) {
  const std::string text =
      "ab\xC3\xA9"
      "d";
  const struct {
    const char* name;
    EditProgram p;
    const char* message;
  } rows[] = {
      {"beyond the end", program({edit(0, 6, "")}), "leaves the text"},
      {"backwards", program({edit(2, 1, "")}), "before the begin"},
      {"begin inside a character", program({edit(3, 4, "")}), "splits"},
      {"end inside a character", program({edit(0, 3, "")}), "splits"},
      {"overlap", program({edit(0, 2, ""), edit(1, 2, "")}), "op 1 at bytes 1..2"},
      {"unsorted", program({edit(2, 2, "x"), edit(0, 1, "")}), "previous op"},
      {"replacement is no UTF-8", program({edit(0, 1, "\xFF")}), "not UTF-8"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto result = validate(row.p, text);
    ASSERT_FALSE(result.ok());
    EXPECT_NE(result.error().message.find(row.message), std::string::npos)
        << result.error().message;
    EXPECT_FALSE(apply_program(row.p, text).ok());
    EXPECT_FALSE(invert(row.p, text).ok());
  }
  EXPECT_TRUE(
      validate(program({edit(0, 1, ""), edit(1, 1, "x"), edit(1, 1, "y"), edit(1, 5, "")}), text)
          .ok());
}

TEST(Apply, InsertionsDeletionsAndWholeTexts) {
  EXPECT_EQ(*apply_program(program({}), "same"), "same");
  EXPECT_EQ(*apply_program(program({edit(0, 4, "")}), "gone"), "");
  EXPECT_EQ(*apply_program(program({edit(0, 0, "new")}), ""), "new");
  EXPECT_EQ(*apply_program(program({edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "3")}), "abc"),
            "a123c");
  EditProgram drop = program({edit(0, 1, "x")});
  drop.drop_document = true;
  EXPECT_EQ(*apply_program(drop, "abc"), "");
}

TEST(Apply, LawsHoldForRandomPrograms) {
  Random random(7);
  for (int trial = 0; trial < 20000; ++trial) {
    const std::string text = random_text(random, 20);
    const EditProgram p = random_program(random, text);
    const auto refined = apply_program(p, text);
    ASSERT_TRUE(refined.ok()) << refined.error().message;
    ASSERT_EQ(*refined, reference_apply(p, text));
    const auto back = invert(p, text);
    ASSERT_TRUE(back.ok());
    ASSERT_EQ(*apply_program(*back, *refined), text);
  }
}

TEST(OffsetMap, BytesOutsideEditsKeepTheirIdentity) {
  Random random(11);
  for (int trial = 0; trial < 5000; ++trial) {
    const std::string text = random_text(random, 16);
    const EditProgram p = random_program(random, text, 3);
    const std::string refined = *apply_program(p, text);
    // Brute force: give every original byte outside the edits its place in the refined text.
    std::map<uint64_t, uint64_t> place;
    uint64_t at = 0;
    uint64_t from = 0;
    for (const Edit& e : p.edits) {
      for (; from < e.span.begin; ++from) place[from] = at++;
      for (; from < e.span.end; ++from) place[from] = at;  // the begin of the replacement
      at += e.with.size();
    }
    for (; from <= text.size(); ++from) place[from] = at++;
    const OffsetMap map(p);
    for (const auto& [orig, expected] : place) {
      ASSERT_EQ(map.to_refined(orig), expected);
      ASSERT_EQ(to_refined(p, orig), expected);
      const bool outside = std::none_of(p.edits.begin(), p.edits.end(), [o = orig](const Edit& e) {
        return e.span.begin <= o && o < e.span.end;
      });
      if (outside) {
        ASSERT_EQ(map.to_original(expected), orig);
        ASSERT_EQ(to_original(p, expected), orig);
      }
    }
    // A span of the refined text comes from the hull of what its bytes come from.
    for (uint64_t a = 0; a < refined.size(); ++a) {
      for (uint64_t b = a + 1; b <= refined.size(); ++b) {
        const ByteSpan orig = map.to_original(ByteSpan{a, b});
        ASSERT_EQ(orig.begin, map.to_original(a));
        ASSERT_LE(orig.begin, orig.end);
        ASSERT_LE(orig.end, text.size());
        ASSERT_LE(map.to_original(ByteSpan{b - 1, b}).end, orig.end);
      }
    }
  }
}

TEST(Compose, IsOneAfterTheOther) {
  Random random(13);
  for (int trial = 0; trial < 30000; ++trial) {
    const std::string text = random_text(random, 14);
    const EditProgram p = random_program(random, text, 4);
    const std::string refined = *apply_program(p, text);
    const EditProgram q = random_program(random, refined, 4);
    const auto composed = compose(p, q, text);
    ASSERT_TRUE(composed.ok()) << composed.error().message;
    const auto both = apply_program(*composed, text);
    ASSERT_TRUE(both.ok()) << both.error().message;
    ASSERT_EQ(*both, *apply_program(q, refined));
    ASSERT_LE(composed->edits.size(), p.edits.size() + q.edits.size());
  }
}

TEST(Compose, LeavesDistantEditsAlone) {
  const std::string text = "the cat sat on the mat";
  const EditProgram p = program({edit(4, 7, "weasel"), edit(19, 22, "rug")});
  const EditProgram q = program({edit(11, 14, "lay")});  // "sat", one blank behind the weasel
  const auto composed = compose(p, q, text);
  ASSERT_TRUE(composed.ok());
  ASSERT_EQ(composed->edits.size(), 3U);
  EXPECT_EQ(composed->edits[0].with, "weasel");
  EXPECT_EQ(composed->edits[1].span, (ByteSpan{8, 11}));
  EXPECT_EQ(*apply_program(*composed, text), "the weasel lay on the rug");

  EditProgram drop;
  drop.drop_document = true;
  EXPECT_FALSE(compose(drop, q, text).ok());
}

/// The definition: take the most preferred proposal, drop all that overlap it, repeat.
std::vector<Edit> reference_merge(std::vector<std::pair<int, Edit>> left) {
  const auto better = [](const std::pair<int, Edit>& a, const std::pair<int, Edit>& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second.cause.score != b.second.cause.score) {
      return a.second.cause.score > b.second.cause.score;
    }
    if (a.second.span.size() != b.second.span.size()) {
      return a.second.span.size() > b.second.span.size();
    }
    if (a.second.span.begin != b.second.span.begin) {
      return a.second.span.begin < b.second.span.begin;
    }
    return a.second.with < b.second.with;
  };
  const auto clash = [](const ByteSpan& a, const ByteSpan& b) {
    if (a.empty() && b.empty()) return a == b;
    if (a.empty()) return b.begin < a.begin && a.begin < b.end;
    if (b.empty()) return a.begin < b.begin && b.begin < a.end;
    return std::max(a.begin, b.begin) < std::min(a.end, b.end);
  };
  std::vector<Edit> taken;
  while (!left.empty()) {
    const auto best = *std::min_element(left.begin(), left.end(), better);
    taken.push_back(best.second);
    std::erase_if(left,
                  [&](const auto& other) { return clash(other.second.span, best.second.span); });
  }
  std::sort(taken.begin(), taken.end(),
            [](const Edit& a, const Edit& b) { return a.span < b.span; });
  return taken;
}

TEST(Merge, IsTheGreedyChoiceInAnyOrderOfProposals) {
  Random random(17);
  for (int trial = 0; trial < 20000; ++trial) {
    const std::string text = random_text(random, 12);
    const std::vector<uint64_t> offsets = boundaries(text);
    std::vector<std::pair<int, Edit>> all;
    for (size_t n = below(random, 9); n > 0; --n) {
      const ByteSpan span = random_span(random, offsets);
      const float score = static_cast<float>(below(random, 3)) / 2.0F;
      all.emplace_back(static_cast<int>(below(random, 3)),
                       edit(span.begin, span.end, random_text(random, 1), score));
    }
    std::vector<Edit> expected = reference_merge(all);
    for (int shuffle = 0; shuffle < 2; ++shuffle) {
      std::shuffle(all.begin(), all.end(), random);
      std::vector<ProposalList> lists;
      for (const auto& [rank, e] : all) lists.push_back({rank, {e}});
      const auto merged = merge(text, lists);
      ASSERT_TRUE(merged.ok()) << merged.error().message;
      ASSERT_TRUE(validate(merged->program, text).ok());
      ASSERT_EQ(merged->program.edits.size(), expected.size());
      for (size_t i = 0; i < expected.size(); ++i) {
        ASSERT_EQ(merged->program.edits[i].span, expected[i].span);
        ASSERT_EQ(merged->program.edits[i].with, expected[i].with);
      }
      ASSERT_EQ(merged->rejected.size() + expected.size(), all.size());
    }
  }
}

TEST(Merge, RefusesWhatCannotBeOrdered) {
  EXPECT_FALSE(merge("abc", {{0, {edit(0, 9, "")}}}).ok());
  EXPECT_FALSE(merge("\xC3\xA9", {{0, {edit(0, 1, "")}}}).ok());
  EXPECT_FALSE(merge("abc", {{0, {edit(0, 1, "", NAN)}}}).ok());
  EXPECT_TRUE(merge("abc", {})->program.empty());
}

TEST(Merge, ManyProposalsOnOneTextStayFast) {
  // 200,000 nested spans: a quadratic merge would take minutes.
  const std::string text(400000, 'x');
  ProposalList list;
  for (uint64_t i = 0; i < 200000; ++i) {
    list.edits.push_back(edit(i, text.size() - i, "", static_cast<float>(i)));
  }
  const auto merged = merge(text, {list});
  ASSERT_TRUE(merged.ok());
  ASSERT_EQ(merged->program.edits.size(), 1U);
  EXPECT_EQ(merged->program.edits[0].span, (ByteSpan{199999, 200001}));
}

}  // namespace
}  // namespace lauter
