"""Rows into tables in bulk: INSERT … SELECT by the names of fields, defaults as the models give them."""

from collections.abc import Mapping, Sequence

from django.db import connection, models
from psycopg2.extras import Json

from common.models import new_ref

# Choices that are always the same for the same ids. `dice(sides, key, salt)` is from 0 to sides − 1.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.dice(sides int, key bigint, salt int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8(key * 1000003 + salt) & 2147483647) % sides $$;
CREATE OR REPLACE FUNCTION pg_temp.word(words text[], key bigint, salt int) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT words[1 + (hashint8(key * 1000003 + salt) & 2147483647) % cardinality(words)] $$;
CREATE OR REPLACE FUNCTION pg_temp.at(day date, clock interval) RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT (day + clock) AT TIME ZONE 'Asia/Ho_Chi_Minh' $$;
"""
REF = "translate(substr(md5(random()::text || clock_timestamp()::text), 1, 10), '01', 'xz')"


def run(statement: str, params: Sequence[object] | Mapping[str, object] = ()) -> int:
    """Execute one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.rowcount


def insert(model: type[models.Model], rows: str, **columns: str) -> int:
    """INSERT INTO the model's table SELECT `columns` (field → expression) `rows` (FROM …); how many.

    A field that is not named takes the model's default, or null; raises ValueError where it has neither.
    """
    given: dict[str, str] = {}
    params: list[object] = []
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, expression in columns.items():
        given[fields[name].column] = expression
    for name, field in fields.items():
        if name in columns or field.primary_key:
            continue
        if field.default is new_ref:
            given[field.column] = REF
        elif field.has_default() or (field.blank and field.empty_strings_allowed):
            given[field.column] = "%s"
            value = field.get_default()
            params.append(Json(value) if isinstance(value, dict | list) else value)
        elif not field.null:
            raise ValueError(f"{model.__name__}.{name} has no default: say what it is")
    names, values = ", ".join(given), ", ".join(given.values())
    return run(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} {rows}", params)
