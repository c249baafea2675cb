"""Every bench in turn, then one table: `python -m tests.bench`."""

from tests.bench import (
    bench_large,
    bench_many,
    bench_map,
    bench_own,
    bench_own_parts,
    bench_pages,
    bench_paper,
    bench_parts,
    bench_query,
    bench_search,
    bench_sheet,
    table,
)

BENCHES = (
    bench_query,
    bench_large,
    bench_parts,
    bench_search,
    bench_own,
    bench_own_parts,
    bench_sheet,
    bench_paper,
    bench_pages,
    bench_many,
    bench_map,
)


def main() -> None:
    """Print what each says as it goes, then the table of all."""
    table.show([line for bench in BENCHES for line in bench.main()])


if __name__ == "__main__":
    main()
