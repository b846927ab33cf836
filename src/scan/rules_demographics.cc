/// What a person is: gender, orientation, nationality, ethnicity, faith, politics, civil status,
/// languages, residence status.
///
/// Each category has a list of its values. A value counts in a field of its name ("religion:
/// Sikh"), or where the sentence says it of a person ("he is a devout Sikh", "came out as",
/// "described herself as"); the same word in general talk ("Sikh architecture") does not.
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
#include "scan/thing_nouns.h"

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

template <size_t kInfo>
void add(Found& found, size_t begin, size_t end, float score) {
  found.add(kInfos[kInfo], begin, end, score);
}

/// A value of one of the lists and the words around it. Most values in prose are said of no person,
/// so what costs more is asked last.
struct Value {
  const Page& page;
  size_t begin, end;
  std::string_view after;  ///< the word behind it

  Value(const Page& p, size_t b, size_t e)
      : page(p), begin(b), end(e), after(word_after(p.text, e)) {}
  std::string_view text() const { return page.text.substr(begin, end - begin); }
  /// The words before it, a label's colon left out.
  std::string_view before(size_t reach) const {
    return said_before(page.text, begin, reach, "\":");
  }
  char next() const { return page.at(end); }
  bool said() const { return said_of_person(page, begin); }
  bool person() const { return person_near(page, begin); }
};

void match_orientation(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  const std::string_view before = value.before(60);
  static const Endings kCameOut(
      "came out as|come out as|coming out as|identify as|identifies as|identified as|out as|comes "
      "out as|came out to everyone as");
  if (kCameOut.match(before)) return add<kOrientation>(found, begin, end, 0.9F);
  static const WordSet kCommon("straight|pan|ace|bi|questioning");
  const bool common = kCommon.has(value.text());
  const bool said = value.said();
  if (said) {
    static const WordSet kGoesOn("and|man|woman|but|guy");
    if (common && !(value.after.empty() || value.next() == '.' || value.next() == ',' ||
                    kGoesOn.has(value.after)))
      return;
    static const Endings kOtherSense("has|have|had|up|out|go|going|not");
    if (common && (reads(value.text(), "questioning") || kOtherSense.match(before))) return;
    return add<kOrientation>(found, begin, end, common ? 0.7F : 0.85F);
  }
  if (common) return;
  static const WordSet kWho(
      "man|woman|guy|girl|boy|person|teen|teenager|kid|dad|mom|mum|son|daughter|brother|sister|"
      "friend|uncle|aunt|cousin|student|teacher");
  static const Endings kSomebodys("as a|as an|a|an|my|his|her|being a");
  if (kWho.has(value.after) && (kSomebodys.match(before) || value.person()))
    return add<kOrientation>(found, begin, end, 0.8F);
  static const Endings kBeing("being|openly|i'm|that she is|that he is|that i am");
  if (kBeing.match(before) && value.person()) add<kOrientation>(found, begin, end, 0.72F);
}

/// "born 1972-03-01, Belgian, stated": an item of a person's data.
bool listed_nationality(const Value& value) {
  const std::string_view text = value.page.text;
  size_t i = value.begin;
  while (i > 0 && is_blank(text[i - 1])) --i;
  if (i == 0 || text[i - 1] != ',') return false;
  const char next = value.next();
  if (next != ',' && next != '.' && next != '\n' && next != '\0' && next != ')' && next != ';')
    return false;
  if (i > 2 && is_digit(text[i - 2])) return true;
  const FoldedText before(value.before(70));
  return before.holds("born") || before.holds("aged ") || before.holds("geb") ||
         before.holds("n\xC3\xA9");
}

