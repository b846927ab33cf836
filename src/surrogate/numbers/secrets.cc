#include <algorithm>

#include "catalog/checks_device.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/opaque.h"

namespace lauter::surrogate {
namespace {

/// Letters outside ASCII move to a neighbour in their block.
std::string with_foreign_letters_moved(std::string_view value, KeyedRandom& random) {
  std::string out;
  for (size_t i = 0; i < value.size();) {
    const CodePoint c = decode(value, i);
    i += c.size;
    if (c.value >= 0x80 && is_letter(c.value)) {
      const char32_t moved = c.value + static_cast<char32_t>(1 + random.below(6));
      append_utf8(out,
                  is_letter(moved) && script_of(moved) == script_of(c.value) ? moved : c.value);
    } else {
      append_utf8(out, c.value);
    }
  }
  return out;
}

}  // namespace

std::string make_token(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "token", value);
  if (request.category == Category::kAwsAccessKey && value.size() == 20) {
    return std::string(value.substr(0, 4)) +
           draw_string(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 9) + "EXAMPLE";
  }
  const size_t prefix = vendor_prefix_size(value);
  std::string token =
      std::string(value.substr(0, prefix)) +
      redrawn(value.substr(prefix), request.category != Category::kAwsSecretKey, random);
  if (request.category == Category::kAwsSecretKey && value.size() > 20) {
    token.replace(token.size() - 10, 10, "EXAMPLEKEY");
  }
  // Anthropic's keys end in AA.
  if (value.starts_with("sk-ant-") && value.ends_with("AA"))
    token.replace(token.size() - 2, 2, "AA");
  while (crc_token_ok(token)) token.back() = token.back() == '0' ? '1' : '0';
  return token;
}

std::string make_opaque(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, category_name(request.category), value);
  const size_t prefix = vendor_prefix_size(value);
  std::string out =
      std::string(value.substr(0, prefix)) + redrawn(value.substr(prefix), true, random);
  if (request.category == Category::kOtpSeed) {
    std::string drawn = letters_and_digits(out);
    for (char& c : drawn) {
      c = draw_from(random, is_ascii_lower(c) ? "abcdefghijklmnopqrstuvwxyz234567"
                                              : "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    }
    out = in_places(out, drawn);
  } else if (value.starts_with("AGE-SECRET-KEY-1")) {
    // bech32 has no B, I, O or 1: EXAMPLE fits, and the checksum is wrong.
    for (size_t i = prefix; i < out.size(); ++i)
      out[i] = draw_from(random, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L");
    if (out.size() > prefix + 8) out.replace(prefix, 7, "EXAMPLE");
  }
  if (!is_all_ascii(value)) out = with_foreign_letters_moved(out, random);
  if (out == value) out.push_back(draw_from(random, kLowerLetters));
  return out;
}

std::string make_password(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "PASSWORD", value);
  // Symbols stay: they were fit for the quotes, the URL or the shell line around them.
  std::string out(value);
  for (size_t i = 0; i < out.size(); ++i) {
    char& c = out[i];
    if ((c == '\\' || c == '%') && i + 1 < out.size()) {
      i += c == '%' && i + 2 < out.size() && is_ascii_hex(out[i + 1]) && is_ascii_hex(out[i + 2])
               ? 2
               : 1;
      continue;
    }
    if (is_ascii_digit(c))
      c = draw_digit(random);
    else if (is_ascii_lower(c))
      c = draw_from(random, kLowerLetters);
    else if (is_ascii_upper(c))
      c = draw_from(random, kUpperLetters);
  }
  if (!is_all_ascii(out)) out = with_foreign_letters_moved(out, random);
  if (out == value) out += draw_digits(random, 2);
  return out;
}

std::string make_password_hash(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "PASSWORD_HASH", value);
  constexpr std::string_view kCryptAlphabet =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  // bcrypt: $2b$12$ + 22 of salt + 31 of hash in one piece.
  if (value.size() == 60 && value.starts_with("$2")) {
    std::string out(value.substr(0, 7));
    out += draw_string(random, kCryptAlphabet, 53);
    out[28] = draw_from(random, ".Oeu");  // the last salt character carries two bits
    return out;
  }
  std::string out;
  size_t at = 0;
  if (value.starts_with("{")) {
    const size_t close = value.find('}');
    if (close != std::string_view::npos) {
      at = close + 1;
      out.append(value.substr(0, at));
    }
  }
  const std::string_view rest = value.substr(at);
  if (rest.find('$') == std::string_view::npos) return out + redrawn(rest, false, random);
  size_t part_number = 0;
  for (size_t i = 0; i <= rest.size();) {
    const size_t end = std::min(rest.find('$', i), rest.size());
    const std::string_view part = rest.substr(i, end - i);
    const bool scheme = !part.empty() && part_number++ == 0;
    const size_t equals = part.find('=');
    const bool parameters =
        equals != std::string_view::npos && equals + 1 < part.size() && part[equals + 1] != '=';
    const bool number = part.size() <= 8 && std::all_of(part.begin(), part.end(), is_ascii_digit);
    if (scheme || parameters || number || part.empty()) {
      out.append(part);
    } else {
      out += redrawn(part, false, random);
    }
    if (end < rest.size()) out.push_back('$');
    i = end + 1;
  }
  if (out == value) out = redrawn(value, false, random);
  return out;
}

