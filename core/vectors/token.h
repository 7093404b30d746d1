// A sequence of named tokens, each word with a vector of its own, and the order they are put into.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/vectors/vector_source.h"

namespace rope {

struct Token {
    std::string word;
    std::string vector{};  // a V; empty: N(0, 1) numbers seeded by the word, so that equal words are alike
    friend bool operator==(const Token&, const Token&) = default;
};

struct TokenSequence {
    std::vector<Token> tokens{{"The"}, {"cat"}, {"chased"}, {"the"}, {"mouse"}};
    std::vector<int> order{0, 4, 2, 3, 1};  // which token stands at each place; empty: as written
    friend bool operator==(const TokenSequence&, const TokenSequence&) = default;
};

constexpr std::size_t kMostTokens = 1024;

// Words between blanks; "cat:=1,0,0.5" gives a word its vector. A backslash takes the next character as it
// is: a blank within a word or file name, or ":\=". Every text can be read; reading what tokens_text wrote
// gives the same tokens.
std::vector<Token> parse_tokens(std::string_view text);
std::string tokens_text(std::span<const Token> tokens);

// Where a token's vector comes from: its own V, or "gaussian:seed=N" with N from the bytes of its word (64
// bits of FNV-1a, the top one cut).
VectorSource vector_of(const Token& token);

// "0,4,2,3,1", counted from 0; empty: as written. Faults: those of parse_integer.
Checked<std::vector<int>> parse_order(std::string_view text, std::string_view where);
std::string order_text(std::span<const int> order);

// Order names each of the tokens once, or is empty. Faults: wrong_order, too_many_tokens, those of
// make_vector for a token's vector (files are not opened).
Checked<Done> check_tokens(const TokenSequence& sequence);

// The order with every place filled, also where the sequence is as written.
std::vector<int> places(const TokenSequence& sequence);

}  // namespace rope
