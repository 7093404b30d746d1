#include "core/scheme/sinusoidal.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"
#include "core/scheme/scheme_values.h"

namespace rope {
namespace sinusoidal_scheme {
namespace {

// θ_i = base^(−i·numerator/denominator), formed before rounding.
FrequencyTable geometric_frequencies(double base, int count, int numerator, int denominator) {
    const Extended ratio = pow(Extended(base), -Extended(numerator) / denominator);
    std::vector<Extended> theta;
    theta.reserve(static_cast<std::size_t>(count));
    Extended power = 1;
    for (int i = 0; i < count; ++i) {
        theta.push_back(power);
        power *= ratio;
    }
    return make_table(theta, 1);
}

bool has_unpaired_sine(const Sinusoids& sinusoids) {
    return std::ranges::find(sinusoids.cosine_channel, -1) != sinusoids.cosine_channel.end();
}

}  // namespace
}  // namespace sinusoidal_scheme

std::string_view id(SinusoidOrder order) {
    switch (order) {
        case SinusoidOrder::vaswani_interleaved:
            return "vaswani_interleaved";
        case SinusoidOrder::concat_t2t:
            return "concat_t2t";
        case SinusoidOrder::concat_2i_over_d:
            break;
    }
    return "concat_2i_over_d";
}

Checked<Sinusoids> make_sinusoids(SinusoidOrder order, int width, double base) {
    if (width < 1) {
        return Fault{.id = "width_not_positive",
                     .subject = "width = " + std::to_string(width),
                     .rule = "must be at least 1, because every channel holds a sine or a cosine",
                     .remedy = "",
                     .where = ""};
    }
    if (!(base > 0) || !std::isfinite(base)) {
        return Fault{.id = "base_not_positive",
                     .subject = "base = " + shortest_text(base),
                     .rule = "must be a finite number above 0",
                     .remedy = "customary is 10000",
                     .where = ""};
    }
    Sinusoids made{.width = width};
    if (order == SinusoidOrder::vaswani_interleaved) {
        const int pairs = (width + 1) / 2;
        made.frequencies = sinusoidal_scheme::geometric_frequencies(base, pairs, 2, width);
        for (int i = 0; i < pairs; ++i) {
            made.sine_channel.push_back(2 * i);
            made.cosine_channel.push_back(2 * i + 1 < width ? 2 * i + 1 : -1);
        }
        return made;
    }
    if (order == SinusoidOrder::concat_2i_over_d && width % 2 != 0) {
        return Fault{.id = "odd_width",
                     .subject = "width = " + std::to_string(width),
                     .rule = "must be even for concat_2i_over_d, whose two blocks are equally wide",
                     .remedy = "use " + std::to_string(width + 1) + ", or concat_t2t, which ends in a 0",
                     .where = ""};
    }
    const int pairs = width / 2;
    made.frequencies = order == SinusoidOrder::concat_t2t
                           ? sinusoidal_scheme::geometric_frequencies(base, pairs, 1, std::max(pairs - 1, 1))
                           : sinusoidal_scheme::geometric_frequencies(base, pairs, 2, width);
    for (int i = 0; i < pairs; ++i) {
        made.sine_channel.push_back(i);
        made.cosine_channel.push_back(pairs + i);
    }
    return made;
}

std::vector<double> encode(const Sinusoids& sinusoids, double position) {
    const PairAngles angles = angles_at(sinusoids.frequencies, position);
    std::vector<double> encoding(static_cast<std::size_t>(sinusoids.width));
    for (std::size_t i = 0; i < sinusoids.sine_channel.size(); ++i) {
        encoding[static_cast<std::size_t>(sinusoids.sine_channel[i])] = angles.sine[i];
        if (sinusoids.cosine_channel[i] >= 0)
            encoding[static_cast<std::size_t>(sinusoids.cosine_channel[i])] = angles.cosine[i];
    }
    return encoding;
}

double encoding_similarity(const Sinusoids& sinusoids, double distance) {
    require(!sinusoidal_scheme::has_unpaired_sine(sinusoids),
            "encoding_similarity: a sine without its cosine");
    double sum = 0;
    for (const double cosine : angles_at(sinusoids.frequencies, distance).cosine)
        sum += cosine;
    return sum;
}

Checked<Matrix> shift_matrix(const Sinusoids& sinusoids, double offset) {
    if (sinusoidal_scheme::has_unpaired_sine(sinusoids)) {
        return Fault{.id = "unpaired_sine",
                     .subject = "width = " + std::to_string(sinusoids.width),
                     .rule = "must be even: the last sine has no cosine, and no matrix can shift it",
                     .remedy = "use " + std::to_string(sinusoids.width + 1),
                     .where = ""};
    }
    const auto width = static_cast<std::size_t>(sinusoids.width);
    Matrix shift(width, width);
    for (std::size_t c = 0; c < width; ++c)
        shift(c, c) = 1;  // the 0 that ends an odd width stays where it is
    const PairAngles angles = angles_at(sinusoids.frequencies, offset);
    for (std::size_t i = 0; i < sinusoids.sine_channel.size(); ++i) {
        const auto s = static_cast<std::size_t>(sinusoids.sine_channel[i]);
        const auto c = static_cast<std::size_t>(sinusoids.cosine_channel[i]);
        shift(s, s) = shift(c, c) = angles.cosine[i];
        shift(s, c) = angles.sine[i];  // the pair is (sin, cos): signs mirrored against a rotation
        shift(c, s) = -angles.sine[i];
    }
    return shift;
}

namespace sinusoidal_scheme {
namespace {

// In the order of SinusoidOrder.
constexpr ParamChoice kOrders[] = {{"vaswani_interleaved", "Interleaved (Vaswani)"},
                                   {"concat_t2t", "Blocks, slowest 1/base (tensor2tensor)"},
                                   {"concat_2i_over_d", "Blocks (Transformer-XL)"}};
constexpr ParamSpec kOrder{.id = "scheme.sinusoid_order",
                           .label = "Order of channels",
                           .type = ParamType::choice,
                           .initial_text = "vaswani_interleaved",
                           .choices = kOrders,
                           .help = "Where sines and cosines stand, and how fast the slowest is."};
constexpr ParamSpec kParams[] = {kOrder, kSinusoidBaseParam};

std::int64_t learned_numbers(const SchemeInputs&) {
    return 0;
}

// x + PE(position) for every row.
Matrix encoded(const Sinusoids& sinusoids, const std::vector<std::int64_t>& positions, const Matrix& x) {
    Matrix sum(positions.size(), x.columns);
    for (std::size_t r = 0; r < sum.rows; ++r) {
        const std::vector<double> encoding = encode(sinusoids, static_cast<double>(positions[r]));
        for (std::size_t c = 0; c < sum.columns; ++c)
            sum(r, c) = x(x.rows == 1 ? 0 : r, c) + encoding[c];
    }
    return sum;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Checked<Sinusoids> sinusoids = sinusoids_of(inputs);
    if (!sinusoids.ok()) return sinusoids.fault();
    Matrix q = encoded(sinusoids.value(), inputs.query_positions, inputs.q);
    const double root = inputs.divisor();
    for (double& value : q.values)
        value /= root;
    return row_products(q, encoded(sinusoids.value(), inputs.key_positions, inputs.k));
}

}  // namespace
}  // namespace sinusoidal_scheme

Checked<Sinusoids> sinusoids_of(const SchemeInputs& inputs) {
    return make_sinusoids(static_cast<SinusoidOrder>(choice(inputs, sinusoidal_scheme::kOrder)),
                          inputs.shape.head_dim, number(inputs, kSinusoidBaseParam));
}

extern const Scheme kSinusoidalScheme;
const Scheme kSinusoidalScheme{
    .id = "sinusoidal",
    .label = "Sinusoidal",
    .short_label = "Sin/cos",
    .source = "Vaswani et al. 2017 (arXiv:1706.03762), section 3.5",
    .help = "A vector of sines and cosines of the position is added to the token's vector.",
    .facts = {.use = PositionUse::absolute,
              .enters = "added to the token's vector, before the projections",
              .when_moved = "every moved token in every layer: keys and values hold its position",
              .linear_attention = true,
              .linear_attention_reason = "positions are inside q and k before the feature map",
              .beyond_training = "computable at any position; the mixed products of content and position "
                                 "were never seen there"},
    .params = sinusoidal_scheme::kParams,
    .learned_numbers = sinusoidal_scheme::learned_numbers,
    .scores = sinusoidal_scheme::scores};

}  // namespace rope
