/// Numbers that institutions give to people: staff, students, members, court and police cases,
/// meters, licences to practise, biometric templates, genotypes.
#include <algorithm>

#include "catalog/checks_device.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kStaffCues =
    "employee id|employee number|employee no|employee num|employee nr|emp id|emp no|emp number|emp "
    "num|empid|staff id|"
    "staff number|staff no|staff num|personnel number|personnel no|personnel id|personnel nr|badge "
    "number|badge id|"
    "badge no|payroll number|payroll id|payroll no|worker id|associate id|workday id|hr "
    "id|employeeid|employee|"
    "employee code|staff code|team member id|crew id|clock number|clock "
    "card|personalnummer|personal nr|personalnr|"
    "mitarbeiternummer|mitarbeiter id|mitarbeiter nr|dienstnummer|matricule|numéro d "
    "employé|numéro de matricule|"
    "matricule salarié|número de empleado|número de nómina|número de funcionario|legajo|id de "
    "empleado|matricola|"
    "matricola dipendente|numero dipendente|número mecanográfico|matrícula "
    "funcional|crachá|personeelsnummer|"
    "medewerkernummer|anställningsnummer|anställningsnr|ansattnummer|medarbejdernummer|"
    "henkilönumero|"
    "numer pracownika|numer pracowniczy|osobní číslo|číslo zaměstnance|табельный "
    "номер|табельный|社員番号|職員番号|"
    "従業員番号|工号|员工编号|员工号|사번|사원번호|sicil no|personel no|nomor induk karyawan|nik "
    "karyawan|nip|"
    "employee ref|employee reference|service number|collar number|shoulder number|warrant "
    "number|employee card|"
    "contractor id|staff card|perner|pers no|id badge|staff badge|emp code|employee file";
constexpr const char* kStudentCues =
    "student id|student number|student no|student num|student nr|studentid|student card|student "
    "code|student reference|"
    "matriculation|matriculation number|matriculation no|matric no|matric "
    "number|matrikelnummer|matrikelnr|"
    "matrikel nr|matrikel|roll number|roll no|enrollment number|enrolment number|enrollment "
    "no|enrolment no|"
    "enrollment id|registration number|registration no|admission number|admission no|candidate "
    "number|candidate no|"
    "pupil number|pupil id|pupil no|unique pupil number|upn|learner number|learner id|unique "
    "learner number|uln|usn|index number|"
    "index no|numéro étudiant|numéro d étudiant|n étudiant|carte étudiant|identifiant national "
    "étudiant|"
    "numéro de matricule|matricule|número de estudiante|número de alumno|número de "
    "matrícula|matrícula|"
    "número de control|carné|expediente|código de estudiante|numero di matricola|matricola|numero "
    "matricola|"
    "número de aluno|registro acadêmico|número do aluno|studentnummer|studentennummer|studienummer|"
    "opiskelijanumero|numer albumu|nr albumu|numer indeksu|nr indeksu|студенческий билет|номер "
    "студенческого|"
    "зачётная книжка|зачетная книжка|зачётки|学号|學號|学籍番号|学生番号|학번|öğrenci "
    "numarası|öğrenci no|nomor induk mahasiswa|nim|"
    "student|university id|university number|campus id|school id|college id|banner id|uni "
    "id|emplid|panther id|net id|"
    "ucas id|ucas personal id|puid|seat number|hall ticket|exam "
    "number|cuid|bannerid|studentnr|urn|prn|student identification|"
    "id card number|learner reference|neptun|neptun kód|osobní číslo";
