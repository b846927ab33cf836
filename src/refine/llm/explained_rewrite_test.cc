#include "refine/llm/explained_rewrite.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "edit/edit.h"

namespace lauter {
namespace {

/// A text written with marks: `{{old|new}}` is a passage that must go, and what a model puts there.
struct Marked {
  std::string original;
  std::string rewritten;
  std::vector<ByteSpan> spans;  ///< of the original
  std::vector<std::string> with;
};

Marked parse(std::string_view marked) {
  Marked out;
  while (true) {
    const size_t begin = marked.find("{{");
    out.original += marked.substr(0, begin);
    out.rewritten += marked.substr(0, begin);
    if (begin == std::string_view::npos) return out;
    const size_t bar = marked.find('|', begin);
    const size_t end = marked.find("}}", bar);
    const std::string_view old = marked.substr(begin + 2, bar - begin - 2);
    out.spans.push_back({out.original.size(), out.original.size() + old.size()});
    out.with.emplace_back(marked.substr(bar + 1, end - bar - 1));
    out.original += old;
    out.rewritten += out.with.back();
    marked.remove_prefix(end + 2);
  }
}

/// Sentences of the collection of drift. What must go stands alone in its sentence, so that drift
/// around it is told from it.
constexpr const char* kValues[] = {
    "{{Anna Lind|Ida Berg}} rented the boat for three days. ",
    "The harbour master wrote to {{a.lind@fjordpost.no|i.berg@fjordpost.no}} twice. ",
    "On Friday {{Marek Zielinski|Piotr Nowak}}, who had the key, opened the shed. ",
    "His number is {{0161 715 2208|0161 715 9043}} in the evening. ",
    "She has lived in {{Oberlingen|Niederlingen}} since the flood. ",
    "The clinic treats {{Mr Okonjo|Mr Adeyemi}} for an old injury. ",
};
constexpr const char* kAbuse[] = {
    "The council forgot the bridge, {{you brainless sheep|neighbours}}, and it shows. ",
    "My landlord is {{a greedy rat|difficult}} and raised the rent twice. ",
    "Only {{an idiot|a beginner}} waters a cactus every day. ",
    "They lost my papers again, {{those filthy parasites|those people}}. ",
};
constexpr const char* kJunk[] = {
    "{{Home About Contact|}}\n",
    "{{Share this page with your friends|}}\n",
    "{{Accept all cookies|}}\n",
    "{{Read next: ten tricks|}}\n",
};
constexpr const char* kNeutral[] = {
    "The river floods the lower meadows every spring. ",
    "In 2015 the bridge was closed for 11 months. ",
    "Oak keeps its leaves longer than beech does. ",
    "The fee is 40 crowns, payable at the gate. ",
    "Run `make install PREFIX=/opt` and then `tool --check 3`. ",
    "Nobody knows who built the tower, or why. ",
    "A committee of nine members decides on it. ",
};

/// Ways to drift: what a model should not have done to a neutral sentence.
struct Drift {
  const char* name;
  std::function<std::string(const std::string&)> apply;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

const std::vector<Drift>& drifts() {
  static const std::vector<Drift> kDrifts = {
      {"synonym",
       [](const std::string& s) {
         return replaced(replaced(replaced(s, "floods", "inundates"), "closed", "shut"), "knows",
                         "can say");
       }},
      {"number",
       [](const std::string& s) {
         return replaced(replaced(replaced(s, "2015", "2016"), "40", "45"), "nine", "ten");
       }},
      {"dropped sentence", [](const std::string&) { return std::string(); }},
      {"added comment",
       [](const std::string& s) { return s + "It should be noted that this is important. "; }},
      {"doubled sentence", [](const std::string& s) { return s + s; }},
      {"code",
       [](const std::string& s) {
         return replaced(replaced(s, "/opt", "/usr"), "--check 3", "-c");
       }},
      {"case", [](const std::string& s) { return replaced(s, "The ", "the "); }},
      {"punctuation",
       [](const std::string& s) { return replaced(replaced(s, ", ", " - "), ". ", "! "); }},
      {"paraphrase",
       [](const std::string&) {
         return std::string("As is well known, matters stand otherwise. ");
       }},
      {"chatter", [](const std::string& s) { return "Sure, here is the text: " + s; }},
  };
  return kDrifts;
}

struct Case {
  std::string original;
  std::string rewritten;
  std::vector<ByteSpan> spans;
  std::vector<std::string> with;
  bool drifted = false;
};

/// Marked and neutral sentences in random order; each neutral one may have drifted in the rewrite,
/// and neutral neighbours may have changed places.
template <size_t n>
Case make_case(const char* const (&marked)[n], bool lines, bool moves, std::mt19937& random) {
  Case out;
  std::string held;  // a neutral sentence that comes later in the rewrite
  for (int i = 0; i < 8; ++i) {
    if (random() % 2 == 0) {
      const Marked one = parse(marked[random() % n]);
      for (const ByteSpan& span : one.spans) {
        out.spans.push_back({out.original.size() + span.begin, out.original.size() + span.end});
      }
      out.with.insert(out.with.end(), one.with.begin(), one.with.end());
      out.original += one.original;
      out.rewritten += one.rewritten;
      continue;
    }
    std::string sentence = kNeutral[random() % std::size(kNeutral)];
    if (lines) sentence.back() = '\n';
    out.original += sentence;
    std::string said = sentence;
    if (random() % 2 == 0) said = drifts()[random() % drifts().size()].apply(sentence);
    if (moves && random() % 6 == 0) std::swap(held, said);
    out.rewritten += said;
  }
  out.rewritten += held;
  return out;
}

std::vector<Explanation> explanations_of(const Case& one, const char* category, bool declared) {
  std::vector<Explanation> out;
  for (const ByteSpan& span : one.spans) out.push_back({span, category, declared});
  return out;
}

std::vector<ByteSpan> spans_of(const std::vector<Edit>& edits) {
  std::vector<ByteSpan> spans;
  for (const Edit& edit : edits) spans.push_back(edit.span);
  return spans;
}

/// Every byte of the original outside the edits is still there, in place; and nothing is in the
/// refined text but those and the replacements.
void expect_only(const Case& one, const ExplainedRewrite& got) {
  EditProgram program{.edits = got.edits, .drop_cause = {}};
  ASSERT_TRUE(validate(program, one.original).ok());
  std::string expected;
  uint64_t at = 0;
  for (const Edit& edit : got.edits) {
    expected += one.original.substr(at, edit.span.begin - at) + edit.with;
    at = edit.span.end;
  }
  expected += one.original.substr(at);
  EXPECT_EQ(*apply_program(program, one.original), expected);
}

TEST(ExplainedRewrite, DriftIsRefusedAndValuesAreKept) {
  std::mt19937 random(3);
  Differ differ;
  size_t drifted = 0;
  size_t kept = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const Case one = make_case(kValues, false, trial % 2 == 0, random);
    const auto got =
        explain_rewrite(one.original, one.rewritten, explanations_of(one, "PERSON", trial % 2 == 0),
                        {.task = RewriteTask::kAnonymize}, differ);
    EXPECT_EQ(spans_of(got.edits), one.spans) << one.original << "\n" << one.rewritten;
    for (const Edit& edit : got.edits) EXPECT_EQ(edit.with, "");
    expect_only(one, got);
    drifted += !got.refused.empty();
    kept += got.edits.size();
  }
  EXPECT_GT(drifted, 1000U);
  EXPECT_GT(kept, 5000U);
}

/// With the model's own words, a value is only taken where its place is beyond doubt: never is
/// anything changed but values, and never are words taken that are no value.
TEST(ExplainedRewrite, WordingIsTakenWhereItsPlaceIsBeyondDoubt) {
  std::mt19937 random(4);
  Differ differ;
  size_t worded = 0;
  size_t values = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const Case one = make_case(kValues, false, trial % 2 == 0, random);
    const auto got =
        explain_rewrite(one.original, one.rewritten, explanations_of(one, "PERSON", false),
                        {.task = RewriteTask::kAnonymize, .model_wording = true}, differ);
    values += one.spans.size();
    for (const Edit& edit : got.edits) {
      const auto found = std::find(one.spans.begin(), one.spans.end(), edit.span);
      ASSERT_NE(found, one.spans.end());
      const auto at = static_cast<size_t>(found - one.spans.begin());
      worded += edit.with == one.with[at];
      if (edit.with.empty() || edit.with == one.with[at]) continue;
      // A moved sentence may have brought another value here; it is one of the model's values.
      EXPECT_NE(std::find(one.with.begin(), one.with.end(), edit.with), one.with.end())
          << edit.with << "\n"
          << one.original << "\n"
          << one.rewritten;
    }
    EXPECT_EQ(got.edits.size(), one.spans.size());
  }
  EXPECT_GT(worded * 10, values * 5) << worded << " of " << values;
}

/// Every edit does what one of the marks does, and nothing else; and where no sentence moved, what
/// comes out is the original with all of its abuse reworded.
TEST(ExplainedRewrite, OnlyAbuseIsReworded) {
  std::mt19937 random(5);
  Differ differ;
  const auto apply = [](std::vector<Edit> edits, const std::string& text) {
    return *apply_program({.edits = std::move(edits), .drop_cause = {}}, text);
  };
  size_t perfect = 0;
  size_t kept = 0;
  size_t abuse = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    const bool moves = trial % 2 == 0;
    const Case one = make_case(kAbuse, false, moves, random);
    const auto got =
        explain_rewrite(one.original, one.rewritten, explanations_of(one, "TOXIC", false),
                        {.task = RewriteTask::kDetoxify}, differ);
    std::vector<Edit> wanted;
    for (size_t i = 0; i < one.spans.size(); ++i) wanted.push_back({one.spans[i], one.with[i], {}});
    for (const Edit& edit : got.edits) {
      const bool is_wanted = std::any_of(wanted.begin(), wanted.end(), [&](const Edit& want) {
        return apply({want}, one.original) == apply({edit}, one.original);
      });
      EXPECT_TRUE(is_wanted) << apply({edit}, one.original) << "\n" << one.rewritten;
    }
    kept += got.edits.size();
    abuse += wanted.size();
    const std::string refined = apply(got.edits, one.original);
    if (!moves) perfect += refined == apply(wanted, one.original);
  }
  EXPECT_EQ(perfect, 2000U);
  EXPECT_GT(kept * 100, abuse * 90);
}

