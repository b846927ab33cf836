#include "refine/anonymize/ties.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

TEST(TieHash, IsOfTheSetOfTiesAndNothingElse) {
  const TieHash hash(SecretKey{std::string(32, 'k')});
  const TieHash other_key(SecretKey{std::string(32, 'j')});
  const std::string text = "Leeds, nurse, LEEDS, 555-1234, nurse";
  const LeftValue leeds{{0, 5}, Category::kCity};
  const LeftValue nurse{{7, 12}, Category::kJobTitle};
  const LeftValue again{{14, 19}, Category::kCity};
  const LeftValue phone{{21, 29}, Category::kPhoneNumber};
  EXPECT_EQ(hash.of(text, {}), 0u);
  EXPECT_EQ(hash.of(text, {phone}), 0u);
  EXPECT_EQ(hash.of(text, {leeds, nurse}), hash.of(text, {nurse, leeds, again, phone}));
  EXPECT_NE(hash.of(text, {leeds}), hash.of(text, {leeds, nurse}));
  EXPECT_NE(hash.of(text, {leeds}), hash.of(text, {LeftValue{{0, 5}, Category::kOrganization}}));
  EXPECT_NE(hash.of(text, {leeds}), other_key.of(text, {leeds}));
}

}  // namespace
}  // namespace lauter
