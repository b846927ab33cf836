#include "catalog/checks_device.h"

#include <algorithm>

#include "catalog/checks_internal.h"

namespace lauter {

using namespace checks_internal;

namespace {

// Mobile country codes of ITU-T E.212 (operational bulletin 1162); 001 (test) and 999 left out.
constexpr std::array<uint16_t, 238> kCountryCodes = {
    202, 204, 206, 208, 212, 213, 214, 216, 218, 219, 220, 221, 222, 226, 228, 230, 231, 232, 234,
    235, 238, 240, 242, 244, 246, 247, 248, 250, 255, 257, 259, 260, 262, 266, 268, 270, 272, 274,
    276, 278, 280, 282, 283, 284, 286, 288, 289, 290, 292, 293, 294, 295, 297, 302, 308, 310, 311,
    312, 313, 314, 315, 316, 330, 332, 334, 338, 340, 342, 344, 346, 348, 350, 352, 354, 356, 358,
    360, 362, 363, 364, 365, 366, 368, 370, 372, 374, 376, 400, 401, 402, 404, 405, 406, 410, 412,
    413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 424, 425, 426, 427, 428, 429, 430, 431, 432,
    434, 436, 437, 438, 440, 441, 450, 452, 454, 455, 456, 457, 460, 461, 466, 467, 470, 472, 502,
    505, 510, 514, 515, 520, 525, 528, 530, 536, 537, 539, 540, 541, 542, 543, 544, 545, 546, 547,
    548, 549, 550, 551, 552, 553, 554, 555, 602, 603, 604, 605, 606, 607, 608, 609, 610, 611, 612,
    613, 614, 615, 616, 617, 618, 619, 620, 621, 622, 623, 624, 625, 626, 627, 628, 629, 630, 631,
    632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642, 643, 645, 646, 647, 648, 649, 650, 651,
    652, 653, 654, 655, 657, 658, 659, 702, 704, 706, 708, 710, 712, 714, 716, 722, 724, 730, 732,
    734, 736, 738, 740, 744, 746, 748, 750, 901, 995};

constexpr std::array<uint32_t, 256> crc_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
    table[i] = value;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kCrcTable = crc_table();

}  // namespace

bool imei_ok(std::string_view value) {
  if (all_same(value) || !all_digits(value)) return false;
  return value.size() == 16 || (value.size() == 15 && luhn_ok(value));
}

bool mobile_country_code_ok(std::string_view three_digits) {
  if (!digits_of_length(three_digits, 3)) return false;
  const auto code = static_cast<uint16_t>(number(three_digits, 0, 3));
  return std::binary_search(kCountryCodes.begin(), kCountryCodes.end(), code);
}

bool imsi_ok(std::string_view value) {
  return (value.size() == 14 || value.size() == 15) && all_digits(value) &&
         mobile_country_code_ok(value.substr(0, 3));
}

bool iccid_ok(std::string_view value) {
  if (!value.empty() && value.back() == 'F') value.remove_suffix(1);
  if (value.size() < 18 || value.size() > 20 || value.substr(0, 2) != "89") return false;
  return all_digits(value) && (value.size() == 18 || luhn_ok(value));
}

bool uk_mpan_ok(std::string_view value) {
  return digits_of_length(value, 13) && value[0] != '0' &&
         uk_mpan_check_digit(value.substr(0, 12)) == value[12];
}

char uk_mpan_check_digit(std::string_view body12) {
  if (!digits_of_length(body12, 12)) return '\0';
  return digit_char(weighted(body12, {3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43}) % 11 % 10);
}

bool es_cups_ok(std::string_view value) {
  if (value.size() == 22) {
    if (!is_ascii_digit(value[20]) || !contains("FPRCXYZ", value[21])) return false;
    value = value.substr(0, 20);
  }
  if (value.size() != 20 || value.substr(0, 2) != "ES" || !all_digits(value.substr(2, 16))) {
    return false;
  }
  constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
  int rest = 0;
  for (const char c : value.substr(2, 16)) rest = (rest * 10 + digit(c)) % 529;
  return value[18] == kLetters[static_cast<size_t>(rest / 23)] &&
         value[19] == kLetters[static_cast<size_t>(rest % 23)];
}

uint32_t crc32_ieee(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc = kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  }
  return ~crc;
}

std::array<char, 6> crc32_base62(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::array<char, 6> out{};
  uint32_t crc = crc32_ieee(bytes);
  for (size_t i = 6; i-- > 0; crc /= 62) out[i] = kAlphabet[crc % 62];
  return out;
}

bool crc_token_ok(std::string_view token) {
  if (token.size() != 40 || token[3] != '_') return false;
  const std::string_view prefix = token.substr(0, 4);
  bool known = false;
  for (const std::string_view p : {"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"})
    known |= p == prefix;
  for (const char c : token.substr(4)) {
    if (!is_ascii_digit(c) && !is_ascii_upper(c) && (c < 'a' || c > 'z')) return false;
  }
  if (!known) return false;
  const std::array<char, 6> sum = crc32_base62(token.substr(4, 30));
  return std::equal(sum.begin(), sum.end(), token.begin() + 34);
}

bool nkey_seed_ok(std::string_view seed) {
  if (seed.size() != 58) return false;
  std::array<unsigned char, 36> bytes{};
  uint32_t bits = 0;
  int count = 0;
  size_t n = 0;
  for (const char c : seed) {
    const bool low = c >= '2' && c <= '7';
    if (!low && !is_ascii_upper(c)) return false;
    bits = (bits << 5U) | static_cast<uint32_t>(low ? c - '2' + 26 : c - 'A');
    count += 5;
    if (count >= 8 && n < bytes.size()) {
      count -= 8;
      bytes[n++] = static_cast<unsigned char>(bits >> count);
    }
  }
  uint32_t crc = 0;
  for (size_t i = 0; i < 34; ++i) {
    crc ^= static_cast<uint32_t>(bytes[i]) << 8U;
    for (int bit = 0; bit < 8; ++bit) crc = (crc << 1U) ^ ((crc & 0x8000U) != 0 ? 0x1021U : 0U);
    crc &= 0xFFFFU;
  }
  return bytes[34] == (crc & 0xFFU) && bytes[35] == crc >> 8U;
}

}  // namespace lauter
