#include "json/drop_members.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "json/value.h"

namespace lauter {
namespace {

/// A value whose members have the names a, b, c, with white space as it comes.
std::string random_value(std::mt19937& random, int depth) {
  const auto space = [&] { return std::string(random() % 3 == 0 ? " " : ""); };
  const unsigned kind = depth == 0 ? random() % 2 : random() % 4;
  if (kind == 0) return R"("x,\"}]\u00e9")";
  if (kind == 1) return std::to_string(random() % 100);
  std::string out(1, kind == 2 ? '[' : '{');
  const size_t n = random() % 4;
  for (size_t i = 0; i < n; ++i) {
    if (i > 0) out += "," + space();
    if (kind == 3) out += std::string("\"") + static_cast<char>('a' + i) + "\"" + space() + ":" + space();
    out += random_value(random, depth - 1);
  }
  return out + space() + (kind == 2 ? "]" : "}");
}

/// Without the member at the end of the path, by the tree.
JsonValue without(const JsonValue& value, const TextPath& path, size_t step) {
  const JsonValue::Object* members = value.if_object();
  if (members == nullptr) return value;
  JsonValue left{JsonValue::Object{}};
  for (const auto& [name, member] : *members) {
    if (path.steps[step].name != name) {
      left.set(name, member);
    } else if (step + 1 < path.steps.size() && path.steps[step].is_list == member.is_array()) {
      if (!member.is_array()) {
        left.set(name, without(member, path, step + 1));
        continue;
      }
      JsonValue elements{JsonValue::Array{}};
      for (const JsonValue& element : *member.if_array()) elements.push(without(element, path, step + 1));
      left.set(name, std::move(elements));
    } else if (step + 1 < path.steps.size()) {
      left.set(name, member);
    }
  }
  return left;
}

TEST(DropMembers, IsWhatTheTreeWithoutThemSays) {
  std::mt19937 random(7);
  const char* const written[] = {"a", "b", "c", "a.b", "b[].a", "c.a.b", "a[].c", "b.c"};
  size_t n_dropped = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string line = R"({"a":)" + random_value(random, 3) + R"(, "b" : )" + random_value(random, 3) + R"(,"c":)" + random_value(random, 2) + "}";
    std::vector<TextPath> paths;
    for (const char* path : written) {
      if (random() % 4 == 0) paths.push_back(*TextPath::parse(path));
    }
    JsonValue expected = *parse_json(line);
    for (const TextPath& path : paths) expected = without(expected, path, 0);
    std::string left;
    uint64_t copied = 0;
    for (const DroppedMember& member : find_dropped(line, paths)) {
      ASSERT_GE(member.span.begin, copied) << line;
      left += line.substr(copied, member.span.begin - copied);
      copied = member.span.end;
      ++n_dropped;
    }
    left += line.substr(copied);
    const auto parsed = parse_json(left);
    ASSERT_TRUE(parsed.ok()) << line << "\n" << left;
    ASSERT_EQ(parsed->to_string(), expected.to_string()) << line << "\n" << left;
  }
  EXPECT_GT(n_dropped, 10000U);
}

TEST(DropMembers, FieldsAreReadBackAsTheyAreWritten) {
  for (const char* written : {"text", "text, else auto", "a, b[].c; roles user", "auto; values x, y[].z", "every string; values m.n; without k, l.m",
                              "text, else auto; values email; without z", "body; without k"}) {
    RecordFields fields;
    ASSERT_TRUE(read_text_fields(written, fields).ok()) << written;
    EXPECT_EQ(text_fields_written(fields), written);
  }
}

}  // namespace
}  // namespace lauter
