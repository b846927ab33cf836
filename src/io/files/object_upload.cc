#include "io/files/object_upload.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <vector>

#include "io/files/files.h"
#include "io/files/system.h"
#include "s3/client.h"

namespace lauter {
namespace {

constexpr uint64_t kOneRequestBytes = uint64_t{16} << 20;
constexpr uint64_t kPartBytes = uint64_t{8} << 20;
constexpr uint64_t kMaxParts = 9'000;  // S3 takes 10,000

Result<std::string> read_piece(const internal::Fd& fd, const std::string& path, uint64_t begin,
                               uint64_t size) {
  std::string bytes(static_cast<size_t>(size), '\0');
  LAUTER_ASSIGN(const size_t got,
                internal::read_at(fd.get(), bytes.data(), bytes.size(), begin, path));
  if (got != bytes.size()) return data_loss(path + ": became shorter while it was uploaded");
  return bytes;
}

/// Sends all parts; the first error ends the others.
Result<std::vector<s3::Part>> send_parts(s3::Client& store, const internal::Fd& fd,
                                         const std::string& path, uint64_t size,
                                         const s3::ObjectUrl& to, const std::string& upload,
                                         const std::atomic<bool>* cancelled) {
  const uint64_t part_bytes = std::max(kPartBytes, size / kMaxParts + 1);
  const auto n_parts = static_cast<size_t>((size + part_bytes - 1) / part_bytes);
  std::vector<s3::Part> parts(n_parts);
  std::mutex mutex;
  std::optional<Error> error;
  std::atomic<bool> failed{false};
  s3::for_each_index(store.writers(), n_parts, [&](size_t i) {
    if (failed.load() || (cancelled != nullptr && cancelled->load())) return;
    const uint64_t begin = i * part_bytes;
    auto bytes = read_piece(fd, path, begin, std::min(part_bytes, size - begin));
    Result<s3::Part> part =
        bytes.ok() ? store.upload_part(to, upload, static_cast<int>(i) + 1, *bytes, cancelled)
                   : Result<s3::Part>(std::move(bytes.error()));
    if (part.ok()) {
      parts[i] = std::move(*part);
      return;
    }
    failed.store(true);
    const std::lock_guard lock(mutex);
    if (!error) error = std::move(part.error());
  });
  if (error) return std::move(*error);
  if (cancelled != nullptr && cancelled->load()) return unavailable(to.text() + ": interrupted");
  return parts;
}

}  // namespace

Result<void> upload_head(s3::Client& store, const std::string& path, uint64_t size,
                         const s3::ObjectUrl& to, const std::atomic<bool>* cancelled) {
  LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(path));
  if (size <= kOneRequestBytes) {
    LAUTER_ASSIGN(const std::string bytes, read_piece(fd, path, 0, size));
    return store.put(to, bytes);
  }
  LAUTER_ASSIGN(const std::string upload, store.begin_upload(to));
  auto parts = send_parts(store, fd, path, size, to, upload, cancelled);
  Result<void> done = parts.ok() ? store.complete_upload(to, upload, *parts, size)
                                 : Result<void>(std::move(parts.error()));
  if (!done.ok()) store.abort_upload(to, upload);
  return done;
}

Result<void> upload_file(s3::Client& store, const std::string& path, const s3::ObjectUrl& to,
                         const std::atomic<bool>* cancelled) {
  LAUTER_ASSIGN(const uint64_t size, file_size(path));
  return upload_head(store, path, size, to, cancelled);
}

}  // namespace lauter
