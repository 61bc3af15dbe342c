"""The coloured bands over the skills: a group's name in its band, or upright above a narrow one."""

from __future__ import annotations

from dataclasses import dataclass

from app.drawing.fitting import Fitted, fit_names
from app.drawing.palette import Palette
from app.drawing.surface import Face, Surface, middle, upright
from app.i18n import say
from app.reports.matrix_facts import MatrixPrint
from app.reports.pagination import Page, Run

GROUP_GAP = 3.0
_LONGEST_UPRIGHT = 76.0


@dataclass(frozen=True, slots=True)
class BandName:
    """How a group's name stands: in its band, or upright above it."""

    name: str
    fitted: Fitted
    above: bool


@dataclass(frozen=True, slots=True)
class Bands:
    """`height` of all, of which `above` is for names that stand over the bands. `names` a page, a run."""

    height: float
    above: float
    size: float
    names: tuple[tuple[BandName, ...], ...]


def _run_name(matrix: MatrixPrint, run: Run) -> str:
    name = matrix.groups[run.group].name
    return say("reports.matrix.continued", matrix.language, name=name) if name and run.continued else name


def fit_bands(
    matrix: MatrixPrint, surface: Surface, pages: tuple[Page, ...], column: float, scale: float
) -> Bands:
    """The bands of all pages, with the names' full words where any setting allows it."""
    usual = _fit_bands(matrix, surface, pages, column, scale, 8.0 * scale)
    smaller = _fit_bands(matrix, surface, pages, column, scale, 7.0 * scale)
    return smaller if smaller.height < usual.height else usual


def _fit_bands(
    matrix: MatrixPrint, surface: Surface, pages: tuple[Page, ...], column: float, scale: float, size: float
) -> Bands:
    def width_of(text: str) -> float:
        return surface.text_width(text, Face.SEMIBOLD, size)

    runs = [run for page in pages for run in page]
    names = [_run_name(matrix, run) for run in runs]
    if not any(names):
        none = BandName("", Fitted(("",), 1.0, True), False)
        return Bands(0.0, 0.0, size, tuple((none,) * len(page) for page in pages))
    rooms = [run.count * column - 5 * scale for run in runs]
    level = fit_names(names, width_of, rooms, lines=2, tightest=0.82)
    narrow = [at for at, fit in enumerate(level) if not fit.whole]
    standing: dict[int, Fitted] = {}
    lines_of = [max(1, min(3, int((run.count * column + 0.2 * size) / (1.15 * size)))) for run in runs]
    for lines in sorted({lines_of[at] for at in narrow}):
        those = [at for at in narrow if lines_of[at] == lines]
        fits = fit_names(
            [names[at] for at in those], width_of, [_LONGEST_UPRIGHT * scale] * len(those), lines=lines
        )
        standing.update(zip(those, fits, strict=True))
    most_lines = max((len(fit.lines) for at, fit in enumerate(level) if at not in standing), default=1)
    band = 13.5 * scale if most_lines == 1 else 6 * scale + 2.3 * size
    above = max(
        (max(map(width_of, fit.lines)) * fit.stretch + 5 * scale for fit in standing.values()), default=0.0
    )
    settled = [BandName(name, standing.get(at, level[at]), at in standing) for at, name in enumerate(names)]
    by_page: list[tuple[BandName, ...]] = []
    for page in pages:
        by_page.append(tuple(settled[: len(page)]))
        settled = settled[len(page) :]
    return Bands(band + above, above, size, tuple(by_page))


def draw_bands(
    surface: Surface,
    palette: Palette,
    bands: Bands,
    page: Page,
    names: tuple[BandName, ...],
    x: float,
    column: float,
) -> None:
    """The bands of a page from x on, their upper edge at the origin."""
    height, size = bands.height - bands.above, bands.size
    for run, band in zip(page, names, strict=True):
        width = run.count * column
        if band.name:
            surface.rect(x + 0.5, bands.above, width - 1, height, fill=palette.brand)
        leading = size * 1.15
        block = leading * len(band.fitted.lines)
        for number, line in enumerate(band.fitted.lines):
            if band.above:
                baseline = middle(x + (width - block) / 2 + number * leading, leading, size)
                foot = bands.above - size * 0.4
                stretch = band.fitted.stretch
                upright(surface, baseline, foot, line, Face.SEMIBOLD, size, palette.brand, stretch=stretch)
            else:
                top = bands.above + (height - block) / 2
                surface.text(
                    x + width / 2,
                    middle(top + number * leading, leading, size),
                    line,
                    Face.SEMIBOLD,
                    size,
                    palette.on_brand,
                    anchor="middle",
                    stretch=band.fitted.stretch,
                )
        x += width + GROUP_GAP
