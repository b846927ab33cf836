/// What ails a person: conditions and drugs, where the sentence says them of a person or a field
/// names them.
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
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

/// What was said before the adjectives and amounts between a verb and the disease or drug.
std::string_view drop_fillers(std::string_view said) {
  static const WordSet kFillers(
      "a|an|the|severe|mild|moderate|chronic|acute|advanced|early|stage|late|onset|early-onset|"
      "late-onset|recurrent|treatment|resistant|terminal|metastatic|congenital|bad|really|some|my|"
      "his|her|their|both|well|controlled|poorly|daily|low|dose|high|new|mg|ml|mcg|tablets|pills|"
      "more|less|iv|oral|also|currently|now|again|confirmed|suspected|probable|active|underlying|"
      "known|long|standing|longstanding|type");
  for (int n = 0; n < 3; ++n) {
    const std::string_view last = last_word(said);
    if (last.empty() || last.size() == said.size()) break;
    if (!is_digit(last[0]) && !kFillers.has(last)) break;
    said.remove_suffix(last.size());
    while (!said.empty() && is_space(said.back())) said.remove_suffix(1);
  }
  return said;
}

using enum Endings::Bound;

void match_condition(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view after = line_after(page.text, end, 24);
  static const WordSet kGeneral(
      "research|awareness|prevention|foundation|society|association|clinic|ward|center|centre|drug|"
      "drugs|vaccine|vaccines|screening|test|tests|trial|trials|guidelines|epidemic|pandemic|"
      "outbreak|prevalence|rates|rate|patients|treatment|symptoms|risk|cases|charity|mortality|"
      "statistics|unit|care|program");
  if (kGeneral.has(word_at(after, skip_blanks(after, 0)))) return;
  const std::string_view before = drop_fillers(said_before(page.text, begin, 70));
  static const Endings kDiagnosed(
      "diagnosed with|diagnosed as|diagnosis of|suffers from|suffer from|suffering from|suffered "
      "from|history of|living with|lives with|treated for|hospitalised for|hospitalized for|tested "
      "positive for|battling|battled|battles|struggling with|struggles with|struggled "
      "with|recovering from|recovered from|complains of|presents with|presented with|afflicted "
      "with|died of|dying of|complications of|managing|medication for|meds for|insulin for|therapy "
      "for|surgery for|admitted with|admitted for|relapse of|case of|affected by|leidet an|leide "
      "an|leidet unter|erkrankt an|diagnostiziert mit|souffre de|souffre d'|atteint de|atteinte "
      "de|padece|padece de|sufre de|sufro de|diagnosticado con|diagnosticada con|diagnosticado "
      "com|sofre de|sofro de|soffre di|soffro di|affetto da|affetta da|lijdt aan|choruje "
      "na|diagnosis:|dx:|dx|diagnosis|pmh:|hx of|h/o",
      kWord);
  if (kDiagnosed.match(before) && (page.text.size() < 260 || person_near(page, begin, 90)))
    return found.add(kInfos[kCondition], begin, end, 0.86F);
  static const WordSet kManySenses("add|als|cad|tb|asd|bpd|chf|ibs|uti|acne|prep");
  static const Endings kHas(
      "has|have|had|i've|got|having|developed|contracted|caught|have had|has "
      "had|hat|habe|tengo|tiene|tenho|tem|ho|ha|j'ai|a",
      kWord);
  static const Endings kHasA("has a|have a", kWord);
  const std::string_view value = page.text.substr(begin, end - begin);
  if (kHas.match(before) && !kHasA.match(before) && !kManySenses.has(value) &&
      person_near(page, begin, 50))
    return found.add(kInfos[kCondition], begin, end, 0.8F);
  static const Endings kOwner("my|his|her", kWord);
  static const Endings kOwnerBefore("my|his|her|my severe|my chronic", kWord);
  if (kOwner.match(before) || kOwnerBefore.match(said_before(page.text, begin, 24)))
    return found.add(kInfos[kCondition], begin, end, 0.76F);
  static const Endings kWith(
      "with|and|for|from|due to|because of|to|without|about my|about his|about her|,", kWord);
  if (kWith.match(before)) {
    const FoldedText wide(line_before(page.text, begin, 90));
    if ((wide.holds("year-old") || wide.holds("patient") || wide.holds("diagnosed") ||
         wide.holds("suffer") || wide.holds("years old")) &&
        !wide.holds("patients"))
      return found.add(kInfos[kCondition], begin, end, 0.76F);
  }
  static const WordSet kAdjectives("bipolar|autistic|schizophrenic");
  if ((kAdjectives.has(value) || begins_with(value, "hiv") || holds_caseless(value, "positive")) &&
      said_of_person(page, begin))
    found.add(kInfos[kCondition], begin, end, 0.78F);
}

/// Whether a dose, a time or a purpose is said of the drug at [begin, end).
bool dosed(const Page& page, size_t begin, size_t end) {
  const FoldedText after(line_after(page.text, end, 24));
  return after.holds("mg") || after.holds("daily") || after.holds("twice") ||
         after.holds("tablet") || after.holds("prescription") || after.holds("refill") ||
         begins_with(line_after(page.text, end, 24), " for ") ||
         FoldedText(line_before(page.text, begin, 90)).holds(" mg");
}

/// Whether a list of drugs that somebody takes goes on at `begin`.
bool goes_on(const Page& page, size_t begin) {
  const FoldedText wide(line_before(page.text, begin, 90));
  return wide.holds("tak") || wide.holds("prescri") || wide.holds(" on ");
}

void match_medication(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view before = drop_fillers(said_before(page.text, begin, 70));
  static const Endings kTakes(
      "takes|taking|prescribed|was prescribed|prescribed me|prescribes|treated with|started on|put "
      "on|medicated with|switched to|switched from|refill of|refill for|refill my|prescription "
      "for|dose of|doses of|given|administered|received|receives|uses|using|stopped|stop "
      "taking|allergic to|allergy to|on my|maintained on|managed with|continues "
      "on|continue|discharged on|commenced "
      "on|started|nimmt|nehme|prend|prends|toma|tomo|tomando|prende|prendo|slikt|gebruikt|"
      "przyjmuje|bierze|pinned "
      "on|increased|reduced|titrated|injects|injecting|swapped|meds:|medications:|medication:|rx:|"
      "rx",
      kWord);
  static const Endings kMayTake("take|took|on|off|my|his|her|need|needs|with|and|of|mg|for|to",
                                kWord);
  const bool takes = kTakes.match(before);
  const bool may_take = kMayTake.match(before);
  if (!takes && !may_take) return;
  const bool person = person_near(page, begin, 80);
  if (takes && (person || page.text.size() < 260))
    return found.add(kInfos[kMedication], begin, end, 0.85F);
  if (!may_take || !person) return;
  static const Endings kIsOn(
      "take|took|my|his|her|is on|am on|been on|i'm on|he's on|she's on|was on|are on|stay on|go "
      "on|went on|me on|him on|her on|go off|come off|came off|went off|i need|still on",
      kWord);
  static const Endings kAnd("and|,", kWord);
  const bool verb = kIsOn.match(before);
  if (verb || dosed(page, begin, end) || (kAnd.match(before) && goes_on(page, begin)))
    found.add(kInfos[kMedication], begin, end, verb ? 0.8F : 0.72F);
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
