/// Addresses as China and Japan write them, from the large to the small and without blanks:
/// "東京都渋谷区道玄坂2丁目10番7号", "上海市浦东新区张杨路500号12楼".
#include <algorithm>

#include "scan/page.h"
#include "scan/rule.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"east_address.street", Category::kStreetAddress},
                               {"east_address.city", Category::kCity},
                               {"east_address.state", Category::kState}};
enum Info : size_t { kStreet, kTown, kRegion };

constexpr char kStates[] =
    "河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省|"
    "湖南省|"
    "广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|内蒙古自治区|广西壮族自治区|"
    "西藏自治区|"
    "宁夏回族自治区|新疆维吾尔自治区|北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|"
    "栃木県|群馬県|"
    "埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|"
    "三重県|"
    "滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|"
    "愛媛県|"
    "高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県";
constexpr char kTowns[] = "北京市|上海市|天津市|重庆市|台北市|臺北市|新北市|臺中市|台中市|高雄市";

/// Bytes of the character at `at` that names of places are written with (Han, Katakana, の), or 0.
size_t name_char(std::string_view text, size_t at) {
  if (at + 3 > text.size()) return 0;
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool han = lead >= 0xE4 && lead <= 0xE9;
  const bool katakana =
      lead == 0xE3 &&
      (second == 0x83 || (second == 0x82 && static_cast<unsigned char>(text[at + 2]) >= 0xA0));
  return han || katakana || text.substr(at, 3) == "の" || text.substr(at, 3) == "々" ? 3 : 0;
}

/// End of the first `unit` in text[begin, end), or `begin`.
size_t end_of(std::string_view text, size_t begin, size_t end, std::string_view unit) {
  const size_t at = text.substr(0, end).find(unit, begin);
  return at == text.npos || at == begin ? begin : at + unit.size();
}

/// Where the house's number and what is said of floor and room end: digits, dashes and their units
/// from the first digit of text[begin, limit) on; `begin` if there is none with a unit or dash.
size_t number_end(std::string_view text, size_t begin, size_t limit) {
  static constexpr std::string_view kUnits[] = {"丁目", "番地", "番", "号",   "號", "楼", "樓",
                                                "室",   "栋",   "幢", "单元", "层", "階", "院",
                                                "弄",   "座",   "巷", "之",   "条"};
  size_t at = begin;
  while (at < limit && !is_digit(text[at])) ++at;
  if (at >= limit || text.substr(0, at).ends_with("第")) return begin;  // "第5号令", decree 5
  bool named = false;
  while (at < limit) {
    if (is_digit(text[at]) || (text[at] == '-' && at + 1 < limit && is_digit(text[at + 1]))) {
      named |= text[at] == '-';
      ++at;
      continue;
    }
    const auto* const unit =
        std::find_if(std::begin(kUnits), std::end(kUnits),
                     [&](std::string_view u) { return text.substr(at, u.size()) == u; });
    if (unit == std::end(kUnits)) break;
    at += unit->size();
    named = true;
  }
  return named ? at : begin;
}

/// The address that goes on at `from`, behind a state or town.
void read_address(const Page& page, size_t from, bool town_known, Found& found) {
  constexpr size_t kLongest = 120;
  const std::string_view text = page.text;
  size_t limit = from;
  while (limit < text.size() && limit - from < kLongest) {
    const size_t size = is_digit(text[limit]) || text[limit] == '-' ? 1 : name_char(text, limit);
    if (size == 0) break;
    limit += size;
  }
  size_t street = from;
  if (!town_known) {
    street = end_of(text, from, limit, "市");
    if (street == from) street = end_of(text, from, limit, "区");
    if (street == from) street = end_of(text, from, limit, "町");
  }
  const size_t end = number_end(text, street, limit);
  if (end <= street + 3) return;  // a number at least, and a name before it
  if (street > from) found.add(kInfos[kTown], from, street, 0.86F);
  found.add(kInfos[kStreet], street, end, 0.9F);
}

void match_state(const Page& page, size_t begin, size_t end, Found& found) {
  const size_t before = found.findings().size();
  read_address(page, end, false, found);
  if (found.findings().size() > before) found.add(kInfos[kRegion], begin, end, 0.86F);
}

void match_town(const Page& page, size_t begin, size_t end, Found& found) {
  const size_t before = found.findings().size();
  read_address(page, end, true, found);
  if (found.findings().size() > before) found.add(kInfos[kTown], begin, end, 0.86F);
}

constexpr AnchorRule kAnchors[] = {{kStates, match_state, AnchorKind::kLiteral},
                                   {kTowns, match_town, AnchorKind::kLiteral}};

}  // namespace

RuleTable east_address_rules() { return {.anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
