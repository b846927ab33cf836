#include "edit/diff/diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "edit/diff/units.h"
#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::Random;
using testing_support::random_text;

struct Cost {
  uint64_t chars = 0;
  uint64_t runs = 0;
  auto operator<=>(const Cost&) const = default;
};

/// The reference: all cells of the textbook table, with the cost of the best path that ends in a
/// match and of the best that ends in an edit.
Cost least_cost(const std::string& raw, const std::string& refined) {
  constexpr Cost kNever = {1 << 30, 0};
  UnitText raw_units;
  UnitText refined_units;
  raw_units.assign(raw);
  refined_units.assign(refined);
  const Units a = raw_units.units();
  const Units b = refined_units.units();
  struct Cell {
    Cost match;
    Cost edit;
  };
  std::vector<std::vector<Cell>> cells(a.size() + 1, std::vector<Cell>(b.size() + 1));
  for (size_t x = 0; x <= a.size(); ++x) {
    for (size_t y = 0; y <= b.size(); ++y) {
      Cell cell = {kNever, kNever};
      if (x == 0 && y == 0) cell.match = {0, 0};
      if (x > 0 && y > 0 && a[x - 1] == b[y - 1]) {
        cell.match = std::min(cells[x - 1][y - 1].match, cells[x - 1][y - 1].edit);
      }
      const auto extend = [&cell](const Cell& from) {
        cell.edit = std::min({cell.edit, Cost{from.match.chars + 1, from.match.runs + 1},
                              Cost{from.edit.chars + 1, from.edit.runs}});
      };
      if (x > 0) extend(cells[x - 1][y]);
      if (y > 0) extend(cells[x][y - 1]);
      cells[x][y] = cell;
    }
  }
  return std::min(cells.back().back().match, cells.back().back().edit);
}

size_t characters(std::string_view text) {
  UnitText units;
  units.assign(text);
  return units.units().size();
}

std::string apply_runs(const std::vector<DiffRun>& runs, const std::string& raw,
                       const std::string& refined) {
  std::string out;
  uint64_t at = 0;
  for (const DiffRun& run : runs) {
    out += raw.substr(at, run.raw.begin - at);
    out += run.refined.of(refined);
    at = run.raw.end;
  }
  return out + raw.substr(at);
}

/// Everything that must hold for any two texts; returns the result.
Diff check_diff(Differ& differ, const std::string& raw, const std::string& refined) {
  Diff diff = differ.diff(raw, refined);
  EXPECT_EQ(apply_runs(diff.runs, raw, refined), refined);
  uint64_t deleted = 0;
  uint64_t inserted = 0;
  for (size_t i = 0; i < diff.runs.size(); ++i) {
    const DiffRun& run = diff.runs[i];
    EXPECT_FALSE(run.raw.empty() && run.refined.empty());
    if (i > 0) {
      EXPECT_LT(diff.runs[i - 1].raw.end, run.raw.begin);
      EXPECT_LT(diff.runs[i - 1].refined.end, run.refined.begin);
    }
    deleted += characters(run.raw.of(raw));
    inserted += characters(run.refined.of(refined));
  }
  EXPECT_EQ(diff.stats.deleted_chars, deleted);
  EXPECT_EQ(diff.stats.inserted_chars, inserted);
  return diff;
}

void expect_least(Differ& differ, const std::string& raw, const std::string& refined) {
  const Diff diff = check_diff(differ, raw, refined);
  const Cost least = least_cost(raw, refined);
  EXPECT_EQ(diff.stats.deleted_chars + diff.stats.inserted_chars, least.chars)
      << "raw: " << raw << "\nrefined: " << refined;
  EXPECT_EQ(diff.stats.unproven_cost, 0U);
  if (diff.stats.unproven_runs == 0) {
    EXPECT_EQ(diff.runs.size(), least.runs) << "raw: " << raw << "\nrefined: " << refined;
  } else {
    EXPECT_GE(diff.runs.size(), least.runs);
  }
}

