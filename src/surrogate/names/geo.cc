// Coordinates moved by 10 to 50 km, and the codes that stand for coordinates.
#include <algorithm>
#include <cmath>
#include <vector>

#include "catalog/checks_crypto.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/decimals.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"

namespace lauter::surrogate {
namespace {

constexpr double kKmPerDegree = 111.32;  // of latitude, mean

struct Number {
  size_t begin = 0;
  size_t end = 0;
  double value = 0;
  int decimals = 0;
  bool negative = false;
};

std::vector<Number> numbers_of(std::string_view value) {
  const bool has_point = value.find('.') != std::string_view::npos;
  std::vector<Number> numbers;
  for (size_t i = 0; i < value.size() && numbers.size() < 8;) {
    if (!is_ascii_digit(value[i])) {
      ++i;
      continue;
    }
    Number number;
    number.begin = i;
    const std::string_view before = value.substr(0, i);
    number.negative = before.ends_with("-") || before.ends_with("\u2212");
    double scale = 1;
    bool fraction = false;
    size_t digits = 0;
    for (; i < value.size() && digits < 15; ++i) {
      const char c = value[i];
      if (is_ascii_digit(c)) {
        ++digits;
        if (fraction) {
          scale /= 10;
          number.value += scale * (c - '0');
          ++number.decimals;
        } else {
          number.value = number.value * 10 + (c - '0');
        }
      } else if (!fraction && (c == '.' || (c == ',' && !has_point)) && i + 1 < value.size() &&
                 is_ascii_digit(value[i + 1])) {
        fraction = true;
      } else {
        break;
      }
    }
    number.end = i;
    numbers.push_back(number);
  }
  return numbers;
}

std::string fixed(double value, int decimals, std::string_view like) {
  int64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const int64_t scaled = std::llround(std::abs(value) * static_cast<double>(scale));
  std::string out = std::to_string(scaled / scale);
  size_t width = 0;
  while (width < like.size() && is_ascii_digit(like[width])) ++width;
  if (like.front() == '0' && out.size() < width) out.insert(0, width - out.size(), '0');
  if (decimals > 0) {
    out.push_back(like.find('.') != std::string_view::npos ? '.' : ',');
    out += padded(static_cast<uint64_t>(scaled % scale), static_cast<size_t>(decimals));
  }
  return out;
}

struct Point {
  double latitude = 0;
  double longitude = 0;
};

Point moved(Point from, KeyedRandom& random) {
  const double km = 10 + 40 * static_cast<double>(random.below(1 << 20)) / (1 << 20);
  const double angle =
      2 * 3.14159265358979 * static_cast<double>(random.below(1 << 20)) / (1 << 20);
  double north = km * std::cos(angle) / kKmPerDegree;
  const double shrink = std::max(0.05, std::cos(from.latitude * 3.14159265358979 / 180));
  double east = km * std::sin(angle) / kKmPerDegree / shrink;
  // Signs and hemispheres are written apart from the digits: never cross them.
  if (std::abs(from.latitude) < 1) north = from.latitude < 0 ? -std::abs(north) : std::abs(north);
  if (std::abs(from.longitude) < 1) east = from.longitude < 0 ? -std::abs(east) : std::abs(east);
  if (std::abs(from.latitude + north) > 90) north = -north;
  if (std::abs(from.longitude + east) > 180) east = -east;
  return {from.latitude + north, from.longitude + east};
}

/// Degrees, minutes and seconds of `per` numbers written again.
void write_angle(double angle, const Number* numbers, size_t per, std::string_view value,
                 std::vector<std::string>& out) {
  double rest = std::abs(angle);
  double unit = 1;
  for (size_t i = 0; i + 1 < per; ++i) unit *= 60;
  int64_t scale = 1;
  for (int i = 0; i < numbers[per - 1].decimals; ++i) scale *= 10;
  int64_t total = std::llround(rest * unit * static_cast<double>(scale));
  std::vector<double> fields(per);
  int64_t step = scale;
  for (size_t i = 1; i < per; ++i) step *= 60;
  for (size_t i = 0; i < per; ++i) {
    if (i + 1 == per) {
      fields[i] = static_cast<double>(total) / static_cast<double>(scale);
    } else {
      fields[i] = static_cast<double>(total / step);
      total %= step;
      step /= 60;
    }
    const std::string_view like = value.substr(numbers[i].begin, numbers[i].end - numbers[i].begin);
    out.push_back(fixed(fields[i], numbers[i].decimals, like));
  }
}

}  // namespace

std::string make_coordinates(const Request& request) {
  const std::string_view value = request.value;
  const std::vector<Number> numbers = numbers_of(value);
  KeyedRandom random = random_for(request, "GEO_COORDINATES", folded(value));
  // Two numbers are degrees, four degrees and minutes, six with seconds.
  const size_t per = numbers.size() >= 6 ? 3 : numbers.size() >= 4 ? 2 : 1;
  if (numbers.size() < 2) return make_random_id(request);
  const auto angle = [&](size_t first) {
    double degrees = 0;
    double unit = 1;
    for (size_t i = 0; i < per; ++i, unit *= 60) degrees += numbers[first + i].value / unit;
    return numbers[first].negative ? -degrees : degrees;
  };
  const Point from{angle(0), angle(per)};
  if (std::abs(from.latitude) > 90 || std::abs(from.longitude) > 180)
    return make_random_id(request);
  const Point to = moved(from, random);
  std::vector<std::string> written;
  write_angle(to.latitude, &numbers[0], per, value, written);
  write_angle(to.longitude, &numbers[per], per, value, written);
  if (numbers[0].decimals == 0 && per == 1) {  // whole degrees: 111 km is the least that shows
    written[0] =
        std::to_string(static_cast<int>(numbers[0].value) + (numbers[0].value > 44 ? -1 : 1));
  }
  std::string out;
  size_t at = 0;
  for (size_t i = 0; i < 2 * per; ++i) {
    out.append(value.substr(at, numbers[i].begin - at));
    out += written[i];
    at = numbers[i].end;
  }
  out.append(value.substr(at));
  return out;
}

std::string make_geo_code(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "GEO_CODE", folded(value));
  const size_t plus = value.find('+');
  if (plus != std::string_view::npos) {
    // Open Location Code: a full code keeps the square of one degree, 111 km, that its first four
    // characters name.
    constexpr std::string_view kAlphabet = "23456789CFGHJMPQRVWX";
    std::string out(value);
    const bool full = plus >= 8;
    size_t seen = 0;
    for (size_t i = 0; i < out.size() && seen < (full ? 11u : 7u); ++i) {
      if (out[i] == '+') continue;
      if (!is_ascii_alnum(out[i])) break;
      ++seen;
      if (full && seen <= 4) continue;
      const bool lower = is_ascii_lower(out[i]);
      out[i] = draw_from(random, kAlphabet);
      if (lower) out[i] = ascii_lower(out[i]);
    }
    return out;
  }
  if (std::count(value.begin(), value.end(), '.') == 2) {  // what3words
    std::string out;
    for (size_t i = 0; i < value.size();) {
      const CodePoint c = decode(value, i);
      if (!is_letter(c.value)) {
        out.append(value.substr(i, c.size));
        i += c.size;
        continue;
      }
      const size_t begin = i;
      while (i < value.size() && is_letter(decode(value, i).value)) i += decode(value, i).size;
      out += with_case(bip39_word(random.below(2048)), case_of(value.substr(begin, i - begin)));
    }
    return out;
  }
  // MGRS: zone, band and square stay, the metres inside change.
  const Form form(value, Alphabet::kAlnum);
  std::string core = form.core();
  size_t digits = core.size();
  while (digits > 0 && is_ascii_digit(core[digits - 1])) --digits;
  if (digits < 3 || digits == core.size()) return make_random_id(request);
  for (size_t i = digits; i < core.size(); ++i) core[i] = draw_digit(random);
  return form.render(core);
}

}  // namespace lauter::surrogate
