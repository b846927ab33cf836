/// Age and sex in one, as forums and wards write them: "I (34F)", "my brother [22M]", "F39", "72M
/// presented with". The letter alone says little ("50M users"), so a person must stand beside it.
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"age.sex", Category::kAge}};
enum InfoIndex : size_t { kAgeSex };

constexpr size_t kMostDigits = 2;

/// The digits on one side of the letter at `begin`: "34F", "34/F", "34 F", "F34", "F/34". Empty if
/// there are none, on both sides or more than an age has.
ByteSpan digits_beside(const Page& page, size_t begin, size_t end) {
  const std::string_view text = page.text;
  size_t last = begin;
  if (last > 1 && (text[last - 1] == '/' || text[last - 1] == ' ')) --last;
  size_t first = last;
  while (first > 0 && last - first <= kMostDigits && is_digit(text[first - 1])) --first;
  if (first < last) {
    const bool is_whole = first == 0 || (!is_wordish(text[first - 1]) && text[first - 1] != '.' &&
                                         text[first - 1] != ',' && text[first - 1] != '$');
    return is_whole && last - first <= kMostDigits && !is_digit(page.at(end))
               ? ByteSpan{first, last}
               : ByteSpan{};
  }
  if (begin > 0 && is_wordish(text[begin - 1])) return {};
  first = page.at(end) == '/' ? end + 1 : end;
  last = first;
  while (last - first <= kMostDigits && is_digit(page.at(last))) ++last;
  const bool is_whole = !is_wordish(page.at(last)) && page.at(last) != '-' &&
                        !(page.at(last) == '.' && is_digit(page.at(last + 1)));
  return is_whole && last - first == kMostDigits ? ByteSpan{first, last} : ByteSpan{};
}

/// Whether the words before "(34F)" or ", 34F" speak of a person: "I", "my ex-husband", "Anna".
bool is_person_before(const Page& page, size_t pos) {
  static const WordSet kForumKin(
      "bf|gf|so|dh|dw|dd|ds|mil|fil|sil|bil|bff|op|hubby|wifey|stepson|"
      "stepdaughter|sex|gender|stepmom|stepdad|fiance|date|crush|student|nibling");
  const std::string_view word = last_word(said_before(page.text, pos, 40, "\"'(:,- "));
  const size_t hyphen = word.find_last_of("-/");
  const std::string_view kin = hyphen == word.npos ? word : word.substr(hyphen + 1);
  return is_person_word(kin) || kForumKin.has(kin);
}

/// "(34F)", "[22 M]": brackets around, a person before.
bool is_in_brackets(const Page& page, ByteSpan whole) {
  if (whole.begin == 0) return false;
  const char open = page.text[whole.begin - 1], close = page.at(whole.end);
  const bool is_closed = open == '(' ? close == ')' || close == ',' || close == '/' || close == ' '
                                     : open == '[' && close == ']';
  return is_closed && is_person_before(page, whole.begin - 1);
}

/// "27F here", "72M presented with chest pain", "14/f/cali": at a line's begin.
bool opens_line(const Page& page, ByteSpan whole) {
  if (whole.begin > 0 && page.text[whole.begin - 1] != '\n') return false;
  if (page.at(whole.end) == '/') return is_letterish(page.at(whole.end + 1));
  static const WordSet kFirst(
      "here|with|w|presented|presents|presenting|presentation|from|who|seeking|looking|and|s|"
      "admitted|"
      "brought|complaining|c|hx|history|pmh|known|single|married|in");
  const size_t next = whole.end + (page.at(whole.end) == ',' ? 1 : 0);
  return page.at(next) == ' ' && kFirst.has(word_at(page.text, next + 1));
}

/// "Me: M41", "my wife, 34F,", "I'm a 27F".
bool is_said_of_person(const Page& page, ByteSpan whole) {
  if (whole.begin < 2 || page.text[whole.begin - 1] != ' ') return false;
  const std::string_view before = said_before(page.text, whole.begin, 24);
  static const Endings kIs(
      "i'm|i'm a|i\xE2\x80\x99m|i\xE2\x80\x99m a|i am|i am a|im|im a|he's|she's|"
      "patient is a|patient is|pt is a|pt|pt is",
      Endings::Bound::kWord);
  if (kIs.match(before)) return true;
  const bool has_mark = before.ends_with(':') || before.ends_with(',');
  return has_mark && is_person_before(page, whole.begin);
}

void match_age_sex(const Page& page, size_t begin, size_t end, Found& found) {
  const ByteSpan age = digits_beside(page, begin, end);
  if (age.empty() || age.of(page.text)[0] == '0') return;
  const ByteSpan whole{std::min<uint64_t>(age.begin, begin), std::max<uint64_t>(age.end, end)};
  const bool is_apart = begin > age.end && page.text[begin - 1] == ' ';  // "34 F"
  if (is_in_brackets(page, whole)) {
    found.add(kInfos[kAgeSex], age.begin, age.end, 0.85F);
  } else if (!is_apart && age.size() == kMostDigits &&
             (opens_line(page, whole) || is_said_of_person(page, whole))) {
    found.add(kInfos[kAgeSex], age.begin, age.end, 0.78F);
  }
}

constexpr AnchorRule kAnchors[] = {{"f|m|nb|mtf|ftm", match_age_sex}};

}  // namespace

RuleTable age_sex_rules() { return {.anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
