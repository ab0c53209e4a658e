"""What a call on the store's thread works with."""

import sqlite3

from bot.store.inbox import Inbox
from bot.store.letters import Letters
from bot.store.reports import Reports
from bot.store.rosters import Rosters
from bot.store.sessions import Sessions
from bot.store.students import Students


class Ledger:
    """The books: students, their sessions and answers, the inbox, the letters, and the class."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.students = Students(connection)
        self.sessions = Sessions(connection)
        self.inbox = Inbox(connection)
        self.rosters = Rosters(connection)
        self.reports = Reports(connection)
        self.letters = Letters(connection)
