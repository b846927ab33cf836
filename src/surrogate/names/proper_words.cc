#include "surrogate/names/proper_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "known/standin_proper_words.h"
#include "surrogate/names/name_pool.h"
#include "surrogate/names/person.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

constexpr auto& kInvented = known::kStandinProperWordsInvented;
constexpr auto& kCompoundEndings = known::kStandinProperWordsCompoundEndings;
constexpr std::u32string_view kHanKinds =
    U"\u7701\u5E02\u533A\u5340\u53BF\u7E23\u9547\u93AE\u6751\u8DEF\u8857\u8857\u9053\u5DF7\u5F04"
    U"\u53F7\u865F\u697C\u6A13\u5BA4\u680B\u5355\u5143\u90FD\u5E9C\u770C\u753A\u4E01\u76EE\u756A"
    U"\u5730\u4E2D\u5B66\u6821\u5927\u5C0F\u9662\u9AD8\u516C\u53F8\u6709\u9650\u682A\u5F0F\u4F1A"
    U"\u793E\u56E2\u96C6\u85E5\u9280\u94F6\u884C\u533B\u75C5\u79D1\u6280\u80A1\u4EFD\u7B2C\u6761";
constexpr std::u32string_view kHanNames =
    U"\u5C71\u5DDD\u7530\u677E\u7AF9\u6885\u6771\u897F\u5357\u5317\u65B0\u53E4\u9752\u767D\u77F3"
    U"\u6797\u68EE\u539F\u91CE\u8C37\u6C34\u6CB3\u6E56\u661F\u5149\u548C\u5E73\u5B89\u798F\u6625";
constexpr std::string_view kRussianStreets[] = {
    "\u0421\u0430\u0434\u043E\u0432\u0430\u044F",
    "\u041B\u0435\u0441\u043D\u0430\u044F",
    "\u041F\u043E\u043B\u0435\u0432\u0430\u044F",
    "\u0428\u043A\u043E\u043B\u044C\u043D\u0430\u044F",
    "\u0417\u0435\u043B\u0451\u043D\u0430\u044F",
    "\u041B\u0443\u0433\u043E\u0432\u0430\u044F",
    "\u0420\u0435\u0447\u043D\u0430\u044F",
    "\u0421\u043E\u0441\u043D\u043E\u0432\u0430\u044F",
    "\u0411\u0435\u0440\u0451\u0437\u043E\u0432\u0430\u044F",
    "\u0426\u0432\u0435\u0442\u043E\u0447\u043D\u0430\u044F"};

bool is_small_word(std::string_view word) {
  static constexpr auto& kSmall = known::kStandinProperWordsSmall;
  return std::find(std::begin(kSmall), std::end(kSmall), word) != std::end(kSmall);
}

std::string han_word(std::string_view word, KeyedRandom& random) {
  std::string out;
  bool changed = false;
  for (size_t i = 0; i < word.size();) {
    const CodePoint c = decode(word, i);
    i += c.size;
    if (script_of(c.value) == Script::kHan &&
        kHanKinds.find(c.value) == std::u32string_view::npos) {
      append_utf8(out, kHanNames[random.below(kHanNames.size())]);
      changed = true;
    } else if (script_of(c.value) == Script::kKana && c.value >= 0x30A2 && c.value <= 0x30C2) {
      append_utf8(out, 0x30A2 + static_cast<char32_t>(2 * random.below(17)));
      changed = true;
    } else {
      append_utf8(out, c.value);
    }
  }
  if (!changed) append_utf8(out, kHanNames[random.below(kHanNames.size())]);
  return out;
}

/// The culture whose words for streets stand in the value; 0 for English or none.
Cultures street_culture(std::string_view value) {
  struct Sign {
    std::string_view words;   // between blanks
    std::string_view family;  // a name of that culture alone
  };
  static constexpr Sign kSigns[] = {
      {" rue chemin impasse quai allee ", "Beaufils"},
      {" via viale piazza corso largo vicolo ", "Brambilla"},
      {" calle avenida avda paseo plaza camino carretera ", "Echeverria"},
      {" rua travessa praca alameda ", "Albuquerque"},
      {" ul ulica aleja plac osiedle ", "Kowalczyk"},
      {" sokak sok cadde caddesi cad mahallesi mah ", "Karabulut"},
      {" straat laan plein gracht ", "Veenstra"},
      {" gatan gata vagen vej vei gade ", "Henriksen"},
      {" marg nagar sector colony ", "Chatterjee"},
      {" duong ngo phuong ", "Nguyen"},
      {" namesti ulice ", "Prochazka"}};
  std::string word;
  for (size_t i = 0; i <= value.size();) {
    if (i < value.size() && is_letter(decode(value, i).value)) {
      const size_t size = decode(value, i).size;
      append_folded(word, value.substr(i, size));
      i += size;
      continue;
    }
    if (word.size() > 1) {
      const std::string marked = " " + word + " ";
      for (const Sign& sign : kSigns) {
        if (sign.words.find(marked) != std::string_view::npos) {
          return NamePool::get().find(folded(sign.family)).family;
        }
      }
    }
    word.clear();
    i += i < value.size() ? decode(value, i).size : 1;
  }
  return 0;
}

/// A new family name of the culture for a word that is none, in its letter case.
std::string made_name(const PseudoWords& smith, std::string_view word, KeyedRandom& random) {
  const LetterCase letter_case = case_of(word);
  return with_case(smith.word(random, 0, word.size() <= 6 ? 0 : 1),
                   letter_case == LetterCase::kMixed ? LetterCase::kTitle : letter_case);
}

