#include "run/passes/dedup_pass.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include "io/files/external_sort.h"
#include "io/files/files.h"
#include "io/files/mapped_file.h"
#include "io/row.h"
#include "run/passes/duplicate_rows.h"
#include "run/steps/step_engines.h"

namespace lauter::internal {
namespace {

static_assert(std::is_trivially_copyable_v<SketchedRow>);

/// The second file that belongs to a SketchFile.
std::string sketch_ids_path(const std::string& path) { return path + ".ids"; }

template <typename T>
std::string_view bytes_of(std::span<const T> items) {
  return {reinterpret_cast<const char*>(items.data()), items.size_bytes()};
}

/// All rows of all files, by number.
class AllRows {
 public:
  static Result<AllRows> open(const std::vector<std::string>& paths) {
    AllRows all;
    uint64_t rows = 0;
    for (const std::string& path : paths) {
      LAUTER_ASSIGN(MappedFile sketches, MappedFile::open(path));
      LAUTER_ASSIGN(MappedFile ids, MappedFile::open(sketch_ids_path(path)));
      const size_t n = sketches.bytes().size() / sizeof(SketchedRow);
      if (n == 0) continue;
      const auto* first = reinterpret_cast<const SketchedRow*>(sketches.bytes().data());
      if (first[n - 1].id_end != ids.bytes().size()) return data_loss(path + ": is cut off");
      all.parts_.push_back({rows, {first, n}, std::move(sketches), std::move(ids)});
      rows += n;
      if (rows >= UINT32_MAX) return resource_exhausted("dedup: more than 4,294,967,294 rows");
    }
    all.size_ = static_cast<uint32_t>(rows);
    return all;
  }

  uint32_t size() const { return size_; }
  const SketchedRow& operator[](uint32_t i) const {
    const Part& part = part_of(i);
    return part.rows[i - part.begin];
  }
  std::string_view id(uint32_t i) const {
    const Part& part = part_of(i);
    const size_t at = i - part.begin;
    const uint64_t begin = at == 0 ? 0 : part.rows[at - 1].id_end;
    return part.ids.bytes().substr(begin, part.rows[at].id_end - begin);
  }

 private:
  struct Part {
    uint64_t begin;
    std::span<const SketchedRow> rows;
    MappedFile sketches;
    MappedFile ids;
  };
  const Part& part_of(uint32_t i) const {
    const auto behind = std::ranges::upper_bound(parts_, i, {}, &Part::begin);
    return *std::prev(behind);
  }

  std::vector<Part> parts_;
  uint32_t size_ = 0;
};

/// Calls run(numbers) for every set of at least two rows with equal keys, in order. Rows for which
/// key_of(number) is nothing take no part.
template <typename KeyOf, typename Run>
Result<void> each_run(uint32_t rows, const std::string& folder, uint64_t sort_bytes, StopToken stop,
                      KeyOf key_of, Run run) {
  constexpr uint32_t kLook = 1U << 16U;  // rows between two looks at `stop`
  LAUTER_ASSIGN(ExternalSort sort, ExternalSort::make(folder, sort_bytes));
  for (uint32_t i = 0; i < rows; ++i) {
    if (i % kLook == 0 && stop.requested()) return unavailable("interrupted");
    const std::optional<uint64_t> key = key_of(i);
    if (!key) continue;
    char bytes[sizeof i];
    std::memcpy(bytes, &i, sizeof i);
    LAUTER_TRY(sort.add(*key, {bytes, sizeof bytes}));
  }
  LAUTER_TRY(sort.finish());
  std::vector<uint32_t> same;
  uint64_t key = 0;
  SortRecord record;
  for (uint64_t n = 0;; ++n) {
    if (n % kLook == 0 && stop.requested()) return unavailable("interrupted");
    LAUTER_ASSIGN(const bool more, sort.next(record));
    if (!more || record.key != key) {
      if (same.size() > 1) run(std::span<const uint32_t>(same));
      same.clear();
    }
    if (!more) return {};
    key = record.key;
    std::memcpy(&same.emplace_back(), record.bytes.data(), sizeof(uint32_t));
  }
}

/// Rows with one hash of their bytes. Two texts with one hash are one in 2^64 pairs, and then their
/// sketches differ.
void join_equal(std::span<const uint32_t> run, const AllRows& rows, DuplicateGroups& groups) {
  std::vector<uint32_t> left(run.begin(), run.end());
  while (left.size() > 1) {
    const DocumentSketch& first = rows[left[0]].sketch;
    const auto differs = [&](uint32_t i) {
      const DocumentSketch& other = rows[i].sketch;
      return other.shingles != first.shingles || other.bins != first.bins;
    };
    const auto others = std::stable_partition(left.begin(), left.end(),
                                              [&](uint32_t i) { return !differs(i); });
    groups.join_exact({left.data(), static_cast<size_t>(others - left.begin())});
    left.erase(left.begin(), others);
  }
}

/// The least estimate of pairs that overlap by `overlap`, but for 2 of 100: two standard errors less.
double least_estimate(double overlap) {
  return overlap - 2 * std::sqrt(overlap * (1 - overlap) / kSketchBins);
}

Result<void> write_table(const ContentGroups& found, const AllRows& rows, const std::string& path) {
  LAUTER_ASSIGN(AppendFile file, AppendFile::open(path));
  std::string piece;
  const auto append = [&](std::string_view bytes) -> Result<void> {
    constexpr size_t kPiece = 1U << 20U;
    piece += bytes;
    if (piece.size() < kPiece) return {};
    LAUTER_TRY(file.append(piece));
    piece.clear();
    return {};
  };
  const auto append_entry = [&](const DuplicateEntry& entry) {
    return append(bytes_of(std::span<const DuplicateEntry>(&entry, 1)));
  };
  LAUTER_TRY(append_entry({.id_begin = found.exact + found.near}));
  uint64_t ids = 0;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (found.group[i] == i) continue;
    const auto id_bytes = static_cast<uint32_t>(rows.id(found.group[i]).size());
    LAUTER_TRY(append_entry({.row = rows[i].row,
                             .id_begin = ids,
                             .id_bytes = id_bytes,
                             .file_index = rows[i].file_index,
                             .is_near = found.is_exact[i] ? 0U : 1U}));
    ids += id_bytes;
  }
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (found.group[i] != i) LAUTER_TRY(append(rows.id(found.group[i])));
  }
  LAUTER_TRY(file.append(piece));
  return file.commit();
}

}  // namespace

