// Checked<T>: a value, or a Fault in words for the user. For everything a user can cause.
// An internal contradiction is not a Fault: use `require` (always on).
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace rope {

enum class FaultKind {
    failed,  // the work could not be done (bad file, cannot write): exit status 1
    usage,   // the request itself is wrong (flag, number, name): exit status 2
};

// What was asked, what must hold, where, and what to do next. Tests compare `id`; sentences may improve.
struct Fault {
    std::string id;       // stable, snake_case: "odd_head_dim"
    std::string subject;  // what was asked, as the user wrote it: "head_dim = 63"
    std::string rule;     // what must hold, numbers included: "must be even, because pairs ..."
    std::string remedy;   // what to do next; may be empty
    std::string where;    // "config.json, line 3, column 7" or "--base"; empty from a widget
    FaultKind kind = FaultKind::failed;
};

// One line: "where: subject rule; remedy". Control characters and invalid UTF-8 are escaped.
std::string sentence(const Fault& fault);

// Ends the program with the message when `holds` is false: for contradictions only we can cause.
void require(bool holds, const char* message);

template <class T>
class [[nodiscard]] Checked {
  public:
    Checked(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit on purpose
    Checked(Fault fault) : state_(std::in_place_index<1>, std::move(fault)) {}  // NOLINT

    bool ok() const { return state_.index() == 0; }
    // A Checked<bool> in an `if` would be ambiguous: always ask ok().
    operator bool() const = delete;

    const T& value() const& { return checked_get(*this); }
    T& value() & { return checked_get(*this); }
    T&& value() && { return std::move(checked_get(*this)); }
    const Fault& fault() const {
        require(!ok(), "Checked::fault() on a value");
        return std::get<1>(state_);
    }

  private:
    template <class Self>
    static auto& checked_get(Self& self) {
        require(self.ok(), "Checked::value() on a fault");
        return std::get<0>(self.state_);
    }
    std::variant<T, Fault> state_;
};

struct Done {};  // Checked<Done>: work without a value

}  // namespace rope
