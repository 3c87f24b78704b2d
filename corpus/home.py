"""Where this installation keeps what its users file."""

import os
from pathlib import Path

import platformdirs


def home_folder() -> Path:
    """Return the folder named by FAULTLINE_HOME, or else the platform's user data folder."""
    named = os.environ.get("FAULTLINE_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("faultline"))


def database_path() -> Path:
    """Return the path of the database file."""
    return home_folder() / "faultline.db"