std::string mapped_word(const Request& request, std::string_view word, Cultures home) {
  const std::string key = folded(word);
  KeyedRandom random = random_for(request, "proper word", key);
  const LetterCase letter_case = case_of(word);
  const Script script = script_of(word);
  if (script == Script::kHan || script == Script::kKana) return han_word(word, random);
  if (script == Script::kCyrillic &&
      (word.ends_with("\u0430\u044F") || word.ends_with("\u044F\u044F"))) {
    return with_case(kRussianStreets[random.below(std::size(kRussianStreets))], letter_case);
  }
  if (script != Script::kLatin) {
    if (script == Script::kOther) return pseudo_word(request, word);
    return mapped_part(request, word, NameRole::kFamily);
  }
  // Acronyms stay acronyms.
  if (letter_case == LetterCase::kUpper && word.size() <= 5) {
    return draw_string(random, "ABCDEFGHKLMNPRSTVW", word.size());
  }
  for (const std::string_view ending : kCompoundEndings) {
    const std::string folded_ending = folded(ending);
    if (key.size() > folded_ending.size() + 2 && key.ends_with(folded_ending)) {
      const size_t at = word.size() >= ending.size() && word.ends_with(ending)
                            ? word.size() - ending.size()
                            : word.size() - std::min(word.size(), folded_ending.size());
      const std::string_view stem = word.substr(0, at);
      const Cultures german = NamePool::get().find("vollmer").family;
      if (const PseudoWords* smith = name_smith(NameKind::kFamily, german, Script::kLatin)) {
        return made_name(*smith, stem, random) + std::string(word.substr(at));
      }
    }
  }
  if (const KnownName known = NamePool::get().find(key); known.known()) {
    return mapped_part(request, word, known.family != 0 ? NameRole::kFamily : NameRole::kGiven);
  }
  const PseudoWords* smith =
      home == 0 ? nullptr : name_smith(NameKind::kFamily, home, Script::kLatin);
  return made_name(smith == nullptr ? place_smith("") : *smith, word, random);
}

}  // namespace

std::vector<std::string> invented_places() {
  std::vector<std::string> places;
  for (const std::string_view place : kInvented) places.push_back(folded(place));
  return places;
}

std::string mapped_proper(const Request& request, const ProperOptions& options) {
  const std::string_view value = request.value;
  const Cultures home = options.has_language ? street_culture(value) : 0;
  std::string out;
  size_t changed = 0;
  for (size_t i = 0; i < value.size();) {
    const CodePoint c = decode(value, i);
    if (digit_zero(c.value) != 0) {
      size_t end = i;
      std::string digits;
      while (end < value.size() && digit_zero(decode(value, end).value) != 0) {
        const CodePoint d = decode(value, end);
        digits.push_back(static_cast<char>('0' + (d.value - digit_zero(d.value))));
        end += d.size;
      }
      if (!options.new_numbers) {
        out.append(value.substr(i, end - i));
      } else {
        KeyedRandom random = random_for(request, "house number", folded(value) + digits);
        std::string drawn = draw_digits(random, digits.size());
        if (drawn[0] == '0') drawn[0] = '2';
        if (drawn == digits)
          drawn.back() = drawn.back() == '9' ? '3' : static_cast<char>(drawn.back() + 1);
        for (const char d : drawn)
          append_utf8(out, digit_zero(c.value) + static_cast<char32_t>(d - '0'));
        ++changed;
      }
      i = end;
      continue;
    }
    if (!is_letter(c.value)) {
      out.append(value.substr(i, c.size));
      i += c.size;
      continue;
    }
    size_t end = i;
    while (end < value.size()) {
      const CodePoint d = decode(value, end);
      const bool apostrophe = d.value == '\'' || d.value == 0x2019;
      if (!is_letter(d.value) && !(apostrophe && end + d.size < value.size() &&
                                   is_letter(decode(value, end + d.size).value)))
        break;
      end += d.size;
    }
    const std::string_view word = value.substr(i, end - i);
    const std::string key = folded(word);
    const bool ordinal = i > 0 && is_ascii_digit(value[i - 1]) &&
                         (key == "st" || key == "nd" || key == "rd" || key == "th");  // 5th Avenue
    if (ordinal) {
      const size_t n = out.size();
      const bool teen = n >= 2 && out[n - 2] == '1';
      const char last = n > 0 ? out[n - 1] : '0';
      out += teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
    } else if (is_small_word(key) || (options.keeps != nullptr && options.keeps(key))) {
      out.append(word);
    } else if (key.size() == 1) {
      KeyedRandom random = random_for(request, "unit letter", folded(value));
      out.push_back(is_ascii_lower(word[0])   ? draw_from(random, "abcdefg")
                    : is_ascii_upper(word[0]) ? draw_from(random, "ABCDEFG")
                                              : '?');
      if (out.back() == '?') out.pop_back(), out.append(word);
      ++changed;
    } else {
      std::string place = known_place(request, word);
      out += place.empty() ? mapped_word(request, word, home) : place;
      ++changed;
    }
    i = end;
  }
  if (changed == 0) {
    KeyedRandom random = random_for(request, "proper", folded(value));
    const std::string_view chosen = kInvented[random.below(std::size(kInvented))];
    out = with_case(chosen, case_of(value)) + " " + out;
  }
  return out;
}

}  // namespace lauter::surrogate
