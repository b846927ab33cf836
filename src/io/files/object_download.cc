#include "io/files/object_download.h"

#include "io/files/object_source.h"
#include "io/files/sink.h"
#include "s3/client.h"

namespace lauter {

Result<void> read_object(const InputFile& object,
                         const std::function<Result<void>(std::string_view)>& take) {
  const auto source = internal::make_object_source(object);
  std::string buffer(1 << 20, '\0');
  while (true) {
    LAUTER_ASSIGN(const size_t size, source->read(buffer.data(), buffer.size()));
    if (size == 0) return {};
    LAUTER_TRY(take(std::string_view(buffer).substr(0, size)));
  }
}

Result<void> download_object(const ObjectStore& store, const s3::ObjectUrl& url,
                             const std::string& path, const std::function<void(uint64_t)>& came) {
  LAUTER_ASSIGN(const s3::ObjectInfo info, store->head(url));
  InputFile file;
  file.path = url.text();
  file.size_bytes = info.size;
  file.version = info.etag;
  file.store = store;
  LAUTER_ASSIGN(AppendFile to, AppendFile::open(path, 0, AppendFile::Access::kOwner));
  LAUTER_TRY(read_object(file, [&](std::string_view bytes) {
    if (came) came(bytes.size());
    return to.append(bytes);
  }));
  return to.commit();
}

}  // namespace lauter
