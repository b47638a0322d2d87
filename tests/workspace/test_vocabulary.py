from __future__ import annotations

import json
from pathlib import Path

from muniment.workspace.vocabulary import events


def test_the_events_are_those_of_the_contract() -> None:
    schema = Path(__file__).parents[2] / "docs" / "reference" / "schema.json"
    assert json.dumps(list(events())) in json.dumps(json.loads(schema.read_text("utf-8")))
