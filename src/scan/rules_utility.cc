/// Accounts and meters of electricity, gas and water.
#include "catalog/checks_device.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kUtilityCues =
    "electricity acct|gas acct|water acct|power account|utility account|utility account "
    "number|electricity account|electric account|"
    "gas account|water account|energy account|power account|service account|meter number|"
    "meter no|meter id|meter serial|meter point|supply point|electricity supply number|"
    "mpan|mpan core|mpan number|mprn|mprn number|meter point reference|zählernummer|"
    "zähler nr|zählernr|stromzähler|zählpunkt|zählpunktbezeichnung|marktlokation|"
    "marktlokations id|malo|malo id|messlokation|melo|melo id|vertragskontonummer|"
    "point de livraison|pdl|prm|numéro prm|numéro pdl|point de référence|"
    "point de référence mesure|numéro de compteur|pce|cups|código cups|"
    "código universal|punto de suministro|número de contador|codice pod|pdr|codice pdr|"
    "numero contatore|cpe|código do ponto de entrega|ponto de entrega|"
    "unidade consumidora|número da instalação|meternummer|anläggnings id|"
    "anläggningsid|målernummer|måler id|målepunkt|målepunkt id|mätarnummer|"
    "käyttöpaikka|käyttöpaikkatunnus|ppe|numer ppe|numer licznika|"
    "číslo elektroměru|лицевой счёт|лицевой счет|"
    "номер счётчика|номер счетчика|户号|用电户号|"
    "お客様番号|供給地点|供給地点特定番号|고객번호|tesisat no|"
    "abone no|consumer number|consumer no|ca number|nmi|premise number|premises number|"
    "electric bill|gas bill|water bill|energy bill|electricity bill|utility bill|"
    "electric meter|gas meter|water meter|smart meter|pg e account|con ed account|esi id|"
    "esiid|service point|mirn|icp|icp number|electricity supply number|supply number|"
    "electricity meter|compteur|zähler";
constexpr const char* kAccountCues =
    "account number|account no|customer account number|customer number|customer "
    "no|account|kundennummer|"
    "numéro de contrat|numéro client|numero cliente|codice cliente|klantnummer|número de "
    "contrato|vertragskonto|"
    "supply number|broadband account|reference number";

bool meter_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 6 && v.size() <= 22 && digits >= 6;
}
bool mpan(std::string_view v) { return uk_mpan_ok(v.size() == 21 ? v.substr(8) : v); }
bool cups(std::string_view v) { return es_cups_ok(v); }

bool about_utility(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end,
                  "electric|electricity|gas|water|utility|utilities|energy|meter|power|supply|kwh|"
                  "pg&e|pge|con edison|"
                  "coned|duke energy|national grid|british "
                  "gas|edf|e.on|eon|octopus|ovo|engie|enel|iberdrola|endesa|naturgy|"
                  "vattenfall|stadtwerke|strom|stromanbieter|zähler|zählerstand|électricité|gaz|"
                  "compteur|luz|suministro|"
                  "luce|bolletta|fornitura|sewer|sewage|heating|thames water|supplier|tariff|smart "
                  "meter|scottish power|"
                  "scottishpower|bulb|mpan|mprn|prm|pdl|cups|pod|pdr|malo|melo|marktlokation|"
                  "consumer number|xcel|comed|"
                  "dominion|trash|broadband|enedis|billing|bill|eversource|hydro|agl|"
                  "energia|energa|liander|eneco",
                  200, 160);
}

bool not_a_date(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kUtilityCues, begin)) return false;
  return !date_like(page, begin, end);
}

