#include "core/document/evaluate.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "core/base/utf8.h"
#include "core/document/exact_key.h"
#include "core/document/parameters.h"

namespace rope {
namespace {

// ---- keys

// What decides the frequencies.
void add_frequencies(ExactKey& key, const ModelSpec& model) {
    key.add(model.base).add(model.shape.rotary_dim).add(model.shape.head_dim);
    key.add(model.context_length).add(model.trained_context).add(model.scaling.type);
    key.add(model.scaling.numbers.size());
    for (const auto& [name, number] : model.scaling.numbers)
        key.add(name).add(number);
    key.add(model.scaling.lists.size());
    for (const auto& [name, list] : model.scaling.lists) {
        key.add(name).add(list.size());
        for (const double number : list)
            key.add(number);
    }
    const auto layer = model.layer_types.find(model.layer_type);
    key.add(layer != model.layer_types.end() && layer->second.no_positions);
}

// Of a vector or a projection.
template <class Source>
void add_source(ExactKey& key, const Source& source) {
    key.add(source.text);
    // A file that was written anew is another vector.
    struct stat status {};
    const std::string path = file_of(source);
    if (!path.empty() && stat(path.c_str(), &status) == 0) {
        key.add(status.st_mtim.tv_sec).add(status.st_mtim.tv_nsec).add(status.st_size);
    }
}

bool reads_tokens(const FigureKind* kind) {
    return kind != nullptr && kind->reads("sequence.tokens");
}

void add_value(ExactKey& key, const Value& value) {
    key.add(value.index());
    if (const bool* boolean = std::get_if<bool>(&value)) key.add(*boolean);
    if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) key.add(*integer);
    if (const double* number = std::get_if<double>(&value)) key.add(*number);
    if (const std::string* text = std::get_if<std::string>(&value)) key.add(*text);
}

// ---- vectors

struct FittedVector {
    std::vector<double> values;  // [length]
    std::string note;            // what was done to make it fit; empty when nothing was
};

// A vector for a picture always has `length` components: what is missing is zero, and the note says so.
FittedVector fitted_vector(const VectorSource& source, std::string_view name, int length) {
    const auto size = static_cast<std::size_t>(length);
    Checked<std::vector<double>> own = make_vector_of_own_length(source, length, name);
    if (!own.ok()) {
        return {std::vector<double>(size), fmt::format("{} is zero: {}.", name, sentence(own.fault()))};
    }
    FittedVector fitted{std::move(own).value(), ""};
    const std::size_t had = fitted.values.size();
    if (had > size) {
        fitted.note = fmt::format("Of the {} components of {} the first {} are used.", had, name, size);
    } else if (had < size) {
        fitted.note =
            fmt::format("{} has {} components; the other {} of {} are zero.", name, had, size - had, size);
    }
    fitted.values.resize(size);
    if (const std::size_t bytes = surplus_bytes(source); bytes > 0) {
        if (!fitted.note.empty()) fitted.note += ' ';
        fitted.note +=
            fmt::format("{} bytes behind the numbers in the file of {} are not read.", bytes, name);
    }
    if (const std::size_t bad = count_not_finite(fitted.values); bad > 0) {
        if (!fitted.note.empty()) fitted.note += ' ';
        fitted.note += fmt::format("{} of the components of {} {} NaN or infinite and left out (taken as 0).",
                                   bad, name, bad == 1 ? "is" : "are");
        for (double& value : fitted.values)
            value = std::isfinite(value) ? value : 0;
    }
    return fitted;
}

std::shared_ptr<const FittedVector> cached_vector(const VectorSource& source, std::string_view name,
                                                  int length, ResultCache& cache) {
    ExactKey key;
    add_source(key.add(name).add(length), source);
    return cache.get<FittedVector>(
        key.take(), [&] { return std::make_shared<const FittedVector>(fitted_vector(source, name, length)); },
        [](const FittedVector& v) { return v.values.size() * sizeof(double) + sizeof(FittedVector); });
}

// ---- projections

struct FittedProjection {
    Projection map;    // the identity where the source does not fit the head
    std::string note;  // why; empty when it fits
};

std::shared_ptr<const FittedProjection> cached_projection(const ProjectionSource& source, const char* name,
                                                          const HeadShape& shape, ResultCache& cache) {
    ExactKey key;
    add_source(key.add(std::string_view(name)), source);
    key.add(shape.head_dim).add(shape.rotary_dim).add(shape.rotary_offset);
    key.add(static_cast<int>(shape.layout));
    return cache.get<FittedProjection>(
        key.take(),
        [&] {
            Checked<Projection> made = make_projection(source, shape, name);
            auto fitted = std::make_shared<FittedProjection>();
            if (made.ok())
                fitted->map = std::move(made).value();
            else
                fitted->note = fmt::format("{} is left out: {}.", name, sentence(made.fault()));
            return std::shared_ptr<const FittedProjection>(std::move(fitted));
        },
        [](const FittedProjection& p) {
            return p.map.numbers() * sizeof(double) + sizeof(FittedProjection);
        });
}

struct Projected {
    std::shared_ptr<const Projection> map;
    std::string map_text;        // empty: the identity
    std::vector<double> values;  // W x
    std::string text;            // where they come from
};

Projected projected(const FittedVector& x, const VectorSource& from, const char* letter,
                    const ProjectionSource& source, const HeadShape& shape, Evaluated& out,
                    ResultCache& cache) {
    if (is_identity(source)) return {std::make_shared<const Projection>(), "", x.values, from.text};
    const std::string name = fmt::format("W_{}", letter);
    const auto fitted = cached_projection(source, name.c_str(), shape, cache);
    if (!fitted->note.empty()) {
        out.notes.push_back(fitted->note);
        return {std::make_shared<const Projection>(), "", x.values, from.text};
    }
    return {std::shared_ptr<const Projection>(fitted, &fitted->map), source.text, fitted->map.apply(x.values),
            fmt::format("{0} x, x = {1}, {0} = {2}", name, from.text, source.text)};
}

void add_tokens(const TokenSequence& sequence, int head_dim, FigureInputs& inputs, ResultCache& cache) {
    for (const Token& token : sequence.tokens) {
        const VectorSource source = vector_of(token);
        const auto x = cached_vector(source, printable(token.word), head_dim, cache);
        inputs.tokens.push_back({token.word, source.text, !token.vector.empty(), x->values});
        if (!x->note.empty()) inputs.token_notes.push_back(x->note);
    }
    inputs.token_order = places(sequence);
}

// ---- frequencies

Checked<std::shared_ptr<const ModelFrequencies>> cached_frequencies(const ModelSpec& model,
                                                                    ResultCache& cache) {
    ExactKey key;
    add_frequencies(key, model);
    std::optional<Fault> fault;
    const auto found = cache.get<ModelFrequencies>(
        key.take(),
        [&]() -> std::shared_ptr<const ModelFrequencies> {
            Checked<ModelFrequencies> made = frequencies(model);
            if (made.ok()) return std::make_shared<const ModelFrequencies>(std::move(made).value());
            fault = made.fault();
            return nullptr;
        },
        [](const ModelFrequencies& f) {
            return f.table.theta.size() * 2 * (sizeof(double) + sizeof(TurnFraction)) +
                   sizeof(ModelFrequencies);
        });
    if (fault) return *fault;
    return found;
}

// ---- figures

std::size_t weight(const std::vector<double>& values) {
    return values.size() * sizeof(double);
}

std::size_t weight(const Raster& raster) {
    return raster.values ? weight(*raster.values) : 0;
}

struct MarkWeight {
    std::size_t operator()(const LineMark& m) const { return m.points.size() * sizeof(Point); }
    std::size_t operator()(const BandMark& m) const { return weight(m.x) + weight(m.lo) + weight(m.hi); }
    std::size_t operator()(const CellsMark& m) const { return weight(m.raster); }
    std::size_t operator()(const DialGridMark& m) const { return m.dials.size() * sizeof(Dial); }
    template <class Other>
    std::size_t operator()(const Other&) const {
        return 0;
    }
};

std::size_t weight(const Figure& figure) {
    std::size_t bytes = sizeof(Figure);
    for (const Panel& panel : figure.panels) {
        for (const Mark& mark : panel.marks)
            bytes += sizeof(Mark) + std::visit(MarkWeight{}, mark);
    }
    for (const Column& column : figure.data.columns)
        bytes += weight(column.values);
    if (figure.data.grid) bytes += weight(*figure.data.grid);
    return bytes;
}

// "Decay: Llama-3.1-8B, Mistral-7B-v0.1": what is drawn, and of which models that have a name.
std::string figure_name(const FigureKind& kind, const Figure& figure,
                        const std::vector<FigureModel>& models) {
    std::string names;
    const std::size_t drawn = figure.only_first_model ? 1 : models.size();
    for (std::size_t m = 0; m < drawn; ++m) {
        const ModelSpec& spec = models[m].spec;
        const bool named = models.size() > 1 || !spec.source.empty();
        if (named) names += (names.empty() ? ": " : ", ") + printable(spec.name);
    }
    return std::string(kind.label) + names;
}

}  // namespace

