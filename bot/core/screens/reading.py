"""The screens of reading: modules, pages, the end of a module."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.actions import Home, Modules, Onward, Open, Quiz, Quizzes, Reading
from bot.core.course import Course, Module, ModuleId, Page, PageId, Source
from bot.core.progress import ModuleProgress
from bot.core.screens import Button, Screen


@dataclass(frozen=True)
class Cited:
    """A source with the places cited in it; `places` is empty where it is cited as a whole."""

    cite: str
    places: tuple[str, ...]
    url: str | None
    certainty: str | None


def cited(course: Course, marks: Iterable[str]) -> tuple[Cited, ...]:
    """The marks gathered by source, in the order of first mention, places in the source's."""
    gathered: dict[Source, set[str | None]] = {}
    for mark in marks:
        citation = course.marks[mark]
        gathered.setdefault(citation.source, set()).add(citation.place)
    return tuple(
        Cited(
            source.cite,
            tuple(place for place in source.places if place in named),
            source.url,
            source.certainty,
        )
        for source, named in gathered.items()
    )


@dataclass(frozen=True)
class Spoken:
    """A paragraph: who speaks, the text in light Markdown, and what it rests on."""

    voice: str
    text: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class ModulesScreen(Screen):
    """All modules, with how far one is."""

    course: str
    standing: tuple[ModuleProgress, ...]


def modules_screen(course: Course, standing: Sequence[ModuleProgress]) -> ModulesScreen:
    rows = [
        (Button(f"{number}. {one.module.title}", Open(one.module.id), key=str(number)),)
        for number, one in enumerate(standing, start=1)
    ]
    return ModulesScreen(
        course=course.title,
        standing=tuple(standing),
        rows=(*rows, (Button("Quizzes", Quizzes()), Button("Home", Home()))),
    )


@dataclass(frozen=True, kw_only=True)
class PageScreen(Screen):
    """One page of a module; `has_check` when its question comes next."""

    module: str
    page: Page
    number: int
    total: int
    paragraphs: tuple[Spoken, ...]
    sources: tuple[Cited, ...]
    has_check: bool


def page_screen(course: Course, module: Module, page: Page, *, has_check: bool) -> PageScreen:
    """`has_check` says that the page's question is still to be answered."""
    index = module.pages.index(page)
    back = Reading(module.id, PageId(module.pages[index - 1].page)) if index else Modules()
    paragraphs = tuple(
        Spoken(
            course.outline.voices[one.voice].name,
            one.text,
            cited(course, one.source),
        )
        for one in page.text
    )
    marks = (mark for one in page.text for mark in one.source)
    is_last = index + 1 == len(module.pages)
    onward = "Check yourself →" if has_check else "Finish →" if is_last else "Onward →"
    return PageScreen(
        module=module.title,
        page=page,
        number=index + 1,
        total=len(module.pages),
        paragraphs=paragraphs,
        sources=cited(course, marks),
        has_check=has_check,
        rows=(
            (
                Button("← Back", back),
                Button(onward, Onward(module.id, PageId(page.page)), style="primary"),
            ),
            (Button("Modules", Modules()),),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class FinishedScreen(Screen):
    """The end of a module's pages; `unread` are titles of pages passed over."""

    stays: ClassVar[bool] = True
    module: Module
    unread: tuple[str, ...]
    has_result: bool


def finished_screen(
    module: Module, pages_read: Collection[tuple[ModuleId, PageId]], *, has_result: bool
) -> FinishedScreen:
    unread = [one for one in module.pages if (module.id, PageId(one.page)) not in pages_read]
    quiz = "Take the quiz again" if has_result else "Take the quiz"
    onward = Button(f"{quiz} →", Quiz(module.id), style="primary")
    missing = [(Button("Read what is left", Open(module.id)),)] if unread else []
    return FinishedScreen(
        module=module,
        unread=tuple(one.title for one in unread),
        has_result=has_result,
        rows=(
            *([(onward,)] if module.questions else []),
            *missing,
            (Button("Modules", Modules()),),
        ),
    )
