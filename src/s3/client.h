/// The few operations of S3 that lauter needs, each tried again until it succeeds, fails for good,
/// or was tried often enough.
///
/// S3 is strongly consistent since December 2020 (what was written is listed and read by the next
/// request), and this relies on it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "s3/object_url.h"
#include "s3/settings.h"
#include "s3/worker_pool.h"

namespace lauter::s3 {

struct ObjectInfo {
  std::string key;
  uint64_t size = 0;
  std::string etag;  ///< with its quotes, as If-Match wants it
  std::optional<int64_t> age_s{};  ///< head(): since it was written, by the store's clock, if it says so
};

/// A part of a multipart upload that the store has.
struct Part {
  int number = 0;  ///< from 1
  std::string etag;
};

/// How often and how long, for tests to shorten.
struct Patience {
  int attempts = 10;
  int first_wait_ms = 50;  ///< doubles with every attempt; half of it is random
  int longest_wait_ms = 10'000;
};

/// Safe from any thread. Errors of all operations name the object and never hold a secret:
/// kNotFound (no such object or bucket), kInvalidArgument (refused: credentials, rights, region),
/// kDataLoss (what came is not what was asked for), kUnavailable (all attempts failed, or stopped).
class Client {
 public:
  /// `stop`: once true, waits and exchanges end with kUnavailable. Not owned.
  static Result<std::shared_ptr<Client>> make(Settings settings,
                                              const std::atomic<bool>* stop = nullptr,
                                              Patience patience = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Result<ObjectInfo> head(const ObjectUrl& url);

  /// Bytes [begin, begin + size) of the object that has this ETag; it must have that many. Another
  /// ETag is kDataLoss: it was changed meanwhile.
  Result<std::string> get_range(const ObjectUrl& url, const std::string& etag, uint64_t begin,
                                uint64_t size, const std::atomic<bool>* cancelled = nullptr);
  /// A whole small object. Errors: kResourceExhausted if it is over `limit_bytes`.
  Result<std::string> get(const ObjectUrl& url, uint64_t limit_bytes);

  /// All objects whose keys begin with `url.key`, in the order of the store. Errors:
  /// kResourceExhausted for more than 20 million (some 300 bytes each are held).
  Result<std::vector<ObjectInfo>> list(const ObjectUrl& url);
  /// Whether there is any, besides the one with the key `but`.
  Result<bool> has_any(const ObjectUrl& url, std::string_view but = {});

  /// The object is there, whole, when this returns; before that the old one, or none, is.
  Result<void> put(const ObjectUrl& url, std::string_view bytes);
  /// put() where there is no object (`etag` empty), or one with this ETag. False: it is otherwise. Of an answer that was lost
  /// nobody knows; a store that does not know conditions writes always.
  Result<bool> put_if(const ObjectUrl& url, std::string_view bytes, const std::string& etag);
  /// Missing is fine. `at_the_end`: tries only a few times, and also when stopped.
  Result<void> remove(const ObjectUrl& url, bool at_the_end = false);

  /// A multipart upload: begin, parts in any order and many at a time, then complete or abort.
  /// Nothing is visible before complete. Parts but the last have at least 5 MiB.
  Result<std::string> begin_upload(const ObjectUrl& url);
  Result<Part> upload_part(const ObjectUrl& url, const std::string& upload, int number,
                           std::string_view bytes, const std::atomic<bool>* cancelled = nullptr);
  Result<void> complete_upload(const ObjectUrl& url, const std::string& upload,
                               const std::vector<Part>& parts, uint64_t size);
  /// Tries only a few times, and also when stopped. What cannot be aborted stays invisible.
  void abort_upload(const ObjectUrl& url, const std::string& upload);
  /// Ids of uploads below `url` that nobody completed. A store without this operation has none.
  Result<void> abort_uploads_below(const ObjectUrl& url);

  /// Threads for reading, and for writing: neither waits behind the other's queue.
  WorkerPool& readers() { return readers_; }
  WorkerPool& writers() { return writers_; }
  bool is_stopped() const { return stop_ != nullptr && stop_->load(); }
  const Settings& settings() const { return settings_; }
  /// What requests for this bucket go to, for doctor: `https://bucket.s3.eu-west-1.amazonaws.com`.
  std::string base_url(const std::string& bucket) const;

 private:
  struct Call;
  struct Answer;
  struct State;
  Client(Settings settings, Endpoint endpoint, const std::atomic<bool>* stop, Patience patience);

  /// Tries until the answer is good or final.
  Result<Answer> perform(const Call& call);
  Answer try_once(const Call& call);
  /// Pages until there are `limit` objects.
  Result<std::vector<ObjectInfo>> list_some(const ObjectUrl& url, uint64_t limit);
  Error failure(const Call& call, const Answer& answer, int attempts) const;
  /// Waits before attempt `attempt` + 1; false if stopped.
  bool wait(const Call& call, int attempt) const;

  const Settings settings_;
  const Endpoint endpoint_;
  const std::atomic<bool>* stop_;
  const Patience patience_;
  std::unique_ptr<State> state_;
  WorkerPool readers_;  ///< last: their threads use all else
  WorkerPool writers_;
};

}  // namespace lauter::s3
