"""`python -m tests.benchmarks.province SIZE`: fills the migrated, empty PostgreSQL of DATABASE_URL with a province."""

import sys
import time

import django


def main(name: str) -> None:
    """Make the province of this size, a transaction a year, and say how long each part has taken."""
    django.setup()
    from django.db import connection, transaction

    from tests.benchmarks import province
    from tests.benchmarks.province.seasons import make_seasons
    from tests.benchmarks.province.world import make_world

    size = {size.name: size for size in (province.PROVINCE, province.SMALL, province.TINY)}[name]
    begun = time.monotonic()
    connection.ensure_connection()
    with transaction.atomic():
        make_world(size)
    sys.stderr.write(f"{time.monotonic() - begun:.0f} s: {size.agencies} agencies, {size.plans} plans\n")
    for year in make_seasons(size):
        sys.stderr.write(f"{time.monotonic() - begun:.0f} s: {year}\n")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1])
