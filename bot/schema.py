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


@migrations()
def m002_questions_worth_answering(db: Database) -> None:
    db.executescript(
        """
        -- a walk belongs to a quiz of the course; a module's own quiz, its checks and pretests
        -- go by the module's id.  draft is what is not handed in (JSON array, in its order),
        -- tries what was almost right; ends is when a test stops by itself
        alter table sessions rename column module to quiz;
        alter table sessions rename column ticks to draft;
        alter table sessions add column mode text not null default 'study';
        alter table sessions add column asks_confidence integer not null default 0;
        alter table sessions add column ends text;
        alter table sessions add column tries text not null default '[]';
        alter table sessions add column hints integer not null default 0;
        alter table sessions add column sure integer;
        -- answered are the questions that count: in a test those left out as well
        alter table sessions add column points real not null default 0;
        update sessions set points = right;
        drop index first_sessions;
        create index first_sessions on sessions (quiz, student, points, answered)
            where is_first = 1;
        create index tests_to_end on sessions (ends) where has_ended = 0 and ends is not null;

        -- mark is less what the hints cost; is_right says whether it was all of it before that;
        -- sure is 1 guessed, 2 thought so, 3 sure, null where it was not asked
        alter table answers add column is_right integer not null default 0;
        alter table answers add column sure integer;
        alter table answers add column hints integer not null default 0;
        alter table answers add column tries text not null default '[]';
        update answers set is_right = mark = 1;
        drop index first_answers;
        create index first_answers on answers (question, version, is_right) where is_first = 1;

        -- what a student chose; extra is in per cent of a test's time
        alter table students add column asks_confidence integer not null default 1;
        alter table students add column extra integer not null default 0;

        -- what a student says is wrong with a question; reason is a place in core/reports
        create table reports (
            session integer not null references sessions(id),
            turn integer not null,
            student integer not null references students(id),
            question text not null,
            version text not null,
            reason integer not null,
            note text,
            at text not null,
            primary key (session, turn)
        ) strict, without rowid;
        create index reports_by_time on reports (at);

        -- screens to be sent without being asked for; recipient is a Telegram id, place a packed
        -- action, state: waiting, sent, failed
        create table letters (
            id integer primary key,
            recipient integer not null,
            place text not null,
            due text not null,
            state text not null default 'waiting',
            unique (recipient, place)
        ) strict;
        create index letters_waiting on letters (due) where state = 'waiting';
        """
    )
