"""How right the reading and the checks are, on the sets to develop on and the held-out ones."""

from __future__ import annotations

from tests.cases import measuring as cases
from tests.corpus import measuring as corpus
from tests.metamorphic import test_alterations as alterations


def main() -> None:
    for name in ("dev", "heldout"):
        score = corpus.measure(name)
        print(f"documents, {name}:")
        for what in ("value", "parts", "dates", "citations", "demands"):
            print(f"  {what:10} F1 {score.f1(what):.3f}  of {score.labelled[what]}")
        for what in ("class", "counted", "event", "edtf"):
            print(f"  {what:10} right {score.share(what):.3f}  of {score.labelled[what]}")
    for name in ("dev", "heldout"):
        result = cases.measure(name)
        print(
            f"cases, {name}: recall {result.recall:.3f} of {result.expected.total()}, "
            f"precision {result.precision:.3f}, clean cases silent {result.silence:.3f}"
        )
    for name in ("dev", "heldout"):
        found, altered, alarms = alterations.measure(name)
        print(
            f"partitions altered by one, {name}: {found} of {altered} found, "
            f"{len(alarms)} false alarms unaltered"
        )


if __name__ == "__main__":
    main()
