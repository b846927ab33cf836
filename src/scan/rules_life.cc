/// What a person has and does: conditions, drugs, blood group, employer, occupation, school, marks,
/// body, pay, credit score.
#include <algorithm>
#include <string>

#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"condition.said", Category::kMedicalCondition},
    {"medication.said", Category::kMedication},
    {"organization.said", Category::kOrganization},
    {"job.said", Category::kJobTitle},
    {"school.said", Category::kSchool},
    {"trait.said", Category::kPhysicalTrait},
    {"salary.said", Category::kSalary},
    {"measure.said", Category::kBodyMeasurement},
    {"academic.said", Category::kAcademicRecord},
};
enum InfoIndex : size_t {
  kCondition,
  kMedication,
  kOrganization,
  kJob,
  kSchool,
  kTrait,
  kSalary,
  kMeasure,
  kAcademic
};

#define X(name, phrases) constexpr char name[] = phrases;
#include "scan/data/medical_values.inc"
#include "scan/data/person_fields.inc"
#undef X

template <const char* kList>
const WordSet& set_of() {
  static const WordSet set(kList);
  return set;
}

std::string last_words(std::string_view text, size_t pos, size_t reach) {
  std::string s = folded_before(text, pos, reach);
  while (!s.empty() && (s.back() == ' ' || s.back() == '"')) s.pop_back();
  return s;
}
bool ends_with_any(std::string_view s, std::string_view list) {
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    const std::string_view end = list.substr(0, bar);
    if (s.size() >= end.size() && s.substr(s.size() - end.size()) == end &&
        (s.size() == end.size() || !is_wordish(s[s.size() - end.size() - 1])))
      return true;
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return false;
}
/// Adjectives between the verb and the disease or drug.
void drop_fillers(std::string& s) {
  static const WordSet kFillers(
      "a|an|the|severe|mild|moderate|chronic|acute|advanced|early|stage|late|onset|early-onset|"
      "late-onset|recurrent|treatment|resistant|terminal|metastatic|congenital|bad|really|some|my|"
      "his|her|their|both|well|controlled|poorly|daily|low|dose|high|new|on|off|of|mg|ml|mcg|"
      "tablets|pills|more|less|iv|oral|also|currently|now|again|confirmed|suspected|probable|"
      "active|underlying|known|long|standing|longstanding|type|with");
  for (int n = 0; n < 3; ++n) {
    const size_t blank = s.rfind(' ');
    if (blank == std::string::npos) return;
    const std::string_view last = std::string_view(s).substr(blank + 1);
    const bool number = !last.empty() && is_digit(last[0]);
    static const WordSet kKeep("with|on|of|off|has|had");
    if (!number && (!kFillers.has(last) || kKeep.has(last))) return;
    s.resize(blank);
    while (!s.empty() && s.back() == ' ') s.pop_back();
  }
}

void match_condition(const Page& page, size_t begin, size_t end, Found& found) {
  std::string before = last_words(page.text, begin, 70);
  const std::string after = folded_after(page.text, end, 24);
  static const WordSet kGeneral(
      "research|awareness|prevention|foundation|society|association|clinic|ward|center|centre|drug|"
      "drugs|vaccine|vaccines|screening|test|tests|trial|trials|guidelines|epidemic|pandemic|"
      "outbreak|prevalence|rates|rate|patients|treatment|symptoms|risk|cases|charity|mortality|"
      "statistics|unit|care|program");
  size_t i = 0;
  while (i < after.size() && after[i] == ' ') ++i;
  if (kGeneral.has(word_at(after, i))) return;
  const std::string value = fold_words(page.text.substr(begin, end - begin));
  static const WordSet kWeak(
      "add|als|als|cad|tb|asd|bpd|cancer|stroke|depression|anxiety|shingles|add|chf|ibs|uti|hernia|"
      "acne|obesity|infertility|menopause|insomnia|seizures|neuropathy|colitis|prep|rosacea|"
      "sciatica");
  drop_fillers(before);
  const bool strong = ends_with_any(
      before,
      "diagnosed with|diagnosed as|diagnosis of|suffers from|suffer from|suffering from|suffered "
      "from|history of|living with|lives with|treated for|hospitalised for|hospitalized for|tested "
      "positive for|battling|battled|battles|struggling with|struggles with|struggled "
      "with|recovering from|recovered from|complains of|presents with|presented with|afflicted "
      "with|died of|dying of|complications of|managing|medication for|meds for|insulin for|therapy "
      "for|surgery for|admitted with|admitted for|relapse of|case of|affected by|leidet an|leide "
      "an|leidet unter|erkrankt an|diagnostiziert mit|souffre de|souffre d'|atteint de|atteinte "
      "de|padece|padece de|sufre de|sufro de|diagnosticado con|diagnosticada con|diagnosticado "
      "com|sofre de|sofro de|soffre di|soffro di|affetto da|affetta da|lijdt aan|choruje "
      "na|diagnosis:|dx:|dx|diagnosis|pmh:|hx of|h/o");
  if (strong && (person_near(page, begin, 90) || page.text.size() < 260))
    return found.add(kInfos[kCondition], begin, end, 0.86F);
  const bool has = ends_with_any(before,
                                 "has|have|had|i've|got|having|developed|contracted|caught|have "
                                 "had|has had|hat|habe|tengo|tiene|tenho|tem|ho|ha|j'ai|a") &&
                   !ends_with_any(before, "has a|have a");
  if (has && person_near(page, begin, 50) && !(kWeak.has(value) && value.size() <= 4))
    return found.add(kInfos[kCondition], begin, end, 0.8F);
  const bool own =
      ends_with_any(before, "my|his|her") ||
      ends_with_any(last_words(page.text, begin, 24), "my|his|her|my severe|my chronic");
  if (own) return found.add(kInfos[kCondition], begin, end, 0.76F);
  const bool with = ends_with_any(
      before, "with|and|for|from|due to|because of|to|without|about my|about his|about her|,");
  const std::string wide = folded_before(page.text, begin, 90);
  if (with &&
      (wide.find("year-old") != std::string::npos || wide.find("patient") != std::string::npos ||
       wide.find("diagnosed") != std::string::npos || wide.find("suffer") != std::string::npos ||
       wide.find("years old") != std::string::npos)) {
    if (wide.find("patients") == std::string::npos)
      return found.add(kInfos[kCondition], begin, end, 0.76F);
  }
  if (said_of_person(page, begin) == Said::kYes &&
      (value.find("positive") != std::string::npos || value == "bipolar" || value == "autistic" ||
       value == "schizophrenic" || value.find("hiv") == 0))
    found.add(kInfos[kCondition], begin, end, 0.78F);
}

