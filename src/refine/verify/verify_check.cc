#include "refine/verify/verify_check.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/hash.h"
#include "known/verify_check.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

bool is_one_of(std::string_view value, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Digits::Digits(std::string_view value) {
  for (const char c : value) {
    if (!is_ascii_digit(c)) continue;
    if (n == 32) {
      n = 33;
      return;
    }
    d[n++] = c - '0';
  }
}

bool passes_luhn(const Digits& digits) {
  if (digits.n < 2 || digits.n > 32) return false;
  int sum = 0;
  for (int i = 0; i < digits.n; ++i) {
    int x = digits[digits.n - 1 - i];
    if (i % 2 == 1) x = x * 2 > 9 ? x * 2 - 9 : x * 2;
    sum += x;
  }
  return sum % 10 == 0;
}

bool passes_verhoeff(const Digits& digits) {
  if (digits.n > 32) return false;
  // The dihedral group D5: 0..4 rotations, 5..9 reflections.
  const auto multiply = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
    return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
  };
  static constexpr int kPermutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  int check = 0;
  for (int i = 0; i < digits.n; ++i) {
    int x = digits[digits.n - 1 - i];
    for (int k = 0; k < i % 8; ++k) x = kPermutation[x];
    check = multiply(check, x);
  }
  return check == 0;
}

int weighted_sum(const Digits& digits, std::span<const int> weights) {
  int sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += digits[static_cast<int>(i)] * weights[i];
  return sum;
}

