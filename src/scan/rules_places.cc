/// Towns, states and countries that a person is tied to.
///
/// Places standing alone count after a cue ("lives in", "born in") or a field's name. General talk
/// names places too, so nothing is reported without one of these.
#include <algorithm>
#include <string>

#include "scan/page.h"
#include "scan/place_cues.h"
#include "scan/place_text.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"place.location", Category::kLocation},
    {"place.city", Category::kCity},
    {"place.state", Category::kState},
    {"place.country", Category::kCountry},
};
enum InfoIndex : size_t { kLocation, kCity, kState, kCountry };

// ---- After cues
// -----------------------------------------------------------------------------------

bool location_word(std::string_view value) {
  static const WordSet kWords(
      "quarter|estate|estates|hostel|camp|village|building|tower|towers|heights|hall|house|"
      "residence|residences|dormitory|dorm|block|district|"
      "viertel|siedlung|barrio|colonia|bairro|quartier|court|gardens|park|shelter|hotel|lodge|farm|"
      "ranch|manor|mill|wharf|marina|harbour|harbor|"
      "nab|common|green|hill|hills|valley|creek|bridge|square|terrace|flats|apartments|campus|"
      "station|barracks|township|reservation|parish|"
      "s\xC3\xBC"
      "d|nord|ost|west|mitte|altstadt|neustadt|vorstadt|neighborhood|neighbourhood|kiez|care|"
      "centre|center|mansions|lofts|villas|island|beach|bay|point");
  size_t i = 0;
  bool last = false;
  while (i < value.size()) {
    const std::string_view word = word_at(value, i);
    if (word.empty()) {
      ++i;
      continue;
    }
    last = kWords.has(word);
    const size_t dash = word.rfind('-');
    if (dash != std::string_view::npos) last = last || kWords.has(word.substr(dash + 1));
    if (i == 0 && fold_words(word) == "camp") return true;
    i += word.size();
  }
  return last;
}

void add_place(const Page& page, ByteSpan place, float score, bool locative, Found& found) {
  const std::string_view text = page.text;
  const std::string_view value = text.substr(place.begin, place.end - place.begin);
  if (value.size() < 2) return;
  size_t info = kCity;
  if (is_country(value)) {
    info = kCountry;
  } else if (is_state(value)) {
    info = kState;
  } else if (locative || location_word(value)) {
    info = kLocation;
  }
  found.add(kInfos[info], place.begin, place.end, score);
}

/// "lives in Truro", "fled United States": a place that a person is tied to.
void match_lives_in(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at >= text.size()) return;
  const bool cjk = (text[begin] & 0x80) != 0 && caseless_at(text, begin);
  if (!cjk) {
    if (!is_space(text[at])) return;
    ++at;
    if (at < text.size() && (text[at] == '>' || text[at] == '#')) {
      while (at < text.size() && (text[at] == '>' || text[at] == '#' || text[at] == ' ')) ++at;
    }
  }
  bool article = false;
  for (const std::string_view skip :
       {"the city of ", "the town of ", "a village called ", "the "}) {
    if (text.compare(at, skip.size(), skip) == 0) {
      // "the United States" keeps its words without the article.
      at += skip.size();
      article = skip == "the ";
      break;
    }
  }
  const std::string cue = fold_words(text.substr(begin, end - begin));
  const bool weak =
      cue == "from" || cue == "visiting" || cue == "visited" || cue == "work in" ||
      cue == "working in" || cue == "works in" || cue == "going to" || cue == "back in" ||
      cue == "back to" || cue == "back from" || cue == "based in" || cue == "located in" ||
      cue == "drive to" || cue == "return to" || cue == "trip to" || cue == "home in" ||
      cue == "residents of" || cue == "moved from" || cue == "moved to" || cue == "return home to";
  // Who? A person's word near before the cue.
  static const WordSet kWho(
      "i|i'm|im|we|my|me|he|she|his|her|they|their|our|patient|who|mr|mrs|ms|dr|you|your|applicant|"
      "complainant|tenant|suspect|victim|witness|client|customer|employee|student|"
      "wife|husband|son|daughter|mother|father|mom|mum|dad|brother|sister|grandparents|parents|"
      "family|friend|friends|born|resident|grandmother|grandfather|uncle|aunt|cousin|partner|"
      "roommate|neighbor|neighbour|originally|came|come|man|woman|girl|boy|people call "
      "me|ich|wir|je|yo|eu|io|ik|jag");
  const std::string before = folded_before(text, begin, 70);
  bool who = false;
  for (size_t i = 0; i < before.size();) {
    const std::string_view word = word_at(before, i);
    if (word.empty()) {
      ++i;
      continue;
    }
    if (kWho.has(word)) who = true;
    i += word.size();
  }
  const bool strong_cue =
      cue.find("live") != std::string::npos || cue.find("grew") != std::string::npos ||
      cue.find("born") != std::string::npos || cue.find("resid") != std::string::npos ||
      cue.find("seen") != std::string::npos || cue.find("come") != std::string::npos ||
      cue.find("came") != std::string::npos || (cue[0] & 0x80) != 0;
  if (!who && (weak || !strong_cue) && text.size() > 200) return;
  if (!who && weak) return;
  if (upper_at(text, at) || caseless_at(text, at)) {
    if (caseless_at(text, at) && !cjk) return;
    const size_t country = country_at(text, at);
    const size_t state = state_at(text, at);
    ByteSpan place = place_name(text, at);
    const size_t longest = std::max(country, state);
    if (longest != 0 && (place.empty() || longest >= place.size() || page.at(at + longest) == ' '))
      place = {at, at + longest};
    if (place.empty()) return;
    const std::string_view value = text.substr(place.begin, place.size());
    static const WordSet kNotPlaces(
        "english|german|french|spanish|school|college|university|hospital|god|home|work|monday|"
        "python|java|microsoft|google|amazon|facebook|apple|github|linux|windows|c|chapter|section|"
        "table|figure|line|hell|heaven|earth|mars|egypt's|christmas|easter|scratch|it|hr|customer|"
        "support|sales|marketing|accounting|finance|legal|security|engineering|kindergarten|bed");
    const size_t first_end = value.find(' ');
    if (kNotPlaces.has(value.substr(0, first_end))) return;
    if (article && longest == 0 && !location_word(value) && !strong_cue) return;
    add_place(page, place, who ? 0.78F : 0.64F, article && longest == 0, found);
    // "Joinville, Santa Catarina", "Portland, OR"
    if (text.compare(place.end, 2, ", ") == 0) {
      const size_t next = place.end + 2;
      if (const size_t c = country_at(text, next); c != 0 && upper_at(text, next)) {
        found.add(kInfos[kCountry], next, next + c, 0.75F);
      } else if (const size_t s = state_at(text, next); s != 0 && upper_at(text, next)) {
        found.add(kInfos[kState], next, next + s, 0.75F);
      } else if (const size_t code = state_code_at(text, next); code != 0) {
        found.add(kInfos[kState], next, next + code, 0.75F);
      }
    }
    return;
  }
  // Lower case: only listed countries and states, in chatty rows.
  if (text.size() > 1200) return;
  size_t n = std::max(country_at(text, at), state_at(text, at));
  if (n >= 4) {
    add_place(page, {at, at + n}, 0.66F, false, found);
    return;
  }
  // "we live in old tannery quarter"
  size_t stop = at;
  for (int words = 0; words < 4 && stop < text.size(); ++words) {
    const std::string_view word = word_at(text, stop);
    if (word.size() < 2) break;
    stop += word.size();
    if (words > 0 && location_word(word)) {
      static const WordSet kCommon(
          "house|building|hotel|park|farm|village|district|camp|island|beach|hill|hills|valley|"
          "flats|apartments|campus|station|center|centre|care|block|shelter|hostel|hall|court|"
          "square|west|east|south|north|neighborhood|neighbourhood");
      if (kCommon.has(word) && words < 2) return;
      found.add(kInfos[kLocation], at, stop, 0.6F);
      return;
    }
    if (stop >= text.size() || text[stop] != ' ') break;
    ++stop;
  }
}

