#include "core/base/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <vector>

namespace rope {
namespace {

using nlohmann::json;

std::string place(const std::string& where, std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.find_last_of('\n') + 1;  // npos + 1 is 0
    const auto column = 1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(),
                                          [](char c) { return (c & 0xC0) != 0x80; });
    return fmt::format("{}{}line {}, column {}", where, where.empty() ? "" : ", ", line, column);
}

// NaN, Infinity and -Infinity outside of strings, each replaced by a string of the same length, so that a
// JSON parser reads on and columns stay true.
struct NonFinite {
    struct Literal {
        std::size_t string_index;  // how many strings stand before it in the text
        std::size_t at;
        double value;
    };
    std::vector<Literal> literals;
    std::string text;  // empty when there is nothing to replace
};

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

NonFinite replace_non_finite(std::string_view text) {
    struct Spelling {
        std::string_view word;
        double value;
    };
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr Spelling kSpellings[] = {{"NaN", std::numeric_limits<double>::quiet_NaN()},
                                       {"Infinity", kInfinity},
                                       {"-Infinity", -kInfinity}};
    NonFinite found;
    std::size_t strings = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at)
                if (text[at] == '\\') ++at;
            ++at;
            ++strings;
            continue;
        }
        if (c == 'N' || c == 'I' || c == '-') {
            for (const Spelling& spelling : kSpellings) {
                const std::string_view word = spelling.word;
                const std::size_t end = at + word.size();
                if (text.substr(at, word.size()) != word || (end < text.size() && is_word(text[end])))
                    continue;
                if (found.text.empty()) found.text = text;
                found.text[at] = found.text[end - 1] = '"';
                std::fill(found.text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                          found.text.begin() + static_cast<std::ptrdiff_t>(end) - 1, '-');
                found.literals.push_back({strings++, at, spelling.value});
                at = end - 1;
                break;
            }
        }
        if (is_word(c)) {  // a word is passed whole: the NaN in "xNaN" is not one
            while (at < text.size() && is_word(text[at]))
                ++at;
        } else {
            ++at;
        }
    }
    return found;
}

// Tells how far the parser has read, which nlohmann's events do not.
class ReadingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    ReadingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
    reference operator*() const { return *at_; }
    ReadingIterator& operator++() {
        *furthest_ = ++at_;
        return *this;
    }
    bool operator==(const ReadingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const ReadingIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    const char** furthest_;
};

// Builds the value from the parser's events, and stops at what nlohmann itself would let pass.
class Builder : public nlohmann::json_sax<json> {
  public:
    Builder(std::string_view text, const NonFinite& non_finite, const std::string& where, int most_depth)
        : text_(text), non_finite_(non_finite), where_(where), most_depth_(most_depth) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override {
        if (const auto literal = literal_here()) return put(*literal);
        return put(std::move(value));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (literal_here()) return stop("json_syntax", "is not valid JSON: a key must be a string", "");
        if (open_.back()->contains(name))
            return stop("duplicate_key", "has the key '" + name + "' twice in one object",
                        "remove one of them");
        key_ = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int kNumberOverflow = 406;
        const std::size_t at = position == 0 ? 0 : position - 1;
        if (error.id == kNumberOverflow) {
            const std::string_view said = error.what();
            const std::size_t quote = said.find('\'');
            const std::string number(quote == std::string_view::npos ? "a number" : said.substr(quote));
            return stop_at(at, "number_overflow", "holds " + number + ", beyond the largest number (1.8e308)",
                           "");
        }
        // "[json.exception...] parse error at line 1, column 2: syntax error while parsing ..."
        std::string said = error.what();
        if (const std::size_t colon = said.find(": "); colon != std::string::npos) said.erase(0, colon + 2);
        return stop_at(at, "json_syntax", "is not valid JSON: " + said, "");
    }

    void set_furthest(const char* const* furthest) { furthest_ = furthest; }
    json& value() { return root_; }
    Fault fault() const {
        return fault_.value_or(Fault{.id = "json_syntax",
                                     .subject = "the file",
                                     .rule = "is not valid JSON",
                                     .remedy = "",
                                     .where = where_});
    }

  private:
    std::optional<double> literal_here() {
        const std::size_t index = strings_++;
        if (next_literal_ == non_finite_.literals.size()) return {};
        const NonFinite::Literal& literal = non_finite_.literals[next_literal_];
        if (literal.string_index != index) return {};
        ++next_literal_;
        return literal.value;
    }

    json* place_for(json&& value) {
        if (open_.empty()) return &(root_ = std::move(value));
        json& parent = *open_.back();
        if (parent.is_object()) return &(parent[key_] = std::move(value));
        parent.push_back(std::move(value));
        return &parent.back();
    }
    bool put(json&& value) {
        place_for(std::move(value));
        return true;
    }
    bool open(json&& value) {
        if (static_cast<int>(open_.size()) >= most_depth_)
            return stop("json_too_deep", fmt::format("is nested more than {} levels deep", most_depth_),
                        "is it the right file?");
        open_.push_back(place_for(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    bool stop(std::string id, std::string rule, std::string remedy) {
        const auto read = static_cast<std::size_t>(*furthest_ - text_.data());
        return stop_at(read == 0 ? 0 : read - 1, std::move(id), std::move(rule), std::move(remedy));
    }
    bool stop_at(std::size_t at, std::string id, std::string rule, std::string remedy) {
        fault_ = Fault{.id = std::move(id),
                       .subject = "the file",
                       .rule = std::move(rule),
                       .remedy = std::move(remedy),
                       .where = place(where_, text_, at)};
        return false;
    }

    std::string_view text_;
    const NonFinite& non_finite_;
    std::string where_;
    int most_depth_;
    const char* const* furthest_ = nullptr;
    json root_;
    std::vector<json*> open_;  // stable: a container never grows while one of its members is open
    std::string key_;
    std::size_t strings_ = 0;
    std::size_t next_literal_ = 0;
    std::optional<Fault> fault_;
};

Fault whole_file(std::string id, std::string rule, std::string remedy, std::string where) {
    return {.id = std::move(id),
            .subject = "the file",
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::move(where)};
}

}  // namespace

Checked<json> parse_json(std::string_view text, const std::string& where, const JsonOptions& options) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return whole_file("json_empty", "is empty", "a JSON object is expected", where);
    // nlohmann takes a zero byte for the end of the text, and would not see what follows.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        return whole_file("json_syntax", "is not valid JSON: it holds a zero byte", "",
                          place(where, text, zero));

    const NonFinite non_finite = replace_non_finite(text);
    if (!non_finite.literals.empty() && !options.allow_non_finite)
        return whole_file("not_finite", "holds a number that is not finite (NaN or Infinity)",
                          "write an ordinary number", place(where, text, non_finite.literals.front().at));
    if (!non_finite.text.empty()) text = non_finite.text;

    Builder builder(text, non_finite, where, options.most_depth);
    const char* furthest = text.data();
    builder.set_furthest(&furthest);
    const char* end = text.data() + text.size();
    if (!json::sax_parse(ReadingIterator(text.data(), &furthest), ReadingIterator(end, &furthest), &builder))
        return builder.fault();
    if (options.top_level_object && !builder.value().is_object())
        return whole_file("not_an_object", fmt::format("holds a JSON {}", builder.value().type_name()),
                          "an object in braces {...} is expected", where);
    return std::move(builder.value());
}

}  // namespace rope
