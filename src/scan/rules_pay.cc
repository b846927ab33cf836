/// What a sentence says of a person's pay, and credit scores. Labelled and plain amounts near words
/// of pay are in rules_salary.cc.
#include <algorithm>

#include "scan/money_text.h"
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"salary.said", Category::kSalary}};
enum InfoIndex : size_t { kSalary };

/// "a year", "im Monat", "before tax": what is said behind pay.
bool period_follows(std::string_view text, size_t pos) {
  const FoldedText tail(line_after(text, pos, 16));
  for (const std::string_view word :
       {"year", "month", "hour", "week", "annum", "p.a", "annual", "im monat", "brutto", "gross",
        "net", "before tax", "after tax"}) {
    if (tail.holds(word)) return true;
  }
  return false;
}

/// Whether the verb at `begin` is said of anybody: "a nurse earns", "the average plumber makes".
bool said_of_any(std::string_view text, size_t begin) {
  static const WordSet kAny("a|an|every|each|any|most|average|typical");
  const std::string_view before = line_before(text, begin, 40);
  size_t at = before.size();
  for (int words = 0; words < 3 && at > 0; ++words) {
    while (at > 0 && is_blank(before[at - 1])) --at;
    const std::string_view word = word_before(before, at);
    if (word.empty()) return false;
    if (words > 0 && kAny.has(word)) return true;
    at -= word.size();
  }
  return false;
}

void match_salary(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // An amount within reach has a digit; most words of pay have none near.
  const size_t from = begin > 20 ? begin - 20 : 0;
  if (!holds_digit(text.substr(from, end + 64 - from))) return;
  // Statistics of trades and markets are nobody's pay.
  const size_t lead_size = std::min<size_t>(begin, 24);
  const FoldedText lead(text.substr(begin - lead_size, lead_size));
  for (const std::string_view word : {"average", "median", "mean ", "typical", "minimum"}) {
    if (lead.holds(word)) return;
  }
  // "offers up to $1 million per adult", "offset by $11.6 bn"
  const FoldedText around(text.substr(end, 64));
  for (const std::string_view word : {"million", "billion", " bn", "per person", "per adult"}) {
    if (around.holds(word)) return;
  }
  const std::string_view cue = text.substr(begin, end - begin);
  static const WordSet kVerbs(
      "makes|making|make|earn|earns|earned|earning|pay|paid|pays|offer|offers|offering|offered|"
      "gana|gano|gagne|"
      "ganha|ganho|guadagna|guadagno|raise "
      "to|verdient|verdiene|bonus|pension|plat|mzda|taille|bér");
  const bool weak = kVerbs.has(cue);
  if (weak && said_of_any(text, begin)) return;
  const Connector link = skip_connector(text, end);
  const bool marked = link.strength == Announce::kMark;
  if (marked) {
    const size_t stop = amount_end(text, link.value_begin, !weak);
    if (stop != 0) {
      static const WordSet kNouns("bonus|pay|pension");
      if (weak && !kNouns.has(cue)) return;
      return found.add(kInfos[kSalary], link.value_begin, stop, 0.88F);
    }
  }
  // In the sentence after it.
  const size_t limit = std::min(text.size(), end + 52);
  for (size_t i = end; i < limit; ++i) {
    const char c = text[i];
    if (c == '\n' && i + 1 < limit && (text[i + 1] == '\n' || marked)) return;
    if ((c == '.' || c == ';' || c == '!' || c == '?') && i + 1 < limit && is_space(text[i + 1]))
      return;
    if (i > 0 && is_wordish(text[i - 1]) && (text[i - 1] & 0x80) == 0) continue;
    if (!is_digit(c) && (is_alpha(c) ? !is_digit(text[std::min(i + 4, text.size() - 1)]) &&
                                           !is_digit(text[std::min(i + 3, text.size() - 1)]) &&
                                           !is_digit(text[std::min(i + 2, text.size() - 1)])
                                     : currency_at(text, i) == 0))
      continue;
    if (!is_digit(c) && currency_at(text, i) == 0) continue;
    const size_t stop = amount_end(text, i, false);
    if (stop == 0) continue;
    if (weak && !person_near(page, end, 60)) return;
    // "pays $20 for it" is a price; pay comes with a period or is large.
    const std::string_view amount = text.substr(i, stop - i);
    const bool scaled = amount.find_first_of("kK") != std::string_view::npos ||
                        amount.find("LPA") != std::string_view::npos ||
                        amount.find("lakh") != std::string_view::npos;
    const bool thousands = amount.size() >= 6 && lower(cue[0]) != 'p' && !reads(cue, "bonus");
    if (weak && !scaled && !thousands && amount.find('/') == std::string_view::npos &&
        !period_follows(text, stop))
      return;
    return found.add(kInfos[kSalary], i, stop, weak ? 0.72F : 0.84F);
  }
  if (weak) return;
  // "$84,500 salary", "a 52k salary"
  size_t i = begin;
  while (i > 0 && begin - i < 3 && is_blank(text[i - 1])) --i;
  for (size_t back = 3; back <= 18 && back <= i; ++back) {
    const size_t start = i - back;
    if (start > 0 && is_wordish(text[start - 1]) && (text[start - 1] & 0x80) == 0) continue;
    if (!is_digit(text[start]) && currency_at(text, start) == 0) continue;
    const size_t stop = amount_end(text, start, false);
    if (stop == i) {
      found.add(kInfos[kSalary], start, stop, 0.76F);
      return;
    }
  }
}

/// "from 300", "300 to 850": the scale, nobody's score.
bool ends_a_scale(std::string_view before) {
  static const Endings kFrom("from|between|range|ranges", Endings::Bound::kWord);
  static const Endings kTo("to|and", Endings::Bound::kWord);
  if (kFrom.match(before)) return true;
  if (!kTo.match(before)) return false;
  before.remove_suffix(lower(before.back()) == 'o' ? 2 : 3);
  while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
  return !before.empty() && is_digit(before.back());
}

bool accept_score(const Page& page, size_t begin, size_t end) {
  if (ends_a_scale(said_before(page.text, begin, 24))) return false;
  int n = 0;
  for (size_t i = begin; i < end; ++i) n = n * 10 + (page.text[i] - '0');
  const char after = page.at(end);
  if (after == '-' || after == '+' || after == '%') return false;
  const std::string_view tail = line_after(page.text, end, 6);
  if (begins_with(tail, " to ") || begins_with(tail, " or ")) return false;
  const FoldedText before(line_before(page.text, begin, 50));
  for (const std::string_view word :
       {"range", "average", "between", "above", "below", "minimum", "at least", "maximum"}) {
    if (before.holds(word)) return false;
  }
  return n >= 300 && n <= 900;
}

constexpr ValueRule kValues[] = {
    {.info = {"score.cue", Category::kCreditScore},
     .shape = "\\d{3}",
     .need = Need::kCue,
     .cues = kScoreFields,
     .score = 0.88F,
     .flags = kLabelled,
     .reach_before = 40,
     .accept = accept_score},
};

constexpr AnchorRule kAnchors[] = {
    {kSalaryFields, match_salary},
};

}  // namespace

RuleTable pay_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