constexpr const char* kCaseCues =
    "case number|case no|case num|gave me reference|police reference|reference|case nr|case "
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
constexpr const char* kMemberCues =
    "membership number|membership no|membership id|membership num|membership "
    "card|membership|member number|member no|"
    "member id|member num|memberid|member card|loyalty number|loyalty card|loyalty "
    "id|loyalty card number|"
    "loyalty account|rewards number|rewards id|rewards card|rewards account|reward number|library "
    "card|"
    "library card number|library number|library id|library barcode|library account|patron "
    "id|patron number|"
    "patron barcode|borrower number|borrower id|reader number|club card|clubcard|nectar|nectar "
    "card|gym membership|"
    "gym id|gym card|gym member|key tag|keytag|union number|union card|union member|union "
    "membership|bonus card|"
    "bonuskarte|payback|payback nummer|mitgliedsnummer|mitglieds "
    "nr|mitgliedsnr|mitgliedschaft|kundenkarte|"
    "bibliotheksausweis|lesernummer|numéro d adhérent|numéro adhérent|numéro de membre|carte de "
    "fidélité|"
    "carte de membre|n adhérent|carte de bibliothèque|número de socio|socio|tarjeta de "
    "fidelidad|número de afiliado|"
    "número de miembro|carnet de biblioteca|carnet de socio|tessera|numero tessera|tessera "
    "socio|carta fedeltà|"
    "número de sócio|cartão fidelidade|cartão de "
    "sócio|lidnummer|lidmaatschap|lidmaatschapsnummer|klantenkaart|"
    "bonuskaart|medlemsnummer|medlemsnr|medlemskort|lånekort|lånekortsnummer|jäsennumero|"
    "kirjastokortti|numer członkowski|"
    "karta stałego klienta|numer karty bibliotecznej|карта лояльности|номер карты "
    "лояльности|читательский билет|"
    "членский билет|会员号|会员卡号|会员编号|会員番号|ポイントカード|图书证|회원번호|üye no|üyelik "
    "numarası|kart üye|"
    "frequent shopper|advantage card|tesco clubcard|aaa member|aarp|alumni "
    "number|club number|"
    "playing card number|scout number|subscription card|co op member|ski pass|season ticket "
    "holder|fan id|supporter number|"
    "bar association member|association number|national trust|blood donor|donor number|donor "
    "id|donor card|rac member|aa membership|"
    "vip card|points card|fitness card|gym key|hilton honors|bonvoy|starbucks "
    "rewards|nomor anggota";
constexpr const char* kUtilityCues =
    "utility account|utility account number|electricity account|electric account|"
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
constexpr const char* kBiometricCues =
    "fingerprint id|fingerprint template|fingerprint hash|fingerprint "
    "enrollment|fingerprint|biometric id|"
    "biometric template|biometric template id|biometric hash|biometric|biometrics|biometric "
    "enrollment|"
    "biometric enrolment|biometric reference|biometric identifier|biometric record|face "
    "id|faceid|face template|"
    "face template id|face hash|face print|faceprint|face encoding|facial recognition|facial "
    "recognition id|"
    "facial template|face embedding|face embedding id|face vector id|iris|iris id|iris code|iris "
    "template|"
    "iris scan|iris scan id|retina|retina scan|retinal scan|retinal|palm|palm vein|palm "
    "print|palmprint|palm id|vein pattern|voiceprint|voice print|voiceprint id|"
    "voice template|voice id|voice biometric|voice biometrics|speaker id|template id|enrollment "
    "id|enrolment id|enrollment template|minutiae|"
    "minutiae template|afis|afis number|finger template|thumbprint|thumb template|fingerabdruck|"
    "fingerabdruck id|biometrie|gesichtserkennung|empreinte "
    "digitale|empreinte|gabarit|reconnaissance faciale|"
    "huella|huella dactilar|plantilla biométrica|reconocimiento facial|impronta|impronta "
    "digitale|biometria|"
    "impressão digital|vingerafdruk|отпечаток|отпечаток "
    "пальца|биометрия|биометрический|指紋|指纹|指纹模板|"
    "指紋テンプレート|人脸|人脸特征|顔認証|지문|parmak izi|gait signature|hand geometry|ear "
    "print|biometrisk";

