#include "io/files/external_sort.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "io/files/spill_file.h"

namespace lauter {
namespace {

constexpr size_t kHeadBytes = 12;  // u64 key, u32 size, in the machine's order: never leaves it
constexpr uint64_t kMinBuffer = uint64_t{64} << 10;
constexpr uint64_t kMaxBuffer = uint64_t{1} << 20;

struct Run {
  uint64_t begin = 0;
  uint64_t end = 0;
};

/// Reads one run forwards.
class RunReader {
 public:
  RunReader(const SpillFile& file, Run run, uint64_t buffer_bytes)
      : file_(&file), run_(run), buffer_bytes_(buffer_bytes) {}

  /// The next record, in the buffer; false at the end.
  Result<bool> next() {
    if (at_ == buffer_.size() && run_.begin == run_.end) return false;
    LAUTER_TRY(fill(kHeadBytes));
    std::memcpy(&key_, buffer_.data() + at_, sizeof key_);
    std::memcpy(&size_, buffer_.data() + at_ + sizeof key_, sizeof size_);
    at_ += kHeadBytes;
    LAUTER_TRY(fill(size_));
    at_ += size_;
    return true;
  }
  uint64_t key() const { return key_; }
  std::string_view bytes() const {
    return std::string_view(buffer_).substr(at_ - size_, size_);
  }

 private:
  /// Makes `size` bytes stand at at_.
  Result<void> fill(size_t size) {
    if (buffer_.size() - at_ >= size) return {};
    buffer_.erase(0, at_);
    at_ = 0;
    const uint64_t want = std::max<uint64_t>(size - buffer_.size(), buffer_bytes_);
    const uint64_t take = std::min(want, run_.end - run_.begin);
    LAUTER_ASSIGN(const std::string read, file_->read(run_.begin, take));
    buffer_ += read;
    run_.begin += take;
    if (buffer_.size() < size) return internal_error("a sorted run ends within a record");
    return {};
  }

  const SpillFile* file_;
  Run run_;
  uint64_t buffer_bytes_;
  std::string buffer_;
  size_t at_ = 0;
  uint64_t key_ = 0;
  uint32_t size_ = 0;
};

void append_record(std::string& out, uint64_t key, std::string_view bytes) {
  char head[kHeadBytes];
  const auto size = static_cast<uint32_t>(bytes.size());
  std::memcpy(head, &key, sizeof key);
  std::memcpy(head + sizeof key, &size, sizeof size);
  out.append(head, kHeadBytes);
  out += bytes;
}

/// Merges runs; of equal keys the earlier run's comes first, which keeps the order of add().
class Merge {
 public:
  static Result<Merge> make(const SpillFile& file, const std::vector<Run>& runs, size_t first,
                            size_t last, uint64_t buffer_bytes) {
    Merge merge;
    for (size_t i = first; i < last; ++i) {
      merge.readers_.emplace_back(file, runs[i], buffer_bytes);
      LAUTER_TRY(merge.push(i - first));
    }
    return merge;
  }
  /// The reader that stands at the next record; null at the end.
  Result<const RunReader*> next() {
    if (current_) {
      const size_t reader = *std::exchange(current_, std::nullopt);
      LAUTER_TRY(push(reader));
    }
    if (heap_.empty()) return static_cast<const RunReader*>(nullptr);
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    current_ = heap_.back().second;
    heap_.pop_back();
    return static_cast<const RunReader*>(&readers_[*current_]);
  }

 private:
  Result<void> push(size_t reader) {
    LAUTER_ASSIGN(const bool more, readers_[reader].next());
    if (!more) return {};
    heap_.emplace_back(readers_[reader].key(), reader);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
    return {};
  }

  std::vector<RunReader> readers_;
  std::vector<std::pair<uint64_t, size_t>> heap_;  ///< key, reader; the least on top
  std::optional<size_t> current_;
};

}  // namespace

struct ExternalSort::State {
  std::string folder;
  uint64_t memory = 0;
  std::optional<SpillFile> file;
  std::vector<Run> runs;
  uint64_t spilled_runs = 0;
  // Records in memory: their bytes, and where each begins.
  struct Place {
    uint64_t key;
    uint64_t begin;
  };
  std::string records;
  std::vector<Place> places;
  size_t at = 0;
  std::optional<Merge> merge;

  uint64_t used() const { return records.size() + places.size() * sizeof(Place); }

