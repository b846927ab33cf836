#include "llm/question/prompts.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/sha256_hex.h"
#include "llm/question/answer.h"
#include "llm/question/example_answer.h"
#include "llm/question/question.h"

namespace lauter::llm {
namespace {

constexpr Task kAll[] = {Task::kAnonymize, Task::kAnonymizeCode, Task::kDetoxify,
                         Task::kClean,     Task::kCustom,        Task::kAttack};

Ask ask_for(Task task, Mode mode) {
  Ask ask{.task = task, .mode = mode};
  if (task == Task::kCustom) ask.criterion = "prices";
  return ask;
}

TEST(Prompts, EveryTaskHasPromptsAndExamples) {
  const auto prompts = Prompts::embedded();
  ASSERT_TRUE(prompts.ok()) << prompts.error().message;
  for (const Task task : kAll) {
    std::set<std::string> texts;
    size_t untouched = 0;
    for (const Example& example : prompts->examples(task)) {
      texts.insert(example.text);
      untouched += example.edits.empty();
      EXPECT_FALSE(example.reason.empty()) << example.text;
    }
    EXPECT_GE(texts.size(), 24U) << task_name(task);
    EXPECT_GE(untouched, 7U) << task_name(task) << ": examples of leaving a text alone";
    for (const Mode mode : {Mode::kEdits, Mode::kRewrite}) {
      if (!is_possible(task, mode)) continue;
      EXPECT_GE(prompts->prompt(task, mode).version, 1);
    }
  }
}

TEST(Prompts, HashIsThatOfTheFile) {
  std::ifstream file(std::string(LAUTER_SOURCE_DIR) + "/prompts/clean-edits.txt");
  std::stringstream content;
  content << file.rdbuf();
  EXPECT_EQ(Prompts::embedded()->prompt(Task::kClean, Mode::kEdits).sha256,
            sha256_hex(content.str()));
}

/// Every example, asked about as a row, answers itself: all its quotes are found, and what reading
/// its reply gives is what it says.
TEST(Prompts, ExamplesAreSound) {
  const auto prompts = Prompts::embedded();
  ASSERT_TRUE(prompts.ok());
  for (const Task task : kAll) {
    Ask ask = ask_for(task, Mode::kEdits);
    ask.latent = task == Task::kAnonymize;
    ask.model_wording = task == Task::kAnonymize || task == Task::kCustom;
    const Asking asking(*prompts, ask, SecretKey{std::string(32, 'k')});
    for (const Example& example : prompts->examples(task)) {
      const ByteSpan all{0, example.text.size()};
      const Window window{all, all};
      const Question question = asking.question("id", example.text, {&window, 1});
      const auto answer = internal::answer_of_example(question, example);
      ASSERT_TRUE(answer.sound) << task_name(task) << ": " << example.text;
      const Answer read = read_answer(question, answer.reply);
      ASSERT_TRUE(read.usable) << read.why;
      EXPECT_TRUE(read.refused.empty())
          << task_name(task) << ": " << refusal_name(read.refused.front().reason) << " "
          << read.refused.front().quote << " in " << answer.reply;
      EXPECT_EQ(print_answer(question, read.proposals, example.reason), answer.reply);
      if (task == Task::kAttack) continue;  // its examples have facts that it does not ask for
      EXPECT_EQ(read.proposals.empty(), example.edits.empty()) << answer.reply;
      EXPECT_TRUE(answer.whole) << task_name(task) << ": a category that is not a default label";
    }
  }
}

TEST(Prompts, LinesWithoutAValueAreLeftOut) {
  const auto prompts = Prompts::embedded();
  Ask ask = ask_for(Task::kAnonymize, Mode::kEdits);
  ask.labels = {{"PERSON", "a name"}, {"AGE", "", false}};
  ask.allow = {"public figures", "authors"};
  const std::string plain = render_prompt(prompts->prompt(ask.task, ask.mode), ask);
  EXPECT_NE(plain.find("Categories: PERSON (a name) AGE\n"), std::string::npos) << plain;
  EXPECT_NE(plain.find("May stay: public figures; authors"), std::string::npos) << plain;
  EXPECT_EQ(plain.find("Must go"), std::string::npos);
  EXPECT_EQ(plain.find("LATENT"), std::string::npos);
  EXPECT_EQ(plain.find("{{"), std::string::npos);
  ask.latent = true;
  EXPECT_NE(render_prompt(prompts->prompt(ask.task, ask.mode), ask).find("\nLATENT: "),
            std::string::npos);
}

/// The cost of a request is paid for every row: a system message stays below 500 tokens, at some
/// four bytes each, beside its categories.
TEST(Prompts, AreShort) {
  const auto prompts = Prompts::embedded();
  for (const Task task : kAll) {
    for (const Mode mode : {Mode::kEdits, Mode::kRewrite}) {
      if (!is_possible(task, mode)) continue;
      Ask ask = ask_for(task, mode);
      ask.labels = {{"PERSON", ""}};
      EXPECT_LE(render_prompt(prompts->prompt(task, mode), ask).size(), 2000U)
          << task_name(task) << " " << mode_name(mode);
    }
  }
}

/// Replies may name what a brief prompt leaves out.
TEST(Prompts, BriefOnesLeaveOutWhatPatternsReach) {
  const auto prompts = Prompts::embedded();
  Ask ask{.labels = default_labels(Task::kAnonymize)};
  const size_t whole = render_prompt(prompts->prompt(Task::kAnonymize, Mode::kEdits), ask).size();
  ask.brief = true;
  const std::string brief = render_prompt(prompts->prompt(Task::kAnonymize, Mode::kEdits), ask);
  EXPECT_LT(brief.size() * 5, whole * 3);
  for (const char* name : {"PERSON", "MEDICAL_CONDITION", "EMAIL_ADDRESS", "PHONE_NUMBER", "CITY"}) {
    EXPECT_NE(brief.find(name), std::string::npos) << name;
  }
  EXPECT_EQ(brief.find("UK_NINO"), std::string::npos);
  const Asking asking(*prompts, ask, SecretKey{std::string(32, 'k')});
  const std::string text = "My number is QQ 12 34 56 C.";
  const ByteSpan all{0, text.size()};
  const Window window{all, all};
  const Question question = asking.question("id", text, {&window, 1});
  const Answer answer = read_answer(question, R"({"token":")" + question.token +
                                                  R"(","edits":[{"quote":"QQ 12 34 56 C","category":"UK_NINO"}]})");
  ASSERT_EQ(answer.proposals.size(), 1U);
  EXPECT_EQ(answer.proposals.front().category, "UK_NINO");
}

