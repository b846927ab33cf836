// Any bytes as an Arrow array of strings: whatever is accepted points into its buffers, and goes through an engine.
//
//   byte 0: layout (utf8, large_utf8, utf8_view, dictionary); bytes 1 to 3: length, offset, null_count; then 16 bytes of
//   validity; half of the rest are offsets or views, the other half data
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "base/check.h"
#include "capi/lauter.h"

namespace {

lauter_engine* open_engine() {
  static const uint8_t key[32] = {1};
  lauter_engine* engine = nullptr;
  LAUTER_CHECK(lauter_engine_open("{\"model\":\"none\"}", key, sizeof key, &engine, nullptr) == LAUTER_OK, "the engine opens");
  return engine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static lauter_engine* const engine = open_engine();
  if (size < 24) return 0;
  static const char* const kFormats[] = {"u", "U", "vu"};
  const char* const format = kFormats[bytes[0] % 3];
  const size_t n = (size - 20) / 2 / 16 * 16;
  std::vector<uint64_t> places(n / 8 + 2);  // aligned, as Arrow's buffers are
  std::memcpy(places.data(), bytes + 20, n);
  const std::string data(reinterpret_cast<const char*>(bytes) + 20 + n, size - 20 - n);
  const std::string validity(reinterpret_cast<const char*>(bytes) + 4, 16);
  const size_t width = format[0] == 'u' ? 4 : format[0] == 'U' ? 8 : 16;
  const int64_t entries = static_cast<int64_t>(n / width) - (width == 16 ? 0 : 1);
  if (entries < 1) return 0;
  // Offsets beyond the data are the producer's lie about the data's size, which Arrow does not tell: keep them below it.
  if (width == 4) {
    auto* offsets = reinterpret_cast<int32_t*>(places.data());
    for (int64_t i = 0; i <= entries; ++i) offsets[i] = std::min(offsets[i], static_cast<int32_t>(data.size()));
  } else if (width == 8) {
    auto* offsets = reinterpret_cast<int64_t*>(places.data());
    for (int64_t i = 0; i <= entries; ++i) offsets[i] = std::min(offsets[i], static_cast<int64_t>(data.size()));
  }
  const int64_t sizes[] = {static_cast<int64_t>(data.size())};
  const void* buffers[] = {(bytes[3] & 1U) != 0 ? validity.data() : nullptr, places.data(), data.data(), sizes};
  ArrowSchema schema{};
  schema.format = format;
  ArrowArray array{};
  array.offset = std::min<int64_t>(bytes[2] % 8, entries - 1);
  array.length = std::min<int64_t>({bytes[1], entries - array.offset, 128 - array.offset});
  array.null_count = -1;
  array.n_buffers = width == 16 ? 4 : 3;
  array.buffers = buffers;
  std::vector<lauter_view> views(static_cast<size_t>(array.length));
  lauter_error* error = nullptr;
  if (lauter_arrow_views(&schema, &array, 1, views.data(), &error) != LAUTER_OK) {
    LAUTER_CHECK(error != nullptr && lauter_error_message(error)[0] != '\0', "an error says something");
    lauter_error_free(error);
    return 0;
  }
  lauter_call call{};
  call.size = sizeof call;
  call.threads = 1;
  call.offsets = bytes[3] % 3;
  lauter_batch* batch = nullptr;
  LAUTER_CHECK(lauter_refine(engine, views.data(), views.size(), &call, &batch, nullptr) == LAUTER_OK, "rows fail, calls do not");
  lauter_counts counts{};
  counts.size = sizeof counts;
  lauter_batch_counts(batch, &counts);
  LAUTER_CHECK(counts.rows == counts.kept + counts.edited + counts.rejected + counts.null, "rows add up");
  ArrowSchema out_schema{};
  ArrowArray out{};
  LAUTER_CHECK(lauter_batch_table(batch, &out_schema, &out, nullptr) == LAUTER_OK, "a table comes out");
  out.release(&out);
  out_schema.release(&out_schema);
  lauter_batch_free(batch);
  return 0;
}
