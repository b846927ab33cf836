/// How old a person is: "34 years old", "aged 34", a field's number.
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"age.said", Category::kAge}};
enum InfoIndex : size_t { kAge };

/// The words before `pos`, a label's colon left out.
std::string_view words_before(std::string_view text, size_t pos, size_t reach) {
  return said_before(text, pos, reach, "\":");
}

/// Nouns that make a person of the adjective before them.
bool person_noun(std::string_view word) {
  static const WordSet kNouns(
      "man|woman|guy|girl|boy|person|people|patient|student|teen|teenager|kid|couple|mother|father|"
      "parent|parents|family|household|immigrant|citizen|national|nationals|descent|origin|"
      "heritage|background|ancestry|male|female|resident|teacher|nurse|engineer|doctor|worker|"
      "driver|tenant|by|on|and|or|who|she|he|i|they|like");
  return kNouns.has(word);
}

/// The number below 100 that a word spells ("seven", "forty-two"); -1 if none.
int small_number(std::string_view word) {
  static const WordSet kStarts("zer|one|two|thr|fou|fiv|six|sev|eig|nin|ten|ele|twe|thi|fif|for");
  if (word.size() < 3 || word.size() > 15 || !kStarts.has(word.substr(0, 3))) return -1;
  static const char* const kOnes[] = {"zero",    "one",     "two",       "three",    "four",
                                      "five",    "six",     "seven",     "eight",    "nine",
                                      "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                      "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  static const char* const kTens[] = {"twenty", "thirty",  "forty",  "fifty",
                                      "sixty",  "seventy", "eighty", "ninety"};
  const FoldedText folded(word);
  const std::string_view w = folded.view();
  for (int i = 0; i < 20; ++i) {
    if (w == kOnes[i]) return i;
  }
  for (int i = 0; i < 8; ++i) {
    const std::string_view tens = kTens[i];
    if (w == tens) return 20 + 10 * i;
    if (w.size() > tens.size() + 1 && w.starts_with(tens) && w[tens.size()] == '-') {
      for (int k = 1; k < 10; ++k) {
        if (w.substr(tens.size() + 1) == kOnes[k]) return 20 + 10 * i + k;
      }
    }
  }
  return -1;
}

/// The number that ends at `end`, blanks and hyphens before it skipped; empty if it is no age.
ByteSpan age_before(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end > 0 && pos - end < 3 && (is_space(text[end - 1]) || text[end - 1] == '-')) --end;
  size_t begin = end;
  while (begin > 0 && end - begin < 4 && is_digit(text[begin - 1])) --begin;
  if (begin < end) {
    if (end - begin > 3 || (begin > 0 && (is_wordish(text[begin - 1]) || text[begin - 1] == '.' ||
                                          text[begin - 1] == '$' || text[begin - 1] == ','))) {
      if (begin > 0 && text[begin - 1] == ',' && begin > 1 && !is_digit(text[begin - 2])) {
      } else {
        return {};
      }
    }
    int age = 0;
    for (size_t i = begin; i < end; ++i) age = age * 10 + (text[i] - '0');
    return age <= 120 ? ByteSpan{begin, end} : ByteSpan{};
  }
  // "thirty-four", "thirty four"
  const std::string_view last = word_before(text, end);
  if (last.empty()) return {};
  size_t from = end - last.size();
  if (from > 1 && (text[from - 1] == '-' || text[from - 1] == ' ')) {
    const std::string_view tens = word_before(text, from - 1);
    const int t = small_number(tens), o = small_number(last);
    if (t >= 20 && t % 10 == 0 && o > 0 && o < 10) return {from - 1 - tens.size(), end};
  }
  return small_number(last) >= 1 ? ByteSpan{from, end} : ByteSpan{};
}