/// Without the bare "fingerprint", which is mostly one of a key or a file.
constexpr const char* kTemplateCues =
    "fingerprint template|fingerprint hash|biometric|biometrics|biometric hash|biometric "
    "template|face template|"
    "face hash|facial template|faceprint|iris template|iris scan|iris code|retina "
    "scan|voiceprint|voice template|"
    "palm vein|palm print|minutiae|finger template|thumbprint|biometric id|face id|face "
    "embedding|enrollment template";

/// Whether the nearest label before the value on its line has no other number between: it is that
/// one's.
bool first_of(const Page& page, const char* cues, size_t begin) {
  const auto cue = page.cue_before(cues, begin, 60);
  if (!cue) return true;
  const std::string_view gap = page.text.substr(cue->end, begin - cue->end);
  if (gap.find('\n') != std::string_view::npos) return true;  // a table's column
  return std::none_of(gap.begin(), gap.end(), is_digit);
}

bool staff_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 3 && v.size() <= 12 && digits >= 3 && v.size() - digits <= 5;
}
bool student_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 14 && digits >= 4;
}
bool member_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 17 && digits >= 4;
}
bool meter_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 6 && v.size() <= 22 && digits >= 6;
}
bool mpan(std::string_view v) { return uk_mpan_ok(v.size() == 21 ? v.substr(8) : v); }
bool cups(std::string_view v) { return es_cups_ok(v); }
bool case_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 24 && digits >= 4;
}
bool licence_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 14 && digits >= 4;
}

/// A date is never a docket.
bool date_like(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  size_t digits = 0;
  size_t marks = 0;
  for (const char c : v) {
    digits += is_digit(c) ? 1 : 0;
    marks += c == '-' || c == '.' || c == '/' || c == ' ' ? 1 : 0;
  }
  if (digits + marks != v.size()) {
    return mentions(page, begin, end, "date", 24, 0);
  }
  return marks == 2 && (digits == 8 || digits == 6 || digits == 7);
}

bool year_only(const Page& page, size_t begin, size_t end) {
  return end - begin == 4 &&
         (page.text.compare(begin, 2, "19") == 0 || page.text.compare(begin, 2, "20") == 0);
}

bool about_work(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_of(page, kStaffCues, begin)) return false;
  return !year_only(page, begin, end) &&
         !line_mentions(page, begin, end, "employees|headcount|salary|paid", 14, 12);
}

bool about_study(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_of(page, kStudentCues, begin)) return false;
  if (year_only(page, begin, end)) return false;
  return mentions(page, begin, end,
                  "student|students|university|college|school|campus|enrolled|enrollment|enrolment|"
                  "matriculation|exam|"
                  "course|semester|pupil|faculty|degree|studies|academic|registrar|grade|tutor|"
                  "class|universität|hochschule|"
                  "studierende|studium|matrikel|matrikelnummer|université|étudiant|étudiante|"
                  "universidad|estudiante|alumno|alumna|"
                  "studente|studentessa|università|universidade|aluno|aluna|studentka|uczelnia|b."
                  "sc|bsc|msc|phd|ba|gpa|"
                  "transcript|thesis|dorm|undergraduate|graduate|學號|学号|学生|ucas|candidate|"
                  "roll|btech|b.tech|admission|학번|"
                  "immatrikuliert|klausur|lecture|sophomore|freshman|bursar|financial aid",
                  220, 160);
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
  if (!first_of(page, kCaseCues, begin)) return false;
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
                  "custody|divorce|"
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

bool plan_like(std::string_view v) {
  size_t letters = 0;
  while (letters < v.size() && is_alpha(v[letters])) ++letters;
  const size_t digits = count_digits(v);
  return digits + letters == v.size()
             ? (letters == 3 && digits == 9) || (letters == 4 && digits == 8) ||
                   (letters == 1 && v[0] == 'W' && digits == 9)
             : letters == 0 && digits == 11 && v.size() == 12 && v[9] == '-';
}

