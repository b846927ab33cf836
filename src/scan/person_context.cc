#include "scan/person_context.h"

#include <algorithm>

#include "scan/name_shape.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

/// Walks the words before a position, last first, within 90 bytes and the sentence.
class WordsBefore {
 public:
  WordsBefore(std::string_view text, size_t pos)
      : text_(text), at_(pos), floor_(pos > 90 ? pos - 90 : 0) {}
  /// The next word to the left; empty at the end.
  std::string_view next() {
    while (at_ > floor_) {
      const char c = text_[at_ - 1];
      if ((c == '.' || c == '!' || c == '?' || c == ';') && at_ < text_.size() &&
          is_space(text_[at_]))
        break;
      if (c == '\n' && at_ > 1 && text_[at_ - 2] == '\n') break;
      if (is_letterish(c) || is_digit(c)) {
        size_t begin = at_;
        while (begin > floor_ && (is_letterish(text_[begin - 1]) || is_digit(text_[begin - 1]) ||
                                  text_[begin - 1] == '\''))
          --begin;
        const std::string_view word = text_.substr(begin, at_ - begin);
        at_ = begin;
        return word;
      }
      --at_;
    }
    at_ = floor_;
    return {};
  }

 private:
  std::string_view text_;
  size_t at_, floor_;
};

}  // namespace

bool is_person_word(std::string_view word) {
  static const WordSet kPersons(
      "i|i\xE2\x80\x99m|he\xE2\x80\x99s|she\xE2\x80\x99s|i'm|i've|i'd|im|ive|me|my|myself|mine|he|"
      "he's|she|she's|him|his|her|hers|himself|herself|"
      "they|they're|their|them|themselves|themself|we|we're|our|us|who|you|your|you're|"
      "patient|patient's|client|client's|applicant|complainant|claimant|defendant|plaintiff|"
      "suspect|victim|witness|tenant|customer|employee|student|candidate|respondent|"
      "husband|wife|spouse|partner|fianc\xC3\xA9|fiancee|girlfriend|boyfriend|ex|mother|father|mom|"
      "mum|dad|mama|papa|parents|parent|son|daughter|kid|kids|child|children|baby|"
      "brother|sister|sibling|twin|uncle|aunt|cousin|nephew|niece|grandmother|grandfather|grandma|"
      "grandpa|grandparents|grandson|granddaughter|family|friend|friends|"
      "colleague|coworker|roommate|flatmate|neighbor|neighbour|boss|manager|landlord|teacher|"
      "doctor|nurse|man|woman|boy|girl|guy|lady|person|mr|mrs|ms|dr|resident|member|"
      "ich|er|sie|wir|mein|meine|sein|seine|ihre|patientin|je|j'ai|il|elle|mon|ma|son|sa|yo|"
      "\xC3\xA9l|ella|mi|su|eu|ele|ela|meu|minha|io|lui|lei|mio|mia|ik|hij|zij|mijn|jag|han|hon|"
      "min|"
      "\xD1\x8F|\xD0\xBE\xD0\xBD|\xD0\xBE\xD0\xBD\xD0\xB0|\xD0\xBC\xD0\xBE\xD0\xB9|"
      "\xD0\xBC\xD0\xBE\xD1\x8F");
  if (kPersons.has(word)) return true;
  const bool owner = word.size() > 3 && word[word.size() - 2] == '\'' && lower(word.back()) == 's';
  return word.size() > 2 && is_given_name(word.substr(0, word.size() - (owner ? 2 : 0)));
}

bool person_near(const Page& page, size_t pos, size_t reach) {
  const std::string_view before = line_before(page.text, pos, reach);
  const auto of_word = [](char c) { return is_letterish(c) || c == '\''; };
  // The nearest word is the likeliest.
  for (size_t end = before.size(); end > 0; --end) {
    size_t begin = end;
    while (begin > 0 && of_word(before[begin - 1])) --begin;
    size_t from = begin;
    while (from < end && before[from] == '\'') ++from;
    if (from < end && is_person_word(before.substr(from, end - from))) return true;
    end = std::max<size_t>(begin, 1);
  }
  return false;
}

bool said_of_person(const Page& page, size_t pos) {
  static const WordSet kFillers(
      "a|an|the|very|also|now|currently|still|just|both|devout|practising|practicing|observant|"
      "lapsed|strict|lifelong|proud|openly|recently|newly|legally|happily|officially|registered|"
      "self|identified|identifying|committed|staunch|young|former|ex|retired|second|first|"
      "generation|half|part|partly|mostly|fully|native|ethnic|ethnically|quite|always|actually|"
      "really|technically|"
      "born|already|not|no|longer|never|once|single|nominally|culturally|convinced|card|carrying|"
      "dual|naturalised|naturalized|original|originally|kind|of|sort|bit|ein|eine|un|une|una|um|"
      "uma|en|ett|een");
  static const WordSet kDirect(
      "i\xE2\x80\x99m|he\xE2\x80\x99s|she\xE2\x80\x99s|i'm|im|he's|she's|they're|we're|you're|who'"
      "s|am|himself|herself|themselves|myself|themself|"
      "bin");
  static const WordSet kCopula(
      "is|was|are|were|be|been|being|became|become|remains|remained|turned|identifies|identify|"
      "identified|describes|described|considers|consider|considered|ist|war|sind|est|suis|es|soy|"
      "era|son|\xC3\xA9|sou|sono|\xC3\xA8|\xC3\xA4r|er|as|raised|brought|up|grew|converted|to|"
      "baptised|baptized|came|out|got|feel|feels|feeling|has|have|had|that|as");
  WordsBefore words(page.text, pos);
  std::string_view word = words.next();
  for (int n = 0; n < 5 && !word.empty() && kFillers.has(word); ++n) word = words.next();
  // "If you are married": whoever reads it.
  static const WordSet kIf("if|unless|whether|when|once|whenever|until|because");
  if (word == "you're") return !kIf.has(words.next());
  if (!word.empty()) {
    if (kDirect.has(word)) return true;
    if (kCopula.has(word)) {
      for (int n = 0; n < 5 && !word.empty(); ++n, word = words.next()) {
        if (word == "you") return !kIf.has(words.next());
        if (is_person_word(word)) return true;
      }
    }
  }
  return false;
}

bool fills_field(const Page& page, size_t begin, size_t end) {
  const auto opens = [&] {
    size_t i = begin;
    while (i > 0 && is_blank(page.text[i - 1])) --i;
    if (i == 0) return true;
    const char c = page.text[i - 1];
    return c == '"' || c == '\'' || c == '>' || c == ':' || c == '=' || c == '|' || c == ',' ||
           c == ';' || c == '\n' || c == '\t' || c == '.' || c == '(' || c == '*' || c == '_' ||
           begin - i >= 2 || (c & 0x80) != 0;
  };
  const auto closes = [&] {
    size_t i = end;
    while (i < page.text.size() && is_blank(page.text[i])) ++i;
    if (i >= page.text.size()) return true;
    const char c = page.text[i];
    return c == '"' || c == '\'' || c == '<' || c == '|' || c == ',' || c == ';' || c == '\n' ||
           c == '\r' || c == '\t' || c == '.' || c == ')' || c == '}' || c == '\\' || c == '*' ||
           c == '/' || c == '`' || i - end >= 2;
  };
  return opens() && closes();
}

}  // namespace lauter::scan
