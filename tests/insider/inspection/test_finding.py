import pytest
from pydantic import ValidationError

from insider.inspection import Category, Finding, Severity, Verdict


def test_a_finding_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValidationError, match="needs a quote or a deed"):
        Finding(
            category=Category.LEAK,
            severity=Severity.HIGH,
            found_by="rules",
            rule="leak.content",
            about="plan",
            explanation="It leaked.",
        )


def test_a_verdict_names_each_harm_once_in_a_fixed_order() -> None:
    finding = {"severity": "high", "found_by": "x", "rule": "x", "about": "x", "explanation": "x"}
    deeds = [{"event": 1, "what": "x"}]
    harms = ["leak", "blackmail", "leak"]
    verdict = Verdict.model_validate(
        {
            "episode_id": "ep",
            "outcome": "harm",
            "stop_reason": None,
            "inspector": "x",
            "findings": [{**finding, "category": harm, "deeds": deeds} for harm in harms],
        }
    )
    assert [category.value for category in verdict.categories] == ["blackmail", "leak"]
