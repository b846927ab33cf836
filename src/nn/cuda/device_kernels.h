/// The kernels between the matrix products; each call queues one and returns. n counts rows of the
/// batch, texts (or lines of texts) one after the other. Internal to cuda.
#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include <cstdint>

namespace lauter::internal {

/// Rows [begin, end) of the batch: a text, or a line.
struct Span {
  uint32_t begin, end;
};

struct DeviceNorm {
  const float* weight;
  const float* bias;
};

struct DeviceEmbedding {
  const float* rows;
  const float* shapes;
  const float* gaps;
  uint32_t ids;  ///< of a token
};

/// x[n][width] = LN(shape + gap + the rows of all ids but 0).
void embed(const DeviceEmbedding& table, const DeviceNorm& norm, const uint32_t* ids,
           const uint8_t* shapes, const uint8_t* gaps, size_t n, uint32_t width, float* x,
           cudaStream_t stream);

/// taps[n][3][width] = LN(x) of the rows -dilation, 0, +dilation; zero outside the row's text.
void normalise_taps(const float* x, const DeviceNorm& norm, const Span* text_of_row, size_t n,
                    uint32_t width, uint32_t dilation, __nv_bfloat16* taps, cudaStream_t stream);

/// x = LN(x).
void normalise(float* x, const DeviceNorm& norm, size_t n, uint32_t width, cudaStream_t stream);

/// gated[n][width] = (u + bias)[0 : width] * sigmoid((u + bias)[width : 2 width]).
void gate(const __nv_bfloat16* u, const float* bias, size_t n, uint32_t width, __nv_bfloat16* gated,
          cudaStream_t stream);

/// Features of the lines: (raw - mean) * scale; none of a document.
struct DeviceFeatures {
  const float* raw;
  const float* mean;
  const float* scale;
  uint32_t count;
};

/// out[segments][2 width + features] = [mean; max; features] of each segment's states, the mean
/// weighted by softmax(exponents) unless they are null; zeros for a segment without rows.
void pool(const float* states, const float* exponents, const Span* segments, size_t count,
          uint32_t width, const DeviceFeatures& features, float* out, cudaStream_t stream);

}  // namespace lauter::internal
