"""The database's shape, as migrations: append-only, applied once each, in order.

A migration that has been released is never edited: it is the history of somebody's data.
Times are text in ISO 8601, UTC.  Ids of modules, pages and questions are those of the course.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("seodang")


@migrations()
def m001_learning(db: Database) -> None:
    db.executescript(
        """
        -- one row a Telegram user who has written to the bot; place and message say what
        -- stands on the screen: a packed action, the message that shows it, a digest of it
        create table students (
            id integer primary key,
            name text not null,
            joined text not null,
            seen text not null,
            place text not null,
            message integer,
            message_stays integer not null default 0,
            digest text not null default '',
            is_blocked integer not null default 0
        ) strict;

        create table pages_read (
            student integer not null references students(id),
            module text not null,
            page text not null,
            at text not null,
            primary key (student, module, page)
        ) strict, without rowid;

        -- the state machine's value, one row a walk; questions, ticks, reply are JSON arrays
        create table sessions (
            id integer primary key,
            student integer not null references students(id),
            kind text not null,
            module text not null,
            page text,
            seed integer not null,
            questions text not null,
            position integer not null,
            turn integer not null,
            asked text not null,
            ticks text not null,
            reply text,
            has_ended integer not null,
            began text not null,
            ended text,
            right integer not null default 0,
            answered integer not null default 0,
            is_first integer not null default 0
        ) strict;
        create index sessions_of_student on sessions (student, kind, module, has_ended);
        create index first_sessions on sessions (module, student, right, answered)
            where is_first = 1;

        -- facts: only ever added to; is_first marks a student's first answer to a question
        -- in a quiz
        create table answers (
            session integer not null references sessions(id),
            turn integer not null,
            student integer not null references students(id),
            question text not null,
            version text not null,
            reply text not null,
            mark real not null,
            at text not null,
            is_first integer not null,
            primary key (session, turn)
        ) strict, without rowid;
        create index answers_of_student on answers (student, question);
        create index first_answers on answers (question, version, mark) where is_first = 1;

        -- every update as it came; state: new, handled (what it changed is stored), done
        -- (what it shows is sent), failed
        create table inbox (
            update_id integer primary key,
            student integer,
            body text not null,
            received text not null,
            state text not null default 'new'
        ) strict;
        create index inbox_open on inbox (state, update_id) where state in ('new', 'handled');
        """
    )
