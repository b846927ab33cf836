/// Samples for the report: an edit in its surroundings, or a rejected row. Cut to a bounded size, valid
/// UTF-8, and without the values that were found unless they may be shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edit/edit.h"
#include "run/output/report_data.h"
#include "run/output/sampler.h"

namespace lauter {

/// The group of rows that are rejected for a reason, as sample_of_rejection() names it.
SampleGroup reason_group(std::string_view counted);

/// Where a row stands.
struct SamplePlace {
  uint64_t rank = 0;
  std::string id{};
  std::string_view file{};
  uint64_t row = 0;
};

/// The text of a row and what of it may be shown beside what its program leaves in place.
struct SampleSource {
  std::string_view original{};
  bool show_values = false;
  /// Edits over `original` whose spans are the values in it: text that steps like `clean` deleted is
  /// shown with the label in their place. Nothing: nobody knows them, so no deleted text is shown.
  std::optional<std::vector<Edit>> values{};
};

/// Whether what edits of this stage delete is shown for people to judge: junk, not values.
bool deletes_junk(std::string_view stage);

/// The groups of a program's edits, each with its least sure edit (then the first), of which `set`
/// wants a sample. Indices into the program.
std::vector<size_t> wanted_edits(const EditProgram& program, uint64_t rank, const SampleSet& set);

/// The edit `program.edits[subject]` with its neighbours and the text around it.
Sample sample_of_edit(const SamplePlace& place, const EditProgram& program, size_t subject,
                      const SampleSource& source);

/// A rejected row and the begin of its text: of `source` as far as that may be shown, whatever is in
/// it. `counted`: the reason without what is this row's own.
Sample sample_of_rejection(const SamplePlace& place, std::string_view counted,
                           std::string_view reason, const SampleSource& source);

}  // namespace lauter
