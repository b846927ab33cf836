/// What a person is: gender, orientation, nationality, ethnicity, faith, politics, civil status,
/// languages, residence status.
///
/// Each category has a list of its values. A value counts in a field of its name ("religion:
/// Sikh"), or where the sentence says it of a person ("he is a devout Sikh", "came out as",
/// "described herself as"); the same word in general talk ("Sikh architecture") does not.
#include <string>

#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"gender.said", Category::kGender},
    {"orientation.said", Category::kSexualOrientation},
    {"nationality.said", Category::kNationality},
    {"ethnicity.said", Category::kEthnicity},
    {"religion.said", Category::kReligion},
    {"politics.said", Category::kPoliticalView},
    {"marital.said", Category::kMaritalStatus},
    {"language.said", Category::kNativeLanguage},
    {"immigration.said", Category::kImmigrationStatus},
};
enum InfoIndex : size_t {
  kGender,
  kOrientation,
  kNationality,
  kEthnicity,
  kReligion,
  kPolitics,
  kMarital,
  kLanguage,
  kImmigration
};

#define X(name, phrases) constexpr char name[] = phrases;
#include "scan/data/person_values.inc"
#undef X

/// The last words before `pos`, a label's colon left out.
std::string said_before(std::string_view text, size_t pos, size_t reach) {
  return last_words(text, pos, reach, " \":");
}

bool ends_with(std::string_view s, std::string_view end) { return s.ends_with(end); }

/// Things that share the adjective with people.
bool thing_noun(std::string_view word) {
  static const WordSet kThings(
      "food|cuisine|restaurant|language|literature|history|government|army|military|navy|wine|beer|"
      "coffee|tea|toast|bread|company|companies|market|markets|economy|film|films|movie|music|art|"
      "culture|law|laws|lessons|lesson|classes|course|passport|embassy|border|team|league|version|"
      "translation|church|cathedral|temple|architecture|method|calendar|empire|revolution|war|"
      "parliament|"
      "president|minister|newspaper|press|philosophy|theology|theory|doctrine|texts|scripture|"
      "festival|holiday|school|schools|university|hospital|charity|estimate|estimates|party|"
      "parties|policy|policies|politics|election|elections|votes|movement|approach|values|line|"
      "lines|quotes|quote|quoted|threaded|page|file|user|value|character|byte|thread|space|spaces|"
      "node|click|player|market|model|mode|sign-on|digit|word|words|letter|letters|"
      "rights|marriage|bar|bars|club|pride|community|communities|studies|answer|edge|edges|couple|"
      "households|box|hole|swan|friday|sea|house|paper|noise|wine|bread|rice|shepherd|cheese|"
      "yoghurt|yogurt|salad|car|cars|horse|breakfast|muffin|grammar|syntax|keyboard|locale|"
      "dictionary|text|subtitles|speakers|alphabet|script|translation");
  return kThings.has(word);
}

template <size_t kInfo>
void add(Found& found, size_t begin, size_t end, float score) {
  found.add(kInfos[kInfo], begin, end, score);
}

void match_orientation(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string before = said_before(page.text, begin, 60);
  const std::string after = word_after(page.text, end);
  if (thing_noun(after)) return;
  const bool explicit_cue =
      ends_with_any(before,
                    "came out as|come out as|coming out as|identify as|identifies as|identified "
                    "as|out as|comes out as|came out to everyone as");
  if (explicit_cue) return add<kOrientation>(found, begin, end, 0.9F);
  const std::string value = fold_words(page.text.substr(begin, end - begin));
  const bool common = value == "straight" || value == "pan" || value == "ace" || value == "bi" ||
                      value == "questioning";
  const Said said = said_of_person(page, begin);
  if (said == Said::kYes) {
    if (common && !(after.empty() || page.at(end) == '.' || page.at(end) == ',' || after == "and" ||
                    after == "man" || after == "woman" || after == "but" || after == "guy"))
      return;
    if (value == "questioning" ||
        (common && ends_with_any(before, "has|have|had|up|out|go|going|not")))
      return;
    return add<kOrientation>(found, begin, end, common ? 0.7F : 0.85F);
  }
  static const WordSet kWho(
      "man|woman|guy|girl|boy|person|teen|teenager|kid|dad|mom|mum|son|daughter|brother|sister|"
      "friend|uncle|aunt|cousin|student|teacher");
  if (common) return;
  if (kWho.has(after) &&
      (ends_with_any(before, "as a|as an|a|an|my|his|her|being a") || said == Said::kNear))
    return add<kOrientation>(found, begin, end, 0.8F);
  if (said == Said::kNear &&
      ends_with_any(before, "being|openly|i'm|that she is|that he is|that i am"))
    add<kOrientation>(found, begin, end, 0.72F);
}

