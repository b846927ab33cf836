/// What a person's body is like: traits, measures, blood group beside a word for it.
#include <string>

#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"trait.said", Category::kPhysicalTrait}};
enum InfoIndex : size_t { kTrait };

/// Begin of the adjectives that stand right before `pos`, at most four: "curly red [hair]".
size_t adjectives_begin(std::string_view text, size_t pos) {
  static const WordSet kAdjectives(
      "a|small|large|big|long|short|thin|thick|deep|faint|old|visible|prominent|distinctive|curly|"
      "straight|wavy|frizzy|red|black|brown|blonde|blond|auburn|ginger|grey|gray|white|silver|dark|"
      "light|fair|blue|green|hazel|amber|brown|piercing|dyed|pink|purple|shaved|bald|dragon|snake|"
      "rose|butterfly|eagle|skull|anchor|cross|tribal|sleeve|spider|wolf|lion|koi|star|heart|name|"
      "barbed|wire|burn|surgical|appendix|c-section|knife|bullet|facial|strawberry|port-wine|port|"
      "wine|heart-shaped|star-shaped|missing|chipped|gold|broken|crooked|front|left|right|upper|"
      "lower|prosthetic|artificial|glass|lazy|cleft|pierced|nose|eyebrow|lip|tongue|birth|crescent|"
      "crescent-shaped|double|six|webbed|extra|third|dimpled|bushy|freckled|walking|slight|severe|"
      "two|three|several|heterochromatic|mismatched|one|hearing|inch|cm|celtic|chinese|military|"
      "neck|forearm|shoulder|full|half|tattooed|pale|olive|birthmark|scar");
  size_t from = pos;
  for (int words = 0; from > 1 && words < 4; ++words) {
    size_t i = from;
    while (i > 0 && from - i < 2 && (text[i - 1] == ' ' || text[i - 1] == '\n')) --i;
    if (i == from) break;
    size_t start = i;
    while (start > 0 && (is_wordish(text[start - 1]) || text[start - 1] == '-') && i - start < 24)
      --start;
    const std::string_view word = text.substr(start, i - start);
    if (word.size() < 2 || !kAdjectives.has(word)) break;
    from = start;
  }
  return from;
}

/// End of the place on the body that follows `pos`: " on her left calf", " above the right eye".
size_t body_place_end(std::string_view text, size_t pos) {
  if (pos >= text.size() || text[pos] != ' ') return pos;
  static const WordSet kPrepositions("on|over|above|across|under|behind|below|near|of|down");
  const std::string_view preposition = word_at(text, pos + 1);
  size_t i = pos + 1 + preposition.size();
  if (i >= text.size() || text[i] != ' ' || !kPrepositions.has(preposition) ||
      !is_lower(text[pos + 1]))
    return pos;
  ++i;
  static const WordSet kOwner(
      "her|his|the|my|their|left|right|upper|lower|back|inner|outer|both|a|an");
  static const WordSet kBody(
      "calf|arm|forearm|wrist|hand|finger|neck|shoulder|back|chest|leg|thigh|knee|ankle|foot|"
      "cheek|chin|face|forehead|eye|eyebrow|ear|lip|nose|nape|hip|stomach|abdomen|elbow|temple|"
      "jaw|scalp|head|shin|thumb|palm|rib|ribs|collarbone|arms|legs|hands|dragon|rose|snake|wolf|"
      "skull|of");
  for (int n = 0; n < 4 && i < text.size(); ++n) {
    const std::string_view word = word_at(text, i);
    if (kBody.has(word)) return i + word.size();
    if (!kOwner.has(word)) break;
    i += word.size();
    if (i < text.size() && is_space(text[i])) ++i;
  }
  return pos;
}

/// Traits are noun phrases around one of their words: "dragon tattoo on her calf", "curly red
/// hair".
void match_trait(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (text.size() > 5000) return;  // a story
  const size_t from = adjectives_begin(text, begin);
  const std::string_view value = text.substr(begin, end - begin);
  static const WordSet kCommon(
      "eyes|hair|tooth|leg|legs|arm|arms|hand|hands|eye|beard|foot|feet|nose|finger|fingers|teeth|"
      "skin|moustache|moustaches|limb|limbs");
  if (from == begin && kCommon.has(value)) return;
  static const Endings kHas(
      "has|have|had|with|has a|has an|a|the|got a|wears a|wears|and|by "
      "his|by her|by the|marks:|his|her|my|identified by|recognised "
      "by|recognized by|sports a|has the|has his|has her|i've",
      Endings::Bound::kWord);
  if (!kHas.match(said_before(text, from, 50)) || !person_near(page, from, 60)) return;
  static const WordSet kEverybodys(
      "leg|legs|arm|arms|hand|hands|foot|feet|eye|tooth|teeth|finger|fingers|nose|skin|limb|limbs");
  if (kEverybodys.has(value)) {
    const std::string_view adjectives = text.substr(from, begin - from);
    bool special = false;
    for (const std::string_view word : {"prosthe", "missing", "artificial", "glass", "gold",
                                        "chipped", "lazy", "broken", "webbed", "crooked"})
      special = special || holds_caseless(adjectives, word);
    if (!special) return;
  }
  found.add(kInfos[kTrait], from, body_place_end(text, end), 0.74F);
}

// ---- Body
// -----------------------------------------------------------------------------------------

bool accept_measure(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const char after = page.at(end);
  if (after == '/' || (after == '-' && is_alnum(page.at(end + 1))) || after == '%') return false;
  const FoldedText before(line_before(page.text, begin, 60));
  for (const std::string_view word :
       {"average", "mean ", "median", "typical", "minimum", "maximum", "limit", "up to"}) {
    if (before.holds(word)) return false;
  }
  // A person: said so, or a field, or a short row about nothing else.
  if (person_near(page, begin, 90) || fills_field(page, begin, end) || page.text.size() < 120) {
    return value.size() >= 3;
  }
  return false;
}

