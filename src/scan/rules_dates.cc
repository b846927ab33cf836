/// Dates that belong to a person.
///
/// Anchors are the names of months and runs of digits. Each date found asks who owns it: a label of
/// birth, death, treatment or employment within reach gives the category. What is left may be any
/// date of something a person did (DATE_TIME), or the date of a release, a treaty, a log line. A
/// small score of the words around decides: first and second persons, appointments, flights, short
/// chatty rows against it; versions, copyrights, history, machine forms.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "scan/date_parse.h"
#include "scan/page.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"date.birth", Category::kDateOfBirth},   {"date.death", Category::kDateOfDeath},
    {"date.medical", Category::kMedicalDate}, {"date.employment", Category::kEmploymentDate},
    {"date.event", Category::kDateTime},      {"date.signals", Category::kDateTime},
};
enum Owner : size_t { kBirth, kDeath, kMedical, kEmployment, kEvent, kSignals, kNobody };

#define X(name, phrases) constexpr char name[] = phrases;
#include "scan/data/date_cues.inc"
#undef X

constexpr int kLastYear = 2099;

/// How far a label of each owner reaches.
struct OwnerCues {
  const char* cues;
  size_t reach;
};
constexpr OwnerCues kOwners[] = {{kBirthCues, 42},
                                 {kDeathCues, 36},
                                 {kMedicalCues, 42},
                                 {kEmploymentCues, 42},
                                 {kEventCues, 42}};

struct Label {
  Owner owner = kNobody;
  size_t distance = 1000;
  bool direct = false;
  bool field = false;  ///< direct, with a colon or the like
};
constexpr size_t kBehind = 900;  ///< distance of a label right behind the date

/// The nearest label before the date on its line or sentence; else one right behind it.
Label label_of(const Page& page, const ParsedDate& date) {
  Label best;
  for (size_t i = 0; i < std::size(kOwners); ++i) {
    const auto cue = page.cue_before(kOwners[i].cues, date.begin, kOwners[i].reach);
    if (!cue) continue;
    const size_t distance = date.begin - cue->end;
    if (distance >= best.distance) continue;
    const std::string_view gap = page.text.substr(cue->end, distance);
    const bool sentence =
        gap.find(". ") != std::string_view::npos || gap.find("\n\n") != std::string_view::npos ||
        gap.find("; ") != std::string_view::npos || gap.find("! ") != std::string_view::npos ||
        gap.find("? ") != std::string_view::npos;
    // "date of birth. It's 3/4/1990" is answered in the next breath; other labels are not.
    const bool strong = i == kBirth && cue->end - cue->begin >= 8;
    if (sentence && !(strong && distance <= 24)) continue;
    const auto breaks = std::count(gap.begin(), gap.end(), '\n');
    // The last column of a header says nothing of the next row's first cell.
    const char left = cue->begin > 0 ? page.text[cue->begin - 1] : '\0';
    if (breaks == 1 && (left == ',' || left == ';' || left == '|' || left == '\t')) continue;
    if (breaks > 1 || (breaks == 1 && gap.find(':') == std::string_view::npos && distance > 12))
      continue;
    best = {static_cast<Owner>(i), distance,
            skip_connector(page.text, cue->end).value_begin == date.begin};
  }
  if (best.owner != kNobody) return best;
  // "3 May 2020 (date of birth)", "on 3 May 2020 she was admitted", "1986-03-04 DOB"
  for (size_t i = 0; i < 4; ++i) {
    const auto cue = page.cue_after(kOwners[i].cues, date.end, 24);
    if (!cue || cue->begin < date.end) continue;
    const std::string_view gap = page.text.substr(date.end, cue->begin - date.end);
    if (gap.find_first_of(".\n:;") != std::string_view::npos) continue;
    if (skip_connector(page.text, cue->end).strength == Announce::kMark) continue;
    // "On 3 May 2020 Jane Doe, born ...": what is born, died, hired has its own date behind it.
    bool own = false;
    for (size_t k = cue->end; k < std::min<size_t>(page.text.size(), cue->end + 40); ++k) {
      if (page.text[k] == '\n' || page.text[k] == '.') break;
      own = own || is_digit(page.text[k]);
    }
    if (own || (i == kBirth && cue->end - cue->begin < 6)) continue;
    best = {static_cast<Owner>(i), gap.size() <= 8 ? kBehind : gap.size() + 20, false, false};
    break;
  }
  return best;
}

