// The session inside a picture, and pictures that others have damaged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "core/document/session.h"
#include "core/export/export.h"
#include "core/export/png_writer.h"
#include "core/export/xml.h"

namespace rope {
namespace {

std::string png_with(const std::string& session) {
    PngPicture picture;
    picture.width = picture.height = 3;
    picture.row = [](int y, std::span<std::uint8_t> rgba) {
        for (std::size_t i = 0; i < rgba.size(); ++i)
            rgba[i] = static_cast<std::uint8_t>(i + 40 * static_cast<std::size_t>(y));
    };
    picture.title = "a title before it";
    picture.session = session;
    return encode_png(picture).value();
}

std::string svg_with(const std::string& metadata) {
    return "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">" + metadata + "<g/></svg>";
}

std::string id_of(std::string_view bytes) {
    const auto session = session_of_picture(bytes, "a.png");
    return session.ok() ? "ok" : session.fault().id;
}

std::string chunk(const std::string& typed) {
    const auto word = [](std::uint32_t v) {
        std::string out;
        for (const int shift : {24, 16, 8, 0})
            out.push_back(static_cast<char>(v >> shift & 0xFF));
        return out;
    };
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(typed.data()), static_cast<uInt>(typed.size()));
    return word(static_cast<std::uint32_t>(typed.size() - 4)) + typed + word(static_cast<std::uint32_t>(crc));
}

std::string compressed(const std::string& text) {
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
             static_cast<uLong>(text.size()));
    out.resize(size);
    return out;
}

// A picture of ours with another iTXt chunk before its end.
std::string with_chunk(const std::string& data) {
    std::string bytes = png_with("");
    return bytes.insert(bytes.size() - 12, chunk("iTXt" + data));
}

const std::string kHead = std::string(kSessionKeyword) + std::string("\0\1\0\0\0", 5);

TEST(PictureSession, ComesBackFromAPng) {
    const std::string session = write_session(Document{});
    EXPECT_EQ(session_of_picture(png_with(session), "a.png").value(), session);
    const std::string odd = "{\"θ\": \"<&>\\\" 😀\"}";
    EXPECT_EQ(session_of_picture(png_with(odd), "a.png").value(), odd);
}

TEST(PictureSession, ComesBackFromAnSvg) {
    const std::string session = write_session(Document{});
    EXPECT_EQ(
        session_of_picture(svg_with("<metadata><session>" + xml_text(session) + "</session></metadata>"), "")
            .value(),
        session);
    // As an editor rewrites it: prefixes, its own metadata beside ours.
    EXPECT_EQ(session_of_picture(svg_with("<svg:metadata><rdf>image/svg+xml</rdf><ns1:session><![CDATA[" +
                                          session + "]]></ns1:session></svg:metadata>"),
                                 "")
                  .value(),
              session);
}

TEST(PictureSession, PicturesWithoutOneSaySo) {  // Faults row 33
    EXPECT_EQ(id_of(png_with("")), "no_session");
    EXPECT_EQ(id_of(svg_with("")), "no_session");
    EXPECT_EQ(id_of(svg_with("<metadata>{\"format\": \"other\"}</metadata>")), "no_session");
    EXPECT_EQ(id_of("%PDF-1.5"), "no_session");
    EXPECT_EQ(id_of(with_chunk(std::string("Comment\0\0\0\0\0hello", 17))), "no_session");
}

TEST(PictureSession, UnpackingStopsAtALimit) {  // Faults row 34
    const std::string bomb = compressed(std::string(std::size_t{64} << 20, ' '));
    EXPECT_LT(bomb.size(), std::size_t{1} << 20);
    EXPECT_EQ(id_of(with_chunk(kHead + bomb)), "too_large");
    EXPECT_EQ(id_of(svg_with("<metadata>" + std::string(std::size_t{17} << 20, ' ') + "</metadata>")),
              "too_large");
}

TEST(PictureSession, DamageIsRefusedWhereverItIs) {  // Faults row 35
    const std::string whole = png_with(write_session(Document{}));
    for (std::size_t n = 0; n < whole.size(); ++n) {
        EXPECT_EQ(id_of(whole.substr(0, n)), "bad_picture") << "cut at " << n;
    }
    for (std::size_t n = 8; n < whole.size(); ++n) {  // every byte after the signature is under a checksum
        std::string damaged = whole;
        damaged[n] = static_cast<char>(damaged[n] ^ 0x10);
        EXPECT_EQ(id_of(damaged), "bad_picture") << "byte " << n;
    }
}

TEST(PictureSession, BrokenSessionChunksAreRefused) {
    EXPECT_EQ(id_of(with_chunk(kSessionKeyword)), "no_session");  // no keyword ends
    EXPECT_EQ(id_of(with_chunk(kSessionKeyword + std::string("\0", 1))), "bad_picture");
    EXPECT_EQ(id_of(with_chunk(kSessionKeyword + std::string("\0\1\0en", 5))), "bad_picture");
    EXPECT_EQ(id_of(with_chunk(kHead + "not compressed")), "bad_picture");
    EXPECT_EQ(id_of(with_chunk(kHead + compressed("{\"a\": 1}").substr(0, 10))), "bad_picture");
    EXPECT_EQ(id_of(with_chunk(kHead + compressed("{\"a\": 1}"))), "ok");
    EXPECT_EQ(id_of(svg_with("").substr(0, 60)), "bad_picture");  // cut before </svg>
}

}  // namespace
}  // namespace rope
