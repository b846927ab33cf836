#include "capi/batch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "base/stop.h"
#include "capi/offsets.h"
#include "edit/joined_texts.h"
#include "run/rows/row_batch.h"
#include "text/utf8.h"

namespace lauter::capi {
namespace {

/// Text that a thread takes at a time, and below which a call needs no threads.
constexpr size_t kRunBytes = size_t{64} << 10U;
/// Rows whose questions a model is asked at once.
constexpr size_t kAskedRows = 256;
constexpr auto kStopInterval = std::chrono::milliseconds(100);

bool is_null(const lauter_view& view) { return view.data == nullptr; }

std::string utf8_reason(std::string_view text, const Utf8Error& error) {
  if (error.fault != Utf8Fault::kSurrogate) {
    return "not valid UTF-8: byte " + std::to_string(error.offset) + " (" + std::string(utf8_fault_name(error.fault)) + ")";
  }
  OffsetCounter counter(text, LAUTER_OFFSETS_CHAR);
  return "not valid UTF-8: lone surrogate at character " + std::to_string(counter.at(error.offset));
}

/// Rows [first, last) of a batch.
struct Run {
  size_t first;
  size_t last;
};

std::vector<Run> cut_into_runs(const Question& question, size_t max_rows, size_t max_bytes) {
  std::vector<Run> runs;
  size_t bytes = 0;
  for (size_t row = 0; row < question.n_rows(); ++row) {
    if (runs.empty() || bytes >= max_bytes || row - runs.back().first >= max_rows) {
      runs.push_back({row, row});
      bytes = 0;
    }
    runs.back().last = row + 1;
    for (size_t i = question.first_text(row); i < question.last_text(row); ++i) bytes += question.texts[i].size;
  }
  return runs;
}

}  // namespace

lauter_view Words::keep(std::string_view word) {
  for (const std::string_view known : words_) {
    if (known == word) return view_of(known);
  }
  auto* copy = static_cast<char*>(memory_->allocate(word.size() + 1, 1));
  std::memcpy(copy, word.data(), word.size());
  words_.emplace_back(copy, word.size());
  return view_of(words_.back());
}

lauter_view Arena::keep(std::string_view text) {
  auto* copy = static_cast<char*>(memory.allocate(text.size() + 1, 1));  // one more: never null
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

lauter_edit* Arena::keep(std::span<const lauter_edit> edits) {
  auto* copy = static_cast<lauter_edit*>(memory.allocate(edits.size_bytes(), alignof(lauter_edit)));
  std::ranges::copy(edits, copy);
  return copy;
}

/// One thread's way through rows. What it finds goes into the batch at the rows' places, which no other thread touches.
class Batch::Worker {
 public:
  Worker(Batch& batch, Arena& arena) : batch_(batch), question_(batch.question_), arena_(arena) {}

  Result<void> open() {
    if (question_.only_find && !batch_.engine_.chain().asks()) {
      LAUTER_ASSIGN(finder_, batch_.engine_.take_finder());
    } else {
      scratch_ = batch_.engine_.take_scratch();
    }
    return {};
  }
  ~Worker() {
    if (finder_ != nullptr) batch_.engine_.give(std::move(finder_));
    if (scratch_ != nullptr) batch_.engine_.give(std::move(scratch_));
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void work(size_t row) {
    if (!read(row, row_)) return;
    if (finder_ != nullptr) return find(row);
    take(row, batch_.engine_.chain().refine(row_, *scratch_).value_or(Outcome()));
  }

  Result<void> ask(const Run& run, RunAsker& asker) {
    std::vector<Row> rows;
    std::vector<size_t> numbers;
    for (size_t row = run.first; row < run.last; ++row) {
      Row read_row;
      if (!read(row, read_row)) continue;
      rows.push_back(std::move(read_row));
      numbers.push_back(row);
    }
    RowBatch questions(batch_.engine_.chain(), rows, *scratch_);
    LAUTER_ASSIGN(auto outcomes, ask_and_finish(questions, asker.asker(), *scratch_));
    for (size_t i = 0; i < rows.size(); ++i) {
      row_ = std::move(rows[i]);
      set_joined(numbers[i]);
      take(numbers[i], std::move(outcomes[i]).value_or(Outcome()));
    }
    return {};
  }

 private:
  /// The row as the chain reads it; false if its result is known: it is null, or no text.
  bool read(size_t number, Row& row) {
    const size_t first = question_.first_text(number);
    const auto texts = std::span(question_.texts).subspan(first, question_.last_text(number) - first);
    if (std::ranges::all_of(texts, is_null)) return false;
    RowResult& result = batch_.rows_[number];
    for (const lauter_view& text : texts) {
      if (is_null(text)) continue;
      const auto error = find_utf8_error(view_of(text));
      if (!error) continue;
      result.state = LAUTER_REJECTED;
      result.reason = arena_.keep(utf8_reason(view_of(text), *error));
      set_id(number, "");
      return false;
    }
    set_joined(number);
    row.doc.text = joined_->text();
    set_id(number, row.doc.text);
    row.doc.id = view_of(result.id);
    row.format = batch_.engine_.format();
    if (!question_.fields.empty()) row.raw = question_.fields[number];
    set_named(row);
    return true;
  }

  void set_joined(size_t number) {
    parts_.clear();
    part_numbers_.clear();
    for (size_t i = question_.first_text(number); i < question_.last_text(number); ++i) {
      if (is_null(question_.texts[i])) continue;
      parts_.push_back(view_of(question_.texts[i]));
      part_numbers_.push_back(i);
    }
    joined_.emplace(parts_);
  }

  /// Which of the joined texts are private values.
  void set_named(Row& row) const {
    row.texts.clear();
    for (size_t i = 0; i < parts_.size() && !question_.values.empty(); ++i) {
      NamedText& text = row.texts.emplace_back(NamedText{"texts[" + std::to_string(part_numbers_[i]) + "]", joined_->spans()[i]});
      if (const size_t value = question_.values[part_numbers_[i]]; value != 0) text.value = static_cast<uint32_t>(value - 1);
    }
  }

  void set_id(size_t number, std::string_view text) {
    const bool given = !question_.ids.empty() && !is_null(question_.ids[number]);
    batch_.rows_[number].id = given ? question_.ids[number] : arena_.keep(batch_.engine_.id_of(text));
  }

  void find(size_t number) {
    const auto found = finder_->find(row_);
    if (!found.ok()) return reject(number, found.error().message);
    EditProgram program;
    for (const FoundSpan& span : *found) {
      if (span.is_public) continue;
      program.edits.push_back({span.span, "", {"", std::string(span.rule), std::string(span.label), span.score,
                                               std::string(span.reason)}});
    }
    put(number, program);
  }

  void take(size_t number, Outcome outcome) {
    RowResult& result = batch_.rows_[number];
    result.verified = outcome.checks.verified;
    result.rounds = outcome.checks.rounds;
    result.found = outcome.checks.found;
    result.repaired = outcome.checks.repaired;
    if (!outcome.checks.failed.empty()) {
      auto* failed = static_cast<lauter_view*>(
          arena_.memory.allocate(outcome.checks.failed.size() * sizeof(lauter_view), alignof(lauter_view)));
      std::ranges::transform(outcome.checks.failed, failed, [&](const std::string& one) { return arena_.keep(one); });
      result.failed = {failed, outcome.checks.failed.size()};
    }
    if (outcome.state == RowState::kRejected) return reject(number, outcome.reason);
    put(number, outcome.program);
  }

  void reject(size_t number, std::string_view reason) {
    RowResult& result = batch_.rows_[number];
    result.state = LAUTER_REJECTED;
    result.reason = arena_.keep(reason);
  }

  /// Edits, and the refined texts.
  void put(size_t number, const EditProgram& program) {
    const auto programs = joined_->split(program);
    if (!programs.ok()) return reject(number, programs.error().message);
    edits_.clear();
    for (size_t i = 0; i < parts_.size(); ++i) {
      lauter_view& refined = batch_.refined_[part_numbers_[i]];
      refined = question_.texts[part_numbers_[i]];
      if ((*programs)[i].edits.empty()) continue;
      add_edits((*programs)[i], parts_[i], part_numbers_[i] - question_.first_text(number));
      if (!question_.only_find) refined = apply((*programs)[i], parts_[i]);
    }
    RowResult& result = batch_.rows_[number];
    result.state = edits_.empty() ? LAUTER_KEPT : LAUTER_EDITED;
    if (!edits_.empty()) result.edits = {arena_.keep(edits_), edits_.size()};
  }

  /// apply_program() of a program that is known to fit, into the arena.
  lauter_view apply(const EditProgram& program, std::string_view text) {
    size_t size = text.size();
    for (const Edit& edit : program.edits) size += edit.with.size() - edit.span.size();
    auto* out = static_cast<char*>(arena_.memory.allocate(size + 1, 1));
    char* to = out;
    uint64_t at = 0;
    for (const Edit& edit : program.edits) {
      to = std::copy(text.data() + at, text.data() + edit.span.begin, to);
      to = std::ranges::copy(edit.with, to).out;
      at = edit.span.end;
    }
    std::copy(text.data() + at, text.data() + text.size(), to);
    return {out, size};
  }

  void add_edits(const EditProgram& program, std::string_view text, size_t text_of_row) {
    OffsetCounter original(text, question_.offsets);
    uint64_t gained = 0;  // units by which the refined text is ahead, modulo 2^64
    for (const Edit& edit : program.edits) {
      lauter_edit& out = edits_.emplace_back();
      out.byte_start = edit.span.begin;
      out.byte_end = edit.span.end;
      out.start = original.at(edit.span.begin);
      out.end = original.at(edit.span.end);
      const uint64_t written = OffsetCounter(edit.with, question_.offsets).at(edit.with.size());
      out.refined_start = out.start + gained;
      out.refined_end = out.refined_start + written;
      gained += written - (out.end - out.start);
      out.text = static_cast<uint32_t>(text_of_row);
      out.score = edit.cause.score;
      if (!question_.only_find) out.replacement = arena_.keep(edit.with);
      out.label = arena_.words.keep(edit.cause.label);
      out.rule = arena_.words.keep(edit.cause.rule);
      out.stage = arena_.words.keep(edit.cause.stage);
      out.reason = arena_.words.keep(edit.cause.reason);
    }
  }

  Batch& batch_;
  const Question& question_;
  Arena& arena_;
  std::unique_ptr<Finder> finder_{};
  std::unique_ptr<ChainScratch> scratch_{};
  // Of the row under way, reused:
  Row row_{};
  std::vector<std::string_view> parts_{};  ///< its texts that are not null
  std::vector<size_t> part_numbers_{};     ///< their numbers in the call
  std::optional<JoinedTexts> joined_{};
  std::vector<lauter_edit> edits_{};
};

Batch::Batch(const Engine& engine, Question question)
    : engine_(engine), question_(std::move(question)), rows_(question_.n_rows()), refined_(question_.texts.size()) {}

Result<void> Batch::work(int threads, const std::function<bool()>& stop) {
  size_t bytes = 0;
  for (const lauter_view& text : question_.texts) bytes += text.size;
  if (bytes >= kRunBytes || engine_.chain().asks()) return work_in_threads(threads, stop);
  arenas_.push_back(std::make_unique<Arena>());
  Worker worker(*this, *arenas_.back());
  LAUTER_TRY(worker.open());
  for (size_t row = 0; row < rows_.size(); ++row) worker.work(row);
  return {};
}

/// The calling thread waits, so that it can ask `stop`.
Result<void> Batch::work_in_threads(int threads, const std::function<bool()>& stop) {
  const bool asks = engine_.chain().asks();
  RunAsker* asker = nullptr;
  if (asks) {
    engine_.stop_asking().store(false);
    LAUTER_ASSIGN(asker, engine_.asker());
  }
  const std::vector<Run> runs = cut_into_runs(question_, asks ? kAskedRows : rows_.size(), asks ? SIZE_MAX : kRunBytes);
  const size_t n_workers = std::min(runs.size(), asks ? size_t{1} : static_cast<size_t>(threads));
  std::atomic<size_t> next{0};
  std::atomic<bool> stopped{false};
  std::mutex mutex;
  std::condition_variable ended;
  size_t working = n_workers;
  std::optional<Error> failure;

  const auto work_through = [&](Worker& worker) -> Result<void> {
    LAUTER_TRY(worker.open());
    for (size_t i = next++; i < runs.size() && !stopped; i = next++) {
      if (asks) {
        LAUTER_TRY(worker.ask(runs[i], *asker));
        continue;
      }
      for (size_t row = runs[i].first; row < runs[i].last && !stopped; ++row) worker.work(row);
    }
    return {};
  };
  for (size_t i = 0; i < n_workers; ++i) arenas_.push_back(std::make_unique<Arena>());
  {
    std::vector<std::jthread> workers;
    for (size_t i = 0; i < n_workers; ++i) {
      workers.emplace_back([&, arena = arenas_[i].get()] {
        Result<void> done;
        const GiveUpScope scope(&stopped);
        try {
          Worker worker(*this, *arena);
          done = work_through(worker);
        } catch (const std::bad_alloc&) {
          done = resource_exhausted("out of memory");
        } catch (const std::exception& e) {
          done = internal_error(std::string("unexpected: ") + typeid(e).name());
        }
        const std::lock_guard lock(mutex);
        if (!done.ok()) stopped = true;
        if (!done.ok() && !failure) failure = std::move(done.error());
        --working;
        ended.notify_one();
      });
    }
    std::unique_lock lock(mutex);
    bool is_asked_to = false;
    while (!ended.wait_for(lock, kStopInterval, [&] { return working == 0; })) {
      if (!stop || is_asked_to) continue;
      lock.unlock();
      is_asked_to = stop();
      lock.lock();
      if (!is_asked_to) continue;
      stopped = true;
      engine_.stop_asking().store(true);
      if (!failure) failure = unavailable("stopped");
    }
  }
  if (failure) return *std::move(failure);
  return {};
}

}  // namespace lauter::capi
