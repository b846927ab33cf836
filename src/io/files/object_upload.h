/// Local files into object storage.
#pragma once

#include <atomic>
#include <string>

#include "base/result.h"

namespace lauter::s3 {
class Client;
struct ObjectUrl;
}  // namespace lauter::s3

namespace lauter {

/// The object is the whole file when this returns, and not there (or the old one) before: up to 16
/// MiB go as one request, more in parts of 8 MiB (larger ones for files over 72 GiB, as an upload
/// has at most 10,000), many at a time; a failure or `cancelled` takes them back. `limit_bytes`
/// cuts the file there. Memory: the parts on their way, at most 8 of all uploads together.
/// Errors: those of reading and of s3.
Result<void> upload_file(s3::Client& store, const std::string& path, const s3::ObjectUrl& to,
                         const std::atomic<bool>* cancelled = nullptr);

/// The same for the first `size` bytes of a file that grows.
Result<void> upload_head(s3::Client& store, const std::string& path, uint64_t size,
                         const s3::ObjectUrl& to, const std::atomic<bool>* cancelled = nullptr);

}  // namespace lauter
