// Stand-ins of dates: all of a document move by the same number of days.
#include <algorithm>
#include <array>

#include "surrogate/dates.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/id_tools.h"

namespace lauter::surrogate {
namespace {

/// Age brackets are told at a fixed day, so that the output does not depend on the time of the run.
constexpr CivilDate kToday = {2026, 1, 1};

int bracket_of(const CivilDate& birth) {
  int age = kToday.year - birth.year;
  if (birth.month > kToday.month || (birth.month == kToday.month && birth.day > kToday.day)) --age;
  return age < 18 ? 0 : age < 65 ? 1 : 2;
}

/// The document's shift, or its opposite where that keeps a birth date in its age bracket.
int shift_for(const Request& request) {
  const int shift = request.document.day_shift;
  // A redraw moves on by a few days: rare, and only where the document mentions the shifted date.
  const int more = static_cast<int>(request.attempt) * (shift > 0 ? 1 : -1);
  if (request.category == Category::kDateOfBirth) {
    const auto birth = read_date(request.value, request.document.date_order);
    if (birth && birth->year != 0 && birth->month != 0 && birth->day != 0) {
      const auto stays = [&](int days) {
        return bracket_of(date_of(days_of(*birth) + days)) == bracket_of(*birth);
      };
      if (!stays(shift) && stays(-shift)) return -shift - more;
    }
  }
  return shift + more;
}

/// "yesterday", "last summer" and what else no calendar resolves.
std::string vague_date(const Request& request) {
  static constexpr std::array<std::string_view, 6> kPhrases = {
      "the other day", "a while ago", "some time ago", "not long ago", "earlier", "at that time"};
  KeyedRandom random = random_for(request, "vague date", folded(request.value));
  return with_case(
      kPhrases[random.below(kPhrases.size())],
      case_of(request.value) == LetterCase::kTitle ? LetterCase::kTitle : LetterCase::kNone);
}

}  // namespace

std::string make_date(const Request& request) {
  const std::string_view value = request.value;
  if (value.size() <= 512) {
    const DateOrder order = request.document.date_order;
    const int shift = shift_for(request);
    // Spelled or spaced digits: "oh three slash oh four slash eighty six", "1 2 / 0 3 / 1 9 8 6".
    const Form form(value, Alphabet::kDigits);
    const size_t n = form.core().size();
    bool spaced = n == 6 || n == 8;
    for (size_t k = 1; k < n && spaced; ++k) spaced = !form.joined(k);
    if (!spaced) {
      if (auto moved = shifted_date(value, shift, order)) return *std::move(moved);
    }
    if (n == 6 || n == 8) {
      if (const auto moved = shifted_date(form.core(), shift, order)) return form.render(*moved);
    }
    const bool words = std::any_of(value.begin(), value.end(), is_ascii_alpha);
    if (n > 0 && !words) return make_random_id(request);
  }
  return vague_date(request);
}

std::string make_card_expiry(const Request& request) {
  const Form form(request.value, Alphabet::kDigits);
  std::string core = form.core();
  if (core.size() < 2) return vague_date(request);
  KeyedRandom random = random_for(request, "CARD_EXPIRY", core);
  const int years = 1 + static_cast<int>(random.below(3));
  // 2027-03 has its year in front; 03/27, 3/2027 and March 2027 at the end.
  const bool year_first = core.size() == 6 && core.starts_with("20") && two_digits(core, 4) <= 12 &&
                          two_digits(core, 0) > 12;
  const size_t at = year_first ? 2 : core.size() - 2;
  put(core, at, padded(static_cast<uint64_t>((two_digits(core, at) + years) % 100), 2));
  return form.render(core);
}

}  // namespace lauter::surrogate
