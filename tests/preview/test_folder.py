"""The course's folder: what is saved is seen, what is being written is waited out."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.content import Loaded
from bot.preview import folder as looking
from bot.preview.folder import looked_after

GOOD = Path(__file__).parent.parent / "broken" / "good"
LOOK_SECONDS = 0.01


@dataclass
class Desk:
    """Where the course is handed in, each time it is taken."""

    folder: Path
    taken: list[Loaded] = field(default_factory=list)

    async def take(self, loaded: Loaded, folder: Path) -> None:
        assert folder == self.folder
        self.taken.append(loaded)

    async def has(self, count: int) -> None:
        """Returns when so many have been taken; fails if they never are."""
        async with asyncio.timeout(5):
            while len(self.taken) < count:
                await asyncio.sleep(LOOK_SECONDS / 2)

    async def looks_twice_more(self) -> None:
        await asyncio.sleep(8 * LOOK_SECONDS)

    @property
    def titles(self) -> list[str | None]:
        return [None if each.course is None else each.course.title for each in self.taken]

    @property
    def outline(self) -> Path:
        return self.folder / "lessons" / "course.yaml"

    def entitle(self, title: str) -> None:
        lines = self.outline.read_text(encoding="utf-8").splitlines()
        lines[0] = f"title: {title}"
        self.outline.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """A course that is looked after."""
    monkeypatch.setattr(looking, "LOOK_SECONDS", LOOK_SECONDS)
    desk = Desk(tmp_path / "course")
    shutil.copytree(GOOD, desk.folder)
    desk.entitle("First")
    task = asyncio.create_task(looked_after(desk.folder, desk.take))
    await desk.has(1)
    yield desk
    assert not task.done(), task.exception()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_course_is_taken_at_once_and_when_it_is_saved(desk):
    desk.entitle("Second")
    await desk.has(2)
    await desk.looks_twice_more()

    assert desk.titles == ["First", "Second"]


async def test_a_mistake_is_taken_with_its_place_and_then_the_mended_course(desk):
    good = desk.outline.read_text(encoding="utf-8")
    desk.outline.write_text(good + "colour: red\n", encoding="utf-8")
    await desk.has(2)
    desk.outline.write_text(good, encoding="utf-8")
    await desk.has(3)

    (problem,) = desk.taken[1].problems
    assert (problem.path, problem.line) == ("lessons/course.yaml", len(good.splitlines()) + 1)
    assert desk.titles == ["First", None, "First"]


async def test_what_is_being_written_is_waited_out(desk):
    lines = desk.outline.read_text(encoding="utf-8").splitlines(keepends=True)
    with desk.outline.open("w", encoding="utf-8") as file:
        for line in lines:  # longer than many looks
            file.write(line)
            file.flush()
            await asyncio.sleep(LOOK_SECONDS / 3)
    await desk.has(2)

    assert desk.titles == ["First", "First"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "quizzes" / "gaps.yaml").unlink(),
        lambda folder: (folder / "lessons" / "extra.yaml").write_text("module: extra\n"),
        lambda folder: (folder / "lessons" / "gaps.yaml").rename(folder / "lessons" / "g.yaml"),
        lambda folder: shutil.rmtree(folder / "quizzes"),
        shutil.rmtree,
        lambda folder: (folder / "lessons" / "more" / "deep").mkdir(parents=True),
        lambda folder: os.utime(folder / "lessons" / "course.yaml", (1, 1)),
    ],
    ids=["gone", "new", "renamed", "no quizzes", "no folder", "a folder", "touched"],
)
async def test_a_file_that_comes_or_goes_is_seen(desk, change):
    change(desk.folder)

    await desk.has(2)


async def test_a_folder_that_comes_back_is_taught_again(desk):
    away = desk.folder.with_name("away")
    desk.folder.rename(away)
    await desk.has(2)
    away.rename(desk.folder)
    await desk.has(3)

    assert desk.titles == ["First", None, "First"]


async def test_a_folder_that_goes_while_it_is_looked_at_ends_nothing(desk, monkeypatch):
    """As when a repository changes its branch just then."""
    rglob = Path.rglob

    def gone(folder: Path, pattern: str) -> Iterator[Path]:
        yield from list(rglob(folder, pattern))[:1]
        raise FileNotFoundError(folder)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "rglob", gone)
        await desk.has(2)
    await desk.has(3)

    assert desk.titles == ["First", "First", "First"]


async def test_other_files_beside_the_course_change_nothing(desk):
    (desk.folder / "notes.yaml").write_text("title: no lesson\n")
    (desk.folder / "drafts").mkdir()
    (desk.folder / "drafts" / "course.yaml").write_text("title: a draft\n")

    await desk.looks_twice_more()

    assert len(desk.taken) == 1


async def test_a_broken_link_is_no_reason_to_look_away(desk):
    (desk.folder / "lessons" / "loop").symlink_to(desk.folder / "lessons" / "loop")
    desk.entitle("Second")

    await desk.has(2)


async def test_what_the_taking_raises_ends_the_looking(tmp_path):
    async def refuse(loaded: Loaded, folder: Path) -> None:
        raise RuntimeError("the bot cannot start")

    with pytest.raises(RuntimeError, match="the bot cannot start"):
        await looked_after(tmp_path, refuse)