TEST(Asking, PromptIdTellsWhatIsTheSameForAllRows) {
  const auto prompts = Prompts::embedded();
  const SecretKey key{std::string(32, 'k')};
  Ask ask = ask_for(Task::kAnonymize, Mode::kEdits);
  const std::string plain = Asking(*prompts, ask, key).prompt_id();
  EXPECT_TRUE(plain.starts_with("anonymize-edits/2 sha256:")) << plain;
  EXPECT_EQ(plain.size(), std::string("anonymize-edits/2 sha256:").size() + 64);
  EXPECT_EQ(Asking(*prompts, ask, SecretKey{std::string(32, 'j')}).prompt_id(), plain);
  ask.shots = 2;
  const std::string with_shots = Asking(*prompts, ask, key).prompt_id();
  EXPECT_NE(with_shots, plain);
  ask.shots = 0;
  ask.protect = {"names of horses"};
  EXPECT_NE(Asking(*prompts, ask, key).prompt_id(), plain);
}

TEST(Asking, ShotsRotateByRowAndAreTheSameForTheSameRow) {
  const auto prompts = Prompts::embedded();
  Ask ask = ask_for(Task::kAnonymize, Mode::kEdits);
  ask.shots = 3;
  const Asking asking(*prompts, ask, SecretKey{std::string(32, 'k')});
  const std::string text = "A text.";
  const ByteSpan all{0, text.size()};
  const Window window{all, all};
  std::set<const Example*> used;
  for (int row = 0; row < 300; ++row) {
    const std::string id = "row-" + std::to_string(row);
    const Question a = asking.question(id, text, {&window, 1});
    const Question b = asking.question(id, text, {&window, 1});
    ASSERT_EQ(a.shots.size(), 3U);
    EXPECT_EQ(a.shots, b.shots);
    EXPECT_EQ(std::set(a.shots.begin(), a.shots.end()).size(), 3U);
    ASSERT_EQ(a.request.messages.size(), 8U);  // system, three pairs, the row
    used.insert(a.shots.begin(), a.shots.end());
  }
  EXPECT_GE(used.size(), 24U);  // all that ask for no LATENT facts
}

TEST(Asking, ShotsNameOnlyWhatIsAskedFor) {
  const auto prompts = Prompts::embedded();
  Ask ask = ask_for(Task::kAnonymize, Mode::kEdits);
  ask.shots = 8;
  ask.labels = {{"PERSON", ""}, {"AGE", "", false}};
  const Asking asking(*prompts, ask, SecretKey{std::string(32, 'k')});
  const std::string text = "A text.";
  const ByteSpan all{0, text.size()};
  const Window window{all, all};
  for (int row = 0; row < 50; ++row) {
    const Question question = asking.question(std::to_string(row), text, {&window, 1});
    for (const Message& message : question.request.messages) {
      if (message.role != Role::kAssistant) continue;
      EXPECT_EQ(message.content.find("EMAIL_ADDRESS"), std::string::npos) << message.content;
    }
  }
}

TEST(Ask, ObjectsToWhatCannotBe) {
  const std::pair<const char*, Ask> kRows[] = {
      {"only edits", {.task = Task::kAnonymizeCode, .mode = Mode::kRewrite}},
      {"only edits", {.task = Task::kAttack, .mode = Mode::kRewrite}},
      {"criterion", {.task = Task::kCustom}},
      {"no criterion", {.task = Task::kClean, .criterion = "x"}},
      {"latent", {.task = Task::kClean, .latent = true}},
      {"wording", {.task = Task::kAnonymizeCode, .model_wording = true}},
      {"shots", {.shots = 9}},
      {"candidates", {.candidates = 0}},
      {"name", {.labels = {{"two words", ""}}}},
      {"latent: true", {.labels = {{"LATENT", ""}}}},
  };
  for (const auto& [word, ask] : kRows) {
    EXPECT_NE(objection(ask).find(word), std::string::npos) << word << ": " << objection(ask);
  }
  EXPECT_EQ(objection({}), "");
  EXPECT_EQ(objection(ask_for(Task::kCustom, Mode::kRewrite)), "");
}

}  // namespace
}  // namespace lauter::llm
