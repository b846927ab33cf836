#include "surrogate/numbers/id_form.h"

#include <algorithm>
#include <charconv>

#include "catalog/checks_financial.h"
#include "catalog/checks_government.h"
#include "catalog/checks_health.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

constexpr IdForm kForms[] = {
#include "known/identifier_standins.inc"
};

size_t number_in(std::string_view text, size_t otherwise) {
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

/// Cuts off the part before the first `sign`.
std::string_view take_until(std::string_view& text, char sign) {
  const size_t end = std::min(text.find(sign), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// `10#10,11#`: sizes, and how many of the first characters are digits.
bool fits(std::string_view heads, std::string_view core) {
  while (!heads.empty()) {
    std::string_view digits = take_until(heads, ',');
    const bool has_digits = digits.find('#') != std::string_view::npos;
    if (number_in(take_until(digits, '#'), 0) != core.size()) continue;
    return !has_digits || all_digits(core.substr(0, number_in(digits, core.size())));
  }
  return false;
}

/// `[A-CX]` as `ABCX`.
std::string letters_of(std::string_view set) {
  std::string letters;
  for (size_t i = 0; i < set.size(); ++i) {
    if (set[i] != '-') {
      letters.push_back(set[i]);
    } else {
      while (letters.back() < set[i + 1] - 1) letters.push_back(static_cast<char>(letters.back() + 1));
    }
  }
  return letters;
}

/// One operation, taken apart.
struct Step {
  explicit Step(std::string_view text) : kind(text.front()), rest(text.substr(1)) {
    if (const size_t open = text.find('['); open != std::string_view::npos) {
      const size_t close = text.find(']');
      letters = letters_of(text.substr(open + 1, close - open - 1));
      rest = text.substr(close + 1);
    }
  }
  /// Of the characters it is for; 0: all that later ones leave (`*`).
  size_t width(size_t check_size) const {
    if (kind == '\'') return rest.size() - 1;
    if (kind == '{') return rest.size() - rest.find('-') - 2;
    if (kind == 'c') return check_size;
    if (kind == '(') return 0;
    if (kind == 'Y' || kind == 'M' || kind == 'D') return 2;
    return rest == "*" ? 0 : number_in(rest, 1);
  }

  char kind;
  std::string_view rest;
  std::string letters;
};

/// What a month or a day is moved by: `+80`, `*20`: the multiple that is there, `>40`: if so much is there.
int offset_of(std::string_view rest, int there) {
  if (rest.empty()) return 0;
  const auto n = static_cast<int>(number_in(rest.substr(1), 0));
  if (rest[0] == '*') return there / n * n;
  return rest[0] == '+' || there >= n ? n : 0;
}

bool fill_once(const IdForm& form, std::string_view operations, std::string& core, KeyedRandom& random) {
  size_t at = 0;
  size_t body = 0;
  while (!operations.empty()) {
    const Step step(take_until(operations, ' '));
    size_t width = step.width(form.check.size());
    if (step.rest == "*") {
      width = core.size() - at;
      for (std::string_view later = operations; !later.empty();) width -= Step(take_until(later, ' ')).width(form.check.size());
    }
    switch (step.kind) {
      case '\'':
        put(core, at, step.rest.substr(0, width));
        break;
      case '{': {
        const size_t low = number_in(step.rest, 0);
        const size_t high = number_in(step.rest.substr(step.rest.find('-') + 1), 0);
        put(core, at, padded(low + random.below(high - low + 1), width));
        break;
      }
      case 'd':
        put_random_digits(core, at, width, random);
        break;
      case '[':
        put(core, at, draw_string(random, step.letters, width));
        break;
      case 's':
        put_same_classes(core, at, width, random, step.letters.empty() ? kUpperLetters : step.letters);
        break;
      case 'Y':
        shift_year(core, at, random);
        break;
      case 'M':
        put_month(core, at, offset_of(step.rest, two_digits(core, at)), random);
        break;
      case 'D':
        put_day(core, at, offset_of(step.rest, two_digits(core, at)), random);
        break;
      case 'p':
        put_same_parity(core, at, random);
        break;
      case 'h':
        core[at] = draw_from(random, core[at] < '5' ? "01234" : "56789");
        break;
      case '(':
        body = at;
        break;
      case 'c':
        if (!form.check.put(core, body, at)) return false;
        break;
      default:  // `=`
        break;
    }
    at += width;
  }
  return form.holds == nullptr || form.holds(core);
}

bool fill_form(const IdForm& form, std::string& core, KeyedRandom& random) {
  std::string_view operations = form.text;
  std::string_view heads = take_until(operations, ':');
  operations.remove_prefix(1);
  const bool tries_anew = heads.starts_with('~');
  if (tries_anew) heads.remove_prefix(1);
  if (!fits(heads, core)) return false;
  const auto once = [&] { return fill_once(form, operations, core, random); };
  return tries_anew ? until_it_fits(once) : once();
}

}  // namespace

bool CheckFunction::put(std::string& core, size_t body, size_t at) const {
  const std::string_view checked = std::string_view(core).substr(body, at - body);
  return pair_ != nullptr ? put_checks(core, at, pair_(checked)) : put_check(core, at, one_(checked));
}

CheckedId::CheckedId(Category category) : odd_(odd_rule(category)) {
  const auto* begin = std::ranges::find(kForms, category, &IdForm::category);
  forms_ = {begin, std::find_if(begin, std::end(kForms), [&](const IdForm& form) { return form.category != category; })};
}

Alphabet CheckedId::alphabet() const {
  if (odd_.fill != nullptr) return odd_.alphabet;
  const auto is_digits = [](const IdForm& form) {
    const std::string_view heads = form.text.substr(0, form.text.find(':'));
    return heads.ends_with('#') && std::ranges::count(heads, ',') + 1 == std::ranges::count(heads, '#');
  };
  return std::ranges::all_of(forms_, is_digits) ? Alphabet::kDigits : Alphabet::kAlnum;
}

bool CheckedId::fill(std::string& core, KeyedRandom& random) const {
  if (odd_.fill != nullptr) return odd_.fill(core, random);
  return std::ranges::any_of(forms_, [&](const IdForm& form) { return fill_form(form, core, random); });
}

}  // namespace lauter::surrogate
