"""What linkage has learned about pairs, as plain numbers: it can be read, kept and used again.

Pairs come in classes. In a pair of the class of **matches** both records are about one person.
All other classes are of different people: those drawn at random, and those that have something in
common for a reason (a family, an incident, a common name), so that several fields agree at once.
Within a class fields are taken as independent; between classes they are not, which is what keeps
brothers and victims of one incident apart. Fellegi and Sunter (1969) is the case of two classes;
more are a latent class model (Winkler 1992; Larsen and Rubin 2001).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from muniment.linkage.vectors import Vectors

Floats = npt.NDArray[np.float64]
_FURTHEST = 20.0
"""The largest weight, either way, that a probability follows: no pair is ever certain."""


@dataclass(frozen=True)
class FieldModel:
    """A field's levels and how often each class of pairs has each.

    ``habit`` is the number of the habit of spelling that it holds for (``preparing.HABITS``),
    None for any. ``match`` and ``chance`` (m and u) are for pairs of one person and for two
    random records; ``by_class`` has a row a level and a column a class of the model.
    """

    field: str
    habit: int | None
    levels: tuple[str, ...]
    match: tuple[float, ...]
    chance: tuple[float, ...]
    by_class: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class LinkModel:
    """The fields, the classes and how common each class is among candidates.

    ``matching`` says which classes are matches. ``shares`` has a row a stratum (``strata``:
    "within a list", "across lists") and a column a class. ``priors`` is for each stratum the
    chance that two random records are of one person.
    """

    fields: tuple[FieldModel, ...]
    matching: tuple[bool, ...]
    strata: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
    priors: tuple[float, ...]

    def to_json(self) -> str:
        """The model as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> LinkModel:
        """A model from ``to_json``'s text; ValueError when it is none."""
        try:
            read: dict[str, Any] = json.loads(text)
            fields = tuple(
                FieldModel(
                    f["field"],
                    f["habit"],
                    tuple(f["levels"]),
                    tuple(f["match"]),
                    tuple(f["chance"]),
                    tuple(tuple(row) for row in f["by_class"]),
                )
                for f in read["fields"]
            )
            return cls(
                fields,
                tuple(read["matching"]),
                tuple(read["strata"]),
                tuple(tuple(row) for row in read["shares"]),
                tuple(read["priors"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"this is no linkage model: {error} is missing or wrong") from error

    def weights(self, vectors: Vectors, strata: npt.NDArray[np.int8]) -> Floats:
        """The log2 odds that each pair is of one person, as the model has them."""
        total = np.log(np.array(self.shares))[strata]
        for place, field in enumerate(self.fields):
            logs = np.vstack([np.zeros(len(self.matching)), np.log(np.array(field.by_class))])
            total += logs[vectors.levels[:, place]]
        matching = np.array(self.matching)
        odds = _log_sum(total[:, matching]) - _log_sum(total[:, ~matching])
        weights: Floats = odds / np.log(2.0)
        return weights

    def field_weights(self, vectors: Vectors) -> npt.NDArray[np.float32]:
        """log2(m/u) of each field's level, pairs × fields; 0 where a field is missing."""
        weights = np.zeros(vectors.levels.shape, dtype=np.float32)
        for place, field in enumerate(self.fields):
            ratio = np.log2(np.array(field.match) / np.array(field.chance))
            weights[:, place] = np.concatenate([[0.0], ratio])[vectors.levels[:, place]]
        return weights

    def prior_weights(self, strata: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
        """The log2 odds, before any field is seen, of each pair."""
        priors = np.array(self.priors)
        odds: npt.NDArray[np.float32] = np.log2(priors / (1 - priors)).astype(np.float32)
        return odds[strata]


def probabilities(weights: Floats) -> Floats:
    """The probability of log2 odds; beyond 20 either way it stays, for a model may be wrong."""
    return 1.0 / (1.0 + np.exp2(-np.clip(weights, -_FURTHEST, _FURTHEST)))


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=1)
    summed: Floats = top + np.log(np.exp(values - top[:, None]).sum(axis=1))
    return summed


def strata_names() -> Sequence[str]:
    """The strata, in the order of their numbers."""
    return ("within a list", "across lists")
