#include "run/output/object_stage.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "io/files/files.h"
#include "io/files/object_download.h"
#include "io/files/object_upload.h"
#include "run/output/journal.h"
#include "run/output/object_lock.h"
#include "run/output/output_folder.h"
#include "s3/client.h"

namespace lauter {
namespace {

using Clock = std::chrono::steady_clock;

/// Small files are one request each: this many are on their way at a time.
constexpr size_t kUploaders = 8;
constexpr std::chrono::seconds kCheckpointInterval{2};
/// The journal is uploaded whole each time; this keeps that below a tenth of the time.
constexpr int kStateShare = 10;

}  // namespace

struct ObjectStage::State {
  explicit State(ObjectStageOptions o) : options(std::move(o)) {}

  struct Waiting {
    uint64_t number = 0;
    std::string path{};
    uint64_t size = 0;
  };
  struct Checkpoint {
    uint64_t sent = 0;  ///< files before it
    uint64_t journal_bytes = 0;
  };

  const ObjectStageOptions options;
  std::atomic<bool> cancelled{false};

  mutable std::mutex mutex;  ///< guards what follows
  std::condition_variable changed;
  std::deque<Waiting> waiting;
  std::set<uint64_t> uploading;  ///< numbers
  uint64_t waiting_bytes = 0;    ///< also of those on their way
  uint64_t sent = 0;
  std::deque<Checkpoint> checkpoints;
  bool uploading_state = false;
  Clock::time_point next_state{};
  Clock::time_point last_checkpoint = Clock::now();
  std::optional<Error> error;
  bool stopping = false;
  std::vector<std::thread> threads;
  std::unique_ptr<ObjectLock> object_lock;

  s3::Client& store() const { return *options.store; }
  s3::ObjectUrl lock_object() const { return options.out.below(kLockName); }
  /// Whether OUT holds anything but the lock.
  Result<bool> is_used() const { return store().has_any(options.out.below(""), lock_object().key); }
  std::string state_folder() const { return join_path(options.folder, "state"); }
  /// The object of a file of the folder.
  s3::ObjectUrl object_of(const std::string& path) const {
    return options.out.below(path.substr(options.folder.size() + 1));
  }

  void start_threads() {
    while (threads.size() < kUploaders) threads.emplace_back([this] { upload_files(); });
  }

  void stop_threads() {
    cancelled.store(true);
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    changed.notify_all();
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  /// Files before this number are objects. Under the lock.
  uint64_t uploaded() const {
    uint64_t number = waiting.empty() ? sent : waiting.front().number;
    if (!uploading.empty()) number = std::min(number, *uploading.begin());
    return number;
  }

  /// The last checkpoint whose files are all objects, if it is time for it. Under the lock.
  std::optional<Checkpoint> take_checkpoint() {
    std::optional<Checkpoint> due;
    if (uploading_state || error || Clock::now() < next_state) return due;
    const uint64_t done = uploaded();
    while (!checkpoints.empty() && checkpoints.front().sent <= done) {
      due = checkpoints.front();
      checkpoints.pop_front();
    }
    uploading_state = due.has_value();
    return due;
  }

  void upload_files() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (const auto due = take_checkpoint()) {
        lock.unlock();
        const Clock::time_point begin = Clock::now();
        Result<void> done = upload_journal(due->journal_bytes);
        const auto took = Clock::now() - begin;
        lock.lock();
        uploading_state = false;
        next_state = Clock::now() + kStateShare * took;
        note(done);
        continue;
      }
      if (waiting.empty() || error) {
        changed.wait(lock);
        continue;
      }
      const Waiting file = std::move(waiting.front());
      waiting.pop_front();
      uploading.insert(file.number);
      lock.unlock();
      Result<void> done = upload_file(store(), file.path, object_of(file.path), &cancelled);
      if (!done.ok() && is_sent_by_other(file.path)) done = {};
      if (done.ok()) done = remove_file(file.path);
      lock.lock();
      uploading.erase(file.number);
      waiting_bytes -= file.size;
      note(done);
    }
  }

  /// A file goes away when its object is there, whoever sent it.
  bool is_sent_by_other(const std::string& path) const {
    return options.shared && !path_exists(path);
  }

  /// Under the lock.
  void note(const Result<void>& done) {
    if (!done.ok() && !error) error = done.error();
    changed.notify_all();
  }

  Result<void> upload_journal(uint64_t bytes) {
    const std::string path = Journal::growing_path(state_folder());
    // The run may be over, and the journal have its final name: finish() uploads it.
    if (!path_exists(path)) return {};
    return upload_head(store(), path, bytes, object_of(path), &cancelled);
  }

  Result<void> fetch_journal();
  Result<void> remove_made();
};

Result<void> ObjectStage::State::fetch_journal() {
  LAUTER_ASSIGN(const bool is_here, Journal::is_there(state_folder()));
  if (is_here) return {};
  for (const std::string& path :
       {Journal::final_path(state_folder()), Journal::growing_path(state_folder())}) {
    auto fetched = download_object(options.store, object_of(path), path);
    if (fetched.ok() || fetched.error().code != ErrorCode::kNotFound) return fetched;
  }
  LAUTER_ASSIGN(const bool has_objects, is_used());
  if (!has_objects) return {};
  return not_found(options.out.text() +
                   ": holds objects, but no journal of a run: nothing to resume");
}

