/// vCards (RFC 6350, and 2.1 and 3.0 before it): each line says what it holds, and a name or an
/// address has its parts between semicolons.
#include <algorithm>
#include <array>
#include <iterator>

#include "scan/page.h"
#include "scan/rule.h"
#include "scan/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

constexpr RuleInfo kInfos[] = {
    {"vcard.name", kPerson},       {"vcard.last", kLastName},        {"vcard.first", kFirstName},
    {"vcard.nickname", kNickname}, {"vcard.firm", kOrganization},    {"vcard.title", kJobTitle},
    {"vcard.box", kPoBox},         {"vcard.street", kStreetAddress}, {"vcard.city", kCity},
    {"vcard.state", kState},       {"vcard.code", kPostalCode},      {"vcard.country", kCountry},
};
enum Info : uint8_t {
  kName,
  kLast,
  kFirst,
  kNick,
  kFirm,
  kTitle,
  kBox,
  kStreet,
  kTown,
  kRegion,
  kCode,
  kLand,
  kSkip
};

/// What the parts of a property are, in the order of RFC 6350.
struct Property {
  std::string_view name;
  std::array<Info, 7> parts;
};
constexpr Property kProperties[] = {
    {"FN", {kName, kSkip, kSkip, kSkip, kSkip, kSkip, kSkip}},
    {"N", {kLast, kFirst, kFirst, kSkip, kSkip, kSkip, kSkip}},
    {"NICKNAME", {kNick, kSkip, kSkip, kSkip, kSkip, kSkip, kSkip}},
    {"ORG", {kFirm, kSkip, kSkip, kSkip, kSkip, kSkip, kSkip}},
    {"TITLE", {kTitle, kSkip, kSkip, kSkip, kSkip, kSkip, kSkip}},
    {"ROLE", {kTitle, kSkip, kSkip, kSkip, kSkip, kSkip, kSkip}},
    {"ADR", {kBox, kStreet, kStreet, kTown, kRegion, kCode, kLand}},
};

/// The parts of text[begin, end), a property's value, reported as the property says.
void read_parts(std::string_view text, size_t begin, size_t end, const Property& property,
                Found& found) {
  size_t part = begin;
  for (const Info info : property.parts) {
    size_t stop = part;
    while (stop < end && text[stop] != ';') stop += text[stop] == '\\' && stop + 1 < end ? 2 : 1;
    size_t from = part, to = std::min(stop, end);
    while (from < to && is_space(text[from])) ++from;
    while (to > from && is_space(text[to - 1])) --to;
    if (info != kSkip && to > from + 1 && text[from] != '<' && text[from] != '{' &&
        text[from] != '$')
      found.add(kInfos[info], from, to, 0.995F);
    if (stop >= end) return;
    part = stop + 1;
  }
}

/// Reads the lines behind "BEGIN:VCARD", at most 4 KiB of them.
void match_vcard(const Page& page, size_t, size_t end, Found& found) {
  constexpr size_t kLongest = 4096;
  const std::string_view text = page.text.substr(0, std::min(page.text.size(), end + kLongest));
  for (size_t line = text.find('\n', end); line != text.npos; line = text.find('\n', line + 1)) {
    const size_t begin = line + 1;
    const size_t stop = std::min(text.size(), text.find('\n', begin));
    const std::string_view whole = text.substr(begin, stop - begin);
    if (whole.starts_with("END:VCARD") || whole.starts_with("BEGIN:VCARD")) return;
    const size_t colon = whole.find(':');
    if (colon == whole.npos) continue;
    // "item1.ADR;TYPE=HOME:"
    std::string_view name = whole.substr(0, std::min(colon, whole.find(';')));
    if (const size_t group = name.find('.'); group != name.npos) name.remove_prefix(group + 1);
    const auto* const property = std::find_if(std::begin(kProperties), std::end(kProperties),
                                              [&](const Property& p) { return p.name == name; });
    if (property == std::end(kProperties)) continue;
    if (holds_caseless(whole.substr(0, colon), "quoted-printable")) continue;
    read_parts(text, begin + colon + 1, stop, *property, found);
  }
}

constexpr AnchorRule kAnchors[] = {{"BEGIN:VCARD", match_vcard, AnchorKind::kCaselessLiteral}};

}  // namespace

RuleTable vcard_rules() { return {.anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
