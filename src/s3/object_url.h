/// `s3://bucket/key`, and the percent-encoding that names need in requests.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter::s3 {

struct ObjectUrl {
  std::string bucket;
  std::string key;  ///< as it is stored, never percent-encoded; may be empty (the whole bucket)

  /// `s3://bucket/key`
  std::string text() const;
  /// Below this one: `s3://b/out` and `data/x` give `s3://b/out/data/x`.
  ObjectUrl below(std::string_view name) const;
};

/// True for what begins with `s3://`.
bool is_object_url(std::string_view text);

/// Errors: kInvalidArgument: no such form, or no bucket can have that name.
Result<ObjectUrl> parse_object_url(std::string_view text);

/// Everything but A-Z a-z 0-9 - . _ ~ as %XX with upper-case digits (RFC 3986, 2.3), as SigV4
/// demands. `keep_slash`: slashes stay, as they do in the path of an object.
std::string percent_encode(std::string_view text, bool keep_slash = false);

/// The reverse for names in listings, where `+` stands for a space. What is no escape stays.
std::string percent_decode(std::string_view text);

}  // namespace lauter::s3
