/// What ails a person: conditions and drugs, where the sentence says them of a person or a field
/// names them.
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
    {"condition.said", Category::kMedicalCondition},
    {"medication.said", Category::kMedication},
};
enum InfoIndex : size_t { kCondition, kMedication };

#define X(name, phrases) constexpr char name[] = phrases;
#include "scan/data/medical_values.inc"
#undef X

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
  const bool strong = ends_in_words(
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
  const bool has = ends_in_words(before,
                                 "has|have|had|i've|got|having|developed|contracted|caught|have "
                                 "had|has had|hat|habe|tengo|tiene|tenho|tem|ho|ha|j'ai|a") &&
                   !ends_in_words(before, "has a|have a");
  if (has && person_near(page, begin, 50) && !(kWeak.has(value) && value.size() <= 4))
    return found.add(kInfos[kCondition], begin, end, 0.8F);
  const bool own =
      ends_in_words(before, "my|his|her") ||
      ends_in_words(last_words(page.text, begin, 24), "my|his|her|my severe|my chronic");
  if (own) return found.add(kInfos[kCondition], begin, end, 0.76F);
  const bool with = ends_in_words(
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
  const bool strong = ends_in_words(
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
  if (ends_in_words(before, "take|took|on|off|my|his|her|need|needs|with|and|of|mg|for|to") &&
      person) {
    const std::string wide = folded_before(page.text, begin, 90);
    const bool dosed =
        wide.find(" mg") != std::string::npos || after.find("mg") != std::string::npos ||
        after.find("daily") != std::string::npos || after.find("twice") != std::string::npos ||
        after.find("tablet") != std::string::npos || after.find(" for ") == 0 ||
        after.find("prescription") != std::string::npos ||
        after.find("refill") != std::string::npos;
    const bool verb =
        ends_in_words(before, "take|took|my|his|her") ||
        ends_in_words(
            before,
            "is on|am on|been on|i'm on|he's on|she's on|was on|are on|stay on|go on|went on|me "
            "on|him on|her on|go off|come off|came off|went off|i need|still on");
    const bool list =
        ends_in_words(before, "and|,") &&
        (wide.find("tak") != std::string::npos || wide.find("prescri") != std::string::npos ||
         wide.find(" on ") != std::string::npos);
    if (verb || dosed || list) found.add(kInfos[kMedication], begin, end, verb ? 0.8F : 0.72F);
  }
}

bool accept_condition(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return set_of<kConditions>().has(v);
}
bool accept_medication(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return set_of<kMedications>().match(v, 0) != 0 && set_of<kMedications>().match(v, 0) == v.size();
}


constexpr ValueRule kValues[] = {
    {.info = {"condition.field", Category::kMedicalCondition},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kConditionFields,
     .score = 0.86F,
     .flags = kFieldOnly,
     .accept = accept_condition},
    {.info = {"medication.field", Category::kMedication},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kMedicationFields,
     .score = 0.86F,
     .flags = kFieldOnly,
     .accept = accept_medication},
};

constexpr AnchorRule kAnchors[] = {
    {kConditions, match_condition},
    {kMedications, match_medication},
};

}  // namespace

RuleTable illness_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
