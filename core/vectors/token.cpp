#include "core/vectors/token.h"

#include <fmt/format.h>

#include <numeric>

#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr std::string_view kBlanks = " \t\r\n", kGives = ":=";

Fault fault(const char* id, std::string subject, std::string rule, std::string remedy, const char* where) {
    return {.id = id,
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = where,
            .kind = FaultKind::usage};
}

bool is_blank(char c) {
    return kBlanks.find(c) != std::string_view::npos;
}

void append_escaped(std::string& out, std::string_view text, bool in_word) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool would_give = in_word && text.substr(i).starts_with(kGives);
        if (is_blank(text[i]) || text[i] == '\\' || would_give) out += '\\';
        out += text[i];
    }
}

}  // namespace

std::vector<Token> parse_tokens(std::string_view text) {
    std::vector<Token> tokens;
    Token token;
    bool in_vector = false;
    const auto finish = [&] {
        if (!token.word.empty() || !token.vector.empty()) tokens.push_back(std::move(token));
        token = {};
        in_vector = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& part = in_vector ? token.vector : token.word;
        if (text[i] == '\\' && i + 1 < text.size()) {
            part += text[++i];
        } else if (is_blank(text[i])) {
            finish();
        } else if (!in_vector && text.substr(i).starts_with(kGives)) {
            in_vector = true;
            i += kGives.size() - 1;
        } else {
            part += text[i];
        }
    }
    finish();
    return tokens;
}

std::string tokens_text(std::span<const Token> tokens) {
    std::string out;
    for (const Token& token : tokens) {
        if (!out.empty()) out += ' ';
        append_escaped(out, token.word, true);
        if (token.vector.empty()) continue;
        out += kGives;
        append_escaped(out, token.vector, false);
    }
    return out;
}

VectorSource vector_of(const Token& token) {
    if (!token.vector.empty()) return {token.vector};
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : token.word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return {fmt::format("gaussian:seed={}", hash >> 1)};
}

Checked<std::vector<int>> parse_order(std::string_view text, std::string_view where) {
    std::vector<int> order;
    if (text.find_first_not_of(kBlanks) == std::string_view::npos) return order;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(',', from), text.size());
        const auto place =
            parse_integer(text.substr(from, end - from), 0, std::int64_t{kMostTokens} - 1, where);
        if (!place.ok()) return place.fault();
        order.push_back(static_cast<int>(place.value()));
        from = end + 1;
    }
    return order;
}

std::string order_text(std::span<const int> order) {
    return fmt::format("{}", fmt::join(order, ","));
}

Checked<Done> check_tokens(const TokenSequence& sequence) {
    const std::size_t count = sequence.tokens.size();
    if (count > kMostTokens) {
        return fault("too_many_tokens", fmt::format("{} tokens", count),
                     fmt::format("are more than the {} that can be put in order", kMostTokens), "",
                     "sequence.tokens");
    }
    for (const Token& token : sequence.tokens) {
        const VectorSource source = vector_of(token);
        if (token.vector.empty() || !file_of(source).empty()) continue;
        constexpr int kLongHead = 4096;  // a one-hot position need only exist in some head
        const auto made = make_vector_of_own_length(source, kLongHead, "sequence.tokens");
        if (!made.ok()) return made.fault();
    }
    if (sequence.order.empty()) return Done{};
    std::vector<bool> named(count);
    for (const int token : sequence.order) {
        const auto index = static_cast<std::size_t>(token);
        if (token < 0 || index >= count || named[index]) break;
        named[index] = true;
    }
    const bool all = std::accumulate(named.begin(), named.end(), std::size_t{0}) == count;
    if (all && sequence.order.size() == count) return Done{};
    return fault("wrong_order", "sequence.order = " + order_text(sequence.order),
                 fmt::format("must name each of the {} tokens once, counted from 0", count),
                 "leave it empty for the order as written", "");
}

std::vector<int> places(const TokenSequence& sequence) {
    if (!sequence.order.empty()) return sequence.order;
    std::vector<int> order(sequence.tokens.size());
    std::iota(order.begin(), order.end(), 0);
    return order;
}

}  // namespace rope
