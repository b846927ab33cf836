#include "surrogate/names/handles.h"

#include <algorithm>
#include <array>
#include <vector>

#include "known/standin_handles.h"
#include "surrogate/names/person.h"
#include "surrogate/names/proper_words.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/id_tools.h"
#include "surrogate/numbers/opaque.h"
#include "surrogate/numbers/permutation.h"

namespace lauter::surrogate {
namespace {

constexpr auto& kRoleWords = known::kStandinHandlesRoleWords;

bool is_role_word(std::string_view word) {
  return std::find(std::begin(kRoleWords), std::end(kRoleWords), word) != std::end(kRoleWords);
}

/// Runs of letters, cut where a lower-case letter is followed by a capital: JaneDoe.
std::vector<NamePart> letter_runs(std::string_view handle) {
  std::vector<NamePart> parts;
  for (size_t i = 0; i < handle.size() && parts.size() < 32;) {
    const CodePoint c = decode(handle, i);
    if (!is_letter(c.value)) {
      i += c.size;
      continue;
    }
    NamePart part{i, i, NameRole::kGiven};
    bool previous_lower = false;
    while (i < handle.size()) {
      const CodePoint d = decode(handle, i);
      if (!is_letter(d.value)) break;
      const bool upper = to_lower(d.value) != d.value;
      if (upper && previous_lower) break;
      previous_lower = to_upper(d.value) != d.value;
      i += d.size;
    }
    part.end = i;
    parts.push_back(part);
  }
  return parts;
}

/// A name part in the spelling of handles: no apostrophes, blanks or hyphens.
std::string compact(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size();) {
    const CodePoint c = decode(name, i);
    if (is_letter(c.value)) out.append(name.substr(i, c.size));
    i += c.size;
  }
  return out;
}

std::string mapped_run(const Request& request, std::string_view word) {
  const std::string key = folded(word);
  if (is_role_word(key)) return std::string(word);
  const LetterCase letter_case = case_of(word);
  std::string out;
  const std::vector<NamePart> parts =
      is_all_ascii(word) ? split_run_together(key) : std::vector<NamePart>{};
  if (parts.empty()) return compact(pseudo_word(request, word));
  for (const NamePart& part : parts) {
    std::string piece = key.substr(part.begin, part.end - part.begin);
    out += to_ascii_lower(ascii_latin(compact(mapped_part(request, piece, part.role))));
  }
  return with_case(out, letter_case);
}

/// As many other digits, by a permutation; a year stays one.
std::string mapped_digits(const Request& request, std::string_view digits) {
  trace(request, digits);
  std::string out(digits);
  std::vector<FreePlace> places;
  if (digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"))) {
    const auto year = static_cast<uint64_t>(two_digits(digits, 2));
    KeyedRandom random(request.world.hash.digest("years in handles"));
    return out.substr(0, 2) + padded((year + 1 + random.below(9) + request.attempt) % 100, 2);
  }
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool leads = i == 0 && digits.size() > 1;
    if (leads && digits[0] == '0') continue;
    places.push_back({i, leads ? "123456789" : kDecimalDigits});
  }
  permute_places(out, places, request.world.hash, "handle digits", 1 + request.attempt);
  return out;
}

struct AtSign {
  size_t begin = std::string::npos;
  size_t end = std::string::npos;
};

/// `@` in all its disguises; the last one wins, as local parts may be quoted.
AtSign find_at(std::string_view value) {
  const std::string lower = to_ascii_lower(value);
  AtSign found;
  for (const std::string_view mark : known::kStandinHandlesFindAtMarks) {
    const size_t at = lower.rfind(mark);
    if (at != std::string::npos && at > 0 && (found.begin == std::string::npos || mark == "@")) {
      found = {at, at + mark.size()};
      if (mark == "@") break;
    }
  }
  return found;
}

