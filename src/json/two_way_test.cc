#include "json/two_way.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <vector>

namespace lauter {
namespace {

struct Inner {
  float share = 0.5F;
  std::set<std::string> names{};
};

struct Outer {
  uint64_t count = 7;
  bool is_short = false;
  std::string text{};
  std::optional<Inner> inner{};
  std::vector<Inner> list{};
  std::map<std::string, uint64_t> by_name{};
  std::array<uint64_t, 2> pair{};
};

}  // namespace

static void json_members(auto& json, Of<Inner> auto& inner) { json("share", inner.share)("names", inner.names); }

static void json_members(auto& json, Of<Outer> auto& outer) {
  if (json.has("short", outer.is_short, true)) {
    json("short", outer.text);
  } else {
    json("count", outer.count)("text", outer.text, !outer.text.empty());
  }
  json("inner", outer.inner)("list", outer.list)("by_name", outer.by_name);
  json.object("of_pair", [&](auto& of_pair) { of_pair("pair", outer.pair); }).made("sum", outer.pair[0] + outer.pair[1]);
}

namespace {

TEST(TwoWay, ComesBackAsItWas) {
  Outer outer{.text = "a", .inner = Inner{.names = {"b", "c"}}, .list = {{}, {.share = 0.25F}}, .by_name = {{"d", 1}}, .pair = {3, 4}};
  const std::string json = to_json(outer).to_string();
  EXPECT_EQ(json, R"({"count":7,"text":"a","inner":{"share":0.5,"names":["b","c"]},"list":[{"share":0.5,"names":[]},)"
                  R"({"share":0.25,"names":[]}],"by_name":{"d":1},"of_pair":{"pair":[3,4]},"sum":7})");
  Outer again;
  ASSERT_TRUE(read_json(*parse_json(json), again));
  EXPECT_EQ(to_json(again).to_string(), json);
  outer.is_short = true;
  ASSERT_TRUE(read_json(to_json(outer), again));
  EXPECT_TRUE(again.is_short);
}

TEST(TwoWay, WhatIsMissingOrOfAnotherTypeStays) {
  Outer outer;
  EXPECT_TRUE(read_json(*parse_json(R"({"count":-1,"text":3,"by_name":[],"list":{},"of_pair":{"pair":[1,2,3]}})"), outer));
  EXPECT_EQ(outer.count, 7U);
  EXPECT_TRUE(outer.text.empty() && outer.by_name.empty() && outer.list.empty());
  EXPECT_EQ(outer.pair, (std::array<uint64_t, 2>{1, 2}));
}

TEST(TwoWay, TellsOfStructsThatAreNoObjects) {
  Outer outer;
  EXPECT_FALSE(read_json(JsonValue(3), outer));
  EXPECT_FALSE(read_json(*parse_json(R"({"list":[{},4]})"), outer));
}

}  // namespace
}  // namespace lauter
