// Text programs on documents by the million: a generator that knows the grammar, so that most
// programs get as far as being executed, and then breaks some of them.
//
//   dialect_soak [PAIRS [SEED]]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "dialect_laws.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace {

using lauter::Dialect;

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  size_t below(size_t n) { return n == 0 ? 0 : random_() % n; }

  std::string document() {
    static const std::vector<std::string> kAlphabets[] = {
        {"a", "b", "\n"},
        {"a", "b", " ", "c", "x y", "\n", "\n\n"},
        {"the ", "cat ", "sat. ", "Home | About", "(http://x.y/z)", ", ", "\n", "\"q\"", "it's "},
        {"\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xE2\x80\xA8", "\xC2\x85", "\r", "\r\n",
         "\x0C", "\x0B", "\\", "\t", "a", "\n"},
        {"\xFF", "\x80", "\xC3", "\xA9", "\xE2\x80", std::string(1, '\0'), "a", "\n"}};
    const auto& alphabet = kAlphabets[below(std::size(kAlphabets))];
    std::string text;
    const size_t size = below(8) == 0 ? below(300) : below(40);
    while (text.size() < size) text += alphabet[below(alphabet.size())];
    return text;
  }

  std::string program(const std::string& document, Dialect dialect) {
    if (below(40) == 0) return bytes(60);
    lines_.assign(document);
    std::string program;
    for (size_t n = 1 + below(5); n > 0; --n) {
      program += call(document, dialect);
      if (n > 1 || below(3) == 0) program += '\n';
    }
    if (below(6) == 0) spoil(program);
    return program;
  }

 private:
  std::string bytes(size_t limit) {
    std::string text;
    for (size_t n = below(limit); n > 0; --n) text += static_cast<char>(below(256));
    return text;
  }

  void spoil(std::string& program) {
    if (program.empty()) return;
    switch (below(4)) {
      case 0:
        program.resize(below(program.size()));
        break;
      case 1:
        program[below(program.size())] = static_cast<char>(below(256));
        break;
      case 2:
        program.insert(below(program.size()), bytes(6));
        break;
      default:
        program.insert(below(program.size()), "\n```\nSure!\n");
    }
  }

  std::string number(uint64_t base) {
    if (below(25) == 0) return std::to_string(below(1000));
    return std::to_string(below(lines_.line_count() + (below(10) == 0 ? 2 : 0)) + base);
  }

  std::string range(uint64_t base, std::string_view first, std::string_view last) {
    uint64_t a = below(lines_.line_count());
    uint64_t b = below(lines_.line_count());
    if (a > b && below(20) != 0) std::swap(a, b);
    return std::string(first) + std::to_string(a + base) + "," + (below(2) == 0 ? " " : "") +
           std::string(last) + std::to_string(b + base);
  }

  std::string part_of(const std::string& text) {
    if (text.empty() || below(30) == 0) return bytes(4);
    size_t from = below(text.size());
    size_t to = std::min(text.size(), from + 1 + below(below(3) == 0 ? text.size() : 6));
    if (below(8) != 0) {
      while (!lauter::is_utf8_boundary(text, from)) --from;
      while (!lauter::is_utf8_boundary(text, to)) ++to;
    }
    return text.substr(from, to - from);
  }

  std::string quoted(const std::string& text) {
    if (below(4) == 0 && text.find_first_of("'\\\n") == std::string::npos) return "'" + text + "'";
    std::string out;
    lauter::append_quoted(out, text);
    return out;
  }

  std::string line_and_part(const std::string& document) {
    if (lines_.line_count() == 0) return number(1) + ", " + quoted(part_of(document));
    const uint64_t line = 1 + below(lines_.line_count());
    const std::string text(lines_.line(line).of(document));
    return std::to_string(line) + ", " + quoted(part_of(text));
  }

  std::string call(const std::string& document, Dialect dialect) {
    if (below(25) == 0) {
      static const char* const kAlone[] = {"keep_all()",   "remove_all()",  "drop_doc()",
                                           "keep_chunk()", "untouch_doc()", "keep_doc()"};
      return kAlone[below(std::size(kAlone))];
    }
    const size_t kind = below(3);
    if (dialect == Dialect::kProx) {
      if (kind == 0) return "remove_lines(" + range(0, "line_start=", "line_end=") + ")";
      const std::string source = "normalize(source_str=" + quoted(part_of(document));
      return source + (kind == 1 ? "" : ", target_str=" + quoted(below(2) ? bytes(3) : "new")) +
             ")";
    }
    if (kind == 0) return "remove_lines(" + range(1, "", "") + ")";
    if (dialect == Dialect::kRefinex) return "remove_str(" + line_and_part(document) + ")";
    if (kind == 1) {
      return "replace_str(" + line_and_part(document) + ", " +
             quoted(below(2) ? "" : part_of(document)) + ")";
    }
    return "add_line(" + number(0) + ", " + std::to_string(below(3)) + ", " +
           quoted(part_of(document)) + ")";
  }

  std::mt19937_64 random_;
  lauter::LineIndex lines_;
};

}  // namespace

int main(int argc, char** argv) {
  const uint64_t pairs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  Generator generator(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  constexpr Dialect kDialects[] = {Dialect::kRefinex, Dialect::kProx, Dialect::kUltrax};
  std::vector<lauter::ProgramReader> readers;
  for (const Dialect dialect : kDialects) readers.emplace_back(dialect);
  lauter::fuzzing::DialectCounts counts;
  for (uint64_t i = 0; i < pairs; ++i) {
    const size_t kind = i % std::size(kDialects);
    const std::string document = generator.document();
    const std::string program = generator.program(document, kDialects[kind]);
    check_dialect({program, document, kDialects[kind]}, readers[kind], counts);
  }
  std::printf("%llu programs x documents: %llu executed, %llu held back\n",
              static_cast<unsigned long long>(pairs),
              static_cast<unsigned long long>(counts.executed),
              static_cast<unsigned long long>(counts.held_back));
  for (size_t i = 0; i < lauter::kProgramFaults; ++i) {
    std::printf("  %-17s %llu\n",
                std::string(lauter::fault_name(static_cast<lauter::ProgramFault>(i))).c_str(),
                static_cast<unsigned long long>(counts.faults[i]));
  }
  return 0;
}
