// `lauter report`.
#include "cli/commands.h"
#include "cli/terminal.h"
#include "io/files.h"
#include "report/curate_html.h"
#include "report/report_html.h"
#include "run/report_json.h"

namespace lauter {

namespace {

int write_page(const Config& config, const std::string& path, const std::string& page) {
  const auto written = write_file_atomic(path, page);
  if (!written.ok()) return fail(written.error());
  if (!config.quiet) say("lauter: wrote " + path + "\n");
  return kExitOk;
}

}  // namespace

int run_report(const Config& config) {
  if (config.positional.size() != 1) {
    return fail(invalid_argument("report: name the folder of one finished run"));
  }
  const std::string path = join_path(config.positional[0], "report.json");
  const auto text = read_file(path);
  if (!text.ok()) return fail(text.error());
  const auto json = parse_json(*text);
  if (!json.ok()) return fail(Error(json.error()).context(path));
  const std::string page = join_path(config.positional[0], "report.html");
  if (const JsonValue* command = json->find("command"); command && *command == "curate") {
    const auto curated = curate_report_from_json(*json);
    if (!curated.ok()) return fail(Error(curated.error()).context(path));
    return write_page(config, page, render_curate_html(*curated));
  }
  const auto report = report_from_json(*json);
  if (!report.ok()) return fail(Error(report.error()).context(path));
  return write_page(config, page, render_report_html(*report));
}

}  // namespace lauter