void match_nationality(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  if (thing_noun(after)) return;
  static const WordSet kHolder(
      "citizen|citizens|national|nationals|nationality|citizenship|passport|by|descent|origin|born|"
      "couple|immigrant|immigrants|expat");
  const std::string before = said_before(text, begin, 70);
  const Said said = said_of_person(page, begin);
  if (said == Said::kYes && !ends_with_any(before, "speak|speaks|speaking|learn|learning|in|not")) {
    return add<kNationality>(found, begin, end, 0.8F);
  }
  if (after == "citizen" || after == "national" || after == "citizenship" ||
      after == "nationality") {
    if (said == Said::kNear || ends_with_any(before, "a|an|as a|as an|the|dual|holds|hold|has|of"))
      return add<kNationality>(found, begin, end, 0.78F);
  }
  // "born 1972-03-01, Belgian, stated": an item of a person's data.
  size_t i = begin;
  while (i > 0 && is_blank(text[i - 1])) --i;
  const char next = page.at(end);
  if (i > 0 && text[i - 1] == ',' &&
      (next == ',' || next == '.' || next == '\n' || next == '\0' || next == ')' || next == ';')) {
    if (before.find("born") != std::string::npos || before.find("aged ") != std::string::npos ||
        before.find("geb") != std::string::npos || before.find("n\xC3\xA9") != std::string::npos ||
        (i > 2 && is_digit(text[i - 2]))) {
      return add<kNationality>(found, begin, end, 0.75F);
    }
  }
  static const WordSet kWho(
      "man|woman|guy|girl|boy|husband|wife|girlfriend|boyfriend|mother|father|friend|colleague|"
      "roommate|neighbor|neighbour|student|grandmother|grandfather|parents");
  if (said == Said::kNear && kWho.has(after)) add<kNationality>(found, begin, end, 0.7F);
}

void match_ethnicity(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  if (thing_noun(after)) return;
  const std::string value = fold_words(text.substr(begin, end - begin));
  const bool colour =
      value == "black" || value == "white" || value == "asian" || value == "mixed" ||
      value == "karen" || value == "han" || value == "cree" || value == "arab" ||
      value == "pardo" || value == "preto" || value == "branco" || value == "traveller" ||
      value == "other" || value == "tamil" || value == "bengali" || value == "punjabi" ||
      value == "gujarati" || value == "catalan" || value == "tongan" || value == "samoan" ||
      value == "uzbek" || value == "tajik" || value == "turkmen" || value == "somali" ||
      value == "jewish" || value == "indigenous";
  const Said said = said_of_person(page, begin);
  const std::string before = said_before(text, begin, 60);
  if (ends_with_any(before,
                    "identify as|identifies as|himself as|herself as|themselves as|myself "
                    "as|ethnically|descent is|of")) {
    if (said != Said::kNo && (!ends_with(before, " of") || after == "descent" ||
                              after == "heritage" || after == "origin" || after == "ancestry"))
      return add<kEthnicity>(found, begin, end, 0.85F);
  }
  if (said == Said::kYes) {
    if (colour && !(after.empty() || page.at(end) == '.' || page.at(end) == ',' || after == "and" ||
                    after == "on" || after == "man" || after == "woman" || after == "family" ||
                    page.at(end) == '\n'))
      return;
    if (colour &&
        !ends_with_any(before, "i'm|im|am|is|are|he's|she's|a|as|we're|they're|mostly|half|part"))
      return;
    return add<kEthnicity>(found, begin, end, colour ? 0.72F : 0.82F);
  }
  static const WordSet kWho(
      "man|woman|girl|boy|guy|family|mother|father|descent|heritage|ancestry|background|student");
  if (said == Said::kNear && kWho.has(after) && (!colour || after != "student"))
    add<kEthnicity>(found, begin, end, 0.7F);
}

