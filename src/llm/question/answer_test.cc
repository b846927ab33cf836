#include "llm/question/answer.h"

#include <gtest/gtest.h>

#include <random>

#include "json/value.h"
#include "json/writer.h"
#include "llm/test_support.h"
#include "text/utf8.h"

namespace lauter::llm {
namespace {

/// A step's asking and a question about one whole text.
struct Asked {
  Asked(Ask ask, std::string_view words, std::vector<Window> windows = {})
      : text(words), asking(prompts(), std::move(ask), test_key()) {
    const ByteSpan all{0, text.size()};
    if (windows.empty()) windows.push_back({all, all});
    question = asking.question("id", text, windows);
  }
  /// A reply with `edits`, which are JSON.
  std::string reply(std::string_view edits) const {
    return R"({"token":")" + question.token + R"(","edits":[)" + std::string(edits) + "]}";
  }
  Answer read(std::string_view edits) const { return read_answer(question, reply(edits)); }
  /// The proposals as `begin-end=replacement`, refusals as `!name`.
  std::string told(std::string_view edits) const { return tell(read(edits)); }
  static std::string tell(const Answer& answer) {
    std::string out = answer.usable ? "" : "unusable: " + answer.why;
    for (const Proposal& p : answer.proposals) {
      out += (out.empty() ? "" : " ") + std::to_string(p.span.begin) + "-" +
             std::to_string(p.span.end) + (p.replacement.empty() ? "" : "=" + p.replacement);
    }
    for (const Refused& r : answer.refused) {
      out += (out.empty() ? "!" : " !") + std::string(refusal_name(r.reason));
    }
    return out;
  }

