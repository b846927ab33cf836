#include <algorithm>
#include <vector>

#include "nn/checks.h"
#include "nn/cuda/cuda_encoder.h"
#include "nn/cuda/device_weights.h"

namespace lauter {

using namespace internal;

namespace {

template <typename T>
void append(std::vector<T>& to, std::span<const T> values) {
  to.insert(to.end(), values.begin(), values.end());
}

/// A request of a batch and the rows of its text.
struct Job {
  const HeadRequest* request;
  Span text;
};

/// Adds `count` rows of one text.
void append_rows(std::vector<Span>& text_of_row, size_t count) {
  const auto begin = static_cast<uint32_t>(text_of_row.size());
  text_of_row.insert(text_of_row.end(), count, Span{begin, begin + static_cast<uint32_t>(count)});
}

}  // namespace

struct CudaEncoder::Network {
  Result<void> encode(std::span<const CudaText> batch, size_t tokens);
  Result<void> run_head(size_t head, std::span<const Job> jobs, size_t tokens);
  Result<void> pool_lines(const HeadConfig& head, const DeviceHead& device,
                          std::span<const Job> jobs, size_t& lines);
  ProductContext context() { return {stream.get(), blas.get(), workspace.data()}; }
  static Result<void> affine(const ProductContext& context, const DeviceAffine& map,
                             const FloatArray& rows, size_t n, FloatArray& out) {
    return map.product.run(context, map.weight.data(), map.bias.data(), rows.data(), n, out.data());
  }

  ModelConfig config;
  Stream stream;
  Blas blas;
  DeviceArray<char> workspace;
  DeviceWeights weights;