void match_religion(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  if (thing_noun(after)) return;
  const std::string value = fold_words(text.substr(begin, end - begin));
  static const WordSet kCommon(
      "none|secular|reformed|conservative|orthodox|islam|evangelical|christian|druid|humanist|jain|"
      "jew|lds|pagan");
  const Said said = said_of_person(page, begin);
  const std::string before = said_before(text, begin, 60);
  const bool pious =
      ends_with_any(before,
                    "devout|practising|practicing|observant|lapsed|raised|brought up|brought up as "
                    "a|converted to|convert to|born-again|strict|baptised|baptized|grew up|raised "
                    "as a|as a practising|as a practicing|faith is|religion is");
  if (pious &&
      (said != Said::kNo || ends_with_any(before, "as a devout|as a practising|as a practicing")))
    return add<kReligion>(found, begin, end, 0.85F);
  if (value == "none" || value == "secular") return;
  if (said == Said::kYes && !ends_with_any(before, "not|reformed|has|have|had")) {
    if (kCommon.has(value) &&
        !(page.at(end) == '.' || page.at(end) == ',' || page.at(end) == '\0' ||
          page.at(end) == '\n' || after == "and" || after == "by"))
      return;
    return add<kReligion>(found, begin, end, 0.82F);
  }
  static const WordSet kWho(
      "man|woman|girl|boy|guy|family|parents|mother|father|patient|friend|neighbor|neighbour|"
      "household|student|couple");
  if (said == Said::kNear && kWho.has(after)) add<kReligion>(found, begin, end, 0.7F);
}

void match_politics(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  if (thing_noun(after)) return;
  const std::string value = fold_words(text.substr(begin, end - begin));
  static const WordSet kCommon(
      "green|independent|moderate|liberal|conservative|labour|progressive|linke|pp|vox|unionist|"
      "monarchist|royalist|nationalist|separatist|feminist|derecha|izquierda|peronist|centrist|pt "
      "supporter|leftist");
  const Said said = said_of_person(page, begin);
  const std::string before = said_before(text, begin, 60);
  if (ends_with_any(
          before,
          "voted|votes|vote|voted for|votes for|registered|lifelong|staunch|card-carrying|member "
          "of the|joined the|campaigned for|campaigns for|canvassed for|donated to|supporter of "
          "the|supports the|support the")) {
    if (said != Said::kNo && !ends_with_any(before, "registered"))
      return add<kPolitics>(found, begin, end, 0.78F);
    if (said != Said::kNo && !kCommon.has(value)) return add<kPolitics>(found, begin, end, 0.78F);
  }
  if (said != Said::kYes) return;
  const bool article = ends_with_any(
      before, " a| an|a lifelong|a staunch|a proud|a committed|a registered|a convinced");
  if (kCommon.has(value) &&
      !(article &&
        (page.at(end) == '.' || page.at(end) == ',' || page.at(end) == '\0' || after == "and" ||
         after == "since" || after == "but" || page.at(end) == '\n')) &&
      !(value == "liberal" && article))
    return;
  add<kPolitics>(found, begin, end, kCommon.has(value) ? 0.66F : 0.82F);
}

void match_marital(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  if (thing_noun(after)) return;
  const std::string value = fold_words(text.substr(begin, end - begin));
  const Said said = said_of_person(page, begin);
  if (said != Said::kYes) {
    if (value == "widow" || value == "widower" ||
        value ==
            "divorc\xC3\xA9"
            "e") {
      const std::string before = said_before(text, begin, 40);
      if (said == Said::kNear && ends_with_any(before, "a|as a|became a"))
        add<kMarital>(found, begin, end, 0.66F);
    }
    return;
  }
  const std::string before = said_before(text, begin, 60);
  // "he was single-handed", "she is engaged in", "was separated from the"
  if ((value == "engaged" && (after == "in" || after == "with" || after == "by")) ||
      (value == "single" &&
       !(page.at(end) == '.' || page.at(end) == ',' || page.at(end) == '\0' ||
         page.at(end) == '\n' || after == "and" || after == "mother" || after == "mom" ||
         after == "mum" || after == "father" || after == "dad" || after == "parent" ||
         after == "with" || after == "now" || after == "again" || after == "at")))
    return;
  if (value == "separated" && (after == "by" || after == "into")) return;
  static const WordSet kCopulaTail(
      "am|is|i'm|he's|she's|im|was|are|been|they're|we're|a|got|get|getting|as|status|now|still|"
      "recently|newly|legally|both|not|happily|were");
  const size_t blank = before.rfind(' ');
  if (!kCopulaTail.has(blank == std::string::npos ? std::string_view(before)
                                                  : std::string_view(before).substr(blank + 1)))
    return;
  if (page.at(end) == '-') return;
  add<kMarital>(found, begin, end, 0.78F);
}

