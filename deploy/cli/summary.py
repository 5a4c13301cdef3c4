"""What `lemkin up` says when all is ready, kept in the run directory for `lemkin status`."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Summary(BaseModel):
    """The address of the console, and what the first load read back through the API (empty without history)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    figures: dict[str, str] = {}
    sign_in: dict[str, str] = {}

    def write(self, run: Path) -> None:
        """Keep it in the run directory."""
        (run / "summary.json").write_text(self.model_dump_json(indent=1), "utf-8")

    def show(self, *, as_json: bool) -> None:
        """Print it, for a person or as one JSON object."""
        if as_json:
            print(self.model_dump_json(), flush=True)
            return
        print(f"\nLemkin is ready: {self.url}")
        for title, rows in (("Figures", self.figures), ("Sign in as", self.sign_in)):
            if rows:
                print(f"\n{title}")
                width = max(len(name) for name in rows)
                for name, value in rows.items():
                    print(f"  {name:<{width}}  {value}")
        print("\nCtrl-C or `lemkin down` stops it.", flush=True)


def read(run: Path) -> Summary:
    """The summary of the last start; raises FileNotFoundError when there was none."""
    return Summary.model_validate(json.loads((run / "summary.json").read_text("utf-8")))
