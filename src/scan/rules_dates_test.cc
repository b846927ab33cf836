#include "scan/people_testing.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kDateOfBirth, "| Name | Birthday |\n|---|---|\n| Jane Miller | [[12 May]] |\n"},
    {Category::kDateOfBirth, "Birthday: [[Nov 30th]]"},
    {Category::kDateOfBirth, "DOB: [[03/04/1986]]"},
    {Category::kDateOfBirth,
     "She was born on [[the third of March nineteen eighty-six]] in Leeds."},
    {Category::kDateOfBirth, "geboren am [[3. M\u00E4rz 1986]] in Kassel"},
    {Category::kDateOfBirth, "n\u00E9 le [[3 mars 1986]]"},
    {Category::kDateOfBirth, "\u751F\u5E74\u6708\u65E5:[[1986\u5E743\u67084\u65E5]]"},
    {Category::kDateOfBirth, "name,dob\nJane,[[1986-03-04]]\nBob,[[03/04/86]]"},
    {Category::kDateOfBirth, "My birthday is on [[March 3rd]]"},
    {Category::kDateOfBirth, "DOB [[19860304]]"},
    {Category::kDateOfBirth, "Date of birth (dd/mm/yyyy): [[03/04/1986]]"},
    {Category::kDateOfBirth, "born [[March 3, '86]]"},
    {Category::kDateOfDeath, "He passed away on [[12 May 2019]] at home."},
    {Category::kDateOfDeath, "Date of death: [[2019-05-12]]"},
    {Category::kMedicalDate, "Patient admitted [[2023-02-11]], discharged [[2023-02-15]]"},
    {Category::kMedicalDate, "She got her second dose on [[12.03.2021]]"},
    {Category::kMedicalDate, "Surgery was on [[Feb 11th, 2023]]"},
    {Category::kEmploymentDate, "Start date: [[May 2019]]"},
    {Category::kEmploymentDate, "hired on [[5/6/2018]] and terminated [[2021-08-31]]"},
    {Category::kEmploymentDate, "in [[May 2019]] I joined Acme"},
    {Category::kDateTime, "My flight leaves on [[3 May 2024 at 9:15 am]]"},
    {Category::kDateTime, "Our wedding is on [[June 14th, 2025]]!"},
    {Category::kDateTime, "Court date [[2024-09-12 14:30]]"},
    {Category::kDateTime, "We met on [[04/05/2022]] near the bridge"},
    {Category::kDateTime, "On Mon, [[Jan 5, 2015 at 3:41 PM]], Jane wrote:"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kDateTime, "[2024-01-15 12:30:45] INFO started"},
    {Category::kDateTime, "2024-01-15T12:30:45Z GET /index.html"},
    {Category::kDateTime, "## [1.2.0] - 2021-03-04"},
    {Category::kDateTime, "Released on March 4, 2021."},
    {Category::kDateTime, "Copyright (c) 2019-03-04 Foo"},
    {Category::kDateTime, "The Battle of Hastings took place on 14 October 1066."},
    {Category::kDateTime, "Version 2.0 was released on 3 May 2021"},
    {Category::kDateTime, "\"created_at\": \"2024-05-01T12:00:00Z\""},
    {Category::kDateTime, "available on Linux 2.6.27 and later"},
    {Category::kDateTime, "Christmas is on 25 December 2024"},
    {Category::kDateTime, "She may go 3 times."},
    {Category::kDateOfBirth, "born 01/01/1970"},
    {Category::kDateOfBirth, "The author was born on 3 May 1818."},
    {Category::kDateOfBirth, "Date of birth: YYYY-MM-DD"},
    {Category::kEmploymentDate, "The fiscal year ends on 31 March 2024."},
    {Category::kMedicalDate, "The guideline was published on 3 May 2021."},
};

TEST(DateRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(DateRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
