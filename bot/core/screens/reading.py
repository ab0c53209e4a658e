"""The screens of reading: modules, pages, pictures, the end of a module."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.actions import (
    After,
    Answering,
    Home,
    Modules,
    Onward,
    Open,
    PageFacts,
    PageTerms,
    Picture,
    Quiz,
    Quizzes,
    Reading,
    SessionId,
    TermEntry,
    TermList,
)
from bot.core.course import (
    Course,
    Figure,
    Module,
    ModuleId,
    Page,
    PageId,
    QuizId,
    Source,
    Term,
    TermId,
)
from bot.core.progress import ModuleProgress
from bot.core.screens import Button, Rows, Screen, Style

MOST_TERMS = 12

PagesRead = Collection[tuple[ModuleId, PageId]]


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
    """All modules, with how far one is; `first` are for each the numbers of the modules that
    are better read before it and are not."""

    course: str
    standing: tuple[ModuleProgress, ...]
    first: tuple[tuple[int, ...], ...]


def modules_screen(course: Course, standing: Sequence[ModuleProgress]) -> ModulesScreen:
    numbers = {one.module.id: at for at, one in enumerate(standing, 1) if not one.is_read}
    first = tuple(
        ()
        if one.is_read
        else tuple(number for id_, number in numbers.items() if id_ in _after(one.module))
        for one in standing
    )
    rows = [
        (Button(f"{number}. {one.module.title}", Open(one.module.id), key=str(number)),)
        for number, one in enumerate(standing, start=1)
    ]
    return ModulesScreen(
        course=course.title,
        standing=tuple(standing),
        first=first,
        rows=(*rows, (Button("Quizzes", Quizzes()), Button("Home", Home()))),
    )


@dataclass(frozen=True, kw_only=True)
class PageScreen(Screen):
    """One page of a module; `has_check` when its question comes next.

    `first` are titles of modules that are better read before this one and are not, said on its
    first page only.
    """

    module: str
    page: Page
    number: int
    total: int
    paragraphs: tuple[Spoken, ...]
    sources: tuple[Cited, ...]
    terms: tuple[Term, ...]
    first: tuple[str, ...]
    has_check: bool


def page_screen(
    course: Course,
    module: Module,
    page: Page,
    pages_read: PagesRead = (),
    *,
    has_check: bool,
    walk: SessionId | None = None,
) -> PageScreen:
    """`has_check` says that the page's question is still to be answered; `walk` is a quiz that
    was left for the page, None for none."""
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
    terms = terms_of(course, page)
    return PageScreen(
        module=module.title,
        page=page,
        number=index + 1,
        total=len(module.pages),
        paragraphs=paragraphs,
        sources=cited(course, marks),
        terms=terms,
        first=() if index else better_first(course, module, pages_read),
        has_check=has_check,
        rows=(
            (
                Button("← Back", back),
                Button(onward, Onward(module.id, PageId(page.page)), style="primary"),
            ),
            *(((Button("Go on with the quiz", Answering(walk)),),) if walk is not None else ()),
            *_beside(module, page, terms),
        ),
    )


def _beside(module: Module, page: Page, terms: Sequence[Term]) -> Rows:
    """What there is to look at beside the page, and the way out of the module."""
    here = (module.id, PageId(page.page))
    facts = [(Button("Where is this in the source?", PageFacts(*here)),)] if page.facts else []
    last = [Button("Modules", Modules())]
    if page.figure is not None:
        last.insert(0, Button("Picture", Picture(*here)))
    if terms:
        alone = TermEntry(TermId(terms[0].term)) if len(terms) == 1 else None
        last.insert(0, Button(f"Terms ({len(terms)})", alone or PageTerms(*here)))
    return (*facts, tuple(last))


def terms_of(course: Course, *pages: Page) -> tuple[Term, ...]:
    """The terms that the pages use, in their order, each once."""
    ids = dict.fromkeys(TermId(one) for page in pages for one in page.terms)
    return tuple(course.glossary[one] for one in ids if one in course.glossary)


def better_first(course: Course, module: Module, pages_read: PagesRead) -> tuple[str, ...]:
    """Titles of the modules that are better read before this one and are not."""
    return tuple(
        one.title for one in course if one.id in _after(module) and unread(one, pages_read)
    )


def _after(module: Module) -> frozenset[ModuleId]:
    return frozenset(ModuleId(one) for one in module.lesson.after)


def unread(module: Module, pages_read: PagesRead) -> tuple[Page, ...]:
    """The pages of the module that have not been read."""
    return tuple(one for one in module.pages if (module.id, PageId(one.page)) not in pages_read)


@dataclass(frozen=True, kw_only=True)
class PictureScreen(Screen):
    """A page's picture, a message of its own: what stands below it."""

    stays: ClassVar[bool] = True
    figure: Figure


def picture_screen(figure: Figure) -> PictureScreen:
    return PictureScreen(figure=figure, rows=())


@dataclass(frozen=True, kw_only=True)
class FinishedScreen(Screen):
    """The end of a module's pages: what there was to learn, and what comes next.

    `unread` are titles of pages passed over.  `terms` are those of the module, as many as are
    shown, out of `term_count`.  `onward` is the title of the module to read next, None when
    every other one is read; `first` are titles better read before that.
    """

    stays: ClassVar[bool] = True
    module: Module
    unread: tuple[str, ...]
    terms: tuple[Term, ...]
    term_count: int
    onward: str | None
    first: tuple[str, ...]
    has_result: bool
    asked_before: int


def finished_screen(
    course: Course,
    module: Module,
    pages_read: PagesRead,
    *,
    has_result: bool,
    asked_before: int = 0,
) -> FinishedScreen:
    """`asked_before` is how many questions of the pretest wait to be answered once more."""
    missing = unread(module, pages_read)
    terms = terms_of(course, *module.pages)
    onward = _next_module(course, module, pages_read)
    quiz = "Take the quiz again" if has_result else "Take the quiz"
    has_quiz_ahead = bool(module.questions) and not has_result
    rows: list[tuple[Button, ...]] = []
    if asked_before:
        rows.append((Button("The first questions again →", After(module.id), style="primary"),))
    if module.questions:
        style: Style | None = "primary" if has_quiz_ahead and not asked_before else None
        rows.append((Button(f"{quiz} →", Quiz(QuizId(module.id)), style=style),))
    if missing:
        rows.append((Button("Read what is left", Open(module.id)),))
    if onward is not None:
        style = None if has_quiz_ahead or asked_before else "primary"
        rows.append((Button(f"Next: {onward.title} →", Open(onward.id), style=style),))
    glossary = [Button("Glossary", TermList())] if terms else []
    return FinishedScreen(
        module=module,
        unread=tuple(one.title for one in missing),
        terms=terms[:MOST_TERMS],
        term_count=len(terms),
        onward=None if onward is None else onward.title,
        first=() if onward is None else better_first(course, onward, pages_read),
        has_result=has_result,
        asked_before=asked_before,
        rows=(*rows, (*glossary, Button("Modules", Modules()))),
    )


def _next_module(course: Course, module: Module, pages_read: PagesRead) -> Module | None:
    """The next module that is not read, in order and then from the beginning; one that should
    wait for others only if all do."""
    order = list(course)
    here = order.index(module) + 1
    open_ = [one for one in (*order[here:], *order[: here - 1]) if unread(one, pages_read)]
    ready = (one for one in open_ if not better_first(course, one, pages_read))
    return next(ready, None) or next(iter(open_), None)