bool about_club(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_of(page, kMemberCues, begin)) return false;
  if (plan_like(page.text.substr(begin, end - begin)) &&
      line_mentions(page, begin, end, "member id|memberid|member_id", 24, 0)) {
    return false;
  }
  if (date_like(page, begin, end)) return false;
  return !line_mentions(page, begin, end,
                        "health plan|insurance|insured|group "
                        "number|copay|payer|deductible|medicare|flight|airline|miles",
                        90, 60);
}

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
  if (!first_of(page, kUtilityCues, begin)) return false;
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

bool licensed_person(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
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
    {.info = {"employee_id", Category::kEmployeeId},
     .shape = "(EMPL?|EMPID|STF|STAFF|HR|PN|MA|WD|ID|E|P|S|W|C|M|T|N|A|B|K|L|X)[- "
              "_]?\\d{3,8}|[A-Z]{1,4}[-\\/]?\\d{3,8}([-\\/]\\d{1,4})?|"
              "\\d{3}-\\d{3,5}|\\d{2}-\\d{4,6}|\\d{4,8}|[A-Z]{2,4}-[A-Z]{2,4}-\\d{3,6}|\\d{1,5}[A-"
              "Z]{1,2}",
     .check = staff_id,
     .cues = kStaffCues,
     .score = 0.85F,
     .flags = kLoose,
     .reach_before = 30,
     .reach_after = 0,
     .accept = about_work},
    {.info = {"student_id", Category::kStudentId},
     .shape = "[A-Z]{1,4}[-\\/ "
              "]?\\d{5,10}|\\d{2,4}[\\/-]\\d{3,7}(\\/\\d{2,4})?|\\d{5,12}|[A-Z]{1,4}\\d{2,4}[-\\/"
              "]?[A-Z]{1,4}[-\\/]?\\d{2,5}|"
              "\\d{2}[A-Z]{2,5}\\d{2,5}|\\d[A-Z]{2}\\d{2}[A-Z]{2}\\d{3}|[A-Z]\\d{12}|[A-Z]{2,4}\\/"
              "\\d{2,4}\\/\\d{3,5}|\\d{3}[- ]\\d{3}[- ]\\d{3}|\\d{3}[- ]\\d{2}[- "
              "]\\d{4}|\\d{4}[A-Z]{1,4}\\d{2,5}|\\d{2}[-\\/][A-Z]{2,4}[-\\/]\\d{2,5}|[A-Z0-9]{6}",
     .check = student_id,
     .cues = kStudentCues,
     .score = 0.84F,
     .flags = kLoose,
     .reach_before = 34,
     .reach_after = 0,
     .accept = about_study},
    // Court and police cases
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
    // Clubs, libraries, loyalty
    {.info = {"membership_id", Category::kMembershipId},
     .shape =
         "\\d{4}([ -]\\d{4}){2,3}|\\d{2,3}([ -]\\d{3,5}){2,3}|[A-Z]{1,5}[- "
         "_]?\\d{4,12}([-\\/]\\d{1,4})?|\\d{5,17}|\\d{2,4}[-\\/]\\d{3,8}([-\\/]\\d{1,4})?|"
         "[A-Z]{1,4}[-\\/]\\d{2,4}[-\\/"
         "]\\d{2,6}|[A-Z]{1,4}\\d{2,6}[A-Z]{1,3}\\d{0,4}|\\d{4}-[A-Z0-9]{3,6}|\\d{4,8}[A-Z]{1,2}",
     .check = member_id,
     .cues = kMemberCues,
     .score = 0.83F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = about_club},
    // Electricity, gas, water
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
    {.info = {"utility_account", Category::kUtilityAccount},
     .shape = "\\d{10}-\\d|\\d{3}[- ]\\d{4}[- ]\\d{4}[- ]\\d|\\d{4}[- ]\\d{4}[- "
              "]\\d{4}|\\d{14}|\\d{11}|\\d{6,12}|[A-Z]{1,4}[- ]?\\d{6,14}|"
              "\\d{3,5}([- ]\\d{3,6}){1,3}(-\\d)?|\\d{2}[- ]\\d{4}[- ]\\d{4}[- "
              "]\\d{2}|\\d{2}[A-Z]\\d{6,8}|\\d[A-Z]{3}\\d{10}|IT\\d{3}E\\d{8}|[A-Z]\\d{2}[A-Z]\\d{"
              "5,7}|\\d{18}|\\d{17}|\\d{22}|\\d{2}( \\d{3}){4}|\\d{5} \\d{5} \\d{4}|\\d{3}( "
              "\\d{3}){3,4} ?\\d{0,3}|[A-Z0-9]{2}\\d{8,9}[A-Z]{0,2}\\d{0,3}",
     .check = meter_id,
     .cues = kUtilityCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = not_a_date},
    {.info = {"utility_account.generic", Category::kUtilityAccount},
     .shape = "\\d{10}-\\d|\\d{3}[- ]\\d{4}[- ]\\d{4}[- ]\\d|\\d{4}[- ]\\d{4}[- "
              "]\\d{4}|\\d{14}|\\d{11}|\\d{6,12}|[A-Z]{1,4}[- ]?\\d{6,14}|"
              "\\d{3,5}([- ]\\d{3,6}){1,3}(-\\d)?|\\d{2}[- ]\\d{4}[- ]\\d{4}[- "
              "]\\d{2}|\\d{2}[A-Z]\\d{6,8}|\\d[A-Z]{3}\\d{10}|IT\\d{3}E\\d{8}|[A-Z]\\d{2}[A-Z]\\d{"
              "5,7}|\\d{18}|\\d{17}|\\d{22}|\\d{2}( \\d{3}){4}|\\d{5} \\d{5} \\d{4}|\\d{3}( "
              "\\d{3}){3,4} ?\\d{0,3}|[A-Z0-9]{2}\\d{8,9}[A-Z]{0,2}\\d{0,3}",
     .check = meter_id,
     .cues = kAccountCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = utility_near},
    // Licences to practise
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
    // Biometric templates
    {.info = {"biometric_id.prefixed", Category::kBiometricId},
     .shape =
         "(FP|FPT|FGP|FNG|VP|VPT|IRIS|FACE|PALM|BIO|RET|BIOTPL|FINGER|VOICE|TPL|FT|PV|BTM|FACEID|"
         "EMB)[-_:#][0-9A-Za-z]{2,}([-_:][0-9A-Za-z]{2,}){0,4}|"
         "(faceid|face|fp|vp|iris|palm|voice|bio|voiceprint|fingerprint|finger|retina|biometric|"
         "faceprint|biotpl|emb)_[0-9A-Za-z]*\\d[0-9A-Za-z]*([-_][0-9A-Za-z]{2,}){0,3}",
     .check = digits_and_size<1, 5, 80>,
     .cues = kBiometricCues,
     .score = 0.88F,
     .flags = kNoRelax | kLabelled,
     .reach_before = 70,
     .reach_after = 40},
#define ALONE(name_, anchor_, shape_)                                                             \
  {                                                                                               \
    .info = {name_, Category::kBiometricId}, .shape = shape_, .check = digits_and_size<0, 8, 80>, \
    .need = Need::kNone, .cues = kBiometricCues, .anchor = anchor_, .score = 0.84F,               \
    .flags = kNoRelax | kUnlessVeto                                                               \
  }
    ALONE("biometric_id.faceid", "faceid_", "faceid_[0-9a-zA-Z]{6,}"),
    ALONE("biometric_id.voice", "vp_", "vp_[0-9a-zA-Z_]{8,}"),
    ALONE("biometric_id.finger", "FP-", "FP-[0-9A-Fa-f]{6,}(-[0-9A-Fa-f]{2,}){0,3}"),
    ALONE("biometric_id.iris", "IRIS:", "IRIS:[0-9A-Za-z:-]{6,}"),
#undef ALONE
    {.info = {"biometric_id.digest", Category::kBiometricId},
     .shape = "[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{32}",
     .check = digits_and_size<3, 32, 64>,
     .cues = kTemplateCues,
     .score = 0.88F,
     .flags = kNoRelax,
     .reach_before = 40},
    {.info = {"biometric_id", Category::kBiometricId},
     .shape =
         "[0-9a-fA-F]{40}|[0-9a-fA-F]{32}|[0-9a-fA-F]{64}|[0-9a-fA-F]{16}|\\d{6,14}|[A-Z]{1,5}[-_]?"
         "[0-9A-F]{4,16}(-[0-9A-F]{2,12}){0,4}|"
         "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|"
         "[0-9A-Fa-f]{4,8}([- ][0-9A-Fa-f]{4,8}){1,4}|[0-9a-fA-F]{8,24}|[A-Z]{2,4}\\d{4,10}",
     .check = digits_and_size<3, 6, 80>,
     .need = Need::kDirect,
     .cues = kBiometricCues,
     .score = 0.86F,
     .flags = kNoRelax | kLoose},
};

