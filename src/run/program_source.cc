#include "run/program_source.h"

#include <algorithm>

#include "json/value.h"

namespace lauter {
namespace {

std::string member(const JsonValue& json, std::string_view key) {
  const JsonValue* value = json.find(key);
  return value == nullptr ? "" : std::string(value->string_or(""));
}

struct Parsed {
  ProgramRow row{};
  bool survives = true;
};

Result<Parsed> parse(std::string_view text) {
  LAUTER_ASSIGN(const JsonValue json, parse_json(text));
  const JsonValue* id = json.find("id");
  if (id == nullptr || !id->is_string()) return data_loss("a program row needs a string \"id\"");
  Parsed parsed;
  ProgramRow& row = parsed.row;
  row.id = *id->if_string();
  row.raw_hash = member(json, "raw_hash");
  row.refined_hash = member(json, "refined_hash");
  row.error = member(json, "error");
  if (member(json, "state") == "rejected") {
    parsed.survives = false;
    row.error = "was rejected: " + member(json, "reason");
  }
  if (!row.error.empty()) return parsed;
  const JsonValue* program = json.find("program");
  if (program == nullptr) return data_loss("a program row needs \"program\" or \"error\"");
  LAUTER_ASSIGN(row.program, parse_program_json(program->to_string(), &row.marks));
  return parsed;
}

}  // namespace

ProgramSource::ProgramSource(const Inputs& programs) : inputs_(programs), stream_(programs, {}) {}

Result<std::optional<ProgramSource::Line>> ProgramSource::next_line() {
  while (true) {
    if (!chunk_) {
      LAUTER_ASSIGN(chunk_, stream_.next());
      if (!chunk_) return std::optional<Line>();
      if (chunk_->oversized) {
        return data_loss(inputs_.files[chunk_->file_index].path + ": a program row is too long");
      }
      at_ = 0;
      line_ = chunk_->position.record;
    }
    const std::string_view bytes = chunk_->bytes;
    if (at_ >= bytes.size()) {
      chunk_.reset();
      continue;
    }
    const size_t end = std::min(bytes.find('\n', at_), bytes.size());
    const std::string_view text = bytes.substr(at_, end - at_);
    at_ = end + 1;
    ++line_;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    return std::optional<Line>(Line{
        std::string(text), inputs_.files[chunk_->file_index].path + ":" + std::to_string(line_)});
  }
}

Result<std::optional<ProgramRow>> ProgramSource::find(std::string_view id) {
  std::optional<Line> wanted;
  if (auto node = passed_.extract(std::string(id)); !node.empty()) {
    passed_bytes_ -= node.mapped().text.size();
    wanted = std::move(node.mapped());
  }
  while (true) {
    if (!wanted) {
      LAUTER_ASSIGN(wanted, next_line());
      if (!wanted) return std::optional<ProgramRow>();
    }
    auto parsed = parse(wanted->text);
    if (!parsed.ok()) return std::move(parsed.error()).context(wanted->place);
    if (parsed->row.id == id) return std::optional<ProgramRow>(std::move(parsed->row));
    passed_bytes_ += wanted->text.size();
    if (passed_bytes_ > kMaxPassedBytes) {
      return resource_exhausted(wanted->place +
                                ": programs are in another order than the rows, and too many");
    }
    passed_.insert_or_assign(parsed->row.id, std::move(*wanted));
    wanted.reset();
  }
}

Result<std::optional<ProgramRow>> ProgramSource::next_surviving() {
  while (true) {
    LAUTER_ASSIGN(const std::optional<Line> line, next_line());
    if (!line) return std::optional<ProgramRow>();
    auto parsed = parse(line->text);
    if (!parsed.ok()) return std::move(parsed.error()).context(line->place);
    if (parsed->survives) return std::optional<ProgramRow>(std::move(parsed->row));
  }
}

}  // namespace lauter