void match_nationality(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  // "the American National Standards Committee"
  static const WordSet kBodies(
      "national|international|standards|institute|association|society|university|federation|"
      "express|airways|airlines|museum|academy|council|library|empire|revolution|embassy");
  if (page.at(end) == ' ' && upper_at(page.text, end + 1) && kBodies.has(value.after)) return;
  const bool said = value.said();
  static const Endings kOfTheLanguage("speak|speaks|speaking|learn|learning|in|not");
  if (said && !kOfTheLanguage.match(value.before(70)))
    return add<kNationality>(found, begin, end, 0.8F);
  static const WordSet kHolder("citizen|national|citizenship|nationality");
  static const Endings kHolds("a|an|as a|as an|the|dual|holds|hold|has|of");
  if (kHolder.has(value.after) && (kHolds.match(value.before(70)) || (!said && value.person())))
    return add<kNationality>(found, begin, end, 0.78F);
  if (listed_nationality(value)) return add<kNationality>(found, begin, end, 0.75F);
  static const WordSet kWho(
      "man|woman|guy|girl|boy|husband|wife|girlfriend|boyfriend|mother|father|friend|colleague|"
      "roommate|neighbor|neighbour|student|grandmother|grandfather|parents");
  if (!said && kWho.has(value.after) && value.person()) add<kNationality>(found, begin, end, 0.7F);
}

void match_ethnicity(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  static const WordSet kManySenses(
      "black|white|asian|mixed|karen|han|cree|arab|pardo|preto|branco|traveller|other|tamil|"
      "bengali|"
      "punjabi|gujarati|catalan|tongan|samoan|uzbek|tajik|turkmen|somali|jewish|indigenous");
  const bool common = kManySenses.has(value.text());
  const bool said = value.said();
  const std::string_view before = value.before(60);
  static const Endings kDescribed(
      "identify as|identifies as|himself as|herself as|themselves as|myself as|ethnically|descent "
      "is|of");
  static const Endings kOf(" of");
  static const WordSet kDescent("descent|heritage|origin|ancestry");
  if (kDescribed.match(before) && (!kOf.match(before) || kDescent.has(value.after)) &&
      (said || value.person()))
    return add<kEthnicity>(found, begin, end, 0.85F);
  if (said) {
    static const WordSet kGoesOn("and|on|man|woman|family");
    if (common && !(value.after.empty() || value.next() == '.' || value.next() == ',' ||
                    value.next() == '\n' || kGoesOn.has(value.after)))
      return;
    static const Endings kIs("i'm|im|am|is|are|he's|she's|a|as|we're|they're|mostly|half|part");
    if (common && !kIs.match(before)) return;
    return add<kEthnicity>(found, begin, end, common ? 0.72F : 0.82F);
  }
  static const WordSet kWho(
      "man|woman|girl|boy|guy|family|mother|father|descent|heritage|ancestry|background|student");
  if (kWho.has(value.after) && !(common && reads(value.after, "student")) && value.person())
    add<kEthnicity>(found, begin, end, 0.7F);
}

void match_religion(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  const bool said = value.said();
  const std::string_view before = value.before(60);
  static const Endings kPious(
      "devout|practising|practicing|observant|lapsed|raised|brought up|brought up as "
      "a|converted to|convert to|born-again|strict|baptised|baptized|grew up|raised "
      "as a|as a practising|as a practicing|faith is|religion is");
  static const Endings kAsPious("as a devout|as a practising|as a practicing");
  if (kPious.match(before) && (said || kAsPious.match(before) || value.person()))
    return add<kReligion>(found, begin, end, 0.85F);
  if (reads(value.text(), "none") || reads(value.text(), "secular")) return;
  static const Endings kOtherSense("not|reformed|has|have|had");
  if (said && !kOtherSense.match(before)) {
    static const WordSet kCommon(
        "none|secular|reformed|conservative|orthodox|islam|evangelical|christian|druid|humanist|"
        "jain|jew|lds|pagan");
    if (kCommon.has(value.text()) &&
        !(value.next() == '.' || value.next() == ',' || value.next() == '\0' ||
          value.next() == '\n' || reads(value.after, "and") || reads(value.after, "by")))
      return;
    return add<kReligion>(found, begin, end, 0.82F);
  }
  static const WordSet kWho(
      "man|woman|girl|boy|guy|family|parents|mother|father|patient|friend|neighbor|neighbour|"
      "household|student|couple");
  if (!said && kWho.has(value.after) && value.person()) add<kReligion>(found, begin, end, 0.7F);
}