TEST(ExplainedRewrite, OnlyJunkIsDeleted) {
  std::mt19937 random(6);
  Differ differ;
  for (int trial = 0; trial < 2000; ++trial) {
    const Case one = make_case(kJunk, true, trial % 2 == 0, random);
    const auto got =
        explain_rewrite(one.original, one.rewritten, explanations_of(one, "JUNK", trial % 2 == 0),
                        {.task = RewriteTask::kClean}, differ);
    std::string junk;
    for (const ByteSpan& span : one.spans) junk += span.of(one.original);
    std::string deleted;
    for (const Edit& edit : got.edits) {
      EXPECT_EQ(edit.with, "");
      for (const char c : edit.span.of(one.original)) {
        if (c != '\n' && c != ' ') deleted += c;
      }
    }
    std::erase_if(junk, [](char c) { return c == '\n' || c == ' '; });
    EXPECT_EQ(deleted, junk) << one.original << "---\n" << one.rewritten;
    expect_only(one, got);
  }
}

/// One difference at a time, with the reason.
TEST(ExplainedRewrite, SaysWhy) {
  Differ differ;
  const auto told = [&](RewriteTask task, std::string_view original, std::string_view rewritten,
                        std::vector<Explanation> why, bool wording = false) {
    const auto got =
        explain_rewrite(original, rewritten, why, {.task = task, .model_wording = wording}, differ);
    std::string out;
    for (const Edit& edit : got.edits) {
      out += "[" + std::string(edit.span.of(original)) + ">" + edit.with + "]";
    }
    for (int i = 0; i < kUnexplainedReasons; ++i) {
      for (uint32_t n = got.refusals[static_cast<size_t>(i)]; n > 0; --n) {
        out += " !" + std::string(unexplained_name(static_cast<Unexplained>(i)));
      }
    }
    return out;
  };
  using enum RewriteTask;
  const Explanation anna{{0, 9}, "PERSON"};
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "Ida Berg came.", {anna}), "[Anna Lind>]");
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "Ida Berg came.", {anna}, true),
            "[Anna Lind>Ida Berg]");
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "Ida Berg came.", {}), " !no-reason !no-reason");
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "Anna Lind went.", {anna}), " !no-reason");
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "Anna Lind came. Nice!", {anna}),
            " !added !added");  // a blank, and a sentence
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", "A woman whom I know left.", {anna}, true),
            "[Anna Lind>] !no-reason !wording");
  EXPECT_EQ(
      told(kAnonymize, "Anna Lind came.", "Ida Berg, the convicted thief, came.", {anna}, true),
      "[Anna Lind>] !wording");
  EXPECT_EQ(told(kAnonymize, "Anna Lind came.", " came.", {anna}, true), "[Anna Lind>] !wording");
  // A declared "value" of a whole sentence explains nothing.
  const std::string line = "one two three four five six seven eight nine ten eleven twelve 13";
  EXPECT_EQ(told(kClean, "menu text\n", "Menu text\n", {{{0, 4}, "JUNK"}}), "[menu>] !not-deleted");
  EXPECT_EQ(told(kAnonymize, line, "nothing", {{{0, line.size()}, "PERSON", true}}), " !no-reason");
  const Explanation idiot{{10, 15}, "TOXIC"};
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "You came at 9.", {idiot}),
            "[ silly idiot>]");
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "You silly man came at 9.", {idiot}),
            "[idiot>man]");
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "Hello.", {idiot}), " !beyond");
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "You silly idiot, frankly, came at 9.",
                 {idiot}),
            " !added");
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "You silly 17 came at 9.", {idiot}), " !new-number");
  EXPECT_EQ(told(kDetoxify, "You silly idiot came at 9.", "You silly Bob came at 9.", {idiot}), " !new-name");
  EXPECT_EQ(told(kDetoxify, "You silly idiot closed it.", "You silly man have never closed it.", {idiot}), " !negation");
  EXPECT_EQ(told(kCustom, "It costs  49 crowns now.", "It costs  48 crowns now.", {{{10, 19}, "MATCH", true}}), " !new-number");
  EXPECT_EQ(told(kClean, "menu\ntext\n", "text\n", {{{0, 4}, "JUNK"}}), "[menu\n>]");
  EXPECT_EQ(told(kClean, "menu\ntext\n", "Menu\ntext\n", {{{0, 4}, "JUNK"}}), "[menu\n>] !added");
  EXPECT_EQ(told(kClean, "menu\ntext\n", "", {{{0, 4}, "JUNK"}}), "[menu\n>] !no-reason");
  const Explanation price{{10, 19}, "MATCH", true};
  EXPECT_EQ(told(kCustom, "It costs  49 crowns now.", "It costs  little now.", {price}),
            "[49 crowns>little]");
}

