#include "io/files/object_source.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <future>
#include <limits>
#include <string_view>
#include <utility>

#include "io/files/files.h"
#include "io/files/glob.h"
#include "s3/client.h"

namespace lauter::internal {
namespace {

/// Large enough that the wait for a first byte (some 30 ms with Amazon) is little beside the
/// transfer, small enough that one object can come over several connections.
constexpr uint64_t kRangeBytes = uint64_t{8} << 20;
constexpr size_t kRangesAhead = 4;

s3::ObjectUrl url_of(const InputFile& file) {
  // It was parsed when it was listed.
  return s3::parse_object_url(file.path).value();
}

class ObjectSource final : public ByteSource {
 public:
  explicit ObjectSource(const InputFile& file)
      : store_(file.store),
        url_(url_of(file)),
        etag_(file.version),
        size_(file.size_bytes),
        cancelled_(std::make_shared<std::atomic<bool>>(false)) {
    // A small object is wanted whole, whatever is skipped: it comes while others are read.
    if (size_ <= kRangeBytes) fetch_ahead();
  }
  ~ObjectSource() override { cancelled_->store(true); }
  ObjectSource(const ObjectSource&) = delete;
  ObjectSource& operator=(const ObjectSource&) = delete;

  Result<size_t> read(char* to, size_t size) override {
    if (is_used_up()) {
      fetch_ahead();
      if (ranges_.empty()) return size_t{0};
      auto range = ranges_.front().get();
      ranges_.pop_front();
      if (!range.ok()) return std::move(range.error());
      current_ = std::move(*range);
      taken_ = std::exchange(skipped_, 0);
      fetch_ahead();
    }
    const size_t taking = std::min(size, current_.size() - taken_);
    std::memcpy(to, current_.data() + taken_, taking);
    taken_ += taking;
    return taking;
  }

  Result<void> skip(uint64_t bytes, StopToken stop) override {
    if (!current_.empty() || size_ <= kRangeBytes) return ByteSource::skip(bytes, stop);
    // Nothing was fetched yet: a resumed run begins here.
    if (bytes > size_) {
      return invalid_argument(url_.text() + ": ends before byte " + std::to_string(bytes));
    }
    asked_ = bytes / kRangeBytes * kRangeBytes;
    skipped_ = static_cast<size_t>(bytes - asked_);
    return {};
  }

  void expect_end(uint64_t end) override { expected_end_ = end; }

 private:
  void fetch_ahead() {
    while (wants_range()) {
      const uint64_t begin = asked_;
      const uint64_t size = std::min(kRangeBytes, size_ - begin);
      asked_ += size;
      auto promise = std::make_shared<std::promise<Result<std::string>>>();
      ranges_.push_back(promise->get_future());
      // The task may outlive this source; it shares what it uses, but for the store's own pool.
      store_->readers().submit([store = store_.get(), url = url_, etag = etag_, begin, size, promise,
                             cancelled = cancelled_] {
        promise->set_value(store->get_range(url, etag, begin, size, cancelled.get()));
      });
    }
  }

  bool is_used_up() const { return taken_ == current_.size(); }
  bool wants_range() const {
    if (asked_ >= size_) return false;
    return asked_ < expected_end_ ? ranges_.size() < kRangesAhead
                                  : ranges_.empty() && is_used_up();
  }

  const std::shared_ptr<s3::Client> store_;
  const s3::ObjectUrl url_;
  const std::string etag_;
  const uint64_t size_;
  uint64_t expected_end_ = std::numeric_limits<uint64_t>::max();
  const std::shared_ptr<std::atomic<bool>> cancelled_;
  std::deque<std::future<Result<std::string>>> ranges_;  ///< on their way, in order
  std::string current_;                                  ///< the range that is being read
  size_t taken_ = 0;                                     ///< bytes of it that were handed out
  size_t skipped_ = 0;                                   ///< bytes of the next range to pass over
  uint64_t asked_ = 0;                                   ///< bytes of the object asked for so far
};

/// A name below data/ must lead to one file only, and stay there.
bool is_file_path(std::string_view path) {
  while (true) {
    const size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    if (name.empty() || name == "." || name == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

/// As local folders are read: nothing below a hidden folder, and of hidden files the known ones.
bool is_hidden(const std::string& relative) {
  const std::string name = base_name(relative);
  const std::string_view folder = std::string_view(relative).substr(0, relative.size() - name.size());
  if (folder.starts_with('.') || folder.find("/.") != std::string_view::npos) return true;
  return name.starts_with('.') && !is_source_file_name(name);
}

}  // namespace

std::unique_ptr<ByteSource> make_object_source(const InputFile& file) {
  return std::make_unique<ObjectSource>(file);
}

Result<ObjectInputs> list_object_inputs(const std::shared_ptr<s3::Client>& store,
                                        const std::string& argument) {
  LAUTER_ASSIGN(const s3::ObjectUrl url, s3::parse_object_url(argument));
  ObjectInputs inputs;
  const auto add = [&](s3::ObjectInfo&& object, size_t prefix) -> Result<void> {
    InputFile file;
    file.path = s3::ObjectUrl{url.bucket, object.key}.text();
    file.relative = object.key.substr(prefix);
    if (!is_file_path(file.relative)) {
      return invalid_argument(file.path + ": its key cannot be the name of a file");
    }
    file.size_bytes = object.size;
    file.version = std::move(object.etag);
    file.store = store;
    inputs.files.push_back(std::move(file));
    return {};
  };
  // Only what stands below the last slash before a wildcard is listed, and only what begins so.
  const size_t wildcard = url.key.find_first_of("*?[");
  if (wildcard != std::string::npos) {
    inputs.named = true;
    LAUTER_ASSIGN(auto objects, store->list({url.bucket, url.key.substr(0, wildcard)}));
    const size_t fixed = fixed_prefix(url.key);
    for (s3::ObjectInfo& object : objects) {
      if (object.key.ends_with('/') || !matches_path(object.key, url.key)) continue;
      LAUTER_TRY(add(std::move(object), fixed));
    }
    if (inputs.files.empty()) return not_found(argument + ": no object matches");
  } else {
    s3::ObjectUrl folder = url;
    if (!url.key.empty() && !url.key.ends_with('/')) {
      auto object = store->head(url);
      if (object.ok()) {
        inputs.named = true;
        LAUTER_TRY(add(std::move(*object), url.key.size() - base_name(url.key).size()));
        return inputs;
      }
      if (object.error().code != ErrorCode::kNotFound) return std::move(object.error());
      folder.key += '/';
    }
    LAUTER_ASSIGN(auto objects, store->list(folder));
    for (s3::ObjectInfo& object : objects) {
      if (object.key.ends_with('/')) continue;
      if (is_hidden(object.key.substr(folder.key.size()))) {
        ++inputs.hidden;
        continue;
      }
      LAUTER_TRY(add(std::move(object), folder.key.size()));
    }
    if (inputs.files.empty()) return not_found(argument + ": no such object, and none below it");
  }
  std::ranges::sort(inputs.files, {}, &InputFile::relative);
  return inputs;
}

Result<std::string> read_object_head(const InputFile& file, uint64_t size) {
  return file.store->get_range(url_of(file), file.version, 0, std::min(size, file.size_bytes));
}

}  // namespace lauter::internal
