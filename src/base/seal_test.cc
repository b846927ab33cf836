#include "base/seal.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

const SecretKey kKey{std::string(32, 'k')};

TEST(Base64, Rfc4648Vectors) {
  const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : rows) {
    EXPECT_EQ(base64_encode(plain), coded);
    EXPECT_EQ(*base64_decode(coded), plain);
  }
  for (const char* bad : {"Z", "Zg=", "Zg==Zg==", "Z===", "Zh==", "Zm9=", "Zm 9", "=m9v", "Zm=v"}) {
    EXPECT_FALSE(base64_decode(bad).ok()) << bad;
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_EQ(*base64_decode(base64_encode(all)), all);
}

TEST(Seal, OpensWithTheSameKeyAndPlaceOnly) {
  const Sealer sealer(kKey, "test");
  const std::string sealed = sealer.seal("jane.doe@corp.de", "doc1|5");
  EXPECT_EQ(*sealer.open(sealed, "doc1|5"), "jane.doe@corp.de");
  EXPECT_EQ(sealed, Sealer(kKey, "test").seal("jane.doe@corp.de", "doc1|5"));
  EXPECT_EQ(base64_decode(sealed)->find("jane"), std::string::npos);
  EXPECT_FALSE(sealer.open(sealed, "doc1|6").ok());
  EXPECT_FALSE(Sealer(kKey, "other").open(sealed, "doc1|5").ok());
  EXPECT_FALSE(Sealer(SecretKey{std::string(32, 'j')}, "test").open(sealed, "doc1|5").ok());
  EXPECT_EQ(*sealer.open(sealer.seal("", ""), ""), "");
}

TEST(Seal, NoncesDiffer) {
  const Sealer sealer(kKey, "test");
  const auto nonce = [&](std::string_view value, std::string_view context) {
    return base64_decode(sealer.seal(value, context))->substr(0, 12);
  };
  EXPECT_NE(nonce("a", "x"), nonce("b", "x"));
  EXPECT_NE(nonce("a", "x"), nonce("a", "y"));
  EXPECT_NE(nonce("b", "a"), nonce("", "ab"));
}

TEST(Seal, AnyChangedBitIsNoticed) {
  const Sealer sealer(kKey, "test");
  const std::string bytes = *base64_decode(sealer.seal("value", "x"));
  for (size_t i = 0; i < bytes.size() * 8; ++i) {
    std::string changed = bytes;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(sealer.open(base64_encode(changed), "x").ok()) << i;
  }
  EXPECT_FALSE(sealer.open(base64_encode(bytes.substr(0, 27)), "x").ok());
}

}  // namespace
}  // namespace lauter
