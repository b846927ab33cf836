#include "io/files/glob.h"

#include <algorithm>

#include "io/files/files.h"

namespace lauter::internal {
namespace {

constexpr int kMaxFolderDepth = 64;

/// Matches `c` against the pattern's element at `at`; moves `at` behind it.
bool matches_one(char c, std::string_view pattern, size_t& at) {
  const char p = pattern[at];
  if (p == '?') {
    ++at;
    return true;
  }
  const size_t close = p == '[' ? pattern.find(']', at + 2) : std::string_view::npos;
  if (close == std::string_view::npos) {
    ++at;
    return p == c;
  }
  size_t i = at + 1;
  const bool negated = pattern[i] == '!' || pattern[i] == '^';
  if (negated) ++i;
  bool found = false;
  for (; i < close; ++i) {
    if (i + 2 < close && pattern[i + 1] == '-') {
      found |= pattern[i] <= c && c <= pattern[i + 2];
      i += 2;
    } else {
      found |= pattern[i] == c;
    }
  }
  at = close + 1;
  return found != negated;
}

/// `base` is what is matched so far (with its slash, or empty), `rest` what is still to match.
Result<void> expand(const std::string& base, std::string_view rest, int depth,
                    std::vector<std::string>& out) {
  if (depth > kMaxFolderDepth) return resource_exhausted(base + ": more than 64 folders deep");
  const size_t slash = rest.find('/');
  const std::string_view name = rest.substr(0, slash);
  const bool is_leaf = slash == std::string_view::npos;
  const std::string_view below = is_leaf ? std::string_view() : rest.substr(slash + 1);
  if (!has_wildcard(name)) {
    const std::string path = base + std::string(name);
    if (!path_exists(path.empty() ? "/" : path)) return {};
    if (!is_leaf) return expand(path + "/", below, depth + 1, out);
    out.push_back(path);
    return {};
  }
  auto entries = list_dir(base.empty() ? "." : base);
  if (!entries.ok()) return {};  // not a folder, or not ours to read: nothing matches there
  if (name == "**") {
    if (!is_leaf) LAUTER_TRY(expand(base, below, depth + 1, out));
    for (const DirEntry& entry : *entries) {
      if (entry.name[0] == '.') continue;
      if (entry.is_directory) LAUTER_TRY(expand(base + entry.name + "/", rest, depth + 1, out));
      if (is_leaf && entry.is_file) out.push_back(base + entry.name);
    }
    return {};
  }
  for (const DirEntry& entry : *entries) {
    if (!matches_wildcard(entry.name, name)) continue;
    if (is_leaf) {
      out.push_back(base + entry.name);
    } else if (is_directory(base + entry.name)) {
      LAUTER_TRY(expand(base + entry.name + "/", below, depth + 1, out));
    }
  }
  return {};
}

}  // namespace

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool matches_wildcard(std::string_view name, std::string_view pattern) {
  if (!name.empty() && name[0] == '.' && (pattern.empty() || pattern[0] != '.')) return false;
  size_t at = 0;
  size_t i = 0;
  size_t star_at = std::string_view::npos;
  size_t star_i = 0;
  while (i < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star_at = ++at;
      star_i = i;
      continue;
    }
    if (at < pattern.size() && matches_one(name[i], pattern, at)) {
      ++i;
      continue;
    }
    if (star_at == std::string_view::npos) return false;
    at = star_at;
    i = ++star_i;
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool matches_path(std::string_view path, std::string_view pattern) {
  // As matches_wildcard() does with `*`: of many `**` only the last one is ever tried anew.
  std::string_view retry_path;
  std::string_view retry_pattern;
  bool can_retry = false;
  const auto take = [](std::string_view& rest) {
    const size_t slash = rest.find('/');
    const std::string_view name = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    return name;
  };
  while (!path.empty() || !pattern.empty()) {
    std::string_view path_rest = path;
    std::string_view pattern_rest = pattern;
    const std::string_view element = take(pattern_rest);
    if (element == "**" && !pattern_rest.empty()) {
      retry_path = path;
      retry_pattern = pattern = pattern_rest;
      can_retry = true;
      continue;
    }
    const std::string_view name = take(path_rest);
    const bool is_all = element == "**";  // at the end: whatever is left, folder by folder
    if (!path.empty() && !pattern.empty() && matches_wildcard(name, is_all ? "*" : element)) {
      path = path_rest;
      if (!is_all || path.empty()) pattern = pattern_rest;
      continue;
    }
    const std::string_view passed = take(retry_path);
    if (!can_retry || retry_path.empty() || passed.starts_with('.')) return false;
    path = retry_path;
    pattern = retry_pattern;
  }
  return true;
}

size_t fixed_prefix(std::string_view pattern) {
  const size_t first = pattern.find_first_of("*?[");
  const size_t slash = pattern.substr(0, first).find_last_of('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

Result<std::vector<std::string>> expand_glob(const std::string& pattern) {
  std::vector<std::string> out;
  const bool absolute = !pattern.empty() && pattern[0] == '/';
  LAUTER_TRY(
      expand(absolute ? "/" : "", std::string_view(pattern).substr(absolute ? 1 : 0), 0, out));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace lauter::internal
