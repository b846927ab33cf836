/// Cards, bank accounts, credit scores. Crypto currencies stand in rules_crypto.cc, pay in
/// rules_salary.cc.

#include "catalog/checks_financial.h"
#include "known/financial.h"
#include "scan/postal_code.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool card(std::string_view v) { return credit_card_ok(v) && !is_test_card(v) && v.size() >= 14; }
/// "[.4181.0024.0002.5168]" is a part of a longer list.
bool no_dot_before(const Page& page, size_t begin, size_t) {
  return begin < 2 || page.text[begin - 1] != '.' || is_space(page.text[begin - 2]) ||
         page.text[begin - 2] == '.';
}

/// What a label calls a card: issuers' ranges move and overlap, so the check digit and the major
/// industry identifier (ISO/IEC 7812-1: 2 to 6) must do.
bool labelled_card(std::string_view v) {
  return luhn_ok(v) && v[0] >= '2' && v[0] <= '6' && !is_test_card(v);
}

/// The SWIFT registry's and the banks' specimens.
bool iban(std::string_view v) {
  return iban_ok(v) && v != "DE89370400440532013000" && v != "GB82WEST12345698765432" &&
         v != "GB33BUKB20201555555555" && v != "GB29NWBK60161331926819" &&
         v != "GB94BARC10201530093459" && v != "FR1420041010050500013M02606" &&
         v != "DE91100000000123456789" && v != "ES9121000418450200051332";
}

/// ISO 7064 MOD 97-10, as the bank of Portugal wants it.
bool nib(std::string_view v) {
  unsigned rest = 0;
  for (const char c : v) {
    if (!is_digit(c)) return false;
    rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
  }
  return v.size() == 21 && rest == 1;
}

/// "S/C": no phrase, for the slash.
bool after_sc(const Page& page, size_t begin, size_t end) {
  return line_mentions(page, begin, end, "s/c|s/c:|sc:|sort-code", 16, 0) ||
         (line_mentions(page, begin, end, "sc", 4, 0) &&
          line_mentions(page, begin, end, "acc|a/c|account|acct", 0, 12));
}

bool sort_code(std::string_view v) { return v.size() == 6; }

constexpr std::string_view kCardWords = known::kFinancialCardWords;

/// A month and year after "expires" belongs to a card only where a card is spoken of.
bool near_card(const Page& page, size_t begin, size_t end) {
  if (page.at(end) == '/' || (begin > 0 && page.text[begin - 1] == '/')) return false;
  return mentions(page, begin, end, kCardWords, 220, 160);
}

constexpr std::string_view kOtherExpiries = known::kFinancialOtherExpiries;

bool expires(const Page& page, size_t begin, size_t end);

bool month_year(std::string_view v) {
  if (!is_digit(v[0])) return true;
  // "927" came from 9/27.
  const size_t month_digits = v.size() == 3 || v.size() == 5 ? 1 : 2;
  int month = 0;
  for (size_t i = 0; i < month_digits; ++i) month = month * 10 + (v[i] - '0');
  return month >= 1 && month <= 12;
}

bool first_after_cvv(const Page& page, size_t begin, size_t end);
bool first_after_pin(const Page& page, size_t begin, size_t end);

constexpr std::string_view kUkBank = known::kFinancialUkBank;
constexpr std::string_view kUsBank = known::kFinancialUsBank;
constexpr std::string_view kOtherAccounts = known::kFinancialOtherAccounts;

constexpr const char* kUsAccountFields =
    "account number|account no|account num|acct number|acct no|acct num|bank account|bank account "
    "number|"
    "accountnumber|acctno|checking account|savings account";

constexpr std::string_view kUsOnly = known::kFinancialUsOnly;

bool uk_account(const Page& page, size_t begin, size_t end) {
  if (page.text.substr(begin, end - begin).find('/') != std::string_view::npos) return false;
  if (line_mentions(page, begin, end, kOtherAccounts, 70, 40)) return false;
  if (mentions(page, begin, end, kUkBank, 250, 200))
    return !line_mentions(page, begin, end, "routing|aba", 60, 40);
  return !mentions(page, begin, end, kUsOnly, 220, 160);
}