bool plausible_ymd(const Digits& digits, int at) {
  const int month = digits[at + 2] * 10 + digits[at + 3];
  const int day = digits[at + 4] * 10 + digits[at + 5];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool passes_iban(std::string_view value) {
  std::string solid;
  for (const char c : value) {
    if (c == ' ') continue;
    if (!is_ascii_alnum(c)) return false;
    solid.push_back(ascii_upper(c));
  }
  // Lengths of the IBAN registry, by country.
  static constexpr std::string_view kLengths =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18"
      "FK18"
      "FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20"
      "LV21"
      "LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31"
      "SD18"
      "SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
  size_t expected = 0;
  for (size_t i = 0; i + 4 <= kLengths.size(); i += 4) {
    if (solid.substr(0, 2) == kLengths.substr(i, 2)) {
      expected = static_cast<size_t>((kLengths[i + 2] - '0') * 10 + kLengths[i + 3] - '0');
    }
  }
  if (expected == 0 || solid.size() != expected) return false;
  int remainder = 0;
  for (size_t i = 0; i < solid.size(); ++i) {
    const char c = solid[(i + 4) % solid.size()];
    remainder = is_ascii_digit(c) ? (remainder * 10 + (c - '0')) % 97
                                  : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  static constexpr std::string_view kSpecimens[] = {
      "GB82WEST12345698765432", "DE89370400440532013000",      "GB33BUKB20201555555555",
      "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300"};
  return remainder == 1 && !is_one_of(solid, kSpecimens);
}

bool is_payment_card(std::string_view value) {
  const Digits digits(value);
  if (digits.n < 13 || digits.n > 19 || !passes_luhn(digits)) return false;
  const auto prefix = [&](int n) {
    int number = 0;
    for (int i = 0; i < n; ++i) number = number * 10 + digits[i];
    return number;
  };
  const int two = prefix(2);
  const int four = prefix(4);
  const bool visa = digits[0] == 4 && (digits.n == 16 || digits.n == 13 || digits.n == 19);
  const bool mastercard =
      digits.n == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
  const bool amex = digits.n == 15 && (two == 34 || two == 37);
  const bool discover =
      digits.n == 16 && (four == 6011 || two == 65 || (prefix(3) >= 644 && prefix(3) <= 649));
  const bool jcb = digits.n == 16 && four >= 3528 && four <= 3589;
  const bool diners =
      digits.n == 14 && (two == 36 || two == 38 || (prefix(3) >= 300 && prefix(3) <= 305));
  const bool unionpay = digits.n >= 16 && two == 62;
  if (!(visa || mastercard || amex || discover || jcb || diners || unionpay)) return false;
  // The networks' published test numbers, and bodies of zeros or one digit repeated.
  std::string solid;
  for (int i = 0; i < digits.n; ++i) solid.push_back(static_cast<char>('0' + digits[i]));
  static constexpr auto& kTests = known::kVerifyCheckTestCards;
  if (is_one_of(solid, kTests)) return false;
  return solid.find("00000000") == std::string::npos;
}

bool is_bitcoin_base58(std::string_view value) {
  static constexpr std::string_view kAlphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::array<uint8_t, 25> bytes{};
  for (const char c : value) {
    const size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return false;
    size_t carry = digit;
    for (size_t i = bytes.size(); i-- > 0;) {
      carry += size_t{bytes[i]} * 58;
      bytes[i] = static_cast<uint8_t>(carry & 0xFF);
      carry >>= 8;
    }
    if (carry != 0) return false;
  }
  if (bytes[0] != 0 && bytes[0] != 5) return false;
  const std::string_view body(reinterpret_cast<const char*>(bytes.data()), 21);
  const Sha256Digest once = sha256(body);
  const Sha256Digest twice = sha256({reinterpret_cast<const char*>(once.data()), once.size()});
  return std::memcmp(twice.data(), bytes.data() + 21, 4) == 0;
}

bool is_bech32(std::string_view value) {
  static constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const size_t separator = value.rfind('1');
  if (separator == std::string_view::npos || separator == 0 || value.size() - separator < 8) {
    return false;
  }
  uint32_t check = 1;
  const auto feed = [&](uint32_t x) {
    static constexpr uint32_t kGenerator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                               0x2a1462b3};
    const uint32_t top = check >> 25;
    check = ((check & 0x1ffffff) << 5) ^ x;
    for (size_t i = 0; i < 5; ++i) check ^= (top >> i) & 1 ? kGenerator[i] : 0;
  };
  const std::string human = to_ascii_lower(value.substr(0, separator));
  for (const char c : human) feed(static_cast<uint32_t>(c) >> 5);
  feed(0);
  for (const char c : human) feed(static_cast<uint32_t>(c) & 31);
  for (const char c : value.substr(separator + 1)) {
    const size_t digit = kAlphabet.find(ascii_lower(c));
    if (digit == std::string_view::npos) return false;
    feed(static_cast<uint32_t>(digit));
  }
  return check == 1 || check == 0x2bc830a3;
}

bool is_public_ipv4(std::string_view value) {
  int part[4] = {};
  int n = 0;
  size_t size = 0;
  for (size_t i = 0; i <= value.size(); ++i) {
    if (i == value.size() || value[i] == '.') {
      if (size == 0 || size > 3 || part[n] > 255) return false;
      if (size > 1 && value[i - size] == '0') return false;
      if (++n == 4) break;
      size = 0;
    } else {
      part[n] = part[n] * 10 + (value[i] - '0');
      ++size;
    }
  }
  if (n != 4) return false;
  const int a = part[0];
  const int b = part[1];
  const int c = part[2];
  if (a == 0 || a == 10 || a == 127 || a >= 224) return false;
  if ((a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) || (a == 169 && b == 254))
    return false;
  if (a == 100 && b >= 64 && b < 128) return false;  // RFC 6598
  if ((a == 192 && b == 0 && (c == 2 || c == 0)) || (a == 198 && b == 51 && c == 100)) return false;
  if ((a == 203 && b == 0 && c == 113) || (a == 198 && (b == 18 || b == 19))) return false;
  if (part[3] == 0) return false;  // a network, not a host
  static constexpr std::string_view kResolvers[] = {
      "8.8.8.8",        "8.8.4.4",        "1.1.1.1", "1.0.0.1", "9.9.9.9",
      "208.67.222.222", "208.67.220.220", "1.2.3.4", "4.4.4.4", "149.112.112.112"};
  if (is_one_of(value, kResolvers)) return false;
  // Four small numbers are more often a version or a section than an address.
  return a >= 32 || b >= 32 || c >= 32 || part[3] >= 32;
}

bool is_public_ipv6(std::string_view value) {
  const size_t gap = value.find("::");
  if (gap != std::string_view::npos && value.find("::", gap + 1) != std::string_view::npos)
    return false;
  int groups = 0;
  size_t size = 0;
  for (size_t i = 0; i <= value.size(); ++i) {
    if (i == value.size() || value[i] == ':') {
      if (size > 4) return false;
      groups += size > 0 ? 1 : 0;
      size = 0;
    } else {
      ++size;
    }
  }
  if (gap == std::string_view::npos ? groups != 8 : (groups > 7 || groups < 3)) return false;
  if (value[0] != '2' && value[0] != '3') return false;
  const std::string lower = to_ascii_lower(value);
  if (lower.find(':') != 4) return false;  // 2000::/3 has four digits in its first group
  static constexpr std::string_view kReserved[] = {
      "2001:db8", "2001:0db8", "2001:4860:4860:", "2606:4700:4700:", "2620:fe::", "3fff:"};
  return std::none_of(std::begin(kReserved), std::end(kReserved),
                      [&](std::string_view prefix) { return lower.starts_with(prefix); });
}

bool is_device_mac(std::string_view value) {
  std::string hex;
  for (const char c : value) {
    if (is_ascii_hex(c)) hex.push_back(ascii_lower(c));
  }
  if (hex.size() != 12 || (hex_value(hex[1]) & 1) != 0) return false;
  if (hex.starts_with("00005e0053") || hex.starts_with("000000")) return false;
  // Dummies: one pair repeated, or counting up.
  return hex != "001122334455" && hex != "aabbccddeeff" && hex != "112233445566" &&
         hex != "0123456789ab" && hex.find_first_not_of(hex[0]) != std::string::npos;
}

bool is_italian_fiscal_code(std::string_view value) {
  static constexpr int kOdd[36] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21,  // 0..9
                                   1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                   20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};  // A..Z
  if (value.size() != 16) return false;
  int sum = 0;
  for (size_t i = 0; i < 15; ++i) {
    const char c = ascii_upper(value[i]);
    const int plain = is_ascii_digit(c) ? c - '0' : c - 'A';
    sum += i % 2 == 0 ? kOdd[is_ascii_digit(c) ? plain : plain + 10] : plain;
  }
  return ascii_upper(value[15]) == 'A' + sum % 26;
}

