// `lauter report`.
#include "cli/commands/commands.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "report/curate_html.h"
#include "report/report_html.h"
#include "run/output/report_json.h"
#include "s3/client.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxReportBytes = uint64_t{1} << 30;

Result<std::string> read_report(const Config& config, const std::string& path) {
  if (config.store == nullptr) return read_file(path);
  LAUTER_ASSIGN(const s3::ObjectUrl url, s3::parse_object_url(path));
  return config.store->get(url, kMaxReportBytes);
}

Result<void> put_page(const Config& config, const std::string& path, std::string_view page) {
  if (config.store == nullptr) return write_file_atomic(path, page);
  LAUTER_ASSIGN(const s3::ObjectUrl url, s3::parse_object_url(path));
  return config.store->put(url, page);
}

int write_page(const Config& config, const std::string& path, const std::string& page) {
  const auto written = put_page(config, path, page);
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
  const auto text = read_report(config, path);
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
