// The vectors of knowledge/identifiers.toml, and what they do not say.
#include "catalog/checks_government.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "catalog/category_check_test_support.h"
#include "catalog/checks_travel.h"

namespace lauter {
namespace {

struct Vector {
  Category category;
  std::string kind, value;
};

std::vector<Vector> vectors() {
  std::ifstream file(LAUTER_KNOWLEDGE_DIR "/identifier_vectors.tsv");
  std::vector<Vector> out;
  for (std::string category, kind, value; file >> category >> kind >> value;) {
    const auto known = category_from_name(category);
    EXPECT_TRUE(known) << category;
    if (known) out.push_back({*known, kind, value});
  }
  return out;
}

bool holds(Category category, std::string_view value) {
  return category_check(category, value).value_or(false);
}

TEST(Identifiers, PublishedVectors) {
  const std::vector<Vector> all = vectors();
  EXPECT_GT(all.size(), 120U);
  for (const Vector& v : all) {
    EXPECT_EQ(holds(v.category, v.value), v.kind != "invalid")
        << category_name(v.category) << " " << v.value;
  }
}

TEST(Identifiers, OneWrongDigitIsCaught) {
  for (const Vector& v : vectors()) {
    if (v.kind != "every_digit") continue;
    for (size_t i = 0; i < v.value.size(); ++i) {
      if (v.value[i] < '0' || v.value[i] > '9') continue;
      for (char c = '0'; c <= '9'; ++c) {
        std::string bad = v.value;
        bad[i] = c;
        EXPECT_EQ(holds(v.category, bad), bad == v.value) << category_name(v.category) << bad;
      }
    }
  }
}

TEST(Identifiers, OtherLengthsAndAlphabetsAreNotOk) {
  for (const Vector& v : vectors()) {
    EXPECT_FALSE(holds(v.category, ""));
    EXPECT_FALSE(holds(v.category, v.value + "00000")) << v.value;
    EXPECT_FALSE(holds(v.category, v.value.substr(0, 4))) << v.value;
    std::string odd = v.value;
    odd[3] = '*';
    EXPECT_FALSE(holds(v.category, odd)) << v.value;
    for (size_t n = 0; n < 24; ++n) (void)holds(v.category, std::string(n, 'Z'));
  }
}

TEST(Government, ChecksOfOtherYears) {
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
