/// Numbers that institutions give to people: staff, students, members.
#include "known/records.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kStaffCues = known::kRecordsStaffCues;
constexpr const char* kStudentCues = known::kRecordsStudentCues;
constexpr const char* kMemberCues = known::kRecordsMemberCues;
bool staff_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 3 && v.size() <= 12 && digits >= 3 && v.size() - digits <= 5;
}
bool student_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 14 && digits >= 4;
}
bool member_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 17 && digits >= 4;
}

bool year_only(const Page& page, size_t begin, size_t end) {
  return end - begin == 4 &&
         (page.text.compare(begin, 2, "19") == 0 || page.text.compare(begin, 2, "20") == 0);
}

bool about_work(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kStaffCues, begin)) return false;
  return !year_only(page, begin, end) &&
         !line_mentions(page, begin, end, "employees|headcount|salary|paid", 14, 12);
}

bool about_study(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  // "students 12000" counts them.
  if (line_mentions(page, begin, begin, "students|pupils|learners", 10, 0)) return false;
  if (!first_on_line(page, kStudentCues, begin)) return false;
  if (year_only(page, begin, end)) return false;
  return mentions(
      page, begin, end, known::kRecordsAboutStudyWords,
      220, 160);
}

bool plan_like(std::string_view v) {
  size_t letters = 0;
  while (letters < v.size() && is_alpha(v[letters])) ++letters;
  const size_t digits = count_digits(v);
  return digits + letters == v.size()
             ? (letters == 3 && digits == 9) || (letters == 4 && digits == 8) ||
                   (letters == 1 && v[0] == 'W' && digits == 9)
             : letters == 0 && digits == 11 && v.size() == 12 && v[9] == '-';
}

bool about_club(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kMemberCues, begin)) return false;
  if (plan_like(page.text.substr(begin, end - begin)) &&
      line_mentions(page, begin, end, "member id|memberid|member_id", 24, 0)) {
    return false;
  }
  if (date_like(page, begin, end)) return false;
  return !line_mentions(page, begin, end,
                        "health plan|insurance|insured|group "
                        "number|copay|payer|deductible|medicare|flight|airline|miles",
                        90, 60);
}

constexpr uint16_t kLoose = kCaseless | kLabelled;

constexpr ValueRule kValues[] = {
    {.info = {"employee_id", Category::kEmployeeId},
     .shape = known::kRecordsEmployeeShape,
     .check = staff_id,
     .cues = kStaffCues,
     .score = 0.85F,
     .flags = kLoose,
     .reach_before = 30,
     .reach_after = 0,
     .accept = about_work},
    {.info = {"student_id", Category::kStudentId},
     .shape = known::kRecordsStudentShape,
     .check = student_id,
     .cues = kStudentCues,
     .score = 0.84F,
     .flags = kLoose,
     .reach_before = 34,
     .reach_after = 0,
     .accept = about_study},
    // Clubs, libraries, loyalty
    {.info = {"membership_id", Category::kMembershipId},
     .shape =
         "\\d{4}([ -]\\d{4}){2,3}|\\d{2,3}([ -]\\d{3,5}){2,3}|[A-Z]{1,5}[- "
         "_]?\\d{4,12}([-\\/]\\d{1,4})?|\\d{5,17}|\\d{2,4}[-\\/]\\d{3,8}([-\\/]\\d{1,4})?|"
         "[A-Z]{1,4}[-\\/]\\d{2,4}[-\\/"
         "]\\d{2,6}|[A-Z]{1,4}\\d{2,6}[A-Z]{1,3}\\d{0,4}|\\d{4}-[A-Z0-9]{3,6}|\\d{4,8}[A-Z]{1,2}",
     .check = member_id,
     .cues = kMemberCues,
     .score = 0.83F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = about_club},
};

}  // namespace

RuleTable record_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
