#include "refine/anonymize/ties.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "surrogate/names/unicode.h"

namespace lauter {

uint64_t TieHash::of(std::string_view text, const std::vector<LeftValue>& left) const {
  std::vector<std::string> ties;
  for (const LeftValue& value : left) {
    const bool is_built_in = static_cast<size_t>(value.category) < kCategoryCount;
    if (!is_built_in || privacy_class(value.category) != PrivacyClass::kTie) continue;
    std::string tie(category_name(value.category));
    tie += ' ';
    surrogate::append_folded(tie, value.span.of(text));
    ties.push_back(std::move(tie));
  }
  if (ties.empty()) return 0;
  std::sort(ties.begin(), ties.end());
  ties.erase(std::unique(ties.begin(), ties.end()), ties.end());
  std::string message;
  for (const std::string& tie : ties) message += tie + '\n';
  const Sha256Digest digest = hash_.digest(message);
  uint64_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return std::max<uint64_t>(hash, 1);
}

}  // namespace lauter
