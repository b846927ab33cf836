/// Numbers that institutions give to people: staff, students, members.
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kStaffCues =
    "employee id|employee number|employee no|employee num|employee nr|emp id|emp no|emp number|emp "
    "num|empid|staff id|"
    "n° matricule|n° employé|staff number|staff no|staff num|personnel number|personnel "
    "no|personnel id|personnel nr|badge "
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
    "matr nr|matr no|matrikelnr|matrícula estudiantil|studierendennummer|student id|student "
    "number|student no|student "
    "num|student nr|studentid|student card|student "
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
    "n° étudiant|numéro de matricule|matricule|número de estudiante|número de alumno|número de "
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
    "carte de membre|n adhérent|n° adhérent|n° d adhérent|n° de membre|carte de "
    "bibliothèque|número de socio|socio|tarjeta de "
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

bool year_only(const Page& page, size_t begin, size_t end) {
  return end - begin == 4 &&
         (page.text.compare(begin, 2, "19") == 0 || page.text.compare(begin, 2, "20") == 0);
}

bool about_work(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kStaffCues, begin)) return false;
  return !year_only(page, begin, end) &&
         !line_mentions(page, begin, end, "employees|headcount|salary|paid", 14, 12);
}

bool about_study(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  // "students 12000" counts them.
  if (line_mentions(page, begin, begin, "students|pupils|learners", 10, 0)) return false;
  if (!first_on_line(page, kStudentCues, begin)) return false;
  if (year_only(page, begin, end)) return false;
  return mentions(
      page, begin, end,
      "student|students|university|college|school|campus|enrolled|enrollment|enrolment|"
      "matriculation|matric|exam|"
      "course|semester|pupil|faculty|degree|studies|academic|registrar|grade|tutor|"
      "class|universität|hochschule|"
      "studierende|studium|matrikel|matr|estudiantil|matrikelnummer|université|étudiant|étudiante|"
      "universidad|estudiante|alumno|alumna|"
      "studente|studentessa|università|universidade|aluno|aluna|studentka|uczelnia|b."
      "sc|bsc|msc|phd|ba|gpa|"
      "transcript|thesis|dorm|undergraduate|graduate|學號|学号|学生|ucas|candidate|"
      "roll|btech|b.tech|admission|학번|"
      "immatrikuliert|klausur|lecture|sophomore|freshman|bursar|financial aid",
      220, 160);
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
  if (!first_on_line(page, kMemberCues, begin)) return false;
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
};

}  // namespace

RuleTable record_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
