#include "edit/written_log.h"

#include <gtest/gtest.h>

#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::Random;
using testing_support::random_program;
using testing_support::random_text;

constexpr std::string_view kText = "Ring Anna at 030 1234567 or write to her, \xC3\xA9t\xC3\xA9 and all.";

LogRow random_row(Random& random) {
  LogRow row;
  row.has_integer_id = below(random, 4) == 0;
  row.id = row.has_integer_id ? std::to_string(static_cast<int64_t>(random()) - (1LL << 31)) : random_text(random, 4);
  row.raw_hash = std::string(32, 'a');
  row.refined_hash = std::string(32, 'b');
  row.program = random_program(random, std::string(kText));
  for (Edit& edit : row.program.edits) {
    edit.cause = {"find", "judge/name", random_text(random, 1), static_cast<float>(random() % 1000) / 999.0F, ""};
    if (below(random, 3) == 0) edit.cause.reason = "its holder is private";
  }
  row.checks = {below(random, 2) == 0, 1, static_cast<uint32_t>(below(random, 90)), 0, {}};
  row.state = static_cast<RowState>(below(random, 3));
  if (below(random, 8) == 0) row.checks.failed = {"rescan:EMAIL_ADDRESS"};
  if (below(random, 8) == 0) row.reason = "too much work";
  return row;
}

bool same(const LogRow& a, const LogRow& b) {
  // All but the id's form is in what is written.
  std::string one, two;
  append_log_row(one, a, kText, AuditWriter());
  append_log_row(two, b, kText, AuditWriter());
  return one == two && a.has_integer_id == b.has_integer_id && a.state == b.state;
}

bool same(const std::vector<AuditMark>& a, const std::vector<AuditMark>& b) {
  return std::ranges::equal(a, b, [](const AuditMark& x, const AuditMark& y) { return x.hmac == y.hmac && x.sealed == y.sealed; });
}

/// The line as append_log_row() would write what was read of it.
std::string written_again(const LogRow& row, const std::vector<AuditMark>& was) {
  std::string line;
  append_log_row(line, row, kText, AuditWriter());
  line.pop_back();
  size_t at = 0;
  for (const AuditMark& mark : was) {
    // Behind the cause, which ends in the only two brackets of an op.
    at = line.find("}}", at) + 1;
    std::string more;
    if (!mark.hmac.empty()) more += ",\"was_hmac\":\"" + mark.hmac + "\"";
    if (!mark.sealed.empty()) more += ",\"was_sealed\":\"" + mark.sealed + "\"";
    line.insert(at, more);
    at += more.size();
  }
  return line;
}

TEST(WrittenLog, ReadsWhatATreeOfJsonReads) {
  Random random(41);
  const SecretKey key{std::string(32, 'k')};
  const AuditWriter audits[] = {AuditWriter(), AuditWriter(key, AuditMode::kHmac), AuditWriter(key, AuditMode::kSealed)};
  int taken = 0, changed_and_taken = 0;
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string line;
    append_log_row(line, random_row(random), kText, audits[trial % 3]);
    line.pop_back();
    const bool is_changed = trial % 2 == 1;
    if (is_changed) {
      static constexpr std::string_view kBytes = "0123456789-+.eE\"\\,:{}[] \x01\x7F\xC3" "ab";
      const size_t at = below(random, line.size());
      const char byte = kBytes[below(random, kBytes.size())];
      switch (below(random, 3)) {
        case 0: line[at] = byte; break;
        case 1: line.insert(at, 1, byte); break;
        default: line.erase(at, 1 + below(random, 3));
      }
    }
    LogRow row;
    std::vector<AuditMark> was, was_tree;
    if (!read_written_log_row(line, row, was)) continue;
    ++(is_changed ? changed_and_taken : taken);
    const auto tree = parse_log_row(line, &was_tree);
    ASSERT_TRUE(tree.ok()) << line;
    ASSERT_TRUE(same(row, *tree) && same(was, was_tree)) << line;
    ASSERT_EQ(written_again(row, was), line);
  }
  EXPECT_GT(taken, 1000);
  EXPECT_GT(changed_and_taken, 200);
}

}  // namespace
}  // namespace lauter
