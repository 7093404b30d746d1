// Runs a fuzz target without libFuzzer: on every file of the folders given, and on small mutations of them.
// The same mutations every time, so that a failure here can be repeated.
//   NAME_replay FOLDER... [--rounds N]      N mutations of each file (default 200)
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/number_text.h"
#include "tests/fuzz/fuzz.h"

namespace {

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string mutated(std::string bytes, const std::string& other, std::mt19937_64& random) {
    const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        const std::size_t at = below(bytes.size());
        switch (below(6)) {
            case 0:
                bytes.resize(at);
                break;
            case 1:
                bytes.insert(at, 1, static_cast<char>(random()));
                break;
            case 2:
                bytes.erase(at, 1 + below(8));
                break;
            case 3:
                bytes.insert(at, bytes.substr(at, 1 + below(16)));
                break;
            case 4:
                bytes.replace(at, below(16), other.substr(below(other.size()), below(32)));
                break;
            default:
                if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        }
    }
    return bytes;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> corpus;
    std::int64_t rounds = 200;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--rounds" && i + 1 < count) {
            rounds = rope::parse_integer(arguments[++i], 0, 1'000'000'000, "--rounds").value();
            continue;
        }
        for (const auto& file : std::filesystem::directory_iterator(argument))
            corpus.push_back(rope::read_file(file.path().string(), std::size_t{1} << 24).value());
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "no files to run\n");
        return EXIT_FAILURE;
    }
    std::sort(corpus.begin(), corpus.end());  // folders have no order of their own
    std::mt19937_64 random(1);
    for (const std::string& bytes : corpus) {
        run(bytes);
        for (std::int64_t round = 0; round < rounds; ++round)
            run(mutated(bytes, corpus[random() % corpus.size()], random));
    }
    std::printf("%zu files, %lld mutations each\n", corpus.size(), static_cast<long long>(rounds));
    return EXIT_SUCCESS;
}
