// How people and programs write labels and values when they do not think of rules: acronyms with
// dots, blanks inside a number, cells without blanks, labels of other languages.
#include "scan/rules/rule_test_support.h"

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
      {kAdvertisingId, "gaid=ce673ba8_3bdb_4d99_9db7_0e8c765d15cf",
       "ce673ba8_3bdb_4d99_9db7_0e8c765d15cf"},
  });
  expect_nothing({"a::b:2a02:8109:9440:1f20:41b:77ff:fe12:9c", "steps 3 . 2 . 1 . 4"});
}

TEST(EverydayForms, ALabelOnItsOwnLine) {
  expect_found({
      {kApiKey, "api key\nzGjOMRs5gERFHNt24WTfEwB0\n", "zGjOMRs5gERFHNt24WTfEwB0"},
      {kFaxNumber, "telefax\n+31 6 23 35 33 06\n", "+31 6 23 35 33 06"},
  });
  expect_nothing(
      {"We spoke of the long and winding history of the zip code\n73150 people read it"});
}

TEST(EverydayForms, AnAnswerToAQuestion) {
  expect_found({
      {kPin, "<jo> card pin?\n<kim> 2721", "2721"},
      {kBookingReference, "Jo: flight booking reference?\nKim: A75T23", "A75T23"},
      {kCustomerId, "customer id?\nit's C-869154", "C-869154"},
  });
}

TEST(EverydayForms, SecretsInColumnsAndFields) {
  expect_found({
      {kAwsSecretKey, "id,aws_secret_access_key\n4,MgKAIM2rw2FYEukdmxn0cGWxOnUTPDbX3o0T7d/P\n",
       "MgKAIM2rw2FYEukdmxn0cGWxOnUTPDbX3o0T7d/P"},
      {kOauthClientSecret,
       "INSERT INTO t (id, client_secret) VALUES (4, 'bfac8a11-1a6a-4353-907e-69e836939353');",
       "bfac8a11-1a6a-4353-907e-69e836939353"},
      {kSessionId,
       "| id | session id |\n|---|---|\n| 4 | 0c596c413d6dcaa981ab661b3b4eb520a4eb3da7 |\n",
       "0c596c413d6dcaa981ab661b3b4eb520a4eb3da7"},
      {kBasicAuth,
       "basic auth - dGt1aXBlcnM6cUtGSnd5NGpsWVZ3OA==", "dGt1aXBlcnM6cUtGSnd5NGpsWVZ3OA=="},
      {kEncryptionKey, "secret key base: C7SUgHMF9XxsJl0vm0ykXLQcE0fq3rC74RixvHKEX/0=",
       "C7SUgHMF9XxsJl0vm0ykXLQcE0fq3rC74RixvHKEX/0="},
      {kCookie, "id\tcookie\n4\tGA1.2.341398979.1511003378\n", "GA1.2.341398979.1511003378"},
  });
  expect_nothing({
      "id,session,count\n4,introduction-to-the-library,7\n",
      "id,access_token\n4,YOUR_ACCESS_TOKEN_GOES_HERE\n",
      "id,client_secret\n4,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
  });
}

TEST(EverydayForms, CamelCaseNamesSpeakOfTheirSubject) {
  expect_found({
      {kStudentId, "{\"studentId\":\"F37543387\",\"ok\":true}", "F37543387"},
      {kBookingReference, "{\"recordLocator\":\"PRMF3V\"}", "PRMF3V"},
  });
}

TEST(EverydayForms, AHarmlessLabelForbidsOnlyItsOwnField) {
  expect_found({
      {kBrCpf, "{\"order_id\": 17, \"documento\": \"767.924.005-13\"}", "767.924.005-13"},
      {kCzBirthNumber, "row_id,rc\n182,840704/9871\n", "840704/9871"},
  });
  expect_nothing({"order_id,rc\n840704/9871,4\n", "order no 767.924.005-13"});
}

TEST(EverydayForms, LinksInCellsAndTags) {
  expect_found({
      {kSocialProfileUrl, "760,https://facebook.com/grazyna-dab,pending",
       "https://facebook.com/grazyna-dab"},
      {kSocialProfileUrl, "<td>linkedin</td><td>linkedin.com/in/lachapce</td>",
       "linkedin.com/in/lachapce"},
  });
  expect_nothing({"<p>linkedin.com/in/name<id></p>"});
}

TEST(EverydayForms, QuotedCellsGoOnOverLines) {
  expect_found({
      {kInsurancePolicyNumber, "name,policy_number\n\"Drink\nwater\",XA54579581\n", "XA54579581"},
  });
}

TEST(EverydayForms, BlanksOfHtml) {
  expect_found({
      {kCreditCard, "Card: 3529&#160;7951&#160;1174&#160;0644",
       "3529&#160;7951&#160;1174&#160;0644"},
      {kIbanCode, "to NL11&nbsp;RABO&nbsp;0917&nbsp;0283&nbsp;51 please",
       "NL11&nbsp;RABO&nbsp;0917&nbsp;0283&nbsp;51"},
  });
}

TEST(EverydayForms, NumbersOfEveryListedLength) {
  expect_found({
      {kEmployeeId, "employee id: 51234A", "51234A"},
      {kUtilityAccount, "utility account: 685215734136", "685215734136"},
      {kIbanCode, "pay to DE18 7 669 5219 0100 4825 58 now", "DE18 7 669 5219 0100 4825 58"},
      {kPin, "| PIN code | 441466 |", "441466"},
  });
}

TEST(EverydayForms, PortugueseAccounts) {
  expect_found(
      {{kUsBankNumber, "O meu NIB é 003502680003822913061, obrigado.", "003502680003822913061"},
       {kUsBankNumber, "NIB: 0035 0268 00038229130 61\n", "0035 0268 00038229130 61"}});
  expect_nothing({"ref 003502680003822913061 do lote\n"});
}

}  // namespace
}  // namespace lauter
