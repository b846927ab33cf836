/// What a person works as and for: employers and occupations.
#include "scan/institution_text.h"
#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/place_text.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"organization.said", Category::kOrganization},
    {"job.said", Category::kJobTitle},
};
enum InfoIndex : size_t { kOrganization, kJob };

/// "my employer, X,", "works for X", "employed by X Ltd".
void match_employer(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at < text.size() && text[at] == ',') ++at;
  if (at >= text.size() || text[at] != ' ') return;
  ++at;
  for (const std::string_view skip :
       {"is ", "was ", "the ", "a company called ", "at ", "called "}) {
    if (text.compare(at, skip.size(), skip) == 0) at += skip.size();
  }
  size_t stop = proper_end(text, at, 6);
  const bool comma = text[end] == ',';
  if (stop == at) {
    // lower case: "my employer, halbrook & sons ltd, cut"
    if (!comma) return;
    const size_t close = text.substr(at, 48).find(',');
    if (close == std::string_view::npos || close < 4 || !legal_form(text.substr(at, close))) return;
    stop = at + close;
  }
  const std::string_view value = text.substr(at, stop - at);
  static const WordSet kNot(
      "i|me|home|us|my|the|a|monday|tuesday|wednesday|thursday|friday|night|nights|english|free|"
      "them|him|her|it|you|everyone");
  if (kNot.has(value)) return;
  const FoldedText cue(text.substr(begin, end - begin));
  if (is_country(value) || is_state(value) || is_given_name(value)) return;
  const bool own = cue.holds("employer") || cue.holds("boss at");
  if (!own && !person_near(page, begin, 60)) return;
  const bool form = legal_form(value);
  found.add(kInfos[kOrganization], at, stop, form ? 0.84F : own ? 0.78F : 0.66F);
}

/// "the Halbrook office is at", "her Halbrook resignation": the firm before the word.
void match_firm_before(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  if (begin < 4 || text[begin - 1] != ' ') return;
  const size_t at = proper_begin(text, begin - 1, 4);
  if (at == begin - 1 || at == 0 || text[at - 1] != ' ') return;
  static const WordSet kWhose("the|our|their|my|his|her");
  static const WordSet kNotFirms(
      "head|main|post|home|regional|press|branch|law|city|county|state|federal|government|former|"
      "senior|corporate|company|hr|it|sales|support|us|uk|eu|foreign|oval|tax|patent|registry|"
      "ticket|box|tourist|new|old|first|second|local|european|asian|african|american|british");
  const std::string_view value = text.substr(at, begin - 1 - at);
  const std::string_view first = word_at(value, 0);
  if (!kWhose.has(word_before(text, at - 1)) || kNotFirms.has(first)) return;
  if (is_country(value) || is_state(value) || is_given_name(first)) return;
  found.add(kInfos[kOrganization], at, begin - 1, legal_form(value) ? 0.84F : 0.7F);
}

/// Endings and words of occupations: what "works as a" is followed by.
void match_job(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at >= text.size() || !is_space(text[at])) return;
  ++at;
  for (const std::string_view skip : {"the ", "an ", "a ", "their ", "our ", "new ", "ein ",
                                      "eine ", "un ", "une ", "una ", "um ", "uma "}) {
    if (text.compare(at, skip.size(), skip) == 0) at += skip.size();
  }
  const FoldedText cue(text.substr(begin, end - begin));
  const bool promoted = cue.holds("promoted");
  const bool appointed = cue.holds("appoint") || promoted || cue.holds("hired") ||
                         cue.holds("position as") || cue.holds("job as");
  // A value is promoted to an integer.
  if ((!appointed || promoted) && !person_near(page, begin, 60)) return;
  static const WordSet kStop(
      "at|for|in|with|and|on|since|from|to|who|which|but|so|because|while|when|until|near|by|there|"
      "here|now|that|is|was|has|i|he|she|expected|intended|usual|follows|soon|well|part|described|"
      "designed|advertised|before|after|if|under|starting|effective|reporting|of "
      "the|a|the|or|then|his|her|my|our|your|this|these|those|it|we|they|you|not|an");
  size_t i = at, stop = at, words = 0;
  while (i < text.size() && words < 5) {
    const std::string_view word = word_at(text, i);
    if (word.size() < 2 || kStop.has(word) || is_digit(word[0])) break;
    stop = i + word.size();
    ++words;
    i = stop;
    if (i < text.size() && text[i] == ' ') {
      ++i;
      // "head of sales"
      if (text.compare(i, 3, "of ") == 0 && words >= 1) i += 3;
    } else if (i < text.size() && text[i] == '/' && i + 1 < text.size() &&
               is_letterish(text[i + 1])) {
      ++i;
    } else {
      break;
    }
  }
  if (words == 0 || words > 4 || stop - at < 4) return;
  const std::string_view value = text.substr(at, stop - at);
  static const WordSet kNotJobs(
      "such|one|same|well|team|member|much|long|you|joke|gift|result|whole|rule|matter|reminder|"
      "follows|proxy|client|server|bridge|gateway|wrapper|fallback|charm|expected");
  const size_t blank = value.find(' ');
  static const WordSet kNoJobs(
      "function|library|version|module|variable|type|integer|pointer|class|object|parameter|"
      "argument|replacement|basis|base|default|filter|key|cache|string|number|value");
  if (kNotJobs.has(value.substr(0, blank)) || kNoJobs.has(value.substr(value.rfind(' ') + 1)))
    return;
  found.add(kInfos[kJob], at, stop, appointed ? 0.76F : 0.72F);
}

