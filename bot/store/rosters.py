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
from bot.core.course import ModuleId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.roster import Gain, Missed, ModulePupil, Pupil, Standing


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
                        where quiz = :module and kind = 'quiz' and student in mine
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
            "select avg(points / answered), count(*) from sessions where is_first = 1"
            " and quiz = ? and student not in (select value from json_each(?))",
            (module, _ids(instructors)),
        ).fetchone()
        return Standing(module, began, finished, mean, n)

    def gain(self, module: ModuleId, instructors: Collection[StudentId]) -> Gain | None:
        """What the class gained in a module; None where nobody has answered both times."""
        before, after, n = self._execute(
            """
            with firsts as (
                select student, kind, points / answered as share, row_number() over
                    (partition by student, kind order by id) as attempt
                from sessions where quiz = :module and kind in ('before', 'after')
                    and has_ended = 1 and answered > 0
                    and student not in (select value from json_each(:without)))
            select avg(one.share), avg(two.share), count(*) from firsts as one
            join firsts as two using (student)
            where one.kind = 'before' and two.kind = 'after' and one.attempt = 1
                and two.attempt = 1
            """,
            {"module": module, "without": _ids(instructors)},
        ).fetchone()
        return Gain(before, after, n) if n else None

    def best(self, quiz: QuizId, instructors: Collection[StudentId]) -> list[Result]:
        """Every student's best result in a quiz of the course."""
        rows = self._execute(
            # of the columns beside a max, SQLite takes the row that holds it
            "select right, answered, points, max(points / answered) from sessions"
            " where kind = 'quiz' and quiz = ? and has_ended = 1 and answered > 0"
            " and student not in (select value from json_each(?)) group by student",
            (quiz, _ids(instructors)),
        )
        return [Result(right, answered, points) for right, answered, points, _ in rows]

    def missed(
        self, versions: Collection[tuple[QuestionId, str]], instructors: Collection[StudentId]
    ) -> list[Missed]:
        """First answers in quizzes to the questions in these versions: how many were wrong.
        Those of a test count once it has ended."""
        rows = self._execute(
            "select question, sum(not is_right), count(*) from answers where is_first = 1"
            " and (question, version) in (select value ->> 0, value ->> 1 from json_each(?))"
            " and session not in (select id from sessions where mode = 'test' and has_ended = 0)"
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
        """Every student's pages read, questions answered (as the student counts them: neither in
        a pretest nor in a test that has not ended), and first quiz result."""
        rows = self._execute(
            """
            select name,
              (select count(*) from pages_read where student = students.id and module = :module
               and page in (select value from json_each(:pages))),
              (select count(distinct question) from answers where student = students.id
               and question in (select value from json_each(:questions)) and session not in
                 (select id from sessions where student = students.id
                  and (kind = 'before' or mode = 'test' and has_ended = 0))),
              (select points / answered from sessions where is_first = 1
               and quiz = :module and student = students.id)
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
