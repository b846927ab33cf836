#include "scan/user_pattern.h"

#include <re2/re2.h>

#include <algorithm>

namespace lauter {

struct UserPattern::Impl {
  RE2 pattern;
};

UserPattern::UserPattern(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
UserPattern::UserPattern(UserPattern&&) noexcept = default;
UserPattern& UserPattern::operator=(UserPattern&&) noexcept = default;
UserPattern::~UserPattern() = default;

Result<UserPattern> UserPattern::make(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  auto impl = std::unique_ptr<const Impl>(new Impl{RE2(pattern, options)});
  if (!impl->pattern.ok()) return invalid_argument(impl->pattern.error());
  return UserPattern(std::move(impl));
}

void UserPattern::find(std::string_view text, std::vector<ByteSpan>& spans) const {
  const re2::StringPiece piece(text.data(), text.size());
  const RE2& pattern = impl_->pattern;
  const int groups = pattern.NumberOfCapturingGroups() > 0 ? 2 : 1;
  re2::StringPiece match[2];
  for (size_t at = 0; at <= text.size();) {
    if (!pattern.Match(piece, at, text.size(), RE2::UNANCHORED, match, groups)) break;
    const re2::StringPiece& value =
        groups == 2 && match[1].data() != nullptr ? match[1] : match[0];
    const auto begin = static_cast<size_t>(value.data() - text.data());
    if (!value.empty()) spans.push_back({begin, begin + value.size()});
    const auto end = static_cast<size_t>(match[0].data() - text.data()) + match[0].size();
    at = std::max(end, at + 1);
    while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
  }
}

}  // namespace lauter
