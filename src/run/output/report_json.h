/// report.json: RunReport to JSON and back, so that `lauter report` and --resume lose nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"
#include "run/output/report_data.h"

namespace lauter {

JsonValue stats_to_json(const RunStats& stats);
JsonValue untreated_to_json(const UntreatedFields& untreated);
/// Of `value`'s member `untreated_fields`; empty if there is none.
UntreatedFields untreated_from_json(const JsonValue& value);
JsonValue sample_to_json(const Sample& sample);
JsonValue report_to_json(const RunReport& report);
/// The bytes of report.json without its LF: UTF-8 whatever names the files have.
std::string report_text(const RunReport& report);

/// Missing members keep their defaults, so that older files can be read.
/// Errors: kDataLoss if the value is no object.
Result<RunStats> stats_from_json(const JsonValue& value);
Result<Sample> sample_from_json(const JsonValue& value);
Result<RunReport> report_from_json(const JsonValue& value);

}  // namespace lauter
