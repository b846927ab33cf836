/// Coordinates and codes of places: decimal and sexagesimal degrees, plus codes, grid references,
/// three words.
#include <algorithm>

#include "scan/page.h"
#include "scan/place_cues.h"
#include "scan/rule.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"geo.uri", Category::kGeoCoordinates},
    {"geo.words", Category::kGeoCode},
};
enum InfoIndex : size_t { kGeoUri, kGeoWords };

bool accept_decimal(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  double value[2] = {0, 0};
  size_t decimals[2] = {0, 0};
  size_t n = 0;
  for (size_t i = 0; i < v.size() && n < 2;) {
    if (!is_digit(v[i])) {
      ++i;
      continue;
    }
    double x = 0, scale = 1;
    while (i < v.size() && is_digit(v[i])) x = x * 10 + (v[i++] - '0');
    if (i + 1 < v.size() && v[i] == '.' && is_digit(v[i + 1])) {
      ++i;
      while (i < v.size() && is_digit(v[i])) {
        scale *= 10;
        x += (v[i++] - '0') / scale;
        ++decimals[n];
      }
    }
    value[n++] = x;
  }
  if (n < 2 || value[0] > 90 || value[1] > 180) return false;
  if (value[0] == 0 && value[1] == 0) return false;
  // Lists and boxes of numbers go on.
  size_t i = end;
  while (i < page.text.size() &&
         (page.text[i] == ' ' || page.text[i] == ',' || page.text[i] == ';'))
    ++i;
  if (i > end && i < page.text.size() &&
      (is_digit(page.text[i]) || (page.text[i] == '-' && is_digit(page.at(i + 1)))))
    return false;
  if (begin > 0 && (page.text[begin - 1] == '[' || page.text[begin - 1] == ',') && begin > 1 &&
      (page.text[begin - 2] == '[' || is_digit(page.text[begin - 2])))
    return false;
  return decimals[0] >= 2 && decimals[1] >= 2;
}

bool accept_dms(const Page&, size_t, size_t) { return true; }

bool accept_plus(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  const size_t plus = v.find('+');
  if (plus != 4 && plus != 8 && plus != 6) return false;
  bool letter = false, digit = false;
  for (const char c : v) {
    letter |= is_upper(c);
    digit |= is_digit(c);
  }
  if (!letter || (plus == 8 && !digit)) return false;
  return plus != 8 || v[0] <= 'R';
}

bool accept_mgrs(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  int zone = 0;
  size_t i = 0;
  while (i < v.size() && is_digit(v[i])) zone = zone * 10 + (v[i++] - '0');
  if (zone < 1 || zone > 60 || i >= v.size() || v[i] == 'I' || v[i] == 'O') return false;
  size_t digits = 0;
  for (size_t k = i; k < v.size(); ++k) digits += is_digit(v[k]);
  return digits == 10 || digits == 8 || digits == 6;
}

/// "///filled.count.soap", "what3words: filled.count.soap"
void match_words(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  const bool slashes = text[begin] == '/';
  if (!slashes) {
    const Connector link = skip_connector(text, end);
    size_t i = link.strength == Announce::kNone ? end : link.value_begin;
    // "what3words for our gate is filled.count.soap": within the next words of the line.
    const ByteSpan line = page.line(end);
    for (int n = 0; n < 8 && i < line.end; ++n) {
      size_t stop = i;
      while (stop < line.end && !is_space(text[stop])) ++stop;
      const std::string_view token = text.substr(i, stop - i);
      if (std::count(token.begin(), token.end(), '.') >= 2) break;
      i = stop + 1;
    }
    at = std::min<size_t>(i, text.size());
    if (text.compare(at, 3, "///") == 0) return;  // the other anchor's
  } else if (begin > 0 && (text[begin - 1] == '/' || text[begin - 1] == ':')) {
    return;
  }
  size_t i = at;
  for (int part = 0; part < 3; ++part) {
    const size_t word = i;
    while (i < text.size() && i - word < 24 &&
           (is_lower(text[i]) || (text[i] & 0x80) != 0 || (!slashes && is_alpha(text[i]))))
      ++i;
    if (i - word < 3) return;
    if (part < 2) {
      if (i >= text.size() || text[i] != '.') return;
      ++i;
    }
  }
  if (i < text.size() &&
      (is_wordish(text[i]) || text[i] == '/' || (text[i] == '.' && is_alnum(page.at(i + 1)))))
    return;
  found.add(kInfos[kGeoWords], slashes ? begin : at, i, 0.93F);
}

void match_geo_uri(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_wordish(text[begin - 1])) return;
  size_t i = end;
  size_t commas = 0;
  while (i < text.size() && i - end < 60 &&
         (is_digit(text[i]) || text[i] == '.' || text[i] == '-' ||
          (text[i] == ',' && is_alnum(page.at(i + 1)) == true) ||
          (text[i] == ',' && page.at(i + 1) == '-'))) {
    commas += text[i] == ',';
    ++i;
  }
  while (i > end && text[i - 1] == '.') --i;
  if (commas < 1 || commas > 2) return;
  for (const std::string_view tail : {";u=", ";crs=", "?z="}) {
    if (text.compare(i, tail.size(), tail) == 0) {
      i += tail.size();
      while (i < text.size() && is_alnum(text[i])) ++i;
    }
  }
  if (accept_decimal(page, end, i)) found.add(kInfos[kGeoUri], begin, i, 0.95F);
}

