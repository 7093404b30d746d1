// Heatmaps on the graphics card: the values of a Raster go up as entries of its colour map (one row of lags,
// or a grid), and shaders/heatmap.frag looks every cell up in the same table that the exporters use: the same
// colours exactly.
#pragma once

#include <list>
#include <string>

#include "app/gl/shader_program.h"
#include "core/figure/raster.h"

namespace rope {

// Textures of rasters, kept while they are used. Needs a current OpenGL context from first to last.
class Heatmaps {
  public:
    Heatmaps();
    ~Heatmaps();
    Heatmaps(const Heatmaps&) = delete;
    Heatmaps& operator=(const Heatmaps&) = delete;

    // A texture of columns × rows texels, row 0 first, with the colours of colour_raster(). 0 when the raster
    // is empty or larger than the card allows. Leaves another framebuffer bound.
    unsigned texture(const Raster& raster, const ColourScale& scale, const Theme& theme);

    void end_frame();  // textures that no frame asked for in a while are given back

  private:
    struct Entry {
        std::string key;
        unsigned texture = 0;
        int idle_frames = 0;
    };
    unsigned draw(const Raster& raster, const ColourScale& scale, const Theme& theme);

    ShaderProgram program_;
    unsigned vertices_ = 0, framebuffer_ = 0, values_ = 0, map_ = 0;
    int largest_side_ = 0;  // of a texture, as the card says
    std::list<Entry> entries_;
};

}  // namespace rope
