// The borders between rooms, read from the includes themselves.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace rope {
namespace {

namespace fs = std::filesystem;

struct Include {
    std::string file;  // "core/rope/rotation.cpp"
    std::string room;  // "rope"
    std::string target;
};

std::vector<Include> includes_below_core() {
    static const std::regex kInclude(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
    const fs::path top = ROPE_SOURCE_DIR;
    std::vector<Include> found;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / "core")) {
        const std::string ending = entry.path().extension();
        if (ending != ".h" && ending != ".cpp") continue;
        const fs::path inside = fs::relative(entry.path(), top / "core");
        std::ifstream file(entry.path());
        std::smatch match;
        for (std::string line; std::getline(file, line);) {
            if (std::regex_search(line, match, kInclude)) {
                found.push_back({"core/" + inside.string(), inside.begin()->string(), match[1].str()});
            }
        }
    }
    return found;
}

TEST(Borders, CoreKnowsNoWindow) {
    const std::regex toolkit(R"((imgui|GLFW/|glad/|GL/|EGL/|X11/|app/).*)");
    const auto includes = includes_below_core();
    ASSERT_GT(includes.size(), 50u);
    for (const Include& include : includes) {
        EXPECT_FALSE(std::regex_match(include.target, toolkit))
            << include.file << " includes " << include.target;
    }
}

TEST(Borders, RoomsDependOnEarlierRoomsOnly) {
    const std::map<std::string, std::set<std::string>> allowed{
        {"base", {}},
        {"job", {"base"}},
        {"rope", {"base"}},
        {"scaling", {"base", "rope"}},
        {"vectors", {"base", "rope"}},
        {"scheme", {"base", "rope", "vectors"}},  // its seeded tables come from the vectors' generator
        {"model", {"base", "rope", "scaling", "vectors"}},
        {"measure", {"base", "job", "rope", "scaling", "vectors", "scheme", "model"}},
        {"figure", {"base", "job", "rope", "scaling", "vectors", "scheme", "model", "measure"}},
        {"document", {"base", "job", "rope", "scaling", "vectors", "scheme", "model", "measure", "figure"}},
        {"export",
         {"base", "job", "rope", "scaling", "vectors", "scheme", "model", "measure", "figure", "document"}},
    };
    for (const Include& include : includes_below_core()) {
        if (!include.target.starts_with("core/")) continue;
        const std::string room = include.target.substr(5, include.target.find('/', 5) - 5);
        if (room == include.room) continue;
        ASSERT_TRUE(allowed.contains(include.room)) << "unknown room of " << include.file;
        EXPECT_TRUE(allowed.at(include.room).contains(room))
            << include.file << " includes " << include.target;
    }
}

}  // namespace
}  // namespace rope
