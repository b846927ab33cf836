// Programs that are almost right: of each member and argument of a right one another type, another name, none at all, or one too
// many. None of them runs.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "edit/dialect/dialect.h"
#include "edit/program_json.h"
#include "edit/random_program_test_support.h"
#include "json/value.h"

namespace lauter {
namespace {

using testing_support::Random;
using testing_support::random_program;
using testing_support::random_text;

/// One value of every kind.
const std::vector<JsonValue>& one_of_each_kind() {
  static const std::vector<JsonValue> kValues = {
      {}, true, 1, 1.5, "1", JsonValue::Array{"x"}, JsonValue::Object{{"x", 1}}};
  return kValues;
}

bool is_of_type(const JsonValue& value, const std::string& member) {
  if (member == "start" || member == "end") return value.is_int();
  if (member == "score") return value.is_number();
  if (member == "cause") return value.is_object();
  return value.is_string();
}

/// The members of an object, changed one by one; `run` is given the whole program.
void spoil_members(JsonValue& object, const std::set<std::string>& needed, const std::set<std::string>& foreign,
                   const std::function<void(const std::string& what)>& run) {
  const JsonValue right = object;
  for (const auto& [name, value] : *right.if_object()) {
    for (const JsonValue& other : one_of_each_kind()) {
      if (is_of_type(other, name)) continue;
      object.set(name, other);
      run(name + " of another type");
      object = right;
    }
    if (needed.contains(name)) {
      std::erase_if(*object.if_object(), [&](const auto& member) { return member.first == name; });
      run("no " + name);
      object = right;
    }
  }
  for (const std::string& name : foreign) {
    for (const JsonValue& value : one_of_each_kind()) {
      object.set(name, value);
      run("with a foreign " + name);
      object = right;
    }
  }
}

TEST(UnfitProgram, NoOpWithAMemberThatIsNotItsOwnRuns) {
  Random random(41);
  const SecretKey key{std::string(32, 'k')};
  const AuditWriter audits[] = {AuditWriter(), AuditWriter(key, AuditMode::kHmac),
                                AuditWriter(key, AuditMode::kSealed)};
  size_t tried = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const std::string text = random_text(random, 20);
    EditProgram program = random_program(random, text);
    program.drop_document = trial % 10 == 0;
    std::string json;
    append_program_json(json, program, "id", text, audits[trial % 3]);
    ASSERT_TRUE(parse_dialect(json, text, Dialect::kLauter).ok()) << json;
    JsonValue ops = *parse_json(json);
    const auto run = [&](const std::string& what) {
      ++tried;
      EXPECT_FALSE(parse_dialect(ops.to_string(), text, Dialect::kLauter).ok()) << what << ": " << ops.to_string();
    };
    for (size_t i = 0; i < ops.if_array()->size(); ++i) {
      JsonValue& op = (*ops.if_array())[i];
      const std::string kind = *op.find("op")->if_string();
      std::set<std::string> needed = {"op"}, foreign = {"text", "replace", "Start", ""};
      if (kind == "drop_document") {
        foreign.insert({"start", "end", "with", "was_hmac", "field"});
      } else {
        needed.insert({"start", "end"});
      }
      if (kind == "replace") needed.insert("with");
      if (kind == "delete") foreign.insert("with");
      spoil_members(op, needed, foreign, run);
      JsonValue cause = *op.find("cause");
      const JsonValue right = cause;
      spoil_members(cause, {}, {"start", "value"}, [&](const std::string& what) {
        op.set("cause", cause);
        run("cause: " + what);
        op.set("cause", right);
      });
      op.set("field", "messages[0].content");
      run("of a field, in a row of one text");
      op = (*parse_json(json)->if_array())[i];
    }
  }
  EXPECT_GT(tried, 5000U);
}

/// A call in its parts.
struct WrittenCall {
  std::string name;
  std::vector<std::string> names, values;  ///< of the arguments, in order

  std::string said(bool by_name) const {
    std::string out = name + "(";
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ", ";
      if (by_name) out += names[i] + "=";
      out += values[i];
    }
    return out + ")";
  }
};

/// Whether the last argument may be left out.
bool ends_with_optional(const WrittenCall& call) { return call.name == "normalize"; }

TEST(UnfitProgram, NoCallWithAnArgumentThatIsNotItsOwnRuns) {
  const std::string text = "one\ntwo\nthree\n";
  const std::pair<Dialect, std::vector<WrittenCall>> dialects[] = {
      {Dialect::kRefinex,
       {{"remove_lines", {"start", "end"}, {"1", "2"}},
        {"remove_str", {"line", "text"}, {"2", "\"w\""}},
        {"keep_all", {}, {}},
        {"remove_all", {}, {}}}},
      {Dialect::kProx,
       {{"remove_lines", {"line_start", "line_end"}, {"0", "1"}},
        {"normalize", {"source_str", "target_str"}, {"\"two\"", "\"2\""}},
        {"keep_all", {}, {}},
        {"keep_doc", {}, {}},
        {"drop_doc", {}, {}}}},
      {Dialect::kUltrax,
       {{"remove_lines", {"start_line", "end_line"}, {"1", "2"}},
        {"replace_str", {"line", "old", "new"}, {"2", "\"w\"", "\"x\""}},
        {"add_line", {"base", "sub_idx", "text"}, {"1", "1", "\"x\""}},
        {"keep_all", {}, {}},
        {"remove_all", {}, {}}}}};
  for (const auto& [dialect, calls] : dialects) {
    for (const WrittenCall& right : calls) {
      for (const bool by_name : {false, true}) {
        const auto runs = [&, d = dialect](const WrittenCall& call) {
          return parse_dialect(call.said(by_name), text, d).ok();
        };
        ASSERT_TRUE(runs(right)) << right.said(by_name);
        for (size_t i = 0; i < right.values.size(); ++i) {
          WrittenCall call = right;
          const bool is_text = right.values[i].front() == '"';
          for (const char* other : {is_text ? "1" : "\"1\"", "-1", "1.5", "None", "[1]", "{}", "true", "", "\"x", "'x"}) {
            call.values[i] = other;
            EXPECT_FALSE(runs(call)) << call.said(by_name);
          }
          call = right;
          call.names[i] = "value";
          EXPECT_EQ(runs(call), !by_name) << call.said(by_name);
          call = right;
          call.values.erase(call.values.begin() + static_cast<ptrdiff_t>(i));
          call.names.erase(call.names.begin() + static_cast<ptrdiff_t>(i));
          const bool is_optional = ends_with_optional(right) && i + 1 == right.values.size();
          EXPECT_EQ(runs(call), is_optional) << call.said(by_name);
        }
        for (const char* more : {"1", "\"x\""}) {
          WrittenCall call = right;
          call.values.emplace_back(more);
          call.names.emplace_back("more");
          EXPECT_FALSE(runs(call)) << call.said(by_name);
        }
        for (const std::string& name : {std::string("remove"), right.name + "s", std::string()}) {
          WrittenCall call = right;
          call.name = name;
          EXPECT_FALSE(runs(call)) << call.said(by_name);
        }
        for (const std::string& behind : {std::string(" x"), std::string(")"), "; " + right.said(by_name)}) {
          EXPECT_FALSE(parse_dialect(right.said(by_name) + behind, text, dialect).ok()) << behind;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lauter
