#include "scan/institution_text.h"

#include "scan/page.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"
#include "text/utf8.h"

namespace lauter::scan {

size_t proper_end(std::string_view text, size_t pos, size_t most_words) {
  static const WordSet kJoin(
      "of|and|the|de|del|der|di|da|do|la|le|el|für|fuer|für|at|for|&|et|y|e|und|van|von|zu|des|du");
  size_t at = pos, end = pos, words = 0;
  while (at < text.size() && words < most_words) {
    if (text[at] == '&' && words > 0) {
      at += 1;
      if (at < text.size() && text[at] == ' ') ++at;
      continue;
    }
    const std::string_view word = word_at(text, at);
    if (word.empty()) break;
    if (upper_at(text, at) || caseless_at(text, at) || (is_digit(text[at]) && words > 0)) {
      end = at + word.size();
      // "S.A.", "Pvt. Ltd.", "St."
      while (end < text.size() && text[end] == '.' && end + 1 < text.size() &&
             (is_upper(text[end + 1]) && end + 2 < text.size() &&
              (text[end + 2] == '.' || word.size() == 1))) {
        end += 2;
      }
      static const WordSet kDotted("inc|ltd|co|corp|pvt|st|bros|s.a|sa|llc|jr|mt|s|a|l|r|b|v|d|o");
      if (end < text.size() && text[end] == '.' && kDotted.has(word) &&
          (end + 1 >= text.size() || text[end + 1] == ' ' || text[end + 1] == ',' ||
           text[end + 1] == '\n' || text[end + 1] == '"'))
        ++end;
      ++words;
      at = end;
    } else if (words > 0 && kJoin.has(word)) {
      at += word.size();
    } else {
      break;
    }
    if (at + 1 < text.size() && text[at] == ',' && text[at + 1] == ' ') {
      const std::string_view next = word_at(text, at + 2);
      static const WordSet kForms("inc|ltd|llc|gmbh|s.a|co|plc");
      if (kForms.has(next)) {
        at += 2;
        continue;
      }
    }
    if (at >= text.size() || text[at] != ' ') break;
    ++at;
  }
  return end;
}

size_t proper_begin(std::string_view text, size_t end, size_t most_words) {
  static const WordSet kJoin("of|and|for|de|von|van");
  size_t begin = end, at = end;
  for (size_t words = 0; words < most_words;) {
    const std::string_view word = word_before(text, at);
    const size_t first = at - word.size();
    static const WordSet kWhose("the|our|their|my|his|her");
    if (kWhose.has(word)) break;
    if (!word.empty() && upper_at(text, first)) {
      begin = first;
      ++words;
    } else if (begin == end || (word.empty() ? at == 0 || text[at - 1] != '&' : !kJoin.has(word))) {
      break;
    }
    at = word.empty() ? at - 1 : first;
    if (at == 0 || text[at - 1] != ' ') break;
    --at;
  }
  return begin;
}

bool legal_form(std::string_view value) {
  static const WordSet kForms(
      "inc|inc.|ltd|ltd.|llc|gmbh|corp|corp.|plc|ag|kg|ohg|ug|sa|s.a|s.a.|srl|s.r.l.|spa|s.p.a.|bv|"
      "b.v.|nv|n.v.|ab|oy|oyj|as|a/"
      "s|aps|sas|sarl|ltda|ltda.|eireli|s.l|s.l.|sl|pty|pvt|kk|co|co.|company|holdings|group|"
      "limited|se|ev|e.v.|sp|doo|d.o.o.|kft|zrt|jsc|ooo|pjsc|industries|associates|partners|"
      "consulting|solutions|logistics|analytics|systems|technologies|freight|foods|bakery|services|"
      "studio|studios|labs|media|hospital|clinic|school|restaurant|pharmacy|airlines|bank|"
      "insurance|construction|motors|stores|supermarket|hotel");
  for (size_t i = 0; i < value.size();) {
    size_t stop = value.find(' ', i);
    if (stop == std::string_view::npos) stop = value.size();
    if (kForms.has(value.substr(i, stop - i)) && i > 0) return true;
    i = stop + 1;
  }
  for (const std::string_view form :
       {"\xE6\xA0\xAA\xE5\xBC\x8F\xE4\xBC\x9A\xE7\xA4\xBE",
        "\xE6\x9C\x89\xE9\x99\x90\xE5\x85\xAC\xE5\x8F\xB8",
        "\xE6\x9C\x89\xE9\x99\x90\xE4\xBC\x9A\xE7\xA4\xBE",
        "\xEC\xA3\xBC\xEC\x8B\x9D\xED\x9A\x8C\xEC\x82\xAC", "\xD0\x9E\xD0\x9E\xD0\x9E",
        "\xD0\x90\xD0\x9E", "A.\xC5\x9E.", "Sp. z o.o."}) {
    if (value.find(form) != std::string_view::npos) return true;
  }
  return false;
}

bool school_word(std::string_view value) {
  static const WordSet kWords(
      "school|college|university|academy|institute|polytechnic|gymnasium|lyceum|seminary|"
      "kindergarten|conservatory|conservatoire|campus|hochschule|fachhochschule|universität|"
      "universitaet|grundschule|realschule|gesamtschule|schule|universidad|universidade|università|"
      "université|lycée|collège|école|escuela|instituto|colegio|escola|faculdade|liceo|scuola|"
      "politecnico|istituto|universiteit|hogeschool|universitet|högskola|skola|skole|gymnasiet|"
      "gymnasium|yliopisto|lukio|koulu|uniwersytet|politechnika|liceum|szkoła|univerzita|gymnázium|"
      "egyetem|gimnázium|universitatea|liceul|üniversitesi|lisesi|mit|uc|ucla|eth|epfl|iit|lse|"
      "kaist|primary|elementary|secondary|prep|high|tech|uni");
  for (size_t i = 0; i < value.size();) {
    const std::string_view word = word_at(value, i);
    if (word.empty()) {
      ++i;
      continue;
    }
    if (kWords.has(word)) return true;
    if (word.size() > 8 && (holds_caseless(word, "schule") || holds_caseless(word, "gymnasium") ||
                            holds_caseless(word, "universit") || holds_caseless(word, "college")))
      return true;
    i += word.size();
  }
  if (is_all_ascii(value)) return false;
  for (const std::string_view mark :
       {"\xE5\xA4\xA7\xE5\xAD\xA6", "\xE5\xAD\xA6\xE6\xA0\xA1", "\xE5\xAD\xA6\xE9\x99\xA2",
        "\xE4\xB8\xAD\xE5\xAD\xA6", "\xE5\xB0\x8F\xE5\xAD\xA6", "\xE9\xAB\x98\xE6\xA0\xA1",
        "\xE5\xA4\xA7\xE5\xAD\xB8", "\xEB\x8C\x80\xED\x95\x99\xEA\xB5\x90",
        "\xEA\xB3\xA0\xEB\x93\xB1\xED\x95\x99\xEA\xB5\x90",
        "\xD0\xA3\xD0\xBD\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x80\xD1\x81\xD0\xB8\xD1\x82\xD0\xB5\xD1\x82",
        "\xD1\x83\xD0\xBD\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x80\xD1\x81\xD0\xB8\xD1\x82\xD0\xB5\xD1\x82",
        "\xD1\x88\xD0\xBA\xD0\xBE\xD0\xBB\xD0\xB0", "\xD8\xAC\xD8\xA7\xD9\x85\xD8\xB9\xD8\xA9",
        "\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD8\xA9"}) {
    if (value.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

bool words_only(std::string_view value, size_t most_words) {
  static const WordSet kNot(
      "none|null|unknown|n/"
      "a|na|nil|true|false|string|yes|no|default|other|pending|active|open|closed|required|"
      "optional|ok|error|success|failed|test|example|title|name|value|type|text|object|array|"
      "number|integer|todo|tbd|undefined|get|set|new|draft|final|loading|normal|bold|center|left|"
      "right|top|bottom|absolute|relative|static|fixed|inherit|auto|first|last|negative|positive");
  if (value.size() < 3 || kNot.has(value)) return false;
  size_t words = 1, letters = 0;
  for (const char c : value) {
    if (c == '_' || c == '=' || c == '@' || c == '{' || c == '<' || c == '$' || c == '#')
      return false;
    words += c == ' ';
    letters += is_letterish(c);
  }
  return words <= most_words && letters * 10 >= value.size() * 7;
}

}  // namespace lauter::scan
