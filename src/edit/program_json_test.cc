#include "edit/program_json.h"

#include <gtest/gtest.h>

#include "edit/log.h"
#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::Random;
using testing_support::random_program;
using testing_support::random_text;

const SecretKey kKey{std::string(32, 'k')};

bool same(const Cause& a, const Cause& b) {
  return a.stage == b.stage && a.rule == b.rule && a.label == b.label && a.score == b.score;
}

bool same(const EditProgram& a, const EditProgram& b) {
  if (a.drop_document != b.drop_document || a.edits.size() != b.edits.size()) return false;
  if (a.drop_document && !same(a.drop_cause, b.drop_cause)) return false;
  for (size_t i = 0; i < a.edits.size(); ++i) {
    if (a.edits[i].span != b.edits[i].span || a.edits[i].with != b.edits[i].with ||
        !same(a.edits[i].cause, b.edits[i].cause)) {
      return false;
    }
  }
  return true;
}

TEST(ProgramJson, WritesTheContract) {
  EditProgram program;
  program.edits.push_back({{5, 21}, "a@b.example", {"scan", "email", "EMAIL_ADDRESS", 0.85F}});
  program.edits.push_back({{22, 25}, "", {"scan", "x", "Y", 1.0F}});
  std::string out = "p=";
  append_program_json(out, program, "id", "", AuditWriter());
  EXPECT_EQ(out,
            R"(p=[{"op":"replace","start":5,"end":21,"with":"a@b.example","cause":{"stage":"scan",)"
            R"("rule":"email","label":"EMAIL_ADDRESS","score":0.85}},)"
            R"({"op":"delete","start":22,"end":25,"cause":{"stage":"scan","rule":"x","label":"Y",)"
            R"("score":1}}])");
  EditProgram drop;
  drop.drop_document = true;
  drop.drop_cause = {"filter", "too short", "JUNK", 0.5F};
  out.clear();
  append_program_json(out, drop, "id", "", AuditWriter());
  EXPECT_EQ(out, R"([{"op":"drop_document","cause":{"stage":"filter","rule":"too short",)"
                 R"("label":"JUNK","score":0.5}}])");
  EXPECT_TRUE(same(*parse_program_json(out), drop));
}

TEST(ProgramJson, ParsesWhatItPrints) {
  Random random(23);
  const AuditWriter audits[] = {AuditWriter(), AuditWriter(kKey, AuditMode::kHmac),
                                AuditWriter(kKey, AuditMode::kSealed)};
  for (int trial = 0; trial < 3000; ++trial) {
    const std::string text = random_text(random, 20);
    EditProgram program = random_program(random, text);
    for (Edit& edit : program.edits) {
      edit.cause.score = static_cast<float>(random() % 1000) / 999.0F;
      edit.cause.rule = random_text(random, 3);
    }
    std::string json;
    append_program_json(json, program, "id", text, audits[trial % 3]);
    std::vector<AuditMark> was;
    const auto parsed = parse_program_json(json, &was);
    ASSERT_TRUE(parsed.ok()) << parsed.error().message << json;
    ASSERT_TRUE(same(*parsed, program)) << json;
    ASSERT_EQ(was.size(), program.edits.size());
  }
}

TEST(ProgramJson, SealedLogsRestoreTheOriginal) {
  Random random(29);
  const AuditWriter audit(kKey, AuditMode::kSealed);
  for (int trial = 0; trial < 1000; ++trial) {
    LogRow row;
    row.id = "doc" + std::to_string(trial);
    const std::string text = random_text(random, 30);
    row.program = random_program(random, text);
    row.checks = {true, 1, 3, 0, {"rescan:EMAIL_ADDRESS"}};
    row.state = row.program.empty() ? RowState::kKept : RowState::kEdited;
    std::string line;
    append_log_row(line, row, text, audit);
    ASSERT_EQ(line.find('\n'), line.size() - 1);
    std::vector<AuditMark> was;
    const auto parsed = parse_log_row(line, &was);
    ASSERT_TRUE(parsed.ok()) << parsed.error().message;
    ASSERT_EQ(parsed->state, row.state);
    ASSERT_EQ(parsed->checks.failed, row.checks.failed);
    const std::string refined = *apply_program(row.program, text);
    const auto back = restore(parsed->program, was, row.id, refined, audit);
    ASSERT_TRUE(back.ok()) << back.error().message;
    ASSERT_EQ(*back, text);
    if (!row.program.edits.empty()) {
      ASSERT_FALSE(restore(parsed->program, was, "other", refined, audit).ok());
      ASSERT_FALSE(restore(parsed->program, was, row.id, refined,
                           AuditWriter(SecretKey{std::string(32, 'x')}, AuditMode::kSealed))
                       .ok());
    }
  }
}

