#include "cli/terminal.h"
#include "cli/job_setup.h"
#include "report/html.h"
#include "text/printable.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace lauter {
namespace {

/// As it is, with our own commands to the terminal.
void draw_on_stderr(std::string_view text) { (void)write_fd(STDERR_FILENO, text).ok(); }

}  // namespace

void say(std::string_view text) { draw_on_stderr(printable(text, /*keep_lines=*/true)); }

int fail(const Error& error) {
  std::string line = "lauter: " + error.message;
  for (char& c : line) c = c == '\n' || c == '\r' ? ' ' : c;
  say(line + "\n");
  return kExitFailed;
}

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

size_t stderr_columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

bool use_color(When when) {
  if (when != When::kAuto) return when == When::kAlways;
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
}

Result<WriteState> write_stdout(std::string_view bytes) { return write_fd(STDOUT_FILENO, bytes); }

int print(std::string_view text) {
  const auto written = write_stdout(text);
  return written.ok() ? kExitOk : fail(Error(written.error()).context("stdout"));
}

std::string with_commas(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string counted(uint64_t number, std::string_view noun) {
  return with_commas(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string human_bytes(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 1000 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return fixed(value, unit == 0 ? 0 : 1) + " " + kUnits[unit];
}

std::string human_seconds(double seconds) {
  if (seconds < 60) return fixed(seconds, seconds < 10 ? 1 : 0) + " s";
  const auto whole = static_cast<uint64_t>(std::llround(std::min(seconds, 1e9)));
  char buffer[64];
  if (whole < 3600) {
    std::snprintf(buffer, sizeof buffer, "%d:%02d", static_cast<int>(whole / 60),
                  static_cast<int>(whole % 60));
  } else {
    std::snprintf(buffer, sizeof buffer, "%d:%02d:%02d", static_cast<int>(whole / 3600),
                  static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
  }
  return buffer;
}

std::string share_text(uint64_t part, uint64_t whole) {
  if (whole == 0) return "0.0 %";
  return fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + " %";
}

ProgressBar::ProgressBar(const Config& config, std::string_view verb)
    : verb_(verb), terminal_(stderr_is_terminal()), step_(way_out().before([this] { clear(); })) {
  on_ = !config.quiet &&
        (config.progress == When::kAlways || (config.progress == When::kAuto && terminal_));
}

ProgressSink ProgressBar::sink() {
  if (!on_) return {};
  return [this](const Progress& progress) { draw(progress); };
}

void ProgressBar::draw(const Progress& progress) {
  // Without a terminal a line a second, that a log can keep.
  const double since = progress.seconds - last_line_seconds_;
  if (!terminal_ && drawn_ && since >= 0 && since < 1) return;  // below 0: another phase has begun
  last_line_seconds_ = progress.seconds;
  const std::string line = fitting(progress);
  draw_on_stderr(terminal_ ? "\r" + line + "\x1b[K" : line + "\n");
  drawn_ = true;
}

/// What a narrow terminal has no room for is left out, least wanted first.
std::string ProgressBar::fitting(const Progress& progress) const {
  const double seconds = std::max(progress.seconds, 1e-3);
  const std::string_view phase = progress.phase.empty() ? verb_ : progress.phase;
  std::string bar;
  if (progress.done >= 0) {
    constexpr size_t kWidth = 24;
    const double done = std::min(1.0, progress.done);
    bar.assign(static_cast<size_t>(done * kWidth), '=');
    bar.resize(kWidth, ' ');
    bar = " [" + bar + "] " + fixed(100 * done, 0) + " %";
  }
  struct Part {
    std::string text;
    int wanted;  ///< the lower, the sooner it is left out
  };
  std::vector<Part> parts = {
      {std::string(phase), 6},
      {bar, 2},
      {"  " + counted(progress.rows, "row"), 5},
      {"  " + fixed(static_cast<double>(progress.bytes) / 1e6 / seconds, 1) + " MB/s", 3},
      {"  " + counted(progress.edits, "edit"), 1}};
  if (progress.rows_rejected > 0) {
    parts.push_back({"  " + with_commas(progress.rows_rejected) + " rejected", 4});
  }
  if (progress.done > 0.01 && progress.done < 1 && progress.seconds > 1) {
    const double left = progress.seconds / progress.done - progress.seconds;
    parts.push_back({"  " + human_seconds(left) + " left", 4});
  }
  // The last column stays empty: some terminals go on to the next line when it is filled.
  const size_t room = terminal_ ? stderr_columns() - 1 : std::string::npos;
  std::string line;
  for (int least = 0;; ++least) {
    line.clear();
    for (const Part& part : parts) {
      if (part.wanted >= least) line += part.text;
    }
    if (line.size() <= room) return line;
    if (least == 6) return line.substr(0, room);
  }
}

void ProgressBar::clear() {
  if (drawn_ && terminal_) draw_on_stderr("\r\x1b[K");
}

}  // namespace lauter
