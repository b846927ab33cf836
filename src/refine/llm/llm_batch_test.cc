// The rounds of asking, with a model of the test's own: fail closed, repair, attack, budget.
#include "refine/llm/llm_batch.h"

#include <gtest/gtest.h>

#include <functional>

namespace lauter {
namespace {

/// What a model says about a block of text; the token is put in.
using Model = std::function<llm::Reply(std::string_view block, const llm::Request& request)>;

std::string_view block_of(std::string_view message, std::string_view& token) {
  const size_t begin = message.find("<text ");
  token = message.substr(begin + 6, message.find('>', begin) - begin - 6);
  const size_t from = message.find('\n', begin) + 1;
  return message.substr(from, message.rfind("\n</text") - from);
}

llm::Reply said(std::string edits) {
  llm::Reply reply;
  reply.content = std::move(edits);
  return reply;
}
llm::Reply failed(llm::Failure failure) {
  llm::Reply reply;
  reply.failure = failure;
  return reply;
}

/// Quotes each of `words` that stands in the block.
Model names(std::vector<std::string> words, std::string category = "PERSON") {
  return [=](std::string_view block, const llm::Request&) {
    std::string edits;
    for (const std::string& word : words) {
      if (block.find(word) == block.npos) continue;
      edits += (edits.empty() ? "" : ",") + ("{\"quote\":\"" + word + "\",\"category\":\"") +
               category + "\"}";
    }
    return said("[" + edits + "]");
  };
}

/// Each place of the words is a doubt, as far as the text has lower risk for those further behind.
class DoubtsAbout : public DoubtFinder {
 public:
  explicit DoubtsAbout(std::vector<std::string> words) : words_(std::move(words)) {}
  std::unique_ptr<DoubtScratch> make_scratch() const override {
    return std::make_unique<DoubtScratch>();
  }
  void find(std::string_view text, DoubtScratch&, std::vector<Doubt>& doubts) const override {
    doubts.clear();
    for (const std::string& word : words_) {
      float risk = 0.4F;
      for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        doubts.push_back({{at, at + word.size()}, risk, {}});
        risk /= 2;
      }
    }
    std::sort(doubts.begin(), doubts.end(),
              [](const Doubt& a, const Doubt& b) { return a.span < b.span; });
  }

 private:
  std::vector<std::string> words_;
};

class LlmBatchTest : public testing::Test {
 protected:
  void make(const std::function<void(LlmOptions&)>& change = {},
            std::shared_ptr<const DoubtFinder> doubts = nullptr) {
    LlmOptions options;
    options.scope = LlmScope::kAll;
    if (change) change(options);
    LlmParts parts;
    auto prompts = llm::Prompts::embedded();
    ASSERT_TRUE(prompts.ok());
    parts.prompts = std::make_shared<const llm::Prompts>(std::move(*prompts));
    parts.doubts = std::move(doubts);
    parts.key.bytes.assign(32, 7);
    RefineOptions refine;
    refine.key = parts.key;
    auto refinery = Refinery::make(refine);
    ASSERT_TRUE(refinery.ok());
    parts.refinery = std::make_shared<const Refinery>(std::move(*refinery));
    auto step = LlmStep::make(options, parts);
    ASSERT_TRUE(step.ok()) << step.error().message;
    step_ = *step;
    scratch_ = step_->make_scratch();
  }

  LlmResult run(const std::string& text, const Model& model, std::vector<ByteSpan> known = {},
                bool is_doubted = false) {
    document_ = {"row", text};
    LlmBatch batch(*step_, {{&document_, std::move(known), is_doubted}}, scratch_);
    asked_.clear();
    while (!batch.requests().empty() && !batch.is_cancelled()) {
      std::vector<llm::Reply> replies;
      for (const llm::Request& request : batch.requests()) {
        asked_.push_back(request);
        std::string_view token;
        const std::string_view block = block_of(request.messages.back().content, token);
        llm::Reply reply = model(block, request);
        if (reply.ok() && reply.content.starts_with('[')) {
          reply.content =
              "{\"token\":\"" + std::string(token) + "\",\"edits\":" + reply.content + "}";
        }
        replies.push_back(std::move(reply));
      }
      EXPECT_LT(asked_.size(), 100U);
      batch.take(std::move(replies), scratch_);
    }
    is_cancelled_ = batch.is_cancelled();
    figures_ = batch.figures();
    return std::move(batch.finish().front());
  }

