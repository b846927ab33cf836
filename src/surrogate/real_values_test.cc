// Stand-ins against the real values of a whole corpus.
#include "surrogate/real_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/surrogate.h"
#include "text/ascii.h"

namespace lauter {
namespace {

const SecretKey kRunKey{std::string(32, 'k')};

std::shared_ptr<const RealValues> filter_of(const std::vector<std::string>& values,
                                              const SecretKey& key = kRunKey) {
  const RealValueHash hash(key);
  RealValuesMaker maker(key, values.size());
  for (const std::string& value : values) maker.add(hash.of(value));
  const auto image = std::make_shared<const std::string>(maker.take());
  auto opened = RealValues::open(*image, key, image);
  EXPECT_TRUE(opened.ok());
  return std::make_shared<const RealValues>(std::move(*opened));
}

SurrogateMaker guarded_maker(const std::vector<std::string>& values) {
  return SurrogateMaker(kRunKey, {.real_values = filter_of(values)});
}

std::vector<std::string> guarded_all(const SurrogateMaker& maker,
                                   const std::vector<std::pair<Category, std::string>>& values,
                                   std::string_view id = "doc") {
  std::string text = "Note:";
  std::vector<Mention> mentions;
  for (const auto& [category, value] : values) {
    text += " saw ";
    mentions.push_back({{text.size(), text.size() + value.size()}, category});
    text += value + ",";
  }
  return maker.make(text, id, mentions);
}

std::string guarded_one(const SurrogateMaker& maker, Category category, const std::string& value,
                     std::string_view id = "doc") {
  return guarded_all(maker, {{category, value}}, id)[0];
}

std::vector<std::string> some_numbers(KeyedRandom& random, size_t n, size_t digits) {
  std::set<std::string> made;
  while (made.size() < n) {
    std::string number = surrogate::draw_digits(random, digits);
    if (number[0] != '0') made.insert(number);
  }
  return {made.begin(), made.end()};
}

/// The brute force that the rings must agree with: none equal, none twice.
void expect_apart(const SurrogateMaker& maker, Category category,
                  const std::vector<std::string>& values, bool injective) {
  const std::set<std::string> real(values.begin(), values.end());
  std::map<std::string, std::string> value_of;
  size_t equal = 0;
  size_t twice = 0;
  for (const std::string& value : values) {
    const std::string made = guarded_one(maker, category, value);
    equal += real.contains(made);
    twice += !value_of.emplace(made, value).second;
  }
  EXPECT_EQ(equal, 0u) << category_name(category);
  if (injective) {
    EXPECT_EQ(twice, 0u) << category_name(category);
  }
}

TEST(RealValues, HasAllAndHardlyMore) {
  std::vector<std::string> values;
  for (int i = 0; i < 100'000; ++i) values.push_back("value " + std::to_string(i));
  const auto real = filter_of(values);
  for (const std::string& value : values) ASSERT_TRUE(real->may_have(value));
  EXPECT_TRUE(real->may_have("VALUE-77"));
  int others = 0;
  for (int i = 0; i < 100'000; ++i) others += real->may_have("other " + std::to_string(i));
  EXPECT_LT(others, 500);  // at 16 bits a value
  EXPECT_LT(real->bytes(), 100'000 * 2 + 200);
}

TEST(RealValues, ImageDoesNotDependOnTheOrder) {
  const RealValueHash hash(kRunKey);
  std::vector<uint64_t> hashes;
  for (int i = 0; i < 1000; ++i) hashes.push_back(hash.of(std::to_string(i)));
  RealValuesMaker forth(kRunKey, hashes.size()), back(kRunKey, hashes.size());
  for (const uint64_t h : hashes) forth.add(h);
  std::reverse(hashes.begin(), hashes.end());
  for (const uint64_t h : hashes) back.add(h);
  EXPECT_EQ(forth.take(), back.take());
}

TEST(RealValues, RefusesWhatIsNone) {
  RealValuesMaker maker(kRunKey, 10);
  const std::string image = maker.take();
  EXPECT_TRUE(RealValues::open(image, kRunKey, nullptr).ok());
  EXPECT_EQ(RealValues::open(image, SecretKey{std::string(32, 'j')}, nullptr).error().code,
            ErrorCode::kInvalidArgument);
  for (const size_t size : {size_t{0}, size_t{63}, size_t{64}, image.size() - 1}) {
    EXPECT_EQ(RealValues::open(image.substr(0, size), kRunKey, nullptr).error().code,
              ErrorCode::kDataLoss);
  }
}

/// Two thirds of the corpus are stand-ins, by the same key, of the rest.
TEST(Guard, StandInsOfOneRowAreNoValuesOfAnother) {
  const SurrogateMaker unguarded(kRunKey);
  KeyedRandom random(sha256("guard"));
  for (const auto& [category, digits, n] :
       {std::tuple(Category::kPin, 4, 1200), std::tuple(Category::kUsBankNumber, 9, 2000),
        std::tuple(Category::kCustomerId, 6, 2000), std::tuple(Category::kUsPassport, 9, 2000)}) {
    std::vector<std::string> values = some_numbers(random, static_cast<size_t>(n), static_cast<size_t>(digits));
    std::set<std::string> corpus(values.begin(), values.end());
    for (const std::string& value : values) {
      corpus.insert(guarded_one(unguarded, category, value));
    }
    values.assign(corpus.begin(), corpus.end());
    size_t equal = 0;
    for (const std::string& value : values) {
      equal += corpus.contains(guarded_one(unguarded, category, value));
    }
    EXPECT_GT(equal, values.size() / 3) << category_name(category);
    expect_apart(guarded_maker(values), category, values, /*injective=*/category != Category::kUsPassport);
  }
}

/// As many PINs as half of the form has have each a stand-in of their own, which is no PIN of theirs.
TEST(Guard, RealValuesAndOthersMatchAsBracketsDo) {
  KeyedRandom random(sha256("half"));
  const std::vector<std::string> values = some_numbers(random, 4000, 4);  // of 9,000
  const SurrogateMaker maker = guarded_maker(values);
  const std::set<std::string> real(values.begin(), values.end());
  std::set<std::string> made;
  for (const std::string& value : values) {
    const std::string other = guarded_one(maker, Category::kPin, value);
    EXPECT_FALSE(real.contains(other));
    made.insert(other);
  }
  // A walk ends after 64 steps, which this crowd makes a few of.
  EXPECT_GT(made.size(), values.size() * 95 / 100);
}

TEST(Guard, FullFormsGiveAnotherValueAllTheSame) {
  std::vector<std::string> all;
  for (int i = 1000; i < 10'000; ++i) all.push_back(std::to_string(i));
  const SurrogateMaker maker = guarded_maker(all);
  for (int i = 1000; i < 1100; ++i) {
    const std::string value = std::to_string(i);
    const std::string pin = guarded_one(maker, Category::kPin, value);
    EXPECT_NE(pin, value);
    EXPECT_EQ(pin.size(), 4u);
    // An identifier may grow: it is of no closed set.
    const std::string id = guarded_one(maker, Category::kCustomerId, value);
    EXPECT_TRUE(std::find(all.begin(), all.end(), id) == all.end()) << id;
  }
}

TEST(Guard, NamesThatAreRealGiveWayWithTheirMail) {
  const SurrogateMaker unguarded(kRunKey);
  const std::vector<std::pair<Category, std::string>> values = {
      {Category::kPerson, "Robert Holloway"},
      {Category::kEmailAddress, "robert.holloway@corp.com"},
      {Category::kFirstName, "Robert"}};
  const std::string first = guarded_all(unguarded, values)[0];
  const std::vector<std::string> made =
      guarded_all(guarded_maker({first, "Robert Holloway"}), values, "doc");
  EXPECT_NE(made[0], first);
  std::string local = to_ascii_lower(made[0]);
  std::replace(local.begin(), local.end(), ' ', '.');
  EXPECT_EQ(made[1].substr(0, made[1].find('@')), local);
  EXPECT_EQ(made[2], made[0].substr(0, made[0].find(' ')));
}

TEST(Guard, SmallVocabulariesAreNotGuarded) {
  const SurrogateMaker unguarded(kRunKey);
  const std::string city = guarded_one(unguarded, Category::kCity, "Leeds");
  EXPECT_EQ(guarded_one(guarded_maker({city}), Category::kCity, "Leeds"), city);
}

TEST(DocumentScope, DocumentsSayNothingOfEachOther) {
  const SurrogateMaker maker(kRunKey, {.scope = StandInScope::kDocument});
  const std::pair<Category, std::string> kValues[] = {
      {Category::kPerson, "Robert Holloway"}, {Category::kCustomerId, "CU-204771"},
      {Category::kUsername, "rholloway77"},   {Category::kUsBankNumber, "530771264"},
      {Category::kPhoneNumber, "+44 20 8123 4567"}};
  for (const auto& [category, value] : kValues) {
    std::set<std::string> made;
    for (int d = 0; d < 20; ++d) {
      const std::string id = "d" + std::to_string(d);
      made.insert(guarded_one(maker, category, value, id));
      EXPECT_EQ(guarded_one(maker, category, value, id), guarded_one(maker, category, value, id));
      EXPECT_NE(guarded_one(maker, category, value, id), value);
    }
    EXPECT_GT(made.size(), 15u) << category_name(category);
  }
  const std::vector<std::string> made =
      guarded_all(maker, {{Category::kPerson, "Robert Holloway"},
                        {Category::kEmailAddress, "robert.holloway@corp.com"},
                        {Category::kPerson, "Robert Holloway"}});
  EXPECT_EQ(made[0], made[2]);
  std::string local = to_ascii_lower(made[0]);
  std::replace(local.begin(), local.end(), ' ', '.');
  EXPECT_EQ(made[1].substr(0, made[1].find('@')), local);
}

}  // namespace
}  // namespace lauter
