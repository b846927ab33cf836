#include "s3/listing.h"

#include <charconv>
#include <utility>

#include "s3/xml.h"

namespace lauter::s3::internal {

Result<ListingPage> read_listing(std::string_view xml, std::string_view prefix) {
  ListingPage page;
  ObjectInfo object;
  bool is_list = false;
  bool is_encoded = false;
  bool is_truncated = false;
  LAUTER_TRY(read_xml(
      xml,
      [&](std::string_view path, std::string_view text) {
        constexpr std::string_view kRoot = "ListBucketResult/";
        if (!path.starts_with(kRoot)) return;
        path.remove_prefix(kRoot.size());
        if (path == "Contents/Key") object.key = text;
        if (path == "Contents/ETag") object.etag = text;
        if (path == "Contents/Size") {
          std::from_chars(text.data(), text.data() + text.size(), object.size);
        }
        if (path == "EncodingType") is_encoded = text == "url";
        if (path == "IsTruncated") is_truncated = text == "true";
        if (path == "NextContinuationToken") page.next = text;
      },
      [&](std::string_view path) {
        if (path == "ListBucketResult") is_list = true;
        if (path == "ListBucketResult/Contents") page.objects.push_back(std::exchange(object, {}));
      }));
  if (!is_list) return data_loss("no ListBucketResult");
  if (is_truncated == page.next.empty()) return data_loss("it does not say how it goes on");
  for (ObjectInfo& found : page.objects) {
    if (is_encoded) found.key = percent_decode(found.key);
    if (!found.key.starts_with(prefix)) return data_loss("other keys than asked for");
  }
  return page;
}

}  // namespace lauter::s3::internal
