#include "find/judge_labels.h"

namespace lauter::internal {

bool are_judge_labels(const std::vector<std::string>& labels) {
  constexpr std::array<std::string_view, kNameKinds> kNames = {"PERSON", "LOC", "ORG"};
  std::vector<std::string> due = {"O", "PUBLIC"};
  for (size_t c = 0; c < kCategoryCount; ++c) {
    for (const char* part : {"B-", "I-"}) due.push_back(part + std::string(category_name(static_cast<Category>(c))));
  }
  due.emplace_back("names:O");
  for (const std::string_view name : kNames) {
    for (const char* part : {"names:B-", "names:I-"}) due.push_back(part + std::string(name));
  }
  return labels == due;
}

}  // namespace lauter::internal
