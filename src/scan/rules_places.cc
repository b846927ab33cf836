/// Towns, states and countries that a person is tied to.
///
/// Places standing alone count after a cue ("lives in", "born in") or a field's name. General talk
/// names places too, so nothing is reported without one of these.
#include <algorithm>

#include "scan/page.h"
#include "scan/place_cues.h"
#include "scan/place_text.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
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
    if (i == 0 && reads(word, "camp")) return true;
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

/// Whether a person is spoken of in the 70 bytes before a cue.
bool somebody_before(std::string_view text, size_t pos) {
  static const WordSet kWho(
      "i|i'm|im|we|my|me|he|she|his|her|they|their|our|patient|who|mr|mrs|ms|dr|you|your|applicant|"
      "complainant|tenant|suspect|victim|witness|client|customer|employee|student|"
      "wife|husband|son|daughter|mother|father|mom|mum|dad|brother|sister|grandparents|parents|"
      "family|friend|friends|born|resident|grandmother|grandfather|uncle|aunt|cousin|partner|"
      "roommate|neighbor|neighbour|originally|came|come|man|woman|girl|boy|ich|wir|je|yo|eu|io|ik|"
      "jag");
  const std::string_view before = line_before(text, pos, 70);
  for (size_t i = 0; i < before.size();) {
    const std::string_view word = word_at(before, i);
    if (kWho.has(word)) return true;
    i += std::max<size_t>(word.size(), 1);
  }
  return false;
}

/// Whether the words are no name of a place: acronyms ("SEO"), names of firms and files ("OpenAI"),
/// "A-Z", contractions.
bool is_no_place(std::string_view value) {
  if (value.size() < 3) return true;
  const std::string_view last = value.substr(value.rfind(' ') + 1);
  if (last.size() <= 4 && std::all_of(last.begin(), last.end(), is_upper)) return true;
  if (value.find('\'') != value.npos || value.find("\u2019") != value.npos || value[1] == '-') {
    return true;
  }
  static const WordSet kPrefixes("mc|mac|de|la|le|du|van|o|el|al|st");
  for (size_t i = 1; i < value.size(); ++i) {
    if (!is_upper(value[i]) || value[i - 1] < 'a' || value[i - 1] > 'z') continue;
    const size_t begin = value.rfind(' ', i) + 1;
    if (!kPrefixes.has(value.substr(begin, i - begin))) return true;
  }
  return false;
}

/// A capitalised place at `at`, and what may follow it: "Joinville, Santa Catarina", "Portland,
/// OR". `sure`: the cue leaves little doubt; `article`: "the" stood before it.
void report_named_place(const Page& page, size_t at, bool sure, bool article, float score,
                        Found& found) {
  const std::string_view text = page.text;
  const size_t listed = std::max(country_at(text, at), state_at(text, at));
  ByteSpan place = place_name(text, at);
  if (listed != 0 && (place.empty() || listed >= place.size() || page.at(at + listed) == ' '))
    place = {at, at + listed};
  if (place.empty()) return;
  const std::string_view value = place.of(text);
  static const WordSet kNotPlaces(
      "english|german|french|spanish|school|college|university|hospital|god|home|work|monday|"
      "python|java|microsoft|google|amazon|facebook|apple|github|linux|windows|c|chapter|section|"
      "table|figure|line|hell|heaven|earth|mars|egypt's|christmas|easter|scratch|it|hr|customer|"
      "support|sales|marketing|accounting|finance|legal|security|engineering|kindergarten|bed|"
      "parliament|congress|senate|office|politics");
  if (kNotPlaces.has(value.substr(0, value.find(' ')))) return;
  if (listed == 0 && is_no_place(value)) return;
  const bool locative = article && listed == 0;
  if (locative && !sure && !location_word(value)) return;
  add_place(page, place, score, locative, found);
  if (text.compare(place.end, 2, ", ") != 0) return;
  const size_t next = place.end + 2;
  if (!upper_at(text, next)) return;
  if (const size_t country = country_at(text, next); country != 0) {
    found.add(kInfos[kCountry], next, next + country, 0.75F);
  } else if (const size_t state = state_at(text, next); state != 0) {
    found.add(kInfos[kState], next, next + state, 0.75F);
  } else if (const size_t code = state_code_at(text, next); code != 0) {
    found.add(kInfos[kState], next, next + code, 0.75F);
  }
}

/// In lower case only listed countries and states, and quarters: "we live in old tannery quarter".
void report_plain_place(const Page& page, size_t at, Found& found) {
  const std::string_view text = page.text;
  const size_t listed = std::max(country_at(text, at), state_at(text, at));
  if (listed >= 4) {
    add_place(page, {at, at + listed}, 0.66F, false, found);
    return;
  }
  size_t stop = at;
  for (int words = 0; words < 4 && stop < text.size(); ++words) {
    const std::string_view word = word_at(text, stop);
    if (word.size() < 2) return;
    stop += word.size();
    if (words > 0 && location_word(word)) {
      static const WordSet kCommon(
          "house|building|hotel|park|farm|village|district|camp|island|beach|hill|hills|valley|"
          "flats|apartments|campus|station|center|centre|care|block|shelter|hostel|hall|court|"
          "square|west|east|south|north|neighborhood|neighbourhood");
      if (words >= 2 || !kCommon.has(word)) found.add(kInfos[kLocation], at, stop, 0.6F);
      return;
    }
    if (stop >= text.size() || text[stop] != ' ') return;
    ++stop;
  }
}

