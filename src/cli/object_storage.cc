#include "cli/object_storage.h"

#include <algorithm>

#include "base/hash.h"
#include "cli/job_setup.h"
#include "io/files/files.h"
#include "s3/client.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxProfileBytes = 1 << 20;

/// Empty if there is no such file.
Result<std::string> read_profiles(const std::string& path) {
  if (path.empty() || !path_exists(path)) return std::string();
  return read_file(path, kMaxProfileBytes);
}

bool names_object(const Config& config) {
  const auto is_object = [](const std::string& text) { return s3::is_object_url(text); };
  return std::ranges::any_of(config.positional, is_object) ||
         std::ranges::any_of(config.human, is_object) ||
         std::ranges::any_of(config.machine, is_object) ||
         std::ranges::any_of(
             std::initializer_list<std::string>{config.output, config.raw, config.refined,
                                                config.programs, config.reference, config.inputs},
             is_object);
}

Result<ObjectStore> make_store(s3::Settings settings, bool anonymous) {
  if (!settings.credentials && !anonymous) {
    return invalid_argument(
        "s3://: no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE to "
        "a profile that has keys, or ask without any by --s3-anonymous");
  }
  return s3::Client::make(std::move(settings), &stop_flag());
}

}  // namespace

Result<s3::Settings> object_settings(const Config& config) {
  const s3::Variable variable = environment_variable;
  s3::ProfileFiles files;
  LAUTER_ASSIGN(files.credentials, read_profiles(s3::credentials_path(variable)));
  LAUTER_ASSIGN(files.config, read_profiles(s3::config_path(variable)));
  return s3::make_settings(variable, files, config.s3);
}

Result<ObjectStore> connect_store(const Config& config) {
  LAUTER_ASSIGN(s3::Settings settings, object_settings(config));
  return make_store(std::move(settings), config.s3.anonymous);
}

Result<void> connect_objects(Config& config) {
  if (!names_object(config)) return {};
  LAUTER_ASSIGN(config.store, connect_store(config));
  return {};
}

Result<ObjectStore> connect_as_planned(const Config& config, const s3::Settings& planned) {
  Config as_planned = config;
  as_planned.s3 = {.endpoint = planned.endpoint,
                   .addressing = planned.addressing,
                   .anonymous = !planned.credentials};
  LAUTER_ASSIGN(s3::Settings settings, object_settings(as_planned));
  settings.region = planned.region;
  return make_store(std::move(settings), as_planned.s3.anonymous);
}

Result<std::string> stage_parent(const Config& config) {
  if (!config.stage.empty()) return config.stage;
  const std::string cache = environment_variable("XDG_CACHE_HOME").value_or("");
  const std::string home = environment_variable("HOME").value_or("");
  if (cache.empty() && home.empty()) {
    return invalid_argument("no home folder: say with --stage DIR where files of s3:// may wait");
  }
  return join_path(cache.empty() ? join_path(home, ".cache") : cache, "lauter");
}

Result<std::string> copies_folder(const Config& config) {
  LAUTER_ASSIGN(const std::string parent, stage_parent(config));
  return join_path(parent, "copies");
}

Result<std::string> stage_folder(const Config& config, const s3::ObjectUrl& out) {
  LAUTER_ASSIGN(const std::string parent, stage_parent(config));
  std::string key = out.key;
  while (key.ends_with('/')) key.pop_back();
  const std::string name = config.store->base_url(out.bucket) + "/" + key;
  return join_path(parent, "stage-" + hash128_hex(name).substr(0, 16));
}

std::string object_storage_state(const Config& config) {
  const auto settings = object_settings(config);
  if (!settings.ok()) return settings.error().message;
  const std::string where =
      settings->endpoint.empty() ? "Amazon, region " + settings->region
                                 : settings->endpoint + ", region " + settings->region;
  if (settings->credentials) return where + "; credentials of " + settings->credentials_from;
  return where + "; no credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile)";
}

}  // namespace lauter