// --- Genotypes ---

constexpr RuleInfo kInfos[] = {
    {"genetic_data.hgvs", Category::kGeneticData},
    {"genetic_data.repeat", Category::kGeneticData},
};

constexpr std::string_view kGenetics =
    "gene|genes|genetic|genotype|genotyped|dna|variant|mutation|carrier|allele|alleles|snp|"
    "heterozygous|homozygous|"
    "sequencing|sequenced|23andme|ancestry|brca1|brca2|brca|pathogenic|hla|karyotype|exome|genome|"
    "chromosome|patient|her|his|"
    "my|hereditary|inherited|test|tested|result|results|mutated|polymorphism|genetik|génétique|"
    "genética|mother|father|"
    "tumor|biopsy|oncology|clinic|proband|sister|brother|son|daughter|i|she|he|compound|wildtype|"
    "wild-type";

bool about_genes(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, kGenetics, 200, 160);
}

constexpr ValueRule kGenetic[] = {
    {.info = {"genetic_data.snp", Category::kGeneticData},
     .shape = "rs\\d{3,10}[ ]?(\\(?[ACGTDI-][;,\\/|:]? ?[ACGTDI-]\\)?|[:=] ?\\(?[ACGTDI-][;,\\/|]? "
              "?[ACGTDI-]\\)?|genotype [ACGT][\\/;]?[ACGT]|[A-Z][>\\/][A-Z]( \\([a-z]+\\))?|-? "
              "?[ACGT]{2})",
     .need = Need::kNone,
     .cues = "snp|genotype|23andme|ancestrydna|variant|allele|genotyped|dna|rsid",
     .score = 0.9F,
     .flags = kNoRelax | kGlueRight},
    {.info = {"genetic_data.rsid", Category::kGeneticData},
     .shape = "rs\\d{3,10}",
     .cues = "snp|genotype|23andme|ancestrydna|variant|allele|genotyped|dna|rsid|carrier|"
             "heterozygous|homozygous|mutation",
     .score = 0.75F,
     .flags = kNoRelax},
    {.info = {"genetic_data.hla", Category::kGeneticData},
     .shape =
         "HLA-D[QRP][0-9]{1,2}\\.[0-9]|HLA-[A-Z]{1,3}[0-9]?\\*?\\d{1,3}(:\\d{2,3}){0,3}([,\\/] "
         "?(HLA-)?[A-Z]{0,3}[0-9]?\\*?\\d{2,3}(:\\d{2,3}){1,3}){0,3}",
     .need = Need::kNone,
     .cues = nullptr,
     .anchor = "HLA-",
     .score = 0.86F,
     .flags = kNoRelax,
     .accept = about_genes},
    {.info = {"genetic_data.karyotype", Category::kGeneticData},
     .shape = "4[4-9],[ ]?(X{1,4}Y{0,2}|XO|X)(\\[\\d{1,2}\\]\\/4[4-9],[ "
              "]?X{1,3}Y?\\[\\d{1,2}\\]|\\/4[4-9],[ ]?X{1,3}Y?)?(,[ "
              "]?([-+]\\d{1,2}|(t|del|dup|inv|der|i|ins|add|rob|r)\\([0-9;XYpq.]+\\)(\\([0-9pq.;]+"
              "\\))?|mar)){0,5}",
     .need = Need::kNone,
     .cues = nullptr,
     .score = 0.9F,
     .flags = kNoRelax | kGlueRight},
    {.info = {"genetic_data.star_allele", Category::kGeneticData},
     .shape = "(CYP[0-9][A-Z][0-9]{1,2}|UGT1A1|TPMT|DPYD|NUDT15|SLCO1B1|VKORC1)[ "
              "]?\\*\\d{1,2}[A-Z]?[ ]?\\/[ ]?\\*\\d{1,2}[A-Z]?",
     .need = Need::kNone,
     .cues = nullptr,
     .score = 0.9F,
     .flags = kNoRelax},
    {.info = {"genetic_data.apoe", Category::kGeneticData},
     .shape = "(APOE|ApoE|Apo E)[ -]?(ε|e|E|epsilon ?)?[234]([ ]?[\\/-][ ]?(ε|e|E|APOE)?[234])?",
     .need = Need::kNone,
     .cues = nullptr,
     .anchor = nullptr,
     .score = 0.84F,
     .flags = kNoRelax | kLabelled,
     .accept = about_genes},
    {.info = {"genetic_data.protein", Category::kGeneticData},
     .shape = "([A-Z][A-Z0-9]{2,6} "
              ")?(p\\.\\(?)?([A-Z]\\d{2,4}[A-Z]|[A-Z][a-z]{2}\\d{2,4}([A-Z][a-z]{2}|\\*|fs))\\)?|("
              "delta|Delta|Δ|d)?F508(del)?",
     .cues = "mutation|variant|gene|carrier|heterozygous|homozygous|genotype|mutations|positive "
             "for|cftr|braf|egfr|kras|jak2|"
             "factor v|hfe|genetic|genetic test|sickle|pathogenic|hemochromatosis|cystic fibrosis",
     .score = 0.78F,
     .flags = kNoRelax},
};

