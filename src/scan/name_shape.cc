#include "scan/name_shape.h"

#include "scan/page.h"
#include "scan/word_set.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

const WordSet& given_names() {
  static const WordSet set(
#include "scan/data/given_names.inc"
  );
  return set;
}

const WordSet& family_names() {
  static const WordSet set(
#include "scan/data/family_names.inc"
  );
  return set;
}

const WordSet& not_names() {
  static const WordSet set(
#include "scan/data/not_names.inc"
  );
  return set;
}

const WordSet& particles() {
  static const WordSet set(
      "van|von|vom|zu|zur|zum|de|der|den|del|della|dello|degli|dei|di|da|das|do|dos|du|des|d|la|le|"
      "las|los|bin|ibn|bint|ben|bat|abu|al|el|ter|ten|te|'t|af|av|y|e|mac|mc|o|st|san|saint|binti|"
      "ap");
  return set;
}

const WordSet& company_words() {
  static const WordSet set(
      "inc|ltd|llc|gmbh|corp|corporation|company|plc|ag|sa|srl|bv|nv|oy|ab|as|kg|co|limited|"
      "holdings|"
      "bank|university|college|school|hospital|clinic|institute|foundation|association|council|"
      "committee|"
      "services|solutions|systems|technologies|software|group|partners|associates|airlines|hotel|"
      "street|"
      "road|avenue|lane|drive|team|department|support|office|center|centre|store|shop|museum|"
      "church|"
      "award|prize|theorem|law|lemma|algorithm|disease|syndrome|effect|method|distribution|"
      "equation|test|"
      "constant|number|function|model|process|principle|paradox|cipher|code|tree|filter|transform|"
      "index");
  return set;
}

/// Han, Kana, Hangul: names are two to six characters without blanks.
bool east_asian_at(std::string_view text, size_t pos) {
  if (!caseless_at(text, pos)) return false;
  const char32_t c = decode_utf8(text, pos);
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || c >= 0x20000;
}

NameSpan read_east_asian(std::string_view text, size_t pos) {
  NameSpan name{pos, pos};
  size_t at = pos;
  size_t characters = 0;
  bool kana = false;
  while (at < text.size() && characters < 12 && east_asian_at(text, at)) {
    size_t next = at;
    const char32_t c = decode_utf8(text, next);
    kana |= c >= 0x3040 && c <= 0x30FF;
    // Particles and copulas that follow a name: \u3067 \u306F \u306E \u3068 \u3055 (san), \u662F
    // \u7684, \u5148 \u751F, \u5973 \u58EB, \u6C0F, \u69D8
    if (characters >= 2 &&
        (c == 0x3067 || c == 0x306F || c == 0x306E || c == 0x3068 || c == 0x3055 || c == 0x662F ||
         c == 0x7684 || c == 0x5148 || c == 0x5973 || c == 0x6C0F || c == 0x69D8 || c == 0x3082 ||
         c == 0x304C || c == 0x3092 || c == 0x5728 || c == 0xC785 || c == 0xC774 || c == 0xC740 ||
         c == 0xB2D8 || c == 0xC528)) {
      // Hangul syllables double as name parts: only after three.
      if (c < 0xAC00 || characters >= 3) break;
    }
    at = next;
    ++characters;
  }
  const size_t most = kana ? 10 : 4;
  if (characters < 2 || characters > most) return name;
  name.end = at;
  name.words = 2;
  // "\u5C71\u7530 \u592A\u90CE": two parts with a blank
  if (at + 1 < text.size() && text[at] == ' ' && east_asian_at(text, at + 1) && characters <= 3) {
    size_t part = at + 1, n = 0;
    while (part < text.size() && n < 4 && east_asian_at(text, part)) {
      decode_utf8(text, part);
      ++n;
    }
    if (n >= 1 && n <= 3 && !(part < text.size() && east_asian_at(text, part))) name.end = part;
  }
  return name;
}

bool all_upper(std::string_view word) {
  size_t letters = 0;
  for (const char c : word) {
    if (is_lower(c)) return false;
    letters += is_upper(c);
  }
  return letters >= 2;
}

/// "J.", "J", "J.R.": bytes of an initial at `pos`, its dot included; 0 if none.
size_t initial_length(std::string_view text, size_t pos) {
  if (!upper_at(text, pos)) return 0;
  const size_t n = utf8_length(text[pos]);
  const size_t after = pos + n;
  if (after >= text.size()) return 0;
  if (text[after] == '.') {
    size_t end = after + 1;
    if (end < text.size() && upper_at(text, end) && end + 1 < text.size() && text[end + 1] == '.')
      end += 2;
    return end - pos;
  }
  return text[after] == ' ' && !is_wordish(text[after]) ? n : 0;
}

