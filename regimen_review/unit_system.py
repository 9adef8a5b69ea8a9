"""Which unit a bare number was measured in: a note's other values show whether its laboratory reports in SI units.

``creat 182`` can only be µmol/L and ``creat 1.9`` only mg/dL; ``glucose 17.4`` or ``bilirubin 30`` follow the note they
stand in. A value whose unit is written is never touched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal

from regimen_review.knowledge import Measure
from regimen_review.patient import Observation

_FAR = math.log(4)
"""A value this far from the middle of the reference range (the logarithm of their ratio) is unlikely in its unit …"""
_CLOSER = 3
"""… and settles the unit where it lies this many times closer to the middle in the other one."""
_SI = ("mol/L", "g/L", "mol/mol")
_MASS = re.compile(r"[mun]?g/(dL|mL)")
_SYSTEM: Mapping[str, Callable[[str], bool]] = {"mass": lambda u: bool(_MASS.fullmatch(u)), "si": lambda u: u.endswith(_SI)}


def _middle(measure: Measure) -> float | None:
    low, high = measure.low, measure.high
    if high is None:
        return low
    return math.sqrt(low * high) if low else high / 2


def _distance(value: float, measure: Measure) -> float:
    middle = _middle(measure)
    return abs(math.log(value / middle)) if middle and value > 0 else 0.0


def _other_unit(observation: Observation, measure: Measure) -> str | None:
    """The SI unit of the measure in which the value lies nearest to the reference range; None where there is none."""
    value = observation.value or 0.0
    units = [u for u in measure.convert if u.isascii() and u.endswith(_SI) and measure.convert[u] != 1]
    return min(units, key=lambda u: _distance(value * measure.convert[u], measure), default=None)


def _vote(observation: Observation, measure: Measure) -> int:
    """1 for SI, -1 for conventional units, 0 where the value does not tell."""
    other = _other_unit(observation, measure)
    if other is None or not observation.value:
        return 0
    if observation.unit is not None:
        return 1 if observation.unit in measure.convert and measure.convert[observation.unit] != 1 else -1
    own, converted = _distance(observation.value, measure), _distance(observation.value * measure.convert[other], measure)
    if own > _FAR and converted * _CLOSER < own:
        return 1
    return -1 if converted > _FAR and own * _CLOSER < converted else 0


def shown_in(observation: Observation, measure: Measure | None, system: Literal["as-written", "mass", "si"]) -> Observation:
    """The observation with its value (and range) in the mass unit or the SI unit of its measure, to three figures, in that
    unit of several in which the usual value is a plain number (creatinine in umol/L, not mmol/L). As it is where it is written so, where the measure has no such unit, or where its own unit is not known.
    """
    if measure is None or observation.value is None or system == "as-written":
        return observation
    factors = {measure.unit: 1.0, **measure.convert}
    own = observation.unit or measure.unit
    middle = _middle(measure)

    def awkward(unit: str) -> tuple[bool, float]:
        return middle is not None and not 1 <= middle / factors[unit] < 1000, factors[unit]

    fitting = [u for u in factors if u.isascii() and _SYSTEM[system](u)]
    wanted = min(fitting, key=awkward, default=None)
    if wanted is None or own not in factors or _SYSTEM[system](own):
        return observation

    def turned(value: float | None) -> float | None:
        return None if value is None else float(f"{value * factors[own] / factors[wanted]:.3g}")

    return replace(observation, value=turned(observation.value), unit=wanted, low=turned(observation.low), high=turned(observation.high))


def with_units(observations: Iterable[Observation], measures: Mapping[str, Measure]) -> tuple[Observation, ...]:
    """The observations, those of a known measure without a unit given the SI unit where that one value or the note as a
    whole is in SI units; the measure's own unit needs no writing.
    """
    found = [(o, measures.get(o.measure or "")) for o in observations]
    votes = [_vote(o, m) if m else 0 for o, m in found]
    note = sum(votes)
    return tuple(
        replace(o, unit=_other_unit(o, m)) if m and o.unit is None and (vote or note) > 0 else o
        for (o, m), vote in zip(found, votes, strict=True)
    )
