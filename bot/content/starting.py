"""A small course for an author to begin with, copied from starter/ as it stands there.

Its one rule: nothing that is in a folder already is ever overwritten.
"""

from pathlib import Path

STARTER = Path(__file__).parent / "starter"


class StartingError(Exception):
    """No course can be begun in the folder; the message says why and what to do."""


def start_course(folder: Path) -> tuple[str, ...]:
    """Write the starter's files into the folder, which is made if it is missing: their names.

    Raises StartingError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = min((one.name for one in folder.iterdir()), default=None)
        if found is not None:
            raise StartingError(
                f'{folder} is not empty ("{found}" is in it); name a new folder, or an empty one.'
            )
        names = sorted(one.relative_to(STARTER) for one in STARTER.rglob("*.yaml"))
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes((STARTER / name).read_bytes())
    except (FileExistsError, NotADirectoryError) as error:
        raise StartingError(
            f"{folder} cannot be made a folder, for a file is in its way; name a new one."
        ) from error
    except OSError as error:
        raise StartingError(f"Nothing can be written to {folder}: {error.strerror}.") from error
    return tuple(name.as_posix() for name in names)
