#include "catalog/checks.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "catalog/category_check_test_support.h"
#include "catalog/checks_device.h"
#include "catalog/checks_financial.h"
#include "catalog/checks_health.h"
#include "catalog/checks_travel.h"

namespace lauter {
namespace {

TEST(Normalise, DropsSeparatorsAndMapsDigits) {
  const struct {
    const char* raw;
    const char* expected;
    bool clean;
  } kRows[] = {
      {"123-45 6789", "123456789", true},
      {"  de89 3704\t0044\n0532", "DE89370400440532", true},
      {"12.345.678/0001-95", "12345678000195", true},
      {"A123456(3)", "A1234563", true},
      {"\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\xA1", "12A", true},       // full-width 1 2 A
      {"\xD9\xA1\xD9\xA2\xE0\xA5\xA7\xE0\xB9\x99", "1219", true},  // Arabic, Devanagari, Thai
      {"\xE2\x80\x8B"
       "1\xC2\xA0"
       "2\xE2\x80\x93"
       "3",
       "123", true},                                     // zero width, nbsp, en dash
      {"\xF0\x9D\x9F\x8F\xF0\x9D\x9F\x98", "10", true},  // mathematical bold
      {"131052+308T", "131052+308T", true},
      {"P<UTOERIKSSON<<", "P<UTOERIKSSON<<", true},
      {"12\xC3\xA9"
       "3",
       "123", false},
      {"12!3", "123", false},
      {"\xF0\x9D", "", false},
      {"", "", true},
  };
  std::string out;
  for (const auto& row : kRows) {
    EXPECT_EQ(normalise_id(row.raw, out), row.clean) << row.raw;
    EXPECT_EQ(out, row.expected);
  }
}

TEST(Arithmetic, PublishedVectors) {
  EXPECT_TRUE(luhn_ok("79927398713"));  // Wikipedia, Luhn algorithm
  EXPECT_EQ(luhn_check_digit("7992739871"), '3');
  EXPECT_TRUE(verhoeff_ok("2363"));  // Wikipedia, Verhoeff algorithm
  EXPECT_EQ(verhoeff_check_digit("236"), '3');
  EXPECT_EQ(verhoeff_check_digit("12345"), '1');
  EXPECT_TRUE(mod_11_2_ok("07940"));  // ISO 7064 as in python-stdnum
  EXPECT_TRUE(mod_11_2_ok("079X"));
  EXPECT_TRUE(mod_11_10_ok("794623"));
  EXPECT_TRUE(mod_97_10_ok("435411161155111431"));
  EXPECT_TRUE(gs1_ok("4006381333931"));       // Wikipedia, EAN
  EXPECT_TRUE(orcid_ok("0000000218250097"));  // ORCID documentation
  EXPECT_TRUE(orcid_ok("000000021694233X"));
  EXPECT_FALSE(orcid_ok("0000000218250098"));
}

TEST(Arithmetic, EverySingleErrorAndSwapIsCaught) {
  std::string body = "80840";
  for (int trial = 0; trial < 50; ++trial) {
    body = body.substr(1) + static_cast<char>('0' + trial * 7 % 10);
    const std::string luhn = body + luhn_check_digit(body);
    const std::string verhoeff = body + verhoeff_check_digit(body);
    const std::string iso = body + mod_11_10_check_digit(body);
    ASSERT_TRUE(luhn_ok(luhn) && verhoeff_ok(verhoeff) && mod_11_10_ok(iso));
    for (size_t i = 0; i < luhn.size(); ++i) {
      for (char c = '0'; c <= '9'; ++c) {
        for (const auto& [good, ok] : {std::pair(luhn, &luhn_ok), std::pair(verhoeff, &verhoeff_ok),
                                       std::pair(iso, &mod_11_10_ok)}) {
          std::string bad = good;
          bad[i] = c;
          EXPECT_EQ(ok(bad), bad == good) << bad;
        }
      }
    }
    for (size_t i = 0; i + 1 < verhoeff.size(); ++i) {
      std::string bad = verhoeff;
      std::swap(bad[i], bad[i + 1]);
      EXPECT_EQ(verhoeff_ok(bad), bad == verhoeff) << bad;
    }
  }
}

TEST(Arithmetic, CalendarDates) {
  EXPECT_TRUE(calendar_date_ok(2000, 2, 29));
  EXPECT_FALSE(calendar_date_ok(1900, 2, 29));
  EXPECT_TRUE(calendar_date_ok(2024, 2, 29));
  EXPECT_FALSE(calendar_date_ok(2023, 2, 29));
  EXPECT_FALSE(calendar_date_ok(2023, 4, 31));
  EXPECT_FALSE(calendar_date_ok(2023, 13, 1));
  EXPECT_FALSE(calendar_date_ok(2023, 0, 1));
  EXPECT_FALSE(calendar_date_ok(2023, 1, 0));
  EXPECT_TRUE(short_date_ok(0, 2, 29));   // 2000
  EXPECT_FALSE(short_date_ok(1, 2, 29));  // neither 1901 nor 2001
}

TEST(Financial, Cards) {
  const struct {
    const char* number;
    CardBrand brand;
  } kRows[] = {
      // The networks' test numbers, as Stripe, Adyen and Braintree list them.
      {"4111111111111111", CardBrand::kVisa},       {"5555555555554444", CardBrand::kMastercard},
      {"2223003122003222", CardBrand::kMastercard}, {"378282246310005", CardBrand::kAmex},
      {"6011111111111117", CardBrand::kDiscover},   {"3530111333300000", CardBrand::kJcb},
      {"30569309025904", CardBrand::kDiners},       {"6200000000000005", CardBrand::kUnionPay},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(card_brand(row.number), row.brand) << row.number;
    EXPECT_TRUE(credit_card_ok(row.number)) << row.number;
    EXPECT_TRUE(is_test_card(row.number)) << row.number;
  }
  EXPECT_FALSE(credit_card_ok("4111111111111112"));
  EXPECT_FALSE(credit_card_ok("9111111111111110"));
  EXPECT_FALSE(is_test_card("4539578763621486"));
  EXPECT_TRUE(credit_card_ok("4539578763621486"));
}

TEST(Financial, Ibans) {
  // SWIFT IBAN registry, the example of each country.
  for (const char* iban : {"GB82WEST12345698765432",
                           "DE89370400440532013000",
                           "FR1420041010050500013M02606",
                           "ES9121000418450200051332",
                           "BE68539007547034",
                           "IT60X0542811101000000123456",
                           "NL91ABNA0417164300",
                           "CH9300762011623852957",
                           "NO9386011117947",
                           "PL61109010140000071219812874",
                           "SE4550000000058398257466",
                           "SM86U0322509800000000270100",
                           "MT84MALT011000012345MTLCAST001S",
                           "BR1800360305000010009795493C1",
                           "SA0380000000608010167519",
                           "AT611904300234573201",
                           "DK5000400440116243",
                           "FI2112345600000785",
                           "PT50000201231234567890154",
                           "IE29AIBK93115212345678",
                           "LU280019400644750000",
                           "CZ6508000000192000145399",
                           "TR330006100519786457841326",
                           "AE070331234567890123456",
                           "IL620108000000099999999",
                           "HU42117730161111101800000000",
                           "GR1601101250000000012300695",
                           "RO49AAAA1B31007593840000",
                           "UA213223130000026007233566001",
                           "KW81CBKU0000000000001234560101",
                           "SI56263300012039086",
                           "RS35260005601001611379"}) {
    EXPECT_TRUE(iban_ok(iban)) << iban;
    EXPECT_TRUE(iban_national_ok(iban)) << iban;
    const std::string text = iban;
    EXPECT_EQ(iban_check_digits(text.substr(0, 2), text.substr(4)), (CheckPair{text[2], text[3]}));
    std::string bad = text;
    bad[10] = bad[10] == '7' ? '3' : '7';
    EXPECT_FALSE(iban_ok(bad)) << bad;
    EXPECT_FALSE(iban_ok(text + "0"));
  }
  // A right mod 97 over wrong national digits.
  std::string spanish = "ES9121000418460200051332";
  const CheckPair check = iban_check_digits("ES", std::string_view(spanish).substr(4));
  spanish[2] = check[0], spanish[3] = check[1];
  EXPECT_TRUE(iban_ok(spanish));
  EXPECT_FALSE(iban_national_ok(spanish));
}

TEST(Financial, OtherNumbers) {
  EXPECT_TRUE(bic_ok("DEUTDEFF500"));
  EXPECT_TRUE(bic_ok("NEDSZAJJ"));
  EXPECT_FALSE(bic_ok("PASSWORD"));
  EXPECT_FALSE(bic_ok("DEUTXXFF"));
  EXPECT_TRUE(aba_routing_ok("111000025"));  // ABA routing number, Wikipedia
  EXPECT_TRUE(aba_routing_ok("122105155"));
  EXPECT_FALSE(aba_routing_ok("111000024"));
  EXPECT_FALSE(aba_routing_ok("137000029"));  // prefix 13 is not assigned
  EXPECT_TRUE(in_ifsc_ok("SBIN0005943"));
  EXPECT_FALSE(in_ifsc_ok("SBIN1005943"));
  EXPECT_TRUE(mx_clabe_ok("032180000118359719"));  // CLABE, Wikipedia
  EXPECT_FALSE(mx_clabe_ok("032180000118359718"));
}

TEST(Health, PublishedVectors) {
  EXPECT_TRUE(uk_nhs_ok("9434765919"));  // NHS Data Dictionary
  EXPECT_TRUE(uk_nhs_ok("4010232137"));  // NHS.uk specimen
  EXPECT_FALSE(uk_nhs_ok("9434765918"));
  EXPECT_TRUE(us_mbi_ok("1EG4TE5MK73"));  // CMS specimen
  EXPECT_FALSE(us_mbi_ok("1SG4TE5MK73"));
  EXPECT_FALSE(us_mbi_ok("0EG4TE5MK73"));
  EXPECT_TRUE(us_npi_ok("1234567893"));  // CMS, NPI check digit
  EXPECT_FALSE(us_npi_ok("1234567890"));
  EXPECT_TRUE(us_dea_ok("AB1234563"));  // DEA number, Wikipedia
  EXPECT_TRUE(us_dea_ok("F91234563"));
  EXPECT_FALSE(us_dea_ok("AB1234564"));
  EXPECT_TRUE(au_medicare_ok("2123456701"));  // Services Australia test card
  EXPECT_FALSE(au_medicare_ok("2123456711"));
  EXPECT_FALSE(au_medicare_ok("1123456701"));
  for (const char* nhi : {"ZAC5361", "ZZZ0016", "ZZZ0024", "CGC2720",  // HISO 10046
                          "ZBN77VL", "ZZZ00AC", "ZDR69YX", "ZYZ89XY"}) {
    EXPECT_TRUE(nz_nhi_ok(nhi)) << nhi;
  }
  EXPECT_FALSE(nz_nhi_ok("ZAC3561"));
  EXPECT_FALSE(nz_nhi_ok("ZZZ0044"));
  EXPECT_TRUE(ca_health_card_ok("9876543217"));  // Ontario Ministry of Health specimen
  EXPECT_TRUE(ca_health_card_ok("9876543217AB"));
  EXPECT_FALSE(ca_health_card_ok("9876543218"));
  EXPECT_TRUE(de_health_insurance_ok("A123456780"));  // GKV-Spitzenverband sample card
  EXPECT_FALSE(de_health_insurance_ok("A123456781"));
  EXPECT_FALSE(de_health_insurance_ok("1123456780"));
}

TEST(Travel, PublishedVectors) {
  EXPECT_TRUE(vin_ok("1M8GDM9AXKP042788"));  // VIN, Wikipedia
  EXPECT_FALSE(vin_ok("1M8GDM9A5KP042788"));
  EXPECT_TRUE(vin_ok("WVWZZZ1JZXW386752"));  // Europe: no digit asked for
  EXPECT_FALSE(vin_ok("WVWZZZ1JZXWI86752"));
  EXPECT_EQ(vin_check_digit("1M8GDM9A_KP042788"), '\0');
  EXPECT_EQ(vin_check_digit("1M8GDM9A0KP042788"), 'X');
  // ICAO 9303 parts 4, 5 and 6: specimens of TD3, TD1, TD2.
  const std::string td3 =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
      "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
  const std::string td1 =
      "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
  const std::string td2 =
      "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6";
  EXPECT_TRUE(passport_mrz_ok(td3));
  EXPECT_TRUE(passport_mrz_ok(td3.substr(44)));
  EXPECT_TRUE(passport_mrz_ok(td1));
  EXPECT_TRUE(passport_mrz_ok(td2));
  for (std::string bad : {td3, td1, td2}) {
    const size_t at = bad.find("740812");
    bad[at] = '6';
    EXPECT_FALSE(passport_mrz_ok(bad)) << bad;
  }
  EXPECT_EQ(mrz_check_digit("L898902C3"), '6');
  EXPECT_TRUE(uk_driving_licence_ok("MORGA657054SM9IJ"));  // DVLA specimen
  EXPECT_TRUE(uk_driving_licence_ok("FOX99861238DA9EX"));
  EXPECT_FALSE(uk_driving_licence_ok("MORGA613054SM9IJ"));  // month 13
  EXPECT_FALSE(uk_driving_licence_ok("MOR9A657054SM9IJ"));
  EXPECT_TRUE(airline_code_ok("001"));
  EXPECT_TRUE(airline_code_ok("220"));
  EXPECT_FALSE(airline_code_ok("978"));
  EXPECT_FALSE(airline_code_ok("000"));
}

TEST(Device, PublishedVectors) {
  EXPECT_TRUE(imei_ok("490154203237518"));  // IMEI, Wikipedia
  EXPECT_FALSE(imei_ok("490154203237519"));
  EXPECT_TRUE(imsi_ok("310150123456789"));  // IMSI, Wikipedia
  EXPECT_FALSE(imsi_ok("999150123456789"));
  EXPECT_TRUE(iccid_ok("89148000000745809013"));  // a carrier's published sample
  EXPECT_FALSE(iccid_ok("89148000000745809014"));
  EXPECT_TRUE(es_cups_ok("ES1234123456789012JY"));  // python-stdnum
  EXPECT_TRUE(es_cups_ok("ES1234123456789012JY1F"));
  EXPECT_FALSE(es_cups_ok("ES1234123456789012JX"));
  EXPECT_EQ(crc32_ieee("123456789"), 0xCBF43926U);  // the check value of CRC-32/ISO-HDLC
  const std::string body = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";
  const auto sum = crc32_base62(body);
  const std::string token = "ghp_" + body + std::string(sum.begin(), sum.end());
  EXPECT_TRUE(crc_token_ok(token)) << token;
  EXPECT_EQ(token, "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");  // GitHub's blog, sample token
  std::string bad = token;
  bad[10] = bad[10] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(crc_token_ok(bad));
  // Made with Python: base64.b32encode of the bytes and binascii.crc_hqx() of them.
  const std::string seed = "SC22RY6GRSWQN225K4SF7DWQKXKW2HOTUDQO3PZNOAWWXQCGKBCBTFCVWI";
  EXPECT_TRUE(nkey_seed_ok(seed));
  // The last character has bits of padding.
  for (size_t i = 2; i + 1 < seed.size(); ++i) {
    std::string wrong = seed;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(nkey_seed_ok(wrong)) << wrong;
  }
  EXPECT_TRUE(uk_mpan_ok("2000050773706"));  // sample in suppliers' help pages
  EXPECT_TRUE(uk_mpan_ok("1900091178963"));
  EXPECT_FALSE(uk_mpan_ok("2000050773707"));
  EXPECT_EQ(uk_mpan_check_digit("200005077370"), '6');
}

TEST(Catalog, CheckOfACategory) {
  EXPECT_EQ(category_check(Category::kIbanCode, "GB82WEST12345698765432"), true);
  EXPECT_EQ(category_check(Category::kIbanCode, "GB82WEST12345698765433"), false);
  EXPECT_EQ(category_check(Category::kPerson, "X"), std::nullopt);
}

}  // namespace
}  // namespace lauter
