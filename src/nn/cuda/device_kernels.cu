#include "nn/cuda/device_kernels.h"

namespace lauter::internal {
namespace {

constexpr uint32_t kThreads = 256;
constexpr uint32_t kWarp = 32;
/// Kernels over rows give each row a warp: lane l has the numbers l, l + 32, l + 64, ...
constexpr uint32_t kRowsPerBlock = kThreads / kWarp;
constexpr float kEpsilon = 1e-5F;
constexpr float kLowest = -3e38F;

uint32_t row_blocks(size_t n) {
  return static_cast<uint32_t>((n + kRowsPerBlock - 1) / kRowsPerBlock);
}

__device__ size_t row_of_warp() {
  return static_cast<size_t>(blockIdx.x) * kRowsPerBlock + threadIdx.x / kWarp;
}

/// The sum over a warp, in every lane.
__device__ float warp_sum(float value) {
  for (uint32_t step = kWarp / 2; step != 0; step /= 2) {
    value += __shfl_xor_sync(0xFFFFFFFFU, value, step);
  }
  return value;
}

struct Unit {
  float mean, factor;
};

/// Each lane reads only numbers of the row that it wrote itself or that an earlier kernel wrote.
__device__ Unit unit_of(const float* row, uint32_t width, uint32_t lane) {
  float sum = 0;
  for (uint32_t i = lane; i < width; i += kWarp) sum += row[i];
  const float mean = warp_sum(sum) / static_cast<float>(width);
  float squares = 0;
  for (uint32_t i = lane; i < width; i += kWarp) squares += (row[i] - mean) * (row[i] - mean);
  return {mean, rsqrtf(warp_sum(squares) / static_cast<float>(width) + kEpsilon)};
}

__device__ void normalise_row(float* row, const DeviceNorm& norm, uint32_t width, uint32_t lane) {
  const Unit unit = unit_of(row, width, lane);
  for (uint32_t i = lane; i < width; i += kWarp) {
    row[i] = (row[i] - unit.mean) * unit.factor * norm.weight[i] + norm.bias[i];
  }
}

__global__ void embed_kernel(DeviceEmbedding table, DeviceNorm norm, const uint32_t* ids,
                             const uint8_t* shapes, const uint8_t* gaps, size_t n, uint32_t width,
                             float* x) {
  const size_t row = row_of_warp();
  if (row >= n) return;
  const uint32_t lane = threadIdx.x % kWarp;
  const float* shape = table.shapes + static_cast<size_t>(shapes[row]) * width;
  const float* gap = table.gaps + static_cast<size_t>(gaps[row]) * width;
  for (uint32_t i = lane; i < width; i += kWarp) {
    float sum = shape[i] + gap[i];
    for (uint32_t k = 0; k < table.ids; ++k) {
      const uint32_t id = ids[row * table.ids + k];
      if (id != 0) sum += table.rows[static_cast<size_t>(id) * width + i];
    }
    x[row * width + i] = sum;
  }
  normalise_row(x + row * width, norm, width, lane);
}

__global__ void normalise_kernel(float* x, DeviceNorm norm, size_t n, uint32_t width) {
  const size_t row = row_of_warp();
  if (row < n) normalise_row(x + row * width, norm, width, threadIdx.x % kWarp);
}

/// Row t writes its norm to tap 1 of row t, tap 0 of row t + D and tap 2 of row t - D, where these
/// are in its text; where they are not, it clears the tap of its own that nobody writes.
__global__ void taps_kernel(const float* x, DeviceNorm norm, const Span* text_of_row, size_t n,
                            uint32_t width, uint32_t dilation, __nv_bfloat16* taps) {
  const size_t row = row_of_warp();
  if (row >= n) return;
  const uint32_t lane = threadIdx.x % kWarp;
  const Span text = text_of_row[row];
  const Unit unit = unit_of(x + row * width, width, lane);
  const bool has_next = row + dilation < text.end;
  const bool has_previous = row >= text.begin + static_cast<size_t>(dilation);
  const auto tap = [&](size_t to, uint32_t number) { return taps + (to * 3 + number) * width; };
  const __nv_bfloat16 zero = __float2bfloat16(0.0F);
  for (uint32_t i = lane; i < width; i += kWarp) {
    const float unit_value = (x[row * width + i] - unit.mean) * unit.factor;
    const __nv_bfloat16 value = __float2bfloat16(unit_value * norm.weight[i] + norm.bias[i]);
    tap(row, 1)[i] = value;
    if (has_next) {
      tap(row + dilation, 0)[i] = value;
    } else {
      tap(row, 2)[i] = zero;
    }
    if (has_previous) {
      tap(row - dilation, 2)[i] = value;
    } else {
      tap(row, 0)[i] = zero;
    }
  }
}

/// One thread for two neighbouring numbers; width is even.
__global__ void gate_kernel(const __nv_bfloat162* u, const float2* bias, size_t pairs,
                            uint32_t row_pairs, __nv_bfloat162* gated) {
  const size_t i = static_cast<size_t>(blockIdx.x) * kThreads + threadIdx.x;
  if (i >= pairs) return;
  const size_t row = i / row_pairs;
  const size_t column = i % row_pairs;
  const float2 value = __bfloat1622float2(u[row * 2 * row_pairs + column]);
  const float2 open = __bfloat1622float2(u[(row * 2 + 1) * row_pairs + column]);
  const float2 value_bias = bias[column];
  const float2 open_bias = bias[row_pairs + column];
  const auto gate_one = [](float a, float b) { return a / (1.0F + __expf(-b)); };
  gated[i] = __floats2bfloat162_rn(gate_one(value.x + value_bias.x, open.x + open_bias.x),
                                   gate_one(value.y + value_bias.y, open.y + open_bias.y));
}

/// Combines the values of all threads of a block; every thread gets the result.
template <typename Combine>
__device__ float over_block(float value, float neutral, const Combine& combine) {
  __shared__ float shared[kThreads];
  shared[threadIdx.x] = value;
  __syncthreads();
  float result = neutral;
  for (uint32_t i = 0; i < kThreads; ++i) result = combine(result, shared[i]);
  __syncthreads();
  return result;
}

/// One block a segment; thread i has the numbers i, i + 256, ... of the states.
__global__ void pool_kernel(const float* states, const float* exponents, const Span* segments,
                            uint32_t width, DeviceFeatures features, float* out) {
  const Span segment = segments[blockIdx.x];
  const bool is_empty = segment.begin == segment.end;
  float highest = kLowest;
  float total = static_cast<float>(segment.end - segment.begin);
  if (exponents != nullptr) {
    for (uint32_t t = segment.begin + threadIdx.x; t < segment.end; t += kThreads) {
      highest = fmaxf(highest, exponents[t]);
    }
    highest = over_block(highest, kLowest, [](float a, float b) { return fmaxf(a, b); });
    total = 0;
    for (uint32_t t = segment.begin + threadIdx.x; t < segment.end; t += kThreads) {
      total += expf(exponents[t] - highest);
    }
    total = over_block(total, 0, [](float a, float b) { return a + b; });
  }
  out += blockIdx.x * (2 * static_cast<size_t>(width) + features.count);
  for (uint32_t i = threadIdx.x; i < width; i += kThreads) {
    float sum = 0;
    float max = kLowest;
    for (uint32_t t = segment.begin; t < segment.end; ++t) {
      const float state = states[static_cast<size_t>(t) * width + i];
      sum += exponents == nullptr ? state : state * expf(exponents[t] - highest);
      max = fmaxf(max, state);
    }
    out[i] = is_empty ? 0.0F : sum / total;
    out[width + i] = is_empty ? 0.0F : max;
  }
  for (uint32_t f = threadIdx.x; f < features.count; f += kThreads) {
    const float raw = features.raw[static_cast<size_t>(blockIdx.x) * features.count + f];
    out[2 * width + f] = (raw - features.mean[f]) * features.scale[f];
  }
}

}  // namespace

void embed(const DeviceEmbedding& table, const DeviceNorm& norm, const uint32_t* ids,
           const uint8_t* shapes, const uint8_t* gaps, size_t n, uint32_t width, float* x,
           cudaStream_t stream) {
  if (n == 0) return;
  embed_kernel<<<row_blocks(n), kThreads, 0, stream>>>(table, norm, ids, shapes, gaps, n, width, x);
}

void normalise_taps(const float* x, const DeviceNorm& norm, const Span* text_of_row, size_t n,
                    uint32_t width, uint32_t dilation, __nv_bfloat16* taps, cudaStream_t stream) {
  if (n == 0) return;
  taps_kernel<<<row_blocks(n), kThreads, 0, stream>>>(x, norm, text_of_row, n, width, dilation,
                                                      taps);
}

void normalise(float* x, const DeviceNorm& norm, size_t n, uint32_t width, cudaStream_t stream) {
  if (n == 0) return;
  normalise_kernel<<<row_blocks(n), kThreads, 0, stream>>>(x, norm, n, width);
}

void gate(const __nv_bfloat16* u, const float* bias, size_t n, uint32_t width, __nv_bfloat16* gated,
          cudaStream_t stream) {
  if (n == 0) return;
  const size_t pairs = n * width / 2;
  const auto blocks = static_cast<uint32_t>((pairs + kThreads - 1) / kThreads);
  gate_kernel<<<blocks, kThreads, 0, stream>>>(reinterpret_cast<const __nv_bfloat162*>(u),
                                               reinterpret_cast<const float2*>(bias), pairs,
                                               width / 2, reinterpret_cast<__nv_bfloat162*>(gated));
}

void pool(const float* states, const float* exponents, const Span* segments, size_t count,
          uint32_t width, const DeviceFeatures& features, float* out, cudaStream_t stream) {
  if (count == 0) return;
  pool_kernel<<<static_cast<uint32_t>(count), kThreads, 0, stream>>>(states, exponents, segments,
                                                                     width, features, out);
}

}  // namespace lauter::internal
