"""A calculator is verified when it works out what the plan says, and only then."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.blueprint.schema import ToolInput
from generation.sandbox.checks import tools
from generation.sandbox.report import Report
from generation.sandbox.tests.one_check import report_of
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import rowless

STACK = DjangoStack()


def spoiled(path: str, old: str, new: str) -> Report:
    blueprint = rowless.mortgage()
    files = STACK.render(blueprint)
    assert old in files[path]
    files[path] = files[path].replace(old, new)
    return report_of("criteria", files, blueprint, STACK.check_plan(blueprint))


@pytest.mark.sandbox
def test_a_calculator_is_verified_with_its_worked_examples() -> None:
    blueprint = rowless.mortgage()
    report = verify(STACK.render(blueprint), blueprint, STACK.check_plan(blueprint))
    assert report.verified, report.failed
    assert [result.status for result in report.criteria] == ["passed"] * 3
    assert {check.id for check in report.checks if check.status == "skipped"} == {"seed", "crud", "isolation"}


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        ("tools/formulas.py", "interes / 1200", "interes / 1201", "Cuota mensual is"),
        ("tools/views.py", "str(result.value) for", "str(result.value + 1) for", "the answer is"),
        ("tools/forms.py", "max_value=40", "max_value=400", "plazo=41"),
        ("tools/templates/tools/_results.html", "{{ result.shown }}", "711,32", "the page does not say so"),
        ("tools/views.py", '"form": form}', '"form": form if form.is_valid() else tool.form()}', "no message"),
    ],
    ids=["a wrong formula", "another result in the api", "no limit", "a fixed result", "no message"],
)
def test_a_spoiled_calculator_comes_out_red(path: str, old: str, new: str, says: str) -> None:
    report = spoiled(path, old, new)
    assert not report.verified
    assert says in report.check("criteria").detail


def test_inputs_are_within_their_limits() -> None:
    field = ToolInput(name="a", label="A", minimum=0.1, maximum=0.3)
    whole = ToolInput(name="b", label="B", minimum=1.5, maximum=3, whole=True)
    for _ in range(50):
        assert Decimal("0.1") <= tools.made_up(field) <= Decimal("0.3")
        assert tools.made_up(whole) in (2, 3)


def test_a_number_is_found_as_the_languages_write_it() -> None:
    assert "1234,50" in tools.ungrouped("Total 1.234,50 €")
    assert "1234567.50" in tools.ungrouped("Total 1,234,567.50")
    assert "1234,5" in tools.ungrouped("1\u202f234,5")
    assert tools.written(Decimal("-0.5"))[0] == "-0.5"