/// "34 years old", "34-year-old woman", "34 yo", "34 Jahre alt", "34 ans".
void match_age_unit(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const ByteSpan age = age_before(text, begin);
  if (age.empty()) return;
  const std::string_view after = word_after(text, end);
  static const WordSet kThings(
      "building|house|home|church|car|truck|vehicle|company|firm|business|tree|oak|wine|whisky|"
      "whiskey|scotch|bug|bridge|tradition|castle|tower|city|town|institution|school|university|"
      "hotel|restaurant|ship|boat|dog|cat|horse|puppy|kitten|laptop|computer|phone|machine|engine|"
      "code|codebase|library|software|system|issue|law|rule|record|feud|war|mortgage|loan|lease|"
      "bond|note|treasury|plan|contract|deal|fixed|term|average|low|high|period|study|trial|"
      "warranty|sentence|span|old|"
      "painting|book|manuscript|fossil|rock|mummy|skeleton|star|planet|galaxy|universe|earth|"
      "glacier|forest|brand|magazine|newspaper|festival|stadium|theatre|theater|dataset|project|"
      "repository|app|website|"
      "limit|requirement|minimum|maximum|or|and above|group|olds");
  if (kThings.has(after)) return;
  const std::string_view before = words_before(text, age.begin, 60);
  static const Endings kNoAge(
      "over|under|above|below|least|than|aged over|between|and|to|every|minimum|the "
      "building is|it is|it's|is about");
  static const Endings kAnd("and");
  if (kNoAge.match(before) && (!kAnd.match(before) || !person_near(page, age.begin, 50))) return;
  static const Endings kAged("aged|age|this|a|an|the|referring this");
  const bool person = person_near(page, age.begin) || person_noun(after) || kAged.match(before);
  if (!person) {
    if (text.size() > 300) return;
    static const WordSet kOfPersons("yo|y o|y/o");
    const FoldedText unit(text.substr(begin, end - begin));
    // "tengo 41 años", "j'ai 23 ans": who speaks of years that are had, speaks of an age.
    static const Endings kHave(
        "tengo|tiene|tenía|cumplí|cumplió|cumplo|j'ai|j’ai|il a|elle a|ho|ha|tenho|tem");
    if (kHave.match(before)) {
      found.add(kInfos[kAge], age.begin, age.end, 0.74F);
      return;
    }
    if (!kOfPersons.has(unit.view()) && !unit.holds("year-old") && !unit.holds("year old") &&
        !unit.holds("yr"))
      return;
  }
  found.add(kInfos[kAge], age.begin, age.end, person ? 0.85F : 0.62F);
}

/// Whether the age at `at` is a limit or a figure: "under the age of 30", "a minimum age of 18".
bool said_of_limit(std::string_view text, size_t at) {
  static const Endings kLimits(
      "under the age of|over the age of|above the age of|below the age of|until the age of|"
      "up to the age of|minimum age of|maximum age of|average age of|median age of|mean age of|"
      "legal age of");
  return kLimits.match(said_before(text, at, 24));
}

/// "aged 34", "turned 32", "I'm 34", "I am 26 y/o": the number comes after.
void match_age_verb(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  if (i < text.size() && text[i] == ':') ++i;
  while (i < text.size() && i - end < 4 && (is_space(text[i]) || text[i] == '(')) ++i;
  if (i == end) return;
  static constexpr std::string_view kSkipped[] = {
      "just ", "only ", "now ", "already ", "about ", "almost ", "nearly ", "of ", "is ", "was "};
  for (const std::string_view skip : kSkipped) {
    if (i < text.size() && text[i] == skip[0] && text.compare(i, skip.size(), skip) == 0)
      i += skip.size();
  }
  size_t stop = i;
  while (stop < text.size() && stop - i < 4 && is_digit(text[stop])) ++stop;
  const bool is_spelled = stop == i;
  if (is_spelled) {
    const std::string_view word = word_at(text, i);
    const int n = small_number(word);
    if (n < 10) return;
    stop = i + word.size();
  } else {
    if (stop - i > 3) return;
    int age = 0;
    for (size_t k = i; k < stop; ++k) age = age * 10 + (text[k] - '0');
    if (age < 1 || age > 120) return;
  }
  const char after = page.at(stop);
  if (is_wordish(after) || after == '%' || after == '/' || after == '$' ||
      (after == ':' && is_digit(page.at(stop + 1))) ||
      ((after == '.' || after == ',') && is_digit(page.at(stop + 1))))
    return;
  const std::string_view next = word_after(text, stop);
  static const WordSet kNotAge(
      "minutes|minute|hours|hour|days|day|weeks|week|months|month|percent|kg|lbs|pounds|cm|km|"
      "miles|feet|ft|inches|meters|metres|times|points|dollars|euros|people|of|degrees|st|nd|rd|th|"
      "am|pm|pages|items|blocks|floors|seconds");
  if (kNotAge.has(next)) return;
  const std::string_view cue = text.substr(begin, end - begin);
  static const WordSet kAged("aged|at the age of|age|aged just|at age");
  if (kAged.has(cue)) {
    if (said_of_limit(text, i)) return;
    static const WordSet kRange("to|and|or");
    static const Endings kStatistic(
        "average|mean|median|minimum|maximum|legal|drinking|retirement");
    if (kStatistic.match(words_before(text, begin, 20))) return;
    if (kRange.has(next) || after == '-' || after == '+') return;
    if (text.size() <= 400 || person_near(page, begin, 80)) found.add(kInfos[kAge], i, stop, 0.78F);
    return;
  }
  static const WordSet kTurned("turned|turning|turn|turns");
  if (kTurned.has(cue)) {
    if (person_near(page, begin, 50)) found.add(kInfos[kAge], i, stop, 0.8F);
    return;
  }
  // "Karin will be 48", "mi hija Noa cumple 10": somebody stands before it.
  static const WordSet kBecomes("will be|cumple|cumplió|cumplirá|wird|wurde");
  if (kBecomes.has(cue)) {
    const std::string_view who = word_before(text, begin - std::min<size_t>(begin, 1));
    const bool is_name = upper_at(who, 0) && person_near(page, begin, 40);
    if (!is_name && !is_person_word(who)) return;
  }
  // "I'm 34", "she is only seventeen": what follows must not be a unit or another number.
  static const WordSet kGoesOn(
      "and|years|from|yo|male|female|but|now|with|yrs|so|m|f|next|this|tomorrow|today|"
      "too|mañana|hoy|el|en|am|im|nächste|nächsten|in");
  const bool ends = after == '.' || after == ',' || after == '\0' || after == '\n' ||
                    after == '!' || after == '?' || after == ')' || after == ';' ||
                    kGoesOn.has(next);
  if (ends && (is_spelled || stop - i == 2)) found.add(kInfos[kAge], i, stop, 0.74F);
}

