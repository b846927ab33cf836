/// Telephone and fax numbers.
///
/// A number hook reads each run of digits and number punctuation as groups of digits and asks, from
/// the longest reading to the shortest: is it an international number of a possible length, a North
/// American form, a national form with trunk 0 in a grouping that some country writes - or is it
/// announced (by "call me at", "Tel.", a following "mobile") and at least plausible? Labelled rules
/// read the same values in tables, in fields, and spelled out.
#include <algorithm>
#include <array>
#include <string>

#include "known/phone.h"
#include "scan/index/word_set.h"
#include "scan/registry.h"
#include "scan/rule.h"
#include "scan/phone/phone_context.h"
#include "scan/phone/phone_plan.h"
#include "scan/phone/phone_reading.h"
#include "scan/views/page.h"
#include "scan/views/word_context.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"phone.international", Category::kPhoneNumber},
    {"phone.nanp", Category::kPhoneNumber},
    {"phone.national", Category::kPhoneNumber},
    {"phone.announced", Category::kPhoneNumber},
    {"fax.number", Category::kFaxNumber},
    {"phone.uri", Category::kPhoneNumber},
};
enum InfoIndex : size_t { kInternational, kNanp, kNational, kAnnounced, kFax, kUri };

constexpr size_t kMaxGroups = 9;

/// The extension after a number: "x123", " ext. 12", " Durchwahl 30", ", poste 4". New end, or
/// `end`.
size_t extension_end(std::string_view text, size_t end) {
  size_t i = end;
  while (i < text.size() && i - end < 2 && (text[i] == ' ' || text[i] == ',')) ++i;
  if (i < text.size() && text[i] == '(') ++i;
  static constexpr std::string_view kWords[] = {"extension", "durchwahl", "poste", "extn",
                                                "anexo",     "ramal",     "ext",   "int",
                                                "wew",       "dw",        "x",     "#"};
  for (const std::string_view word : kWords) {
    if (i + word.size() >= text.size()) continue;
    bool same = true;
    for (size_t k = 0; same && k < word.size(); ++k) same = lower(text[i + k]) == word[k];
    if (!same) continue;
    size_t at = i + word.size();
    if (at < text.size() && text[at] == '.') ++at;
    while (at < text.size() && at - i < word.size() + 3 && (text[at] == ' ' || text[at] == ':'))
      ++at;
    const size_t digits = at;
    while (at < text.size() && at - digits < 7 && is_digit(text[at])) ++at;
    if (at == digits || at - digits > 6 || (at < text.size() && is_wordish(text[at]))) return end;
    if (at < text.size() && text[at] == ')' && text[i - 1] == '(') ++at;
    return at;
  }
  return end;
}

/// Whether the characters around allow a number to begin and end here.
bool bounded(const Page& page, const PhoneReading& r, size_t end, bool direct) {
  const std::string_view text = page.text;
  if (r.begin > 0) {
    const char before = text[r.begin - 1];
    if (is_alnum(before) || before == '_' || before == '$' || before == '#' || before == '@' ||
        before == '%' || before == '\\') {
      // JSON escapes: "\n415..." and "\t"
      const bool escape =
          r.begin > 1 && text[r.begin - 2] == '\\' && (before == 'n' || before == 't');
      if (!escape && !(direct && before == '#')) return false;
    }
    if ((before & 0x80) != 0) {
      // A currency sign; CJK labels are fine.
      const size_t lead = r.begin >= 3 ? r.begin - 3 : 0;
      if (text.substr(lead, 3) == "\xE2\x82\xAC" ||
          (r.begin >= 2 && text.substr(r.begin - 2, 2) == "\xC2\xA3"))
        return false;
    }
    if ((before == '-' || before == '.' || before == '/' || before == ',' || before == ':') &&
        r.begin > 1) {
      const char b2 = text[r.begin - 2];
      if (is_digit(b2)) return false;
      if ((before == '-' || before == '/' || before == '.') && is_alpha(b2) && !direct && !r.plus)
        return false;
    }
    if (before == '=' && !direct && !r.plus) return false;
  }
  if (end < text.size()) {
    const char after = text[end];
    const char next = end + 1 < text.size() ? text[end + 1] : '\0';
    if (is_alnum(after) || after == '_' || after == '@' || after == '%') return false;
    if ((after == ':' || after == '/' || after == '.' || after == ',' || after == '-') &&
        is_digit(next))
      return false;
    if ((after == '-' || after == '.') && is_alpha(next)) {
      bool fax = false;
      if (!says_after(text, end, fax)) return after == '.' && is_upper(next);
    }
    if (after == '=' || after == '*') return false;
  }
  return true;
}

