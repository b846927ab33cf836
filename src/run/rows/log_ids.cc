#include "run/rows/log_ids.h"

#include <algorithm>
#include <vector>

#include "text/ascii.h"

namespace lauter {
namespace {

constexpr std::string_view kHashedId = "hmac:";
/// What is shorter holds none of them: most ids are plain numbers.
constexpr size_t kFewestCharacters = 6;

/// Dates, places, addresses of the web and the like are what ids are made of.
bool is_telling(Category category) {
  if (static_cast<size_t>(category) >= kCategoryCount) return false;
  switch (category_group(category)) {
    case CategoryGroup::kContact:
    case CategoryGroup::kGovernment:
    case CategoryGroup::kFinancial:
    case CategoryGroup::kSecret:
      return true;
    default:
      return false;
  }
}

}  // namespace

KeyedHash id_hash(const SecretKey& key) { return KeyedHash(key, "row id"); }

bool is_hashed_id(std::string_view logged) { return logged.starts_with(kHashedId); }

bool is_logged_id(std::string_view logged, std::string_view id, const KeyedHash* hash) {
  if (logged == id) return true;
  return is_hashed_id(logged) && (hash == nullptr || logged.substr(kHashedId.size()) == hash->hex(id));
}

Result<LogIds> LogIds::make(const SecretKey& key) {
  LAUTER_ASSIGN(Scanner scanner, Scanner::make({}));
  return LogIds(std::move(scanner), id_hash(key));
}

std::string LogIds::of(std::string_view id, ScanScratch& scratch) const {
  if (id.size() >= kFewestCharacters) {
    std::vector<Hit> hits;
    scanner_->scan(id, scratch, hits);
    if (std::ranges::any_of(hits, [](const Hit& hit) { return is_telling(hit.category); })) {
      return std::string(kHashedId) + hash_.hex(id);
    }
  }
  return std::string(id);
}

}  // namespace lauter