/// "34-year-old dental hygienist": the noun after an age; "I'm a nurse": known occupations.
bool job_noun(std::string_view value) {
  static const WordSet kHeads(
      "nurse|teacher|engineer|developer|programmer|driver|doctor|physician|surgeon|dentist|"
      "hygienist|pharmacist|therapist|physiotherapist|psychologist|psychiatrist|lawyer|attorney|"
      "solicitor|barrister|paralegal|judge|accountant|bookkeeper|auditor|analyst|consultant|"
      "manager|director|supervisor|foreman|clerk|secretary|receptionist|cashier|salesman|"
      "saleswoman|salesperson|waiter|waitress|bartender|barista|chef|cook|baker|butcher|farmer|"
      "gardener|florist|fisherman|miner|welder|plumber|electrician|carpenter|mason|bricklayer|"
      "roofer|painter|decorator|mechanic|machinist|technician|technologist|operator|worker|"
      "labourer|laborer|builder|architect|surveyor|planner|designer|artist|musician|singer|actor|"
      "actress|dancer|writer|journalist|editor|photographer|translator|interpreter|librarian|"
      "archivist|curator|scientist|researcher|chemist|biologist|physicist|mathematician|"
      "statistician|economist|professor|lecturer|tutor|nanny|babysitter|caregiver|carer|cleaner|"
      "janitor|housekeeper|maid|porter|courier|postman|mailman|trucker|pilot|steward|stewardess|"
      "sailor|soldier|officer|policeman|policewoman|detective|firefighter|fireman|paramedic|medic|"
      "midwife|radiographer|radiologist|optometrist|optician|veterinarian|vet|hairdresser|barber|"
      "beautician|tailor|seamstress|jeweller|jeweler|watchmaker|locksmith|upholsterer|bookbinder|"
      "printer|typesetter|adjuster|underwriter|broker|agent|realtor|banker|teller|trader|actuary|"
      "administrator|assistant|coordinator|specialist|executive|representative|associate|inspector|"
      "instructor|coach|trainer|counsellor|counselor|priest|pastor|imam|rabbi|monk|nun|guard|"
      "bouncer|lifeguard|ranger|geologist|astronomer|archaeologist|anthropologist|sociologist|"
      "historian|philosopher|linguist|geographer|meteorologist|beekeeper|forester|weaver|potter|"
      "glazier|plasterer|tiler|scaffolder|crane "
      "operator|conductor|dispatcher|controller|handler|packer|picker|assembler|fitter|toolmaker|"
      "draughtsman|estimator|buyer|merchandiser|buchhalter|krankenpfleger|krankenschwester|lehrer|"
      "lehrerin|ingenieur|ingenieurin|arzt|ärztin|verkäufer|verkäuferin|kellner|bäcker|tischler|"
      "infirmier|infirmière|professeur|ingénieur|avocat|avocate|médecin|enfermera|enfermero|"
      "profesor|profesora|ingeniero|ingeniera|abogado|abogada|médico|médica|professor|professora|"
      "engenheiro|engenheira|enfermeiro|enfermeira|advogado|advogada|insegnante|infermiere|"
      "infermiera|ingegnere|avvocato|medico|verpleegkundige|leraar|advocaat|sjuksköterska|lärare|"
      "ingenjör|pielęgniarka|nauczyciel|nauczycielka|inżynier|lekarz|prawnik|kierowca");
  const size_t blank = value.rfind(' ');
  return kHeads.has(value) ||
         (blank != std::string_view::npos && kHeads.has(value.substr(blank + 1)));
}

/// Words from `pos` that end in an occupation's noun; its end or `pos`.
size_t job_end(std::string_view text, size_t pos) {
  size_t i = pos, best = pos;
  static const WordSet kStop(
      "who|with|and|at|for|in|from|of|is|was|has|the|a|an|i|he|she|that|to|on|by|or|but");
  for (int n = 0; n < 4 && i < text.size(); ++n) {
    const std::string_view word = word_at(text, i);
    if (word.size() < 2 || kStop.has(word)) break;
    i += word.size();
    if (job_noun(word)) best = i;
    if (i >= text.size() || text[i] != ' ') break;
    ++i;
  }
  return best;
}

