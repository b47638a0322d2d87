import pyarrow as pa

from muniment.linkage.ages import with_days_of_ages


def _table(**columns: list[str | float | None]) -> pa.Table:
    size = len(columns["age"])
    fixed = {"record_id": [str(n) for n in range(size)], "list": ["a"] * (size - 1) + ["b"]}
    return pa.table(fixed | columns)


def test_an_age_is_that_of_the_event_unless_a_day_is_said() -> None:
    table = _table(
        age=[30.0, 31.0, 32.0],
        age_on=[None, "2001", None],
        event_date=["2020-05-01", "2020-06-01", "2020-07"],
    )
    found = with_days_of_ages(table)["age_on"].to_pylist()
    assert found == ["2020-05-01", "2001", "2020-07"]


def test_an_age_without_an_event_is_of_the_time_of_its_list_only() -> None:
    table = _table(
        age=[30.0, 31.0, 32.0, 33.0, 34.0],
        event_date=["2020-05-01", None, "2021-03", "nonsense", None],
    )
    found = with_days_of_ages(table)["age_on"].to_pylist()
    assert found[1] == "2020-05-01/2021-03-31"
    assert found[4] is None


def test_where_nothing_is_dated_ages_are_of_one_day() -> None:
    found = with_days_of_ages(_table(age=[30.0, None, 32.0]))["age_on"].to_pylist()
    assert found[0] == found[2] is not None
    dated = _table(age=[30.0, None, 32.0], birth_date=[None, "1950", None])
    assert with_days_of_ages(dated)["age_on"].to_pylist() == [None, None, None]


def test_a_table_without_ages_is_returned_as_it_is() -> None:
    table = pa.table({"record_id": ["1"], "list": ["a"]})
    assert with_days_of_ages(table) is table
