// Machine readable zones: country UTO (the specimen state of ICAO 9303), digits right.
#include <algorithm>

#include "catalog/checks_travel.h"
#include "surrogate/maker.h"
#include "surrogate/names/person.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

bool is_zone_character(char c) { return is_ascii_upper(c) || is_ascii_digit(c) || c == '<'; }

/// SURNAME<<GIVEN<NAMES in `width` characters.
std::string mapped_names(const Request& request, std::string_view field) {
  std::string out;
  const size_t cut = field.find("<<");
  for (size_t i = 0; i < field.size();) {
    if (!is_ascii_upper(field[i])) {
      out.push_back(field[i++]);
      continue;
    }
    size_t end = i;
    while (end < field.size() && is_ascii_upper(field[end])) ++end;
    std::string mapped = mapped_part(request, field.substr(i, end - i),
                                     i < cut ? NameRole::kFamily : NameRole::kGiven);
    std::erase_if(mapped, [](char c) { return !is_ascii_alpha(c); });
    out += to_ascii_upper(mapped);
    i = end;
  }
  // Fillers at the end take up the difference.
  while (out.size() > field.size() && out.back() == '<') out.pop_back();
  out.resize(field.size(), '<');
  return out;
}

void put_document_number(std::string& zone, size_t at, KeyedRandom& random) {
  for (size_t i = at; i < at + 9; ++i) {
    if (zone[i] == '<') continue;
    zone[i] = is_ascii_digit(zone[i]) ? draw_digit(random) : draw_from(random, kUpperLetters);
  }
  put_check(zone, at + 9, mrz_check_digit(zone.substr(at, 9)));
}

void put_date(std::string& zone, size_t at, KeyedRandom& random) {
  if (!all_digits(zone.substr(at, 6))) return;
  shift_year(zone, at, random);
  put_month(zone, at + 2, 0, random);
  put_day(zone, at + 4, 0, random);
  put_check(zone, at + 6, mrz_check_digit(zone.substr(at, 6)));
}

void put_optional(std::string& zone, size_t at, size_t n, KeyedRandom& random) {
  for (size_t i = at; i < at + n; ++i) {
    if (is_ascii_digit(zone[i]))
      zone[i] = draw_digit(random);
    else if (is_ascii_upper(zone[i]))
      zone[i] = draw_from(random, kUpperLetters);
  }
}

/// The line with the numbers of TD3 (44) and TD2 (36).
void fill_data_line(std::string& line, KeyedRandom& random) {
  put_document_number(line, 0, random);
  put(line, 10, "UTO");
  put_date(line, 13, random);
  put_date(line, 21, random);
  if (line.size() == 44) {
    put_optional(line, 28, 14, random);
    // An empty optional field may have a filler in place of its digit.
    const bool empty = line.substr(28, 14).find_first_not_of('<') == std::string::npos;
    if (!empty || line[42] != '<') put_check(line, 42, mrz_check_digit(line.substr(28, 14)));
    put_check(line, 43,
              mrz_check_digit(line.substr(0, 10) + line.substr(13, 7) + line.substr(21, 22)));
  } else {
    put_optional(line, 28, 7, random);
    put_check(line, 35,
              mrz_check_digit(line.substr(0, 10) + line.substr(13, 7) + line.substr(21, 14)));
  }
}

void fill_name_line(const Request& request, std::string& line) {
  put(line, 2, "UTO");
  line = line.substr(0, 5) + mapped_names(request, std::string_view(line).substr(5));
}

void fill_card(const Request& request, std::string& zone, KeyedRandom& random) {
  put(zone, 2, "UTO");
  put_document_number(zone, 5, random);
  put_optional(zone, 15, 15, random);
  put_date(zone, 30, random);
  put_date(zone, 38, random);
  put(zone, 45, "UTO");
  put_optional(zone, 48, 11, random);
  put_check(zone, 59,
            mrz_check_digit(zone.substr(5, 25) + zone.substr(30, 7) + zone.substr(38, 7) +
                            zone.substr(48, 11)));
  zone = zone.substr(0, 60) + mapped_names(request, std::string_view(zone).substr(60));
}

}  // namespace

std::string make_mrz(const Request& request) {
  std::string zone;
  for (const char c : request.value) {
    if (is_zone_character(c)) zone.push_back(c);
  }
  KeyedRandom random = random_for(request, "PASSPORT_MRZ", zone);
  if (zone.size() == 88 || zone.size() == 72) {
    std::string names = zone.substr(0, zone.size() / 2);
    std::string data = zone.substr(zone.size() / 2);
    fill_name_line(request, names);
    fill_data_line(data, random);
    zone = names + data;
  } else if (zone.size() == 90) {
    fill_card(request, zone, random);
  } else if (zone.size() == 44 || zone.size() == 36) {
    if (is_ascii_digit(zone[9]) && is_ascii_digit(zone[13])) {
      fill_data_line(zone, random);
    } else {
      fill_name_line(request, zone);
    }
  } else {
    put_optional(zone, 0, zone.size(), random);
  }
  std::string out;
  size_t used = 0;
  for (const char c : request.value) {
    out.push_back(is_zone_character(c) && used < zone.size() ? zone[used++] : c);
  }
  return out;
}

}  // namespace lauter::surrogate
