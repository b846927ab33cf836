/// Handsets and SIM cards: IMEI, IMSI, ICCID.
#include "catalog/checks_device.h"
#include "known/device.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool imei(std::string_view v) {
  return v.size() == 15 && imei_ok(v) && v != "490154203237518" && v.substr(0, 2) != "00";
}
bool imeisv(std::string_view v) { return imei_ok(v) && v.substr(0, 2) != "00"; }
bool iccid(std::string_view v) { return iccid_ok(v) && v.size() >= 19; }

constexpr const char* kImeiCues = known::kDeviceImeiCues;
constexpr const char* kImsiCues =
    "imsi|imsi number|imsi no|subscriber identity|international mobile subscriber|mobile "
    "subscriber|supi|imsi is|"
    "hlr|hss|sim imsi";
constexpr const char* kIccidCues = known::kDeviceIccidCues;

constexpr ValueRule kValues[] = {
    {.info = {"imei", Category::kImei},
     .shape = IDS_DIGITS("14"),
     .check = imei,
     .cues = kImeiCues,
     .score = 0.93F},
    {.info = {"imei.grouped", Category::kImei},
     .shape = "\\d{2}[ -]\\d{6}[ -]\\d{6}[ -]\\d|\\d{6}[ -]\\d{2}[ -]\\d{6}[ -]\\d",
     .check = imei,
     .need = Need::kNone,
     .cues = kImeiCues,
     .score = 0.85F,
     .flags = kUnlessVeto},
    {.info = {"imei.handset", Category::kImei},
     .shape = "(35|86|01)\\d{13}",
     .check = imei,
     .need = Need::kNone,
     .cues = kImeiCues,
     .score = 0.6F,
     .flags = kUnlessVeto | kNotInCode},
    {.info = {"imei.software", Category::kImei},
     .shape = "\\d{16}|\\d{2}[ -]\\d{6}[ -]\\d{6}[ -]\\d{2}",
     .check = imeisv,
     .need = Need::kDirect,
     .cues = kImeiCues,
     .score = 0.9F},
    {.info = {"imsi", Category::kImsi},
     .shape = IDS_DIGITS("13,14"),
     .check = imsi_ok,
     .cues = kImsiCues,
     .score = 0.93F},
    {.info = {"iccid", Category::kIccid},
     .shape = "89\\d{17,18}[Ff]?",
     .check = iccid,
     .need = Need::kNone,
     .cues = kIccidCues,
     .score = 0.92F,
     .flags = kUnlessVeto},
    {.info = {"iccid.grouped", Category::kIccid},
     .shape = "89\\d{2}[ -]\\d{4}[ -]\\d{4}[ -]\\d{4}[ -]\\d{3,4}[Ff]?|89[ -]\\d{2}[ -]\\d{2}[ "
              "-]\\d{2,12}([ -]\\d{1,12}){0,4}|"
              "89\\d{2}([ -]\\d{4}){3}([ -]\\d{1,4}){1,2}|89\\d{3}[ -]\\d{5}[ -]\\d{5}[ "
              "-]\\d{4,5}|89\\d{4}([ -]\\d{1,6}){2,4}",
     .check = iccid,
     .cues = kIccidCues,
     .score = 0.92F},
    {.info = {"iccid.short", Category::kIccid},
     .shape = "89\\d{16}",
     .check = iccid_ok,
     .need = Need::kDirect,
     .cues = kIccidCues,
     .score = 0.85F},
};

}  // namespace

RuleTable device_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
