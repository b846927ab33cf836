#include "run/output/one_file.h"

#include <vector>

#include "io/files/files.h"
#include "io/files/sink.h"
#include "run/output/output_folder.h"

namespace lauter {
namespace {

/// Of what the rows of an input become: the pages of a crawl are written as WET.
Format written_format(Format format) { return format == Format::kWarc ? Format::kWet : format; }

Result<bool> is_same_file(const std::string& file, const InputFile& input) {
  if (input.is_stdin() || input.is_object() || !path_exists(file)) return false;
  LAUTER_ASSIGN(const std::string a, real_path(file));
  LAUTER_ASSIGN(const std::string b, real_path(input.path));
  return a == b;
}

}  // namespace

std::string folder_of_file(const std::string& file) { return file + ".lauter"; }

Result<void> write_into(const std::string& file, Inputs& inputs) {
  const auto named = format_of_name(base_name(file));
  if (!named) return internal_error(file + ": has no known suffix");
  if (!can_compress(named->compression.value_or(Compression::kNone))) {
    return unimplemented(file + ": this program was built without that compression; name it .gz or .zst");
  }
  const bool is_one = inputs.files.size() == 1;
  for (InputFile& input : inputs.files) {
    LAUTER_ASSIGN(const bool is_same, is_same_file(file, input));
    if (is_same) return invalid_argument(file + ": is an input; write to another file");
    const bool is_alike = is_one && written_format(input.format) == named->format;
    if (!is_alike && named->format != Format::kJsonl) {
      return invalid_argument("-o " + file + ": one input of the same format makes such a file; for " +
                              (is_one ? "an input of " + std::string(format_name(input.format))
                                      : std::to_string(inputs.files.size()) + " inputs") +
                              " name a file .jsonl (or .jsonl.gz, .jsonl.zst) or a folder");
    }
    input.data_as_lines = !is_alike;
    if (input.format != Format::kParquet || input.data_as_lines) {
      input.data_compression = named->compression.value_or(Compression::kNone);
    }
  }
  return {};
}

Result<void> join_data(const std::string& out, const Inputs& inputs, const std::string& file) {
  const std::string data = join_path(out, "data");
  if (!path_exists(data)) return {};
  std::vector<std::string> parts;
  for (const OutputNames& names : output_names(out, inputs.files)) {
    if (path_exists(names.paths[OutputNames::kData])) parts.push_back(names.paths[OutputNames::kData]);
  }
  if (parts.size() == 1) {
    LAUTER_TRY(rename_file(parts[0], file));
    LAUTER_TRY(sync_dir(parent_path(file)));
  } else if (!parts.empty()) {
    LAUTER_ASSIGN(AppendFile joined, AppendFile::open(file));
    for (const std::string& part : parts) LAUTER_TRY(joined.append_file(part));
    LAUTER_TRY(joined.commit());
  }
  // In one step: of half of data/ no file must be made again.
  const std::string spent = join_path(out, "state/joined");
  LAUTER_TRY(rename_file(data, spent));
  return remove_tree(spent);
}

}  // namespace lauter
