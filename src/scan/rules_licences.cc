/// Licences to practise: nurses, lawyers, engineers, brokers.
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kLicenceCues =
    "license number|license no|licence number|licence no|license|licence|license num|lic "
    "no|registration number|"
    "registration no|registration|registered|reg no|nursing license|nurse license|rn "
    "license|medical license|"
    "medical licence|medical license number|physician license|state license|professional "
    "license|bar number|bar no|"
    "state bar|state bar number|state bar no|bar id|bar license|attorney number|sbn|gmc|gmc "
    "number|gmc no|"
    "gmc reference|nmc|nmc pin|nmc number|pin|gdc|gdc number|hcpc|hcpc number|gphc|sra|sra "
    "number|sra id|pe license|"
    "engineer license|engineering license|cpa|cpa license|cpa number|dre|dre number|dre "
    "license|calbre|bre|"
    "real estate license|realtor license|broker license|contractor license|cslb|pharmacist "
    "license|dental license|"
    "teaching license|teacher reference|crm|oab|oab "
    "n|crea|coren|crp|cro|crefito|inscrição|registro profissional|lanr|"
    "arztnummer|approbation|zulassungsnummer|bsnr|rpps|adeli|numéro rpps|numéro "
    "adeli|toque|colegiado|"
    "número de colegiado|nº colegiado|cédula profesional|matrícula profesional|matrícula nacional|"
    "numero di iscrizione|albo|iscritto all albo|cédula profissional|ordem dos médicos|big "
    "nummer|big registratie|legitimation|hpr nummer|"
    "autorisationsid|autorisations id|pwz|numer pwz|prawo wykonywania "
    "zawodu|执业证|执业证书|医師免許|"
    "医籍登録番号|면허번호|ahpra|ahpra number|prescriber number|provider number|npdb|board "
    "certification|"
    "credential id|certification number|certificate number|license id|roll number|nursing "
    "registration|practice number|"
    "professional registration|registration id|licensed|therapist "
    "license|lmft|lcsw|nmls|npn|producer number|insurance license|"
    "appraiser license|notary commission|commission number|nabp|pin number|nursing pin|medical "
    "council|mci registration";

bool licence_id(std::string_view v) {
  const size_t digits = count_digits(v);
  const bool is_year = v.size() == 4 && digits == 4 && (v.starts_with("19") || v.starts_with("20"));
  if (is_year) return false;  // "CRM platforms in 2026"
  return v.size() >= 4 && v.size() <= 14 && digits >= 4;
}

bool licensed_person(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  // "License: 0BSD" of a package
  const std::string_view value = page.text.substr(begin, end - begin);
  for (const std::string_view software : {"BSD", "GPL", "MPL", "CC0", "Zlib", "ISC", "MIT"})
    if (value.find(software) != value.npos) return false;
  return mentions(
             page, begin, end,
             "signed|sincerely|regards|nurse|nursing|lpn|physician|doctor|dr|md|surgeon|medical|"
             "attorney|lawyer|bar|"
             "counsel|esq|solicitor|"
             "barrister|engineer|pe|p.e|cpa|accountant|realtor|real "
             "estate|broker|agent|dre|contractor|license|licence|"
             "licensed|registration|registered|registrant|pharmacist|dentist|therapist|"
             "psychologist|psychotherapist|"
             "midwife|gmc|nmc|gdc|hcpc|sra|crm|oab|crea|coren|crp|cro|médico|médica|advogado|"
             "advogada|enfermeira|"
             "arzt|ärztin|approbation|lanr|rpps|adeli|colegiado|colegiada|colegiación|albo|ordine|"
             "architect|"
             "veterinarian|vet|social "
             "worker|lcsw|lmft|paramedic|notary|appraiser|electrician|practitioner|big|"
             "board of|credential|teacher|chiropractor|ahpra|optometrist|certified|adviser|advisor",
             160, 120) &&
         !line_mentions(page, begin, end,
                        "driver|driving|plate|software|gpl|mit license|apache|product "
                        "key|activation|windows|office 365|"
                        "fishing|hunting|marriage license|business license|liquor",
                        60, 40);
}

constexpr uint16_t kLoose = kCaseless | kLabelled;