bool is_fictional_phone(const Digits& digits) {
  const auto at = [&](int from, std::string_view pattern) {
    if (from < 0 || from + static_cast<int>(pattern.size()) > digits.n) return false;
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (digits[from + static_cast<int>(i)] != pattern[i] - '0') return false;
    }
    return true;
  };
  // NANP: 555-0100 to 555-0199, also with the older 555-01xx of films; area or exchange 555.
  if (digits.n >= 10 && (at(digits.n - 7, "555") || at(digits.n - 10, "555"))) return true;
  // Ofcom's numbers for drama; ACMA's; ARCEP's.
  for (const std::string_view range : known::kVerifyCheckFictionalPhones) {
    for (const int from : {1, 2, 3}) {
      if (at(from, range) && digits.n - from >= 9 && digits.n - from <= 10) return true;
    }
  }
  // One digit over and over, or counting: a placeholder.
  int same = 0;
  int counting = 0;
  for (int i = 1; i < digits.n; ++i) {
    same += digits[i] == digits[i - 1] ? 1 : 0;
    counting += digits[i] == (digits[i - 1] + 1) % 10 ? 1 : 0;
  }
  return same >= digits.n - 3 || counting >= digits.n - 2;
}

bool is_reserved_domain(std::string_view domain) {
  const std::string lower = to_ascii_lower(domain);
  static constexpr std::string_view kLast[] = {
      "example", "test", "invalid", "localhost", "local", "internal", "lan", "localdomain", "arpa"};
  const size_t dot = lower.rfind('.');
  const std::string_view last =
      dot == std::string::npos ? lower : std::string_view(lower).substr(dot + 1);
  if (is_one_of(last, kLast)) return true;
  for (const std::string_view name : {"example.com", "example.org", "example.net", "example.edu"}) {
    if (lower == name || (lower.ends_with(name) && lower[lower.size() - name.size() - 1] == '.')) {
      return true;
    }
  }
  // example.de and its like are used the same way.
  const size_t before =
      dot == std::string::npos || dot == 0 ? std::string::npos : lower.rfind('.', dot - 1);
  const size_t begin = before == std::string::npos ? 0 : before + 1;
  return dot != std::string::npos && lower.compare(begin, dot - begin, "example") == 0;
}

bool is_placeholder(std::string_view value) {
  static constexpr auto& kInside = known::kVerifyCheckPlaceholders;
  const std::string lower = to_ascii_lower(value);
  for (const std::string_view word : kInside) {
    if (lower.find(word) != std::string::npos) return true;
  }
  bool seen[256] = {};
  size_t distinct = 0;
  for (const char c : value) {
    bool& known = seen[static_cast<uint8_t>(c)];
    distinct += known ? 0 : 1;
    known = true;
  }
  return distinct < 5;
}

}  // namespace lauter::internal
