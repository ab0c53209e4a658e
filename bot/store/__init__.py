"""Every line of SQL, and the one thread that runs it.

Core values in and out.  A call is a function of the `Ledger`; what has queued up shares one
durable commit, each call in a savepoint of its own, so that one failure takes no neighbour
along.
"""

from bot.store.database import StoreError, backup, open_database
from bot.store.inbox import Row
from bot.store.ledger import Ledger
from bot.store.letters import Letter
from bot.store.students import Student
from bot.store.thread import Store

__all__ = ["Ledger", "Letter", "Row", "Store", "StoreError", "Student", "backup", "open_database"]
