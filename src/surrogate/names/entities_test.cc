#include "surrogate/names/entities.h"

#include <gtest/gtest.h>

#include "surrogate/surrogate.h"

namespace lauter {
namespace {

using surrogate::with_entities;
using surrogate::without_entities;

TEST(Entities, AreReadAndWritten) {
  EXPECT_EQ(without_entities("Zx&quot;9!k&lt;4&amp;"), "Zx\"9!k<4&");
  EXPECT_EQ(without_entities("&#106;&#x61;ne"), "jane");
  EXPECT_EQ(without_entities("a&#61;&#x3D;"), "a==");
  for (const char* plain : {"", "a&b", "AT&T;", "&nbsp;", "&eacute;", "&#9;", "&#xZ;", "&", "&;",
                            "jane&#64;corp&#46;de", "&#99999999999;"})
    EXPECT_EQ(without_entities(plain), std::nullopt) << plain;
  EXPECT_EQ(with_entities("a\"b<c>&'", "&quot;"), "a&quot;b&lt;c&gt;&amp;&#39;");
  EXPECT_EQ(with_entities("a\"b'", "&amp;"), "a\"b'");
  for (const char* value : {"a&amp;b&lt;c", "&gt;&gt;", "x&quot;&amp;amp;y"})
    EXPECT_EQ(with_entities(*without_entities(value), value), value);
}

/// Every '&' begins an entity of XML, no '<' or quote is bare: what an attribute may hold.
bool is_attribute_text(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '"') return false;
    if (text[i] != '&') continue;
    bool known = false;
    for (const std::string_view name : {"amp;", "lt;", "gt;", "quot;", "#39;", "#64;"})
      known |= text.substr(i + 1).starts_with(name);
    if (!known) return false;
  }
  return true;
}

TEST(Entities, StandInsKeepADocumentWellFormed) {
  const SurrogateMaker maker(SecretKey{std::string(32, 'k')});
  const std::pair<Category, const char*> values[] = {
      {Category::kPassword, "Zx&quot;9!kLm2&lt;4"},
      {Category::kPassword, "Xk9&amp;2mQp!7"},
      {Category::kPassword, "h&#x26;m&gt;d9"},
      {Category::kApiKey, "3fK9sLx82mQpZr7tVw1yBn5c&#x3D;&#x3D;"},
      {Category::kConnectionString, "p%40ss&amp;9Kd"},
      {Category::kEmailAddress, "&#106;&#97;&#110;&#101;&#64;corp.de"},
      {Category::kOrganization, "Smith &amp; Sons Ltd"},
  };
  for (const auto& [category, value] : values) {
    const std::string text = std::string("<a b=\"") + value + "\"/>";
    const Mention mention{ByteSpan{6, 6 + std::string_view(value).size()}, category};
    const auto made = maker.make(text, "doc", std::span(&mention, 1));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_TRUE(is_attribute_text(made[0])) << value << " -> " << made[0];
    EXPECT_NE(made[0], value);
  }
}

}  // namespace
}  // namespace lauter
