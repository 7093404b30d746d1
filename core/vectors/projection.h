// The matrices W_q and W_k that make q and k out of a token's vector x: q = W_q x, k = W_k x. Source:
// RoFormer (Su et al. 2021), section 3.2: f_q(x, m) = R(m) W_q x.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/checked.h"
#include "core/base/matrix.h"
#include "core/rope/layout.h"

namespace rope {

// Text is the W of the command line: "identity", "orthogonal:seed=1", rows "0,-1;1,0" or "[[0,-1],[1,0]]", a
// file of two axes "w.npy" or "w.safetensors:wq" (of three: "w.npy[0]").
struct ProjectionSource {
    std::string text = "identity";
    friend bool operator==(const ProjectionSource&, const ProjectionSource&) = default;
};

class Projection {
  public:
    Projection() = default;  // the identity

    // W x, as long as x. Cost O(d²); O(d) for the identity and for a 2 × 2.
    std::vector<double> apply(std::span<const double> x) const;
    // The x with W x = y; nothing where W is singular in double precision, or a full matrix of more than
    // kLargestSolved rows. Cost O(d²), of a full matrix O(d³).
    std::optional<std::vector<double>> solve(std::span<const double> y) const;
    static constexpr std::size_t kLargestSolved = 160;

    bool is_identity() const { return std::holds_alternative<std::monostate>(map_); }
    std::size_t numbers() const;  // that it holds, for caches

  private:
    // W = s₁H₁ s₂H₂ ..., each H the reflection by a normal vector over the last components.
    struct Reflections {
        std::vector<std::vector<double>> normals;  // longest first: d, d − 1, ..., 1 components
        std::vector<double> signs;                 // ±1
    };
    struct OnPairs {  // the same 2 × 2 in the plane of every pair, row by row
        std::array<double, 4> rows;
        HeadShape shape;
    };
    friend Checked<Projection> make_projection(const ProjectionSource&, const HeadShape&, std::string_view);
    static Reflections orthogonal(int size, std::uint64_t seed);

    std::variant<std::monostate, Reflections, OnPairs, Matrix> map_;
};

// W for a head of this shape. "orthogonal" is a random orthogonal matrix, all of them equally likely: a
// product of reflections by N(0, 1) vectors from SplitMix64 (Stewart 1980, doi:10.1137/0717034; signs by
// Mezzadri 2007, arXiv:math-ph/0609050); formed in long double, so that |W x| = |x| to the last bits. A
// matrix has head_dim rows and columns; one of 2 × 2 acts on the two components of every rotated pair, as in
// the 2-D derivation (RoFormer 3.4.1), and leaves the others alone. `where` names the flag or field in
// faults. Files are read anew at each call. Faults: wrong_size, not_finite, those of check_projection and
// rows_of_file.
Checked<Projection> make_projection(const ProjectionSource& source, const HeadShape& shape,
                                    std::string_view where);

// What can be said of the text without a head and without opening a file. Faults: unknown_projection,
// not_square, those of parse_number.
Checked<Done> check_projection(const ProjectionSource& source, std::string_view where);

// Whether the text says "identity"; a file or matrix that happens to hold it does not.
bool is_identity(const ProjectionSource& source);

// The path of the file that the text names, or empty. Opens nothing.
std::string file_of(const ProjectionSource& source);

}  // namespace rope
