/// Two normal forms are compared for all values at once:
///
///   plain   ASCII lower case, runs of white space are one blank. Looked up wherever a value may
///           begin (text/value_begins.h).
///   digits  digits only; other bytes are dropped if at most two of them stand between two digits,
///   and
///           become one '/' otherwise, so that unrelated numbers do not run together.
///
/// A bitmap of 64 Ki bits over a hash of the first four bytes lets nearly all positions pass after
/// one look; the others ask a hash table once for every length that values with these four bytes
/// have. That keeps a list of a million numbers that begin alike linear.
#include "refine/verify/survivors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstring>
#include <functional>
#include <string>
#include <unordered_map>

#include "base/stop.h"
#include "catalog/category.h"
#include "find/value_lists.h"
#include "text/ascii.h"
#include "text/byte_block.h"
#include "text/utf8.h"
#include "text/value_begins.h"

namespace lauter::internal {
namespace {

constexpr size_t kPlacesBetweenLooks = 4096;  ///< at whether the work is given up

constexpr size_t kMinCharacters = 6;
constexpr size_t kMinDigits = 7;
constexpr size_t kFreeLength = 12;  // values this long need no word boundary around them

/// What a byte becomes in the plain form.
constexpr std::array<char, 256> make_fold() {
  std::array<char, 256> fold{};
  for (size_t i = 0; i < fold.size(); ++i) {
    const auto c = static_cast<char>(static_cast<uint8_t>(i));
    fold[i] = is_ascii_space(c) ? ' ' : ascii_lower(c);
  }
  return fold;
}
constexpr std::array<char, 256> kFold = make_fold();

/// Appends up to `n` bytes of the plain form of text[at..); returns where the text goes on.
size_t append_plain(std::string& out, std::string_view text, size_t at, size_t n) {
  while (n > 0 && at < text.size()) {
    const char c = kFold[static_cast<uint8_t>(text[at++])];
    out.push_back(c);
    --n;
    while (c == ' ' && at < text.size() && is_ascii_space(text[at])) ++at;
  }
  return at;
}

/// The first four bytes of the plain form of text[at..); false if it has fewer.
bool first_four_plain(std::string_view text, size_t at, char (&four)[4]) {
  if (text.size() - at < 4) return false;
  int blanks = 0;
  for (size_t i = 0; i < 4; ++i) {
    four[i] = kFold[static_cast<uint8_t>(text[at + i])];
    blanks += four[i] == ' ' ? 1 : 0;
  }
  if (blanks <= 1) return true;
  std::string form;  // rare: two blanks, perhaps in a row, which count as one
  append_plain(form, text, at, 4);
  if (form.size() < 4) return false;
  std::copy(form.begin(), form.end(), four);
  return true;
}

/// The digits of a text, and where each comes from.
struct DigitsForm {
  std::string bytes;
  std::vector<uint64_t> origin;
};

DigitsForm digits_form(std::string_view text) {
  DigitsForm form;
  uint64_t next = 0;  // behind the last digit
  const auto digit_at = [&](uint64_t at) {
    bool joined = at - next <= 2;
    for (uint64_t i = next; joined && i < at; ++i) joined = !is_ascii_alpha(text[i]);
    if (!joined) {
      form.bytes.push_back('/');
      form.origin.push_back(at);
    }
    form.bytes.push_back(text[at]);
    form.origin.push_back(at);
    next = at + 1;
  };
  size_t i = 0;
  for (; i + 64 <= text.size(); i += 64) {
    for (uint64_t digits = ByteBlock(text.data() + i).in_range('0', 10); digits != 0;
         digits &= digits - 1) {
      digit_at(i + static_cast<uint64_t>(std::countr_zero(digits)));
    }
  }
  for (; i < text.size(); ++i) {
    if (is_ascii_digit(text[i])) digit_at(i);
  }
  return form;
}

uint32_t first_four(const char* p) {
  uint32_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}
size_t slot(uint32_t word) { return (word * 0x9E3779B1U) >> 16; }

/// Values of one form: which edit each belongs to.
class ValueIndex {
 public:
  /// `value` has at least 4 bytes; of a long one the begin stands for all.
  void add(std::string value, size_t edit) {
    if (value.size() > kMaxLength) value.resize(kMaxLength);
    const uint32_t word = first_four(value.data());
    present_.set(slot(word));
    std::vector<size_t>& lengths = lengths_[word];
    const auto at =
        std::lower_bound(lengths.begin(), lengths.end(), value.size(), std::greater<>());
    if (at == lengths.end() || *at != value.size()) lengths.insert(at, value.size());
    edits_.emplace(std::move(value), edit);
  }
  bool empty() const { return edits_.empty(); }

