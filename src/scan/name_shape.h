/// What personal names look like, in any script with or without letter case.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

struct NameSpan {
  size_t begin = 0, end = 0;
  size_t words = 0;          ///< name words; particles and initials not counted
  bool known = false;        ///< a word of it is in the lists of given or family names
  bool known_given = false;  ///< its first word is a listed given name
  bool has_initial = false;
  bool empty() const { return begin == end; }
};

struct NameOptions {
  bool any_case = false;     ///< "jane doe" too: only where a label leaves no doubt
  bool comma_first = false;  ///< "Doe, Jane" is one name
  size_t most_words = 5;
};

/// The name that begins at text[pos] (after titles, which are skipped): as many words as look like
/// one; empty if none. Reads at most 120 bytes. Stops before words that are no names (roles,
/// calendar words, company endings make it empty).
NameSpan read_name(std::string_view text, size_t pos, NameOptions options = {});

bool is_given_name(std::string_view word);
bool is_family_name(std::string_view word);

/// John Doe, Jane Roe, Max Mustermann, "Your Name", "Test User": nobody.
bool nobody_name(std::string_view name);

/// Length of a title (with its dot and blank) at `pos`: "Dr. ", "Mrs ", "Prof. Dr. "; 0 if none.
size_t title_length(std::string_view text, size_t pos);

}  // namespace lauter::scan
