#include "io/input.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>

#include "io/files/files.h"
#include "io/files/glob.h"
#include "io/files/object_source.h"
#include "io/files/sink.h"
#include "io/files/system.h"
#include "io/json_sniff.h"
#include "io/record_scan.h"
#include "json/record.h"
#include "known/source_names.h"
#include "s3/object_url.h"
#include "text/ascii.h"

namespace lauter {
namespace {

struct KnownSuffix {
  std::string_view suffix;
  Format format;
};

// Without the compression part. Longest match is not needed: none is the end of another.
constexpr std::array kDataSuffixes = {
    KnownSuffix{".jsonl", Format::kJsonl},     KnownSuffix{".ndjson", Format::kJsonl},
    KnownSuffix{".txt", Format::kText},        KnownSuffix{".warc.wet", Format::kWet},
    KnownSuffix{".parquet", Format::kParquet}, KnownSuffix{".warc", Format::kWarc},
    KnownSuffix{".csv", Format::kCsv},         KnownSuffix{".tsv", Format::kTsv},
    KnownSuffix{".md", Format::kText},         KnownSuffix{".markdown", Format::kText},
    KnownSuffix{".rst", Format::kText},        KnownSuffix{".html", Format::kText},
    KnownSuffix{".htm", Format::kText},
};

/// Besides these, --format text takes from a folder:
constexpr std::array<std::string_view, 2> kMoreTextSuffixes = {".text", ".log"};

constexpr std::string_view kFormats =
    "jsonl, json, csv, tsv, text, code, wet, warc, each also with .gz, .zst, .xz or .bz2; parquet";

// Sorted, so that a name can be looked up by halving; a static_assert holds it.
constexpr auto kSourceSuffixes = std::to_array(known::kInputSourceSuffixes);

constexpr auto kSourceNames = std::to_array(known::kInputSourceNames);

static_assert(std::is_sorted(kSourceSuffixes.begin(), kSourceSuffixes.end()));
static_assert(std::is_sorted(kSourceNames.begin(), kSourceNames.end()));

constexpr size_t kBinaryProbeBytes = 8192;

bool ends_with(std::string_view name, std::string_view suffix) {
  return name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix;
}

constexpr auto kCompressions =
    std::to_array({Compression::kGzip, Compression::kZstd, Compression::kXz, Compression::kBzip2});

Compression take_compression(std::string_view& name) {
  for (const Compression kind : kCompressions) {
    if (ends_with(name, compression_suffix(kind))) {
      name.remove_suffix(compression_suffix(kind).size());
      return kind;
    }
  }
  return Compression::kNone;
}

std::optional<Format> data_format(std::string_view stem) {
  for (const auto& [suffix, format] : kDataSuffixes) {
    if (ends_with(stem, suffix)) return format;
  }
  return std::nullopt;
}

/// True if a file found in a directory belongs to the forced format.
bool matches_forced(std::string_view name, std::string_view stem, Format format) {
  switch (format) {
    case Format::kCode:
      return is_source_file_name(name);
    case Format::kText:
      return data_format(stem) == format ||
             std::ranges::any_of(kMoreTextSuffixes,
                                 [&](std::string_view suffix) { return ends_with(stem, suffix); });
    case Format::kJsonl:
    case Format::kJson:
      return data_format(stem) == Format::kJsonl || ends_with(stem, ".json");
    default:
      return data_format(stem) == format;
  }
}

/// Parquet is read from its end, and compressed inside.
Result<void> check_parquet(const InputFile& input) {
  if (input.format != Format::kParquet) return {};
  if (input.is_stdin()) return invalid_argument("-: Parquet cannot be read from standard input");
  if (input.compression != Compression::kNone) {
    return invalid_argument(input.path + ": Parquet is compressed inside; unpack this file first");
  }
  return {};
}

/// How a file is counted that no format takes.
std::string suffix_name(std::string_view name) {
  constexpr size_t kLongest = 9;  // what is longer is no suffix, and may be anything
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return "no suffix";
  const std::string suffix = to_ascii_lower(name.substr(dot));
  const bool is_plain = std::ranges::all_of(std::string_view(suffix).substr(1), is_ascii_alnum);
  return is_plain && suffix.size() > 1 && suffix.size() <= kLongest ? suffix : "other";
}

/// Whether its begin can be looked at without taking it from who reads it: no pipe.
bool is_whole_file(const InputFile& input) {
  std::error_code error;
  return input.is_object() || (!input.is_stdin() && std::filesystem::is_regular_file(input.path, error));
}

/// What a file that is said to be JSON, or of which nothing is known, is by its content.
Result<std::optional<Format>> format_by_content(const InputFile& input, const std::optional<ForcedFormat>& forced) {
  if (!is_whole_file(input)) return forced ? std::optional(forced->format) : std::nullopt;
  LAUTER_ASSIGN(const auto shape, internal::sniff_json(input));
  using enum internal::JsonShape;
  if (shape == kLines) return std::optional(Format::kJsonl);
  if (shape == kValues) return std::optional(Format::kJson);
  if (!forced) return std::optional<Format>();
  return std::optional(shape == kOneObject ? Format::kJson : forced->format);
}

/// Absolute, without `.` and `..`; links are left as they are.
std::string normal_path(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).lexically_normal().string();
}

class Expansion {
 public:
  Expansion(const std::optional<ForcedFormat>& forced, const ObjectStore& store)
      : forced_(forced), store_(store) {}

