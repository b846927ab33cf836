#include "s3/object_url.h"

#include <algorithm>

#include "text/ascii.h"

namespace lauter::s3 {
namespace {

constexpr std::string_view kScheme = "s3://";
constexpr size_t kMaxKeyBytes = 1024;  // of S3 itself

}  // namespace

std::string ObjectUrl::text() const {
  return std::string(kScheme) + bucket + (key.empty() ? "" : "/" + key);
}

ObjectUrl ObjectUrl::below(std::string_view name) const {
  ObjectUrl url = *this;
  if (!url.key.empty() && !url.key.ends_with('/')) url.key += '/';
  url.key += name;
  return url;
}

bool is_object_url(std::string_view text) { return text.starts_with(kScheme); }

Result<ObjectUrl> parse_object_url(std::string_view text) {
  const std::string shown(text);
  if (!is_object_url(text)) return invalid_argument(shown + ": does not begin with s3://");
  text.remove_prefix(kScheme.size());
  const size_t slash = text.find('/');
  ObjectUrl url;
  url.bucket = text.substr(0, slash);
  if (slash != std::string_view::npos) url.key = text.substr(slash + 1);
  // Old buckets and other servers' also have capitals and underscores.
  const bool is_name = std::ranges::all_of(url.bucket, [](char c) {
    return is_ascii_alnum(c) || c == '-' || c == '.' || c == '_';
  });
  if (url.bucket.size() < 3 || url.bucket.size() > 255 || !is_name ||
      !is_ascii_alnum(url.bucket.front())) {
    return invalid_argument(shown + ": \"" + url.bucket + "\" is no bucket name; s3://BUCKET/KEY");
  }
  if (url.key.size() > kMaxKeyBytes) return invalid_argument(shown + ": a key over 1,024 bytes");
  return url;
}

std::string percent_encode(std::string_view text, bool keep_slash) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' ||
        (keep_slash && c == '/')) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                           hex_value(text[i + 2]) >= 0;
    if (is_escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace lauter::s3