/// "Account number" belongs to a utility only if one is named close by.
bool utility_near(const Page& page, size_t begin, size_t end) {
  return not_a_date(page, begin, end) &&
         mentions(page, begin, end,
                  "electric|electricity|gas bill|gas account|gas company|water bill|water "
                  "account|water company|utility|utilities|energy|meter|power company|"
                  "kwh|pg&e|pge|con edison|coned|duke energy|national grid|british "
                  "gas|edf|e.on|octopus energy|engie|enel|"
                  "iberdrola|endesa|naturgy|vattenfall|stadtwerke|strom|zähler|électricité|"
                  "compteur|suministro|bolletta|"
                  "fornitura|sewer|thames water|smart meter|scottish "
                  "power|scottishpower|xcel|comed|eversource|internet provider|"
                  "broadband|tariff|agl|eneco|liander",
                  110, 90) &&
         !line_mentions(page, begin, end, "bank|routing|sort code|checking|savings|iban", 60, 40);
}

constexpr uint16_t kLoose = kCaseless | kLabelled;

constexpr char kMeterShape[] =
    "\\d{10}-\\d|\\d{3}[- ]\\d{4}[- ]\\d{4}[- ]\\d|\\d{4}[- ]\\d{4}[- "
    "]\\d{4}|\\d{14}|\\d{11}|\\d{6,12}|[A-Z]{1,4}[- ]?\\d{6,14}|"
    "\\d{3,5}([- ]\\d{3,6}){1,3}(-\\d)?|\\d{2}[- ]\\d{4}[- ]\\d{4}[- "
    "]\\d{2}|\\d{2}[A-Z]\\d{6,8}|\\d[A-Z]{3}\\d{10}|IT\\d{3}E\\d{8}|[A-Z]\\d{2}[A-Z]\\d{"
    "5,7}|\\d{18}|\\d{17}|\\d{22}|\\d{2}( \\d{3}){4}|\\d{5} \\d{5} \\d{4}|\\d{3}( "
    "\\d{3}){3,4} ?\\d{0,3}|[A-Z0-9]{2}\\d{8,9}[A-Z]{0,2}\\d{0,3}";

constexpr ValueRule kValues[] = {
    {.info = {"utility_account.cups", Category::kUtilityAccount},
     .shape = "ES[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{4}[ ]?[A-Z]{2}([ ]?\\d[A-Z])?",
     .check = cups,
     .need = Need::kNone,
     .cues = kUtilityCues,
     .score = 0.96F,
     .flags = kCaseless},
    {.info = {"utility_account.melo", Category::kUtilityAccount},
     .shape = "ES\\d{18}[A-Z]{2}(\\d[A-Z])?|DE[ ]?0\\d{4}[ ]?\\d{6}[ "
              "]?[A-Z0-9]{20}|DE\\d{11}[A-Z0-9]{20}|AT\\d{11}[A-Z0-9]{20}|IT\\d{3}E\\d{8,9}|PT\\d{"
              "16}[A-Z]{2}|DE000\\d{28}|DE000[A-Z0-9]{28}",
     .need = Need::kNone,
     .cues = kUtilityCues,
     .score = 0.95F,
     .flags = kNoRelax},
    {.info = {"utility_account.mpan", Category::kUtilityAccount},
     .shape = "\\d{2}[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{3}|\\d{2}[ ]\\d{3}[ ]\\d{3}[ ]\\d{2}[ ]?\\d{4}[ "
              "]?\\d{4}[ ]?\\d{3}|\\d{2}[ ]\\d{3}[ ]\\d{3}[ ]\\d{13}|\\d{21}",
     .check = mpan,
     .cues = kUtilityCues,
     .score = 0.91F,
     .accept = about_utility},
    {.info = {"utility_account.mpan_loose", Category::kUtilityAccount},
     .shape = IDS_DIGITS("12"),
     .check = mpan,
     .cues = "mpan|mpan number|mpan core|mpan no|supply number|meter point administration number",
     .score = 0.9F,
     .reach_before = 30,
     .reach_after = 0},
    {.info = {"utility_account", Category::kUtilityAccount},
     .shape = kMeterShape,
     .check = meter_id,
     .cues = kUtilityCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = not_a_date},
    {.info = {"utility_account.generic", Category::kUtilityAccount},
     .shape = kMeterShape,
     .check = meter_id,
     .cues = kAccountCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = utility_near},
};

}  // namespace

RuleTable utility_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
