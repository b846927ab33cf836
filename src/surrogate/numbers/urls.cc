// Links to something of a person.
#include <algorithm>
#include <vector>

#include "catalog/checks.h"
#include "known/standin_urls.h"
#include "surrogate/maker.h"
#include "surrogate/names/handles.h"
#include "surrogate/names/name_pool.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/opaque.h"

namespace lauter::surrogate {
namespace {

struct Url {
  std::string_view before;  ///< scheme with ://, or nothing; hxxp too
  std::string_view host;
  std::string_view rest;  ///< from the first / ? or #
};

Url parse(std::string_view value) {
  Url url;
  const size_t scheme = value.find("://");
  const size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  url.before = value.substr(0, from);
  const size_t end = std::min(value.find_first_of("/?#", from), value.size());
  url.host = value.substr(from, end - from);
  url.rest = value.substr(end);
  return url;
}

/// Words of a path that say what is there, not whose it is.
constexpr auto& kPathWords = known::kStandinUrlsPathWords;

bool is_path_word(std::string_view word) {
  const std::string lower = to_ascii_lower(word);
  return std::find(std::begin(kPathWords), std::end(kPathWords), lower) != std::end(kPathWords);
}

bool is_unreserved(char c) {
  return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.' || static_cast<uint8_t>(c) >= 0x80;
}

/// One segment or parameter value of a path: names follow the person, ids are drawn anew.
std::string mapped_segment(const Request& request, std::string_view segment) {
  if (is_path_word(segment)) return std::string(segment);
  size_t digits = 0;
  size_t letters = 0;
  bool mixed_case = false;
  for (size_t i = 0; i < segment.size(); ++i) {
    digits += is_ascii_digit(segment[i]);
    letters += is_ascii_alpha(segment[i]);
    mixed_case |= i > 0 && is_ascii_upper(segment[i]) && is_ascii_alnum(segment[i - 1]);
  }
  if (segment.size() >= 10 && digits > 0 && (letters > 0 || digits > 4) && mixed_case) {
    KeyedRandom random = random_for(request, "url id", segment);
    return redrawn(segment, false, random);
  }
  if (segment.size() >= 16 && letters > 0 && mixed_case &&
      segment.find('-') == std::string_view::npos) {
    KeyedRandom random = random_for(request, "url id", segment);
    return redrawn(segment, false, random);
  }
  // Words between - _ and . : what says what the page is stays, the rest is a handle.
  const size_t dot = segment.rfind('.');
  if (dot != std::string_view::npos && dot > 0 && is_path_word(segment.substr(dot + 1))) {
    return mapped_segment(request, segment.substr(0, dot)) + std::string(segment.substr(dot));
  }
  const size_t dash = segment.find('-');
  if (dash != std::string_view::npos && is_path_word(segment.substr(0, dash))) {
    return std::string(segment.substr(0, dash + 1)) +
           mapped_segment(request, segment.substr(dash + 1));
  }
  const size_t last = segment.rfind('-');
  if (last != std::string_view::npos && is_path_word(segment.substr(last + 1))) {
    return mapped_segment(request, segment.substr(0, last)) + std::string(segment.substr(last));
  }
  return mapped_handle(request, segment);
}

std::string mapped_path(const Request& request, std::string_view rest) {
  std::string out;
  for (size_t i = 0; i < rest.size();) {
    if (rest[i] == '%' && i + 2 < rest.size()) {
      out.append(rest.substr(i, 3));
      i += 3;
      continue;
    }
    if (!is_unreserved(rest[i])) {
      out.push_back(rest[i++]);
      continue;
    }
    size_t end = i;
    while (end < rest.size() && is_unreserved(rest[end])) ++end;
    const std::string_view segment = rest.substr(i, end - i);
    const bool parameter_name = end < rest.size() && rest[end] == '=';
    out += parameter_name ? std::string(segment) : mapped_segment(request, segment);
    i = end;
  }
  return out;
}

/// 0000-0001-2345-6789 with the digit of ISO 7064. Blocks from 9999 belong to no registry of ISNI.
std::string new_orcid(const Request& request, std::string_view value) {
  const Form form(value, Alphabet::kAlnum);
  KeyedRandom random = random_for(request, "ORCID", form.core());
  std::string core = "9999" + draw_digits(random, 11);
  core.push_back(mod_11_2_check_digit(core));
  return form.render(core);
}

}  // namespace

std::string make_url(const Request& request) {
  const Url url = parse(request.value);
  std::string out(url.before);
  if (url.before.empty() && url.rest.empty() && url.host.find('.') == std::string_view::npos) {
    return make_username(request);
  }
  const size_t user = url.host.rfind('@');
  const std::string_view host =
      user == std::string_view::npos ? url.host : url.host.substr(user + 1);
  if (to_ascii_lower(host).starts_with("www.")) out += host.substr(0, 4);
  // The shape that docs/CATEGORIES.md names: example.org, whatever the host was.
  const bool defanged = host.find("[.]") != std::string_view::npos;
  out += defanged ? "example[.]org" : "example.org";
  const size_t port = host.rfind(':');
  if (port != std::string_view::npos) out += host.substr(port);
  out += mapped_path(request, url.rest);
  if (request.attempt > 0) {
    KeyedRandom random = random_for(request, "URL", request.value);
    out += (out.ends_with("/") ? "" : "/") + draw_string(random, kLowerLetters, 6);
  }
  return out;
}

std::string make_profile_url(const Request& request) {
  const Url url = parse(request.value);
  const std::string host = to_ascii_lower(url.host);
  if (host.find("orcid") != std::string::npos && url.rest.size() > 4) {
    return std::string(url.before) + std::string(url.host) + new_orcid(request, url.rest);
  }
  if (url.rest.size() < 2) {
    // jane.tumblr.com: the name is the first label.
    const size_t dot = url.host.find('.');
    if (dot != std::string_view::npos && url.host.find('.', dot + 1) != std::string_view::npos) {
      return std::string(url.before) + mapped_handle(request, url.host.substr(0, dot)) +
             std::string(url.host.substr(dot)) + std::string(url.rest);
    }
    return make_username(request);
  }
  return std::string(url.before) + std::string(url.host) + mapped_path(request, url.rest);
}

std::string make_meeting_id(const Request& request) {
  const std::string_view value = request.value;
  const bool link = value.find('/') != std::string_view::npos;
  if (!link) return make_random_id(request);
  const Url url = parse(value);
  KeyedRandom random = random_for(request, "MEETING_ID", folded(value));
  std::string out = std::string(url.before) + std::string(url.host);
  const std::string_view rest = url.rest;
  for (size_t i = 0; i < rest.size();) {
    if (!is_unreserved(rest[i])) {
      out.push_back(rest[i++]);
      continue;
    }
    size_t end = i;
    while (end < rest.size() && is_unreserved(rest[end])) ++end;
    const std::string_view segment = rest.substr(i, end - i);
    const bool parameter_name = end < rest.size() && rest[end] == '=';
    if (parameter_name || is_path_word(segment)) {
      out.append(segment);
    } else if (std::all_of(segment.begin(), segment.end(),
                           [](char c) { return is_ascii_lower(c) || c == '-'; })) {
      // meet.google.com/abc-defg-hij
      for (const char c : segment) out.push_back(c == '-' ? c : draw_from(random, kLowerLetters));
    } else {
      out += redrawn(segment, false, random);
    }
    i = end;
  }
  return out == value ? out + "-" + draw_string(random, kLowerLetters, 3) : out;
}

}  // namespace lauter::surrogate