void match_age_job(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size() || text[end] != ' ') return;
  const size_t stop = job_end(text, end + 1);
  if (stop != end + 1) found.add(kInfos[kJob], end + 1, stop, 0.78F);
}
void match_am_job(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size() || text[end] != ' ') return;
  size_t at = end + 1;
  if (text.compare(at, 2, "a ") == 0) {
    at += 2;
  } else if (text.compare(at, 3, "an ") == 0) {
    at += 3;
  } else {
    return;
  }
  const size_t stop = job_end(text, at);
  if (stop == at || (stop < text.size() && text[stop] == '\'')) return;
  static const WordSet kRoles(
      "agent|assistant|associate|conductor|controller|handler|operator|worker|driver|printer|"
      "editor|writer|builder|planner|buyer|guard|executive|coach|model|specialist|picker|packer|"
      "manager|actor|trader|vet|representative|director");
  const std::string_view value = text.substr(at, stop - at);
  if (kRoles.has(value)) return;
  found.add(kInfos[kJob], at, stop, 0.72F);
}

// ---- Fields
// ---------------------------------------------------------------------------------------

bool accept_organization(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (!words_only(v, 6) || !fills_field(page, begin, end)) return false;
  if (legal_form(v)) return true;
  // Without a legal form: capitalised words in a person's record.
  return upper_at(v, 0) && v.find(' ') != std::string_view::npos && person_near(page, begin, 200);
}
bool accept_job(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (!words_only(v, 5) || !fills_field(page, begin, end)) return false;
  return job_noun(v);
}
/// "occupation: X" and the like leave no doubt; "title: X" does.
bool accept_any_job(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return words_only(v, 5) && fills_field(page, begin, end) && v.find('.') == std::string_view::npos;
}

constexpr char kOrgCell[] = "[^\n\t|;\"<>(){}=: ,]+(,?[ ][^\n\t|;\"<>(){}=: ,]+){0,6}";
constexpr char kSureJobFields[] =
    "job title|occupation|profession|jobtitle|employment "
    "position|beruf|berufsbezeichnung|m\u00e9tier|profesi\u00f3n|ocupaci\u00f3n|profiss\u00e3o|"
    "ocupa\u00e7\u00e3o|professione|beroep|yrke|ammatti|zaw\u00f3d|stanowisko|povol\u00e1n\u00ed|"
    "foglalkoz\u00e1s|meslek|\u043f\u0440\u043e\u0444\u0435\u0441\u0441\u0438\u044f|"
    "\u0434\u043e\u043b\u0436\u043d\u043e\u0441\u0442\u044c|\u804c\u4e1a|\u8077\u696d|\uc9c1\uc5c5|"
    "\u0627\u0644\u0645\u0647\u0646\u0629";

constexpr ValueRule kValues[] = {
    {.info = {"organization.field", Category::kOrganization},
     .shape = kOrgCell,
     .need = Need::kDirect,
     .cues = kOrganizationFields,
     .score = 0.8F,
     .flags = kFieldOnly,
     .accept = accept_organization},
    {.info = {"job.field", Category::kJobTitle},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kJobFields,
     .score = 0.8F,
     .flags = kFieldOnly,
     .accept = accept_job},
    {.info = {"job.sure_field", Category::kJobTitle},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kSureJobFields,
     .score = 0.78F,
     .flags = kFieldOnly,
     .accept = accept_any_job},
};

constexpr AnchorRule kAnchors[] = {
    {"my employer|his employer|her employer|their employer|works for|works at|work for|work "
     "at|working for|working at|worked for|worked at|employed by|employed at|employee of|employee "
     "at|job at|job with|position at|hired by|fired by|fired from|laid off by|laid off from|intern "
     "at|internship at|colleague at|manager at|engineer at|my company|my boss at|arbeitet "
     "bei|arbeite bei|angestellt bei|travaille chez|trabaja en|trabaja para|trabajo en|trabalha "
     "na|trabalho na|lavora presso|lavoro presso|werkt bij",
     match_employer},
    {"years at|year at|months at|tenure at|stint at|resigned from|ceo of|cfo of|cto of|coo of|"
     "co-founder of|cofounder of",
     match_employer},
    {"office is at|office is in|office is located|offices are at|offices are in|headquarters are|"
     "resignation letter",
     match_firm_before},
    {"working as|works as|work as|worked as|employed as|hired as|job as|position as|appointment "
     "as|appointed as|promoted to|career as|arbeitet als|arbeite als|travaille comme|trabaja "
     "como|trabajo como|trabalha como|trabalho como|lavora come|lavoro come|werkt als|arbetar "
     "som|jobber som|pracuje jako",
     match_job},
    {"year old|yr old|year-old", match_age_job},
    {"i'm|i am|im|she is|he is|she's|he's|who is|wife is|husband is|mother is|father is|mom is|dad "
     "is|mum is|sister is|brother is|son is|daughter is|being",
     match_am_job},
};

}  // namespace

RuleTable work_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
