// How work grows: texts that repeat the pieces of one rule or two, in basic blocks run and bytes that the C library looks at.
// Four times the text is four times the work, whatever it repeats. Of all texts every seventh is tried, of pairs some;
// WORK_ALL=1 tries all. Wants a build with LAUTER_COUNT_WORK (preset dev).
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <random>

#include "base/block_count.h"
#include "base/work.h"
#include "find/decide.h"
#include "json/record.h"
#include "refine/refinery.h"
#include "refine/structure.h"
#include "units.h"
#include "web/html_text.h"

namespace lauter::work_test {
namespace {

constexpr double kMostGrowth = 4.4;
constexpr size_t kFirstBytes = 1500;

using Subject = std::function<void(std::string_view text)>;
using MakeText = std::function<std::string(size_t bytes)>;

MakeText repeated(std::string piece) {
  return [piece = std::move(piece)](size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
}

uint64_t work_on(const Subject& subject, const MakeText& make, size_t bytes) {
  const std::string text = make(bytes);
  const uint64_t before = blocks_run();
  subject(text);
  return blocks_run() - before;
}

struct Growth {
  size_t bytes = 0;
  double once = 0, four = 0;
  double factor() const { return four / once; }
};

/// Where a text is about as long as what a look at its surroundings reaches (4 KiB at most), four times the text may be more
/// than four times the work: longer ones decide.
Growth growth(const Subject& subject, const MakeText& make) {
  Growth grown;
  for (const size_t bytes : {kFirstBytes, 8 * kFirstBytes, 32 * kFirstBytes}) {
    grown = {bytes, static_cast<double>(work_on(subject, make, bytes)),
             static_cast<double>(work_on(subject, make, 4 * bytes))};
    if (grown.factor() <= kMostGrowth) break;
  }
  return grown;
}

std::string shown(std::string_view piece) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : piece.substr(0, 80)) {
    if (c >= ' ' && c < 0x7F) {
      out += c;
    } else {
      out += {'\\', 'x', kHex[static_cast<uint8_t>(c) >> 4], kHex[static_cast<uint8_t>(c) & 15]};
    }
  }
  return out;
}

void expect_linear(const Subject& subject, const std::string& what, const MakeText& make) {
  const Growth grown = growth(subject, make);
  EXPECT_LE(grown.factor(), kMostGrowth)
      << what << ": " << grown.once << " blocks at " << grown.bytes << " bytes, " << grown.four << " at four times as many";
  static const char* const dear = std::getenv("WORK_DEAR");
  const double per_byte = grown.four / static_cast<double>(4 * grown.bytes);
  if (dear != nullptr && per_byte > std::atof(dear)) std::printf("dear: %.0f a byte: %s\n", per_byte, what.c_str());
}

void expect_linear_units(const Subject& subject, size_t stride) {
  const std::vector<Unit> units = all_units();
  ASSERT_GT(units.size(), 2000U);
  if (std::getenv("WORK_ALL") != nullptr) stride = 1;
  size_t i = 0;
  for (const Unit& unit : units) {
    for (const char* between : {" ", "\n", ",", ""}) {
      if (i++ % stride != 0) continue;
      expect_linear(subject, unit.name + ": '" + shown(unit.bytes + between) + "'", repeated(unit.bytes + between));
    }
  }
  std::mt19937 random(7);
  for (size_t pair = 0; pair < 4 * units.size() / (3 * stride); ++pair) {
    const Unit& a = units[random() % units.size()];
    const Unit& b = units[random() % units.size()];
    const char* const between[] = {" ", "\n", ",", "", "\t", "\"", ": "};
    const std::string piece = a.bytes + between[random() % std::size(between)] + b.bytes + between[random() % std::size(between)];
    expect_linear(subject, a.name + " + " + b.name + ": '" + shown(piece) + "'", repeated(piece));
    // One of the first, as many of the second as there is room for.
    expect_linear(subject, a.name + " once: '" + shown(piece) + "'",
                  [&](size_t bytes) { return a.bytes + repeated(b.bytes)(bytes); });
  }
}

Subject refinery_of(ScanMode mode) {
  RefineOptions options;
  options.key = SecretKey{std::string(32, 'k')};
  options.find.scan.mode = mode;
  auto made = Refinery::make(std::move(options));
  EXPECT_TRUE(made.ok());
  auto refinery = std::make_shared<const Refinery>(std::move(*made));
  auto scratch = std::shared_ptr<RefineScratch>(refinery->make_scratch());
  refinery->refine({"id", "warm"}, *scratch);
  return [refinery, scratch](std::string_view text) {
    const Outcome outcome = refinery->refine({"id", std::string(text)}, *scratch);
    EXPECT_NE(outcome.reason, kTooMuchWork) << shown(text);
  };
}

TEST(Work, RefiningTextIsLinear) { expect_linear_units(refinery_of(ScanMode::kText), 29); }

TEST(Work, RefiningCodeIsLinear) { expect_linear_units(refinery_of(ScanMode::kCode), 61); }

/// A text read by hand: names of `words` words each, private and public ones in turn.
Subject deciding(size_t words, bool private_runs) {
  auto made = Scanner::make({});
  EXPECT_TRUE(made.ok());
  auto scanner = std::make_shared<const Scanner>(std::move(*made));
  return [=](std::string_view text) {
    JudgeScratch read;
    tokenize(text, read.model.tokens);
    const auto n = static_cast<uint32_t>(read.model.tokens.size());
    read.tokens.assign(n, {.odds = 0.6F, .private_odds = 0.6F, .person_odds = 0.9F});
    for (uint32_t first = 0, k = 0; first < n; first += static_cast<uint32_t>(words), ++k) {
      const uint32_t last = std::min<uint32_t>(n, first + static_cast<uint32_t>(words));
      if (private_runs && k % 2 == 0) read.runs.push_back({first, last, Category::kPerson, 0.6F, NameKind::kNone});
      if (!private_runs || k % 2 == 1) read.names.push_back({first, last, Category::kPerson, 0.9F, NameKind::kPerson});
    }
    if (!private_runs && n > 0) read.runs.push_back({0, 1, Category::kPerson, 0.9F, NameKind::kNone});
    decide(text, *scanner, {}, read, {});
  };
}

TEST(Work, DecidingIsLinear) {
  // No word comes twice.
  const MakeText fresh_words = [](size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i) {
      text += 'A';
      for (int k = i; k > 0; k /= 26) text += static_cast<char>('a' + k % 26);
      text += "zz ";
    }
    return text;
  };
  for (const size_t words : {size_t{1}, size_t{3}, size_t{50}, size_t{1} << 30}) {
    for (const bool private_runs : {false, true}) {
      const Subject subject = deciding(words, private_runs);
      const std::string what = "names of " + std::to_string(words) + " words";
      expect_linear(subject, what, fresh_words);
      for (const char* piece : {"Anna ", "Anna Bell ", ")", "(", "a) ", "Anna, ", ". ", "Bob\n"}) {
        expect_linear(subject, what + " of '" + shown(piece) + "'", repeated(piece));
      }
    }
  }
}

