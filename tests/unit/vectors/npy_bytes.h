// .npy files as numpy writes them, and as it never would.
#pragma once

#include <cstring>
#include <string>
#include <vector>

namespace rope::test {

inline std::string npy_with_header(const std::string& header, const std::string& data, int major = 1) {
    std::string file = "\x93NUMPY";
    file += static_cast<char>(major);
    file += '\0';
    for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
        file += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
    return file + header + data;
}

inline std::string npy(const std::string& descr, const std::string& shape, const std::string& data,
                       bool fortran = false, int major = 1) {
    std::string header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
                         ", 'shape': " + shape + ", }";
    while ((10 + header.size() + 1) % 64 != 0)
        header += ' ';
    return npy_with_header(header + '\n', data, major);
}

template <class T>
std::string little_endian(const std::vector<T>& values) {
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());  // the tests run on little-endian machines
    return bytes;
}

template <class T>
std::string big_endian(const std::vector<T>& values) {
    std::string bytes;
    for (const T& value : values) {
        const std::string one = little_endian(std::vector<T>{value});
        bytes.append(one.rbegin(), one.rend());
    }
    return bytes;
}

}  // namespace rope::test