/// Weight of a word near a date: above 0 it speaks for a person's date, below 0 against it.
int word_weight(const std::string& word) {
  static const auto kWeights = [] {
    std::unordered_map<std::string, int> w;
    const auto put = [&](int weight, std::string_view list) {
      while (!list.empty()) {
        const size_t bar = std::min(list.find('|'), list.size());
        w.emplace(std::string(list.substr(0, bar)), weight);
        list.remove_prefix(std::min(bar + 1, list.size()));
      }
    };
    put(100,  // first and second persons
        "my|me|we|our|us|you|your|i'm|i've|i'll|i'd|we're|we'll|you're|myself|im|ive|ich|mein|"
        "meine|meiner|"
        "wir|uns|unser|dein|ihr|je|j'ai|mon|ma|mes|nous|notre|votre|vous|yo|mi|mis|nos|nosotros|tu|"
        "eu|"
        "meu|minha|io|mio|mia|noi|ik|mijn|wij|jag|min|mitt|\xD1\x8F|\xD0\xBC\xD0\xBE\xD0\xB9|"
        "\xD0\xBC\xD1\x8B|\xD0\xBC\xD0\xBE\xD1\x8F");
    put(60,  // third persons, kin
        "he|she|his|her|him|hers|mr|mrs|ms|dr|patient|client|customer|employee|tenant|applicant|"
        "student|passenger|guest|"
        "husband|wife|son|daughter|mother|father|mom|dad|brother|sister|aunt|uncle|grandma|grandpa|"
        "friend|girlfriend|boyfriend|fianc\xC3\xA9|fiancee|partner|roommate|neighbor|neighbour|"
        "victim|suspect|defendant|"
        "plaintiff|witness|claimant|member|resident|herr|frau|mme|madame|monsieur|sra|sr|"
        "se\xC3\xB1or");
    put(90,
        "appointment|appt|flight|fly|flew|flying|flies|meeting|met|meet|wedding|married|arrive|"
        "arrived|arriving|"
        "arrival|depart|departure|departing|checkin|checkout|reservation|booked|booking|interview|"
        "court|"
        "hearing|incident|accident|crash|arrested|trip|travel|travelled|traveled|moved|graduated|"
        "graduation|"
        "enrolled|visit|visited|visiting|dinner|lunch|party|funeral|lease|rent|landlord|signed|"
        "vacation|"
        "anniversary|birthday|surgery|hospital|doctor|dentist|clinic|payment|paid|purchase|"
        "purchased|bought|"
        "refund|deposit|withdrawal|transaction|charged|ordered|delivered|received|pick|"
        "called|phoned|"
        "spoke|emailed|texted|reported|witnessed|happened|occurred|scheduled|reschedule|confirmed|"
        "confirm|"
        "cancel|cancelled|canceled|available|class|exam|return|returning|stay|stayed|stole|stolen|"
        "lost|died|passed|born|divorced|"
        "termin|flug|hochzeit|treffen|unfall|umzug|rendez-vous|rdv|vol|mariage|r\xC3\xA9union|cita|"
        "vuelo|boda|reuni\xC3\xB3n|"
        "voo|casamento|volo|matrimonio|appuntamento|afspraak|vlucht|wrote|sent|when|dear|regards|"
        "thanks|see");
    put(30,
        "since|until|till|on|from|before|after|by|around|date|am|le|el|il|den|dnia|"
        "\xD0\xB4\xD0\xBE");
    put(-150,
        "release|released|releases|version|versions|v1|v2|v3|changelog|copyright|licensed|license|"
        "licence|"
        "deprecated|commit|build|built|compiled|patch|patched|update|updated|upgrade|revision|"
        "revised|"
        "modified|published|publication|edition|issue|volume|vol|isbn|doi|arxiv|rfc|pep|spec|"
        "specification|"
        "standard|draft|accessed|retrieved|archived|timestamp|created_at|updated_at|epoch|log|logs|"
        "warning|error|info|debug|http|https|kernel|firmware|snapshot|backup|cron|schema|migration|"
        "migrations|dataset|"
        "model|benchmark|repository|maintained|beta|alpha|stable|lts|support|eol|sdk|api|\xC2\xA9|"
        "christmas|easter|thanksgiving|ramadan|eid|diwali|hanukkah|halloween|price|sale|offer|"
        "campaign|milestone|sprint|holiday|holidays|deadline|fiscal|quarter|q1|q2|q3|q4|earnings|"
        "stock|index|launch|launched|"
        "launches|"
        "announced|announcement|conference|summit|festival|olympics|olympic");
    put(-260,
        "battle|treaty|war|empire|king|queen|emperor|century|founded|established|parliament|"
        "president|"
        "election|elections|constitution|independence|revolution|army|troops|regiment|navy|bishop|"
        "pope|"
        "dynasty|novel|album|film|movie|song|band|season|match|tournament|championship|league|cup|"
        "episode|"
        "aired|premiered|premiere|opened|population|census|act|law|directive|regulation|statute|"
        "decree|amended|enacted|"
        "discovered|invented|patent|eruption|earthquake|hurricane|mission|spacecraft|satellite|"
        "apollo|nasa|"
        "eclipse|comet|species|museum|cathedral|railway|bridge|line|station|ship|ships|aircraft|"
        "colony|"
        "republic|kingdom|duke|duchess|minister|senate|congress|government|historian|historians|"
        "ancient|medieval|newspaper|"
        "encyclopedia|wikipedia|chapter|article|section|supreme");
    return w;
  }();
  const auto found = kWeights.find(word);
  return found == kWeights.end() ? 0 : found->second;
}

