"""The gallery's figures as matplotlib draws them: the same data, size, resolution and files (PNG and SVG).

draw(FIGURES) is timed; what it is given is read before. A figure is (id, kind, title, (width, height) [in], columns, rows),
as its CSV has them. Curves are plotted against the first column, maps with imshow and a colour bar.
"""
import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

DPI = 150


def read(name, title, size, path):
    with open(path, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split(",")
    rows = np.genfromtxt(path, delimiter=",", skip_header=1, ndmin=2)
    return name, title, size, names, rows


def is_map(names):
    return len(names) > 3 and all(" at " in name for name in names[1:])


def draw_one(title, size, names, rows):
    figure, axes = plt.subplots(figsize=size, dpi=DPI)
    if is_map(names):
        picture = axes.imshow(rows[:, 1:], aspect="auto")
        figure.colorbar(picture)
        axes.set_xlabel("column")
    else:
        for column in range(1, len(names)):
            if not np.all(np.isnan(rows[:, column])):
                axes.plot(rows[:, 0], rows[:, column], label=names[column])
        axes.legend()
    axes.set_ylabel(names[1])
    axes.set_xlabel(names[0])
    axes.set_title(title)
    figure.tight_layout()
    for ending in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=ending, dpi=DPI)
    plt.close(figure)


def draw(figures):
    for _, title, size, names, rows in figures:
        draw_one(title, size, names, rows)