const RecipeStep* dedup_step(const Recipe& recipe) {
  const RecipeStep& first = recipe.steps.front();  // where the recipe's reader wants it
  return std::holds_alternative<DedupOptions>(first.options) ? &first : nullptr;
}

SketchedRows sketch_chunk(const Chunk& chunk, const JobOptions& job, SketchScratch& scratch) {
  const RecipeStep& step = *dedup_step(job.recipe);
  const RowOptions options = job.row_options();
  RowReader reader(job.inputs.files[chunk.file_index], chunk, options);
  SketchedRows made;
  Row row;
  while (reader.next(row)) {
    if (row.pass_through || row.error || !step_applies(step, row)) continue;
    if (row.doc.text.size() > job.recipe.limits.max_document_bytes) continue;
    made.ids += row.doc.id;
    made.rows.push_back({.sketch = sketch(texts_of(row), scratch),
                         .file_index = static_cast<uint32_t>(chunk.file_index),
                         .row = row.number,
                         .id_end = made.ids.size()});
  }
  return made;
}

Result<SketchFile> SketchFile::create(const std::string& path) {
  LAUTER_ASSIGN(AppendFile rows, AppendFile::open(path));
  LAUTER_ASSIGN(AppendFile ids, AppendFile::open(sketch_ids_path(path)));
  return SketchFile(std::move(rows), std::move(ids));
}

Result<void> SketchFile::append(const SketchedRows& rows) {
  const uint64_t ids_before = ids_.size_bytes();
  std::vector<SketchedRow> placed = rows.rows;
  for (SketchedRow& row : placed) row.id_end += ids_before;
  LAUTER_TRY(rows_.append(bytes_of(std::span<const SketchedRow>(placed))));
  return ids_.append(rows.ids);
}

Result<void> SketchFile::commit() {
  LAUTER_TRY(ids_.commit());
  return rows_.commit();
}

Result<void> SketchFile::move(const std::string& from, const std::string& to) {
  LAUTER_TRY(rename_file(sketch_ids_path(from), sketch_ids_path(to)));
  return rename_file(from, to);
}

Result<void> write_duplicates(const std::vector<std::string>& files, const DedupOptions& options,
                              const std::string& folder, const std::string& path, StopToken stop,
                              uint64_t sort_bytes) {
  LAUTER_ASSIGN(const AllRows rows, AllRows::open(files));
  DuplicateGroups groups(rows.size());
  LAUTER_TRY(each_run(
      rows.size(), folder, sort_bytes, stop,
      [&](uint32_t i) { return std::optional<uint64_t>(rows[i].sketch.text_hash); },
      [&](std::span<const uint32_t> run) { join_equal(run, rows, groups); }));
  const auto sketch_of = [&rows](uint32_t i) -> const DocumentSketch& { return rows[i].sketch; };
  const double least = least_estimate(options.overlap);
  for (size_t band = 0; !options.exact && band < kSketchBands; ++band) {
    LAUTER_TRY(each_run(
        rows.size(), folder, sort_bytes, stop,
        [&](uint32_t i) -> std::optional<uint64_t> {
          if (groups.is_exact(i) || rows[i].sketch.shingles == 0) return std::nullopt;
          return band_key(rows[i].sketch, band);
        },
        [&](std::span<const uint32_t> run) { groups.join_near(run, sketch_of, least); }));
  }
  return write_table(std::move(groups).take(), rows, path);
}

}  // namespace lauter::internal
