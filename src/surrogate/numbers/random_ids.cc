// Identifiers without a rule of their own: random characters of the same form.
#include <algorithm>
#include <vector>

#include "catalog/by_category.h"
#include "catalog/checks_device.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/id_form.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/id_tools.h"
#include "surrogate/numbers/permutation.h"

namespace lauter::surrogate {
namespace {

/// Whether letters are part of the code: `K7QX2M`. In others runs before digits or a separator say what it is: `EMP-00412`,
/// `RN 123456`.
bool has_random_letters(Category category) {
  using enum Category;
  static constexpr SomeCategories kCodes{kBookingReference, kDeviceSerialNumber, kUsDriverLicense, kMeetingId, kHealthPlanId};
  return kCodes.has(category);
}

bool keeps_year(Category category) {
  using enum Category;
  return category == kCaseNumber || category == kInsurancePolicyNumber || category == kStudentId;
}

bool is_digits_only(Category category) {
  using enum Category;
  static constexpr SomeCategories kDigits{kCardSecurityCode, kPin, kUkBankAccount, kUsBankNumber};
  return kDigits.has(category);
}

/// Categories of one family draw alike: whether a number is read as a customer's or an employee's,
/// an American or a British account depends on what else its document says, and it is the same
/// number in all. Codes of a few digits name nobody; two of a kind that are equal are so by chance.
std::string_view family_of(Category category) {
  const bool is_code = category == Category::kPin || category == Category::kCardSecurityCode;
  return is_code ? category_name(category) : "identifier";
}

bool is_hex(std::string_view run) {
  return std::all_of(run.begin(), run.end(), [](char c) { return is_ascii_hex(c); });
}

bool is_year(std::string_view run) {
  return run.size() == 4 && (run.substr(0, 2) == "19" || run.substr(0, 2) == "20") &&
         all_digits(run);
}

/// The characters of a run that are drawn anew. A run is a stretch of core characters with nothing
/// between them.
void free_places(std::string_view core, size_t begin, size_t end, Category category, bool first,
                 std::vector<FreePlace>& places) {
  const std::string_view run = core.substr(begin, end - begin);
  const bool has_digit =
      std::any_of(run.begin(), run.end(), [](char c) { return is_ascii_digit(c); });
  if (run.size() >= 8 && has_digit && is_hex(run) &&
      std::any_of(run.begin(), run.end(), [](char c) { return !is_ascii_digit(c); })) {
    for (size_t i = begin; i < end; ++i) {
      places.push_back({i, is_ascii_digit(core[i]) ? kDecimalDigits : "ABCDEF"});
    }
    return;
  }
  if (keeps_year(category) && is_year(run)) return;
  // Two-digit years of dockets: 2:21-cv-04873, 123 Js 4567/22.
  if (category == Category::kCaseNumber && !first && run.size() == 2 && all_digits(run)) return;
  const bool label = !has_random_letters(category);
  for (size_t i = begin; i < end;) {
    if (is_ascii_digit(core[i])) {
      // A leading zero stays one, so that the length of the number stays.
      const bool leading = i == begin || !is_ascii_digit(core[i - 1]);
      if (!leading || core[i] != '0') {
        places.push_back({i, leading && i == begin ? "123456789" : kDecimalDigits});
      }
      ++i;
      continue;
    }
    size_t letters = i;
    while (letters < end && !is_ascii_digit(core[letters])) ++letters;
    // A label is what stands before digits of its run, or a run of letters alone in a value that
    // has digits elsewhere; a code mixes both.
    const bool keep = label && (i == begin || letters == end) && (has_digit ? i == begin : true);
    for (; i < letters; ++i) {
      if (!keep) places.push_back({i, kUpperLetters});
    }
  }
}

/// Values without a single digit or letter that a form can hold.
std::string replaced_letters(const Request& request) {
  KeyedRandom random = random_for(request, "shape", request.value);
  std::string out;
  bool any = false;
  for (size_t i = 0; i < request.value.size();) {
    const CodePoint c = decode(request.value, i);
    if (script_of(c.value) == Script::kHan) {
      constexpr std::u32string_view kPlain =
          U"\u5C71\u5DDD\u7530\u677E\u7AF9\u6771\u897F\u5357\u5317\u65B0\u9752\u767D\u77F3\u6797"
          U"\u539F\u6C34\u661F\u5149\u548C\u6625";
      append_utf8(out, kPlain[random.below(kPlain.size())]);
      any = true;
    } else if (is_letter(c.value)) {
      // Near neighbours in the same block stay in the same alphabet.
      const char32_t moved = c.value + static_cast<char32_t>(1 + random.below(5));
      append_utf8(out,
                  script_of(moved) == script_of(c.value) && is_letter(moved) ? moved : c.value);
      any = true;
    } else {
      out.append(request.value.substr(i, c.size));
    }
    i += c.size;
  }
  return any ? out : "n/a";
}

}  // namespace

std::string make_random_id(const Request& request) {
  const Form form(request.value,
                  is_digits_only(request.category) ? Alphabet::kDigits : Alphabet::kAlnum);
  if (form.core().empty()) return replaced_letters(request);
  std::string core = form.core();
  std::vector<FreePlace> places;
  if (std::any_of(core.begin(), core.end(), is_ascii_digit)) {
    size_t begin = 0;
    for (size_t i = 1; i <= core.size(); ++i) {
      if (i < core.size() && form.joined(i)) continue;
      free_places(core, begin, i, request.category, begin == 0, places);
      begin = i;
    }
  }
  if (places.empty()) {
    for (size_t i = 0; i < core.size(); ++i) {
      places.push_back({i, is_ascii_digit(core[i]) ? kDecimalDigits : kUpperLetters});
    }
  }
  trace(request, core);
  permute_places(core, places, request.world.hash, family_of(request.category),
                 1 + request.attempt);
  return form.render(core);
}

std::string make_checked_id(const Request& request) {
  const CheckedId rule(request.category);
  if (!rule.exists()) return make_random_id(request);
  const Form form(request.value, rule.alphabet());
  std::string core = form.core();
  KeyedRandom random = random_for(request, category_name(request.category), core);
  if (!core.empty() && rule.fill(core, random)) return form.render(core);
  // Labels around the number (`NHS 943 476 5919`), or a damaged one: try the longest tail and head.
  const std::string& whole = form.core();
  for (size_t cut = 1; cut <= 6 && cut + 4 < whole.size(); ++cut) {
    std::string tail = whole.substr(cut);
    if (!is_ascii_digit(whole[cut - 1]) && rule.fill(tail, random)) {
      return form.render(whole.substr(0, cut) + tail);
    }
  }
  return make_random_id(request);
}

std::string make_utility_account(const Request& request) {
  const Form form(request.value, Alphabet::kAlnum);
  std::string core = form.core();
  KeyedRandom random = random_for(request, category_name(request.category), core);
  if (is_digits(core, 13)) {
    until_it_fits([&] {
      put_random_digits(core, 0, 12, random);
      return put_check(core, 12, uk_mpan_check_digit(core.substr(0, 12)));
    });
    return form.render(core);
  }
  if (core.size() >= 20 && core.starts_with("ES") &&
      all_digits(std::string_view(core).substr(2, 16))) {
    put(core, 2, "0000");  // no distributor has this code
    put_random_digits(core, 6, 12, random);
    uint64_t number = 0;
    for (size_t i = 2; i < 18; ++i) number = number * 10 + static_cast<uint64_t>(core[i] - '0');
    constexpr std::string_view kControl = "TRWAGMYFPDXBNJZSQVHLCKE";
    const uint64_t rest = number % 529;
    core[18] = kControl[rest / 23];
    core[19] = kControl[rest % 23];
    return form.render(core);
  }
  return make_random_id(request);
}

std::string make_license_plate(const Request& request) {
  const Form form(request.value, Alphabet::kAlnum);
  if (form.core().empty()) return replaced_letters(request);
  std::string core = form.core();
  KeyedRandom random = random_for(request, category_name(request.category), core);
  // GB: AB12 CDE. The letters I and Q are not issued in the first two places.
  const bool british = core.size() == 7 && !is_ascii_digit(core[0]) && !is_ascii_digit(core[1]) &&
                       is_ascii_digit(core[2]) && is_ascii_digit(core[3]) &&
                       !is_ascii_digit(core[4]) && !is_ascii_digit(core[6]);
  put_same_classes(core, 0, core.size(), random, "ABCDEFGHJKLMNPRSTUVWXYZ");
  if (british) {
    core[0] = 'Q';
    core[1] = draw_from(random, "IQ");
    return form.render(core);
  }
  // DE: B-AB 123. XQ and the like are no district.
  const size_t dash = request.value.find('-');
  if (dash != std::string_view::npos && dash >= 1 && dash <= 3 && !is_ascii_digit(core[0])) {
    static constexpr std::string_view kUnused[] = {"Q", "QX", "XQZ"};
    const size_t letters = std::min<size_t>(dash, core.size());
    bool leading_letters = true;
    for (size_t i = 0; i < letters; ++i) leading_letters &= is_ascii_upper(core[i]);
    const bool three_groups = request.value.find('-', dash + 1) != std::string_view::npos;
    if (leading_letters && !three_groups) {
      const std::string_view unused = kUnused[letters - 1];
      put(core, 0, unused);
      return form.render(core);
    }
  }
  // Elsewhere a letter that national series leave out takes the first place.
  for (char& c : core) {
    if (is_ascii_upper(c)) {
      c = draw_from(random, "IQ");
      break;
    }
  }
  return form.render(core);
}

std::string make_uuid(const Request& request) {
  const Form form(request.value, Alphabet::kAlnum);
  std::string core = form.core();
  KeyedRandom random = random_for(request, category_name(request.category), core);
  if (core.size() != 32) return make_random_id(request);
  core = draw_string(random, "0123456789ABCDEF", 32);
  core[12] = '4';
  core[16] = draw_from(random, "89AB");
  // Letter case of the original, which the form cannot know where a digit stood.
  const bool lower = case_of(request.value) != LetterCase::kUpper;
  if (letters_and_digits(request.value).size() != core.size()) return form.render(core);
  return in_places(request.value, lower ? to_ascii_lower(core) : core);
}

}  // namespace lauter::surrogate