/// Whether a word has letters only (inner apostrophes and hyphens are fine) and mixed case as in a
/// name: "McDonald", "O'Brien", "Jean-Luc"; not "iPhone", "GmbH", "x86".
bool name_word(std::string_view word, bool any_case) {
  if (word.size() < 2 || word.size() > 40) return false;
  for (const char c : word) {
    if (is_digit(c) || c == '_') return false;
  }
  if (!upper_at(word, 0)) return any_case || caseless_at(word, 0);
  size_t humps = 0;
  for (size_t i = 1; i < word.size(); ++i) {
    if (is_upper(word[i]) && is_lower(word[i - 1])) ++humps;
  }
  if (all_upper(word)) return true;
  return humps <= 1;
}

}  // namespace

bool is_given_name(std::string_view word) {
  if (given_names().has(word)) return true;
  const size_t dash = word.find('-');
  return dash != std::string_view::npos && given_names().has(word.substr(0, dash));
}
bool is_family_name(std::string_view word) { return family_names().has(word); }

bool nobody_name(std::string_view name) {
  static const WordSet kNobody(
      "john doe|jane doe|jane roe|john roe|richard roe|john q public|joe bloggs|joe public|jack "
      "doe|janie doe|"
      "fred bloggs|max mustermann|erika mustermann|maria mustermann|mario rossi|jan jansen|juan "
      "perez|"
      "jean dupont|foo bar|test user|test test|your name|first last|firstname lastname|first "
      "name|last name|"
      "full name|user name|some one|lorem ipsum|john q. public|a. n. other|a n other|alan smithee|"
      "jan kowalski|ivan ivanov|ola nordmann|kari nordmann|hong gildong|taro yamada|"
      "satoshi nakamoto|bobby tables|little bobby tables|mustermann|doe|doe, john|doe, jane|"
      "\xE5\xB1\xB1\xE7\x94\xB0\xE5\xA4\xAA\xE9\x83\x8E|\xE5\xBC\xA0\xE4\xB8\x89|"
      "\xE6\x9D\x8E\xE5\x9B\x9B|"
      "\xED\x99\x8D\xEA\xB8\xB8\xEB\x8F\x99");
  return kNobody.has(name);
}

size_t title_length(std::string_view text, size_t pos) {
  static const WordSet kTitles(
      "mr|mrs|ms|miss|mx|mister|missus|dr|prof|professor|doctor|sir|dame|rev|reverend|fr|father|sr|"
      "sra|srta|se\u00f1or|"
      "se\u00f1ora|se\u00f1orita|don|do\u00f1a|dona|herr|herrn|frau|fr\u00e4ulein|mme|mlle|"
      "monsieur|madame|mademoiselle|"
      "sig|sig.ra|signor|signora|signorina|dott|dott.ssa|avv|ing|dhr|mevr|mevrouw|meneer|hr|fru|"
      "hra|rva|pan|pani|pana|panu|"
      "p\u00e1n|pan\u00ed|capt|captain|lt|sgt|col|maj|gen|officer|judge|hon|sheikh|haji|hajji|"
      "ustaz|shri|smt|sri|kum|rabbi|imam|pastor|det|detective|cpl|pvt|constable|"
      "dipl.-ing|dr.-ing|nurse|coach|uncle|aunt|auntie|tante|onkel|"
      "\u0433-\u043d|\u0433-\u0436\u0430|\u0433\u043e\u0441\u043f\u043e\u0434\u0438\u043d|"
      "\u03ba\u03bf\u03c2|\u03ba\u03b1");
  // In lower case only with a dot ("dr. hurst"), or where their language writes them so, before a
  // capital ("meneer Van der Zanden").
  static const WordSet kDotted("mr|mrs|ms|dr|prof");
  static const WordSet kSmall(
      "meneer|mevrouw|mevr|monsieur|madame|se\u00f1or|se\u00f1ora|se\u00f1orita|signor|signora|pan|"
      "pani|do\u00f1a|dona");
  size_t at = pos;
  for (int n = 0; n < 3; ++n) {
    const std::string_view word = word_at(text, at);
    size_t end = at + word.size();
    const bool has_dot = end < text.size() && text[end] == '.';
    const bool is_small = (has_dot && kDotted.has(word)) ||
                          (kSmall.has(word) && upper_at(text, end + (has_dot ? 2 : 1)));
    if (upper_at(text, at) ? !kTitles.has(word) : !is_small) break;
    if (has_dot) ++end;
    if (end >= text.size() || text[end] != ' ') break;
    at = end + 1;
  }
  return at - pos;
}

