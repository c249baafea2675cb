"""Where the project's own files lie: nothing else may count folders from where a module happens to be."""

from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[1]
FACTS: Final = PROJECT / "data" / "facts"
CATALOGUE: Final = PROJECT / "data" / "sources.toml"
ASSETS: Final = PROJECT / "components" / "assets"
FONTS: Final = PROJECT / "static" / "fonts"
TEMPLATES: Final = PROJECT / "components" / "templates"
