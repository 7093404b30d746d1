// The .safetensors container: a JSON header that says where each tensor lies, then the bytes. Source:
// docs/spec-rope.md, section 10.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vectors/number_array.h"

namespace rope {

struct Tensor {
    std::string type;  // as in the file: "BF16"
    std::vector<std::size_t> shape;
    std::size_t begin = 0, end = 0;  // in the file; inside of it, and disjoint from every other tensor
};

struct TensorFile {
    std::map<std::string, Tensor, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
};

// Checks everything the header states against the file's own size; allocates nothing but the header. Faults:
// safetensors_short, safetensors_header (too long, cut, no JSON object, wrong fields), safetensors_type,
// safetensors_shape, safetensors_offsets (backwards, overlapping, holes, outside of the file), those of
// parse_json. Cost O(header), whatever the file's size.
Checked<TensorFile> read_safetensors(std::string_view file, const std::string& where);

// The types whose elements become numbers: F64, F32, F16, BF16, integers and booleans; none for 8-bit and
// smaller floats and complex numbers.
std::optional<ElementType> element_type(const Tensor& tensor);

// The part of a tensor behind indices of its first axes, each in range, at most shape.size() − 1 of them: an
// array of the other axes. The tensor has an element_type. Cost O(elements of that part).
NumberArray tensor_part(std::string_view file, const Tensor& tensor, std::span<const std::size_t> leading);

// The container as bytes: F64 tensors in the order of their names, and metadata. Names and metadata must be
// UTF-8.
struct NamedTensor {
    std::string name;
    std::vector<std::size_t> shape;
    std::vector<double> values;  // row-major, as many as the shape says
};
std::string safetensors_bytes(std::span<const NamedTensor> tensors,
                              const std::map<std::string, std::string>& metadata);

}  // namespace rope
