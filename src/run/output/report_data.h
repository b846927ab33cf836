/// What a run leaves behind for report.json and report.html: figures, no text except samples.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "llm/transport/pool.h"
#include "refine/anonymize/described.h"
#include "refine/llm/llm_figures.h"
#include "run/passes/tie_counts.h"

namespace lauter {

/// Files that a report lists one by one.
inline constexpr size_t kReportFiles = 10'000;

/// Bin i counts scores in (i / 20, (i + 1) / 20]; 0 goes to the first.
using ScoreHistogram = std::array<uint64_t, 20>;

size_t score_bin(float score);

struct LabelStats {
  uint64_t edits = 0;
  uint64_t documents = 0;  ///< edited documents with this label
  uint64_t bytes = 0;      ///< bytes of the originals that were replaced
};

struct RuleStats {
  std::string label{};
  std::string group{};  ///< a name in scan_ticks; empty for edits of verification
  uint64_t edits = 0;
  ScoreHistogram scores{};
};

/// How closely private persons were described before the edits (refine/anonymize/described.h).
struct PersonCounts {
  uint64_t described = 0;   ///< persons of whom a place, employer, job, age, date or illness was found
  uint64_t identified = 0;  ///< of these, by several such facts together
  uint64_t rows = 0;        ///< with a person identified so

  void add_row(const std::vector<DescribedPerson>& persons);
  void add(const PersonCounts& other);
};

/// Counters that add up over chunks, files and resumed parts of a run.
struct RunStats {
  uint64_t rows_in = 0;
  uint64_t rows_kept = 0;  ///< byte-identical
  uint64_t rows_edited = 0;
  uint64_t rows_rejected = 0;
  uint64_t rows_dropped = 0;     ///< of these, by the recipe: filters, dedup, models
  uint64_t bytes_dropped = 0;    ///< of their texts
  uint64_t rows_withheld = 0;    ///< of these, for no step could make them safe; the rest of the
                                 ///< rejected rows could not be read
  uint64_t bytes_withheld = 0;   ///< of their texts
  uint64_t bytes_in = 0;       ///< uncompressed input
  uint64_t text_bytes_in = 0;  ///< decoded texts
  uint64_t text_bytes_out = 0;
  uint64_t bytes_out = 0;  ///< written to data/
  uint64_t edits = 0;
  uint64_t tokens = 0;         ///< of the texts that were written, where a step counts them
  uint64_t verify_rounds = 0;  ///< repairs
  uint64_t chars_replaced = 0;  ///< ill-formed characters of pages, now U+FFFD
  std::map<std::string, LabelStats, std::less<>> labels{};
  std::map<std::string, RuleStats, std::less<>> rules{};
  std::map<std::string, uint64_t, std::less<>> reject_reasons{};  ///< reason to rows; at most 200
  std::map<std::string, uint64_t, std::less<>> checks_failed{};   ///< verifier's check to rows
  std::map<std::string, uint64_t, std::less<>> fields_dropped{};  ///< path to rows that had it
  std::map<std::string, double, std::less<>> stage_seconds{};     ///< thread seconds: read, ...
  PersonCounts persons{};                                         ///< likewise
  TieCounts ties{};                                               ///< of rows that were kept or edited
  LlmFigures llm{};                                               ///< of all steps `llm` together

  /// Time of scanning by group of rules or step, from a sample of the documents. Shares only.
  std::map<std::string, uint64_t, std::less<>> scan_ticks{};

  void add(const RunStats& other);
  void add_rejected(std::string_view reason);
  /// rows_in = kept + edited + rejected.
  bool rows_add_up() const { return rows_in == rows_kept + rows_edited + rows_rejected; }
};

struct FileReport {
  std::string path{};      ///< of the input, as given
  std::string relative{};  ///< below data/ and edits/
  uint64_t rows_in = 0;
  uint64_t rows_kept = 0;
  uint64_t rows_edited = 0;
  uint64_t rows_rejected = 0;
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
};

/// A piece of a sampled document. All strings of samples are valid UTF-8.
struct SamplePiece {
  enum class Kind : uint8_t { kSame, kEdit, kGap };  ///< kGap: text left out
  Kind kind = Kind::kSame;
  std::string text{};  ///< kSame: the text; kEdit: the replacement
  std::string was{};   ///< kEdit: what it replaced; empty if that is not to be seen
  uint64_t was_bytes = 0;
  std::string label{};
  std::string rule{};
  float score = 0;
  bool is_subject = false;  ///< kEdit: the one that the sample is of
};

/// An edit in its surroundings, or the begin of a row that was rejected.
struct Sample {
  uint64_t rank = 0;  ///< sample_rank() of the row
  bool is_rejected = false;
  std::string label{};  ///< of the edit
  std::string rule{};   ///< of the edit; if rejected: the reason, as reject_reasons counts it
  float score = 1;      ///< of the edit, in [0, 1]
  std::string reason{};  ///< if rejected: in full
  uint64_t bytes = 0;    ///< if rejected: of the row's text, or of the row if it cannot be read
  std::string id{};
  std::string file{};
  uint64_t row = 0;
  std::vector<SamplePiece> pieces{};  ///< none if nothing of a rejected row is to be seen
};

/// How the programs of `lauter apply` met the rows.
struct ProgramCounts {
  uint64_t used = 0;
  uint64_t missing = 0;     ///< rows without a program
  uint64_t duplicates = 0;  ///< left over, of an id that a row has used
  uint64_t unused = 0;      ///< left over, of any other id
  uint64_t unreadable = 0;  ///< lines without a string "id", or no JSON
};

/// `2 files passed over (.png 1, .docx 1)`: the most frequent first. Empty if there are none.
std::string passed_over_text(const std::map<std::string, uint64_t>& passed_over);

/// Strings beside the texts that a run leaves as they are, and in which it would find something: of its first rows, where they
/// are no objects in storage.
struct UntreatedFields {
  struct Finds {
    uint64_t rows = 0;  ///< that hold one there
    std::set<std::string> labels{};
  };
  uint64_t rows = 0;  ///< looked at
  std::map<std::string, Finds> fields{};  ///< by name, without the numbers of lists: `turns[].author`
};

struct RunReport {
  std::string lauter_version{};
  std::string recipe_name{};
  std::string recipe_json{};  ///< canonical form
  std::string recipe_hash{};
  std::string key_id{};       ///< tells keys apart, says nothing about them
  std::string started_utc{};  ///< 2026-01-31T12:00:00Z
  double wall_seconds = 0;    ///< of all parts of a resumed run together
  uint64_t peak_memory_bytes = 0;
  int threads = 1;  ///< of all tasks together
  std::string executor{"local"};
  uint64_t tasks = 1;  ///< processes that shared the work
  int times_resumed = 0;
  bool values_shown = false;
  bool complete = true;  ///< false: --limit ended it or it was interrupted
  RunStats stats{};
  TieSummary ties{};  ///< of `stats`
  std::vector<FileReport>
      files{};  ///< the first kReportFiles; files_total says how many there were
  uint64_t files_total = 0;
  std::map<std::string, uint64_t> files_passed_over;  ///< Inputs::passed_over
  UntreatedFields untreated{};
  std::vector<Sample> samples{};
  std::vector<llm::EndpointStats> endpoints{};  ///< in the life of the last process
  llm::Cost committed{};                        ///< of the budget's account, all parts of the run
  std::optional<ProgramCounts> programs{};      ///< of `lauter apply`, when it came to its end
};

}  // namespace lauter