struct Verdict {
  size_t info = 0;
  float score = 0;  ///< 0: no telephone number
};

/// What the form itself says; `ext`: an extension follows.
Verdict judge_form(const PhoneReading& r, bool ext) {
  const std::string_view d = r.digits.view(), g = r.lengths.view();
  if (r.plus) {
    const size_t cc = country_code_length(d);
    if (cc == 0) return {};
    if (d[0] == '1' && !nanp_ok(d.substr(1))) return {kInternational, g.size() > 1 ? 0.8F : 0.6F};
    return {kInternational, 0.93F};
  }
  const bool single = g.size() == 1;
  if (!single && d.size() >= 11 && d.substr(0, 2) == "00" && g[0] != '1') {
    std::string_view rest = d.substr(2);
    if (country_code_length(rest) != 0 && g[0] <= '5') return {kInternational, 0.85F};
    return {};
  }
  if (!single && d.size() == 14 && d.substr(0, 4) == "0111") return {kInternational, 0.8F};
  // North America: [1] NPA NXX XXXX
  std::string_view nanp = d, shape = g, marks = r.marks.view();
  if (d.size() == 11 && d[0] == '1' && g[0] == '1' && g.size() == 4) {
    nanp.remove_prefix(1);
    shape.remove_prefix(1);
    marks.remove_prefix(1);
  }
  if (shape == "334") {
    if (nanp_ok(nanp)) {
      if (r.parens) return {kNanp, 0.92F};
      if (marks == "--") return {kNanp, 0.88F};
      if (marks == "..") return {kNanp, 0.82F};
      if (marks == " -" || marks == "/-") return {kNanp, 0.85F};
      if (nanp.size() != d.size()) return {kNanp, 0.8F};
      if (ext) return {kNanp, 0.85F};
    } else if (ext && (marks == "--" || marks == ".." || r.parens)) {
      return {kNanp, 0.75F};
    } else if (r.parens && marks.size() == 2 && marks[1] == '-' && d[0] != '0') {
      return {kNanp, 0.7F};
    }
  }
  if (shape == "37" && r.parens && nanp_ok(nanp)) return {kNanp, 0.75F};
  // National forms with the trunk 0.
  if (!single && d[0] == '0' && d[1] != '0' && d.size() >= 9 && d.size() <= 12 &&
      national_grouping(g)) {
    const auto slashes = std::count(marks.begin(), marks.end(), '/');
    if (slashes > 1 || is_decimal(r)) return {};
    // Dashes alone write part numbers too; trunk forms with them are 2 groups or Asian mobiles.
    if (all_marks(r, '-') && g.size() >= 3 && g != "344" && g != "244" && g != "334") return {};
    // "07 11 13 22 28": pairs of small numbers could be any list; French numbers begin 01-07, 09.
    return {kNational, g == "22222" && all_marks(r, ' ') ? 0.7F : 0.76F};
  }
  // (11) 91234-5678 and the like
  if (r.parens && !marks.empty() && marks[0] == ')' && d.size() >= 9 && d.size() <= 11 &&
      g.size() == 3 && marks[1] == '-' && g[0] >= '2' && g[0] <= '5' && g[1] >= '3' &&
      g[2] >= '3') {
    return {kNational, 0.72F};
  }
  // 8 (912) 345-67-89
  if (r.parens && g == "13322" && (d[0] == '8' || d[0] == '7')) return {kNational, 0.85F};
  // 138 1234 5678 (Chinese mobiles)
  if (g == "344" && d[0] == '1' && d[1] >= '3' && (all_marks(r, ' ') || all_marks(r, '-'))) {
    return {kNational, 0.65F};
  }
  return {};
}