  Result<void> argument(const std::string& arg) {
    if (arg.empty()) return invalid_argument("an INPUT is empty; name a file, a folder or a glob");
    if (arg == "-") return standard_input();
    if (s3::is_object_url(arg)) return objects(arg);
    if (const auto way = way_to_remote(arg)) return invalid_argument(arg + ": " + *way);
    if (is_directory(arg)) return directory(arg);
    if (path_exists(arg)) return local_file(arg, base_name(arg), true);
    if (internal::has_wildcard(arg)) return wildcard(arg);
    return not_found(arg + ": no such file or folder");
  }

  Result<Inputs> take() {
    if (!has_own_names() && has_only_files()) name_by_folders();
    std::unordered_map<std::string, const std::string*> paths;  // by data_name()
    for (const InputFile& file : inputs_.files) {
      const auto [known, is_new] = paths.emplace(data_name(file), &file.path);
      if (is_new) continue;
      if (normal_path(*known->second) == normal_path(file.path)) {
        return invalid_argument(file.path + ": is given twice");
      }
      return invalid_argument("two inputs would be written to the same name " + known->first +
                              ": " + *known->second + " and " + file.path);
    }
    return std::move(inputs_);
  }

 private:
  Result<void> objects(const std::string& arg) {
    if (store_ == nullptr) return invalid_argument(arg + ": only local files can be given here");
    LAUTER_ASSIGN(auto found, internal::list_object_inputs(store_, arg));
    pass_over_hidden(found.hidden);
    const uint64_t before = looked_at();
    for (InputFile& object : found.files) LAUTER_TRY(file(std::move(object), found.named));
    return looked_at() == before ? no_known_file(arg) : Result<void>();
  }

  Result<void> standard_input() {
    InputFile input;
    input.path = "-";
    input.format = forced_ ? forced_->format : Format::kJsonl;
    input.compression =
        forced_ ? forced_->compression.value_or(Compression::kNone) : Compression::kNone;
    constexpr std::array<std::string_view, 9> kNames = {
        ".jsonl", ".txt", ".src", ".warc.wet", ".parquet", ".warc", ".csv", ".tsv", ".json"};
    input.relative = "stdin" + std::string(kNames[static_cast<size_t>(input.format)]) +
                     std::string(compression_suffix(input.compression));
    return add(std::move(input));
  }