bool us_account(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (mentions(page, begin, end, "sort code|sort-code|sortcode", 120, 80)) return false;
  if (line_mentions(page, begin, end, "iban", 12, 0)) return false;
  if (line_mentions(page, begin, end, kOtherAccounts, 70, 40)) return false;
  const bool eight = end - begin == 8;
  if (mentions(page, begin, end, kUsBank, 220, 160)) {
    return !eight || mentions(page, begin, end, kUsOnly, 220, 160);
  }
  if (eight) return false;  // the British form
  // A form's field "account number" and nothing that speaks against a bank.
  const auto cue = page.cue_before(kUsAccountFields, begin, 30);
  if (!cue || page.text.substr(cue->end, begin - cue->end).find('\n') != std::string_view::npos)
    return true;  // a table's column
  const Connector link = skip_connector(page.text, cue->end);
  return link.value_begin >= begin && link.value_begin <= begin + 1 &&
         link.strength != Announce::kNone;
}

bool account_digits(std::string_view v) {
  if (looks_like_date8(v)) return false;
  const size_t digits = count_digits(v);
  return digits == v.size() && digits >= 6 && digits <= 17 && v != "123456789" && v != "12345678";
}

/// "PIN code 560001" in India is a postal code.
bool no_postal_code(const Page& page, size_t begin, size_t end) {
  const auto mentions_gpio = line_mentions(
      page, begin, end, known::kFinancialNoPostalCodeWords, 60,
      40);
  if (mentions_gpio) return false;
  if (end - begin == 6 && address_near(page, begin, end) &&
      mentions(page, begin, end, "pin code|pincode|pin-code|pin_code", 200, 0) &&
      !line_mentions(page, begin, end,
                     "bank|card|atm|sim|door|gate|alarm|phone|upi|debit|entry|lock", 80, 40)) {
    return false;
  }
  // "PIN 560034, Bengaluru"
  if (end - begin == 6 && page.at(end) == ',' && page.at(end + 1) == ' ' &&
      is_upper(page.at(end + 2))) {
    return false;
  }
  if (end - begin == 4 &&
      (page.text.substr(begin, 2) == "19" || page.text.substr(begin, 2) == "20")) {
    return first_after_pin(page, begin, end) &&
           line_mentions(page, begin, end, "pin|passcode|code", 12, 0);
  }
  return first_after_pin(page, begin, end);
}

bool routing_number(const Page& page, size_t begin, size_t end) {
  return !line_mentions(page, begin, end, "routing table|routing protocol|router|bgp|ospf|subnet",
                        40, 30);
}

/// The bank's branch, but no "000000" or "123456" that stands for one.
bool ifsc(std::string_view v) {
  return in_ifsc_ok(v) && v.substr(5) != "000000" && v.substr(5) != "123456";
}

bool score_range(std::string_view v) {
  const int score = (v[0] - '0') * 100 + (v[1] - '0') * 10 + (v[2] - '0');
  return score >= 300 && score <= 850;
}

/// The score itself, not the scale or a bank's threshold.
bool a_persons_score(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end) || (end - begin > 3 && is_digit(page.text[begin + 1]))) return false;
  if (!mentions(page, begin, end,
                "credit|fico|vantagescore|experian|equifax|transunion|schufa|cibil|mortgage|loan|"
                "lender|beacon",
                90, 60)) {
    return false;
  }
  const std::string_view text = page.text;
  if (page.at(end) == '-' && is_digit(page.at(end + 1))) return false;
  if (begin > 0 && text[begin - 1] == '-' && begin > 1 && is_digit(text[begin - 2])) return false;
  if (line_mentions(page, begin, end, known::kFinancialAPersonsScoreWords,
                    26, 20)) {
    return false;
  }
  const std::string_view rest = text.substr(end, 4);
  return rest != " to " && rest.substr(0, 3) != "\xE2\x80\x93";
}