/// Sentences that were judged may be said again, by one sentence or two, or be left out. Their neighbours stay as they
/// are to the byte, whatever the model did to them.
TEST(ExplainedRewrite, JudgedSentencesMayBeSaidAgain) {
  struct Pair {
    const char* was;  ///< the passage in braces was judged
    const char* with;
  };
  constexpr Pair kPairs[] = {
      {"Only {a moron with porridge for brains} would think the dam is safe.", "I cannot see why anybody would think the dam is safe."},
      {"The clerk is {a lying piece of filth} and lost my form twice.", "I do not trust the clerk. He lost my form twice."},
      {"{You people are vermin} and your shop smells of cabbage.", "I do not like you people. Your shop smells of cabbage."},
      {"Go and {drown yourself}, the goal was offside and you know it.", "The goal was offside, and you know it."},
      {"{Shut your stupid mouth} about the wage deal, it helps nobody here.", "Please stop talking about the wage deal. It helps nobody here."},
      {"What {a useless sack of dirt} that referee was in the second half.", "The referee was weak in the second half."},
      {"These {brainless parasites} in the council sold the park for nothing.", "The people in the council sold the park for nothing."},
      {"{I hope you choke}.", ""},
  };
  constexpr const char* kBefore = "The fee is 40 crowns, payable at the gate. ";
  constexpr const char* kBehind = " Nobody knows who built the tower, or why.";
  Differ differ;
  for (const Pair& pair : kPairs) {
    for (const bool drifts : {false, true}) {
      std::string was = pair.was;
      const size_t open = was.find('{');
      was.erase(open, 1);
      const size_t close = was.find('}');
      was.erase(close, 1);
      const std::string original = kBefore + was + kBehind;
      const std::string behind = drifts ? " Nobody can say who made the tower." : kBehind;
      const size_t at = std::string_view(kBefore).size();
      const auto got = explain_rewrite(original, kBefore + std::string(pair.with) + behind, {{{{at + open, at + close}, "TOXIC"}}},
                                       {.task = RewriteTask::kDetoxify}, differ);
      const auto refined = apply_program({.edits = got.edits, .drop_cause = {}}, original);
      ASSERT_TRUE(refined.ok());
      EXPECT_TRUE(refined->starts_with(kBefore)) << *refined;
      EXPECT_TRUE(refined->ends_with(kBehind)) << *refined;
      EXPECT_NE(refined->find(pair.with), std::string::npos) << *refined;
      EXPECT_EQ(refined->find(original.substr(at + open, close - open)), std::string::npos) << *refined;
      EXPECT_EQ(got.refused.empty(), !drifts) << original;
    }
  }
}

