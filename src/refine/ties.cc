#include "refine/ties.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "surrogate/unicode.h"

namespace lauter {

bool is_tie(Category category) {
  using enum Category;
  switch (category) {
    case kAge:
    case kGender:
    case kSexualOrientation:
    case kNationality:
    case kEthnicity:
    case kReligion:
    case kPoliticalView:
    case kMaritalStatus:
    case kNativeLanguage:
    case kImmigrationStatus:
    case kLocation:
    case kCity:
    case kState:
    case kCountry:
    case kPostalCode:
    case kSalary:
    case kCreditScore:
    case kMedicalCondition:
    case kMedication:
    case kBloodType:
    case kOrganization:
    case kJobTitle:
    case kSchool:
    case kAcademicRecord:
    case kPhysicalTrait:
    case kBodyMeasurement:
      return true;
    default:
      return static_cast<size_t>(category) < kCategoryCount &&
             category_group(category) == CategoryGroup::kDate;
  }
}

uint64_t TieHash::of(std::string_view text, const std::vector<LeftValue>& left) const {
  std::vector<std::string> ties;
  for (const LeftValue& value : left) {
    if (!is_tie(value.category)) continue;
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