bool clabe_of_known_bank(std::string_view v) {
  // Banxico's catalogue of participants, the larger ones.
  constexpr std::string_view kBanks =
      "002 006 009 012 014 019 021 030 036 042 044 058 059 060 062 072 106 108 110 112 113 127 128 "
      "130 132 133 137 138 140 143 145 147 150 155 156 166 646 722 723 728 ";
  return mx_clabe_ok(v) && kBanks.find(v.substr(0, 3)) != std::string_view::npos;
}

constexpr const char* kCardCues = known::kFinancialCardCues;
constexpr const char* kCvvCues = known::kFinancialCvvCues;
constexpr const char* kExpiryCues = known::kFinancialExpiryCues;
constexpr const char* kPinCues = known::kFinancialPinCues;
constexpr const char* kIbanCues = known::kFinancialIbanCues;
constexpr const char* kSwiftCues = known::kFinancialSwiftCues;
constexpr const char* kUsAccountCues = known::kFinancialUsAccountCues;
constexpr const char* kRoutingCues = known::kFinancialRoutingCues;
constexpr const char* kSortCodeCues =
    "sort code|sortcode|sort|s/c|sort code is|sort codes|bank sort code|sort code number";
constexpr const char* kUkAccountCues = known::kFinancialUkAccountCues;
constexpr const char* kIfscCues = known::kFinancialIfscCues;
constexpr const char* kClabeCues =
    "clabe|clabe interbancaria|cuenta clabe|interbancaria|cuenta|transferencia|spei|clabe bancaria|"
    "mexican bank|número de cuenta|clabe number";
constexpr const char* kScoreCues = known::kFinancialScoreCues;

constexpr const char* kPolicyCues = known::kFinancialPolicyCues;

bool not_a_privacy_policy(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  const auto cue = page.cue_before(kPolicyCues, begin, 60);
  if (cue) {
    const std::string_view gap = page.text.substr(cue->end, begin - cue->end);
    if (gap.find('\n') == std::string_view::npos && count_digits(gap) > 0) return false;
  }
  const size_t length = end - begin;
  if (length <= 10 && count_digits(page.text.substr(begin, length)) == 8 &&
      mentions(page, begin, end, "privacy|effective|last updated|dated", 60, 30)) {
    return false;
  }
  return !line_mentions(page, begin, end,
                        "privacy policy|cookie policy|return policy|refund policy|version|iam|arn|"
                        "foreign policy|policy id:|security policy|retention policy|effective date",
                        40, 10);
}

constexpr uint16_t kFormed = kUnlessVeto;

// Three of the four separators may be a line break with a quote mark: "4539 5787\n> 6362 1486".
#define S4 "[ .-]?"
#define BREAK "[ -]?=?\\n[>#*| ]{0,3}"

