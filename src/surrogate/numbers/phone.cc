// Telephone numbers: the ranges that regulators keep for films and books, else numbers that no
// subscriber has.
//   NANPA 555-0100..0199 | Ofcom 07700 900xxx, 01632 960xxx, 020 7946 0xxx | ARCEP 06 39 98, 01 99
//   00 ACMA mobile list, 02 5550 | PTS 070-174 06 05..99 | BNetzA 030 23125, 040 66969, ...
#include <algorithm>
#include <array>

#include "known/standin_phone.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

enum class Plan : uint8_t {
  kOther,
  kNorthAmerica,
  kBritain,
  kFrance,
  kAustralia,
  kSweden,
  kGermany
};

struct Parts {
  size_t prefix = 0;    ///< core digits before the national number: 00, country code, trunk 0
  size_t national = 0;  ///< digits of the national (significant) number
  Plan plan = Plan::kOther;
  size_t trunk_at = std::string::npos;  ///< a trunk zero in brackets inside: +49 (0)561
};

// ITU-T E.164 country codes of two digits; 1 and 7 have one, all others three.
constexpr std::string_view kTwoDigitCodes =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 "
    "81 82 84 86 90 91 92 93 94 95 98";

size_t country_code_size(std::string_view digits) {
  if (digits.empty()) return 0;
  if (digits[0] == '1' || digits[0] == '7') return 1;
  if (digits.size() < 3) return 0;
  const size_t at = kTwoDigitCodes.find(digits.substr(0, 2));
  return at != std::string_view::npos && at % 3 == 0 ? 2 : 3;
}

Plan plan_of_code(std::string_view code) {
  if (code == "1") return Plan::kNorthAmerica;
  if (code == "44") return Plan::kBritain;
  if (code == "33") return Plan::kFrance;
  if (code == "61") return Plan::kAustralia;
  if (code == "46") return Plan::kSweden;
  if (code == "49") return Plan::kGermany;
  return Plan::kOther;
}

/// The plan of a number written in its national form, from its length and grouping.
Plan plan_of_national(std::string_view core, const Form& form) {
  const auto groups_at = [&](std::initializer_list<size_t> starts) {
    return std::all_of(starts.begin(), starts.end(), [&](size_t i) { return !form.joined(i); });
  };
  if (core.size() == 11 &&
      (core.starts_with("07") || core.starts_with("01") || core.starts_with("02"))) {
    return core.starts_with("01") && (core[2] == '5' || core[2] == '6' || core[2] == '7') &&
                   !form.joined(4) && form.joined(5) && core.size() == 11 && form.joined(3)
               ? (core[1] == '1' && core[2] != '6' ? Plan::kGermany : Plan::kBritain)
               : Plan::kBritain;
  }
  // Mobiles with eight digits behind 015x, 016x, 017x: nobody else's national numbers are as long.
  if (core.size() == 12 && core.starts_with("01") && core[2] >= '5' && core[2] <= '7') {
    return Plan::kGermany;
  }
  if (core.size() != 10 || core[0] != '0') return Plan::kOther;
  if (core.starts_with("04") && groups_at({4, 7})) return Plan::kAustralia;
  if (groups_at({2, 4, 6, 8})) return Plan::kFrance;
  if (core.starts_with("07") && groups_at({3, 6, 8})) return Plan::kSweden;
  if (groups_at({2, 6}) && (core[1] == '2' || core[1] == '3' || core[1] == '7' || core[1] == '8')) {
    return Plan::kAustralia;
  }
  if (form.joined(1) && form.joined(5) && form.joined(9) && (core[1] == '6' || core[1] == '7')) {
    return Plan::kFrance;
  }
  return Plan::kOther;
}

Parts parts_of(std::string_view value, const Form& form) {
  const std::string& core = form.core();
  Parts parts;
  const size_t first = form.offset_of(0);
  const std::string_view lead = value.substr(0, std::min(first, value.size()));
  const bool plus = lead.find('+') != std::string_view::npos ||
                    lead.find("\uFF0B") != std::string_view::npos ||
                    to_ascii_lower(lead).find("plus") != std::string::npos;
  const bool zeros = !plus && core.starts_with("00") && core.size() >= 11;
  if (plus || zeros) {
    const size_t access = zeros ? 2 : 0;
    const size_t code = country_code_size(std::string_view(core).substr(access));
    if (code > 0 && access + code + 4 <= core.size()) {
      parts.prefix = access + code;
      parts.plan = plan_of_code(core.substr(access, code));
      // +49 (0)561: the zero is dialled inside the country only. Italy's zero belongs to the
      // number.
      if (core[parts.prefix] == '0' && core.substr(access, code) != "39") {
        parts.trunk_at = parts.prefix;
        ++parts.prefix;
      }
    }
  } else if (core.size() == 11 && core[0] == '1' && core[1] >= '2' && core[4] >= '2') {
    parts.prefix = 1;
    parts.plan = Plan::kNorthAmerica;
  } else if ((core.size() == 10 || core.size() == 7) && core[0] >= '2' &&
             (core.size() == 7 || core[3] >= '2')) {
    parts.plan = Plan::kNorthAmerica;
  } else if (core[0] == '0' && core.size() >= 7) {
    parts.plan = plan_of_national(core, form);
    parts.prefix = 1;
  }
  parts.national = core.size() - parts.prefix;
  return parts;
}

