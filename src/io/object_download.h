/// Objects into local files.
#pragma once

#include <string>

#include "base/result.h"
#include "io/input.h"
#include "s3/object_url.h"

namespace lauter {

/// Fetches the whole object into `path` (with its folders), which appears when it is complete; in
/// ranges, several at a time. Errors: kNotFound; those of s3 and of writing.
Result<void> download_object(const ObjectStore& store, const s3::ObjectUrl& url,
                             const std::string& path);

}  // namespace lauter
