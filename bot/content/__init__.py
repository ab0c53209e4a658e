"""The authoring side: a folder of YAML files -> the course, or what to mend, with its place."""

from bot.content.coverage import coverage
from bot.content.loader import Loaded, load
from bot.content.problems import Problem

__all__ = ["Loaded", "Problem", "coverage", "load"]