/// The dot of a domain as it is written: ".", "[dot]", " dot ".
std::string_view dot_of(std::string_view domain) {
  const std::string lower = to_ascii_lower(domain);
  for (const std::string_view mark : known::kStandinHandlesDotOfMarks) {
    const size_t at = lower.find(mark);
    if (at == std::string::npos) continue;
    size_t begin = at;
    size_t end = at + mark.size();
    if (begin > 0 && domain[begin - 1] == ' ') --begin;
    if (end < domain.size() && domain[end] == ' ') ++end;
    return domain.substr(begin, end - begin);
  }
  return ".";
}

bool is_letter_spaced(std::string_view text) {
  size_t letters = 0;
  size_t gaps = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      ++gaps;
    } else {
      ++letters;
      if (i > 0 && text[i - 1] != ' ') return false;
    }
  }
  return letters >= 3 && gaps + 1 >= letters;
}

std::string spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!out.empty()) out.push_back(' ');
    out.push_back(c);
  }
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

}  // namespace

std::string mapped_handle(const Request& request, std::string_view handle) {
  std::vector<NamePart> runs = letter_runs(handle);
  // Several runs are the parts of a name; one alone may have run them together.
  std::vector<NamePart> names;
  for (const NamePart& run : runs) {
    if (!is_role_word(folded(handle.substr(run.begin, run.end - run.begin)))) names.push_back(run);
  }
  const bool parted = names.size() >= 2 && names.size() <= 4;
  if (parted) {
    // A hyphen separates given and family name here; in a name in running text it joins two of a
    // kind.
    std::string flat(handle);
    std::replace(flat.begin(), flat.end(), '-', ' ');
    assign_roles(flat, names, NameRole::kKeep);
  }
  std::string out;
  size_t next_name = 0;
  size_t next_run = 0;
  for (size_t i = 0; i < handle.size();) {
    if (next_run < runs.size() && runs[next_run].begin == i) {
      const NamePart& run = runs[next_run++];
      const std::string_view word = handle.substr(run.begin, run.end - run.begin);
      const bool is_name = next_name < names.size() && names[next_name].begin == i;
      if (parted && is_name) {
        const std::string mapped = compact(mapped_part(request, word, names[next_name].role));
        out += is_all_ascii(word) ? ascii_latin(mapped) : mapped;
      } else {
        out += mapped_run(request, word);
      }
      if (is_name) ++next_name;
      i = run.end;
      continue;
    }
    if (is_ascii_digit(handle[i])) {
      size_t end = i;
      while (end < handle.size() && is_ascii_digit(handle[end])) ++end;
      out += mapped_digits(request, handle.substr(i, end - i));
      i = end;
      continue;
    }
    const CodePoint c = decode(handle, i);
    const char32_t zero = digit_zero(c.value);
    if (zero != 0) {
      const std::string one(1, static_cast<char>('0' + (c.value - zero)));
      append_utf8(out, zero + static_cast<char32_t>(mapped_digits(request, one)[0] - '0'));
    } else {
      out.append(handle.substr(i, c.size));
    }
    i += c.size;
  }
  return out;
}

std::string mapped_domain(const Request& request, std::string_view domain) {
  constexpr std::array<std::string_view, 3> kEndings = {"com", "net", "org"};
  Request first = request;
  first.attempt = 0;
  KeyedRandom random = random_for(first, "domain", folded(domain));
  const std::string_view dot = dot_of(domain);
  std::string out;
  if (request.attempt >= kEndings.size()) {
    KeyedRandom letters = random_for(request, "sub-domain", folded(domain));
    out = place_smith("").word(letters, 0, 0);
    out += dot;
  }
  out += "example";
  out += dot;
  out += kEndings[(random.below(kEndings.size()) + request.attempt) % kEndings.size()];
  const LetterCase letter_case = case_of(domain);
  if (letter_case != LetterCase::kUpper) return out;
  return to_ascii_upper(out);
}