constexpr ValueRule kValues[] = {
    // Cards
    {.info = {"credit_card.16", Category::kCreditCard},
     .shape =
         "\\d{4}( - |[ .\\/_-]?)\\d{4}( - |[ .\\/_-]?)\\d{4}( - |[ .\\/_-]?)\\d{4}(" S4 "\\d{3})?",
     .check = card,
     .need = Need::kNone,
     .cues = kCardCues,
     .score = 0.94F,
     .flags = kFormed,
     .accept = no_dot_before},
    {.info = {"credit_card.15", Category::kCreditCard},
     .shape = "(3\\d{3}|2131|1800)" S4 "\\d{6}" S4 "\\d{5}",
     .check = card,
     .need = Need::kNone,
     .cues = kCardCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"credit_card.14", Category::kCreditCard},
     .shape = "3\\d{3}" S4 "\\d{6}" S4 "\\d{4}",
     .check = card,
     .need = Need::kNone,
     .cues = kCardCues,
     .score = 0.92F,
     .flags = kFormed},
    {.info = {"credit_card.loose", Category::kCreditCard},
     .shape = "\\d{12,19}|\\d([ .-]?\\d){11,16}",
     .check = labelled_card,
     .cues = kCardCues,
     .score = 0.9F,
     .accept = no_dot_before},
    {.info = {"credit_card.broken", Category::kCreditCard},
     .shape = "\\d{4}" BREAK "\\d{4}[ -]\\d{4}[ -]\\d{4}|\\d{4}[ -]\\d{4}" BREAK "\\d{4}[ -]\\d{4}|"
              "\\d{4}[ -]\\d{4}[ -]\\d{4}" BREAK "\\d{4}",
     .check = card,
     .need = Need::kNone,
     .cues = kCardCues,
     .score = 0.92F,
     .flags = kFormed},
    {.info = {"card_security_code", Category::kCardSecurityCode},
     .shape = "\\d{3,4}",
     .cues = kCvvCues,
     .score = 0.9F,
     .reach_before = 32,
     .reach_after = 24,
     .accept = first_after_cvv},
    {.info = {"card_expiry", Category::kCardExpiry},
     .shape = "(0?[1-9]|1[0-2]) ?[\\/.-] "
              "?(20)?[2-4]\\d|(0[1-9]|1[0-2])(20)?[2-4]\\d|20[2-4]\\d-(0[1-9]|1[0-2])",
     .check = nullptr,
     .cues = kExpiryCues,
     .score = 0.9F,
     .flags = kNoRelax,
     .reach_before = 30,
     .reach_after = 16,
     .accept = expires},
    {.info = {"card_expiry.slash", Category::kCardExpiry},
     .shape = "(0[1-9]|1[0-2])\\/(20)?[2-4]\\d",
     .check = month_year,
     .cues = kCvvCues,
     .score = 0.8F,
     .flags = kNoRelax,
     .reach_before = 40,
     .reach_after = 28,
     .accept = near_card},
    {.info = {"card_expiry.after_card", Category::kCardExpiry},
     .shape = "(0[1-9]|1[0-2])\\/(20)?[2-4]\\d",
     .check = month_year,
     .cues = kCardCues,
     .score = 0.74F,
     .flags = kNoRelax,
     .reach_before = 70,
     .reach_after = 0,
     .accept = near_card},
    {.info = {"card_expiry.words", Category::kCardExpiry},
     .shape = known::kFinancialCardExpiryWordsShape,
     .cues = kExpiryCues,
     .score = 0.9F,
     .flags = kLabelledOnly | kCaseless | kNoRelax,
     .accept = expires},
    {.info = {"pin", Category::kPin},
     .shape = "\\d{4,6}|\\d ?- ?\\d ?- ?\\d ?- ?\\d",
     .cues = kPinCues,
     .score = 0.87F,
     .reach_before = 36,
     .reach_after = 24,
     .accept = no_postal_code},
    // Accounts
    {.info = {"swift_code", Category::kSwiftCode},
     .shape = "[A-Z]{4}[ -]?[A-Z]{2}[ -]?[A-Z0-9]{2}([ "
              "-]?([A-Z]\\d{2}|\\d{3}|XXX|\\d[A-Z]{2}|[A-Z]{2}\\d|"
              "\\d{2}[A-Z]|[A-Z]\\d[A-Z]|\\d[A-Z]\\d)|[A-Z]{3})?",
     .check = bic_ok,
     .cues = kSwiftCues,
     .score = 0.9F,
     .flags = kLabelled},
    {.info = {"swift_code.solid", Category::kSwiftCode},
     .shape = "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?",
     .check = bic_ok,
     .cues = kSwiftCues,
     .score = 0.89F,
     .flags = kLabelled | kCaseless | kStrongLabel},
    {.info = {"uk_bank_account.field", Category::kUkBankAccount},
     .shape = IDS_DIGITS("7"),
     .check = account_digits,
     .need = Need::kDirect,
     .cues = kUsAccountFields,
     .score = 0.81F,
     .accept = uk_account},
    {.info = {"us_bank_number.field", Category::kUsBankNumber},
     .shape = "\\d{6,17}",
     .check = account_digits,
     .need = Need::kDirect,
     .cues = kUsAccountFields,
     .score = 0.8F,
     .accept = us_account},
    // Portugal's NIB: the national part of its IBAN.
    {.info = {"us_bank_number.nib", Category::kUsBankNumber},
     .shape = "\\d{4}[ .]?\\d{4}[ .]?\\d{11}[ .]?\\d{2}",
     .check = nib,
     .cues = "nib|n\xC3\xBAmero de identifica\xC3\xA7\xC3\xA3o banc\xC3\xA1ria",
     .score = 0.92F},
    {.info = {"us_bank_number", Category::kUsBankNumber},
     .shape = "\\d{4,9} \\d{4,9}|\\d{6,17}|\\d{3,5}([ -]\\d{3,5}){1,3}|\\d{9,12}-\\d{1,2}",
     .check = account_digits,
     .cues = kUsAccountCues,
     .score = 0.8F,
     .reach_before = 44,
     .reach_after = 16,
     .accept = us_account},
    {.info = {"aba_routing_number", Category::kAbaRoutingNumber},
     .shape = IDS_DIGITS("8"),
     .check = aba_routing_ok,
     .cues = kRoutingCues,
     .score = 0.9F,
     .accept = routing_number},
    {.info = {"uk_sort_code", Category::kUkSortCode},
     .shape = IDS_DIGITS("5"),
     .check = sort_code,
     .cues = kSortCodeCues,
     .score = 0.9F,
     .reach_before = 30,
     .reach_after = 16},
    {.info = {"uk_sort_code.sc", Category::kUkSortCode},
     .shape = "\\d{2}[ -]?\\d{2}[ -]?\\d{2}",
     .check = sort_code,
     .need = Need::kNone,
     .cues = kSortCodeCues,
     .score = 0.9F,
     .flags = kNoRelax,
     .accept = after_sc},
    {.info = {"uk_bank_account", Category::kUkBankAccount},
     .shape = "\\d{8}|\\d{4}[ -]\\d{4}|\\d{2} \\d{2} \\d{2} \\d{2}|\\d{3} \\d{3} \\d{2}|\\d{2} "
              "\\d{3} \\d{3}",
     .check = account_digits,
     .cues = kUkAccountCues,
     .score = 0.88F,
     .reach_before = 44,
     .reach_after = 16,
     .accept = uk_account},
    {.info = {"uk_bank_account.after_sort_code", Category::kUkBankAccount},
     .shape = "\\d{8}|\\d{4}[ -]\\d{4}",
     .check = account_digits,
     .cues = kSortCodeCues,
     .score = 0.82F,
     .reach_before = 40,
     .reach_after = 30},
    {.info = {"in_ifsc.digits", Category::kInIfsc},
     .shape = "[A-Z]{4}0\\d{6}",
     .check = ifsc,
     .need = Need::kNone,
     .cues = kIfscCues,
     .score = 0.85F,
     .flags = kFormed},
    {.info = {"in_ifsc", Category::kInIfsc},
     .shape = "[A-Z]{4}[ -]?0[ -]?[A-Z0-9]{6}",
     .check = ifsc,
     .cues = kIfscCues,
     .score = 0.9F,
     .flags = kCaseless},
    {.info = {"mx_clabe.bank", Category::kMxClabe},
     .shape = "\\d{3}[ -]?\\d{3}[ -]?\\d{11}[ -]?\\d",
     .check = clabe_of_known_bank,
     .need = Need::kNone,
     .cues = kClabeCues,
     .score = 0.84F,
     .flags = kFormed | kNotInCode},
    {.info = {"mx_clabe", Category::kMxClabe},
     .shape = "\\d{3}[ -]?\\d{3}[ -]?\\d{11}[ -]?\\d|\\d{4}([ -]\\d{4}){3}[ -]\\d{2}|\\d{3}([ "
              "-]\\d{3}){5}|\\d{6}([ -]\\d{6}){2}",
     .check = mx_clabe_ok,
     .cues = kClabeCues,
     .score = 0.92F},
    {.info = {"insurance_policy_number", Category::kInsurancePolicyNumber},
     .shape = "[A-Z]{1,5}[-\\/. ]?\\d{2,4}([-\\/. ]\\d{2,6}){1,4}([-\\/]?[A-Z]{1,2})?|"
              "[A-Z]{1,5}[-\\/ "
              "]?\\d{5,13}([-\\/][A-Z0-9]{1,4}){0,2}|[A-Z]{2,4}[-\\/][A-Z]{1,4}[-\\/"
              "]?\\d{3,10}([-\\/]\\d{1,6}){0,2}|"
              "\\d{2,4}[-\\/. ]\\d{3,8}([-\\/. ]\\d{1,6}){0,3}([-\\/ ]?[A-Z]{1,2})?|\\d{2}[-\\/ "
              "]?[A-Z]{1,4}[-\\/ ]?[A-Z0-9]{2,8}([-\\/]\\d{1,5}){0,2}|"
              "\\d{7,15}([A-Z]{1,2})?|[A-Z]{1,4}\\d{2,6}[A-Z]{1,4}\\d{2,8}|[A-Z]{2,5}-[A-Z0-9]{5,"
              "12}(-[A-Z0-9]{1,6})?|\\d{1,3}[A-Z]{1,3}\\d{4,10}",
     .check = digits_and_size<4, 6, 18>,
     .cues = kPolicyCues,
     .score = 0.85F,
     .flags = kCaseless | kLabelled,
     .reach_before = 36,
     .reach_after = 0,
     .accept = not_a_privacy_policy},
    {.info = {"credit_score", Category::kCreditScore},
     .shape = "[3-8]\\d{2}",
     .check = score_range,
     .cues = kScoreCues,
     .score = 0.84F,
     .reach_before = 40,
     .reach_after = 24,
     .accept = a_persons_score},
