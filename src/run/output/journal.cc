#include "run/output/journal.h"

#include "io/files/files.h"
#include "json/members.h"
#include "run/output/report_json.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxJournalBytes = uint64_t{16} << 30;

}  // namespace

JsonValue journal_row_to_json(const JournalRow& row) {
  JsonValue::Array files;
  for (const FileDelta& file : row.files) {
    const RunStats& stats = file.stats;
    files.push_back(JsonValue()
                        .set("file", file.file_index)
                        .set("in", stats.rows_in)
                        .set("kept", stats.rows_kept)
                        .set("edited", stats.rows_edited)
                        .set("rejected", stats.rows_rejected)
                        .set("bytes_in", stats.bytes_in)
                        .set("bytes_out", stats.bytes_out));
  }
  JsonValue::Array samples;
  for (const Sample& sample : row.samples) samples.push_back(sample_to_json(sample));
  JsonValue::Array sizes;
  for (const uint64_t size : row.sizes) sizes.emplace_back(size);

  JsonValue value;
  value.set("file", row.next.file_index)
      .set("chunk", row.next.chunk.index)
      .set("offset", row.next.chunk.offset)
      .set("record", row.next.chunk.record)
      .set("sizes", std::move(sizes))
      .set("finished", row.finished)
      .set("wall_seconds", row.wall_seconds)
      .set("files", std::move(files))
      .set("samples", std::move(samples))
      .set("stats", stats_to_json(row.stats));
  return value;
}

Result<JournalRow> journal_row_from_json(const JsonValue& value) {
  const JsonValue* stats = value.find("stats");
  const JsonValue* sizes = value.find("sizes");
  const JsonValue* files = value.find("files");
  const JsonValue* samples = value.find("samples");
  if (stats == nullptr || sizes == nullptr || !sizes->is_array() || files == nullptr ||
      !files->is_array() || samples == nullptr || !samples->is_array() ||
      sizes->if_array()->size() != 3) {
    return data_loss("a member is missing");
  }
  JournalRow row;
  row.next.file_index = count_at(value, "file");
  row.next.chunk = {count_at(value, "chunk"), count_at(value, "offset"), count_at(value, "record")};
  for (size_t i = 0; i < row.sizes.size(); ++i) {
    row.sizes[i] = static_cast<uint64_t>((*sizes->if_array())[i].int_or(0));
  }
  if (const JsonValue* finished = value.find("finished")) row.finished = finished->bool_or(false);
  if (const JsonValue* wall = value.find("wall_seconds")) row.wall_seconds = wall->number_or(0);
  for (const JsonValue& file : *files->if_array()) {
    FileDelta delta;
    delta.file_index = count_at(file, "file");
    delta.stats.rows_in = count_at(file, "in");
    delta.stats.rows_kept = count_at(file, "kept");
    delta.stats.rows_edited = count_at(file, "edited");
    delta.stats.rows_rejected = count_at(file, "rejected");
    delta.stats.bytes_in = count_at(file, "bytes_in");
    delta.stats.bytes_out = count_at(file, "bytes_out");
    row.files.push_back(std::move(delta));
  }
  for (const JsonValue& sample : *samples->if_array()) {
    LAUTER_ASSIGN(Sample parsed, sample_from_json(sample));
    row.samples.push_back(std::move(parsed));
  }
  LAUTER_ASSIGN(row.stats, stats_from_json(*stats));
  return row;
}

std::string Journal::final_path(const std::string& state) {
  return join_path(state, "journal.jsonl");
}

std::string Journal::growing_path(const std::string& state) {
  return AppendFile::part_path(final_path(state));
}

Result<Journal> Journal::create(const std::string& state, const JsonValue& header) {
  LAUTER_TRY(make_dirs(state));
  LAUTER_ASSIGN(AppendFile file, AppendFile::open(final_path(state)));
  LAUTER_TRY(file.append(header.to_string() + "\n"));
  LAUTER_TRY(file.sync());
  LAUTER_TRY(sync_dir(state));
  return Journal(std::move(file));
}

Result<bool> Journal::is_there(const std::string& state) {
  if (path_exists(final_path(state))) return true;
  const std::string part = growing_path(state);
  if (!path_exists(part)) return false;
  LAUTER_ASSIGN(const std::string bytes, read_file(part, kMaxJournalBytes));
  return bytes.find('\n') != std::string::npos;
}

Result<Journal::Contents> Journal::read(const std::string& state) {
  Contents contents;
  contents.finished = path_exists(final_path(state));
  contents.path = contents.finished ? final_path(state) : growing_path(state);
  const std::string& path = contents.path;
  if (!path_exists(path)) return not_found(path + ": no journal, nothing to resume; --overwrite begins anew");
  LAUTER_ASSIGN(const std::string bytes, read_file(path, kMaxJournalBytes));

  uint64_t& whole = contents.whole_bytes;
  uint64_t number = 0;
  while (whole < bytes.size()) {
    const size_t end = bytes.find('\n', whole);
    if (end == std::string::npos) break;  // the row that was being written
    ++number;
    const std::string_view line = std::string_view(bytes).substr(whole, end - whole);
    const std::string place = path + ":" + std::to_string(number);
    auto value = parse_json(line);
    if (!value.ok()) return std::move(value.error()).context(place);
    if (number == 1) {
      contents.header = std::move(*value);
    } else {
      auto row = journal_row_from_json(*value);
      if (!row.ok()) return std::move(row.error()).context(place);
      contents.rows.push_back(std::move(*row));
    }
    whole = end + 1;
  }
  if (number == 0) return not_found(path + ": empty journal, nothing to resume");
  return contents;
}

Result<Journal::Reopened> Journal::reopen(const std::string& state) {
  LAUTER_ASSIGN(Contents contents, read(state));
  Reopened reopened{.header = std::move(contents.header), .rows = std::move(contents.rows)};
  if (!contents.finished) {
    LAUTER_ASSIGN(AppendFile file, AppendFile::open(final_path(state), contents.whole_bytes));
    reopened.journal = Journal(std::move(file));
  }
  return reopened;
}

Result<void> Journal::append(const JournalRow& row) {
  LAUTER_TRY(file_.append(journal_row_to_json(row).to_string() + "\n"));
  return file_.sync();
}

Result<void> Journal::finish() { return file_.commit(); }

}  // namespace lauter