TEST(Work, ReadingFormatsIsLinear) {
  const Subject html = [](std::string_view text) { html_text(text); };
  const Subject json = [](std::string_view text) {
    Record record;
    std::string line = R"({"text":)" + std::string(text);
    parse_record(line, {}, record);
    line = R"({"id":1,"text":"x","more":)" + std::string(text) + "}";
    parse_record(line, {}, record);
    internal::is_json_container(text);
  };
  for (const Unit& unit : all_units()) {
    if (unit.name != "byte" && unit.name != "piece") continue;
    expect_linear(html, "HTML of '" + shown(unit.bytes) + "'", repeated(unit.bytes));
    expect_linear(json, "JSON of '" + shown(unit.bytes) + "'", repeated(unit.bytes));
  }
  for (const char* piece : {"<p", "<!-", "<a b=\"", "<script>", "</script", "<style>", "<title>", "<table><tr><td>", "<ul><li>", "&#", "&lt",
                            "<![CDATA[", "<svg><", "<b><i>", "</b></i>", "<pre>\n", "<br>", "<textarea>"}) {
    expect_linear(html, std::string("HTML of '") + piece + "'", repeated(piece));
  }
  for (const char* piece : {"[", "{\"a\":", "\"\\\\", "\"\\u0041\",", "[[],", "1e9,", "\"text\":", "{\"text\":\"\"},"}) {
    expect_linear(json, std::string("JSON of '") + piece + "'", repeated(piece));
  }
}

}  // namespace
}  // namespace lauter::work_test
