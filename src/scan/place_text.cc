#include "scan/place_text.h"

#include "scan/word_set.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

#define X(name, words) constexpr char name[] = words;
#include "scan/data/places.inc"
#undef X

const WordSet& countries() {
  static const WordSet set(kCountries);
  return set;
}
const WordSet& states() {
  static const WordSet set(kStates);
  return set;
}
const WordSet& us_codes() {
  static const WordSet set(kUsCodes);
  return set;
}
const WordSet& other_codes() {
  static const WordSet set(kOtherCodes);
  return set;
}

}  // namespace

bool is_place_particle(std::string_view word) {
  static const WordSet kParticles(
      "de|del|de "
      "la|la|le|les|las|los|el|du|des|d|da|do|dos|das|di|della|delle|dei|degli|al|van|von|am|an "
      "der|im|in|bei|auf|"
      "der|den|het|ter|ten|upon|on|of|the|and|y|e|et|sur|sous|en|aan|op|sul|nad|pod|i|'t|l|zu|zum|"
      "zur|und|san|st|ste|saint|sainte|"
      "dr|prof|gen|mar|ks|bpa|sv|mahatma");
  return kParticles.has(word);
}

ByteSpan place_name(std::string_view text, size_t pos) {
  size_t at = pos;
  size_t end = pos;
  size_t words = 0;
  if (caseless_at(text, at)) {
    size_t n = 0;
    while (at < text.size() && n < 10 && caseless_at(text, at)) {
      at += utf8_length(text[at]);
      ++n;
    }
    return n >= 2 ? ByteSpan{pos, at} : ByteSpan{};
  }
  static const WordSet kNot(
      "the|a|an|my|your|and|or|with|mr|mrs|ms|dr|monday|tuesday|wednesday|thursday|friday|saturday|"
      "sunday|january|february|march|"
      "april|may|june|july|august|september|october|november|december|i|he|she|we|they|it|you|"
      "email|phone|tel|dear|date|mobile|"
      "name|dob|zip|phone|fax|country|state|city|apt|suite|unit|please|thanks|is|was|to|from|who|"
      "which|when|where|but|so|if|this|that");
  while (words < 4 && at < text.size()) {
    const std::string_view word = word_at(text, at);
    if (word.empty()) break;
    if (upper_at(text, at)) {
      if (word.find_first_of("0123456789") != std::string_view::npos) break;
      if (kNot.has(word) && words == 0) return {};
      if (kNot.has(word)) break;
      end = at + word.size();
      ++words;
      at = end;
      if (at < text.size() && text[at] == '.' && word.size() <= 3) ++at;
    } else if (words > 0 && is_place_particle(word)) {
      at += word.size();
    } else {
      break;
    }
    if (at >= text.size() || (text[at] != ' ' && text[at] != '-' && text[at] != '/')) break;
    ++at;
  }
  return {pos, end};
}

size_t country_at(std::string_view text, size_t pos) { return countries().match(text, pos); }
size_t state_at(std::string_view text, size_t pos) { return states().match(text, pos); }
size_t state_code_at(std::string_view text, size_t pos) {
  size_t n = 0;
  while (pos + n < text.size() && is_upper(text[pos + n]) && n < 4) ++n;
  if (n < 2 || n > 3 || (pos + n < text.size() && is_wordish(text[pos + n]))) return 0;
  const std::string_view code = text.substr(pos, n);
  return us_codes().has(code) || other_codes().has(code) ? n : 0;
}

bool is_country(std::string_view name) { return countries().has(name); }
bool is_state(std::string_view name) { return states().has(name); }
bool is_state_code(std::string_view code) {
  return us_codes().has(code) || other_codes().has(code);
}

bool box_ends(const Page& page, size_t end) {
  const char c = page.at(end);
  if (c == '.' || c == ' ') {
    const char n = page.at(end + 1);
    return n == '\0' || n == '\n' || n == ' ' || n == '"' || n == '<' || n == '|';
  }
  return c == '\0' || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == ',' || c == ';' ||
         c == '|' || c == '<' || c == '\t' || c == '}' || c == '\\' || c == ')';
}

}  // namespace lauter::scan