/// 500 rewrites of judged sentences by a model that knows better: each brings a number, a name, an address, a date, or
/// turns a sentence round. In what comes out there is none of them.
TEST(ExplainedRewrite, NothingNewComesInWithAJudgedSentence) {
  constexpr const char* kAbout[] = {"the bridge closed in spring", "cows give milk to their calves", "the clinic treats old injuries",
                                    "the council sold the meadow", "vaccines cause fevers in children"};
  constexpr const char* kInsults[] = {"you brainless sheep", "those filthy parasites", "you pathetic liars", "that lying rat"};
  constexpr const char* kNew[] = {"98 percent of them agree", "as Marta Quill said", "see www.proof.example", "since last October",
                                  "in 2019", "ask @quill", "for twelve years", "Quill knows it", "write to a.quill@post.example",
                                  "read proof.example/quill"};
  constexpr const char* kMarks[] = {"98", "percent", "2019", "Quill", "quill", "www", "example", "October", "twelve", "@"};
  Differ differ;
  size_t made = 0;
  size_t brought = 0;
  size_t turned = 0;
  for (const std::string about : kAbout) {
    for (const std::string insult : kInsults) {
      const std::string original = "It rains. I say that " + about + ", " + insult + ". It rains again.";
      const uint64_t at = original.find(insult);
      const std::vector<Explanation> why = {{{at, at + insult.size()}, "TOXIC"}};
      const auto refined = [&](const std::string& rewritten) {
        const auto got = explain_rewrite(original, rewritten, why, {.task = RewriteTask::kDetoxify}, differ);
        ++made;
        return *apply_program({.edits = got.edits, .drop_cause = {}}, original);
      };
      for (const std::string more : kNew) {
        const std::string civil = "I say that " + about;
        for (const std::string& said : {civil + ", " + more + ".", civil + ". " + more + ".", more + ", " + about + "."}) {
          const std::string text = refined("It rains. " + said + " It rains again.");
          brought += std::any_of(std::begin(kMarks), std::end(kMarks), [&](const char* mark) { return text.find(mark) != std::string::npos; });
        }
      }
      const size_t verb = about.find(' ', about.starts_with("the") ? 4 : 0);
      for (const std::string denial : {" never", " do not", " hardly ever"}) {
        std::string turned_about = about;
        turned_about.insert(verb, denial);
        const std::string text = refined("It rains. I say that " + turned_about + ". It rains again.");
        turned += text.find(denial) != std::string::npos;
      }
    }
  }
  EXPECT_GE(made, 500U);
  EXPECT_EQ(brought, 0U);
  EXPECT_EQ(turned, 0U);
}

}  // namespace
}  // namespace lauter
