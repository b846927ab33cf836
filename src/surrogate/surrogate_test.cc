#include "surrogate/surrogate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "surrogate/dates.h"
#include "surrogate/names/unicode.h"
#include "surrogate/standin_validity_test_support.h"

namespace lauter {
namespace {

struct Case {
  std::string_view category;
  std::string_view value;
};
constexpr Case kCases[] = {
#include "surrogate/data/test_cases.inc"
};

SurrogateMaker maker_of_key(char letter = 'k') {
  return SurrogateMaker(SecretKey{std::string(32, letter)});
}

/// A text out of pieces, some of them mentions.
struct Text {
  std::string text;
  std::vector<Mention> mentions;
  Text& plain(std::string_view piece) {
    text += piece;
    return *this;
  }
  Text& value(Category category, std::string_view value) {
    mentions.push_back({{text.size(), text.size() + value.size()}, category});
    text += value;
    return *this;
  }
};

std::vector<std::string> stand_ins(const SurrogateMaker& maker, const Text& text,
                                   std::string_view key = "doc") {
  return maker.make(text.text, key, text.mentions);
}
std::string stand_in(const SurrogateMaker& maker, Category category, std::string_view value,
                     std::string_view key = "doc") {
  return stand_ins(maker, Text().plain("It says ").value(category, value).plain(" there."), key)[0];
}

TEST(Surrogate, TheTableHasEveryCategory) {
  std::set<std::string_view> seen;
  for (const Case& c : kCases) {
    ASSERT_TRUE(category_from_name(c.category)) << c.category;
    seen.insert(c.category);
  }
  for (size_t i = 0; i < kCategoryCount; ++i) {
    EXPECT_TRUE(seen.contains(category_name(static_cast<Category>(i))))
        << category_name(static_cast<Category>(i));
  }
}

TEST(Surrogate, EveryStandInIsValidUnderManyKeys) {
  for (int key = 0; key < 25; ++key) {
    const SurrogateMaker maker(
        SecretKey{"key number " + std::to_string(key) + std::string(16, '.')});
    for (const Case& c : kCases) {
      const Category category = *category_from_name(c.category);
      const std::string made =
          stand_in(maker, category, c.value, "document " + std::to_string(key));
      EXPECT_TRUE(is_valid_surrogate(category, c.value, made))
          << c.category << ": " << c.value << " -> " << made;
      EXPECT_TRUE(is_utf8(made));
      EXPECT_NE(surrogate::folded(made), surrogate::folded(c.value)) << c.category;
      EXPECT_LE(made.size(), 4 * c.value.size() + 60);
    }
  }
}

TEST(Surrogate, IdentifiersKeepSeparatorsLengthAndCase) {
  const SurrogateMaker maker = maker_of_key();
  for (const Case& c : kCases) {
    const Category category = *category_from_name(c.category);
    const CategoryGroup group = category_group(category);
    if (group != CategoryGroup::kGovernment && group != CategoryGroup::kFinancial) continue;
    if (category == Category::kSalary || category == Category::kCryptoSeedPhrase ||
        category == Category::kUpiId || category == Category::kPassportMrz)
      continue;
    const std::string made = stand_in(maker, category, c.value);
    const bool spelled = c.value.find("five") != std::string_view::npos ||
                         c.value.find("seven") != std::string_view::npos;
    if (spelled) continue;
    ASSERT_EQ(made.size(), c.value.size()) << c.category << ": " << c.value << " -> " << made;
    for (size_t i = 0; i < made.size(); ++i) {
      if (!is_ascii_alnum(c.value[i])) {
        EXPECT_EQ(made[i], c.value[i]) << c.category << ": " << made;
      }
      if (is_ascii_lower(c.value[i]) && group == CategoryGroup::kGovernment) {
        EXPECT_FALSE(is_ascii_upper(made[i])) << c.category;
      }
    }
  }
}

TEST(Surrogate, LineEndsInStringLiteralsStayWhatTheyAre) {
  const SurrogateMaker maker = maker_of_key();
  const std::string_view line_end = R"(\\\n)";  // of a value that a shell continues, in JSON
  for (const Case& c : kCases) {
    const Category category = *category_from_name(c.category);
    const CategoryGroup group = category_group(category);
    const bool drawn = group == CategoryGroup::kGovernment || group == CategoryGroup::kFinancial ||
                       group == CategoryGroup::kSecret || category == Category::kMacAddress ||
                       category == Category::kAdvertisingId;
    // Words and URLs: a broken escape there is for refine to see.
    const bool words = category == Category::kUpiId || category == Category::kSecurityAnswer ||
                       category == Category::kWebhookUrl;
    if (!drawn || words || c.value.find('\\') != std::string_view::npos) continue;
    size_t middle = c.value.size() / 2;
    while (!is_ascii(c.value[middle])) ++middle;
    const std::string value = std::string(c.value.substr(0, middle)) + std::string(line_end) +
                              std::string(c.value.substr(middle));
    const std::string made = stand_in(maker, category, value);
    for (size_t i = made.find('\\'); i != made.npos; i = made.find('\\', i + 2)) {
      EXPECT_TRUE(i + 1 < made.size() && (made[i + 1] == '\\' || made[i + 1] == 'n'))
          << c.category << ": " << value << " -> " << made;
    }
  }
}

TEST(Surrogate, OneValueInManyFormsHasOneStandIn) {
  const SurrogateMaker maker = maker_of_key();
  const auto digits = [&](Category category, std::string_view value) {
    return surrogate::folded(stand_in(maker, category, value));
  };
  const std::string phone = digits(Category::kPhoneNumber, "415-682 2671");
  EXPECT_EQ(phone, digits(Category::kPhoneNumber, "(415) 6822671"));
  EXPECT_EQ(phone, digits(Category::kFaxNumber, "415.682.2671"));
  EXPECT_EQ("1" + phone, digits(Category::kPhoneNumber, "+1 415 682 2671"));
  EXPECT_EQ(phone, digits(Category::kPhoneNumber,
                          "\uFF14\uFF11\uFF15\uFF16\uFF18\uFF12\uFF12\uFF16\uFF17\uFF11"));
  EXPECT_EQ(digits(Category::kUsSsn, "512-34-8821"), digits(Category::kUsSsn, "512 34 8821"));
  EXPECT_EQ(digits(Category::kIbanCode, "DE12 5001 0517 0648 4898 90"),
            digits(Category::kIbanCode, "de12500105170648489890"));
  // Which country's account it is, is a guess from the rest of the document.
  EXPECT_EQ(digits(Category::kUkBankAccount, "50939202"),
            digits(Category::kUsBankNumber, "50939202"));
  EXPECT_EQ(digits(Category::kPhoneNumber, "0151 84536678").substr(1),
            digits(Category::kPhoneNumber, "+49 151 84536678").substr(2));
  // Whose number it is, too.
  EXPECT_EQ(digits(Category::kEmployeeId, "E-504409"), digits(Category::kCustomerId, "E-504409"));
  EXPECT_EQ(digits(Category::kStudentId, "E-504409"), digits(Category::kCustomerId, "E-504409"));
  const std::string spelled =
      stand_in(maker, Category::kUsSsn, "five one two, three four, eight eight two one");
  EXPECT_EQ(spelled.find_first_of("0123456789"), std::string::npos) << spelled;
}

TEST(Surrogate, NamesMapPartByPart) {
  const SurrogateMaker maker = maker_of_key();
  const std::string full = stand_in(maker, Category::kPerson, "Jane Holloway");
  const size_t blank = full.find(' ');
  const std::string given = full.substr(0, blank);
  const std::string family = full.substr(blank + 1);
  EXPECT_EQ(stand_in(maker, Category::kFirstName, "Jane"), given);
  EXPECT_EQ(stand_in(maker, Category::kLastName, "Holloway"), family);
  EXPECT_EQ(stand_in(maker, Category::kPerson, "Holloway, Jane"), family + ", " + given);
  EXPECT_EQ(stand_in(maker, Category::kPerson, "J. Holloway"), given.substr(0, 1) + ". " + family);
  EXPECT_EQ(stand_in(maker, Category::kPerson, "JANE HOLLOWAY"), to_ascii_upper(full));
  EXPECT_EQ(stand_in(maker, Category::kPerson, "jane holloway"), to_ascii_lower(full));
  EXPECT_EQ(stand_in(maker, Category::kPerson, "President Holloway"), "President " + family);
  EXPECT_EQ(stand_in(maker, Category::kPerson, "Dr. Jane Holloway"), "Dr. " + full);
}

TEST(Surrogate, ANameIsOneWhateverItWasReadAs) {
  for (const char key : {'a', 'b', 'c', 'd'}) {
    const SurrogateMaker maker = maker_of_key(key);
    // Of no list, a given name alone, a family name alone: the same in documents of their own.
    for (const std::string_view name : {"Guowei", "Zibralda", "Torgisk", "Desmond", "Holloway"}) {
      EXPECT_EQ(stand_in(maker, Category::kFirstName, name),
                stand_in(maker, Category::kLastName, name))
          << name;
    }
    // Beside the full name also where it was taken for something else.
    Text text;
    text.value(Category::kPerson, "Martin Lincoln").plain(" wrote; ");
    text.value(Category::kCity, "Lincoln").plain(" and ").value(Category::kFirstName, "Lincoln");
    text.plain(", said ").value(Category::kLastName, "Martin").plain(" of ");
    text.value(Category::kCity, "Dover").plain("; ");
    text.value(Category::kOrganization, "Martin Lincoln");
    const std::vector<std::string> made = stand_ins(maker, text);
    const size_t blank = made[0].find(' ');
    EXPECT_EQ(made[1], made[0].substr(blank + 1));
    EXPECT_EQ(made[2], made[1]);
    EXPECT_EQ(made[3], made[0].substr(0, blank));
    EXPECT_EQ(made[4], stand_in(maker, Category::kCity, "Dover"));
    EXPECT_EQ(made[5], made[0]);
  }
}

TEST(Surrogate, FirmsKeepTheirLegalForm) {
  const SurrogateMaker maker = maker_of_key();
  for (const std::string_view form : {" S.p.A.", " s.r.o.", " GmbH", " Ltd"}) {
    const std::string firm = "Farmalinea" + std::string(form);
    const std::string made = stand_in(maker, Category::kOrganization, firm);
    EXPECT_TRUE(made.ends_with(form)) << made;
    EXPECT_NE(made, firm);
  }
}

TEST(Surrogate, TheArticleBeforeAJobStaysRight) {
  const auto with_an = [](const std::string& job) {
    return !job.starts_with("uni") && std::string_view("aeiou").find(job[0]) != job.npos;
  };
  for (const char key : {'a', 'b', 'c', 'd', 'e'}) {
    const SurrogateMaker maker = maker_of_key(key);
    for (const std::string job : {"accountant", "tax adviser", "engineer", "electrician", "plumber",
                                  "nurse", "estate agent", "lion tamer", "oyster farmer"}) {
      const std::string made = stand_in(maker, Category::kJobTitle, job);
      EXPECT_EQ(with_an(made), with_an(job)) << job << " -> " << made;
    }
  }
}

TEST(Surrogate, APlaceStaysOfItsKindWhateverItWasReadAs) {
  const SurrogateMaker maker = maker_of_key();
  for (const auto& [place, kind] : {std::pair<std::string_view, Category>{"Leeds", Category::kCity},
                                    {"California", Category::kState},
                                    {"Kenya", Category::kCountry}}) {
    const std::string made = stand_in(maker, kind, place);
    for (const Category category :
         {Category::kCity, Category::kState, Category::kCountry, Category::kLocation}) {
      EXPECT_EQ(stand_in(maker, category, place), made) << category_name(category);
    }
  }
}

TEST(Surrogate, MailAndUserNameFollowThePerson) {
  for (const char key : {'a', 'b', 'c', 'd', 'e'}) {
    const SurrogateMaker maker = maker_of_key(key);
    for (const std::string_view name :
         {"Jane Holloway", "Robert Turnbull", "Priya Sharma", "Anna Kowalczyk", "Paul Weber"}) {
      const std::string full = to_ascii_lower(stand_in(maker, Category::kPerson, name));
      const std::string lower = to_ascii_lower(name);
      const size_t blank = lower.find(' ');
      const size_t cut = full.find(' ');
      const std::string given = lower.substr(0, blank), family = lower.substr(blank + 1);
      const std::string new_given = full.substr(0, cut), new_family = full.substr(cut + 1);
      const auto local = [&](const std::string& address) {
        const std::string made = stand_in(maker, Category::kEmailAddress, address);
        return made.substr(0, made.find('@'));
      };
      EXPECT_EQ(local(given + "." + family + "@firm.org"), new_given + "." + new_family) << name;
      EXPECT_EQ(local(given.substr(0, 1) + family + "@firm.org"),
                new_given.substr(0, 1) + new_family)
          << name;
      EXPECT_EQ(stand_in(maker, Category::kUsername, family + "_" + given.substr(0, 1)),
                new_family + "_" + new_given.substr(0, 1));
      EXPECT_EQ(stand_in(maker, Category::kSocialHandle, "@" + given + family),
                "@" + new_given + new_family)
          << name;
    }
  }
}

TEST(Surrogate, MailFollowsNamesWithDiacritics) {
  constexpr std::pair<std::string_view, std::string_view> kPeople[] = {
      {"Luc\u00EDa Mar\u00EDn", "lucia.marin"},
      {"Jos\u00E9 P\u00E9rez", "jose.perez"},
      {"J\u00FCrgen M\u00FCller", "juergen.mueller"},
      {"J\u00FCrgen M\u00FCller", "jurgen.muller"},
      {"Zo\u00EB Ib\u00E1\u00F1ez", "zoe.ibanez"},
      {"Bj\u00F6rn Schr\u00F6der", "bjoern.schroeder"},
      {"Zibralda Steink\u00FChler", "zibralda.steinkuehler"},
      {"Zibralda Steink\u00FChler", "zibralda.steinkuhler"},
  };
  for (const char letter : std::string("abcdefghij")) {
    const SurrogateMaker maker = maker_of_key(letter);
    for (const auto& [name, user] : kPeople) {
      const std::string person = surrogate::folded(stand_in(maker, Category::kPerson, name));
      std::string mail =
          stand_in(maker, Category::kEmailAddress, std::string(user) + "@brightwater.de");
      mail.resize(mail.find('@'));
      std::erase(mail, '.');
      EXPECT_EQ(mail, person) << name << " " << user;
    }
  }
}

TEST(Surrogate, GenderAndScriptStay) {
  const std::set<std::string_view> female = {"Alice", "Anna", "Emma"};
  for (const char key : {'a', 'b', 'c', 'd'}) {
    const SurrogateMaker maker = maker_of_key(key);
    for (const Case& c : kCases) {
      if (c.category != "PERSON") continue;
      const std::string made = stand_in(maker, Category::kPerson, c.value);
      EXPECT_EQ(surrogate::script_of(made), surrogate::script_of(c.value))
          << c.value << " -> " << made;
    }
    // Feminine and masculine family names of one family agree.
    const std::string he = stand_in(
        maker, Category::kPerson, "\u0418\u0432\u0430\u043D \u041F\u0435\u0442\u0440\u043E\u0432");
    const std::string she =
        stand_in(maker, Category::kPerson,
                 "\u0410\u043D\u043D\u0430 \u041F\u0435\u0442\u0440\u043E\u0432\u0430");
    EXPECT_EQ(she.substr(she.find(' ') + 1).substr(0, 6), he.substr(he.find(' ') + 1).substr(0, 6))
        << he << ", " << she;
  }
}

TEST(Surrogate, DatesOfOneDocumentKeepTheirDistances) {
  const SurrogateMaker maker = maker_of_key();
  for (int doc = 0; doc < 50; ++doc) {
    const Text text = Text()
                          .value(Category::kMedicalDate, "2020-02-27")
                          .plain(" to ")
                          .value(Category::kMedicalDate, "March 3rd, 2020")
                          .plain(", then ")
                          .value(Category::kDateTime, "15/03/2020");
    const auto made = stand_ins(maker, text, "doc" + std::to_string(doc));
    const auto day = [](std::string_view value) {
      return surrogate::days_of(*surrogate::read_date(value, surrogate::DateOrder::kDayFirst));
    };
    EXPECT_EQ(day(made[1]) - day(made[0]), 5) << made[0] << ' ' << made[1];
    EXPECT_EQ(day(made[2]) - day(made[1]), 12) << made[2];
    const int64_t shift = day(made[0]) - day("2020-02-27");
    EXPECT_NE(shift, 0);
    EXPECT_LE(std::abs(shift), 365);
  }
}

TEST(Surrogate, SpelledAndSpacedDatesKeepTheirWords) {
  const SurrogateMaker maker = maker_of_key();
  const std::string spelled =
      stand_in(maker, Category::kDateOfBirth, "oh three slash oh four slash eighty six");
  EXPECT_EQ(spelled.find_first_of("0123456789"), std::string::npos) << spelled;
  EXPECT_EQ(std::count(spelled.begin(), spelled.end(), 'h') >= 2, true) << spelled;  // two slashes
  const std::string spaced = stand_in(maker, Category::kDateOfBirth, "1 2 / 0 3 / 1 9 8 6");
  EXPECT_EQ(spaced.size(), std::string_view("1 2 / 0 3 / 1 9 8 6").size()) << spaced;
  EXPECT_EQ(stand_in(maker, Category::kEmailAddress, "mailto:jane.smith@corp.io"),
            "mailto:" + stand_in(maker, Category::kEmailAddress, "jane.smith@corp.io"));
}

TEST(Surrogate, NeverAValueOfTheDocumentNorOfItsText) {
  const SurrogateMaker maker = maker_of_key();
  // The text holds the very stand-ins that the document would get: they must give way.
  for (const Case& c : kCases) {
    const Category category = *category_from_name(c.category);
    if (c.value == "93") continue;  // all ages above 90 become 90, whatever the text says
    const std::string first = stand_in(maker, category, c.value);
    const Text text = Text()
                          .plain("See ")
                          .value(category, c.value)
                          .plain(" and ")
                          .value(category, first)
                          .plain(" too");
    const auto made = stand_ins(maker, text);
    for (const std::string& candidate : made) {
      EXPECT_NE(surrogate::folded(candidate), surrogate::folded(c.value))
          << c.category << ' ' << c.value;
      EXPECT_NE(surrogate::folded(candidate), surrogate::folded(first))
          << c.category << ' ' << c.value;
    }
  }
}

TEST(Surrogate, AMillionMentionsAgreeOnOneTwoAndEightThreads) {
  const SurrogateMaker maker = maker_of_key();
  constexpr size_t kDocuments = 1000;
  // 20 values a document out of 5,000; two and eight threads make them 25 times over: 1.02 million.
  const auto document = [](size_t d) {
    Text text;
    for (size_t i = 0; i < 20; ++i) {
      const size_t n = (d * 7919 + i * 104729) % 5000;
      text.value(Category::kCustomerId, "CU-" + std::to_string(100000 + n * 37)).plain(" and ");
    }
    return text;
  };
  std::map<std::string, std::string> known;
  for (const size_t threads : {1u, 2u, 8u}) {
    std::vector<std::vector<std::string>> made(kDocuments);
    const auto work = [&](size_t t) {
      for (size_t d = t; d < kDocuments; d += threads) {
        for (int again = 0; again < (threads == 1 ? 1 : 25); ++again)
          made[d] = stand_ins(maker, document(d), "d" + std::to_string(d));
      }
    };
    std::vector<std::thread> pool;
    for (size_t t = 0; t < threads; ++t) pool.emplace_back(work, t);
    for (std::thread& thread : pool) thread.join();
    for (size_t d = 0; d < kDocuments; ++d) {
      const Text text = document(d);
      for (size_t i = 0; i < made[d].size(); ++i) {
        const auto [at, fresh] =
            known.emplace(std::string(text.mentions[i].span.of(text.text)), made[d][i]);
        ASSERT_EQ(at->second, made[d][i]) << at->first;
      }
    }
  }
  EXPECT_GT(known.size(), 4000u);
}

TEST(Surrogate, AnotherKeyGivesOtherStandIns) {
  size_t same = 0;
  for (const Case& c : kCases) {
    const Category category = *category_from_name(c.category);
    same += stand_in(maker_of_key('x'), category, c.value) ==
            stand_in(maker_of_key('y'), category, c.value);
  }
  EXPECT_LT(same, std::size(kCases) / 6);
}

TEST(Surrogate, HostileValuesStayUtf8AndNeverCrash) {
  const SurrogateMaker maker = maker_of_key();
  const std::vector<std::string> values = {"",
                                           " ",
                                           "\n",
                                           "\xC3",
                                           "\xFF\xFE",
                                           "a\x80z",
                                           "\u0000x",
                                           "@",
                                           "@@",
                                           "....",
                                           "-----BEGIN",
                                           "-----BEGIN RSA PRIVATE KEY-----",
                                           "0",
                                           "00",
                                           "\u0660",
                                           "\U0001F600\U0001F600",
                                           "\u0915\u094D\u0937",
                                           "double",
                                           "double double",
                                           "triple one",
                                           "\\",
                                           "%",
                                           "%2",
                                           "&#64;",
                                           "a@",
                                           "@b",
                                           "://",
                                           "http://",
                                           "https:///x",
                                           "$",
                                           "$$",
                                           "{",
                                           "{SSHA}",
                                           ",",
                                           "-",
                                           "1/2/3/4/5",
                                           std::string(300, '1'),
                                           std::string(300, 'a'),
                                           std::string(300, ' '),
                                           std::string(300, '-'),
                                           "\u202E\u202Dabc",
                                           "99999999999999999999999999999",
                                           "\u0E01\u0E33",
                                           "O'",
                                           "'",
                                           "\u2019\u2019",
                                           "1e999",
                                           "12:34:56:78:90",
                                           "::",
                                           "1::",
                                           "9999-99-99",
                                           "31 February 31",
                                           "a.b.c.d.e.f.g"};
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const auto category = static_cast<Category>(i);
    for (const std::string& value : values) {
      const std::string made = stand_in(maker, category, value);
      EXPECT_TRUE(is_utf8(made)) << category_name(category) << ": " << value;
      EXPECT_EQ(made.empty(), value.empty()) << category_name(category) << ": " << value;
    }
  }
}

TEST(Surrogate, AMegabyteIsAnswered) {
  const SurrogateMaker maker = maker_of_key();
  for (size_t i = 0; i < kCategoryCount; ++i) {
    const std::string made = stand_in(maker, static_cast<Category>(i),
                                      std::string(size_t{1} << 20, i % 2 == 0 ? '7' : 'q'));
    EXPECT_FALSE(made.empty());
  }
}

TEST(Surrogate, ManyMentionsOfALongTextTakeLinearTime) {
  const SurrogateMaker maker = maker_of_key();
  Text text;
  for (int i = 0; i < 20'000; ++i) {
    text.plain("call ")
        .value(Category::kPhoneNumber, std::to_string(2'125'550'000 + i * 13))
        .plain(" or write to somebody else. ");
  }
  EXPECT_EQ(stand_ins(maker, text).size(), 20'000u);
}

}  // namespace
}  // namespace lauter
