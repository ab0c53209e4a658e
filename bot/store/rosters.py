"""What the store knows of the class.

Instructors who look at the course are no part of the class: their ids are left out
everywhere.  Firsts are marked when they happen, and indexed, so that a report reads as many
rows as there are firsts, however long the history.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core.actions import StudentId
from bot.core.course import ModuleId, QuestionId
from bot.core.roster import Missed, ModulePupil, Pupil, Standing


class Rosters:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def pupils(self, instructors: Collection[StudentId]) -> list[Pupil]:
        rows = self._execute(
            "select name, seen from students"
            " where id not in (select value from json_each(?)) order by name, id",
            (_ids(instructors),),
        )
        return [Pupil(name, datetime.fromisoformat(seen)) for name, seen in rows]

    def standing(
        self, module: ModuleId, pages: Sequence[str], instructors: Collection[StudentId]
    ) -> Standing:
        """`pages` are the ids of the module's pages as the course has them."""
        (began, finished) = self._execute(
            """
            with mine as (select id from students
                          where id not in (select value from json_each(:without))),
            reading as (select student, count(*) as pages from pages_read
                        where module = :module and page in (select value from json_each(:pages))
                          and student in mine group by student),
            quizzed as (select student, max(is_first) as has_finished from sessions
                        where module = :module and kind = 'quiz' and student in mine
                        group by student)
            select
              (select count(*) from (select student from reading
                                     union select student from quizzed)),
              (select count(*) from reading join quizzed using (student)
               where reading.pages = :count and quizzed.has_finished)
            """,
            {
                "without": _ids(instructors),
                "module": module,
                "pages": json.dumps(list(pages)),
                "count": len(pages),
            },
        ).fetchone()
        mean, n = self._execute(
            "select avg(1.0 * right / answered), count(*) from sessions where is_first = 1"
            " and module = ? and student not in (select value from json_each(?))",
            (module, _ids(instructors)),
        ).fetchone()
        return Standing(module, began, finished, mean, n)

    def missed(
        self, versions: Collection[tuple[QuestionId, str]], instructors: Collection[StudentId]
    ) -> list[Missed]:
        """First answers in quizzes to the questions in these versions: how many were wrong."""
        rows = self._execute(
            "select question, sum(mark < 1), count(*) from answers where is_first = 1"
            " and (question, version) in (select value ->> 0, value ->> 1 from json_each(?))"
            " and student not in (select value from json_each(?)) group by question",
            (json.dumps(sorted(versions)), _ids(instructors)),
        )
        return [Missed(QuestionId(question), wrong, n) for question, wrong, n in rows]

    def module_pupils(
        self,
        module: ModuleId,
        pages: Sequence[str],
        questions: Sequence[str],
        instructors: Collection[StudentId],
    ) -> list[ModulePupil]:
        """Every student's pages read, questions answered, and first quiz result."""
        rows = self._execute(
            """
            select name,
              (select count(*) from pages_read where student = students.id and module = :module
               and page in (select value from json_each(:pages))),
              (select count(distinct question) from answers where student = students.id
               and question in (select value from json_each(:questions))),
              (select 1.0 * right / answered from sessions where is_first = 1
               and module = :module and student = students.id)
            from students where id not in (select value from json_each(:without))
            order by name, id
            """,
            {
                "module": module,
                "pages": json.dumps(list(pages)),
                "questions": json.dumps(list(questions)),
                "without": _ids(instructors),
            },
        )
        return [ModulePupil(*row) for row in rows]


def _ids(students: Collection[StudentId]) -> str:
    return json.dumps(sorted(students))
