/// Wildcards in paths: `*` and `?` within a name, `[a-z]`, and `**` for any depth of folders.
/// Internal to io.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter::internal {

bool has_wildcard(std::string_view text);

/// True if one name matches one pattern without slashes. Linear in both but for `*`, where it goes
/// back once a star (no exponential case). A leading dot must be matched by a dot.
bool matches_wildcard(std::string_view name, std::string_view pattern);

/// The same for whole paths: `**` matches any number of folders, hidden ones excepted.
bool matches_path(std::string_view path, std::string_view pattern);

/// Bytes of the pattern before its first name with a wildcard: `data/` of `data/*/x.jsonl`.
size_t fixed_prefix(std::string_view pattern);

/// All paths that match, in byte order. An empty list is no error.
Result<std::vector<std::string>> expand_glob(const std::string& pattern);

}  // namespace lauter::internal