// IBAN by length: 4 characters of head, then groups of four and a rest.
#define IBAN(name_, countries, groups)                                                        \
  {                                                                                           \
    .info = {name_, Category::kIbanCode}, .shape = "(" countries ")[ -]?\\d{2}" groups,       \
    .check = iban, .need = Need::kNone, .cues = kIbanCues, .score = 0.97F, .flags = kCaseless \
  }
#define G "([ .\\n-]{0,2}[A-Z0-9]{4})"
#define R(n) "[ .\\n-]{0,2}[A-Z0-9]{" n "}"
    IBAN("iban.15", "NO", G "{2}" R("3")),
    IBAN("iban.16", "BE", G "{3}"),
    IBAN("iban.18", "DK|FI|FO|GL|NL|SD|FK", G "{3}" R("2")),
    IBAN("iban.19", "MK|SI", G "{3}" R("3")),
    IBAN("iban.20", "AT|BA|EE|KZ|LT|LU|XK|MN", G "{4}"),
    IBAN("iban.21", "CH|HR|LI|LV", G "{4}" R("1")),
    IBAN("iban.22", "BG|BH|CR|DE|GB|GE|IE|ME|RS|VA", G "{4}" R("2")),
    IBAN("iban.23", "AE|GI|IL|IQ|OM|SO|TL", G "{4}" R("3")),
    IBAN("iban.24", "AD|CZ|ES|MD|PK|RO|SA|SE|SK|TN|VG", G "{5}"),
    IBAN("iban.25", "LY|PT|ST|AO|CV|GW|MZ", G "{5}" R("1")),
    IBAN("iban.26", "IS|TR|DZ|IR", G "{5}" R("2")),
    IBAN("iban.27", "FR|GR|IT|MC|MR|SM|BI|DJ|CF|CG|CM|GA|GQ|KM|MG|TD", G "{5}" R("3")),
    IBAN("iban.28", "AL|AZ|BY|CY|DO|GT|HU|LB|PL|SV|NI|HN|MA|SN|CI|BF|BJ|ML|NE|TG", G "{6}"),
    IBAN("iban.29", "BR|EG|PS|QA|UA", G "{6}" R("1")),
    IBAN("iban.30", "JO|KW|MU|YE", G "{6}" R("2")),
    IBAN("iban.31", "MT|SC", G "{6}" R("3")),
    IBAN("iban.32", "LC", G "{7}"),
    IBAN("iban.33", "RU", G "{7}" R("1")),