std::string make_email(const Request& request) {
  constexpr std::string_view kScheme = "mailto:";
  if (equal_ignoring_ascii_case(request.value.substr(0, kScheme.size()), kScheme) &&
      request.value.size() > kScheme.size()) {
    Request address = request;
    address.value.remove_prefix(kScheme.size());
    return std::string(request.value.substr(0, kScheme.size())) + make_email(address);
  }
  const std::string_view value = request.value;
  const AtSign at = find_at(value);
  if (at.begin == std::string::npos) return make_username(request);
  // Redraws change the host: the local part goes on following the person's name.
  constexpr uint32_t kHosts = 16;
  Request person = request;
  person.attempt = request.attempt / kHosts;
  std::string_view local = value.substr(0, at.begin);
  std::string_view domain = value.substr(at.end);
  const std::string_view mark = value.substr(at.begin, at.end - at.begin);
  if (is_letter_spaced(trim_ascii(local))) {
    const bool blank = local.ends_with(" ");
    const std::string mapped_local = mapped_handle(person, without_blanks(local));
    const std::string mapped_host = mapped_domain(request, without_blanks(domain));
    const bool spaced_host = is_letter_spaced(trim_ascii(domain));
    return spaced(mapped_local) + (blank ? " " : "") + std::string(mark) +
           (domain.starts_with(" ") ? " " : "") + (spaced_host ? spaced(mapped_host) : mapped_host);
  }
  // A line break inside the address stays where a break can stand, before the domain.
  std::string_view lead = domain;
  size_t blank = 0;
  while (blank < lead.size() &&
         (is_ascii_space(lead[blank]) || lead[blank] == '>' || lead[blank] == '='))
    ++blank;
  const std::string_view gap = domain.substr(0, blank);
  domain.remove_prefix(blank);
  const size_t plus = local.find('+');
  std::string out;
  const std::string_view dot = local.find('.') == std::string_view::npos ? dot_of(local) : ".";
  if (dot.size() > 1) {
    // jane dot doe
    const size_t cut = local.find(dot);
    out = mapped_handle(person, std::string(local.substr(0, cut)) + "." +
                                    std::string(local.substr(cut + dot.size())));
    const size_t written = out.find('.');
    if (written != std::string::npos) out.replace(written, 1, dot);
  } else {
    out = mapped_handle(person, local.substr(0, plus));
    if (plus != std::string_view::npos) {
      for (size_t i = plus; i < local.size();) {
        size_t end = i;
        while (end < local.size() && is_ascii_alpha(local[end])) ++end;
        if (end > i) {
          out += pseudo_word(person, local.substr(i, end - i));
          i = end;
        } else {
          out.push_back(local[i++]);
        }
      }
    }
  }
  // Two people of one handle at two hosts stay two.
  return out + std::string(mark) + std::string(gap) + mapped_domain(request, domain);
}

std::string make_username(const Request& request) {
  const std::string_view value = request.value;
  if (is_letter_spaced(value)) return spaced(mapped_handle(request, without_blanks(value)));
  std::string mapped = mapped_handle(request, value);
  return mapped == value ? make_random_id(request) : mapped;
}

std::string make_handle(const Request& request) {
  std::string_view value = request.value;
  std::string out;
  // Fixed parts of services: live:.cid., wxid_, @.
  if (value.starts_with("wxid_")) {
    KeyedRandom random = random_for(request, "wxid", value);
    return "wxid_" + redrawn(value.substr(5), false, random);
  }
  for (const std::string_view lead : {"live:.cid.", "live:", "@"}) {
    if (value.starts_with(lead)) {
      out += lead;
      value.remove_prefix(lead.size());
    }
  }
  if (out.ends_with(".cid.")) {
    KeyedRandom random = random_for(request, "cid", value);
    return out + redrawn(value, false, random);
  }
  const size_t host = value.find('@');  // the fediverse: @user@host
  out += mapped_handle(request, value.substr(0, host));
  if (host != std::string_view::npos) out += "@" + mapped_domain(request, value.substr(host + 1));
  return out == request.value ? make_random_id(request) : out;
}

std::string make_upi_id(const Request& request) {
  const std::string_view value = request.value;
  const AtSign at = find_at(value);
  if (at.begin == std::string::npos) return make_username(request);
  const bool upper = case_of(value.substr(at.end)) == LetterCase::kUpper;
  return mapped_handle(request, value.substr(0, at.begin)) +
         std::string(value.substr(at.begin, at.end - at.begin)) + (upper ? "EXAMPLE" : "example");
}

}  // namespace lauter::surrogate