void match_politics(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  static const WordSet kCommon(
      "green|independent|moderate|liberal|conservative|labour|progressive|linke|pp|vox|unionist|"
      "monarchist|royalist|nationalist|separatist|feminist|derecha|izquierda|peronist|centrist|pt "
      "supporter|leftist");
  const bool common = kCommon.has(value.text());
  const bool said = value.said();
  const std::string_view before = value.before(60);
  static const Endings kSupports(
      "voted|votes|vote|voted for|votes for|registered|lifelong|staunch|card-carrying|member "
      "of the|joined the|campaigned for|campaigns for|canvassed for|donated to|supporter of "
      "the|supports the|support the");
  static const Endings kRegistered("registered");
  if (kSupports.match(before) && !(common && kRegistered.match(before)) && (said || value.person()))
    return add<kPolitics>(found, begin, end, 0.78F);
  if (!said) return;
  if (common) {
    static const Endings kArticle(
        " a| an|a lifelong|a staunch|a proud|a committed|a registered|a convinced");
    static const WordSet kGoesOn("and|since|but");
    if (!kArticle.match(before)) return;
    if (!(value.next() == '.' || value.next() == ',' || value.next() == '\0' ||
          value.next() == '\n' || kGoesOn.has(value.after) || reads(value.text(), "liberal")))
      return;
  }
  add<kPolitics>(found, begin, end, common ? 0.66F : 0.82F);
}

void match_marital(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  if (thing_noun(value.after)) return;
  if (!value.said()) {
    static const WordSet kNouns(
        "widow|widower|divorc\xC3\xA9"
        "e");
    static const Endings kArticle("a|as a|became a");
    if (kNouns.has(value.text()) && kArticle.match(value.before(40)) && value.person())
      add<kMarital>(found, begin, end, 0.66F);
    return;
  }
  // "he was single-handed", "she is engaged in", "was separated from the"
  const char next = value.next();
  if (next == '-') return;
  static const WordSet kBusyWith("in|with|by");
  if (reads(value.text(), "engaged") && kBusyWith.has(value.after)) return;
  static const WordSet kAlone("and|mother|mom|mum|father|dad|parent|with|now|again|at");
  if (reads(value.text(), "single") && next != '.' && next != ',' && next != '\0' && next != '\n' &&
      !kAlone.has(value.after))
    return;
  if (reads(value.text(), "separated") && (reads(value.after, "by") || reads(value.after, "into")))
    return;
  static const WordSet kCopulaTail(
      "am|is|i'm|he's|she's|im|was|are|been|they're|we're|a|got|get|getting|as|status|now|still|"
      "recently|newly|legally|both|not|happily|were");
  if (kCopulaTail.has(last_word(value.before(60)))) add<kMarital>(found, begin, end, 0.78F);
}