/// What an announced number may look like.
bool plausible_announced(const PhoneReading& r, bool direct) {
  const std::string_view d = r.digits.view(), g = r.lengths.view();
  const size_t n = d.size();
  if (n < 5 || n > 15) return false;
  if (is_decimal(r) && (!direct || n < 7)) return false;
  const bool single = g.size() == 1;
  if (single) {
    if (n < 7) return direct && n == 6 && d[0] != '0';
    // Epoch seconds are ten digits from 1[4-9]; a bare ten-digit number must be said to be one.
    return direct || (n >= 9 && (d[0] == '0' || nanp_ok(d)));
  }
  if (n < 6) return false;
  if (g.find_first_of("123456789") == std::string_view::npos) return false;
  if (std::count(g.begin(), g.end(), '1') > 1) return false;
  if (is_thousands(r) && n < 9 && !direct) return false;
  if (is_thousands(r) && n <= 7) return false;
  return direct || n >= 7;
}

/// Letters, digits and dashes around that make the run a piece of something longer: another number
/// before it, or a quote that it does not fill ("4272 0321 7522 0682").
bool piece_of_more(std::string_view text, size_t begin) {
  size_t i = begin;
  while (i > 0 && begin - i < 2 && text[i - 1] == ' ') --i;
  return i < begin && i > 0 && is_digit(text[i - 1]);
}

constexpr size_t kFours = 4;

/// Groups of four digits, three or more of them, before or after: a card number that fails its
/// check or a part number, and no piece of it is a telephone number.
bool among_fours(std::string_view text, size_t begin, size_t end) {
  size_t fours = 0;
  size_t at = begin;
  const auto group = [&](size_t from) {
    for (size_t k = from; k < from + 4; ++k) {
      if (k >= text.size() || !is_digit(text[k])) return false;
    }
    return (from == 0 || !is_digit(text[from - 1])) &&
           (from + 4 >= text.size() || !is_digit(text[from + 4]));
  };
  for (size_t before = 0; before < kFours && at >= 5; ++before, at -= 5) {
    if ((text[at - 1] != ' ' && text[at - 1] != '-') || !group(at - 5)) break;
  }
  while (group(at)) {
    if (++fours >= kFours && at + 4 >= end) return true;
    if (at + 4 >= text.size() || (text[at + 4] != ' ' && text[at + 4] != '-')) break;
    at += 5;
  }
  return false;
}

bool toll_free(std::string_view digits) {
  if (digits.size() == 11) digits.remove_prefix(1);
  return digits.size() == 10 && digits[0] == '8' && (digits[1] == '0' || digits[1] >= '3') &&
         (digits[1] == digits[2]);
}

/// Reports the reading and returns true if it is a number. `cut`: more digits follow after a blank.
bool try_reading(const Page& page, const PhoneReading& r, bool cut, Found& found) {
  if (!r.valid || is_other_number(r)) return false;
  if (!r.plus && among_fours(page.text, r.begin, r.end)) return false;
  const size_t end = extension_end(page.text, r.end);
  const bool ext = end != r.end;
  Verdict form = judge_form(r, ext);
  const PhoneContext context = phone_context(page, r);
  if (form.score == 0 && !context.cue) return false;
  // 800 and its sisters ring at companies; announced ones are kept, a caller may have one.
  if (form.info == kNanp && !context.cue && !ext && toll_free(r.digits.view())) return true;
  if (!context.cue && form.score < 0.8F && (cut || piece_of_more(page.text, r.begin))) return false;
  if (cut && !context.cue && form.score < 0.8F) return false;  // a piece of a list of numbers
  if (is_fictional_number(r.digits.view()) &&
      !(context.direct && form.info == kNational && form.score > 0))
    return true;  // nobody's, whatever its groups: read no part of it
  if (!bounded(page, r, end, context.direct)) return false;
  float score = form.score;
  size_t info = form.info;
  if (context.veto && form.score < 0.9F && !(form.info == kNanp && form.score >= 0.88F && ext))
    return false;
  if (context.cue) {
    if (form.score > 0) {
      score = std::min(0.98F, form.score + (context.direct ? 0.1F : 0.05F));
    } else if (plausible_announced(r, context.direct)) {
      score = context.direct ? 0.86F : 0.7F;
      info = kAnnounced;
    }
  }
  if (score == 0) return false;
  if (context.fax) {
    info = kFax;
    score = std::max(score, 0.9F);
  }
  found.add(kInfos[info], r.begin, end, score);
  return true;
}