// ---- Fields
// ---------------------------------------------------------------------------------------

/// Letters, blanks and name marks only; not a placeholder word.
bool plain_place(std::string_view value) {
  static const WordSet kNot(
      "none|null|unknown|n/"
      "a|na|true|false|string|city|state|country|region|location|default|other|pending|active|open|"
      "closed|running|stopped|ok|error|failed|success|enabled|disabled|new|ready|idle|initial|"
      "final|complete|completed|done|on|off|yes|no|required|optional|public|private|global|local|"
      "invalid|valid|solid|liquid|gas");
  if (value.size() < 2 || value.size() > 48 || kNot.has(value)) return false;
  size_t words = 1;
  for (const char c : value) {
    if (is_digit(c) || c == '_' || c == '=' || c == '/' || c == '@') return false;
    words += c == ' ';
  }
  return words <= 5;
}
bool accept_city(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return plain_place(v) && box_ends(page, end) &&
         (upper_at(v, 0) || caseless_at(v, 0) || page.at(end) == '"' || page.at(end) == ',' ||
          page.at(end) == '\n' || page.at(end) == '|' || page.at(end) == '<');
}
bool accept_state(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return is_state(v) || (is_state_code(v) && is_upper(v[0]));
}
bool accept_country(const Page& page, size_t begin, size_t end) {
  return is_country(page.text.substr(begin, end - begin));
}
bool accept_location(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return plain_place(v) && box_ends(page, end) &&
         (upper_at(v, 0) || caseless_at(v, 0) || location_word(v)) && !is_country(v) &&
         !is_state(v);
}

#define WORD "[^\n\t|;,\"'<>(){}= ]+('[^\n\t|;,\"'<>(){}= ]+)?"
constexpr char kCell[] = WORD "([ ]" WORD "){0,5}";
#undef WORD
constexpr uint16_t kField = kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;

constexpr ValueRule kValues[] = {
    {.info = {"place.city_field", Category::kCity},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kCityFields,
     .score = 0.84F,
     .flags = kField,
     .accept = accept_city},
    {.info = {"place.state_field", Category::kState},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kStateFields,
     .score = 0.84F,
     .flags = kField,
     .accept = accept_state},
    {.info = {"place.country_field", Category::kCountry},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kCountryFields,
     .score = 0.84F,
     .flags = kField,
     .accept = accept_country},
    {.info = {"place.location_field", Category::kLocation},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kLocationFields,
     .score = 0.7F,
     .flags = kField,
     .accept = accept_location},
};

constexpr AnchorRule kAnchors[] = {{kLivesIn, match_lives_in}};

}  // namespace

RuleTable place_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
