"""Who owes what, from plain rows: agencies 1 to 9, groups 11 to 19, nobody asks a database."""

import pytest

from reporting.collection.duties import Duty, Named, Owed, Register, open_duties

FOCAL = 9
REGISTER = Register(
    agencies=frozenset({1, 2, 3, 4, FOCAL}),
    speaks_through={5: 1, 6: 5, 7: 8},
    groups={11: (1, 2, 3), 12: (3, 5), 13: None, 14: (), 15: (8,)},
)


def agency(number: int, main: bool = False) -> Named:
    return Named(number, None, f"cơ quan {number}", main)


def group(number: int, main: bool = False) -> Named:
    return Named(None, number, f"nhóm {number}", main)


def owed(*named: Named, reporters: tuple[Named, ...] = ()):
    return open_duties(reporters=reporters, owed=[Owed("việc", named)], register=REGISTER, focal=FOCAL)


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        pytest.param([agency(1, True)], {1: (None, True)}, id="a lead has the main line"),
        pytest.param(
            [agency(1, True), agency(2)],
            {1: (None, True), 2: (None, False)},
            id="each responsible agency has its line",
        ),
        pytest.param(
            [group(11)],
            {1: (11, False), 2: (11, False), 3: (11, False)},
            id="each member of a group has its own line",
        ),
        pytest.param(
            [group(11), agency(2, True)],
            {2: (None, True), 1: (11, False), 3: (11, False)},
            id="named itself and through a group is one line, its own",
        ),
        pytest.param(
            [group(11), group(12)],
            {1: (11, False), 2: (11, False), 3: (11, False)},
            id="a member of two groups has one line, of the first",
        ),
        pytest.param(
            [agency(5, True)], {1: (None, True)}, id="a committee reports through its standing agency"
        ),
        pytest.param(
            [agency(6, True)],
            {1: (None, True)},
            id="also through a committee that itself reports through one",
        ),
        pytest.param(
            [agency(1), agency(5, True)],
            {1: (None, True)},
            id="the main line stays main for whom it is reported",
        ),
        pytest.param(
            [agency(1, True), group(13)],
            {1: (None, True)},
            id="an unnamed group beside a lead creates nothing",
        ),
        pytest.param(
            [agency(7, True), agency(2)], {2: (None, False)}, id="who no longer exists owes nothing"
        ),
        pytest.param([group(15), agency(2)], {2: (None, False)}, id="nor does such a member of a group"),
    ],
)
def test_the_agencies_named_owe_the_lines(named, lines):
    opening = owed(*named)
    assert opening.lines == {who: [Duty("việc", via, main)] for who, (via, main) in lines.items()}
    assert opening.unassigned == []


@pytest.mark.parametrize(
    "named",
    [
        pytest.param([], id="nobody named"),
        pytest.param([group(13, True)], id="only an unnamed group"),
        pytest.param([group(14, True)], id="a group without members that day"),
        pytest.param([agency(7, True)], id="an agency that no longer exists"),
    ],
)
def test_what_nobody_would_report_goes_to_the_focal_agency_marked(named):
    opening = owed(*named)
    assert opening.lines == {FOCAL: [Duty("việc", None, True, unassigned=True)]}
    assert opening.unassigned == ["việc"]


def test_unnamed_groups_are_listed_as_printed():
    assert owed(agency(1, True), group(13)).unnamed == [("việc", "nhóm 13")]


def test_an_unnamed_group_of_reporters_is_listed_and_creates_nothing():
    opening = owed(agency(1, True), reporters=(group(13), agency(4)))
    assert opening.unnamed_reporters == ["nhóm 13"]
    assert sorted(opening.lines) == [1, 4]


def test_whom_the_rule_names_reports_even_with_no_line():
    opening = owed(agency(1, True), reporters=(group(12), agency(4)))
    assert opening.lines == {3: [], 1: [Duty("việc", None, True)], 4: []}


def test_lines_are_counted_over_all_agencies():
    assert owed(agency(4, True), group(11)).count() == 4
