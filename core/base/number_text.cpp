#include "core/base/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

namespace rope {
namespace {

constexpr std::string_view kThinSpace = "\u2009";
constexpr std::string_view kTrueMinus = "\u2212";

// Trimmed, and without the one leading '+' that from_chars would refuse.
std::string_view number_part(std::string_view text) {
    text = without_blanks(text);
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    return text;
}

Fault number_fault(std::string id, std::string_view text, std::string rule, std::string remedy,
                   std::string_view where) {
    constexpr std::size_t kShown = 60;  // a megabyte pasted into a field is not repeated in the message
    const std::string shown =
        text.size() <= kShown ? std::string(text) : std::string(text.substr(0, kShown)) + "...";
    return {.id = std::move(id),
            .subject = "'" + shown + "'",
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::string(where),
            .kind = FaultKind::usage};
}

bool has_decimal_comma(std::string_view number) {
    if (std::count(number.begin(), number.end(), ',') != 1) return false;
    std::string with_point(number);
    std::replace(with_point.begin(), with_point.end(), ',', '.');
    double value = 0;
    const char* end = with_point.data() + with_point.size();
    const auto [rest, error] = std::from_chars(with_point.data(), end, value);
    return error == std::errc() && rest == end;
}

Fault no_number(std::string_view text, std::string_view number, std::string_view where) {
    if (number.empty()) return number_fault("not_a_number", text, "must be a number", "", where);
    if (has_decimal_comma(number)) {
        std::string with_point(number);
        std::replace(with_point.begin(), with_point.end(), ',', '.');
        return number_fault("decimal_comma", text, "has a decimal comma", "write " + with_point, where);
    }
    return number_fault("not_a_number", text, "is not a number", "write it like 10000, 0.25 or 1e-6", where);
}

std::string superscript(int value) {
    constexpr std::string_view kDigits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text;
    for (const char c : fmt::format("{}", value))
        text += c == '-' ? "⁻" : kDigits[c - '0'];
    return text;
}

std::string without_trailing_zeros(std::string decimal) {
    if (decimal.find('.') == std::string::npos) return decimal;
    decimal.erase(decimal.find_last_not_of('0') + 1);
    if (decimal.back() == '.') decimal.pop_back();
    return decimal;
}

std::string grouped(const std::string& decimal) {
    const std::size_t whole = std::min(decimal.find('.'), decimal.size());
    if (whole < 5) return decimal;
    std::string text;
    for (std::size_t i = 0; i < decimal.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) text += kThinSpace;
        text += decimal[i];
    }
    return text;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Edits between two short words; a swap of neighbours is one edit, because it is the commonest slip.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = last[j - 1] + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            now[j] = std::min({replace, last[j] + 1, now[j - 1] + 1});
            const bool swapped =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Checked<double> parse_number(std::string_view text, std::string_view where) {
    const std::string_view number = number_part(text);
    double value = 0;
    const char* end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, value);
    if (error == std::errc::invalid_argument || rest != end) return no_number(text, number, where);
    if (error == std::errc::result_out_of_range)
        return number_fault("number_overflow", text, "is beyond what a number can hold here",
                            "use a size between 1e-307 and 1e308", where);
    if (!std::isfinite(value))
        return number_fault("not_finite", text, "is not finite", "give an ordinary number", where);
    return value;
}

Checked<std::int64_t> parse_integer(std::string_view text, std::int64_t min, std::int64_t max,
                                    std::string_view where) {
    const std::string_view number = number_part(text);
    std::int64_t value = 0;
    const char* end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, value);
    if (error == std::errc::invalid_argument || rest != end) {
        const Checked<double> real = parse_number(text, where);
        if (!real.ok()) return real.fault();
        return number_fault("not_an_integer", text, "must be a whole number, written in digits only", "",
                            where);
    }
    if (error == std::errc::result_out_of_range || value < min || value > max)
        return number_fault("out_of_range", text, fmt::format("must be from {} to {}", min, max), "", where);
    return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string exact_text(double value) {
    std::array<char, 32> text{};  // a sign, 17 digits, a point and e-308 take 24
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 17).ptr;
    return {text.data(), end};
}

std::string shortest_text(double value) {
    return fmt::format("{}", value);
}

std::string display_text(double value, int digits) {
    if (std::isnan(value)) return "not a number";
    if (value == 0) return "0";
    const std::string sign(value < 0 ? kTrueMinus : std::string_view());
    const double size = std::abs(value);
    if (std::isinf(size)) return sign + "∞";

    // "d.ddde±xx": the exponent is the one after rounding, so 9.9999 becomes 10 and not 10.00.
    const std::string rounded = fmt::format("{:.{}e}", size, std::max(digits, 1) - 1);
    const std::size_t e = rounded.find('e');
    int exponent = 0;
    const char* digits_at = rounded.data() + e + (rounded[e + 1] == '+' ? 2 : 1);
    std::from_chars(digits_at, rounded.data() + rounded.size(), exponent);

    constexpr double kBelowTenMillion = 1e7 - 0.5;  // rounds to at most seven whole digits
    const std::string mantissa = without_trailing_zeros(rounded.substr(0, e));
    // 16 777 216 is read more easily than 1.6777216 × 10⁷: where all whole digits are asked for and a power
    // of ten would save little.
    constexpr std::size_t kShortMantissa = 5;  // "1.234"
    const bool counts = exponent > 0 && exponent < digits && mantissa.size() > kShortMantissa;
    if (size >= 1e-4 && (size < kBelowTenMillion || counts)) {
        const int decimals = std::max(0, digits - 1 - exponent);
        return sign + grouped(without_trailing_zeros(fmt::format("{:.{}f}", size, decimals)));
    }
    return sign + (mantissa == "1" ? "" : mantissa + " × ") + "10" + superscript(exponent);
}

std::string nearest_name(std::string_view given, const std::string_view* known, std::size_t count) {
    const std::size_t allowed = given.size() / 3;
    std::size_t best = allowed + 1;
    std::string name;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t longer = std::max(given.size(), known[i].size());
        const std::size_t shorter = std::min(given.size(), known[i].size());
        if (longer - shorter >= best) continue;
        const std::size_t distance = edit_distance(given, known[i]);
        if (distance < best) {
            best = distance;
            name = known[i];
        }
    }
    return name;
}

}  // namespace rope
