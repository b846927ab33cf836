/// Two streets that meet: "the corner of Spencer Street and W 34th St". Neither has a house number.
#include "scan/page.h"
#include "scan/place_text.h"
#include "scan/rule.h"
#include "scan/street_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"place.crossing", Category::kStreetAddress}};

bool is_ordinal(std::string_view word) {
  if (word.size() < 3 || !is_digit(word[0])) return false;
  return word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") ||
         word.ends_with("th");
}

/// A street's name by itself: up to five words with capitals, numbers or particles.
struct NamedStreet {
  ByteSpan span;
  bool is_sure = false;  ///< a number, or a word like Street
};

NamedStreet street_at(std::string_view text, size_t pos) {
  static const WordSet kEnds("and|at|in|near|where|by|with|on");
  NamedStreet street{{pos, pos}};
  size_t at = pos;
  for (int n = 0; n < 5; ++n) {
    const std::string_view word = word_at(text, at);
    if (word.empty()) break;
    const bool is_number = is_digit(word[0]);
    if (is_number ? word.size() > 5
                  : !upper_at(word, 0) && (kEnds.has(word) || !is_place_particle(word))) {
      break;
    }
    if (is_number || upper_at(word, 0)) street.span.end = at + word.size();
    street.is_sure |=
        is_ordinal(word) || is_number || (n > 0 && is_street_word(word)) || is_glued_street(word);
    at += word.size();
    if (at < text.size() && text[at] == '.' && word.size() <= 3) ++at;
    if (at >= text.size() || text[at] != ' ') break;
    ++at;
  }
  return street;
}

void match_crossing(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (page.at(end) != ' ') return;
  const NamedStreet first = street_at(text, end + 1);
  if (first.span.empty()) return;
  size_t at = first.span.end;
  if (page.at(at) == '.') ++at;
  for (const std::string_view link : {" and ", " & ", "/", " / "}) {
    if (text.compare(at, link.size(), link) != 0) continue;
    const NamedStreet second = street_at(text, at + link.size());
    if (second.span.empty() || !(first.is_sure || second.is_sure)) return;
    found.add(kInfos[0], first.span.begin, first.span.end, 0.78F);
    found.add(kInfos[0], second.span.begin, second.span.end, 0.78F);
    return;
  }
}

constexpr AnchorRule kAnchors[] = {
    {"corner of|intersection of|junction of|crossing of|crossroads of", match_crossing}};

}  // namespace

RuleTable crossing_rules() { return {.anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
