"""A surname alone means one of those with whole names, found without looking at all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.actors import surnames
from sayso.link.actors.groups import Group, support
from sayso.link.actors.keys import placed
from sayso.link.actors.names import person_name, spelled_closely
from sayso.link.actors.records import LocalActor
from sayso.link.actors.sightings import sighting_of
from sayso.link.actors.surnames import Bearers

MOST = 3
names = st.sampled_from(
    ["Jan Orlovsky", "Ann Orlovskyy", "Per Orlovskiy", "Ann Orlovsky Jr.", "Ida Orr", "Ann Orr Sr.", "Bo Lund"]
)
bare = st.sampled_from(["Orlovsky", "Orlovskyy", "Orlovsky Jr.", "Orr", "Orr Sr.", "Holm"])
codes = st.sampled_from([(), ("VEL",), ("NOR",)])


def group_of(name, count, code, number):
    """Return a group that was seen so often."""
    locals_of = [LocalActor(f"{number}-{n}", "a", name, "person", affiliation=code) for n in range(count)]
    made, *rest = (Group.of(sighting_of(placed(one))) for one in locals_of)
    for other in rest:
        made.join(other)
    return made


def by_definition(own, groups, local):
    """Test the surname against every group, then take those seen most."""
    fit = []
    for group in groups:
        if own.suffix and all(own.suffix != name.suffix for name in group.names):
            continue
        close = any(spelled_closely(own, name) for name in group.names) and support(local, group) is not None
        if close or any(own.surname == name.surname for name in group.names):
            fit.append(group)
    return fit if len(fit) <= MOST else sorted(fit, key=lambda group: -group.count)[:MOST]


@given(st.lists(st.tuples(names, st.integers(1, 3), codes), max_size=8), bare, codes)
def test_an_index_gives_the_bearers_that_a_look_at_everybody_gives_in_the_same_order(some, name, code):
    groups = [group_of(*one, n) for n, one in enumerate(some)]
    one = placed(LocalActor("x", "x", name, "person", affiliation=code))
    own, local = person_name(one.name), Group.of(sighting_of(one))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surnames, "MOST_BEARERS", MOST)
        found = Bearers(groups).of(own, local)
    assert found == by_definition(own, groups, local)
