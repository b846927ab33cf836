#include "surrogate/numbers/form.h"

#include <algorithm>
#include <array>
#include <utility>

#include "known/standin_form.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/number_words.h"

namespace lauter::surrogate {
namespace {

constexpr size_t kLanguages = 6;
/// Zero to nine in English, German, French, Spanish, Italian, Portuguese, without diacritics.
constexpr std::array<std::array<std::string_view, 10>, kLanguages> kDigitWords = {{
    {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"},
    {"null", "eins", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"},
    {"zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"},
    {"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"},
    {"zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"},
    {"zero", "um", "dois", "tres", "quatro", "cinco", "seis", "sete", "oito", "nove"},
}};
struct ExtraDigitWord {
  std::string_view word;
  uint8_t digit;
  uint8_t language;
};
constexpr ExtraDigitWord kExtraDigitWords[] = {
    {"oh", 0, 0},    {"o", 0, 0},     {"nought", 0, 0}, {"naught", 0, 0},
    {"nil", 0, 0},   {"niner", 9, 0}, {"ein", 1, 1},    {"zwo", 2, 1},
    {"fuenf", 5, 1}, {"une", 1, 2},   {"una", 1, 3},    {"uma", 1, 5},
    {"duas", 2, 5},  {"meia", 6, 5},  {"tree", 3, 0},   {"fife", 5, 0},
};
/// ICAO spelling alphabet.
constexpr auto kSpelling = std::to_array(known::kStandinFormSpelling);
constexpr std::pair<std::string_view, char> kSpellingVariants[] = {
    {"alpha", 'A'}, {"juliet", 'J'}, {"whisky", 'W'}, {"zebra", 'Z'}};
constexpr std::string_view kFillers[] = {"dash", "hyphen", "dot",  "point",   "space",  "slash",
                                         "plus", "and",    "then", "capital", "letter", "minus"};

struct DigitWord {
  int digit = -1;
  uint8_t language = 0;
};

DigitWord find_digit_word(std::string_view word) {
  if (word.size() > 8) return {};
  for (uint8_t language = 0; language < kLanguages; ++language) {
    for (size_t d = 0; d < 10; ++d) {
      if (kDigitWords[language][d] == word) return {static_cast<int>(d), language};
    }
  }
  for (const ExtraDigitWord& extra : kExtraDigitWords) {
    if (extra.word == word) return {extra.digit, extra.language};
  }
  return {};
}

char spelled_letter(std::string_view word) {
  for (size_t i = 0; i < kSpelling.size(); ++i) {
    if (kSpelling[i] == word) return static_cast<char>('A' + i);
  }
  for (const auto& [variant, letter] : kSpellingVariants) {
    if (variant == word) return letter;
  }
  return '\0';
}

int repeat_of(std::string_view word) {
  if (word == "double") return 2;
  if (word == "triple" || word == "treble") return 3;
  return 0;
}

bool is_filler(std::string_view word) {
  return std::find(std::begin(kFillers), std::end(kFillers), word) != std::end(kFillers);
}

/// Digits that optical character recognition turns into letters.
char digit_behind_letter(char c) {
  constexpr std::string_view kLetters = "OoQDlIiLZzSsGbBgq";
  constexpr std::string_view kDigits = "00001111225566899";
  const size_t at = kLetters.find(c);
  return at == std::string_view::npos ? '\0' : kDigits[at];
}

/// Latin letters and the capitals of another script that look like them: the letters of number plates.
struct Lookalikes {
  std::string_view latin;
  std::u32string_view foreign;
};
constexpr Lookalikes kCyrillic{
    "ABEKMHOPCTYX", U"\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425"};
constexpr Lookalikes kGreek{
    "ABEZHIKMNOPTYX", U"\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7"};

const Lookalikes& lookalikes_of(char32_t first) { return first == 0x410 ? kCyrillic : kGreek; }

char32_t foreign_letter(char latin, char32_t first) {
  const Lookalikes& letters = lookalikes_of(first);
  const size_t at = letters.latin.find(latin);
  return letters.foreign[at != std::string_view::npos ? at : static_cast<size_t>(latin) % letters.foreign.size()];
}

char latin_of_foreign(char32_t upper, char32_t first) {
  const Lookalikes& letters = lookalikes_of(first);
  const size_t at = letters.foreign.find(upper);
  return at != std::u32string_view::npos ? letters.latin[at] : static_cast<char>('A' + upper % 26);
}

size_t letters_end(std::string_view text, size_t i) {
  while (i < text.size()) {
    const CodePoint c = decode(text, i);
    if (!is_letter(c.value)) break;
    i += c.size;
  }
  return i;
}

/// Whether the value as a whole is spelled: all its letter runs are single letters or words for
/// digits and letters, and one word at least is.
bool is_spelled(std::string_view value) {
  if (value.size() < 5 || value.size() > 400) return false;
  size_t runs = 0;
  size_t words = 0;
  for (size_t i = 0; i < value.size();) {
    const size_t end = letters_end(value, i);
    if (end == i) {
      i += decode(value, i).size;
      continue;
    }
    if (end - i > 1) {
      if (end - i > 12) return false;
      const std::string word = folded(value.substr(i, end - i));
      if (find_digit_word(word).digit >= 0 || spelled_letter(word) != '\0') {
        ++words;
      } else if (repeat_of(word) == 0 && !is_filler(word) && index_in(kTens, word) < 0 &&
                 index_in(kSmallNumbers, word) < 10) {
        return false;
      }
    }
    ++runs;
    i = end;
  }
  return words > 0 && runs > 1;
}

}  // namespace

size_t escape_length(std::string_view text, size_t i) {
  const char c = text[i];
  const auto at = [&](size_t k) { return i + k < text.size() ? text[i + k] : '\0'; };
  if (c == '\\') {
    if (at(1) == 'u' && is_ascii_hex(at(2)) && is_ascii_hex(at(3)) && is_ascii_hex(at(4)) &&
        is_ascii_hex(at(5))) {
      return 6;
    }
    const char next = at(1);
    return next == 'n' || next == 'r' || next == 't' ? 2 : 0;
  }
  if (c == '%' && (at(1) == '2' || at(1) == '0') && is_ascii_hex(at(2))) return 3;
  if (c == '&') {
    size_t k = 1;
    while (k < 9 && (is_ascii_alnum(at(k)) || at(k) == '#')) ++k;
    return k > 2 && at(k) == ';' ? k + 1 : 0;
  }
  return 0;
}

Form::Form(std::string_view value, Alphabet alphabet) : value_(value) {
  core_.reserve(std::min<size_t>(value.size(), 64));
  slots_.reserve(std::min<size_t>(value.size(), 64));
  parse(alphabet);
}

void Form::parse(Alphabet alphabet) {
  const bool spelled = is_spelled(value_);
  int repeat = 0;
  size_t repeat_begin = 0;
  for (size_t i = 0; i < value_.size();) {
    if (const size_t skip = escape_length(value_, i); skip > 0) {
      i += skip;
      continue;
    }
    const CodePoint c = decode(value_, i);
    if (const char32_t zero = digit_zero(c.value); zero != 0) {
      slots_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(i + c.size), zero});
      core_.push_back(static_cast<char>('0' + (c.value - zero)));
      i += c.size;
      continue;
    }
    const size_t end = letters_end(value_, i);
    if (end == i) {
      i += c.size;
      continue;
    }
    const std::string word = end - i <= 32 ? folded(value_.substr(i, end - i)) : std::string();
    if (spelled || alphabet == Alphabet::kDigits) {
      if (repeat == 0) {
        repeat = repeat_of(word);
        repeat_begin = i;
        if (repeat > 0) {
          i = end;
          continue;
        }
      }
    }
    const size_t before = slots_.size();
    add_word(word, i, end, alphabet, spelled);
    if (repeat > 0) {
      if (slots_.size() == before + 1 && slots_.back().count == 1) {
        Slot& slot = slots_.back();
        slot.begin = static_cast<uint32_t>(repeat_begin);
        slot.count = static_cast<uint8_t>(repeat);
        slot.repeated = true;
        core_.append(static_cast<size_t>(repeat - 1), core_.back());
      }
      repeat = 0;
    }
    i = end;
  }
}

void Form::add_word(std::string_view word, size_t begin, size_t end, Alphabet alphabet,
                    bool spelled) {
  const bool lower = case_of(value_.substr(begin, end - begin)) == LetterCase::kLower;
  const auto add = [&](Kind kind, uint8_t language, std::string_view characters) {
    Slot slot;
    slot.begin = static_cast<uint32_t>(begin);
    slot.end = static_cast<uint32_t>(end);
    slot.kind = kind;
    slot.language = language;
    slot.lower = lower;
    slot.count = static_cast<uint8_t>(characters.size());
    slots_.push_back(slot);
    core_.append(characters);
  };
  if (spelled || alphabet == Alphabet::kDigits) {
    // A lone "o" is a letter unless all is spelled.
    const DigitWord digit = word == "o" && !spelled ? DigitWord{} : find_digit_word(word);
    if (digit.digit > 0 && !slots_.empty() && slots_.back().tens &&
        begin == slots_.back().end + 1) {
      slots_.back().end = static_cast<uint32_t>(end);
      slots_.back().tens = false;
      core_.back() = static_cast<char>('0' + digit.digit);
      return;
    }
    if (digit.digit >= 0) {
      return add(Kind::kDigitWord, digit.language,
                 std::string(1, static_cast<char>('0' + digit.digit)));
    }
    if (const int teen = index_in(kSmallNumbers, word); teen >= 10) {
      return add(Kind::kDigitWord, 0, std::to_string(teen));
    }
    if (const int ten = index_in(kTens, word); ten >= 0) {
      add(Kind::kDigitWord, 0, std::string(1, static_cast<char>('0' + ten)) + "0");
      slots_.back().tens = true;
      return;
    }
  }
  if (alphabet == Alphabet::kAlnum) {
    if (spelled) {
      if (is_filler(word)) return;
      if (const char letter = spelled_letter(word); letter != '\0') {
        return add(Kind::kLetterWord, 0, std::string(1, letter));
      }
    }
    return add_letters(begin, end);
  }
  // Digits only: letters that stand for digits, in touch with a digit.
  const auto touches_digit = [&] {
    return (begin > 0 && is_ascii_digit(value_[begin - 1])) ||
           (end < value_.size() && is_ascii_digit(value_[end]));
  };
  if (end - begin > 3 || !touches_digit()) return;
  for (size_t i = begin; i < end; ++i) {
    if (digit_behind_letter(value_[i]) == '\0') return;
  }
  for (size_t i = begin; i < end; ++i) {
    slots_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(i + 1), '0'});
    core_.push_back(digit_behind_letter(value_[i]));
  }
}