  Result<void> directory(const std::string& root) {
    const uint64_t before = looked_at();
    LAUTER_ASSIGN(const auto names, list_visible(root));
    for (const std::string& name : names) {
      LAUTER_TRY(local_file(join_path(root, name), name, false));
    }
    return looked_at() == before ? no_known_file(root) : Result<void>();
  }

  /// Files of known suffixes so far.
  uint64_t looked_at() const { return inputs_.files.size() + n_binary_; }

  static Error no_known_file(const std::string& root) {
    return not_found(root + ": no file with a known suffix (.jsonl, .ndjson, .json with rows, .csv, .tsv, .txt, .md, " +
                     ".rst, .html, .warc, .warc.wet, each also .gz, .zst, .xz or .bz2; .parquet; source trees need " +
                     "--format code)");
  }

  Result<void> wildcard(const std::string& pattern) {
    LAUTER_ASSIGN(const auto paths, internal::expand_glob(pattern));
    const size_t fixed = internal::fixed_prefix(pattern);
    size_t files = 0;
    for (const std::string& path : paths) {
      if (is_directory(path)) continue;
      ++files;
      LAUTER_TRY(local_file(path, path.substr(fixed), true));
    }
    return files == 0 ? Result<void>(not_found(pattern + ": no file matches")) : Result<void>();
  }

  Result<void> local_file(const std::string& path, const std::string& relative, bool named) {
    InputFile input;
    input.path = path;
    input.relative = relative;
    return file(std::move(input), named);
  }

  /// `named`: the user named the file (or a glob did), so an unknown suffix is an error.
  Result<void> file(InputFile input, bool named) {
    const std::string& path = input.path;
    const std::string name = base_name(path);
    std::string_view stem = name;
    input.compression = take_compression(stem);
    std::optional<Format> format = data_format(stem);
    if (forced_) {
      if (!named && !matches_forced(name, stem, forced_->format)) return pass_over(name);
      format = forced_->format;
      if (forced_->compression) input.compression = *forced_->compression;
    }
    LAUTER_TRY(check_compression(input));
    const bool is_json = ends_with(stem, ".json");
    const bool is_unknown = named && !is_source_file_name(name);
    if (forced_ ? format == Format::kJson || (format == Format::kJsonl && is_json) : !format && (is_json || is_unknown)) {
      LAUTER_ASSIGN(format, format_by_content(input, forced_));
    }
    if (!format && named && is_source_file_name(name)) format = Format::kCode;
    if (!format) {
      if (!named) return pass_over(name);
      return invalid_argument(path + ": unknown suffix; say what it is with --format (" + std::string(kFormats) + ")");
    }
    input.format = *format;
    if (input.format == Format::kCode && input.compression == Compression::kNone) {
      LAUTER_ASSIGN(const bool binary, is_binary(input));
      if (binary) {
        ++n_binary_;
        return pass_over(name);
      }
    }
    if (!input.is_object()) {
      LAUTER_ASSIGN(input.size_bytes, file_size(path));
    }
    return add(std::move(input));
  }

  Result<void> pass_over(std::string_view name) {
    ++inputs_.passed_over[suffix_name(name)];
    return {};
  }

  /// Whether this program can take it off and put it on.
  static Result<void> check_compression(const InputFile& input) {
    if (can_compress(input.compression)) return {};
    const bool is_xz = input.compression == Compression::kXz;
    return unimplemented(input.path + ": this program was built without " + (is_xz ? "liblzma" : "libbz2") +
                         "; unpack it first (" + (is_xz ? "xz -d" : "bzip2 -d") + ")");
  }

  Result<void> add(InputFile input) {
    LAUTER_TRY(check_compression(input));
    LAUTER_TRY(check_parquet(input));
    // Only a glob can give this (`*/../x`); the output would leave its folder.
    const std::string inner = "/" + input.relative + "/";
    if (inner.find("/../") != std::string::npos) {
      return invalid_argument(input.path + ": \"..\" behind a wildcard");
    }
    inputs_.files.push_back(std::move(input));
    return {};
  }

