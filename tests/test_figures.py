"""The course's pictures: drawn by one script from data, legible, and the same in words."""

import io
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops

from bot.core.course import Figure, Lesson, Outline

ROOT = Path(__file__).parent.parent
LESSONS = ROOT / "lessons"
FIGURES = LESSONS / "figures"
MOST_BYTES = 300_000


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


@cache
def script() -> ModuleType:
    """The script as a module; nothing is left beside it, as importing would."""
    module = ModuleType("draw")
    module.__file__ = str(FIGURES / "draw.py")
    sys.modules["draw"] = module  # dataclasses look their module up
    code = (FIGURES / "draw.py").read_text(encoding="utf-8")
    exec(compile(code, module.__file__, "exec"), module.__dict__)
    return module


OUTLINE = Outline.model_validate(read(LESSONS / "course.yaml"))
MODULES = [
    Lesson.model_validate(read(path))
    for path in sorted(LESSONS.glob("*.yaml"))
    if "pages" in read(path)
]
SHOWN: Mapping[str, Figure] = {
    Path(page.figure.image).stem: page.figure
    for lesson in MODULES
    for page in lesson.pages
    if page.figure is not None
}
NAMES = sorted(SHOWN)


def data(name: str) -> dict[str, Any]:
    text = (FIGURES / f"{name}.yaml").read_text(encoding="utf-8")
    read_: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return read_


@cache
def drawn(name: str) -> bytes:
    """The picture as the script draws it now."""
    png: bytes = script().draw(data(name))
    return png


def texts(value: object) -> Iterator[tuple[str, str]]:
    """Every text of a picture's data, with its key."""
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    if isinstance(value, dict):
        for key, one in value.items():
            for text in one if isinstance(one, list) else [one]:
                if isinstance(text, str):
                    yield key, text
            yield from texts(one)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"[¶NH]\d+\w?", "", text)))


def numbers_drawn(name: str) -> set[str]:
    """Without rows that only count on: their first and last stand in the words."""
    silent = {"mark", "id", "from", "to", *(["label"] if data(name).get("squares") else [])}
    return numbers(" ".join(text for key, text in texts(data(name)) if key not in silent))


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def strongest_difference(one: Image.Image, other: Image.Image) -> int:
    """Of any colour of any pixel, from 0 to 255."""
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


