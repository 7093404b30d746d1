#include "app/cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/utf8.h"

namespace rope::cli {

Checked<Done> Console::write(std::string_view bytes) {
    Checked<Done> written = write_file("-", bytes);
    if (!written.ok() && written.fault().id == "reader_gone") std::_Exit(0);
    return written;
}

void Console::note(std::string_view words) {
    progress("");
    const std::string line = "rope-explorer: " + printable(words) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::progress(std::string_view words) {
    if (!errors_are_terminal() || (words.empty() && !progress_shown_)) return;
    // Return to the line's start, write, and clear what the previous words left over.
    const std::string line = "\r" + printable(words) + "\x1b[K";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    progress_shown_ = !words.empty();
}

bool Console::output_is_terminal() {
    return ::isatty(STDOUT_FILENO) != 0;
}

bool Console::errors_are_terminal() {
    return ::isatty(STDERR_FILENO) != 0;
}

}  // namespace rope::cli