Checked<Evaluated> figure_inputs(const Document& document, const PictureSize& picture, ResultCache& cache,
                                 const FigureKind* kind) {
    Evaluated out;
    FigureInputs& inputs = out.inputs;
    for (std::size_t i = 0; i < document.models.size(); ++i) {
        auto table = cached_frequencies(document.models[i], cache);
        if (!table.ok()) return table.fault();
        inputs.models.push_back({document.models[i], std::move(table).value()});
        // One model of one's own needs no name: captions list what it has. One that was given a name is
        // somebody's to them.
        ModelSpec& spec = inputs.models.back().spec;
        const bool given = spec.name != ModelSpec{}.name;
        if (document.models.size() > 1 || !spec.source.empty() || given) spec.name = model_label(document, i);
        if (given && spec.source.empty()) spec.source = "named";
    }
    const HeadShape& shape = document.models[0].shape;
    const auto x_q = cached_vector(document.query, "q", shape.head_dim, cache);
    const auto x_k = cached_vector(document.key, "k", shape.head_dim, cache);
    for (const std::string& note : {x_q->note, x_k->note}) {
        if (!note.empty()) out.notes.push_back(note);
    }
    Projected q = projected(*x_q, document.query, "q", document.w_q, shape, out, cache);
    Projected k = projected(*x_k, document.key, "k", document.w_k, shape, out, cache);
    inputs.q = std::move(q.values);
    inputs.k = std::move(k.values);
    inputs.q_text = std::move(q.text);
    inputs.k_text = std::move(k.text);
    inputs.w_q = std::move(q.map);
    inputs.w_k = std::move(k.map);
    inputs.w_q_text = std::move(q.map_text);
    inputs.w_k_text = std::move(k.map_text);
    if (reads_tokens(kind)) add_tokens(document.sequence, shape.head_dim, inputs, cache);
    inputs.pair = document.selection.pair;
    inputs.query_position = document.selection.query_position;
    inputs.key_position = document.selection.key_position;
    for (const Parameter& parameter : parameters()) {
        if (parameter.is_setting)
            inputs.params.emplace(parameter.spec.id, parameter.get(document, parameter, 0));
    }
    inputs.size = picture.size;
    inputs.pixels_per_point = picture.pixels_per_point;
    inputs.font_size = picture.font_size;
    inputs.map_detail = picture.map_detail;
    return out;
}