void Form::add_letters(size_t begin, size_t end) {
  for (size_t i = begin; i < end;) {
    const CodePoint c = decode(value_, i);
    Slot slot;
    slot.begin = static_cast<uint32_t>(i);
    slot.end = static_cast<uint32_t>(i + c.size);
    slot.lower = to_upper(c.value) != c.value;
    i += c.size;
    const char32_t upper = to_upper(c.value);
    if (const char base = latin_base(c.value); base != '\0') {
      slot.kind = Kind::kLetter;
      slot.wide = c.value >= 0xFF00;
      core_.push_back(ascii_upper(base));
    } else if (upper >= 0x391 && upper <= 0x42F) {
      slot.kind = Kind::kForeignLetter;
      slot.zero = upper >= 0x400 ? 0x410 : 0x391;
      core_.push_back(latin_of_foreign(upper, slot.zero));
    } else {
      continue;  // Han, Arabic, ... letters in a number are labels
    }
    slots_.push_back(slot);
  }
}

void Form::append_slot(std::string& out, const Slot& slot, std::string_view characters) const {
  const auto append_word = [&](char c) {
    const std::string_view word = is_ascii_digit(c)
                                      ? kDigitWords[slot.language][static_cast<size_t>(c - '0')]
                                  : is_ascii_upper(c) ? kSpelling[static_cast<size_t>(c - 'A')]
                                                      : std::string_view();
    const std::string_view first = value_.substr(slot.begin, slot.end - slot.begin);
    out += with_case(word, slot.lower ? LetterCase::kLower : case_of(first));
  };
  switch (slot.kind) {
    case Kind::kDigitWord:
    case Kind::kLetterWord: {
      const bool same = characters.size() > 1 &&
                        characters.find_first_not_of(characters.front()) == std::string_view::npos;
      if (slot.repeated && same && characters.size() == slot.count) {
        const size_t space = value_.find_first_of(" -_\t\n", slot.begin);
        out.append(value_.substr(slot.begin, space == std::string_view::npos
                                                 ? 6
                                                 : std::min<size_t>(space + 1 - slot.begin, 8)));
        append_word(characters.front());
        return;
      }
      for (size_t i = 0; i < characters.size(); ++i) {
        if (i > 0) out.push_back(' ');
        append_word(characters[i]);
      }
      return;
    }
    case Kind::kDigit:
    case Kind::kLetter:
    case Kind::kForeignLetter:
      for (const char c : characters) {
        if (is_ascii_digit(c)) {
          const char32_t zero = slot.kind == Kind::kDigit ? slot.zero : slot.wide ? 0xFF10 : '0';
          append_utf8(out, zero + static_cast<char32_t>(c - '0'));
        } else if (slot.kind == Kind::kForeignLetter && is_ascii_upper(c)) {
          const char32_t letter = foreign_letter(c, slot.zero);
          append_utf8(out, slot.lower ? to_lower(letter) : letter);
        } else {
          const char letter = slot.lower ? ascii_lower(c) : c;
          append_utf8(out, static_cast<char32_t>(slot.wide && is_ascii_alnum(c)
                                                     ? 0xFEE0 + static_cast<uint8_t>(letter)
                                                     : static_cast<uint8_t>(letter)));
        }
      }
      return;
  }
}