/// A number that goes on in the next line: "415-523-\n> 2671". Only when the whole is a known form
/// and the first line's part is none.
bool try_broken(const Page& page, DigitGroup* groups, size_t n, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  while (i < text.size() && i - end < 4 &&
         (text[i] == ' ' || text[i] == '-' || text[i] == '.' || text[i] == ')' || text[i] == '='))
    ++i;
  if (i < text.size() && text[i] == '\r') ++i;
  if (i >= text.size() || text[i] != '\n') return false;
  ++i;
  const size_t line = i;
  while (
      i < text.size() && i - line < 12 &&
      (is_blank(text[i]) || text[i] == '>' || text[i] == '#' || text[i] == '*' || text[i] == '/'))
    ++i;
  if (i >= text.size() || !is_digit(text[i])) return false;
  PhoneReading whole = read_groups(text, groups, 0, n - 1);
  if (!whole.valid || is_other_number(whole) || judge_form(whole, false).score > 0) return false;
  size_t last = i;
  for (size_t stop = i; stop < text.size() && stop - i < 20;) {
    if (is_digit(text[stop])) {
      const size_t begin = stop;
      while (stop < text.size() && is_digit(text[stop])) ++stop;
      whole.digits.add(text.substr(begin, stop - begin));
      whole.lengths.add(static_cast<char>('0' + std::min<size_t>(stop - begin, 9)));
      const std::string_view marks = whole.marks.view();
      whole.marks.add(marks.empty() ? '-' : marks.back());
      last = stop;
    } else if (text[stop] == ' ' || text[stop] == '-' || text[stop] == '.') {
      ++stop;
    } else {
      break;
    }
  }
  whole.end = last;
  if (last < text.size() && is_alnum(text[last])) return false;
  const PhoneContext context = phone_context(page, whole);
  if ((!context.cue && !whole.plus) || whole.digits.view().size() > kMaxPhoneDigits) return false;
  if (judge_form(whole, false).score == 0 || is_fictional_number(whole.digits.view())) return false;
  // Above what a label says of the first line's part.
  found.add(kInfos[context.fax ? kFax : kAnnounced], whole.begin, last, 0.996F);
  return true;
}

void match_number(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  DigitGroup groups[kMaxGroups + 8];
  size_t n = 0;
  for (size_t i = begin; i < end && n < std::size(groups);) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    size_t stop = i;
    while (stop < end && is_digit(text[stop])) ++stop;
    groups[n++] = {i, stop};
    i = stop;
  }
  if (n > 0 && n < kMaxGroups && try_broken(page, groups, n, end, found)) return;
  for (size_t first = 0; first < n;) {
    // A number begins at the run's begin or after a blank or an opening sign.
    if (first > 0) {
      const char before = text[groups[first].begin - 1];
      if (before != ' ' && before != '(' && before != '+' && before != '/') {
        ++first;
        continue;
      }
    }
    size_t taken = 0;
    size_t digits = 0;
    size_t last = first;
    while (last < n && last - first < kMaxGroups && digits + groups[last].size() <= kMaxPhoneDigits) {
      digits += groups[last].size();
      ++last;
    }
    if (last == first) {
      ++first;
      continue;
    }
    for (size_t stop = last; stop > first && digits >= kMinPhoneDigits;
         digits -= groups[--stop].size()) {
      // Cut only at blanks: "415-555-2671 2" may lose its last group, "415-555-2671-2" may not.
      if (stop < n) {
        const char gap = text[groups[stop - 1].end];
        const char before_next = text[groups[stop].begin - 1];
        if (gap != ' ' && before_next != ' ' && before_next != '+' && before_next != '(' &&
            gap != '/')
          continue;
      }
      if (try_reading(page, read_groups(text, groups, first, stop - 1), stop < n, found)) {
        taken = stop - first;
        break;
      }
    }
    first += taken == 0 ? 1 : taken;
  }
}

