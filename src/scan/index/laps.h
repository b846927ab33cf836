/// What a LapClock tells about a scan: laps are the steps that serve all rules, then the groups of
/// rules (a group is one table of registry_builtin.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/lap_clock.h"
#include "scan/scanner.h"

namespace lauter {

enum class ScanStep : uint8_t { kPrepare, kAnchors, kNumbers, kLabels, kCount };
inline constexpr size_t kScanSteps = static_cast<size_t>(ScanStep::kCount);

constexpr size_t scan_lap_of(ScanStep step) { return static_cast<size_t>(step); }
size_t scan_lap_count();
/// Scans with this scratch add their time to `clock`, of scan_lap_count() laps, until told another
/// one or null. The clock must outlive them.
void measure_scans(ScanScratch& scratch, LapClock* clock);
/// Name of a lap below scan_lap_count(); those of steps are in brackets.
std::string_view scan_lap_name(size_t lap);
/// Name of a rule's group, that is of its lap; empty for a custom or unknown rule.
std::string_view scan_group_of_rule(std::string_view rule_name);

}  // namespace lauter
