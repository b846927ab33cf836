/// How a process that was told to stop ends soon, whatever its threads are in the middle of: in the middle of a long row they
/// look at the stop only between passes, a server answers when it likes, and freeing what a dense row of megabytes has made
/// takes longer than anybody waits.
///
///   WayOut way_out([] { _exit(130); });
///   WayOut::Step step = way_out.before([&] { ...what is written becomes durable...; });
///   way_out.open();  // in the handler of the signal
#pragma once

#include <semaphore.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace lauter {

/// What is not written then stays undone, as after a kill: whoever writes states keeps them such that a kill loses nothing.
class WayOut {
 public:
  /// Something to be done before the end, as long as this lives. Its end waits for a way out that is being gone.
  class Step {
   public:
    Step() = default;
    Step(Step&& other) noexcept : way_(std::exchange(other.way_, nullptr)), number_(other.number_) {}
    Step& operator=(Step&& other) noexcept {
      drop();
      way_ = std::exchange(other.way_, nullptr);
      number_ = other.number_;
      return *this;
    }
    ~Step() { drop(); }
    void drop();

   private:
    friend class WayOut;
    Step(WayOut* way, uint64_t number) : way_(way), number_(number) {}
    WayOut* way_ = nullptr;
    uint64_t number_ = 0;
  };

  /// `end` ends the process. Called once, from another thread, when kGrace after open() nobody has called close(): after the
  /// steps, or without what of them is not done within kPatience.
  explicit WayOut(std::function<void()> end);
  ~WayOut();
  WayOut(const WayOut&) = delete;
  WayOut& operator=(const WayOut&) = delete;

  /// Safe in a handler of signals.
  void open() { sem_post(&opened_); }
  /// The process ends by itself.
  void close();

  /// Steps are done one after the other, the newest first.
  [[nodiscard]] Step before(std::function<void()> what);

 private:
  static constexpr std::chrono::milliseconds kGrace{100};
  static constexpr std::chrono::milliseconds kPatience{350};

  void watch();
  void do_steps();

  const std::function<void()> end_;
  sem_t opened_;
  std::mutex steps_mutex_;  ///< held while steps are done
  std::map<uint64_t, std::function<void()>> steps_;
  uint64_t next_ = 0;
  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  bool is_closed_ = false;
  bool is_done_ = false;
  std::thread watcher_;
};

}  // namespace lauter
