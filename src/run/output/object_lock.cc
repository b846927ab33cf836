#include "run/output/object_lock.h"

#include <condition_variable>
#include <random>

#include "base/hash.h"
#include "io/files/lock_file.h"
#include "s3/client.h"

namespace lauter {
namespace {

constexpr std::chrono::seconds kRenewEvery{20};
constexpr std::chrono::seconds kGivenUpAfter{120};
constexpr uint64_t kMostLockBytes = 4096;
constexpr int kTakeTries = 3;

/// Whose it is, and a number that no other lock has.
std::string lock_text() {
  std::random_device random;
  const uint64_t number = uint64_t{random()} << 32 | random();
  return lock_description() + "\nrun " + hash128_hex(lock_description() + std::to_string(number)) + "\n";
}

}  // namespace

ObjectLock::ObjectLock(ObjectStore store, s3::ObjectUrl url, std::function<void(Error)> on_lost)
    : store_(std::move(store)), url_(std::move(url)), text_(lock_text()), on_lost_(std::move(on_lost)) {}

/// Writes it if it is as `etag` says; whether it is this one's then.
Result<bool> ObjectLock::write(const std::string& etag) {
  LAUTER_TRY(store_->put_if(url_, text_, etag));
  const auto found = store_->head(url_);
  if (!found.ok()) {
    return found.error().code == ErrorCode::kNotFound ? Result<bool>(false) : Result<bool>(found.error());
  }
  const auto text = store_->get_range(url_, found->etag, 0, std::min(found->size, kMostLockBytes));
  if (!text.ok()) {
    return text.error().code == ErrorCode::kDataLoss ? Result<bool>(false) : Result<bool>(text.error());
  }
  etag_ = found->etag;
  return *text == text_;
}

Result<std::unique_ptr<ObjectLock>> ObjectLock::take(ObjectStore store, s3::ObjectUrl url,
                                                     std::function<void(Error)> on_lost) {
  std::unique_ptr<ObjectLock> lock(new ObjectLock(std::move(store), std::move(url), std::move(on_lost)));
  lock->is_lost_ = true;  // nothing to remove yet
  std::string held;
  for (int tries = 0; tries < kTakeTries && lock->is_lost_; ++tries) {
    const auto found = lock->store_->head(lock->url_);
    std::string etag;
    if (found.ok()) {
      const auto text =
          lock->store_->get_range(lock->url_, found->etag, 0, std::min(found->size, kMostLockBytes));
      if (!text.ok() && text.error().code != ErrorCode::kDataLoss) return text.error();
      if (!text.ok()) continue;
      held = text->substr(0, text->find('\n'));
      const bool is_silent = found->age_s && *found->age_s > kGivenUpAfter.count();
      if (!is_silent && !is_left_behind(held)) break;
      etag = found->etag;
    } else if (found.error().code != ErrorCode::kNotFound) {
      return found.error();
    }
    LAUTER_ASSIGN(const bool taken, lock->write(etag));
    lock->is_lost_ = !taken;
  }
  if (lock->is_lost_) {
    return invalid_argument("another run works there: " + (held.empty() ? "it has just begun" : held) +
                            "; wait for it, or write elsewhere (it is given up " +
                            std::to_string(kGivenUpAfter.count()) + " s after its last sign)");
  }
  lock->thread_ = std::jthread([it = lock.get()](const std::stop_token& stop) { it->renew(stop); });
  return lock;
}

Error ObjectLock::lost(const std::string& why) const {
  return unavailable(url_.text() + ": " + why + "; nothing more is written, --resume goes on");
}

Result<void> ObjectLock::confirm() {
  const std::lock_guard guard(mutex_);
  if (!is_lost_) {
    LAUTER_ASSIGN(const bool is_ours, write(etag_));
    is_lost_ = !is_ours;
    if (is_ours) renewed_ = Clock::now();
  }
  return is_lost_ ? Result<void>(lost("another run has taken the lock")) : Result<void>();
}

void ObjectLock::renew(const std::stop_token& stop) {
  std::condition_variable_any ended;
  std::mutex mutex;
  std::unique_lock waiting(mutex);
  while (!ended.wait_for(waiting, stop, kRenewEvery, [&stop] { return stop.stop_requested(); })) {
    Result<void> confirmed = confirm();
    const std::lock_guard guard(mutex_);
    if (!confirmed.ok() && !is_lost_ && Clock::now() - renewed_ > kGivenUpAfter) {
      is_lost_ = true;
      confirmed = lost("the lock could not be renewed (" + confirmed.error().message + ")");
    }
    if (!is_lost_) continue;
    on_lost_(confirmed.error());
    return;
  }
}

ObjectLock::~ObjectLock() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  release();
}

void ObjectLock::release() {
  const std::lock_guard guard(mutex_);
  if (!is_lost_) (void)store_->remove(url_, /*at_the_end=*/true).ok();
  is_lost_ = true;
}

}  // namespace lauter
