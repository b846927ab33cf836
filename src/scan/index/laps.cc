#include "scan/index/laps.h"

#include <optional>

#include "scan/registry.h"

namespace lauter {

size_t scan_lap_count() { return kScanSteps + scan::Registry::builtin_group_count(); }

std::string_view scan_lap_name(size_t lap) {
  constexpr std::string_view kSteps[kScanSteps] = {"(views and overlaps)", "(finding anchors)",
                                                   "(finding numbers)",
                                                   "(reading labels and tables)"};
  return lap < kScanSteps ? kSteps[lap] : scan::Registry::builtin_group_name(lap - kScanSteps);
}

std::string_view scan_group_of_rule(std::string_view rule_name) {
  const scan::Registry& registry = scan::Registry::builtin();
  const std::optional<RuleId> rule = registry.find_rule(rule_name);
  return rule ? scan_lap_name(registry.lap_of(*rule)) : std::string_view();
}

}  // namespace lauter
