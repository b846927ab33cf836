/// The inference engine: one pass of a gated convolution network over the tokens of a text, then
/// the heads that the caller asks for (network and weights: docs/design/0009-encoder.md).
///
///   LAUTER_ASSIGN(const Encoder encoder, Encoder::load(file));     // once
///   EncoderScratch scratch;                                         // one for each thread
///   std::vector<float> scores(T * encoder.config().heads[0].outputs());
///   const HeadRequest request{.head = 0, .out = scores};
///   encoder.run({ids, shapes, gaps}, {&request, 1}, scratch);
///
/// A text is read in windows that overlap by the network's reach, so memory does not grow with its
/// tokens (a context head keeps the states), and a state is the same bits whatever the window, the batch, the thread or the CPU:
/// every sum has one order, given by the shapes of the weights.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "nn/model_config.h"

namespace lauter {

/// The features of one text of T tokens (tag/features.h makes them).
struct EncoderInput {
  std::span<const uint32_t> ids;    ///< T x config.ids row numbers, each below config.rows
  std::span<const uint8_t> shapes;  ///< T, each below config.shapes
  std::span<const uint8_t> gaps;    ///< T, each below config.gaps

  size_t tokens() const { return shapes.size(); }
};

/// One head to compute, and where its scores (logits) go.
struct HeadRequest {
  size_t head = 0;       ///< index into config.heads
  std::span<float> out;  ///< token, context: T x outputs; document: outputs; line: lines x outputs

  /// Line heads only: line l has the tokens [line_begin[l], line_begin[l + 1]); lines + 1 numbers
  /// that never fall, the last at most T. A line may have no token.
  std::span<const uint32_t> line_begin = {};
  std::span<const float> features = {};  ///< line heads only: lines x config features, raw
  std::span<const uint16_t> hints = {};  ///< context heads only: T, each below config hints
  /// Context heads with a gate only: T flags, or none for scores everywhere. Given: only segments
  /// with a flag, and those that the gate opens, are read and get scores; the flags of their tokens are 1
  /// then, and the other scores are not written.
  std::span<uint8_t> open = {};
};

struct EncoderOptions {
  /// Tokens of one window: more computes less twice, fewer need less memory. No result depends on
  /// it.
  size_t window_tokens = 1024;
  /// Plain C++ also where the CPU has AVX2; for tests.
  bool portable = false;
  /// A weights file whose table of rows is read where the encoder's own file has none; it must
  /// outlive the encoder.
  std::string_view table = {};
};

/// Buffers of one call, reused by the next. Not for two threads at once.
class EncoderScratch {
 public:
  EncoderScratch();
  ~EncoderScratch();
  EncoderScratch(EncoderScratch&&) noexcept;
  EncoderScratch& operator=(EncoderScratch&&) noexcept;

 private:
  friend class Encoder;
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

class Encoder {
 public:
  /// `file` is the content of a weights file and must outlive the encoder (the table of rows is
  /// read in place; all else is packed). O(file). Errors: kDataLoss, naming the tensor or field
  /// (read_weights).
  static Result<Encoder> load(std::string_view file, const EncoderOptions& options = {});

  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  const ModelConfig& config() const;

  /// Runs the network once and fills every request. Any T, also 0 (a document head then sees pools
  /// of zeros). Sizes that do not fit are a programmer's error (LAUTER_CHECK). Safe from any
  /// thread.
  void run(const EncoderInput& input, std::span<const HeadRequest> requests,
           EncoderScratch& scratch) const;

  /// The states themselves, T x width, as tests and tools want them.
  void states(const EncoderInput& input, EncoderScratch& scratch, std::span<float> out) const;

 private:
  struct Network;
  explicit Encoder(std::unique_ptr<const Network> network);
  std::unique_ptr<const Network> network_;
};

}  // namespace lauter
