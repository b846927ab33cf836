#include "scan/rules/people_test_support.h"

namespace lauter::scan {
namespace {

constexpr Row kFound[] = {
    {Category::kPhoneNumber, "Call me at [[415-523-2671]] tomorrow"},
    {Category::kPhoneNumber, "[[+49 (0)561 123456 ext 12]]"},
    {Category::kPhoneNumber, "tel:[[+14155232671]]"},
    {Category::kPhoneNumber, "[[(415) 523-2671]]"},
    {Category::kPhoneNumber, "Phone: [[(415) 523-2671]]."},
    {Category::kPhoneNumber, "[[415.523.2671]] is mine"},
    {Category::kPhoneNumber, "Phone: [[5232671]]"},
    {Category::kPhoneNumber, "ring me on [[07911 123456]]"},
    {Category::kPhoneNumber, "[[06 12 34 56 78]]"},
    {Category::kPhoneNumber,
     "my phone number is [[four one five five two three two six seven one]]"},
    {Category::kPhoneNumber, "{\"phone\": \"[[415-523-2671]]\"}"},
    {Category::kPhoneNumber, "name,phone\nJane,[[4155232671]]\nBob,[[2125232671]]"},
    {Category::kPhoneNumber, "\u624B\u673A [[13812345678]]"},
    {Category::kPhoneNumber, "Mob: [[98765 43210]]"},
    {Category::kPhoneNumber, "phone [[415-523-\n> 2671]]"},
    {Category::kPhoneNumber, "\u0422\u0435\u043B\u0435\u0444\u043E\u043D: [[8 (912) 345-67-89]]"},
    {Category::kPhoneNumber, "[[001-490-155-3846]] is the one to call"},
    {Category::kPhoneNumber, "desk [[833.719.3994x188]]"},
    {Category::kPhoneNumber, "messages to [[0489 25 37 29]]"},
    {Category::kFaxNumber, "Fax: [[+44 20 7123 1234]]"},
    {Category::kFaxNumber, "{\"fax\":\"[[415-523-2672]]\"}"},
    {Category::kFaxNumber, "fax me at [[020 7123 4567]]"},
    {Category::kFaxNumber, "Telefax [[030 1234567]]"},
};

// Not private: nothing of the category may be found.
constexpr Row kNone[] = {
    {Category::kPhoneNumber, "order no 415-523-2671"},
    {Category::kPhoneNumber, "call 555-0123"},
    {Category::kPhoneNumber, "(415) 555-0123"},
    {Category::kPhoneNumber, "2024-01-15 12:30:45"},
    {Category::kPhoneNumber, "ts=1700000000"},
    {Category::kPhoneNumber, "192.168.10.20"},
    {Category::kPhoneNumber, "ISBN 978-3-16-148410-0"},
    {Category::kPhoneNumber, "$1,234,567"},
    {Category::kPhoneNumber, "the seasons 1990-2005"},
    {Category::kPhoneNumber, "12.05.2021"},
    {Category::kPhoneNumber, "lottery 07 11 13 22 28 34"},
    {Category::kPhoneNumber, "pi is 3.14159265"},
    {Category::kFaxNumber, "Call me at 415-523-2671"},
    {Category::kFaxNumber, "the fax broke in 2019"},
};

TEST(PhoneRules, FindsMarkedValues) {
  for (const Row& row : kFound) expect_found(row);
}

TEST(PhoneRules, LeavesTheRest) {
  for (const Row& row : kNone) expect_none(row);
}

}  // namespace
}  // namespace lauter::scan