/// Whether "from" is said of where somebody is from: "I'm from", "a girl from".
bool is_origin(std::string_view before) {
  static const WordSet kOrigins(
      "i'm|im|am|is|are|was|were|we're|they're|he's|she's|you're|be|originally|come|comes|came|"
      "coming|hail|hails|hailing|moved|man|woman|guy|girl|boy|lady|kid|people|person|friend|"
      "friends|family|student|native|immigrant|immigrants|refugee|refugees|resident|teacher|"
      "doctor|nurse|farmer|driver|patient|fled|escaped|emigrated|immigrated|relocated|wife|"
      "husband|mother|father|parents|roommate|colleague|neighbour|neighbor|travelled|traveled|"
      "old|female|male|and|all");
  return kOrigins.has(last_word(before));
}

/// "lives in Truro", "fled United States": a place that a person is tied to.
void match_lives_in(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at >= text.size()) return;
  const bool cjk = caseless_at(text, begin);
  if (!cjk) {
    if (!is_space(text[at])) return;
    ++at;
    if (at < text.size() && (text[at] == '>' || text[at] == '#')) {
      while (at < text.size() && (text[at] == '>' || text[at] == '#' || text[at] == ' ')) ++at;
    }
  }
  bool article = false;
  if (text.compare(at, 4, "the ") == 0) {
    // "the United States" keeps its words without the article.
    at += 4;
    const bool town = text.compare(at, 8, "city of ") == 0 || text.compare(at, 8, "town of ") == 0;
    if (town) at += 8;
    article = !town;
  } else if (text.compare(at, 17, "a village called ") == 0) {
    at += 17;
  }
  // Without a capital only in chatty rows; this ends most calls.
  const bool caseless = caseless_at(text, at);
  const bool named = upper_at(text, at) || (caseless && cjk);
  if (!named && (caseless || text.size() > 1200)) return;
  const std::string_view cue = text.substr(begin, end - begin);
  static const WordSet kWeak(
      "from|visiting|visited|work in|working in|works in|going to|back in|back to|back from|based "
      "in|located in|drive to|return to|trip to|home in|residents of|moved from|moved to|return "
      "home to");
  const bool weak = kWeak.has(cue);
  const bool sure = (cue[0] & 0x80) != 0 || holds_caseless(cue, "live") ||
                    holds_caseless(cue, "grew") || holds_caseless(cue, "born") ||
                    holds_caseless(cue, "resid") || holds_caseless(cue, "seen") ||
                    holds_caseless(cue, "come") || holds_caseless(cue, "came");
  const bool listed = std::max(country_at(text, at), state_at(text, at)) != 0;
  if (reads(cue, "from") && named && !caseless && !listed &&
      !is_origin(said_before(text, begin, 30)))
    return;
  const bool who = somebody_before(text, begin);
  if (!who && (weak || (!sure && text.size() > 200))) return;
  if (named) {
    report_named_place(page, at, sure, article, who ? 0.78F : 0.64F, found);
  } else {
    report_plain_place(page, at, found);
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
/// Whether the label was the English preposition: "by ( First , Last )", "passed by value on the
/// stack". "By" is a town in the north, and announces one by a mark.
bool after_english_by(std::string_view text, size_t begin) {
  constexpr size_t kReach = 24;
  const std::string_view before =
      text.substr(begin - std::min(begin, kReach), std::min(begin, kReach));
  for (size_t at = before.size(); at-- > 0;) {
    if (lower(before[at]) != 'b' || !reads(word_at(before, at), "by")) continue;
    if (at > 0 && is_wordish(before[at - 1])) continue;
    const bool is_behind_word = at > 1 && (before[at - 1] == ' ' || before[at - 1] == '-') &&
                                is_letterish(before[at - 2]);  // "Reported by:", "Acked-by:"
    return is_behind_word || before.find_first_of(":=|\t\"<", at) == before.npos;
  }
  return false;
}
bool accept_city(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (after_english_by(page.text, begin)) return false;
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
  // "in place of a bridge", "Camp (CfgMgmtCamp)"
  if (begin > 0 && page.text[begin - 1] == '(') return false;
  static const Endings kOf("in place of|in place of the|in place of a|in place of an");
  if (kOf.match(said_before(page.text, begin, 20))) return false;
  // Columns "File location" of manuals.
  static const WordSet kThings(
      "file|files|folder|folders|directory|explorer|path|description|location|register|memory");
  if (v.find_first_of("*\\") != v.npos || kThings.has(v.substr(v.rfind(' ') + 1))) return false;
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