TEST(ProgramJson, RestoreRefusesAnotherText) {
  const AuditWriter audit(kKey, AuditMode::kSealed);
  const std::string text = "mail jane.doe@corp.de now";
  EditProgram program;
  program.edits.push_back({{5, 21}, "x@y.example", {}});
  const std::vector<AuditMark> was = {audit.mark("id", 5, "jane.doe@corp.de")};
  EXPECT_EQ(*restore(program, was, "id", "mail x@y.example now", audit), text);
  for (const char* refined : {"", "mail", "mail y@y.example now", "mail x@y.exampl"}) {
    EXPECT_FALSE(restore(program, was, "id", refined, audit).ok()) << refined;
  }
  EXPECT_FALSE(restore(program, {}, "id", "mail x@y.example now", audit).ok());
  const std::vector<AuditMark> hashed = {AuditWriter(kKey, AuditMode::kHmac).mark("id", 5, "v")};
  EXPECT_FALSE(restore(program, hashed, "id", "mail x@y.example now", audit).ok());
}

TEST(ProgramJson, HmacHidesTheValueAndFollowsTheKey) {
  const AuditWriter audit(kKey, AuditMode::kHmac);
  const AuditMark mark = audit.mark("a", 5, "jane.doe@corp.de");
  EXPECT_EQ(mark.hmac.size(), 32U);
  EXPECT_EQ(mark.hmac, audit.mark("b", 9, "jane.doe@corp.de").hmac);
  EXPECT_NE(mark.hmac, audit.mark("a", 5, "jane.doe@corp.d").hmac);
  EXPECT_NE(mark.hmac, AuditWriter(SecretKey{std::string(32, 'x')}, AuditMode::kHmac)
                           .mark("a", 5, "jane.doe@corp.de")
                           .hmac);
}

TEST(ProgramJson, NamesTheOpAndFieldThatIsWrong) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "byte"},
      {"{}", "array of ops"},
      {"[1]", "op 0: is no object"},
      {R"([{"start":1,"end":2}])", "op 0: op is missing"},
      {R"([{"op":"explode","start":1,"end":2}])", "unknown op"},
      {R"([{"op":"delete","end":2}])", "start is missing"},
      {R"([{"op":"delete","start":-1,"end":2}])", "start is no byte offset"},
      {R"([{"op":"delete","start":1.5,"end":2}])", "start is no byte offset"},
      {R"([{"op":"delete","start":1,"end":"2"}])", "end is no byte offset"},
      {R"([{"op":"delete","start":1,"end":2},{"op":"replace","start":3,"end":4}])",
       "op 1: with is missing"},
      {R"([{"op":"replace","start":1,"end":2,"with":null}])", "with is no string"},
      {R"([{"op":"delete","start":1,"end":2,"cause":3}])", "cause is no object"},
      {R"([{"op":"delete","start":1,"end":2,"cause":{"score":"x"}}])", "score is no number"},
      {R"([{"op":"delete","start":1,"end":2,"cause":{"score":1e300}}])", "score is out of range"},
  };
  for (const auto& [json, message] : rows) {
    const auto parsed = parse_program_json(json);
    ASSERT_FALSE(parsed.ok()) << json;
    EXPECT_NE(parsed.error().message.find(message), std::string::npos) << parsed.error().message;
  }
  // Programs from other hands need no cause.
  EXPECT_TRUE(parse_program_json(R"([{"op":"delete","start":1,"end":2}])").ok());
}

TEST(LogRow, KeepsItsFieldsAndReason) {
  LogRow row;
  row.id = "a\"b";
  row.raw_hash = "00ff";
  row.refined_hash = "11ee";
  row.state = RowState::kRejected;
  row.reason = "verification failed";
  row.checks = {false, 3, 7, 2, {"rescan:IP_ADDRESS", "survives:PHONE_NUMBER"}};
  std::string line;
  append_log_row(line, row, "", AuditWriter());
  EXPECT_EQ(line, R"({"id":"a\"b","raw_hash":"00ff","refined_hash":"11ee","program":[],)"
                  R"("checks":{"verified":false,"rounds":3,"found":7,"repaired":2,)"
                  R"("failed":["rescan:IP_ADDRESS","survives:PHONE_NUMBER"]},)"
                  R"("state":"rejected","reason":"verification failed"})"
                  "\n");
  const auto parsed = parse_log_row(line);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->id, row.id);
  EXPECT_EQ(parsed->raw_hash, row.raw_hash);
  EXPECT_EQ(parsed->refined_hash, row.refined_hash);
  EXPECT_EQ(parsed->checks.rounds, 3U);
  EXPECT_EQ(parsed->checks.found, 7U);
  EXPECT_EQ(parsed->checks.repaired, 2U);
  EXPECT_EQ(parsed->reason, row.reason);
  for (const char* bad :
       {"[]", R"({"id":1.5,"program":[],"state":"kept"})", R"({"id":"a","state":"kept"})",
        R"({"id":"a","program":[],"state":"lost"})", R"({"id":"a","program":[{}],"state":"kept"})",
        R"({"id":"a","program":[],"checks":{"rounds":-1},"state":"kept"})"}) {
    EXPECT_FALSE(parse_log_row(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace lauter