  bool has_own_names() const {
    std::unordered_set<std::string> names;
    return std::ranges::all_of(inputs_.files, [&names](const InputFile& file) {
      return names.insert(data_name(file)).second;
    });
  }

  bool has_only_files() const {
    return std::ranges::none_of(inputs_.files, [](const InputFile& file) {
      return file.is_stdin() || file.is_object();
    });
  }

  void name_by_folders() {
    std::vector<std::string> paths;
    for (const InputFile& file : inputs_.files) paths.push_back(normal_path(file.path));
    std::string common = paths[0].substr(0, paths[0].rfind('/') + 1);  // with its slash
    for (const std::string& path : paths) {
      while (!path.starts_with(common)) common.resize(common.rfind('/', common.size() - 2) + 1);
    }
    for (size_t i = 0; i < paths.size(); ++i) {
      inputs_.files[i].relative = paths[i].substr(common.size());
    }
  }

  /// As list_files_recursive, without what is hidden (.git, editors' leftovers) unless it is one of
  /// the known names.
  Result<std::vector<std::string>> list_visible(const std::string& root) {
    std::vector<std::string> folders;
    LAUTER_ASSIGN(auto names, list_files_recursive(root, &folders));
    const size_t files = std::erase_if(names, [](const std::string& path) {
      const std::string name = base_name(path);
      return name[0] == '.' && !is_source_file_name(name);
    });
    pass_over_hidden(files + folders.size());
    return names;
  }

  void pass_over_hidden(uint64_t entries) {
    if (entries > 0) inputs_.passed_over["hidden"] += entries;
  }

  static Result<bool> is_binary(const InputFile& file) {
    if (file.is_object()) {
      LAUTER_ASSIGN(const std::string begin,
                    internal::read_object_head(file, kBinaryProbeBytes));
      return begin.find('\0') != std::string::npos;
    }
    const std::string& path = file.path;
    LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(path));
    std::array<char, kBinaryProbeBytes> head;
    LAUTER_ASSIGN(const size_t size,
                  internal::read_at(fd.get(), head.data(), head.size(), 0, path));
    return std::find(head.begin(), head.begin() + static_cast<ptrdiff_t>(size), '\0') !=
           head.begin() + static_cast<ptrdiff_t>(size);
  }

  const std::optional<ForcedFormat>& forced_;
  const ObjectStore& store_;
  Inputs inputs_;
  uint64_t n_binary_ = 0;
};

}  // namespace

std::string_view format_name(Format format) {
  constexpr std::array<std::string_view, 9> kNames = {"jsonl", "text", "code", "wet", "parquet",
                                                      "warc",  "csv",  "tsv",  "json"};
  return kNames[static_cast<size_t>(format)];
}

std::optional<ForcedFormat> format_of_name(std::string_view name) {
  const Compression compression = take_compression(name);
  const auto format = ends_with(name, ".json") ? std::optional(Format::kJson) : data_format(name);
  return format ? std::optional(ForcedFormat{*format, compression}) : std::nullopt;
}

std::string data_name(const InputFile& file) {
  if (file.format != Format::kWarc) return file.relative;
  std::string_view stem = file.relative;
  const std::string_view suffix = compression_suffix(file.compression);
  if (ends_with(stem, suffix)) stem.remove_suffix(suffix.size());
  const std::string_view wet = ends_with(stem, ".warc") ? ".wet" : ".warc.wet";
  return std::string(stem) + std::string(wet) + std::string(suffix);
}

std::string_view compression_suffix(Compression kind) {
  constexpr std::array<std::string_view, 5> kSuffixes = {"", ".gz", ".zst", ".xz", ".bz2"};
  return kSuffixes[static_cast<size_t>(kind)];
}

Compression compression_of_suffix(std::string_view suffix) {
  const auto found = std::ranges::find(kCompressions, suffix, compression_suffix);
  return found == kCompressions.end() ? Compression::kNone : *found;
}