/// Sum of the words around, in hundredths; persons and events are capped.
int context_score(const Page& page, const ParsedDate& date) {
  const std::string_view text = page.text;
  constexpr size_t kBefore = 160, kAfter = 110;
  size_t begin = date.begin > kBefore ? date.begin - kBefore : 0;
  size_t end = std::min(text.size(), date.end + kAfter);
  // Not beyond an empty line.
  const size_t gap = text.substr(begin, date.begin - begin).rfind("\n\n");
  if (gap != std::string_view::npos) begin += gap + 2;
  end = std::min(end, text.find("\n\n", date.end));
  int persons = 0, events = 0, small = 0, against = 0;
  std::string word;
  for (size_t i = begin; i <= end; ++i) {
    if (i == date.begin) i = date.end;
    const char c = i < end ? text[i] : ' ';
    if (is_letterish(c) || (c == '\'' && !word.empty()) || (is_digit(c) && !word.empty())) {
      word += lower(c);
      continue;
    }
    if (word.empty()) continue;
    if (word == "i" && text[i - 1] == 'I') {
      persons = std::max(persons, 100);
    } else {
      const int weight = word_weight(word);
      if (weight == 100 || weight == 60) {
        persons = std::max(persons, weight);
      } else if (weight == 90) {
        events = std::min(180, events + 90);
      } else if (weight > 0) {
        small = 30;
      } else {
        against += weight;
      }
    }
    word.clear();
  }
  return persons + events + small + std::max(against, -450);
}

