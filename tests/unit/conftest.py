"""An edition of an invented essay, small but whole: what the unit tests read and build."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden_cases import lay_profile

from critical_edition.commands import text as commands
from critical_edition.sources.project import Project
from critical_edition.text import store

SECTION_1 = """\
# The Harbour

:::{passage} 1.1
:incipit: Nobody in Westhaven had foreseen that
:pages: 563-564

The town did not expect the harbour to silt up, and *Kestrel* had said so {cite:p}`kestrel1931{p. 4}`.
:::

:::{authornote} 1
{cite:p}`kestrel1931{pp. 12–15}`; {cite:p}`{see also}marlow1948`
:::

:::{passage} 1.2
:incipit: The engineers, for their part, blamed
:pages: 564

The engineers blamed the tides. Compare {edition:passage}`2.1`.
:::

:::{authornote} 2
:ibid: marlow1948

{cite:p}`marlow1948{p. 3}`

We add that the minutes of the meeting are lost.
:::
"""

SECTION_2 = """\
# The Dredgers

:::{passage} 2.1
:incipit: When the dredgers came at last
:pages: 565

The dredgers came too late.
:::
"""

BIBLIOGRAPHY = """\
@string{press = "Invented Press"}

@book{kestrel1931,
  author = {Kestrel, Ada}, title = {Tides}, publisher = press, year = 1931, keywords={author},
  verified = {the book},
}

@article{marlow1948,
  author = {Marlow, B.}, title = {Silt}, journal = {Harbours}, year = 1948, keywords={author},
  verified = {the journal},
}
"""

MARKS_1 = """\
[[mark]]
on = "1.1"
kind = "marker"
note = 1
after = "seven winters."

[[mark]]
on = "1.1"
kind = "page"
page = 564
at = "took a view |of"

[[mark]]
on = "1.1"
kind = "emphasis"
lemma = "Westhaven Gazette"
reason = "title"

[[mark]]
on = "1.2"
kind = "marker"
note = 2
after = "equinox."

[[mark]]
on = "n1"
kind = "emphasis"
lemma = "Tides"
reason = "title"
"""

MARKS_2 = """\
[[mark]]
on = "2.1"
kind = "page"
page = 565
at = "|When the"
"""

TEXT_1 = """\
# The Harbour

(p1.1)=
Nobody in Westhaven had foreseen that the harbour would close within seven winters.[^n1] The \
*Westhaven Gazette* took a view {page}`564`of the matter that pleased its owners more than its \
readers, and printed letters which said as much in every issue of that year and of the next.

(n1)=
Ada Kestrel, *Tides* (Westhaven, 1931), pp. 12–15, where the soundings of every spring tide since the \
old breakwater fell are set out in three tables; see also B. Marlow, on silt.

(p1.2)=
The engineers, for their part, blamed the moon, the river and the herring fleet in that order, \
though none of them had taken a single sounding since the equinox.[^n2] Their report was never read.

(n2)=
Marlow, p. 3, gives another account of the same meeting, which nobody but the clerk and two of the \
younger pilots seems to have attended.
"""

TEXT_2 = """\
# The Dredgers

(p2.1)=
{page}`565`When the dredgers came at last there was nothing left for them to do but to lie at the quay \
and rust, which they did with great dignity for eleven years until somebody sold them for scrap.
"""


@pytest.fixture
def proofread() -> dict[str, str]:
    """The invented essay as a proofread text: file name → content."""
    return {"1-the-harbour.md": TEXT_1, "2-the-dredgers.md": TEXT_2}


@pytest.fixture
def project(tmp_path: Path, proofread: dict[str, str]) -> Project:
    """The invented edition on disk, nothing established; its lock is made of the essay's text."""
    project = Project(tmp_path / "an edition")
    lay_profile(project.docs)
    project.marks.mkdir(parents=True)
    for path, content in {
        project.sections / "1-the-harbour.md": SECTION_1,
        project.sections / "2-the-dredgers.md": SECTION_2,
        project.marks / "1.toml": MARKS_1,
        project.marks / "2.toml": MARKS_2,
        project.bibliography: BIBLIOGRAPHY,
    }.items():
        path.write_text(content, "utf-8")
    folder = tmp_path / "proofread"
    store.write(folder, proofread)
    assert commands.run_lock(project, folder) == 0
    return project
