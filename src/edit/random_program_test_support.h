/// Random texts and programs for the tests of this module. Seeded: a failure repeats.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "edit/edit.h"
#include "text/utf8.h"

namespace lauter::testing_support {

using Random = std::mt19937;

inline size_t below(Random& random, size_t n) { return n == 0 ? 0 : random() % n; }

/// Up to `limit` characters, some of them of more than one byte.
inline std::string random_text(Random& random, size_t limit) {
  static const char* const kAtoms[] = {
      "a", "b", "c", " ", "\n", "\"", "\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80",
      "x", "7", "\\"};
  std::string text;
  for (size_t n = below(random, limit + 1); n > 0; --n) {
    text += kAtoms[below(random, std::size(kAtoms))];
  }
  return text;
}

inline std::vector<uint64_t> boundaries(const std::string& text) {
  std::vector<uint64_t> offsets;
  for (uint64_t i = 0; i <= text.size(); ++i) {
    if (is_utf8_boundary(text, i)) offsets.push_back(i);
  }
  return offsets;
}

inline ByteSpan random_span(Random& random, const std::vector<uint64_t>& offsets) {
  uint64_t a = offsets[below(random, offsets.size())];
  uint64_t b = offsets[below(random, offsets.size())];
  if (a > b) std::swap(a, b);
  return {a, b};
}

/// A valid program: deletions, replacements, insertions, touching ones and several at one place.
inline EditProgram random_program(Random& random, const std::string& text, size_t limit = 5) {
  const std::vector<uint64_t> offsets = boundaries(text);
  std::vector<uint64_t> ends;
  for (size_t n = 2 * below(random, limit + 1); n > 0; --n) {
    ends.push_back(offsets[below(random, offsets.size())]);
  }
  std::sort(ends.begin(), ends.end());
  EditProgram program;
  for (size_t i = 0; i + 1 < ends.size(); i += 2) {
    Edit edit;
    edit.span = {ends[i], ends[i + 1]};
    if (random() % 3 != 0) edit.with = random_text(random, 4);
    edit.cause = {"test", "rule" + std::to_string(i), "LABEL", 0.5F};
    program.edits.push_back(std::move(edit));
  }
  return program;
}

}  // namespace lauter::testing_support
