#include "app/gl/heatmap.h"

#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/number_text.h"
#include "shaders.h"

namespace rope {
namespace {

constexpr std::uint8_t kNoValue = ColourMap::kEntries;  // behind the table: the ground
constexpr int kKeptFrames = 30;

// Nearest, without borders: texels are fetched by number.
void set_up_texture(unsigned texture) {
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

std::string texture_key(const Raster& raster, const ColourScale& scale, const Theme& theme) {
    return fmt::format("{}x{}|{}|{}|{}|{}|{}", raster.rows, raster.columns, static_cast<int>(scale.map),
                       exact_text(scale.lo), exact_text(scale.hi), id(theme.id), raster.key);
}

}  // namespace

Heatmaps::Heatmaps() : program_(kHeatmapVertexShader, kHeatmapFragmentShader) {
    glGenVertexArrays(1, &vertices_);
    glGenFramebuffers(1, &framebuffer_);
    glGenTextures(1, &values_);
    glGenTextures(1, &map_);
    set_up_texture(values_);
    set_up_texture(map_);
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest_side_);
}

Heatmaps::~Heatmaps() {
    for (const Entry& entry : entries_)
        glDeleteTextures(1, &entry.texture);
    glDeleteTextures(1, &map_);
    glDeleteTextures(1, &values_);
    glDeleteFramebuffers(1, &framebuffer_);
    glDeleteVertexArrays(1, &vertices_);
}

unsigned Heatmaps::texture(const Raster& raster, const ColourScale& scale, const Theme& theme) {
    if (raster.rows < 1 || raster.columns < 1 || raster.values == nullptr) return 0;
    if (raster.rows > largest_side_ || raster.columns > largest_side_) return 0;
    const std::string key = raster.key.empty() ? std::string() : texture_key(raster, scale, theme);
    const auto found = key.empty() ? entries_.end()
                                   : std::find_if(entries_.begin(), entries_.end(),
                                                  [&](const Entry& e) { return e.key == key; });
    if (found != entries_.end()) {
        found->idle_frames = 0;
        return found->texture;
    }
    entries_.push_front({key, draw(raster, scale, theme), 0});
    return entries_.front().texture;
}

unsigned Heatmaps::draw(const Raster& raster, const ColourScale& scale, const Theme& theme) {
    const std::vector<double>& given = *raster.values;
    const int width = std::min(static_cast<int>(given.size()), largest_side_);
    const int height = (static_cast<int>(given.size()) + width - 1) / width;
    // Exporters choose the same entries of the same table.
    std::vector<std::uint8_t> entries(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                                      kNoValue);
    std::transform(given.begin(), given.end(), entries.begin(), [&](double value) {
        return std::isfinite(value) ? static_cast<std::uint8_t>(ColourMap::entry(scale.position(value)))
                                    : kNoValue;
    });
    std::array<Colour, ColourMap::kEntries + 1> colours{};
    std::copy_n(colour_map(scale.map, theme).entries.begin(), ColourMap::kEntries, colours.begin());
    const Colour ground = theme.colour({InkKind::ground});
    colours[kNoValue] = {ground.r, ground.g, ground.b, 255};

    unsigned target = 0;
    glGenTextures(1, &target);
    set_up_texture(target);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, raster.columns, raster.rows, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 nullptr);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target, 0);
    glViewport(0, 0, raster.columns, raster.rows);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DEPTH_TEST);

    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, map_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, static_cast<int>(colours.size()), 1, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, colours.data());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, values_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, entries.data());

    glUseProgram(program_.id());
    glUniform1i(program_.uniform("entries"), 0);
    glUniform1i(program_.uniform("colours"), 1);
    glUniform1i(program_.uniform("width"), width);
    glUniform1i(program_.uniform("columns"), raster.columns);
    glUniform1i(program_.uniform("toeplitz"), raster.toeplitz ? 1 : 0);
    glBindVertexArray(vertices_);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBindVertexArray(0);
    glUseProgram(0);
    return target;
}

void Heatmaps::end_frame() {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        // A raster without a key is drawn anew by every frame.
        if (entry->key.empty() ? entry->idle_frames++ > 0 : entry->idle_frames++ > kKeptFrames) {
            glDeleteTextures(1, &entry->texture);
            entry = entries_.erase(entry);
        } else {
            ++entry;
        }
    }
}

}  // namespace rope