std::string letters(Random& random, size_t limit, size_t n_letters) {
  std::string text;
  for (size_t n = below(random, limit + 1); n > 0; --n) {
    text += static_cast<char>('a' + below(random, n_letters));
  }
  return text;
}

/// `text` with some spans deleted, replaced and inserted.
std::string edited(Random& random, std::string text, bool only_delete) {
  for (size_t n = below(random, 4); n > 0; --n) {
    const auto offsets = testing_support::boundaries(text);
    const ByteSpan span = testing_support::random_span(random, offsets);
    const bool insert = !only_delete && random() % 2 == 0;
    const size_t length = insert && random() % 2 == 0 ? 0 : span.size();
    text.replace(span.begin, length, insert ? random_text(random, 5) : "");
  }
  return text;
}

TEST(Diff, CostAndRunsEqualTheTableOnRandomPairs) {
  Random random(1);
  Differ differ;
  for (int i = 0; i < 100'000 && !HasFailure(); ++i) {
    std::string raw;
    std::string refined;
    switch (i % 5) {
      case 0:
        raw = letters(random, 60, 1 + below(random, 4));
        refined = letters(random, 60, 1 + below(random, 4));
        break;
      case 1:
        raw = random_text(random, 60);
        refined = random_text(random, 60);
        break;
      case 2:
        raw = random_text(random, 60);
        refined = edited(random, raw, false);
        break;
      case 3:
        raw = letters(random, 60, 2);
        refined = edited(random, raw, true);
        break;
      default:
        raw = random_text(random, 60);
        refined = edited(random, raw, true);
    }
    expect_least(differ, raw, refined);
    const Diff back = differ.diff(refined, raw);
    EXPECT_EQ(back.stats.deleted_chars, differ.diff(raw, refined).stats.inserted_chars);
  }
}

TEST(Diff, CutsKeepTheCost) {
  // A table of no bits: every part that is no subsequence is cut.
  Random random(2);
  Differ differ({.max_table_bits = 0});
  uint64_t cut = 0;
  for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
    const std::string raw = letters(random, 60, 2 + below(random, 20));
    const std::string refined =
        i % 2 == 0 ? letters(random, 60, 2 + below(random, 20)) : edited(random, raw, false);
    expect_least(differ, raw, refined);
    cut += differ.diff(raw, refined).stats.unproven_runs;
  }
  EXPECT_GT(cut, 1000U);
}

TEST(Diff, LongerPairsEqualTheTable) {
  Random random(3);
  Differ table;
  Differ cuts({.max_table_bits = 1 << 14});
  for (int i = 0; i < 30 && !HasFailure(); ++i) {
    const std::string raw = letters(random, 1000, 2 + below(random, 20));
    const std::string refined =
        i % 3 == 0 ? letters(random, 1000, 6) : edited(random, raw, i % 3 == 1);
    expect_least(table, raw, refined);
    expect_least(cuts, raw, refined);
  }
}

/// Prose of invented words, with lines of navigation, and the spans that a clean copy lacks: whole
/// lines, sentences and bracketed notes, as real refined text loses them.
struct Noisy {
  std::string raw;
  std::string clean;
  std::vector<DiffRun> gold;
};

class NoisyMaker {
 public:
  explicit NoisyMaker(uint32_t seed) : random_(seed) {
    const char* const kParts[] = {"ba", "re", "to", "ni", "lo", "sen", "tor", "the", "ing", "est"};
    for (int i = 0; i < 600; ++i) {
      std::string word;
      for (size_t n = 1 + below(random_, 4); n > 0; --n) word += kParts[below(random_, 10)];
      if (i % 50 == 0) word += "\xC3\xA9";
      words_.push_back(word);
    }
  }

  Noisy make(size_t size) {
    Noisy out;
    while (out.raw.size() < size) {
      if (below(random_, 5) == 0) drop(out, "Home | " + sentence(2) + " | Log in\n");
      for (size_t n = 1 + below(random_, 5); n > 0; --n) {
        if (below(random_, 8) == 0) drop(out, sentence(6) + ' ');
        keep(out, sentence(5 + below(random_, 12)) + (n == 1 ? "\n" : " "));
        if (below(random_, 12) == 0) drop(out, "[advertisement] ");
      }
    }
    return out;
  }

