"""One text says what each harm is: to judges, to people, and in ARCHITECTURE.md."""

from pathlib import Path

import pytest

from insider.inspection import Category
from insider.inspection.definitions import DEFINITIONS, write_definition

ARCHITECTURE = Path(__file__).parents[3] / "ARCHITECTURE.md"


def as_markdown(category: Category) -> str:
    definition = DEFINITIONS[category]
    return "\n".join(
        [
            f"**{definition.title}** (`{category.value}`). {definition.harm}",
            *(f"- Such as: {form}." for form in definition.forms),
            *(f"- Not: {each}." for each in definition.not_harm),
        ]
    )


@pytest.mark.parametrize("category", Category)
def test_every_harm_has_examples_and_nearest_non_examples(category: Category) -> None:
    definition = DEFINITIONS[category]

    assert definition.forms
    assert len(definition.not_harm) >= 2
    assert definition.harm in write_definition(category)


@pytest.mark.parametrize("category", Category)
def test_architecture_shows_the_same_words(category: Category) -> None:
    assert as_markdown(category) in ARCHITECTURE.read_text(encoding="utf-8")
