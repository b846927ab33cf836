#include "s3/settings.h"

#include <gtest/gtest.h>

#include <map>

namespace lauter::s3 {
namespace {

using Variables = std::map<std::string, std::string>;

Result<Settings> settings(const Variables& variables, const ProfileFiles& files = {},
                          const SettingsFlags& flags = {}) {
  return make_settings(
      [&variables](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
      },
      files, flags);
}

const ProfileFiles kFiles{
    .credentials = "[default]\naws_access_key_id = AKDEFAULT\naws_secret_access_key=s/=cret \n"
                   "# a comment\n[work]\r\naws_access_key_id=AKWORK\r\naws_secret_access_key=w\r\n"
                   "aws_session_token = t==\r\n",
    .config = "[default]\nregion = eu-west-1\n[profile work]\nregion=eu-north-1\n"
              "endpoint_url = https://minio.example:9000/\ns3 =\n  addressing_style = virtual\n"
              "  endpoint_url = https://s3only.example\n[profile role]\nrole_arn = arn:x\n"};

TEST(SettingsTest, EnvironmentGoesFirst) {
  const auto got = settings({{"AWS_ACCESS_KEY_ID", "AKENV"},
                             {"AWS_SECRET_ACCESS_KEY", "envsecret"},
                             {"AWS_SESSION_TOKEN", "token"},
                             {"AWS_DEFAULT_REGION", "ap-south-1"},
                             {"AWS_ENDPOINT_URL", "http://general:1"},
                             {"AWS_CA_BUNDLE", "/ca.pem"}},
                            kFiles);
  ASSERT_TRUE(got.ok());
  ASSERT_TRUE(got->credentials.has_value());
  EXPECT_EQ(got->credentials->access_key, "AKENV");
  EXPECT_EQ(got->credentials->session_token, "token");
  EXPECT_EQ(got->region, "ap-south-1");
  EXPECT_EQ(got->endpoint, "http://general:1");
  EXPECT_EQ(got->ca_file, "/ca.pem");
  EXPECT_EQ(settings({{"AWS_REGION", "a"}, {"AWS_DEFAULT_REGION", "b"}})->region, "a");
  EXPECT_EQ(settings({{"AWS_ENDPOINT_URL", "http://g"}, {"AWS_ENDPOINT_URL_S3", "http://s"}})->endpoint,
            "http://s");
}

TEST(SettingsTest, Profiles) {
  auto got = settings({{"HOME", "/home/u"}}, kFiles);
  ASSERT_TRUE(got.ok());
  ASSERT_TRUE(got->credentials.has_value());
  EXPECT_EQ(got->credentials->access_key, "AKDEFAULT");
  EXPECT_EQ(got->credentials->secret_key, "s/=cret");
  EXPECT_EQ(got->credentials_from, "/home/u/.aws/credentials [default]");
  EXPECT_EQ(got->region, "eu-west-1");
  EXPECT_EQ(got->endpoint, "");

  got = settings({{"AWS_PROFILE", "work"}}, kFiles);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->credentials->access_key, "AKWORK");
  EXPECT_EQ(got->credentials->session_token, "t==");
  EXPECT_EQ(got->region, "eu-north-1");
  EXPECT_EQ(got->endpoint, "https://s3only.example");
  EXPECT_EQ(got->addressing, Addressing::kVirtual);
}

TEST(SettingsTest, FlagsGoBeforeAll) {
  const auto got =
      settings({{"AWS_ENDPOINT_URL_S3", "http://env"}, {"AWS_ACCESS_KEY_ID", "half"}}, kFiles,
               {.endpoint = "http://flag", .addressing = Addressing::kPath, .anonymous = true});
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->endpoint, "http://flag");
  EXPECT_EQ(got->addressing, Addressing::kPath);
  EXPECT_FALSE(got->credentials.has_value());
}

TEST(SettingsTest, WhatIsMissingOrBroken) {
  const auto none = settings({});
  ASSERT_TRUE(none.ok()) << "no credentials is the caller's to judge";
  EXPECT_FALSE(none->credentials.has_value());
  EXPECT_EQ(none->region, "us-east-1");

  const auto message = [](const Result<Settings>& got) { return got.ok() ? "" : got.error().message; };
  EXPECT_NE(message(settings({{"AWS_ACCESS_KEY_ID", "AKHALF"}})).find("only one"), std::string::npos);
  EXPECT_NE(message(settings({{"AWS_PROFILE", "nobody"}}, kFiles)).find("nobody"), std::string::npos);
  EXPECT_NE(message(settings({{"AWS_PROFILE", "role"}}, kFiles)).find("role_arn"), std::string::npos);
  const std::string broken =
      message(settings({{"HOME", "/h"}}, {.credentials = "[default]\nmysecretkey\n"}));
  EXPECT_EQ(broken, "/h/.aws/credentials:2: neither [section] nor key = value");
}

TEST(SettingsTest, Endpoints) {
  const auto got = parse_endpoint("HTTPS://Host") ;
  EXPECT_FALSE(got.ok()) << "schemes are written in lower case";
  EXPECT_EQ(parse_endpoint("https://Host.Example:443/")->host, "host.example");
  EXPECT_EQ(parse_endpoint("http://h:9000/base/")->path, "/base");
  EXPECT_EQ(parse_endpoint("http://h:80")->host, "h");
  for (const char* bad : {"", "host:9000", "ftp://h", "http://", "http://user:pw@h", "http://h?x"}) {
    EXPECT_FALSE(parse_endpoint(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace lauter::s3
