// One vertex and one fragment shader, linked.
#pragma once

namespace rope {

class ShaderProgram {
  public:
    // The sources are ours, so a shader that does not compile ends the program with the driver's message.
    ShaderProgram(const char* vertex_source, const char* fragment_source);
    ~ShaderProgram();
    ShaderProgram(const ShaderProgram&) = delete;
    ShaderProgram& operator=(const ShaderProgram&) = delete;

    unsigned id() const { return id_; }
    int uniform(const char* name) const;

  private:
    unsigned id_ = 0;
};

}  // namespace rope
