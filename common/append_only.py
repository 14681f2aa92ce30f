"""Tables the database itself refuses to rewrite (PostgreSQL): facts, sendings, the audit log."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class AppendOnly(Operation):
    """Forbid UPDATE and DELETE on a table on PostgreSQL, except that `closes_with` may go from null to a value.

    On SQLite the verbs alone keep the rule: it is the embedded first look, not the province's database.
    """

    reversible = True

    def __init__(self, table: str, closes_with: str = "") -> None:
        self.table = table
        self.closes_with = closes_with

    def state_forwards(self, app_label: str, state: object) -> None:
        """The model state does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        column = self.closes_with
        allowed = (
            f"IF TG_OP = 'UPDATE' AND OLD.{column} IS NULL AND NEW.{column} IS NOT NULL"
            f" AND to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}' THEN RETURN NEW; END IF;"
            if column
            else ""
        )
        schema_editor.execute(
            f"CREATE FUNCTION {self.table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {allowed}"
            f" RAISE EXCEPTION '{self.table} is append-only'; END $$;"
            f" CREATE TRIGGER {self.table}_append_only BEFORE UPDATE OR DELETE ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.table}_append_only();"
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"DROP TRIGGER {self.table}_append_only ON {self.table}; DROP FUNCTION {self.table}_append_only();"
            )

    def describe(self) -> str:
        return f"Make {self.table} append-only"