bool gene_symbol(std::string_view word) {
  if (word.size() < 2 || word.size() > 8 || !is_upper(word[0])) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return is_upper(c) || is_digit(c) || c == '-'; });
}

bool hgvs_char(char c) {
  return is_alnum(c) || c == '_' || c == '+' || c == '-' || c == '>' || c == '*' || c == '=' ||
         c == '(' || c == ')' || c == '?' || c == ';' || c == '[' || c == ']' || c == '.' ||
         c == ':';
}

/// At "c.", "p.", "g.", "m.": an HGVS change, with the gene or transcript before it and the protein
/// after.
void find_hgvs(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && (is_alnum(text[begin - 1]) || text[begin - 1] == '.')) return;
  size_t to = end;
  const bool bracket = page.at(to) == '(' || page.at(to) == '[';
  const char first = page.at(to + (bracket ? 1 : 0));
  const bool protein = text[begin] == 'p';
  if (protein ? !is_upper(first) : !(is_digit(first) || first == '*' || first == '-')) return;
  while (to < text.size() && hgvs_char(text[to]) && to - end < 60) ++to;
  while (to > end &&
         (text[to - 1] == '.' || text[to - 1] == ';' || text[to - 1] == ':' || text[to - 1] == '-'))
    --to;
  int open = 0;
  for (size_t i = end; i < to; ++i) open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
  while (open < 0 && to > end && text[to - 1] == ')') {
    --to;
    ++open;
  }
  const std::string_view change = text.substr(end, to - end);
  const bool dna =
      !protein &&
      (change.find('>') != std::string_view::npos || change.find("del") != std::string_view::npos ||
       change.find("dup") != std::string_view::npos ||
       change.find("ins") != std::string_view::npos ||
       change.find("inv") != std::string_view::npos || change.find('=') != std::string_view::npos);
  const bool amino =
      protein && change.size() >= 4 && count_digits(change) >= 1 && count_digits(change) <= 5;
  if (!dna && !amino) return;
  // "BRCA1 c.68_69delAG", "BRCA1:c.68_69delAG", "NM_007294.4(BRCA1):c.68_69delAG".
  size_t from = begin;
  if (from > 0 && (text[from - 1] == ' ' || text[from - 1] == ':' || text[from - 1] == '\n')) {
    size_t word_end = from - 1;
    size_t word = word_end;
    while (word > 0 && word_end - word < 24 &&
           (is_alnum(text[word - 1]) || text[word - 1] == '-' || text[word - 1] == '_' ||
            text[word - 1] == '.' || text[word - 1] == '(' || text[word - 1] == ')')) {
      --word;
    }
    const std::string_view gene = text.substr(word, word_end - word);
    if (gene_symbol(gene) || (gene.size() > 5 && gene.substr(0, 3) == "NM_")) from = word;
  }
  // "c.68_69delAG (p.Glu23Valfs*17)": the protein's change belongs to it.
  if (!protein && page.at(to) == ' ' &&
      (text.compare(to + 1, 3, "(p.") == 0 || text.compare(to + 1, 2, "p.") == 0)) {
    size_t k = to + 1;
    while (k < text.size() && hgvs_char(text[k]) && k - to < 40) ++k;
    while (k > to && (text[k - 1] == '.' || text[k - 1] == ',')) --k;
    to = k;
  }
  found.add(kInfos[0], from, to, from < begin ? 0.92F : 0.88F);
}

