/// Reading objects of a store as if they were files. Internal to io.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/codec/byte_source.h"

namespace lauter::s3 {
class Client;
}

namespace lauter::internal {

/// The object's bytes, fetched in ranges of 8 MiB, up to 4 at a time ahead of the reader (32 MiB).
/// Errors of read(): kDataLoss if the object is another one than was listed, and those of s3.
std::unique_ptr<ByteSource> make_object_source(const InputFile& file);

/// Objects that an argument `s3://...` names.
struct ObjectInputs {
  std::vector<InputFile> files;  ///< path, relative, size_bytes, version and store are set
  bool named = false;            ///< the argument (or a glob) names them: unknown suffixes are errors
  uint64_t hidden = 0;           ///< objects left out, for a part of their name begins with a dot
};

/// As for local arguments: an object by its key, all below a prefix that ends in `/` (or below
/// `key/` where there is no object `key`), or a glob. Keys that end in `/` stand for folders and are
/// left out, as are hidden names below a prefix. Errors: kNotFound; kInvalidArgument for keys that
/// cannot be file names (`a//b`, `a/../b`); those of s3.
Result<ObjectInputs> list_object_inputs(const std::shared_ptr<s3::Client>& store,
                                        const std::string& argument);

/// First `size` bytes of an object, or all.
Result<std::string> read_object_head(const InputFile& file, uint64_t size);

}  // namespace lauter::internal