/// Area codes in use all over the North American plan, none of them toll-free.
constexpr std::string_view kAreaCodes =
    "201 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 "
    "240 248 "
    "251 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 "
    "315 316 "
    "317 318 319 320 321 323 325 330 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 "
    "407 408 "
    "409 410 412 413 414 415 416 417 418 419 423 424 425 432 434 435 440 443 450 469 478 479 480 "
    "484 501 "
    "502 503 504 505 506 507 508 509 510 512 513 514 515 516 517 518 519 520 530 540 541 551 559 "
    "561 562 "
    "563 567 570 571 573 574 575 580 585 586 601 602 603 604 605 606 607 608 609 610 612 613 614 "
    "615 616 ";

constexpr auto& kAustralianMobiles = known::kStandinPhoneAustralianMobiles;

/// Exactly `size` digits that begin with `prefix`.
std::string filled(std::string_view prefix, size_t size, KeyedRandom& random) {
  std::string out(prefix.substr(0, size));
  while (out.size() < size) out.push_back(draw_digit(random));
  return out;
}

std::string new_national(std::string_view national, Plan plan, KeyedRandom& random) {
  const size_t size = national.size();
  switch (plan) {
    case Plan::kNorthAmerica: {
      const std::string line = "55501" + draw_digits(random, 2);
      if (size == 7) return line;
      const size_t codes = kAreaCodes.size() / 4;
      return size == 10 ? std::string(kAreaCodes.substr(4 * random.below(codes), 3)) + line
                        : filled("55501", size, random);
    }
    case Plan::kBritain:
      if (national[0] == '7') return filled("7700900", size, random);
      if (national.starts_with("20")) return filled("2079460", size, random);
      return filled("1632960", size, random);
    case Plan::kFrance:
      return filled(national[0] == '6' || national[0] == '7' ? "63998" : "19900", size, random);
    case Plan::kAustralia:
      if (national[0] == '4' && size == 9) {
        return std::string(kAustralianMobiles[random.below(std::size(kAustralianMobiles))]);
      }
      return filled("25550", size, random);
    case Plan::kSweden:
      if (national[0] == '7' && size == 9) return "7017406" + padded(5 + random.below(95), 2);
      return filled("701740", size, random);
    case Plan::kGermany: {
      if (national[0] == '1' && size >= 8)
        return filled(size > 9 ? "17139200" : "1713920", size, random);
      constexpr std::array<std::string_view, 5> kCities = {"3023125", "6990009", "4066969",
                                                           "2214710", "8999998"};
      return filled(kCities[random.below(kCities.size())], size, random);
    }
    case Plan::kOther:
      break;
  }
  // The first digit says what kind of line it is. Subscriber numbers do not begin with zeros.
  if (size < 7) return filled(national.substr(0, 1), size, random);
  return filled(std::string(national.substr(0, 1)) + "000", size, random);
}

/// Where the extension begins: "ext 12", "x12", "#12", "Durchwahl 12"; value.size() for none.
size_t extension_at(std::string_view value) {
  const std::string lower = to_ascii_lower(value);
  size_t at = value.size();
  for (const std::string_view mark : {"ext", "durchwahl", "poste", "anexo", "int.", "#"}) {
    const size_t found = lower.find(mark);
    if (found != std::string::npos && found > 6) at = std::min(at, found);
  }
  for (size_t i = 7; i + 1 < lower.size(); ++i) {
    if (lower[i] == 'x' && !is_ascii_alpha(lower[i - 1]) && !is_ascii_alpha(lower[i + 1]))
      at = std::min(at, i);
  }
  return at;
}

}  // namespace

std::string make_phone(const Request& request) {
  const size_t split = extension_at(request.value);
  const std::string_view value = request.value.substr(0, split);
  const Form form(value, Alphabet::kDigits);
  const std::string& core = form.core();
  if (core.size() < 3) return make_random_id(request);
  const Parts parts = parts_of(value, form);
  const std::string_view national = std::string_view(core).substr(parts.prefix);
  KeyedRandom random = random_for(request, "PHONE_NUMBER", national);
  std::string out =
      form.render(core.substr(0, parts.prefix) + new_national(national, parts.plan, random));
  if (split < request.value.size()) {
    const Form extension(request.value.substr(split), Alphabet::kDigits);
    out += extension.render(draw_digits(random, extension.core().size()));
  }
  return out;
}

}  // namespace lauter::surrogate
