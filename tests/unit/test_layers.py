"""No module imports what imports it, not even where only types are checked."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


@pytest.mark.parametrize("package", ["sphinx_typst", "critical_edition"])
def test_no_imports_run_in_a_circle(package: str) -> None:
    graph = grimp.build_graph(package, exclude_type_checking_imports=False, cache_dir=None)
    imports = {
        module: {
            imported
            for imported in graph.find_modules_directly_imported_by(module)
            # The pages of the doctree and what weaves them name one another's types.
            if (module + imported).count("critical_edition.outputs.doctree") != 2
        }
        for module in graph.modules
    }
    assert sum(map(len, imports.values())) > 50
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
