#include "scan/person_report.h"

namespace lauter::scan {

void report_name(const Page& page, const NameSpan& name, bool titled, float score, Found& found) {
  if (name.empty()) return;
  const std::string_view value = page.text.substr(name.begin, name.end - name.begin);
  size_t info = kFullName;
  if (alone(name)) {
    const bool given = is_given_name(value), family = is_family_name(value);
    info = titled ? (given && !family ? kFirstName : kLastName)
                  : (family && !given ? kLastName : kFirstName);
  }
  found.add(kPersonInfos[info], name.begin, name.end, score);
}

}  // namespace lauter::scan
