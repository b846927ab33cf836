// Questions: does each sign show on the error it is for, and on nothing sound?
#include "curate/metrics/error_signs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace lauter {
namespace {

ErrorSigns signs_of(std::string_view source, std::string_view output) {
  SignScratch scratch;
  return error_signs(source, output, scratch);
}

std::string names(std::string_view source, std::string_view output, const SignLimits& limits = {}) {
  std::string list;
  for (const ErrorSign sign : reasons(signs_of(source, output), limits)) {
    list += (list.empty() ? "" : ",") + std::string(error_sign_name(sign));
  }
  return list;
}

constexpr const char* kGerman =
    "Am 3. Mai 1998 verkaufte Anna Weber in Hamburg 1.234,50 Tonnen Stahl an die Firma Nordholz.";
constexpr const char* kEnglish =
    "On 3 May 1998 Anna Weber sold 1,234.50 tonnes of steel to the Nordholz company in Hamburg.";

TEST(ErrorSigns, OneReasonForEachError) {
  const std::pair<std::string, const char*> outputs[] = {
      {kEnglish, ""},
      {"", "empty"},
      {"?!", "empty"},
      {"On 3 May Anna Weber sold 1,234.50 tonnes of steel to the Nordholz company in Hamburg.",
       "numbers_lost"},
      {"On 3 May 1998 Anna Weber sold 1,234.50 tonnes (20) of steel to Nordholz in Hamburg.",
       "numbers_added"},
      {"On 3 May 1998 Berta Maier sold 1,234.50 tonnes of steel to the Osttal company in Bremen.",
       "names_changed"},
      {"On 3 May 1998 Anna Weber sold 1,234.50 tonnes of steel to the", "truncated"},
      {"On 3 May 1998 Anna Weber sold 1,234.50 tonnes of steel to the Nordholz company in Hamburg",
       ""},
      {kGerman, "untranslated"},
      {std::string(kEnglish) + " It was said. It was said. It was said. It was said. It was said. "
                               "It was said.",
       "repeats"},
      {"3 1998 1,234.50 Anna.", "too_short"},
  };
  for (const auto& [output, reason] : outputs) EXPECT_EQ(names(kGerman, output), reason) << output;
  EXPECT_EQ(names("Yes.", "Yes, it is so, as it always was."), "too_long");
  EXPECT_EQ(names(kGerman, kGerman, {.max_copied = 1}), "");
}

TEST(ErrorSigns, Figures) {
  const ErrorSigns signs = signs_of("Weber paid 5, 7 and 7.", "Weber paid 7 and 9.");
  EXPECT_NEAR(signs.number_recall, 1.0 / 3, 1e-12);
  EXPECT_NEAR(signs.number_precision, 1.0 / 2, 1e-12);
  EXPECT_TRUE(std::isnan(signs.name_recall));  // a sentence begins with it
  const ErrorSigns named =
      signs_of("It was Weber, of BASF and UNESCO.", "Then Weber of BASF left.");
  EXPECT_NEAR(named.name_recall, 2.0 / 3, 1e-12);
  EXPECT_NEAR(named.name_precision, 1, 1e-12);
  EXPECT_EQ(named.names, 2U);
  EXPECT_NEAR(signs_of("x", "a b c d a b c d").repetition, 1 - 4.0 / 5, 1e-12);
  EXPECT_NEAR(signs_of("one two three four", "one two three five").copied, 0.5, 1e-12);
  EXPECT_NEAR(signs_of("\u00E9\u00E9\u00E9\u00E9", "ab").length_ratio, 0.5, 1e-12);
  EXPECT_FALSE(signs_of("A heading", "Eine").ends_early);
  EXPECT_FALSE(signs_of("He left.", "\u201CEr ging.\u201D ").ends_early);
}

}  // namespace
}  // namespace lauter
