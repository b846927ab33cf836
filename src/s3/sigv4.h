/// AWS Signature Version 4: who sent a request, and that nobody changed it.
/// Formulas: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
///
/// libcurl 7.88 has this too (CURLOPT_AWS_SIGV4), but signs paths as they stand, does not sort the
/// query, and hashes the body only when it is POSTFIELDS: listings and keys with spaces fail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "s3/settings.h"

namespace lauter::s3 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What is signed of a request.
struct Signable {
  std::string_view method;
  std::string path;          ///< percent-encoded as it is sent
  Pairs query{};             ///< not encoded; in any order
  Pairs headers{};           ///< names in lower case; all of them are signed; in any order
  std::string payload_hash{};  ///< hex SHA-256 of the body
};

/// Where and when a signature is valid.
struct Scope {
  std::string time;  ///< `20130524T000000Z`
  std::string region;
  std::string service = "s3";
};

/// `a=1&b=`: encoded and in the order that is signed; requests send the same bytes.
std::string canonical_query(const Pairs& query);

/// The value of the header Authorization.
std::string authorization(const Credentials& credentials, const Scope& scope,
                          const Signable& request);

/// Hex SHA-256 of the body.
std::string payload_hash(std::string_view body);

/// `20130524T000000Z` for seconds since 1970.
std::string amz_time(int64_t unix_seconds);

}  // namespace lauter::s3