/// Log lines, changelog entries, URLs, file names: dates that machines and headings wear.
bool machine_date(const Page& page, const ParsedDate& date) {
  const std::string_view text = page.text;
  const ByteSpan line = page.line(date.begin);
  size_t first = line.begin;
  while (first < date.begin &&
         (is_blank(text[first]) || text[first] == '[' || text[first] == '#' || text[first] == '*' ||
          text[first] == '-' || text[first] == '(' || text[first] == '"'))
    ++first;
  const bool at_line_begin = first == date.begin;
  if (at_line_begin && date.has_seconds && date.end + 2 < line.end) return true;
  if (at_line_begin && date.zoned && date.end + 2 < line.end) return true;
  if (date.begin > 0 && (text[date.begin - 1] == '/' || text[date.begin - 1] == '=')) return true;
  // "## [1.2.0] - 2021-03-04", "v1.2.3 (2021-03-04)"
  const std::string_view head = text.substr(line.begin, date.begin - line.begin);
  if (head.size() < 40) {
    for (size_t i = 0; i + 4 < head.size(); ++i) {
      if (is_digit(head[i]) && head[i + 1] == '.' && is_digit(head[i + 2]) &&
          (head[i + 3] == '.' || head[i + 3] == ']' || head[i + 3] == ' ')) {
        if (i == 0 || !is_digit(head[i - 1]) || head[i + 3] == '.') return true;
      }
    }
  }
  // "12/Mar/2021:14:30:00 +0000" of web servers
  if (date.end < text.size() && text[date.end] == ':' && is_digit(page.at(date.end + 1)))
    return true;
  return false;
}

/// "Date: 2020-06-20", "When: ...", a mail's "On ... wrote:" and header block.
int form_score(const Page& page, const ParsedDate& date) {
  const std::string_view text = page.text;
  int score = 0;
  if (text.size() <= 120) {
    score += 150;
  } else if (text.size() <= 260) {
    score += 80;
  } else if (text.size() <= 600) {
    score += 40;
  }
  const ByteSpan line = page.line(date.begin);
  const FoldedText head(said_before(text, date.begin, 24, "\"*|'"));
  for (const std::string_view label :
       {"date:", "when:", "datum:", "fecha:", "data:", "sent:", "gesendet:", "envoy\xC3\xA9:",
        "date :", "enviado:", "date", "when"}) {
    if (head.view().ends_with(label) &&
        (label.back() == ':' || head.view().size() == label.size())) {
      score += label.back() == ':' ? 200 : 100;
      break;
    }
  }
  const size_t rest = std::min<size_t>(90, line.end - std::min<size_t>(line.end, date.end));
  const std::string_view after = line_after(text, date.end, rest);
  const FoldedText tail(after);
  if (begins_with(after, " wrote:") || tail.holds(" wrote:") || tail.holds("schrieb") ||
      tail.holds("a \xC3\xA9"
                 "crit"))
    score += 250;
  if (!date.numeric || !date.iso) score += 30;
  if (date.numeric && !date.iso && !date.zoned) score += 60;
  if (date.iso && date.zoned) score -= 120;
  if (date.has_time && !date.has_seconds) score += 80;
  if (date.version_like) score -= 250;
  if (date.year != 0 && date.year < 1945 && !date.numeric) score -= 150;
  if (date.year != 0 && date.year < 1915) score -= 300;
  return score;
}

