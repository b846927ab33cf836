// Steps of models among the others: what they propose is composed, judged and reported as said.
#include "run/steps/step_chain.h"

#include <gtest/gtest.h>

#include "run/rows/finder.h"

namespace lauter {
namespace {

/// Deletes every `#`, drops texts with `%`, fails on `!`.
class ToyRefiner : public Refiner {
 public:
  RefinerInfo info() const override { return {"toy", 0}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override {
    return std::make_unique<RefinerScratch>();
  }
  Result<void> propose(std::span<const Document> documents, RefinerScratch&,
                       std::span<Proposal> proposals) const override {
    for (size_t i = 0; i < documents.size(); ++i) {
      const std::string& text = documents[i].text;
      if (text.find('!') != std::string::npos) return unavailable("the toy is broken");
      proposals[i].drop_document = text.find('%') != std::string::npos;
      proposals[i].drop_cause = {"toy", "percent", "TOY", 0.9F};
      for (size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
        proposals[i].edits.push_back({{at, at + 1}, "", {"toy", "hash", "TOY", 0.75F}});
      }
    }
    return {};
  }
};

/// Objects to two hashes in a text, and to what is still abuse.
class ToyVerifier : public Verifier {
 public:
  Verdict judge(const Document&, const EditProgram& program,
                std::string_view refined) const override {
    Verdict verdict;
    if (program.edits.size() > 1) verdict.failures.push_back({"restraint", {}, {}});
    if (refined.find("abuse") != refined.npos) verdict.failures.push_back({"toy", {}, {}});
    return verdict;
  }
};

class StepChainTest : public testing::Test {
 protected:
  StepChainTest() {
    auto recipe = parse_recipe(
        "steps: [{use: clean}, {use: anonymize, categories: {enable: EMAIL_ADDRESS}}]", "r.yaml");
    EXPECT_TRUE(recipe.ok());
    job_.recipe = std::move(*recipe);
    InputFile file;
    file.format = Format::kJsonl;
    job_.inputs.files.push_back(file);
    key_.bytes.assign(32, 7);
    models_ = {ModelStep{std::make_shared<ToyRefiner>(), std::make_shared<ToyVerifier>()}, {}};
  }

  static Row row_of(std::string text) {
    Row row;
    row.format = Format::kJsonl;
    row.doc = {"a", std::move(text)};
    return row;
  }

  Outcome refine(std::string text) {
    auto chain = StepChain::make(job_, key_, models_);
    EXPECT_TRUE(chain.ok());
    ChainScratch scratch = chain->make_scratch();
    return *chain->refine(row_of(std::move(text)), scratch);
  }

  JobOptions job_;
  SecretKey key_;
  ModelSteps models_;
};

TEST_F(StepChainTest, AModelsEditsAndThoseOfOtherStepsBecomeOneProgram) {
  const std::string text = "one # and jane.doe@corp-mail.de too";
  const Outcome outcome = refine(text);
  ASSERT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  ASSERT_EQ(outcome.program.edits.size(), 2U);
  EXPECT_EQ(outcome.program.edits[0].cause.stage, "toy");
  EXPECT_EQ(outcome.program.edits[0].span, (ByteSpan{4, 5}));
  EXPECT_EQ(outcome.program.edits[1].cause.stage, "scan");
  EXPECT_EQ(*apply_program(outcome.program, text), outcome.refined);
  EXPECT_TRUE(outcome.checks.verified);
  EXPECT_EQ(outcome.checks.found, 2U);
  EXPECT_EQ(refine("nothing here").state, RowState::kKept);
}

TEST_F(StepChainTest, WhatTheVerifierRefusesIsHeldBack) {
  const Outcome outcome = refine("# and #");
  EXPECT_EQ(outcome.state, RowState::kRejected);
  EXPECT_EQ(outcome.reason, "verification failed: restraint");
  EXPECT_EQ(outcome.checks.failed, std::vector<std::string>{"restraint"});
  EXPECT_FALSE(outcome.checks.verified);
  job_.recipe.verify.enabled = false;
  EXPECT_EQ(refine("# and #").state, RowState::kEdited);
}

TEST_F(StepChainTest, ATextThatTheModelLeavesAsItIsIsJudgedToo) {
  const Outcome outcome = refine("nothing but abuse");
  EXPECT_EQ(outcome.state, RowState::kRejected);
  EXPECT_EQ(outcome.reason, "verification failed: toy");
}

TEST_F(StepChainTest, AModelMayDropTheDocumentOrFail) {
  const Outcome dropped = refine("50 % of jane.doe@corp-mail.de");
  EXPECT_EQ(dropped.state, RowState::kRejected);
  EXPECT_EQ(dropped.reason, "clean: percent");
  EXPECT_TRUE(dropped.program.drop_document);
  EXPECT_EQ(dropped.program.drop_cause.label, "TOY");
  const Outcome failed = refine("oh!");
  EXPECT_EQ(failed.state, RowState::kRejected);
  EXPECT_EQ(failed.reason, "the toy is broken");
  EXPECT_FALSE(failed.program.drop_document);
}

TEST_F(StepChainTest, FindReportsTheSpansOfEveryStep) {
  const auto engines = StepEngines<ValueFinder>::make(job_.recipe, job_.inputs, job_.models,
                                                      nullptr, ValueFinder::make);
  ASSERT_TRUE(engines.ok());
  const auto filters = make_filter_steps(job_.recipe);
  ASSERT_TRUE(filters.ok());
  Finder finder(job_, *engines, models_, *filters);
  const Row row = row_of("# jane.doe@corp-mail.de #");
  const auto found = finder.find(row);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ((*found)[0].label, "TOY");
  EXPECT_EQ((*found)[0].rule, "hash");
  EXPECT_EQ((*found)[0].score, 0.75F);
  EXPECT_EQ((*found)[1].label, "EMAIL_ADDRESS");
  EXPECT_EQ((*found)[2].span, (ByteSpan{24, 25}));
  EXPECT_EQ(finder.dropped(), "");
  // A whole document that would be dropped hides what later steps find in it.
  const Row percent = row_of("% jane.doe@corp-mail.de");
  const auto whole = finder.find(percent);
  ASSERT_TRUE(whole.ok());
  ASSERT_EQ(whole->size(), 1U);
  EXPECT_EQ((*whole)[0].span, (ByteSpan{0, 23}));
  EXPECT_EQ(finder.dropped(), "clean: percent");
  EXPECT_FALSE(finder.find(row_of("!")).ok());
}

TEST_F(StepChainTest, MissingWeightsAreAnError) {
  const auto chain = StepChain::make(job_, key_);
  ASSERT_FALSE(chain.ok());
  EXPECT_EQ(chain.error().code, ErrorCode::kUnimplemented);
  EXPECT_NE(chain.error().message.find("clean"), std::string::npos);
}

}  // namespace
}  // namespace lauter