std::string Form::render(std::string_view new_core) const {
  std::string out;
  out.reserve(value_.size() + 8);
  size_t at = 0;
  size_t used = 0;
  for (size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    out.append(value_.substr(at, slot.begin - at));
    at = slot.end;
    size_t take = std::min<size_t>(slot.count, new_core.size() - used);
    if (i + 1 == slots_.size()) take = new_core.size() - used;
    append_slot(out, slot, new_core.substr(used, take));
    used += take;
  }
  out.append(value_.substr(at));
  return out;
}

size_t Form::offset_of(size_t i) const {
  for (const Slot& slot : slots_) {
    if (i < slot.count) return slot.begin;
    i -= slot.count;
  }
  return value_.size();
}

bool Form::joined(size_t i) const {
  size_t previous_end = value_.size() + 1;
  for (const Slot& slot : slots_) {
    if (i == 0) return slot.begin == previous_end;
    if (i < slot.count) return true;
    i -= slot.count;
    previous_end = slot.end;
  }
  return false;
}

std::string core_of(std::string_view value, Alphabet alphabet) {
  return Form(value, alphabet).core();
}

std::string letters_and_digits(std::string_view value) {
  std::string out;
  for (size_t i = 0; i < value.size();) {
    const size_t skip = escape_length(value, i);
    if (skip == 0 && is_ascii_alnum(value[i])) out.push_back(value[i]);
    i += std::max<size_t>(skip, 1);
  }
  return out;
}

std::string in_places(std::string_view like, std::string_view characters) {
  std::string out;
  size_t used = 0;
  for (size_t i = 0; i < like.size();) {
    const size_t skip = escape_length(like, i);
    if (skip > 0 || !is_ascii_alnum(like[i])) {
      out.append(like.substr(i, std::max<size_t>(skip, 1)));
    } else if (used < characters.size()) {
      out.push_back(characters[used++]);
    }
    i += std::max<size_t>(skip, 1);
  }
  out.append(characters.substr(used));
  return out;
}

}  // namespace lauter::surrogate