  // Of the batch; reused by the next.
  DeviceArray<uint32_t> ids;
  DeviceArray<uint8_t> shapes, gaps;
  DeviceArray<Span> text_of_row, segments;
  FloatArray x;  ///< in the end the states
  StackBuffers buffers;
  FloatArray exponents, features, pooled, lines_x, scores;
};

CudaEncoder::CudaEncoder(std::unique_ptr<Network> network) : network_(std::move(network)) {}
CudaEncoder::~CudaEncoder() = default;
CudaEncoder::CudaEncoder(CudaEncoder&&) noexcept = default;
CudaEncoder& CudaEncoder::operator=(CudaEncoder&&) noexcept = default;

const ModelConfig& CudaEncoder::config() const { return network_->config; }

Result<CudaEncoder> CudaEncoder::load(std::string_view file) {
  LAUTER_ASSIGN(const ModelWeights model, read_weights(file));
  if (!model.words.empty()) return unimplemented("words with a row of their own, on a GPU");
  LAUTER_TRY(check(cudaSetDevice(0), "device"));
  auto network = std::make_unique<Network>();
  network->config = model.config;
  cudaStream_t stream = nullptr;
  LAUTER_TRY(check(cudaStreamCreate(&stream), "stream"));
  network->stream.reset(stream);
  cublasLtHandle_t blas = nullptr;
  LAUTER_TRY(check(cublasLtCreate(&blas), "handle"));
  network->blas.reset(blas);
  LAUTER_TRY(network->workspace.reserve(ProductContext::kWorkspaceBytes));
  LAUTER_ASSIGN(network->weights, upload_weights(network->context(), model));
  return CudaEncoder(std::move(network));
}

/// x = the states of all texts.
Result<void> CudaEncoder::Network::encode(std::span<const CudaText> batch, size_t tokens) {
  std::vector<uint32_t> all_ids;
  std::vector<uint8_t> all_shapes, all_gaps;
  std::vector<Span> all_texts;
  for (const CudaText& text : batch) {
    append(all_ids, text.input.ids);
    append(all_shapes, text.input.shapes);
    append(all_gaps, text.input.gaps);
    append_rows(all_texts, text.input.tokens());
  }
  LAUTER_TRY(ids.upload(all_ids, stream.get()));
  LAUTER_TRY(shapes.upload(all_shapes, stream.get()));
  LAUTER_TRY(gaps.upload(all_gaps, stream.get()));
  LAUTER_TRY(text_of_row.upload(all_texts, stream.get()));
  LAUTER_TRY(x.reserve(tokens * config.width));
  const DeviceEmbedding table{weights.rows.data(), weights.shapes.data(), weights.gaps.data(),
                              config.ids};
  embed(table, weights.embed_norm.view(), ids.data(), shapes.data(), gaps.data(), tokens,
        config.width, x.data(), stream.get());
  LAUTER_TRY(weights.stack.run(context(), text_of_row.data(), tokens, x.data(), buffers));
  normalise(x.data(), weights.final_norm.view(), tokens, config.width, stream.get());
  return check(cudaGetLastError(), "kernels");
}

/// lines_x = what `in` makes of the lines of all jobs; text_of_row then counts lines.
Result<void> CudaEncoder::Network::pool_lines(const HeadConfig& head, const DeviceHead& device,
                                              std::span<const Job> jobs, size_t& lines) {
  std::vector<Span> tokens_of_line, text_of_line;
  std::vector<float> raw;
  for (const Job& job : jobs) {
    const auto& begins = job.request->line_begin;
    const size_t count = lines_of(*job.request);
    for (size_t l = 0; l < count; ++l) {
      tokens_of_line.push_back({job.text.begin + begins[l], job.text.begin + begins[l + 1]});
    }
    append_rows(text_of_line, count);
    append(raw, job.request->features);
  }
  lines = tokens_of_line.size();
  LAUTER_TRY(segments.upload(tokens_of_line, stream.get()));
  LAUTER_TRY(text_of_row.upload(text_of_line, stream.get()));
  LAUTER_TRY(features.upload(raw, stream.get()));
  LAUTER_TRY(pooled.reserve(lines * (2 * config.width + head.features)));
  LAUTER_TRY(lines_x.reserve(lines * head.width));
  const DeviceFeatures line_features{features.data(), device.feature_mean.data(),
                                     device.feature_scale.data(), head.features};
  pool(x.data(), nullptr, segments.data(), lines, config.width, line_features, pooled.data(),
       stream.get());
  return affine(context(), device.in, pooled, lines, lines_x);
}

/// Scores of one head for all its jobs.
Result<void> CudaEncoder::Network::run_head(size_t head, std::span<const Job> jobs, size_t tokens) {
  const HeadConfig& c = config.heads[head];
  const DeviceHead& device = weights.heads[head];
  const FloatArray* rows = &x;
  size_t n = tokens;
  if (c.kind == HeadKind::kDocument) {
    std::vector<Span> texts;
    for (const Job& job : jobs) texts.push_back(job.text);
    n = texts.size();
    LAUTER_TRY(segments.upload(texts, stream.get()));
    LAUTER_TRY(exponents.reserve(tokens));
    LAUTER_TRY(affine(context(), device.attend, x, tokens, exponents));
    LAUTER_TRY(pooled.reserve(n * 2 * config.width));
    pool(x.data(), exponents.data(), segments.data(), n, config.width, {}, pooled.data(),
         stream.get());
    rows = &pooled;
  } else if (c.kind == HeadKind::kLine) {
    LAUTER_TRY(pool_lines(c, device, jobs, n));
    LAUTER_TRY(device.stack.run(context(), text_of_row.data(), n, lines_x.data(), buffers));
    normalise(lines_x.data(), device.norm.view(), n, c.width, stream.get());
    rows = &lines_x;
  }
  LAUTER_TRY(scores.reserve(n * c.outputs()));
  LAUTER_TRY(affine(context(), device.out, *rows, n, scores));
  LAUTER_TRY(check(cudaGetLastError(), "kernels"));
  std::vector<float> host(n * c.outputs());
  LAUTER_TRY(scores.download(host, stream.get()));
  const float* from = host.data();
  for (const Job& job : jobs) {
    const std::span<float> out = job.request->out;
    if (c.kind == HeadKind::kToken) from = host.data() + job.text.begin * c.outputs();
    std::copy(from, from + out.size(), out.begin());
    from += out.size();
  }
  return {};
}

Result<void> CudaEncoder::run(std::span<const CudaText> batch, std::span<float> states) {
  std::vector<std::vector<Job>> jobs(network_->config.heads.size());
  size_t tokens = 0;
  for (const CudaText& text : batch) {
    check_input(network_->config, text.input);
    const size_t end = tokens + text.input.tokens();
    if (end > kMaxTokens) return resource_exhausted("cuda: a batch of too many tokens");
    for (const HeadRequest& request : text.requests) {
      check_request(network_->config.heads, request, text.input.tokens());
      jobs[request.head].push_back(
          {&request, {static_cast<uint32_t>(tokens), static_cast<uint32_t>(end)}});
    }
    tokens = end;
  }
  LAUTER_TRY(network_->encode(batch, tokens));
  for (size_t head = 0; head < jobs.size(); ++head) {
    if (!jobs[head].empty()) LAUTER_TRY(network_->run_head(head, jobs[head], tokens));
  }
  if (states.empty()) return {};
  LAUTER_CHECK(states.size() == tokens * network_->config.width, "size of the states");
  return network_->x.download(states, network_->stream.get());
}

}  // namespace lauter
