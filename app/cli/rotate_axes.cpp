#include "app/cli/rotate_axes.h"

#include <array>
#include <cmath>

#include "app/cli/number_list.h"
#include "app/cli/vectors.h"
#include "core/base/number_text.h"
#include "core/model/current_length.h"
#include "core/model/mrope.h"
#include "core/vectors/learned_axes.h"

namespace rope::cli {
namespace {

constexpr std::array<std::string_view, 5> kRules{"mrope", "axial", "mixed", "qwen2vl", "pixtral"};

Checked<AxisFrequencies> mrope(const ModelSpec& model) {
    if (has_mrope(model)) return mrope_frequencies(model);
    return usage_fault("no_sections", model.name, "has no mrope_section, so its pairs follow one position",
                       "take a model that has, such as --preset qwen2-vl-7b, or another --rule", "--rule");
}

// The rule was chosen by a flag, and so was, in most cases, the head that it does not fit.
Checked<AxisFrequencies> of_rule(Checked<AxisFrequencies> made, const std::string& rule) {
    if (made.ok()) return made;
    Fault fault = made.fault();
    fault.kind = FaultKind::usage;
    if (fault.where.empty()) fault.where = "--rule " + rule;
    return fault;
}

}  // namespace

void AxisOptions::declare(Options& options) {
    options.group("Positions with several coordinates, instead of --positions");
    options.text("--rule", "NAME",
                 "which pairs turn by which coordinate: mrope (t,h,w; as the model's sections say), axial, "
                 "mixed, qwen2vl or pixtral (x,y of a patch); default mrope",
                 rule_);
    options.value("--coordinates", "LIST", "points joined by semicolons: \"0,0,0;5,3,2\"",
                  [this](const std::string& text) -> Checked<Done> {
                      points_.clear();
                      for (const std::string_view point : split(text, ';')) {
                          Checked<std::vector<double>> one = parse_number_list(point, "--coordinates");
                          if (!one.ok()) return one.fault();
                          points_.push_back(std::move(one).value());
                      }
                      return Done{};
                  });
    sequence_.declare(options, "the tokens of text:5,image:28x28, whose t, h, w `positions` prints");
    options.text("--theta-x", "V",
                 "learned speeds of the mixed rule by column, one a pair, with --theta-y; "
                 "without them as initialised, in the direction image.angle",
                 theta_x_);
    options.text("--theta-y", "V", "the same by row", theta_y_);
}

Checked<AxisOptions::Points> AxisOptions::points(const Document& document, Console& console) const {
    const ModelSpec& model = document.models[0];
    const std::string rule = rule_.empty() ? "mrope" : rule_;
    const int rotary_dim = model.shape.rotary_dim;
    Points answer;
    answer.names =
        rule == "mrope" ? std::vector<std::string>{"t", "h", "w"} : std::vector<std::string>{"x", "y"};
    if (sequence_.segments.empty()) {
        answer.points = points_;
    } else {
        if (rule != "mrope")
            return usage_fault("not_of_this_rule", "--sequence", "numbers tokens by t, h and w",
                               "use --rule mrope, or --coordinates", "--rule " + rule);
        const Checked<MropePositions> ids = sequence_.positions(console);
        if (!ids.ok()) return ids.fault();
        for (std::size_t i = 0; i < ids.value().t.size(); ++i)
            answer.points.push_back({static_cast<double>(ids.value().t[i]),
                                     static_cast<double>(ids.value().h[i]),
                                     static_cast<double>(ids.value().w[i])});
    }
    if (answer.points.empty()) return missing_option("--coordinates", "--coordinates \"0,0;5,3\"");
    for (const std::vector<double>& point : answer.points) {
        if (point.size() == answer.names.size()) continue;
        return usage_fault("wrong_coordinate_count",
                           "a point with " + std::to_string(point.size()) + " numbers",
                           "must have " + std::to_string(answer.names.size()) + " for the rule " + rule, "",
                           "--coordinates");
    }
    answer.model = model;
    const auto made = [&]() -> Checked<AxisFrequencies> {
        if (rule == "mrope") {
            std::vector<double> ids;
            for (const std::vector<double>& point : answer.points)
                ids.insert(ids.end(), point.begin(), point.end());
            answer.model = at_length_of_call(model, ids);
            return mrope(answer.model);
        }
        if (rule == "axial") return of_rule(axial_axes(model.base, rotary_dim), rule);
        if (rule == "qwen2vl") return of_rule(qwen2vl_vision_axes(model.base, rotary_dim), rule);
        if (rule == "pixtral") return pixtral_axes(model.base, rotary_dim);
        if (rule != "mixed")
            return usage_fault("unknown_rule", "'" + rule + "'", "is not a rule",
                               did_you_mean(rule, kRules, "use mrope, axial, mixed, qwen2vl or pixtral"),
                               "--rule");
        const auto setting = [&](const char* id) {
            const Parameter* row = find_parameter(id);
            return row->get(document, *row, 0);
        };
        const auto source = [&](const std::string& flag, const char* id) {
            return VectorSource{flag.empty() ? std::get<std::string>(setting(id)) : flag};
        };
        const LearnedSpeeds speeds{.column = source(theta_x_, "image.theta_x"),
                                   .row = source(theta_y_, "image.theta_y"),
                                   .head = std::get<std::int64_t>(setting("image.head")),
                                   .where_x = theta_x_.empty() ? "image.theta_x" : "--theta-x",
                                   .where_y = theta_y_.empty() ? "image.theta_y" : "--theta-y"};
        if (speeds.given()) return learned_axes(speeds, model.shape.pairs());
        const double degrees = std::get<double>(setting("image.angle"));
        return of_rule(mixed_axes_as_initialised(model.base, rotary_dim, degrees * std::acos(-1.0) / 180),
                       rule);
    }();
    if (!made.ok()) return made.fault();
    if (rule != "mrope" && model.scaling.type != "default")
        console.note("--scaling has no effect, because the rule " + rule + " makes its own frequencies");
    answer.frequencies = made.value();
    return answer;
}

}  // namespace rope::cli
