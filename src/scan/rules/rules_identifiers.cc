// Numbers that are given to persons: the rows are data, knowledge/identifiers.toml, which
// knowledge/compile makes into what is included here. This file holds what the data call by name:
// checks that are no more than the scanner's, and tests of the text around a value.
#include <algorithm>

#include "base/check.h"
#include "catalog/checks_device.h"
#include "catalog/checks_financial.h"
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "catalog/checks_travel.h"
#include "known/postal_code.h"
#include "scan/rule.h"
#include "scan/rules/rules_ids.h"
#include "scan/shape.h"

namespace lauter::scan {
namespace {

// --- What the limits of an entry are put together from ---

constexpr bool within(size_t n, size_t least, size_t most) { return n >= least && n <= most; }

/// Whether `fits` one of the words that '|' joins.
template <typename Fits>
bool any_of(std::string_view words, Fits fits) {
  for (size_t bar = 0; bar != words.npos; words.remove_prefix(bar + 1)) {
    bar = words.find('|');
    if (fits(words.substr(0, bar))) return true;
    if (bar == words.npos) break;
  }
  return false;
}
bool is_any(std::string_view v, std::string_view words) {
  return any_of(words, [v](std::string_view word) { return v == word; });
}
bool starts_with_any(std::string_view v, std::string_view words) {
  return any_of(words, [v](std::string_view word) { return v.starts_with(word); });
}
bool ends_with_any(std::string_view v, std::string_view words) {
  return any_of(words, [v](std::string_view word) { return v.ends_with(word); });
}

/// A shape as a template's argument: each is compiled once.
template <size_t kSize>
struct Pattern {
  char text[kSize];
  consteval Pattern(const char (&from)[kSize]) : text{} { std::copy_n(from, kSize, text); }
};
template <Pattern kPattern>
bool has_form(const Page& page, size_t begin, size_t end) {
  static const Shape kShape = [] {
    Result<Shape> made = Shape::compile(kPattern.text, false);
    if (!made.ok()) LAUTER_CHECK(false, made.error().message.c_str());
    return std::move(*made);
  }();
  return kShape.match(page.text.substr(begin, end - begin), 0) == end - begin;
}

// --- Checks by name, on letters and digits ---

bool not_date_ok(std::string_view v) { return !looks_like_date8(v); }
bool not_year_ok(std::string_view v) {
  return v.size() != 4 || !(v.starts_with("19") || v.starts_with("20"));
}
bool not_test_card_ok(std::string_view v) { return !is_test_card(v); }
bool airline_ok(std::string_view v) { return airline_code_ok(v.substr(0, 3)); }
/// The core, alone or behind the eight digits of the whole.
bool mpan_ok(std::string_view v) { return uk_mpan_ok(v.size() == 21 ? v.substr(8) : v); }

/// Where the check digit is required, with a serial of digits (49 CFR 565).
bool vin_north_america_ok(std::string_view v) {
  return v[0] >= '1' && v[0] <= '5' && vin_check_digit(v) == v[8] &&
         count_digits(v.substr(13)) == 4 && count_digits(v) <= 14;
}

/// Thirteen digits of a NIR without its key: sex, year, month, department, commune, order.
bool fr_nir_body_ok(std::string_view v) {
  if (v.size() != 13 || (v[0] != '1' && v[0] != '2')) return false;
  const int month = (v[3] - '0') * 10 + (v[4] - '0');
  return month >= 1 && month <= 12 && v.substr(5, 2) != "00";
}

bool us_driver_license_ok(std::string_view v) {
  const size_t digits = count_digits(v);
  if (v.size() < 7 || v.size() > 15) return false;
  const size_t letters = v.size() - digits;
  if (letters == 0) return digits <= 9 || digits == 10 || digits == 12;
  if (letters == 1) return is_alpha(v[0]) || is_alpha(v.back());
  if (letters == 2) return digits == 6 || digits == 5 || digits == 7;
  if (letters == 3) return digits >= 5;
  return v.size() == 12 && letters >= 7;  // Washington: letters of the name
}

// --- Tests of the text around by name; `labels` are those of the rule ---

bool tidy(const Page& page, const char*, size_t begin, size_t end) {
  return tidy(page, begin, end);
}
bool first_on_line(const Page& page, const char* labels, size_t begin, size_t) {
  return first_on_line(page, labels, begin);
}
bool first_number(const Page& page, const char* labels, size_t begin, size_t, size_t reach) {
  return first_number_after(page, labels, begin, reach);
}
bool not_date(const Page& page, const char*, size_t begin, size_t end) {
  return !date_like(page, begin, end);
}
bool not_year(const Page& page, const char*, size_t begin, size_t end) {
  return not_year_ok(page.text.substr(begin, end - begin));
}
bool no_slash(const Page& page, const char*, size_t begin, size_t end) {
  return page.text.substr(begin, end - begin).find('/') == std::string_view::npos;
}
bool no_slash_beside(const Page& page, const char*, size_t begin, size_t end) {
  return page.at(end) != '/' && (begin == 0 || page.text[begin - 1] != '/');
}
/// An address tells an Indian PIN from a card's.
bool no_address_near(const Page& page, const char*, size_t begin, size_t end) {
  return !mentions(page, begin, end, known::kPostalCodeAddressNearWords, 200, 160);
}
/// No "PIN 560034, Bengaluru".
bool no_town_follows(const Page& page, const char*, size_t, size_t end) {
  return page.at(end) != ',' || page.at(end + 1) != ' ' || !is_upper(page.at(end + 2));
}
/// "[.4181.0024.0002.5168]" is a part of a longer list.
bool no_dot_before(const Page& page, const char*, size_t begin, size_t) {
  return begin < 2 || page.text[begin - 1] != '.' || is_space(page.text[begin - 2]) ||
         page.text[begin - 2] == '.';
}
/// No "300 to 850", "300-850".
bool no_range(const Page& page, const char*, size_t begin, size_t end) {
  if (page.at(end) == '-' && is_digit(page.at(end + 1))) return false;
  if (begin > 1 && page.text[begin - 1] == '-' && is_digit(page.text[begin - 2])) return false;
  const std::string_view rest = page.text.substr(end, 4);
  return rest != " to " && !rest.starts_with("\xE2\x80\x93");
}
/// Two more digits are a key, and it was wrong.
bool no_key_follows(const Page& page, const char*, size_t, size_t end) {
  size_t i = end;
  while (i < page.text.size() && i - end < 4 && !is_alnum(page.text[i])) ++i;
  return !(is_digit(page.at(i)) && is_digit(page.at(i + 1)) && !is_digit(page.at(i + 2)));
}
/// A date and a time, or a version, that happens to look like a personal number.
bool not_in_file_name(const Page& page, const char*, size_t begin, size_t end) {
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  if (before == '_' || before == '/' || before == '\\') return false;
  return page.at(end) != '_' && !(page.at(end) == '.' && is_alpha(page.at(end + 1)));
}

/// The label before the value on its line, with what stands between; none of a table's column.
std::optional<Connector> link_of(const Page& page, const char* labels, size_t begin,
                                 std::string_view& gap, char& initial) {
  const auto cue = page.cue_before(labels, begin, 30);
  if (!cue) return std::nullopt;
  gap = page.text.substr(cue->end, begin - cue->end);
  initial = lower(page.text[cue->begin]);
  if (gap.find('\n') != std::string_view::npos) return std::nullopt;
  return skip_connector(page.text, cue->end);
}

/// A field of a form or a table's column.
bool account_field(const Page& page, const char* labels, size_t begin, size_t) {
  std::string_view gap;
  char initial = '\0';
  const auto link = link_of(page, labels, begin, gap, initial);
  return !link || (link->value_begin >= begin && link->value_begin <= begin + 1 &&
                   link->strength != Announce::kNone);
}

/// The same, and "valid thru 09/29", "exp date 08/2027": words of cards, and a form that dates
/// seldom have.
bool expiry_field(const Page& page, const char* labels, size_t begin, size_t end) {
  std::string_view gap;
  char initial = '\0';
  const auto link = link_of(page, labels, begin, gap, initial);
  if (!link || (link->value_begin == begin && link->strength == Announce::kMark)) return true;
  const std::string_view value = page.text.substr(begin, end - begin);
  const bool year = value.size() > 4 && is_digit(value[value.size() - 4]);  // no "October 31"
  return gap == " " && (value.find('/') != std::string_view::npos || (year && initial == 'v'));
}

/// Whether "dl", "d.l", "d/l" or "lic" may stand before: each has an l behind "d", "." or "/", or
/// before an i.
bool may_follow_dl(std::string_view text, size_t begin) {
  constexpr size_t kReach = 14;  // as in the data
  for (size_t i = begin > kReach ? begin - kReach : 0; i < begin; ++i) {
    if (lower(text[i]) != 'l') continue;
    const char before = i > 0 ? lower(text[i - 1]) : '\0';
    if (before == 'd' || before == '.' || before == '/' || lower(text[i + 1]) == 'i') return true;
  }
  return false;
}

#include "identifiers.inc"

}  // namespace

RuleTable identifier_rules() { return {.values = kValues, .veto_cues = kHarmless}; }

}  // namespace lauter::scan
