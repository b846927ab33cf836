#include "scan/phone/phone_context.h"

#include <algorithm>
#include <string>

#include "scan/index/word_set.h"
#include "scan/registry.h"
#include "scan/views/word_context.h"

namespace lauter::scan {
namespace {

bool crosses_sentence(std::string_view gap) {
  for (size_t i = 0; i + 1 < gap.size(); ++i) {
    if (gap[i] == '\n' && gap[i + 1] == '\n') return true;
    if ((gap[i] == '?' || gap[i] == '!' || gap[i] == ';') && is_space(gap[i + 1])) return true;
  }
  return false;
}

/// "call 224 840 0167": the verb right before.
bool verb_just_before(std::string_view text, size_t begin, bool& verb_before) {
  size_t i = begin;
  while (i > 0 && begin - i < 3 &&
         (text[i - 1] == ' ' || text[i - 1] == ',' || text[i - 1] == ':' || text[i - 1] == '-'))
    --i;
  if (i == begin) return false;
  const std::string_view word = word_before(text, i);
  static const WordSet kVerbs("call|ring|dial|phone|text|whatsapp|at|on|unter|au|al|to");
  if (kVerbs.has(word)) {
    static const WordSet kPlain("call|ring|dial|phone|text|whatsapp");
    if (kPlain.has(word)) return verb_before = true;
    size_t k = i - word.size();
    while (k > 0 && text[k - 1] == ' ') --k;
    const FoldedText before(line_before(text, k, 40));
    for (const std::string_view verb : known::kPhoneVerbJustBeforeVerbs) {
      if (before.holds(verb)) return verb_before = verb != "code";
    }
    return word.size() > 2;
  }
  return false;
}

/// Whether the number is said to be one of a text or a tracker: "Clause 52.227.19 (c)",
/// "BGO#708695".
bool numbers_a_text(std::string_view text, size_t begin) {
  if (begin > 1 && text[begin - 1] == '#' && is_alpha(text[begin - 2])) return true;
  static const WordSet kTexts(
      "clause|clauses|section|sections|article|articles|paragraph|chapter|subpart");
  return begin > 4 && is_space(text[begin - 1]) && kTexts.has(word_before(text, begin - 1));
}

}  // namespace

bool says_after(std::string_view text, size_t end, bool& fax) {
  static const WordSet kAfter(known::kPhoneSaysAfter);
  size_t i = end;
  while (i < text.size() && i - end < 3 &&
         (text[i] == ' ' || text[i] == '-' || text[i] == '(' || text[i] == '[' || text[i] == '/'))
    ++i;
  if (i == end) return false;
  const bool bracket = text[i - 1] == '(' || text[i - 1] == '[';
  const std::string_view word = word_at(text, i);
  if (word.empty() || !kAfter.has(word)) return false;
  const size_t after = i + word.size();
  if (word.size() == 1 &&
      !(bracket && after < text.size() && (text[after] == ')' || text[after] == ']')))
    return false;
  // "... 5064 office: 7713" announces the next number instead.
  if (after < text.size() && (text[after] == ':' || text[after] == '=')) return false;
  if (!bracket && text[i - 1] == ' ' && after < text.size() && text[after] == ' ') {
    // "5064 work days": a noun follows. Line ends, commas and the like do not.
    return false;
  }
  const std::string low = fold_words(word);
  fax = low == "fax" || low == "telefax" || low == "f" || low == "facsimile";
  return true;
}

PhoneContext phone_context(const Page& page, const PhoneReading& r) {
  PhoneContext c;
  const std::string_view text = page.text;
  if (numbers_a_text(text, r.begin)) return {.veto = true};
  const auto phone = page.cue_before(kPhoneCues, r.begin, 48);
  const auto fax = page.cue_before(kFaxCues, r.begin, 48);
  size_t cue_end = 0;
  const auto usable = [&](const CueHit& hit) {
    const std::string_view gap = text.substr(hit.end, r.begin - hit.end);
    if (crosses_sentence(gap)) return false;
    size_t digits = 0, breaks = 0;
    for (const char ch : gap) {
      digits += is_digit(ch);
      breaks += ch == '\n';
    }
    return digits <= 16 && breaks <= 1 && (digits == 0 || gap.size() <= 40);
  };
  bool verb = false;
  if (!(phone && usable(*phone)) && verb_just_before(text, r.begin, verb)) {
    c.cue = true;
    // Ten digits that begin like a time of the epoch are none.
    const std::string_view d = r.digits.view();
    c.direct = verb && d.size() >= 9 && d.size() <= 13 && !(d.size() == 10 && d[0] == '1');
  }
  if (phone && usable(*phone)) {
    c.cue = true;
    cue_end = phone->end;
    const Connector link = skip_connector(text, phone->end);
    c.direct = link.value_begin == r.begin || (r.plus && link.value_begin == r.begin + 1) ||
               (r.parens && link.value_begin == r.begin + 1) ||
               (r.begin - phone->end <= 12 &&
                text.substr(phone->end, r.begin - phone->end).find(". ") == std::string_view::npos);
  }
  if (!c.direct) {
    const auto place = page.cue_before(kPlaceCues, r.begin, 6);
    if (place) {
      const Connector link = skip_connector(text, place->end);
      const bool letter = place->end - place->begin == 1;
      const bool free = !letter || (page.at(place->end) == ':' &&
                                    (place->begin == 0 || is_space(text[place->begin - 1])));
      if (free && link.strength == Announce::kMark && link.value_begin + 2 >= r.begin) {
        c.cue = c.direct = true;
        cue_end = place->end;
      }
    }
  }
  if (fax && usable(*fax) && (!c.cue || fax->end >= cue_end)) {
    const std::string_view gap = text.substr(fax->end, r.begin - fax->end);
    bool own = true;  // "fax\n2546712361": the fax before belongs to another number
    for (const char ch : gap) own = own && !is_digit(ch) && ch != '\n';
    if (own || !c.cue) {
      c.cue = true;
      c.fax = own;
      cue_end = fax->end;
      c.direct = own && r.begin - fax->end <= 12;
    }
  }
  bool after_fax = false;
  if (says_after(text, r.end, after_fax)) {
    const bool before_direct =
        c.direct && cue_end > 0 &&
        text.substr(cue_end, r.begin - cue_end).find_first_of(":=") != std::string_view::npos;
    c.cue = c.direct = true;
    if (!before_direct) c.fax = after_fax;
  }
  // A nearer label of something else.
  const auto before_number = std::partition_point(
      page.cues.begin(), page.cues.end(), [&r](const CueHit& hit) { return hit.begin < r.begin; });
  for (auto at = before_number; at != page.cues.begin();) {
    const CueHit& hit = *--at;
    if (hit.begin + 60 < r.begin) break;
    if (hit.end > r.begin || r.begin - hit.end > 16) continue;
    if (!page.registry->vetoes(hit.phrase)) continue;
    if (hit.end > cue_end) c.veto = true;
    break;
  }
  return c;
}

}  // namespace lauter::scan
