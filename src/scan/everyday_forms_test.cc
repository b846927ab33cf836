// How people and programs write labels and values when they do not think of rules: acronyms with
// dots, blanks inside a number, cells without blanks, labels of other languages.
#include "scan/rule_test_support.h"

namespace lauter {
namespace {

using namespace scan_test;  // NOLINT: test tables
using enum Category;

TEST(EverydayForms, AcronymsWithDots) {
  expect_found({
      {kAuAbn, "A.B.N. 51-824-753-556", "51-824-753-556"},
      {kBrCpf, "C.P.F. 529 982 247-25", "529 982 247-25"},
      {kRoCnp, "identificat cu C.N.P. 2940307385873", "2940307385873"},
      {kNlBsn, "B.S.N. 111222333", "111222333"},
      {kUsItin, "\"I.T.I.N.\",\"912-70-4413\"", "912-70-4413"},
      {kUsPassport, "U.S. Passport Book # C48120937", "C48120937"},
      {kUsSsn, "ss# 544.17.0911 on file", "544.17.0911"},
  });
  expect_nothing({"part of the S.P.Q.R. 2940307385873", "D.I.Y. 111222333"});
}

TEST(EverydayForms, StrayBlanksFillTheField) {
  expect_found({
      {kCustomerId, "Customer ID: 9076 725", "9076 725"},
      {kStudentId, "my student number is 355135 63", "355135 63"},
      {kMembershipId, "Membership no. 786622 07", "786622 07"},
      {kUsBankNumber, "Acct: 651661 28 (Wells Fargo)", "651661 28"},
      // Only the label's own field: a word ends the value.
      {kCustomerId, "Customer ID: 90767 25 boxes", "90767"},
      // The longer label decides.
      {kOneTimeCode, "Your one-time passcode: 551 209", "551 209"},
      {kApiKey, "api_key = \"UDA3JhF3LcpTuzPd16yt 9e6a0Z8178st\"",
       "UDA3JhF3LcpTuzPd16yt 9e6a0Z8178st"},
  });
}

TEST(EverydayForms, CellsWithoutBlanks) {
  expect_found({
      {kPlPesel, "pesel;44O51401359", "44O51401359"},
      {kUtilityAccount, "MPAN 1.2.0.0.0.9.1.6.7.3.4.5.0", "1.2.0.0.0.9.1.6.7.3.4.5.0"},
      {kAzureKey,
       "AccountName=stkestrel90;AccountKey=/jFMoxft22cRL2n2bHiS4KQsMms6zkVFcVzH7Lszc/"
       "G23P0aH0HtFhFv7ZfSQiXixJbYs4BlbSBlLO2YlJo4Kx==;EndpointSuffix=core.windows.net",
       "/jFMoxft22cRL2n2bHiS4KQsMms6zkVFcVzH7Lszc/G23P0aH0HtFhFv7ZfSQiXixJbYs4BlbSBlLO2YlJo4Kx=="},
      {kUsAlienNumber, "uscis_number,626852985", "626852985"},
      {kIpv6Address, "Received: from [IPv6:2a00:23c7:9e84:5301:c0d:9f1:ab12:77]",
       "2a00:23c7:9e84:5301:c0d:9f1:ab12:77"},
      {kIpAddress, "my ip is 86 . 132 . 7 . 44", "86 . 132 . 7 . 44"},
      {kAdvertisingId, "gaid=ce673ba8_3bdb_4d99_9db7_0e8c765d15cf",
       "ce673ba8_3bdb_4d99_9db7_0e8c765d15cf"},
  });
  expect_nothing({"a::b:2a02:8109:9440:1f20:41b:77ff:fe12:9c", "steps 3 . 2 . 1 . 4"});
}

TEST(EverydayForms, Places) {
  expect_found({
      {kGeoCoordinates, "GPS: N 47\xC2\xB0 22.614' E 8\xC2\xB0 32.500'",
       "N 47\xC2\xB0 22.614' E 8\xC2\xB0 32.500'"},
      {kPostalCode, "Toronto, ON M5V 2T6", "M5V 2T6"},
      {kPostalCode,
       "\xE3\x80\x92"
       "150-0043",
       "150-0043"},
      {kPostalCode, "PIN 560034, Bengaluru", "560034"},
      {kLicensePlate,
       "matr\xC3\xAD"
       "cula 4821 KLM",
       "4821 KLM"},
      {kLicensePlate, "my car MH 12 KT 4821, white", "MH 12 KT 4821"},
      {kLicensePlate, "Placa do carro: RTK-4C21", "RTK-4C21"},
      {kMeetingId, "Teams Meeting-ID: 312 884 719 20", "312 884 719 20"},
  });
  expect_nothing({"GPIO pin 1204 on the board", "lot ON M5V2T6X of the shelf"});
}

TEST(EverydayForms, People) {
  expect_found({
      {kAge, "tengo 41 a\xC3\xB1os", "41"},
      {kSalary, "gana $18,000 MXN al mes", "$18,000 MXN"},
      {kSalary, "her pay is CHF 7'200", "CHF 7'200"},
      {kAcademicRecord, "She graduated with a GPA of 3.7", "GPA of 3.7"},
      {kAcademicRecord, "GPA: 3.42", "3.42"},
      {kAcademicRecord, "my SAT 1420 was fine", "SAT 1420"},
      {kUsername, "user jvargas logged in", "jvargas"},
      {kAcademicRecord, "she got 71%\nin Chemistry, well done", "71%\nin Chemistry"},
      {kImmigrationStatus, "she has refugee status", "refugee status"},
      {kBodyMeasurement, "her measurements at the check: 105kg", "105kg"},
      {kBloodType, "Blood Group: B+ve", "B+ve"},
      {kDateTime, "incident occurred on 9/22/22", "9/22/22"},
  });
  expect_nothing({
      "average age 40",
      "students 12000 in all",
      "account manager 5551234",
      "routing table 021000021",
      "Authorization: Basic dXNlcjpwYXNzd29yZA==",
      "IFSC TEST0000000",
      "a minimum GPA of 3.0 is required",
      "SAT 1340 or higher",
      "passport photos, SKU 443019220",
  });
}

}  // namespace
}  // namespace lauter
