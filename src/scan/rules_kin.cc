/// Names behind kin and friends of somebody: "my wife Jane", "unsere Tochter, Frieda", "tu primo
/// Nacho". The noun starts the search, the possessive before it decides.
#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_report.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

#define X(name, phrases) constexpr char name[] = phrases;
#include "scan/data/kin_words.inc"
#undef X

bool is_name_end(char c) {
  return c == ' ' || c == ',' || c == '.' || c == '\'' || c == '\0' || c == '!' || c == '?';
}

/// "my wife Jane", "her son, Tom Miller", "our friend is called Jane": a listed or capitalised name
/// next. In German every noun is capitalised, and behind a dative often stands one ("meiner Mutter
/// Blumen"): there only listed names count.
void match_kin(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (begin < 3 || text[begin - 1] != ' ') return;
  const std::string_view owner = word_before(text, begin - 1);
  if (!set_of<kPossessives>().has(owner)) return;
  const bool is_dative = set_of<kGermanDatives>().has(owner);
  size_t at = end;
  if (page.at(at) == ',') ++at;
  if (page.at(at) != ' ') return;
  ++at;
  for (const std::string_view link : {"is ", "called ", "named "}) {
    if (text.substr(at, link.size()) == link) at += link.size();
  }
  if (!upper_at(text, at) && !caseless_at(text, at)) {
    if (text.size() > 4000) return;
    const std::string_view word = word_at(text, at);
    static const WordSet kWords(
        "said|will|bill|drew|dean|dawn|faith|gene|grace|grant|guy|hope|jack|mark|mary|miles|page|"
        "rich|rose|sandy|summer|wade|chase|frank|earnest|major|junior|august|autumn|still|then");
    if (word.size() >= 4 && is_given_name(word) && !kWords.has(word) && is_name_end(page.at(at + word.size())))
      found.add(kPersonInfos[kFirstName], at, at + word.size(), 0.6F);
    return;
  }
  const NameSpan name = read_name(text, at, {.most_words = 3});
  if (name.empty() || (is_dative && !name.known)) return;
  report_name(page, name, title_length(text, at) > 0, name.known ? 0.8F : 0.62F, found);
}

constexpr AnchorRule kAnchors[] = {{kKin, match_kin}};

}  // namespace

RuleTable kin_rules() { return {.anchors = kAnchors, .infos = {}}; }

}  // namespace lauter::scan
