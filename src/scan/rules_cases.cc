/// Numbers of court and police cases.
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kCaseCues =
    "crn|case number|case no|case num|gave me reference|police reference|reference|case nr|case "
    "id|case|case file|case ref|case "
    "reference|docket|docket number|docket no|"
    "court case|civil action no|civil action|civil case|criminal case|cause no|cause number|index "
    "no|file number|"
    "file no|court file|court file no|crime reference|crime reference number|crime ref|crime "
    "number|crime no|"
    "police report|police report number|police reference|police case|incident number|incident "
    "no|incident report|"
    "report number|report no|complaint number|complaint no|cad|cad number|cad ref|urn|citation "
    "number|citation no|"
    "warrant no|warrant number|petition no|petition number|appeal no|matter number|matter no|claim "
    "number|claim no|"
    "fir no|fir|fir number|booking number|inmate number|inmate "
    "id|aktenzeichen|az|geschäftszeichen|"
    "geschäftsnummer|vorgangsnummer|tagebuchnummer|strafanzeige|numéro rg|numéro de "
    "rôle|"
    "numéro de parquet|procès verbal|numéro de plainte|affaire|expediente|número de "
    "expediente|procedimiento|"
    "autos|diligencias|diligencias previas|atestado|número de caso|denuncia|denuncia "
    "n|causa|carpeta de investigación|"
    "procedimento|proc n|proc pen|rgnr|numero di ruolo|ruolo "
    "generale|fascicolo|processo|processo n|"
    "número do processo|autos n|boletim de "
    "ocorrência|inquérito|zaaknummer|zaak|parketnummer|rolnummer|"
    "dossiernummer|proces verbaal|målnummer|mål nr|diarienummer|ärendenummer|k "
    "nummer|saksnummer|sagsnummer|"
    "diaarinumero|sygnatura|sygnatura akt|sygn akt|spisová značka|ügyszám|dosar|dosar "
    "nr|номер дела|"
    "дело|дело №|уголовное дело|кусп|案号|案件号|事件番号|受理番号|사건번호|dosya no|esas no|nomor "
    "perkara|case docket|"
    "reference number|ref no|our ref|social services case|cps case|court reference|court "
    "ref|caseno|casenumber|"
    "probate no|proceeding number|court number|file ref|offence report|event number|occurrence "
    "number|ncr no|"
    "investigation number|investigation no|our reference|court order|immigration case|bankruptcy "
    "case|juvenile case|"
    "case docket number|claim reference|inv no|police ref|log number|incident log|incident";

bool case_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 24 && digits >= 4;
}

bool not_support(const Page& page, size_t begin, size_t end) {
  return !line_mentions(
      page, begin, end,
      "support|ticket|zendesk|salesforce|helpdesk|help desk|jira|servicenow|customer service|bug|"
      "refund|shipping|warranty|customer care|vendor|technical|test|tests|phone case|rma",
      80, 40);
}

bool about_court(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kCaseCues, begin)) return false;
  // A field named so, with a value that is more than a number.
  if (line_mentions(
          page, begin, end,
          "case number|case no|case_number|case_no|docket|casenumber|case nr|aktenzeichen", 20,
          0) &&
      count_digits(page.text.substr(begin, end - begin)) < end - begin &&
      !date_like(page, begin, end) && not_support(page, begin, end)) {
    return true;
  }
  return !date_like(page, begin, end) && not_support(page, begin, end) &&
         mentions(page, begin, end,
                  "court|judge|police|officer|crime|criminal|plaintiff|defendant|attorney|lawyer|"
                  "custody|divorce|case number|case_number|case no|"
                  "hearing|docket|lawsuit|filed|arrest|arrested|charge|charges|probation|warrant|"
                  "county|district|"
                  "superior|v.|vs.|vs|sheriff|detective|incident|report|gericht|polizei|"
                  "amtsgericht|landgericht|staatsanwaltschaft|"
                  "anzeige|tribunal|juzgado|policía|denuncia|guardia|tribunale|procura|carabinieri|"
                  "questura|processo|vara|"
                  "comarca|delegacia|magistrate|tribunal|asylum|immigration|bankruptcy|eviction|"
                  "restraining|probate|"
                  "guardianship|child support|cps|social services|social "
                  "worker|benefits|caseworker|complaint|petition|"
                  "petitioner|respondent|appeal|stolen|burglary|theft|robbery|assault|accident|"
                  "domestic|witness|statement|"
                  "fir|суд|полиция|дело|法院|案|警|matter|solicitor|legal|prosecutor|juvenile|plea|"
                  "cad|barrister|ombudsman|"
                  "plainte|commissariat|gendarmerie|huissier|aktenzeichen|rechtbank|parket|politie|"
                  "sąd|sygn|policja",
                  260, 180);
}

