#include "io/files/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "io/files/files.h"
#include "io/files/sink.h"
#include "io/files/system.h"

namespace lauter {

struct SpillFile::State {
  internal::Fd fd;
  std::string name;  ///< for messages
  uint64_t size = 0;
};

SpillFile::SpillFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SpillFile::SpillFile(SpillFile&&) noexcept = default;
SpillFile& SpillFile::operator=(SpillFile&&) noexcept = default;
SpillFile::~SpillFile() = default;

Result<SpillFile> SpillFile::make(const std::string& folder) {
  auto state = std::make_unique<State>();
  state->name = join_path(folder, "(temporary file)");
  std::string path = join_path(folder, ".lauter-spill-XXXXXX");
  state->fd = internal::Fd(::mkostemp(path.data(), O_CLOEXEC));
  if (!state->fd.valid()) return internal::system_error(state->name, "cannot make it");
  if (::unlink(path.c_str()) != 0) return internal::system_error(path, "cannot remove its name");
  return SpillFile(std::move(state));
}

Result<uint64_t> SpillFile::append(std::string_view bytes) {
  auto written = write_fd(state_->fd.get(), bytes);
  if (!written.ok()) return std::move(written.error()).context(state_->name);
  const uint64_t begin = state_->size;
  state_->size += bytes.size();
  return begin;
}

Result<std::string> SpillFile::read(uint64_t offset, size_t size) const {
  std::string bytes(size, '\0');
  LAUTER_ASSIGN(const size_t got,
                internal::read_at(state_->fd.get(), bytes.data(), size, offset, state_->name));
  if (got != size) return unavailable(state_->name + ": is shorter than what was written");
  return bytes;
}

}  // namespace lauter
