#include "s3/settings.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "text/ascii.h"

namespace lauter::s3 {
namespace {

/// Keys and values of one profile; those of a nested section as `s3.addressing_style`.
using Profile = std::map<std::string, std::string>;

/// The profile `name` of one file; nothing if it is not there. `prefixed`: sections are called
/// `[profile NAME]`, but for `[default]`. Messages name lines, never their text.
Result<std::optional<Profile>> read_profile(const std::string& content, const std::string& file,
                                            const std::string& name, bool prefixed) {
  std::optional<Profile> found;
  bool inside = false;
  std::string outer;  // key whose value is the indented lines below it
  size_t number = 0;
  for (size_t at = 0; at < content.size();) {
    const size_t end = std::min(content.find('\n', at), content.size());
    const std::string_view raw = std::string_view(content).substr(at, end - at);
    at = end + 1;
    ++number;
    const std::string_view line = trim_ascii(raw);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    const auto broken = [&](const char* why) {
      return invalid_argument(file + ":" + std::to_string(number) + ": " + why);
    };
    if (line[0] == '[') {
      if (!line.ends_with(']')) return broken("a section without ]");
      std::string_view section = trim_ascii(line.substr(1, line.size() - 2));
      if (prefixed && section.starts_with("profile ")) section = trim_ascii(section.substr(8));
      inside = section == name;
      if (inside && !found) found.emplace();
      outer.clear();
      continue;
    }
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) return broken("neither [section] nor key = value");
    if (!inside) continue;
    const std::string key(trim_ascii(line.substr(0, equals)));
    const std::string value(trim_ascii(line.substr(equals + 1)));
    const bool is_indented = raw[0] == ' ' || raw[0] == '\t';
    if (is_indented && !outer.empty()) {
      (*found)[outer + "." + key] = value;
    } else {
      outer = value.empty() ? key : "";
      (*found)[key] = value;
    }
  }
  return found;
}

std::string value_of(const std::optional<Profile>& profile, const std::string& key) {
  if (!profile) return "";
  const auto found = profile->find(key);
  return found == profile->end() ? "" : found->second;
}

/// Nothing if neither key is there.
Result<std::optional<Credentials>> pair_of(std::string access, std::string secret,
                                           std::string token, const std::string& place) {
  if (access.empty() && secret.empty()) return std::optional<Credentials>();
  if (access.empty() || secret.empty()) {
    return invalid_argument(place + ": only one of access key and secret key is set");
  }
  return std::optional<Credentials>({std::move(access), std::move(secret), std::move(token)});
}

Result<std::optional<Credentials>> credentials_of(const std::optional<Profile>& profile,
                                                  const std::string& place) {
  return pair_of(value_of(profile, "aws_access_key_id"), value_of(profile, "aws_secret_access_key"),
                 value_of(profile, "aws_session_token"), place);
}

std::string home_file(const Variable& variable, const char* name, const char* variable_name) {
  if (const auto path = variable(variable_name); path && !path->empty()) return *path;
  const auto home = variable("HOME");
  return home && !home->empty() ? *home + "/.aws/" + name : "";
}

}  // namespace

std::string credentials_path(const Variable& variable) {
  return home_file(variable, "credentials", "AWS_SHARED_CREDENTIALS_FILE");
}

std::string config_path(const Variable& variable) {
  return home_file(variable, "config", "AWS_CONFIG_FILE");
}

Result<Settings> make_settings(const Variable& variable, const ProfileFiles& files,
                               const SettingsFlags& flags) {
  const auto get = [&variable](const char* name) { return variable(name).value_or(""); };
  const std::string named = get("AWS_PROFILE");
  const std::string name = named.empty() ? "default" : named;
  LAUTER_ASSIGN(const auto secret,
                read_profile(files.credentials, credentials_path(variable), name, false));
  LAUTER_ASSIGN(const auto config, read_profile(files.config, config_path(variable), name, true));
  if (!named.empty() && !secret && !config) {
    return invalid_argument("AWS_PROFILE: no profile \"" + named + "\" in " +
                            credentials_path(variable) + " or " + config_path(variable));
  }

  Settings settings;
  const auto choose = [](std::initializer_list<std::string> values) {
    for (const std::string& value : values) {
      if (!value.empty()) return value;
    }
    return std::string();
  };
  settings.region = choose({get("AWS_REGION"), get("AWS_DEFAULT_REGION"),
                            value_of(config, "region"), value_of(secret, "region"), "us-east-1"});
  settings.endpoint =
      choose({flags.endpoint, get("AWS_ENDPOINT_URL_S3"), get("AWS_ENDPOINT_URL"),
              value_of(config, "s3.endpoint_url"), value_of(config, "endpoint_url")});
  if (!settings.endpoint.empty()) LAUTER_TRY(parse_endpoint(settings.endpoint));
  settings.ca_file = choose({get("AWS_CA_BUNDLE"), value_of(config, "ca_bundle")});
  settings.addressing = flags.addressing;
  if (settings.addressing == Addressing::kAuto) {
    const std::string style = value_of(config, "s3.addressing_style");
    if (style == "path") settings.addressing = Addressing::kPath;
    if (style == "virtual") settings.addressing = Addressing::kVirtual;
  }
  if (flags.anonymous) {
    settings.credentials_from = "none: --s3-anonymous";
    return settings;
  }

  LAUTER_ASSIGN(settings.credentials,
                pair_of(get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY"),
                        get("AWS_SESSION_TOKEN"), "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"));
  settings.credentials_from = "environment";
  if (settings.credentials) return settings;
  for (const auto& [profile, path] :
       {std::pair(&secret, credentials_path(variable)), std::pair(&config, config_path(variable))}) {
    const std::string place = path + " [" + name + "]";
    LAUTER_ASSIGN(settings.credentials, credentials_of(*profile, place));
    settings.credentials_from = place;
    if (settings.credentials) return settings;
  }
  settings.credentials_from.clear();
  for (const char* key : {"role_arn", "sso_session", "sso_start_url", "credential_process"}) {
    if (value_of(config, key).empty() && value_of(secret, key).empty()) continue;
    return unimplemented("profile " + name + " has " + key +
                         ", whose keys lauter does not fetch; let `aws configure "
                         "export-credentials --format env` put them into the environment");
  }
  return settings;
}

Result<Endpoint> parse_endpoint(const std::string& url) {
  Endpoint endpoint;
  std::string_view rest = url;
  const size_t scheme = rest.find("://");
  if (scheme != std::string_view::npos) {
    endpoint.scheme = rest.substr(0, scheme);
    rest.remove_prefix(scheme + 3);
  }
  const size_t slash = std::min(rest.find('/'), rest.size());
  endpoint.host = rest.substr(0, slash);
  endpoint.path = rest.substr(slash);
  while (endpoint.path.ends_with('/')) endpoint.path.pop_back();
  const bool is_known = endpoint.scheme == "http" || endpoint.scheme == "https";
  // No user part: a password would show in messages.
  const bool is_host = !endpoint.host.empty() && std::ranges::all_of(url, [](char c) {
    return c > ' ' && c < 0x7F && c != '@' && c != '?' && c != '#';
  });
  if (!is_known || !is_host) {
    return invalid_argument("the S3 endpoint is no URL of the form https://host:port");
  }
  for (char& c : endpoint.host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::string_view own_port = endpoint.scheme == "http" ? ":80" : ":443";
  if (endpoint.host.ends_with(own_port)) {
    endpoint.host.resize(endpoint.host.size() - own_port.size());
  }
  return endpoint;
}

}  // namespace lauter::s3
