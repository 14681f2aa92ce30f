"""The order of imports between the apps and inside reporting, as pyproject.toml draws it."""

from django.conf import settings
from importlinter.cli import lint_imports


def test_imports_run_one_way(capsys):
    exit_code = lint_imports(config_filename=str(settings.BASE_DIR / "pyproject.toml"), cache_dir=None)
    assert exit_code == 0, capsys.readouterr().out
