#include "scan/phone/phone_plan.h"

#include <array>
#include <cstdint>

#include "known/phone_plan.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

struct Plan {
  uint16_t code;
  uint8_t least, greatest;
};

constexpr Plan kPlans[] = {
#define X(code, least, greatest) {code, least, greatest},
#include "scan/data/numbering_plans.inc"
#undef X
};

/// Plan of each country code below 1000, or 0xFF.
constexpr std::array<uint8_t, 1000> index_plans() {
  std::array<uint8_t, 1000> index{};
  for (auto& entry : index) entry = 0xFF;
  uint8_t i = 0;
  for (const Plan& plan : kPlans) index[plan.code] = i++;
  return index;
}
constexpr std::array<uint8_t, 1000> kIndex = index_plans();

bool begins(std::string_view digits, std::string_view prefix) {
  return digits.size() >= prefix.size() && digits[0] == prefix[0] &&
         digits.substr(0, prefix.size()) == prefix;
}

}  // namespace

size_t country_code_length(std::string_view digits) {
  size_t code = 0;
  for (size_t n = 1; n <= 3 && n <= digits.size(); ++n) {
    code = code * 10 + static_cast<size_t>(digits[n - 1] - '0');
    if (code == 0) return 0;
    if (kIndex[code] == 0xFF) continue;
    const Plan& plan = kPlans[kIndex[code]];
    size_t rest = digits.size() - n;
    if (rest > 0 && digits[n] == '0' && rest > plan.greatest) --rest;
    if (rest < plan.least || rest > plan.greatest) return 0;
    return n;
  }
  return 0;
}

bool nanp_ok(std::string_view d) {
  if (d.size() != 10) return false;
  if (d[0] < '2' || d[3] < '2') return false;
  if (d[1] == '1' && d[2] == '1') return false;
  if (d.substr(0, 3) == "555") return false;  // no such area: only an announced one is read
  if (d[4] == '1' && d[5] == '1') return false;
  return true;
}

bool is_fictional_number(std::string_view d) {
  if (d.size() == 7 && begins(d, "555")) return true;
  std::string_view nanp = d;
  if (begins(nanp, "001")) nanp.remove_prefix(3);
  if (nanp.size() == 11 && nanp[0] == '1') nanp.remove_prefix(1);
  if (nanp.size() == 10 && nanp.substr(3, 5) == "55501") return true;
  if (nanp.size() == 10 && nanp.substr(3) == "5551212") return true;  // directory enquiries
  const auto national = [&](std::string_view code) -> std::string_view {
    std::string_view n = d;
    if (begins(n, "00") && begins(n.substr(2), code)) n.remove_prefix(2);
    if (begins(n, code)) {
      n.remove_prefix(code.size());
      if (begins(n, "0")) n.remove_prefix(1);
      return n;
    }
    if (begins(n, "0")) return n.substr(1);
    return {};
  };
  const std::string_view uk = national("44");
  if (uk.size() == 10 && (begins(uk, "7700900") || begins(uk, "1632960") || begins(uk, "2079460") ||
                          begins(uk, "1144960") || begins(uk, "1154960") || begins(uk, "1164960") ||
                          begins(uk, "1174960") || begins(uk, "1184960") || begins(uk, "1214960") ||
                          begins(uk, "1314960") || begins(uk, "1414960") || begins(uk, "1514960") ||
                          begins(uk, "1614960") || begins(uk, "1914980") || begins(uk, "2896496") ||
                          begins(uk, "2920180") || begins(uk, "8081570") || begins(uk, "9098790") ||
                          begins(uk, "3069990"))) {
    return true;
  }
  const std::string_view fr = national("33");
  if (fr.size() == 9 && (begins(fr, "63998") || begins(fr, "19900") || begins(fr, "26191") ||
                         begins(fr, "35301") || begins(fr, "46571") || begins(fr, "53649"))) {
    return true;
  }
  const std::string_view au = national("61");
  if (au.size() == 9 && (begins(au, "491570") || begins(au, "25550") || begins(au, "35550") ||
                         begins(au, "75550") || begins(au, "85550"))) {
    return true;
  }
  const std::string_view se = national("46");
  if (se.size() == 9 && begins(se, "7017406")) return true;
  bool equal = true, run = true;
  for (size_t i = 1; i < d.size(); ++i) {
    equal = equal && d[i] == d[0];
    run = run && (d[i] - '0' + 10) % 10 == (d[i - 1] - '0' + 1) % 10;
  }
  return equal || run;
}

bool national_grouping(std::string_view g) {
  // Written habits: FR 2-2-2-2-2; UK 5-6, 5-3-3, 3-4-4, 4-3-4, 4-7, 4-3-3; DE 3-7, 3-8, 4-7, 4-8,
  // 5-6; NL 3-7, 2-8, 3-3-2-2; BE 4-2-2-2, 2-3-2-2, 3-2-2-2; CH 3-3-2-2; AT 4-7; SE 3-3-2-2,
  // 2-3-2-2, 3-7, 4-2-2-2; FI 3-3-4, 3-7; IT 3-7, 2-8, 4-6; AU 4-3-3, 2-4-4; NZ 3-3-4, 2-3-4; JP
  // 2-4-4, 3-4-4, 4-2-4; KR 3-4-4, 2-4-4, 3-3-4, 2-3-4; TR 4-3-2-2; PK 4-7; ZA 3-3-4; BR 3-4-4; IE
  // 3-3-4, 2-3-4; IL 3-3-4, 3-7; ID 4-4-4, 4-4-3; PH 4-3-4; UA 3-3-2-2; HU 2-2-3-4; TW 4-3-3.
  static constexpr auto& kGroupings = known::kPhonePlanGroupings;
  for (const std::string_view known : kGroupings) {
    if (g == known) return true;
  }
  return false;
}

}  // namespace lauter::scan
