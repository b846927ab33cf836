/// report.json: RunReport to JSON and back, so that `lauter report` and --resume lose nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "json/two_way.h"
#include "run/output/report_data.h"

namespace lauter {

void json_members(MemberWriter& json, const RunStats& stats);
void json_members(MemberReader& json, RunStats& stats);
void json_members(MemberWriter& json, const UntreatedFields& untreated);
void json_members(MemberReader& json, UntreatedFields& untreated);
void json_members(MemberWriter& json, const Sample& sample);
void json_members(MemberReader& json, Sample& sample);

JsonValue report_to_json(const RunReport& report);
/// The bytes of report.json without its LF: UTF-8 whatever names the files have.
std::string report_text(const RunReport& report);
/// Missing members keep their defaults, so that older files can be read.
/// Errors: kDataLoss if the value is no object, or a sample is none.
Result<RunReport> report_from_json(const JsonValue& value);

}  // namespace lauter
