#include "s3/object_url.h"

#include <gtest/gtest.h>

namespace lauter::s3 {
namespace {

TEST(ObjectUrlTest, PartsAndBack) {
  const auto url = parse_object_url("s3://corpus/web/a b%20c.jsonl");
  ASSERT_TRUE(url.ok());
  EXPECT_EQ(url->bucket, "corpus");
  EXPECT_EQ(url->key, "web/a b%20c.jsonl") << "keys are never decoded";
  EXPECT_EQ(url->text(), "s3://corpus/web/a b%20c.jsonl");
  for (const char* whole : {"s3://corpus", "s3://corpus/"}) {
    ASSERT_TRUE(parse_object_url(whole).ok()) << whole;
    EXPECT_EQ(parse_object_url(whole)->key, "");
  }
}

TEST(ObjectUrlTest, Below) {
  EXPECT_EQ((ObjectUrl{"b12", "out"}.below("data/x").key), "out/data/x");
  EXPECT_EQ((ObjectUrl{"b12", "out/"}.below("data/x").key), "out/data/x");
  EXPECT_EQ((ObjectUrl{"b12", ""}.below("data/x").key), "data/x");
}

TEST(ObjectUrlTest, RefusesWhatIsNoBucket) {
  for (const char* bad : {"s3://", "s3:///key", "s3://a/key", "s3://bu cket/key", "s3://-ab/key",
                          "S3://bucket/key", "bucket/key", "s3://user:secret@bucket/key"}) {
    EXPECT_FALSE(parse_object_url(bad).ok()) << bad;
  }
  EXPECT_TRUE(parse_object_url("s3://bucket/" + std::string(1024, 'k')).ok());
  EXPECT_FALSE(parse_object_url("s3://bucket/" + std::string(1025, 'k')).ok());
}

TEST(PercentTest, EncodesAllButUnreserved) {
  EXPECT_EQ(percent_encode("aZ9-._~"), "aZ9-._~");
  EXPECT_EQ(percent_encode("a/b c+d%\xC3\xA9"), "a%2Fb%20c%2Bd%25%C3%A9");
  EXPECT_EQ(percent_encode("a/b c", true), "a/b%20c");
  std::string all;
  for (int c = 1; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_decode("a+b%2bc%"), "a b+c%");
  EXPECT_EQ(percent_decode("%zz%4"), "%zz%4");
}

}  // namespace
}  // namespace lauter::s3