void match_medication(const Page& page, size_t begin, size_t end, Found& found) {
  std::string before = last_words(page.text, begin, 70);
  const std::string after = folded_after(page.text, end, 24);
  drop_fillers(before);
  const bool person = person_near(page, begin, 80);
  const bool strong = ends_with_any(
      before,
      "takes|taking|prescribed|was prescribed|prescribed me|prescribes|treated with|started on|put "
      "on|medicated with|switched to|switched from|refill of|refill for|refill my|prescription "
      "for|dose of|doses of|given|administered|received|receives|uses|using|stopped|stop "
      "taking|allergic to|allergy to|on my|maintained on|managed with|continues "
      "on|continue|discharged on|commenced "
      "on|started|nimmt|nehme|prend|prends|toma|tomo|tomando|prende|prendo|slikt|gebruikt|"
      "przyjmuje|bierze|pinned "
      "on|increased|reduced|titrated|injects|injecting|swapped|meds:|medications:|medication:|rx:|"
      "rx");
  if (strong && (person || page.text.size() < 260))
    return found.add(kInfos[kMedication], begin, end, 0.85F);
  if (ends_with_any(before, "take|took|on|off|my|his|her|need|needs|with|and|of|mg|for|to") &&
      person) {
    const std::string wide = folded_before(page.text, begin, 90);
    const bool dosed =
        wide.find(" mg") != std::string::npos || after.find("mg") != std::string::npos ||
        after.find("daily") != std::string::npos || after.find("twice") != std::string::npos ||
        after.find("tablet") != std::string::npos || after.find(" for ") == 0 ||
        after.find("prescription") != std::string::npos ||
        after.find("refill") != std::string::npos;
    const bool verb =
        ends_with_any(before, "take|took|my|his|her") ||
        ends_with_any(
            before,
            "is on|am on|been on|i'm on|he's on|she's on|was on|are on|stay on|go on|went on|me "
            "on|him on|her on|go off|come off|came off|went off|i need|still on");
    const bool list =
        ends_with_any(before, "and|,") &&
        (wide.find("tak") != std::string::npos || wide.find("prescri") != std::string::npos ||
         wide.find(" on ") != std::string::npos);
    if (verb || dosed || list) found.add(kInfos[kMedication], begin, end, verb ? 0.8F : 0.72F);
  }
}

// ---- Free phrases
// ---------------------------------------------------------------------------------

/// End of a name of a firm or school at `pos`: capitalised words, "&", "and", "of", "de", legal
/// forms.
size_t proper_end(std::string_view text, size_t pos, size_t most_words) {
  static const WordSet kJoin(
      "of|and|the|de|del|der|di|da|do|la|le|el|für|fuer|für|at|for|&|et|y|e|und|van|von|zu|des|du|"
      "in");
  size_t at = pos, end = pos, words = 0;
  while (at < text.size() && words < most_words) {
    if (text[at] == '&' && words > 0) {
      at += 1;
      if (at < text.size() && text[at] == ' ') ++at;
      continue;
    }
    const std::string_view word = word_at(text, at);
    if (word.empty()) break;
    if (upper_at(text, at) || caseless_at(text, at) || (is_digit(text[at]) && words > 0)) {
      end = at + word.size();
      // "S.A.", "Pvt. Ltd.", "St."
      while (end < text.size() && text[end] == '.' && end + 1 < text.size() &&
             (is_upper(text[end + 1]) && end + 2 < text.size() &&
              (text[end + 2] == '.' || word.size() == 1))) {
        end += 2;
      }
      static const WordSet kDotted("inc|ltd|co|corp|pvt|st|bros|s.a|sa|llc|jr|mt|s|a|l|r|b|v|d|o");
      if (end < text.size() && text[end] == '.' && kDotted.has(word) &&
          (end + 1 >= text.size() || text[end + 1] == ' ' || text[end + 1] == ',' ||
           text[end + 1] == '\n' || text[end + 1] == '"'))
        ++end;
      ++words;
      at = end;
    } else if (words > 0 && kJoin.has(word)) {
      at += word.size();
    } else {
      break;
    }
    if (at + 1 < text.size() && text[at] == ',' && text[at + 1] == ' ') {
      const std::string_view next = word_at(text, at + 2);
      static const WordSet kForms("inc|ltd|llc|gmbh|s.a|co|plc");
      if (kForms.has(next)) {
        at += 2;
        continue;
      }
    }
    if (at >= text.size() || text[at] != ' ') break;
    ++at;
  }
  return end;
}

