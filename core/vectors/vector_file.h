// Vectors from files: "q.npy", "q.npy[3]", "model.safetensors:wq[0]".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

// A file named as a source of vectors, with the part of it that is meant. A view of the text it came from.
struct FileReference {
    std::string path;
    std::string_view tensor;                // of a .safetensors file; empty: its only one
    std::vector<std::string_view> indices;  // as written in the brackets
};
// Nothing when the text names no file of these kinds. Opens nothing.
std::optional<FileReference> file_reference(std::string_view text);

struct WantedVectors {
    int length;  // of generated vectors, and of the others too unless any length will do
    bool any_length;
    std::size_t most_open_axes;  // 0: one vector; 1: a file may give several
    std::string_view where;
};

// The rows that the indices leave: all of a matrix when it has one axis more than they take away. A
// .safetensors file is mapped, so that its size does not matter. Faults: wrong_length, empty_vector,
// needs_an_index, needs_a_tensor, unknown_tensor, tensor_type, too_large, those of read_npy and
// read_safetensors.
Checked<std::vector<std::vector<double>>> rows_of_file(const FileReference& file,
                                                       const WantedVectors& wanted);

// Of a .npy file: how many follow its data. 0 of other files, and of one that cannot be read.
std::size_t surplus_bytes(const FileReference& file);

Fault wrong_length(std::string subject, std::size_t found, int length, std::string_view where,
                   FaultKind kind);

}  // namespace rope
