// Differential tests against simdjson, which shares no code with json/cursor.h.
#include "json/cursor.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>

#include "json/record.h"
#include "json/value.h"

namespace lauter {
namespace {

const char* const kSeeds[] = {
    R"({"text":"Call me, \"Jo\" \\ \u00e9 \ud83d\ude00","id":7,"meta":{"a":[1,-2.5e3,true,null]}})",
    R"({"id":"x","text":"","n":[[],{},[{"k":"v"}]],"e":1E+2,"z":0.0})",
    R"({"a":{"b":"\n\t\/"},"text":"plain words and more plain words to fill a block of bytes"})",
};

std::string mutated(std::string text, std::mt19937_64& random) {
  static const std::string kAlphabet = "{}[]\",:\\u0019eE+-.tfn \t\n\rdD8c\x01\x7f\xC3\xA9";
  for (size_t n = random() % 3; n > 0 && !text.empty(); --n) {
    const size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = kAlphabet[random() % kAlphabet.size()];
        break;
      case 1:
        text.insert(at, 1, kAlphabet[random() % kAlphabet.size()]);
        break;
      case 2:
        text.erase(at, 1 + random() % 3);
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 8));
    }
  }
  return text;
}

TEST(Cursor, AgreesWithSimdjsonOnMutatedRows) {
  std::mt19937_64 random(42);
  simdjson::dom::parser parser;
  int sound = 0;
  int broken = 0;
  for (int trial = 0; trial < 300000; ++trial) {
    const std::string text = mutated(kSeeds[trial % 3], random);
    const auto dom = parser.parse(text);
    const bool theirs = dom.error() == simdjson::SUCCESS;
    auto ours = parse_json(text);
    // One rule is ours alone: no key twice.
    const bool doubled_key = !ours.ok() && ours.error().message.find("twice") != std::string::npos;
    ASSERT_TRUE(doubled_key || ours.ok() == theirs) << text;
    (theirs ? sound : broken) += 1;

    Record record;
    const auto error = parse_record(text, {}, record);
    std::string_view expected;
    const bool has_text =
        theirs && dom.is_object() && dom["text"].get(expected) == simdjson::SUCCESS;
    // Rows carry through what is legal JSON but has no value: `"\\ud800"`, 1e999.
    const bool has_no_value =
        !ours.ok() && (ours.error().message.find("lone surrogate") != std::string::npos ||
                       ours.error().message.find("out of range") != std::string::npos);
    if (!error && has_no_value) continue;
    if (!error) {
      ASSERT_TRUE(has_text) << text;
      ASSERT_EQ(record.text, expected) << text;
      const auto token = parse_json(record.text_token.of(text));
      ASSERT_TRUE(token.ok());
      ASSERT_EQ(token->string_or("?"), record.text);
    } else if (has_text) {
      ASSERT_NE(error->reason.find("twice"), std::string::npos) << text << error->reason;
    }
    ASSERT_TRUE(!error || error->byte <= text.size());
  }
  EXPECT_GT(sound, 30000);
  EXPECT_GT(broken, 30000);
}

TEST(Cursor, EveryPrefixOfARowIsBroken) {
  for (const std::string row : kSeeds) {
    for (size_t size = 0; size < row.size(); ++size) {
      Record record;
      const auto error = parse_record(std::string_view(row).substr(0, size), {}, record);
      ASSERT_TRUE(error) << size;
      ASSERT_LE(error->byte, size);
    }
  }
}

}  // namespace
}  // namespace lauter