void match_language(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = folded_after(text, end, 30);
  const std::string before = said_before(text, begin, 70);
  const bool native = ends_with_any(
      before,
      "mother tongue is|mother tongue was|native language is|first language is|first language "
      "was|native tongue is|home language is|native|grew up speaking|raised speaking|grew up "
      "with|muttersprache ist|langue maternelle est|lengua materna es|l\xC3\xADngua materna "
      "\xC3\xA9|dreams in|mother tongue|first language|native speaker of|brought up "
      "speaking|speaks only|speak only|only speaks|speaks mainly|speaks mostly|primarily speaks");
  const bool home = after.compare(0, 8, " at home") == 0 || after.compare(0, 9, " with his") == 0 ||
                    after.compare(0, 9, " with her") == 0 || after.compare(0, 8, " with my") == 0 ||
                    after.compare(0, 13, " to her child") == 0;
  const bool speaks = ends_with_any(before, "speak|speaks|spoke|speaking|spoken|talk|talks");
  const bool speaker = after.compare(0, 8, " speaker") == 0 && ends_with(before, "native");
  if (ends_with(before, "native")) {
    if (speaker || after.compare(0, 15, " native speaker") == 0) {
      if (person_near(page, begin, 60)) add<kLanguage>(found, begin, end, 0.85F);
    }
    return;
  }
  if (native && person_near(page, begin, 70)) return add<kLanguage>(found, begin, end, 0.86F);
  if (speaks && home && person_near(page, begin, 70))
    return add<kLanguage>(found, begin, end, 0.82F);
  if (after.compare(0, 18, " is my mother tong") == 0 ||
      after.compare(0, 16, " is her mother t") == 0 ||
      after.compare(0, 16, " is his mother t") == 0 ||
      after.compare(0, 15, " is my first la") == 0 ||
      after.compare(0, 16, " is my native la") == 0 || after.compare(0, 13, " is my native") == 0)
    add<kLanguage>(found, begin, end, 0.82F);
}

void match_immigration(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string after = word_after(text, end);
  static const WordSet kGeneral(
      "law|laws|policy|policies|crisis|camp|camps|agency|convention|act|rights|status|applications|"
      "application|program|programme|rules|rule|reform|system|process|lottery|quota|numbers|flows");
  if (kGeneral.has(after) && after != "status") return;
  const Said said = said_of_person(page, begin);
  const std::string before = said_before(text, begin, 60);
  static const WordSet kVerbs(
      "granted|has|have|had|holds|hold|holding|under|on|received|receives|as|became|become|with|is|"
      "am|i'm|he's|she's|was|got|a|an|the|my|his|her|their|an|awaiting|lost|obtained|overstayed|"
      "needs|has|being|still|been|status|remains|in|to");
  const size_t blank = before.rfind(' ');
  const std::string_view last = blank == std::string::npos
                                    ? std::string_view(before)
                                    : std::string_view(before).substr(blank + 1);
  if (said == Said::kYes) return add<kImmigration>(found, begin, end, 0.84F);
  if (said == Said::kNear && kVerbs.has(last)) add<kImmigration>(found, begin, end, 0.76F);
}