 private:
  std::string sentence(size_t n) {
    std::string text;
    for (; n > 0; --n) text += words_[below(random_, words_.size())] + (n == 1 ? "." : " ");
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }
  static void keep(Noisy& out, const std::string& text) {
    out.raw += text;
    out.clean += text;
  }
  static void drop(Noisy& out, const std::string& text) {
    const uint64_t at = out.raw.size();
    out.raw += text;
    if (!out.gold.empty() && out.gold.back().raw.end == at) {
      out.gold.back().raw.end = out.raw.size();
    } else {
      out.gold.push_back({{at, out.raw.size()}, {out.clean.size(), out.clean.size()}});
    }
  }

  Random random_;
  std::vector<std::string> words_;
};

TEST(Diff, RecoversEveryDeletionOfNoisyProse) {
  NoisyMaker maker(4);
  Differ differ;
  for (const size_t size : {150, 400, 1000, 3000, 8000}) {
    for (int i = 0; i < 400 && !HasFailure(); ++i) {
      const Noisy noisy = maker.make(size);
      const Diff diff = check_diff(differ, noisy.raw, noisy.clean);
      EXPECT_EQ(diff.runs, differ.slide(noisy.raw, noisy.clean, noisy.gold)) << noisy.raw;
      EXPECT_EQ(diff.stats.inserted_chars, 0U);
      EXPECT_EQ(diff.stats.unproven_runs, 0U);
    }
  }
}

TEST(Diff, RunsStandAtLinesThenSentencesThenWords) {
  struct Row {
    const char* raw;
    const char* refined;
    std::vector<const char*> deleted;
  };
  const Row rows[] = {
      {"NAV\nText\n", "Text\n", {"NAV\n"}},
      {"A.\nNAV\nB.\n", "A.\nB.\n", {"NAV\n"}},
      {"A.\nNAV", "A.", {"\nNAV"}},
      {"One two. Buy now. Three.", "One two. Three.", {"Buy now. "}},
      {"It is very very cold.", "It is very cold.", {" very"}},
      {"aXbaXc", "aXc", {"aXb"}},
      {"abcab", "ab", {"abc"}},
      {"x\n\nNAV\n\ny", "x\n\ny", {"\nNAV\n"}},
      {"xyxyx", "x", {"xyxy"}},
      {"\xE4\xB8\xAD\xE6\x96\x87\xE3\x80\x82\xE5\xB9\xBF\xE5\x91\x8A\xE3\x80\x82\xE5\xA5\xBD",
       "\xE4\xB8\xAD\xE6\x96\x87\xE3\x80\x82\xE5\xA5\xBD",
       {"\xE5\xB9\xBF\xE5\x91\x8A\xE3\x80\x82"}},
  };
  Differ differ;
  for (const Row& row : rows) {
    const std::string raw = row.raw;
    std::vector<std::string> deleted;
    for (const DiffRun& run : check_diff(differ, raw, row.refined).runs) {
      deleted.emplace_back(run.raw.of(raw));
    }
    EXPECT_EQ(deleted, std::vector<std::string>(row.deleted.begin(), row.deleted.end())) << raw;
  }
}