/// For values that labels announce: the whole value must be one plausible number.
bool accept_announced(const Page& page, size_t begin, size_t end) {
  // Spelled-out and mixed forms ("four one five", "09three1"): the check saw their digits.
  size_t words = 0;
  for (size_t k = begin; k + 1 < end; ++k) {
    words += is_alpha(page.text[k]) && is_alpha(page.text[k + 1]) && lower(page.text[k]) != 'e' &&
             lower(page.text[k]) != 'x';
  }
  if (words > 2) return true;
  DigitGroup groups[kMaxGroups + 1];
  size_t n = 0;
  const std::string_view text = page.text;
  for (size_t i = begin; i < end;) {
    if (!is_digit(text[i])) {
      // Letters begin an extension.
      if (is_alpha(text[i]) || text[i] == '#') break;
      ++i;
      continue;
    }
    size_t stop = i;
    while (stop < end && is_digit(text[stop])) ++stop;
    if (n == kMaxGroups) return false;
    groups[n++] = {i, stop};
    i = stop;
  }
  if (n == 0) return false;
  const PhoneReading r = read_groups(text, groups, 0, n - 1);
  return r.valid && !is_other_number(r) && !is_fictional_number(r.digits.view()) &&
         plausible_announced(r, true) && r.digits.view().size() >= kMinPhoneDigits;
}

bool digits_ok(std::string_view value) {
  size_t n = 0;
  while (n < value.size() && is_digit(value[n])) ++n;
  return n >= 6 && n <= 15 && !is_fictional_number(value.substr(0, n));
}

constexpr char kShape[] =
    "(\\+|\\(\\+)?\\(?\\d{1,15}(\\)? ?[-./]? ?\\(?\\d{1,12}){0,7}\\)?"
    "((,? ?(x|ext|extn|extension)\\.?:? ?)\\d{1,6})?";

constexpr ValueRule kValues[] = {
    {.info = {"phone.labelled", Category::kPhoneNumber},
     .shape = kShape,
     .check = digits_ok,
     .need = Need::kDirect,
     .cues = kPhoneCues,
     .score = 0.78F,
     .flags = kLabelled | kCaseless,
     .accept = accept_announced},
    {.info = {"phone.place_label", Category::kPhoneNumber},
     .shape = "(\\+|0|\\()[0-9][-0-9 ()./]{6,20}[0-9]",
     .check = digits_ok,
     .need = Need::kDirect,
     .cues = kPlaceCues,
     .score = 0.6F,
     .flags = kLabelled | kLabelledOnly | kStrongLabel | kNoRelax,
     .accept = accept_announced},
    {.info = {"fax.labelled", Category::kFaxNumber},
     .shape = kShape,
     .check = digits_ok,
     .need = Need::kDirect,
     .cues = kFaxCues,
     .score = 0.97F,  // above what the hook says of the same digits in a table
     .flags = kLabelled | kCaseless,
     .accept = accept_announced},
};

constexpr NumberHook kHooks[] = {{match_number, kMinPhoneDigits, true}};

}  // namespace

RuleTable phone_rules() { return {.values = kValues, .hooks = kHooks, .infos = kInfos}; }

}  // namespace lauter::scan
