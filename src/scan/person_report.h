/// The rules that report names, and how a name is reported.
#pragma once

#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/rule.h"

namespace lauter::scan {

inline constexpr RuleInfo kPersonInfos[] = {
    {"person.introduced", Category::kPerson},
    {"person.introduced_first", Category::kFirstName},
    {"person.introduced_last", Category::kLastName},
    {"person.maiden", Category::kMaidenName},
    {"person.nickname", Category::kNickname},
    {"person.field", Category::kPerson},
    {"person.field_first", Category::kFirstName},
    {"person.field_last", Category::kLastName},
};
enum PersonInfo : size_t {
  kFullName,
  kFirstName,
  kLastName,
  kMaidenName,
  kNickname,
  kFieldName,
  kFieldFirst,
  kFieldLast
};

/// One word without an initial.
inline bool alone(const NameSpan& name) { return name.words == 1 && !name.has_initial; }

/// Reports a name as full, given or family name; `titled`: a title stands before it.
void report_name(const Page& page, const NameSpan& name, bool titled, float score, Found& found);

}  // namespace lauter::scan
