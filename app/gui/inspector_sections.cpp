#include "app/gui/inspector_sections.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"
#include "core/model/mrope.h"

namespace rope {
namespace {

std::string number(double value, int digits = 4) {
    return display_text(value, digits);
}

// Cosines, sines and what they make: four places, so that columns stay still while they change.
std::string fixed(double value) {
    if (!(std::abs(value) < 1e4)) return number(value);
    const bool zero = std::abs(value) < 5e-5;
    return (value < 0 && !zero ? "−" : "") + fmt::format("{:.4f}", zero ? 0.0 : std::abs(value));
}

std::string point_text(Point p) {
    return fmt::format("({}, {})", fixed(p.x), fixed(p.y));
}

void one_vector(Lines& lines, const PairRotation& r, bool projected, const char* letter, const char* position,
                InkKind ink) {
    const std::string name =
        projected ? fmt::format("*{0}* = *W*_{{*{0}*}}*x*", letter) : fmt::format("*{}* before", letter);
    lines.value(name, point_text(r.before), ink);
    lines.value(fmt::format("*{}* rotated to *{}*", letter, position), point_text(r.after), ink);
}

void two_ways(Lines& lines, const PairRotation& r, int pair) {
    const auto sum = [](double a, double b) {
        return fmt::format("{} {} {}", fixed(a), b < 0 ? "−" : "+", fixed(std::abs(b)));
    };
    const std::string u = fixed(r.before.x), v = fixed(r.before.y), c = fixed(r.cosine), s = fixed(r.sine);
    lines.line(fmt::format("pair {}: (*u*, *v*) = ({}, {})", pair, u, v), InkKind::muted);
    lines.line("*u*′ = *u* cos − *v* sin");
    lines.line(fmt::format("= {} = {}", sum(r.along.x, r.across.x), fixed(r.after.x)), InkKind::query,
               Align::right);
    lines.line("*v*′ = *u* sin + *v* cos");
    lines.line(fmt::format("= {} = {}", sum(r.across.y, r.along.y), fixed(r.after.y)), InkKind::query,
               Align::right);
    lines.line("*q* cos + *q̃* sin,  *q̃* = (−*v*, *u*)");
    lines.line(fmt::format("{}", point_text(r.along)), InkKind::query, Align::right);
    lines.line(fmt::format("+ {}", point_text(r.across)), InkKind::query, Align::right);
    lines.line(fmt::format("= {}", point_text({r.along.x + r.across.x, r.along.y + r.across.y})),
               InkKind::query, Align::right);
}

std::string uses_words(PositionUse use) {
    switch (use) {
        case PositionUse::none:
            return "nothing: order-blind";
        case PositionUse::relative:
            return "*m* − *n* alone";
        case PositionUse::absolute:
            break;
    }
    return "*m* and *n* themselves";
}

// As the figure `schemes` says it.
std::string deviation_words(double deviation) {
    if (std::isnan(deviation)) return "not measured";
    return deviation < 1e-9 ? "exactly relative" : number(100 * deviation, 3) + "\u2009%";
}

}  // namespace

void pair_section(Lines& lines, const InspectorNumbers& n) {
    const std::string sub = fmt::format("_{{{}}}", n.pair);
    lines.value("*θ*" + sub, number(n.theta, 5) + " rad/token", InkKind::text,
                "How far this pair turns from one token to the next, after scaling.");
    if (n.unscaled != n.theta)
        lines.value("unscaled", number(n.unscaled, 5) + " rad/token", InkKind::muted,
                    "The default rule, with the same base and rotary dimension.");
    lines.value("*λ*" + sub,
                std::isfinite(n.wavelength) ? number(n.wavelength, 5) + " tokens" : "never turns",
                InkKind::text, "Tokens for one full turn, 2π/θ.");
    if (n.mrope_axis) {
        const auto axis = static_cast<std::size_t>(*n.mrope_axis);
        lines.value("turned by", fmt::format("{}, the {}", kMropeLetters[axis], kMropeWords[axis]),
                    InkKind::text,
                    "M-RoPE: which of the three positions of a token turns this pair. Text has all three "
                    "alike; m and n here are such.");
    }
    lines.value("turns in the context", number(n.turns), InkKind::text,
                "Pairs with less than one turn have not shown all their angles within the context.");
}

void rotation_section(Lines& lines, const InspectorNumbers& n) {
    const std::string sub = fmt::format("_{{{}}}", n.pair);
    lines.value("angle *mθ*" + sub, number(n.query.angle, 5) + " rad", InkKind::query);
    lines.matrix(fmt::format("*R*_{{{}}}", n.pair),
                 {fixed(n.query.cosine), fixed(-n.query.sine), fixed(n.query.sine), fixed(n.query.cosine)},
                 "R");
    one_vector(lines, n.query, n.query_projected, "q", "m", InkKind::query);
    one_vector(lines, n.key, n.key_projected, "k", "n", InkKind::key);
}

void score_section(Lines& lines, const InspectorNumbers& n) {
    lines.value("Δ = *m* − *n*", number(n.delta, 12) + " tokens", InkKind::accent);
    lines.value(n.scale_multiplier == 1 ? "score *q*^{T}*Rk*/√*d*" : "score", number(n.score, 6));
    if (n.scale_multiplier != 1)
        lines.value("softmax scale ×", number(n.scale_multiplier, 5), InkKind::muted,
                    "Scores over √d are multiplied by this: the model's own attention scale times √d, and "
                    "the factor of "
                    "MLA models with YaRN.");
    for (const std::string& sentence : n.left_out)
        lines.words("left out", sentence);
    lines.value("content part", number(n.content, 5), InkKind::text,
                "Σ|q||k|/√d: the score if every angle were 0. Positions cannot change it.");
    lines.value("position part", number(n.position, 5), InkKind::text,
                "The mean of cos(φ + Δθ) over all pairs: what positions alone say.");
    lines.value(fmt::format("pair {} adds", n.pair), number(n.pair_part, 5), InkKind::text,
                "|q||k| cos(φ + Δθ)/√d of this pair.");
    lines.value("at most", number(n.pair_content, 5), InkKind::muted);
}

void row_section(Lines& lines, const RowMeasures& r) {
    const SoftmaxRow& row = r.row;
    lines.value("keys", fmt::format("0 to {}, causal", number(r.m, 12)), InkKind::muted,
                "The row of the query at m: keys at and before it, this k at every one.");
    lines.value("weight of self", number(row.weight_self), InkKind::text,
                "What softmax gives to the key at the query's own position.");
    lines.value("of the first key", number(row.weight_first), InkKind::text,
                "What it gives to the key at position 0, the farthest of the row. Much of it is an attention "
                "sink.");
    lines.value("of the best key", number(row.weight_best), InkKind::text, "The largest weight of the row.");
    lines.value("best key at Δ", number(static_cast<double>(row.max_weight_distance), 12) + " tokens");
    lines.value("mean distance", number(row.mean_distance) + " tokens", InkKind::text,
                "Distances weighted by softmax.");
    lines.value("entropy", number(row.entropy) + " nats", InkKind::text,
                fmt::format("0 where one key has all weight, ln {} = {} where all have the same.",
                            number(r.m + 1, 12), number(std::log(r.m + 1))));
}

void two_ways_section(Lines& lines, const InspectorNumbers& n) {
    two_ways(lines, n.query, n.pair);
}

void lengths_section(Lines& lines, const InspectorNumbers& n) {
    lines.value("|*q*|", number(n.query.norm, 9), InkKind::query);
    lines.value("|*Rq*|", number(n.query.rotated_norm, 9), InkKind::query);
    lines.matrix("*R*^{T}*R*",
                 {fixed(n.identity[0]), fixed(n.identity[1]), fixed(n.identity[2]), fixed(n.identity[3])},
                 "RᵀR");
    if (n.attention_factor != 1)
        lines.value(
            "attention factor *a*", number(n.attention_factor, 6), InkKind::text,
            "Multiplies every rotated vector of this model after the rotation, so scores grow by a².");
}

void context_section(Lines& lines, const ContextMeasures& c, int pairs) {
    lines.value(
        "critical dimension", fmt::format("{} of {}", 2 * c.critical.full_turns, 2 * pairs), InkKind::text,
        "Components whose pairs turn at least once within the trained context, before any scaling (Liu et "
        "al. 2023); the others meet new angles beyond it.");
    lines.value("under one turn", fmt::format("{} of {} pairs", c.unfinished, pairs), InkKind::text,
                "Pairs that do not finish a turn within the context shown.");
    lines.value(
        "Σcos Δ*θ* < 0 from",
        c.first_negative ? number(static_cast<double>(*c.first_negative), 12) + " tokens" : "nowhere in it",
        InkKind::text,
        "The first distance within the context at which alike vectors no longer score above 0 "
        "(Men et al. 2024): the base reaches no further.");
    lines.value("between tokens ±", number(c.between_tokens.rigorous, 3), InkKind::text,
                "How far a score half-way between two positions can be from the line between them, for "
                "these q and k: max|q||k|·Σθ²/8 over √d. Small: positions can be interpolated.");
    lines.value("as published", number(c.between_tokens.published, 3), InkKind::muted,
                "The bound of Chen et al. 2023, theorem 2.1: d·max|q||k|/(32 ln b) over √d; slightly too "
                "small.");
}

void scheme_section(Lines& lines, const SchemeMeasures& s) {
    const std::string at = fmt::format("score at ({}, {})", number(s.m, 12), number(s.n, 12));
    if (s.score)
        lines.value(at, number(*s.score, 6), InkKind::text,
                    "What the softmax sees for this q at m and this k at n, rounded to whole tokens.",
                    "scheme score");
    else
        lines.words(at, s.fault + ".");
    lines.value("depends on", uses_words(s.scheme->facts.use));
    lines.value(
        "off Toeplitz", deviation_words(s.deviation), InkKind::text,
        fmt::format("Measured on the map of {} positions: how far scores on one diagonal differ, as a "
                    "share of the map's range, each row relative to its own token.",
                    s.positions));
    lines.value("learned numbers", number(static_cast<double>(s.learned), 12), InkKind::text,
                "How many numbers one head learns for positions.");
    if (s.shift_error)
        lines.value(
            "|PE(*m*) − *T*_{Δ} PE(*n*)|", number(*s.shift_error, 2), InkKind::text,
            "One matrix T moves every encoding by Δ, wherever it starts: PE(p + Δ) = T PE(p). This is "
            "the largest difference, from rounding.",
            "shift error");
    const SchemeFacts& facts = s.scheme->facts;
    lines.words("Where position enters", facts.enters);
    lines.words("Redone when tokens move", facts.when_moved);
    lines.words(facts.linear_attention ? "Works in linear attention" : "Not in linear attention",
                facts.linear_attention_reason);
    lines.words("Beyond the trained length", facts.beyond_training);
    lines.words("Source", s.scheme->source);
}

void precision_section(Lines& lines, const PrecisionMeasures& p) {
    lines.value("exact", number(p.exact, 9), InkKind::accent,
                "In double, with angles formed in fixed-point turns.");
    for (const PrecisionMeasures::Row& row : p.rows) {
        if (!row.fault.empty()) {
            lines.words(row.label, row.fault);
            continue;
        }
        lines.line(row.label, InkKind::muted);
        lines.value(number(row.score, 7), row.error == 0 ? "exact" : "off by " + number(row.error, 2),
                    InkKind::text, "", row.label);
    }
}

}  // namespace rope