bool accept_age(const Page& page, size_t begin, size_t end) {
  if (said_of_limit(page.text, begin)) return false;
  int age = 0;
  for (size_t i = begin; i < end; ++i) {
    if (!is_digit(page.text[i])) return small_number(page.text.substr(begin, end - begin)) > 0;
    age = age * 10 + (page.text[i] - '0');
  }
  const char after = page.at(end);
  if (after == '-' || after == '+' || after == '%' || (after == '.' && is_digit(page.at(end + 1))))
    return false;
  if (begin > 0 && page.text[begin - 1] == '>') {
    // "age > 18" is a rule; "<age>34" is a field.
    const char before = begin > 1 ? page.text[begin - 2] : '\0';
    if (is_blank(before) || before == '=') return false;
  }
  return age >= 0 && age <= 120;
}

constexpr char kAgeShape[] = "\\d{1,3}|[A-Za-z]{3,9}(-[a-z]{3,5})?";

constexpr ValueRule kValues[] = {
    {.info = {"age.field", Category::kAge},
     .shape = kAgeShape,
     .need = Need::kDirect,
     .cues = kAgeFields,
     .score = 0.84F,
     .flags = kFieldOnly,
     .accept = accept_age},
};

constexpr AnchorRule kAnchors[] = {
    {"year old|years old|year olds|yr old|yrs old|yo|y o|y/o|years of age|jahre "
     "alt|j\xC3\xA4hrige|j\xC3\xA4hriger|j\xC3\xA4hriges|ans|a\xC3\xB1os|anos de idade|anni|jaar "
     "oud|\xC3\xA5r gammal|\xC3\xA5r gammel|\xC3\xA5rig|\xC3\xA5rige|lat|let|\xC3\xA9ves|de "
     "ani|ya\xC5\x9F\xC4\xB1nda|\xD0\xBB\xD0\xB5\xD1\x82|\xD0\xB3\xD0\xBE\xD0\xB4\xD0\xB0|"
     "\xE5\xB2\x81|\xE6\xAD\xB3|\xE6\x89\x8D|\xEC\x82\xB4|\xEC\x84\xB8|\xD8\xB3\xD9\x86\xD8\xA9|"
     "\xE0\xA4\xB5\xE0\xA4\xB0\xE0\xA5\x8D\xE0\xA4\xB7|tu\xE1\xBB\x95i|tahun",
     match_age_unit},
    {"aged|at the age of|at age|turned|turning|turn|turns|i'm|i am|im|he's|he is|she's|she is|who "
     "is|age|aged just|i'll be|he'll be|she'll be|will be|cumple|cumplió|"
     "cumplirá|wird|wurde",
     match_age_verb},
};

}  // namespace

RuleTable age_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
