#include <optional>

#include "edit/dialect/as_published_test_support.h"
#include "edit/dialect/program_call.h"
#include "text/lines.h"

namespace lauter {
namespace {

/// Python's str.count(): occurrences that do not overlap.
size_t count_apart(std::string_view text, std::string_view part) {
  size_t n = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++n;
  return n;
}

class Lines {
 public:
  explicit Lines(std::string_view document) {
    while (true) {
      const size_t end = document.find('\n');
      lines_.emplace_back(std::string(document.substr(0, end)));
      if (end == std::string_view::npos) return;
      document.remove_prefix(end + 1);
    }
  }

  void run(const ProgramCall& call) {
    const CallArgument& first = call.arguments[0];
    const CallArgument& second = call.arguments[1];
    if (call.n_arguments != 2 || first.is_text || first.number < 1) return;
    if (call.name == "remove_lines" && !second.is_text) {
      for (uint64_t line = first.number; line <= second.number && line <= lines_.size(); ++line) {
        lines_[line - 1].reset();
      }
    } else if (call.name == "remove_str" && second.is_text && !second.text.empty() &&
               first.number <= lines_.size()) {
      std::optional<std::string>& line = lines_[first.number - 1];
      if (line && count_apart(*line, second.text) == 1) {
        line->erase(line->find(second.text), second.text.size());
      }
    }
  }

  std::string join() const {
    std::string out;
    bool any = false;
    for (const auto& line : lines_) {
      if (!line) continue;
      out += (any ? "\n" : "") + *line;
      any = true;
    }
    return out;
  }

 private:
  std::vector<std::optional<std::string>> lines_;
};

}  // namespace

std::string print_refinex_as_published(const std::vector<ByteSpan>& spans,
                                       std::string_view document) {
  const LineIndex lines(document);
  std::string removed;
  std::string parts;
  uint64_t first = 0;  // of the removed lines not written yet, 0 if none
  uint64_t last = 0;
  const auto write_removed = [&] {
    if (first == 0) return;
    removed += "remove_lines(" + std::to_string(first) + ", " + std::to_string(last) + ")\n";
  };
  for (const ByteSpan& span : spans) {
    for (uint64_t n = lines.line_of(span.begin); n <= lines.line_count(); ++n) {
      const ByteSpan line = lines.line(n);
      if (line.begin >= span.end) break;
      if (span.contains(line)) {
        if (first == 0 || n > last + 1) {
          write_removed();
          first = n;
        }
        last = n;
      } else if (span.overlaps(line)) {
        parts += "remove_str(" + std::to_string(n) + ", ";
        append_quoted(parts, span.of(document));
        parts += ")\n";
      }
    }
  }
  write_removed();
  std::string program = removed + parts;
  if (program.empty()) return "keep_all()";
  program.pop_back();
  return program;
}

std::string run_refinex_as_published(std::string_view program, std::string_view document) {
  Lines lines(document);
  CallReader reader;
  while (!program.empty()) {
    ProgramCall call;
    reader.begin(take_line(program));
    const auto read = reader.next(call);
    if (read.ok() && *read) lines.run(call);
  }
  return lines.join();
}

}  // namespace lauter