bool legal_form(std::string_view value) {
  static const WordSet kForms(
      "inc|inc.|ltd|ltd.|llc|gmbh|corp|corp.|plc|ag|kg|ohg|ug|sa|s.a|s.a.|srl|s.r.l.|spa|s.p.a.|bv|"
      "b.v.|nv|n.v.|ab|oy|oyj|as|a/"
      "s|aps|sas|sarl|ltda|ltda.|eireli|s.l|s.l.|sl|pty|pvt|kk|co|co.|company|holdings|group|"
      "limited|se|ev|e.v.|sp|doo|d.o.o.|kft|zrt|jsc|ooo|pjsc|industries|associates|partners|"
      "consulting|solutions|logistics|analytics|systems|technologies|freight|foods|bakery|services|"
      "studio|studios|labs|media|hospital|clinic|school|restaurant|pharmacy|airlines|bank|"
      "insurance|construction|motors|stores|supermarket|hotel");
  for (size_t i = 0; i < value.size();) {
    size_t stop = value.find(' ', i);
    if (stop == std::string_view::npos) stop = value.size();
    if (kForms.has(value.substr(i, stop - i)) && i > 0) return true;
    i = stop + 1;
  }
  for (const std::string_view form :
       {"\xE6\xA0\xAA\xE5\xBC\x8F\xE4\xBC\x9A\xE7\xA4\xBE",
        "\xE6\x9C\x89\xE9\x99\x90\xE5\x85\xAC\xE5\x8F\xB8",
        "\xE6\x9C\x89\xE9\x99\x90\xE4\xBC\x9A\xE7\xA4\xBE",
        "\xEC\xA3\xBC\xEC\x8B\x9D\xED\x9A\x8C\xEC\x82\xAC", "\xD0\x9E\xD0\x9E\xD0\x9E",
        "\xD0\x90\xD0\x9E", "A.\xC5\x9E.", "Sp. z o.o."}) {
    if (value.find(form) != std::string_view::npos) return true;
  }
  return false;
}

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
  const std::string cue = fold_words(text.substr(begin, end - begin));
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
  const bool own =
      cue.find("employer") != std::string::npos || cue.find("boss at") != std::string::npos;
  if (!own && !person_near(page, begin, 60)) return;
  const bool form = legal_form(value);
  found.add(kInfos[kOrganization], at, stop, form ? 0.84F : own ? 0.78F : 0.66F);
}

