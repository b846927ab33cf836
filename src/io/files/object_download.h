/// Objects as bytes that come in order, and as local files.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/input.h"
#include "s3/object_url.h"

namespace lauter {

/// Hands over the whole object that was listed, in ranges that are fetched several at a time.
/// Errors: those of `take`; kDataLoss if it is another one now; those of s3.
Result<void> read_object(const InputFile& object,
                         const std::function<Result<void>(std::string_view)>& take);

/// Fetches the whole object into `path` (with its folders), which appears when it is complete.
/// `came`, if it is one, hears of every piece how many bytes it had. Errors: kNotFound; those of s3
/// and of writing.
Result<void> download_object(const ObjectStore& store, const s3::ObjectUrl& url,
                             const std::string& path, const std::function<void(uint64_t)>& came = {});

}  // namespace lauter