def contrast(one: str, other: str) -> float:
    """By WCAG, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_module_has_a_picture() -> None:
    assert [one.module for one in MODULES if not any(page.figure for page in one.pages)] == []


def test_every_picture_has_its_data_and_is_shown_on_one_page() -> None:
    images = [page.figure.image for one in MODULES for page in one.pages if page.figure]

    assert sorted(images) == [f"figures/{name}.png" for name in NAMES]
    assert sorted(path.name for path in FIGURES.glob("*.*")) == sorted(
        ["draw.py", *(f"{name}.{ending}" for name in NAMES for ending in ("png", "yaml"))]
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_script_draws_from_its_data(name: str) -> None:
    now = pixels(drawn(name))
    shipped = pixels((FIGURES / f"{name}.png").read_bytes())

    assert now.size == shipped.size, "run: make figures"
    assert strongest_difference(now, shipped) <= 16, "run: make figures"


def test_a_picture_with_another_figure_in_it_is_another_picture() -> None:
    now = data("harvest-and-need")
    now["bars"][0]["shown"] = "4.32"

    difference = strongest_difference(
        pixels(script().draw(now)), pixels((FIGURES / "harvest-and-need.png").read_bytes())
    )

    assert difference > 100


def test_drawing_again_gives_the_same_bytes() -> None:
    assert script().draw(data("power-recipe")) == drawn("power-recipe")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fits_a_phone_and_a_slow_line(name: str) -> None:
    png = (FIGURES / f"{name}.png").read_bytes()
    width, height = pixels(png).size

    assert len(png) <= MOST_BYTES
    assert width == 1080
    assert height <= 2 * width


@pytest.mark.parametrize("name", NAMES)
def test_the_words_for_a_picture_hold_every_figure_in_it(name: str) -> None:
    assert numbers_drawn(name) - numbers(SHOWN[name].alt) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_and_its_words_fit_into_one_message(name: str) -> None:
    figure = SHOWN[name]

    assert len(figure.caption) <= 400
    assert len(figure.caption) + len(figure.alt) <= 1000


@pytest.mark.parametrize("name", NAMES)
def test_a_caption_ends_with_places_or_sources_of_the_course(name: str) -> None:
    known = {source.cite for source in OUTLINE.sources.values()} | {
        place for source in OUTLINE.sources.values() for place in source.places
    }
    cited = re.search(r"\[([^\[\]]+)\]$", SHOWN[name].caption)

    assert cited is not None
    places, *sources = cited[1].split("; ")
    assert {*places.split(", "), *sources} - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_names_its_speakers_and_places_as_the_course_does(name: str) -> None:
    places = {place for source in OUTLINE.sources.values() for place in source.places}
    said = list(texts(data(name)))
    marks = {
        mark for key, text in said if key == "mark" for mark in re.findall(r"[¶NH]\d+\w?", text)
    }

    assert {text for key, text in said if key == "voice"} - set(script().VOICES) == set()
    assert marks - places == set()


def test_a_speaker_has_the_same_name_in_pictures_and_on_pages() -> None:
    names = {id_: voice.name for id_, voice in OUTLINE.voices.items()}

    assert {id_: one.name for id_, one in script().VOICES.items() if id_ != "none"} == names


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_holds_no_figure_that_is_not_in_the_course(name: str) -> None:
    course = " ".join(path.read_text(encoding="utf-8") for path in LESSONS.glob("*.yaml"))
    taught = numbers(re.sub(r"    figure:\n(?:      .*\n)+", "", course))
    sums = {bar["shown"] for bar in data(name).get("bars", ()) if data(name).get("squares")}

    assert numbers_drawn(name) - sums - taught == set()


@pytest.mark.parametrize("name", [one for one in NAMES if data(one).get("squares")])
def test_rows_of_squares_add_up(name: str) -> None:
    bars = data(name)["bars"]

    assert [bar["shown"] for bar in bars] == [str(one) for one in accumulate(
        bar["value"] for bar in bars
    )]  # fmt: skip


@pytest.mark.parametrize("name", [one for one in NAMES if data(one)["kind"] == "bars"])
def test_a_bar_is_as_long_as_its_number_says(name: str) -> None:
    for bar in data(name)["bars"]:
        if not data(name).get("squares"):
            assert numbers(bar["shown"]) == {str(bar["value"])}
        if "missing" in bar:
            whole = max(one["value"] for one in data(name)["bars"])
            assert round(bar["value"] + bar["missing"], 2) == whole


def test_letters_are_large_and_stand_out() -> None:
    grounds = {(voice.ink, voice.fill) for voice in script().VOICES.values()}
    grounds |= {(script().INK, voice.fill) for voice in script().VOICES.values()}
    grounds |= {(script().CARD, voice.ink) for voice in script().VOICES.values()}
    grounds |= {(script().INK, script().PAPER), (script().MUTED, script().PAPER)}

    assert min(script().TITLE, script().HEAD, script().BODY, script().SMALL) >= 32
    assert {one: contrast(*one) for one in grounds if contrast(*one) < 4.5} == {}


def test_every_letter_is_in_the_font() -> None:
    from matplotlib.ft2font import FT2Font

    used = {letter for name in NAMES for _, text in texts(data(name)) for letter in text}
    known = set(FT2Font(str(script().FONT / "NanumGothic.ttf")).get_charmap())

    assert {letter for letter in used if ord(letter) not in known} == set()


def test_a_word_too_long_for_its_place_is_refused() -> None:
    card = {"id": "one", "span": 2, "head": "Incomprehensibilities"}

    with pytest.raises(ValueError, match="wider than its place"):
        script().draw({"kind": "boxes", "title": "Long", "rows": [[card]]})


def test_a_key_that_no_drawing_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        script().draw({"kind": "boxes", "title": "Red", "rows": [[{"id": "one", "colour": "red"}]]})