constexpr char kDmsShape[] =
    "\\d{1,2}(\xC2\xB0|\xC2\xBA| ?deg )[ ]?\\d{1,2}('|\xE2\x80\xB2|\xE2\x80\x99)[ "
    "]?(\\d{1,2}([.,]\\d{1,6})?(\\\\?\"|\"\"|''|\xE2\x80\xB3|\xE2\x80\x9D))?[ ]?[NS][,;]?[ ]?"
    "\\d{1,3}(\xC2\xB0|\xC2\xBA| ?deg )[ ]?\\d{1,2}('|\xE2\x80\xB2|\xE2\x80\x99)[ "
    "]?(\\d{1,2}([.,]\\d{1,6})?(\\\\?\"|\"\"|''|\xE2\x80\xB3|\xE2\x80\x9D))?[ ]?[EWO]";

/// "N 47° 22.614' E 8° 32.5'", "N47°22'36.8\" E8°32'": the hemisphere first.
#define ARC                                                                                        \
  "[ ]?\\d{1,3}(\xC2\xB0|\xC2\xBA| ?deg )[ ]?\\d{1,2}([.,]\\d{1,6})?('|\xE2\x80\xB2|\xE2\x80\x99)" \
  "([ ]?\\d{1,2}([.,]\\d{1,6})?(\\\\?\"|\"\"|''|\xE2\x80\xB3|\xE2\x80\x9D))?"
constexpr char kHemisphereFirst[] = "[NS]" ARC "[,;]?[ ]?[EWO]" ARC;
#undef ARC

constexpr ValueRule kValues[] = {
    {.info = {"geo.decimal", Category::kGeoCoordinates},
     .shape = "[-+]?\\d{1,2}\\.\\d{2,9}(\xC2\xB0)?[ ]?[NS]?[,;/]?[ "
              "\\n]{0,2}[-+]?\\d{1,3}\\.\\d{2,9}((\xC2\xB0)?[ ]?[EWO])?",
     .need = Need::kCue,
     .cues = kGeoCues,
     .score = 0.85F,
     .flags = kLabelled | kGlueLeft | kNoRelax,
     .accept = accept_decimal},
    // Without letters: the "o" of "48.1,11.5 overnight" is no east.
    {.info = {"geo.decimal_bare", Category::kGeoCoordinates},
     .shape = "[-+]?\\d{1,2}\\.\\d{2,9}[,;]?[ \\n]{0,2}[-+]?\\d{1,3}\\.\\d{2,9}",
     .need = Need::kCue,
     .cues = kGeoCues,
     .score = 0.85F,
     .flags = kGlueLeft | kNoRelax,
     .accept = accept_decimal},
    {.info = {"geo.dms", Category::kGeoCoordinates},
     .shape = kDmsShape,
     .need = Need::kNone,
     .cues = kGeoCues,
     .score = 0.88F,
     .flags = kNoRelax,
     .accept = accept_dms},
    {.info = {"geo.hemisphere_first", Category::kGeoCoordinates},
     .shape = kHemisphereFirst,
     .need = Need::kNone,
     .cues = kGeoCues,
     .score = 0.88F,
     .flags = kNoRelax,
     .accept = accept_dms},
    {.info = {"geo.plus_full", Category::kGeoCode},
     .shape = "[2-9CFGHJMPQR][2-9CFGHJMPQRVWX]{7}\\+[2-9CFGHJMPQRVWX]{2,3}",
     .need = Need::kNone,
     .cues = kGeoCodeCues,
     .score = 0.85F,
     .flags = kNoRelax,
     .accept = accept_plus},
    {.info = {"geo.plus_short", Category::kGeoCode},
     .shape = "[2-9CFGHJMPQRVWX]{4}\\+[2-9CFGHJMPQRVWX]{2,3}",
     .need = Need::kCue,
     .cues = kGeoCodeCues,
     .score = 0.82F,
     .flags = kLabelled | kNoRelax,
     .accept = accept_plus},
    {.info = {"geo.mgrs", Category::kGeoCode},
     .shape = "\\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(\\d{5} ?\\d{5}|\\d{4} ?\\d{4})",
     .need = Need::kNone,
     .cues = kGeoCodeCues,
     .score = 0.86F,
     .flags = kNoRelax,
     .accept = accept_mgrs},
};

constexpr AnchorRule kAnchors[] = {
    {"///", match_words, AnchorKind::kLiteral},
    {"what3words|what 3 words|w3w", match_words},
    {"geo:", match_geo_uri, AnchorKind::kCaselessLiteral},
};

}  // namespace

RuleTable geo_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
