/// Identifiers of all kinds in the places where they stand: every category of the rule files of
/// numbers in fourteen surface forms, and what looks like them but is nobody's.
#include "scan/rules_ids.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "catalog/category.h"
#include "scan/rule_test_support.h"

namespace lauter {
namespace {

using scan_test::describe;
using scan_test::scan_text;

struct Subject {
  Category category;
  const char* label;  ///< as people say it
  const char* field;  ///< as programs name it
  const char*
      context;  ///< a sentence that tells what the number is about, where the label does not
  std::vector<std::string> values;
};

/// Invented values with right check digits.
const std::vector<Subject>& subjects() {
  static const std::vector<Subject> kSubjects = {
      {Category::kUsSsn, "SSN", "ssn", "", {"652-73-2287", "496-46-2588", "876-22-3477"}},
      {Category::kUsItin, "ITIN", "itin", "", {"922-83-4522", "951 92 7004", "907612143"}},
      {Category::kUsPassport,
       "US passport number",
       "us_passport_number",
       "",
       {"A75895590", "525811859", "524534670"}},
      {Category::kUsDriverLicense,
       "driver's license",
       "driver_license_number",
       "",
       {"Z343-260-13-774-6", "T623-2552-8955", "58734990"}},
      {Category::kUsAlienNumber,
       "alien registration number",
       "alien_registration_number",
       "",
       {"A228-443-965", "A207023447", "A 121 296 102"}},
      {Category::kUkNino,
       "National Insurance number",
       "national_insurance_number",
       "",
       {"WN988016B", "HJ 98 15 18 B", "CX176012A"}},
      {Category::kCaSin,
       "social insurance number",
       "social_insurance_number",
       "",
       {"437510654", "528 727 928", "221 287 162"}},
      {Category::kAuTfn,
       "tax file number",
       "tax_file_number",
       "",
       {"922 766 291", "758 829 175", "210 333 130"}},
      {Category::kAuAbn, "ABN", "abn", "", {"64 913 544 308", "94 712 994 177", "57 752 097 139"}},
      {Category::kNzIrd, "IRD number", "ird_number", "", {"34471150", "95-520-022", "11215742"}},
      {Category::kInAadhaar,
       "Aadhaar number",
       "aadhaar_number",
       "",
       {"792983802269", "2833-2527-4561", "7283 0326 4295"}},
      {Category::kInPan, "PAN card", "pan_card", "", {"MSNPR3959W", "RUZHB4207N", "ACJPM1807J"}},
      {Category::kBrCpf, "CPF", "cpf", "", {"388.368.465-13", "12170274081", "453419481-14"}},
      {Category::kBrCnpj,
       "CNPJ",
       "cnpj",
       "",
       {"28.198.722/0001-11", "05.174.179/0001-17", "31.512.227/0001-40"}},
      {Category::kArCuit, "CUIL", "cuil", "", {"27-28403748-6", "27162129975", "24-32886876-4"}},
      {Category::kClRut, "RUT", "rut", "", {"10794112-6", "12.736.912-7", "19.208.203-K"}},
      {Category::kMxCurp,
       "CURP",
       "curp",
       "",
       {"BATV060405HJCHBTA5", "LOTX771008HYNZCN08", "VEHN580922HYNDXB05"}},
      {Category::kEsNif, "DNI", "dni", "", {"81.030.967-N", "28005104-M", "42409676-E"}},
      {Category::kEsNie, "NIE", "nie", "", {"Z-1592399-E", "Y5645522W", "X7723942J"}},
      {Category::kItFiscalCode,
       "codice fiscale",
       "codice_fiscale",
       "",
       {"GMB SRN 85D67 F335S", "BCH YNN 98D27 D251O", "GMBNZZ63T15L388X"}},
      {Category::kFrNir,
       "num\xC3\xA9ro de s\xC3\xA9"
       "curit\xC3\xA9 sociale",
       "numero_securite_sociale",
       "",
       {"1 94 05 24 328 120 45", "2760847352284 02", "185127257331995"}},
      {Category::kDeTaxId,
       "Steuer-ID",
       "steuer_id",
       "",
       {"80 243 599 760", "95305764821", "12748053460"}},
      {Category::kDeIdCard,
       "Personalausweis",
       "personalausweis",
       "",
       {"X55VWV1Z63", "G4NC5M840", "TV90GZJ0K1"}},
      {Category::kPtNif,
       "contribuinte",
       "contribuinte",
       "",
       {"338246142", "343 130 777", "369107195"}},
      {Category::kNlBsn, "BSN", "bsn", "", {"198 541 302", "883 604 607", "4615.71.900"}},
      {Category::kBeNationalNumber,
       "rijksregisternummer",
       "rijksregisternummer",
       "",
       {"75101225263", "82071888456", "98071344709"}},
      {Category::kPlPesel, "PESEL", "pesel", "", {"49032348612", "68040647944", "48020681155"}},
      {Category::kCzBirthNumber,
       "rodn\xC3\xA9 \xC4\x8D\xC3\xADslo",
       "rodne_cislo",
       "",
       {"045724/0278", "726227/1236", "565623/8555"}},
      {Category::kRoCnp, "CNP", "cnp", "", {"1940715170280", "1741016345717", "2461117343411"}},
      {Category::kBgEgn,
       "\xD0\x95\xD0\x93\xD0\x9D",
       "egn",
       "",
       {"7702033275", "9903261692", "9507012836"}},
      {Category::kSePersonnummer,
       "personnummer",
       "personnummer",
       "",
       {"5701038332", "700315-0831", "19530279-4234"}},
      {Category::kNoBirthNumber,
       "f\xC3\xB8"
       "dselsnummer",
       "fodselsnummer",
       "",
       {"02059745037", "20117927483", "20074603743"}},
      {Category::kDkCpr,
       "CPR-nummer",
       "cpr_nummer",
       "",
       {"210760-0852", "261196-0584", "160467-1759"}},
      {Category::kFiPersonalIdentityCode,
       "henkil\xC3\xB6tunnus",
       "hetu",
       "",
       {"150363X0222", "061082-7122", "110997-063D"}},
      {Category::kIePpsn, "PPS number", "pps_number", "", {"6074210AB", "9180186F", "0687506EA"}},
      {Category::kChAhv,
       "AHV-Nummer",
       "ahv_nummer",
       "",
       {"756.0033.7013.72", "756 5473 0308 84", "756.0386.0069.26"}},
      {Category::kTrNationalId,
       "TC Kimlik No",
       "tc_kimlik_no",
       "",
       {"75361314448", "15715071108", "60919678028"}},
      {Category::kIlId,
       "teudat zehut",
       "teudat_zehut",
       "",
       {"338126923", "099215840", "203582101"}},
      {Category::kZaIdNumber,
       "South African ID",
       "id_number",
       "",
       {"0408127568082", "6805232872081", "860324 5419 190"}},
      {Category::kKrRrn,
       "\xEC\xA3\xBC\xEB\xAF\xBC\xEB\x93\xB1\xEB\xA1\x9D\xEB\xB2\x88\xED\x98\xB8",
       "resident_registration_number",
       "",
       {"550816-2032733", "600804-1679163", "990904-2436184"}},
      {Category::kJpMyNumber,
       "\xE3\x83\x9E\xE3\x82\xA4\xE3\x83\x8A\xE3\x83\xB3\xE3\x83\x90\xE3\x83\xBC",
       "my_number",
       "",
       {"8677-5686-1674", "358683089313", "6991 3460 6022"}},
      {Category::kCnResidentId,
       "\xE8\xBA\xAB\xE4\xBB\xBD\xE8\xAF\x81\xE5\x8F\xB7",
       "resident_id",
       "",
       {"620102196212279009", "420502198503288021", "370203197206143097"}},
      {Category::kSgNricFin, "NRIC", "nric", "", {"T6675267J", "S1966118J", "M2079554Q"}},
      {Category::kHkId, "HKID", "hkid", "", {"R846328(9)", "D1553993", "K962980(7)"}},
      {Category::kThTnin,
       "Thai national ID",
       "thai_id",
       "",
       {"7-5692-05614-22-2", "6-3652-14745-70-9", "3 7481 97831 62 7"}},
      {Category::kIdNik,
       "NIK",
       "nik",
       "",
       {"1271065404530032", "3171054410740055", "5171015811650045"}},
      {Category::kRuSnils,
       "\xD0\xA1\xD0\x9D\xD0\x98\xD0\x9B\xD0\xA1",
       "snils",
       "",
       {"82435047387", "95639317659", "751-281-407 84"}},
      {Category::kNgNin, "NIN", "nin", "", {"84478682208", "65027317726", "10142407702"}},
      {Category::kPassport,
       "Reisepass",
       "reisepass_nr",
       "",
       {"R56757623", "EXE616619", "R38665131"}},
      {Category::kCreditCard,
       "credit card number",
       "credit_card_number",
       "",
       {"5522.4972.6376.8406", "5547237554449527", "5241 5460 1209 6566"}},
      {Category::kCardSecurityCode, "CVV", "cvv", "", {"489", "837", "211"}},
      {Category::kCardExpiry, "card expiry", "card_expiry", "", {"02-27", "0129", "07-27"}},
      {Category::kPin, "PIN", "atm_pin", "", {"527924", "473274", "7695"}},
      {Category::kIbanCode,
       "IBAN",
       "iban",
       "",
       {"PL56 0944 6408 1988 8275 0636 3325", "SE9603078049178825773632",
        "SE69 3836 5260 6381 9692 6294"}},
      {Category::kSwiftCode,
       "SWIFT code",
       "swift_code",
       "",
       {"RVVPUS9EXXX", "GUCBNL4S864", "DVCLUSYR"}},
      {Category::kUsBankNumber,
       "checking account number",
       "bank_account_number",
       "",
       {"5232555397065", "5673953898431", "961611779012"}},
      {Category::kAbaRoutingNumber,
       "routing number",
       "routing_number",
       "",
       {"111361719", "320057254", "014566705"}},
      {Category::kUkSortCode, "sort code", "sort_code", "", {"31-45-87", "126588", "34-53-02"}},
      {Category::kUkBankAccount,
       "account number",
       "account_number",
       " It is with Barclays.",
       {"61892585", "24327326", "86359982"}},
      {Category::kInIfsc,
       "IFSC code",
       "ifsc_code",
       "",
       {"UTIB0020784", "BARB0LZN209", "HDFC0HMZ114"}},
      {Category::kMxClabe,
       "CLABE",
       "clabe",
       "",
       {"127569040247451951", "127690520917971147", "127586122855554688"}},
      {Category::kCrypto,
       "bitcoin address",
       "btc_address",
       "",
       {"1AToPcgWsN1J29EvMjoGzcLpZrkWsrbe46", "337HpNQYp8SjabDLpBLkJgEEYkh9LZEHoc",
        "ltc1qe5hwdajtnpfd9weqk4dqfj8gdytyq8zrysvg6z"}},
      {Category::kEthereumAddress,
       "MetaMask",
       "eth_address",
       "",
       {"0x51e24f8d1be17f9a52d7496aa9fcae8c619b6b28", "0x81A75Df1aB71566d7240Ce2cCa2C54Bf9FdC2bf4",
        "0x5fdba75a17a536dcb44ae3d4af59c1d31d1818a8"}},
      {Category::kCryptoPrivateKey,
       "wallet private key",
       "wallet_private_key",
       "",
       {"5K6oASYaxQGt45zfgPzm41G5HJVZeFMDKuYR37wCWanjwriucr9",
        "L5Wj78sAQ491gvDtVnMZ4JfH5frZEbXceZQu3VSuzvo3CTziUEEH",
        "e6e3cb93f1f073c558faff2bdffe68b7136473217780d56915d633a449d7bfb4"}},
      {Category::kInsurancePolicyNumber,
       "policy number",
       "policy_number",
       "",
       {"POL-KU26278", "VFY-3717728", "POL-EE39741"}},
      {Category::kCreditScore, "credit score", "credit_score", "", {"627", "830", "823"}},
      {Category::kMedicalRecordNumber,
       "medical record number",
       "medical_record_number",
       "",
       {"67724113", "MRN3669206", "9293771"}},
      {Category::kUkNhs,
       "NHS number",
       "nhs_number",
       "",
       {"5109105340", "606 245 4000", "450 824 8411"}},
      {Category::kUsMbi,
       "Medicare number",
       "medicare_beneficiary_id",
       "",
       {"2NQ3G31WA68", "4QX8-R58-JT21", "8J87FV6TT72"}},
      {Category::kUsNpi, "NPI", "npi_number", "", {"1038222976", "1616756049", "1681015370"}},
      {Category::kMedicalLicense,
       "DEA number",
       "dea_number",
       "",
       {"AB7844839", "MC5672820", "BI5120439"}},
      {Category::kAuMedicare,
       "Medicare card",
       "medicare_card_number",
       "",
       {"5460 23736 1", "5820 18266 1/1", "6971 27873 1/2"}},
      {Category::kNzNhi, "NHI number", "nhi_number", "", {"RUY8133", "EGH27DP", "XWN1054"}},
      {Category::kCaHealthCard,
       "health card number",
       "health_card_number",
       "",
       {"8292782060 DH", "9149-159-775 JK", "3267-867-434"}},
      {Category::kDeHealthInsurance,
       "Versichertennummer",
       "krankenversichertennummer",
       "",
       {"X105609820", "Q191287182", "V835041292"}},
      {Category::kHealthPlanId,
       "health plan ID",
       "health_plan_id",
       "",
       {"W156183020", "W357747252", "UDW156470432"}},
      {Category::kPrescriptionNumber,
       "prescription number",
       "prescription_number",
       "",
       {"0993807", "Rx668217", "Rx1423997"}},
      {Category::kVin,
       "VIN",
       "vin",
       "",
       {"4S34GHNJXHV023927", "SALCXVGF2B4688555", "1HGLW7X73N7484995"}},
      {Category::kLicensePlate,
       "license plate",
       "license_plate",
       "",
       {"CBD 313", "1DJH458", "BN19 UZE"}},
      {Category::kUkDrivingLicence,
       "driving licence number",
       "driving_licence_number",
       "",
       {"DRINK461095WS9FB", "HOOGE712077PJ9GP", "LOCKY709089PM9WA"}},
      {Category::kBookingReference,
       "booking reference",
       "booking_reference",
       " The flight leaves at noon.",
       {"J9CMFH", "DE5957", "BW9JJ5"}},
      {Category::kEticketNumber,
       "e-ticket number",
       "eticket_number",
       "",
       {"016 9332725968", "220 5309059762", "220 3227456805"}},
      {Category::kFrequentFlyerNumber,
       "frequent flyer number",
       "frequent_flyer_number",
       "",
       {"992002893620800", "853426565", "AJ8988872"}},
      {Category::kImei,
       "IMEI",
       "imei",
       "",
       {"86-903239-843491-3", "869694031182116", "358852237088366"}},
      {Category::kImsi,
       "IMSI",
       "imsi",
       "",
       {"262018168613153", "222103026188132", "310260467739906"}},
      {Category::kIccid,
       "SIM card number",
       "iccid",
       "",
       {"8933125488465625789", "8939657538110742984", "8944899718154257853"}},
      {Category::kEmployeeId, "employee ID", "employee_id", "", {"P-12628", "E173058", "P-81262"}},
      {Category::kStudentId,
       "student number",
       "student_number",
       "",
       {"F3920350", "F4821010", "V0043815"}},
      {Category::kProfessionalLicense,
       "nursing license",
       "nursing_license",
       "",
       {"GMC 5982919", "OAB/RJ 366659", "PE 11511"}},
      {Category::kBiometricId,
       "biometric ID",
       "biometric_id",
       "",
       {"IRIS:0aab:a935:71bf", "IRIS:9c40:4b01:1d96", "vp_gGZdURRALH97"}},
      {Category::kCaseNumber,
       "case number",
       "case_number",
       " The court heard it in May.",
       {"FL-4437957", "crime ref. 3026292/12", "7937441-65.2020.8.17.0697"}},
      {Category::kMembershipId,
       "membership number",
       "membership_number",
       "",
       {"6799794358842626", "9542510707", "D73715798"}},
      {Category::kUtilityAccount,
       "electricity meter number",
       "meter_number",
       "",
       {"DE0002797310151287655684651567940", "1592534452235", "5592957622-8"}},
  };
  return kSubjects;
}

std::string camel(std::string_view field) {
  std::string out;
  bool up = false;
  for (const char c : field) {
    if (c == '_') {
      up = true;
    } else {
      out.push_back(up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
      up = false;
    }
  }
  return out;
}

/// The ways in which a labelled value stands in mails, forms, tables, programs and logs.
std::vector<std::string> carriers(const Subject& s, const std::string& v) {
  const std::string label = s.label;
  const std::string field = s.field;
  const std::string context = s.context;
  return {
      "Hi, my " + label + " is " + v + "." + context + " Thanks!",
      label + ": " + v + "\n" + context,
      "Please note: " + label + " " + v + " (valid)." + context,
      "{\"" + field + "\": \"" + v + "\", \"note\": \"" + context + "\"}",
      "{\"" + camel(field) + "\":\"" + v + "\"}" + context,
      field + "=" + v + "\n" + context,
      "user:\n  " + field + ": " + v + "\n" + context,
      "city," + field + "\nLeeds," + v + "\nYork," + v + "\n" + context,
      "| Town | " + label + " |\n|---|---|\n| Leeds | " + v + " |\n" + context,
      "<dl><dt>" + label + "</dt><dd>" + v + "</dd></dl>" + context,
      "<" + field + ">" + v + "</" + field + ">" + context,
      "2026-02-03T10:14:55Z INFO form.submit " + field + "=\"" + v + "\" ok" + context,
      "> On Monday she wrote:\n> " + label + ": " + v + "\n> bye\n" + context,
      "INSERT INTO people (town, " + field + ") VALUES ('Leeds', '" + v + "');" + context,
  };
}

TEST(IdRules, EveryCategoryInEveryForm) {
  size_t wanted = 0;
  size_t missed = 0;
  for (const Subject& subject : subjects()) {
    size_t missed_here = 0;
    std::string example;
    for (const std::string& value : subject.values) {
      for (const std::string& text : carriers(subject, value)) {
        const size_t at = text.find(value);
        const std::vector<Hit> hits = scan_text(text);
        size_t covered = 0;
        for (const Hit& hit : hits) {
          if (hit.category != subject.category) continue;
          const uint64_t begin = std::max<uint64_t>(hit.span.begin, at);
          const uint64_t end = std::min<uint64_t>(hit.span.end, at + value.size());
          if (begin < end) covered += end - begin;
        }
        ++wanted;
        if (covered * 10 >= value.size() * 9) continue;
        ++missed_here;
        if (example.empty()) example = text + "\n  found: " + describe(text, hits);
      }
    }
    missed += missed_here;
    // One form in fourteen may be too thin for a category that lives from its context.
    EXPECT_LE(missed_here, subject.values.size())
        << category_name(subject.category) << ": " << example;
  }
  EXPECT_GE(wanted, 3500U);
  EXPECT_LE(missed * 100, wanted) << missed << " of " << wanted;
}

/// What identifiers of this file's categories must leave alone.
const char* const kDecoys[] = {
    "Order number 4539 5787 6362 1487 was shipped on 2024-03-05.",
    "Your order 113-4567890-1234567 has been dispatched.",
    "Tracking number 1Z999AA10123456784, parcel 9400 1000 0000 0000 0000 00",
    "Invoice INV-2024-000123 of 12.03.2024 over 1,299.00 EUR",
    "ISBN 978-3-16-148410-0, EAN 4006381333931, ISSN 2049-3630",
    "doi:10.1038/s41586-020-2649-2 and arXiv:2103.00020v2, PMID 31978945",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b fixes issue 48213",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
    "request 123e4567-e89b-12d3-a456-426614174000 took 35 ms",
    "Version 10.0.19045.3803, build 20231107.1, port 5432, pid 88231",
    "1700000000000 1704067200 1609459200123 are epoch values",
    "The test card 4111 1111 1111 1111 always succeeds, 5555 5555 5555 4444 too.",
    "SSN 078-05-1120 was printed on a wallet insert; 219-09-9999 as well.",
    "Use 123-45-6789 as a placeholder for the SSN field.",
    "IBAN DE89 3704 0044 0532 0130 00 is the bank's own example, GB33BUKB20201555555555 another.",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "The DNI 12345678Z is the specimen of the ministry.",
    "Part no. AB1234563, SKU 7654321-K, lot 0482913, batch 22-0913",
    "CVE-2021-44228 affects log4j 2.14.1, see RFC 7519 and ISO 27001",
    "We sold 123456789 units at a price of 84,500 dollars.",
    "The median household income was $70,784 in 2021.",
    "The model scored 720 points and the GTX 1080 ran at 144 Hz.",
    "credit scores range from 300 to 850",
    "HTTP 404, error code 0x80070057, exit status 137",
    "Section 12.3.4 of chapter 7, page 482, figure 12-34-56",
    "Flight LH 454 to gate B42 boards at 09:15, seat 23A",
    "The pin header has 40 pins; GPIO pin 1234 does not exist.",
    "passport to success: 7 steps and 100000000 reasons",
    "class A123 { int b4567 = 890123; };",
    "uint64_t h = 0x9E3779B97F4A7C15ULL;",
    "Please quote ticket #123456789 when you contact support, case 00123456.",
    "ghcr.io/acme/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "52.5200 13.4050 and 1024x768, 3840 x 2160, 10/10/2020 10:10:10",
    "0.9434765919 is the p-value, 4.7E-11 the error",
    "The phone 555-0142 rings in the film.",
    "0x0000000000000000000000000000000000000000 is the zero address",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa is the genesis address",
    "the blood of the people; type O, AB and B are letters; grade A+ rating, AA batteries",
    "The court said in 2 BvR 1234 what everybody knew.",
    "national parks: 63; insurance companies: 5,965; members: 1,234,567",
    "fingerprint 43:51:43:a1:b5:fc:8b:b7:0a:3a:a9:b1:0f:66:73:a8 (RSA)",
    "New York 10001, 90210 and 94105 are ZIP codes of places in films",
    "Salary negotiations start at 9:30 in room 4021.",
    "expires 12/2025 says the milk; best before 03/26",
    "Rx 3 and Tx 5 are the pins, 115200 baud",
};

/// One word in one stretch of text, looked for at each place.
bool plainly_holds(std::string_view text, size_t from, size_t to, std::string_view word) {
  for (size_t at = from; at + word.size() <= to; ++at) {
    size_t same = 0;
    while (same < word.size() && scan::lower(text[at + same]) == word[same]) ++same;
    if (same < word.size()) continue;
    if ((word[0] & 0x80) != 0) return true;
    const auto letter = [&](size_t i) { return i < to && scan::is_alpha(text[i]); };
    const auto hump = [&](size_t i) {
      return scan::is_upper(text[i]) && scan::is_lower(text[i - 1]);
    };
    if (at > 0 && scan::is_alpha(text[at - 1]) && scan::is_alpha(word[0]) && !hump(at)) continue;
    const size_t end = at + word.size();
    if (!scan::is_alpha(word.back()) || !letter(end) || hump(end) ||
        (scan::lower(text[end]) == 's' && !letter(end + 1)))
      return true;
  }
  return false;
}

TEST(IdRules, MachineReadableZonesInMarkup) {
  const std::string zone =
      "I&lt;UTOD231458930&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;\n"
      "7408122F1204159UTO&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;0\n"
      "BERMUDEZ&lt;&lt;ANNA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;";
  const std::string text = "<mrz>" + zone + "</mrz>\n";
  const std::vector<Hit> hits = scan_text(text);
  ASSERT_EQ(hits.size(), 1U) << describe(text, hits);
  EXPECT_EQ(hits[0].category, Category::kPassportMrz);
  EXPECT_EQ(hits[0].span.of(text), zone) << describe(text, hits);
}

/// Names of fields that only programs and clerks use.
TEST(IdRules, ShortNamesOfFields) {
  const std::pair<Category, const char*> rows[] = {
      {Category::kIlId, "tz: 338126923"},
      {Category::kUsPassport, "UPDATE t SET us_passport = '563650828' WHERE id = 4;"},
      {Category::kCreditCard, "<table><tr><th>PAN</th><td>4670590648124221</td></tr></table>"},
      {Category::kSwiftCode, "BIC WYLJFRCE Any ideas?"},
      {Category::kCardExpiry, "{\"expMonthYear\": \"08/2031\"}"},
      {Category::kIlId, "a,il_id\nb,338126923\n"},
      {Category::kAuAbn, "BUSINESS_NUMBER=57752097139"},
      {Category::kZaIdNumber, "sa_id: 0408127568082"},
      {Category::kUkSortCode, "| S/C | Note |\n|---|---|\n| 31-45-87 | none |\n"},
  };
  for (const auto& [category, text] : rows) {
    const std::vector<Hit> hits = scan_text(text);
    ASSERT_EQ(hits.size(), 1U) << describe(text, hits);
    EXPECT_EQ(hits[0].category, category) << text;
  }
}

/// A line with a label of its own is not another label's, however well it would fit that one.
TEST(IdRules, TheFieldsOwnLabelDecides) {
  const std::string fields[] = {
      "ssn: 367-06-6124\nbank account number: 565728731\nemail: x\n",
      "sin: 673138483\nbank account number: 224764944\n",
      "card number: 5254 6690 2626 3461\nbank account number: 624145539034\n",
      "mac address: 9cac.c717.f5cc\nbank account number: 219879410492\n",
  };
  for (const std::string& text : fields) {
    const std::vector<Hit> hits = scan_text(text);
    ASSERT_EQ(hits.size(), 2U) << describe(text, hits);
    EXPECT_EQ(hits[1].category, Category::kUsBankNumber) << describe(text, hits);
  }
  // A field's name without a rule for its value takes nothing from the heading.
  const std::string plain = "SSN on file\nNumber: 367066124\n";
  const std::vector<Hit> hits = scan_text(plain);
  ASSERT_EQ(hits.size(), 1U) << describe(plain, hits);
  EXPECT_EQ(hits[0].category, Category::kUsSsn);
}

TEST(IdRules, MentionsAgreeWithAPlainSearch) {
  const std::string_view words[] = {"ab", "a", "ba-b", "#b", "\xC3\xA9", "bb a", "sab", "s/b"};
  std::mt19937 rng(17);
  size_t mentioned = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    constexpr std::string_view kPieces[] = {"a", "b", "A", "B", "s",
                                            " ", "-", "#", "/", "\xC3\xA9"};
    for (size_t n = rng() % 120; n > 0; --n) text += kPieces[rng() % std::size(kPieces)];
    const scan::Page page{text, ScanMode::kText, nullptr, {}, {}};
    const size_t begin = rng() % (text.size() + 1);
    const size_t end = begin + rng() % (text.size() + 1 - begin);
    const size_t before = rng() % 60, after = rng() % 60;
    std::string list;
    bool expected = false;
    for (size_t n = 1 + rng() % 3; n > 0; --n) {
      const std::string_view word = words[rng() % std::size(words)];
      list += (list.empty() ? "" : "|") + std::string(word);
      expected = expected || plainly_holds(text, begin - std::min(begin, before), begin, word) ||
                 plainly_holds(text, end, std::min(text.size(), end + after), word);
    }
    EXPECT_EQ(scan::mentions(page, begin, end, list, before, after), expected)
        << list << " around [" << begin << ", " << end << ") of " << text;
    mentioned += expected;
  }
  EXPECT_GT(mentioned, 500U);
}

TEST(IdRules, DecoysAreLeftAlone) {
  std::set<Category> mine;
  for (const Subject& subject : subjects()) mine.insert(subject.category);
  for (const char* text : kDecoys) {
    const std::vector<Hit> hits = scan_text(text);
    for (const Hit& hit : hits) {
      EXPECT_EQ(mine.count(hit.category), 0U) << text << "\n  found: " << describe(text, hits);
    }
  }
}

/// A wrong check digit is no identifier, whatever stands before it.
TEST(IdRules, WrongCheckDigitsAreLeftAlone) {
  const std::set<Category> checked = {Category::kCaSin,
                                      Category::kAuTfn,
                                      Category::kAuAbn,
                                      Category::kInAadhaar,
                                      Category::kBrCpf,
                                      Category::kBrCnpj,
                                      Category::kArCuit,
                                      Category::kClRut,
                                      Category::kMxCurp,
                                      Category::kEsNif,
                                      Category::kEsNie,
                                      Category::kItFiscalCode,
                                      Category::kFrNir,
                                      Category::kDeTaxId,
                                      Category::kNlBsn,
                                      Category::kBeNationalNumber,
                                      Category::kPlPesel,
                                      Category::kRoCnp,
                                      Category::kSePersonnummer,
                                      Category::kNoBirthNumber,
                                      Category::kFiPersonalIdentityCode,
                                      Category::kIePpsn,
                                      Category::kChAhv,
                                      Category::kTrNationalId,
                                      Category::kIlId,
                                      Category::kZaIdNumber,
                                      Category::kCnResidentId,
                                      Category::kSgNricFin,
                                      Category::kHkId,
                                      Category::kRuSnils,
                                      Category::kCreditCard,
                                      Category::kIbanCode,
                                      Category::kAbaRoutingNumber,
                                      Category::kMxClabe,
                                      Category::kUkNhs,
                                      Category::kUsNpi,
                                      Category::kMedicalLicense,
                                      Category::kDeHealthInsurance,
                                      Category::kImei,
                                      Category::kCrypto};
  for (const Subject& subject : subjects()) {
    if (checked.count(subject.category) == 0) continue;
    for (const std::string& value : subject.values) {
      // The last digit that is one, plus one.
      std::string bad = value;
      size_t at = bad.size();
      while (at > 0 && (bad[at - 1] < '0' || bad[at - 1] > '9')) --at;
      if (at == 0) continue;
      bad[at - 1] = bad[at - 1] == '9' ? '0' : static_cast<char>(bad[at - 1] + 1);
      for (const std::string& text :
           {std::string(subject.label) + ": " + bad, "no. " + bad + " in the list"}) {
        for (const Hit& hit : scan_text(text)) {
          EXPECT_NE(hit.category, subject.category) << text;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lauter