  std::shared_ptr<const LlmStep> step_;
  LlmScratch scratch_;
  Document document_;
  std::vector<llm::Request> asked_;
  LlmFigures figures_;
  bool is_cancelled_ = false;
};

const std::string kNovel = "Then Quorvath Zyndrel came in. Quorvath sat down.";

TEST_F(LlmBatchTest, ANameGetsAStandInEverywhere) {
  make();
  const LlmResult result = run(kNovel, names({"Quorvath Zyndrel"}));
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_EQ(result.outcome.refined.find("Quorvath"), std::string::npos) << result.outcome.refined;
  EXPECT_TRUE(result.outcome.refined.starts_with("Then "));
  EXPECT_EQ(result.outcome.program.edits[0].cause.stage, "llm");
  EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(LlmBatchTest, WordsThatComeAgainAreAskedAboutOnce) {
  make(
      [](LlmOptions& options) {
        options.scope = LlmScope::kUnsure;
        options.context_bytes = 30;
      },
      std::make_shared<DoubtsAbout>(std::vector<std::string>{"Hostrick", "Oskrith Zyndrel"}));
  const std::string between =
      " It rained for days and the house was quiet, as houses are. Nothing was done.";
  const std::string text = "They went to Hostrick." + between + " Near Hostrick it was dry." +
                           between + " So Oskrith Zyndrel left Hostrick." + between +
                           " Oskrith Zyndrel slept.";
  LlmResult result = run(text, names({"Hostrick"}, "LOCATION"));
  ASSERT_EQ(asked_.size(), 1U);
  const std::string& message = asked_[0].messages.back().content;
  // The first mentions, which have the most risk, and what stands near them.
  EXPECT_NE(message.find("went to Hostrick."), std::string::npos);
  EXPECT_NE(message.find("So Oskrith Zyndrel left"), std::string::npos);
  EXPECT_EQ(message.find("it was dry"), std::string::npos) << message;
  EXPECT_EQ(message.find("slept"), std::string::npos) << message;
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_EQ(result.outcome.program.edits.size(), 3U);
  EXPECT_EQ(result.outcome.refined.find("Hostrick"), std::string::npos) << result.outcome.refined;
  EXPECT_NE(result.outcome.refined.find("Oskrith Zyndrel slept"), std::string::npos);

  // A part of the doubt, or more than it: what lies in it holds for the others.
  result = run(text, names({"So Oskrith Zyndrel"}));
  EXPECT_NE(result.outcome.refined.find(" slept."), std::string::npos);
  EXPECT_EQ(result.outcome.refined.find("Zyndrel slept"), std::string::npos);
  EXPECT_NE(result.outcome.refined.find("Near Hostrick"), std::string::npos);
  result = run(text, names({}));
  EXPECT_EQ(result.outcome.state, RowState::kKept);
}

TEST_F(LlmBatchTest, AQuotedValueGoesWhereItWasNotShownToo) {
  make(
      [](LlmOptions& options) {
        options.scope = LlmScope::kUnsure;
        options.context_bytes = 30;
      },
      std::make_shared<DoubtsAbout>(std::vector<std::string>{"Hostrick"}));
  const std::string text =
      "In Hostrick lives Ynkara. It rained for days and the house was quiet, as houses are. Ynkara "
      "slept, Ynkaras did not.";
  const LlmResult result = run(text, names({"Ynkara"}));
  EXPECT_EQ(asked_[0].messages.back().content.find("slept"), std::string::npos);
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_EQ(result.outcome.program.edits.size(), 2U);
  EXPECT_TRUE(result.outcome.refined.ends_with(" slept, Ynkaras did not.")) << "a word is not cut";
}

TEST_F(LlmBatchTest, NothingToEditIsKept) {
  make();
  const LlmResult result = run(kNovel, names({}));
  EXPECT_EQ(result.outcome.state, RowState::kKept);
  EXPECT_TRUE(result.is_asked);
}

TEST_F(LlmBatchTest, EveryFailureHoldsBack) {
  make();
  for (size_t i = 1; i < llm::kFailures; ++i) {
    const auto failure = static_cast<llm::Failure>(i);
    if (failure == llm::Failure::kCancelled) continue;
    const LlmResult result = run(kNovel, [&](auto, auto&) { return failed(failure); });
    EXPECT_EQ(result.outcome.state, RowState::kRejected);
    EXPECT_EQ(result.outcome.reason, "llm: " + std::string(llm::name_of(failure)));
    EXPECT_TRUE(result.outcome.refined.empty());
    EXPECT_EQ(figures_.rows_held_back, 1U);
  }
}

TEST_F(LlmBatchTest, UnusableRepliesAreAskedForAgainThenHeldBack) {
  make();
  int asked = 0;
  const auto garbage_once = [&](std::string_view block, const llm::Request& request) {
    return ++asked == 1 ? said("no JSON at all") : names({"Quorvath Zyndrel"})(block, request);
  };
  EXPECT_EQ(run(kNovel, garbage_once).outcome.state, RowState::kEdited);
  EXPECT_EQ(figures_.repairs, 1U);
  const LlmResult result = run(kNovel, [](auto, auto&) { return said("no JSON at all"); });
  EXPECT_EQ(result.outcome.state, RowState::kRejected);
  EXPECT_EQ(asked_.size(), 4U);  // once and three rounds
  for (size_t i = 1; i < asked_.size(); ++i) {
    EXPECT_NE(asked_[i].seed, asked_[i - 1].seed) << "the same question would get the same reply";
  }
}

TEST_F(LlmBatchTest, AQuoteThatIsNotThereIsNoPass) {
  make();
  const LlmResult result = run(kNovel, [](auto, auto&) {
    return said("[{\"quote\":\"Somebody Else\",\"category\":\"PERSON\"}]");
  });
  EXPECT_EQ(result.outcome.state, RowState::kRejected);
  EXPECT_EQ(result.outcome.reason, "llm: quotes that cannot be placed");
  EXPECT_EQ(figures_.refused.at("missing"), 4U);
}

TEST_F(LlmBatchTest, StandInsOfEarlierStepsStay) {
  make();
  const LlmResult result = run(kNovel, names({"Quorvath Zyndrel"}), {{5, 21}, {31, 39}});
  EXPECT_EQ(result.outcome.state, RowState::kKept) << result.outcome.refined;
  EXPECT_GE(figures_.stand_ins, 1U);
}

TEST_F(LlmBatchTest, TheVerifierHasTheLastWord) {
  make();
  // The model overlooks a mail address; the verifier does not, and the repair takes it.
  const LlmResult result = run("Quorvath Zyndrel wrote to quorvath.z@brintovsk-mail.net today.",
                               names({"Quorvath Zyndrel"}));
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_EQ(result.outcome.refined.find("brintovsk-mail"), std::string::npos);
}

TEST_F(LlmBatchTest, TheAttackersFindsAreRepaired) {
  make([](LlmOptions& options) { options.attacker = "rival"; });
  const auto model = [](std::string_view block, const llm::Request& request) {
    const bool attacks = !request.endpoints.empty();
    return attacks ? names({"the mayor of Dunspire"}, "CLUE")(block, request)
                   : names({"Quorvath Zyndrel"})(block, request);
  };
  const LlmResult result = run("Quorvath Zyndrel, the mayor of Dunspire, came in.", model);
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_EQ(result.outcome.refined.find("Dunspire"), std::string::npos) << result.outcome.refined;
  EXPECT_EQ(figures_.attacks, 2U);  // the second finds nothing
}

TEST_F(LlmBatchTest, AnAttackerWhoAlwaysFindsMoreHoldsBack) {
  make([](LlmOptions& options) {
    options.attacker = "rival";
    options.rounds = 2;
  });
  int attacks = 0;
  const auto model = [&](std::string_view block, const llm::Request& request) {
    if (request.endpoints.empty()) return names({"Quorvath Zyndrel"})(block, request);
    const char* words[] = {"alpha", "beta", "gamma", "delta"};
    return names({words[attacks++ % 4]}, "CLUE")(block, request);
  };
  const LlmResult result = run("Quorvath Zyndrel knows alpha, beta, gamma and delta.", model);
  EXPECT_EQ(result.outcome.state, RowState::kRejected);
  EXPECT_EQ(result.outcome.reason, "llm: the attacker still finds something");
}

TEST_F(LlmBatchTest, OfSeveralCandidatesTheLeastChangeIsTaken) {
  make([](LlmOptions& options) { options.ask.candidates = 3; });
  const auto model = [](std::string_view block, const llm::Request& request) {
    if (request.candidate == 0) return failed(llm::Failure::kNetwork);
    if (request.candidate == 1) return names({"Then Quorvath Zyndrel came in"})(block, request);
    return names({"Quorvath Zyndrel"})(block, request);
  };
  const LlmResult result = run(kNovel, model);
  ASSERT_EQ(result.outcome.state, RowState::kEdited) << result.outcome.reason;
  EXPECT_TRUE(result.outcome.refined.starts_with("Then ")) << result.outcome.refined;
  EXPECT_EQ(asked_.size(), 3U);
}

TEST_F(LlmBatchTest, BeyondTheBudgetTheLocalResultMayStand) {
  make([](LlmOptions& options) { options.on_budget = OnBudget::kKeepLocal; });
  const auto broke = [](auto, auto&) { return failed(llm::Failure::kBudget); };
  LlmResult result = run(kNovel, broke);
  EXPECT_EQ(result.outcome.state, RowState::kKept);
  EXPECT_TRUE(result.is_kept_local);
  EXPECT_EQ(figures_.rows_kept_local, 1U);
  // But not where a verifier has already objected to it.
  result = run(kNovel, broke, {}, /*is_doubted=*/true);
  EXPECT_EQ(result.outcome.state, RowState::kRejected);
}

TEST_F(LlmBatchTest, ACancelledReplyIsNoOutcome) {
  make();
  run(kNovel, [](auto, auto&) { return failed(llm::Failure::kCancelled); });
  EXPECT_TRUE(is_cancelled_);
}

}  // namespace
}  // namespace lauter