constexpr ValueRule kValues[] = {
    {.info = {"professional_license.prefixed", Category::kProfessionalLicense},
     .shape = "(RN|LPN|LVN|APRN|SBN|GMC|GDC|HCPC|SRA|PE|CPA|DRE|CalDRE|CALBRE|BRE|LMFT|LCSW|MD|DO|"
              "PT|RPh|RPH|NMLS|CSLB|LIC|RE|BL|MFT|PSY|DDS|NP|PA|NMC|AHPRA|TRN|AP|CNA|EMT|SL|BK)"
              "( ?(#|No\\.?|no\\.?|Lic\\.?|License|:))? ?[ #-]?#? "
              "?[A-Z]{0,2}-?\\d{4,10}([A-Z]|-\\d{1,3})?",
     .check = licence_id,
     .cues = kLicenceCues,
     .score = 0.86F,
     .flags = kNoRelax | kLabelled,
     .reach_before = 60,
     .reach_after = 40,
     .accept = licensed_person},
    {.info = {"professional_license.distinct", Category::kProfessionalLicense},
     .shape = "(SBN|GMC|DRE|CalDRE|CPA|RN|HCPC|LMFT|LCSW)[ -]?#? "
              "?\\d{6,8}|(CRM|OAB|CREA|COREN|CRO|CRP|CRF|CRC|CRMV|CREFITO|CRN)[\\/ -]?[A-Z]{2}[ "
              ":-]{0,2}(n\\.? ?º? ?)?\\d{1,3}\\.?\\d{3}|"
              "(CRM|OAB|CREA|COREN|CRO)[ -]?\\d{3,6}[\\/-][A-Z]{2}|OAB[\\/ ][A-Z]{2}[ "
              "]\\d{2,3}\\.\\d{3}",
     .check = licence_id,
     .need = Need::kNone,
     .cues = kLicenceCues,
     .score = 0.88F,
     .flags = kNoRelax | kUnlessVeto},
#define PREFIX(name_, anchor_, tail_)                                                             \
  {                                                                                               \
    .info = {name_, Category::kProfessionalLicense}, .shape = anchor_ tail_, .check = licence_id, \
    .need = Need::kNone, .cues = kLicenceCues, .anchor = anchor_, .score = 0.9F,                  \
    .flags = kNoRelax | kUnlessVeto, .accept = licensed_person                                    \
  }
#define TAIL "[ :]{0,2}(#|No\\.?|no\\.?|Lic\\.?|License)?[ :#-]{0,2}\\d{4,10}"
    PREFIX("professional_license.dre", "DRE", TAIL),
    PREFIX("professional_license.pe", "PE", TAIL),
    PREFIX("professional_license.rn", "RN", TAIL),
    PREFIX("professional_license.sbn", "SBN", TAIL),
    PREFIX("professional_license.cpa", "CPA", TAIL),
    PREFIX("professional_license.gmc", "GMC", TAIL),
    PREFIX("professional_license.crm", "CRM",
           "[\\/ -]{0,2}[A-Z]{2}" IDS_LOOSE "\\d{1,3}\\.?\\d{3}"),
    PREFIX("professional_license.oab", "OAB",
           "[\\/ -]{0,2}[A-Z]{2}" IDS_LOOSE "\\d{1,3}\\.?\\d{3}"),
#undef PREFIX
#undef TAIL
    {.info = {"professional_license.nmc_alone", Category::kProfessionalLicense},
     .shape = "\\d{2}[A-O]\\d{4}[CENOSW]",
     .need = Need::kNone,
     .cues = kLicenceCues,
     .score = 0.64F,
     .flags = kNotInCode | kUnlessVeto | kNoRelax},
    {.info = {"professional_license.nmc_pin", Category::kProfessionalLicense},
     .shape = "\\d{2}[A-Z]\\d{4}[A-Z]",
     .cues = kLicenceCues,
     .score = 0.88F,
     .flags = kCaseless,
     .accept = licensed_person},
    {.info = {"professional_license", Category::kProfessionalLicense},
     .shape = "[A-Z]{1,4}[- .]?\\d{4,10}([- "
              "]?[A-Z]{1,2})?|\\d{4,11}|\\d{2,3}[-.\\/]\\d{3,6}([-\\/"
              "]\\d{1,4})?|[A-Z]{2}\\d{2}[A-Z]\\d{4,6}|[A-Z]{3}\\d{10}|\\d{2}[\\/"
              "]\\d{5}|\\d{4,6}[\\/-][A-Z]{1,3}|[A-Z]{2} \\d{2,3}\\.\\d{3}|[A-Z]{2}[- ]\\d{3,6}",
     .check = licence_id,
     .need = Need::kDirect,
     .cues = kLicenceCues,
     .score = 0.82F,
     .flags = kLoose,
     .accept = licensed_person},
};

}  // namespace

RuleTable licence_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
