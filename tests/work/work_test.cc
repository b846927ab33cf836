// How work grows: texts that repeat the pieces of one rule or two. Some of all texts are tried; WORK_ALL=1 tries every one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "base/work.h"
#include "find/decide.h"
#include "growth.h"
#include "json/record.h"
#include "refine/anonymize/value_finder.h"
#include "refine/cascade.h"
#include "refine/clean/clean.h"
#include "refine/clean/clean_rules.h"
#include "refine/detoxify/seams.h"
#include "refine/verify/structure.h"
#include "refine/verify/verifier.h"
#include "refine/verify/verify_form.h"
#include "surrogate/surrogate.h"
#include "tag/toxicity/sentences.h"
#include "units.h"
#include "web/html_text.h"

namespace lauter::work_test {
namespace {

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

/// The way of a document through a Refinery, with its steps counted here: found, replaced, verified.
struct Refining {
  explicit Refining(ScanMode mode)
      : finder(finder_of(mode)),
        find_scratch(finder.make_scratch()),
        maker(kKey),
        anonymizer(OperatorTable(), kKey, [this](auto text, auto id, auto mentions) { return maker.make(text, id, mentions); }),
        verifier({.enabled = std::bitset<kCategoryCount>().set(), .lists = {}}),
        is_code(mode == ScanMode::kCode) {}

  static ValueFinder finder_of(ScanMode mode) {
    FindOptions options;
    options.scan.mode = mode;
    return std::move(*ValueFinder::make(std::move(options)));
  }

  void refine(std::string_view text) {
    const Document document{"id", std::string(text)};
    const auto find = [this](std::string_view in) {
      std::vector<Found> found;
      finder.find(in, find_scratch, found);
      return found;
    };
    const auto judge = [this](const Document& original, const EditProgram& program, std::string_view refined,
                              std::span<const ByteSpan> accepted) {
      const std::vector<ByteSpan> code(is_code ? 1 : 0, ByteSpan{0, original.text.size()});
      return verifier.judge(original, program, refined, accepted, code, verify_scratch);
    };
    // A verification lists 4,096 failures at most, so that repairing more of them takes another of the three rounds: no
    // growth beyond that, but not four times the work either.
    run_cascade(document, find(text), anonymizer, find, judge, {.verify = true, .repair_rounds = 0, .known = {}});
  }

  inline static const SecretKey kKey{std::string(32, 'k')};
  ValueFinder finder;
  FindScratch find_scratch;
  SurrogateMaker maker;
  Anonymizer anonymizer;
  PatternVerifier verifier;
  bool is_code;
  VerifyScratch verify_scratch;
};

Subject refinery_of(ScanMode mode) {
  auto refining = std::make_shared<Refining>(mode);
  refining->refine("warm");
  return [refining](std::string_view text) {
    const uint64_t before = WorkBudget::taken();
    refining->refine(text);
    EXPECT_LE(WorkBudget::taken() - before, WorkBudget::steps_for(text.size()) / 2) << shown(text);
  };
}

TEST(Work, RefiningTextIsLinear) { expect_linear_units(refinery_of(ScanMode::kText), 29); }

TEST(Work, RefiningCodeIsLinear) { expect_linear_units(refinery_of(ScanMode::kCode), 61); }

/// Each value reaches into the next ones. What is done for pairs of them shows in long texts alone.
TEST(Work, ChainsOfOverlapsAreLinear) {
  const Subject subject = refinery_of(ScanMode::kText);
  for (const char* piece : {"glffct- ", "glsoat- "}) {
    const MakeText make = repeated(piece);
    const auto once = static_cast<double>(work_on(subject, make, 100'000));
    EXPECT_LE(static_cast<double>(work_on(subject, make, 400'000)), kMostGrowth * once) << piece;
  }
}

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

/// Every third word must go.
std::vector<Edit> deletions(std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  std::vector<Edit> edits;
  for (size_t t = 0; t < tokens.size(); t += 3) edits.push_back({{tokens[t].begin, tokens[t].end}, "", {"detoxify", "span", "TOXIC", 1.0F}});
  return edits;
}

/// What the steps for abuse and junk do besides asking their models.
std::map<std::string, Subject> steps_without_models() {
  std::map<std::string, Subject> subjects;
  subjects["seams"] = [](std::string_view text) { repair_seams(text, deletions(text)); };
  subjects["sentences"] = [](std::string_view text) {
    std::vector<Token> tokens;
    std::vector<uint32_t> begins;
    tokenize(text, tokens);
    cut_sentences(text, tokens, begins);
  };
  subjects["lines"] = [](std::string_view text) {
    const LineIndex lines(text);
    std::vector<float> out;
    LineFeaturizer().extract(text, lines, {}, out);
    JunkScores scores{.lines = {}, .spans = {}, .small_words = 0.3F};
    for (size_t line = 0; line < lines.line_count(); ++line) scores.lines.push_back(line % 3 == 0 ? 0.99F : 0.1F);
    const Document document{"id", std::string(text)};
    EditProgram program;
    program.edits = propose_cleaning(text, lines, scores, {}).edits;
    CleanVerifier().judge(document, program, *apply_program(program, text));
  };
  subjects["form"] = [](std::string_view text) {
    EditProgram program;
    program.edits = deletions(text);
    judge_form(text, program, *apply_program(program, text));
  };
  return subjects;
}

TEST(Work, AbuseAndJunkAreLinear) {
  std::vector<Unit> units = all_units();
  std::erase_if(units, [](const Unit& unit) { return unit.name != "byte" && unit.name != "piece"; });
  for (const char* words : {"you are an idiot", "stupid", "a stupid, ugly troll!", "and", "\"you\"", "(fool)", "I will kill you.", "so,", "All of them are vermin",
                            "```\ncode\n```", "| a | b |\n|---|---|", "$x$", "\\begin{a}", "Home > About", "Copyright 2020"}) {
    units.push_back({"words", words});
  }
  for (const auto& [name, subject] : steps_without_models()) {
    for (const Unit& unit : units) {
      for (const char* between : {" ", "\n", ""}) {
        expect_linear(subject, name + ": '" + shown(unit.bytes + between) + "'", repeated(unit.bytes + between));
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
