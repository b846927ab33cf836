// What an object costs this process, in CPU seconds: the server's share and the wall clock say more
// about the server. Credentials are those of tests/cli/s3_support.py, whose Memory is a server for it:
//   object_bench read  ENDPOINT s3://bucket/key
//   object_bench write ENDPOINT s3://bucket/key FILE
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "io/files/files.h"
#include "io/files/object_source.h"
#include "io/files/object_upload.h"
#include "s3/client.h"

namespace lauter {
namespace {

Result<uint64_t> read_object(const ObjectStore& store, const s3::ObjectUrl& url) {
  LAUTER_ASSIGN(auto found, internal::list_object_inputs(store, url.text()));
  const auto source = internal::make_object_source(found.files.front());
  std::string buffer(4 << 20, '\0');
  for (uint64_t bytes = 0;;) {
    LAUTER_ASSIGN(const size_t got, source->read(buffer.data(), buffer.size()));
    if (got == 0) return bytes;
    bytes += got;
  }
}

Result<uint64_t> run(const std::vector<std::string>& args) {
  if (args.size() < 3) return invalid_argument("read|write ENDPOINT URL [FILE]");
  s3::Settings settings{.credentials = s3::Credentials{"AKTESTLAUTER", "s3cret/that+must=not-show", ""},
                        .region = "eu-test-1",
                        .endpoint = args[1]};
  LAUTER_ASSIGN(const ObjectStore store, s3::Client::make(std::move(settings)));
  LAUTER_ASSIGN(const s3::ObjectUrl url, s3::parse_object_url(args[2]));
  if (args[0] == "read") return read_object(store, url);
  if (args.size() < 4) return invalid_argument("write needs a FILE");
  LAUTER_TRY(upload_file(*store, args[3], url));
  return file_size(args[3]);
}

}  // namespace
}  // namespace lauter

int main(int argc, char** argv) {
  const auto begin = std::chrono::steady_clock::now();
  const auto bytes = lauter::run({argv + 1, argv + argc});
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
    return 1;
  }
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  const double user = seconds(usage.ru_utime);
  const double system = seconds(usage.ru_stime);
  const double mb = static_cast<double>(*bytes) / 1e6;
  std::printf("%.0f MB: %.2f s user, %.2f s system: %.0f MB/s a core; %.0f MB/s by the clock\n", mb,
              user, system, mb / (user + system), mb / wall);
  return 0;
}
