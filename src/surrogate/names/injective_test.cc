// Different values, different stand-ins: within a document always, over a corpus as far as pools
// go.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "surrogate/names/initials.h"
#include "surrogate/names/name_images.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/permutation.h"
#include "surrogate/surrogate.h"

namespace lauter {
namespace {

using surrogate::KeyedPermutation;

SecretKey key_of(uint64_t i) { return {"key number " + std::to_string(i) + std::string(16, '.')}; }

KeyedRandom random_of(std::string_view seed) { return KeyedRandom(sha256(seed)); }

/// A name that no list has: three to five syllables of a consonant and a vowel.
std::string invented_word(KeyedRandom& random) {
  std::string word;
  while (word.empty() || surrogate::NamePool::get().find(word).known()) {
    word.clear();
    const size_t n = 3 + random.below(3);
    for (size_t i = 0; i < n; ++i) {
      word += surrogate::draw_from(random, "bcdfghjklmnprstvwz");
      word += surrogate::draw_from(random, "aeiou");
    }
  }
  word[0] = ascii_upper(word[0]);
  return word;
}

std::string of_list(std::span<const std::string_view> list, KeyedRandom& random) {
  return std::string(list[random.below(list.size())]);
}

constexpr std::string_view kGiven[] = {"Anna",  "Maria", "James", "Robert", "Priya", "Jonas",
                                       "Chloe", "Marek", "Wei",   "Fatima", "Luca",  "Zoe"};
constexpr std::string_view kFamily[] = {"Smith", "Holloway", "Weber",  "Kowalski",
                                        "Rossi", "Sharma",   "Nguyen", "Silva",
                                        "Chen",  "Yilmaz",   "Brown",  "Jones"};
constexpr std::string_view kTowns[] = {"Springfield", "Chicago",     "Paris",      "Oakville",
                                       "Leeds",       "Bad Homburg", "Winchcombe", "Ystad",
                                       "Hilo",        "Graz",        "San Diego",  "Fresno"};

std::string person(KeyedRandom& random) {
  const auto part = [&](std::span<const std::string_view> list) {
    return random.below(2) == 0 ? of_list(list, random) : invented_word(random);
  };
  const std::string given = part(kGiven);
  return given + " " + part(kFamily);
}

std::string town(KeyedRandom& random) {
  return random.below(2) == 0 ? of_list(kTowns, random) : invented_word(random);
}

/// The stand-ins of the values in one document that mentions them all.
std::vector<std::string> together(const SurrogateMaker& maker, std::string_view id,
                                  const std::vector<std::pair<Category, std::string>>& values) {
  std::string text = "Note:";
  std::vector<Mention> mentions;
  for (const auto& [category, value] : values) {
    text += " saw ";
    mentions.push_back({{text.size(), text.size() + value.size()}, category});
    text += value + ",";
  }
  return maker.make(text, id, mentions);
}

std::string alone(const SurrogateMaker& maker, Category category, const std::string& value) {
  return together(maker, "doc", {{category, value}})[0];
}

TEST(KeyedPermutation, IsOneForEverySizeAndNumberOfSteps) {
  for (uint64_t size = 1; size <= 300; ++size) {
    const KeyedPermutation permutation(sha256(std::to_string(size)), size);
    for (const uint64_t steps : {uint64_t{1}, size / 2}) {
      std::set<uint64_t> images;
      std::set<uint64_t> behind;
      for (uint64_t x = 0; x < size; ++x) {
        const uint64_t y = permutation.at(x);
        ASSERT_LT(y, size);
        ASSERT_EQ(permutation.inverse(y), x);
        images.insert(y);
        behind.insert(permutation.after(x, steps));
        if (steps % size != 0) {
          ASSERT_NE(permutation.after(x, steps), x);
        }
      }
      ASSERT_EQ(images.size(), size);
      ASSERT_EQ(behind.size(), size);
    }
  }
}

/// Of permutations of four things drawn by 24,000 keys each of the 24 comes about as often.
TEST(KeyedPermutation, KeysDrawAllPermutationsAlike) {
  std::map<std::string, int> counts;
  for (int key = 0; key < 24'000; ++key) {
    const KeyedPermutation permutation(sha256(std::to_string(key)), 4);
    std::string images;
    for (uint64_t x = 0; x < 4; ++x) images += std::to_string(permutation.at(x));
    ++counts[images];
  }
  ASSERT_EQ(counts.size(), 24u);
  for (const auto& [images, n] : counts) EXPECT_NEAR(n, 1000, 200) << images;
}

TEST(Injective, TwoPersonsAndTwoTownsOfOneDocumentAreTwo) {
  const SurrogateMaker maker(key_of(1));
  KeyedRandom random = random_of("two of a kind");
  size_t same_persons = 0;
  size_t same_towns = 0;
  size_t of_the_document = 0;
  for (int d = 0; d < 10'000; ++d) {
    const std::string a = person(random), b = person(random), c = town(random), e = town(random);
    const std::vector<std::string> made = together(maker, "d" + std::to_string(d),
                                                   {{Category::kPerson, a},
                                                    {Category::kPerson, b},
                                                    {Category::kCity, c},
                                                    {Category::kCity, e}});
    same_persons += a != b && made[0] == made[1];
    same_towns += c != e && made[2] == made[3];
    const std::set<std::string> values = {a, b, c, e};
    for (const std::string& stand_in : made) of_the_document += values.contains(stand_in);
  }
  EXPECT_EQ(same_persons, 0u);
  EXPECT_EQ(same_towns, 0u);
  EXPECT_EQ(of_the_document, 0u);
}

TEST(Injective, TenThousandPersonsOfACorpusAreAsMany) {
  const SurrogateMaker maker(key_of(2));
  KeyedRandom random = random_of("corpus");
  std::set<std::string> persons, towns, ids, made_towns, made_ids;
  std::map<std::string, std::string> made_persons;
  while (persons.size() < 10'000) persons.insert(person(random));
  while (towns.size() < 10'000) towns.insert(town(random));
  while (ids.size() < 10'000) ids.insert("CU-" + std::to_string(100'000 + random.below(900'000)));
  for (const std::string& v : persons) {
    const auto [at, fresh] = made_persons.emplace(alone(maker, Category::kPerson, v), v);
    EXPECT_TRUE(fresh) << v << " and " << at->second << " -> " << at->first;
  }
  for (const std::string& v : towns) made_towns.insert(alone(maker, Category::kCity, v));
  for (const std::string& v : ids) made_ids.insert(alone(maker, Category::kCustomerId, v));
  EXPECT_GE(made_towns.size(), 9'998u);  // a random map into more than 10^7 names
  EXPECT_EQ(made_ids.size(), 10'000u);
}

TEST(Injective, NoListedNameStandsForTwo) {
  using namespace surrogate;
  for (const char letter : std::string("abc")) {
    const KeyedHash hash(SecretKey{std::string(32, letter)}, "test");
    const Initials initials(hash);
    const NameImages images(hash, initials);
    for (const NameKind kind : {NameKind::kFemale, NameKind::kMale, NameKind::kFamily}) {
      std::set<std::string_view> seen;
      size_t known = 0;
      for (const char32_t initial : NamePool::get().initials()) {
        for (const Name& name : NamePool::get().known_with_initial(kind, initial)) {
          ++known;
          const Name* image = images.of(kind, folded(name.text));
          if (image == nullptr) continue;
          EXPECT_TRUE(seen.insert(image->text).second) << image->text;
          EXPECT_NE(image->text, name.text);
          EXPECT_NE(image->cultures & name.cultures, 0u) << name.text << ' ' << image->text;
        }
      }
      EXPECT_GT(seen.size(), known / 2);
    }
  }
}

TEST(Injective, AllPinsArePermuted) {
  const SurrogateMaker maker(key_of(3));
  std::set<std::string> made;
  for (int pin = 0; pin < 10'000; ++pin) {
    const std::string value = surrogate::padded(static_cast<uint64_t>(pin), 4);
    const std::string stand_in = alone(maker, Category::kPin, value);
    EXPECT_NE(stand_in, value);
    made.insert(stand_in);
  }
  EXPECT_EQ(made.size(), 10'000u);
}

struct WordList {
  Category category;
  std::string_view words;
};
constexpr WordList kWordLists[] = {
#include "known/traits.inc"
#include "known/vocabularies.inc"
};

/// Each listed word has a stand-in of its own, of a list that has the word: a condition for one of
/// its class, a job for one of its trade.
TEST(Injective, ListedWordsHaveStandInsOfTheirOwn) {
  const SurrogateMaker maker(key_of(4));
  for (const Category category :
       {Category::kMedicalCondition, Category::kMedication, Category::kJobTitle}) {
    std::map<std::string, std::string> word_of;
    for (const WordList& list : kWordLists) {
      if (list.category != category) continue;
      for (std::string_view rest = list.words; !rest.empty();) {
        const std::string word(rest.substr(0, rest.find('|')));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        const std::string stand_in = alone(maker, category, word);
        EXPECT_NE(stand_in, word);
        // "teacher" stands in the text of "music teacher" already.
        const auto [at, fresh] = word_of.emplace(stand_in, word);
        EXPECT_TRUE(fresh || at->second == word || word.find(at->second) != word.npos ||
                    at->second.find(word) != word.npos)
            << word << " and " << at->second << " -> " << stand_in;
        const bool together =
            std::any_of(std::begin(kWordLists), std::end(kWordLists), [&](const WordList& other) {
              const std::string words = "|" + std::string(other.words) + "|";
              return other.category == category && words.find("|" + word + "|") != words.npos &&
                     words.find("|" + stand_in + "|") != words.npos;
            });
        EXPECT_TRUE(together) << word << " -> " << stand_in;
      }
    }
  }
}

TEST(Injective, ManyValuesOfOneDocumentStayApartAndMailFollows) {
  for (uint64_t key = 0; key < 5; ++key) {
    const SurrogateMaker maker(key_of(key));
    KeyedRandom random = random_of("many " + std::to_string(key));
    std::set<std::string> persons, towns;
    while (persons.size() < 200) persons.insert(person(random));
    while (towns.size() < 200) towns.insert(town(random));
    std::vector<std::pair<Category, std::string>> values;
    for (const std::string& name : persons) {
      values.emplace_back(Category::kPerson, name);
      std::string local = to_ascii_lower(name);
      std::replace(local.begin(), local.end(), ' ', '.');
      values.emplace_back(Category::kEmailAddress,
                          local + "@" + to_ascii_lower(name.substr(0, 3)) + ".io");
      values.emplace_back(Category::kFirstName, name.substr(0, name.find(' ')));
    }
    for (const std::string& name : towns) values.emplace_back(Category::kCity, name);
    const std::vector<std::string> made = together(maker, "doc", values);
    std::map<std::string, std::string> value_of;
    for (size_t i = 0; i < made.size(); ++i) {
      const auto [at, fresh] = value_of.emplace(made[i], values[i].second);
      EXPECT_TRUE(fresh || at->second == values[i].second)
          << at->second << " and " << values[i].second << " -> " << made[i];
    }
    for (size_t i = 0; i < 3 * persons.size(); i += 3) {
      std::string local = to_ascii_lower(made[i]);
      std::replace(local.begin(), local.end(), ' ', '.');
      EXPECT_EQ(made[i + 1].substr(0, made[i + 1].find('@')), local) << values[i].second;
      EXPECT_EQ(made[i + 2], made[i].substr(0, made[i].find(' '))) << values[i].second;
    }
  }
}

/// The text holds the stand-in of a given name: full name and given name give way together.
TEST(Injective, NothingIsHalfRenamed) {
  for (uint64_t key = 0; key < 50; ++key) {
    const SurrogateMaker maker(key_of(key));
    const std::string first = alone(maker, Category::kFirstName, "Anna");
    const std::string text = "Anna Holloway called. Anna and " + first + " met.";
    const std::vector<Mention> mentions = {{{0, 13}, Category::kPerson},
                                           {{22, 26}, Category::kFirstName}};
    const std::vector<std::string> made = maker.make(text, "doc", mentions);
    EXPECT_EQ(made[0].substr(0, made[0].find(' ')), made[1]);
    EXPECT_NE(made[1], first);
  }
}

}  // namespace
}  // namespace lauter
