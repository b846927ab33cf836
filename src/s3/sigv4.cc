#include "s3/sigv4.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <ctime>

#include "base/sha256_hex.h"
#include "s3/object_url.h"

namespace lauter::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string hmac(std::string_view key, std::string_view message) {
  std::string digest(32, '\0');
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  const void* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes,
                          message.size(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  LAUTER_CHECK(made != nullptr && size == digest.size(), "HMAC-SHA-256");
  return digest;
}

std::string hex(std::string_view bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

/// Without white space at both ends, and with one space for many.
std::string squeeze(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool is_space = c == ' ' || c == '\t';
    if (!is_space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

/// Key of one day, region and service.
std::string signing_key(const Credentials& credentials, const Scope& scope) {
  const std::string day = hmac("AWS4" + credentials.secret_key, scope.time.substr(0, 8));
  return hmac(hmac(hmac(day, scope.region), scope.service), "aws4_request");
}

}  // namespace

std::string canonical_query(const Pairs& query) {
  Pairs encoded;
  encoded.reserve(query.size());
  for (const auto& [name, value] : query) {
    encoded.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::ranges::sort(encoded);
  std::string out;
  for (const auto& [name, value] : encoded) out += (out.empty() ? "" : "&") + name + "=" + value;
  return out;
}

std::string payload_hash(std::string_view body) { return sha256_hex(body); }

std::string amz_time(int64_t unix_seconds) {
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return text;
}

std::string authorization(const Credentials& credentials, const Scope& scope,
                          const Signable& request) {
  Pairs headers = request.headers;
  std::ranges::sort(headers);
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ":" + squeeze(value) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string canonical = std::string(request.method) + "\n" + request.path + "\n" +
                                canonical_query(request.query) + "\n" + lines + "\n" + names +
                                "\n" + request.payload_hash;
  const std::string where =
      scope.time.substr(0, 8) + "/" + scope.region + "/" + scope.service + "/aws4_request";
  const std::string to_sign =
      std::string(kAlgorithm) + "\n" + scope.time + "\n" + where + "\n" + payload_hash(canonical);
  return std::string(kAlgorithm) + " Credential=" + credentials.access_key + "/" + where +
         ",SignedHeaders=" + names +
         ",Signature=" + hex(hmac(signing_key(credentials, scope), to_sign));
}

}  // namespace lauter::s3
