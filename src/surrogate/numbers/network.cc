// Addresses of machines: the documentation ranges of RFC 5737, RFC 3849 and RFC 9542.
#include <algorithm>
#include <array>
#include <vector>

#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"

namespace lauter::surrogate {
namespace {

struct Run {
  size_t begin = 0;
  size_t end = 0;
  char32_t zero = '0';
};

std::vector<Run> digit_runs(std::string_view value) {
  std::vector<Run> runs;
  for (size_t i = 0; i < value.size() && runs.size() < 8;) {
    const CodePoint c = decode(value, i);
    const char32_t zero = digit_zero(c.value);
    if (zero == 0) {
      i += c.size;
      continue;
    }
    Run run{i, i, zero};
    while (run.end < value.size()) {
      const CodePoint d = decode(value, run.end);
      if (digit_zero(d.value) != zero) break;
      run.end += d.size;
    }
    runs.push_back(run);
    i = run.end;
  }
  return runs;
}

std::string with_runs(std::string_view value, const std::vector<Run>& runs,
                      const std::array<uint64_t, 4>& numbers) {
  std::string out;
  size_t at = 0;
  for (size_t i = 0; i < 4; ++i) {
    out.append(value.substr(at, runs[i].begin - at));
    for (const char c : std::to_string(numbers[i])) {
      append_utf8(out, runs[i].zero + static_cast<char32_t>(c - '0'));
    }
    at = runs[i].end;
  }
  out.append(value.substr(at));
  return out;
}

std::array<uint64_t, 4> documentation_address(KeyedRandom& random) {
  constexpr std::array<std::array<uint64_t, 3>, 3> kNets = {
      {{192, 0, 2}, {198, 51, 100}, {203, 0, 113}}};
  const auto& net = kNets[random.below(3)];
  return {net[0], net[1], net[2], 1 + random.below(254)};
}

}  // namespace

std::string make_ip_address(const Request& request) {
  const std::vector<Run> runs = digit_runs(request.value);
  if (runs.size() >= 4) {
    std::string key;
    for (size_t i = 0; i < 4; ++i) {
      append_folded(key, request.value.substr(runs[i].begin, runs[i].end - runs[i].begin));
      key.push_back('.');
    }
    KeyedRandom random = random_for(request, "IP_ADDRESS", key);
    return with_runs(request.value, runs, documentation_address(random));
  }
  KeyedRandom random = random_for(request, "IP_ADDRESS", core_of(request.value, Alphabet::kDigits));
  const auto address = documentation_address(random);
  return std::to_string(address[0]) + "." + std::to_string(address[1]) + "." +
         std::to_string(address[2]) + "." + std::to_string(address[3]);
}

std::string make_ipv6_address(const Request& request) {
  std::string_view value = request.value;
  const std::string_view zone = value.substr(std::min(value.find('%'), value.size()));
  value.remove_suffix(zone.size());
  KeyedRandom random = random_for(request, "IPV6_ADDRESS", to_ascii_lower(value));
  const bool upper = case_of(value) == LetterCase::kUpper || case_of(value) == LetterCase::kTitle;
  std::string out;
  size_t group = 0;
  bool last_group_drawn = false;
  for (size_t i = 0; i < value.size();) {
    if (!is_ascii_hex(value[i])) {
      out.push_back(value[i++]);
      continue;
    }
    size_t end = i;
    while (end < value.size() && is_ascii_hex(value[end])) ++end;
    const bool dotted = end < value.size() && value[end] == '.';
    if (dotted) {
      const auto runs = digit_runs(value.substr(i));
      if (runs.size() == 4) {
        out += with_runs(value.substr(i), runs, documentation_address(random));
        return out + std::string(zone);
      }
    }
    const size_t width = std::min<size_t>(end - i, 4);
    if (group == 0) {
      out += "2001";
      // Where the second group is not written, it has to be, for 2001:db8::/32 is a 32 bit prefix.
      if (value.substr(end).starts_with("::")) out += ":db8";
    } else if (group == 1 && !out.ends_with("::")) {
      out += width == 4 ? "0db8" : "db8";
    } else {
      const size_t drawn = request.attempt > 4 ? 4 : width;
      std::string digits = draw_string(random, "0123456789abcdef", drawn);
      if (value[i] == '0' && width == 4) {
        digits[0] = '0';
      } else if (digits[0] == '0') {
        digits[0] = draw_from(random, "123456789abcdef");
      }
      out += digits;
      last_group_drawn = true;
    }
    ++group;
    i = end;
  }
  if (!last_group_drawn) {
    if (!out.ends_with("::")) out += group < 2 ? "::" : ":";
    out += draw_string(random, "123456789abcdef", 4);
  }
  if (upper) out = to_ascii_upper(out);
  return out + std::string(zone);
}

std::string make_mac_address(const Request& request) {
  const Form form(request.value, Alphabet::kAlnum);
  const std::string& core = form.core();
  if (core.size() != 12 && core.size() != 16) return make_random_id(request);
  KeyedRandom random = random_for(request, "MAC_ADDRESS", core);
  std::string address = core.size() == 12 ? "00005E0053" : "02005E1000000000";
  address += draw_string(random, "0123456789ABCDEF", core.size() == 12 ? 2 : 0);
  if (core.size() == 16) address.replace(14, 2, draw_string(random, "0123456789ABCDEF", 2));
  // The form knows the case of each old character; a MAC has one case for all.
  const bool lower = case_of(request.value) == LetterCase::kLower ||
                     (case_of(request.value) == LetterCase::kNone &&
                      request.value.find(':') != std::string_view::npos);
  if (!is_all_ascii(request.value)) return form.render(address);
  return in_places(request.value, lower ? to_ascii_lower(address) : address);
}

}  // namespace lauter::surrogate