/// "studies at X", "went to X School": the name must hold a school's word.
bool school_word(std::string_view value) {
  static const WordSet kWords(
      "school|college|university|academy|institute|polytechnic|gymnasium|lyceum|seminary|"
      "kindergarten|conservatory|conservatoire|campus|hochschule|fachhochschule|universität|"
      "universitaet|grundschule|realschule|gesamtschule|schule|universidad|universidade|università|"
      "université|lycée|collège|école|escuela|instituto|colegio|escola|faculdade|liceo|scuola|"
      "politecnico|istituto|universiteit|hogeschool|universitet|högskola|skola|skole|gymnasiet|"
      "gymnasium|yliopisto|lukio|koulu|uniwersytet|politechnika|liceum|szkoła|univerzita|gymnázium|"
      "egyetem|gimnázium|universitatea|liceul|üniversitesi|lisesi|mit|uc|ucla|eth|epfl|iit|lse|"
      "kaist|primary|elementary|secondary|prep|high|tech|uni");
  for (size_t i = 0; i < value.size();) {
    const std::string_view word = word_at(value, i);
    if (word.empty()) {
      ++i;
      continue;
    }
    if (kWords.has(word)) return true;
    const std::string folded = fold_words(word);
    if (folded.size() > 8 && (folded.find("schule") != std::string::npos ||
                              folded.find("gymnasium") != std::string::npos ||
                              folded.find("universit") != std::string::npos ||
                              folded.find("college") != std::string::npos))
      return true;
    i += word.size();
  }
  for (const std::string_view mark :
       {"\xE5\xA4\xA7\xE5\xAD\xA6", "\xE5\xAD\xA6\xE6\xA0\xA1", "\xE5\xAD\xA6\xE9\x99\xA2",
        "\xE4\xB8\xAD\xE5\xAD\xA6", "\xE5\xB0\x8F\xE5\xAD\xA6", "\xE9\xAB\x98\xE6\xA0\xA1",
        "\xE5\xA4\xA7\xE5\xAD\xB8", "\xEB\x8C\x80\xED\x95\x99\xEA\xB5\x90",
        "\xEA\xB3\xA0\xEB\x93\xB1\xED\x95\x99\xEA\xB5\x90",
        "\xD0\xA3\xD0\xBD\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x80\xD1\x81\xD0\xB8\xD1\x82\xD0\xB5\xD1\x82",
        "\xD1\x83\xD0\xBD\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x80\xD1\x81\xD0\xB8\xD1\x82\xD0\xB5\xD1\x82",
        "\xD1\x88\xD0\xBA\xD0\xBE\xD0\xBB\xD0\xB0", "\xD8\xAC\xD8\xA7\xD9\x85\xD8\xB9\xD8\xA9",
        "\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD8\xA9"}) {
    if (value.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

void match_school(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  const bool cjk = caseless_at(text, begin);
  if (!cjk) {
    if (at >= text.size() || text[at] != ' ') return;
    ++at;
  }
  if (text.compare(at, 4, "the ") == 0) at += 4;
  if (!person_near(page, end, 60) && !cjk) return;
  size_t stop = proper_end(text, at, 7);
  if (stop == at) {
    // lower case: up to a school's word
    size_t i = at;
    for (int n = 0; n < 5 && i < text.size(); ++n) {
      const std::string_view word = word_at(text, i);
      if (word.empty()) return;
      i += word.size();
      if (n > 0 && school_word(word)) {
        static const WordSet kCommon(
            "school|college|university|high|uni|primary|elementary|secondary");
        if (n < 2 && !kCommon.has(word)) return;
        found.add(kInfos[kSchool], at, i, 0.6F);
        return;
      }
      if (i >= text.size() || text[i] != ' ') return;
      ++i;
    }
    return;
  }
  const std::string_view value = text.substr(at, stop - at);
  if (!school_word(value) || value.find(' ') == std::string_view::npos) {
    if (!school_word(value) || value.size() < 10) return;
  }
  found.add(kInfos[kSchool], at, stop, 0.82F);
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
  const std::string cue = fold_words(text.substr(begin, end - begin));
  const bool appointed =
      cue.find("appoint") != std::string::npos || cue.find("promoted") != std::string::npos ||
      cue.find("hired") != std::string::npos || cue.find("position as") != std::string::npos ||
      cue.find("job as") != std::string::npos;
  if (!appointed && !person_near(page, begin, 60)) return;
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
  if (kNotJobs.has(value.substr(0, blank))) return;
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

/// Traits are noun phrases around one of their words: "dragon tattoo on her calf", "curly red
/// hair".
void match_trait(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
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
  size_t from = begin;
  size_t words = 0;
  while (from > 1 && words < 4) {
    size_t i = from;
    while (i > 0 && from - i < 2 && (text[i - 1] == ' ' || text[i - 1] == '\n')) --i;
    if (i == from) break;
    size_t start = i;
    while (start > 0 && (is_wordish(text[start - 1]) || text[start - 1] == '-') && i - start < 24)
      --start;
    const std::string_view word = text.substr(start, i - start);
    if (word.size() < 2 || !kAdjectives.has(word)) break;
    from = start;
    ++words;
  }
  size_t stop = end;
  // "on her left calf", "above the right eye", "across his cheek"
  const size_t at = stop + 1;
  for (const std::string_view prep : {"on ", "over ", "above ", "across ", "under ", "behind ",
                                      "below ", "near ", "of ", "down "}) {
    if (stop >= text.size() || text[stop] != ' ' || text.compare(at, prep.size(), prep) != 0)
      continue;
    size_t i = at + prep.size();
    static const WordSet kOwner(
        "her|his|the|my|their|left|right|upper|lower|back|inner|outer|both|a|an");
    static const WordSet kBody(
        "calf|arm|forearm|wrist|hand|finger|neck|shoulder|back|chest|leg|thigh|knee|ankle|foot|"
        "cheek|chin|face|forehead|eye|eyebrow|ear|lip|nose|nape|hip|stomach|abdomen|elbow|temple|"
        "jaw|scalp|head|shin|thumb|palm|rib|ribs|collarbone|arms|legs|hands|dragon|rose|snake|wolf|"
        "skull|of");
    size_t last = stop;
    for (int n = 0; n < 4 && i < text.size(); ++n) {
      const std::string_view word = word_at(text, i);
      if (kBody.has(word)) {
        last = i + word.size();
        i = last;
        break;
      }
      if (!kOwner.has(word)) break;
      i += word.size();
      if (i < text.size() && is_space(text[i])) ++i;
    }
    stop = last;
    break;
  }
  const std::string value = fold_words(text.substr(begin, end - begin));
  const bool common = value == "eyes" || value == "hair" || value == "tooth" || value == "leg" ||
                      value == "arm" || value == "hand" || value == "eye" || value == "beard" ||
                      value == "foot" || value == "nose" || value == "finger" || value == "teeth" ||
                      value == "skin" || value == "moustache" || value == "limb";
  if (common && words == 0) return;
  const std::string before = last_words(text, from, 50);
  const bool has = ends_with_any(before,
                                 "has|have|had|with|has a|has an|a|the|got a|wears a|wears|and|by "
                                 "his|by her|by the|marks:|his|her|my|identified by|recognised "
                                 "by|recognized by|sports a|has the|has his|has her|i've");
  if (!has || !person_near(page, from, 60)) return;
  static const WordSet kPlainLeg("leg|arm|hand|foot|eye|tooth|teeth|finger|nose|skin|limb");
  if (kPlainLeg.has(value)) {
    const std::string phrase = fold_words(text.substr(from, begin - from));
    if (phrase.find("prosthe") == std::string::npos &&
        phrase.find("missing") == std::string::npos &&
        phrase.find("artificial") == std::string::npos &&
        phrase.find("glass") == std::string::npos && phrase.find("gold") == std::string::npos &&
        phrase.find("chipped") == std::string::npos && phrase.find("lazy") == std::string::npos &&
        phrase.find("broken") == std::string::npos && phrase.find("webbed") == std::string::npos &&
        phrase.find("crooked") == std::string::npos)
      return;
  }
  if (text.size() > 5000) return;
  found.add(kInfos[kTrait], from, stop, 0.74F);
}

// ---- Pay
// ------------------------------------------------------------------------------------------

size_t currency_at(std::string_view text, size_t pos) {
  if (pos >= text.size()) return 0;
  const char first = text[pos];
  if (is_lower(first) && first != 'e' && first != 'd' && first != 'p' && first != 'k' &&
      first != 'l' && first != 'z')
    return 0;
  if (first == ' ' || is_digit(first) || first == ',' || first == '.') return 0;
  static constexpr std::string_view kSigns[] = {"US$",
                                                "CA$",
                                                "C$",
                                                "A$",
                                                "AU$",
                                                "NZ$",
                                                "HK$",
                                                "S$",
                                                "R$",
                                                "MX$",
                                                "$",
                                                "\xE2\x82\xAC",
                                                "\xC2\xA3",
                                                "\xE2\x82\xB9",
                                                "\xC2\xA5",
                                                "\xE2\x82\xBD",
                                                "\xE2\x82\xA9",
                                                "\xE2\x82\xBA",
                                                "\xE2\x82\xAA",
                                                "\xE2\x82\xA6",
                                                "\xE2\x82\xB1",
                                                "\xE2\x82\xAB",
                                                "\xE0\xB8\xBF",
                                                "z\xC5\x82",
                                                "USD",
                                                "EUR",
                                                "GBP",
                                                "CHF",
                                                "INR",
                                                "JPY",
                                                "CNY",
                                                "RMB",
                                                "CAD",
                                                "AUD",
                                                "NZD",
                                                "SEK",
                                                "NOK",
                                                "DKK",
                                                "PLN",
                                                "CZK",
                                                "HUF",
                                                "RON",
                                                "BRL",
                                                "MXN",
                                                "ZAR",
                                                "NGN",
                                                "KES",
                                                "AED",
                                                "SAR",
                                                "SGD",
                                                "HKD",
                                                "KRW",
                                                "TRY",
                                                "RUB",
                                                "UAH",
                                                "PHP",
                                                "THB",
                                                "IDR",
                                                "MYR",
                                                "VND",
                                                "PKR",
                                                "BDT",
                                                "EGP",
                                                "MAD",
                                                "ARS",
                                                "CLP",
                                                "COP",
                                                "PEN",
                                                "ILS",
                                                "Rs.",
                                                "Rs",
                                                "kr",
                                                "Kr",
                                                "Ft",
                                                "lei",
                                                "R ",
                                                "eur",
                                                "euros",
                                                "euro",
                                                "dollars",
                                                "pounds",
                                                "\xE5\x86\x86",
                                                "\xE5\x85\x83",
                                                "\xEC\x9B\x90",
                                                "TL"};
  for (const std::string_view sign : kSigns) {
    if (text.compare(pos, sign.size(), sign) == 0) {
      const size_t end = pos + sign.size();
      if (is_alpha(sign.back()) && end < text.size() && is_alpha(text[end])) continue;
      return sign.size();
    }
  }
  return 0;
}

/// An amount with its currency at `pos`: "$84,500", "41k \u20AC", "EUR 52.000", "\u20B912 LPA",
/// "$31.50/hr". `bare`: without currency too. Its end, or 0.
size_t amount_end(std::string_view text, size_t pos, bool bare) {
  size_t i = pos;
  size_t sign = currency_at(text, i);
  bool money = sign != 0;
  i += sign;
  if (sign != 0 && i < text.size() && text[i] == ' ') ++i;
  size_t digits = 0;
  const size_t number = i;
  while (i < text.size() && i - number < 16) {
    if (is_digit(text[i])) {
      ++digits;
      ++i;
    } else if ((text[i] == ',' || text[i] == '.' || text[i] == '\'' || text[i] == ' ') &&
               i > number && i + 1 < text.size() && is_digit(text[i + 1])) {
      if (text[i] == ' ' &&
          !(i + 3 < text.size() && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
            !(i + 4 < text.size() && is_digit(text[i + 4]))))
        break;
      ++i;
    } else {
      break;
    }
  }
  if (digits == 0) return 0;
  size_t end = i;
  bool scaled = false;
  for (const std::string_view unit :
       {"k",         "K",      " k",           " K",          "m",    " million", " Mio", " mio",
        " lakh",     " lakhs", " LPA",         " lpa",        " lac", " lacs",    " L",   " crore",
        " thousand", " grand", "\xE4\xB8\x87", "\xEB\xA7\x8C"}) {
    if (text.compare(end, unit.size(), unit) == 0) {
      const size_t after = end + unit.size();
      if (after < text.size() && is_alpha(text[after]) && is_alpha(unit.back())) continue;
      end = after;
      scaled = true;
      break;
    }
  }
  if (!money) {
    size_t k = end;
    if (k < text.size() && text[k] == ' ') ++k;
    const size_t after = currency_at(text, k);
    if (after != 0) {
      end = k + after;
      money = true;
    }
  }
  for (const std::string_view rate :
       {"/hr",   "/hour",  "/h",    "/month", "/mo",    "/year",     "/yr",
        "/week", "/day",   "/Std",  "/std",   "/annum", "/mes",      "/mois",
        "/an",   "/Monat", "/Jahr", " p.a.",  " pa",    " per hour", " an hour"}) {
    if (text.compare(end, rate.size(), rate) == 0 &&
        !(end + rate.size() < text.size() && is_wordish(text[end + rate.size()]))) {
      // Words ("an hour", "p.a.") are not part of the amount.
      if (rate[0] == '/') end += rate.size();
      break;
    }
  }
  if (!money && !scaled && !bare) return 0;
  if (!money && !scaled && digits < 4) return 0;
  if (end < text.size() && (is_wordish(text[end]) || text[end] == '%')) {
    if ((text[end] & 0x80) == 0) return 0;
  }
  return end;
}

void match_salary(const Page& page, size_t begin, size_t end, Found& found) {
  // Statistics of trades and markets are nobody's pay.
  const std::string lead =
      fold_words(page.text.substr(begin > 24 ? begin - 24 : 0, begin > 24 ? 24 : begin));
  for (const std::string_view word : {"average", "median", "mean ", "typical", "minimum"}) {
    if (lead.find(word) != std::string::npos) return;
  }
  const std::string_view text = page.text;
  // An amount within reach has a digit.
  bool digit = false;
  for (size_t i = begin > 20 ? begin - 20 : 0; i < std::min(text.size(), end + 64) && !digit; ++i)
    digit = is_digit(text[i]);
  if (!digit) return;
  const std::string cue = fold_words(text.substr(begin, end - begin));
  static const WordSet kVerbs(
      "makes|making|make|earn|earns|earned|earning|pay|paid|pays|offer|offered|gana|gano|gagne|"
      "ganha|ganho|guadagna|guadagno|raise "
      "to|verdient|verdiene|bonus|pension|plat|mzda|taille|bér");
  const bool weak = kVerbs.has(cue);
  const Connector link = skip_connector(text, end);
  const bool marked = link.strength == Announce::kMark;
  if (marked) {
    const size_t stop = amount_end(text, link.value_begin, !weak);
    if (stop != 0) {
      if (weak && cue != "bonus" && cue != "pay" && cue != "pension") return;
      return found.add(kInfos[kSalary], link.value_begin, stop, 0.88F);
    }
  }
  // In the sentence after it.
  const size_t limit = std::min(text.size(), end + 52);
  for (size_t i = end; i < limit; ++i) {
    const char c = text[i];
    if (c == '\n' && i + 1 < limit && (text[i + 1] == '\n' || marked)) return;
    if ((c == '.' || c == ';' || c == '!' || c == '?') && i + 1 < limit && is_space(text[i + 1]))
      return;
    if (i > 0 && is_wordish(text[i - 1]) && (text[i - 1] & 0x80) == 0) continue;
    if (!is_digit(c) && (is_alpha(c) ? !is_digit(text[std::min(i + 4, text.size() - 1)]) &&
                                           !is_digit(text[std::min(i + 3, text.size() - 1)]) &&
                                           !is_digit(text[std::min(i + 2, text.size() - 1)])
                                     : currency_at(text, i) == 0))
      continue;
    if (!is_digit(c) && currency_at(text, i) == 0) continue;
    const size_t stop = amount_end(text, i, false);
    if (stop == 0) continue;
    const std::string tail = folded_after(text, stop, 16);
    static const WordSet kOther("people|million|billion|for");
    if (weak && !person_near(page, end, 60)) return;
    if (weak) {
      // "pays $20 for it" is a price; pay comes with a period or is large.
      const bool period =
          tail.find("year") != std::string::npos || tail.find("month") != std::string::npos ||
          tail.find("hour") != std::string::npos || tail.find("week") != std::string::npos ||
          tail.find("annum") != std::string::npos || tail.find("p.a") != std::string::npos ||
          tail.find("an hour") != std::string::npos ||
          text.substr(i, stop - i).find('/') != std::string_view::npos ||
          tail.find("annual") != std::string::npos || tail.find("im monat") != std::string::npos ||
          tail.find("brutto") != std::string::npos || tail.find("gross") != std::string::npos ||
          tail.find("net") != std::string::npos || tail.find("before tax") != std::string::npos ||
          tail.find("after tax") != std::string::npos;
      const bool scaled = text.substr(i, stop - i).find_first_of("kK") != std::string_view::npos ||
                          text.substr(i, stop - i).find("LPA") != std::string_view::npos ||
                          text.substr(i, stop - i).find("lakh") != std::string_view::npos;
      const bool thousands = stop - i >= 6;
      if (!period && !scaled && !(thousands && cue[0] != 'p' && cue != "bonus")) return;
    }
    return found.add(kInfos[kSalary], i, stop, weak ? 0.72F : 0.84F);
  }
  if (weak) return;
  // "$84,500 salary", "a 52k salary"
  size_t i = begin;
  while (i > 0 && begin - i < 3 && is_blank(text[i - 1])) --i;
  for (size_t back = 3; back <= 18 && back <= i; ++back) {
    const size_t start = i - back;
    if (start > 0 && is_wordish(text[start - 1]) && (text[start - 1] & 0x80) == 0) continue;
    if (!is_digit(text[start]) && currency_at(text, start) == 0) continue;
    const size_t stop = amount_end(text, start, false);
    if (stop == i) {
      found.add(kInfos[kSalary], start, stop, 0.76F);
      return;
    }
  }
}

// ---- Body
// -----------------------------------------------------------------------------------------

bool accept_measure(const Page& page, size_t begin, size_t end) {
  const std::string_view value = page.text.substr(begin, end - begin);
  const char after = page.at(end);
  if (after == '/' || (after == '-' && is_alnum(page.at(end + 1))) || after == '%') return false;
  const std::string before = folded_before(page.text, begin, 60);
  for (const std::string_view word :
       {"average", "mean ", "median", "typical", "minimum", "maximum", "limit", "up to"}) {
    if (before.find(word) != std::string::npos) return false;
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

template <const char* kList>
bool accept_listed(const Page& page, size_t begin, size_t end) {
  return set_of<kList>().has(page.text.substr(begin, end - begin));
}
bool words_only(std::string_view value, size_t most_words) {
  static const WordSet kNot(
      "none|null|unknown|n/"
      "a|na|nil|true|false|string|yes|no|default|other|pending|active|open|closed|required|"
      "optional|ok|error|success|failed|test|example|title|name|value|type|text|object|array|"
      "number|integer|todo|tbd|undefined|get|set|new|draft|final|loading|normal|bold|center|left|"
      "right|top|bottom|absolute|relative|static|fixed|inherit|auto|first|last|negative|positive");
  if (value.size() < 3 || kNot.has(value)) return false;
  size_t words = 1, letters = 0;
  for (const char c : value) {
    if (c == '_' || c == '=' || c == '@' || c == '{' || c == '<' || c == '$' || c == '#')
      return false;
    words += c == ' ';
    letters += is_letterish(c);
  }
  return words <= most_words && letters * 10 >= value.size() * 7;
}
bool accept_condition(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return set_of<kConditions>().has(v);
}
bool accept_medication(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return set_of<kMedications>().match(v, 0) != 0 && set_of<kMedications>().match(v, 0) == v.size();
}
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
bool accept_school(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return words_only(v, 7) && fills_field(page, begin, end) && school_word(v);
}
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
/// "from 300", "300 to 850": the scale, nobody's score.
bool ends_a_scale(std::string_view before) {
  if (ends_with_any(before, "from|between|range|ranges")) return true;
  if (!ends_with_any(before, "to|and")) return false;
  before.remove_suffix(before.back() == 'o' ? 2 : 3);
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  return !before.empty() && is_digit(before.back());
}

bool accept_score(const Page& page, size_t begin, size_t end) {
  if (ends_a_scale(last_words(page.text, begin, 24))) return false;
  int n = 0;
  for (size_t i = begin; i < end; ++i) n = n * 10 + (page.text[i] - '0');
  const char after = page.at(end);
  if (after == '-' || after == '+' || after == '%') return false;
  const std::string tail = folded_after(page.text, end, 6);
  if (tail.compare(0, 4, " to ") == 0 || tail.compare(0, 4, " or ") == 0) return false;
  const std::string before = folded_before(page.text, begin, 50);
  for (const std::string_view word :
       {"range", "average", "between", "above", "below", "minimum", "at least", "maximum"}) {
    if (before.find(word) != std::string::npos) return false;
  }
  return n >= 300 && n <= 900;
}
bool accept_academic(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  const bool plain_number = v.find_first_not_of("0123456789.,%:") == std::string_view::npos;
  return !plain_number || fills_field(page, begin, end) || person_near(page, begin, 60);
}
/// "O-", "AB positive": the letter alone only in a field.
bool accept_blood(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (v.size() <= 2 && v.find_first_of("+-") == std::string_view::npos)
    return fills_field(page, begin, end);
  const std::string tail = folded_after(page.text, end, 12);
  return tail.compare(0, 7, " rating") != 0 && tail.compare(0, 6, " grade") != 0;
}

constexpr char kCell[] = "[^\n\t|;,\"<>(){}=: ]+([ ][^\n\t|;,\"<>(){}=: ]+){0,6}";
constexpr char kOrgCell[] = "[^\n\t|;\"<>(){}=: ,]+(,?[ ][^\n\t|;\"<>(){}=: ,]+){0,6}";
constexpr uint16_t kField = kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;
constexpr char kSureJobFields[] =
    "job title|occupation|profession|jobtitle|employment "
    "position|beruf|berufsbezeichnung|m\u00e9tier|profesi\u00f3n|ocupaci\u00f3n|profiss\u00e3o|"
    "ocupa\u00e7\u00e3o|professione|beroep|yrke|ammatti|zaw\u00f3d|stanowisko|povol\u00e1n\u00ed|"
    "foglalkoz\u00e1s|meslek|\u043f\u0440\u043e\u0444\u0435\u0441\u0441\u0438\u044f|"
    "\u0434\u043e\u043b\u0436\u043d\u043e\u0441\u0442\u044c|\u804c\u4e1a|\u8077\u696d|\uc9c1\uc5c5|"
    "\u0627\u0644\u0645\u0647\u0646\u0629";
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
    {.info = {"condition.field", Category::kMedicalCondition},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kConditionFields,
     .score = 0.86F,
     .flags = kField,
     .accept = accept_condition},
    {.info = {"medication.field", Category::kMedication},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kMedicationFields,
     .score = 0.86F,
     .flags = kField,
     .accept = accept_medication},
    {.info = {"blood.cue", Category::kBloodType},
     .shape = "(AB|A|B|O|0)([ ]?(Rh(D|[.])?[ "
              "]?)?([+-]|\\([+-]\\)|(positiv|negativ|positivo|negativo|positif|pos|neg|positive|"
              "negative|positief|negatief)))?",
     .need = Need::kCue,
     .cues = kBloodCues,
     .score = 0.86F,
     .flags = kLabelled | kLabelledOnly | kNoRelax | kCaseless,
     .accept = accept_blood},
    {.info = {"organization.field", Category::kOrganization},
     .shape = kOrgCell,
     .need = Need::kDirect,
     .cues = kOrganizationFields,
     .score = 0.8F,
     .flags = kField,
     .accept = accept_organization},
    {.info = {"job.field", Category::kJobTitle},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kJobFields,
     .score = 0.8F,
     .flags = kField,
     .accept = accept_job},
    {.info = {"job.sure_field", Category::kJobTitle},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kSureJobFields,
     .score = 0.78F,
     .flags = kField,
     .accept = accept_any_job},
    {.info = {"school.field", Category::kSchool},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kSchoolFields,
     .score = 0.82F,
     .flags = kField,
     .accept = accept_school},
    {.info = {"trait.field", Category::kPhysicalTrait},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kTraitFields,
     .score = 0.8F,
     .flags = kField,
     .accept = accept_trait},
    {.info = {"score.cue", Category::kCreditScore},
     .shape = "\\d{3}",
     .need = Need::kCue,
     .cues = kScoreFields,
     .score = 0.88F,
     .flags = kLabelled,
     .reach_before = 40,
     .accept = accept_score},
    {.info = {"measure.cue", Category::kBodyMeasurement},
     .shape = kMeasureShape,
     .need = Need::kCue,
     .cues = kHeightFields,
     .score = 0.82F,
     .flags = kLabelled | kNoRelax | kCaseless,
     .reach_before = 40,
     .accept = accept_measure},
    {.info = {"academic.gpa", Category::kAcademicRecord},
     .shape = "(C?GPA[ ]?(of[ ])?\\d[.,]\\d{1,2}([ ]?/[ ]?\\d{1,2}([.,]0)?)?|\\d[.,]\\d{1,2}[ "
              "]?C?GPA|SAT[ ]?(of[ ])?1?\\d{3}|ACT[ ]?(of[ ])?\\d{2}|Abitur[ "
              "]?\\d[.,]\\d|\\d{2,3}%[ ]in[ ][A-Z][a-z]+([ ][A-Z][a-z]+)?|IB[ ]\\d{2}|[12]:[12])",
     .need = Need::kCue,
     .cues = kAcademicFields,
     .score = 0.84F,
     .flags = kLabelled | kNoRelax | kGlueLeft,
     .accept = accept_academic},
    {.info = {"academic.honours", Category::kAcademicRecord},
     .shape = "(first|second|upper second|lower second|third)(-|[ ])class[ ]hono?urs|summa cum "
              "laude|magna cum laude|cum laude|(upper|lower)[ ]second|with distinction",
     .need = Need::kDirect,
     .cues = kAcademicFields,
     .score = 0.8F,
     .flags = kLabelled | kLabelledOnly | kNoRelax | kCaseless,
     .accept = nullptr},
};

constexpr AnchorRule kAnchors[] = {
    {kConditions, match_condition},
    {kMedications, match_medication},
    {"my employer|his employer|her employer|their employer|works for|works at|work for|work "
     "at|working for|working at|worked for|worked at|employed by|employed at|employee of|employee "
     "at|job at|job with|position at|hired by|fired by|fired from|laid off by|laid off from|intern "
     "at|internship at|colleague at|manager at|engineer at|my company|my boss at|arbeitet "
     "bei|arbeite bei|angestellt bei|travaille chez|trabaja en|trabaja para|trabajo en|trabalha "
     "na|trabalho na|lavora presso|lavoro presso|werkt bij",
     match_employer},
    {"studies at|studying at|studied at|study at|attends|attended|attending|went to|goes to|go "
     "to|enrolled at|enrolled in|graduated from|graduate of|graduating from|student at|freshman "
     "at|sophomore at|junior at|senior at|pupil at|alumnus of|alumna of|degree from|dropped out "
     "of|transferred to|accepted to|accepted at|admitted to|teaches at|class at|phd at|master s "
     "at|studiert an der|studiere an der|besucht die|besucht das|\u00e9tudie \u00e0|estudia "
     "en|estudio en|estudia na|estuda na|estudo na|studia a|studia all|studeert aan|kommer "
     "fr\u00e5n|\u5c31\u8bfb\u4e8e|\u6bd5\u4e1a\u4e8e|\u5728\u8bfb",
     match_school},
    {"working as|works as|work as|worked as|employed as|hired as|job as|position as|appointment "
     "as|appointed as|promoted to|career as|arbeitet als|arbeite als|travaille comme|trabaja "
     "como|trabajo como|trabalha como|trabalho como|lavora come|lavoro come|werkt als|arbetar "
     "som|jobber som|pracuje jako",
     match_job},
    {"year old|yr old|year-old", match_age_job},
    {"i'm|i am|im|she is|he is|she's|he's|who is|wife is|husband is|mother is|father is|mom is|dad "
     "is|mum is|sister is|brother is|son is|daughter is|being",
     match_am_job},
    {"tattoo|tattoos|scar|scars|birthmark|birthmarks|freckles|piercing|mole|eyes|hair|tooth|teeth|"
     "prosthesis|leg|arm|limp|beard|eye|dimples|moustache",
     match_trait},
    {kSalaryFields, match_salary},
};

}  // namespace

RuleTable life_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
