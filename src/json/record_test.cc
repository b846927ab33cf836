#include "json/record.h"

#include <gtest/gtest.h>

#include <chrono>

#include "json/record_texts.h"
#include "json/utf8.h"
#include "json/writer.h"

namespace lauter {
namespace {

RecordFields fields(std::string_view text, std::string_view id = "id") {
  return {*FieldPath::parse(text), *FieldPath::parse(id)};
}

/// `text|id|token` or `BYTE: reason`.
std::string read(std::string_view line, const RecordFields& wanted = fields("text")) {
  Record record;
  record.text = "left over";
  record.id = "left over";
  if (auto error = parse_record(line, wanted, record)) {
    return std::to_string(error->byte) + ": " + error->reason;
  }
  return record.text + "|" + (record.has_id ? record.id : "-") + "|" +
         std::string(record.text_token.of(line));
}

TEST(Record, FindsTextIdAndToken) {
  EXPECT_EQ(read(R"({"id":"a1","text":"Hello"})"), R"(Hello|a1|"Hello")");
  EXPECT_EQ(read(R"(  { "text" : "x" , "n" : [1,{"text":2}] , "id" : -1.50e3 }  )"),
            R"(x|-1.50e3|"x")");
  EXPECT_EQ(read("{\"text\":\"\",\"id\":18446744073709551616}\r"), "|18446744073709551616|\"\"");
  EXPECT_EQ(read(R"({"te\u0078t":"x"})"), R"(x|-|"x")");
  EXPECT_EQ(read(R"({"text":"x","id":null})"), R"(x|-|"x")");
  EXPECT_EQ(read(R"({"text":"x","id":{"a":1}})"), R"(x|-|"x")");
  EXPECT_EQ(read(R"({"id":"first","text":"x","id":"last"})"), R"(x|last|"x")");
  EXPECT_EQ(read(R"({"id":"first","text":"x","id":true})"), R"(x|-|"x")");
  EXPECT_EQ(read(R"({"text":"x"})", fields("text", "text")), R"(x|x|"x")");
}

TEST(Record, FollowsDottedPaths) {
  const auto nested = fields("a.b", "a.id");
  EXPECT_EQ(read(R"({"b":"no","a":{"c":{"b":1},"b":"yes","id":7},"id":1})", nested),
            R"(yes|7|"yes")");
  EXPECT_EQ(read(R"({"a":"x"})", nested), "0: no text field \"a.b\"; the row has: a");
  EXPECT_EQ(read(R"({"a":{"b":"x"},"a":{}})", nested), "15: text field \"a.b\" occurs twice");
  EXPECT_EQ(read(R"({"a.b":"dot"})", fields("a\\.b")), R"(dot|-|"dot")");
  EXPECT_EQ(read(R"({"text":"t","meta":{"id":"m"}})", fields("text", "meta.id")), R"(t|m|"t")");
  EXPECT_EQ(read(R"({"m":{"text":"t"},"x":1})", fields("m.text", "m")), R"(t|-|"t")");
}

TEST(Record, PathsThatAreNone) {
  for (const char* path : {"", ".", "a.", ".a", "a..b", "a.b.c.d.e.f.g.h.i"}) {
    EXPECT_FALSE(FieldPath::parse(path).ok()) << path;
  }
  EXPECT_EQ(FieldPath::parse("a\\.b.c")->names, (std::vector<std::string>{"a.b", "c"}));
}

TEST(Record, DecodesEscapes) {
  EXPECT_EQ(read(R"({"text":"a\"\\\/\b\f\n\r\tz"})").substr(0, 10), "a\"\\/\b\f\n\r\tz");
  EXPECT_EQ(read(R"({"text":"\u0041\u00e9\u20ac\ud83d\ude00"})").substr(0, 10),
            "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(read(R"({"text":"\u0000"})").substr(0, 2), std::string("\0|", 2));
  EXPECT_EQ(read(R"({"text":"\uDBFF\uDFFF"})").substr(0, 4), "\xF4\x8F\xBF\xBF");
}

TEST(Record, ErrorsNameTheByte) {
  struct Case {
    std::string line;
    std::string message;
  };
  const Case cases[] = {
      {"", "0: empty line"},
      {"[1]", "0: not a JSON object but an array"},
      {" \"text\"", "1: not a JSON object but a string"},
      {"hello", "0: not a JSON object"},
      {"not json", "0: not a JSON object"},
      {"null", "0: not a JSON object but null"},
      {"{}", "0: no text field \"text\""},
      {"{\"a\":\"text\"}", "0: no text field \"text\"; the row has: a"},
      {"{\"a\":[1,2] , \"\\n\":{},\"b c\":1,\"d-1\":\"}\"}",
       "0: no text field \"text\"; the row has: a, d-1"},
      {"{\"text\":5}", "8: text field \"text\" is not a string but a number"},
      {"{\"text\":null}", "8: text field \"text\" is not a string but null"},
      {"{\"text\":[\"a\"]}", "8: text field \"text\" is not a string but an array"},
      {"{\"text\":\"a\",\"text\":\"a\"}", "12: text field \"text\" occurs twice"},
      {"{\"text\":\"a\",\"\\u0074ext\":\"b\"}", "12: text field \"text\" occurs twice"},
      {"{\"text\":\"a\"", "11: broken JSON: expected ',' or '}', found the end"},
      {"{\"text\":\"a\"}}", "12: broken JSON: more after the object"},
      {"{\"text\":\"a\",}", "12: broken JSON: expected a key in quotes"},
      {"{\"text\":\"a", "8: broken JSON: the string has no end"},
      {"{\"text\":\"a\tb\"}", "10: broken JSON: raw control character in a string"},
      {"{\"text\":\"a\\q\"}", "10: broken JSON: unknown escape"},
      {"{\"text\":\"a\\ud83d\"}", "10: lone surrogate in a string"},
      {"{\"text\":\"a\\ud83d\\n\"}", "10: lone surrogate in a string"},
      {"{\"text\":\"\\ude00\\ud83d\"}", "9: lone surrogate in a string"},
      {"{\"id\":\"\\ude00\",\"text\":\"a\"}", "7: lone surrogate in a string"},
      {"{\"text\":\"a\",\"x\":tru}", "16: broken JSON: expected a value"},
      {"{\"text\":\"a\",\"x\":01}", "17: broken JSON: expected ',' or '}'"},
      {"{\"text\":\"a\",\"x\":[1,{\"y\" 2}]}", "24: broken JSON: expected ':'"},
      {"{\"text\":\"a\",\"x\":\"\\u00zz\"}", "17: broken JSON: \\u without four hex digits"},
      {"{\"text\":\"caf\xE9\"}", "12: invalid UTF-8"},
      {"{\"text\":\"a\",\"x\":\"\xED\xA0\x80\"}", "17: invalid UTF-8"},
      {std::string("{\"text\":\"a\0b\"}", 14),
       "10: broken JSON: raw control character in a string"},
      {std::string("{\"text\":\"a\"\0}", 13), "11: broken JSON: expected ',' or '}'"},
      {"{\"text\":\"a\"}\xEF\xBB\xBF", "12: broken JSON: more after the object"},
      {"\xEF\xBB\xBF{\"text\":\"a\"}", "0: not a JSON object"},
  };
  for (const Case& c : cases) EXPECT_EQ(read(c.line), c.message) << c.line;
}

TEST(Record, CarriesThroughLoneSurrogatesOfOtherFields) {
  EXPECT_EQ(read(R"({"k\ud800":"\udc00","text":"a"})"), R"(a|-|"a")");
}

TEST(Record, HugeNumbersAreCarriedThrough) {
  const std::string digits(100000, '9');
  EXPECT_EQ(read("{\"n\":" + digits + "e" + digits + ",\"text\":\"a\",\"id\":" + digits + "}"),
            "a|" + digits + "|\"a\"");
}

TEST(Record, DeepNestingIsRefusedInConstantStack) {
  const auto nested = [](size_t depth) {
    return "{\"text\":\"a\",\"x\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(read(nested(1024)), R"(a|-|"a")");
  EXPECT_EQ(read(nested(1025)), "1040: nested too deeply");
  EXPECT_EQ(read(nested(100000)), "1040: nested too deeply");
  std::string mixed;
  std::string closing;
  for (int i = 0; i < 500; ++i) {
    mixed += "[{\"k\":";
    closing += "}]";
  }
  EXPECT_EQ(read("{\"text\":\"a\",\"x\":" + mixed + "1" + closing + "}"), R"(a|-|"a")");
  closing[0] = ']';
  EXPECT_NE(read("{\"text\":\"a\",\"x\":" + mixed + "1" + closing + "}"), R"(a|-|"a")");
}

/// Each of these once took quadratic time in some JSON reader; a second is far more than they need.
TEST(Record, HostileLinesTakeLinearTime) {
  std::string many_ids = "{\"text\":\"a\"";
  std::string many_escaped_keys = many_ids;
  for (int i = 0; i < 300000; ++i) {
    many_ids += ",\"id\":\"\\n\"";
    many_escaped_keys += ",\"\\n\":0";
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(read(many_ids + "}"), "a|\n|\"a\"");
  EXPECT_EQ(read(many_escaped_keys + "}"), "a|-|\"a\"");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Record, EveryTextComesBackThroughTheWriter) {
  for (size_t size = 0; size < 100; ++size) {
    for (size_t at = 0; at <= size; ++at) {
      std::string text(size, 'y');
      text.insert(at, at % 3 == 0 ? "\n" : at % 3 == 1 ? "\"\\" : "\xF0\x9F\x98\x80");
      std::string line = "{\"text\":";
      append_json_string(line, text);
      line += "}";
      Record record;
      ASSERT_FALSE(parse_record(line, fields("text"), record));
      ASSERT_EQ(record.text, text);
    }
  }
}

/// The id of a row with several texts, read in the same pass, is the one that is read by itself.
TEST(RecordTexts, FindTheIdOnTheirWay) {
  const std::vector<std::string> ids = {R"("a")", R"("\u0061\n")", R"("\ud800")", "17", "-0", "1.5e3", "12345678901234567890", "null",
                                        "true", R"({"id":7})", "[1]"};
  RecordFields wanted = fields("text");
  ASSERT_TRUE(set_texts({"messages[].content", "title"}, {}, wanted).ok());
  for (const std::string& first : ids) {
    for (const std::string& last : ids) {
      for (const char* path : {"id", "title", "meta.id"}) {
        wanted.id = *FieldPath::parse(path);
        const std::string line = "{\"id\":" + first + R"(,"title":"t","messages":[{"id":"no","content":"a"},{"content":"b"}],"meta":{"id":)" +
                                 first + "},\"id\":" + last + "}";
        Record alone;
        Record record;
        record.id = "left over";
        std::vector<RecordText> texts;
        const auto error = parse_record_id(line, wanted, alone);
        const auto found = parse_record_texts(line, wanted, *wanted.texts, record, texts);
        ASSERT_EQ(error.has_value(), found.has_value()) << line;
        if (error) {
          EXPECT_EQ(found->byte, error->byte);
          EXPECT_EQ(found->reason, error->reason);
          continue;
        }
        EXPECT_EQ(record.has_id, alone.has_id) << line;
        EXPECT_EQ(record.id, alone.id) << line;
        EXPECT_EQ(record.has_id && record.has_integer_id, alone.has_id && alone.has_integer_id) << line;
        ASSERT_EQ(texts.size(), 3U);
        EXPECT_EQ(texts[0].field, "title");
        EXPECT_EQ(texts[2].token.of(line), R"("b")");
      }
    }
  }
}

TEST(Utf8, FindsTheFirstIllFormedSequence) {
  EXPECT_EQ(find_invalid_utf8("plain"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), std::string_view::npos);
  struct Case {
    std::string_view bytes;
    size_t at;
  };
  for (const Case& c :
       {Case{"ab\x80", 2}, Case{"\xC0\x80", 0}, Case{"a\xC1\xBF", 1}, Case{"\xE0\x9F\xBF", 0},
        Case{"\xED\xA0\x80", 0}, Case{"\xF0\x8F\xBF\xBF", 0}, Case{"\xF4\x90\x80\x80", 0},
        Case{"\xF5\x80\x80\x80", 0}, Case{"xyz\xC3", 3}, Case{"\xC3\xA9\xE2\x82", 2},
        Case{"\xFF", 0}}) {
    EXPECT_EQ(find_invalid_utf8(c.bytes), c.at) << c.bytes;
    EXPECT_FALSE(is_valid_utf8(c.bytes));
  }
}

}  // namespace
}  // namespace lauter