/// "44 CAG repeats", "CGG repeat count 210": at the word repeat.
void find_repeats(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(begin);
  const size_t from = std::max<size_t>(line.begin, begin > 24 ? begin - 24 : 0);
  size_t codon = std::string_view::npos;
  for (const std::string_view triplet : {"CAG", "CGG", "CTG", "GAA", "GGGGCC", "G4C2", "CCTG"}) {
    const size_t at = text.substr(from, begin - from).rfind(triplet);
    if (at != std::string_view::npos) codon = from + at;
  }
  if (codon == std::string_view::npos) return;
  // Number before the codon, else after the word.
  size_t k = codon;
  while (k > from && (text[k - 1] == ' ' || text[k - 1] == '-')) --k;
  size_t digits = k;
  while (digits > line.begin &&
         (is_digit(text[digits - 1]) || text[digits - 1] == '/' || text[digits - 1] == '>'))
    --digits;
  if (digits < k) {
    // "HTT 42 CAG repeats": the gene belongs to it.
    size_t gene_end = digits;
    if (gene_end > line.begin && (text[gene_end - 1] == ' ' || text[gene_end - 1] == ':'))
      --gene_end;
    size_t gene = gene_end;
    while (gene > line.begin && gene_end - gene < 8 && is_alnum(text[gene - 1])) --gene;
    if (gene_symbol(text.substr(gene, gene_end - gene)) &&
        (gene == 0 || !is_wordish(text[gene - 1])))
      digits = gene;
    found.add(kInfos[1], digits, end, 0.88F);
    return;
  }
  size_t i = end;
  while (i < line.end && i - end < 40 && !is_digit(text[i])) ++i;
  size_t stop = i;
  while (stop < line.end &&
         (is_digit(text[stop]) || (text[stop] == '/' && is_digit(page.at(stop + 1)))))
    ++stop;
  if (stop > i) found.add(kInfos[1], codon, stop, 0.84F);
}

constexpr AnchorRule kAnchors[] = {
    {"c.|p.|g.|m.", find_hgvs, AnchorKind::kLiteral},
    {"repeat|repeats|repeat expansion|repeat count", find_repeats},
};

}  // namespace

RuleTable record_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

RuleTable genetic_rules() { return {.values = kGenetic}; }

}  // namespace lauter::scan
