/// National identifiers: structure, dates inside, check digits. Values are normalised (checks.h).
///
/// `x_ok` says whether the number could have been issued: alphabet, length, dates, reserved ranges
/// and check digit. Weights are written left to right. The issuer of each rule stands beside it.
#pragma once

#include <string_view>

#include "catalog/checks.h"

namespace lauter {

// --- North America ---
/// SSA: area not 000, 666, 9xx; group not 00; serial not 0000. No check digit.
bool us_ssn_ok(std::string_view value);
/// IRS: 9xx, group 50-65, 70-88, 90-92, 94-99.
bool us_itin_ok(std::string_view value);
/// ESDC: Luhn, first digit not 0 or 8.
bool ca_sin_ok(std::string_view value);
/// RENAPO, Instructivo CURP: 18 characters, date, sex, state, consonants, digit.
bool mx_curp_ok(std::string_view value);
char mx_curp_check_digit(std::string_view body17);

// --- South America ---
/// Receita Federal: two digits of weights 10..2 and 11..2; all digits equal is void.
bool br_cpf_ok(std::string_view value);
CheckPair br_cpf_check_digits(std::string_view body9);
/// Receita Federal, IN RFB 2.119/2022 and 2.229/2024 (letters: value = ASCII - 48).
bool br_cnpj_ok(std::string_view value);
CheckPair br_cnpj_check_digits(std::string_view body12);
/// AFIP/ARCA: 20, 23, 24, 27, 30, 33, 34 + 8 digits + digit; weights 5 4 3 2 7 6 5 4 3 2.
bool ar_cuit_ok(std::string_view value);
char ar_cuit_check_digit(
    std::string_view body10);  ///< '\0' for remainder 10 (prefix is changed then)
/// SII/Registro Civil: weights 2..7 from the right; K for 10. Body of 6 to 8 digits.
bool cl_rut_ok(std::string_view value);
char cl_rut_check_digit(std::string_view body);

// --- Europe ---
/// HMRC NIM39110: prefix letters, 6 digits, suffix A-D. The specimen prefix QQ is not ok.
bool uk_nino_ok(std::string_view value);
/// Real Decreto 1553/2005: letter = number mod 23. K, L, M prefixes (special NIF) are ok too.
bool es_nif_ok(std::string_view value);
char es_nif_check_letter(std::string_view body8);
/// Orden INT/2058/2008: X, Y, Z count 0, 1, 2.
bool es_nie_ok(std::string_view value);
char es_nie_check_letter(std::string_view body8);
/// DM 23/12/1976: structure with omocodia (LMNPQRSTUV for digits), date, letter.
bool it_fiscal_code_ok(std::string_view value);
char it_fiscal_code_check_letter(std::string_view body15);
/// INSEE: 13 + key 97 - (n mod 97); 2A = 19, 2B = 18; months 01-12, 20, 30-42, 50-99 (unknown).
bool fr_nir_ok(std::string_view value);
CheckPair fr_nir_key(std::string_view body13);
/// BZSt, Steuer-ID: MOD 11,10; one digit of the first ten twice or three times, never three in a
/// row.
bool de_tax_id_ok(std::string_view value);
char de_tax_id_check_digit(std::string_view body10);
/// BMI/ICAO 9303: 9 of the alphabet 0-9 CFGHJKLMNPRTVWXYZ, and the digit where it is there (10
/// characters).
bool de_id_card_ok(std::string_view value);
char de_id_card_check_digit(std::string_view body9);
/// AT: NIF of persons, DL 14/2013: first 1, 2, 3 or 45; weights 9..2.
bool pt_nif_ok(std::string_view value);
char pt_nif_check_digit(std::string_view body8);
/// RvIG: 11-test, weights 9..2, -1. Eight digits are padded on the left.
bool nl_bsn_ok(std::string_view value);
char nl_bsn_check_digit(std::string_view body8);
/// Rijksregister, KB 3/4/1984: 97 - (n mod 97), n with a 2 before for births from 2000; also bis
/// numbers.
bool be_national_number_ok(std::string_view value);
CheckPair be_national_number_key(std::string_view body9, bool born_from_2000);
/// MSWiA: month +20 from 2000, +80 for the 1800s; weights 1 3 7 9 ...
bool pl_pesel_ok(std::string_view value);
char pl_pesel_check_digit(std::string_view body10);
/// Zakon 133/2000 Sb.: divisible by 11 (or first nine mod 11 = 10 and last 0); 9 digits before
/// 1954.
bool cz_birth_number_ok(std::string_view value);
char cz_birth_number_check_digit(std::string_view body9);
/// OUG 97/2005: weights 2 7 9 1 4 6 3 5 8 2 7 9; 10 gives 1.
bool ro_cnp_ok(std::string_view value);
char ro_cnp_check_digit(std::string_view body12);
/// GRAO: month +20 1800s, +40 2000s; weights 2 4 8 5 10 9 7 3 6, mod 11 mod 10.
bool bg_egn_ok(std::string_view value);
char bg_egn_check_digit(std::string_view body9);
/// Skatteverket SKV 704: 10 or 12 digits, an optional + as sign of age; day +60 for coordination
/// numbers.
bool se_personnummer_ok(std::string_view value);
char se_personnummer_check_digit(std::string_view body9);
/// Skatteetaten: 11 digits, day +40 for D numbers, month +40 or +80 for synthetic persons is NOT ok
/// here.
bool no_birth_number_ok(std::string_view value);
CheckPair no_birth_number_check_digits(std::string_view body9);
/// CPR-kontoret: date (day +60 never used); modulus 11 has not been required since 2007.
bool dk_cpr_ok(std::string_view value);
/// DVV: DDMMYY, sign, NNN, check character; 11 characters, or 10 where `-` was lost in
/// normalisation.
bool fi_personal_identity_code_ok(std::string_view value);
char fi_personal_identity_code_check(std::string_view nine_digits);
/// Revenue/DSP: 7 digits, letter, optional second letter A-I or W (old T, X too); mod 23.
bool ie_ppsn_ok(std::string_view value);
char ie_ppsn_check_letter(std::string_view body7, char second_letter = 'W');
/// ZAS: 756 + 10, EAN-13 digit.
bool ch_ahv_ok(std::string_view value);
/// NVI: two digits; not from 0.
bool tr_national_id_ok(std::string_view value);
CheckPair tr_national_id_check_digits(std::string_view body9);
/// PFR: weights 9..1, mod 101, 100 gives 00; numbers above 001-001-998.
bool ru_snils_ok(std::string_view value);
CheckPair ru_snils_check_digits(std::string_view body9);

// --- Africa and Near East ---
/// Population Authority: Luhn over nine digits, shorter ones padded (5 digits at least).
bool il_id_ok(std::string_view value);
/// DHA: YYMMDD SSSS C A Z: date, C 0-2, Luhn.
bool za_id_number_ok(std::string_view value);
/// NIMC does not publish a rule; Verhoeff as in Presidio's NgNinRecognizer. Context must decide.
bool ng_nin_ok(std::string_view value);

// --- Asia and Pacific ---
/// UIDAI: Verhoeff, first digit 2-9; palindromes are not issued.
bool in_aadhaar_ok(std::string_view value);
/// Income Tax Department: AAAAA9999A, 4th letter one of PCHFATBLJG.
bool in_pan_ok(std::string_view value);
/// MOIS: date, sex and century digit 1-8 (9, 0 for the 1800s); the digit is free since October
/// 2020.
bool kr_rrn_ok(std::string_view value);
char kr_rrn_check_digit(std::string_view body12);
/// MIC order no. 85 of 2014.
bool jp_my_number_ok(std::string_view value);
char jp_my_number_check_digit(std::string_view body11);
/// GB 11643-1999: province, date, MOD 11-2.
bool cn_resident_id_ok(std::string_view value);
/// De facto rule (not published by ICA): weights 2 7 6 5 4 3 2.
bool sg_nric_fin_ok(std::string_view value);
char sg_nric_fin_check_letter(std::string_view prefix_and_digits);
/// De facto rule: A = 10 .. Z = 35, space = 36; weights 9..1, mod 11.
bool hk_id_ok(std::string_view value);
char hk_id_check_digit(std::string_view body);
/// DOPA: weights 13..2; first digit 1-8.
bool th_tnin_ok(std::string_view value);
char th_tnin_check_digit(std::string_view body12);
/// Dukcapil: province of BPS, district, date (women day +40), serial not 0000.
bool id_nik_ok(std::string_view value);
/// ATO: weights 1 4 3 7 5 8 6 9 10 (9 digits), 10 7 8 4 6 3 5 1 (8 digits), sum mod 11 = 0.
bool au_tfn_ok(std::string_view value);
char au_tfn_check_digit(std::string_view body8);
/// ABR: first digit minus 1, weights 10 1 3 .. 19, sum mod 89 = 0.
bool au_abn_ok(std::string_view value);
CheckPair au_abn_leading_digits(std::string_view body9);
/// IRD, specification RWT/NRWT: range 10,000,000 to 150,000,000; weights 3 2 7 6 5 4 3 2, then 7 4
/// 3 2 5 2 7 6.
bool nz_ird_ok(std::string_view value);
char nz_ird_check_digit(std::string_view body);  ///< 7 or 8 digits

}  // namespace lauter
