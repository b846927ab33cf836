/// The surface form of an identifier, apart from its characters.
///
/// `(415) 555-2671`, `415.555.2671`, `four one five, double five ...` and the same in Arabic-Indic
/// digits hold one core, 4155552671. A Form takes a value apart into that core and everything else
/// (separators, labels, letter case, script of the digits, spelled words), and writes another core
/// into the same form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lauter::surrogate {

/// What belongs to the core: digits only (letters are labels, or damaged digits such as O for 0),
/// or letters and digits.
enum class Alphabet : uint8_t { kDigits, kAlnum };

class Form {
 public:
  /// `value` must outlive the form. Linear.
  Form(std::string_view value, Alphabet alphabet);

  /// Digits and upper-case letters, ASCII.
  const std::string& core() const { return core_; }

  /// `new_core` in this form. A core of another length is fine: characters beyond the form's slots
  /// follow the last slot, slots beyond the core vanish.
  std::string render(std::string_view new_core) const;

  /// Byte of the value behind core character `i`.
  size_t offset_of(size_t i) const;
  /// Whether core character `i` and the one before it have nothing between them.
  bool joined(size_t i) const;

 private:
  enum class Kind : uint8_t { kDigit, kLetter, kForeignLetter, kDigitWord, kLetterWord };
  struct Slot {
    uint32_t begin = 0;
    uint32_t end = 0;
    char32_t zero = '0';  // kDigit: zero of its script; kForeignLetter: first letter of its script
    Kind kind = Kind::kDigit;
    uint8_t count = 1;     // core characters: "double five" holds two
    uint8_t language = 0;  // kDigitWord
    bool lower = false;
    bool wide = false;      // full-width letter
    bool tens = false;      // "eighty": a unit may follow
    bool repeated = false;  // "double", "triple"
  };

  void parse(Alphabet alphabet);
  void add_word(std::string_view word, size_t begin, size_t end, Alphabet alphabet, bool spelled);
  void add_letters(size_t begin, size_t end);
  void append_slot(std::string& out, const Slot& slot, std::string_view characters) const;

  std::string_view value_;
  std::string core_;
  std::vector<Slot> slots_;
};

/// Digits and upper-case letters of `value` under the rules above: what makes two spellings the
/// same value.
std::string core_of(std::string_view value, Alphabet alphabet);

/// Length of an escape at `i` whose letters and digits are no part of a value: `\n`, `\u0020`,
/// `%20`, `&#64;`, `&nbsp;`. 0 if there is none.
size_t escape_length(std::string_view text, size_t i);

/// The ASCII letters and digits of `value`, without escapes.
std::string letters_and_digits(std::string_view value);

/// `characters` in the places of letters_and_digits(like), those that are left behind them; all
/// else stays.
std::string in_places(std::string_view like, std::string_view characters);

}  // namespace lauter::surrogate
