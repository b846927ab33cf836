/// Two normal forms of the refined text are searched for the normal forms of all values at once: a
/// bitmap of 64 Ki bits over a hash of the first four bytes lets nearly all positions of the text
/// pass after one lookup; the others ask a hash table once for every length that values with these
/// four bytes have. That keeps a list of a million numbers that begin alike linear.
///
///   plain   ASCII lower case, runs of white space are one blank
///   digits  digits only; other bytes are dropped if at most two of them stand between two digits,
///   and
///           become one '/' otherwise, so that unrelated numbers do not run together
#include "refine/survivors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "catalog/category.h"
#include "refine/byte_block.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

constexpr size_t kMinDigits = 7;
constexpr size_t kFreeLength = 12;  // values this long need no word boundary around them

/// A text in one of the two forms, and where its bytes come from.
struct Form {
  std::string_view bytes() const { return {buffer.get(), size}; }

  std::unique_ptr<char[]> buffer;
  size_t size = 0;
  std::vector<std::pair<size_t, size_t>>
      shifts;                    ///< plain: from byte `first` on, origin = byte + `second`
  std::vector<uint64_t> origin;  ///< digits: of every byte
};

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

Form plain_form(std::string_view text) {
  Form form;
  form.buffer.reset(new char[text.size() + 1]);
  char* const out = form.buffer.get();
  size_t n = 0;
  bool blank = false;  // the byte before was white space
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = kFold[static_cast<uint8_t>(text[i])];
    if (c == ' ' && blank) {
      if (!form.shifts.empty() && form.shifts.back().first == n) form.shifts.pop_back();
      form.shifts.emplace_back(n, i + 1 - n);
      continue;
    }
    blank = c == ' ';
    out[n++] = c;
  }
  form.size = n;
  return form;
}

uint64_t origin_of(const Form& form, size_t at) {
  const auto after = std::partition_point(form.shifts.begin(), form.shifts.end(),
                                          [&](const auto& shift) { return shift.first <= at; });
  return at + (after == form.shifts.begin() ? 0 : (after - 1)->second);
}

Form digits_form(std::string_view text) {
  Form form;
  std::string bytes;
  uint64_t next = 0;  // behind the last digit
  const auto digit_at = [&](uint64_t at) {
    bool joined = at - next <= 2;
    for (uint64_t i = next; joined && i < at; ++i) joined = !is_ascii_alpha(text[i]);
    if (!joined) {
      bytes.push_back('/');
      form.origin.push_back(at);
    }
    bytes.push_back(text[at]);
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
  form.size = bytes.size();
  form.buffer.reset(new char[bytes.size() + 1]);
  std::copy(bytes.begin(), bytes.end(), form.buffer.get());
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

  /// Calls found(begin, end, edit) for the longest value at every position of `bytes`.
  template <typename F>
  void search(std::string_view bytes, F found) const {
    std::string key;
    for (size_t i = 0; i + 4 <= bytes.size(); ++i) {
      const uint32_t word = first_four(bytes.data() + i);
      if (!present_[slot(word)]) continue;
      const auto lengths = lengths_.find(word);
      if (lengths == lengths_.end()) continue;
      for (const size_t length : lengths->second) {
        if (length > bytes.size() - i) continue;
        key.assign(bytes, i, length);
        const auto value = edits_.find(key);
        if (value != edits_.end() && found(i, i + length, value->second)) break;
      }
    }
  }

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
  if (was.size() < 4 || is_descriptive(edit.cause.label)) return false;
  size_t digits = 0;
  bool letters = false;
  for (const char c : was) {
    digits += is_ascii_digit(c) ? 1 : 0;
    letters |= is_ascii_alpha(c) || !is_ascii(c);
  }
  if (!letters) return digits >= kMinDigits;
  if (digits > 0) return true;
  const size_t at = was.find('@');
  const bool address = at != std::string_view::npos && at > 0;
  const bool link = was.find("://") != std::string_view::npos;
  const bool words = was.find_first_of(" \t\n") != std::string_view::npos;
  return address || link || words;
}

std::vector<Survivor> find_survivors(const EditProgram& program, std::string_view original,
                                     std::string_view refined, size_t limit) {
  ValueIndex plain;
  ValueIndex digits;
  for (size_t i = 0; i < program.edits.size(); ++i) {
    const std::string_view was = program.edits[i].span.of(original);
    if (!must_vanish(program.edits[i], was)) continue;
    const Form form = plain_form(trim_ascii(was));
    if (form.size >= 4) plain.add(std::string(form.bytes()), i);
    const std::string number = ascii_digits_of(was);
    const auto n_letters =
        static_cast<size_t>(std::count_if(was.begin(), was.end(), is_ascii_alpha));
    if (number.size() >= kMinDigits && n_letters * 4 <= number.size()) digits.add(number, i);
  }
  std::vector<Survivor> survivors;
  if (!plain.empty()) {
    const Form form = plain_form(refined);
    plain.search(form.bytes(), [&](size_t begin, size_t end, size_t edit) {
      if (end - begin < kFreeLength && !stands_alone(form.bytes(), begin, end)) return false;
      if (survivors.size() < limit) {
        survivors.push_back({{origin_of(form, begin), origin_of(form, end - 1) + 1}, edit});
      }
      return true;
    });
  }
  if (!digits.empty()) {
    const Form form = digits_form(refined);
    digits.search(form.bytes(), [&](size_t begin, size_t end, size_t edit) {
      const ByteSpan span = {form.origin[begin], form.origin[end - 1] + 1};
      // A short number inside a longer run of digits is chance.
      if (end - begin < 10 && !stands_alone(refined, span.begin, span.end)) return false;
      if (survivors.size() < limit) survivors.push_back({span, edit});
      return true;
    });
  }
  for (Survivor& survivor : survivors) {
    while (!is_utf8_boundary(refined, survivor.span.begin)) --survivor.span.begin;
    while (!is_utf8_boundary(refined, survivor.span.end)) ++survivor.span.end;
  }
  return survivors;
}

}  // namespace lauter::internal