  void sort() {
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.key < b.key; });
  }
  std::string_view record(const Place& place) const {
    uint32_t size = 0;
    std::memcpy(&size, records.data() + place.begin + sizeof(uint64_t), sizeof size);
    return std::string_view(records).substr(place.begin, kHeadBytes + size);
  }

  Result<void> spill() {
    if (places.empty()) return {};
    if (!file) {
      LAUTER_ASSIGN(file, SpillFile::make(folder));
    }
    sort();
    RunWriter writer{*file};
    for (const Place& place : places) LAUTER_TRY(writer.append(record(place)));
    LAUTER_ASSIGN(const Run run, writer.finish());
    runs.push_back(run);
    ++spilled_runs;
    records.clear();
    places.clear();
    return {};
  }

  /// Appends a run by pieces.
  struct RunWriter {
    SpillFile& file;
    std::string piece{};
    std::optional<uint64_t> begin{};
    uint64_t size = 0;

    Result<void> append(std::string_view bytes) {
      piece += bytes;
      return piece.size() < kMinBuffer ? Result<void>() : flush();
    }
    Result<void> flush() {
      if (piece.empty()) return {};
      LAUTER_ASSIGN(const uint64_t offset, file.append(piece));
      if (!begin) begin = offset;
      size += piece.size();
      piece.clear();
      return {};
    }
    Result<Run> finish() {
      LAUTER_TRY(flush());
      return Run{begin.value_or(0), begin.value_or(0) + size};
    }
  };

  size_t fan_in() const {
    return std::clamp<size_t>(static_cast<size_t>(memory / kMinBuffer), 2, 1024);
  }
  uint64_t buffer(size_t n_runs) const {
    return std::clamp<uint64_t>(memory / std::max<size_t>(n_runs, 1), 4096, kMaxBuffer);
  }

  /// Until there are few enough runs to be read at once.
  Result<void> merge_levels() {
    while (runs.size() > fan_in()) {
      LAUTER_ASSIGN(SpillFile merged, SpillFile::make(folder));
      std::vector<Run> longer;
      for (size_t first = 0; first < runs.size(); first += fan_in()) {
        const size_t last = std::min(first + fan_in(), runs.size());
        LAUTER_ASSIGN(Merge some, Merge::make(*file, runs, first, last, buffer(last - first)));
        RunWriter writer{merged};
        std::string bytes;
        while (true) {
          LAUTER_ASSIGN(const RunReader* reader, some.next());
          if (reader == nullptr) break;
          bytes.clear();
          append_record(bytes, reader->key(), reader->bytes());
          LAUTER_TRY(writer.append(bytes));
        }
        LAUTER_ASSIGN(const Run run, writer.finish());
        longer.push_back(run);
      }
      file = std::move(merged);
      runs = std::move(longer);
    }
    return {};
  }
};

ExternalSort::ExternalSort(std::unique_ptr<State> state) : state_(std::move(state)) {}
ExternalSort::ExternalSort(ExternalSort&&) noexcept = default;
ExternalSort& ExternalSort::operator=(ExternalSort&&) noexcept = default;
ExternalSort::~ExternalSort() = default;

Result<ExternalSort> ExternalSort::make(const std::string& folder, uint64_t memory_bytes) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->memory = memory_bytes;
  return ExternalSort(std::move(state));
}

Result<void> ExternalSort::add(uint64_t key, std::string_view bytes) {
  State& s = *state_;
  if (s.used() + bytes.size() + kHeadBytes + sizeof(State::Place) > s.memory) LAUTER_TRY(s.spill());
  s.places.push_back({key, s.records.size()});
  append_record(s.records, key, bytes);
  return {};
}

Result<void> ExternalSort::finish() {
  State& s = *state_;
  if (s.runs.empty()) {
    s.sort();
    return {};
  }
  LAUTER_TRY(s.spill());
  s.records = {};
  s.places = {};
  LAUTER_TRY(s.merge_levels());
  LAUTER_ASSIGN(s.merge, Merge::make(*s.file, s.runs, 0, s.runs.size(), s.buffer(s.runs.size())));
  return {};
}

Result<bool> ExternalSort::next(SortRecord& record) {
  State& s = *state_;
  if (!s.merge) {
    if (s.at == s.places.size()) return false;
    record.key = s.places[s.at].key;
    record.bytes = s.record(s.places[s.at++]).substr(kHeadBytes);
    return true;
  }
  LAUTER_ASSIGN(const RunReader* reader, s.merge->next());
  if (reader == nullptr) return false;
  record.key = reader->key();
  record.bytes = reader->bytes();
  return true;
}

uint64_t ExternalSort::runs() const { return state_->spilled_runs; }

}  // namespace lauter