constexpr char kMeasureShape[] =
    "\\d{2,3}([.,]\\d{1,2})?[ "
    "\\n]?(cm|kg|kgs|kilos?|lbs?\\.?|pounds|kilograms|centimet(er|re)s)|[12][.,]\\d{2}[ "
    "]?(m|met(er|re)s)|\\d[']([ ]?\\d{1,2}(\"|'')?)?|\\d[ ]?(ft|foot|feet)([ ]?\\d{1,2}([ "
    "]?(in|inches|\"))?)?|\\d{1,2}[ ]?st(one)?([ ]?\\d{1,2}[ ]?(lbs?)?)?|"
    "BMI[ ]?(of[ ])?\\d{2}([.,]\\d{1,2})?|\\d{2}([.,]\\d)?[ ]?kg/m2|1m[ ]?\\d{2}";

// ---- Fields
// ---------------------------------------------------------------------------------------

bool accept_trait(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  static const WordSet kColours(
      "blue|green|brown|hazel|grey|gray|black|amber|blonde|blond|red|auburn|ginger|white|bald|dark "
      "brown|light brown|dark blue|blau|braun|gr\xC3\xBC"
      "n|grau|bleu|bleus|vert|verts|marron|azul|azules|verde|verdes|casta\xC3\xB1o|negro|castanho|"
      "preto");
  if (kColours.has(v)) return fills_field(page, begin, end);
  static constexpr std::string_view kParts[] = {"scar",        "tattoo",
                                                "birthmark",   "mole",
                                                "freckle",     "piercing",
                                                "hair",        "eye",
                                                "tooth",       "teeth",
                                                "prosthe",     "limp",
                                                "beard",       "bald",
                                                "missing",     "wheelchair",
                                                "hearing aid", "glasses",
                                                "moustache",   "dimple",
                                                "narbe",       "t\xC3\xA4towierung",
                                                "cicatri",     "tatouage",
                                                "tatuaje",     "tatuagem",
                                                "tatuaggio"};
  const std::string folded = fold_words(v);
  if (!fills_field(page, begin, end) || v.size() > 64) return false;
  for (const std::string_view part : kParts) {
    if (folded.find(part) != std::string::npos) return true;
  }
  return false;
}
/// "O-", "AB positive": the letter alone only in a field.
bool accept_blood(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (v.size() <= 2 && v.find_first_of("+-") == std::string_view::npos)
    return fills_field(page, begin, end);
  const std::string_view tail = line_after(page.text, end, 12);
  return !begins_with(tail, " rating") && !begins_with(tail, " grade");
}

constexpr char kBloodCues[] =
    "blood type|blood group|bloodtype|bloodgroup|blood|abo|rh factor|blood grp|blutgruppe|groupe "
    "sanguin|grupo sangu\u00edneo|grupo sanguineo|tipo de sangre|tipo sangu\u00edneo|tipo "
    "sanguineo|gruppo sanguigno|bloedgroep|blodgrupp|blodtype|veriryhm\u00e4|grupa "
    "krwi|krevn\u00ed skupina|v\u00e9rcsoport|grup\u0103 de s\u00e2nge|kan "
    "grubu|\u0433\u0440\u0443\u043f\u043f\u0430 "
    "\u043a\u0440\u043e\u0432\u0438|\u0433\u0440\u0443\u043f\u0430 "
    "\u043a\u0440\u043e\u0432\u0456|\u03bf\u03bc\u03ac\u03b4\u03b1 "
    "\u03b1\u03af\u03bc\u03b1\u03c4\u03bf\u03c2|\u8840\u6db2\u578b|\u8840\u578b|\ud608\uc561\ud615|"
    "\u0641\u0635\u064a\u0644\u0629 \u0627\u0644\u062f\u0645|\u0930\u0915\u094d\u0924 "
    "\u0938\u092e\u0942\u0939|nh\u00f3m m\u00e1u|golongan darah|donor|donate|i'm|i am|he "
    "is|he's|she is|she's|transfusion";

constexpr ValueRule kValues[] = {
    {.info = {"blood.cue", Category::kBloodType},
     .shape = "(AB|A|B|O|0)([ ]?(Rh(D|[.])?[ "
              "]?)?([+-]|\\([+-]\\)|(positiv|negativ|positivo|negativo|positif|pos|neg|positive|"
              "negative|positief|negatief)))?",
     .need = Need::kCue,
     .cues = kBloodCues,
     .score = 0.86F,
     .flags = kLabelled | kLabelledOnly | kNoRelax | kCaseless,
     .accept = accept_blood},
    {.info = {"trait.field", Category::kPhysicalTrait},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kTraitFields,
     .score = 0.8F,
     .flags = kFieldOnly,
     .accept = accept_trait},
    {.info = {"measure.cue", Category::kBodyMeasurement},
     .shape = kMeasureShape,
     .need = Need::kCue,
     .cues = kHeightFields,
     .score = 0.82F,
     .flags = kLabelled | kNoRelax | kCaseless,
     .reach_before = 40,
     .accept = accept_measure},
};

constexpr AnchorRule kAnchors[] = {
    {"tattoo|tattoos|scar|scars|birthmark|birthmarks|freckles|piercing|mole|eyes|hair|tooth|teeth|"
     "prosthesis|leg|arm|limp|beard|eye|dimples|moustache",
     match_trait},
};

}  // namespace

RuleTable body_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
