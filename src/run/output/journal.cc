#include "run/output/journal.h"

#include "io/files/files.h"
#include "run/output/report_json.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxJournalBytes = uint64_t{16} << 30;

}  // namespace

void json_members(auto& json, Of<FileDelta> auto& file) {
  auto& stats = file.stats;
  json("file", file.file_index)("in", stats.rows_in)("kept", stats.rows_kept)("edited", stats.rows_edited);
  json("rejected", stats.rows_rejected)("bytes_in", stats.bytes_in)("bytes_out", stats.bytes_out);
}

void json_members(auto& json, Of<JournalRow> auto& row) {
  auto& chunk = row.next.chunk;
  json("file", row.next.file_index)("chunk", chunk.index)("offset", chunk.offset)("record", chunk.record);
  json("sizes", row.sizes)("finished", row.finished)("wall_seconds", row.wall_seconds)("files", row.files);
  json("samples", row.samples)("stats", row.stats);
}

JsonValue journal_row_to_json(const JournalRow& row) { return to_json(row); }

Result<JournalRow> journal_row_from_json(const JsonValue& value) {
  const auto is_list = [&](const char* key) {
    const JsonValue* member = value.find(key);
    return member != nullptr && member->is_array();
  };
  if (value.find("stats") == nullptr || !is_list("files") || !is_list("samples") || !is_list("sizes") ||
      value.find("sizes")->if_array()->size() != JournalRow{}.sizes.size()) {
    return data_loss("a member is missing");
  }
  JournalRow row;
  if (!read_json(value, row)) return data_loss("a part of the row is no JSON object");
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
