#include "app/gl/shader_program.h"

#include <glad/gl.h>

#include <array>

#include "core/base/checked.h"

namespace rope {
namespace {

unsigned compile(unsigned kind, const char* source) {
    const unsigned shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    int compiled = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    std::array<char, 1024> log{};
    if (compiled == 0) glGetShaderInfoLog(shader, static_cast<int>(log.size()), nullptr, log.data());
    require(compiled != 0, log.data());
    return shader;
}

}  // namespace

ShaderProgram::ShaderProgram(const char* vertex_source, const char* fragment_source) {
    const unsigned vertex = compile(GL_VERTEX_SHADER, vertex_source);
    const unsigned fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
    id_ = glCreateProgram();
    glAttachShader(id_, vertex);
    glAttachShader(id_, fragment);
    glLinkProgram(id_);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    int linked = 0;
    glGetProgramiv(id_, GL_LINK_STATUS, &linked);
    std::array<char, 1024> log{};
    if (linked == 0) glGetProgramInfoLog(id_, static_cast<int>(log.size()), nullptr, log.data());
    require(linked != 0, log.data());
}

ShaderProgram::~ShaderProgram() {
    glDeleteProgram(id_);
}

int ShaderProgram::uniform(const char* name) const {
    return glGetUniformLocation(id_, name);
}

}  // namespace rope
