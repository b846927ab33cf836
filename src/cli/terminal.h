/// Words for the user on standard error, data on standard output.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/way_out.h"
#include "cli/config.h"
#include "io/files/sink.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Exit codes of docs/GUIDE.md.
enum ExitCode : int { kExitOk = 0, kExitRejected = 1, kExitFailed = 2, kExitInterrupted = 130 };

/// Writes lines to stderr as printable() has them: a name or a server's words command no terminal.
/// What cannot be written is lost.
void say(std::string_view text);
/// `lauter: MESSAGE` as one line; returns kExitFailed.
int fail(const Error& error);

bool stderr_is_terminal();
/// The width of the terminal that stderr is; 80 where nobody knows.
size_t stderr_columns();
/// `auto` is a terminal without NO_COLOR.
bool use_color(When when);

/// Writes to stdout. kClosed when its reader has gone.
Result<WriteState> write_stdout(std::string_view bytes);
/// The same for commands that print one text: the exit code.
int print(std::string_view text);

std::string with_commas(uint64_t number);   ///< 1,234,567
std::string counted(uint64_t number, std::string_view noun);  ///< 1 row, 1,234 rows
std::string human_bytes(uint64_t bytes);    ///< 48.2 MB
std::string human_seconds(double seconds);  ///< 4.2 s, 3:05, 2:03:05
std::string share_text(uint64_t part, uint64_t whole);

/// A line on stderr that is drawn anew, and gone when the process is; nothing if `config` does not want one.
class ProgressBar {
 public:
  ProgressBar(const Config& config, std::string_view verb);
  ProgressSink sink();
  /// Removes the line.
  void clear();

 private:
  void draw(const Progress& progress);
  /// One line that the terminal has room for.
  std::string fitting(const Progress& progress) const;

  std::string verb_;
  bool on_ = false;
  bool terminal_ = false;
  bool drawn_ = false;
  double last_line_seconds_ = 0;
  WayOut::Step step_;
};

}  // namespace lauter