std::string make_private_key(const Request& request) {
  const std::string_view value = request.value;
  const size_t begin_mark = value.find("-----BEGIN");
  const size_t body = begin_mark == std::string_view::npos ? std::string_view::npos
                                                           : value.find("-----", begin_mark + 10);
  if (body == std::string_view::npos) {
    KeyedRandom random = random_for(request, "PRIVATE_KEY", value);
    return redrawn(value, true, random);
  }
  constexpr std::string_view kFill = "EXAMPLE";
  size_t phase = request.attempt;
  std::string out(value);
  const size_t end = std::min(value.find("-----END", body + 5), value.size());
  for (size_t i = body + 5; i < end; ++i) {
    if (value[i] == '\\' && i + 1 < end) {
      ++i;
      continue;
    }
    // Header lines (Proc-Type, DEK-Info, Version) are no key material.
    if (value[i - 1] == '\n') {
      const std::string_view line = value.substr(i, std::min(value.find('\n', i), end) - i);
      if (line.find(": ") != std::string_view::npos) {
        i += line.size() - 1;
        continue;
      }
    }
    const char c = value[i];
    if (is_ascii_alnum(c) || c == '+' || c == '/') out[i] = kFill[phase++ % kFill.size()];
  }
  return out;
}

std::string make_jwt(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "JWT", value);
  const size_t first = value.find('.');
  const size_t second = first == std::string_view::npos ? first : value.find('.', first + 1);
  if (second == std::string_view::npos) return redrawn(value, true, random);
  constexpr std::string_view kBase64Url =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out(value.substr(0, first + 1));
  if (value.find('.', second + 1) != std::string_view::npos) {  // encrypted: five parts
    return out + redrawn(value.substr(first + 1), true, random);
  }
  out += "e30.";  // {}
  size_t size = value.size() - second - 1;
  if (size == 0 && value.substr(first + 1, second - first - 1) == "e30") return out + "e30";
  for (; size > 0; --size) out.push_back(draw_from(random, kBase64Url));
  return out;
}

std::string make_basic_auth(const Request& request) {
  // example:example, then example:example1 and on.
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string plain = "example:example";
  if (request.attempt > 0) plain += std::to_string(request.attempt);
  std::string out;
  for (size_t i = 0; i < plain.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < plain.size() ? static_cast<uint8_t>(plain[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; ++k) {
      out.push_back(i + k > plain.size() ? '=' : kAlphabet[group >> (18 - 6 * k) & 63]);
    }
  }
  return out;
}

std::string make_webhook_url(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "WEBHOOK_URL", value);
  const size_t scheme = value.find("://");
  const size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  size_t i = std::min(value.find('/', host), value.size());
  std::string out(value.substr(0, i));
  constexpr std::string_view kFill = "EXAMPLE";
  while (i < value.size()) {
    if (!is_ascii_alnum(value[i])) {
      out.push_back(value[i++]);
      continue;
    }
    size_t end = i;
    while (end < value.size() && is_ascii_alnum(value[end])) ++end;
    const std::string_view word = value.substr(i, end - i);
    const bool route = word.size() <= 16 && std::all_of(word.begin(), word.end(), is_ascii_lower);
    const bool named =
        word == "IncomingWebhook" || word == "webhookb2" || word == "v1" || word == "v2";
    if (route || named) {
      out.append(word);
    } else if (std::all_of(word.begin(), word.end(), is_ascii_digit)) {
      out += draw_digits(random, word.size());
    } else if (word.size() < 8) {
      out += redrawn(word, false, random);
    } else {
      // T and B before Slack's ids; EXAMPLE, then random.
      std::string filled = redrawn(word, false, random);
      if (is_ascii_upper(word[0]) && word.size() <= 12) filled[0] = word[0];
      const bool keep_first = filled[0] == word[0];
      filled.replace(keep_first ? 1 : 0, 7, kFill);
      filled.resize(word.size(), 'E');
      out += filled;
    }
    i = end;
  }
  return out;
}

}  // namespace lauter::surrogate