void report(const Page& page, const ParsedDate& date, Found& found) {
  if (date.year > kLastYear) return;
  Label label = label_of(page, date);
  const bool full = date.day != 0 && date.year != 0;
  const bool machine = machine_date(page, date);
  if (machine && !label.direct) return;
  switch (label.owner) {
    case kBirth: {
      if (date.year != 0 && (date.year < 1905 || date.year > 2027)) return;
      const bool filler =
          (date.year == 1970 || date.year == 1900) && date.month == 1 && date.day == 1;
      if (filler) return;
      if (date.day == 0 && label.distance > 20) return;
      found.add(kInfos[kBirth], date.begin, date.end,
                label.direct           ? 0.95F
                : label.distance <= 20 ? 0.9F
                                       : 0.8F);
      return;
    }
    case kDeath:
      if (date.year != 0 && (date.year < 1930 || context_score(page, date) < -120)) return;
      if (date.day == 0 && label.distance > 20) return;
      found.add(kInfos[kDeath], date.begin, date.end, label.direct ? 0.93F : 0.82F);
      return;
    case kMedical:
    case kEmployment: {
      if (date.year != 0 && date.year < 1930) return;
      if (!full && !label.direct && (label.distance > 16 && label.distance != kBehind)) return;
      if (date.version_like && !label.direct) return;
      const int around = context_score(page, date) + form_score(page, date);
      // A field's name is a sign of a person; releases, sales and history still speak against it.
      if (around < (label.field ? -120 : full ? 40 : 90)) return;
      found.add(kInfos[label.owner], date.begin, date.end, label.direct ? 0.9F : 0.75F);
      return;
    }
    default:
      break;
  }
  if (!date.full()) {
    // Without a year (or day) only with the clearest signs: "flight on March 3rd at 9:15".
    if (date.day == 0 || label.owner != kEvent || date.numeric) return;
    if (context_score(page, date) + form_score(page, date) < 220) return;
    found.add(kInfos[kEvent], date.begin, date.end, 0.6F);
    return;
  }
  const int score = context_score(page, date) + form_score(page, date) +
                    (label.owner == kEvent ? (label.direct ? 120 : 60) : 0);
  if (score >= 200)
    found.add(kInfos[label.owner == kEvent ? kEvent : kSignals], date.begin, date.end,
              score >= 320 ? 0.8F : 0.62F);
}

void match_digits(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  for (size_t i = begin; i < end;) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    size_t stop = i;
    while (stop < end && is_digit(text[stop])) ++stop;
    if (stop - i <= 4 && stop < text.size() && (i == begin || !is_digit(text[i - 1]))) {
      const auto date = parse_numeric_date(text, i, false);
      if (date) {
        report(page, *date, found);
        i = std::max(date->end, stop);
        continue;
      }
    }
    i = stop;
  }
}

void match_month(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // Most months in prose ("may", "march", "out", "set") have no number beside them.
  bool digit = false;
  for (size_t i = begin > 8 ? begin - 8 : 0; i < std::min(text.size(), end + 8) && !digit; ++i)
    digit = is_digit(text[i]);
  if (!digit) {
    const bool of = begin >= 3 && lower(text[begin - 3]) == 'o' && lower(text[begin - 2]) == 'f' &&
                    text[begin - 1] == ' ';
    if (!of && text.compare(end, 5, " the ") != 0) return;
  }
  const auto date = parse_named_date(text, begin, end);
  if (date) report(page, *date, found);
}

constexpr size_t kLongestCell = 42;

/// Digits that only labels make dates: "DOB 19860304", "start date: 05/2019", "1986-03".
bool accept_labelled(const Page& page, size_t begin, size_t end) {
  const auto date = parse_date_at(page.text, begin);
  return date && date->begin == begin && date->end >= end && date->end <= end + 24 &&
         date->year >= 1905 && date->year <= kLastYear &&
         !((date->year == 1970 || date->year == 1900) && date->month == 1 && date->day <= 1);
}
/// Whether the bytes that kCell takes could hold a year that accept_cell() wants: digits, or words
/// ("nineteen", "twenty", "thousand").
bool may_hold_year(std::string_view text, size_t begin) {
  constexpr size_t kWhole = 64;  // of the compiler's vectors
  std::array<char, kWhole + 2> near{};
  text.copy(near.data(), kLongestCell, begin);
  uint8_t found = 0;
  for (size_t i = 0; i < kWhole; ++i) {
    const auto at = [&](size_t k) { return static_cast<uint8_t>(near[k] | 0x20); };
    const auto is = [&](char a, char b, char c) {
      const int first = at(i) == a, second = at(i + 1) == b, third = at(i + 2) == c;
      return static_cast<uint8_t>(first & second & third);
    };
    const auto digit = static_cast<uint8_t>(is_digit(near[i]));
    found = static_cast<uint8_t>(found | digit | is('e', 'e', 'n') | is('w', 'e', 'n') |
                                 is('h', 'o', 'u'));
  }
  return found != 0;
}