void match_language(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view after = line_after(page.text, end, 30);
  const std::string_view before = said_before(page.text, begin, 70, "\":");
  static const Endings kNative("native");
  if (kNative.match(before)) {
    if ((begins_with(after, " speaker") || begins_with(after, " native speaker")) &&
        person_near(page, begin, 60))
      add<kLanguage>(found, begin, end, 0.85F);
    return;
  }
  static const Endings kMotherTongue(
      "mother tongue is|mother tongue was|native language is|first language is|first language "
      "was|native tongue is|home language is|grew up speaking|raised speaking|grew up "
      "with|muttersprache ist|langue maternelle est|lengua materna es|l\xC3\xADngua materna "
      "\xC3\xA9|dreams in|mother tongue|first language|native speaker of|brought up "
      "speaking|speaks only|speak only|only speaks|speaks mainly|speaks mostly|primarily speaks");
  if (kMotherTongue.match(before) && person_near(page, begin))
    return add<kLanguage>(found, begin, end, 0.86F);
  static const Endings kSpeaks("speak|speaks|spoke|speaking|spoken|talk|talks");
  const bool home = begins_with(after, " at home") || begins_with(after, " with his") ||
                    begins_with(after, " with her") || begins_with(after, " with my") ||
                    begins_with(after, " to her child");
  if (home && kSpeaks.match(before) && person_near(page, begin))
    return add<kLanguage>(found, begin, end, 0.82F);
  if (begins_with(after, " is my mother tong") || begins_with(after, " is her mother t") ||
      begins_with(after, " is his mother t") || begins_with(after, " is my first la") ||
      begins_with(after, " is my native"))
    add<kLanguage>(found, begin, end, 0.82F);
}

void match_immigration(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  static const WordSet kGeneral(
      "law|laws|policy|policies|crisis|camp|camps|agency|convention|act|rights|applications|"
      "application|program|programme|rules|rule|reform|system|process|lottery|quota|numbers|flows");
  if (kGeneral.has(value.after)) return;
  if (value.said()) return add<kImmigration>(found, begin, end, 0.84F);
  static const WordSet kVerbs(
      "granted|has|have|had|holds|hold|holding|under|on|received|receives|as|became|become|with|is|"
      "am|i'm|he's|she's|was|got|a|an|the|my|his|her|their|an|awaiting|lost|obtained|overstayed|"
      "needs|has|being|still|been|status|remains|in|to");
  if (kVerbs.has(last_word(value.before(60))) && value.person())
    add<kImmigration>(found, begin, end, 0.76F);
}

/// "38-year-old male", "assigned female at birth", "identifies as non-binary", "ticked the box
/// for".
void match_gender(const Page& page, size_t begin, size_t end, Found& found) {
  const Value value(page, begin, end);
  static const WordSet kPlain("man|woman|boy|girl|male|female");
  const std::string_view name = value.text();
  const bool plain = kPlain.has(name);
  const bool rare = !plain && (holds_caseless(name, "trans") || holds_caseless(name, "binary") ||
                               holds_caseless(name, "gender") || holds_caseless(name, "cis") ||
                               reads(name, "intersex") || reads(name, "enby"));
  const std::string_view before = value.before(50);
  const std::string_view after = line_after(page.text, end, 20);
  static const Endings kRecorded(
      "identify as|identifies as|identified as|identify as a|identifies as "
      "a|identified as a|box for|year old|year-old|years old|yo|y/o|yr "
      "old|registered as|assigned|listed as|sex is|gender is|sex was|gender "
      "was|recorded as|gender:|sex:|born|ticked|presents as|lives as a|live as "
      "a|transitioned to|documents say|marker is|marker to|marker says");
  if (kRecorded.match(before)) {
    static const Endings kBorn("born");
    if (kBorn.match(before) && !rare && begins_with(after, " a")) return;
    return add<kGender>(found, begin, end, 0.85F);
  }
  if (begins_with(after, " at birth") || begins_with(after, " patient"))
    return add<kGender>(found, begin, end, 0.75F);
  if (rare && value.said() && !thing_noun(value.after))
    return add<kGender>(found, begin, end, 0.8F);
  // "F, 34", "(male, 34)": a person's data in short.
  if ((value.next() == ',' || value.next() == '/') &&
      is_digit(page.at(end + (page.at(end + 1) == ' ' ? 2 : 1))) &&
      (reads(name, "female") || reads(name, "male")) && person_near(page, begin, 60))
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

#define LAUTER_FIELD(name, cat, cues_, accept_)                                     \
  {                                                                                 \
    .info = {name, cat}, .shape = kWordsCell, .need = Need::kDirect, .cues = cues_, \
    .score = 0.86F, .flags = kFieldOnly, .accept = accept_                          \
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
