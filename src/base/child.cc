#include "base/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>

#include "base/stop.h"

extern char** environ;  // NOLINT: POSIX names it so

namespace lauter {
namespace {

constexpr uint64_t kMostComplaints = 1000;
constexpr size_t kMostComplaintBytes = 400;
constexpr int kLookEveryMs = 100;  ///< for whether the work is to be given up
constexpr int kGraceMs = 2000;     ///< to end by itself when its input ends

using Clock = std::chrono::steady_clock;

/// Process groups that live.
struct Groups {
  std::mutex mutex;
  std::set<pid_t> ids;
};
Groups& groups() {
  static auto* const all = new Groups;  // a process may end while it is used
  return *all;
}

struct Pipe {
  int ends[2] = {-1, -1};
  ~Pipe() {
    for (const int fd : ends) {
      if (fd >= 0) ::close(fd);
    }
  }
  bool open() { return ::pipe2(ends, O_CLOEXEC) == 0; }
  int take(int end) {
    const int fd = ends[end];
    ends[end] = -1;
    return fd;
  }
};

void make_nonblocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

bool is_named(const char* variable, const std::vector<std::string>& names) {
  const std::string_view text(variable);
  const std::string_view name = text.substr(0, text.find('='));
  return std::ranges::find(names, name) != names.end();
}

Error os_error(const std::string& what, int number) {
  return unavailable(what + ": " + std::strerror(number));
}

}  // namespace

Result<void> check_program(const std::string& name) {
  const char* on_path = std::getenv("PATH");
  const std::string folders = name.find('/') != name.npos || on_path == nullptr ? "" : on_path;
  for (size_t at = 0; at <= folders.size();) {
    const size_t end = std::min(folders.find(':', at), folders.size());
    const std::string folder = folders.substr(at, end - at);
    if (::access((folder.empty() ? name : folder + "/" + name).c_str(), X_OK) == 0) return {};
    at = end + 1;
  }
  return not_found(name + ": no such program on PATH");
}

Result<std::unique_ptr<Child>> Child::start(const ChildOptions& options) {
  std::vector<char*> args;
  for (const std::string& word : options.words) args.push_back(const_cast<char*>(word.c_str()));
  args.push_back(nullptr);
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (is_named(*variable, options.environment)) variables.push_back(*variable);
  }
  variables.push_back(nullptr);
  Pipe in;
  Pipe out;
  Pipe err;
  if (!in.open() || !out.open() || !err.open()) return os_error("pipe", errno);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t by_default;
  sigemptyset(&by_default);
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM}) sigaddset(&by_default, signal);
  posix_spawnattr_setsigdefault(&attributes, &by_default);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, args[0], &actions, &attributes, args.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed == ENOENT) return not_found(options.words[0] + ": no such program on PATH");
  if (failed != 0) return os_error(options.words[0], failed);
  std::unique_ptr<Child> child(new Child());
  child->pid_ = pid;
  {
    const std::lock_guard lock(groups().mutex);
    groups().ids.insert(pid);
  }
  child->in_ = in.take(1);
  child->out_ = out.take(0);
  child->err_ = err.take(0);
  for (const int fd : {child->in_, child->out_, child->err_}) make_nonblocking(fd);
  child->complain_ = options.complain;
  return child;
}

Child::~Child() {
  ::close(in_);
  const auto until = Clock::now() + std::chrono::milliseconds(is_failed_ || GiveUpScope::is_over() ? 0 : kGraceMs);
  bool ended = false;
  while (!(ended = ::waitpid(pid_, nullptr, WNOHANG) == pid_) && Clock::now() < until) {
    read_complaints();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  {
    const std::lock_guard lock(groups().mutex);
    ::kill(-pid_, SIGKILL);  // what it started, too
    groups().ids.erase(pid_);
  }
  while (!ended && ::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  read_complaints();
  ::close(out_);
  ::close(err_);
}

void Child::kill_all() {
  const std::lock_guard lock(groups().mutex);
  for (const pid_t group : groups().ids) ::kill(-group, SIGKILL);
}

void Child::read_complaints() {
  std::array<char, 4096> buffer;
  // A bound, so that one who complains without end is answered all the same.
  for (int i = 0; i < 16; ++i) {
    const ssize_t got = ::read(err_, buffer.data(), buffer.size());
    if (got <= 0) return;
    for (const char c : std::string_view(buffer.data(), static_cast<size_t>(got))) {
      if (c != '\n' && complaint_.size() < kMostComplaintBytes) complaint_ += c;
      if (c != '\n') continue;
      if (complaints_++ < kMostComplaints && complain_) complain_(complaint_);
      complaint_.clear();
    }
  }
}

/// What there is; answer_ then ends in a line end if the answer is complete.
Result<void> Child::read_answer(uint64_t most_bytes) {
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t got = ::read(out_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {};
    if (got <= 0) return unavailable("it ended");
    answer_.append(buffer.data(), static_cast<size_t>(got));
    if (answer_.size() > most_bytes) return data_loss("its answer is too long");
    const size_t end = answer_.find('\n');
    if (end != answer_.npos && end + 1 < answer_.size()) return data_loss("it said more than one line");
    if (end != answer_.npos) return {};
  }
}

Result<std::string> Child::ask(std::string_view line, std::chrono::milliseconds limit, uint64_t most_bytes) {
  auto answer = exchange(line, limit, most_bytes);
  is_failed_ = !answer.ok();
  return answer;
}

Result<std::string> Child::exchange(std::string_view line, std::chrono::milliseconds limit, uint64_t most_bytes) {
  answer_.clear();
  LAUTER_TRY(read_answer(most_bytes));
  if (!answer_.empty()) return data_loss("it spoke unasked");
  const std::string question = std::string(line) + "\n";
  std::string_view unsent = question;
  const auto until = Clock::now() + limit;
  while (true) {
    if (GiveUpScope::is_over()) return unavailable("stopped");
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return Error{ErrorCode::kDeadlineExceeded, "no answer within " + std::to_string(limit.count() / 1000) + " s"};
    pollfd fds[3] = {{out_, POLLIN, 0}, {is_silent_ ? -1 : err_, POLLIN, 0}, {unsent.empty() ? -1 : in_, POLLOUT, 0}};
    const int wait = static_cast<int>(std::min<int64_t>(left, kLookEveryMs));
    if (::poll(fds, 3, wait) < 0 && errno != EINTR) return os_error("poll", errno);
    if ((fds[1].revents & (POLLIN | POLLHUP)) != 0) read_complaints();
    if ((fds[1].revents & (POLLIN | POLLHUP)) == POLLHUP) is_silent_ = true;  // it closed it
    if ((fds[2].revents & (POLLOUT | POLLERR)) != 0) {
      const ssize_t sent = ::write(in_, unsent.data(), unsent.size());
      if (sent < 0 && errno == EPIPE) return unavailable("it reads no more");
      if (sent > 0) unsent.remove_prefix(static_cast<size_t>(sent));
    }
    if ((fds[0].revents & (POLLIN | POLLHUP)) != 0) {
      LAUTER_TRY(read_answer(most_bytes));
      if (!answer_.empty() && answer_.back() == '\n') {
        if (!unsent.empty()) return data_loss("it answered before it had read");
        answer_.pop_back();
        return std::move(answer_);
      }
    }
  }
}

}  // namespace lauter
