#include "io/object_download.h"

#include "io/object_source.h"
#include "io/sink.h"
#include "s3/client.h"

namespace lauter {

Result<void> download_object(const ObjectStore& store, const s3::ObjectUrl& url,
                             const std::string& path) {
  LAUTER_ASSIGN(const s3::ObjectInfo info, store->head(url));
  InputFile file;
  file.path = url.text();
  file.size_bytes = info.size;
  file.version = info.etag;
  file.store = store;
  const auto source = internal::make_object_source(file);
  LAUTER_ASSIGN(AppendFile to, AppendFile::open(path));
  std::string buffer(1 << 20, '\0');
  while (true) {
    LAUTER_ASSIGN(const size_t size, source->read(buffer.data(), buffer.size()));
    if (size == 0) return to.commit();
    LAUTER_TRY(to.append(std::string_view(buffer).substr(0, size)));
  }
}

}  // namespace lauter
