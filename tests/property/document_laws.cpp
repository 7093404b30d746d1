// Laws of documents under random edits.
#include <gtest/gtest.h>
// rapidcheck/gtest.h needs gtest before it.
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/document/history.h"
#include "core/document/session.h"
#include "core/model/presets.h"

namespace rope {
namespace {

// Numbers as hands and files bring them: inside the range, at its ends, just outside, absurd.
double number_for(const ParamSpec& row) {
    const double lo = row.scale == SliderScale::logarithmic ? std::log(row.min) : row.min;
    const double hi = row.scale == SliderScale::logarithmic ? std::log(row.max) : row.max;
    const double inside = lo + (hi - lo) * *rc::gen::inRange(0, 1 << 20) / (1 << 20);
    const double value = row.scale == SliderScale::logarithmic ? std::exp(inside) : inside;
    return *rc::gen::weightedElement<double>({{12, value},
                                              {3, row.min},
                                              {3, row.max},
                                              {1, std::nextafter(row.max, 1e308)},
                                              {1, -1.0},
                                              {1, std::nan("")},
                                              {1, 1e308}});
}

Value value_for(const ParamSpec& row) {
    switch (row.type) {
        case ParamType::boolean:
            return *rc::gen::arbitrary<bool>();
        case ParamType::number:
            return number_for(row);
        case ParamType::integer: {
            if (*rc::gen::inRange(0, 10) == 0) return number_for(row);
            const double slider = row.slider_min == row.slider_max ? row.max : row.slider_max;
            const auto steps = static_cast<std::int64_t>((std::min(slider, 4096.0) - row.min) / row.step);
            return static_cast<std::int64_t>(row.min) +
                   static_cast<std::int64_t>(row.step) *
                       *rc::gen::inRange<std::int64_t>(0, std::max<std::int64_t>(steps, 1));
        }
        case ParamType::choice: {
            if (*rc::gen::inRange(0, 20) == 0) return std::string("no such choice");
            return std::string(row.choices[*rc::gen::inRange<std::size_t>(0, row.choices.size())].id);
        }
        case ParamType::text:
            break;
    }
    return *rc::gen::element<std::string>("ones", "onehot:3", "gaussian:seed=7", "1,2,3", "-0.1,1e300,5e-324",
                                          "/nowhere/\xff.npy", "1,two", "", "full_attention",
                                          "sliding_attention", "identity", "orthogonal:seed=2", "0,-1;1,0",
                                          "a\\ b:=ones 😀 c", "2,0,1", "0,1,2,3");
}

const Parameter& any_parameter() {
    return parameters()[*rc::gen::inRange<std::size_t>(0, parameters().size())];
}

ModelSpec any_model() {
    const std::size_t index = *rc::gen::inRange<std::size_t>(0, presets().size() + 1);
    return index == presets().size() ? ModelSpec{} : read_preset(presets()[index].id).value();
}

SingleEdit any_single_edit() {
    const auto model = *rc::gen::weightedElement<std::size_t>({{8, 0}, {3, 1}, {1, 2}, {1, 9}});
    switch (*rc::gen::inRange(0, 12)) {
        case 0:
            return SetModel{model, any_model()};
        case 1:
            return RemoveModel{model};
        case 2:
            return ResetParameter{std::string(any_parameter().spec.id), model};
        case 3:
            return SetVector{*rc::gen::arbitrary<bool>(),
                             {std::get<std::string>(value_for(find_parameter("vectors.key")->spec))}};
        default:
            break;
    }
    const Parameter& parameter = any_parameter();
    return SetParameter{std::string(parameter.spec.id), value_for(parameter.spec), model};
}

Edit any_edit() {
    if (*rc::gen::inRange(0, 8) > 0)
        return std::visit([](const auto& e) -> Edit { return e; }, any_single_edit());
    Together together;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        together.edits.push_back(any_single_edit());
    return together;
}

// A valid document that a user could have reached.
Document any_document() {
    History history;
    for (int i = *rc::gen::inRange(0, 12); i > 0; --i)
        (void)history.edit(any_edit());
    return history.document();
}

RC_GTEST_PROP(DocumentProperty, UndoOfAnEditIsIdentity, ()) {
    History history(any_document());
    const Document before = history.document();
    const bool done = history.edit(any_edit()).ok();
    const Document after = history.document();
    RC_ASSERT(history.can_undo() == !(after == before));
    if (!done) RC_ASSERT(after == before);
    if (history.undo()) {
        RC_ASSERT(history.document() == before);
        RC_ASSERT(history.redo());
        RC_ASSERT(history.document() == after);
    }
}

RC_GTEST_PROP(DocumentProperty, UndoingEverythingGoesBackToTheStart, ()) {
    History history;
    for (int i = *rc::gen::inRange(0, 20); i > 0; --i)
        (void)history.edit(any_edit(), *rc::gen::arbitrary<bool>());
    const Document end = history.document();
    while (history.undo()) {
    }
    RC_ASSERT(history.document() == Document{});
    while (history.redo()) {
    }
    RC_ASSERT(history.document() == end);
}

RC_GTEST_PROP(DocumentProperty, ADragEndsWhereOneStepWould, ()) {
    const Document before = any_document();
    const Parameter& parameter = any_parameter();
    const auto to = [&] {
        return SetParameter{std::string(parameter.spec.id), value_for(parameter.spec), 0};
    };
    History dragged(before);
    (void)dragged.edit(to());
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
        (void)dragged.edit(to(), true);
    const SetParameter last = to();
    History at_once(before);
    if (!at_once.edit(last).ok()) return;
    RC_ASSERT(dragged.edit(last, true).ok());
    RC_ASSERT(dragged.document() == at_once.document());
}

RC_GTEST_PROP(DocumentProperty, ApplyNeverGivesAnInvalidDocument, ()) {
    const Checked<Applied> applied = rope::apply(any_document(), any_edit());
    if (!applied.ok()) {
        RC_ASSERT(!applied.fault().id.empty());
        return;
    }
    const Checked<Done> valid = validate(applied.value().document);
    if (!valid.ok()) RC_FAIL(sentence(valid.fault()));
    for (const ModelSpec& model : applied.value().document.models)
        RC_ASSERT(frequencies(model).ok());
}

RC_GTEST_PROP(DocumentProperty, ASessionRoundTripIsIdentity, ()) {
    const Document document = any_document();
    const std::string text = write_session(document);
    const Checked<Document> read = read_session(text, "session");
    if (!read.ok()) RC_FAIL(sentence(read.fault()) + "\n" + text);
    RC_ASSERT(read.value() == document);
    RC_ASSERT(write_session(read.value()) == text);
}

RC_GTEST_PROP(DocumentProperty, TheTextOfAValueReadsBack, ()) {
    const ParamSpec& row = any_parameter().spec;
    const Checked<Value> value = checked_value(row, value_for(row), "");
    if (!value.ok()) return;
    const Checked<Value> read = parse_value(row, value_text(value.value()), "");
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value() == value.value());
}

}  // namespace
}  // namespace rope
