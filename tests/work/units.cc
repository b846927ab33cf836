#include "units.h"

#include <fstream>
#include <set>
#include <sstream>

#include "scan/registry.h"

namespace lauter::work_test {
namespace {

using scan::ByteSet;
using scan::Registry;

/// A value that is, or nearly is, of the shape: at each place the first or the last byte that may stand there, digits first.
std::string near_value(const scan::Shape& shape, bool first) {
  constexpr size_t kLongest = 48;
  const auto pick = [first](const ByteSet& set) -> char {
    for (const auto& [from, to] : {std::pair('0', '9'), std::pair('A', 'Z'), std::pair('a', 'z'), std::pair(' ', '~')}) {
      const int span = to - from;
      for (int i = 0; i <= span; ++i) {
        const char c = static_cast<char>(first ? from + i : to - i);
        if (set.test(static_cast<unsigned char>(c))) return c;
      }
    }
    return '\n';
  };
  std::string value;
  for (const ByteSet& set : shape.prefix(std::min<size_t>(shape.longest(), kLongest))) value += pick(set);
  return value;
}

std::string spoken(const scan::Phrase& phrase) {
  std::string text;
  for (const std::string_view word : phrase.words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

void add_examples(const char* file, size_t label, size_t value, std::vector<Unit>& units) {
  std::ifstream in(std::string(LAUTER_KNOWLEDGE_DIR "/") + file);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream fields(line);
    for (std::string cell; std::getline(fields, cell, '\t');) cells.push_back(cell);
    if (cells.size() <= value) continue;
    units.push_back({std::string(file) + " " + cells[0], cells[value]});
    if (label != value) units.push_back({std::string(file) + " labelled " + cells[0], cells[label] + ": " + cells[value]});
  }
}

void add_rules(const Registry& registry, std::vector<Unit>& units) {
  for (const scan::CompiledValue& value : registry.values()) {
    const std::string name = value.row->info.name;
    const std::string low = near_value(value.shape, true), high = near_value(value.shape, false);
    units.push_back({name, low});
    units.push_back({name, high});
    if (value.row->cues == nullptr) continue;
    const std::string cues = value.row->cues;
    units.push_back({name + " labelled", cues.substr(0, cues.find('|')) + ": " + high});
  }
  for (const scan::Literal& literal : registry.literals()) {
    if (!literal.matchers.empty() || !literal.values.empty())
      units.push_back({"literal", std::string(literal.bytes)});
  }
  for (const scan::Phrase& phrase : registry.phrases()) {
    if (!phrase.matchers.empty()) units.push_back({"phrase anchor", spoken(phrase)});
  }
}

}  // namespace

std::vector<Unit> all_units() {
  std::vector<Unit> units;
  add_rules(Registry::builtin(), units);
  add_examples("secret_examples.tsv", 2, 2, units);
  add_examples("identifier_examples.tsv", 1, 4, units);
  for (char c = ' '; c < 0x7F; ++c) units.push_back({"byte", std::string(1, c)});
  for (const char* piece :
       {"2019-03-04", "03/04/2019", "2019-03-04,2020-05-06,17", "name,email,phone", "phone,555", "4111 1111 1111 1112", "name: x",
        "my name is", "call me at 555-0100", "{\"a\":", "[{", "\"a\\\"", "<div>", "<a href=", "<!--", "<p name=\"", "</", "&amp;", "&#64;",
        "%40", "::", "://", "http://", "a@b", "a.b", "1.2.3.4", "a=b", "key=", "\"key\": \"", "'", "''", "{{", "}}", "($", "\\n", "\\u0041",
        "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "eyJhbGciOi", "0x", "1 ", "1-", "1.", "one two", "a b", "A B", "Aa Bb", "(1)",
        "+1 ", "1,", "1/", "x:1:", "insert into t (name, phone) values ('a', '1'),", "| name | phone |", "| --- | --- |", "|a|b",
        "From: a <a@b>", "To:", "Received: from", "P<USA", "P<GBRSMITH<<JOHN<<<<<<<<<<<<<<", "\xC3\xA9", "\xE3\x81\x82", "\xE2\x80\x8B", "\xEF\xBC\x91",
        "// x", "/* x", "# x", "\"\"\"", "def f(", "WARC/1.0", "Content-Length: 5", "you idiot", "i", "- item", "\\(", "$$", "```"}) {
    units.push_back({"piece", piece});
  }
  std::set<std::string> seen;
  std::erase_if(units, [&](const Unit& unit) { return unit.bytes.empty() || !seen.insert(unit.bytes).second; });
  return units;
}

}  // namespace lauter::work_test
