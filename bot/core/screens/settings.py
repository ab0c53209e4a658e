"""The screen of what a student may choose."""

from dataclasses import dataclass

from bot.core.actions import AskConfidence, ExtraTime, Home
from bot.core.screens import Button, Screen
from bot.core.settings import EXTRA, Choices


@dataclass(frozen=True, kw_only=True)
class SettingsScreen(Screen):
    chosen: Choices


def settings_screen(chosen: Choices) -> SettingsScreen:
    confidence = Button(
        "Never ask how sure I am" if chosen.confidence else "Ask how sure I am",
        AskConfidence(int(not chosen.confidence)),
    )
    extra = tuple(
        Button(f"{'● ' * (percent == chosen.extra)}{_extra(percent)}", ExtraTime(percent))
        for percent in EXTRA
    )
    return SettingsScreen(
        chosen=chosen,
        rows=((confidence,), extra, (Button("Home", Home()),)),
    )


def _extra(percent: int) -> str:
    return f"+{percent} %" if percent else "No extra"
