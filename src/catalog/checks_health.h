/// Identifiers of patients, plans and prescribers. Values are normalised (checks.h).
#pragma once

#include <string_view>

#include "catalog/checks.h"

namespace lauter {

/// NHS Data Dictionary, NHS NUMBER: weights 10..2, 11 - sum mod 11; 10 is void.
bool uk_nhs_ok(std::string_view value);
char uk_nhs_check_digit(std::string_view body9);
/// CMS, "Understanding the MBI": a class of characters for each of the 11 positions. No check
/// digit.
bool us_mbi_ok(std::string_view value);
/// CMS: Luhn over 80840 + number, first digit 1 or 2.
bool us_npi_ok(std::string_view value);
char us_npi_check_digit(std::string_view body9);
/// DEA: registrant type letter, initial or 9, 6 digits, (d1+d3+d5) + 2(d2+d4+d6) mod 10.
bool us_dea_ok(std::string_view value);
char us_dea_check_digit(std::string_view body6);
/// Services Australia: 10 digits from 2-6 (+ IRN 1-9), weights 1 3 7 9 1 3 7 9, ninth digit.
bool au_medicare_ok(std::string_view value);
char au_medicare_check_digit(std::string_view body8);
/// HISO 10046:2023: AAANNNC (mod 11) or AAANNAX (mod 23); letters without I and O. The mod 24
/// letter of the 2019 edition of the new form is accepted too; nz_nhi_check gives the one in force.
bool nz_nhi_ok(std::string_view value);
char nz_nhi_check(std::string_view body6);
/// Ontario: ten digits, first not 0, Luhn, optionally one or two letters of version.
bool ca_health_card_ok(std::string_view value);
/// The same, or British Columbia's PHN (10 digits from 9, weights 2 4 8 5 10 9 7 3 over the middle
/// eight, mod 11), or Quebec's (four letters, YYMMDD with month + 50 of women, two digits).
bool ca_health_number_ok(std::string_view value);
/// GKV, section 290 SGB V: letter + 8 digits + digit (weights 1 2, digit sums).
bool de_health_insurance_ok(std::string_view value);
char de_health_insurance_check_digit(std::string_view body9);

}  // namespace lauter