std::optional<std::string> way_to_remote(std::string_view arg) {
  const size_t colon = arg.find("://");
  if (colon == std::string_view::npos || colon == 0 || arg.starts_with("s3://")) return std::nullopt;
  const std::string_view scheme = arg.substr(0, colon);
  if (!std::ranges::all_of(scheme, is_ascii_alnum)) return std::nullopt;
  const auto is = [scheme](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, scheme) != names.end();
  };
  if (is({"hf"})) {
    return "is not opened here; fetch it with `huggingface-cli download --repo-type dataset USER/NAME --local-dir "
           "DIR` and give DIR, or stream it in Python (datasets with streaming=True, its rows through lauter's Refiner)";
  }
  if (is({"gs", "gcs"})) {
    return "is not opened under this name; say s3://BUCKET/KEY with --s3-endpoint https://storage.googleapis.com and "
           "an HMAC key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or fetch it with `gcloud storage cp`";
  }
  if (is({"az", "abfs", "abfss", "wasb", "wasbs", "adl"})) {
    return "is not opened here; fetch it with `azcopy copy` or `az storage blob download-batch`, and give the folder";
  }
  if (is({"http", "https", "ftp"})) {
    return "is not opened here; pipe it, `curl -L URL | lauter ... - --format jsonl` (or csv, jsonl.gz, ...), or fetch "
           "it with `curl -LO URL`";
  }
  return "is not opened here; give files, folders, globs, s3://BUCKET/KEY or - for stdin";
}

void set_csv_fields(Inputs& inputs, const RecordFields& fields) {
  const auto shared = std::make_shared<const RecordFields>(fields);
  for (InputFile& file : inputs.files) {
    if (is_csv(file.format)) file.fields = shared;
  }
}

Result<void> check_csv_heads(const Inputs& inputs) {
  for (const InputFile& file : inputs.files) {
    if (is_csv(file.format) && is_whole_file(file)) LAUTER_TRY(internal::read_head(file));
  }
  return {};
}

Result<ForcedFormat> parse_format(std::string_view name) {
  struct Alias {
    std::string_view name;
    Format format;
  };
  constexpr std::array kAliases = {
      Alias{"jsonl", Format::kJsonl},     Alias{"ndjson", Format::kJsonl},
      Alias{"json", Format::kJson},       Alias{"text", Format::kText},
      Alias{"csv", Format::kCsv},         Alias{"tsv", Format::kTsv},
      Alias{"txt", Format::kText},        Alias{"code", Format::kCode},
      Alias{"wet", Format::kWet},         Alias{"warc.wet", Format::kWet},
      Alias{"parquet", Format::kParquet}, Alias{"warc", Format::kWarc},
  };
  std::string_view stem = name;
  const Compression compression = take_compression(stem);
  for (const Alias& alias : kAliases) {
    if (stem == alias.name) {
      ForcedFormat forced{alias.format, std::nullopt};
      if (compression != Compression::kNone) forced.compression = compression;
      return forced;
    }
  }
  return invalid_argument("unknown format \"" + std::string(name) +
                          "\"; known: " + std::string(kFormats));
}

bool is_source_file_name(std::string_view name) {
  const auto is_known = [](std::string_view whole) {
    return std::binary_search(kSourceNames.begin(), kSourceNames.end(), whole);
  };
  if (is_known(name)) return true;
  const size_t dot = name.find_last_of('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  // What it is for stands behind it: .env.production, Dockerfile.dev.
  if (is_known(name.substr(0, name.find('.', 1)))) return true;
  std::string suffix(name.substr(dot));
  for (char& c : suffix) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::binary_search(kSourceSuffixes.begin(), kSourceSuffixes.end(), suffix);
}

Result<Inputs> expand_inputs(const std::vector<std::string>& args,
                             const std::optional<ForcedFormat>& forced,
                             const ObjectStore& store) {
  Expansion expansion(forced, store);
  for (const std::string& arg : args) LAUTER_TRY(expansion.argument(arg));
  return expansion.take();
}

}  // namespace lauter
