#include "run/verify/log_lines.h"

namespace lauter {
namespace {

/// A program may replace a whole document of the largest size, with every byte of it escaped.
constexpr uint64_t kMaxLogRowBytes = uint64_t{1} << 30;

}  // namespace

Result<std::optional<std::string_view>> LogLines::next() {
  if (!lines_) {
    const InputFile file{.path = path_, .relative = {}, .compression = Compression::kZstd};
    LAUTER_ASSIGN(FileBytes bytes, FileBytes::open(file));
    lines_.emplace(std::move(bytes), kMaxLogRowBytes);
  }
  return lines_->next();
}

Result<void> LogLines::take(uint64_t n_rows, bool with_rejected, std::string& out) {
  for (uint64_t taken = 0; taken < n_rows;) {
    LAUTER_ASSIGN(const auto line, next());
    if (!line) return {};
    out += *line;
    out += '\n';
    if (with_rejected || !says_rejected(*line)) ++taken;
  }
  return {};
}

Result<uint64_t> LogLines::take_more(uint64_t most, std::string& out) {
  for (uint64_t taken = 0; taken < most; ++taken) {
    LAUTER_ASSIGN(const auto line, next());
    if (!line) return taken;
    out += *line;
    out += '\n';
  }
  return most;
}

}  // namespace lauter
