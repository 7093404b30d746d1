#include "core/document/session.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto document = read_session(fuzz::text(data, size), "session.json");
    if (!document.ok()) {
        fuzz::require_sentence(document.fault());
        return 0;
    }
    // What was accepted can be written, and reading that back loses nothing.
    const std::string written = write_session(document.value());
    const auto again = read_session(written, "session.json");
    require(again.ok(), "a written session is refused");
    require(write_session(again.value()) == written, "a session changes on its way through a file");
    return 0;
}