/// A table's cell: nothing but the date.
bool accept_cell(const Page& page, size_t begin, size_t end) {
  const auto date = parse_date_at(page.text.substr(0, end), begin);
  return date && date->begin == begin && date->end == end && date->year >= 1905 &&
         date->year <= kLastYear &&
         !((date->year == 1970 || date->year == 1900) && date->month == 1 && date->day <= 1);
}

constexpr char kShort[] = "\\d{8}|\\d{1,2}[/.-]\\d{4}|\\d{4}[/-]\\d{2}";
// kLongestCell bytes at most.
constexpr char kCell[] =
    "[0-9A-Za-z\x80-\xff][-0-9A-Za-z\x80-\xff ,./':+]{4,40}[0-9A-Za-z\x80-\xff]";
constexpr uint16_t kLabelFlags = kLabelled | kLabelledOnly | kNoRelax;

/// "12 May", "30th Nov", "May 12": a birthday without its year.
bool accept_birthday(const Page& page, size_t begin, size_t end) {
  size_t behind = end;
  while (page.at(behind) == ' ' || page.at(behind) == ',') ++behind;
  if (is_digit(page.at(behind))) return false;  // the year, and another rule's
  const std::string_view first = word_at(page.text, begin);
  const std::string_view last = word_before(page.text, end - (page.text[end - 1] == '.' ? 1 : 0));
  return month_number(is_digit(first[0]) ? last : first) != 0;
}

#define LAUTER_DATE_RULES(tag, cat, list)                                                    \
  {.info = {"date." tag "_short", cat},                                                      \
   .shape = kShort,                                                                          \
   .need = Need::kDirect,                                                                    \
   .cues = list,                                                                             \
   .score = 0.85F,                                                                           \
   .flags = kLabelFlags,                                                                     \
   .accept = accept_labelled},                                                               \
  {                                                                                          \
    .info = {"date." tag "_cell", cat}, .shape = kCell, .need = Need::kDirect, .cues = list, \
    .score = 0.85F, .flags = kLabelFlags, .accept = accept_cell, .may_begin = may_hold_year  \
  }

constexpr ValueRule kValues[] = {
    LAUTER_DATE_RULES("birth", Category::kDateOfBirth, kBirthCues),
    {.info = {"date.birthday_cell", Category::kDateOfBirth},
     .shape = "[123]?\\d(st|nd|rd|th|\\.)? [A-Z][a-z]{2,8}\\.?|[A-Z][a-z]{2,8}\\.? [123]?\\d(st|nd|rd|th)?",
     .need = Need::kDirect,
     .cues = kBirthCues,
     .score = 0.8F,
     .flags = kLabelFlags,
     .accept = accept_birthday},
    LAUTER_DATE_RULES("death", Category::kDateOfDeath, kDeathCues),
    LAUTER_DATE_RULES("medical", Category::kMedicalDate, kMedicalCues),
    LAUTER_DATE_RULES("employment", Category::kEmploymentDate, kEmploymentCues),
    {.info = {"date.event_cell", Category::kDateTime},
     .shape = kCell,
     .need = Need::kDirect,
     .cues = kEventCues,
     .score = 0.7F,
     .flags = kLabelFlags,
     .accept = accept_cell,
     .may_begin = may_hold_year},
};
#undef LAUTER_DATE_RULES

constexpr NumberHook kHooks[] = {{match_digits, 4, true}};

}  // namespace

RuleTable date_rules() {
  static const AnchorRule kAnchors[] = {{month_names(), match_month, AnchorKind::kPhrase}};
  return {.values = kValues, .anchors = kAnchors, .hooks = kHooks, .infos = kInfos};
}

}  // namespace lauter::scan