NameSpan read_name(std::string_view text, size_t pos, NameOptions options) {
  NameSpan name;
  name.begin = name.end = pos;
  if (!options.any_case && !upper_at(text, pos) && !caseless_at(text, pos)) return name;
  size_t at = pos + title_length(text, pos);
  name.begin = name.end = at;
  if (at >= text.size()) return name;
  if (east_asian_at(text, at)) return read_east_asian(text, at);
  bool comma = false;
  bool company = false;
  bool reject = false;
  size_t last_was_initial = 0;
  for (size_t items = 0; items < options.most_words + 3 && at < text.size() && at - pos < 120;
       ++items) {
    const size_t initial = initial_length(text, at);
    std::string_view word = word_at(text, at);
    if (word.empty()) break;
    const bool particle =
        particles().has(word) &&
        (items > 0 || (word.size() >= 2 && !upper_at(text, at)) || word.size() >= 2);
    if (initial != 0 && (items == 0 || name.words > 0 || name.has_initial)) {
      // "I" alone is the pronoun; "J. Smith", "Jane A Smith".
      if (initial == 1 && (text[at] == 'I' || text[at] == 'A')) {
        const std::string_view next = word_at(text, at + 2);
        if (next.empty() || !upper_at(text, at + 2) || not_names().has(next)) break;
      }
      name.has_initial = true;
      last_was_initial = initial;
      at += initial;
      name.end = at;
    } else if (particle && items > 0 && !upper_at(text, at)) {
      // A particle needs a name word behind it.
      size_t after = at + word.size();
      const bool glued = after < text.size() && (text[after] == '\'' || text[after] == '-');
      after += after < text.size() && (text[after] == ' ' || glued) ? 1 : 0;
      const std::string_view next = word_at(text, after);
      const bool more = particles().has(next) && !next.empty();
      if (!(name_word(next, false) && upper_at(text, after)) && !more) break;
      at += word.size();
      last_was_initial = 0;
    } else {
      // Possessive: "Jane's" is Jane.
      size_t drop = 0;
      if (word.size() > 3 &&
          (word.substr(word.size() - 2) == "'s" || word.substr(word.size() - 2) == "'S"))
        drop = 2;
      if (word.size() > 5 && word.substr(word.size() - 4) == "\xE2\x80\x99s") drop = 4;
      if (drop != 0) word.remove_suffix(drop);
      if (!name_word(word, options.any_case)) break;
      const bool listed = is_given_name(word) || is_family_name(word);
      if (!listed && not_names().has(word)) {
        if (company_words().has(word)) company = true;
        break;
      }
      if (company_words().has(word) && !listed) {
        company = true;
        break;
      }
      if (items == 0 && particles().has(word) && word.size() <= 2 && !upper_at(text, at)) break;
      name.known |= listed;
      if (name.words == 0 && is_given_name(word)) name.known_given = true;
      ++name.words;
      at += word.size();
      name.end = at;
      last_was_initial = 0;
      if (drop != 0) break;
      if (name.words >= options.most_words) break;
    }
    // On to the next word.
    if (at + 1 >= text.size()) break;
    if (text[at] == ' ' || (last_was_initial != 0 && text[at - 1] == '.' && upper_at(text, at))) {
      if (text[at] == ' ') ++at;
      continue;
    }
    const bool is_given_first = name.words >= 2 && name.known_given;  // "Jane Roth, Tom Hill"
    if (text[at] == ',' && options.comma_first && !comma && name.words >= 1 && name.words <= 3 &&
        !is_given_first && text[at + 1] == ' ' && at + 2 < text.size()) {
      const std::string_view next = word_at(text, at + 2);
      const bool first =
          !next.empty() && name_word(next, options.any_case) && !not_names().has(next) &&
          (is_given_name(next) || is_family_name(text.substr(name.begin, name.end - name.begin)));
      if (!first) break;
      comma = true;
      at += 2;
      continue;
    }
    if (text[at] == ',' && text[at + 1] == ' ') {
      // "Jr.", "III" after a comma
      const std::string_view next = word_at(text, at + 2);
      if (next == "Jr" || next == "Sr" || next == "II" || next == "III") {
        at += 2 + next.size();
        if (at < text.size() && text[at] == '.') ++at;
        name.end = at;
      }
    }
    break;
  }
  // A dot after Jr and Sr belongs to the name.
  if (name.end + 1 <= text.size() && name.end >= 3) {
    const std::string_view tail = text.substr(name.end - 3, 3);
    if ((tail == " Jr" || tail == " Sr") && name.end < text.size() && text[name.end] == '.')
      ++name.end;
  }
  if (company || reject || name.words == 0 ||
      nobody_name(text.substr(name.begin, name.end - name.begin))) {
    name.end = name.begin;
    name.words = 0;
  }
  return name;
}

}  // namespace lauter::scan
