/// s3:// on the command line: who asks where, and where its files wait.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/config.h"
#include "s3/object_url.h"
#include "s3/settings.h"

namespace lauter {

/// From flags, environment and the shared config files. Errors: as s3::make_settings().
Result<s3::Settings> object_settings(const Config& config);

/// Errors: those of object_settings(); kInvalidArgument without credentials or --s3-anonymous.
Result<ObjectStore> connect_store(const Config& config);
/// Sets config.store if an argument names an object; else no file is read and nothing asked.
/// Errors: as connect_store().
Result<void> connect_objects(Config& config);

/// The store that a run was planned with, asked with what this process finds as credentials.
Result<ObjectStore> connect_as_planned(const Config& config, const s3::Settings& planned);

/// What --stage says, or the user's cache folder. Errors: kInvalidArgument without a home.
Result<std::string> stage_parent(const Config& config);
/// The folder of local copies of Parquet objects in it.
Result<std::string> copies_folder(const Config& config);
/// The folder of one OUT s3://... in it.
Result<std::string> stage_folder(const Config& config, const s3::ObjectUrl& out);

/// What doctor says, without values of credentials.
std::string object_storage_state(const Config& config);

}  // namespace lauter