/// "38-year-old male", "assigned female at birth", "identifies as non-binary", "ticked the box
/// for".
void match_gender(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const std::string before = said_before(text, begin, 50);
  const std::string after = folded_after(text, end, 20);
  const std::string value = fold_words(text.substr(begin, end - begin));
  const bool rare =
      value.find("trans") != std::string::npos || value.find("binary") != std::string::npos ||
      value.find("gender") != std::string::npos || value.find("cis") != std::string::npos ||
      value == "intersex" || value == "enby";
  if (ends_with_any(before,
                    "identify as|identifies as|identified as|identify as a|identifies as "
                    "a|identified as a|box for|year old|year-old|years old|yo|y/o|yr "
                    "old|registered as|assigned|listed as|sex is|gender is|sex was|gender "
                    "was|recorded as|gender:|sex:|born|ticked|presents as|lives as a|live as "
                    "a|transitioned to|documents say|marker is|marker to|marker says")) {
    if (ends_with(before, "born") && !rare && after.compare(0, 2, " a") == 0) return;
    return add<kGender>(found, begin, end, 0.85F);
  }
  if (after.compare(0, 9, " at birth") == 0 || after.compare(0, 8, " patient") == 0)
    return add<kGender>(found, begin, end, 0.75F);
  if (rare && said_of_person(page, begin) == Said::kYes && !thing_noun(word_after(text, end)))
    return add<kGender>(found, begin, end, 0.8F);
  // "F, 34", "(male, 34)": a person's data in short.
  if ((value == "female" || value == "male") && (page.at(end) == ',' || page.at(end) == '/') &&
      is_digit(page.at(end + (page.at(end + 1) == ' ' ? 2 : 1))) && person_near(page, begin, 60))
    add<kGender>(found, begin, end, 0.66F);
}

// ---- Fields
// ---------------------------------------------------------------------------------------

template <const char* kList>
bool accept_listed(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  return set_of<kList>().has(value);
}
bool accept_gender(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  if (set_of<kGenderValues>().has(value)) return true;
  return (set_of<kGenderLetters>().has(value) || value == "\xE5\xA5\xB3" ||
          value == "\xE7\x94\xB7" || value == "\xEC\x97\xAC" || value == "\xEB\x82\xA8") &&
         fills_field(page, begin, end);
}

#define LAUTER_FIELD(name, cat, cues_, accept_)                                                \
  {                                                                                            \
    .info = {name, cat}, .shape = kWordsCell, .need = Need::kDirect, .cues = cues_, .score = 0.86F, \
    .flags = kFieldOnly, .accept = accept_                                                     \
  }

constexpr ValueRule kValues[] = {
    LAUTER_FIELD("gender.field", Category::kGender, kGenderFields, accept_gender),
    LAUTER_FIELD("orientation.field", Category::kSexualOrientation, kOrientationFields,
                 accept_listed<kOrientationValues>),
    LAUTER_FIELD("nationality.field", Category::kNationality, kNationalityFields,
                 accept_listed<kNationalityValues>),
    LAUTER_FIELD("ethnicity.field", Category::kEthnicity, kEthnicityFields,
                 accept_listed<kEthnicityValues>),
    LAUTER_FIELD("religion.field", Category::kReligion, kReligionFields,
                 accept_listed<kReligionValues>),
    LAUTER_FIELD("politics.field", Category::kPoliticalView, kPoliticalFields,
                 accept_listed<kPoliticalValues>),
    LAUTER_FIELD("marital.field", Category::kMaritalStatus, kMaritalFields,
                 accept_listed<kMaritalValues>),
    LAUTER_FIELD("language.field", Category::kNativeLanguage, kLanguageFields,
                 accept_listed<kLanguageValues>),
    LAUTER_FIELD("immigration.field", Category::kImmigrationStatus, kImmigrationFields,
                 accept_listed<kImmigrationValues>),
};
#undef LAUTER_FIELD

constexpr AnchorRule kAnchors[] = {
    {kGenderValues, match_gender},           {kOrientationValues, match_orientation},
    {kNationalityValues, match_nationality}, {kEthnicityValues, match_ethnicity},
    {kReligionValues, match_religion},       {kPoliticalValues, match_politics},
    {kMaritalValues, match_marital},         {kLanguageValues, match_language},
    {kImmigrationValues, match_immigration}, {"woman|man|girl|boy", match_gender},
};

}  // namespace

RuleTable demographic_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
