#include "nn/cuda/device_weights.h"

namespace lauter::internal {
namespace {

class Uploader {
 public:
  explicit Uploader(const ProductContext& context) : context_(context) {}

  Result<void> numbers(const std::vector<float>& values, FloatArray& out) const {
    return out.upload(values, context_.stream);
  }
  Result<void> matrix(const Matrix& matrix, FloatArray& out) const {
    return upload<float>(matrix, out, [](float value) { return value; });
  }
  Result<void> matrix(const Matrix& matrix, Bf16Array& out) const {
    return upload<__nv_bfloat16>(matrix, out, [](float value) { return __float2bfloat16(value); });
  }
  Result<void> norm(const NormWeights& weights, NormArrays& out) const {
    LAUTER_TRY(numbers(weights.weight, out.weight));
    return numbers(weights.bias, out.bias);
  }
  Result<void> affine(const Affine& weights, DeviceAffine& out) const {
    LAUTER_TRY(matrix(weights.weight, out.weight));
    LAUTER_TRY(numbers(weights.bias, out.bias));
    LAUTER_ASSIGN(out.product, Product::make(context_, {.in = CUDA_R_32F,
                                                        .out = CUDA_R_32F,
                                                        .outputs = weights.weight.outputs,
                                                        .inputs = weights.weight.inputs,
                                                        .add_bias = true,
                                                        .accumulate = false}));
    return {};
  }
  Result<void> stack(const std::vector<BlockWeights>& weights, uint32_t width,
                     DeviceStack& out) const {
    out.width = width;
    if (weights.empty()) return {};
    LAUTER_ASSIGN(out.conv, Product::make(context_, {.in = CUDA_R_16BF,
                                                     .out = CUDA_R_16BF,
                                                     .outputs = 2 * width,
                                                     .inputs = 3 * width,
                                                     .add_bias = false,
                                                     .accumulate = false}));
    LAUTER_ASSIGN(out.out, Product::make(context_, {.in = CUDA_R_16BF,
                                                    .out = CUDA_R_32F,
                                                    .outputs = width,
                                                    .inputs = width,
                                                    .add_bias = true,
                                                    .accumulate = true}));
    for (const BlockWeights& block : weights) {
      DeviceStack::Block& to = out.blocks.emplace_back();
      to.dilation = block.dilation;
      LAUTER_TRY(norm(block.norm, to.norm));
      LAUTER_TRY(matrix(block.conv.weight, to.conv));
      LAUTER_TRY(numbers(block.conv.bias, to.conv_bias));
      LAUTER_TRY(matrix(block.out.weight, to.out));
      LAUTER_TRY(numbers(block.out.bias, to.out_bias));
    }
    return {};
  }

 private:
  template <typename T, typename Convert>
  Result<void> upload(const Matrix& matrix, DeviceArray<T>& out, const Convert& convert) const {
    std::vector<T> values;
    values.reserve(matrix.outputs * matrix.inputs);
    for (size_t o = 0; o < matrix.outputs; ++o) {
      for (size_t i = 0; i < matrix.inputs; ++i) values.push_back(convert(matrix.value(o, i)));
    }
    return out.upload(values, context_.stream);
  }

  const ProductContext& context_;
};

}  // namespace

Result<void> DeviceStack::run(const ProductContext& context, const Span* text_of_row, size_t n,
                              float* x, StackBuffers& buffers) const {
  LAUTER_TRY(buffers.taps.reserve(n * 3 * width));
  LAUTER_TRY(buffers.u.reserve(n * 2 * width));
  LAUTER_TRY(buffers.gated.reserve(n * width));
  for (const Block& block : blocks) {
    normalise_taps(x, block.norm.view(), text_of_row, n, width, block.dilation, buffers.taps.data(),
                   context.stream);
    LAUTER_TRY(
        conv.run(context, block.conv.data(), nullptr, buffers.taps.data(), n, buffers.u.data()));
    gate(buffers.u.data(), block.conv_bias.data(), n, width, buffers.gated.data(), context.stream);
    LAUTER_TRY(
        out.run(context, block.out.data(), block.out_bias.data(), buffers.gated.data(), n, x));
  }
  return {};
}

Result<DeviceWeights> upload_weights(const ProductContext& context, const ModelWeights& model) {
  const Uploader up(context);
  DeviceWeights device;
  LAUTER_TRY(up.matrix(model.rows, device.rows));
  LAUTER_TRY(up.matrix(model.shapes, device.shapes));
  LAUTER_TRY(up.matrix(model.gaps, device.gaps));
  LAUTER_TRY(up.norm(model.embed_norm, device.embed_norm));
  LAUTER_TRY(up.norm(model.final_norm, device.final_norm));
  LAUTER_TRY(up.stack(model.blocks, model.config.width, device.stack));
  for (size_t i = 0; i < model.heads.size(); ++i) {
    const HeadWeights& head = model.heads[i];
    const HeadConfig& config = model.config.heads[i];
    DeviceHead& to = device.heads.emplace_back();
    LAUTER_TRY(up.affine(head.out, to.out));
    if (config.kind == HeadKind::kContext) {
      return unimplemented("head " + config.name + " runs on the CPU alone");
    }
    if (config.kind == HeadKind::kDocument) {
      LAUTER_TRY(up.affine(head.attend, to.attend));
    } else if (config.kind == HeadKind::kLine) {
      LAUTER_TRY(up.numbers(head.feature_mean, to.feature_mean));
      LAUTER_TRY(up.numbers(head.feature_scale, to.feature_scale));
      LAUTER_TRY(up.affine(head.in, to.in));
      LAUTER_TRY(up.stack(head.blocks, config.width, to.stack));
      LAUTER_TRY(up.norm(head.norm, to.norm));
    }
  }
  return Result<DeviceWeights>(std::move(device));
}

}  // namespace lauter::internal