std::string figure_key(const Document& document, std::string_view kind, const PictureSize& picture) {
    ExactKey key;
    key.add(kind).add(document.models.size());
    for (std::size_t i = 0; i < document.models.size(); ++i) {
        const ModelSpec& model = document.models[i];
        key.add(model_label(document, i)).add(model.name).add(model.layer_type);
        key.add(model.shape.rotary_offset).add(static_cast<int>(model.shape.layout));
        key.add(model.attention_scale).add(model.softmax_scale_multiplier);
        add_frequencies(key, model);
    }
    add_source(key, document.query);
    add_source(key, document.key);
    add_source(key, document.w_q);
    add_source(key, document.w_k);
    key.add(document.selection.pair);
    key.add(document.selection.query_position).add(document.selection.key_position);
    // Settings hold only what differs from the default; those of other kinds decide nothing here.
    const FigureKind* reader = find_figure_kind(kind);
    if (reads_tokens(reader)) {
        key.add(document.sequence.tokens.size());
        for (const Token& token : document.sequence.tokens)
            add_source(key.add(token.word), VectorSource{token.vector});
        key.add(order_text(document.sequence.order));
    }
    const std::string own = std::string(kind) + ".";
    for (const auto& [id, value] : document.settings) {
        if (!id.starts_with(own) && (reader == nullptr || !reader->reads(id))) continue;
        key.add(id);
        add_value(key, value);
    }
    key.add(picture.size.width).add(picture.size.height).add(picture.pixels_per_point).add(picture.font_size);
    key.add(picture.map_detail);
    return key.take();
}

Checked<std::shared_ptr<const Figure>> make_figure(const Document& document, const FigureKind& kind,
                                                   const PictureSize& picture, ResultCache& cache,
                                                   Progress& progress) {
    std::optional<Fault> fault;
    const auto build = [&]() -> std::shared_ptr<const Figure> {
        Checked<Evaluated> evaluated = figure_inputs(document, picture, cache, &kind);
        if (!evaluated.ok()) {
            fault = evaluated.fault();
            return nullptr;
        }
        Checked<Figure> figure = kind.build(evaluated.value().inputs, cache, progress);
        if (progress.cancelled()) return nullptr;
        if (!figure.ok()) {
            fault = figure.fault();
            return nullptr;
        }
        figure.value().name = figure_name(kind, figure.value(), evaluated.value().inputs.models);
        const std::vector<std::string>& of_inputs = evaluated.value().notes;
        std::vector<std::string>&notes = figure.value().notes, &missing = figure.value().missing;
        notes.insert(notes.begin(), of_inputs.begin(), of_inputs.end());
        missing.insert(missing.begin(), of_inputs.begin(), of_inputs.end());
        return std::make_shared<const Figure>(std::move(figure).value());
    };
    try {
        auto made = cache.get<Figure>(figure_key(document, kind.id, picture), build,
                                      [](const Figure& figure) { return weight(figure); });
        if (fault) return *fault;
        return made;
    } catch (const std::bad_alloc&) {
        return Fault{.id = "out_of_memory",
                     .subject = fmt::format("the figure {}", kind.id),
                     .rule = "needs more memory than there is",
                     .remedy = "choose a smaller picture or context",
                     .where = ""};
    }
}

}  // namespace rope
