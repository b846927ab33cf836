/// `-o FILE.jsonl`: all that a run writes to data/ as one file, beside the folder of the rest.
///
/// While the run lasts, data/ has a file for each input, as ever: so it can be stopped and resumed. At the end they are
/// put together, and data/ goes. A crash at any moment leaves data/ whole, or FILE.
#pragma once

#include <string>

#include "base/result.h"
#include "io/input.h"

namespace lauter {

/// The folder beside `file`: `FILE.lauter`.
std::string folder_of_file(const std::string& file);

/// Says in `inputs` how their rows are to be written for `file`: as lines of JSON whatever they are, if it is named so;
/// a file of another format can only be made of one input of that format. Errors: kInvalidArgument, also if `file` is
/// one of the inputs.
Result<void> write_into(const std::string& file, Inputs& inputs);

/// Makes `file` of OUT/data of a finished run; does nothing if it was made before. Without any file there, which is the
/// case if the only document was rejected, none is made. Errors: kUnavailable.
Result<void> join_data(const std::string& out, const Inputs& inputs, const std::string& file);

}  // namespace lauter
