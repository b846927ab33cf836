/// By what processes of different machines agree who writes to an OUT in object storage.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "io/input.h"
#include "s3/object_url.h"

namespace lauter {

/// An object that is made only where there is none (If-None-Match), and gone with the lock. Its holder writes it anew every 20
/// seconds; one that was not for two minutes, by the store's clock, or whose process of this machine is no more, is taken over
/// (If-Match). After each write it is read: the lock belongs to whose words stand there, so a lost answer does no harm.
/// A store that knows no conditions leaves two runs that begin in the same moment a gap of one request.
class ObjectLock {
 public:
  /// `on_lost` is called once, from another thread, if another run has taken the lock or it could not be renewed in time.
  /// Errors: kInvalidArgument if another run holds it, with its process, machine and begin; those of s3.
  static Result<std::unique_ptr<ObjectLock>> take(ObjectStore store, s3::ObjectUrl url,
                                                  std::function<void(Error)> on_lost);
  ~ObjectLock();  ///< as release()
  ObjectLock(const ObjectLock&) = delete;
  ObjectLock& operator=(const ObjectLock&) = delete;

  /// Removes the object now, unless the lock was lost; it is lost then.
  void release();

  /// Renews it now. Errors: kUnavailable if it is lost; those of s3.
  Result<void> confirm();

 private:
  using Clock = std::chrono::steady_clock;

  ObjectLock(ObjectStore store, s3::ObjectUrl url, std::function<void(Error)> on_lost);
  Result<bool> write(const std::string& etag);
  Error lost(const std::string& why) const;
  void renew(const std::stop_token& stop);

  const ObjectStore store_;
  const s3::ObjectUrl url_;
  const std::string text_;
  const std::function<void(Error)> on_lost_;
  std::mutex mutex_;  ///< guards what follows
  std::string etag_;
  bool is_lost_ = false;
  Clock::time_point renewed_ = Clock::now();
  std::jthread thread_;  ///< last: it uses all else
};

}  // namespace lauter
