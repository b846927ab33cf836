// The published vectors: Amazon's four worked examples for S3
// (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html) and some of the SigV4 test
// suite (get-vanilla and its neighbours).
#include "s3/sigv4.h"

#include <gtest/gtest.h>

namespace lauter::s3 {
namespace {

const Credentials kExample{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
const Credentials kSuite{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const Scope kExampleScope{"20130524T000000Z", "us-east-1"};
const Scope kSuiteScope{"20150830T123600Z", "us-east-1", "service"};

/// As the examples send it: with the headers that S3 demands.
std::string sign_example(Signable request) {
  request.headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
  request.headers.emplace_back("x-amz-content-sha256", request.payload_hash);
  request.headers.emplace_back("x-amz-date", "20130524T000000Z");
  return authorization(kExample, kExampleScope, request);
}

std::string sign_suite(Signable request) {
  request.headers.emplace_back("host", "example.amazonaws.com");
  request.headers.emplace_back("x-amz-date", "20150830T123600Z");
  request.payload_hash = payload_hash("");
  return authorization(kSuite, kSuiteScope, request);
}

std::string signature_of(const std::string& header) {
  return header.substr(header.find("Signature=") + 10);
}

TEST(SigV4Test, ExampleGetObject) {
  EXPECT_EQ(sign_example({.method = "GET",
                          .path = "/test.txt",
                          .headers = {{"range", "bytes=0-9"}},
                          .payload_hash = payload_hash("")}),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SigV4Test, ExamplePutObject) {
  EXPECT_EQ(payload_hash("Welcome to Amazon S3."),
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
  EXPECT_EQ(signature_of(sign_example({.method = "PUT",
                                       .path = "/test%24file.text",
                                       .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                                   {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                                       .payload_hash = payload_hash("Welcome to Amazon S3.")})),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(SigV4Test, ExampleGetBucketLifecycle) {
  EXPECT_EQ(signature_of(sign_example({.method = "GET",
                                       .path = "/",
                                       .query = {{"lifecycle", ""}},
                                       .payload_hash = payload_hash("")})),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(SigV4Test, ExampleListObjects) {
  EXPECT_EQ(signature_of(sign_example({.method = "GET",
                                       .path = "/",
                                       .query = {{"prefix", "J"}, {"max-keys", "2"}},
                                       .payload_hash = payload_hash("")})),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(SigV4Test, SuiteGetVanilla) {
  EXPECT_EQ(sign_suite({.method = "GET", .path = "/"}),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            "SignedHeaders=host;x-amz-date,"
            "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  EXPECT_EQ(signature_of(sign_suite({.method = "POST", .path = "/"})),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
}

TEST(SigV4Test, SuiteQuery) {
  EXPECT_EQ(signature_of(sign_suite({.method = "GET",
                                     .path = "/",
                                     .query = {{"Param2", "value2"}, {"Param1", "value1"}}})),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  const std::string all = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  EXPECT_EQ(signature_of(sign_suite({.method = "GET", .path = "/", .query = {{all, all}}})),
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
}

TEST(SigV4Test, HeaderValuesAreSqueezed) {
  EXPECT_EQ(sign_suite({.method = "GET", .path = "/", .headers = {{"a", "  b \t c "}}}),
            sign_suite({.method = "GET", .path = "/", .headers = {{"a", "b c"}}}));
}

TEST(SigV4Test, QueryIsSortedByEncodedNames) {
  EXPECT_EQ(canonical_query({{"b", ""}, {"a b", "x/y"}, {"a", "\xC3\xA9+"}}),
            "a=%C3%A9%2B&a%20b=x%2Fy&b=");
  EXPECT_EQ(amz_time(1369353600), "20130524T000000Z");
}

}  // namespace
}  // namespace lauter::s3
