#include "refine/learned_values.h"

#include <gtest/gtest.h>

#include <map>

namespace lauter::internal {
namespace {

struct Value {
  std::string_view words;
  Category category;
  bool operator==(const Value&) const = default;
};

Found found(std::string_view text, const Value& value, std::string stage) {
  const size_t at = text.find(value.words);
  EXPECT_NE(at, text.npos) << value.words;
  return {{at, at + value.words.size()},
          value.category,
          {std::move(stage), "rule", std::string(category_name(value.category)), 0.7F},
          false};
}

std::vector<Found> all(std::string_view text, const std::vector<Value>& values, const char* stage) {
  std::vector<Found> list;
  for (const Value& value : values) list.push_back(found(text, value, stage));
  return list;
}

struct MergeRow {
  const char* name;
  std::string_view text;
  std::vector<Value> patterns;
  std::vector<Value> learned;
  std::vector<Value> expected;
};

TEST(LearnedValues, MergeWithPatternFinds) {
  using enum Category;
  const MergeRow rows[] = {
      {"apart",
       "Ann lives in Kiel",
       {{"Kiel", kCity}},
       {{"Ann", kPerson}},
       {{"Ann", kPerson}, {"Kiel", kCity}}},
      {"a longer name takes the place of its part",
       "Dear Maria Keller,",
       {{"Maria", kFirstName}},
       {{"Maria Keller", kPerson}},
       {{"Maria Keller", kPerson}}},
      {"two parts",
       "Maria Keller",
       {{"Maria", kFirstName}, {"Keller", kLastName}},
       {{"Maria Keller", kPerson}},
       {{"Maria Keller", kPerson}}},
      {"names that overlap become one",
       "Anna Maria Keller",
       {{"Anna Maria", kPerson}},
       {{"Maria Keller", kPerson}},
       {{"Anna Maria Keller", kPerson}}},
      {"a part of a pattern's name is known",
       "Maria Keller",
       {{"Maria Keller", kPerson}},
       {{"Maria", kPerson}},
       {{"Maria Keller", kPerson}}},
      {"fields of an address stay fields",
       "12 High St, Leeds, LS1 4AP",
       {{"Leeds", kCity}, {"LS1 4AP", kPostalCode}},
       {{"12 High St, Leeds, LS1 4AP", kStreetAddress}},
       {{"12 High St", kStreetAddress}, {"Leeds", kCity}, {"LS1 4AP", kPostalCode}}},
      {"a number inside an organisation wins",
       "Call 0561 771234 Ltd",
       {{"0561 771234", kPhoneNumber}},
       {{"Call 0561 771234 Ltd", kOrganization}},
       {{"Call", kOrganization}, {"0561 771234", kPhoneNumber}, {"Ltd", kOrganization}}},
      {"what stood before a number is no address",
       "con DNI 81540332",
       {{"81540332", kTrNationalId}},
       {{"con DNI 81540332", kStreetAddress}},
       {{"81540332", kTrNationalId}}},
      {"what is covered by another kind is dropped",
       "maria.keller@corp.de",
       {{"maria.keller@corp.de", kEmailAddress}},
       {{"maria", kPerson}},
       {{"maria.keller@corp.de", kEmailAddress}}},
      {"one find reaches into two learned values",
       "Ann Bo Cy",
       {{"Ann Bo", kPerson}},
       {{"Ann", kPerson}, {"Bo Cy", kPerson}},
       {{"Ann Bo Cy", kPerson}}},
  };
  for (const MergeRow& row : rows) {
    std::vector<Found> list = all(row.text, row.patterns, "scan");
    merge_learned(row.text, all(row.text, row.learned, "tag"), list);
    std::vector<Value> got;
    for (const Found& value : list) got.push_back({value.span.of(row.text), value.category});
    EXPECT_EQ(got, row.expected) << row.name;
    for (size_t i = 0; i + 1 < list.size(); ++i) {
      EXPECT_LE(list[i].span.end, list[i + 1].span.begin) << row.name;
    }
  }
}

TEST(LearnedValues, CategoriesByTypeAndWords) {
  const auto category = [](std::string_view type, std::string_view value) {
    const auto made = value_of(value, {{0, value.size()}, 0, 0.9F}, type, true);
    return made ? std::string(category_name(made->category)) : "";
  };
  EXPECT_EQ(category("PERSON", "Maria Keller"), "PERSON");
  EXPECT_EQ(category("PERSON", "John Doe"), "");  // nobody
  EXPECT_EQ(category("LOC", "France"), "COUNTRY");
  EXPECT_EQ(category("LOC", "Texas"), "STATE");
  EXPECT_EQ(category("LOC", "Kassel"), "CITY");
  EXPECT_EQ(category("LOC", "Tannenwald Park"), "LOCATION");
  EXPECT_EQ(category("ORG", "Keller & Sons"), "ORGANIZATION");
  EXPECT_EQ(category("ORG", "University of Kassel"), "SCHOOL");
  EXPECT_EQ(category("ORG", "Chlo\u00e9 Dubois"), "PERSON");
  EXPECT_EQ(category("ORG", "Keller Dubois Ltd"), "ORGANIZATION");
  EXPECT_EQ(category("NRP", "Lutheran"), "RELIGION");
  EXPECT_EQ(category("NRP", "German"), "NATIONALITY");
  EXPECT_EQ(category("DATE", "Friday"), "");
}

TEST(LearnedValues, KnownNamesAreWhatTheWorldKnowsThemAs) {
  const auto category = [](std::string_view type, std::string_view value, float score) {
    const auto made = value_of(value, {{0, value.size()}, 0, score}, type, true);
    return made ? std::string(category_name(made->category)) : "";
  };
  EXPECT_EQ(category("PERSON", "Iran", 0.9F), "COUNTRY");
  EXPECT_EQ(category("ORG", "North Korea", 0.9F), "COUNTRY");
  EXPECT_EQ(category("PERSON", "Tel Aviv", 0.9F), "CITY");
  EXPECT_EQ(category("LOC", "Washington Post", 0.9F), "ORGANIZATION");
  EXPECT_EQ(category("PERSON", "Beacon Mutual", 0.9F), "ORGANIZATION");
  EXPECT_EQ(category("PERSON", "Muslims", 0.9F), "");  // a whole creed is nobody
  EXPECT_EQ(category("LOC", "Americans", 0.9F), "");
  EXPECT_EQ(category("LOC", "The Eiffel Tower", 0.9F), "");
  EXPECT_EQ(category("PERSON", "Moon", 0.7F), "");
  EXPECT_EQ(category("LOC", "Pauline", 0.9F), "PERSON");
  EXPECT_EQ(category("LOC", "Kirsty McAllister", 0.5F), "PERSON");
  EXPECT_EQ(category("LOC", "Austin Heights", 0.5F), "LOCATION");
  EXPECT_EQ(category("PERSON", "HTN", 0.9F), "");
  EXPECT_EQ(category("PERSON", "RO", 0.9F), "");
  EXPECT_EQ(category("PERSON", "AMY", 0.9F), "PERSON");
  EXPECT_EQ(category("PERSON", "Hiring Manager", 0.9F), "");
  EXPECT_EQ(category("PERSON", "Jordan", 0.9F),
            "PERSON");  // a given name too: a sure tagger is believed
  EXPECT_EQ(category("PERSON", "Jordan", 0.6F), "COUNTRY");
}

TEST(LearnedValues, NamesAreTakenWhole) {
  const auto taken = [](std::string_view text, std::string_view words, float score = 0.9F) {
    const size_t at = text.find(words);
    const auto made = value_of(text, {{at, at + words.size()}, 0, score}, "PERSON", true);
    return made ? std::string(made->span.of(text)) : "";
  };
  EXPECT_EQ(taken("he was a huge Sarah Maidavar fan", "Sarah"), "Sarah Maidavar");
  EXPECT_EQ(taken("Then Sarah Miller spoke", "Sarah"), "Sarah Miller");
  EXPECT_EQ(taken("Sarah Thinks Otherwise", "Sarah"), "Sarah");  // a title
  EXPECT_EQ(taken("told Sarah on Monday", "Sarah"), "Sarah");
  EXPECT_EQ(taken("Xelon Muskal wrote about it", "Xelon"), "Xelon Muskal");
  EXPECT_EQ(taken("Xelon Muskal Wrote About It", "Xelon"), "Xelon");
  EXPECT_EQ(taken("told Sarah Monday", "Sarah"), "Sarah");
  const auto place = [](std::string_view text, std::string_view words) {
    const size_t at = text.find(words);
    const auto made = value_of(text, {{at, at + words.size()}, 0, 0.9F}, "LOC", true);
    return made ? std::string(made->span.of(text)) : "";
  };
  EXPECT_EQ(place("in Des Moines now", "Moines"), "Des Moines");
  EXPECT_EQ(place("in Tel Aviv now", "Tel"), "Tel Aviv");
  EXPECT_EQ(place("near Kassel now", "Kassel"), "Kassel");
  EXPECT_EQ(place("The Kassel office", "The Kassel"), "Kassel");
  EXPECT_EQ(place("in The Hague now", "The Hague"), "The Hague");
  EXPECT_EQ(taken("to Kleinholz and Sons", "Kleinholz and"), "Kleinholz");
  EXPECT_EQ(taken("so maria keller left", "maria keller", 0.5F), "maria keller");
  EXPECT_EQ(taken("so grace baker left", "grace baker", 0.5F), "");  // may be words
  EXPECT_EQ(taken("where dave moved", "dave", 0.75F), "dave");
  EXPECT_EQ(taken("called to RN T. Bautista at", "RN T. Bautista", 0.9F), "T. Bautista");
  EXPECT_EQ(taken("Apologies: Col. Hargreaves, too", "Col. Hargreaves", 0.9F), "Hargreaves");
  EXPECT_EQ(taken("ask Dr. Chen then", "Dr. Chen", 0.9F), "Dr. Chen");
  EXPECT_EQ(taken("MEER, COR   MRN: 00482917", "MEER, COR   MRN", 0.9F), "MEER, COR");
  EXPECT_EQ(taken("1. HASSAN, Omar M 03", "HASSAN", 0.9F), "HASSAN, Omar");
  EXPECT_EQ(taken("then HASSAN, who left", "HASSAN", 0.9F), "HASSAN");
  EXPECT_EQ(taken("yes. Thx, Ross (07)", "Thx, Ross", 0.9F), "Ross");
  EXPECT_EQ(taken("Hei, olen Mikko", "Hei", 0.9F), "");
  EXPECT_EQ(taken("then Defendant Boudreaux left", "Defendant Boudreaux", 0.9F), "Boudreaux");
  EXPECT_EQ(taken("Mio marito Fabrizio lavora", "Mio marito Fabrizio", 0.9F), "Fabrizio");
  EXPECT_EQ(taken("Tom & Priscilla Wainwright came", "Priscilla", 0.9F), "Priscilla Wainwright");
  EXPECT_EQ(taken("ANTONELLA RIZZUTO\nVia", "ANTONELLA", 0.9F), "ANTONELLA RIZZUTO");
  EXPECT_EQ(taken("where will moved", "will", 0.75F), "");
}

TEST(LearnedValues, ValuesOfMachinesAreNoNames) {
  const auto is_value = [](std::string_view type, std::string_view text, std::string_view words,
                           float score = 0.7F) {
    const size_t at = text.find(words);
    EXPECT_NE(at, text.npos) << words;
    return value_of(text, {{at, at + words.size()}, 0, score}, type, true).has_value();
  };
  EXPECT_FALSE(is_value("PERSON", "job e4ae6824-5fda finished", "e4ae6824-5fda"));
  EXPECT_FALSE(is_value("PERSON", "Authorization: Bearer {{ key }}", "Bearer {{"));
  EXPECT_FALSE(is_value("PERSON", "<th>Card number</th>", "Card number"));
  EXPECT_FALSE(is_value("PERSON", "my zehut is new", "zehut"));
  EXPECT_TRUE(is_value("PERSON", "ask maria then", "maria", 0.97F));
  EXPECT_FALSE(is_value("PERSON", "set max_mark to 3", "mark"));
  EXPECT_FALSE(is_value("PERSON", "ship to Dr. Aisha Rahman", "Dr"));
  EXPECT_FALSE(is_value("PERSON", "this is Mr. Koike", "Mr."));
  EXPECT_FALSE(is_value("PERSON", "Jane M. MRN 00482913.", "MRN"));
  EXPECT_TRUE(is_value("PERSON", "ask JANE. 12 of us", "JANE"));
  EXPECT_FALSE(is_value("PERSON", "ID: 4; Aadhaar: 2345 6789", "Aadhaar"));
  EXPECT_FALSE(is_value("PERSON", "one\nVermieter: Jasper", "Vermieter"));
  EXPECT_FALSE(is_value("PERSON", "und Mieterin Frau Arendt", "Mieterin"));
  EXPECT_FALSE(is_value("PERSON", "Parkinson's disease", "Parkinson"));
  EXPECT_FALSE(is_value("PERSON", "the Joel Test in every team", "Joel"));
  EXPECT_TRUE(is_value("PERSON", "Parkinson's dog", "Parkinson"));
  EXPECT_TRUE(is_value("PERSON", "ship to Dr. Aisha Rahman", "Dr. Aisha Rahman"));
  EXPECT_TRUE(is_value("PERSON", "then Don called back", "Don"));
  EXPECT_FALSE(is_value("LOC", "in Europe/Berlin time", "Berlin"));
  EXPECT_FALSE(is_value("LOC", "On I-75 near mile marker 201", "mile marker 201", 0.98F));
  EXPECT_FALSE(is_value("LOC", "Description | Qty | Price", "Qty"));
  EXPECT_FALSE(is_value("LOC", "color: #e6cff2;", "#e6cff2"));
  EXPECT_FALSE(is_value("ORG", "invoice ORD-90811648", "ORD"));
  EXPECT_FALSE(is_value("ORG", "443 is for TLS.", "TLS"));
  EXPECT_TRUE(is_value("ORG", "he works for IBM.", "IBM", 0.9F));
  EXPECT_FALSE(is_value("ADDRESS", "the man is 175 cm tall", "175 cm"));
  EXPECT_TRUE(is_value("ADDRESS", "at 12 High St now", "12 High St", 0.9F));
  EXPECT_FALSE(is_value("ADDRESS", "mi CLABE es 014", "CLABE es"));
  EXPECT_FALSE(is_value("ORG", "pod/checkout-3e3b72abd9 restarted", "checkout-3e3b72abd9", 0.95F));
  EXPECT_FALSE(is_value("ORG", "<a>x</cell>", "cell", 0.95F));
  EXPECT_FALSE(is_value("NRP", "the dump is corrupt", "corrupt", 0.6F));
  EXPECT_FALSE(is_value("NRP", "a 2001 American action-comedy film", "American"));
  EXPECT_TRUE(is_value("NRP", "an American film director", "American"));
  EXPECT_TRUE(is_value("NRP", "her American aunt", "American"));
  EXPECT_FALSE(is_value("ORG", "Personal Info: Phone: 5551", "Personal Info", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "expires soon \u05DF\u00BF\u00BD when", "\u05DF", 0.9F));
  EXPECT_FALSE(is_value("ADDRESS", "Final: Harriers 27, Ironsides 24.", "Harriers 27", 0.96F));
  EXPECT_TRUE(is_value("ADDRESS", "am Kirchanger 7, Hinterhaus", "Kirchanger 7", 0.96F));
  EXPECT_FALSE(is_value("PERSON", "AFAIK OLN means so", "AFAIK OLN", 0.7F));
  EXPECT_FALSE(is_value("LOC", "kid. Insta: @x", "Insta", 0.9F));
  EXPECT_FALSE(is_value("ORG", "the NOK field", "NOK", 0.9F));
  EXPECT_FALSE(is_value("LOC", "Lynn Quayle, RN, PhD.", "PhD"));
  EXPECT_FALSE(is_value("LOC", "signed S. Abernathy, MD", "MD"));
  EXPECT_TRUE(is_value("LOC", "lives in Towson, MD", "MD"));
  EXPECT_FALSE(is_value("PERSON", "> Can Malte sign off?", "Can"));
  EXPECT_FALSE(is_value("PERSON", "Pozdrawiam serdecznie,", "Pozdrawiam serdecznie", 0.99F));
  EXPECT_FALSE(is_value("ADDRESS", "2003 Land Rover Discovery", "2003 Land Rover Discovery", 0.9F));
  EXPECT_TRUE(is_value("ADDRESS", "2003 Land Road", "2003 Land Road", 0.9F));
  EXPECT_FALSE(is_value("ORG", "IN THE CIRCUIT COURT OF", "CIRCUIT COURT", 0.9F));
  EXPECT_FALSE(is_value("LOC", "\u2605\u2605\u2606 Great", "\u2605\u2605\u2606", 0.95F));
  EXPECT_FALSE(is_value("PERSON", "setup of Vaswani et al. (2017)", "Vaswani", 0.97F));
  EXPECT_FALSE(is_value("PERSON", "as shown (Kessling, 2019) before", "Kessling", 0.97F));
  EXPECT_FALSE(is_value("PERSON", "Kessling (2019b) showed", "Kessling", 0.97F));
  EXPECT_TRUE(is_value("PERSON", "Kessling (44) said", "Kessling", 0.97F));
  EXPECT_FALSE(is_value("PERSON", "seal Pusa sibirica lives", "Pusa sibirica", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "II. Andante (9:05)", "II. Andante", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "2.0 Ah Li-ion", "Ah Li", 0.9F));
  EXPECT_FALSE(is_value("LOC", "Made in Germany.", "Germany", 0.9F));
  EXPECT_FALSE(is_value("LOC", "in D minor", "D minor", 0.9F));
  EXPECT_FALSE(is_value("LOC", "34, Sagittarius, and", "Sagittarius", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "ASHEVILLE, N.C. - A", "N.C."));
  EXPECT_FALSE(is_value("PERSON", "a 2026 Nissan Leaf and", "Nissan Leaf", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "here Black's plan is", "Black", 0.9F));
  EXPECT_TRUE(is_value("PERSON", "course by Daniel White", "Daniel White", 0.9F));
  EXPECT_FALSE(is_value("TITLE", "ORGANIZER;CN=x", "ORGANIZER", 0.9F));
  EXPECT_FALSE(is_value("PERSON", "@article{x,\n  author = {Halloran, S}", "Halloran", 0.9F));
  EXPECT_FALSE(is_value("AGE", "id 123456", "123456"));
  EXPECT_FALSE(is_value("TITLE", "the museum's new director", "museum", 0.9F));
  EXPECT_FALSE(is_value("TITLE", "IT, cloud, infrastructure, more", "infrastructure", 0.9F));
  EXPECT_TRUE(is_value("TITLE", "the Head of Marketing said", "Head of Marketing", 0.9F));
  EXPECT_TRUE(is_value("TITLE", "our CEO said", "CEO", 0.9F));
  EXPECT_TRUE(is_value("LOC", "New Britain, CT 86", "CT"));
  EXPECT_TRUE(is_value("TITLE", "she is a truck driver", "truck driver", 0.9F));
  EXPECT_TRUE(is_value("AGE", "he is 43", "43", 0.97F));
}

TEST(LearnedValues, HistoryIsNotPrivate) {
  using enum Category;
  const std::string_view text = "Woodrow Wilson and Jane Miller; Wilson, Miller, Einstein";
  std::vector<Found> learned = all(
      text, {{"Woodrow Wilson", kPerson}, {"Jane Miller", kPerson}, {"Einstein", kPerson}}, "tag");
  learned.push_back({{32, 38}, kPerson, {"tag", "tag/person", "PERSON", 0.9F}, false});
  ASSERT_EQ(learned.back().span.of(text), "Wilson");
  drop_historic_people(text, learned);
  ASSERT_EQ(learned.size(), 1U);
  EXPECT_EQ(learned[0].span.of(text), "Jane Miller");
}

TEST(LearnedValues, CodesStandBesideTowns) {
  using enum Category;
  const std::string_view text = "Otley LS21 1AA.\n04109 Leipzig, Denver 80202 people; Gera 07545.";
  std::vector<Found> found =
      all(text, {{"Otley", kCity}, {"Leipzig", kCity}, {"Denver", kCity}, {"Gera", kCity}}, "tag");
  add_codes_beside_towns(text, found);
  std::string codes;
  for (const Found& value : found) {
    if (value.category == kPostalCode) codes += std::string(value.span.of(text)) + "|";
  }
  EXPECT_EQ(codes, "LS21 1AA|04109|07545|");
}

TEST(LearnedValues, TakesNoOpenBracketAlong) {
  const std::string_view text = "as Data Engineer (ref. 12)";
  const auto made = value_of(text, {{3, 21}, 0, 0.9F}, "TITLE", true);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->span.of(text), "Data Engineer");
}

TEST(LearnedValues, TreatiesKeepTheirPlaces) {
  const auto is_place = [](std::string_view text, std::string_view words) {
    const size_t at = text.find(words);
    return value_of(text, {{at, at + words.size()}, 0, 0.9F}, "LOC", true).has_value();
  };
  EXPECT_FALSE(is_place("the Treaty of Versailles was", "Versailles"));
  EXPECT_FALSE(is_place("the Paris Agreement is", "Paris"));
  EXPECT_TRUE(is_place("a flat in Versailles", "Versailles"));
}

TEST(LearnedValues, NumbersNeedAnAddressBesideThem) {
  using enum Category;
  const std::string_view text = "12 High St, Leeds 20500 and row 4722 8408 of it";
  std::vector<Found> learned = all(text,
                                   {{"12", kStreetAddress},
                                    {"High St", kStreetAddress},
                                    {"Leeds", kCity},
                                    {"20500", kStreetAddress},
                                    {"4722 8408", kStreetAddress}},
                                   "tag");
  drop_lone_numbers(text, learned);
  ASSERT_EQ(learned.size(), 4U);
  EXPECT_EQ(learned[3].span.of(text), "20500");
  learned = all(text, {{"20500", kStreetAddress}, {"4722 8408", kStreetAddress}}, "tag");
  drop_lone_numbers(text, learned);
  EXPECT_TRUE(learned.empty());
}

TEST(LearnedValues, NamesEndWithTheirLine) {
  const auto value = [](std::string_view text, std::string_view words) {
    const size_t at = text.find(words);
    const auto made = value_of(text, {{at, at + words.size()}, 0, 0.9F}, "PERSON", true);
    return made ? made->span.of(text) : "";
  };
  EXPECT_EQ(value("Maria Keller\nKeller & Sons", "Maria Keller\nKeller"), "Maria Keller");
  EXPECT_EQ(value("we met Maria\n\nKeller", "Maria\n\nKeller"), "Maria");
  const std::string_view wrapped =
      "On the way back from the station we met our old friend Maria\nKeller again";
  EXPECT_EQ(value(wrapped, "Maria\nKeller"), "Maria\nKeller");
  EXPECT_EQ(value("a letter E alone", "E"), "");
}

}  // namespace
}  // namespace lauter::internal
