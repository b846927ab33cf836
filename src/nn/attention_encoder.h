/// The second kind of network: attention over the pieces of words of a short text, then the heads
/// that the caller asks for (network and weights: docs/design/0040-attention.md). Slower than Encoder,
/// and every state depends on the whole text: for few texts that deserve a thorough reading.
///
///   LAUTER_ASSIGN(const AttentionEncoder encoder, AttentionEncoder::load(file));  // once
///   AttentionScratch scratch;                                       // one for each thread
///   const HeadRequest request{.head = 0, .out = scores, .line_begin = begins, .features = features};
///   encoder.run({ids, shapes}, {&request, 1}, scratch);
///
/// A state is the same bits whatever the thread or the CPU: every sum has one order, given by the
/// shapes of the weights and the length of the text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "nn/encoder.h"
#include "nn/model_config.h"

namespace lauter {

/// One text of T pieces, at most config.positions of them (tag/word_pieces.h makes them).
struct AttentionInput {
  std::span<const uint32_t> ids;    ///< T, each below config.pieces
  std::span<const uint8_t> shapes;  ///< T, each below config.shapes
  std::span<const uint16_t> hints = {};  ///< T, each below config.hints; none where that is 0

  size_t tokens() const { return ids.size(); }
};

/// Buffers of one call, reused by the next; they grow with T. Not for two threads at once.
class AttentionScratch {
 public:
  AttentionScratch();
  ~AttentionScratch();
  AttentionScratch(AttentionScratch&&) noexcept;
  AttentionScratch& operator=(AttentionScratch&&) noexcept;

 private:
  friend class AttentionEncoder;
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

class AttentionEncoder {
 public:
  /// `file` is the content of a weights file and must outlive the encoder (the table of pieces and
  /// the vocabulary are read in place; all else is packed). O(file). Errors: kDataLoss, naming the
  /// tensor or field (read_attention_weights). `portable`: plain C++ whatever the CPU, for tests.
  static Result<AttentionEncoder> load(std::string_view file, bool portable = false);

  ~AttentionEncoder();
  AttentionEncoder(AttentionEncoder&&) noexcept;
  AttentionEncoder& operator=(AttentionEncoder&&) noexcept;

  const AttentionConfig& config() const;
  /// The pieces in the order of their numbers, a newline between them.
  std::string_view vocabulary() const;

  /// Runs the network once and fills every request; with zeros if GiveUpScope is over before the end.
  /// A longer text, or sizes that do not fit, are a programmer's error (LAUTER_CHECK). O(T^2). Safe
  /// from any thread.
  void run(const AttentionInput& input, std::span<const HeadRequest> requests,
           AttentionScratch& scratch) const;

  /// The states themselves, T x width.
  void states(const AttentionInput& input, AttentionScratch& scratch, std::span<float> out) const;

 private:
  struct Network;
  explicit AttentionEncoder(std::unique_ptr<const Network> network);
  std::unique_ptr<const Network> network_;
};

}  // namespace lauter