Result<void> ObjectStage::State::remove_made() {
  const s3::ObjectUrl below = options.out.below("");
  LAUTER_ASSIGN(auto objects, store().list(below));
  std::erase_if(objects, [&below](const s3::ObjectInfo& object) {
    return !is_made_by_runs(std::string_view(object.key).substr(below.key.size()));
  });
  std::mutex error_mutex;
  std::optional<Error> first;
  s3::for_each_index(store().writers(), objects.size(), [&](size_t i) {
    auto removed = store().remove({below.bucket, objects[i].key});
    const std::lock_guard lock(error_mutex);
    if (!removed.ok() && !first) first = std::move(removed.error());
  });
  return first ? Result<void>(*first) : Result<void>();
}

ObjectStage::ObjectStage(std::unique_ptr<State> state) : state_(std::move(state)) {}

void ObjectStage::let_go() {
  if (state_->object_lock != nullptr) state_->object_lock->release();
}

ObjectStage::~ObjectStage() { state_->stop_threads(); }

const std::string& ObjectStage::folder() const { return state_->options.folder; }

Result<std::unique_ptr<ObjectStage>> ObjectStage::open(ObjectStageOptions options) {
  while (options.out.key.ends_with('/')) options.out.key.pop_back();
  while (options.folder.size() > 1 && options.folder.ends_with('/')) options.folder.pop_back();
  std::unique_ptr<ObjectStage> stage(new ObjectStage(std::make_unique<State>(std::move(options))));
  State& state = *stage->state_;
  const std::string name = state.options.out.text();
  const bool begins = !state.options.resume && !state.options.overwrite;
  if (begins && path_exists(stage->folder())) {
    return invalid_argument(name + ": an interrupted run waits in " + stage->folder() +
                            "; --resume goes on with it, --overwrite begins anew");
  }
  if (!state.options.shared) {
    auto lock = ObjectLock::take(state.options.store, state.lock_object(), [&state](const Error& error) {
      const std::lock_guard guard(state.mutex);
      state.note(error);
    });
    if (!lock.ok()) return std::move(lock.error()).context(name);
    state.object_lock = std::move(*lock);
  }
  if (begins) {
    LAUTER_ASSIGN(const bool is_used, state.is_used());
    if (is_used) {
      return invalid_argument(name + ": is not empty; --overwrite replaces what an earlier run wrote there");
    }
  }
  return stage;
}

Result<void> ObjectStage::prepare() {
  LAUTER_TRY(make_private_dir(folder()));
  const ObjectStageOptions& options = state_->options;
  if (!options.resume && !options.overwrite) return {};
  LAUTER_TRY(state_->store().abort_uploads_below(options.out.below("")));
  return options.resume ? state_->fetch_journal() : state_->remove_made();
}

Result<void> ObjectStage::begin(uint64_t journal_bytes) { return state_->upload_journal(journal_bytes); }

Result<void> ObjectStage::send(const std::string& path) {
  State& state = *state_;
  const Result<uint64_t> known_size = file_size(path);
  if (!known_size.ok() && state.is_sent_by_other(path)) return {};
  LAUTER_ASSIGN(const uint64_t size, known_size);
  std::unique_lock lock(state.mutex);
  state.start_threads();
  while (!state.error && state.waiting_bytes > 0 &&
         state.waiting_bytes + size > state.options.max_waiting_bytes) {
    state.changed.wait(lock);
  }
  if (state.store().is_stopped()) return {};
  if (state.error) return *state.error;
  state.waiting.push_back({state.sent++, path, size});
  state.waiting_bytes += size;
  state.changed.notify_all();
  return {};
}

bool ObjectStage::wants_checkpoint() const {
  const std::lock_guard lock(state_->mutex);
  return Clock::now() - state_->last_checkpoint >= kCheckpointInterval;
}

void ObjectStage::checkpoint(uint64_t journal_bytes) {
  const std::lock_guard lock(state_->mutex);
  state_->checkpoints.push_back({state_->sent, journal_bytes});
  state_->last_checkpoint = Clock::now();
  state_->changed.notify_all();
}

Result<void> ObjectStage::drain() {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  state.changed.wait(lock, [&state] {
    return state.error ||
           (state.waiting.empty() && state.uploading.empty() && !state.uploading_state);
  });
  if (state.error) return *state.error;
  state.checkpoints.clear();
  return {};
}

Result<std::set<std::string>> ObjectStage::objects() const {
  const s3::ObjectUrl below = state_->options.out.below("");
  LAUTER_ASSIGN(const auto objects, state_->store().list(below));
  std::set<std::string> names;
  for (const s3::ObjectInfo& object : objects) names.insert(object.key.substr(below.key.size()));
  names.erase(kLockName);
  return names;
}

Result<void> ObjectStage::finish() {
  State& state = *state_;
  LAUTER_TRY(drain());
  if (state.object_lock != nullptr) LAUTER_TRY(state.object_lock->confirm());
  LAUTER_ASSIGN(auto names, list_files_recursive(folder()));
  const std::string journal = Journal::final_path(state.state_folder());
  // What is not an output stays here until all is done: a run that is stopped now goes on from it.
  const auto rank = [&](const std::string& name) {
    if (join_path(folder(), name) == journal) return 3;
    return name.starts_with("report.") ? 2 : name.starts_with("state/") ? 1 : 0;
  };
  std::ranges::stable_sort(names, {}, rank);
  const auto outputs = std::ranges::upper_bound(names, 0, {}, rank);
  for (auto name = names.begin(); name != outputs; ++name) {
    LAUTER_TRY(send(join_path(folder(), *name)));
  }
  LAUTER_TRY(drain());
  for (auto name = outputs; name != names.end(); ++name) {
    const std::string path = join_path(folder(), *name);
    LAUTER_TRY(upload_file(state.store(), path, state.object_of(path)));
  }
  LAUTER_TRY(state.store().remove(state.object_of(Journal::growing_path(state.state_folder()))));
  return remove_tree(folder());
}

}  // namespace lauter
