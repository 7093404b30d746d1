#version 330 core
// One fragment is one cell. Values arrive as entries of the table of colours, whose last is the ground, for cells without one.
uniform sampler2D entries;  // linear order, `width` texels a row
uniform sampler2D colours;  // one row
uniform int width;
uniform int columns;
uniform bool toeplitz;  // the value depends on row - column alone

out vec4 colour;

void main() {
    ivec2 cell = ivec2(gl_FragCoord.xy);
    int index = toeplitz ? cell.y - cell.x + columns - 1 : cell.y * columns + cell.x;
    int entry = int(texelFetch(entries, ivec2(index % width, index / width), 0).r * 255.0 + 0.5);
    colour = texelFetch(colours, ivec2(entry, 0), 0);
}