// One stray blank or more, anywhere: "DE18 7 669 5219 0100 4825 58".
#define LOOSE(name_, head, n, rest)                                                          \
  {                                                                                          \
    .info = {name_, Category::kIbanCode}, .shape = head "( ?\\d){" n "}( ?\\d){" rest "}",   \
    .check = iban, .need = Need::kNone, .cues = kIbanCues, .score = 0.95F, .flags = kNoRelax \
  }
    LOOSE("iban.loose_be", "BE\\d{2}", "10", "2"),
    LOOSE("iban.loose_at", "(AT|LT|EE)\\d{2}", "14", "2"),
    LOOSE("iban.loose_ch", "CH\\d{2}", "15", "2"),
    LOOSE("iban.loose_de", "DE\\d{2}", "16", "2"),
    LOOSE("iban.loose_es", "(ES|SE|CZ|SK)\\d{2}", "16", "4"),
    LOOSE("iban.loose_pt", "PT\\d{2}", "16", "5"),
    LOOSE("iban.loose_pl", "(PL|HU)\\d{2}", "16", "8"),
    LOOSE("iban.loose_nl", "NL\\d{2}( ?[A-Z]){4}", "8", "2"),
    LOOSE("iban.loose_gb", "(GB|IE)\\d{2}( ?[A-Z]){4}", "12", "2"),
