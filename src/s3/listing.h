/// The answer to a ListObjectsV2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3/client.h"

namespace lauter::s3::internal {

/// One page of a listing.
struct ListingPage {
  std::vector<ObjectInfo> objects{};
  std::string next{};  ///< token of the page behind it; empty: this is the last
};

/// Errors: kDataLoss, also for a key without `prefix`.
Result<ListingPage> read_listing(std::string_view xml, std::string_view prefix);

}  // namespace lauter::s3::internal
