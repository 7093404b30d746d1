// A path to open or to save: a field and a list of the folder, our own because Debian has no dialog library.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/gui/ui.h"

namespace rope {

class FileDialog {
  public:
    enum class Mode { open, save };
    // `path`: a file or folder to start from.
    void open(Mode mode, std::string title, const std::string& path);
    void close() { open_ = false; }
    bool is_open() const { return open_; }

    // The path once chosen. Saving onto an existing file asks first.
    std::optional<std::string> draw(Ui& ui);

  private:
    struct Entry {
        std::string name;
        bool folder = false;
    };
    void list_folder();
    std::optional<std::string> accept();
    bool open_ = false, focus_ = false;
    bool asks_to_replace_ = false;
    Mode mode_ = Mode::open;
    std::string title_, path_, folder_, problem_;
    std::vector<Entry> entries_;  // folders first, by name; bounded
    bool cut_ = false;            // the folder holds more than are listed
};

}  // namespace rope
