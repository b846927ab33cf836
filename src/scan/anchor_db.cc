#include "scan/anchor_db.h"

#include <hs/hs.h>

#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "scan/literal_index.h"

// Written by the build (scan/anchor_db_main.cc); absent in the program that writes it.
extern "C" {
extern const unsigned char lauter_anchor_db_begin[] __attribute__((weak));
extern const unsigned char lauter_anchor_db_end[] __attribute__((weak));
}

namespace lauter::scan {
namespace {

class HsScratch : public AnchorScratch {
 public:
  explicit HsScratch(hs_scratch_t* scratch) : scratch_(scratch) {}
  ~HsScratch() override { hs_free_scratch(scratch_); }
  hs_scratch_t* get() { return scratch_; }

 private:
  hs_scratch_t* scratch_;
};

int on_match(unsigned int id, unsigned long long, unsigned long long to, unsigned int,
             void* context) {
  static_cast<std::vector<AnchorEvent>*>(context)->push_back(
      {static_cast<uint32_t>(to), static_cast<uint16_t>(id)});
  return 0;
}

bool is_all_ascii(std::string_view bytes) {
  for (const char c : bytes) {
    if ((c & 0x80) != 0) return false;
  }
  return true;
}

/// Whether the text has letters beyond ASCII: any lead byte from U+00C0 on but those of the general
/// punctuation (U+2000 to U+2FFF, lead E2). Vectorises, which a sum wider than a byte would spoil.
bool has_other_letters(std::string_view text) {
  constexpr size_t kStretch = 4096;
  for (size_t at = 0; at < text.size(); at += kStretch) {
    uint8_t found = 0;
    for (const char c : text.substr(at, kStretch)) {
      const auto byte = static_cast<uint8_t>(c);
      found = static_cast<uint8_t>(
          found | (static_cast<uint8_t>(byte >= 0xC3) & static_cast<uint8_t>(byte != 0xE2)));
    }
    if (found != 0) return true;
  }
  return false;
}

}  // namespace

struct AnchorDb::Impl {
  WordIndex words;
  LiteralIndex literals;        ///< of ASCII
  hs_database_t* db = nullptr;  ///< words with other letters
  hs_scratch_t* prototype = nullptr;

  explicit Impl(const Registry& registry) {
    for (size_t i = 0; i < registry.literals().size(); ++i) {
      const Literal& literal = registry.literals()[i];
      if (literal.word) {
        const LiteralRow& row = registry.literal_rows()[i];
        words.add(literal.bytes, static_cast<uint16_t>(i),
                  row.special ? Neighbours() : row.present);
      } else if (is_all_ascii(literal.bytes)) {
        literals.add(literal.bytes, literal.caseless, static_cast<uint16_t>(i));
      }
    }
    words.build();
    literals.build();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    hs_free_scratch(prototype);
    hs_free_database(db);
  }

  Result<void> compile(const Registry& registry) {
    std::vector<const char*> expressions;
    std::vector<size_t> lengths;
    std::vector<unsigned int> flags, ids;
    for (size_t i = 0; i < registry.literals().size(); ++i) {
      const Literal& literal = registry.literals()[i];
      if (literal.word || is_all_ascii(literal.bytes)) continue;
      expressions.push_back(literal.bytes.data());
      lengths.push_back(literal.bytes.size());
      flags.push_back(literal.caseless ? HS_FLAG_CASELESS : 0U);
      ids.push_back(static_cast<unsigned int>(i));
    }
    hs_compile_error_t* error = nullptr;
    if (!ids.empty() && hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(),
                                             lengths.data(), static_cast<unsigned int>(ids.size()),
                                             HS_MODE_BLOCK, nullptr, &db, &error) != HS_SUCCESS) {
      std::string message = std::string("anchor database: ") + error->message;
      hs_free_compile_error(error);
      return internal_error(std::move(message));
    }
    return {};
  }

  Result<void> prepare() {
    if (db != nullptr && hs_alloc_scratch(db, &prototype) != HS_SUCCESS)
      return internal_error("anchor scratch");
    return {};
  }
};

AnchorDb::AnchorDb(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AnchorDb::AnchorDb(AnchorDb&&) noexcept = default;
AnchorDb& AnchorDb::operator=(AnchorDb&&) noexcept = default;
AnchorDb::~AnchorDb() = default;

Result<AnchorDb> AnchorDb::compile(const Registry& registry) {
  auto impl = std::make_unique<Impl>(registry);
  LAUTER_TRY(impl->compile(registry));
  LAUTER_TRY(impl->prepare());
  return AnchorDb(std::move(impl));
}

Result<AnchorDb> AnchorDb::load(const Registry& registry) {
  if (lauter_anchor_db_begin != nullptr) {
    const auto* bytes = reinterpret_cast<const char*>(lauter_anchor_db_begin);
    const auto size = static_cast<size_t>(lauter_anchor_db_end - lauter_anchor_db_begin);
    auto impl = std::make_unique<Impl>(registry);
    if (hs_deserialize_database(bytes, size, &impl->db) == HS_SUCCESS && impl->prepare().ok())
      return AnchorDb(std::move(impl));
  }
  return compile(registry);  // another kind of CPU than the one that built this program
}

Result<std::string> AnchorDb::serialize() const {
  char* bytes = nullptr;
  size_t size = 0;
  if (hs_serialize_database(impl_->db, &bytes, &size) != HS_SUCCESS)
    return internal_error("anchor database: cannot serialise");
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

std::unique_ptr<AnchorScratch> AnchorDb::make_scratch() const {
  hs_scratch_t* scratch = nullptr;
  if (impl_->prototype != nullptr)
    LAUTER_CHECK(hs_clone_scratch(impl_->prototype, &scratch) == HS_SUCCESS, "out of memory");
  return std::make_unique<HsScratch>(scratch);
}

void AnchorDb::scan(std::string_view text, AnchorScratch& scratch,
                    std::vector<AnchorEvent>& events) const {
  if (text.empty()) return;
  LAUTER_CHECK(text.size() < UINT32_MAX, "a text under scan is smaller than 4 GiB");
  impl_->words.scan(text, events);
  impl_->literals.scan(text, events);
  if (impl_->db != nullptr && has_other_letters(text)) {
    const hs_error_t status =
        hs_scan(impl_->db, text.data(), static_cast<unsigned int>(text.size()), 0,
                static_cast<HsScratch&>(scratch).get(), on_match, &events);
    LAUTER_CHECK(status == HS_SUCCESS, "anchor scan");
  }
}

}  // namespace lauter::scan