  /// Lengths (descending) of the values that begin with these four bytes; null if none does.
  const std::vector<size_t>* lengths_of(const char* four) const {
    const uint32_t word = first_four(four);
    if (!present_[slot(word)]) return nullptr;
    const auto lengths = lengths_.find(word);
    return lengths == lengths_.end() ? nullptr : &lengths->second;
  }
  /// The edit of this very value, or npos.
  size_t edit_of(const std::string& value) const {
    const auto found = edits_.find(value);
    return found == edits_.end() ? npos : found->second;
  }
  static constexpr size_t npos = static_cast<size_t>(-1);

 private:
  static constexpr size_t kMaxLength = 256;
  std::bitset<65536> present_;
  std::unordered_map<uint32_t, std::vector<size_t>> lengths_;  // descending
  std::unordered_map<std::string, size_t> edits_;
};

bool is_word_byte(char c) { return is_ascii_alnum(c) || !is_ascii(c); }

bool stands_alone(std::string_view text, size_t begin, size_t end) {
  return (begin == 0 || !is_word_byte(text[begin - 1]) || !is_word_byte(text[begin])) &&
         (end == text.size() || !is_word_byte(text[end]) || !is_word_byte(text[end - 1]));
}

/// A word with a number: "python3", "register1".
bool is_numbered_word(std::string_view was) {
  return was.size() > 1 && is_ascii_digit(was.back()) &&
         std::all_of(was.begin(), was.end() - 1, is_ascii_lower);
}

/// Whether `was` is a word with a few digits in it ("jdoe85", "x86_64"): an identifier perhaps, and
/// a part of other names perhaps ("linux-x86_64").
bool is_identifier_like(std::string_view was) {
  size_t digits = 0;
  for (const char c : was) {
    if (is_ascii_space(c) || c == '@' || c == ':' || c == '/') return false;
    digits += is_ascii_digit(c) ? 1 : 0;
  }
  return digits > 0 && digits < kMinDigits;
}

/// Whether text[begin..end) is no part of a longer name: neither letters, digits and '_' meet it,
/// nor others behind a '-' or '.'.
bool is_whole_token(std::string_view text, size_t begin, size_t end) {
  const auto in_name = [&](size_t i) { return is_word_byte(text[i]) || text[i] == '_'; };
  const auto joins = [&](size_t i) { return text[i] == '-' || text[i] == '.'; };
  if (begin > 0 && (in_name(begin - 1) || (begin > 1 && joins(begin - 1) && in_name(begin - 2)))) {
    return false;
  }
  return end == text.size() ||
         !(in_name(end) || (end + 1 < text.size() && joins(end) && in_name(end + 1)));
}

/// Categories whose values are words or quantities: see must_vanish().
bool is_descriptive(std::string_view label) {
  const auto category = category_from_name(label);
  if (!category.has_value()) return false;
  switch (*category) {
    case Category::kPerson:
    case Category::kMaidenName:
    case Category::kStreetAddress:
    case Category::kGeoCoordinates:
    case Category::kEmployeeId:
    case Category::kStudentId:
    case Category::kProfessionalLicense:
    case Category::kBiometricId:
      return false;
    case Category::kMedicalCondition:
    case Category::kMedication:
    case Category::kBloodType:
    case Category::kCreditScore:
    case Category::kSalary:
    case Category::kCardExpiry:
    case Category::kSwiftCode:
    case Category::kUrl:
    case Category::kGeneticData:
    case Category::kPhysicalTrait:
    case Category::kBodyMeasurement:
      return true;
    default:
      break;
  }
  switch (category_group(*category)) {
    case CategoryGroup::kPerson:
    case CategoryGroup::kDate:
    case CategoryGroup::kPlace:
    case CategoryGroup::kWork:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool must_vanish(const Edit& edit, std::string_view was) {
  if (edit.cause.rule == kDenyRule) return false;
  if (is_descriptive(edit.cause.label)) return false;
  size_t digits = 0;
  size_t characters = 0;  // letters and digits
  bool letters = false;
  for (const char c : was) {
    digits += is_ascii_digit(c) ? 1 : 0;
    const bool letter = is_ascii_alpha(c) || (!is_ascii(c) && !is_utf8_continuation(c));
    letters |= letter;
    characters += letter || is_ascii_digit(c) ? 1 : 0;
  }
  if (characters < kMinCharacters || is_numbered_word(was)) return false;
  if (!letters) return digits >= kMinDigits;
  if (digits > 0) return true;
  const size_t at = was.find('@');
  const bool address = at != std::string_view::npos && at > 0;
  const bool link = was.find("://") != std::string_view::npos;
  const bool words = was.find_first_of(" \t\n") != std::string_view::npos;
  return address || link || words;
}

namespace {

void find_plain(const ValueIndex& values, const EditProgram& program, std::string_view original,
                std::string_view refined, size_t limit, std::vector<Survivor>& survivors) {
  std::string form;
  uint64_t done = 0;
  size_t looked = 0;
  each_value_begin(refined, kBeginAny, [&](size_t at) {
    if (++looked % kPlacesBetweenLooks == 0 && GiveUpScope::is_over()) return false;
    char four[4];
    if (at < done || !first_four_plain(refined, at, four)) return true;
    const std::vector<size_t>* lengths = values.lengths_of(four);
    if (lengths == nullptr) return true;
    for (const size_t length : *lengths) {
      WorkBudget::take(20 + length);
      form.clear();
      const size_t end = append_plain(form, refined, at, length);
      if (form.size() < length) continue;
      const size_t edit = values.edit_of(form);
      if (edit == ValueIndex::npos) continue;
      if (is_identifier_like(program.edits[edit].span.of(original))
              ? !is_whole_token(refined, at, end)
              : length < kFreeLength && !stands_alone(refined, at, end)) {
        continue;
      }
      survivors.push_back({{at, end}, edit});
      done = end;
      return survivors.size() < limit;
    }
    return true;
  });
}

void find_digits(const ValueIndex& values, std::string_view refined, size_t limit,
                 std::vector<Survivor>& survivors) {
  const DigitsForm form = digits_form(refined);
  std::string key;
  for (size_t i = 0; i + 4 <= form.bytes.size() && survivors.size() < limit; ++i) {
    if (i % kPlacesBetweenLooks == 0 && GiveUpScope::is_over()) return;
    const std::vector<size_t>* lengths = values.lengths_of(form.bytes.data() + i);
    if (lengths == nullptr) continue;
    for (const size_t length : *lengths) {
      WorkBudget::take(20 + length / 4);
      if (length > form.bytes.size() - i) continue;
      key.assign(form.bytes, i, length);
      const size_t edit = values.edit_of(key);
      if (edit == ValueIndex::npos) continue;
      const ByteSpan span = {form.origin[i], form.origin[i + length - 1] + 1};
      // A short number inside a longer run of digits is chance.
      if (length < 10 && !stands_alone(refined, span.begin, span.end)) continue;
      survivors.push_back({span, edit});
      break;
    }
  }
}

}  // namespace

std::vector<Survivor> find_survivors(const EditProgram& program, std::string_view original,
                                     std::string_view refined, size_t limit) {
  ValueIndex plain;
  ValueIndex digits;
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const std::string_view was = program.edits[i].span.of(original);
    if (!must_vanish(program.edits[i], was)) continue;
    std::string form;
    append_plain(form, trim_ascii(was), 0, was.size());
    if (form.size() >= 4) plain.add(std::move(form), i);
    std::string number = ascii_digits_of(was);
    const auto n_letters =
        static_cast<size_t>(std::count_if(was.begin(), was.end(), is_ascii_alpha));
    if (number.size() >= kMinDigits && n_letters * 4 <= number.size()) {
      digits.add(std::move(number), i);
    }
  }
  std::vector<Survivor> survivors;
  if (!plain.empty()) find_plain(plain, program, original, refined, limit, survivors);
  if (!digits.empty()) find_digits(digits, refined, limit, survivors);
  for (Survivor& survivor : survivors) {
    while (!is_utf8_boundary(refined, survivor.span.begin)) --survivor.span.begin;
    while (!is_utf8_boundary(refined, survivor.span.end)) ++survivor.span.end;
  }
  return survivors;
}

}  // namespace lauter::internal
