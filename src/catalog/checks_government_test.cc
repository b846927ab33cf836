// Vectors: the issuers' own examples where they publish one, else python-stdnum's documentation,
// else the Wikipedia article of the number; the comment of each group says which.
#include "catalog/checks_government.h"

#include <gtest/gtest.h>

#include <string>

#include "catalog/checks_travel.h"

namespace lauter {
namespace {

using Check = bool (*)(std::string_view);

struct Vector {
  const char* name;
  Check ok;
  const char* good;
  /// Whether any single wrong digit must be caught (the modulus is prime, or Luhn, or Verhoeff).
  bool catches_any_digit;
};

// python-stdnum documentation unless another source is named.
const Vector kVectors[] = {
    {"ca_sin (Wikipedia)", ca_sin_ok, "130692544", true},
    {"mx_curp (RENAPO)", mx_curp_ok, "BOXW310820HNERXN09", false},
    {"br_cpf", br_cpf_ok, "39053344705", false},
    {"br_cpf (Receita's example)", br_cpf_ok, "11144477735", false},
    {"br_cnpj", br_cnpj_ok, "16727230000197", false},
    {"br_cnpj with letters (Receita Federal, 2024)", br_cnpj_ok, "12ABC34501DE35", false},
    {"ar_cuit", ar_cuit_ok, "20055361682", true},
    {"cl_rut", cl_rut_ok, "125319092", true},
    {"cl_rut", cl_rut_ok, "760864285", true},
    {"uk_nino (form)", uk_nino_ok, "AB123456C", false},
    {"es_nif", es_nif_ok, "54362315K", true},
    {"es_nif (specimen)", es_nif_ok, "12345678Z", true},
    {"es_nie", es_nie_ok, "X2482300W", true},
    {"es_nie", es_nie_ok, "X1234567L", true},
    {"it_fiscal_code", it_fiscal_code_ok, "RCCMNL83S18D969H", false},
    {"it_fiscal_code (Wikipedia)", it_fiscal_code_ok, "MRTMTT25D09F205Z", false},
    {"fr_nir", fr_nir_ok, "295109912611193", true},
    {"fr_nir Corsica", fr_nir_ok, "253072B07300470", true},
    {"fr_nir Corsica", fr_nir_ok, "253072A07300443", true},
    {"de_tax_id", de_tax_id_ok, "36574261809", true},
    {"de_tax_id (BZSt)", de_tax_id_ok, "86095742719", true},
    {"de_id_card (BMI specimen)", de_id_card_ok, "T220001293", false},
    {"de_id_card (BMI specimen)", de_id_card_ok, "L01X00T471", false},
    {"pt_nif", pt_nif_ok, "123456789", false},
    {"nl_bsn", nl_bsn_ok, "111222333", true},
    {"nl_bsn (Wikipedia)", nl_bsn_ok, "123456782", true},
    {"be_national_number", be_national_number_ok, "85073003328", true},
    {"be_national_number (IBZ)", be_national_number_ok, "93051822361", true},
    {"pl_pesel", pl_pesel_ok, "44051401359", true},
    {"cz_birth_number", cz_birth_number_ok, "7103192745", false},
    {"cz_birth_number before 1954", cz_birth_number_ok, "531231123", false},
    {"ro_cnp", ro_cnp_ok, "1630615123457", true},
    {"bg_egn", bg_egn_ok, "7523169263", false},
    {"bg_egn (Wikipedia)", bg_egn_ok, "8032056031", false},
    {"se_personnummer", se_personnummer_ok, "8803200016", true},
    {"se_personnummer (Skatteverket)", se_personnummer_ok, "8112289874", true},
    {"se_personnummer 12 (Skatteverket)", se_personnummer_ok, "198112289874", false},
    {"no_birth_number", no_birth_number_ok, "15108695088", true},
    {"dk_cpr", dk_cpr_ok, "2110625629", false},
    {"dk_cpr mod 11", dk_cpr_mod_11_ok, "2110625629", true},
    {"fi_hetu (DVV)", fi_personal_identity_code_ok, "131052-308T", true},
    {"fi_hetu without dash", fi_personal_identity_code_ok, "131052308T", true},
    {"ie_ppsn", ie_ppsn_ok, "6433435F", true},
    {"ie_ppsn with W", ie_ppsn_ok, "6433435FW", true},
    {"ie_ppsn from 2013", ie_ppsn_ok, "6433435OA", true},
    {"ch_ahv", ch_ahv_ok, "7569217076985", false},
    {"tr_national_id", tr_national_id_ok, "17291716060", true},
    {"ru_snils (PFR)", ru_snils_ok, "11223344595", true},
    {"il_id", il_id_ok, "39337423", true},
    {"il_id", il_id_ok, "039337423", true},
    {"za_id_number", za_id_number_ok, "7503305044089", true},
    {"in_aadhaar", in_aadhaar_ok, "234123412346", true},
    {"in_pan", in_pan_ok, "ACUPA7085R", false},
    {"kr_rrn", kr_rrn_ok, "9710139019902", false},
    {"kr_rrn checksum", kr_rrn_checksum_ok, "9710139019902", false},
    {"jp_my_number (specimen)", jp_my_number_ok, "123456789018", false},
    {"cn_resident_id (GB 11643)", cn_resident_id_ok, "11010519491231002X", true},
    {"cn_resident_id (GB 11643)", cn_resident_id_ok, "440524188001010014", true},
    {"sg_nric", sg_nric_fin_ok, "S1234567D", true},
    {"sg_fin", sg_nric_fin_ok, "F1234567N", true},
    {"sg_nric T", sg_nric_fin_ok, "T1234567J", true},
    {"sg_fin G", sg_nric_fin_ok, "G1234567X", true},
    {"hk_id (Wikipedia)", hk_id_ok, "A1234563", true},
    {"hk_id two letters (Wikipedia)", hk_id_ok, "AB9876543", true},
    {"th_tnin", th_tnin_ok, "3100600445635", false},
    {"id_nik", id_nik_ok, "3171011708450001", false},
    {"au_tfn (ATO)", au_tfn_ok, "123456782", true},
    {"au_tfn (Wikipedia)", au_tfn_ok, "876543210", true},
    {"au_abn (ABR)", au_abn_ok, "51824753556", true},
    {"au_abn (ATO)", au_abn_ok, "83914571673", true},
    {"nz_ird (IRD specification)", nz_ird_ok, "49091850", false},
    {"nz_ird (IRD specification)", nz_ird_ok, "35901981", false},
    {"nz_ird (IRD specification)", nz_ird_ok, "49098576", false},
    {"nz_ird (IRD specification)", nz_ird_ok, "136410132", false},
    {"us_ssn (form)", us_ssn_ok, "536221847", false},
    {"us_itin (IRS ranges)", us_itin_ok, "912701234", false},
};

TEST(Government, PublishedVectorsPass) {
  for (const Vector& v : kVectors) EXPECT_TRUE(v.ok(v.good)) << v.name << " " << v.good;
}

TEST(Government, OneWrongDigitIsCaught) {
  for (const Vector& v : kVectors) {
    if (!v.catches_any_digit) continue;
    const std::string good = v.good;
    for (size_t i = 0; i < good.size(); ++i) {
      if (good[i] < '0' || good[i] > '9') continue;
      for (char c = '0'; c <= '9'; ++c) {
        if (c == good[i]) continue;
        std::string bad = good;
        bad[i] = c;
        EXPECT_FALSE(v.ok(bad)) << v.name << " " << bad;
      }
    }
  }
}

TEST(Government, OtherLengthsAndAlphabetsAreNotOk) {
  for (const Vector& v : kVectors) {
    const std::string good = v.good;
    EXPECT_FALSE(v.ok("")) << v.name;
    EXPECT_FALSE(v.ok("?")) << v.name;
    EXPECT_FALSE(v.ok(good + "00000")) << v.name;
    EXPECT_FALSE(v.ok(good.substr(0, 4))) << v.name;
    std::string odd = good;
    odd[3] = '*';
    EXPECT_FALSE(v.ok(odd)) << v.name;
    for (size_t length = 0; length < 24; ++length) (void)v.ok(std::string(length, 'Z'));
  }
}

TEST(Government, RulesBeyondTheDigit) {
  const struct {
    Check ok;
    const char* bad;
    const char* why;
  } kBad[] = {
      {us_ssn_ok, "000121234", "area 000"},
      {us_ssn_ok, "666121234", "area 666"},
      {us_ssn_ok, "912121234", "area 9xx"},
      {us_ssn_ok, "123001234", "group 00"},
      {us_ssn_ok, "123120000", "serial 0000"},
      {us_itin_ok, "912661234", "group 66"},
      {us_itin_ok, "912931234", "group 93"},
      {uk_nino_ok, "QQ123456C", "specimen prefix"},
      {uk_nino_ok, "BG123456C", "reserved"},
      {uk_nino_ok, "AO123456C", "second letter O"},
      {uk_nino_ok, "AB123456E", "suffix"},
      {ca_sin_ok, "046454286", "first digit 0"},
      {br_cpf_ok, "11111111111", "all equal"},
      {de_tax_id_ok, "12345678903", "no digit twice"},
      {nz_ird_ok, "136410133", "IRD's counter-example"},
      {nz_ird_ok, "9125568", "IRD's counter-example"},
      {nl_bsn_ok, "000000000", "zeros"},
      {pl_pesel_ok, "44053201359", "day 32"},
      {ro_cnp_ok, "1630615993457", "county 99"},
      {dk_cpr_ok, "3202625629", "32 February"},
      {in_aadhaar_ok, "034123412346", "first digit 0"},
      {sg_nric_fin_ok, "S1234567A", "letter"},
      {id_nik_ok, "9971011708450001", "province 99"},
      {kr_rrn_ok, "9713139019902", "month 13"},
      {tr_national_id_ok, "07291716060", "from 0"},
      {fr_nir_ok, "295159912611193", "month 15"},
      {mx_curp_ok, "BOXW310820HXXRXN09", "state XX"},
  };
  for (const auto& row : kBad) EXPECT_FALSE(row.ok(row.bad)) << row.bad << " " << row.why;
}

TEST(Government, OmocodiaKeepsTheCodeValid) {
  // DM 23/12/1976: the digits of a code that two persons share are replaced from the right.
  std::string code = "RCCMNL83S18D96";
  code += 'V';  // 9 -> V
  code += it_fiscal_code_check_letter(code);
  EXPECT_TRUE(it_fiscal_code_ok(code)) << code;
  code[14] = 'K';  // not a substitute of any digit
  code[15] = it_fiscal_code_check_letter(code.substr(0, 15));
  EXPECT_FALSE(it_fiscal_code_ok(code)) << code;
}

TEST(Government, CheckDigitFunctionsCompleteTheirBodies) {
  EXPECT_EQ(br_cpf_check_digits("390533447"), (CheckPair{'0', '5'}));
  EXPECT_EQ(br_cnpj_check_digits("12ABC34501DE"), (CheckPair{'3', '5'}));
  EXPECT_EQ(fr_nir_key("2951099126111"), (CheckPair{'9', '3'}));
  EXPECT_EQ(be_national_number_key("850730033", false), (CheckPair{'2', '8'}));
  EXPECT_EQ(no_birth_number_check_digits("151086950"), (CheckPair{'8', '8'}));
  EXPECT_EQ(tr_national_id_check_digits("172917160"), (CheckPair{'6', '0'}));
  EXPECT_EQ(ru_snils_check_digits("112233445"), (CheckPair{'9', '5'}));
  EXPECT_EQ(au_abn_leading_digits("824753556"), (CheckPair{'5', '1'}));
  const struct {
    char (*digit)(std::string_view);
    const char* whole;
  } kRows[] = {
      {mx_curp_check_digit, "BOXW310820HNERXN09"},
      {ar_cuit_check_digit, "20055361682"},
      {cl_rut_check_digit, "125319092"},
      {es_nif_check_letter, "54362315K"},
      {es_nie_check_letter, "X2482300W"},
      {it_fiscal_code_check_letter, "RCCMNL83S18D969H"},
      {de_tax_id_check_digit, "36574261809"},
      {de_id_card_check_digit, "T220001293"},
      {pt_nif_check_digit, "123456789"},
      {nl_bsn_check_digit, "111222333"},
      {pl_pesel_check_digit, "44051401359"},
      {cz_birth_number_check_digit, "7103192745"},
      {ro_cnp_check_digit, "1630615123457"},
      {bg_egn_check_digit, "7523169263"},
      {se_personnummer_check_digit, "8803200016"},
      {kr_rrn_check_digit, "9710139019902"},
      {jp_my_number_check_digit, "123456789018"},
      {sg_nric_fin_check_letter, "S1234567D"},
      {hk_id_check_digit, "A1234563"},
      {th_tnin_check_digit, "3100600445635"},
      {au_tfn_check_digit, "123456782"},
      {nz_ird_check_digit, "136410132"},
  };
  for (const auto& row : kRows) {
    const std::string whole = row.whole;
    EXPECT_EQ(row.digit(whole.substr(0, whole.size() - 1)), whole.back()) << whole;
    EXPECT_EQ(row.digit(""), '\0') << whole;
  }
}

}  // namespace
}  // namespace lauter
