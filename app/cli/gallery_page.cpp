#include "app/cli/gallery_page.h"

#include "core/base/number_text.h"
#include "core/export/base64.h"
#include "core/export/xml.h"

namespace rope::cli {
namespace {

// Figures keep their own ground in the dark page: a picture must not depend on who looks at it.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RoPE Explorer: gallery</title>
<style>
  :root { color-scheme: light dark; --ground: #f5f6f8; --card: #ffffff; --text: #1c2230; --muted: #5a6475;
          --line: #dde1e8; --accent: #1f5fbf; }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #14171d; --card: #1d2129; --text: #e6e9ef; --muted: #9aa4b5; --line: #323945; --accent: #86b4ff; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
  header, nav, main, footer { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
  header { padding-top: 2.5rem; }
  h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; }
  header p, .source, footer { color: var(--muted); }
  nav ul { margin: 1rem 0 2rem; padding: 0; list-style: none; columns: 20rem 2; column-gap: 2rem; }
  nav li { break-inside: avoid; padding: .12rem 0; }
  a { color: var(--accent); text-decoration: none; }
  a:hover, a:focus { text-decoration: underline; }
  article { margin: 0 0 2rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line);
            border-radius: .6rem; }
  h2 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.3; }
  .picture { text-align: center; }
  .picture img { max-width: 100%; height: auto; vertical-align: middle; border: 1px solid var(--line);
                 border-radius: .35rem; }
  article p { margin: 1rem 0 0; }
  .source { font-size: .9rem; }
  pre { margin: 1rem 0 0; padding: .75rem 1rem; overflow-x: auto; background: var(--ground);
        border: 1px solid var(--line); border-radius: .35rem; font: .85rem/1.5 ui-monospace, monospace;
        white-space: pre-wrap; overflow-wrap: anywhere; }
  footer { padding-bottom: 2.5rem; font-size: .9rem; }
</style>
</head>
<body>
<header>
<h1>Rotary position embeddings in figures</h1>
<p>Each figure as picture and as data, with the command that makes it again.</p>
</header>
)";

std::string element(std::string_view tag, const std::string& text) {
    return "<" + std::string(tag) + ">" + xml_text(text) + "</" + std::string(tag) + ">\n";
}

std::string link(const std::string& target, const std::string& words) {
    return "<a href=\"" + xml_text(target) + "\">" + xml_text(words) + "</a>";
}

std::string article(const GalleryEntry& entry) {
    std::string html = "<article id=\"" + xml_text(entry.id) + "\">\n" + element("h2", entry.title);
    constexpr double kPixelsPerPoint = 96.0 / 72;
    html += "<div class=\"picture\"><img alt=\"" + xml_text(entry.title + ". " + entry.description) +
            "\" width=\"" + display_text(entry.width * kPixelsPerPoint, 4) +
            "\" src=\"data:image/svg+xml;base64," + base64(entry.svg) + "\"></div>\n";
    html += element("p", entry.description);
    html += "<p class=\"source\">Source: " + xml_text(entry.source) +
            ".<br>Files: " + link(entry.id + ".svg", "SVG") + ", " + link(entry.id + ".png", "PNG") + ", " +
            link(entry.id + ".csv", "CSV") + "</p>\n";
    return html + "<pre><code>" + xml_text(entry.command) + "</code></pre>\n</article>\n";
}

}  // namespace

std::string gallery_page(std::span<const GalleryEntry> entries) {
    std::string html(kHead);
    html += "<nav><ul>\n";
    for (const GalleryEntry& entry : entries)
        html += "<li>" + link("#" + entry.id, entry.title) + "</li>\n";
    html += "</ul></nav>\n<main>\n";
    for (const GalleryEntry& entry : entries)
        html += article(entry);
    return html + "</main>\n<footer><p>Made by rope-explorer " ROPE_VERSION
                  ". Dropped on its window, a PNG or SVG of this page opens as it was made.</p></footer>\n"
                  "</body>\n</html>\n";
}

}  // namespace rope::cli