#undef LOOSE
#undef IBAN
#undef G
#undef R
};
#undef S4
#undef BREAK

/// Month and year in a field named expiry, or after the word where a card is spoken of.
bool expires(const Page& page, size_t begin, size_t end) {
  if (page.at(end) == '/' || (begin > 0 && page.text[begin - 1] == '/')) return false;
  if (near_card(page, begin, end)) return true;
  if (line_mentions(page, begin, end, kOtherExpiries, 60, 30)) return false;
  const auto cue = page.cue_before(kExpiryCues, begin, 30);
  if (!cue || page.text.substr(cue->end, begin - cue->end).find('\n') != std::string_view::npos) {
    return true;  // a table's column
  }
  const Connector link = skip_connector(page.text, cue->end);
  if (link.value_begin == begin && link.strength == Announce::kMark) return true;
  // "valid thru 09/29", "exp date 08/2027": words of cards, and a form that dates seldom have.
  const std::string_view gap = page.text.substr(cue->end, begin - cue->end);
  const std::string_view value = page.text.substr(begin, end - begin);
  const bool year = value.size() > 4 && is_digit(value[value.size() - 4]);  // no "October 31"
  return gap == " " && (value.find('/') != std::string_view::npos ||
                        (year && lower(page.text[cue->begin]) == 'v'));
}

bool first_after_cvv(const Page& page, size_t begin, size_t end) {
  if (page.text.substr(begin, end - begin).find('.') != std::string_view::npos &&
      end - begin == 5 && !is_digit(page.text[begin + 1]))
    return false;
  return first_number_after(page, kCvvCues, begin, 32);
}
bool first_after_pin(const Page& page, size_t begin, size_t) {
  return first_number_after(page, kPinCues, begin, 36);
}

}  // namespace

RuleTable financial_rules() {
  return {.values = kValues,
          .veto_cues = known::kFinancialVetoes};
}

}  // namespace lauter::scan
