/// How to reach object storage and who asks: from flags, environment and the shared config files.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"

namespace lauter::s3 {

/// Secrets: never in a message, a log, a report or a journal.
struct Credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token;  ///< of temporary credentials; else empty
};

/// Where the bucket stands in a request.
enum class Addressing : uint8_t {
  kAuto,     ///< host names with Amazon, the path with any other endpoint
  kPath,     ///< https://endpoint/bucket/key
  kVirtual,  ///< https://bucket.endpoint/key
};

struct Settings {
  std::optional<Credentials> credentials{};  ///< none: requests are not signed
  std::string credentials_from{};            ///< where they are from, in words
  std::string region = "us-east-1";
  std::string endpoint{};  ///< `https://host:port`; empty: Amazon's of the region
  Addressing addressing = Addressing::kAuto;
  std::string ca_file{};  ///< empty: the system's authorities
};

/// What flags say; they win over everything else.
struct SettingsFlags {
  std::string endpoint{};
  Addressing addressing = Addressing::kAuto;
  bool anonymous = false;  ///< send requests without a signature
};

/// Gives the value of an environment variable.
using Variable = std::function<std::optional<std::string>(const std::string& name)>;

/// Where the files are: AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, else in ~/.aws; empty
/// without a home.
std::string credentials_path(const Variable& variable);
std::string config_path(const Variable& variable);

/// Contents of the two files; empty for one that is not there.
struct ProfileFiles {
  std::string credentials{};
  std::string config{};
};

/// The order of Amazon's own tools: AWS_ACCESS_KEY_ID and its fellows, then the profile AWS_PROFILE
/// (else `default`) of the credentials file, then that of the config file. Without credentials
/// `credentials` is empty: whether that is an error is for the caller to say. Errors:
/// kInvalidArgument for half a pair of keys, a profile that is not there, a broken file or URL;
/// kUnimplemented for a profile whose keys must be fetched (role_arn, sso, credential_process).
Result<Settings> make_settings(const Variable& variable, const ProfileFiles& files,
                               const SettingsFlags& flags);

/// A base URL in parts.
struct Endpoint {
  std::string scheme;  ///< `http`, `https`
  std::string host;    ///< with its port unless that is the scheme's own
  std::string path{};  ///< before the bucket; empty, or `/x` without a slash at its end
};
/// Errors: kInvalidArgument.
Result<Endpoint> parse_endpoint(const std::string& url);

}  // namespace lauter::s3