constexpr ValueRule kValues[] = {
    {.info = {"case_number.federal", Category::kCaseNumber},
     .shape =
         "\\d:\\d{2}-(cv|cr|mc|md|bk|mj|ap|po|sw|CV|CR|MC|MJ|BK)-\\d{3,6}(-[A-Z0-9]{1,4}){0,4}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.93F,
     .flags = kNoRelax},
    {.info = {"case_number.german", Category::kCaseNumber},
     .shape = "\\d{1,4} "
              "?(Js|Ls|Ds|Cs|Ks|Kls|KLs|UJs|AR|Gs|OJs|BJs|StVK|Qs|Ns|Ss|OWi|Owi|IN|IK|XVII|XIV|VI)["
              " -]{1,2}\\d{1,6}\\/\\d{2,4}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.92F,
     .flags = kNoRelax},
    {.info = {"case_number.german_civil", Category::kCaseNumber},
     .shape = "\\d{1,3} (C|O|F|T|S|U|K|L|M|B|A|R|Ca|Sa|Ta|UF|WF|BV|AS|KR|SO|AL|W|Z|StR|ZR|AZR|E)[ "
              "]\\d{1,6}\\/\\d{2,4}( [A-Z]{1,3})?",
     .cues = kCaseCues,
     .score = 0.88F,
     .flags = kNoRelax},
    {.info = {"case_number.cnj", Category::kCaseNumber},
     .shape = "\\d{7}-\\d{2}\\.\\d{4}\\.\\d\\.\\d{2}\\.\\d{4}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.95F,
     .flags = kNoRelax},
    {.info = {"case_number.rg", Category::kCaseNumber},
     .shape = "RG[ :]{0,2}(n ?\xC2\xB0 ?)?\\d{2,4}\\/\\d{4,6}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.84F,
     .flags = kNoRelax | kUnlessVeto},
#define CRIME(name_, anchor_)                                                                   \
  {                                                                                             \
    .info = {name_, Category::kCaseNumber},                                                     \
    .shape = anchor_ "[ \\n>#-]{1,4}[Rr]ef(erence)?\\.?:?[ \\n>#]{0,4}\\d{5,8}\\/\\d{2,4}",     \
    .check = digits_and_size<6, 6, 40>, .need = Need::kNone, .anchor = anchor_, .score = 0.95F, \
    .flags = kNoRelax                                                                           \
  }
    CRIME("case_number.crime_ref", "crime"),
    CRIME("case_number.crime_ref_upper", "Crime"),
#undef CRIME
    {.info = {"case_number.cad", Category::kCaseNumber},
     .shape = "CAD[ \\n-]{0,2}\\d{3,5}[-\\/]\\d{4,8}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.93F,
     .flags = kNoRelax | kUnlessVeto},
    {.info = {"case_number", Category::kCaseNumber},
     .shape = "[A-Z]{1,6}[-\\/. ]?\\d{2,4}[-\\/. ][A-Z]{0,4}[-\\/. "
              "]?\\d{3,8}([-\\/][A-Z0-9]{1,5}){0,3}|[A-Z]{1,4}[-\\/. "
              "]?\\d{4,10}([-\\/.]\\d{1,6}){0,3}([-\\/]?[A-Z]{1,3})?|"
              "\\d{2,4}[-\\/. ]?[A-Z]{1,6}[-\\/. "
              "]?\\d{3,8}([-\\/][A-Z0-9]{1,5}){0,3}|\\d{1,6}[-\\/.]\\d{2,8}([-\\/"
              ".]\\d{1,6}){0,4}([-\\/][A-Z]{1,4})?|\\d{6,12}|"
              "[A-Z]{2,4}[-\\/]\\d{2,4}[-\\/]\\d{2,6}|\\d{1,3} [A-Z][A-Za-z]{0,4} "
              "\\d{1,6}\\/\\d{2,4}|[IVXL]{1,5} [A-Z][A-Za-z]{0,4} \\d{1,6}\\/\\d{2,4}|[A-Z]{1,2} "
              "\\d{3,5}-\\d{2}|"
              "\\d{2} [A-Z]{2} \\d{3,8}",
     .check = case_id,
     .cues = kCaseCues,
     .score = 0.83F,
     .flags = kLabelled | kNoRelax,
     .reach_before = 34,
     .reach_after = 0,
     .accept = about_court},
    {.info = {"case_number.chinese", Category::kCaseNumber},
     .shape = "(\\(|（|〔)\\d{4}(\\)|）|〕)[^ \\n,.;]{3,30}号",
     .need = Need::kDirect,
     .cues = kCaseCues,
     .score = 0.88F,
     .flags = kLabelledOnly | kNoRelax},
};

}  // namespace

RuleTable case_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