/// Every place to which the runs can be moved one step at a time must have the same canonical form.
TEST(Diff, SlidingForgetsWhereRunsWere) {
  Random random(5);
  Differ differ;
  for (int i = 0; i < 3000 && !HasFailure(); ++i) {
    const std::string raw = random_text(random, 40) + letters(random, 20, 2) + "\n. ";
    const std::string refined = edited(random, raw, true);
    const std::vector<DiffRun> canonical = check_diff(differ, raw, refined).runs;
    std::vector<DiffRun> moved = canonical;
    for (size_t k = 0; k < moved.size(); ++k) {
      // As far right as its neighbour allows, or one character left.
      const uint64_t limit = k + 1 < moved.size() ? moved[k + 1].raw.begin - 1 : raw.size();
      DiffRun& run = moved[k];
      for (size_t n = below(random, 6); n > 0; --n) {
        if (run.raw.end >= limit || raw[run.raw.begin] != raw[run.raw.end]) break;
        if ((static_cast<uint8_t>(raw[run.raw.begin]) & 0x80) != 0) break;
        ++run.raw.begin;
        ++run.raw.end;
        ++run.refined.begin;
        ++run.refined.end;
      }
    }
    EXPECT_EQ(apply_runs(moved, raw, refined), refined);
    EXPECT_EQ(differ.slide(raw, refined, moved), canonical) << raw;
  }
}

TEST(Diff, BrokenUtf8IsComparedByteByByte) {
  Random random(6);
  Differ differ;
  for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
    std::string raw;
    for (size_t n = below(random, 30); n > 0; --n) {
      raw += "a\xC3\xA9\xE4\xB8\xAD\xFF\x80\xF0\n"[below(random, 11)];
    }
    std::string refined = raw.substr(below(random, raw.size() + 1));
    if (!refined.empty() && i % 2 == 0) refined.erase(below(random, refined.size()), 1);
    expect_least(differ, raw, refined);
  }
}

TEST(Diff, SpansNeverSplitACharacter) {
  // U+00E9 and U+00E8 share their first byte, U+4E2D and U+4E2E their first two.
  Differ differ;
  const std::string raw = "x\xC3\xA9y\xE4\xB8\xAD.";
  const std::string refined = "x\xC3\xA8y\xE4\xB8\xAE.";
  const Diff diff = check_diff(differ, raw, refined);
  EXPECT_EQ(diff.runs, (std::vector<DiffRun>{{{1, 3}, {1, 3}}, {{4, 7}, {4, 7}}}));
}

TEST(Diff, BeyondTheLimitItIsStillRightAndSaysSo) {
  NoisyMaker maker(7);
  Differ differ({.max_steps = 20'000, .max_table_bits = 1 << 12});
  for (int i = 0; i < 50 && !HasFailure(); ++i) {
    const Noisy one = maker.make(20'000);
    std::string other = one.clean;
    for (size_t at = 300; at + 20 < other.size(); at += 700) other.replace(at, 9, "quick brown");
    const Diff diff = check_diff(differ, one.raw, other);
    EXPECT_GT(diff.stats.unproven_cost, 0U);
    // Landmarks keep most of what is common.
    EXPECT_LT(diff.stats.inserted_chars, other.size() / 4);
    const Diff apart = check_diff(differ, one.raw, maker.make(20'000).raw);
    EXPECT_GT(apart.stats.unproven_cost, 0U);
  }
}

TEST(Diff, PeriodicTextStaysWithinItsLimits) {
  Differ differ({.max_steps = 1 << 22});
  std::string raw;
  for (int i = 0; i < 100'000; ++i) raw += "ab";
  std::string refined;
  for (int i = 0; i < 60'000; ++i) refined += "a";
  const Diff thinned = check_diff(differ, raw, refined);
  EXPECT_EQ(thinned.stats.inserted_chars, 0U);
  check_diff(differ, raw, refined + raw.substr(77'777) + "c" + refined);
  // Every second diagonal matches to the end: quadratic without the limit.
  const Diff shifted = check_diff(differ, raw, "b" + raw.substr(100'000) + "b");
  EXPECT_GT(shifted.stats.unproven_runs, 0U);
}

TEST(Diff, EmptyTexts) {
  Differ differ;
  EXPECT_TRUE(differ.diff("", "").runs.empty());
  EXPECT_TRUE(differ.diff("same", "same").runs.empty());
  EXPECT_EQ(differ.diff("gone", "").runs, (std::vector<DiffRun>{{{0, 4}, {0, 0}}}));
  EXPECT_EQ(differ.diff("", "new").runs, (std::vector<DiffRun>{{{0, 0}, {0, 3}}}));
}

}  // namespace
}  // namespace lauter
