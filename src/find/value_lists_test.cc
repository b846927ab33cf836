#include "find/value_lists.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

const SecretKey kKey{std::string(32, 'k')};

std::shared_ptr<const ValueLists> lists_of(ValueListOptions options) {
  auto lists = ValueLists::make(options, &kKey);
  EXPECT_TRUE(lists.ok()) << lists.error().message;
  return *lists;
}

std::string error_of(ValueListOptions options) {
  const auto lists = ValueLists::make(options, &kKey);
  EXPECT_FALSE(lists.ok());
  return lists.ok() ? "" : lists.error().message;
}

ValueListEntry words(std::vector<std::string> list) { return {.words = std::move(list)}; }

/// `LABEL:value` of every denied place.
std::vector<std::string> denied(const ValueLists& lists, std::string_view text) {
  ValueListScratch scratch;
  std::vector<DeniedPlace> places;
  lists.find_denied(text, scratch, places);
  std::vector<std::string> out;
  for (const DeniedPlace& place : places) {
    out.push_back(std::string(place.label) + ":" + std::string(place.span.of(text)));
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST(ValueLists, FindWordsInEveryWriting) {
  const auto lists = lists_of({.deny = {words({"Café  Noir", "Blue-bird", "C++"})}});
  EXPECT_EQ(denied(*lists, "Cafe\u0301 noir"), Strings{"DENIED:Cafe\u0301 noir"});
  EXPECT_EQ(denied(*lists, "x CAFE\u0301\r\n\t NOIR."), Strings{"DENIED:CAFE\u0301\r\n\t NOIR"});
  EXPECT_EQ(denied(*lists, "Blue\u2011bird, \uFF22lue\u200B-bird"),
            (Strings{"DENIED:Blue\u2011bird", "DENIED:\uFF22lue\u200B-bird"}));
  EXPECT_EQ(denied(*lists, "(C++), C++11, Obj-C++"), (Strings{"DENIED:C++", "DENIED:C++", "DENIED:C++"}));
  const auto griffith = lists_of({.deny = {words({"Griffith"})}});
  EXPECT_EQ(denied(*griffith, "D. W. Gri\uFB03th, GRIFFITH; Gri\uFB00ith"),
            (Strings{"DENIED:Gri\uFB03th", "DENIED:GRIFFITH", "DENIED:Gri\uFB00ith"}));
  ValueListEntry inside = words({"ith", "if"});
  inside.whole_words = false;
  EXPECT_EQ(denied(*lists_of({.deny = {inside}}), "Gri\uFB01th if"), (Strings{"DENIED:i\uFB01th", "DENIED:if"}));
  EXPECT_EQ(denied(*lists, "Cafés Noir, Blue-birds, aC++, Cafe Noir"), Strings{});
}

TEST(ValueLists, TheLongestOfOverlappingPlacesGivesTheLabel) {
  ValueListEntry project = words({"Bluebird"});
  project.labels = {"PROJECT"};
  ValueListEntry firm = words({"Bluebird Ltd", "Ltd & Co"});
  firm.labels = {"FIRM"};
  const auto lists = lists_of({.deny = {project, firm, {.patterns = {"T-(\\d+)"}, .labels = {"T"}}}});
  EXPECT_EQ(denied(*lists, "Bluebird Ltd & Co, bluebird, T-17"),
            (Strings{"FIRM:Bluebird Ltd & Co", "PROJECT:bluebird", "T:17"}));
}

/// What stands in `text` by trying every value at every place, as character indices. Texts are of
/// letters, '-' and blanks, where what is a word needs no Unicode.
std::set<size_t> reference(std::string_view text, const ValueListEntry& entry) {
  std::set<size_t> bytes;
  for (const std::string& word : entry.words) {
    for (size_t at = 0; at < text.size(); ++at) {
      size_t i = at, w = 0;
      while (w < word.size() && i < text.size()) {
        if (word[w] == ' ' && is_ascii_space(text[i])) {
          while (i < text.size() && is_ascii_space(text[i])) ++i;
          ++w;
          continue;
        }
        const bool same = entry.fold ? ascii_lower(text[i]) == ascii_lower(word[w]) : text[i] == word[w];
        if (!same) break;
        ++i;
        ++w;
      }
      if (w < word.size()) continue;
      const auto inside = [&](size_t cut) {
        return cut > 0 && cut < text.size() && is_ascii_alnum(text[cut - 1]) && is_ascii_alnum(text[cut]);
      };
      if (entry.whole_words && (inside(at) || inside(i))) continue;
      for (size_t b = at; b < i; ++b) bytes.insert(b);
    }
  }
  return bytes;
}

TEST(ValueLists, AgreeWithTryingEveryValueAtEveryPlace) {
  std::mt19937 random(7);
  const auto draw = [&](std::string_view alphabet, size_t longest) {
    std::string out;
    for (size_t n = 1 + random() % longest; n > 0; --n) out += alphabet[random() % alphabet.size()];
    return out;
  };
  for (int round = 0; round < 3000; ++round) {
    ValueListEntry entry;
    entry.fold = random() % 2 == 0;
    entry.whole_words = random() % 2 == 0;
    for (int i = 0; i < 4; ++i) {
      std::string word = "a" + draw("aAb- ", 4);
      word = word.substr(0, word.find("  "));
      entry.words.emplace_back(trim_ascii(word));
    }
    // Labels are texts, too: one of letters that no word has.
    entry.labels = {"XYZ"};
    const auto lists = lists_of({.deny = {entry}});
    const std::string text = draw("aaAbB- \n", 40);
    ValueListScratch scratch;
    std::vector<DeniedPlace> places;
    lists->find_denied(text, scratch, places);
    std::set<size_t> bytes;
    for (const DeniedPlace& place : places) {
      for (uint64_t b = place.span.begin; b < place.span.end; ++b) bytes.insert(b);
    }
    ASSERT_EQ(bytes, reference(text, entry)) << "'" << text << "' " << entry.words[0] << "|" << entry.words[1]
        << "|" << entry.words[2] << "|" << entry.words[3] << " fold " << entry.fold << " whole " << entry.whole_words;
  }
}

TEST(ValueLists, SpansAreWholeCharactersOfAnyText) {
  const auto lists = lists_of({.deny = {words({"é a", "а", "aa"})}});
  const Strings pieces = {"e", "\u0301", "a", " ", "\u00A0", "\n", "\u200B", "é", "а", "%61", "&#97;", "𝐚", "\u0323", "ﬀ"};
  std::mt19937 random(11);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    ValueListScratch scratch;
    std::vector<DeniedPlace> places;
    lists->find_denied(text, scratch, places);
    uint64_t end = 0;
    for (const DeniedPlace& place : places) {
      ASSERT_LT(place.span.begin, place.span.end);
      ASSERT_LE(end, place.span.begin);
      ASSERT_LE(place.span.end, text.size());
      ASSERT_TRUE(is_utf8_boundary(text, place.span.begin) && is_utf8_boundary(text, place.span.end)) << text;
      end = place.span.end;
    }
  }
}

TEST(ValueLists, AllowWhatLiesInsideUnderItsLabels) {
  ValueListEntry persons = words({"Ada Lovelace"});
  persons.labels = {"PERSON", "FIRST_NAME"};
  const auto lists = lists_of({.allow = {persons, {.patterns = {"[a-z]+@corp\\.de"}}}});
  const std::string text = "Ada Lovelace, ada@corp.de, Ada Lovelace King, Ada";
  ValueListScratch scratch;
  lists->find_allowed(text, scratch);
  const auto allowed = [&](size_t begin, size_t end, std::string_view label) {
    return lists->is_allowed(text, {begin, end}, label, scratch);
  };
  EXPECT_TRUE(allowed(0, 12, "PERSON"));
  EXPECT_TRUE(allowed(0, 3, "FIRST_NAME"));
  EXPECT_FALSE(allowed(0, 12, "USERNAME"));
  EXPECT_TRUE(allowed(14, 25, "EMAIL_ADDRESS"));
  EXPECT_TRUE(allowed(0, 13, "PERSON"));  // with the comma
  EXPECT_FALSE(allowed(0, 17, "PERSON"));
  EXPECT_FALSE(allowed(27, 44, "PERSON"));  // a larger value
  EXPECT_TRUE(allowed(27, 39, "PERSON"));
  EXPECT_FALSE(allowed(46, 49, "FIRST_NAME"));  // the part alone is no value of the list
}

TEST(ValueLists, KeyedHashesAreThoseOfTheLog) {
  const std::string hash = "hmac:" + audit_hash(kKey).hex("Ada");
  const ValueListOptions options{.allow = {words({hash})}};
  const std::string text = "Ada, ada";
  ValueListScratch scratch;
  const auto lists = lists_of(options);
  lists->find_allowed(text, scratch);
  EXPECT_TRUE(lists->is_allowed(text, {0, 3}, "PERSON", scratch));
  EXPECT_FALSE(lists->is_allowed(text, {5, 8}, "PERSON", scratch));
  const auto keyless = ValueLists::make(options, nullptr);
  ASSERT_TRUE(keyless.ok());
  (*keyless)->find_allowed(text, scratch);
  EXPECT_FALSE((*keyless)->is_allowed(text, {0, 3}, "PERSON", scratch));
  EXPECT_TRUE(has_keyed_values(options));
  EXPECT_NE(error_of({.allow = {words({hash})}, .deny = {words({"Ada"})}}).find("`allow`"), std::string::npos);
}

TEST(ValueLists, NoValueIsBothAndNoMessageHoldsOne) {
  const auto both = [](ValueListEntry allow, ValueListEntry deny) {
    const auto lists = ValueLists::make({.allow = {std::move(allow)}, .deny = {std::move(deny)}}, nullptr);
    if (lists.ok()) return false;
    EXPECT_EQ(lists.error().message.find("lue"), std::string::npos) << lists.error().message;
    return true;
  };
  ValueListEntry exact = words({"Blue Bird"});
  exact.fold = false;
  ValueListEntry exact_small = words({"blue bird"});
  exact_small.fold = false;
  EXPECT_TRUE(both(words({"x", "blue\n bird"}), words({"Blue Bird"})));
  EXPECT_TRUE(both(exact, words({"blue bird"})));
  EXPECT_TRUE(both(exact_small, words({"Blue Bird"})));
  EXPECT_FALSE(both(exact, exact_small));
  EXPECT_TRUE(both(words({"Blue"}), {.patterns = {"[A-Z]\\w+"}, .labels = {"x1"}}));
  EXPECT_FALSE(both({.patterns = {"[A-Z]\\w+"}}, words({"Blue"})));
  EXPECT_FALSE(both(words({"Blue"}), words({"Blue Bird"})));
}

/// Places take in what they touch, and the result is sorted and apart.
TEST(JoinDenied, TakesInWhatGoes) {
  struct Value {
    ByteSpan span;
    bool goes = true;
    bool denied = false;
    auto operator<=>(const Value&) const = default;
  };
  std::mt19937 random(3);
  const auto draw_spans = [&] {
    std::vector<ByteSpan> spans;
    for (uint64_t at = random() % 4; at < 30;) {
      const uint64_t end = at + 1 + random() % 5;
      spans.push_back({at, end});
      at = end + random() % 4;
    }
    return spans;
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<Value> values;
    for (const ByteSpan& span : draw_spans()) values.push_back({span, random() % 3 != 0});
    std::vector<DeniedPlace> places;
    for (const ByteSpan& span : draw_spans()) places.push_back({span, "D"});
    const std::vector<Value> before = values;
    join_denied(
        std::span<const DeniedPlace>(places), values, [](const Value& v) { return v.goes; },
        [](const DeniedPlace&, ByteSpan span) { return Value{span, true, true}; });
    for (size_t i = 1; i < values.size(); ++i) ASSERT_LE(values[i - 1].span.end, values[i].span.begin);
    const auto covered = [&](ByteSpan span) {
      return std::any_of(values.begin(), values.end(),
                         [&](const Value& v) { return v.goes && v.span.contains(span); });
    };
    for (const DeniedPlace& place : places) ASSERT_TRUE(covered(place.span));
    for (const Value& value : before) ASSERT_TRUE(!value.goes || covered(value.span));
  }
}

}  // namespace
}  // namespace lauter
