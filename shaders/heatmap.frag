#version 330 core
// One fragment is one cell. Values arrive as positions on the colour map, 0 to 1 inside it.
uniform sampler2D positions;  // linear order, `width` texels a row
uniform sampler2D colours;    // the colour map's table, one row
uniform int width;
uniform int columns;
uniform bool toeplitz;  // the value depends on row - column alone
uniform vec4 ground;    // of cells without a value

out vec4 colour;

// Set by the program for masked and broken values, because NaN does not survive every driver.
const float kNoValue = -1e30;

void main() {
    ivec2 cell = ivec2(gl_FragCoord.xy);
    int index = toeplitz ? cell.y - cell.x + columns - 1 : cell.y * columns + cell.x;
    float t = texelFetch(positions, ivec2(index % width, index / width), 0).r;
    int last = textureSize(colours, 0).x - 1;
    int entry = int(clamp(t, 0.0, 1.0) * float(last) + 0.5);
    colour = t <= kNoValue ? ground : texelFetch(colours, ivec2(entry, 0), 0);
}
