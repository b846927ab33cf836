// The file: a line of JSON, the documents as they lie in memory, and the XXH3 of both.
#include "run/curation/curate_state.h"

#include <cstring>
#include <type_traits>
#include <utility>

#include "base/hash.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "json/two_way.h"
#include "run/jobs/folder_job.h"

namespace lauter {
namespace {

static_assert(std::is_trivially_copyable_v<CorpusDocument>);
constexpr uint64_t kMaxStateBytes = uint64_t{1} << 39;

std::string state_path(const std::string& out) { return join_path(out, "state/scored"); }

/// The line of JSON.
struct ScoredHeader {
  std::string key{};
  uint64_t documents = 0;
  std::vector<std::vector<uint32_t>> chunks{};
  CorpusScores scores{};
};

std::string checksum_of(std::string_view header, std::string_view documents) {
  const uint64_t sum = hash64(documents, hash64(header));
  std::string bytes(sizeof sum, '\0');
  std::memcpy(bytes.data(), &sum, sizeof sum);
  return bytes;
}

}  // namespace

void json_members(auto& json, Of<ScoredHeader> auto& header) {
  json("key", header.key)("documents", header.documents)("chunks", header.chunks)("lm_words", header.scores.lm_words);
  json("labelled", header.scores.quality.labelled)("bad", header.scores.quality.bad);
  json("weights", header.scores.quality.weights);
}

std::string curate_run_key(const Corpus& corpus, const std::string& version,
                           const std::optional<Detector>& detector) {
  std::string all = version + "\n" + curate_recipe_json(corpus.recipe()) + "\n";
  if (detector) all += std::string(detector->facts()) + "\n";
  for (const Inputs& inputs : corpus.inputs()) {
    for (const InputFile& file : inputs.files) {
      const InputMarks marks = marks_of(file);
      all += file.path + "\t" + std::to_string(file.size_bytes) + "\t" + marks.changed + "\t" + marks.content + "\n";
    }
  }
  return hash128_hex(all);
}

Result<void> save_scored(const std::string& out, const std::string& key, const Corpus& corpus,
                         const CorpusScores& scores) {
  const ScoredHeader head{key, corpus.documents.size(), corpus.chunk_begins(), scores};
  const std::string header = to_json(head).to_string() + "\n";
  const std::string_view documents(reinterpret_cast<const char*>(corpus.documents.data()),
                                   corpus.documents.size() * sizeof(CorpusDocument));
  LAUTER_ASSIGN(AppendFile file, AppendFile::open(state_path(out)));
  LAUTER_TRY(file.append(header));
  LAUTER_TRY(file.append(documents));
  LAUTER_TRY(file.append(checksum_of(header, documents)));
  return file.commit();
}

Result<bool> load_scored(const std::string& out, const std::string& key, Corpus& corpus,
                         CorpusScores& scores) {
  const std::string path = state_path(out);
  if (!path_exists(path)) return false;
  LAUTER_ASSIGN(const std::string bytes, read_file(path, kMaxStateBytes));
  const Error damaged = data_loss(path + ": is damaged; use --overwrite to begin anew");
  const size_t line = bytes.find('\n');
  if (line == std::string::npos) return damaged;
  const std::string_view header = std::string_view(bytes).substr(0, line + 1);
  const std::string_view rest = std::string_view(bytes).substr(line + 1);
  const auto json = parse_json(header);
  if (!json.ok() || rest.size() < sizeof(uint64_t)) return damaged;
  const std::string_view documents = rest.substr(0, rest.size() - sizeof(uint64_t));
  if (rest.substr(documents.size()) != checksum_of(header, documents)) return damaged;
  ScoredHeader head;
  if (!read_json(*json, head)) return damaged;
  if (head.key != key) {
    return invalid_argument("--resume: recipe, inputs or program are not those of the run in " + out +
                            "; run it as before, or use --overwrite to begin anew");
  }
  const uint64_t n = head.documents;
  if (documents.size() != n * sizeof(CorpusDocument)) return damaged;
  corpus.documents.resize(n);
  if (n > 0) std::memcpy(corpus.documents.data(), documents.data(), documents.size());
  corpus.set_chunk_begins(std::move(head.chunks));
  scores = std::move(head.scores);
  return true;
}

}  // namespace lauter