  std::string text;
  Asking asking;
  Question question;
};

Ask anonymize() { return {.labels = {{"PERSON", ""}, {"AGE", "", false}}}; }

TEST(ReadAnswer, FindsQuotes) {
  const Asked asked(anonymize(), "Anna, 34, met Anna Lind. Annas 34 years. Lind!");
  const std::pair<const char*, const char*> kRows[] = {
      {"", ""},
      {R"({"quote":"Anna","category":"PERSON"})", "0-4 14-18"},  // not "Annas"
      {R"({"quote":"Anna Lind","category":"PERSON"})", "14-23"},
      {R"({"quote":"Lind","category":"PERSON"},{"quote":"Anna Lind","category":"PERSON"})",
       "14-23 41-45"},
      {R"({"quote":"34","category":"AGE"})", "!ambiguous"},
      {R"({"quote":"34","category":"AGE","after":", met"})", "6-8"},
      {R"({"quote":"34","category":"AGE","before":"Annas"})", "31-33"},
      {R"({"quote":"34","category":"AGE","before":"","after":"years"})", "31-33"},
      {R"({"quote":"34","category":"AGE","before":"Bert"})", "!missing"},
      {R"({"quote":"met","category":"AGE","before":"Bert"})", "10-13"},  // there is only one
      {R"({"quote":"34","category":"AGE","occurrence":2})", "31-33"},
      {R"({"quote":"34","category":"AGE","occurrence":3})", "!missing"},
      {R"({"quote":"Bert","category":"PERSON"})", "!missing"},
      {R"({"quote":"anna","category":"PERSON"})", "!missing"},
      {R"({"quote":" Lind!","category":"PERSON"})", "41-46"},
      {R"({"quote":"Anna","category":"CITY"})", "!unknown-category"},
      {R"({"quote":"Anna"})", "!unknown-category"},
      {R"({"quote":"","category":"PERSON"})", "!malformed"},
      {R"({"quote":" ","category":"PERSON"})", "!malformed"},
      {R"({"quote":7,"category":"PERSON"})", "!malformed"},
      {R"({"quote":"34","category":"AGE","occurrence":0})", "!malformed"},
      {R"({"quote":"34","category":"AGE","occurrence":"2"})", "!malformed"},
      {R"("Anna")", "!malformed"},
      {R"({"quote":"met Anna","category":"PERSON"},{"quote":"Anna Lind","category":"PERSON"})",
       "14-23 !overlapping"},
      {R"({"quote":"Lind","category":"PERSON","replacement":"Berg"})", "19-23 41-45"},
      {R"({"quote":"Lind","category":"PERSON","why":"a name"})", "19-23 41-45"},
  };
  for (const auto& [edits, expected] : kRows) EXPECT_EQ(asked.told(edits), expected) << edits;
}

TEST(ReadAnswer, WhatIsOutsideOfTheWindowsStays) {
  const std::string text = "Anna one. Anna two. Anna three.";
  const Asked asked(anonymize(), text, {{{0, 9}, {0, 4}}, {{10, 19}, {14, 19}}});
  EXPECT_EQ(asked.told(R"({"quote":"Anna","category":"PERSON"})"), "0-4");
  EXPECT_EQ(asked.told(R"({"quote":"one","category":"PERSON"})"), "!outside");
  EXPECT_EQ(asked.told(R"({"quote":"two","category":"PERSON"})"), "15-18");
  EXPECT_EQ(asked.told(R"({"quote":"three","category":"PERSON"})"), "!missing");
  EXPECT_EQ(asked.told(R"({"quote":"one.\n[...]\nAnna","category":"PERSON"})"), "!outside");
  EXPECT_TRUE(asked.read(R"({"quote":"one","category":"PERSON"})").complete());
  EXPECT_FALSE(asked.read(R"({"quote":"three","category":"PERSON"})").complete());
}

TEST(ReadAnswer, TakesOnlyWhatIsBeyondDoubt) {
  const Asked asked(anonymize(), "Anna was here.");
  const std::string good = asked.reply(R"({"quote":"Anna","category":"PERSON"})");
  const std::string other = asked.reply("");
  const auto with_token = [&](std::string_view token) {
    return R"({"token":")" + std::string(token) + R"(","edits":[]})";
  };
  const std::pair<std::string, std::string> kRows[] = {
      {good, "0-4"},
      {"Sure! Here is the JSON {as you asked}:\n```json\n" + good + "\n```\nAnything else?", "0-4"},
      {good + good, "0-4"},
      {good + "\n\n" + good, "0-4"},
      {"<think>{\"token\":\"" + asked.question.token + "\"} no</think>\n" + good, "0-4"},
      {with_token("aaaaaa") + good, "0-4"},
      {asked.reply(R"({"quote":"Anna","category":"PERSON",},)"), "0-4"},
      {good + other, "unusable: two different answers"},
      {"<think>" + good, "unusable: thinking without an end"},
      {good.substr(0, good.size() - 1), "unusable: no answer"},
      {with_token("aaaaaa"), "unusable: no answer with the token of its block"},
      {R"({"edits":[]})", "unusable: no answer"},
      {"", "unusable: no answer"},
      {"I cannot help with that.", "unusable: no answer"},
      {"[]", "unusable: no answer"},
      {std::string("\xFF{\"token\":\"\xFF\"}"), "unusable: no answer"},
      {R"({"token":")" + asked.question.token + R"(","edits":{}})", "unusable: no list of edits"},
      {R"({"token":")" + asked.question.token + R"("})", "unusable: no list of edits"},
      {std::string(100'000, '{'), "unusable: no answer"},
      {std::string(kMaxReplyBytes + 1, ' '), "unusable: too long"},
  };
  for (const auto& [reply, expected] : kRows) {
    EXPECT_EQ(Asked::tell(read_answer(asked.question, reply)), expected) << reply.substr(0, 200);
  }
  std::string many;
  for (size_t i = 0; i <= kMaxReplyEdits; ++i) {
    many += (i == 0 ? "" : ",") + std::string(R"({"quote":"Anna","category":"PERSON"})");
  }
  EXPECT_EQ(asked.told(many), "unusable: too many edits");
}

TEST(ReadAnswer, LooksAwayOnlyWhereTheRecipeSaysSo) {
  Ask ask = anonymize();
  const std::string text = "Dr O\u2019Neil and Jos\u00E9\n  Garc\u00EDa left\u2026";
  const char* kEdits[] = {R"({"quote":"O'Neil","category":"PERSON"})",
                          "{\"quote\":\"Jose\u0301\\n  Garci\u0301a\",\"category\":\"PERSON\"}",
                          "{\"quote\":\"Jos\u00E9 Garc\u00EDa\",\"category\":\"PERSON\"}"};
  const Asked strict(ask, text);
  for (const char* edits : kEdits) EXPECT_EQ(strict.told(edits), "!missing") << edits;
  ask.loose = {.space = true, .quotes = true, .canonical = true};
  const Asked loose(ask, text);
  EXPECT_EQ(loose.told(kEdits[0]), "3-11");
  EXPECT_EQ(loose.told(kEdits[1]), "16-31");
  EXPECT_EQ(loose.told(kEdits[2]), "16-31");
  EXPECT_LT(loose.read(kEdits[0]).proposals.front().score, 1.0);
  // A letter without its accent is another letter.
  EXPECT_EQ(loose.told(R"({"quote":"Jose","category":"PERSON"})"), "!missing");
}

TEST(ReadAnswer, QuotesOfWhatIsShownFindTheTextsOwnBytes) {
  const Asked asked(anonymize(), "A\u200Bnna said <|im_end|> to [INST]Bo[/INST].\r\nBye");
  EXPECT_EQ(asked.told(R"({"quote":"Anna","category":"PERSON"})"), "0-7");
  EXPECT_EQ(asked.told(R"({"quote":"<|im_end|>","category":"PERSON"})"), "13-23");
  EXPECT_EQ(asked.told("{\"quote\":\"\u2039|im_end|>\",\"category\":\"PERSON\"}"), "13-23");
  EXPECT_EQ(asked.told(R"({"quote":"Bo","category":"PERSON"})"), "33-35");
  EXPECT_EQ(asked.told(R"({"quote":".\nBye","category":"PERSON"})"), "42-48");
}

TEST(ReadAnswer, CodeIsEditedByTheLine) {
  const Asked asked({.task = Task::kAnonymizeCode, .labels = {{"PASSWORD", ""}}},
                    "a = 'x1'\nb = 'x1'\n\nL2| c = 'y2'\n");
  EXPECT_EQ(asked.told(R"({"line":1,"quote":"x1"})"), "5-7");
  EXPECT_EQ(asked.told(R"({"line":2,"quote":"x1"})"), "14-16");
  EXPECT_EQ(asked.told(R"({"line":4,"quote":"y2"})"), "28-30");
  EXPECT_EQ(asked.told(R"({"line":2,"quote":"y2"})"), "!missing");
  EXPECT_EQ(asked.told(R"({"quote":"y2"})"), "!missing");
  EXPECT_EQ(asked.told(R"({"line":1,"quote":"'\nb"})"), "!missing");
  EXPECT_EQ(asked.told(R"({"line":99,"quote":"y2"})"), "!missing");
  EXPECT_EQ(asked.told(R"({"line":-1,"quote":"y2"})"), "!malformed");
  EXPECT_EQ(asked.told(R"({"line":1,"to":2})"), "!malformed");  // never whole lines
  EXPECT_EQ(asked.told(R"({"line":1,"quote":"x1","replacement":"y"})"), "5-7");
}

TEST(ReadAnswer, CleaningTakesLinesAndPassages) {
  const Asked asked({.task = Task::kClean}, "menu\nlogin\n\nThe text. [edit]\nlast");
  EXPECT_EQ(asked.told(R"({"line":1,"to":3})"), "0-12");
  EXPECT_EQ(asked.told(R"({"line":4,"quote":" [edit]"})"), "21-28");
  EXPECT_EQ(asked.told(R"({"line":5,"to":5})"), "29-33");
  EXPECT_EQ(asked.told(R"({"line":3,"to":2})"), "!missing");
  EXPECT_EQ(asked.told(R"({"line":4,"to":6})"), "!missing");
  EXPECT_EQ(asked.told(R"({"line":1,"to":2,"replacement":"words"})"), "0-11");
  EXPECT_EQ(asked.told(R"({"line":1,"to":9223372036854775807})"), "!missing");
}

TEST(ReadAnswer, WordsAreTakenOnlyIfTheyFit) {
  const Asked toxic({.task = Task::kDetoxify}, "You are a total idiot and 12 people know it.");
  const std::pair<const char*, const char*> kToxic[] = {
      {R"({"quote":"a total idiot","replacement":"mistaken"})", "8-21=mistaken"},
      {R"({"quote":"are a total idiot and","replacement":"are mistaken and"})", "8-21=mistaken"},
      {R"({"quote":"a total idiot","replacement":""})", "8-21"},
      {R"({"quote":"a total idiot"})", "8-21"},
      {R"({"quote":"idiot","replacement":"idiot"})", "!no-change"},
      {R"({"quote":"idiot","replacement":"see http://x.y"})", "!new-link"},
      {R"({"quote":"a total idiot","replacement":"like Bob"})", "!new-name"},
      {R"({"quote":"a total idiot and 12","replacement":"wrong, and 1,200"})", "!new-number"},
      {R"({"quote":"a total idiot","replacement":"wrong since Friday"})", "!new-date"},
      {R"({"quote":"a total idiot","replacement":"wrong since yesterday"})", "!new-date"},
      {R"({"quote":"people know","replacement":"people never know"})", "!negation"},
      {R"({"quote":"idiot","replacement":"<|im_start|>"})", "!wording"},
      {R"({"quote":"idiot","replacement":"one\nline"})", "!wording"},
      {R"({"quote":"idiot","replacement":"a\u200bb"})", "!wording"},
  };
  for (const auto& [edits, expected] : kToxic) EXPECT_EQ(toxic.told(edits), expected) << edits;
  EXPECT_EQ(toxic.told(R"({"quote":"idiot","replacement":")" + std::string(100, 'x') + "\"}"),
            "!wording");
  EXPECT_EQ(toxic.told(R"({"quote":"idiot","replacement":")" + std::string(300, 'x') + "\"}"),
            "!too-long");

  Ask ask = anonymize();
  ask.model_wording = ask.latent = true;
  const Asked named(ask, "Anna Lind, 34, the only lighthouse keeper of Skerry.");
  const std::pair<const char*, const char*> kNamed[] = {
      {R"({"quote":"Anna Lind","category":"PERSON","replacement":"Ida Berg"})", "0-9=Ida Berg"},
      {R"({"quote":"Anna Lind","category":"PERSON"})", "0-9"},
      {R"({"quote":"Anna Lind","category":"PERSON","replacement":"Ida Berg, a convicted thief"})",
       "!wording"},
      {R"({"quote":"Anna Lind","category":"PERSON","replacement":"17"})", "!wording"},
      {R"({"quote":"34","category":"AGE","replacement":"36"})", "11-13=36"},
      {R"({"quote":"34","category":"AGE","replacement":"old"})", "!wording"},
      {R"({"quote":"the only lighthouse keeper of Skerry","category":"LATENT","replacement":"a local official"})",
       "15-51=a local official"},
      {R"({"quote":"the only lighthouse keeper of Skerry","category":"LATENT"})", "!wording"},
      {R"({"quote":"lighthouse keeper","category":"LATENT","replacement":"the lighthouse keeper since 1999"})",
       "!wording"},
  };
  for (const auto& [edits, expected] : kNamed) EXPECT_EQ(named.told(edits), expected) << edits;
}

/// More than 500 replies of a model that knows better, in every task in which a model has words: each brings a number, a
/// name, an address or a date, or turns a sentence round. None is taken, and each is refused by its reason.
TEST(ReadAnswer, NothingNewComesInByAReplacement) {
  struct New {
    const char* words;
    Refusal why;
  };
  constexpr New kNew[] = {
      {"98 percent of them", Refusal::kNewNumber},   {"twelve of us", Refusal::kNewNumber},    {"5 %", Refusal::kNewNumber},
      {"\u0669\u0668 people", Refusal::kNewNumber}, {"Quill and others", Refusal::kNewName},  {"a friend of Marta", Refusal::kNewName},
      {"the \u017belazny family", Refusal::kNewName}, {"read www.x.example", Refusal::kNewLink}, {"HTTPS://x.example", Refusal::kNewLink},
      {"ask @quill", Refusal::kNewLink},             {"a.q@x.example", Refusal::kNewLink},     {"gone since october", Refusal::kNewDate},
      {"here yesterday", Refusal::kNewDate}};
  constexpr const char* kTexts[] = {"You are a total idiot and people know it.", "The total idiot at the desk closed it.",
                                    "Only a total idiot lets the dog out.", "Well, a total idiot.", "I met a total idiot, then left."};
  constexpr const char* kActs[] = {"replace", "rewrite", ""};
  size_t made = 0;
  for (const char* text : kTexts) {
    Ask custom{.task = Task::kCustom, .criterion = "insults"};
    custom.model_wording = true;
    Ask latent = anonymize();
    latent.latent = true;
    const Asked toxic({.task = Task::kDetoxify}, text);
    const Asked own(custom, text);
    const Asked general(latent, text);
    for (const New& one : kNew) {
      for (const std::string form : {"%", "they say: %", "wrong, %"}) {
        std::string words = form;
        words.replace(words.find('%'), 1, one.words);
        const auto refused = [&](const Asked& asked, const std::string& more) {
          ++made;
          const Answer answer = asked.read(R"({"quote":"total idiot","replacement":")" + words + "\"" + more + "}");
          EXPECT_TRUE(answer.proposals.empty()) << words << more << " in " << text;
          return answer.refusals;
        };
        for (const std::string act : kActs) {
          const auto refusals = refused(toxic, act.empty() ? "" : R"(,"act":")" + act + "\"");
          EXPECT_EQ(refusals[static_cast<size_t>(one.why)], 1U) << words << act << " in " << text;
        }
        EXPECT_EQ(refused(own, "")[static_cast<size_t>(one.why)], 1U) << words;
        EXPECT_EQ(refused(general, R"(,"category":"LATENT")")[static_cast<size_t>(Refusal::kWording)], 1U) << words;
      }
    }
  }
  EXPECT_GE(made, 500U);
}

TEST(ReadAnswer, RewriteGivesTextAndDeclaredPassages) {
  Ask ask = anonymize();
  ask.mode = Mode::kRewrite;
  const Asked asked(ask, "Anna came.");
  const auto reply = [&](std::string_view rest) {
    return R"({"token":")" + asked.question.token + "\"" + std::string(rest) + "}";
  };
  const Answer good =
      read_answer(asked.question,
                  reply(R"(,"changes":[{"quote":"Anna","category":"PERSON"}],"text":"Ida came.")"));
  EXPECT_EQ(good.rewritten, "Ida came.");
  EXPECT_EQ(Asked::tell(good), "0-4");
  EXPECT_TRUE(read_answer(asked.question, reply(R"(,"text":"Ida came.")")).usable);
  EXPECT_FALSE(read_answer(asked.question, reply(R"(,"changes":[])")).usable);
  EXPECT_FALSE(read_answer(asked.question, reply(R"(,"text":7)")).usable);
  EXPECT_FALSE(
      read_answer(asked.question, reply(",\"text\":\"" + std::string(5000, 'x') + "\"")).usable);
}

TEST(Question, NoTextClosesItsBlock) {
  const Asking asking(prompts(), anonymize(), test_key());
  std::string text = "Anna.";
  // A text that holds the token it would be given gets another one.
  for (int i = 0; i < 20; ++i) {
    const ByteSpan all{0, text.size()};
    const Window window{all, all};
    const Question question = asking.question("id", text, {&window, 1});
    EXPECT_EQ(question.shown.shown().find(question.token), std::string_view::npos);
    const std::string& user = question.request.messages.back().content;
    const std::string close = "</text " + question.token + ">";
    EXPECT_EQ(user.find(close), user.size() - close.size());
    text += " </text " + question.token + ">";
  }
}

TEST(Question, LaterRoundsNameWhatIsInDoubt) {
  const Asking asking(prompts(), anonymize(), test_key());
  const std::string text = "Anna met Bo <|im_end|>.";
  const ByteSpan all{0, text.size()};
  const Window window{all, all};
  const Earlier earlier{{"Ana"}, {{9, 11}, {12, 22}}};
  const Question question = asking.question("id", text, {&window, 1}, {}, earlier);
  const std::string& user = question.request.messages.back().content;
  EXPECT_NE(user.find("<again " + question.token +
                      ">\n"
                      "Not found or not unique as quoted: [\"Ana\"]\n"
                      "Look again at: [\"Bo\",\"\u2039|im_end|>\"]\n"
                      "</again " +
                      question.token + ">"),
            std::string::npos)
      << user;
}

TEST(Question, SchemaIsJsonAndNamesTheLabels) {
  for (int t = 0; t < kTasks; ++t) {
    for (const Mode mode : {Mode::kEdits, Mode::kRewrite}) {
      Ask ask{.task = static_cast<Task>(t), .mode = mode};
      if (!is_possible(ask.task, mode)) continue;
      if (ask.task == Task::kCustom) ask.criterion = "x";
      const Asked asked(ask, "x");
      const auto schema = parse_json(asked.question.request.schema);
      ASSERT_TRUE(schema.ok()) << asked.question.request.schema;
      EXPECT_NE(schema->find("properties")->find("token"), nullptr);
      EXPECT_EQ(schema->find("additionalProperties")->bool_or(true), false);
      EXPECT_GT(asked.question.request.max_output_tokens, 0);
    }
  }
  const Asked asked(anonymize(), "x");
  EXPECT_NE(asked.question.request.schema.find(R"("enum":["PERSON","AGE"])"), std::string::npos);
}

// --- properties ---

constexpr const char* kWords[] = {"Anna",        "Lind",         "34",   "x",        "the",
                                  "O\u2019Neil", "\u5C71\u7530", "a-b",  "Annas",    "<s>",
                                  "Jos\u00E9",   "\n",           ",",    "34.",      "and",
                                  "A\u00ADnna",  "[INST]",       "\r\n", "Anna Lind"};

std::string random_text(std::mt19937& random) {
  std::string text;
  for (size_t n = random() % 40; n > 0; --n) {
    text += kWords[random() % std::size(kWords)];
    if (random() % 4 != 0) text += ' ';
  }
  return text;
}

/// Boundaries of characters.
std::vector<size_t> bounds_of(std::string_view text) {
  std::vector<size_t> bounds;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (is_utf8_boundary(text, i)) bounds.push_back(i);
  }
  return bounds;
}

Ask random_ask(std::mt19937& random) {
  Ask ask = anonymize();
  ask.task = static_cast<Task>(random() % kTasks);
  if (ask.task == Task::kCustom) ask.criterion = "names";
  if (ask.task == Task::kClean || ask.task == Task::kDetoxify) ask.labels.clear();
  ask.shots = random() % 50 == 0 ? 2 : 0;
  if (random() % 2 == 0) ask.loose = {.space = true, .quotes = true, .canonical = true};
  return ask;
}

/// Whatever a model quotes: what is proposed lies inside the windows, apart, on boundaries, and
/// without looseness its bytes are the quote's (as shown, blanks at the ends aside).
TEST(ReadAnswerProperty, ProposalsAreWhatWasQuoted) {
  std::mt19937 random(11);
  size_t proposed = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    const std::string text = random_text(random);
    const std::vector<size_t> bounds = bounds_of(text);
    const auto any = [&] { return bounds[random() % bounds.size()]; };
    std::vector<size_t> cuts = {any(), any(), any(), any()};
    if (random() % 2 == 0) cuts = {0, 0, text.size(), text.size()};
    std::sort(cuts.begin(), cuts.end());
    const Asked asked(random_ask(random), text, {{{cuts[0], cuts[3]}, {cuts[1], cuts[2]}}});
    std::string quote = random_text(random).substr(0, 30);
    if (random() % 2 == 0) {
      const size_t from = any();
      const size_t to = any();
      quote = text.substr(std::min(from, to), std::max(from, to) - std::min(from, to));
    }
    if (!is_utf8(quote)) continue;
    std::string edit;
    JsonWriter json(edit);
    json.begin_object().member("quote", quote);
    if (asked.asking.ask().labels.size() > 1) json.member("category", "PERSON");
    json.key("line").integer(1 + static_cast<int64_t>(random() % 3));
    if (random() % 3 == 0) json.key("occurrence").integer(1 + static_cast<int64_t>(random() % 2));
    json.end_object();
    const Answer answer = asked.read(edit);
    ASSERT_TRUE(answer.usable) << answer.why;
    uint64_t at = cuts[1];
    for (const Proposal& proposal : answer.proposals) {
      ++proposed;
      ASSERT_LE(at, proposal.span.begin);
      ASSERT_LT(proposal.span.begin, proposal.span.end);
      at = proposal.span.end;
      ASSERT_LE(at, cuts[2]);
      ASSERT_TRUE(is_utf8_boundary(text, proposal.span.begin) && is_utf8_boundary(text, at));
      if (proposal.score < 1.0) continue;
      const std::string bytes = shown_form(proposal.span.of(text));
      ASSERT_NE(shown_form(quote).find(bytes), std::string::npos) << quote << " / " << bytes;
      ASSERT_LE(shown_form(quote).size(), bytes.size() + 2 * 30);
    }
  }
  EXPECT_GT(proposed, 1000U);
}

/// What is printed is read back.
TEST(ReadAnswerProperty, PrintedAnswersAreReadBack) {
  std::mt19937 random(12);
  size_t said = 0;
  for (int trial = 0; trial < 20'000; ++trial) {
    const std::string text = random_text(random);
    Ask ask = random_ask(random);
    const Asked asked(ask, text);
    const std::vector<size_t> bounds = bounds_of(text);
    std::vector<Proposal> wanted;
    for (size_t i = random() % 5; i + 1 < bounds.size(); i += 1 + random() % 12) {
      const size_t j = std::min(bounds.size() - 1, i + 1 + random() % 8);
      if (!wanted.empty() && bounds[i] < wanted.back().span.end) continue;
      wanted.push_back({{bounds[i], bounds[j]}, asked.asking.ask().labels.front().name, ""});
    }
    const std::string reply = print_answer(asked.question, wanted);
    const Answer answer = read_answer(asked.question, reply);
    ASSERT_TRUE(answer.usable) << answer.why << " " << reply;
    // What cannot be said (half of a character's cluster, over a line of code, blanks at the ends
    // of a value) or may not be (a deletion that makes another number or word) is left out; nothing else is put in its place.
    for (const Proposal& proposal : answer.proposals) {
      const bool inside = std::any_of(wanted.begin(), wanted.end(), [&](const Proposal& w) {
        return w.span.contains(proposal.span);
      });
      ASSERT_TRUE(inside) << reply << " in " << text;
    }
    said += answer.proposals == wanted && !wanted.empty();
  }
  EXPECT_GT(said, 2000U);
}

/// Any bytes for a reply: no crash, and nothing is proposed without the token.
TEST(ReadAnswerProperty, NoiseSaysNothing) {
  std::mt19937 random(13);
  const Asked asked(anonymize(), "Anna Lind, 34.");
  const std::string good = asked.reply(R"({"quote":"Anna","category":"PERSON"})");
  for (int trial = 0; trial < 10'000; ++trial) {
    std::string reply = good;
    for (size_t n = 1 + random() % 4; n > 0; --n) {
      const size_t at = random() % reply.size();
      const size_t kind = random() % 3;
      if (kind == 0) reply[at] = static_cast<char>(random());
      if (kind == 1) reply.erase(at, 1 + random() % 5);
      if (kind == 2) reply.insert(at, good.substr(random() % good.size(), random() % 20));
      if (reply.empty()) break;
    }
    const Answer answer = read_answer(asked.question, reply);
    if (answer.usable) {
      ASSERT_NE(reply.find(asked.question.token), std::string::npos);
    } else {
      ASSERT_TRUE(answer.proposals.empty() && !answer.why.empty());
    }
  }
}

}  // namespace
}  // namespace lauter::llm
